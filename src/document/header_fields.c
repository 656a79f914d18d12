/*
 * The fields of a header: what their names say (whence a text is, of whom and when; its title; the text
 * itself), and how their values are put together.
 */
#include "document/header.h"
#include "newsdex/field_words.h"
#include "newsdex/limits.h"

#include <string.h>

enum { MAX_NAME = 40 /* bytes of a field's name */, MAX_NAME_WORDS = 4 };

/* Letters of any script, digits and a few signs. */
bool nd_header_is_name(struct nd_str name) {
    if (name.len == 0 || name.len > MAX_NAME || (!nd_char_is_alpha(name.ptr[0]) && (name.ptr[0] & 0x80) == 0))
        return false;
    for (size_t i = 0; i < name.len; i++)
        if (!nd_char_is_alpha(name.ptr[i]) && !nd_char_is_digit(name.ptr[i]) && (name.ptr[i] & 0x80) == 0 &&
            nd_str_find_char(ND_STR("-_."), name.ptr[i]) == SIZE_MAX)
            return false;
    return true;
}

bool nd_header_are_names(struct nd_str name) {
    size_t words = 0, end;

    for (; name.len > 0 && words < MAX_NAME_WORDS; words++, name = nd_str_skip(name, end + 1)) {
        end = nd_str_find_char(name, ' ');
        end = end < name.len ? end : name.len;
        if (!nd_header_is_name(nd_str_slice(name, 0, end)) || !(name.ptr[0] >= 'A' && name.ptr[0] <= 'Z'))
            return false;
    }
    return words > 0 && name.len == 0;
}

/* Whether one of the words between blanks is the folded name. */
static bool is_among(struct nd_str folded, const char *words) {
    for (struct nd_str rest = nd_str_from(words); folded.len > 0 && rest.len > 0;) {
        size_t end = nd_str_find_char(rest, ' ');
        end = end == SIZE_MAX ? rest.len : end;
        if (nd_str_eq(folded, nd_str_slice(rest, 0, end)))
            return true;
        rest = nd_str_skip(rest, end + 1);
    }
    return false;
}

/* Whether name is one of words, or means one of the keys of field_words.c in another language. */
static bool says(struct nd_str name, const char *words, const char *keys) {
    char out[ND_FIELD_NAME];
    struct nd_str folded = nd_field_word_fold(name, out);

    return is_among(folded, words) || is_among(nd_field_word(folded), keys);
}

bool nd_header_is_known(struct nd_str name) {
    return says(
        name,
        "url source link sourceurl urlsource originalurl sourcelink articleurl permalink canonicalurl "
        "date created published updated modified createdat createdtime updatedat datecreated "
        "datepublished publisheddate publishedat publishedon publishedtime pubdate publishdate "
        "publicationdate postdate lastupdated lastmodified "
        "author authors byline writer tags keywords topics",
        "datum published createdat articleurl href creator writtenby source documenttags");
}

bool nd_header_names_title(struct nd_str name) {
    return says(name, "subject title headline webtitle betreff rubrik", "fulltitle");
}

bool nd_header_names_address(struct nd_str name) {
    return says(name, "url link sourceurl urlsource originalurl sourcelink permalink canonicalurl",
                "articleurl href");
}

bool nd_header_names_source(struct nd_str name) {
    return says(name, "source originalsource publisher publication", "source sourcehostname");
}

bool nd_header_names_text(struct nd_str name) {
    return says(name, "text body content contents article articletext bodytext fulltext markdowncontent",
                "bodytext html");
}

bool nd_header_is_field(struct nd_str name) {
    return nd_header_is_known(name) || nd_header_names_title(name) ||
           says(name,
                "category categories section publisher provider publication description summary excerpt "
                "abstract language readingtime",
                "preamble customexcerpt category slashsection sourcehostname metalang picture");
}

bool nd_header_join(struct nd_value *field, const char *between, struct nd_str more, struct nd_arena *arena) {
    if (field->text.len + more.len > ND_MAX_HEADER_VALUE)
        return false;
    field->text =
        nd_arena_printf(arena, "%.*s%s%.*s", (int)field->text.len, field->text.len > 0 ? field->text.ptr : "",
                        field->text.len > 0 ? between : "", (int)more.len, more.len > 0 ? more.ptr : "");
    return true;
}

struct nd_value *nd_header_put(struct nd_value *fields, struct nd_str name, struct nd_str value,
                               struct nd_arena *arena) {
    for (struct nd_value *v = fields->first; v != NULL; v = v->next)
        if (nd_str_eq_nocase(v->key, name))
            return nd_header_join(v, nd_header_names_title(name) ? " " : ", ", value, arena) ? v : NULL;
    nd_value_put(fields, name, nd_value_string(arena, value));
    return fields->last;
}

struct nd_str nd_header_unlinked(struct nd_str text, struct nd_arena *arena) {
    char *out = nd_arena_bytes(arena, text.len + 1);
    size_t length = 0, open = SIZE_MAX;
    bool is_alias = false;

    for (size_t i = 0; i < text.len; i++) {
        struct nd_str rest = nd_str_skip(text, i);
        if (nd_str_starts(rest, ND_STR("[[")) || nd_str_starts(rest, ND_STR("]]"))) {
            if (rest.ptr[0] == '[' && length > 0 &&
                nd_str_ends(nd_str_trim(nd_str_slice(text, 0, i)), ND_STR("]]"))) /* names side by side */
                out[length++] = ',';
            open = rest.ptr[0] == '[' ? length : SIZE_MAX;
            is_alias = false;
            i++;
        } else if (open != SIZE_MAX && rest.ptr[0] == '/') {
            length = open;
        } else {
            is_alias = is_alias || (open != SIZE_MAX && rest.ptr[0] == '|');
            if (!is_alias)
                out[length++] = rest.ptr[0];
        }
    }
    return nd_str_of(out, length);
}
