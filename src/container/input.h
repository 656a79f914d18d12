/*
 * Where bytes come from: a descriptor, memory, what is packed in another input, a member of an archive. Each
 * is read once, in order, whatever lies below. Nothing is ever written to a disk. Private to the container
 * stage.
 *
 * What is wrong with packed bytes ends the input where it stands, and fault says what: what came before is
 * good; where it can be read on behind, it is. So does what inflates without measure (ND_INFLATED_FACTOR).
 */
#ifndef CONTAINER_INPUT_H
#define CONTAINER_INPUT_H

#include "newsdex/str.h"

#include <sys/types.h>

enum { ND_INPUT_LEVELS = 16, ND_INPUT_FAULT = 200 };

struct nd_input;

struct nd_input_type {
    ssize_t (*read)(struct nd_input *input, char *to, size_t room);      /* as read(2), error set when -1 */
    int64_t (*seek)(struct nd_input *input, int64_t offset, int whence); /* as lseek(2); or NULL */
    /* Frees it, not what is below; or NULL: it is somebody else's. */
    void (*close)(struct nd_input *input);
};

/* How each kind begins. */
struct nd_input {
    const struct nd_input_type *type;
    struct nd_input *from,
        *root; /* below, closed with it; and the lowest of all, where inflation is counted */
    struct nd_buf peeked;
    size_t peeked_at;
    unsigned level;
    bool is_partial;                 /* what ends here goes on in the file */
    bool is_spent;                   /* of the root: it inflates without measure */
    int error;                       /* errno of a read that failed */
    uint64_t given[ND_INPUT_LEVELS]; /* of the root: bytes that came out at each level */
    char fault[ND_INPUT_FAULT];      /* what ended it early, or is wrong with it; otherwise empty */
    bool goes_on;                    /* the fault is no end */
};

/* The descriptor is the caller's. */
struct nd_input *nd_input_of_fd(int fd);
/* -1: it is none. */
int nd_input_fd(const struct nd_input *input);
struct nd_input *nd_input_of_bytes(struct nd_str bytes, bool is_whole);
/* For the kinds: what lies on top of from. */
void nd_input_init(struct nd_input *input, const struct nd_input_type *type, struct nd_input *from);
void nd_input_fail(struct nd_input *input, const char *format, ...) ND_PRINTF(2, 3);
/* The same of a fault behind which it is read on. */
void nd_input_note(struct nd_input *input, const char *fault);
/* With all that lies below. */
void nd_input_close(struct nd_input *input);
/* As read(2): 0 at the end, or at a fault. */
ssize_t nd_input_read(struct nd_input *input, char *to, size_t room);
/* The next bytes, which stay to be read; fewer than wanted at the end. Valid until more is read. */
struct nd_str nd_input_peek(struct nd_input *input, size_t want);
bool nd_input_can_seek(const struct nd_input *input);
int64_t nd_input_seek(struct nd_input *input, int64_t offset, int whence);

#endif
