/*
 * An ingest, with all that it finds (words, copies, furniture, stories, parts of issues), and queries over
 * what it wrote take twice as long, at most, of twice as many articles. make check goes up to 512 KiB of
 * them, make check-long to 16 MiB. NEWSDEX is the newsdex to test.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "newsdex/str.h"
#include "sanitizer.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    FIRST = 128 * 1024, /* bytes of the first file of a series, */
    SHORT = 512 * 1024, /* of the last */
    LONG = 16 * 1024 * 1024,
    TRIES = 4 /* of which one must do: the machine may be busy */
};

static const double slack = 1.5, base_seconds = 0.15; /* of the share of the first file, and beside it */

/* A beginning and articles, '@' standing for their number. */
static const struct series {
    const char *name, *head, *unit;
} all_series[] = {
    {"words of their own", "",
     "{\"title\": \"Quay @\", \"body\": \"The w@ was at x@ when the boat of y@ came in.\"}\n"},
    {"copies", "",
     "{\"title\": \"T@\", \"body\": \"The same words about the same boat are in each of these texts.\"}\n"},
    {"furniture", "",
     "{\"title\": \"T@\", \"body\": \"Read more of our harbour.\\n\\nBoat @ is in.\\n\\nAll rights "
     "reserved.\"}\n"},
    {"a story", "",
     "{\"title\": \"Ferry sinks off Rostock\", \"body\": \"The ferry sank off Rostock; boats saved @.\", "
     "\"date\": \"2024-03-05\"}\n"},
    {"an issue", "# Weekly\n\n",
     "## [Boat @ is in](https://a@.example/b)\n\nIt came at noon, the boat with @ on board.\n\n"},
};

static const char *const queries[] = {
    "boat", "b* OR w*", "\"of the\"", "title:boat", "came -rostock", "boat ferry \"the same\"",
};

enum { STEPS = 1 + sizeof queries / sizeof *queries };

static void fill(const struct series *series, size_t size, struct nd_buf *text) {
    nd_buf_add_z(text, series->head);
    for (size_t i = 0; text->len < size; i++)
        for (const char *at = series->unit; *at != '\0'; at++) {
            if (*at == '@')
                nd_buf_addf(text, "%zu", i);
            else
                nd_buf_add_char(text, *at);
        }
}

/* Seconds of the processor. query: NULL: the file is ingested. */
static double run(const char *database, const char *path, const char *query) {
    struct rusage usage;
    int status = -1;
    pid_t child = fork();

    if (child == 0) {
        int null = open("/dev/null", O_RDWR);
        dup2(null, STDOUT_FILENO);
        dup2(null, STDERR_FILENO);
        if (query == NULL)
            execl(getenv("NEWSDEX"), "newsdex", "ingest", "-q", "-j1", "--db", database, path, (char *)NULL);
        else
            execl(getenv("NEWSDEX"), "newsdex", "search", "--db", database, query, (char *)NULL);
        _exit(127);
    }
    assert_true(child > 0);
    assert_int_equal(wait4(child, &status, 0, &usage), child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) <= 1);
    return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static void drop_database(const char *database) {
    static const char *const endings[] = {"", "-wal", "-shm", "-journal"};
    char name[512];

    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        snprintf(name, sizeof name, "%s%s", database, endings[i]);
        unlink(name);
    }
}

/* What the ingest of a file of size bytes takes, and each query then. */
static void measure(const struct series *series, size_t size, const char *path, double took[STEPS]) {
    struct nd_buf text = {NULL, 0, 0};
    FILE *file = fopen(path, "wb");
    char database[512];

    assert_non_null(file);
    fill(series, size, &text);
    assert_int_equal(fwrite(text.ptr, 1, text.len, file), text.len);
    assert_int_equal(fclose(file), 0);
    nd_buf_free(&text);
    snprintf(database, sizeof database, "%s.db", path);
    for (size_t i = 0; i < STEPS; i++)
        took[i] = run(database, path, i == 0 ? NULL : queries[i - 1]);
    drop_database(database);
}

/* The step, from 1 on, that takes more than its share; 0: none. */
static size_t find_excess(const double first[STEPS], const double took[STEPS], size_t times) {
    for (size_t i = 0; i < STEPS; i++)
        if (took[i] > first[i] * (double)times * slack + base_seconds)
            return i + 1;
    return 0;
}

static bool grows_in_proportion(const struct series *series, size_t last, const char *path) {
    double first[STEPS], took[STEPS];
    size_t excess = 0;

    measure(series, FIRST, path, first);
    for (size_t size = 2 * FIRST; size <= last && excess == 0; size *= 2) {
        for (int i = 0; i < TRIES && (i == 0 || excess > 0); i++) {
            measure(series, size, path, took);
            excess = find_excess(first, took, size / FIRST);
        }
        if (excess > 0 || getenv("ND_LONG") != NULL)
            print_message("# %s, %zu KiB: %.3f s, queries %.3f %.3f %.3f %.3f %.3f %.3f\n", series->name,
                          size >> 10, took[0], took[1], took[2], took[3], took[4], took[5], took[6]);
    }
    return excess == 0;
}

static void test_series(void **state) {
    const char *folder = getenv("TMPDIR");
    char path[256];
    size_t bad = 0, last = getenv("ND_LONG") == NULL ? SHORT : LONG;

    (void)state;
    if (getenv("NEWSDEX") == NULL) {
        print_message("# not run: $NEWSDEX says which newsdex to test\n");
        return;
    }
#ifdef HAS_SANITIZER
    last = FIRST; /* what it takes beside one says nothing */
#endif
    snprintf(path, sizeof path, "%s/newsdex-series-%ld", folder == NULL ? "/tmp" : folder, (long)getpid());
    for (size_t i = 0; i < sizeof all_series / sizeof *all_series; i++)
        bad += !grows_in_proportion(&all_series[i], last, path);
    unlink(path);
    assert_int_equal(bad, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_series),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
