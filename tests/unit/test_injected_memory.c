/*
 * Memory that cannot be had, once or from then on, of files of every kind and every command; each allocation
 * of few files: test_injected_each.c.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "exhaustion.h"

static const struct fault once = {"memory", ENOMEM, false}, lasting = {"memory", ENOMEM, true};

static void exhaust(struct bench *bench, const struct command *command, long trials) {
    try_calls(bench, command, &once, trials, judge_exhaustion);
    try_calls(bench, command, &lasting, trials / 4 + 1, judge_exhaustion);
}

static void first_ingest(void **state) {
    static const struct command command = {"ingest -q -j1 \"$news\"", NULL, true};

    exhaust(*state, &command, 2 * FEW_TRIALS);
    conclude(*state);
}

static void ingest_of_changes(void **state) {
    static const struct command command = {"ingest -q -j3 \"$news\"", "before.db", true};

    exhaust(*state, &command, 2 * FEW_TRIALS);
    conclude(*state);
}

static void other_writers(void **state) {
    static const struct command commands[] = {
        {"optimize", "after.db", true},
        {"ingest -q -j1 \"$news\"", "after.db", true},
        {"ingest -q --force - < \"$news\"/b/english.md", "after.db", false},
    };

    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        exhaust(*state, &commands[i], FEW_TRIALS);
    conclude(*state);
}

static void readers(void **state) {
    static const struct command commands[] = {
        {"parse \"$news\"", "after.db", false},
        {"parse - < \"$news\"/b/json-ld.html", "after.db", false},
        {"ingest -n \"$news\"", "before.db", false},
        {"search --format ndjson --explain 'qwen meta'", "after.db", false},
        {"search --format text -n0 --any --references 'l\xc3\xa9gislation \"llama 2\"~5 a* -title:open "
         "lang:fr'",
         "after.db", false},
        {"search --format json after:2020 topic:ai provider:the", "after.db", false},
        {"search -c Lammma", "after.db", false},
        {"search -l", "after.db", false},
        {"count --by topic open", "after.db", false},
        {"count --by month --format json", "after.db", false},
        {"show --format json 1 2 3 1000000000", "after.db", false},
        {"show 4 5", "after.db", false},
        {"check --format ndjson", "after.db", false},
        {"--help", NULL, false},
        {"search --help", NULL, false},
    };

    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        exhaust(*state, &commands[i], FEW_TRIALS);
    conclude(*state);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(first_ingest),
        cmocka_unit_test(ingest_of_changes),
        cmocka_unit_test(other_writers),
        cmocka_unit_test(readers),
    };

#ifdef HAS_SANITIZER
    printf("1..0 # SKIP a sanitizer has an allocator of its own\n");
    return 0;
#endif
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
