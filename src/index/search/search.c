#include "index/search/search.h"

#include "index/db/joint.h"
#include "index/search/collapse.h"
#include "index/search/compounds.h"
#include "index/search/evaluate.h"
#include "index/search/occurrences.h"
#include "index/search/plan.h"
#include "index/search/sample.h"
#include "index/search/searcher.h"
#include "index/search/snippet.h"
#include "index/search/version_hits.h"
#include "newsdex/alloc.h"

#include <inttypes.h>
#include <stdlib.h>

/* Most databases have no tags, and are asked that once a search. */
static enum nd_status find_tags(struct nd_index *own, struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(own, ND_SQL_HAS_TAGS, err);
    enum nd_status status;

    if (stmt == NULL)
        return err->status;
    status = nd_sql_step(own, stmt, err);
    sqlite3_reset(stmt);
    own->searcher->tags = status == ND_OK ? ND_TAGS_SOME : ND_TAGS_NONE;
    return status == ND_END ? ND_OK : status;
}

/* The tags of the hit, a line each. */
static enum nd_status fetch_tags(struct nd_index *own, struct nd_arena *arena, struct nd_hit *hit,
                                 struct nd_error *err) {
    enum nd_status status = own->searcher->tags == ND_TAGS_UNKNOWN ? find_tags(own, err) : ND_OK;
    struct nd_buf names = {0};
    sqlite3_stmt *stmt;

    if (status != ND_OK || own->searcher->tags == ND_TAGS_NONE)
        return status;
    stmt = nd_sql(own, ND_SQL_HIT_TAGS, err);
    if (stmt == NULL)
        return err->status;
    nd_sql_bind_int(stmt, ":id", hit->id);
    while ((status = nd_sql_step(own, stmt, err)) == ND_OK) {
        if (names.len > 0)
            nd_buf_add_char(&names, '\n');
        nd_buf_add(&names, nd_sql_str(stmt, 0, arena));
    }
    if (names.len > 0)
        hit->tags = nd_arena_str(arena, nd_buf_str(&names));
    nd_buf_free(&names);
    return status == ND_END ? ND_OK : status;
}

enum nd_status nd_search_fetch(struct nd_index *index, const struct nd_candidate *candidate,
                               struct nd_arena *arena, struct nd_hit *hit, struct nd_error *err) {
    int64_t id = candidate->id;
    struct nd_index *own = nd_joint_owner(index, &id);
    sqlite3_stmt *stmt;
    enum nd_status status = nd_sql_row(own, ND_SQL_HIT, id, &stmt, err);

    if (status != ND_OK)
        return status;
    *hit = (struct nd_hit){.id = id, .score = candidate->score, .index = own};
    if (index->beside != NULL) {
        hit->database = nd_str_from(own->path);
        for (const struct nd_index *other = index; other != own->beside; other = other->beside)
            hit->database_number++;
    }
    hit->is_reference = id >= ND_FIRST_REFERENCE;
    hit->path = nd_sql_str(stmt, 1, arena);
    hit->url = nd_sql_str(stmt, 2, arena);
    hit->title = nd_sql_str(stmt, 3, arena);
    hit->published_at = nd_sql_str(stmt, 4, arena);
    hit->language = nd_sql_str(stmt, 5, arena);
    hit->provider_name = nd_sql_str(stmt, 6, arena);
    hit->provider_domain = nd_sql_str(stmt, 7, arena);
    hit->shape = nd_sql_str(stmt, 8, arena);
    hit->uid = nd_sql_str(stmt, 9, arena);
    hit->part = nd_sql_part_name(stmt, 10, arena);
    hit->line = sqlite3_column_int64(stmt, 12);
    sqlite3_reset(stmt);
    return fetch_tags(own, arena, hit, err);
}

void nd_search_explain(const struct nd_index *index, const struct nd_query *query, struct nd_buf *out) {
    nd_buf_add_z(out, "query: ");
    nd_query_print(query, out);
    nd_buf_add_char(out, '\n');
    if (index->searcher->evaluation != NULL)
        nd_evaluation_explain(index->searcher->evaluation, out);
}

