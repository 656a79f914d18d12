/*
 * Time, memory and output of newsdex parse grow at most in proportion to its input, whatever that is: every
 * family (families.h) is filled up to a size, read, and must be done within what files of that size may cost.
 * make check fills them up to 512 KiB (64 beside a sanitizer), make check-long up to the cap of 64 MiB, and
 * files there that are one thing over and over; it also ingests those of 512 KiB. NEWSDEX is the newsdex to
 * test; ND_GROWTH=BYTES tells what each family costs at that size, and judges nothing. ND_FAMILIES=NAME takes
 * those of a group (html, markdown, digest, value, text, mail, container, issue), or those that have NAME in
 * how they are told.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "container_families.h"
#include "digest_families.h"
#include "families.h"
#include "html_families.h"
#include "mail_families.h"
#include "newsdex/limits.h"
#include "newsdex/str.h"
#include "sanitizer.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
#ifdef HAS_SANITIZER
    SHORT_FILE = 64 * 1024, /* time is not judged, see is_bounded */
#else
    SHORT_FILE = 512 * 1024,
#endif
    BASE_MILLISECONDS = 600, /* of processor time that any file may cost, */
    MAX_MILLISECONDS = 1650, /* and this much for 64 MiB, on a machine that does FIXED_WORK in the next */
    BASE_MEGABYTES = 160,    /* resident, that any file may need, */
    MAX_MEGABYTES = 140,     /* and this much for 64 MiB */
    BASE_OUTPUT = 64 * 1024, /* bytes that any record may have, */
    OUTPUT_FACTOR = 8,       /* and this many for each of the file, */
    RECORD_FACTOR = 128,     /* or of one that holds many, which may be short */
    STOP_SECONDS = 60,       /* when there is no use in waiting any longer */
    TRIES = 4                /* of which one must do */
};
enum { FIXED_WORK = 100, FIXED_WORK_MILLISECONDS = 110 };

static const char *const heads[] = {
    "", "# Title\n\n", "<!DOCTYPE html><html><body><p>", "---\ntitle: a\n---\n", "---\ntitle: ",
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

/* Of one run of newsdex parse. */
struct cost {
    double seconds;
    size_t megabytes, output;
    int status; /* as of wait() */
};

static double factor = 1; /* how many times slower than there this machine is now */

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
    factor = taken > FIXED_WORK_MILLISECONDS ? taken / FIXED_WORK_MILLISECONDS : 1;
    nd_buf_free(&text);
}

/* Adds units, or as many ends, up to size bytes; each '@' is replaced by the number of the unit. */
static void add_units(struct nd_buf *text, const char *unit, size_t size, size_t count) {
    for (size_t i = 0; text->len < size && i < count; i++)
        for (const char *at = unit; *at != '\0'; at++) {
            if (*at == '@')
                nd_buf_addf(text, "%zu", i);
            else
                nd_buf_add_char(text, *at);
        }
}

static void fill(const struct family *family, size_t size, struct nd_buf *text) {
    size_t lengths = strlen(family->unit) + (family->end == NULL ? 0 : strlen(family->end));

    nd_buf_clear(text);
    nd_buf_add_z(text, family->head);
    add_units(text, family->unit, size, family->end == NULL ? SIZE_MAX : size / lengths);
    if (family->end != NULL)
        add_units(text, family->end, size, size / lengths);
    if (text->len > size)
        nd_buf_cut(text, size);
}

/* Whether an ingest is measured, which finds copies, furniture and words as well; into a database beside the
 * file. */
static bool is_ingest;

static void exec_command(const char *path) {
    char database[512];

    snprintf(database, sizeof database, "%s.db", path);
    if (is_ingest)
        execl(getenv("NEWSDEX"), "newsdex", "ingest", "-q", "-j1", "--db", database, path, (char *)NULL);
    else
        execl(getenv("NEWSDEX"), "newsdex", "parse", path, (char *)NULL);
}

static void drop_database(const char *path) {
    static const char *const endings[] = {".db", ".db-wal", ".db-shm", ".db-journal"};
    char name[512];

    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        snprintf(name, sizeof name, "%s%s", path, endings[i]);
        unlink(name);
    }
}

