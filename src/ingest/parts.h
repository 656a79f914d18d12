/*
 * Files of many articles as they are: records one after the other. What belongs together in an archive comes
 * on top of it (records.c). Private to the ingest stage.
 */
#ifndef INGEST_PARTS_H
#define INGEST_PARTS_H

#include "newsdex/ingest.h"

struct nd_member_metadata;

struct nd_parts {
    struct nd_container *container;
    struct nd_member_metadata *metadata; /* of an archive; or NULL */
    size_t max_size, count;              /* count: of records so far */
    int fd;
    struct nd_buf text;     /* of a file in wide characters, decoded as a whole */
    struct nd_buf encoding; /* what the rest was found to be in; empty for UTF-8 */
    struct nd_buf wide;     /* what text was in */
    bool is_utf8;           /* by its beginning, beyond doubt */
};

/* As nd_parts_open, without what is kept beside members, and without converters. */
enum nd_status nd_parts_open_plain(struct nd_str path, struct nd_str bytes, size_t max_size,
                                   struct nd_problems *problems, struct nd_parts **parts,
                                   struct nd_error *err) ND_MUST_CHECK;
void nd_parts_close_plain(struct nd_parts *parts);
enum nd_status nd_parts_next_plain(struct nd_parts *parts, struct nd_record *record,
                                   struct nd_error *err) ND_MUST_CHECK;
/* Decodes the text of a record, before which there are no problems; the lines of what is told are those of
 * the file. */
enum nd_status nd_parts_decode(struct nd_buf *text, struct nd_str assumed, uint32_t line,
                               struct nd_str *encoding, struct nd_problems *problems) ND_MUST_CHECK;

#endif
