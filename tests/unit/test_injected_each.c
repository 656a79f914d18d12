/*
 * Memory that cannot be had, of few files: a random part of the allocations, with ND_LONG=1 each that there
 * is, and of a parse of every golden file. ND_COMMAND=N tries the Nth command alone; ND_FILES=PATTERN tries a
 * parse of these files alone, a few of its allocations or, again, each.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "exhaustion.h"

#include <glob.h>

static const struct fault once = {"memory", ENOMEM, false};

static void each_allocation(void **state) {
    static const struct command commands[] = {
        {"ingest -q -j1 \"$news\"", NULL, true},
        {"ingest -q -j1 \"$news\"", "before.db", true},
        {"ingest -q -j2 \"$news\"", "before.db", true},
        {"optimize", "after.db", true},
        {"optimize --rebuild", "after.db", true},
        {"merge -q \"$here/n.db\" \"$here/one.db\" \"$here/other.db\"", NULL, true},
        {"parse \"$news\"", NULL, false},
        {"search --format ndjson --explain 'open qwen'", "after.db", false},
        {"search --format text -n0 --any --references '\"ports open\" hafen* -meta lang:de'", "after.db",
         false},
        {"count --by topic open", "after.db", false},
        {"export open", "after.db", false},
        {"kwic open", "after.db", false},
        {"show --format json 1 2 3", "after.db", false},
        {"check", "after.db", false},
    };
    const char *number = getenv("ND_COMMAND");

    if (getenv("ND_FILES") != NULL) {
        print_message("# not run: $ND_FILES asks for files\n");
        return;
    }
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (number == NULL || strtoul(number, NULL, 10) == i + 1)
            try_calls(*state, &commands[i], &once, FEW_TRIALS, judge_exhaustion);
    conclude(*state);
}

static void try_file(struct bench *bench, const char *path) {
    struct nd_buf arguments = {NULL, 0, 0};

    nd_buf_addf(&arguments, "parse '%s'", path);
    try_calls(bench, &(struct command){arguments.ptr, NULL, false}, &once, FEW_TRIALS, judge_exhaustion);
    nd_buf_free(&arguments);
}

/* What reads each kind of file: of the golden ones, when there is time for it. */
static void each_allocation_of_files(void **state) {
    const char *files = getenv("ND_FILES");
    glob_t found = {0};

    if (files == NULL && getenv("ND_LONG") == NULL) {
        print_message("# not run: $ND_FILES says which files to read\n");
        return;
    }
    assert_int_equal(glob(files == NULL ? "tests/golden/*/*.*" : files, GLOB_BRACE, NULL, &found), 0);
    for (size_t i = 0; i < found.gl_pathc; i++)
        if (!nd_str_ends(nd_str_from(found.gl_pathv[i]), ND_STR(".expected")))
            try_file(*state, found.gl_pathv[i]);
    globfree(&found);
    conclude(*state);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_allocation),
        cmocka_unit_test(each_allocation_of_files),
    };

#ifdef HAS_SANITIZER
    printf("1..0 # SKIP a sanitizer has an allocator of its own\n");
    return 0;
#endif
    return cmocka_run_group_tests(tests, set_up_small, tear_down);
}
