#include "newsdex/source.h"

#include "newsdex/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { READ_STEP = 64 * 1024 };

/*
 * Reads to the end of fd, or one byte beyond max; false with errno set. A file that has grown since it was
 * looked at fills the one byte that is there to see its end.
 */
static bool read_all(int fd, size_t expected, size_t max, struct nd_buf *bytes) {
    if (max == SIZE_MAX)
        max--;
    for (;;) {
        size_t room = bytes->len <= expected && expected > 0 ? expected - bytes->len + 1 : READ_STEP;
        ssize_t n;

        if (room > max + 1 - bytes->len)
            room = max + 1 - bytes->len;
        if (room == 0)
            return true;
        nd_buf_reserve(bytes, room);
        n = read(fd, bytes->ptr + bytes->len, room);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        bytes->len += (size_t)n;
        bytes->ptr[bytes->len] = '\0';
        if (n == 0)
            return true;
    }
}

static enum nd_status too_big(size_t max, struct nd_error *err) {
    return nd_error_set(err, ND_TOO_BIG, "larger than %zu bytes, not read (--max-size raises the limit)",
                        max);
}

enum nd_status nd_source_read_fd(int fd, size_t max, struct nd_buf *bytes, struct nd_error *err) {
    nd_buf_clear(bytes);
    if (!read_all(fd, 0, max, bytes))
        return nd_error_set(err, ND_IO, "%s", strerror(errno));
    return bytes->len > max ? too_big(max, err) : ND_OK;
}

enum nd_status nd_source_read(const char *path, size_t max, struct nd_buf *bytes, struct nd_file_stamp *stamp,
                              struct nd_error *err) {
    enum nd_status status = ND_OK;
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);

    nd_buf_clear(bytes);
    if (fd < 0)
        return nd_error_set(err, ND_IO, "%s", strerror(errno));
    if (fstat(fd, &st) != 0) {
        status = nd_error_set(err, ND_IO, "%s", strerror(errno));
        goto out;
    }
    stamp->size = (uint64_t)st.st_size;
    stamp->mtime_ns = (int64_t)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec;
    if (!S_ISREG(st.st_mode)) {
        status = nd_error_set(err, ND_BAD_INPUT, "not a regular file");
        goto out;
    }
    if (stamp->size > max) {
        status = too_big(max, err);
        goto out;
    }
    if (!read_all(fd, (size_t)st.st_size, max, bytes))
        status = nd_error_set(err, ND_IO, "%s", strerror(errno));
    else if (bytes->len > max)
        status = too_big(max, err);
out:
    close(fd);
    return status;
}
