/*
 * Files of many articles that were damaged: those of tests/golden/container, cut off, with bytes changed,
 * left out or put in, and with their encoding lied about. What lies before the damage is kept, and where a
 * record was cut something is said. ND_SHOW=1 prints what does not hold, and goes on.
 */
#include "newsdex/ingest.h"

#include "newsdex/alloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum {
    MAX = 4 * 1024 * 1024,
    RECORDS = 256,
    CUTS = 9,
    CHANGES = 6,
    BETWEEN = 160 /* bytes behind a record without which it may be another: marks, tags, the next header */
};

struct one {
    struct nd_str title, body;
    uint64_t end; /* of its bytes in the file */
};

struct reading {
    struct nd_arena *arena;
    struct one items[RECORDS];
    size_t count;
    size_t said; /* problems of any level */
    bool is_container;
};

static unsigned seed = 1;

static unsigned first_seed(void) {
    const char *text = getenv("ND_SEED");

    return text == NULL ? 0 : 1000 * (unsigned)strtoul(text, NULL, 10);
}

static size_t pick(size_t limit) {
    seed = seed * 1103515245 + 12345;
    return limit == 0 ? 0 : (seed >> 8) % limit;
}

static void keep(struct reading *reading, const struct nd_parsed *parsed, uint64_t end) {
    reading->said += parsed->problems.count;
    if (!parsed->has_article || reading->count == RECORDS)
        return;
    reading->items[reading->count++] = (struct one){nd_arena_str(reading->arena, parsed->article.title),
                                                    nd_arena_str(reading->arena, parsed->article.body), end};
}

static void read_parts(struct reading *reading, struct nd_str path, struct nd_str bytes) {
    struct nd_parts *parts = NULL;
    struct nd_parsed parsed = {0};
    struct nd_problems problems;
    struct nd_error err = ND_ERROR_INIT;
    struct nd_record record;
    struct nd_buf taken = {0};

    nd_problems_init(&problems, reading->arena);
    if (nd_parts_open(path, bytes, MAX, NULL, &problems, &parts, &err) != ND_OK)
        reading->said++;
    while (parts != NULL && nd_parts_next(parts, &record, &err) == ND_OK) {
        struct nd_arena *arena = nd_arena_new();
        nd_parsed_begin(&parsed, arena, NULL);
        nd_parts_take(parts, &record, &taken);
        nd_parse_record(&parsed, parts, &record, &taken, path);
        keep(reading, &parsed, record.offset + record.bytes.len);
        nd_arena_free(arena);
    }
    if (parts != NULL)
        nd_parts_report(parts, false, &problems);
    reading->said += problems.count;
    nd_buf_free(&taken);
    nd_parsed_fini(&parsed);
    nd_parts_close(parts);
}

static void read_all(struct reading *reading, struct nd_str path, struct nd_str bytes) {
    struct nd_parsed parsed = {0};
    struct nd_arena *arena = nd_arena_new();
    int fd = memfd_create("file", MFD_CLOEXEC);

    *reading = (struct reading){.arena = nd_arena_new()};
    assert_true(fd >= 0 && write(fd, bytes.ptr, bytes.len) == (ssize_t)bytes.len &&
                lseek(fd, 0, SEEK_SET) == 0);
    nd_parsed_begin(&parsed, arena, NULL);
    nd_parse_fd(&parsed, fd, path, MAX);
    reading->is_container = parsed.is_container;
    keep(reading, &parsed, bytes.len);
    if (parsed.is_container)
        read_parts(reading, path, nd_buf_str(&parsed.text));
    nd_parsed_fini(&parsed);
    nd_arena_free(arena);
    close(fd);
}

static bool is_same(const struct one *a, const struct one *b) {
    return nd_str_eq(a->title, b->title) && nd_str_eq(a->body, b->body);
}

static void complain(const char *name, const char *what, size_t at, const char *why) {
    print_message("# %s, %s at %zu: %s\n", name, what, at, why);
    if (getenv("ND_SHOW") == NULL)
        fail();
}

/* The records that end before at are those of the intact file, in their order. */
static void check_before(const char *name, const char *what, const struct reading *intact,
                         const struct reading *now, size_t at) {
    static const char *const packed[] = {".zip", ".7z", ".tar", ".gz", ".xz", ".bz2", ".zst"};
    size_t before = 0;

    for (size_t i = 0; i < sizeof packed / sizeof *packed; i++) /* of which offsets say nothing */
        if (nd_str_ends(nd_str_from(name), nd_str_from(packed[i])))
            return;
    if (nd_str_starts(nd_str_from(name), ND_STR("columns"))) /* records have their parts all over the file */
        return;
    while (before < intact->count && intact->items[before].end + BETWEEN < at)
        before++;
    if (before <
        (nd_str_starts(nd_str_from(name), ND_STR("series-")) ? 4 : 2)) /* too little to see what it is */
        return;
    if (now->count < before)
        complain(name, what, at, "records before it are lost");
    for (size_t i = 0; i < before && i < now->count; i++)
        if (!is_same(&intact->items[i], &now->items[i])) {
            complain(name, what, at, "a record before it is another");
            return;
        }
}

