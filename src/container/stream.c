#include "container/stream.h"

#include <stdio.h>
#include <string.h>

enum { STEP = 256 * 1024, LARGE = 8 * 1024 * 1024 };

void nd_stream_open(struct nd_stream *stream, struct nd_input *input, size_t max) {
    *stream = (struct nd_stream){.input = input, .line = 1, .max = max};
}

void nd_stream_open_bytes(struct nd_stream *stream, struct nd_str bytes, bool is_whole, size_t max) {
    *stream = (struct nd_stream){.bytes = bytes, .line = 1, .max = max, .is_end = is_whole};
}

void nd_stream_close(struct nd_stream *stream) {
    nd_buf_free(&stream->buf);
}

bool nd_stream_is_glimpse(const struct nd_stream *stream) {
    return stream->input == NULL ? !stream->is_end : stream->input->is_partial;
}

struct nd_str nd_stream_rest(const struct nd_stream *stream) {
    return nd_str_skip(stream->bytes, stream->at);
}

/* Room is made by moving the rest to the beginning: it is short unless a record is as large as all the room.
 */
static void drop_taken(struct nd_stream *stream) {
    size_t rest = stream->buf.len - stream->at;

    if (stream->at == 0)
        return;
    memmove(stream->buf.ptr, stream->buf.ptr + stream->at, rest);
    nd_buf_cut(&stream->buf, rest);
    stream->offset += stream->at;
    stream->at = 0;
}

void nd_stream_forget(struct nd_stream *stream) {
    struct nd_buf rest = {0};

    if (stream->input == NULL || stream->at < LARGE || stream->at < 3 * (stream->buf.cap / 4))
        return;
    nd_buf_add(&rest, nd_stream_rest(stream));
    nd_buf_free(&stream->buf);
    stream->buf = rest;
    stream->bytes = nd_buf_str(&stream->buf);
    stream->offset += stream->at;
    stream->at = 0;
}

bool nd_stream_give(struct nd_stream *stream, struct nd_str *record, struct nd_buf *bytes) {
    const char *begin = stream->buf.ptr;
    struct nd_buf rest = {0};
    size_t from, taken = stream->at;

    if (stream->input == NULL || record->len < LARGE || record->len < stream->buf.len / 4 * 3 ||
        record->ptr < begin || record->ptr + record->len > begin + stream->buf.len)
        return false;
    from = (size_t)(record->ptr - begin);
    if (taken < from + record->len)
        taken = from + record->len;
    nd_buf_add(&rest, nd_str_skip(nd_buf_str(&stream->buf), taken));
    memmove(stream->buf.ptr, record->ptr, record->len);
    nd_buf_cut(&stream->buf, record->len);
    nd_buf_free(bytes);
    *bytes = stream->buf;
    *record = nd_buf_str(bytes);
    stream->buf = rest;
    stream->bytes = nd_buf_str(&stream->buf);
    stream->offset += taken;
    stream->at = 0;
    return true;
}

bool nd_stream_more(struct nd_stream *stream) {
    size_t waiting = stream->bytes.len - stream->at, room;
    ssize_t n;

    if (stream->input == NULL || stream->is_end || waiting > stream->max)
        return false;
    drop_taken(stream);
    room = waiting > STEP ? waiting : STEP;
    nd_buf_reserve(&stream->buf, room);
    n = nd_input_read(stream->input, stream->buf.ptr + stream->buf.len, room);
    if (n < 0) {
        stream->is_failed = true;
        stream->error = stream->input->error;
    }
    stream->is_end = n < 0 || (n == 0 && !stream->input->is_partial);
    stream->buf.len += n > 0 ? (size_t)n : 0;
    stream->buf.ptr[stream->buf.len] = '\0';
    stream->bytes = nd_buf_str(&stream->buf);
    return n > 0;
}

bool nd_stream_can_go_to(const struct nd_stream *stream) {
    return stream->input != NULL && stream->input->level == 0 && nd_input_can_seek(stream->input);
}

bool nd_stream_go_to(struct nd_stream *stream, uint64_t offset, uint32_t line) {
    if (nd_input_seek(stream->input, (int64_t)offset, SEEK_SET) < 0)
        return false;
    nd_buf_clear(&stream->buf);
    stream->bytes = nd_buf_str(&stream->buf);
    stream->at = 0;
    stream->offset = offset;
    stream->line = line;
    stream->is_end = false;
    return true;
}

void nd_stream_take(struct nd_stream *stream, size_t length) {
    const char *at = stream->bytes.ptr + stream->at, *end = at + length;

    if (length == 0)
        return;
    while (at < end && (at = memchr(at, '\n', (size_t)(end - at))) != NULL) {
        stream->line++;
        at++;
    }
    stream->at += length;
}
