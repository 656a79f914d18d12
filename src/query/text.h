/* The blanks of query text, for the lexer and for what the labels of filters stand before. */
#ifndef QUERY_TEXT_H
#define QUERY_TEXT_H

#include "newsdex/arena.h"
#include "newsdex/str.h"

/* The length of the blank that s, not empty, begins with, 0 for none: White_Space and Cc of Unicode, U+200B
 * and U+FEFF. */
size_t nd_query_blank(struct nd_str s);
/* A quotation mark at an offset that is typed for the mark of a Hebrew acronym: it stands between its
 * letters. */
bool nd_query_is_gershayim(struct nd_str s, size_t at);
/*
 * A copy in the arena, double quotes and runs of blanks made one space, none at the ends, and quotes in
 * Hebrew acronyms the mark of these.
 */
struct nd_str nd_query_tidy(struct nd_str text, struct nd_arena *arena);

#endif
