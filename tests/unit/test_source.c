/* Walking folders and reading files, in a folder of its own under /tmp. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "newsdex/limits.h"
#include "newsdex/source.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "open_through_links.h"

static char home[4096]; /* the folder, resolved */

static int make_home(void **state) {
    char name[] = "/tmp/newsdex-test-XXXXXX";

    (void)state;
    return mkdtemp(name) == NULL || realpath(name, home) == NULL || chdir(home) != 0;
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw) {
    (void)st;
    (void)type;
    (void)ftw;
    return remove(path);
}

static int remove_home(void **state) {
    (void)state;
    return chdir("/") != 0 || nftw(home, remove_one, 64, FTW_DEPTH | FTW_PHYS) != 0;
}

static void make_file(const char *path, const char *text) {
    FILE *file = fopen(path, "w");

    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static void make_folder(const char *path) {
    assert_int_equal(mkdir(path, 0700), 0);
}

/* Everything walk gives, a line each: the path below home, and the problem if it is one. */
static void list(const char *const *roots, size_t count, struct nd_buf *out) {
    struct nd_str paths[8];
    struct nd_walk_entry entry;
    struct nd_arena *arena = nd_arena_new();
    struct nd_roots resolved;
    struct nd_walk *walk;
    struct nd_str path;

    for (size_t i = 0; i < count; i++)
        paths[i] = nd_str_from(roots[i]);
    resolved = nd_source_roots(paths, count, arena);
    walk = nd_walk_open(&resolved, NULL);
    nd_buf_clear(out);
    while (nd_walk_next(walk, &entry) == ND_OK) {
        assert_true(nd_str_starts(entry.path, nd_str_from(home)));
        assert_int_equal(entry.path.ptr[entry.path.len], '\0');
        path = nd_str_skip(entry.path, strlen(home));
        nd_buf_add(out, path);
        if (entry.kind == ND_WALK_PROBLEM)
            nd_buf_addf(out, " %s%s", nd_problem_name(entry.problem), entry.is_directory ? " folder" : "");
        nd_buf_add_char(out, '\n');
    }
    nd_walk_close(walk);
    nd_arena_free(arena);
}

static void check_list(const char *const *roots, size_t count, const char *expected) {
    struct nd_buf out = {0};

    list(roots, count, &out);
    assert_string_equal(nd_buf_str(&out).ptr, expected);
    nd_buf_free(&out);
}

#define CHECK_LIST(expected, ...)                                                                            \
    check_list((const char *const[]){__VA_ARGS__},                                                           \
               sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *), expected)

static void test_order(void **state) {
    (void)state;
    make_folder("order");
    make_folder("order/a");
    make_file("order/a/b", "");
    make_file("order/a/Z", "");
    make_file("order/a.txt", "");
    make_file("order/a-b", "");
    make_file("order/a0", "");
    make_folder("order/empty");
    make_file("order/\xC3\xA9", "");
    make_file("order/z", "");
    make_file("order/new\nline", "");
    make_file("order/\xFF\xFE", "");
    CHECK_LIST("/order/a-b\n/order/a.txt\n/order/a/Z\n/order/a/b\n/order/a0\n/order/new\nline\n/order/z\n"
               "/order/\xC3\xA9\n/order/\xFF\xFE\n",
               "order");
    CHECK_LIST("/order/a.txt\n/order/a/Z\n/order/a/b\n/order/a0\n", "order/a", "order/a0", "order/a.txt");
}

static void test_roots(void **state) {
    (void)state;
    make_folder("roots");
    make_folder("roots/in");
    make_folder("roots/in/deep");
    make_file("roots/in/deep/f", "");
    make_file("roots/g", "");
    CHECK_LIST("/roots/g\n/roots/in/deep/f\n", "roots/in/deep/f", "roots", "roots/", "./roots/in/../in",
               "roots/g");
    CHECK_LIST("/roots/in/deep/f\n", "roots/in/deep/f", "roots/in/deep/f");
    CHECK_LIST("/roots/in/deep/f\n/roots/none unreadable folder\n", "roots/none", "roots/in/");
    CHECK_LIST("/roots/g\n/roots/in/deep/f\n/roots/none unreadable folder\n", "roots", "roots/none",
               "roots/in");
    CHECK_LIST("/roots/in/deep/f\n/roots/in2 unreadable folder\n", "roots/in", "roots/in2");
    check_list(NULL, 0, "");
    assert_int_equal(symlink("roots", "link"), 0);
    CHECK_LIST("/roots/g\n/roots/in/deep/f\n", "link", "link/in");
}

