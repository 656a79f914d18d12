/* Sentences and lines: the pieces of text from which titles and excerpts are made. */
#include "article/record.h"

#include "newsdex/bytes.h"
#include "newsdex/utf8.h"

#include <string.h>
#include <utf8proc.h>

/* Blanks other than ASCII ones: no-break space, ideographic space, line and paragraph separator. */
static size_t wide_blank_at(struct nd_str s, size_t at) {
    struct nd_str rest = nd_str_skip(s, at);

    if (nd_str_starts(rest, ND_STR("\xC2\xA0")))
        return 2;
    return nd_str_starts(rest, ND_STR("\xE3\x80\x80")) || nd_str_starts(rest, ND_STR("\xE2\x80\xA8")) ||
                   nd_str_starts(rest, ND_STR("\xE2\x80\xA9"))
               ? 3
               : 0;
}

static size_t blank_at(struct nd_str s, size_t at) {
    if (at >= s.len)
        return 0;
    if ((unsigned char)s.ptr[at] < 0x80)
        return nd_char_is_blank(s.ptr[at]);
    return wide_blank_at(s, at);
}

/* What nobody sees at the end of a line: zero-width space, byte order mark, soft hyphen. */
static size_t invisible_at(struct nd_str s, size_t at) {
    struct nd_str rest = nd_str_skip(s, at);

    if (nd_str_starts(rest, ND_STR("\xC2\xAD")))
        return 2;
    return nd_str_starts(rest, ND_STR("\xE2\x80\x8B")) || nd_str_starts(rest, ND_STR("\xEF\xBB\xBF")) ? 3 : 0;
}

static size_t edge_at(struct nd_str s, size_t at) {
    size_t length = blank_at(s, at);

    return length > 0 ? length : invisible_at(s, at);
}

static bool is_visible(char c) {
    return (unsigned char)c > ' ' && (unsigned char)c < 0x80;
}

static struct nd_str trim_edges(struct nd_str s) {
    size_t length;

    if (s.len > 0 && is_visible(s.ptr[0]) && is_visible(s.ptr[s.len - 1]))
        return s;
    while (s.len > 0 && (length = edge_at(s, 0)) > 0)
        s = nd_str_skip(s, length);
    for (size_t back = 1; back <= 3 && back <= s.len;) {
        if (edge_at(s, s.len - back) == back) {
            s.len -= back;
            back = 1;
        } else {
            back++;
        }
    }
    return s;
}

/* True when eight bytes are printable ASCII without two blanks in a row. */
static bool is_tidy_word(const char *at) {
    uint64_t word = nd_bytes_load(at), low = nd_bytes_low(word);
    uint64_t blanks = ~nd_bytes_differ(low, ' ') & ND_BYTES_OF(0x80);

    return (nd_bytes_reach(low, 0x20) & ~word & ND_BYTES_OF(0x80)) == ND_BYTES_OF(0x80) &&
           (blanks & (blanks >> 8)) == 0;
}

static bool is_tidy(struct nd_str s) {
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        while (s.len - i > sizeof(uint64_t) && is_tidy_word(s.ptr + i)) {
            i += sizeof(uint64_t) - 1; /* two words share a byte, so that no pair is missed */
            c = (unsigned char)s.ptr[i];
        }
        if (c > ' ' && c < 0x80)
            continue;
        if (c < 0x80 ? c != ' ' || blank_at(s, i + 1) > 0 : wide_blank_at(s, i) > 0)
            return false;
    }
    return true;
}

struct nd_str nd_text_on_one_line(struct nd_str s, struct nd_arena *arena) {
    size_t length = 0;
    char *out;

    s = trim_edges(s);
    if (is_tidy(s))
        return s;
    out = nd_arena_bytes(arena, s.len);
    for (size_t i = 0; i < s.len; i++) {
        size_t blank = blank_at(s, i);
        if (blank == 0) {
            out[length++] = s.ptr[i];
            continue;
        }
        if (blank_at(s, i + blank) == 0)
            out[length++] = ' ';
        i += blank - 1;
    }
    return nd_str_of(out, length);
}

/* The next word begins with a small letter. */
static bool is_small_at(struct nd_str s, size_t at) {
    uint32_t c;

    while (at < s.len && nd_char_is_blank(s.ptr[at]))
        at++;
    if (at == s.len)
        return false;
    nd_utf8_decode(nd_str_skip(s, at), &c);
    return utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_LL;
}

