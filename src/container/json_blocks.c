/*
 * Lists of blocks, as editors and interfaces keep one text in: paragraphs, headings, pictures, each of which
 * says what it is. They look like a list of records and are none.
 */
#include "container/json_find.h"

#include "container/format.h"
#include "newsdex/json.h"

enum { LOOKED_AT = 20 };

/* What blocks say they are. */
static bool is_kind(struct nd_str kind) {
    static const struct nd_str kinds[] = {ND_STR_INIT("paragraph"),   ND_STR_INIT("p"),
                                          ND_STR_INIT("text"),        ND_STR_INIT("unstyled"),
                                          ND_STR_INIT("markdown"),    ND_STR_INIT("html"),
                                          ND_STR_INIT("raw_html"),    ND_STR_INIT("rich_text"),
                                          ND_STR_INIT("richtext"),    ND_STR_INIT("sanitized_html"),
                                          ND_STR_INIT("block"),       ND_STR_INIT("heading"),
                                          ND_STR_INIT("header"),      ND_STR_INIT("subhead"),
                                          ND_STR_INIT("subheading"),  ND_STR_INIT("crosshead"),
                                          ND_STR_INIT("h1"),          ND_STR_INIT("h2"),
                                          ND_STR_INIT("h3"),          ND_STR_INIT("h4"),
                                          ND_STR_INIT("list"),        ND_STR_INIT("ul"),
                                          ND_STR_INIT("ol"),          ND_STR_INIT("quote"),
                                          ND_STR_INIT("blockquote"),  ND_STR_INIT("pullquote"),
                                          ND_STR_INIT("image"),       ND_STR_INIT("img"),
                                          ND_STR_INIT("picture"),     ND_STR_INIT("photo"),
                                          ND_STR_INIT("gallery"),     ND_STR_INIT("figure"),
                                          ND_STR_INIT("video"),       ND_STR_INIT("embed"),
                                          ND_STR_INIT("code"),        ND_STR_INIT("table"),
                                          ND_STR_INIT("divider"),     ND_STR_INIT("separator"),
                                          ND_STR_INIT("hr"),          ND_STR_INIT("lead"),
                                          ND_STR_INIT("intro"),       ND_STR_INIT("title"),
                                          ND_STR_INIT("byline"),      ND_STR_INIT("date"),
                                          ND_STR_INIT("kicker"),      ND_STR_INIT("core/paragraph"),
                                          ND_STR_INIT("core/heading")};

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (nd_str_eq_nocase(kinds[i], kind))
            return true;
    return nd_str_starts(kind, ND_STR("core/")) || nd_str_starts_nocase(kind, ND_STR("header-"));
}

static bool is_kind_name(struct nd_str key) {
    return nd_str_eq(key, ND_STR("type")) || nd_str_eq(key, ND_STR("_type")) ||
           nd_str_eq(key, ND_STR("kind")) || nd_str_eq(key, ND_STR("blockName")) ||
           nd_str_eq(key, ND_STR("nodeType")) || nd_str_eq(key, ND_STR("block_type"));
}

/* What records have and blocks have not. */
static bool is_record_name(struct nd_str key) {
    static const struct nd_str names[] = {
        ND_STR_INIT("title"),     ND_STR_INIT("headline"),    ND_STR_INIT("date"),
        ND_STR_INIT("pubDate"),   ND_STR_INIT("publishedAt"), ND_STR_INIT("created_at"),
        ND_STR_INIT("timestamp"), ND_STR_INIT("author"),      ND_STR_INIT("authors"),
        ND_STR_INIT("permalink"), ND_STR_INIT("slug")};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (nd_str_eq_nocase(key, names[i]))
            return true;
    return false;
}

/* When something was said: captions and transcripts are pieces of one text as well. */
static bool is_time_name(struct nd_str key) {
    return nd_str_eq(key, ND_STR("start")) || nd_str_eq(key, ND_STR("begin")) ||
           nd_str_eq(key, ND_STR("startTime")) || nd_str_eq(key, ND_STR("start_time")) ||
           nd_str_eq(key, ND_STR("offset"));
}

/* True when the object at at says that it is a block, and has nothing records have. */
static bool is_block(struct nd_str text, size_t at) {
    struct nd_str key = ND_STR_NONE;
    bool has_kind = false, has_time = false, has_text = false;

    for (at = nd_json_pass(text, at + 1); at < text.len && text.ptr[at] == '"';) {
        size_t value = nd_json_pass_key(text, at, &key), length;
        if (value == SIZE_MAX || is_record_name(key))
            return false;
        length = nd_json_skip(nd_str_skip(text, value));
        if (length == SIZE_MAX)
            return has_kind || (has_time && has_text);
        has_text = has_text || (nd_str_eq(key, ND_STR("text")) && text.ptr[value] == '"');
        has_time = has_time || (is_time_name(key) && nd_char_is_digit(text.ptr[value]));
        if (is_kind_name(key) && length > 2 && text.ptr[value] == '"')
            has_kind = has_kind || is_kind(nd_str_slice(text, value + 1, value + length - 1));
        at = nd_json_pass(text, value + length);
    }
    return has_kind || (has_time && has_text);
}

bool nd_json_are_blocks(struct nd_str text, size_t list) {
    size_t count = 0, length;

    for (size_t at = nd_json_pass(text, list + 1); at < text.len && text.ptr[at] == '{' && count < LOOKED_AT;
         at = nd_json_pass(text, at + length)) {
        if (!is_block(text, at))
            return false;
        count++;
        length = nd_json_skip(nd_str_skip(text, at));
        if (length == SIZE_MAX)
            break;
    }
    return count > 1;
}
