#include "newsdex/stories.h"

#include "index/search/plan.h"
#include "index/search/search.h"
#include "index/stories/clusters.h"
#include "newsdex/alloc.h"

#include <stdlib.h>

enum { OUTLETS = 3 /* that are named */ };

/* A match: its place among all, in order of id; and in order of stories the same. */
struct folded {
    int64_t id;
    uint32_t story;
    size_t place;
};

/* Which matches are in one story. */
struct folds {
    struct folded *by_id, *by_story;
    size_t count;
};

static int by_id(const void *a, const void *b) {
    const struct folded *x = a, *y = b;

    return x->id < y->id ? -1 : x->id > y->id;
}

static int by_story(const void *a, const void *b) {
    const struct folded *x = a, *y = b;

    if (x->story != y->story)
        return x->story < y->story ? -1 : 1;
    return x->place < y->place ? -1 : x->place > y->place;
}

static struct folded *find(const struct folds *folds, int64_t id) {
    struct folded wanted = {.id = id};

    return bsearch(&wanted, folds->by_id, folds->count, sizeof wanted, by_id);
}

/* The matches of the story of one: the first of them, and how many. */
static const struct folded *mates(const struct folds *folds, uint32_t story, size_t *count) {
    size_t low = 0, high = folds->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (folds->by_story[middle].story < story)
            low = middle + 1;
        else
            high = middle;
    }
    for (*count = 0; low + *count < folds->count && folds->by_story[low + *count].story == story;)
        ++*count;
    return folds->by_story + low;
}

static enum nd_status group(struct nd_index *index, const struct nd_candidates *found, struct folds *folds,
                            struct nd_error *err) {
    struct nd_story_vectors vectors = {0};
    int64_t *ids = nd_alloc_array(folds->count + 1, sizeof *ids);
    uint32_t *clusters = NULL;
    enum nd_status status;

    for (size_t i = 0; i < folds->count; i++)
        ids[i] = found->list[i].id;
    status = nd_story_vectors_read(index, ids, folds->count, &nd_story_tuning_default, &vectors, err);
    if (status == ND_OK)
        clusters = nd_story_clusters_find(&vectors, &nd_story_tuning_default);
    for (size_t i = 0; i < vectors.article_count && status == ND_OK; i++)
        folds->by_id[i] =
            (struct folded){.id = vectors.articles[i].id, .story = clusters[vectors.articles[i].item]};
    free(clusters);
    free(ids);
    nd_story_vectors_fini(&vectors);
    return status;
}

/* Finds the stories among the matches, which are in the order they are shown in. */
static enum nd_status fold(struct nd_index *index, const struct nd_candidates *found, size_t most,
                           struct folds *folds, struct nd_error *err) {
    enum nd_status status;

    folds->count = most > 0 && found->count > most ? most : found->count;
    folds->by_id = nd_alloc_array(folds->count + 1, sizeof *folds->by_id);
    folds->by_story = nd_alloc_array(folds->count + 1, sizeof *folds->by_story);
    status = group(index, found, folds, err);
    if (status != ND_OK)
        return status;
    qsort(folds->by_id, folds->count, sizeof *folds->by_id, by_id);
    for (size_t i = 0; i < folds->count; i++) {
        struct folded *match = find(folds, found->list[i].id);
        if (match != NULL)
            match->place = i;
    }
    for (size_t i = 0; i < folds->count; i++)
        folds->by_story[i] = folds->by_id[i];
    qsort(folds->by_story, folds->count, sizeof *folds->by_story, by_story);
    return ND_OK;
}

