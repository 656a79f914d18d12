#include "cli/cli.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define TEMPORARY ".newsdex-unfinished.XXXXXX"  /* what nobody else calls anything */
enum { RANDOM = 6 };                            /* the X */
static const off_t LOCKED_BYTE = INT64_MAX - 1; /* behind those SQLite locks, and all there may be */

static const int signals[] = {SIGHUP, SIGINT, SIGTERM};

enum { SIGNALS = sizeof signals / sizeof *signals };

/* What a signal that ends the program has to remove. */
static const char *volatile unfinished;

static void remove_unfinished(int signal_number) {
    if (unfinished != NULL)
        unlink(unfinished);
    signal(signal_number, SIG_DFL);
    raise(signal_number);
}

/* NULL: there is no more to remove. */
static void watch(const char *path) {
    static void (*before[SIGNALS])(int);

    unfinished = path;
    for (int i = 0; i < SIGNALS; i++)
        if (path == NULL)
            signal(signals[i], before[i]);
        else
            before[i] = nd_cli_on_signal(signals[i], remove_unfinished);
}

static bool fail(const struct nd_cli_file *file, const char *what) {
    nd_cli_error("%s: %s: %s", file->path.ptr, what, strerror(errno));
    return false;
}

/* Nobody means to lose one to what was found in it. */
static bool is_database(const char *path) {
    static const char magic[] = "SQLite format 3"; /* with its NUL: fileformat.html of SQLite, 1.3.1 */
    char head[sizeof magic] = "";
    FILE *file = fopen(path, "rb");

    if (file == NULL)
        return false;
    (void)!fread(head, 1, sizeof head, file);
    fclose(file);
    return memcmp(head, magic, sizeof magic) == 0;
}

/* The file that is meant, when path is a link to it; with the mode that it has, or that a new one would get.
 */
static bool find_place(struct nd_cli *cli, const char *path, struct nd_cli_file *file, mode_t *mode) {
    char *real = realpath(path, NULL);
    struct stat st;
    mode_t mask = umask(0);

    umask(mask);
    *mode = 0666 & ~mask;
    file->path = nd_arena_str(cli->arena, nd_str_from(real == NULL ? path : real));
    free(real);
    if (stat(file->path.ptr, &st) != 0)
        return errno == ENOENT || fail(file, "cannot be written");
    *mode = st.st_mode & 07777;
    if (!S_ISREG(st.st_mode) || strncmp(path, "/dev/", 5) == 0) { /* /dev/stdout may lead to one */
        nd_cli_error("%s: no regular file; without --output, records go to standard output", path);
        return false;
    }
    if (is_database(file->path.ptr)) {
        nd_cli_error("%s: a database, which is not overwritten", path);
        return false;
    }
    return true;
}

/*
 * A lock goes with the process that has it, whatever ends that. SQLite's, which a database being made has as
 * well, are of other bytes and another kind.
 */
static bool lock(int fd, bool may_wait) {
    struct flock all = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = LOCKED_BYTE, .l_len = 1};

    return fcntl(fd, may_wait ? F_OFD_SETLKW : F_OFD_SETLK, &all) == 0;
}

/* Removes what is nobody's, of those who can be asked: a newsdex was ended by force. */
static void remove_if_left(const char *path) {
    static const char *const endings[] = {"", "-journal", "-wal", "-shm"};
    int fd = open(path, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    struct nd_buf name = {0};
    struct stat st;

    if (fd < 0)
        return;
    if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_uid == geteuid() && lock(fd, false)) {
        for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
            nd_buf_clear(&name);
            nd_buf_addf(&name, "%s%s", path, endings[i]);
            if (unlink(name.ptr) == 0 && i == 0)
                nd_cli_error("%s: left by a newsdex that was ended by force, removed", path);
        }
        nd_buf_free(&name);
    }
    close(fd);
}

