#include "index/fulltext/run.h"

#include "newsdex/alloc.h"
#include "newsdex/unnamed_file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { READ_BYTES = 64 * 1024 };

/* In the file, or where it could not be written there, in memory. */
struct piece {
    uint64_t offset, size;
    char *bytes;
};

struct nd_spill {
    int file; /* without a name; -1 when there is none */
    uint64_t end;
    struct piece *pieces;
    size_t count, capacity;
};

void nd_run_spill(struct nd_run *run) {
    struct nd_spill *spill = run->spill;
    struct piece piece = {.size = run->bytes.len};

    if (spill == NULL) {
        spill = run->spill = nd_alloc_array(1, sizeof *spill);
        spill->file = nd_unnamed_file_open();
    }
    piece.offset = spill->end;
    if (spill->file >= 0 && nd_unnamed_file_write(spill->file, nd_buf_str(&run->bytes), spill->end)) {
        spill->end += piece.size;
        nd_buf_free(&run->bytes);
    } else {
        piece.bytes = run->bytes.ptr;
    }
    spill->pieces = nd_alloc_grow(spill->pieces, &spill->capacity, spill->count + 1, sizeof *spill->pieces);
    spill->pieces[spill->count++] = piece;
    run->bytes = (struct nd_buf){0};
}

void nd_run_free(struct nd_run *run) {
    struct nd_spill *spill = run->spill;

    nd_buf_free(&run->sketches);
    nd_buf_free(&run->bytes);
    for (size_t i = 0; spill != NULL && i < spill->count; i++)
        free(spill->pieces[i].bytes);
    if (spill != NULL && spill->file >= 0)
        close(spill->file);
    if (spill != NULL)
        free(spill->pieces);
    free(spill);
    *run = (struct nd_run){0};
}

size_t nd_run_pieces(const struct nd_run *run) {
    return run->spill == NULL ? 1 : run->spill->count + 1;
}

uint64_t nd_run_bytes(const struct nd_run *run) {
    uint64_t sum = run->bytes.len;

    for (size_t i = 0; i + 1 < nd_run_pieces(run); i++)
        sum += run->spill->pieces[i].size;
    return sum;
}

void nd_run_reader_open(struct nd_run_reader *reader, const struct nd_run *run, size_t piece) {
    const struct piece *spilled = piece + 1 < nd_run_pieces(run) ? &run->spill->pieces[piece] : NULL;

    *reader = (struct nd_run_reader){.file = -1};
    if (spilled == NULL) {
        reader->bytes = nd_buf_str(&run->bytes);
    } else if (spilled->bytes != NULL) {
        reader->bytes = nd_str_of(spilled->bytes, spilled->size);
    } else {
        reader->file = run->spill->file;
        reader->offset = spilled->offset;
        reader->left = spilled->size;
    }
}

void nd_run_reader_close(struct nd_run_reader *reader) {
    nd_buf_free(&reader->buffer);
}

static enum nd_status read_failed(struct nd_error *err) {
    return nd_error_set(err, ND_IO, "what was put aside of a long text cannot be read again: %s",
                        errno == 0 ? "it is cut off" : strerror(errno));
}

/* Makes sure that size bytes are at hand. */
static enum nd_status fill(struct nd_run_reader *reader, size_t size, struct nd_error *err) {
    size_t wanted = size < READ_BYTES ? READ_BYTES : size;

    if (reader->bytes.len >= size)
        return ND_OK;
    if (reader->bytes.len > 0)
        memmove(reader->buffer.ptr, reader->bytes.ptr, reader->bytes.len);
    reader->buffer.len = reader->bytes.len;
    (void)nd_buf_reserve(&reader->buffer, wanted - reader->buffer.len);
    while (reader->buffer.len < size) {
        uint64_t room = wanted - reader->buffer.len, most = reader->left < room ? reader->left : room;
        ssize_t got;
        errno = 0;
        got = most == 0
                  ? 0
                  : pread(reader->file, reader->buffer.ptr + reader->buffer.len, most, (off_t)reader->offset);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return read_failed(err);
        reader->buffer.len += (size_t)got;
        reader->offset += (uint64_t)got;
        reader->left -= (uint64_t)got;
    }
    reader->bytes = nd_str_of(reader->buffer.ptr, reader->buffer.len);
    return ND_OK;
}

enum nd_status nd_run_reader_fill(struct nd_run_reader *reader, struct nd_error *err) {
    struct nd_run_head head;

    if (fill(reader, sizeof head, err) != ND_OK)
        return ND_IO;
    memcpy(&head, reader->bytes.ptr, sizeof head);
    return fill(reader, sizeof head + (size_t)head.key_length + head.list_length, err);
}