bool nd_text_begins_small(struct nd_str text) {
    return is_small_at(text, 0);
}

/* The length of a sentence end at offset at: 1 for . ! ?, more for those of other scripts, 0 for none. */
static size_t sentence_end_at(struct nd_str s, size_t at) {
    static const struct nd_str wide[] = {
        ND_STR_INIT("。"), ND_STR_INIT("！"), ND_STR_INIT("？"), ND_STR_INIT("｡"), ND_STR_INIT("．"),
        ND_STR_INIT("।"),  ND_STR_INIT("॥"),  ND_STR_INIT("؟"),  ND_STR_INIT("۔"), ND_STR_INIT("։"),
        ND_STR_INIT("።"),  ND_STR_INIT("။"),  ND_STR_INIT("។"),
    };
    char c = s.ptr[at];

    if (c == '.' || c == '!' || c == '?')
        return 1;
    if ((unsigned char)c < 0xC0)
        return 0;
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
        if (nd_str_starts(nd_str_skip(s, at), wide[i]))
            return wide[i].len;
    return 0;
}

/* Closing quotes and brackets that belong to the sentence before them. */
static size_t skip_closers(struct nd_str s, size_t at) {
    static const struct nd_str closers[] = {ND_STR_INIT("\""), ND_STR_INIT("'"),  ND_STR_INIT(")"),
                                            ND_STR_INIT("]"),  ND_STR_INIT("”"),  ND_STR_INIT("’"),
                                            ND_STR_INIT("»"),  ND_STR_INIT("」"), ND_STR_INIT("』"),
                                            ND_STR_INIT("）"), ND_STR_INIT("“")};
    enum { COUNT = sizeof closers / sizeof *closers };
    size_t i = 0;

    while (i < COUNT && at < s.len) {
        if (nd_str_starts(nd_str_skip(s, at), closers[i])) {
            at += closers[i].len;
            i = 0;
        } else {
            i++;
        }
    }
    return at;
}

static bool is_word_byte(char c) {
    return nd_char_is_alpha(c) || (unsigned char)c >= 0x80;
}

/* "U.S.", "Mr.", "J. R.", "No.", "z.B.", "am 3. Oktober": a point behind one letter, a known short form or a
 * number of one or two digits ends nothing. */
static bool is_abbreviation(struct nd_str s, size_t at) {
    static const char *const known[] = {
        "mr",  "mrs",  "ms",   "dr",   "st",   "prof", "sen",  "gen",  "gov",  "rep", "rev",    "hon",
        "inc", "ltd",  "co",   "corp", "no",   "nos",  "vs",   "jr",   "sr",   "mt",  "ft",     "lt",
        "col", "capt", "sgt",  "mme",  "mlle", "dott", "sig",  "avv",  "bzw",  "ca",  "nr",     "ing",
        "ecc", "etc",  "cf",   "fig",  "al",   "vol",  "pp",   "ed",   "eds",  "est", "approx", "dept",
        "jan", "feb",  "aug",  "sept", "oct",  "nov",  "dec",  "okt",  "dez",  "str", "usw",    "evtl",
        "tel", "abs",  "sra",  "dra",  "art",  "bd",   "mag",  "dipl", "geb",  "kg",  "messrs", "св",
        "núm", "pág",  "avda", "gral", "mgr",  "cfr",  "exmo", "tzv",  "např", "tzw", "płk",    "mjr",
        "inż", "им",   "ул",   "проф", "акад",
    };
    size_t start = at, digits = at;
    struct nd_str word;

    while (digits > 0 && nd_char_is_digit(s.ptr[digits - 1]))
        digits--;
    if (digits < at)
        return at - digits <= 2 && (digits == 0 || nd_char_is_blank(s.ptr[digits - 1]));
    while (start > 0 && at - start < 16 && is_word_byte(s.ptr[start - 1]))
        start--;
    word = nd_str_slice(s, start, at);
    if (word.len > 0 && nd_utf8_count(word) == 1)
        return true;
    if (word.len == 2 && word.ptr[0] == word.ptr[1] && word.ptr[0] >= 'A' && word.ptr[0] <= 'Z')
        return true; /* a Spanish plural: EE. UU. */
    for (size_t i = 0; i < sizeof known / sizeof *known && word.len > 0; i++)
        if (nd_str_eq_nocase(word, nd_str_from(known[i])))
            return true;
    return false;
}

/*
 * True when a sentence of text ends at i; *after is the offset behind it. Before a small letter it goes on,
 * unless the whole text is written small.
 */
