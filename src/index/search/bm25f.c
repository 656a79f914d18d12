#include "index/search/bm25f.h"

#include <math.h>

const struct nd_bm25f nd_bm25f_default = {
    .k1 = 1.3,
    .weights = {4.0, 2.0, 3.0, 1.0},
    .b = {0.55, 0.55, 0.55, 0.55},
    .k3 = 4.0,
    .derived_title_weight = 1.0,
    .adjacency = 0.2,
    .feedback = 0.7,
    .feedback_spread = 3.0,
};

double nd_bm25f_idf(double all, double n) {
    if (all < n)
        all = n;
    return log(1 + (all - n + 0.5) / (n + 0.5));
}

double nd_bm25f_factor(const struct nd_bm25f *ranking, int column, double length, double average) {
    double b = ranking->b[column];

    return ranking->weights[column] / (average > 0 ? 1 - b + b * length / average : 1);
}

double nd_bm25f_repeated(const struct nd_bm25f *ranking, double times) {
    return times * (ranking->k3 + 1) / (times + ranking->k3);
}

double nd_bm25f_score(const struct nd_bm25f *ranking, double idf, double frequency) {
    return idf * frequency * (ranking->k1 + 1) / (frequency + ranking->k1);
}