static void test_hidden_names(void **state) {
    (void)state;
    make_folder("hide");
    make_folder("hide/.git");
    make_folder("hide/.git/sub");
    make_file("hide/.git/x", "");
    make_file("hide/.git/sub/y", "");
    make_file("hide/.git/sub/.z", "");
    make_file("hide/.f", "");
    make_file("hide/.g", "");
    make_file("hide/h", "");
    make_file("hide/..i", "");
    CHECK_LIST("/hide/h\n", "hide");
    CHECK_LIST("/hide/.f\n/hide/h\n", "hide", "hide/.f");
    CHECK_LIST("/hide/.git/sub/y\n/hide/.git/x\n", "hide/.git");
    CHECK_LIST("/hide/.git/sub/y\n/hide/.git/x\n/hide/h\n", "hide/.git", "hide");
    CHECK_LIST("/hide/.git/sub/y\n/hide/h\n", "hide/.git/sub", "hide");
    CHECK_LIST("/hide/.git/sub/.z\n/hide/h\n", "hide/.git/sub/.z", "hide");
}

static void test_no_files(void **state) {
    (void)state;
    make_folder("odd");
    make_folder("odd/d");
    make_file("odd/f", "");
    assert_int_equal(symlink("..", "odd/d/loop"), 0);
    assert_int_equal(symlink("f", "odd/to-file"), 0);
    assert_int_equal(symlink("none", "odd/to-nothing"), 0);
    assert_int_equal(symlink("/usr", "odd/away"), 0);
    assert_int_equal(mkfifo("odd/fifo", 0600), 0);
    CHECK_LIST(
        "/odd/away symlink\n/odd/d/loop directory-loop\n/odd/f\n/odd/fifo not-a-file\n/odd/to-file symlink\n"
        "/odd/to-nothing symlink\n",
        "odd");
    CHECK_LIST("/odd/fifo not-a-file\n", "odd/fifo");
    CHECK_LIST("/odd/f\n", "odd/to-file");
    CHECK_LIST("/odd/to-nothing unreadable folder\n", "odd/to-nothing");
}

/* Permissions do not bind root, so the folder is one that no name can be opened in. */
static void test_unreadable_folder(void **state) {
    (void)state;
    make_folder("locked");
    make_folder("locked/in");
    make_file("locked/in/f", "");
    make_file("locked/z", "");
    assert_int_equal(chmod("locked/in", 0), 0);
    if (access("locked/in", R_OK) == 0)
        CHECK_LIST("/locked/in/f\n/locked/z\n", "locked");
    else
        CHECK_LIST("/locked/in/ unreadable folder\n/locked/z\n", "locked");
    assert_int_equal(chmod("locked/in", 0700), 0);
}

/* The folder ND_MAX_DIRECTORY_DEPTH below the root is read, the one in it is not. */
static void test_depth_limit(void **state) {
    struct nd_buf expected = {0}, path = {0};

    (void)state;
    make_folder("deep");
    assert_int_equal(chdir("deep"), 0);
    nd_buf_add_z(&path, "/deep/");
    for (int i = 0; i < ND_MAX_DIRECTORY_DEPTH; i++) {
        make_folder("d");
        assert_int_equal(chdir("d"), 0);
        nd_buf_add_z(&path, "d/");
    }
    make_file("f", "");
    make_folder("d");
    make_file("d/f", "");
    assert_int_equal(chdir(home), 0);
    nd_buf_addf(&expected, "%sd/ unreadable folder\n%sf\n", path.ptr, path.ptr);
    CHECK_LIST(expected.ptr, "deep");
    nd_buf_free(&expected);
    nd_buf_free(&path);
}

