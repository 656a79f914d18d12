/*
 * Articles as vectors of what is peculiar to each: the weights of its best words. Nothing in a vector depends
 * on the order the articles came in, nor on their ids. Private to the index stage.
 */
#ifndef INDEX_STORIES_VECTORS_H
#define INDEX_STORIES_VECTORS_H

#include "index/db/statement.h"

/* What makes two articles one story; found by tests/eval/stories.sh, which has the table of what was tried.
 */
struct nd_story_tuning {
    int words, title_words; /* of text and title that are read */
    int best;               /* words an article is compared by */
    int few;                /* an article of fewer words is less like any other */
    double title;           /* how often a word of the title counts */
    double saturation;      /* how soon more of a word stops helping: the k1 of BM25 */
    double names, numbers;  /* how much more these count */
    double background;      /* articles about anything else that the given ones are thought to lie among */
    double commons;         /* how many times as many there are of those in which no word of all is */
    double singles;         /* among so many articles a word of one of them counts half */
    double fast, slow, lasting; /* days in which likeness fades, first and then; what fades slowly */
    double undated;             /* what is left of likeness where only one of two is dated */
    double threshold; /* mean likeness, at least, of the articles of one story to those of another */
    size_t work;      /* postings that are gone through for an article to find what is near */
};
extern const struct nd_story_tuning nd_story_tuning_default;

struct nd_story_entry {
    uint32_t word; /* a hash of it and its language, later its number in the order of these */
    float weight;
};

/* An article, or several with the same text and about the same date. */
struct nd_story_item {
    int64_t day;                    /* since 1970; ND_STORY_UNDATED */
    struct nd_story_entry *entries; /* by word; of length 1 */
    size_t count;
    uint64_t text; /* hash of what was read */
    size_t first;  /* of the articles */
    size_t articles;
};

#define ND_STORY_UNDATED INT64_MIN

struct nd_story_article {
    int64_t id, day;
    struct nd_str published_at, uid;
    size_t item;
};

struct nd_story_vectors {
    struct nd_arena *arena;
    struct nd_story_article *articles; /* in order of text, then time, then uid */
    struct nd_story_item *items;       /* in order of day, undated ones last, then of uid */
    size_t article_count, item_count, word_count;
};

/* Reads the articles; vectors is all zero. */
enum nd_status nd_story_vectors_read(struct nd_index *index, const int64_t *ids, size_t count,
                                     const struct nd_story_tuning *tuning, struct nd_story_vectors *vectors,
                                     struct nd_error *err) ND_MUST_CHECK;
void nd_story_vectors_fini(struct nd_story_vectors *vectors);

#endif
