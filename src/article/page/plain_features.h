/* What tells the text of a page without tags from what is around it. Private to the article stage. */
#ifndef ARTICLE_PAGE_PLAIN_FEATURES_H
#define ARTICLE_PAGE_PLAIN_FEATURES_H

#include "article/page/features.h"
#include "article/page/main_text.h"

/* Adds the features of the block; text->page is the run that was found. */
void nd_plain_features(const struct nd_main_text *text, size_t at, struct nd_features *v);

#endif
