/* Pages that were saved before anything was agreed to. Private to the article stage. */
#ifndef ARTICLE_PAGE_WALL_H
#define ARTICLE_PAGE_WALL_H

#include "article/record.h"

/* True for a short text that says nothing but what its site asks first: consent, or proof that one is human.
 */
bool nd_wall_is(const struct nd_blocks *blocks);

#endif
