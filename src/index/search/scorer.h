/*
 * Ranking over posting lists: the formula of bm25f.h with what it needs of the index at hand. Private to
 * the index stage.
 */
#ifndef INDEX_RANK_H
#define INDEX_RANK_H

#include "index/fulltext/lengths.h"
#include "index/fulltext/reader.h"
#include "index/search/bm25f.h"

/* What scoring needs of the whole index. */
struct nd_ranker {
    const struct nd_ranking *ranking;
    struct nd_norms *norms;
    double documents;
    /* 1 - b + b * length / average length, inverted and times the weight, for every code of a length */
    float factors[ND_COLUMNS][256];
};

void nd_ranker_init(struct nd_ranker *ranker, const struct nd_ranking *ranking,
                    const struct nd_reader *reader, struct nd_norms *norms);
double nd_ranker_idf(const struct nd_ranker *ranker, size_t documents);
/* The weighted and normalised frequency of a word in an article, from its counts in the columns. */
float nd_ranker_frequency(struct nd_ranker *ranker, uint32_t article, const uint32_t counts[ND_COLUMNS]);
/* The part of the score a word adds: saturates at idf * (k1 + 1). */
float nd_ranker_score(const struct nd_ranker *ranker, double idf, float frequency);

#endif