static void exec_parse(int output, const char *path) {
    struct rlimit limit = {(rlim_t)(factor * STOP_SECONDS), (rlim_t)(factor * STOP_SECONDS)};
    int null = open("/dev/null", O_RDWR);

    (void)!setrlimit(RLIMIT_CPU, &limit);
    dup2(output, STDOUT_FILENO);
    dup2(null, STDERR_FILENO);
    exec_command(path);
    _exit(127);
}

static struct cost parse(const char *path) {
    static char thrown_away[1 << 16];
    struct cost cost = {0, 0, 0, 0};
    struct rusage usage;
    int ends[2];
    ssize_t got;
    pid_t child;

    assert_int_equal(pipe(ends), 0);
    child = fork();
    if (child == 0)
        exec_parse(ends[1], path);
    assert_true(child > 0);
    close(ends[1]);
    while ((got = read(ends[0], thrown_away, sizeof thrown_away)) > 0)
        cost.output += (size_t)got;
    close(ends[0]);
    assert_int_equal(wait4(child, &cost.status, 0, &usage), child);
    drop_database(path);
    cost.seconds = seconds(&usage.ru_utime) + seconds(&usage.ru_stime);
    cost.megabytes = (size_t)usage.ru_maxrss / 1024;
    return cost;
}

/* What a sanitizer needs says nothing about the program: beside one, only that it ends well is judged. */
static bool is_bounded(const struct cost *cost, size_t size, size_t output_factor) {
    double share = (double)size / ND_MAX_FILE;
    /* 64 MiB may be millions of records: what is printed of them takes as long as what is read. */
    double work = output_factor == RECORD_FACTOR ? share + (double)cost->output / ND_MAX_FILE : share;

#ifdef HAS_SANITIZER
    return WIFEXITED(cost->status) && WEXITSTATUS(cost->status) <= 1;
#endif

    return WIFEXITED(cost->status) && WEXITSTATUS(cost->status) <= 1 &&
           1000 * cost->seconds <= factor * (BASE_MILLISECONDS + work * MAX_MILLISECONDS) &&
           (double)cost->megabytes <= BASE_MEGABYTES + share * MAX_MEGABYTES &&
           cost->output <= BASE_OUTPUT + size * output_factor;
}

static void add_visible(struct nd_buf *out, const char *text) {
    for (; *text != '\0'; text++) {
        if (*text > ' ' && *text < 0x7f)
            nd_buf_add_char(out, *text);
        else
            nd_buf_addf(out, "\\%03o", (unsigned char)*text);
    }
}

static void add_name(struct nd_buf *name, const struct family *family) {
    size_t length = strlen(family->head);

    add_visible(name, length > 40 ? family->head + length - 40 : family->head);
    nd_buf_add_char(name, ' ');
    add_visible(name, family->unit);
    nd_buf_add_char(name, ' ');
    add_visible(name, family->end == NULL ? "" : family->end);
}

static void tell(const struct family *family, const struct cost *cost) {
    struct nd_buf name = {NULL, 0, 0};

    add_name(&name, family);
    print_message("# %.3f s, %zu MB, %zu bytes printed, status %d: %s\n", cost->seconds, cost->megabytes,
                  cost->output, cost->status, name.ptr);
    nd_buf_free(&name);
}

/* Whether newsdex was done in time, memory and space; says so if not. */
static bool check_family(const struct family *family, size_t size, size_t output_factor, const char *path) {
    struct nd_buf text = {NULL, 0, 0};
    FILE *file = fopen(path, "wb");
    struct cost cost;
    bool is_good, is_asked = getenv("ND_GROWTH") != NULL; /* what it costs, not whether it may */

    assert_non_null(file);
    fill(family, size, &text);
    assert_int_equal(fwrite(text.ptr, 1, text.len, file), text.len);
    assert_int_equal(fclose(file), 0);
    nd_buf_free(&text);
    cost = parse(path);
    for (int i = 1; i < TRIES && !is_asked && !is_bounded(&cost, size, output_factor);
         i++) { /* the machine may be busy */
        calibrate();
        cost = parse(path);
    }
    is_good = is_bounded(&cost, size, output_factor);
    if (!is_good || is_asked)
        tell(family, &cost);
    return is_good || is_asked;
}

