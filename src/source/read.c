#include "newsdex/source.h"

#include "newsdex/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <xxhash.h>
#ifdef SYS_openat2
#include <linux/openat2.h>
#endif

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
        return nd_error_system(err, errno);
    return bytes->len > max ? too_big(max, err) : ND_OK;
}

enum { READ_FLAGS = O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK };

/* Whether what kept a folder from being opened is that it is a link. */
static bool is_link(int folder, const char *name) {
    struct stat st;

    return fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(st.st_mode);
}

/* Without openat2(2): one folder after the other. */
static int open_by_folders(const char *path) {
    int folder = open(path[0] == '/' ? "/" : ".", O_PATH | O_DIRECTORY | O_CLOEXEC), next = -1;
    struct nd_str rest = nd_str_from(path);
    char name[NAME_MAX + 1];
    int error;

    while (folder >= 0 && rest.len > 0) {
        size_t end = nd_str_find_char(rest, '/');
        struct nd_str part = nd_str_slice(rest, 0, end);
        rest = nd_str_skip(rest, end == SIZE_MAX ? rest.len : end + 1);
        if (part.len == 0)
            continue;
        snprintf(name, sizeof name, "%.*s", (int)part.len, part.ptr);
        errno = ENAMETOOLONG;
        next = part.len > NAME_MAX ? -1
               : end == SIZE_MAX   ? openat(folder, name, READ_FLAGS | O_NOFOLLOW)
                                   : openat(folder, name, O_PATH | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
        if (next < 0 && errno == ENOTDIR && is_link(folder, name))
            errno = ELOOP;
        error = errno;
        close(folder);
        errno = error;
        folder = next;
    }
    return folder;
}

/* -1 with errno set, ELOOP for any link in the path. */
static int open_without_links(const char *path) {
#ifdef SYS_openat2
    struct open_how how = {.flags = READ_FLAGS, .resolve = RESOLVE_NO_SYMLINKS};
    long fd = syscall(SYS_openat2, AT_FDCWD, path, &how, sizeof how);

    if (fd >= 0 || (errno != ENOSYS && errno != EPERM && errno != EINVAL))
        return (int)fd;
#endif
    return open_by_folders(path);
}

static enum nd_status open_failed(int error, struct nd_error *err) {
    if (error == ENOENT || error == ENOTDIR)
        return nd_error_set(err, ND_NOT_FOUND, "%s", strerror(error));
    if (error == ELOOP)
        return nd_error_set(err, ND_BAD_INPUT, "a symbolic link has come into its path; not followed");
    if (error == ENXIO)
        return nd_error_set(err, ND_BAD_INPUT, "not a regular file");
    return nd_error_system(err, error);
}

struct nd_file_stamp nd_file_stamp_of(const struct stat *st) {
    return (struct nd_file_stamp){(uint64_t)st->st_size, (int64_t)((uint64_t)st->st_mtim.tv_sec * 1000000000 +
                                                                   (uint64_t)st->st_mtim.tv_nsec)};
}

struct nd_file_stamp nd_file_stamp_with(struct nd_file_stamp own, struct nd_file_stamp other) {
    const uint64_t all[] = {own.size, (uint64_t)own.mtime_ns, other.size, (uint64_t)other.mtime_ns};
    uint64_t later = (uint64_t)(own.mtime_ns > other.mtime_ns ? own.mtime_ns : other.mtime_ns);
    uint64_t mask = ((uint64_t)1 << 30) - 1;

    own.mtime_ns = (int64_t)((later & ~mask) | (XXH3_64bits(all, sizeof all) & mask));
    return own;
}

enum nd_status nd_source_open(const char *path, int *fd, struct nd_error *err) {
    struct stat st;
    int error;

    *fd = open_without_links(path);
    if (*fd < 0)
        return open_failed(errno, err);
    error = fstat(*fd, &st) == 0 ? 0 : errno;
    if (error == 0 && S_ISREG(st.st_mode))
        return ND_OK;
    close(*fd);
    *fd = -1;
    if (error != 0)
        return nd_error_system(err, error);
    return nd_error_set(err, ND_BAD_INPUT,
                        S_ISDIR(st.st_mode) ? "a folder, not a file" : "not a regular file");
}

enum nd_status nd_source_read(const char *path, size_t max, struct nd_buf *bytes, struct nd_file_stamp *stamp,
                              struct nd_error *err) {
    struct stat st;
    int fd;
    enum nd_status status = nd_source_open(path, &fd, err);

    nd_buf_clear(bytes);
    if (status != ND_OK)
        return status;
    if (fstat(fd, &st) != 0) {
        status = nd_error_system(err, errno);
        goto out;
    }
    *stamp = nd_file_stamp_of(&st);
    if (stamp->size <= max && !read_all(fd, (size_t)st.st_size, max, bytes))
        status = nd_error_system(err, errno);
    else if (stamp->size > max || bytes->len > max)
        status = too_big(max, err);
out:
    close(fd);
    return status;
}
