/*
 * Two-word phrases: pairs of words side by side. Which are worth counting is seen in a sample of the
 * articles; they are then counted in all, from the posting lists of both words. Private to the index stage.
 */
#ifndef INDEX_TERMS_PHRASES_H
#define INDEX_TERMS_PHRASES_H

#include "index/terms/vocabulary.h"
#include "newsdex/analysis.h"

struct nd_phrase {
    uint32_t words[2]; /* their numbers in the vocabulary */
    struct nd_term_count here, rest;
    double weight; /* an estimate of its G2 at first */
};

/* What finding phrases needs to know. */
struct nd_phrases_source {
    const struct nd_vocabulary_groups *groups;
    const struct nd_vocabulary *vocabulary; /* with the places of the sample */
    size_t sampled;                         /* articles of it */
    double share;                           /* of the articles here that are in it */
    int64_t min_articles;
    struct nd_analyser *analyser;
    const struct nd_str *languages; /* whose function words begin and end no phrase */
    size_t language_count;
};

/* At most limit of them in *phrases, the most promising ones; free() it. */
size_t nd_phrases_find(const struct nd_phrases_source *source, size_t limit, struct nd_phrase **phrases);
/* Counts a phrase in all articles of the first group, and of the second. */
enum nd_status nd_phrases_count(const struct nd_phrases_source *source, struct nd_reader *reader,
                                struct nd_phrase *phrase, struct nd_error *err) ND_MUST_CHECK;

#endif
