#include "newsdex/words.h"

#include "index/search/evaluate.h"
#include "index/search/match.h"
#include "index/search/search.h"
#include "index/search/searcher.h"
#include "index/search/united.h"

static void add_meanings(struct nd_index *index, const struct nd_query_node *node, struct nd_arena *arena,
                         struct nd_meaning **first) {
    struct nd_meaning *meaning;

    for (const struct nd_query_node *child = node->first; child != NULL; child = child->next)
        add_meanings(index, child, arena, first);
    if (node->type != ND_Q_WORD && node->type != ND_Q_PHRASE)
        return;
    meaning = nd_arena_alloc(arena, 1, sizeof *meaning);
    *meaning = (struct nd_meaning){node, nd_match_positions(index, node, arena), *first};
    *first = meaning;
}

enum nd_status nd_index_expand(struct nd_index *index, struct nd_query *query, struct nd_arena *arena,
                               struct nd_meaning **first, struct nd_error *err) {
    enum nd_status status = nd_search_begin(index, err);

    *first = NULL;
    if (status == ND_OK)
        status = nd_match_prune(index, query, arena, err);
    if (status == ND_OK && index->searcher->evaluation == NULL)
        status = nd_evaluation_open(index, &nd_bm25f_default, &index->searcher->evaluation, err);
    if (status == ND_NOT_FOUND) /* compounds are not known then, the rest is */
        status = ND_OK;
    if (status == ND_OK && query->root != NULL)
        nd_united_find(index, query);
    if (status == ND_OK && query->root != NULL)
        add_meanings(index, query->root, arena, first);
    nd_search_end(index);
    return status;
}
