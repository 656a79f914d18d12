/*
 * Digests of mailing lists, many mails in one: each behind a line of dashes (RFC 1153) or as a part of a
 * multipart/digest (RFC 2046, section 5.1.5). What stands above the first is a record, too.
 */
#include "container/format.h"
#include "container/mail_parts.h"

#include "newsdex/alloc.h"

#include <stdlib.h>
#include <string.h>

enum {
    LEAST_RULE = 28, /* dashes above a mail; RFC 1153 has 30, above the first 70 */
    LEAST_FOUND = 2  /* mails by which a mail is known that does not say that it is a digest */
};

/* A mail in the file. */
struct place {
    size_t from, end;
};

struct nd_reader {
    bool has_parts; /* of a multipart; otherwise there are lines of dashes */
    bool is_begun;
    struct place *places; /* of parts, in order */
    size_t count, at;
    size_t taken; /* bytes of the file */
    struct nd_arena *arena;
};

static bool is_rule(struct nd_str line) {
    line = nd_str_trim_right(line);
    for (size_t i = 0; i < line.len; i++)
        if (line.ptr[i] != '-')
            return false;
    return line.len >= LEAST_RULE;
}

static bool is_mail(struct nd_str text) {
    struct nd_mail_header header;

    nd_mail_header_read(text, &header);
    return header.is_ended && header.values[ND_MAIL_FROM].len > 0 && header.values[ND_MAIL_DATE].len > 0 &&
           header.values[ND_MAIL_SUBJECT].len > 0;
}

/* Where the next mail below a rule begins, or SIZE_MAX; *rule: where that line does. */
static size_t find_ruled(struct nd_str text, size_t from, size_t *rule) {
    struct nd_str line, next, rest = nd_str_skip(text, from), below;

    while (nd_str_next_line(&rest, &line)) {
        if (!is_rule(line))
            continue;
        below = rest;
        while (nd_str_next_line(&below, &next) && nd_str_trim(next).len == 0)
            rest = below;
        if (!is_mail(rest))
            continue;
        *rule = (size_t)(line.ptr - text.ptr);
        return (size_t)(rest.ptr - text.ptr);
    }
    return SIZE_MAX;
}

static bool has_ruled(const struct nd_mail_header *header, struct nd_str mail) {
    static const struct nd_str word = ND_STR_INIT("digest");
    struct nd_str subject = header->values[ND_MAIL_SUBJECT];
    size_t found = 0, rule;
    bool is_called_so = false;

    for (size_t i = 0; i + word.len <= subject.len && !is_called_so; i++)
        is_called_so = nd_str_starts_nocase(nd_str_skip(subject, i), word);
    for (size_t at = header->length; found < LEAST_FOUND && (at = find_ruled(mail, at, &rule)) != SIZE_MAX;)
        found++;
    return found >= (is_called_so ? 1 : LEAST_FOUND);
}

static bool is_digest(const struct nd_mail_header *header, struct nd_arena *arena) {
    struct nd_str type = nd_mail_token(header->values[ND_MAIL_CONTENT_TYPE], arena);

    return nd_str_eq(type, ND_STR("multipart/digest"));
}

static bool sniff(struct nd_str head, bool is_whole) {
    struct nd_mail_header header;
    struct nd_str type;

    (void)is_whole;
    if (nd_str_starts(head, ND_STR("From "))) /* a mailbox, whatever its mails are */
        return false;
    nd_mail_header_read(head, &header);
    type = nd_str_trim(header.values[ND_MAIL_CONTENT_TYPE]);
    if (header.values[ND_MAIL_FROM].len == 0 || header.values[ND_MAIL_SUBJECT].len == 0)
        return false;
    if (nd_str_starts_nocase(type, ND_STR("multipart/digest")))
        return true;
    return nd_str_starts_nocase(type, ND_STR("multipart/mixed"))
               ? nd_str_find(head, ND_STR("\nContent-Type: multipart/digest")) != SIZE_MAX
               : has_ruled(&header, head);
}

static struct nd_reader *open(struct nd_stream *stream, struct nd_arena *arena) {
    struct nd_reader *reader = nd_arena_alloc(arena, 1, sizeof *reader);
    struct nd_mail_header header;

    nd_mail_header_read(nd_stream_rest(stream), &header);
    reader->has_parts =
        nd_str_starts_nocase(nd_str_trim(header.values[ND_MAIL_CONTENT_TYPE]), ND_STR("multipart/"));
    reader->arena = arena;
    return reader;
}

