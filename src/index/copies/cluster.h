/*
 * The clusters of copies (newsdex/copies.h), kept as the table copy. Texts whose leads may have become others
 * are queued; each is looked at once those before it are settled, and queues those behind it that may change
 * with it. So what comes out is what going through all articles in order would give. Private to the folder.
 */
#ifndef INDEX_COPIES_CLUSTER_H
#define INDEX_COPIES_CLUSTER_H

#include "index/copies/key_groups.h"

struct nd_clustering;

/* groups, which are borrowed, may know the neighbours of some texts. */
struct nd_clustering *nd_clustering_new(struct nd_index *index, const struct nd_key_groups *groups);
void nd_clustering_free(struct nd_clustering *clustering);
/* The text has to be looked at; is_new: it was in no cluster, nor by itself. */
enum nd_status nd_clustering_queue(struct nd_clustering *clustering, int64_t text_id, bool is_new,
                                   struct nd_error *err) ND_MUST_CHECK;
/* Works the queue off. */
enum nd_status nd_clustering_run(struct nd_clustering *clustering, struct nd_error *err) ND_MUST_CHECK;

#endif
