/*
 * Several databases: searched as if they were one, or made one.
 */
#ifndef NEWSDEX_SEVERAL_H
#define NEWSDEX_SEVERAL_H

#include "newsdex/index.h"

/*
 * Lets what is asked of index be asked of other as well, which is closed with it: searches, counts and
 * nd_index_advise rank and count as if both were one. What an article is to others (copies, stories, versions
 * and references) is known within each database only. An error when both are the same file.
 */
enum nd_status nd_index_join(struct nd_index *index, struct nd_index *other,
                             struct nd_error *err) ND_MUST_CHECK;
/* The how many-th of those joined, from 1 on; NULL when there are not so many. */
struct nd_index *nd_index_joined(struct nd_index *index, int64_t number);

/*
 * Making one database of several: a copy of the first takes over the others one by one, and is then finished
 * as an ingest of all their files would be. The copy is nobody else's until then and worth nothing when that
 * fails.
 */
struct nd_merge_totals {
    int64_t same_paths;        /* files known in two: the one changed last was kept */
    int64_t saved_queries;     /* taken from the others, to which all is new */
    bool is_learning_switched; /* boilerplate is learned in some alone, and now of all */
    struct nd_buf left_out; /* saved queries that were not, for one of the name asks otherwise: a line each,
                             * of database and name; free it */
};
/* Lets nobody write to a database that is open for reading until it is closed; ND_BUSY. */
enum nd_status nd_index_hold(struct nd_index *index, struct nd_error *err) ND_MUST_CHECK;
/* An error when it was made by other rules than those of today, or is not finished. */
enum nd_status nd_index_is_mergeable(struct nd_index *index, struct nd_error *err) ND_MUST_CHECK;
enum nd_status nd_index_copy(struct nd_index *index, const char *path, struct nd_error *err) ND_MUST_CHECK;
/* Before the first and after the last of what a copy takes over. */
enum nd_status nd_index_begin_merge(struct nd_index *index, struct nd_error *err) ND_MUST_CHECK;
enum nd_status nd_index_end_merge(struct nd_index *index, struct nd_error *err) ND_MUST_CHECK;
enum nd_status nd_index_take_over(struct nd_index *index, struct nd_index *other,
                                  struct nd_merge_totals *totals, struct nd_error *err) ND_MUST_CHECK;

#endif
