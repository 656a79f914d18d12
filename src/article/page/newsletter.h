/* The furniture of a letter that was sent to many. Private to the article stage. */
#ifndef ARTICLE_PAGE_NEWSLETTER_H
#define ARTICLE_PAGE_NEWSLETTER_H

#include "article/record.h"

/* True when document has something that only such letters have. */
bool nd_newsletter_is(const struct nd_document *document);
/* Moves it to furniture, where there may be some; false when there is nothing. */
bool nd_newsletter_part(struct nd_document *document, struct nd_blocks *furniture);

#endif
