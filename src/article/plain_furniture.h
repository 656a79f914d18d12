/* What stands below a plain text: a line that announces other articles, and these. Private to the article
 * stage. */
#ifndef ARTICLE_PLAIN_FURNITURE_H
#define ARTICLE_PLAIN_FURNITURE_H

#include "article/record.h"

/* Sets body and furniture of the article; teasers among the latter become references. */
void nd_plain_furniture_cut(struct nd_record_builder *builder, struct nd_str body);

#endif