/* The parts that do not stand in the sum are the bonus for neighbours. */
static void explain_hit(struct nd_index *index, const struct nd_candidate *candidate, struct nd_hit *hit,
                        struct nd_arena *arena) {
    struct nd_buf text = {0};

    if (index->searcher->evaluation == NULL)
        return;
    nd_evaluation_explain_hit(index->searcher->evaluation, (uint32_t)candidate->id, &text);
    if (text.len == 0)
        nd_buf_add_char(&text, '0');
    if (candidate->feedback > 0)
        nd_buf_addf(&text, " + likeness %.3f", candidate->feedback);
    if (candidate->nearness > 0)
        nd_buf_addf(&text, " + date %.3f", candidate->nearness);
    hit->explanation = nd_arena_printf(arena, "%.3f = %s, the rest for neighbours", hit->score, text.ptr);
    nd_buf_free(&text);
}

enum nd_status nd_search_deliver(struct nd_index *index, const struct nd_query *query,
                                 const struct nd_search_options *options, const struct nd_candidates *found,
                                 struct nd_delivery *delivery, struct nd_error *err) {
    struct nd_arena *arena = nd_arena_new();
    struct nd_snippets *snippets = options->snippets ? nd_snippets_new(index, query, options->context) : NULL;
    struct nd_occurrences *occurrences =
        options->occurrences > 0 ? nd_occurrences_new(index, query, options) : NULL;
    enum nd_status status = ND_OK;
    size_t limit = options->limit > 0 ? (size_t)options->limit : found->count;

    for (size_t i = 0; i < found->count && i < limit && status == ND_OK; i++) {
        struct nd_hit hit = {0};
        nd_arena_reset(arena);
        status = nd_search_fetch(index, &found->list[i], arena, &hit, err);
        if (status == ND_END)
            status = nd_error_set(err, ND_DB,
                                  "article %" PRId64
                                  " is in the index of words and not among the articles; newsdex check",
                                  (int64_t)found->list[i].id);
        if (status == ND_OK && options->collapse)
            status = nd_collapse_describe(index, &hit, arena, err);
        if (status == ND_OK && options->explain != NULL)
            explain_hit(index, &found->list[i], &hit, arena);
        if (status == ND_OK && snippets != NULL)
            status = nd_snippets_make(snippets, &hit, arena, err);
        if (status == ND_OK && occurrences != NULL)
            status = nd_occurrences_make(occurrences, &hit, arena, err);
        if (status == ND_OK)
            status = delivery->take(delivery->context, &hit, err);
        delivery->count += status == ND_OK || status == ND_END; /* it may be the last that is wanted */
    }
    nd_snippets_free(snippets);
    nd_occurrences_free(occurrences);
    nd_arena_free(arena);
    return status == ND_END ? ND_OK : status;
}

enum nd_status nd_search_begin(struct nd_index *index, struct nd_error *err) {
    index->searcher->is_cut = false;
    for (struct nd_index *own = index; own != NULL; own = own->beside) {
        nd_guard_begin(&own->guard);
        own->searcher->tags = ND_TAGS_UNKNOWN;
        if (sqlite3_exec(own->db, "BEGIN", NULL, NULL, NULL) != SQLITE_OK)
            return nd_sql_error(own, err);
    }
    return nd_joint_number(index, err);
}

void nd_search_end(struct nd_index *index) {
    nd_evaluation_close(index->searcher->evaluation);
    index->searcher->evaluation = NULL;
    for (; index != NULL; index = index->beside)
        (void)sqlite3_exec(index->db, "ROLLBACK", NULL, NULL, NULL);
}

bool nd_index_is_cut(const struct nd_index *index) {
    return index->searcher->is_cut;
}

/* Leaves out what does not come behind the id; the list is in order of id. */
static void drop_before(struct nd_candidates *found, int64_t after_id) {
    size_t first = 0;

    while (first < found->count && found->list[first].id <= after_id)
        first++;
    found->count -= first;
    for (size_t i = 0; first > 0 && i < found->count; i++)
        found->list[i] = found->list[first + i];
}

/* A run of the plan, of whose matches one of each cluster stays. *is_whole: there are no more. */
static enum nd_status find_collapsed(struct nd_index *index, struct nd_query *query,
                                     const struct nd_search_options *planned, struct nd_candidates *found,
                                     bool *is_whole, struct nd_error *err) {
    enum nd_status status;

    nd_evaluation_close(index->searcher->evaluation); /* of the run before */
    index->searcher->evaluation = NULL;
    found->count = 0;
    status = nd_plan_run(index, query, planned, found, err);
    *is_whole = planned->limit == 0 || found->count < (size_t)planned->limit;
    if (!*is_whole)
        found->count = (size_t)planned->limit;
    return status == ND_OK ? nd_collapse_keep(index, planned->sort != ND_SORT_NONE, found, err) : status;
}

