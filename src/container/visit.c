/* The members of an archive by their names, before any is read as what it is. */
#include "container/archive.h"
#include "container/unpack.h"
#include "newsdex/container.h"

enum { STEP = 64 * 1024 };

/* The beginning of a member, up to most bytes. */
static void read_beginning(struct nd_input *input, size_t most, struct nd_buf *out) {
    ssize_t n = 1;

    nd_buf_clear(out);
    while (n > 0 && out->len < most) {
        size_t room = most - out->len < STEP ? most - out->len : STEP;
        n = nd_input_read(input, nd_buf_reserve(out, room), room);
        out->len += n > 0 ? (size_t)n : 0;
    }
}

bool nd_container_visit(int fd, struct nd_str bytes, const struct nd_member_visitor *visitor) {
    struct nd_input *input = nd_unpack(fd >= 0 ? nd_input_of_fd(fd) : nd_input_of_bytes(bytes, true)),
                    *member;
    struct nd_passed_over passed = {0};
    struct nd_archive *archive;
    struct nd_buf beginning = {0};
    struct nd_str name;
    bool is_archive = nd_archive_is(nd_input_peek(input, ND_ARCHIVE_HEAD));

    archive = nd_archive_new(input, &passed);
    while (is_archive && nd_archive_next(archive, &name, &member)) {
        size_t most = visitor->wants(visitor->context, name);
        if (most == 0)
            continue;
        read_beginning(member, most, &beginning);
        visitor->take(visitor->context, name, nd_buf_str(&beginning));
    }
    nd_archive_free(archive);
    nd_input_close(input);
    nd_buf_free(&beginning);
    return is_archive;
}
