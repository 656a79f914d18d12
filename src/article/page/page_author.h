/* Who a page shows as the author of its article. Private to the article stage. */
#ifndef ARTICLE_PAGE_PAGE_AUTHOR_H
#define ARTICLE_PAGE_PAGE_AUTHOR_H

#include "article/record.h"

/*
 * Sets the authors out of the elements that are named for them between the title of a page and its text. Goes
 * before what <meta> calls the author where that is somebody else: often the owner of the site.
 */
void nd_page_authors_set(struct nd_record_builder *builder);
/* The same, where there are none yet, out of such elements anywhere on the page, if all name the same. */
void nd_page_authors_set_from_all(struct nd_record_builder *builder);

#endif
