/* Of the readers of headers above a text: header.c, header_fields.c, header_marked.c and header_rest.c. */
#ifndef DOCUMENT_HEADER_H
#define DOCUMENT_HEADER_H

#include "document/front_matter.h"
#include "newsdex/header_names.h"

/* A name of one word: letters of any script, digits and a few signs. */
bool nd_header_is_name(struct nd_str name);

/* "Base Header Level", as MultiMarkdown has them behind a first name. */
bool nd_header_are_names(struct nd_str name);

/* Adds what more is said of a field; false when that is too much for one. */
bool nd_header_join(struct nd_value *field, const char *between, struct nd_str more, struct nd_arena *arena);

/* "[[work/Lind|Lind]], team": links of notes are the names they lead to, without folders. */
struct nd_str nd_header_unlinked(struct nd_str text, struct nd_arena *arena);

/* The readers below take the text from its first line that is not blank; *rest and *number move behind what
 * they read, *number to its last line. NULL when it is none of theirs. */

/* A title, then a field list or a post directive; or a post directive, then the title. */
struct nd_value *nd_header_read_rest(struct nd_str *rest, uint32_t *number, struct nd_arena *arena);

/* Fields in lists, quotes, tables and strong names of markdown, by themselves or below the title. */
struct nd_value *nd_header_read_marked(struct nd_str *rest, uint32_t *number, struct nd_arena *arena);

/* "```{post} 6 May 2019" of ABlog in markdown, with options below, for fields that have the title. */
bool nd_header_read_fenced_post(struct nd_value *fields, struct nd_str *rest, uint32_t *number,
                                struct nd_arena *arena);

#endif