/* The mails of the parts of a digest. */
static void add_parts(struct nd_reader *reader, struct nd_str mail, const struct nd_mail_header *header,
                      struct nd_str digest) {
    struct nd_mail_parts parts;
    struct nd_mail_header inner;
    struct nd_str part, line;
    size_t capacity = 0;
    struct place *places = NULL;

    if (!nd_mail_parts_begin(&parts, header, nd_str_skip(digest, header->length), reader->arena))
        return;
    while (nd_mail_next_part(&parts, &part)) {
        struct nd_str whole = part;
        nd_mail_header_read(part, &inner);
        if (inner.values[ND_MAIL_FROM].len == 0 && inner.values[ND_MAIL_SUBJECT].len == 0)
            part = nd_str_skip(part, inner.length);
        while (part.len > 0 && (part.ptr[0] == '\n' || part.ptr[0] == '\r') && nd_str_next_line(&part, &line))
            ;
        places = nd_alloc_grow(places, &capacity, reader->count + 1, sizeof *places);
        places[reader->count++] =
            (struct place){(size_t)(part.ptr - mail.ptr), (size_t)(whole.ptr + whole.len - mail.ptr)};
    }
    if (places == NULL)
        return;
    reader->places = nd_arena_alloc(reader->arena, reader->count, sizeof *places);
    memcpy(reader->places, places, reader->count * sizeof *places);
    free(places);
}

/* A digest is the mail, or one of its parts. */
static void find_parts(struct nd_reader *reader, struct nd_str mail) {
    struct nd_mail_header header, inner;
    struct nd_mail_parts parts;
    struct nd_str part;

    nd_mail_header_read(mail, &header);
    if (is_digest(&header, reader->arena)) {
        add_parts(reader, mail, &header, mail);
        return;
    }
    if (!nd_mail_parts_begin(&parts, &header, nd_str_skip(mail, header.length), reader->arena))
        return;
    while (reader->count == 0 && nd_mail_next_part(&parts, &part)) {
        nd_mail_header_read(part, &inner);
        if (is_digest(&inner, reader->arena))
            add_parts(reader, mail, &inner, part);
    }
}

/* Above the first part stands what the list says; a digest that has none is one mail. */
static void next_part(struct nd_reader *reader, struct nd_str rest, struct nd_cut *cut) {
    const struct place *place = reader->is_begun ? &reader->places[reader->at] : NULL;

    if (place == NULL) {
        find_parts(reader, rest);
        cut->length = cut->taken = reader->count == 0 ? rest.len : reader->places[0].from;
    } else {
        cut->from = place->from - reader->taken;
        cut->length = place->end - place->from;
        cut->taken = ++reader->at == reader->count ? rest.len : place->end - reader->taken;
    }
    reader->taken += cut->taken;
}

static void next_ruled(struct nd_str rest, struct nd_cut *cut) {
    size_t rule = rest.len, from = find_ruled(rest, 0, &rule);

    cut->length = nd_str_trim_right(nd_str_slice(rest, 0, rule)).len;
    cut->taken = from == SIZE_MAX ? rest.len : from;
}

static enum nd_status next(struct nd_reader *reader, struct nd_str rest, bool is_end, struct nd_cut *cut) {
    if (!is_end)
        return ND_TOO_BIG;
    if (rest.len == 0)
        return ND_END;
    if (reader->has_parts)
        next_part(reader, rest, cut);
    else
        next_ruled(rest, cut);
    reader->is_begun = true;
    return ND_OK;
}

/* A multipart that was cut off above its first mail, ended as it should be. */
static struct nd_str ended(struct nd_str mail, struct nd_arena *arena) {
    struct nd_mail_header header;
    struct nd_buf whole = {0};

    nd_mail_header_read(mail, &header);
    if (!nd_str_starts_nocase(nd_str_trim(header.values[ND_MAIL_CONTENT_TYPE]), ND_STR("multipart/")))
        return mail;
    nd_buf_add(&whole, mail);
    nd_buf_add_z(&whole, "\n--");
    nd_buf_add(&whole, nd_mail_parameter(header.values[ND_MAIL_CONTENT_TYPE], "boundary", arena));
    nd_buf_add_z(&whole, "--\n");
    return nd_arena_take(arena, &whole);
}

static bool read(const struct nd_reader *reader, struct nd_str text, const struct nd_record *record,
                 struct nd_arena *arena, struct nd_problems *problems, struct nd_item *item) {
    item->format = "mail";
    nd_mail_read(reader->has_parts && record->number == 1 ? ended(text, arena) : text, record->line, arena,
                 problems, item);
    return true;
}

const struct nd_format nd_format_mail_digest = {"mail", sniff, open, next, read, NULL, ND_FORMAT_BYTES};
