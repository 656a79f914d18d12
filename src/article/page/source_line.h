/* The line above or below a text that says where it stood: "Original URL", "Source: https://…". Private to
 * the article stage. */
#ifndef ARTICLE_PAGE_SOURCE_LINE_H
#define ARTICLE_PAGE_SOURCE_LINE_H

#include "article/record.h"

/* The first address in a line of plain text, without what closes a sentence or a bracket; empty: none. */
struct nd_str nd_source_line_address(struct nd_str text);

/* True for a line that is nothing but the address of a page. */
bool nd_source_line_is_address(struct nd_str line);

/*
 * Sets url, where there is none, by such a line of a text or markdown, or by a title that is a link. Words
 * that may as well name what a text cites (source, link) count directly below the title alone, and where
 * nobody wrote front matter: what has that is somebody's own page.
 */
void nd_source_line_read(struct nd_record_builder *builder, const struct nd_document *document);

#endif
