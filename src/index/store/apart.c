#include "index/store/apart.h"

#include "newsdex/alloc.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { EXHAUSTED = 3 }; /* what the process that checks ends with when it has no memory */

/* Faults go through the pipe one after the other, each with a zero byte behind it. */
static void send_fault(void *context, struct nd_str fault) {
    int end = *(const int *)context;
    struct nd_buf text = {0};
    size_t sent = 0;

    nd_buf_add(&text, fault);
    nd_buf_add_char(&text, '\0');
    while (sent < text.len) {
        ssize_t count = write(end, text.ptr + sent, text.len - sent);
        if (count < 0 && errno != EINTR)
            break;
        sent += count > 0 ? (size_t)count : 0;
    }
    nd_buf_free(&text);
}

static void receive_faults(int end, nd_fault_sink *sink, void *context) {
    struct nd_buf text = {0};
    size_t from = 0;

    for (;;) {
        ssize_t count = read(end, nd_buf_reserve(&text, 4096), 4096);
        if (count == 0 || (count < 0 && errno != EINTR))
            break;
        text.len += count > 0 ? (size_t)count : 0;
    }
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] == '\0') {
            sink(context, nd_str_of(text.ptr + from, i - from));
            from = i + 1;
        }
    nd_buf_free(&text);
}

/* No core is left behind. */
static void limit_cpu(rlim_t seconds) {
    struct rlimit limits;

    if (getrlimit(RLIMIT_CORE, &limits) == 0)
        (void)setrlimit(RLIMIT_CORE, &(struct rlimit){0, limits.rlim_max});
    if (getrlimit(RLIMIT_CPU, &limits) != 0)
        return;
    limits.rlim_cur = limits.rlim_max < seconds ? limits.rlim_max : seconds;
    (void)setrlimit(RLIMIT_CPU, &limits);
}

/* The parent says it, once. */
static void give_up(const char *file) {
    (void)file;
    _exit(EXHAUSTED);
}

static _Noreturn void run_check(nd_apart_check *check, const char *path, unsigned long seconds, int end) {
    limit_cpu(seconds);
    nd_alloc_on_failure(give_up);
    check(path, send_fault, &end);
    _exit(0);
}

static void tell_end(int how, nd_fault_sink *sink, void *context) {
    struct nd_buf text = {0};

    nd_buf_add_z(&text, "SQLite's own check of the full-text index ");
    if (WIFSIGNALED(how) && WTERMSIG(how) == SIGXCPU)
        nd_buf_add_z(&text, "does not end");
    else if (WIFSIGNALED(how))
        nd_buf_addf(&text, "crashed (%s)", strsignal(WTERMSIG(how)));
    else
        nd_buf_addf(&text, "gave up (status %d)", WEXITSTATUS(how));
    nd_buf_add_z(&text, ": it is damaged; newsdex optimize --rebuild makes it anew");
    sink(context, nd_buf_str(&text));
    nd_buf_free(&text);
}

enum nd_status nd_apart_run(nd_apart_check *check, const char *path, unsigned long seconds,
                            nd_fault_sink *sink, void *context, struct nd_error *err) {
    int ends[2], how = 0;
    pid_t child;

    if (pipe(ends) != 0)
        return nd_error_set(err, ND_IO, "%s: the full-text index cannot be verified: %s", path,
                            strerror(errno));
    child = fork();
    if (child == 0)
        run_check(check, path, seconds, ends[1]);
    close(ends[1]);
    if (child < 0) {
        int code = errno;
        close(ends[0]);
        return nd_error_set(err, ND_IO, "%s: the full-text index cannot be verified: %s", path,
                            strerror(code));
    }
    receive_faults(ends[0], sink, context);
    close(ends[0]);
    while (waitpid(child, &how, 0) < 0)
        if (errno != EINTR)
            return nd_error_set(err, ND_IO, "%s: the full-text index cannot be verified: %s", path,
                                strerror(errno));
    if (WIFEXITED(how) && WEXITSTATUS(how) == EXHAUSTED)
        nd_alloc_exhausted();
    if (!WIFEXITED(how) || WEXITSTATUS(how) != 0)
        tell_end(how, sink, context);
    return ND_OK;
}
