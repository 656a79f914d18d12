/* Names that stand alone on a line below a title. Private to the article stage. */
#ifndef ARTICLE_PAGE_NAME_LINE_H
#define ARTICLE_PAGE_NAME_LINE_H

#include "article/record.h"

/*
 * The name in "Mira Holt, Staff Writer", or in a line that is nothing but a name, with or without a day
 * behind a stroke: whose first word is one of the commonest first names, and whose last stands nowhere in
 * body, as that of somebody an article is about does. Absent when line is none.
 */
struct nd_str nd_name_line_find(struct nd_str line, struct nd_str body, struct nd_arena *arena);
/* Takes over the name the body begins with, if there are no authors yet. */
void nd_name_line_read(struct nd_record_builder *builder);

#endif
