/*
 * Alert mails of ProQuest: one message, many articles. The page in it is written in quoted-printable, or as
 * it is; its anchors part the articles, however the lines were broken.
 */
#include "container/mail.h"
#include "container/proquest.h"

#include "newsdex/source.h"

#include <string.h>

enum { MAX_ANCHOR = 200 };

struct nd_reader {
    bool is_quoted;
};

/* The length of a line end that is none (RFC 2045, section 6.7, rule 5), or 0. */
static size_t soft_break(struct nd_str s) {
    if (nd_str_starts(s, ND_STR("=\r\n")))
        return 3;
    return nd_str_starts(s, ND_STR("=\n")) ? 2 : 0;
}

/* True when text has word at at, with soft line breaks in it or not. */
static bool has_word(struct nd_str text, size_t at, struct nd_str word) {
    for (size_t i = 0; i < word.len; i++) {
        at += soft_break(nd_str_skip(text, at));
        if (at >= text.len || text.ptr[at++] != word.ptr[i])
            return false;
    }
    return true;
}

/* Where the tag begins in which word stands at at; SIZE_MAX when it is not the name of an anchor. */
static size_t tag_around(struct nd_str text, size_t at) {
    for (size_t i = 1; i < MAX_ANCHOR && i <= at; i++)
        if (text.ptr[at - i] == '<')
            return has_word(text, at - i, ND_STR("<a ")) ? at - i : SIZE_MAX;
        else if (text.ptr[at - i] == '>')
            return SIZE_MAX;
    return SIZE_MAX;
}

static size_t find_anchor(struct nd_str text, size_t from) {
    while (from < text.len) {
        const char *sign = memchr(text.ptr + from, 'D', text.len - from);
        size_t begin;
        if (sign == NULL)
            return SIZE_MAX;
        from = (size_t)(sign - text.ptr);
        if (has_word(text, from, ND_STR("DocID_")) && (begin = tag_around(text, from)) != SIZE_MAX)
            return begin;
        from++;
    }
    return SIZE_MAX;
}

/* A header with a sender, and an anchor; base64 shows none and is left to the reader of mails. */
static bool sniff(struct nd_str head, bool is_whole) {
    struct nd_mail_header header;

    (void)is_whole;
    if (find_anchor(head, 0) == SIZE_MAX || nd_str_starts(head, ND_STR("From ")))
        return false;
    nd_mail_header_read(head, &header);
    return nd_mail_is_header(&header);
}

static struct nd_reader *open(struct nd_stream *stream, struct nd_arena *arena) {
    struct nd_reader *reader = nd_arena_alloc(arena, 1, sizeof *reader);
    struct nd_str head = nd_stream_rest(stream);
    size_t at = find_anchor(head, 0);

    reader->is_quoted =
        at != SIZE_MAX && nd_str_find(nd_str_slice(head, at, at + MAX_ANCHOR), ND_STR("=3D")) != SIZE_MAX;
    return reader;
}

/* The last article ends with the page, in whose texts there may be ends of pages as well. */
static size_t page_end(struct nd_str text, size_t from) {
    struct nd_str sign = ND_STR("</html>");
    size_t end = text.len;

    for (size_t at = from, found; (found = nd_str_find(nd_str_skip(text, at), sign)) != SIZE_MAX;) {
        end = at + found;
        at = end + sign.len;
    }
    return end;
}

static enum nd_status next(struct nd_reader *reader, struct nd_str rest, bool is_end, struct nd_cut *cut) {
    size_t from = find_anchor(rest, 0), behind, end;

    (void)reader;
    if (from == SIZE_MAX)
        return is_end ? ND_END : ND_TOO_BIG;
    behind = nd_str_find_char(nd_str_skip(rest, from), '>');
    end = behind == SIZE_MAX ? SIZE_MAX : find_anchor(rest, from + behind);
    if (end == SIZE_MAX && !is_end)
        return ND_TOO_BIG;
    cut->from = from;
    cut->taken = end == SIZE_MAX ? rest.len : end;
    cut->is_cut = end == SIZE_MAX && page_end(rest, from) == rest.len;
    end = end == SIZE_MAX ? page_end(rest, from) : end;
    cut->length = nd_str_trim_right(nd_str_slice(rest, from, end)).len;
    if (cut->taken == rest.len &&
        nd_str_find(nd_str_skip(rest, end), ND_STR("Content-Disposition: attachment")) != SIZE_MAX)
        cut->remark = ND_STR("the mail has an attachment besides, which is not read");
    return ND_OK;
}

static bool read(const struct nd_reader *reader, struct nd_str bytes, const struct nd_record *record,
                 struct nd_arena *arena, struct nd_problems *problems, struct nd_item *item) {
    struct nd_buf page = {0}, text = {0};
    struct nd_str encoding;
    bool is_text;

    if (reader->is_quoted)
        nd_mail_add_quoted(bytes, false, &page);
    else
        nd_buf_add(&page, bytes);
    is_text = nd_source_decode(nd_buf_str(&page), &text, &encoding, problems) == ND_OK;
    nd_buf_free(&page);
    if (!is_text) {
        nd_buf_free(&text);
        nd_problems_add(problems, ND_P_RECORD, record->line, 0, "binary data instead of an article");
        return false;
    }
    return nd_proquest_read_html(nd_arena_take(arena, &text), record, arena, problems, item);
}

const struct nd_format nd_format_proquest_mail = {"proquest", sniff, open, next, read, NULL, ND_FORMAT_BYTES};
