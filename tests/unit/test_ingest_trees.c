/*
 * Ingesting again is as good as ingesting afresh. Random trees, random sets of roots (nested, repeated, with
 * common beginnings, odd bytes in names), random edits between the runs: after each run the database has to
 * say what a fresh one of the same paths says, ids aside. Where a run kept what it could not find, it has to
 * have said so, with good reason, and the next one with remove_missing has to make it equal.
 *
 * ND_ROUNDS sets the number of rounds, ND_SEED the first of their seeds; ND_LONG=1 makes many.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "follow_changes.h"
#include "newsdex/ingest.h"
#include "newsdex/limits.h"
#include "random_tree.h"

#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define DUMP "tests/fault/dump.sql"

enum { ROUNDS = 40, LONG_ROUNDS = 2000, ROOTS = 40, STEPS = 3 };

static char home[64], script[8192];
static unsigned long long round_seed;
static bool is_shown;
static bool may_have_kept;           /* records that are gone from a file, which go when all is read again */
static struct follower followers[2]; /* the second with references */

/* What a run says beside its totals. */
struct told {
    char kept[PATHS][MAX_PATH];
    size_t count;
    bool has_wrecked; /* a file that had articles is empty now, or no text */
};

static void observe(void *context, const struct nd_ingest_event *event) {
    struct told *told = context;

    told->has_wrecked =
        told->has_wrecked ||
        (event->type == ND_INGEST_PROBLEM &&
         nd_str_find(event->problem->message, ND_STR("what is known of it was kept")) != SIZE_MAX);
    if (event->type != ND_INGEST_NOTICE)
        return;
    assert_true(told->count < PATHS && event->path.len < MAX_PATH);
    snprintf(told->kept[told->count++], MAX_PATH, "%.*s", (int)event->path.len, event->path.ptr);
}

struct roots {
    char text[ROOTS][MAX_PATH];
    size_t count;
};

/* Paths of the tree as somebody may write them, and some that are not there. */
static void add_root(struct roots *roots) {
    static const char *const forms[] = {"%s", "%s/", "./%s", "t/../%s", "%s/.", "t//./../%s"};
    char path[MAX_PATH];

    if (roots->count >= ROOTS / 2)
        return;
    list_tree();
    pick_path(path);
    if (pick(8) == 0)
        snprintf(path, sizeof path, "t");
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    snprintf(roots->text[roots->count++], MAX_PATH, forms[pick(3) == 0 ? pick(6) : 0], path);
#pragma GCC diagnostic pop
}

static void ingest(const char *database, const struct roots *roots, const struct nd_ingest_options *wanted,
                   struct told *told, struct nd_ingest_totals *totals) {
    struct nd_ingest_options options = *wanted;
    struct nd_str paths[ROOTS];
    struct nd_error err = ND_ERROR_INIT;
    struct nd_index *index = NULL;

    for (size_t i = 0; i < roots->count; i++)
        paths[i] = nd_str_from(roots->text[i]);
    options.roots = paths;
    options.root_count = roots->count;
    options.max_size = ND_MAX_FILE;
    told->count = 0;
    told->has_wrecked = false;
    if (nd_index_open(database, ND_INDEX_WRITE, 0, &index, &err) != ND_OK ||
        nd_ingest(index, &options, observe, told, totals, &err) != ND_OK)
        fail_msg("seed %llu: %s", round_seed, err.message);
    nd_index_close(index);
}

static int add_row(void *context, int count, char **values, char **columns) {
    struct nd_buf *buf = context;

    (void)columns;
    for (int i = 0; i < count; i++)
        nd_buf_addf(buf, "%s|", values[i] == NULL ? "NULL" : values[i]);
    nd_buf_add_char(buf, '\n');
    return 0;
}