/* With copies collapsed more has to be found than is wanted; how much more is not known before. */
static enum nd_status find_planned(struct nd_index *index, struct nd_query *query,
                                   const struct nd_search_options *options, struct nd_candidates *found,
                                   struct nd_error *err) {
    struct nd_search_options planned = *options;
    bool is_whole = false;
    enum nd_status status = ND_OK;

    if (!options->collapse)
        return nd_plan_run(index, query, options, found, err);
    while (status == ND_OK && !is_whole && (found->count < (size_t)options->limit || found->count == 0)) {
        planned.limit += planned.limit + (planned.limit > 0 ? 10 : 0);
        status = find_collapsed(index, query, &planned, found, &is_whole, err);
    }
    return status;
}

/* In the order that is wanted; those beyond the limit may be there or not. */
static enum nd_status find_wanted(struct nd_index *index, struct nd_query *query,
                                  const struct nd_search_options *options, struct nd_candidates *found,
                                  struct nd_error *err) {
    struct nd_search_options planned = *options;
    bool by_id = options->sort == ND_SORT_ID;
    enum nd_status status;

    if (by_id || options->sample > 0)
        planned.limit = 0;
    if (by_id || (options->sample > 0 && options->collapse))
        planned.sort = ND_SORT_NONE;
    status = find_planned(index, query, &planned, found, err);
    if (status == ND_OK && options->sample > 0)
        status = nd_sample_keep(index, options, found, err);
    if (status == ND_OK && options->all_versions)
        status = nd_version_hits_add(index, found, err);
    if (status == ND_OK && by_id) {
        nd_candidates_sort(found, ND_SORT_ID);
        drop_before(found, options->after_id);
    }
    return status;
}

enum nd_status nd_index_search(struct nd_index *index, struct nd_query *query,
                               const struct nd_search_options *options, nd_hit_sink *sink, void *context,
                               int64_t *count, struct nd_error *err) {
    struct nd_candidates found = {0};
    struct nd_delivery delivery = {sink, context, 0};
    enum nd_status status = nd_search_begin(index, err);

    if (status == ND_OK)
        status = find_wanted(index, query, options, &found, err);
    if (status == ND_OK && options->explain != NULL)
        nd_search_explain(index, query, options->explain);
    if (status == ND_OK)
        status = nd_search_deliver(index, query, options, &found, &delivery, err);
    *count = delivery.count;
    nd_search_end(index);
    free(found.list);
    return status;
}

/* All that match, in no order. */
static enum nd_status find_all(struct nd_index *index, struct nd_query *query,
                               const struct nd_search_options *options, struct nd_candidates *found,
                               struct nd_error *err) {
    struct nd_search_options all = *options;
    enum nd_status status;

    all.limit = 0;
    all.sort = ND_SORT_NONE;
    status = find_planned(index, query, &all, found, err);
    return status == ND_OK && options->all_versions ? nd_version_hits_add(index, found, err) : status;
}

enum nd_status nd_search_ids(struct nd_index *index, struct nd_query *query,
                             const struct nd_search_options *options, uint32_t **ids, size_t *count,
                             struct nd_error *err) {
    struct nd_candidates found = {0};
    enum nd_status status = find_all(index, query, options, &found, err);

    *ids = nd_alloc_array(found.count + 1, sizeof **ids);
    *count = found.count;
    for (size_t i = 0; i < found.count; i++)
        (*ids)[i] = (uint32_t)found.list[i].id;
    free(found.list);
    return status;
}

enum nd_status nd_index_search_count(struct nd_index *index, struct nd_query *query,
                                     const struct nd_search_options *options, int64_t *count,
                                     struct nd_error *err) {
    struct nd_candidates found = {0};
    enum nd_status status = nd_search_begin(index, err);

    if (status == ND_OK)
        status = find_all(index, query, options, &found, err);
    if (status == ND_OK && options->explain != NULL)
        nd_search_explain(index, query, options->explain);
    nd_search_end(index);
    *count = (int64_t)found.count;
    free(found.list);
    return status;
}
