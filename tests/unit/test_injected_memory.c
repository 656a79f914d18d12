/*
 * Memory that cannot be had: for every allocation, also those inside the libraries, the program ends with
 * status 2 and one message, and leaves nothing half done.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "injection.h"

static const struct fault once = {"memory", ENOMEM, false}, lasting = {"memory", ENOMEM, true};

static void judge_exhaustion(const struct bench *bench, const struct command *command,
                             const struct outcome *good, const struct outcome *outcome,
                             struct nd_buf *findings) {
    struct nd_str end = ND_STR("out of memory; nothing unfinished was stored\n"),
                  said = nd_buf_str(&outcome->err);
    size_t start;

    if (outcome->status != 2)
        nd_buf_addf(findings, "status %d instead of 2\n", outcome->status);
    start = nd_str_find(said, ND_STR("out of memory"));
    if (!nd_str_ends(said, end) || start + end.len != said.len)
        nd_buf_add_z(findings, "not one message at the end\n");
    if (!nd_str_starts(nd_buf_str(&good->out), nd_buf_str(&outcome->out)))
        nd_buf_add_z(findings, "other output\n");
    if (command->is_writing)
        judge_database(bench, command, true, findings);
}

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

/* Of few files: with ND_LONG each allocation there is. */
static void small_corpus(void **state) {
    static const struct command commands[] = {
        {"ingest -q -j1 \"$news\"", NULL, true},
        {"ingest -q -j1 \"$news\"", "before.db", true},
        {"ingest -q -j2 \"$news\"", "before.db", true},
        {"optimize", "after.db", true},
        {"optimize --rebuild", "after.db", true},
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

    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        try_calls(*state, &commands[i], &once, FEW_TRIALS, judge_exhaustion);
    conclude(*state);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(first_ingest),
        cmocka_unit_test(ingest_of_changes),
        cmocka_unit_test(other_writers),
        cmocka_unit_test(readers),
        cmocka_unit_test_setup_teardown(small_corpus, set_up_small, tear_down),
    };

#ifdef HAS_SANITIZER
    printf("1..0 # SKIP a sanitizer has an allocator of its own\n");
    return 0;
#endif
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
