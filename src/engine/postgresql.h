/* PostgreSQL: what its files share. Private to the folder. */
#ifndef ENGINE_POSTGRESQL_H
#define ENGINE_POSTGRESQL_H

#include "engine/engine_table.h"

/*
 * What one tsvector holds, and less for pieces of what does not fit: places, of one word, bytes (PostgreSQL's
 * documentation, section 12.11).
 */
enum {
    ND_POSTGRESQL_PLACES = 16383,
    ND_POSTGRESQL_REPEATS = 255,
    ND_POSTGRESQL_BYTES = 900 * 1024, /* of 1 MB, by our count */
    ND_POSTGRESQL_OVERLAP = 1100,     /* ND_MAX_QUERY_DISTANCE and some */
    ND_POSTGRESQL_LEAST = 66          /* ND_MAX_PHRASE_WORDS and what one place more needs */
};

/* Appends text for COPY, of which it is a part. NUL, which PostgreSQL has not, becomes U+FFFD: true then. */
bool nd_postgresql_copy(struct nd_buf *out, struct nd_str text);

/*
 * Goes through the words of an article in pieces that a tsvector holds, one for most articles. next appends a
 * piece, for COPY; false when there is none left.
 */
struct nd_postgresql_pieces;
struct nd_postgresql_pieces *nd_postgresql_pieces_new(const struct nd_word_list *words);
void nd_postgresql_pieces_free(struct nd_postgresql_pieces *pieces);
bool nd_postgresql_pieces_next(struct nd_postgresql_pieces *pieces, struct nd_buf *out);
/* True when "a b"~N may be missed for some N, for words come again and again. */
bool nd_postgresql_pieces_are_short(const struct nd_postgresql_pieces *pieces);

/* The query as SQL. */
void nd_postgresql_translate(struct nd_engine_translation *translation);

#endif
