#include "index/rank.h"

#include <math.h>

const struct nd_ranking nd_ranking_default = {
    .k1 = 1.6,
    .weights = {4.0, 2.0, 3.0, 1.0},
    .b = {0.6, 0.6, 0.6, 0.6},
    .adjacency = 0.2,
};

void nd_ranker_init(struct nd_ranker *ranker, const struct nd_ranking *ranking,
                    const struct nd_reader *reader, struct nd_norms *norms) {
    ranker->ranking = ranking;
    ranker->norms = norms;
    ranker->documents = (double)nd_reader_documents(reader);
    for (int column = 0; column < ND_COLUMNS; column++) {
        double average =
            (double)nd_reader_tokens(reader, column) / (ranker->documents > 0 ? ranker->documents : 1);
        double b = ranking->b[column];
        for (int code = 0; code < 256; code++) {
            double length = nd_norms_length((unsigned char)code);
            double norm = average > 0 ? 1 - b + b * length / average : 1;
            ranker->factors[column][code] = (float)(ranking->weights[column] / norm);
        }
        ranker->factors[column][ND_NORM_COPY] = 0;
    }
}

double nd_ranker_idf(const struct nd_ranker *ranker, size_t documents) {
    double n = (double)documents, all = ranker->documents < n ? n : ranker->documents;

    return log(1 + (all - n + 0.5) / (n + 0.5));
}

float nd_ranker_frequency(struct nd_ranker *ranker, uint32_t article, const uint32_t counts[ND_COLUMNS]) {
    const unsigned char *codes = nd_norms_get(ranker->norms, article);
    float frequency = 0;

    for (int column = 0; column < ND_COLUMNS; column++)
        if (counts[column] > 0)
            frequency += (float)counts[column] * ranker->factors[column][codes[column]];
    return frequency;
}

float nd_ranker_score(const struct nd_ranker *ranker, double idf, float frequency) {
    float k1 = (float)ranker->ranking->k1;

    return (float)idf * frequency * (k1 + 1) / (frequency + k1);
}