/* Formats whose records have an end of their own, so that one that was cut can be seen. */
static bool has_ends(const char *name) {
    static const char *const ends[] = {".json", ".jsonl", ".rss", ".rdf", ".atom", ".wxr", ".xml", ".sgm",
                                       ".warc", ".zip",   ".gz",  ".xz",  ".bz2",  ".zst", ".7z",  ".tar"};

    if (strcmp(name, "newsml-g2-message.xml") == 0) /* between its items, which other messages end behind */
        return false;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (nd_str_ends(nd_str_from(name), nd_str_from(ends[i])))
            return true;
    return false;
}

static void cut_off(const char *name, struct nd_str bytes, const struct reading *intact) {
    for (size_t i = 1; i <= CUTS; i++) {
        size_t at = bytes.len * i / (CUTS + 1) + pick(bytes.len / (CUTS + 1) + 1);
        struct reading now;
        bool is_inside = false;
        read_all(&now, nd_str_from(name), nd_str_slice(bytes, 0, at));
        check_before(name, "cut", intact, &now, at);
        for (size_t k = 0; k < intact->count; k++)
            is_inside = is_inside || (at + 16 < intact->items[k].end &&
                                      at > (k == 0 ? 0 : intact->items[k - 1].end) + BETWEEN);
        if (is_inside && has_ends(name) && now.said == 0)
            complain(name, "cut", at, "nothing is said");
        nd_arena_free(now.arena);
    }
}

/* A few bytes are others, are missing or come between. */
/* Tables of few rows of which some are odd as they are: with one more they are none. The two lines of
 * another. */
static bool is_doubtful(const char *name) {
    static const char *const doubtful[] = {"comma.csv", "blanks-behind.csv", "liar.tsv", "bundle.src"};

    for (size_t i = 0; i < sizeof doubtful / sizeof *doubtful; i++)
        if (strcmp(name, doubtful[i]) == 0)
            return true;
    return false;
}

static void change(const char *name, struct nd_str bytes, const struct reading *intact) {
    static const struct nd_str strange[] = {ND_STR_INIT("\0\0\0"),
                                            ND_STR_INIT("\xff\xfe"),
                                            ND_STR_INIT("\"\"\""),
                                            ND_STR_INIT("]]>"),
                                            ND_STR_INIT("</"),
                                            ND_STR_INIT("\n\n\n"),
                                            ND_STR_INIT("{[{[{["),
                                            ND_STR_INIT("\xed\xa0\x80"),
                                            ND_STR_INIT("\x1b[2J"),
                                            ND_STR_INIT("NaN,"),
                                            ND_STR_INIT("&nbsp;&#0;&bad;"),
                                            ND_STR_INIT("../../etc#1")};

    for (size_t i = 0; i < CHANGES; i++) {
        size_t at = pick(bytes.len), gone = pick(3) == 0 ? pick(200) : pick(2) * pick(8);
        struct nd_buf text = {0};
        struct reading now;
        nd_buf_add(&text, nd_str_slice(bytes, 0, at));
        if (pick(4) > 0)
            nd_buf_add(&text, strange[pick(sizeof strange / sizeof *strange)]);
        nd_buf_add(&text, nd_str_skip(bytes, at + gone));
        read_all(&now, nd_str_from(name), nd_buf_str(&text));
        if (intact->count > 0 && intact->items[0].end < bytes.len / 2 && !is_doubtful(name))
            check_before(name, "changed", intact, &now, at);
        nd_arena_free(now.arena);
        nd_buf_free(&text);
    }
}

static void read_bytes(const char *path, struct nd_buf *bytes) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct nd_error err = ND_ERROR_INIT;

    assert_true(fd >= 0);
    assert_int_equal(nd_source_read_fd(fd, MAX, bytes, &err), ND_OK);
    close(fd);
}

static void each_sample(void (*damage)(const char *, struct nd_str, const struct reading *)) {
    static const char folder[] = "tests/golden/container";
    struct dirent **entries;
    int count = scandir(folder, &entries, NULL, alphasort), samples = 0;

    for (int i = 0; i < count; i++) {
        const char *name = entries[i]->d_name;
        char path[512];
        struct nd_buf bytes = {0};
        struct reading intact;
        if (name[0] != '.' && !nd_str_ends(nd_str_from(name), ND_STR(".expected"))) {
            snprintf(path, sizeof path, "%s/%s", folder, name);
            read_bytes(path, &bytes);
            seed = (unsigned)samples++ + first_seed();
            read_all(&intact, nd_str_from(name), nd_buf_str(&bytes));
            damage(name, nd_buf_str(&bytes), &intact);
            nd_arena_free(intact.arena);
            nd_buf_free(&bytes);
        }
        free(entries[i]);
    }
    free(entries);
    assert_true(samples > 50);
}

static void what_comes_before_a_cut_is_kept(void **state) {
    (void)state;
    each_sample(cut_off);
}

static void what_comes_before_a_change_is_kept(void **state) {
    (void)state;
    each_sample(change);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_comes_before_a_cut_is_kept),
        cmocka_unit_test(what_comes_before_a_change_is_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
