/*
 * The numbers of the ranking and the formula they are for: BM25F over title, excerpt, topics and body
 * (Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009, section 3.6).
 * Knows no database.
 */
#ifndef INDEX_SEARCH_BM25F_H
#define INDEX_SEARCH_BM25F_H

#include <stddef.h>

enum { ND_RANKED_COLUMNS = 4 }; /* body, title, excerpt, topics */

struct nd_bm25f {
    double k1;                         /* how soon more of a word stops helping */
    double weights[ND_RANKED_COLUMNS]; /* of a word in each column */
    double b[ND_RANKED_COLUMNS];       /* how much a long column dilutes its words */
    double b_of_text;                  /* the same where the query is a text; see nd_bm25f_b */
    double k3;                         /* as k1, for a word that the query repeats */
    double
        derived_title_weight; /* weight of a word in a title that was cut from the body: a first sentence */
    double adjacency;         /* bonus for query neighbours that are neighbours, in parts of their weight */
    double feedback;          /* bonus for reading like the best articles, in parts of the best score */
    double feedback_spread;   /* a leader with so much less of a score weighs 1/e of the best one */
};

/* Found by tests/eval on several collections at once; README gives the figures. */
extern const struct nd_bm25f nd_bm25f_default;

/* ln(1 + (N - n + 0.5) / (n + 0.5)) for n of N articles: positive for any n. */
double nd_bm25f_idf(double all, double n);
/*
 * How much a long column dilutes its words for a query of that many different words: a text asked for has
 * words enough that every long article has some (Zhai and Lafferty, "A Study of Smoothing Methods for
 * Language Models Applied to Ad Hoc Information Retrieval", SIGIR 2001, section 5: long queries want more
 * smoothing).
 */
double nd_bm25f_b(const struct nd_bm25f *ranking, int column, size_t words);
/* What one occurrence counts in a column of that length. */
double nd_bm25f_factor(const struct nd_bm25f *ranking, int column, double b, double length, double average);
/* What a word counts that the query says so many times. */
double nd_bm25f_repeated(const struct nd_bm25f *ranking, double times);
/* What a word adds to the score: idf * (k1 + 1) at most. */
double nd_bm25f_score(const struct nd_bm25f *ranking, double idf, double frequency);

#endif
