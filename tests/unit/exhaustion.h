/*
 * What has to come of memory that cannot be had: for every allocation, also those inside the libraries, the
 * program ends with status 2 and one message, and leaves nothing half done. Include it behind cmocka.h.
 */
#ifndef TESTS_EXHAUSTION_H
#define TESTS_EXHAUSTION_H

#include "injection.h"

static inline void judge_exhaustion(const struct bench *bench, const struct command *command,
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

#endif
