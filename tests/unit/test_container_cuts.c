/*
 * Files that end early: each sample of tests/golden/container, cut at many places. Where nothing of level
 * warning is said, nothing was lost that its notation lets one know of.
 */
#include "newsdex/container.h"
#include "newsdex/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "newsdex/source.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#define SAMPLES "tests/golden/container"

enum { MAX_RECORDS = 64, CUTS = 40, LONG_CUTS = 1000, LAST_BYTES = 16 };

/* How much a notation tells of where it ends. */
enum told {
    ALL,     /* what is around its records has an end */
    RECORDS, /* each record has one, but there may be any number of them */
    LINES    /* the last record is whatever follows */
};

struct reading {
    uint64_t records[MAX_RECORDS]; /* hashes of what they say */
    size_t count;
    enum told told;
    bool is_container, is_warned;
};

static unsigned seed = 1;

static unsigned random_below(size_t limit) {
    seed = seed * 1103515245 + 12345;
    return (unsigned)((seed >> 8) % limit);
}

static enum told what_is_told(const char *format, struct nd_str bytes, uint64_t first_offset) {
    static const char *const lines[] = {
        "csv",   "mail",  "mbox",      "nexis",  "proquest", "factiva", "europresse", "iptc7901",
        "nbib",  "refer", "chat",      "text",   "yaml",     "latex",   "mediawiki",  "fasttext",
        "conll", "story", "gutenberg", "bundle", "marked",   "toutiao"};
    static const char *const records[] = {"trec", "ris", "bibtex", "clippings"};

    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        if (nd_str_eq(nd_str_from(format), nd_str_from(lines[i])) && bytes.ptr[0] != '<')
            return LINES;
    for (size_t i = 0; i < sizeof records / sizeof *records; i++)
        if (nd_str_eq(nd_str_from(format), nd_str_from(records[i])))
            return RECORDS;
    if (nd_str_eq(nd_str_from(format), ND_STR("json")) &&
        (nd_str_find(bytes, ND_STR("}\n{")) != SIZE_MAX || nd_str_find(bytes, ND_STR("]\n[")) != SIZE_MAX ||
         nd_str_find(bytes, ND_STR("];\n")) != SIZE_MAX))
        return RECORDS; /* lists one behind the other */
    return first_offset == 0 && !nd_container_is_packed(bytes) ? RECORDS : ALL;
}

static uint64_t hash_of(const struct nd_item *item) {
    struct nd_buf out = {0};
    struct nd_json json = {.out = &out};
    uint64_t hash;

    if (item->fields != NULL)
        nd_json_value(&json, item->fields);
    nd_buf_add(&out, item->document);
    hash = nd_str_hash(nd_buf_str(&out));
    nd_buf_free(&out);
    return hash;
}

static bool has_warning(const struct nd_problems *problems) {
    for (const struct nd_problem *p = problems->first; p != NULL; p = p->next)
        if (p->level >= ND_WARNING)
            return true;
    return false;
}

static void read_all(struct nd_str bytes, struct reading *reading) {
    struct nd_arena *arena = nd_arena_new();
    struct nd_container *container = NULL;
    struct nd_error err = ND_ERROR_INIT;
    struct nd_problems problems;
    struct nd_record record;
    struct nd_item item;

    *reading = (struct reading){.told = ALL};
    nd_problems_init(&problems, arena);
    reading->is_container = nd_container_open_bytes(bytes, true, 1 << 20, &container, &err) == ND_OK;
    while (reading->is_container && nd_container_next(container, &record, &err) == ND_OK) {
        if (record.ordinal == 1)
            reading->told = what_is_told(nd_container_format(container), bytes, record.offset);
        assert_true(reading->count < MAX_RECORDS);
        if (nd_container_read(container, record.bytes, &record, arena, &problems, &item))
            reading->records[reading->count++] = hash_of(&item);
    }
    if (reading->is_container)
        nd_container_report(container, &problems);
    /* of a file that says what it is without records nd_parts_report tells */
    reading->is_warned =
        has_warning(&problems) || (reading->is_container && nd_container_none(container) != NULL);
    nd_container_close(container);
    nd_arena_free(arena);
}

/* Whether what is missing could not be known. */
static bool is_honest(const struct reading *whole, const struct reading *cut) {
    size_t same = 0;

    while (same < cut->count && same < whole->count && cut->records[same] == whole->records[same])
        same++;
    if (cut->is_warned || (same == cut->count && same == whole->count))
        return true;
    if (whole->told == LINES)
        return same + 1 >= cut->count;
    return whole->told == RECORDS && same == cut->count;
}

/* Between two statements of a dump that says nowhere how it ends, or behind a line that is JSON alone, too.
 */
static bool is_between_statements(const char *name, struct nd_str bytes, size_t length) {
    struct nd_str cut = nd_str_trim_right(nd_str_slice(bytes, 0, length));

    if (nd_str_ends(nd_str_from(name), ND_STR(".jsonl")) && length < bytes.len &&
        (bytes.ptr[length] == '\n' || bytes.ptr[length - 1] == '\n'))
        return true;
    return nd_str_ends(nd_str_from(name), ND_STR(".sql")) && nd_str_ends(cut, ND_STR(";")) &&
           nd_str_find(bytes, ND_STR("Dump completed")) == SIZE_MAX;
}

static size_t try_cuts(const char *name, struct nd_str bytes, size_t cuts) {
    struct reading whole, cut;
    size_t silent = 0;

    read_all(bytes, &whole);
    for (size_t i = 1; whole.is_container && !whole.is_warned && i <= cuts; i++) {
        size_t length = i <= LAST_BYTES ? bytes.len - (i < bytes.len ? i : 0) : 1 + random_below(bytes.len);
        char *copy = malloc(length); /* so that a sanitizer sees what is read behind it */
        assert_non_null(copy);
        memcpy(copy, bytes.ptr, length);
        read_all(nd_str_of(copy, length), &cut);
        free(copy);
        if (!cut.is_container || is_honest(&whole, &cut) || is_between_statements(name, bytes, length))
            continue;
        silent++;
        print_error("%s: %zu of %zu bytes: %zu records instead of %zu, and nothing said\n", name, length,
                    bytes.len, cut.count, whole.count);
    }
    return silent;
}

static void what_is_missing_is_told(void **state) {
    DIR *dir = opendir(SAMPLES);
    struct dirent *entry;
    struct nd_buf bytes = {0};
    struct nd_file_stamp stamp;
    struct nd_error err = ND_ERROR_INIT;
    size_t silent = 0, samples = 0;

    (void)state;
    assert_non_null(dir);
    while ((entry = readdir(dir)) != NULL) {
        char path[512];
        if (entry->d_name[0] == '.' || nd_str_ends(nd_str_from(entry->d_name), ND_STR(".expected")))
            continue;
        snprintf(path, sizeof path, SAMPLES "/%s", entry->d_name);
        nd_buf_clear(&bytes);
        assert_int_equal(nd_source_read(path, 1 << 20, &bytes, &stamp, &err), ND_OK);
        silent += try_cuts(entry->d_name, nd_str_trim_right(nd_buf_str(&bytes)),
                           getenv("ND_LONG") != NULL ? LONG_CUTS : CUTS);
        samples++;
    }
    closedir(dir);
    nd_buf_free(&bytes);
    assert_true(samples > 50);
    assert_int_equal(silent, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_is_missing_is_told)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
