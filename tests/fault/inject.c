/*
 * Loaded before the C library (LD_PRELOAD), makes one call of a kind fail: $ND_INJECT is "KIND NUMBER ERRNO
 * HOW". The calls of that kind are counted over all threads; the one of that number fails, and if HOW is
 * "lasting" all after it. With ERRNO 0 reads and writes move only a part of the bytes. The counter is in a
 * file that is mapped, $ND_COUNT: a program that ends at once leaves it too. With $ND_PATH only looks (stat,
 * lstat, access) at a path that ends in it are counted and fail.
 *
 * With $ND_SITES the stack of each allocation is noted in that file: those of one place are alike.
 *
 * What the C library does inside (stdio, dlopen, iconv) does not come by here, except its allocations.
 */
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* glibc's own names for its allocator, of which no header speaks. */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *memory, size_t size);

enum { SITE_FRAMES = 16 };

static struct injection {
    bool is_read, is_lasting;
    char kind[16];
    const char *path; /* NULL: any */
    long number;
    int error;
    _Atomic long *count; /* NULL: nothing is to fail */
} injection;

static _Atomic long *map_counter(void) {
    const char *path = getenv("ND_COUNT");
    int fd = path == NULL ? -1 : (int)syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CLOEXEC, 0);
    long at;

    if (fd < 0)
        return NULL;
    at = syscall(SYS_mmap, NULL, sizeof(long), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    (void)syscall(SYS_close, fd);
    return at == -1 ? NULL : (_Atomic long *)at;
}

/* In the first call of all, before there are threads. */
static void read_injection(void) {
    const char *text = getenv("ND_INJECT");
    char how[16] = "";

    injection.is_read = true;
    if (text == NULL ||
        sscanf(text, "%15s %ld %d %15s", injection.kind, &injection.number, &injection.error, how) < 3)
        return;
    injection.path = getenv("ND_PATH");
    injection.is_lasting = strcmp(how, "lasting") == 0;
    injection.count = map_counter();
}

static bool is_meant(const char *path) {
    size_t length = path == NULL ? 0 : strlen(path),
           end = injection.path == NULL ? 0 : strlen(injection.path);

    return length >= end && (end == 0 || strcmp(path + length - end, injection.path) == 0);
}

/* Counts a call; true, and errno set, when it has to fail. path: that it names, or NULL. */
static bool is_due_at(const char *kind, const char *path) {
    long number;

    if (!injection.is_read)
        read_injection();
    if (injection.count == NULL || strcmp(kind, injection.kind) != 0 || !is_meant(path))
        return false;
    number = atomic_fetch_add(injection.count, 1) + 1;
    if (number != injection.number && !(injection.is_lasting && number > injection.number))
        return false;
    errno = injection.error;
    return true;
}

static int open_sites(void) {
    const char *path = getenv("ND_SITES");

    return path == NULL
               ? -1
               : (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
}

static _Thread_local bool is_noting; /* backtrace() asks for memory, too */

/* Adds to the file $ND_SITES from where memory is asked for: a number of 8 bytes for the innermost calls. */
static void note_site(void) {
    static int fd = -2;
    void *frames[SITE_FRAMES];
    unsigned long long site = 14695981039346656037U; /* FNV-1a */

    if (fd == -1 || injection.count == NULL || strcmp(injection.kind, "memory") != 0)
        return;
    is_noting = true;
    if (fd == -2)
        fd = open_sites();
    if (fd >= 0) {
        int count = backtrace(frames, SITE_FRAMES);
        for (int i = 0; i < count; i++)
            site = (site ^ (unsigned long long)frames[i]) * 1099511628211U;
        (void)syscall(SYS_write, fd, &site, sizeof site);
    }
    is_noting = false;
}

static bool is_due(const char *kind) {
    return is_due_at(kind, NULL);
}

/* The same for memory. */
static bool is_denied(void) {
    if (!injection.is_read)
        read_injection();
    if (is_noting)
        return false;
    note_site();
    return is_due("memory");
}

static bool is_partial(void) {
    return injection.error == 0;
}

static size_t part_of(size_t size) {
    return size > 1 ? size / 2 : size;
}

/* Defines a function that fails with -1, or calls the real one. path: that it names, or NULL. */
#define FAILING_AT(path, kind, type, name, parameters, arguments)                                            \
    type name parameters;                                                                                    \
    type name parameters {                                                                                   \
        static type(*real) parameters;                                                                       \
                                                                                                             \
        if (real == NULL)                                                                                    \
            *(void **)&real = dlsym(RTLD_NEXT, #name);                                                       \
        return is_due_at(kind, path) ? -1 : real arguments;                                                  \
    }
#define FAILING(kind, type, name, parameters, arguments)                                                     \
    FAILING_AT(NULL, kind, type, name, parameters, arguments)

/* The same for one that moves bytes. */
#define MOVING(kind, name, parameters, arguments, arguments_of_part)                                         \
    ssize_t name parameters;                                                                                 \
    ssize_t name parameters {                                                                                \
        static ssize_t(*real) parameters;                                                                    \
                                                                                                             \
        if (real == NULL)                                                                                    \
            *(void **)&real = dlsym(RTLD_NEXT, #name);                                                       \
        if (!is_due(kind))                                                                                   \
            return real arguments;                                                                           \
        return is_partial() ? real arguments_of_part : -1;                                                   \
    }

void *malloc(size_t size) {
    return is_denied() ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
    return is_denied() ? NULL : __libc_calloc(count, size);
}

void *realloc(void *memory, size_t size) {
    return is_denied() ? NULL : __libc_realloc(memory, size);
}

static int open_file(int folder, const char *path, int flags, va_list args) {
    mode_t mode = (flags & O_CREAT) != 0 ? va_arg(args, mode_t) : 0;

    return is_due("open") ? -1 : (int)syscall(SYS_openat, folder, path, flags, mode);
}

#define OPENING(name, parameters, folder)                                                                    \
    int name parameters;                                                                                     \
    int name parameters {                                                                                    \
        va_list args;                                                                                        \
        int fd;                                                                                              \
                                                                                                             \
        va_start(args, flags);                                                                               \
        fd = open_file(folder, path, flags, args);                                                           \
        va_end(args);                                                                                        \
        return fd;                                                                                           \
    }

OPENING(open, (const char *path, int flags, ...), AT_FDCWD)
OPENING(open64, (const char *path, int flags, ...), AT_FDCWD)
OPENING(openat, (int folder, const char *path, int flags, ...), folder)
OPENING(openat64, (int folder, const char *path, int flags, ...), folder)
OPENING(__open_2, (const char *path, int flags, ...), AT_FDCWD)

FILE *fopen(const char *path, const char *mode) {
    static FILE *(*real)(const char *, const char *);

    if (real == NULL)
        *(void **)&real = dlsym(RTLD_NEXT, "fopen");
    return is_due("open") ? NULL : real(path, mode);
}

DIR *fdopendir(int fd) {
    static DIR *(*real)(int);

    if (real == NULL)
        *(void **)&real = dlsym(RTLD_NEXT, "fdopendir");
    return is_due("open") ? NULL : real(fd);
}

struct dirent *readdir(DIR *folder) {
    static struct dirent *(*real)(DIR *);

    if (real == NULL)
        *(void **)&real = dlsym(RTLD_NEXT, "readdir");
    return is_due("folder") ? NULL : real(folder);
}

/* Closed it is all the same. */
int close(int fd) {
    int code = (int)syscall(SYS_close, fd);

    return is_due("close") ? -1 : code;
}

static void *map(void *at, size_t length, int protection, int flags, int fd, off_t offset) {
    return is_due("map") ? MAP_FAILED : (void *)syscall(SYS_mmap, at, length, protection, flags, fd, offset);
}

void *mmap(void *at, size_t length, int protection, int flags, int fd, off_t offset) {
    return map(at, length, protection, flags, fd, offset);
}

void *mmap64(void *at, size_t length, int protection, int flags, int fd, off_t offset) {
    return map(at, length, protection, flags, fd, offset);
}

int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*run)(void *), void *context) {
    static int (*real)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);

    if (real == NULL)
        *(void **)&real = dlsym(RTLD_NEXT, "pthread_create");
    return is_due("thread") ? injection.error : real(thread, attributes, run, context);
}

