/*
 * What is remembered from one article to the next: what the same lines said of another article before. News
 * sites print the same entry in the front matter of dozens of articles; it is understood once. Private to the
 * article stage but for making and freeing it (newsdex/article.h).
 */
#ifndef ARTICLE_MEMORY_H
#define ARTICLE_MEMORY_H

#include "newsdex/article.h"

/* The hash of the lines that a map was read from; all zero when the reader did not note them. */
struct nd_lines_hash nd_memory_hash(const struct nd_value *map);
/* A copy in arena of what was made of these lines before, or NULL. memory may be NULL. */
struct nd_article *nd_memory_find(const struct nd_memory *memory, struct nd_lines_hash hash,
                                  struct nd_arena *arena);
/* Keeps a copy of reference, which was read from lines of that length. memory may be NULL. */
void nd_memory_put(struct nd_memory *memory, struct nd_lines_hash hash, size_t length,
                   const struct nd_article *reference);

#endif
