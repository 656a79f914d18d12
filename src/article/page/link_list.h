/*
 * Pages that lead to articles and are none themselves: home pages, sections, archives. Private to the article
 * stage.
 */
#ifndef ARTICLE_PAGE_LINK_LIST_H
#define ARTICLE_PAGE_LINK_LIST_H

#include "article/record.h"

/*
 * The number of articles that a page leads to, when that is all it is for: links of several words follow each
 * other with no more than a teaser between them, and nothing says when the page itself was published; else 0.
 * builder->main must be of the page.
 */
size_t nd_link_list_count(const struct nd_record_builder *builder);

#endif
