/* The title of a saved page. Private to the article stage. */
#ifndef ARTICLE_PAGE_HTML_TITLE_H
#define ARTICLE_PAGE_HTML_TITLE_H

#include "article/page/title.h"

/* Sets it, unless it is known, or neither <title> nor metadata say anything. */
void nd_html_title_set(struct nd_record_builder *builder, const struct nd_title_evidence *evidence);

#endif
