/*
 * What is remembered from one article to the next: what the same lines said of another article before. News
 * sites print the same entry in the front matter of dozens of articles; it is understood once. Private to the
 * article stage but for making and freeing it (newsdex/article.h).
 */
#ifndef ARTICLE_REFERENCE_CACHE_H
#define ARTICLE_REFERENCE_CACHE_H

#include "newsdex/article.h"
#include "newsdex/document.h"

/*
 * Before each article: forgets everything if there is not much room left. How readers of front matter ask the
 * cache; what they are told is valid until the next call. is_list says of a key whether its list is one of
 * entries.
 */
struct nd_known_entries nd_reference_cache_begin(struct nd_reference_cache *cache,
                                                 bool (*is_list)(struct nd_str key));
/* A copy in arena of what was made of the entry, or NULL when it was not known to the reader. */
struct nd_article *nd_reference_cache_recall(const struct nd_value *entry, struct nd_arena *arena);
/* Keeps a copy of reference, which was read from entry, and sets its lines. cache may be NULL. */
void nd_reference_cache_put(struct nd_reference_cache *cache, const struct nd_value *entry,
                            struct nd_article *reference);

#endif
