#include "source/process.h"

#include "newsdex/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    STEP = 64 * 1024,
    KEPT_OF_SAID = 4096,
    LOOK_MS = 50, /* how often it is seen whether it was cancelled or has taken too long */
    LEFT_MS = 1   /* the same when all of its output is there */
};

struct child {
    const struct nd_process *process;
    pid_t pid;
    int out, said; /* what it prints; -1 at their ends */
    struct timespec until;
    struct nd_buf *text, *last_words;
};

/* In the child, between fork and exec: calls that are safe there, and nothing else. */
static _Noreturn void become(const struct nd_process *process, int in, const int out[2], const int said[2]) {
    const rlim_t bytes = (rlim_t)ND_CONVERTER_MEGABYTES << 20;
    const struct rlimit seconds = {ND_CONVERTER_SECONDS, ND_CONVERTER_SECONDS}, memory = {bytes, bytes},
                        none = {0, 0};

    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    signal(SIGINT, SIG_DFL);
    signal(SIGTERM, SIG_DFL);
    signal(SIGPIPE, SIG_DFL);
    if (setrlimit(RLIMIT_CPU, &seconds) == 0 && setrlimit(RLIMIT_DATA, &memory) == 0 &&
        setrlimit(RLIMIT_CORE, &none) == 0 && dup2(in, STDIN_FILENO) >= 0 &&
        dup2(out[1], STDOUT_FILENO) >= 0 && dup2(said[1], STDERR_FILENO) >= 0)
        execv(process->arguments[0], (char *const *)(uintptr_t)process->arguments);
    _exit(127);
}

/* A file without a name, which can be read again and in any order: some programs do. */
static int make_input(struct nd_str bytes) {
    int fd = memfd_create("newsdex", MFD_CLOEXEC);

    while (fd >= 0 && bytes.len > 0) {
        ssize_t n = write(fd, bytes.ptr, bytes.len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            close(fd);
            return -1;
        }
        bytes = nd_str_skip(bytes, (size_t)n);
    }
    if (fd >= 0)
        (void)lseek(fd, 0, SEEK_SET);
    return fd;
}

static void close_all(int in, const int out[2], const int said[2]) {
    const int fds[] = {in, out[0], out[1], said[0], said[1]};

    for (size_t i = 0; i < sizeof fds / sizeof *fds; i++)
        if (fds[i] >= 0)
            close(fds[i]);
}

static enum nd_status start(struct child *child, struct nd_error *err) {
    int in = make_input(child->process->input), out[2] = {-1, -1}, said[2] = {-1, -1};

    if (in < 0 || pipe2(out, O_CLOEXEC) != 0 || pipe2(said, O_CLOEXEC) != 0)
        child->pid = -1;
    else
        child->pid = fork();
    if (child->pid == 0)
        become(child->process, in, out, said);
    if (child->pid < 0) {
        enum nd_status status = nd_error_system(err, errno);
        close_all(in, out, said);
        return status;
    }
    setpgid(child->pid, child->pid); /* whoever of the two comes first */
    child->out = out[0];
    child->said = said[0];
    close_all(in, (int[2]){-1, out[1]}, (int[2]){-1, said[1]});
    clock_gettime(CLOCK_MONOTONIC, &child->until);
    child->until.tv_sec += ND_CONVERTER_SECONDS;
    return ND_OK;
}

/* What waits to be read, or the end. */
static void take(int *fd, struct nd_buf *to) {
    ssize_t n = read(*fd, nd_buf_reserve(to, STEP), STEP);

    if (n < 0 && (errno == EINTR || errno == EAGAIN))
        return;
    if (n <= 0) {
        close(*fd);
        *fd = -1;
        return;
    }
    to->len += (size_t)n;
    to->ptr[to->len] = '\0';
}

/* Of what it has to say only the end is kept. */
static void take_said(struct child *child) {
    struct nd_buf *said = child->last_words;

    take(&child->said, said);
    if (said->len > 2 * KEPT_OF_SAID) {
        memmove(said->ptr, said->ptr + said->len - KEPT_OF_SAID, KEPT_OF_SAID);
        nd_buf_cut(said, KEPT_OF_SAID);
    }
}

static bool has_exited(const struct child *child) {
    siginfo_t info = {0};

    return waitid(P_PID, (id_t)child->pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid != 0;
}

/* Why it is to be stopped, or ND_OK. */
static enum nd_status look(const struct child *child, struct nd_error *err) {
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    if (child->process->cancel != NULL && *child->process->cancel != 0)
        return nd_error_set(err, ND_CANCELLED, "interrupted");
    if (child->text->len > child->process->max)
        return nd_error_set(err, ND_BAD_INPUT, "prints more than %zu bytes (--max-size raises the limit)",
                            child->process->max);
    if (now.tv_sec > child->until.tv_sec ||
        (now.tv_sec == child->until.tv_sec && now.tv_nsec >= child->until.tv_nsec))
        return nd_error_set(err, ND_BAD_INPUT, "takes more than %d seconds", ND_CONVERTER_SECONDS);
    return ND_OK;
}

/* Until it has ended: processes that it leaves behind may keep what it printed to open. */
static enum nd_status follow(struct child *child, struct nd_error *err) {
    enum nd_status status = ND_OK;

    while (status == ND_OK) {
        bool is_over = has_exited(child), is_read = child->out < 0 && child->said < 0;
        struct pollfd fds[] = {{child->out, POLLIN, 0}, {child->said, POLLIN, 0}};
        int ready = poll(fds, 2, is_over ? 0 : is_read ? LEFT_MS : LOOK_MS);
        if (is_over && ready <= 0)
            break;
        if (ready > 0 && fds[0].revents != 0)
            take(&child->out, child->text);
        if (ready > 0 && fds[1].revents != 0)
            take_said(child);
        status = look(child, err);
    }
    return status;
}

static enum nd_status judge(int ended, struct nd_error *err) {
    if (WIFSIGNALED(ended) && (WTERMSIG(ended) == SIGXCPU || WTERMSIG(ended) == SIGKILL))
        return nd_error_set(err, ND_BAD_INPUT, "was ended: it took more than %d seconds or %d MB of memory",
                            ND_CONVERTER_SECONDS, ND_CONVERTER_MEGABYTES);
    if (WIFSIGNALED(ended))
        return nd_error_set(err, ND_BAD_INPUT, "was ended by signal %d", WTERMSIG(ended));
    return WEXITSTATUS(ended) == 0
               ? ND_OK
               : nd_error_set(err, ND_BAD_INPUT, "failed with status %d", WEXITSTATUS(ended));
}

enum nd_status nd_process_run(const struct nd_process *process, struct nd_buf *out, struct nd_buf *said,
                              struct nd_error *err) {
    struct child child = {.process = process, .out = -1, .said = -1, .text = out, .last_words = said};
    enum nd_status status;
    int ended = 0;

    nd_buf_clear(out);
    nd_buf_clear(said);
    status = start(&child, err);
    if (status != ND_OK)
        return status;
    status = follow(&child, err);
    kill(-child.pid, SIGKILL); /* before it is waited for: until then the group is surely its own */
    while (waitpid(child.pid, &ended, 0) < 0 && errno == EINTR)
        ;
    close_all(child.out, (int[2]){child.said, -1}, (int[2]){-1, -1});
    return status == ND_OK ? judge(ended, err) : status;
}
