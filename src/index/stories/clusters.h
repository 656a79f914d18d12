/*
 * Stories as clusters of items: average linkage, the mean likeness of the items of one cluster to those of
 * another, which fades with the days that lie between them. Clusters that are each other's nearest are merged
 * until none are near enough; so there is no order in which items come, and one that is like two others does
 * not make these alike. Knows no database. Private to the index stage.
 */
#ifndef INDEX_STORIES_CLUSTERS_H
#define INDEX_STORIES_CLUSTERS_H

#include "index/stories/vectors.h"

/*
 * The number of each item's cluster, which is that of one of its items, for the caller to free. Takes time in
 * proportion to the items, the words of each and how many others around its date have one.
 */
uint32_t *nd_story_clusters_find(const struct nd_story_vectors *vectors,
                                 const struct nd_story_tuning *tuning);

#endif
