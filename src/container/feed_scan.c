#include "container/feed_scan.h"

#include "newsdex/document.h"

#define CDATA_OPEN ND_STR("<![CDATA[")

static bool is_name_start(char c) {
    return nd_char_is_alpha(c) || c == '_' || (unsigned char)c >= 0x80;
}

static bool ends_name(char c) {
    return nd_char_is_blank(c) || c == '>' || c == '/' || c == '<' || c == '=';
}

/* True when s begins with mark, a name and the end of that name. */
static bool begins_tag(struct nd_str s, const char *mark, struct nd_str name) {
    struct nd_str rest = nd_str_skip(s, nd_str_from(mark).len);

    return nd_str_starts(s, nd_str_from(mark)) && nd_str_starts(rest, name) && rest.len > name.len &&
           ends_name(rest.ptr[name.len]);
}

static size_t count_blanks(struct nd_str s) {
    size_t i = 0;

    while (i < s.len && nd_char_is_blank(s.ptr[i]))
        i++;
    return i;
}

/* True when a record ends at the beginning of s and another one, or the end of all, follows: "</item><item".
 */
static bool is_end_of_record(struct nd_str s, struct nd_str record) {
    size_t close;

    if (record.len == 0 || !begins_tag(s, "</", record))
        return false;
    close = nd_str_find_char(nd_str_slice(s, 0, record.len + 64), '>');
    if (close == SIZE_MAX)
        return false;
    s = nd_str_skip(s, close + 1);
    s = nd_str_skip(s, count_blanks(s));
    return begins_tag(s, "<", record) || nd_str_starts(s, ND_STR("</"));
}

/*
 * Where the CDATA at the beginning of s ends. One that was not closed runs into the next record, and is known
 * by the CDATA that begins there: no text has that behind the end of a record. SIZE_MAX: it does not end.
 */
static size_t data_length(struct nd_str s, struct nd_str record) {
    size_t suspect = SIZE_MAX;

    for (size_t i = CDATA_OPEN.len; i < s.len; i++) {
        struct nd_str rest;
        if (s.ptr[i] != ']' && s.ptr[i] != '<')
            continue;
        rest = nd_str_skip(s, i);
        if (nd_str_starts(rest, ND_STR("]]>")))
            return i + 3;
        if (suspect != SIZE_MAX && nd_str_starts(rest, CDATA_OPEN))
            return suspect;
        if (suspect == SIZE_MAX && rest.ptr[0] == '<' && is_end_of_record(rest, record))
            suspect = i;
    }
    return suspect;
}

/* <!DOCTYPE … [ … ]> */
static size_t declaration_length(struct nd_str s) {
    size_t depth = 0;

    for (size_t i = 2; i < s.len; i++) {
        depth += s.ptr[i] == '[';
        depth -= s.ptr[i] == ']' && depth > 0;
        if (s.ptr[i] == '>' && depth == 0)
            return i + 1;
    }
    return SIZE_MAX;
}

static size_t length_to(struct nd_str s, struct nd_str end, bool *has_none) {
    size_t at = *has_none ? SIZE_MAX : nd_str_find(s, end);

    if (at != SIZE_MAX)
        return at + end.len;
    *has_none = true;
    return SIZE_MAX;
}

/* The length of what is no tag: SIZE_MAX when it does not end in s, 0 when s is none of these. */
static size_t other_length(struct nd_feed_scan *scan, struct nd_str s) {
    size_t length = SIZE_MAX;

    if (s.len > 1 && s.ptr[1] != '!' && s.ptr[1] != '?')
        return 0;
    if (nd_str_starts(s, ND_STR("<!--")))
        return length_to(s, ND_STR("-->"), &scan->has_no_comment_end);
    if (nd_str_starts(s, ND_STR("<?")))
        return length_to(s, ND_STR("?>"), &scan->has_no_instruction_end);
    if (nd_str_starts(s, CDATA_OPEN)) {
        length = scan->has_no_data_end ? SIZE_MAX : data_length(s, scan->record);
        scan->has_no_data_end = length == SIZE_MAX;
        return length;
    }
    if (s.len < CDATA_OPEN.len && nd_str_starts(CDATA_OPEN, s))
        return SIZE_MAX;
    if (nd_str_starts(s, ND_STR("<!")) && s.len > 2 && nd_char_is_alpha(s.ptr[2])) {
        length = scan->has_no_declaration_end ? SIZE_MAX : declaration_length(s);
        scan->has_no_declaration_end = length == SIZE_MAX;
        return length;
    }
    return 0;
}

/*
 * The length of the tag at the beginning of s; 0: it is none, SIZE_MAX: it does not end. A "<" is in no tag,
 * nor in its quotes: whatever has one was not closed.
 */
