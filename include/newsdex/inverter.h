/*
 * Inversion in memory: the tokens of many articles become one list a term. A worker thread inverts a chunk of
 * articles and hands the outcome, a run, to the writer, which merges the runs of a transaction into one
 * segment of the full-text index. Part of the index stage.
 *
 * In a run articles are numbers from 0 on in the order in which they were added, because ids are given out by
 * the writer. Its bytes are opaque to all but nd_run_next.
 */
#ifndef NEWSDEX_INVERTER_H
#define NEWSDEX_INVERTER_H

#include "newsdex/str.h"

/* The columns of the full-text index. */
enum { ND_COLUMN_TITLE, ND_COLUMN_EXCERPT, ND_COLUMN_TOPICS, ND_COLUMN_BODY, ND_COLUMNS };

/* The searched text of an article. Without a language the texts may begin with the tag of one. */
struct nd_columns {
    struct nd_str language; /* BCP 47, the primary subtag */
    struct nd_str texts[ND_COLUMNS];
};

/* What nd_inverter_finish gives; free bytes. */
struct nd_run {
    struct nd_buf bytes;
    uint32_t articles; /* how many were added */
};

/* One term of a run; everything points into the run. */
struct nd_run_term {
    struct nd_str term;
    /* For each article: the step from the number before (from -1 at first), its position list, a zero byte.
     * An empty position list is a deletion. */
    struct nd_str list;
};

struct nd_analyser;
struct nd_inverter;

struct nd_inverter *nd_inverter_new(void);
void nd_inverter_free(struct nd_inverter *inverter);

/* Adds the next article. lengths receives the number of words of each column. */
void nd_inverter_add(struct nd_inverter *inverter, struct nd_analyser *analyser,
                     const struct nd_columns *columns, uint32_t lengths[ND_COLUMNS]);
/* The same for an article that is to be taken out of the index: its terms without their places. */
void nd_inverter_add_deleted(struct nd_inverter *inverter, struct nd_analyser *analyser,
                             const struct nd_columns *columns, uint32_t lengths[ND_COLUMNS]);
/* Articles added since the last finish. */
uint32_t nd_inverter_count(const struct nd_inverter *inverter);
/* Moves everything added into run, in place of what is there, and begins anew. */
void nd_inverter_finish(struct nd_inverter *inverter, struct nd_run *run);

/* Steps through the terms in byte order. *at begins at 0; false at the end. */
bool nd_run_next(const struct nd_run *run, size_t *at, struct nd_run_term *term);

#endif
