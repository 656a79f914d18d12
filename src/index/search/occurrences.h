/*
 * Occurrences: every place of the body where a word or phrase of the query stands, with the words around it
 * (keyword in context). Private to the index stage.
 */
#ifndef INDEX_SEARCH_OCCURRENCES_H
#define INDEX_SEARCH_OCCURRENCES_H

#include "index/db/statement.h"

struct nd_occurrences;

/* For the words and phrases that are looked for in the body, with context words on each side. */
struct nd_occurrences *nd_occurrences_new(struct nd_index *index, const struct nd_query *query,
                                          const struct nd_search_options *options);
void nd_occurrences_free(struct nd_occurrences *occurrences);
/* Fills occurrences and occurrence_count of hit, in the arena. */
enum nd_status nd_occurrences_make(struct nd_occurrences *occurrences, struct nd_hit *hit,
                                   struct nd_arena *arena, struct nd_error *err) ND_MUST_CHECK;

#endif
