#include "index/search/scorer.h"

#include <float.h>

static void make_factors(struct nd_scorer *ranker, int column, double b) {
    const struct nd_bm25f *ranking = ranker->ranking;

    ranker->b[column] = b;
    for (int code = 0; code < 256; code++)
        ranker->factors[column][code] = (float)nd_bm25f_factor(
            ranking, column, b, nd_lengths_length((unsigned char)code), ranker->averages[column]);
    ranker->factors[column][ND_LENGTH_DERIVED_TITLE] = (float)ranking->derived_title_weight;
}

static void find_peaks(struct nd_scorer *ranker) {
    float *peaks = ranker->peaks;

    for (int column = ND_COLUMNS; column-- > 0;) {
        peaks[column] = column + 1 < ND_COLUMNS && column != ND_COLUMN_BODY ? peaks[column + 1] : 0;
        for (int code = 0; code < 256; code++)
            if (ranker->factors[column][code] > peaks[column])
                peaks[column] = ranker->factors[column][code];
    }
    peaks[ND_COLUMNS] = peaks[ND_COLUMN_BODY] > peaks[1] ? peaks[ND_COLUMN_BODY] : peaks[1];
}

void nd_scorer_init(struct nd_scorer *ranker, const struct nd_bm25f *ranking, const struct nd_reader *reader,
                    struct nd_lengths *norms) {
    ranker->ranking = ranking;
    ranker->norms = norms;
    ranker->documents = (double)nd_reader_documents(reader);
    for (int column = 0; column < ND_COLUMNS; column++) {
        ranker->averages[column] =
            (double)nd_reader_tokens(reader, column) / (ranker->documents > 0 ? ranker->documents : 1);
        make_factors(ranker, column, nd_bm25f_b(ranking, column, 0));
    }
    find_peaks(ranker);
}

void nd_scorer_begin(struct nd_scorer *ranker, size_t words) {
    bool is_other = false;

    for (int column = 0; column < ND_COLUMNS; column++) {
        double b = nd_bm25f_b(ranker->ranking, column, words);
        if (b >= ranker->b[column] && b <= ranker->b[column])
            continue;
        make_factors(ranker, column, b);
        is_other = true;
    }
    if (is_other)
        find_peaks(ranker);
}

double nd_scorer_idf(const struct nd_scorer *ranker, size_t documents) {
    return nd_bm25f_idf(ranker->documents, (double)documents);
}

float nd_scorer_frequency(struct nd_scorer *ranker, uint32_t article, const uint32_t counts[ND_COLUMNS]) {
    const unsigned char *codes = nd_lengths_get(ranker->norms, article);
    float frequency = 0;

    for (int i = 1; i <= ND_COLUMNS; i++) { /* the body is added last */
        int column = i % ND_COLUMNS;
        if (counts[column] > 0)
            frequency += (float)counts[column] * ranker->factors[column][codes[column]];
    }
    return frequency;
}

float nd_scorer_most(struct nd_scorer *ranker, uint32_t article, struct nd_postings_most most) {
    const unsigned char *codes = nd_lengths_get(ranker->norms, article);
    float factor = 0;

    if (most.columns == ND_COLUMN_BODY)
        return (float)most.times * ranker->factors[ND_COLUMN_BODY][codes[ND_COLUMN_BODY]];
    for (unsigned i = most.columns % ND_COLUMNS; i < ND_COLUMNS; i++)
        if (ranker->factors[i][codes[i]] > factor)
            factor = ranker->factors[i][codes[i]];
    return (float)most.times * factor;
}

float nd_scorer_score(const struct nd_scorer *ranker, double idf, float frequency) {
    float k1 = (float)ranker->ranking->k1;

    return (float)idf * frequency * (k1 + 1) / (frequency + k1);
}

float nd_scorer_needed(const struct nd_scorer *ranker, double idf, float score) {
    double k1 = ranker->ranking->k1, highest = idf * (k1 + 1), needed = (double)score / 1.0001;

    return needed < highest ? (float)(needed * k1 / (highest - needed) * 0.99999) : FLT_MAX;
}

bool nd_scorer_is_below(float most, float score) {
    return most * 1.0001f < score;
}
