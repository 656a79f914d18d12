/*
 * A file that is one mail, as Maildir keeps them and mail programs save them (.eml, .emlx), and a page saved
 * as MHTML.
 */
#include "container/mail.h"

#include "container/format.h"

struct nd_reader {
    size_t length; /* of the mail; SIZE_MAX: to the end */
    bool is_begun;
};

static struct nd_str without_mark(struct nd_str bytes) {
    return nd_str_skip(bytes, nd_str_starts(bytes, ND_STR("\xef\xbb\xbf")) ? 3 : 0);
}

/*
 * Apple's .emlx has a line with the length of the mail before it, and a property list behind it. Returns what
 * is behind that line, or bytes themselves; *length is that of the mail, or SIZE_MAX.
 */
static struct nd_str without_length(struct nd_str bytes, size_t *length) {
    struct nd_str rest = bytes, line;
    uint64_t number;

    *length = SIZE_MAX;
    if (!nd_str_next_line(&rest, &line) || !nd_str_to_uint(nd_str_trim(line), &number))
        return bytes;
    *length = number < SIZE_MAX ? (size_t)number : SIZE_MAX;
    return rest;
}

/* With an envelope it is one mail only when there is no second. */
static bool sniff(struct nd_str head, bool is_whole) {
    size_t length;

    head = without_length(without_mark(head), &length);
    if (nd_str_starts(head, ND_STR("From ")) && (!is_whole || nd_mail_next_envelope(head, 0) != SIZE_MAX))
        return false;
    return nd_mail_begins(head, is_whole);
}

static struct nd_reader *open(struct nd_stream *stream, struct nd_arena *arena) {
    struct nd_reader *reader = nd_arena_alloc(arena, 1, sizeof *reader);
    struct nd_str head = nd_stream_rest(stream), mail = without_length(without_mark(head), &reader->length);

    nd_stream_take(stream, head.len - nd_mail_without_envelope(mail).len);
    return reader;
}

static enum nd_status next(struct nd_reader *reader, struct nd_str rest, bool is_end, struct nd_cut *cut) {
    if (!is_end)
        return ND_TOO_BIG;
    if (reader->is_begun || rest.len == 0)
        return ND_END;
    reader->is_begun = true;
    cut->length = reader->length < rest.len ? reader->length : rest.len;
    cut->taken = rest.len;
    return ND_OK;
}

static bool read(const struct nd_reader *reader, struct nd_str text, const struct nd_record *record,
                 struct nd_arena *arena, struct nd_problems *problems, struct nd_item *item) {
    (void)reader;
    nd_mail_read(text, record->line, arena, problems, item);
    return true;
}

const struct nd_format nd_format_mail = {"mail", sniff, open, next, read, NULL, ND_FORMAT_SINGLE};
