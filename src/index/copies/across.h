/*
 * Copies across databases that have become one (nd_copies_take_over): what each knows of its own copies is
 * right, so that only texts are looked at that share something with one of another. Private to the folder.
 */
#ifndef INDEX_COPIES_ACROSS_H
#define INDEX_COPIES_ACROSS_H

#include "index/copies/cluster.h"
#include "index/copies/neighbours.h"

/* Makes groups, which are empty, of the whole index; texts are added to dirty that found others by a key that
 * has become common, and all that share a key when the groups are too many. */
enum nd_status nd_across_read(struct nd_index *index, struct nd_key_groups *groups,
                              struct nd_key_entries *dirty, struct nd_error *err) ND_MUST_CHECK;
/* Queues the texts of which one of another database may be a copy. */
enum nd_status nd_across_queue(struct nd_index *index, const struct nd_key_groups *groups,
                               struct nd_lengths *lengths, struct nd_clustering *clustering,
                               struct nd_error *err) ND_MUST_CHECK;
/* Once the clusters are made: leads are dropped whose only copy was a file that both databases had. */
enum nd_status nd_across_tidy(struct nd_index *index, struct nd_error *err) ND_MUST_CHECK;

#endif
