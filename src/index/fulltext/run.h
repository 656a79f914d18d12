/*
 * A run (newsdex/inverter.h) from within. Its terms stand in pieces, each in byte order: the last one in
 * memory, those before it, of which only very long texts have any, in a file without a name below $TMPDIR,
 * /var/tmp or /tmp, or in memory after all where nothing can be written. What pieces say of the same term and
 * article stands in the order of the text. Private to the index stage.
 */
#ifndef INDEX_FULLTEXT_RUN_H
#define INDEX_FULLTEXT_RUN_H

#include "newsdex/inverter.h"
#include "newsdex/status.h"

#include <string.h>

/* One term of a piece; views hold until the next step. */
struct nd_run_term {
    struct nd_str term;
    /* For each article: the step from the number before (from -1 at first), its position list, a zero byte.
     * An empty position list is a deletion. */
    struct nd_str list;
};

/* What stands before each term and its list. */
struct nd_run_head {
    uint32_t list_length, key_length;
};

/* The bytes become a piece that is put aside. */
void nd_run_spill(struct nd_run *run);
size_t nd_run_pieces(const struct nd_run *run);
/* Of all pieces. */
uint64_t nd_run_bytes(const struct nd_run *run);

struct nd_run_reader {
    struct nd_str bytes; /* at hand */
    int file;            /* the rest is in, -1 when all is at hand */
    uint64_t offset, left;
    struct nd_buf buffer;
};

void nd_run_reader_open(struct nd_run_reader *reader, const struct nd_run *run, size_t piece);
void nd_run_reader_close(struct nd_run_reader *reader);
/* The next term of the piece, ND_END behind the last; ND_IO when the file cannot be read. */
static inline enum nd_status nd_run_next(struct nd_run_reader *reader, struct nd_run_term *term,
                                         struct nd_error *err) ND_MUST_CHECK;

/* Makes sure that the next term is at hand. */
enum nd_status nd_run_reader_fill(struct nd_run_reader *reader, struct nd_error *err) ND_MUST_CHECK;

static inline enum nd_status nd_run_next(struct nd_run_reader *reader, struct nd_run_term *term,
                                         struct nd_error *err) {
    struct nd_run_head head;
    const char *p;

    if (reader->bytes.len == 0 && reader->left == 0)
        return ND_END;
    if (reader->file >= 0 && nd_run_reader_fill(reader, err) != ND_OK)
        return ND_IO;
    p = reader->bytes.ptr;
    memcpy(&head, p, sizeof head);
    p += sizeof head;
    term->term = nd_str_of(p, head.key_length);
    term->list = nd_str_of(p + head.key_length, head.list_length);
    p += head.key_length + head.list_length;
    reader->bytes = nd_str_of(p, reader->bytes.len - (size_t)(p - reader->bytes.ptr));
    return ND_OK;
}

#endif