MOVING("read", read, (int fd, void *to, size_t size), (fd, to, size), (fd, to, part_of(size)))
MOVING("read", pread, (int fd, void *to, size_t size, off_t at), (fd, to, size, at),
       (fd, to, part_of(size), at))
MOVING("read", pread64, (int fd, void *to, size_t size, off_t at), (fd, to, size, at),
       (fd, to, part_of(size), at))
MOVING("write", write, (int fd, const void *from, size_t size), (fd, from, size), (fd, from, part_of(size)))
MOVING("write", pwrite, (int fd, const void *from, size_t size, off_t at), (fd, from, size, at),
       (fd, from, part_of(size), at))
MOVING("write", pwrite64, (int fd, const void *from, size_t size, off_t at), (fd, from, size, at),
       (fd, from, part_of(size), at))
FAILING("sync", int, fsync, (int fd), (fd))
FAILING("sync", int, fdatasync, (int fd), (fd))
FAILING("truncate", int, ftruncate, (int fd, off_t size), (fd, size))
FAILING("truncate", int, ftruncate64, (int fd, off_t size), (fd, size))
FAILING("name", int, rename, (const char *from, const char *to), (from, to))
FAILING("name", int, unlink, (const char *path), (path))
FAILING("name", int, mkdir, (const char *path, mode_t mode), (path, mode))
FAILING_AT(path, "look", int, access, (const char *path, int mode), (path, mode))
FAILING_AT(path, "look", int, stat, (const char *path, struct stat *st), (path, st))
FAILING_AT(path, "look", int, stat64, (const char *path, struct stat64 *st), (path, st))
FAILING_AT(path, "look", int, lstat, (const char *path, struct stat *st), (path, st))
FAILING_AT(path, "look", int, lstat64, (const char *path, struct stat64 *st), (path, st))
FAILING("look", int, fstat, (int fd, struct stat *st), (fd, st))
FAILING("look", int, fstat64, (int fd, struct stat64 *st), (fd, st))
FAILING_AT(path, "look", int, fstatat, (int fd, const char *path, struct stat *st, int flags),
           (fd, path, st, flags))
FAILING("lock", int, flock, (int fd, int how), (fd, how))

static int control(int fd, int command, void *argument) {
    bool is_lock = command == F_SETLK || command == F_SETLKW || command == F_GETLK;
    bool is_copy = command == F_DUPFD || command == F_DUPFD_CLOEXEC;

    return (is_lock && is_due("lock")) || (is_copy && is_due("open"))
               ? -1
               : (int)syscall(SYS_fcntl, fd, command, argument);
}

int fcntl(int fd, int command, ...) {
    va_list args;
    void *argument;

    va_start(args, command);
    argument = va_arg(args, void *);
    va_end(args);
    return control(fd, command, argument);
}

int fcntl64(int fd, int command, ...) {
    va_list args;
    void *argument;

    va_start(args, command);
    argument = va_arg(args, void *);
    va_end(args);
    return control(fd, command, argument);
}
