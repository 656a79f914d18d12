/*
 * A file that is one mail, as Maildir keeps them and mail programs save them (.eml), and a page saved as
 * MHTML.
 */
#include "container/mail.h"

#include "container/format.h"

struct nd_reader {
    bool is_begun;
};

static struct nd_str without_mark(struct nd_str bytes) {
    return nd_str_skip(bytes, nd_str_starts(bytes, ND_STR("\xef\xbb\xbf")) ? 3 : 0);
}

/* With an envelope it is one mail only when there is no second. */
static bool sniff(struct nd_str head, bool is_whole) {
    head = without_mark(head);
    if (nd_str_starts(head, ND_STR("From ")) && (!is_whole || nd_mail_next_envelope(head, 0) != SIZE_MAX))
        return false;
    return nd_mail_begins(head, is_whole);
}

static struct nd_reader *open(struct nd_stream *stream, struct nd_arena *arena) {
    struct nd_str head = nd_stream_rest(stream), mail = nd_mail_without_envelope(without_mark(head));

    nd_stream_take(stream, head.len - mail.len);
    return nd_arena_alloc(arena, 1, sizeof(struct nd_reader));
}

static enum nd_status next(struct nd_reader *reader, struct nd_str rest, bool is_end, struct nd_cut *cut) {
    if (!is_end)
        return ND_TOO_BIG;
    if (reader->is_begun || rest.len == 0)
        return ND_END;
    reader->is_begun = true;
    cut->length = rest.len;
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
