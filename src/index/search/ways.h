/* Articles in order of date, or in none, that pass filters or are among matches. Private to the folder. */
#ifndef INDEX_SEARCH_WAYS_H
#define INDEX_SEARCH_WAYS_H

#include "index/search/finder.h"
#include "index/search/id_set.h"

/* Replaces what was found by enough of what is among the matches (NULL: all articles) and passes the filters.
 */
enum nd_status nd_ways_walk(const struct nd_finder *f, const struct nd_id_set *matches) ND_MUST_CHECK;

#endif
