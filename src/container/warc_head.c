#include "container/warc.h"

enum { MAX_HEAD = ND_CONTAINER_HEAD };

static struct nd_str field_of(struct nd_str line, struct nd_str name) {
    if (!nd_str_starts_nocase(line, name) || line.len == name.len || line.ptr[name.len] != ':')
        return ND_STR_NONE;
    return nd_str_trim(nd_str_skip(line, name.len + 1));
}

/* "<https://…>" is what wget once wrote. */
static struct nd_str without_brackets(struct nd_str uri) {
    if (uri.len >= 2 && uri.ptr[0] == '<' && uri.ptr[uri.len - 1] == '>')
        return nd_str_slice(uri, 1, uri.len - 1);
    return uri;
}

static void read_field(struct nd_str line, struct nd_warc_head *head) {
    const struct {
        struct nd_str name;
        struct nd_str *value;
    } fields[] = {{ND_STR("WARC-Type"), &head->type},
                  {ND_STR("WARC-Target-URI"), &head->uri},
                  {ND_STR("WARC-Date"), &head->date},
                  {ND_STR("WARC-Record-ID"), &head->id},
                  {ND_STR("Content-Type"), &head->content_type}};
    struct nd_str value;

    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if ((value = field_of(line, fields[i].name)).ptr != NULL && fields[i].value->ptr == NULL)
            *fields[i].value = value;
    value = field_of(line, ND_STR("Content-Length"));
    if (value.ptr != NULL && nd_str_to_uint(value, &head->length))
        head->has_length = true;
}

static enum nd_status read_warc(struct nd_str text, bool is_end, struct nd_warc_head *head) {
    struct nd_str rest = text, line;
    bool is_closed = false;

    if (!nd_str_starts(text, nd_str_slice(ND_STR("WARC/"), 0, is_end ? 5 : text.len)))
        return ND_NOT_FOUND;
    while (!is_closed && nd_str_find_char(rest, '\n') != SIZE_MAX && nd_str_next_line(&rest, &line)) {
        is_closed = line.len == 0;
        read_field(line, head);
        if (text.len - rest.len > MAX_HEAD ||
            (line.ptr > text.ptr && nd_str_starts(line, ND_STR("WARC/")))) /* another head begins */
            return ND_NOT_FOUND;
    }
    if (!is_closed)
        return is_end || text.len > MAX_HEAD ? ND_NOT_FOUND : ND_TOO_BIG;
    head->uri = without_brackets(head->uri);
    head->size = text.len - rest.len;
    return ND_OK;
}

/* "URL IP-address date type length", with more before the length in 1.1. */
static enum nd_status read_arc(struct nd_str text, bool is_end, struct nd_warc_head *head) {
    size_t end = nd_str_find_char(nd_str_slice(text, 0, MAX_HEAD), '\n'), count = 0;
    struct nd_str rest, fields[5] = {{0}};

    if (end == SIZE_MAX)
        return is_end || text.len >= MAX_HEAD ? ND_NOT_FOUND : ND_TOO_BIG;
    rest = nd_str_trim_right(nd_str_slice(text, 0, end));
    while (rest.len > 0) {
        size_t blank = nd_str_find_char(rest, ' ');
        fields[count < 4 ? count : 4] = nd_str_slice(rest, 0, blank);
        rest = nd_str_skip(rest, blank == SIZE_MAX ? rest.len : blank + 1);
        count++;
    }
    if ((count != 5 && count != 10) || !nd_str_to_uint(fields[4], &head->length) || fields[2].len < 8 ||
        fields[2].len > 14 || nd_str_find_char(fields[0], ':') == SIZE_MAX ||
        nd_str_find_char(fields[1], '.') == SIZE_MAX)
        return ND_NOT_FOUND;
    head->has_length = true;
    head->uri = fields[0];
    head->date = fields[2];
    head->content_type = fields[3];
    head->type = nd_str_starts(head->uri, ND_STR("filedesc:")) ? ND_STR("warcinfo") : ND_STR("response");
    head->size = end + 1;
    return ND_OK;
}

enum nd_status nd_warc_head(struct nd_str text, bool is_arc, bool is_end, struct nd_warc_head *head) {
    *head = (struct nd_warc_head){0};
    return is_arc ? read_arc(text, is_end, head) : read_warc(text, is_end, head);
}

size_t nd_warc_find_head(struct nd_str text, bool is_arc) {
    struct nd_warc_head head;
    size_t at = 0, next;

    while ((next = nd_str_find_char(nd_str_skip(text, at), '\n')) != SIZE_MAX) {
        struct nd_str rest;
        at += next + 1;
        rest = nd_str_skip(text, at);
        if (is_arc ? nd_warc_head(rest, true, true, &head) == ND_OK
                   : nd_str_starts(rest, ND_STR("WARC/0.")) || nd_str_starts(rest, ND_STR("WARC/1.")))
            return at;
    }
    return SIZE_MAX;
}
