/* Lines above or below a text that say one by one whose it is: "Author: …", "译者：…". Private to the article
 * stage. */
#ifndef ARTICLE_PAGE_CREDITS_H
#define ARTICLE_PAGE_CREDITS_H

#include "article/record.h"

/*
 * Sets the authors, where there are none, by a list or lines of labels and names above the text of a document
 * in markdown, or at its end; those above it may say the day, too. Notes where those at the end begin. A
 * label alone is none of them: another stands beside it, and none is that of a title, as of what a text
 * cites.
 */
void nd_credits_read(struct nd_record_builder *builder);

#endif
