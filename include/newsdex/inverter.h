/*
 * Inversion in memory: the tokens of many articles become one list a term. A worker thread inverts a chunk of
 * articles and hands the outcome, a run, to the writer, which merges the runs of a transaction into one
 * segment of the full-text index. Part of the index stage.
 *
 * In a run articles are numbers from 0 on in the order in which they were added, because ids are given out by
 * the writer. What is in it is for the index stage (fulltext/run.h). However long a text is, its inversion
 * needs about ND_INVERTER_BYTES: beyond them, what there is goes aside and the text into another piece of the
 * run.
 */
#ifndef NEWSDEX_INVERTER_H
#define NEWSDEX_INVERTER_H

#include "newsdex/str.h"

/* The columns of the full-text index. In a list of places the number of a column is left out where it is 0,
 * so that is the one most words stand in. */
enum { ND_COLUMN_BODY, ND_COLUMN_TITLE, ND_COLUMN_EXCERPT, ND_COLUMN_TOPICS, ND_COLUMNS };

/* A place of a word is column << ND_COLUMN_SHIFT | position. */
enum { ND_COLUMN_SHIFT = 28, ND_PLACE_MASK = (1 << ND_COLUMN_SHIFT) - 1 };

/* The searched text of an article. Without a language the texts may begin with the tag of one. */
struct nd_columns {
    struct nd_str language; /* BCP 47, the primary subtag */
    struct nd_str texts[ND_COLUMNS];
};

enum { ND_INVERTER_BYTES = 32 * 1024 * 1024 };

struct nd_spill;
struct nd_sketch;

/* What nd_inverter_finish gives. All zero is empty. */
struct nd_run {
    struct nd_buf bytes;
    uint32_t articles;      /* how many were added */
    struct nd_spill *spill; /* what was put aside; NULL for most */
    struct nd_buf sketches; /* of one article after the other, see index/fulltext/sketch.h */
};

void nd_run_free(struct nd_run *run);

struct nd_analyser;
struct nd_inverter;

struct nd_inverter *nd_inverter_new(void);
void nd_inverter_free(struct nd_inverter *inverter);

/* Other than ND_INVERTER_BYTES. */
void nd_inverter_limit(struct nd_inverter *inverter, size_t bytes);

/* Adds the next article. lengths receives the number of words of each column. */
void nd_inverter_add(struct nd_inverter *inverter, struct nd_analyser *analyser,
                     const struct nd_columns *columns, uint32_t lengths[ND_COLUMNS]);
/* The same for an article that is to be taken out of the index: its terms without their places. */
void nd_inverter_add_deleted(struct nd_inverter *inverter, struct nd_analyser *analyser,
                             const struct nd_columns *columns, uint32_t lengths[ND_COLUMNS]);
/* The sketch of the article added latest. */
const struct nd_sketch *nd_inverter_sketch(const struct nd_inverter *inverter);
/* Articles added since the last finish. */
uint32_t nd_inverter_count(const struct nd_inverter *inverter);
/* Moves everything added into run, in place of what is there, and begins anew. */
void nd_inverter_finish(struct nd_inverter *inverter, struct nd_run *run);

#endif
