/*
 * Bytes that are read once, from an input or from memory: what has been read and not yet taken is one piece,
 * which grows as long as no record ends in it. Private to the container stage.
 */
#ifndef CONTAINER_STREAM_H
#define CONTAINER_STREAM_H

#include "container/input.h"

struct nd_hooks; /* format.h */

struct nd_stream {
    struct nd_input *input; /* NULL: everything is there */
    struct nd_buf buf;
    struct nd_str bytes;          /* of memory, or of buf */
    size_t at;                    /* taken of bytes */
    uint64_t offset;              /* of the first of bytes in the file, unpacked */
    uint32_t line;                /* at at, from 1 */
    size_t max;                   /* bytes that may wait to be taken */
    const struct nd_hooks *hooks; /* what the format of the file can do besides; or NULL */
    bool is_end, is_failed;
    int error; /* errno, when is_failed */
    /* Set by a reader that opens the file: what it says of its records beside them, such as names of columns.
     * Where it is another, so are the records, although their bytes are the same. Lives in the reader's
     * arena. */
    struct nd_str context;
    const char *none;      /* what the file is when it has no records; or NULL */
    struct nd_str heading; /* the bytes without which a record of the file says little; or absent */
};

/* The input is the caller's. */
void nd_stream_open(struct nd_stream *stream, struct nd_input *input, size_t max);
void nd_stream_open_bytes(struct nd_stream *stream, struct nd_str bytes, bool is_whole, size_t max);
void nd_stream_close(struct nd_stream *stream);
/* True when there is only the beginning of a file, and no more to come. */
bool nd_stream_is_glimpse(const struct nd_stream *stream);
/* What is there and not taken. Valid until more is read. */
struct nd_str nd_stream_rest(const struct nd_stream *stream);
/* Reads more; false at the end, or when as much waits as may. */
bool nd_stream_more(struct nd_stream *stream);
/* Whether bytes that were read, or not yet, can be gone to: in a file that is not packed. */
bool nd_stream_can_go_to(const struct nd_stream *stream);
/* To offset, which is in that line; false when that fails. */
bool nd_stream_go_to(struct nd_stream *stream, uint64_t offset, uint32_t line);
/* What was taken is not looked at any more: much memory for it is given back. Invalidates the rest. */
void nd_stream_forget(struct nd_stream *stream);
/*
 * Of a record that is large, and most of what has been read: bytes, cleared, gets the memory it is in, and
 * record is there then. False when it is none, or not of this stream.
 */
bool nd_stream_give(struct nd_stream *stream, struct nd_str *record, struct nd_buf *bytes);
/* Passes over the first length bytes of the rest. */
void nd_stream_take(struct nd_stream *stream, size_t length);

#endif
