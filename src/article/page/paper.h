/*
 * Texts that were made of what is printed on paper: a form feed stands between two pages. Their running heads
 * and feet, lines that recur at the borders of pages, numbers apart, are furniture; nothing else is.
 */
#ifndef ARTICLE_PAGE_PAPER_H
#define ARTICLE_PAGE_PAPER_H

#include "article/record.h"

/* Text without these, its pages joined; they go into the furniture. Text itself when it is none of pages. */
struct nd_str nd_paper_take(struct nd_record_builder *builder, struct nd_str text);

#endif
