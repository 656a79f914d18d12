/*
 * Ranking over posting lists: the formula of bm25f.h with what it needs of the index at hand. Private to
 * the index stage.
 */
#ifndef INDEX_SEARCH_SCORER_H
#define INDEX_SEARCH_SCORER_H

#include "index/fulltext/lengths.h"
#include "index/fulltext/reader.h"
#include "index/search/bm25f.h"

/* What scoring needs of the whole index. */
struct nd_scorer {
    const struct nd_bm25f *ranking;
    struct nd_lengths *norms;
    double documents, averages[ND_COLUMNS];
    double b[ND_COLUMNS]; /* that the factors are made with */
    /* 1 - b + b * length / average length, inverted and times the weight, for every code of a length */
    float factors[ND_COLUMNS][256];
    float peaks[ND_COLUMNS + 1]; /* the highest of where nd_postings_most has a word */
};

void nd_scorer_init(struct nd_scorer *ranker, const struct nd_bm25f *ranking, const struct nd_reader *reader,
                    struct nd_lengths *norms);
/* Before a query of that many different words is scored. */
void nd_scorer_begin(struct nd_scorer *ranker, size_t words);
double nd_scorer_idf(const struct nd_scorer *ranker, size_t documents);
/* The weighted and normalised frequency of a word in an article, from its counts in the columns. */
float nd_scorer_frequency(struct nd_scorer *ranker, uint32_t article, const uint32_t counts[ND_COLUMNS]);
/* No frequency of a word is higher in an article in which it can stand so often and there. */
float nd_scorer_most(struct nd_scorer *ranker, uint32_t article, struct nd_postings_most most);
/* True when a sum of what words add at most is below a score, whatever was rounded. */
bool nd_scorer_is_below(float most, float score);
/* The part of the score a word adds: saturates at idf * (k1 + 1). */
float nd_scorer_score(const struct nd_scorer *ranker, double idf, float frequency);
/* Any lower frequency makes a part that is below the score, whatever was rounded. */
float nd_scorer_needed(const struct nd_scorer *ranker, double idf, float score);

#endif