static bool ends_at(struct nd_str text, size_t i, size_t *after) {
    size_t length = sentence_end_at(text, i);

    if (length == 0)
        return false;
    *after = skip_closers(text, i + length);
    if (length > 1 || *after == text.len)
        return true;
    return nd_char_is_blank(text.ptr[*after]) && (!is_small_at(text, *after) || is_small_at(text, 0)) &&
           (text.ptr[i] != '.' || !is_abbreviation(text, i));
}

struct nd_str nd_text_without_bullet(struct nd_str text) {
    static const struct nd_str bullets[] = {ND_STR_INIT("- "), ND_STR_INIT("* "), ND_STR_INIT("• "),
                                            ND_STR_INIT("> "), ND_STR_INIT("– "), ND_STR_INIT("· ")};
    struct nd_str rest = text, line;

    for (size_t i = 0; i < sizeof bullets / sizeof *bullets; i++) {
        if (!nd_str_starts(text, bullets[i]) || nd_str_trim(text).len <= bullets[i].len)
            continue;
        for (bool is_first = true; nd_str_next_line(&rest, &line); is_first = false)
            if (!is_first && bullets[i].ptr[0] != '>' && nd_str_starts(nd_str_trim(line), bullets[i])) {
                text.len = (size_t)(line.ptr - text.ptr);
                break;
            }
        return nd_str_trim(nd_str_skip(text, bullets[i].len));
    }
    return text;
}

struct nd_str nd_text_first_sentence(struct nd_str text) {
    size_t after;

    text = nd_str_trim(text);
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '\n' && i + 1 < text.len && text.ptr[i + 1] == '\n')
            return nd_str_slice(text, 0, i);
        if (ends_at(text, i, &after))
            return nd_str_slice(text, 0, after);
    }
    return text;
}

/* True when what begins at i ends a sentence or a paragraph. */
static bool is_border(struct nd_str text, size_t i, size_t *after) {
    *after = i + 2;
    return (text.ptr[i] == '\n' && i + 1 < text.len && text.ptr[i + 1] == '\n') || ends_at(text, i, after);
}

struct nd_str nd_text_sentence_around(struct nd_str text, size_t start, size_t end) {
    size_t from = 0, to = text.len, after;

    for (size_t i = 0; i < start; i++)
        if (is_border(text, i, &after) && after <= start)
            from = after;
    for (size_t i = end; i < text.len && to == text.len; i++)
        if (is_border(text, i, &after))
            to = after;
    return nd_str_slice(text, from, to);
}

bool nd_text_ends_sentence(struct nd_str text) {
    text = nd_str_trim_right(text);
    for (size_t back = 1; back <= 12 && back <= text.len; back++) {
        size_t at = text.len - back, length;
        if (((unsigned char)text.ptr[at] & 0xC0) == 0x80)
            continue;
        length = sentence_end_at(text, at);
        if (length > 0 && skip_closers(text, at + length) == text.len)
            return true;
    }
    return nd_str_ends(text, ND_STR("…"));
}

bool nd_text_has_sentence(struct nd_str text) {
    size_t after;

    for (size_t i = 0; i < text.len; i++)
        if (ends_at(text, i, &after))
            return true;
    return nd_text_ends_sentence(text);
}

struct nd_str nd_text_shorten(struct nd_str s, size_t max, struct nd_arena *arena) {
    const struct nd_str ellipsis = ND_STR("…");
    bool cut;
    struct nd_str kept = nd_utf8_shorten(s, max, &cut);
    char *out;

    if (!cut)
        return s;
    kept = nd_utf8_shorten(s, max - 1, &cut);
    out = nd_arena_bytes(arena, kept.len + ellipsis.len);
    memcpy(out, kept.ptr, kept.len);
    memcpy(out + kept.len, ellipsis.ptr, ellipsis.len);
    return nd_str_of(out, kept.len + ellipsis.len);
}

bool nd_text_is_cut_off(struct nd_str s) {
    s = nd_str_trim(s);
    if (nd_str_ends(s, ND_STR("]")))
        s = nd_str_slice(s, 0, s.len - 1);
    return nd_str_ends(s, ND_STR("...")) || nd_str_ends(s, ND_STR("…"));
}

bool nd_text_may_have_number(struct nd_str text) {
    for (size_t i = 0; i < text.len; i++)
        if (nd_char_is_digit(text.ptr[i]) || (unsigned char)text.ptr[i] >= 0x80)
            return true;
    return false;
}
