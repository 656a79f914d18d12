/*
 * The shingles of articles: made of a text when they are asked for the first time, and put aside: in memory,
 * and what does not fit there in a file without a name (newsdex/unnamed_file.h). Where nothing can be
 * written they are made anew. Private to the folder.
 */
#ifndef INDEX_COPIES_SHINGLE_CACHE_H
#define INDEX_COPIES_SHINGLE_CACHE_H

#include "index/copies/likeness.h"

struct nd_shingle_cache;

struct nd_shingle_cache *nd_shingle_cache_new(struct nd_index *index);
void nd_shingle_cache_free(struct nd_shingle_cache *cache);
/* The shingles of two articles (b may be 0), until the next call. ND_END when there is no such article. */
enum nd_status nd_shingle_cache_get(struct nd_shingle_cache *cache, int64_t a, int64_t b,
                                    const struct nd_shingles *texts[2], struct nd_error *err) ND_MUST_CHECK;

#endif
