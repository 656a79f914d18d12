/*
 * The words of an article as the full-text index has them, and what a query and its filters ask for, for
 * engines that are to find the same. Private names of the analysis (newsdex/analysis.h) are words like any
 * other.
 */
#ifndef NEWSDEX_WORDS_H
#define NEWSDEX_WORDS_H

#include "newsdex/index.h"
#include "newsdex/inverter.h"

/* What a place is: newsdex/inverter.h, but the columns have the numbers engines know them by. */
enum { ND_WORD_COLUMN = ND_COLUMN_SHIFT, ND_WORD_POSITION = ND_PLACE_MASK };
enum { ND_WORDS_TITLE, ND_WORDS_EXCERPT, ND_WORDS_TOPICS, ND_WORDS_BODY, ND_WORDS_COLUMNS };

struct nd_query_position; /* newsdex/analysis.h */

struct nd_word {
    struct nd_str text;
    const uint32_t *places; /* in order */
    size_t count;
};

/* Everything holds until the next article. */
struct nd_word_list {
    const struct nd_word *words; /* in byte order of the texts, each once */
    size_t count;
    uint32_t lengths[ND_WORDS_COLUMNS]; /* positions */
};

/* Working space, for one thread. */
struct nd_word_lister;

struct nd_word_lister *nd_word_lister_new(void);
void nd_word_lister_free(struct nd_word_lister *lister);
/* All words of an article; ND_IO when there is no room for those of a very long one. */
enum nd_status nd_word_lister_read(struct nd_word_lister *lister, const struct nd_stored_article *stored,
                                   struct nd_word_list *list, struct nd_error *err) ND_MUST_CHECK;

/* What a word or phrase of a query stands for: newsdex/analysis.h. */
struct nd_meaning {
    const struct nd_query_node *leaf;
    const struct nd_query_position *positions;
    struct nd_meaning *next;
};
/*
 * What the query asks for of an engine that has the words of the articles (newsdex/words.h): prunes it as a
 * search does, and gives the meanings of all leaves that are left, as far as the articles of this database
 * tell. The last position of a leaf that is_prefix begins words; of more than ND_MAX_PHRASE_WORDS the first
 * count. Everything lives in the arena.
 */
enum nd_status nd_index_expand(struct nd_index *index, struct nd_query *query, struct nd_arena *arena,
                               struct nd_meaning **first, struct nd_error *err) ND_MUST_CHECK;

/* True when it has to hold whatever others say: exclusions and dates; others of one type are alternatives. */
bool nd_filter_stands_alone(const struct nd_filter *filter);
/* What a filter compares with, in the form in which records have it; languages end before that and ".". */
struct nd_str nd_filter_text(const struct nd_filter *filter, struct nd_arena *arena);
/*
 * From which date of a record on and up to which, without it, a date filter lets pass; empty when open.
 * Articles may be dated by month or year alone: those that end a span are outside of it, those that begin one
 * are inside if it has whole months, or no end.
 */
struct nd_str nd_filter_from(const struct nd_filter *filter);
struct nd_str nd_filter_until(const struct nd_filter *filter);

#endif