/* The name of who has published an article, or the domain; absent when nobody knows. */
static enum nd_status read_outlet(struct nd_index *index, int64_t id, struct nd_arena *arena,
                                  struct nd_str *outlet, struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_HIT, err);
    enum nd_status status;

    *outlet = ND_STR_NONE;
    if (stmt == NULL)
        return err->status;
    nd_sql_bind_int(stmt, ":id", id);
    status = nd_sql_step(index, stmt, err);
    if (status == ND_OK) {
        *outlet = nd_sql_str(stmt, 6, arena);
        if (outlet->len == 0)
            *outlet = nd_sql_str(stmt, 7, arena);
    }
    sqlite3_reset(stmt);
    return status == ND_END ? ND_OK : status;
}

static bool is_named(const struct nd_str *names, size_t count, struct nd_str name) {
    for (size_t i = 0; i < count; i++)
        if (nd_str_eq(names[i], name))
            return true;
    return false;
}

/* How many more matches are in the story of a hit, and who has published them. */
static enum nd_status describe(struct nd_index *index, const struct folds *folds, const struct folded *match,
                               struct nd_hit *hit, struct nd_arena *arena, struct nd_error *err) {
    struct nd_str names[OUTLETS + 1], name;
    struct nd_buf outlets = {0};
    enum nd_status status = ND_OK;
    size_t count = 0, named = 0;
    const struct folded *first = mates(folds, match->story, &count);

    hit->copies = (int64_t)count - 1;
    for (size_t i = 1; i < count && named <= OUTLETS && status == ND_OK; i++) {
        status = read_outlet(index, first[i].id, arena, &name, err);
        if (status == ND_OK && name.len > 0 && !is_named(names, named, name))
            names[named++] = name;
    }
    for (size_t i = 0; i < named && i < OUTLETS; i++)
        nd_buf_addf(&outlets, "%s%.*s", i > 0 ? ", " : "", (int)names[i].len, names[i].ptr);
    if (named > OUTLETS)
        nd_buf_add_z(&outlets, " …");
    if (named > 0)
        hit->outlets = nd_arena_take(arena, &outlets);
    return status;
}

/* Hands on the hits that stay. */
struct filter {
    struct nd_index *index;
    struct folds folds;
    struct nd_arena *arena;
    nd_hit_sink *sink;
    void *context;
    int64_t limit, count;
};

static enum nd_status take_hit(void *context, const struct nd_hit *hit, struct nd_error *err) {
    struct filter *filter = context;
    const struct folded *match = find(&filter->folds, hit->id);
    struct nd_hit shown = *hit;
    enum nd_status status = ND_OK;
    size_t count;

    if (filter->limit > 0 && filter->count == filter->limit)
        return ND_END;
    if (match != NULL && mates(&filter->folds, match->story, &count)->id != hit->id)
        return ND_OK;
    nd_arena_reset(filter->arena);
    if (match != NULL)
        status = describe(filter->index, &filter->folds, match, &shown, filter->arena, err);
    filter->count++;
    return status == ND_OK ? filter->sink(filter->context, &shown, err) : status;
}

enum nd_status nd_index_search_folded(struct nd_index *index, struct nd_query *query,
                                      const struct nd_search_options *options, nd_hit_sink *sink,
                                      void *context, int64_t *count, struct nd_error *err) {
    struct filter filter = {
        .index = index, .arena = nd_arena_new(), .sink = sink, .context = context, .limit = options->limit};
    struct nd_search_options all = *options;
    struct nd_candidates found = {0};
    enum nd_status status = nd_search_begin(index, err);

    if (options->limit > 0)
        all.limit = options->limit < ND_STORY_FOLDED / 4 ? ND_STORY_FOLDED : options->limit * 4;
    if (status == ND_OK)
        status = nd_plan_run(index, query, &all, &found, err);
    if (status == ND_OK)
        status = fold(index, &found, (size_t)all.limit, &filter.folds, err);
    nd_search_end(index);
    if (status == ND_OK)
        status = nd_index_search(index, query, &all, take_hit, &filter, count, err);
    *count = filter.count;
    free(found.list);
    free(filter.folds.by_id);
    free(filter.folds.by_story);
    nd_arena_free(filter.arena);
    return status;
}
