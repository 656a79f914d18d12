/*
 * The terms of a query: words, phrases and neighbourhoods, read from the posting lists. Private to the index
 * stage.
 */
#ifndef INDEX_SEARCH_TERM_POSTINGS_H
#define INDEX_SEARCH_TERM_POSTINGS_H

#include "index/fulltext/postings.h"
#include "index/fulltext/reader.h"

/* A term of the query with its postings: for a phrase, those of its beginnings. */
struct nd_term_postings {
    const struct nd_query_node *node, *parent; /* parent NULL: node is the whole query */
    struct nd_query_position *positions;
    struct nd_postings postings;
    int column;    /* -1: any */
    double weight; /* how often the query says it */
    double idf;
    bool is_alternative; /* to others at the top of the query: one of them is enough */
    bool is_function;    /* a function word of the query's language */
    size_t own_forms;    /* of its position, the others being those of more words in one; 0: all are */
    bool is_read,
        is_borrowed; /* postings are there; they are those of another leaf, which asks for the same */
    size_t repeats;  /* more leaves beside it that ask for the same and stand for themselves no more */
};

/* Reads the postings of a leaf whose node and positions are set. */
enum nd_status nd_term_postings_read(struct nd_reader *reader, struct nd_term_postings *leaf,
                                     struct nd_error *err) ND_MUST_CHECK;
void nd_term_postings_fini(struct nd_term_postings *leaf);

#endif
