#include "index/search/bm25f.h"

#include "newsdex/inverter.h"

#include <math.h>

const struct nd_bm25f nd_bm25f_default = {
    .k1 = 1.3,
    .weights = {[ND_COLUMN_TITLE] = 4.0,
                [ND_COLUMN_EXCERPT] = 2.0,
                [ND_COLUMN_TOPICS] = 3.0,
                [ND_COLUMN_BODY] = 1.0},
    .b = {0.55, 0.55, 0.55, 0.55},
    .b_of_text = 0.75,
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

double nd_bm25f_b(const struct nd_bm25f *ranking, int column, size_t words) {
    enum { QUESTION = 12, TEXT = 40 }; /* words of the longest question, and of the shortest text */
    size_t more = words < QUESTION ? 0 : words > TEXT ? TEXT - QUESTION : words - QUESTION;

    return ranking->b[column] + (ranking->b_of_text - ranking->b[column]) * (double)more / (TEXT - QUESTION);
}

double nd_bm25f_factor(const struct nd_bm25f *ranking, int column, double b, double length, double average) {
    return ranking->weights[column] / (average > 0 ? 1 - b + b * length / average : 1);
}

double nd_bm25f_repeated(const struct nd_bm25f *ranking, double times) {
    return times * (ranking->k3 + 1) / (times + ranking->k3);
}

double nd_bm25f_score(const struct nd_bm25f *ranking, double idf, double frequency) {
    return idf * frequency * (ranking->k1 + 1) / (frequency + ranking->k1);
}