static bool is_temporary(const char *name) {
    size_t length = sizeof TEMPORARY - 1;

    return strlen(name) == length && strncmp(name, TEMPORARY, length - RANDOM) == 0 &&
           strspn(name + length - RANDOM, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") ==
               RANDOM;
}

static void remove_left(struct nd_str folder) {
    struct nd_buf path = {0};
    struct dirent *entry;
    DIR *dir;

    nd_buf_add(&path, folder.len == 0 ? ND_STR("./") : folder);
    dir = opendir(path.ptr);
    nd_buf_clear(&path);
    while (dir != NULL && (entry = readdir(dir)) != NULL) {
        if (!is_temporary(entry->d_name))
            continue;
        nd_buf_clear(&path);
        nd_buf_addf(&path, "%.*s%s", (int)folder.len, folder.ptr, entry->d_name);
        remove_if_left(path.ptr);
    }
    if (dir != NULL)
        closedir(dir);
    nd_buf_free(&path);
}

/* With a lock, where there are some; somebody may have removed it before it had that. */
static int make_temporary(char *name) {
    size_t length = strlen(name);
    struct stat st;

    for (;;) {
        int fd = mkostemp(name, O_CLOEXEC);
        if (fd < 0 || !lock(fd, true) || fstat(fd, &st) != 0 || st.st_nlink > 0)
            return fd;
        close(fd);
        memcpy(name + length - RANDOM, TEMPORARY + sizeof TEMPORARY - 1 - RANDOM, RANDOM);
    }
}

bool nd_cli_file_open(struct nd_cli *cli, const char *path, struct nd_cli_file *file) {
    mode_t mode;
    size_t slash;
    char *name;
    int fd;

    *file = (struct nd_cli_file){0};
    if (*path == '\0') {
        nd_cli_usage(cli, "what is written needs the name of a file");
        return false;
    }
    if (!find_place(cli, path, file, &mode))
        return false;
    slash = nd_str_rfind_char(file->path, '/') + 1; /* 0 when there is none */
    remove_left(nd_str_slice(file->path, 0, slash));
    name = nd_arena_bytes(cli->arena, slash + sizeof TEMPORARY);
    memcpy(name, file->path.ptr, slash);
    memcpy(name + slash, TEMPORARY, sizeof TEMPORARY);
    fd = make_temporary(name);
    if (fd < 0)
        return fail(file, "cannot be written");
    file->temporary = nd_str_from(name);
    watch(name);
    (void)!fchmod(fd, mode);
    file->stream = fdopen(fd, "w");
    if (file->stream != NULL)
        return true;
    close(fd);
    nd_cli_file_drop(file);
    return fail(file, "cannot be written");
}

/* So that the new name survives a crash as well. */
static void sync_folder(struct nd_str path) {
    size_t slash = nd_str_rfind_char(path, '/');
    struct nd_buf folder = {0};
    int fd;

    nd_buf_add(&folder, slash == SIZE_MAX ? ND_STR(".") : nd_str_slice(path, 0, slash + 1));
    fd = open(folder.ptr, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    nd_buf_free(&folder);
    if (fd < 0)
        return;
    (void)!fsync(fd);
    close(fd);
}

bool nd_cli_file_commit(struct nd_cli_file *file) {
    bool is_good = fflush(file->stream) == 0 && !ferror(file->stream) && fsync(fileno(file->stream)) == 0;
    int held = is_good ? fcntl(fileno(file->stream), F_DUPFD_CLOEXEC, 0)
                       : -1; /* with the lock, until it has its name */

    is_good = fclose(file->stream) == 0 && is_good;
    file->stream = NULL;
    is_good = is_good && rename(file->temporary.ptr, file->path.ptr) == 0;
    if (!is_good) {
        fail(file, "cannot be written");
        nd_cli_file_drop(file);
    }
    if (held >= 0)
        close(held);
    if (!is_good)
        return false;
    file->temporary = ND_STR_NONE;
    watch(NULL);
    sync_folder(file->path);
    return true;
}

void nd_cli_file_drop(struct nd_cli_file *file) {
    int saved = errno;

    if (file->stream != NULL)
        fclose(file->stream);
    file->stream = NULL;
    if (file->temporary.ptr != NULL)
        unlink(file->temporary.ptr);
    file->temporary = ND_STR_NONE;
    watch(NULL);
    errno = saved;
}

bool nd_cli_read(const char *path, size_t most, struct nd_buf *out) {
    bool is_input = strcmp(path, "-") == 0;
    FILE *stream = is_input ? stdin : fopen(path, "r");
    char block[65536];
    bool is_good = stream != NULL;
    size_t n = 0;

    while (stream != NULL && out->len <= most && (n = fread(block, 1, sizeof block, stream)) > 0)
        nd_buf_add(out, nd_str_of(block, n));
    is_good = is_good && !ferror(stream);
    if (!is_good)
        nd_cli_error("%s: cannot be read: %s", is_input ? "standard input" : path, strerror(errno));
    if (stream != NULL && !is_input)
        fclose(stream);
    return is_good;
}
