/*
 * Words and two-word phrases that are typical for some articles beside others: keywords in the sense of
 * corpus linguistics. Counted are titles, excerpts and bodies as the full-text index has them (a title or
 * excerpt that was cut from the body only there), out of its posting lists; a word is a folded form of
 * newsdex/analysis.h, so that case and accents make no difference. Part of the index stage.
 */
#ifndef NEWSDEX_TERMS_H
#define NEWSDEX_TERMS_H

#include "newsdex/index.h"

struct nd_terms_request {
    struct nd_query *query;
    struct nd_query *against; /* the other articles; NULL: all that query does not match */
    const struct nd_search_options *options;
    bool has_period; /* each period of what query matches beside the rest of it, words only: */
    enum nd_facet_field period;
    bool has_function_words, has_phrases;
    int64_t limit; /* terms, or terms of each period; 0: all */
    int64_t min_articles;
};

struct nd_term_count {
    int64_t articles, occurrences;
};

struct nd_term {
    struct nd_str text;   /* as it is written most often */
    struct nd_str period; /* or absent */
    bool is_phrase;
    struct nd_term_count here, rest;
    double g2, log_ratio, diff; /* index/terms/keyness.h; diff only when the rest has the term */
};

struct nd_terms {
    struct nd_term *list; /* by period, then the most typical first */
    size_t count;
    struct nd_term_count here, rest; /* in all; with periods, here is all and rest nothing */
    int64_t undated;                 /* matches without a date, which are in no period */
    size_t sampled; /* phrases were looked for in so many articles; their figures are of all */
};

/*
 * The terms more frequent in the articles of the query than in the rest, with at least min_articles there, in
 * order of G2. Reads all posting lists of words once; takes 6 bytes an article and 100 a word. ND_NOT_FOUND
 * when the full-text index was written by another program.
 */
enum nd_status nd_index_terms(struct nd_index *index, const struct nd_terms_request *request,
                              struct nd_arena *arena, struct nd_terms *terms,
                              struct nd_error *err) ND_MUST_CHECK;

#endif
