#include "index/search/passage.h"

#include "newsdex/inverter.h"

#include <stdlib.h>

/* All in words. Measured on collections of abstracts put together to long texts: README, Relevance. */
enum {
    PASSAGE = 60,
    BEFORE = 15,      /* the passage that are read with it */
    BEGINNING = 250,  /* a passage within it is none: the beginning is read */
    MOST_TERMS = 8,   /* of the query that are looked for, those that weigh most */
    MOST_PLACES = 256 /* of these that are looked at */
};

static const float again = 0.2F; /* of its weight: what a word counts that the passage has already */

struct term {
    const struct nd_term_postings *postings;
    float weight;
};

struct place {
    uint32_t position, term;
};

static int by_position(const void *a, const void *b) {
    const struct place *x = a, *y = b;

    if (x->position != y->position)
        return x->position < y->position ? -1 : 1;
    return x->term < y->term ? -1 : x->term > y->term;
}

/* The heaviest first. */
static size_t choose_terms(const struct nd_evaluation *evaluation, struct term terms[MOST_TERMS]) {
    size_t count = 0;

    for (size_t i = 0; i < evaluation->terms_count; i++) {
        const struct nd_term_postings *leaf = &evaluation->leaves[i];
        struct term term = {leaf, (float)(leaf->idf * leaf->weight)};
        size_t at = count < MOST_TERMS ? count : MOST_TERMS;
        if (!leaf->is_read || leaf->postings.count == 0)
            continue;
        for (; at > 0 && terms[at - 1].weight < term.weight; at--)
            if (at < MOST_TERMS)
                terms[at] = terms[at - 1];
        if (at < MOST_TERMS)
            terms[at] = term;
        count += count < MOST_TERMS;
    }
    return count;
}

/* The places of the terms in the body of the article, in order. */
static size_t list_places(const struct term *terms, size_t term_count, uint32_t article,
                          struct place places[MOST_PLACES]) {
    uint32_t *positions = NULL;
    size_t capacity = 0, count = 0;

    for (size_t i = 0; i < term_count; i++) {
        const struct nd_postings *postings = &terms[i].postings->postings;
        size_t at = nd_postings_find(postings, article, 0), n;
        if (at == postings->count || postings->docs[at] != article)
            continue;
        n = nd_postings_places(postings, at, &positions, &capacity);
        for (size_t k = 0; k < n && count < MOST_PLACES; k++)
            if (positions[k] >> ND_COLUMN_SHIFT == ND_COLUMN_BODY)
                places[count++] = (struct place){positions[k] & ND_PLACE_MASK, (uint32_t)i};
    }
    free(positions);
    qsort(places, count, sizeof *places, by_position);
    return count;
}

/* The position at which the heaviest passage begins, the first of them. */
static uint32_t find_heaviest(const struct term *terms, const struct place *places, size_t count) {
    uint32_t seen[MOST_TERMS] = {0}, best_position = 0;
    float best = 0, sum = 0;

    for (size_t first = 0, end = 0; first < count; first++) {
        for (; end < count && places[end].position - places[first].position < PASSAGE; end++)
            sum += terms[places[end].term].weight * (seen[places[end].term]++ == 0 ? 1 : again);
        if (sum > best * 1.0001F) { /* sums in another order differ in the last digits */
            best = sum;
            best_position = places[first].position;
        }
        sum -= terms[places[first].term].weight * (--seen[places[first].term] == 0 ? 1 : again);
    }
    return best_position;
}

int64_t nd_passage_find(struct nd_evaluation *evaluation, uint32_t article) {
    uint32_t length = nd_lengths_length(nd_lengths_get(evaluation->norms, article)[ND_COLUMN_BODY]);
    struct term terms[MOST_TERMS];
    struct place places[MOST_PLACES];
    uint32_t position;

    if (length <= BEGINNING + BEFORE)
        return 0;
    position =
        find_heaviest(terms, places, list_places(terms, choose_terms(evaluation, terms), article, places));
    if (position <= BEGINNING + BEFORE)
        return 0;
    return (int64_t)(position < length ? position - BEFORE : length - BEFORE) * ND_PASSAGE_PARTS / length;
}
