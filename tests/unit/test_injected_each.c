/*
 * Memory that cannot be had, of few files: a random part of the allocations, with ND_LONG=1 each that there
 * is. ND_COMMAND=N tries the Nth command alone.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "exhaustion.h"

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

    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (number == NULL || strtoul(number, NULL, 10) == i + 1)
            try_calls(*state, &commands[i], &once, FEW_TRIALS, judge_exhaustion);
    conclude(*state);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_allocation)};

#ifdef HAS_SANITIZER
    printf("1..0 # SKIP a sanitizer has an allocator of its own\n");
    return 0;
#endif
    return cmocka_run_group_tests(tests, set_up_small, tear_down);
}
