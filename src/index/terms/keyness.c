#include "index/terms/keyness.h"

#include <math.h>

/* A cell with nothing in it adds nothing. */
static double cell(double observed, double expected) {
    return observed > 0 && expected > 0 ? observed * log(observed / expected) : 0;
}

double nd_keyness_g2(const struct nd_keyness_table *table) {
    double a = (double)table->a, b = (double)table->b, c = (double)table->c, d = (double)table->d;
    double share = c + d > 0 ? (a + b) / (c + d) : 0, g2;

    g2 = 2 * (cell(a, c * share) + cell(b, d * share) + cell(c - a, c * (1 - share)) +
              cell(d - b, d * (1 - share)));
    g2 = g2 > 0 ? g2 : 0; /* less is a matter of rounding */
    return a * d < b * c ? -g2 : g2;
}

double nd_keyness_diff(const struct nd_keyness_table *table) {
    double here = (double)table->a / (double)table->c, there = (double)table->b / (double)table->d;

    return (here - there) / there * 100;
}

double nd_keyness_log_ratio(const struct nd_keyness_table *table) {
    double here = (table->a > 0 ? (double)table->a : 0.5) / (double)table->c;
    double there = (table->b > 0 ? (double)table->b : 0.5) / (double)table->d;

    return log2(here / there);
}
