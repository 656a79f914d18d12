#include "newsdex/stories.h"

#include "index/search/groups.h"
#include "index/search/outlets.h"
#include "index/search/plan.h"
#include "index/search/search.h"
#include "index/stories/clusters.h"
#include "newsdex/alloc.h"

#include <stdlib.h>

/* The matches by story, and where among them the story of each hit begins. */
struct folds {
    struct nd_groups groups;
    int64_t *begins;
};

static int by_id(const void *a, const void *b) {
    const struct nd_group_member *x = a, *y = b;

    return x->id < y->id ? -1 : x->id > y->id;
}

static void add_stories(const struct nd_story_vectors *vectors, const uint32_t *clusters,
                        const struct nd_candidates *found, struct nd_groups *groups) {
    struct nd_groups places = {0};

    for (size_t i = 0; i < found->count; i++)
        nd_groups_add(&places, ND_NO_GROUP, found->list[i].id, i);
    if (places.count > 0)
        qsort(places.list, places.count, sizeof *places.list, by_id);
    for (size_t i = 0; i < vectors->article_count && places.count > 0; i++) {
        struct nd_group_member wanted = {.id = vectors->articles[i].id};
        const struct nd_group_member *match =
            bsearch(&wanted, places.list, places.count, sizeof wanted, by_id);
        if (match != NULL)
            nd_groups_add(groups, clusters[vectors->articles[i].item], match->id, match->place);
    }
    free(places.list);
}

/* Keeps of each story among the matches, which are in the order they are shown in, the first. */
static enum nd_status fold(struct nd_index *index, struct nd_candidates *found, struct folds *folds,
                           struct nd_error *err) {
    struct nd_story_vectors vectors = {0};
    int64_t *ids = nd_alloc_array(found->count + 1, sizeof *ids);
    uint32_t *clusters = NULL;
    enum nd_status status;

    for (size_t i = 0; i < found->count; i++)
        ids[i] = found->list[i].id;
    status = nd_story_vectors_read(index, ids, found->count, &nd_story_tuning_default, &vectors, err);
    if (status == ND_OK && vectors.article_count > 0) {
        clusters = nd_story_clusters_find(&vectors, &nd_story_tuning_default);
        add_stories(&vectors, clusters, found, &folds->groups);
        folds->begins = nd_alloc_array(found->count + 1, sizeof *folds->begins);
        status = nd_groups_keep(index, &folds->groups, NULL, found, folds->begins, err);
    }
    free(clusters);
    free(ids);
    nd_story_vectors_fini(&vectors);
    return status;
}

/* Hands on the hits, with what is known of the others in their stories. */
struct teller {
    struct nd_index *index;
    struct folds folds;
    size_t told;
    struct nd_arena *arena;
    nd_hit_sink *sink;
    void *context;
};

/* How many more matches are in the story of a hit, and who has published them. */
static enum nd_status describe(const struct teller *teller, size_t begin, struct nd_hit *hit,
                               struct nd_error *err) {
    const struct nd_groups *groups = &teller->folds.groups;
    struct nd_outlets outlets = {.count = 0};
    enum nd_status status = ND_OK;
    bool is_open = true;
    size_t end = begin + 1;

    for (; end < groups->count && groups->list[end].group == groups->list[begin].group && status == ND_OK;
         end++) {
        const struct nd_candidate other = {.id = groups->list[end].id};
        struct nd_hit fetched = {0};
        if (is_open)
            status = nd_search_fetch(teller->index, &other, teller->arena, &fetched, err);
        if (is_open && status == ND_OK)
            is_open = nd_outlets_add(&outlets, fetched.provider_name.len > 0 ? fetched.provider_name
                                                                             : fetched.provider_domain);
    }
    hit->copies = (int64_t)(end - begin) - 1;
    if (outlets.count > 0)
        hit->outlets = nd_outlets_text(&outlets, teller->arena);
    return status;
}

static enum nd_status take_hit(void *context, const struct nd_hit *hit, struct nd_error *err) {
    struct teller *teller = context;
    int64_t begin = teller->folds.begins == NULL ? ND_NO_GROUP : teller->folds.begins[teller->told];
    struct nd_hit shown = *hit;
    enum nd_status status = ND_OK;

    teller->told++;
    nd_arena_reset(teller->arena);
    if (begin != ND_NO_GROUP)
        status = describe(teller, (size_t)begin, &shown, err);
    return status == ND_OK ? teller->sink(teller->context, &shown, err) : status;
}

enum nd_status nd_index_search_folded(struct nd_index *index, struct nd_query *query,
                                      const struct nd_search_options *options, nd_hit_sink *sink,
                                      void *context, int64_t *count, struct nd_error *err) {
    struct teller teller = {.index = index, .arena = nd_arena_new(), .sink = sink, .context = context};
    struct nd_delivery delivery = {take_hit, &teller, 0};
    struct nd_search_options more = *options;
    struct nd_candidates found = {0};
    enum nd_status status = nd_search_begin(index, err);

    if (options->limit > 0)
        more.limit = options->limit < ND_STORY_FOLDED / 4 ? ND_STORY_FOLDED : options->limit * 4;
    if (status == ND_OK)
        status = nd_plan_run(index, query, &more, &found, err);
    if (more.limit > 0 && found.count > (size_t)more.limit)
        found.count = (size_t)more.limit;
    if (status == ND_OK)
        status = fold(index, &found, &teller.folds, err);
    if (status == ND_OK && options->explain != NULL)
        nd_search_explain(index, query, options->explain);
    if (status == ND_OK)
        status = nd_search_deliver(index, query, options, &found, &delivery, err);
    nd_search_end(index);
    *count = delivery.count;
    free(found.list);
    free(teller.folds.groups.list);
    free(teller.folds.begins);
    nd_arena_free(teller.arena);
    return status;
}
