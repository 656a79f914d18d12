/*
 * Calls of the operating system that fail: no descriptor, no thread, a full disk, an I/O error, an
 * interrupted or a partial read or write. Whatever fails, the program either does all it would have done or
 * says that it did not; it never ends by a signal nor hangs, the database is whole, and the next ingest makes
 * it complete.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "injection.h"

/* What has no effect on the result: the call is simply made again, or done without. */
static const struct fault harmless[] = {
    {"read", EINTR, false},  {"read", 0, false},        {"read", 0, true},
    {"write", EINTR, false}, {"write", 0, false},       {"close", EIO, false},
    {"close", EIO, true},    {"thread", EAGAIN, false}, {"thread", EAGAIN, true},
};

/* A lock that is refused for ever looks like one that somebody has, for which to wait. */
static const struct fault harmful[] = {
    {"open", EMFILE, false}, {"open", EMFILE, true},  {"read", EIO, false},     {"read", EIO, true},
    {"write", EIO, false},   {"write", EIO, true},    {"write", ENOSPC, false}, {"write", ENOSPC, true},
    {"sync", EIO, false},    {"sync", EIO, true},     {"sync", EINTR, false},   {"truncate", EIO, false},
    {"truncate", EIO, true}, {"name", EIO, false},    {"name", EIO, true},      {"look", EIO, false},
    {"look", EIO, true},     {"lock", ENOLCK, false}, {"lock", EINTR, false},   {"map", ENOMEM, false},
    {"map", ENOMEM, true},   {"folder", EIO, false},  {"folder", EIO, true},
};

enum { HARMLESS = sizeof harmless / sizeof *harmless, HARMFUL = sizeof harmful / sizeof *harmful };

/* A file of which not all could be looked at is read again by the next ingest: until then its stamp differs.
 */
static bool is_only_stamped(const struct bench *bench, struct nd_buf *findings) {
    struct nd_buf found = {0};
    bool is_same_files;

    dump_files(bench, &found);
    is_same_files = is_same(&found, &bench->files_after);
    if (is_same_files)
        judge_next_ingest(bench, findings);
    nd_buf_free(&found);
    return is_same_files;
}

static void judge_result(const struct bench *bench, const struct command *command, const struct outcome *good,
                         const struct outcome *outcome, bool is_harmless, struct nd_buf *findings) {
    struct nd_buf found = {0};

    if (!command->is_writing && !is_same(&outcome->out, &good->out))
        nd_buf_add_z(findings, "other output\n");
    dump(bench, &found);
    if (command->is_writing && !is_same(&found, &bench->dump_after) &&
        (is_harmless || !is_only_stamped(bench, findings)))
        nd_buf_add_z(findings, "another database\n");
    list_ids(bench, &found);
    if (command->is_writing && !is_same(&found, &good->ids))
        nd_buf_add_z(findings, "other ids\n");
    nd_buf_free(&found);
}

static void judge_harmless(const struct bench *bench, const struct command *command,
                           const struct outcome *good, const struct outcome *outcome,
                           struct nd_buf *findings) {
    if (outcome->status != good->status)
        nd_buf_addf(findings, "status %d instead of %d\n", outcome->status, good->status);
    judge_result(bench, command, good, outcome, true, findings);
}

static void judge_harmful(const struct bench *bench, const struct command *command,
                          const struct outcome *good, const struct outcome *outcome,
                          struct nd_buf *findings) {
    if (outcome->status == good->status)
        judge_result(bench, command, good, outcome, false, findings);
    else if (outcome->err.len == 0)
        nd_buf_addf(findings, "status %d instead of %d, and says nothing\n", outcome->status, good->status);
    else if (outcome->status == 1 && nd_str_starts(nd_str_from(command->arguments), ND_STR("search")))
        nd_buf_add_z(findings, "nothing is said to be found\n");
    if (command->is_writing)
        judge_database(bench, command, false, findings);
}

static void try_faults(struct bench *bench, const struct command *command, long trials) {
    for (size_t i = 0; i < HARMLESS; i++)
        try_calls(bench, command, &harmless[i], trials, judge_harmless);
    for (size_t i = 0; i < HARMFUL; i++)
        try_calls(bench, command, &harmful[i], trials, judge_harmful);
}

static void first_ingest(void **state) {
    static const struct command command = {"ingest -q -j1 \"$news\"", NULL, true};

    try_faults(*state, &command, 2);
    conclude(*state);
}

static void ingest_of_changes(void **state) {
    static const struct command command = {"ingest -q -j3 \"$news\"", "before.db", true};

    try_faults(*state, &command, 2);
    conclude(*state);
}

static void optimize(void **state) {
    static const struct command command = {"optimize", "after.db", true};

    try_faults(*state, &command, 2);
    conclude(*state);
}

static void readers(void **state) {
    static const struct command commands[] = {
        {"parse \"$news\"", "after.db", false},
        {"parse - < \"$news\"/b/json-ld.html", "after.db", false},
        {"search --format ndjson --explain 'qwen meta'", "after.db", false},
        {"count --by topic open", "after.db", false},
        {"show --format json 1 2 3", "after.db", false},
        {"show --original 1", "after.db", false},
        {"check --format ndjson", "after.db", false},
    };

    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        try_faults(*state, &commands[i], 1);
    conclude(*state);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(first_ingest),
        cmocka_unit_test(ingest_of_changes),
        cmocka_unit_test(optimize),
        cmocka_unit_test(readers),
    };

#ifdef HAS_SANITIZER
    printf("1..0 # SKIP what is loaded first has to be the sanitizer\n");
    return 0;
#endif
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
