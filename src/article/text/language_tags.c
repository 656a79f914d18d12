/* Tags of languages as people write them. */
#include "article/text/language_codes.h"
#include "article/text/language_names.h"
#include "newsdex/article.h"

enum { LONGEST_TAG = 11 };

/* In small letters but for the first capitals ones, and with hyphens for the underscores of locales. */
static struct nd_str cased(struct nd_str s, size_t capitals, struct nd_arena *arena) {
    char *out = nd_arena_bytes(arena, s.len);

    for (size_t i = 0; i < s.len; i++) {
        out[i] = nd_char_lower(s.ptr[i]);
        if (s.ptr[i] == '_')
            out[i] = '-';
        if (i < capitals && out[i] >= 'a' && out[i] <= 'z')
            out[i] = (char)(out[i] - 'a' + 'A');
    }
    return nd_str_of(out, s.len);
}

/*
 * A subtag behind the language (RFC 5646, section 2.1.1: scripts in title case, regions in capitals); an
 * empty one when it is left out, as the JA of ja-JA, which is no country. False when the whole is no tag:
 * en-zh is two languages.
 */
static bool read_subtag(struct nd_str subtag, struct nd_str language, struct nd_arena *arena,
                        struct nd_str *out) {
    bool has_digit = false;

    for (size_t i = 0; i < subtag.len; i++) {
        has_digit = has_digit || nd_char_is_digit(subtag.ptr[i]);
        if (!nd_char_is_alpha(subtag.ptr[i]) && !nd_char_is_digit(subtag.ptr[i]))
            return false;
    }
    if (subtag.len < 2 || subtag.len > 8)
        return false;
    *out = cased(subtag, subtag.len == 2 ? 2 : subtag.len == 4 && !has_digit, arena);
    if (nd_str_eq(*out, ND_STR("UK")))
        *out = ND_STR("GB");
    else if (nd_str_eq(*out, ND_STR("chs")) || nd_str_eq(*out, ND_STR("cht"))) /* of Windows */
        *out = nd_str_ends(*out, ND_STR("s")) ? ND_STR("Hans") : ND_STR("Hant");
    else if (subtag.len == 2 && !nd_language_is_region(subtag)) {
        if (!nd_str_eq_nocase(subtag, language) && nd_str_eq_nocase(subtag, nd_language_of_code(subtag)))
            return false;
        *out = ND_STR_NONE;
    }
    return true;
}

struct nd_str nd_language_normalise(struct nd_str s, struct nd_arena *arena) {
    struct nd_str tag = nd_str_trim(s), language = nd_language_of_name(tag), rest, subtag;
    size_t end = nd_str_find_char(tag, '.'); /* as in the locale fr_FR.UTF-8 */

    if (language.len > 0)
        return language;
    tag = nd_str_slice(tag, 0, end);
    if (tag.len < 2 || tag.len > LONGEST_TAG)
        return ND_STR_NONE;
    tag = cased(tag, 0, arena);
    end = nd_str_find_char(tag, '-');
    language = nd_language_of_code(nd_str_slice(tag, 0, end));
    if (language.len == 0)
        return ND_STR_NONE;
    rest = end == SIZE_MAX ? ND_STR_NONE : nd_str_skip(tag, end);
    for (tag = language; rest.len > 0; rest = nd_str_skip(rest, subtag.len)) {
        struct nd_str read;
        rest = nd_str_skip(rest, 1);
        subtag = nd_str_slice(rest, 0, nd_str_find_char(rest, '-'));
        if (!read_subtag(subtag, language, arena, &read))
            return ND_STR_NONE;
        if (read.len > 0)
            tag = nd_arena_printf(arena, "%.*s-%.*s", (int)tag.len, tag.ptr, (int)read.len, read.ptr);
    }
    return tag;
}
