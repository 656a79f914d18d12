/*
 * Ranking: BM25F over title, excerpt, topics and body (Robertson and Zaragoza, "The Probabilistic Relevance
 * Framework: BM25 and Beyond", 2009, section 3.6), its numbers found by tests/eval on several collections at
 * once. Private to the index stage.
 */
#ifndef INDEX_RANK_H
#define INDEX_RANK_H

#include "index/norms.h"
#include "index/postings.h"

struct nd_ranking {
    double k1;                  /* how soon more of a word stops helping */
    double weights[ND_COLUMNS]; /* of a word in title, excerpt, topics, body */
    double b[ND_COLUMNS];       /* how much a long column dilutes its words */
    double adjacency;           /* bonus for query neighbours that are neighbours, in parts of their weight */
};

extern const struct nd_ranking nd_ranking_default;

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
/* ln(1 + (N - n + 0.5) / (n + 0.5)): positive for any n. */
double nd_ranker_idf(const struct nd_ranker *ranker, size_t documents);
/* The weighted and normalised frequency of a word in an article, from its counts in the columns. */
float nd_ranker_frequency(struct nd_ranker *ranker, uint32_t article, const uint32_t counts[ND_COLUMNS]);
/* The part of the score a word adds: saturates at idf * (k1 + 1). */
float nd_ranker_score(const struct nd_ranker *ranker, double idf, float frequency);

#endif
