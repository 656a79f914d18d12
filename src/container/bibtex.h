/*
 * BibTeX's notation (O. Patashnik, "BibTeXing", 1988), as BibLaTeX and reference managers write it: entries,
 * and fields in them. Private to the container stage.
 */
#ifndef CONTAINER_BIBTEX_H
#define CONTAINER_BIBTEX_H

#include "newsdex/arena.h"

struct nd_bibtex_entry {
    struct nd_str type, key; /* "article"; absent for @string and @comment */
    struct nd_str fields;    /* what stands behind the key, without what closes it */
    size_t from, end;        /* of it all in the text */
    bool is_open;            /* nothing closes it */
};

/*
 * The first entry at or behind from. ND_END: there is none; ND_TOO_BIG: not all of it is in text, which goes
 * on. One that is not closed ends where a line begins as an entry does.
 */
enum nd_status nd_bibtex_next(struct nd_str text, size_t from, bool is_end, struct nd_bibtex_entry *entry);

struct nd_bibtex_field {
    struct nd_str name, value; /* value: as written, pieces with # between them */
};

/* The next field of *fields, which is moved behind it. False: there is none. */
bool nd_bibtex_field(struct nd_str *fields, struct nd_bibtex_field *field);

/* The next piece of a value: in braces or quotes, without these, or a word (*is_word) that stands for one. */
bool nd_bibtex_piece(struct nd_str *value, struct nd_str *piece, bool *is_word);

#endif
