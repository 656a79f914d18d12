/* What agencies write below a text: who reported, who edited. Private to the article stage. */
#ifndef ARTICLE_PAGE_SIGN_OFF_H
#define ARTICLE_PAGE_SIGN_OFF_H

#include "article/record.h"

/*
 * Makes authors, where there are none, of those who reported or wrote by "(Reporting by Ines Calder in Lisbon
 * and Jon Sund; Editing by Olle Berg)", and the like in other languages, among the last lines of the body;
 * not of those who edited, translated or helped.
 */
void nd_sign_off_read(struct nd_record_builder *builder);

#endif
