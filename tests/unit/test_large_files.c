/*
 * Files at the cap of 64 MiB, each one thing over and over: newsdex parse must be done with them in seconds
 * and in bounded memory. Only with ND_LONG=1; NEWSDEX is the newsdex to test.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "newsdex/limits.h"
#include "newsdex/str.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    MAX_MEGABYTES = 400,    /* resident */
    MAX_MILLISECONDS = 2500 /* of processor time, on a machine that does FIXED_WORK in the next */
};
enum { FIXED_WORK = 100, FIXED_WORK_MILLISECONDS = 110 };

struct kind {
    const char *suffix, *before;
};

static const struct kind kinds[] = {
    {".txt", ""},
    {".md", "# Title\n\n"},
    {".html", "<!DOCTYPE html><html><body><p>"},
    {".md", "---\ntitle: a\n---\n"},
    {".md", "---\ntitle: "},
};

static const char *const pieces[] = {
    "x",
    "x\n",
    "x\n\n",
    "\n",
    " ",
    "\t",
    "\r",
    "[",
    "]",
    "(",
    "{",
    "<",
    ">",
    "|",
    "|\n",
    "-",
    "-\n",
    "_",
    "*",
    "`",
    "\\",
    "&",
    "'",
    "\"",
    ".",
    ". ",
    "=\n",
    "~~~\n",
    "# a\n",
    "1",
    "1. a\n",
    "- a\n",
    "* * * ",
    "> > > ",
    "![",
    "[a](",
    "[a]: b\n",
    "|a|b|\n|-|-|\n",
    "&amp;",
    "<b>",
    "<p>x\n",
    "<li>",
    "<td>",
    "<!--",
    "{% ",
    "{{",
    "a: b\n",
    "\"a\": 1,\n",
    "http://a.b/ ",
    "Hello there. ",
    "12 May\n",
    "may 1 ",
    "Read more\n",
    "by x\n",
    "中",
    "中文\n",
    "ก",
    "e\u0301",
    "\u0301",
    "\u1100\u1161",
    "\u00a0",
    "\u200b",
    "ا",
    "ệ",
    "😀",
    "caf\xe9 ",
    "caf\xff\xe9\xe8 ",
    "a\001b cdefghijklmnopqrstuvwxyzabcdef",
};

static double factor = 1; /* how many times slower than there this machine is */

static double seconds(const struct timeval *time) {
    return (double)time->tv_sec + (double)time->tv_usec / 1e6;
}

static void calibrate(void) {
    struct nd_buf text = {NULL, 0, 0};
    clock_t begin = clock();
    double taken;

    while (text.len < 1000000)
        nd_buf_add_z(&text, "a fixed piece of work ");
    for (size_t i = 0; i < FIXED_WORK; i++)
        text.ptr[i] = (char)('a' + nd_str_hash(nd_buf_str(&text)) % 26);
    taken = 1000.0 * (double)(clock() - begin) / CLOCKS_PER_SEC;
    if (taken > FIXED_WORK_MILLISECONDS)
        factor = taken / FIXED_WORK_MILLISECONDS;
    nd_buf_free(&text);
}

/* Writes kind->before and as many pieces as fit. */
static void write_file(const char *path, const struct kind *kind, const char *piece) {
    struct nd_buf many = {NULL, 0, 0};
    FILE *file = fopen(path, "wb");
    size_t size, left = ND_MAX_FILE;

    assert_non_null(file);
    do
        nd_buf_add_z(&many, piece);
    while (many.len < 100000);
    left -= (size_t)fprintf(file, "%s", kind->before);
    do {
        size = left < many.len ? left : many.len;
        assert_int_equal(fwrite(many.ptr, 1, size, file), size);
        left -= size;
    } while (left > 0);
    assert_int_equal(fclose(file), 0);
    nd_buf_free(&many);
}

/* Runs newsdex parse with its output thrown away; *status as of wait(). */
static struct rusage parse(const char *path, int *status) {
    struct rusage usage;
    pid_t child = fork();

    if (child == 0) {
        int null = open("/dev/null", O_WRONLY);
        dup2(null, STDOUT_FILENO);
        dup2(null, STDERR_FILENO);
        execl(getenv("NEWSDEX"), "newsdex", "parse", path, (char *)NULL);
        _exit(127);
    }
    assert_true(child > 0);
    assert_int_equal(wait4(child, status, 0, &usage), child);
    return usage;
}

/* True when newsdex was done in time and memory. */
static bool is_bounded(const char *path, const struct kind *kind, const char *piece) {
    int status;
    struct rusage usage = parse(path, &status);
    double taken = seconds(&usage.ru_utime) + seconds(&usage.ru_stime);

    if (WIFEXITED(status) && WEXITSTATUS(status) <= 1 && 1000 * taken <= factor * MAX_MILLISECONDS &&
        usage.ru_maxrss / 1024 <= MAX_MEGABYTES)
        return true;
    print_message("# %s %.20s... %.20s: %.2f s, %ld MB, status %d\n", kind->suffix, kind->before, piece,
                  taken, usage.ru_maxrss / 1024, status);
    return false;
}

static void test_large_files(void **state) {
    const char *folder = getenv("TMPDIR");
    struct nd_buf path = {NULL, 0, 0};
    size_t bad = 0;

    (void)state;
    if (getenv("ND_LONG") == NULL || getenv("NEWSDEX") == NULL) {
        print_message("# not run: make check-long runs this\n");
        return;
    }
    calibrate();
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        nd_buf_clear(&path);
        nd_buf_addf(&path, "%s/newsdex-large-%ld%s", folder == NULL ? "/tmp" : folder, (long)getpid(),
                    kinds[k].suffix);
        for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
            write_file(path.ptr, &kinds[k], pieces[i]);
            bad += !is_bounded(path.ptr, &kinds[k], pieces[i]);
        }
        unlink(path.ptr);
    }
    nd_buf_free(&path);
    assert_int_equal(bad, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_large_files),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
