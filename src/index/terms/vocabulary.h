/*
 * How often each word stands in each group of articles, from one walk through the posting lists. Private to
 * the index stage.
 */
#ifndef INDEX_TERMS_VOCABULARY_H
#define INDEX_TERMS_VOCABULARY_H

#include "index/fulltext/lengths.h"
#include "index/fulltext/reader.h"
#include "newsdex/terms.h"

enum nd_vocabulary_side { ND_VOCABULARY_NONE, ND_VOCABULARY_HERE, ND_VOCABULARY_REST };

/*
 * Which articles are counted, by id. A side takes two bits: a million of them stay near the processor. There
 * are two groups, here and rest, or one for each period of the articles here.
 */
struct nd_vocabulary_groups {
    unsigned char *sides;  /* of 4 articles each; all others have none: */
    unsigned char *titles; /* of 8, a bit each: it has a title that is not just the beginning of its body */
    size_t limit;
    uint16_t *periods; /* of articles here: the number of their group; or NULL */
    size_t count;      /* of groups */
    uint32_t *sampled; /* of articles here: number in the sample from 1 on, 0: not in it; or NULL */
};

static inline unsigned nd_vocabulary_side(const struct nd_vocabulary_groups *groups, uint32_t article) {
    return article < groups->limit ? (unsigned)groups->sides[article / 4] >> article % 4 * 2 & 3u
                                   : ND_VOCABULARY_NONE;
}

/* The group of an article that has a side. */
static inline size_t nd_vocabulary_group(const struct nd_vocabulary_groups *groups, uint32_t article,
                                         unsigned side) {
    return groups->periods != NULL ? groups->periods[article] : side - ND_VOCABULARY_HERE;
}

struct nd_vocabulary_word {
    struct nd_str term;
    size_t group; /* from 0 on */
    struct nd_term_count here, rest;
};

/* Where a word stands in an article of the sample. */
struct nd_vocabulary_place {
    uint32_t article; /* its number in the sample */
    uint32_t place;   /* of index/fulltext/postings.h */
    uint32_t word;    /* its number in words */
};

struct nd_vocabulary {
    struct nd_arena *arena; /* of the terms */
    struct nd_vocabulary_word
        *words; /* of a group, each that min_articles of it have, in order of the terms */
    size_t count, capacity;
    struct nd_vocabulary_place *places; /* word by word, of each in order */
    size_t place_count, place_capacity;
    int64_t *occurrences; /* of all words, in each group */
};

static inline bool nd_vocabulary_has_own_title(const struct nd_vocabulary_groups *groups, uint32_t article) {
    return (groups->titles[article / 8] >> article % 8 & 1) != 0;
}

/* Notes which articles that have a side have a title of their own. */
enum nd_status nd_vocabulary_read_titles(struct nd_lengths *lengths, struct nd_vocabulary_groups *groups,
                                         struct nd_error *err) ND_MUST_CHECK;
/* vocabulary is all zero. */
enum nd_status nd_vocabulary_read(struct nd_reader *reader, const struct nd_vocabulary_groups *groups,
                                  int64_t min_articles, struct nd_vocabulary *vocabulary,
                                  struct nd_error *err) ND_MUST_CHECK;
void nd_vocabulary_fini(struct nd_vocabulary *vocabulary);

/* Whether a place is text that counts: names of topics do not, nor a title that stands in the body. */
bool nd_vocabulary_is_text(uint32_t place, bool has_own_title);

#endif
