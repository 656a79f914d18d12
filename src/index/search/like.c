#include "index/search/best_words.h"
#include "index/search/search.h"

/* Measured on texts about the same event: tests/eval/stories.sh. */
enum { BEST_WORDS = 20, MOST_REPEATS = 8 };

static struct nd_query_node *word_node(const struct nd_best_word *word, struct nd_arena *arena) {
    struct nd_query_node *node = nd_arena_alloc(arena, 1, sizeof *node);

    node->type = ND_Q_WORD;
    node->text = word->text;
    node->repeats = (word->times < MOST_REPEATS ? word->times : MOST_REPEATS) - 1;
    return node;
}

enum nd_status nd_index_like(struct nd_index *index, const struct nd_text *text, struct nd_arena *arena,
                             struct nd_query_node **root, struct nd_error *err) {
    struct nd_best_word words[BEST_WORDS];
    enum nd_status status = nd_search_begin(index, err);
    struct nd_query_node **next;
    size_t count = 0;

    *root = NULL;
    if (status == ND_OK)
        status = nd_best_words_find(index, text, BEST_WORDS, arena, words, &count, err);
    nd_search_end(index);
    if (status == ND_NOT_FOUND)
        return nd_error_set(err, ND_DB,
                            "the full-text index has a form that cannot be read word by word;"
                            " newsdex optimize --rebuild makes it anew");
    if (status != ND_OK || count == 0)
        return status;
    if (count == 1) {
        *root = word_node(&words[0], arena);
        return ND_OK;
    }
    *root = nd_arena_alloc(arena, 1, sizeof **root);
    (*root)->type = ND_Q_OR;
    next = &(*root)->first;
    for (size_t i = 0; i < count; i++, next = &(*next)->next)
        *next = word_node(&words[i], arena);
    return ND_OK;
}
