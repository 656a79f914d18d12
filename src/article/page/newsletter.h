/* Letters to many among files that do not say what they are. Private to the article stage. */
#ifndef ARTICLE_PAGE_NEWSLETTER_H
#define ARTICLE_PAGE_NEWSLETTER_H

#include "article/record.h"

/* True when blocks have something that only such letters have. */
bool nd_newsletter_is(const struct nd_blocks *blocks);

#endif