static void test_absolute(void **state) {
    struct nd_arena *arena = nd_arena_new();

    (void)state;
    make_folder("abs");
    assert_true(nd_str_ends(nd_source_absolute(ND_STR("abs/../abs/"), arena), ND_STR("/abs")));
    assert_true(nd_str_ends(nd_source_absolute(ND_STR("abs/none/"), arena), ND_STR("/abs/none")));
    assert_true(nd_str_starts(nd_source_absolute(ND_STR("none"), arena), nd_str_from(home)));
    assert_true(nd_str_eq(nd_source_absolute(ND_STR("/"), arena), ND_STR("/")));
    assert_int_equal(nd_source_absolute(ND_STR(""), arena).len, 0);
    nd_arena_free(arena);
}

static void test_read(void **state) {
    struct nd_buf bytes = {0};
    struct nd_file_stamp stamp = {0};
    struct nd_error err = ND_ERROR_INIT;
    struct stat st;

    (void)state;
    make_folder("read");
    make_file("read/f", "12345");
    make_file("read/empty", "");
    assert_int_equal(mkfifo("read/fifo", 0600), 0);
    assert_int_equal(stat("read/f", &st), 0);
    assert_int_equal(nd_source_read("read/f", 5, &bytes, &stamp, &err), ND_OK);
    assert_string_equal(bytes.ptr, "12345");
    assert_int_equal(stamp.size, 5);
    assert_int_equal(stamp.mtime_ns, (int64_t)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec);
    assert_int_equal(nd_source_read("read/f", 4, &bytes, &stamp, &err), ND_TOO_BIG);
    assert_int_equal(err.status, ND_TOO_BIG);
    assert_int_equal(bytes.len, 0);
    assert_int_equal(nd_source_read("read/f", SIZE_MAX, &bytes, &stamp, &err), ND_OK);
    assert_int_equal(bytes.len, 5);
    assert_int_equal(nd_source_read("read/empty", 0, &bytes, &stamp, &err), ND_OK);
    assert_int_equal(bytes.len, 0);
    assert_int_equal(nd_source_read("read", 9, &bytes, &stamp, &err), ND_BAD_INPUT);
    assert_int_equal(nd_source_read("read/fifo", 9, &bytes, &stamp, &err), ND_BAD_INPUT);
    assert_int_equal(nd_source_read("read/none", 9, &bytes, &stamp, &err), ND_NOT_FOUND);
    assert_true(strlen(err.message) > 0);
    nd_buf_free(&bytes);
}

/* What happens between two entries of a walk: a folder becomes a link, a file vanishes or becomes a folder.
 */
static void test_changes_while_walking(void **state) {
    struct nd_arena *arena = nd_arena_new();
    struct nd_str root = ND_STR("race");
    struct nd_roots roots;
    struct nd_walk_entry entry;
    struct nd_walk *walk;

    (void)state;
    make_folder("secret");
    make_file("secret/s", "");
    make_folder("race");
    make_file("race/a", "");
    make_folder("race/b");
    make_file("race/b/1", "");
    make_file("race/c", "");
    make_file("race/d", "");
    make_file("race/e", "");
    roots = nd_source_roots(&root, 1, arena);
    walk = nd_walk_open(&roots, NULL);
    assert_int_equal(nd_walk_next(walk, &entry), ND_OK);
    assert_true(nd_str_ends(entry.path, ND_STR("/race/a")));
    assert_int_equal(rename("race/b", "race/x"), 0);
    assert_int_equal(symlink("../secret", "race/b"), 0);
    assert_int_equal(unlink("race/c"), 0);
    assert_int_equal(unlink("race/d"), 0);
    make_folder("race/d");
    assert_int_equal(nd_walk_next(walk, &entry), ND_OK);
    assert_true(nd_str_ends(entry.path, ND_STR("/race/b/")));
    assert_int_equal(entry.kind, ND_WALK_PROBLEM);
    assert_true(entry.is_directory);
    assert_int_equal(nd_walk_next(walk, &entry), ND_OK);
    assert_true(nd_str_ends(entry.path, ND_STR("/race/d")));
    assert_int_equal(entry.kind, ND_WALK_PROBLEM);
    assert_int_equal(entry.problem, ND_P_UNREADABLE);
    assert_int_equal(nd_walk_next(walk, &entry), ND_OK);
    assert_true(nd_str_ends(entry.path, ND_STR("/race/e")));
    assert_int_equal(nd_walk_next(walk, &entry), ND_END);
    nd_walk_close(walk);
    nd_arena_free(arena);
}

