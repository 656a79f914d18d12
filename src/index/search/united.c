#include "index/search/united.h"

#include "index/fulltext/writer.h"
#include "index/search/evaluation.h"
#include "index/search/searcher.h"
#include "newsdex/utf8.h"

/* To so many of the rarer word there is one in one, or more: others are addresses and slips. */
enum {
    SHARE = 50,
    LEAST_PART = 2, /* letters of each word that one is parted into, */
    MOST_PARTINGS = 4
};

struct finder {
    struct nd_index *index;
    struct nd_arena *arena;
    size_t share; /* 0: only numbers are united */
};

/* The position of a text that is a single word; NULL for others. */
static struct nd_query_position *read_word(const struct finder *finder, struct nd_str text) {
    const struct nd_searcher *searcher = finder->index->searcher;
    struct nd_query_options options = {.languages = searcher->languages,
                                       .language_count = searcher->language_count};
    struct nd_query_position *position =
        nd_analyse_query(nd_fulltext_analyser(finder->index), text, &options, finder->arena);

    return position == NULL || position->next != NULL || position->is_prefix ? NULL : position;
}

/* In how many articles one of the first forms is: about so many, where there are more than a few. */
static size_t count(const struct finder *finder, const struct nd_query_position *position, size_t forms) {
    enum { FEW = 64 };
    struct nd_reader *reader = finder->index->searcher->evaluation->reader;
    struct nd_error ignored = ND_ERROR_INIT;
    size_t most = 0, articles = 0;

    for (size_t i = 0; i < forms; i++)
        if (nd_reader_count(reader, position->forms[i], FEW, &articles, &ignored) == ND_OK && articles > most)
            most = articles;
    return most;
}

static bool is_function_word(const struct finder *finder, const struct nd_query_position *position) {
    const struct nd_searcher *searcher = finder->index->searcher;

    return nd_function_words_have(position->forms[0], searcher->languages, searcher->language_count);
}

static struct nd_str in_one(const struct nd_query_node *node, size_t more, struct nd_arena *arena) {
    struct nd_buf text = {0};

    nd_buf_add(&text, node->text);
    for (; more > 0; more--) {
        node = node->next;
        nd_buf_add(&text, node->text);
    }
    return nd_arena_take(arena, &text);
}

/* Not of words that only hold others together: on line, a way. */
static bool is_word(void *context, const struct nd_query_node *first, const struct nd_query_node *second) {
    const struct finder *finder = context;
    const struct nd_query_position *one, *a, *b;
    size_t articles, of_a, of_b;

    if (finder->share == 0 || finder->index->searcher->evaluation == NULL)
        return false;
    one = read_word(finder, in_one(first, 1, finder->arena));
    articles = one == NULL ? 0 : count(finder, one, one->count);
    if (articles == 0)
        return false;
    a = read_word(finder, first->text);
    b = read_word(finder, second->text);
    if (a == NULL || b == NULL || is_function_word(finder, a) || is_function_word(finder, b))
        return false;
    of_a = count(finder, a, 1);
    of_b = count(finder, b, 1);
    return articles * finder->share >= (of_a < of_b ? of_a : of_b);
}

void nd_united_find(struct nd_index *index, struct nd_query *query) {
    struct finder finder = {index, query->arena, SHARE};

    nd_query_unite(query, is_word, &finder);
}

struct nd_query_position *nd_united_with_next(struct nd_index *index, const struct nd_query_node *node,
                                              struct nd_arena *arena) {
    struct finder finder = {index, arena, 0};
    size_t more = nd_query_in_one(node, is_word, &finder);

    return more == 0 ? NULL : read_word(&finder, in_one(node, more, arena));
}

/* Words of the index, both, of which at least one says something. */
static bool are_words(const struct finder *finder, const struct nd_query_position *a,
                      const struct nd_query_position *b) {
    return a != NULL && b != NULL && count(finder, a, 1) > 0 && count(finder, b, 1) > 0 &&
           !(is_function_word(finder, a) && is_function_word(finder, b));
}

/* Some article has one of the forms. */
static bool is_indexed(const struct finder *finder, const struct nd_query_position *position) {
    struct nd_error ignored = ND_ERROR_INIT;
    bool has = false;

    for (size_t i = 0; i < position->count && !has; i++)
        if (nd_reader_has(finder->index->searcher->evaluation->reader, position->forms[i], &has, &ignored) !=
            ND_OK)
            has = false;
    return has;
}

/* Where any word is enough, the others say enough: with the parts, too, cran fell by .0004 of nDCG@10. */
void nd_united_part(struct nd_index *index, struct nd_str text, struct nd_query_position *word,
                    struct nd_arena *arena) {
    struct finder finder = {index, arena, SHARE};
    size_t letters = nd_utf8_count(text), at = 0, partings = 0;

    if (index->searcher->evaluation == NULL || index->searcher->evaluation->any || letters < 2 * LEAST_PART ||
        word->next != NULL || word->instead != NULL || is_indexed(&finder, word))
        return;
    for (size_t before = 0; before + LEAST_PART <= letters && partings < MOST_PARTINGS; before++) {
        struct nd_query_position *a, *b;
        uint32_t c;
        if (before >= LEAST_PART) {
            a = read_word(&finder, nd_str_slice(text, 0, at));
            b = read_word(&finder, nd_str_skip(text, at));
            if (are_words(&finder, a, b)) {
                a->next = b;
                a->instead = word->instead;
                b->instead = NULL;
                word->instead = a;
                partings++;
            }
        }
        at += nd_utf8_decode(nd_str_skip(text, at), &c);
    }
}
