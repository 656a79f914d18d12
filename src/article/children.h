/*
 * The records of the parts of an issue. Each has the title, text and address it has there, and of the issue,
 * its parent, what it does not say itself: date, provider, language, topics. It is known by its address, or
 * by its title within the parent, wherever it stands there. Private to the article stage.
 */
#ifndef ARTICLE_CHILDREN_H
#define ARTICLE_CHILDREN_H

#include "article/record.h"

/* Makes them of the issue of builder, whose record is complete; text is that of the file, or absent where
 * lines do not count. */
void nd_children_make(struct nd_record_builder *builder, struct nd_str text);

#endif