static void check_root(const struct nd_roots *roots, size_t at, const char *path, int error) {
    assert_true(at < roots->count);
    assert_true(nd_str_starts(roots->items[at].path, nd_str_from(home)));
    assert_string_equal(nd_str_skip(roots->items[at].path, strlen(home)).ptr, path);
    assert_int_equal(roots->items[at].error, error);
}

static void test_root_forms(void **state) {
    static const struct nd_str given[] = {
        ND_STR_INIT("way/b/"),   ND_STR_INIT("./way//b/../b/./f"), ND_STR_INIT("way/b-x"),
        ND_STR_INIT("way/b/f/"), ND_STR_INIT("way/to-b/f"),        ND_STR_INIT("way/to-b/none/./x//y"),
        ND_STR_INIT("way/b/f"),  ND_STR_INIT("way/loop"),          ND_STR_INIT("way/to-b"),
    };
    struct nd_arena *arena = nd_arena_new();
    struct nd_roots roots;

    (void)state;
    make_folder("way");
    make_folder("way/b");
    make_file("way/b/f", "");
    make_file("way/b-x", "");
    assert_int_equal(symlink("b", "way/to-b"), 0);
    assert_int_equal(symlink("loop", "way/loop"), 0);
    roots = nd_source_roots(given, sizeof given / sizeof *given, arena);
    check_root(&roots, 0, "/way/b-x", 0);
    check_root(&roots, 1, "/way/b/", 0);
    check_root(&roots, 2, "/way/b/", 0); /* by its link */
    assert_string_equal(nd_str_skip(roots.items[2].link, strlen(home)).ptr, "/way/to-b");
    check_root(&roots, 3, "/way/b/f", 0);
    check_root(&roots, 4, "/way/b/f", ENOTDIR);
    check_root(&roots, 5, "/way/b/none/x/y", ENOENT);
    check_root(&roots, 6, "/way/loop", ELOOP);
    assert_int_equal(roots.count, 7);
    nd_arena_free(arena);
}

static void test_read_fd(void **state) {
    struct nd_buf bytes = {0};
    struct nd_error err = ND_ERROR_INIT;
    int ends[2];

    (void)state;
    for (size_t max = 5; max >= 4; max--) {
        assert_int_equal(pipe(ends), 0);
        assert_int_equal(write(ends[1], "12345", 5), 5);
        close(ends[1]);
        assert_int_equal(nd_source_read_fd(ends[0], max, &bytes, &err), max == 5 ? ND_OK : ND_TOO_BIG);
        close(ends[0]);
    }
    assert_int_equal(nd_source_read_fd(-1, 5, &bytes, &err), ND_IO);
    assert_string_equal(err.message, "Bad file descriptor");
    nd_buf_free(&bytes);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order),
        cmocka_unit_test(test_roots),
        cmocka_unit_test(test_hidden_names),
        cmocka_unit_test(test_no_files),
        cmocka_unit_test(test_unreadable_folder),
        cmocka_unit_test(test_depth_limit),
        cmocka_unit_test(test_absolute),
        cmocka_unit_test(test_read),
        cmocka_unit_test(test_open_through_links),
        cmocka_unit_test(test_changes_while_walking),
        cmocka_unit_test(test_root_forms),
        cmocka_unit_test(test_read_fd),
    };

    return cmocka_run_group_tests(tests, make_home, remove_home);
}