static size_t tag_length(struct nd_str s, struct nd_feed_tag *tag) {
    size_t start = s.len > 1 && s.ptr[1] == '/' ? 2 : 1, i = start;
    char quote = '\0';

    if (s.len <= start)
        return SIZE_MAX;
    if (!is_name_start(s.ptr[start]))
        return 0;
    while (i < s.len && !ends_name(s.ptr[i]))
        i++;
    tag->name = nd_str_slice(s, start, i);
    for (start = i; i < s.len; i++) {
        char c = s.ptr[i];
        if (c == '<')
            return 0;
        if (quote != '\0')
            quote = c == quote ? '\0' : quote;
        else if (c == '"' || c == '\'')
            quote = c;
        else if (c == '>')
            break;
    }
    if (i == s.len)
        return SIZE_MAX;
    tag->inner = nd_str_trim(nd_str_slice(s, start, i));
    tag->kind = s.ptr[1] == '/' ? ND_FEED_END : ND_FEED_START;
    if (nd_str_ends(tag->inner, ND_STR("/"))) {
        tag->inner.len--;
        tag->kind = tag->kind == ND_FEED_START ? ND_FEED_EMPTY : tag->kind;
    }
    return i + 1;
}

enum nd_status nd_feed_scan_next(struct nd_feed_scan *scan, struct nd_feed_tag *tag) {
    for (;;) {
        struct nd_str rest = nd_str_skip(scan->text, scan->at);
        size_t open = nd_str_find_char(rest, '<'), length;
        bool is_tag;

        scan->at = open == SIZE_MAX ? scan->text.len : scan->at + open;
        if (open == SIZE_MAX)
            return scan->is_end ? ND_END : ND_TOO_BIG;
        for (rest = nd_str_skip(rest, open); nd_str_starts(rest, ND_STR("<<")); scan->at++)
            rest = nd_str_skip(rest, 1);
        length = other_length(scan, rest);
        is_tag = length == 0;
        if (is_tag)
            length = tag_length(rest, tag);
        if (length == SIZE_MAX && !scan->is_end)
            return ND_TOO_BIG;
        if (length == SIZE_MAX || length == 0) { /* a "<" that is only that */
            scan->at++;
            continue;
        }
        tag->from = scan->at;
        tag->to = scan->at += length;
        if (is_tag)
            return ND_OK;
    }
}

struct nd_str nd_feed_scan_local(struct nd_str name) {
    size_t colon = nd_str_find_char(name, ':');

    return nd_str_skip(name, colon == SIZE_MAX ? 0 : colon + 1);
}

/* What has no value is passed over. */
static struct nd_str last_word(struct nd_str s) {
    size_t i;

    s = nd_str_trim(s);
    i = s.len;
    while (i > 0 && !nd_char_is_blank(s.ptr[i - 1]))
        i--;
    return nd_str_skip(s, i);
}

bool nd_feed_scan_attribute(struct nd_str *inner, struct nd_str *name, struct nd_str *value) {
    struct nd_str rest = nd_str_skip(*inner, count_blanks(*inner));
    size_t end = 0, close;

    while (end < rest.len && rest.ptr[end] != '=')
        end++;
    if (end == rest.len)
        return false;
    *name = last_word(nd_str_slice(rest, 0, end));
    rest = nd_str_skip(rest, end + 1);
    rest = nd_str_skip(rest, count_blanks(rest));
    if (rest.len > 0 && (rest.ptr[0] == '"' || rest.ptr[0] == '\'')) {
        close = nd_str_find_char(nd_str_skip(rest, 1), rest.ptr[0]);
        *value = nd_str_slice(nd_str_skip(rest, 1), 0, close);
        *inner = nd_str_skip(rest, close == SIZE_MAX ? rest.len : close + 2);
        return true;
    }
    for (close = 0; close < rest.len && !nd_char_is_blank(rest.ptr[close]);)
        close++;
    *value = nd_str_slice(rest, 0, close);
    *inner = nd_str_skip(rest, close);
    return true;
}

struct nd_str nd_feed_scan_text(struct nd_str written, struct nd_arena *arena) {
    struct nd_buf text = {0};

    for (struct nd_str rest = nd_str_trim(written); rest.len > 0;) {
        size_t open = nd_str_find(rest, CDATA_OPEN), close;
        nd_entity_decode_all(nd_str_slice(rest, 0, open), &text);
        if (open == SIZE_MAX)
            break;
        rest = nd_str_skip(rest, open + CDATA_OPEN.len);
        close = nd_str_find(rest, ND_STR("]]>"));
        nd_buf_add(&text, nd_str_slice(rest, 0, close));
        rest = nd_str_skip(rest, close == SIZE_MAX ? rest.len : close + 3);
    }
    return nd_str_trim(nd_arena_take(arena, &text));
}