static void query(const char *database, const char *sql, struct nd_buf *out) {
    sqlite3 *db = NULL;

    nd_buf_clear(out);
    nd_buf_add_z(out, "");
    assert_int_equal(sqlite3_open_v2(database, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    if (sqlite3_exec(db, sql, add_row, out, NULL) != SQLITE_OK)
        fail_msg("%s", sqlite3_errmsg(db));
    sqlite3_close(db);
}

/* The first line in which two dumps differ. */
static void assert_same(const struct nd_buf *found, const struct nd_buf *expected, const char *when) {
    struct nd_str a = nd_buf_str(found), b = nd_buf_str(expected), x = ND_STR_NONE, y = ND_STR_NONE;

    if (nd_str_eq(a, b))
        return;
    while (nd_str_next_line(&a, &x) && nd_str_next_line(&b, &y) && nd_str_eq(x, y))
        ;
    fail_msg("seed %llu, %s: \"%.*s\" instead of \"%.*s\"", round_seed, when, (int)x.len, x.ptr, (int)y.len,
             y.ptr);
}

/* Every file of the fresh database is in the other one, whatever else it has. */
static void assert_nothing_lost(void) {
    struct nd_buf out = {0};

    query("now.db",
          "ATTACH 'fresh.db' AS fresh; SELECT path FROM fresh.file WHERE hash IS NOT NULL EXCEPT SELECT path "
          "FROM "
          "main.file WHERE hash IS NOT NULL",
          &out);
    if (out.len > 0)
        fail_msg("seed %llu: lost %s", round_seed, out.ptr);
    nd_buf_free(&out);
}

static bool has_files(const char *folder) {
    DIR *dir = opendir(folder);
    struct dirent *entry;
    bool found = false;

    while (dir != NULL && !found && (entry = readdir(dir)) != NULL) {
        char path[2 * MAX_PATH];
        struct stat st;
        if (entry->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        found = lstat(path, &st) == 0 && (!S_ISDIR(st.st_mode) || has_files(path));
    }
    if (dir != NULL)
        closedir(dir);
    return found;
}

/* A folder that was told to be kept is gone or has nothing in it. */
static void assert_good_reason(const struct told *told) {
    struct stat st;

    for (size_t i = 0; i < told->count; i++)
        if (lstat(told->kept[i], &st) == 0 && S_ISDIR(st.st_mode) && has_files(told->kept[i]))
            fail_msg("seed %llu: kept although not empty: %s", round_seed, told->kept[i]);
}

/* A link that is a root names its target, which may be gone, or the link, when the next run looks for it. */
static void add_targets(struct roots *roots) {
    for (size_t i = 0; i < roots->count && roots->count < ROOTS; i++) {
        struct stat st;
        char *target =
            lstat(roots->text[i], &st) == 0 && S_ISLNK(st.st_mode) ? realpath(roots->text[i], NULL) : NULL;
        if (target != NULL)
            snprintf(roots->text[roots->count++], MAX_PATH, "%s", target);
        free(target);
    }
}

static char letter_of(const char *path) {
    struct stat st;

    if (lstat(path, &st) != 0)
        return '?';
    return S_ISDIR(st.st_mode) ? 'd' : S_ISLNK(st.st_mode) ? 'l' : S_ISFIFO(st.st_mode) ? 'p' : 'f';
}

/* ND_ROUNDS=1 shows what a round was about. */
static void show(const struct roots *roots) {
    list_tree();
    for (size_t i = 0; i < roots->count; i++)
        print_message("# root %s\n", roots->text[i]);
    for (size_t i = 0; i < tree.count; i++)
        print_message("# %s %c\n", tree.text[i], letter_of(tree.text[i]));
}

/* Whoever has followed so far has what somebody gets who begins now. */
static void check_followers(const char *when) {
    for (int i = 0; i < 2; i++) {
        struct follower whole;
        struct nd_buf found = {0}, expected = {0};
        follower_open(&whole);
        follow(&whole, "now.db", i == 1);
        follow(&followers[i], "now.db", i == 1);
        follower_dump(&followers[i], &found);
        follower_dump(&whole, &expected);
        assert_same(&found, &expected, when);
        follow(&followers[i], "now.db", i == 1);
        assert_int_equal(followers[i].puts, 0);
        sqlite3_close(whole.db);
        nd_buf_free(&found);
        nd_buf_free(&expected);
    }
}

static void fail_with(void *context, struct nd_str fault) {
    fail_msg("seed %llu, %s: %.*s", round_seed, (const char *)context, (int)fault.len, fault.ptr);
}

/* All tables are what the articles say. */
static void assert_sound(const char *when) {
    struct nd_error err = ND_ERROR_INIT;
    struct nd_index *index = NULL;
    char moment[32];
    bool is_sound = false;

    snprintf(moment, sizeof moment, "%s", when);
    if (nd_index_open("now.db", ND_INDEX_VERIFY, 0, &index, &err) != ND_OK ||
        nd_index_verify(index, fail_with, moment, &is_sound, &err) != ND_OK)
        fail_msg("seed %llu: %s", round_seed, err.message);
    assert_true(is_sound);
    nd_index_close(index);
}

static void check_run(struct roots *roots, const char *when) {
    static struct told told;
    struct nd_ingest_options plain = {.jobs = 1}, options = {.jobs = pick(4) == 0 ? 2 : 1};
    struct nd_ingest_totals totals;
    struct nd_buf now = {0}, fresh = {0};

    options.force = pick(8) == 0 || may_have_kept;
    may_have_kept = false;
    add_targets(roots);
    if (is_shown)
        show(roots);
    ingest("fresh.db", roots, &plain, &told, &totals);
    query("fresh.db", script, &fresh);
    ingest("now.db", roots, &options, &told, &totals);
    assert_good_reason(&told);
    assert_nothing_lost();
    if (told.count > 0 || told.has_wrecked) {
        options.remove_missing = true;
        ingest("now.db", roots, &options, &told, &totals);
        assert_int_equal(told.count, 0);
    }
    query("now.db", script, &now);
    assert_same(&now, &fresh, when);
    ingest("now.db", roots, &plain, &told, &totals);
    if (totals.added + totals.changed + totals.moved + totals.removed != 0 || told.count != 0)
        fail_msg("seed %llu: a run without a change has changed something", round_seed);
    query("now.db", script, &now);
    assert_same(&now, &fresh, "again");
    assert_sound(when);
    check_followers(when);
    remove_all("fresh.db");
    remove_all("fresh.db-wal");
    remove_all("fresh.db-shm");
    nd_buf_free(&now);
    nd_buf_free(&fresh);
}

/* Some of the roots alone. */
static void ingest_some(const struct roots *roots) {
    static struct told told;
    struct roots some = {.count = 0};
    struct nd_ingest_totals totals;
    struct nd_ingest_options options = {.jobs = 1, .keep_missing = pick(8) == 0, .remove_missing = false};

    for (size_t i = 0; i < roots->count; i++)
        if (pick(3) == 0)
            memcpy(some.text[some.count++], roots->text[i], MAX_PATH);
    may_have_kept = may_have_kept || options.keep_missing;
    ingest("now.db", &some, &options, &told, &totals);
}

/* A link that led somewhere once: what is known of there is not below the root any more, and stays. */
static bool has_lost_link(const struct roots *roots) {
    for (size_t i = 0; i < roots->count; i++) {
        struct nd_str path = nd_str_from(roots->text[i]);
        char bare[MAX_PATH];
        struct stat st;
        while (nd_str_ends(path, ND_STR("/")) || nd_str_ends(path, ND_STR("/.")))
            path.len--;
        snprintf(bare, sizeof bare, "%.*s", (int)path.len, path.ptr);
        if (lstat(bare, &st) == 0 && S_ISLNK(st.st_mode) && stat(bare, &st) != 0)
            return true;
    }
    return false;
}

static void run_round(unsigned long long seed) {
    struct roots roots = {.count = 0};

    round_seed = seed;
    may_have_kept = false;
    state = seed * 0x9E3779B97F4A7C15u + 1;
    for (int i = 0; i < 4; i++)
        (void)pick(2);
    for (int i = 0; i < 2; i++)
        follower_open(&followers[i]);
    assert_int_equal(mkdir("t", 0700), 0);
    edit(10 + pick(30));
    for (unsigned i = 1 + pick(5); i > 0; i--)
        add_root(&roots);
    check_run(&roots, "first");
    for (int step = 0; step < STEPS; step++) {
        edit(pick(2) == 0 ? 1 + pick(4) : pick(25));
        if (pick(3) == 0)
            ingest_some(&roots);
        if (pick(3) == 0)
            add_root(&roots);
        edit(pick(4));
        if (has_lost_link(&roots))
            break;
        check_run(&roots, "after edits");
    }
    for (int i = 0; i < 2; i++)
        sqlite3_close(followers[i].db);
    remove_all("t");
    remove_all("now.db");
    remove_all("now.db-wal");
    remove_all("now.db-shm");
}

static int set_up(void **unused) {
    FILE *file = fopen(DUMP, "r");
    size_t length;

    (void)unused;
    if (file == NULL)
        return 1;
    length = fread(script, 1, sizeof script - 1, file);
    fclose(file);
    script[length] = '\0';
    snprintf(home, sizeof home, "%s/newsdex-trees-XXXXXX",
             access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    return mkdtemp(home) == NULL || chdir(home) != 0;
}

static int tear_down(void **unused) {
    (void)unused;
    (void)!chdir("/");
    remove_all(home);
    return 0;
}

static unsigned long long number_from(const char *name, unsigned long long fallback) {
    const char *value = getenv(name);
    uint64_t number;

    return value != NULL && nd_str_to_uint(nd_str_from(value), &number) ? number : fallback;
}

static void ingesting_again_is_ingesting_afresh(void **unused) {
    unsigned long long rounds = number_from("ND_ROUNDS", getenv("ND_LONG") != NULL ? LONG_ROUNDS : ROUNDS);
    unsigned long long seed = number_from("ND_SEED", 1);

    (void)unused;
    is_shown = rounds == 1;
    for (unsigned long long i = 0; i < rounds; i++)
        run_round(seed + i);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(ingesting_again_is_ingesting_afresh)};

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
