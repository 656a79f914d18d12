/*
 * Many mails in one file, each behind a line that begins with "From " (RFC 4155 and what there was before
 * it): as mboxo and mboxrd have it, "From " lines of a text quoted, and as mboxcl, with a Content-Length.
 */
#include "container/format.h"
#include "container/mail.h"
#include "newsdex/limits.h"

enum {
    MAX_LENGTH = 32 * 1024 * 1024, /* that a Content-Length is believed */
    ENVELOPE = 4096                /* bytes of one and of what follows it */
};

struct nd_reader {
    size_t searched; /* so many bytes of those that wait have no beginning of another mail */
};

static struct nd_str at_envelope(struct nd_str head) {
    if (nd_str_starts(head, ND_STR("\xef\xbb\xbf")))
        head = nd_str_skip(head, 3);
    while (head.len > 0 && (head.ptr[0] == '\n' || head.ptr[0] == '\r'))
        head = nd_str_skip(head, 1);
    return head;
}

static bool sniff(struct nd_str head, bool is_whole) {
    head = at_envelope(head);
    return nd_str_starts(head, ND_STR("From ")) && nd_mail_begins(head, is_whole);
}

/* A length that is stated may be believed or not, as the file goes on. */
static size_t pass(struct nd_reader *reader, struct nd_str piece, struct nd_pass *state);
static const struct nd_hooks hooks = {.pass = pass, .window = 2 * (uint64_t)MAX_LENGTH};

static struct nd_reader *open(struct nd_stream *stream, struct nd_arena *arena) {
    struct nd_str head = nd_stream_rest(stream);

    stream->hooks = &hooks;
    nd_stream_take(stream, head.len - at_envelope(head).len);
    return nd_arena_alloc(arena, 1, sizeof(struct nd_reader));
}

/* Where the next mail begins by the Content-Length of this one, if one does or nothing follows; 0: it says
 * nothing, SIZE_MAX: more bytes are needed to know. */
static size_t stated_end(struct nd_str rest, size_t from, bool is_end) {
    struct nd_mail_header header;
    struct nd_str behind;
    uint64_t length;

    nd_mail_header_read(nd_str_skip(rest, from), &header);
    if (!nd_str_to_uint(nd_str_trim(header.values[ND_MAIL_CONTENT_LENGTH]), &length) || length > MAX_LENGTH)
        return 0;
    from += header.length + (size_t)length;
    if (from > rest.len)
        return is_end ? 0 : SIZE_MAX;
    behind = at_envelope(nd_str_skip(rest, from));
    if (behind.len < 5 && !is_end)
        return SIZE_MAX;
    if (behind.len > 0 && behind.len == rest.len - from && rest.ptr[from - 1] != '\n') /* inside a line */
        return 0;
    return behind.len == 0 || nd_str_starts(behind, ND_STR("From ")) ? rest.len - behind.len : 0;
}

/* The last mail has fewer bytes than its Content-Length says; line ends may have become shorter since. */
static bool is_shorter(struct nd_str mail) {
    struct nd_mail_header header;
    struct nd_str line;
    uint64_t length, most;

    nd_mail_header_read(mail, &header);
    if (!nd_str_to_uint(nd_str_trim(header.values[ND_MAIL_CONTENT_LENGTH]), &length))
        return false;
    most = mail.len - header.length;
    while (nd_str_next_line(&mail, &line))
        most++;
    return length > most;
}

static enum nd_status next(struct nd_reader *reader, struct nd_str rest, bool is_end, struct nd_cut *cut) {
    size_t end, searched = reader->searched;

    reader->searched = 0;
    if (rest.len == 0)
        return is_end ? ND_END : ND_TOO_BIG;
    cut->from = rest.len - nd_mail_without_envelope(rest).len;
    end = stated_end(rest, cut->from, is_end);
    if (end == 0)
        end = nd_mail_next_envelope(rest, searched > cut->from ? searched : cut->from);
    if (end == SIZE_MAX && is_end && is_shorter(nd_str_skip(rest, cut->from)))
        cut->remark = ND_STR("the file ends before this mail is as long as its Content-Length says");
    if (end == SIZE_MAX && !is_end) {
        reader->searched =
            rest.len > ND_CONTAINER_HEAD + ENVELOPE ? rest.len - ND_CONTAINER_HEAD - ENVELOPE : 0;
        return ND_TOO_BIG;
    }
    cut->taken = end == SIZE_MAX ? rest.len : end;
    cut->length = nd_str_trim_right(nd_str_slice(rest, cut->from, cut->taken)).len;
    if (cut->length == 0) /* an envelope alone is no mail, and others may follow */
        return is_end && cut->taken == rest.len ? ND_END : ND_TOO_BIG;
    return ND_OK;
}

/* Up to the envelope of the next mail: its first lines must be there for it to be seen. */
static size_t pass(struct nd_reader *reader, struct nd_str piece, struct nd_pass *state) {
    size_t from = state->is_begun ? 0 : piece.len - nd_mail_without_envelope(piece).len, end;

    reader->searched = 0;
    state->is_begun = true;
    end = nd_mail_next_envelope(piece, from);
    if (end != SIZE_MAX)
        return end;
    state->needs_more = true;
    return piece.len > ENVELOPE ? piece.len - ENVELOPE : 0;
}

/* The offset of the next line of text that begins with ">From ", whatever number of '>' it has. */
static size_t find_quoted(struct nd_str text) {
    size_t from = 0, at;

    while ((at = nd_str_find(nd_str_skip(text, from), ND_STR(">From "))) != SIZE_MAX) {
        size_t begin = from + at;
        while (begin > from && text.ptr[begin - 1] == '>')
            begin--;
        if (begin > 0 && text.ptr[begin - 1] == '\n')
            return begin;
        from += at + 1;
    }
    return SIZE_MAX;
}

/* Lines that were given a '>' because they began with "From " lose it; those of the header are none. */
static struct nd_str without_quotes(struct nd_str mail, struct nd_arena *arena) {
    struct nd_mail_header header;
    struct nd_buf out = {0};
    struct nd_str rest;
    size_t at;

    nd_mail_header_read(mail, &header);
    rest = nd_str_skip(mail, header.length > 0 ? header.length - 1 : 0);
    if (find_quoted(rest) == SIZE_MAX)
        return mail;
    nd_buf_add(&out, nd_str_slice(mail, 0, mail.len - rest.len));
    while ((at = find_quoted(rest)) != SIZE_MAX) {
        nd_buf_add(&out, nd_str_slice(rest, 0, at));
        rest = nd_str_skip(rest, at + 1); /* without the first sign */
    }
    nd_buf_add(&out, rest);
    return nd_arena_take(arena, &out);
}

static bool read(const struct nd_reader *reader, struct nd_str text, const struct nd_record *record,
                 struct nd_arena *arena, struct nd_problems *problems, struct nd_item *item) {
    (void)reader;
    item->format = "mail";
    nd_mail_read(without_quotes(text, arena), record->line, arena, problems, item);
    return true;
}

const struct nd_format nd_format_mbox = {"mbox", sniff, open, next, read, NULL, ND_FORMAT_BYTES};