struct table {
    const char *name;
    const struct family *families;
    size_t count;
};

#define TABLE(group)                                                                                         \
    { #group, group##_families, sizeof group##_families / sizeof *group##_families }

static const struct table tables[] = {
    TABLE(html), TABLE(markdown), TABLE(digest),    TABLE(value),
    TABLE(text), TABLE(mail),     TABLE(container), TABLE(issue),
};

/* Whether $ND_FAMILIES asks for it, or for all. */
static bool is_wanted(const struct table *table, const struct family *family) {
    const char *wanted = getenv("ND_FAMILIES");
    struct nd_buf name = {NULL, 0, 0};
    bool is_in;

    if (wanted == NULL || strcmp(wanted, table->name) == 0)
        return true;
    add_name(&name, family);
    is_in = strstr(name.ptr, wanted) != NULL;
    nd_buf_free(&name);
    return is_in;
}

static bool holds_many(const struct table *table) {
    return table->families == container_families || table->families == issue_families;
}

static size_t size_of_files(void) {
    uint64_t size;

    if (getenv("ND_GROWTH") != NULL && nd_str_to_uint(nd_str_from(getenv("ND_GROWTH")), &size) &&
        size <= ND_MAX_FILE)
        return (size_t)size;
    return getenv("ND_LONG") != NULL ? ND_MAX_FILE : SHORT_FILE;
}

/* newsdex without a file first, so that it is in memory. */
static void begin(struct nd_buf *path) {
    const char *folder = getenv("TMPDIR");

    calibrate();
    nd_buf_addf(path, "%s/newsdex-growth-%ld", folder == NULL ? "/tmp" : folder, (long)getpid());
    (void)parse(path->ptr);
}

/* How many do not keep their bounds. */
static size_t check_families(size_t size, const char *path) {
    size_t bad = 0;

    for (size_t t = 0; t < sizeof tables / sizeof *tables; t++)
        for (size_t i = 0; i < tables[t].count; i++)
            bad += is_wanted(&tables[t], &tables[t].families[i]) &&
                   !check_family(&tables[t].families[i], size,
                                 holds_many(&tables[t]) ? RECORD_FACTOR : OUTPUT_FACTOR, path);
    return bad;
}

static void test_families(void **state) {
    struct nd_buf path = {NULL, 0, 0};
    size_t bad = 0;

    (void)state;
    if (getenv("NEWSDEX") == NULL) {
        print_message("# not run: $NEWSDEX says which newsdex to test\n");
        return;
    }
    begin(&path);
    bad = check_families(size_of_files(), path.ptr);
    unlink(path.ptr);
    nd_buf_free(&path);
    assert_int_equal(bad, 0);
}

/* At 512 KiB all that grows faster than its input shows. */
static void test_ingest(void **state) {
    struct nd_buf path = {NULL, 0, 0};
    size_t bad = 0;

    (void)state;
    if (getenv("ND_LONG") == NULL || getenv("NEWSDEX") == NULL) {
        print_message("# not run: make check-long runs this\n");
        return;
    }
    begin(&path);
    is_ingest = true;
    bad = check_families(SHORT_FILE, path.ptr);
    is_ingest = false;
    unlink(path.ptr);
    nd_buf_free(&path);
    assert_int_equal(bad, 0);
}

static void test_pieces(void **state) {
    struct nd_buf path = {NULL, 0, 0};
    size_t bad = 0;

    (void)state;
    if (getenv("ND_LONG") == NULL || getenv("NEWSDEX") == NULL) {
        print_message("# not run: make check-long runs this\n");
        return;
    }
    begin(&path);
    for (size_t h = 0; h < sizeof heads / sizeof *heads; h++)
        for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++)
            bad += !check_family(&(struct family){heads[h], pieces[i], NULL}, ND_MAX_FILE, OUTPUT_FACTOR,
                                 path.ptr);
    unlink(path.ptr);
    nd_buf_free(&path);
    assert_int_equal(bad, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_families),
        cmocka_unit_test(test_ingest),
        cmocka_unit_test(test_pieces),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
