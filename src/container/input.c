#include "container/input.h"

#include "newsdex/alloc.h"
#include "newsdex/limits.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct fd_input {
    struct nd_input base;
    int fd;
};

struct bytes_input {
    struct nd_input base;
    struct nd_str bytes;
    size_t at;
};

static ssize_t read_fd(struct nd_input *input, char *to, size_t room) {
    int fd = ((struct fd_input *)input)->fd;
    ssize_t n;

    do
        n = read(fd, to, room);
    while (n < 0 && errno == EINTR);
    input->error = n < 0 ? errno : 0;
    return n;
}

static int64_t seek_fd(struct nd_input *input, int64_t offset, int whence) {
    return lseek(((struct fd_input *)input)->fd, offset, whence);
}

static void close_plain(struct nd_input *input) {
    free(input);
}

static ssize_t read_bytes(struct nd_input *input, char *to, size_t room) {
    struct bytes_input *bytes = (struct bytes_input *)input;
    struct nd_str piece = nd_str_slice(nd_str_skip(bytes->bytes, bytes->at), 0, room);

    if (piece.len > 0)
        memcpy(to, piece.ptr, piece.len);
    bytes->at += piece.len;
    return (ssize_t)piece.len;
}

static int64_t seek_bytes(struct nd_input *input, int64_t offset, int whence) {
    struct bytes_input *bytes = (struct bytes_input *)input;
    int64_t base = whence == SEEK_SET   ? 0
                   : whence == SEEK_CUR ? (int64_t)bytes->at
                                        : (int64_t)bytes->bytes.len;

    if (offset < -base || (uint64_t)(base + offset) > bytes->bytes.len)
        return -1;
    bytes->at = (size_t)(base + offset);
    return base + offset;
}

static const struct nd_input_type fd_type = {read_fd, seek_fd, close_plain};
static const struct nd_input_type bytes_type = {read_bytes, seek_bytes, close_plain};

void nd_input_init(struct nd_input *input, const struct nd_input_type *type, struct nd_input *from) {
    input->type = type;
    input->from = from;
    input->root = from == NULL ? input : from->root;
    input->level = from == NULL ? 0 : from->level + 1;
    input->is_partial = from != NULL && from->is_partial;
}

struct nd_input *nd_input_of_fd(int fd) {
    struct fd_input *made = nd_alloc_array(1, sizeof *made);

    nd_input_init(&made->base, &fd_type, NULL);
    made->fd = fd;
    return &made->base;
}

int nd_input_fd(const struct nd_input *input) {
    return input->type == &fd_type ? ((const struct fd_input *)input)->fd : -1;
}

struct nd_input *nd_input_of_bytes(struct nd_str bytes, bool is_whole) {
    struct bytes_input *made = nd_alloc_array(1, sizeof *made);

    nd_input_init(&made->base, &bytes_type, NULL);
    made->bytes = bytes;
    made->base.is_partial = !is_whole;
    return &made->base;
}

void nd_input_fail(struct nd_input *input, const char *format, ...) {
    va_list args;

    va_start(args, format);
    vsnprintf(input->fault, sizeof input->fault, format, args);
    va_end(args);
    input->goes_on = false;
}

void nd_input_note(struct nd_input *input, const char *fault) {
    snprintf(input->fault, sizeof input->fault, "%s", fault);
    input->goes_on = true;
}

void nd_input_close(struct nd_input *input) {
    while (input != NULL) {
        struct nd_input *from = input->from;
        if (input->type->close == NULL)
            return;
        nd_buf_free(&input->peeked);
        input->type->close(input);
        input = from;
    }
}

/* Past a gigabyte, what comes out must stand in proportion to what was read of the file. */
static bool is_inflated(struct nd_input *input, size_t length) {
    struct nd_input *root = input->root;
    uint64_t given = root->given[input->level] += length;

    if (input == root || given <= ND_INFLATED_FREE || given / ND_INFLATED_FACTOR <= root->given[0])
        return false;
    root->is_spent = true;
    nd_input_fail(input, "inflates to more than %d times its size; stopped after %llu MB, which were read",
                  ND_INFLATED_FACTOR, (unsigned long long)(given >> 20));
    return true;
}

/* Past what was peeked. */
static ssize_t read_on(struct nd_input *input, char *to, size_t room) {
    ssize_t n;

    if ((input->fault[0] != '\0' && !input->goes_on) || input->root->is_spent)
        return 0;
    n = input->type->read(input, to, room);
    if (n > 0 && is_inflated(input, (size_t)n))
        return 0;
    return n;
}

ssize_t nd_input_read(struct nd_input *input, char *to, size_t room) {
    size_t waiting = input->peeked.len - input->peeked_at;

    if (waiting == 0)
        return read_on(input, to, room);
    if (waiting > room)
        waiting = room;
    memcpy(to, input->peeked.ptr + input->peeked_at, waiting);
    input->peeked_at += waiting;
    return (ssize_t)waiting;
}

struct nd_str nd_input_peek(struct nd_input *input, size_t want) {
    struct nd_buf *peeked = &input->peeked;
    ssize_t n = 1;

    if (peeked->len - input->peeked_at < want && input->peeked_at > 0) {
        size_t waiting = peeked->len - input->peeked_at;
        memmove(peeked->ptr, peeked->ptr + input->peeked_at, waiting);
        nd_buf_cut(peeked, waiting);
        input->peeked_at = 0;
    }
    while (n > 0 && peeked->len - input->peeked_at < want) {
        size_t room = want - (peeked->len - input->peeked_at);
        n = read_on(input, nd_buf_reserve(peeked, room), room);
        peeked->len += n > 0 ? (size_t)n : 0;
        peeked->ptr[peeked->len] = '\0';
    }
    return nd_str_skip(nd_buf_str(peeked), input->peeked_at);
}

bool nd_input_can_seek(const struct nd_input *input) {
    return input->type->seek != NULL && !input->is_partial &&
           input->type->seek((struct nd_input *)(uintptr_t)input, 0, SEEK_CUR) >= 0;
}

int64_t nd_input_seek(struct nd_input *input, int64_t offset, int whence) {
    if (whence == SEEK_CUR)
        offset -= (int64_t)(input->peeked.len - input->peeked_at);
    nd_buf_clear(&input->peeked);
    input->peeked_at = 0;
    return input->type->seek == NULL ? -1 : input->type->seek(input, offset, whence);
}
