#include "container/mail_parts.h"

/* Where the next line that divides s begins, or SIZE_MAX; *length: its bytes, *is_last: nothing follows it.
 */
static size_t find_mark(struct nd_str s, struct nd_str mark, size_t *length, bool *is_last) {
    size_t from = 0, at;

    while ((at = nd_str_find(nd_str_skip(s, from), mark)) != SIZE_MAX) {
        size_t begin = from + at, end = begin + mark.len;
        *is_last = nd_str_starts(nd_str_skip(s, end), ND_STR("--"));
        end += *is_last ? 2 : 0;
        while (end < s.len && (s.ptr[end] == ' ' || s.ptr[end] == '\t' || s.ptr[end] == '\r'))
            end++;
        *length = end + (end < s.len) - begin;
        if ((begin == 0 || s.ptr[begin - 1] == '\n' || s.ptr[begin - 1] == '\r') &&
            (end == s.len || s.ptr[end] == '\n' || s.ptr[end - 1] == '\r')) {
            *length -= end < s.len && s.ptr[end] != '\n'; /* a CR alone ended it */
            return begin;
        }
        from = end;
    }
    return SIZE_MAX;
}

/* Without a boundary, or with one that is not there: the first line that looks like one. */
static struct nd_str guess_mark(struct nd_str body) {
    struct nd_str line;

    for (int lines = 0; lines < 20 && nd_str_next_line(&body, &line); lines++) {
        line = nd_str_trim_right(line);
        if (nd_str_starts(line, ND_STR("--")) && line.len > 4 && nd_str_find_char(line, ' ') == SIZE_MAX)
            return line;
    }
    return ND_STR_NONE;
}

bool nd_mail_parts_begin(struct nd_mail_parts *parts, const struct nd_mail_header *header, struct nd_str body,
                         struct nd_arena *arena) {
    struct nd_str boundary = nd_mail_parameter(header->values[ND_MAIL_CONTENT_TYPE], "boundary", arena);
    size_t at = SIZE_MAX, length = 0;
    bool is_last = false;

    *parts = (struct nd_mail_parts){.start = body.ptr};
    if (boundary.len > 0) {
        parts->mark = nd_arena_printf(arena, "--%.*s", (int)nd_str_slice(boundary, 0, 200).len, boundary.ptr);
        at = find_mark(body, parts->mark, &length, &is_last);
    }
    if (at == SIZE_MAX) {
        parts->mark = guess_mark(body);
        at = parts->mark.len == 0 ? SIZE_MAX : find_mark(body, parts->mark, &length, &is_last);
    }
    if (at == SIZE_MAX || is_last)
        return false;
    parts->rest = nd_str_skip(body, at + length);
    return true;
}

static uint32_t lines_of(const char *from, const char *to) {
    uint32_t lines = 0;

    while (from < to && (from = memchr(from, '\n', (size_t)(to - from))) != NULL) {
        lines++;
        from++;
    }
    return lines;
}

bool nd_mail_next_part(struct nd_mail_parts *parts, struct nd_str *part) {
    size_t at, length = 0;
    bool is_last = false;

    if (parts->is_closed || parts->rest.len == 0)
        return false;
    parts->line += lines_of(parts->start, parts->rest.ptr);
    parts->start = parts->rest.ptr;
    at = find_mark(parts->rest, parts->mark, &length, &is_last);
    *part = nd_str_slice(parts->rest, 0, at);
    parts->is_closed = at != SIZE_MAX && is_last;
    parts->rest = at == SIZE_MAX ? ND_STR_NONE : nd_str_skip(parts->rest, at + length);
    if (at != SIZE_MAX && nd_str_ends(*part, ND_STR("\n"))) /* which belongs to the mark */
        part->len--;
    if (at != SIZE_MAX && nd_str_ends(*part, ND_STR("\r")))
        part->len--;
    return true;
}

bool nd_mail_is_picture(struct nd_str part) {
    struct nd_mail_header header;

    nd_mail_header_read(part, &header);
    return nd_str_starts_nocase(nd_str_trim(header.values[ND_MAIL_CONTENT_TYPE]), ND_STR("image/"));
}
