/*
 * How much more often a term stands in one set of texts than in another.
 *
 * G2 is the log-likelihood ratio of T. Dunning, Accurate methods for the statistics of surprise and
 * coincidence, Computational Linguistics 19(1), 1993, over all four cells of the table of the term and all
 * other words; above 10.83 chance makes such a difference once in 1000 words. The two effect sizes are those
 * P. Rayson's log-likelihood wizard shows: %DIFF (C. Gabrielatos and A. Marchi, 2011), by how many percent
 * the term is more frequent, and log ratio (A. Hardie, 2014), how often its frequency doubles. Private to the
 * index stage.
 */
#ifndef INDEX_TERMS_KEYNESS_H
#define INDEX_TERMS_KEYNESS_H

#include <stdint.h>

/* The term stands a times among c words here, b times among d words there; 0 <= a <= c, 0 <= b <= d. */
struct nd_keyness_table {
    int64_t a, c, b, d;
};

/* More than 0 when the term is more frequent here, less when there. */
double nd_keyness_g2(const struct nd_keyness_table *table);
/* b and d are not 0. */
double nd_keyness_diff(const struct nd_keyness_table *table);
/* A term that one side does not have counts as half a time there. */
double nd_keyness_log_ratio(const struct nd_keyness_table *table);

#endif
