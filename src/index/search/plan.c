#include "index/search/plan.h"

#include "index/db/joint.h"
#include "index/search/evaluate.h"
#include "index/search/feedback.h"
#include "index/search/filter.h"
#include "index/search/fts5_match.h"
#include "index/search/nearness.h"
#include "index/search/searcher.h"
#include "index/search/version_hits.h"
#include "newsdex/alloc.h"

#include <stdlib.h>

/* What is looked for, and where it goes. */
struct finder {
    struct nd_index *index;
    const struct nd_query *query;
    const struct nd_query_node *words, *excluded; /* what must match, or what must not; or NULL */
    const struct nd_search_options *options;
    enum nd_sort sort;
    size_t limit;      /* 0: all */
    bool has_feedback; /* the best are compared with each other */
    struct nd_candidates *found;
    struct nd_error *err;
};

/* Of so many articles one: what is rarer is looked up article by article. */
enum { FEW = 16, FEW_AT_LEAST = 100, FEW_TO_SORT = 1000, FEW_OF_TEXTS = 200 };

static uint32_t id_limit(const struct finder *f) {
    return f->options->references ? UINT32_MAX : ND_FIRST_REFERENCE;
}

static size_t lookup_limit(const struct finder *f) {
    return nd_evaluation_documents(f->index->searcher->evaluation) / FEW + FEW_AT_LEAST;
}

static enum nd_status evaluate(const struct finder *f, const struct nd_query_node *root, size_t wanted,
                               const struct nd_id_set *allowed, struct nd_scored_list *scored) {
    struct nd_evaluation_options how = {.id_limit = id_limit(f),
                                        .any = f->options->any,
                                        .wanted = wanted,
                                        .ranked = f->sort == ND_SORT_RELEVANCE,
                                        .allowed = allowed};

    return nd_evaluation_run(f->index->searcher->evaluation, root, &how, scored, f->err);
}

/* Replaces what was found. */
static enum nd_status find_words(const struct finder *f, size_t wanted, const struct nd_id_set *allowed,
                                 size_t *total) {
    struct nd_scored_list scored = {0};
    enum nd_status status = evaluate(f, f->words, wanted, allowed, &scored);

    if (status == ND_OK)
        nd_candidates_set(f->found, &scored);
    if (total != NULL)
        *total = scored.total;
    free(scored.items);
    return status;
}

/* Looks articles up: their dates, if wanted, if they pass the filters. A statement for each database. */
static enum nd_status prepare_checks(const struct finder *f) {
    bool by_date = f->sort == ND_SORT_NEWEST || f->sort == ND_SORT_OLDEST;
    bool is_of_files = !by_date && f->words != NULL && nd_filter_is_of_files(f->query->filters);
    struct nd_buf sql = {0};
    enum nd_status status = ND_OK;

    nd_buf_addf(&sql, "SELECT %s FROM %s", by_date ? "a.published_at" : "NULL",
                is_of_files ? "file AS a WHERE a.id = coalesce((SELECT file_id FROM part WHERE id = ?1), ?1)"
                            : "article AS a WHERE a.id = ?1");
    nd_filter_conditions(f->query->filters, is_of_files ? ND_FILTER_FILE : ND_FILTER_EACH, &sql);
    if (is_of_files) {
        nd_buf_add_z(&sql, " UNION ALL SELECT NULL FROM " ND_FILTER_VERSIONS("a") " WHERE lead_id = ?1");
        nd_filter_conditions(f->query->filters, ND_FILTER_FILE, &sql);
    }
    for (struct nd_index *own = f->index; own != NULL && status == ND_OK; own = own->beside) {
        own->searcher->check = nd_sql_prepare(own, nd_buf_str(&sql), f->err);
        if (own->searcher->check == NULL)
            status = f->err->status;
        else
            nd_filter_bind(own->searcher->check, f->query->filters, f->index->scratch);
    }
    nd_buf_free(&sql);
    return status;
}

static void drop_checks(const struct finder *f) {
    for (struct nd_index *own = f->index; own != NULL; own = own->beside) {
        sqlite3_finalize(own->searcher->check);
        own->searcher->check = NULL;
    }
}

/* ND_END when the article does not pass. */
static enum nd_status check_one(const struct finder *f, struct nd_candidate *candidate) {
    int64_t id = candidate->id;
    struct nd_index *own = nd_joint_owner(f->index, &id);
    sqlite3_stmt *stmt = own->searcher->check;
    enum nd_status status;

    nd_sql_bound(sqlite3_bind_int64(stmt, 1, id));
    status = nd_sql_step(own, stmt, f->err);
    if (status == ND_OK)
        candidate->published_at = nd_sql_str(stmt, 0, f->index->scratch);
    sqlite3_reset(stmt);
    return status;
}

/*
 * Keeps what passes the filters, and its date; of the rest nothing, once wanted (0: all) and what ties with
 * the last of them are there.
 */
static enum nd_status check(const struct finder *f, size_t wanted) {
    struct nd_candidates *found = f->found;
    enum nd_status status = prepare_checks(f);
    size_t kept = 0;

    for (size_t i = 0; i < found->count && (status == ND_OK || status == ND_END); i++) {
        if (wanted > 0 && kept >= wanted && found->list[i].score < found->list[kept - 1].score)
            break;
        status = check_one(f, &found->list[i]);
        if (status == ND_OK)
            found->list[kept++] = found->list[i];
    }
    found->count = kept;
    drop_checks(f);
    return status == ND_END ? ND_OK : status;
}

/* Keeps what is in the set. */
static void keep(struct nd_candidates *found, const struct nd_id_set *set) {
    size_t kept = 0;

    for (size_t i = 0; i < found->count; i++)
        if (nd_id_set_has(set, (uint32_t)found->list[i].id))
            found->list[kept++] = found->list[i];
    found->count = kept;
}

static bool is_quickly_checked(const struct finder *f, size_t matches) {
    return nd_filter_is_for_each(f->query->filters, matches,
                                 nd_evaluation_documents(f->index->searcher->evaluation));
}

/* All matches are looked at, of which there are about total. */
static enum nd_status filter_all(const struct finder *f, size_t total) {
    struct nd_id_set set = {0};
    enum nd_status status = ND_OK;
    bool is_whole, is_checked = is_quickly_checked(f, total);

    if (!is_checked)
        status = nd_filter_select(f->index, f->query->filters, 0, &set, &is_whole, f->err);
    if (status == ND_OK)
        status = is_checked ? find_words(f, 0, NULL, NULL) : find_words(f, f->limit, &set, NULL);
    nd_candidates_sort(f->found, f->sort);
    nd_id_set_fini(&set);
    return status == ND_OK && is_checked ? check(f, f->limit) : status;
}

/* All matches are there. */
static enum nd_status filter_found(const struct finder *f) {
    struct nd_id_set set = {0};
    enum nd_status status;
    bool is_whole;

    if (is_quickly_checked(f, f->found->count))
        return check(f, f->limit);
    status = nd_filter_select(f->index, f->query->filters, 0, &set, &is_whole, f->err);
    keep(f->found, &set);
    nd_id_set_fini(&set);
    return status;
}

/*
 * Filters beside words. Where few articles pass, only those are scored. Where many do, the best matches are
 * found without regard to the filters, some more than wanted, and looked at in order. Only where that was not
 * enough, all matches have to be.
 */
static enum nd_status find_filtered(const struct finder *f) {
    size_t wanted = f->limit == 0 ? 0 : f->limit * FEW / 2 + FEW_AT_LEAST, total = 0;
    struct nd_id_set set = {0};
    bool is_whole = false;
    enum nd_status status = ND_OK;

    if (nd_filter_is_quick(f->query->filters, nd_evaluation_documents(f->index->searcher->evaluation)))
        status = nd_filter_select(f->index, f->query->filters, lookup_limit(f), &set, &is_whole, f->err);
    if (status == ND_OK)
        status = find_words(f, is_whole ? f->limit : wanted, is_whole ? &set : NULL, &total);
    nd_candidates_sort(f->found, f->sort);
    nd_id_set_fini(&set);
    if (status != ND_OK || is_whole)
        return status;
    if (total <= f->found->count)
        return filter_found(f);
    status = check(f, f->limit);
    return status != ND_OK || f->found->count >= f->limit ? status : filter_all(f, total);
}

/* By relevance, or in no order at all. */
static enum nd_status find_by_words(const struct finder *f) {
    enum nd_status status;

    if (f->query->filters != NULL)
        return find_filtered(f);
    status = find_words(f, f->limit, NULL, NULL);
    nd_candidates_sort(f->found, f->sort);
    return status;
}

/* Ways through all articles. Those without a date come last, in order of their ids; taken by themselves,
 * neither they nor the others have to be sorted. */
enum way {
    WAY_DATED,   /* along the index of dates */
    WAY_UNDATED, /* the rest of it */
    WAY_SORTED,  /* along another index, and sorted: where few pass */
    WAY_ANY      /* in no order */
};

/* What of the articles on a way is taken: those of a set of matches, or the others where the query excludes
 * these; of those that pass filters which the database was not asked for; not those that are hidden, for
 * another version answers. All may be NULL. */
struct taken {
    const struct nd_id_set *matches, *passing, *hidden;
    bool asks_versions; /* those are not in a set: the database is to tell */
};

/* The articles that pass the filters (+ keeps SQLite from the index of dates). */
static sqlite3_stmt *prepare_walk(const struct finder *f, struct nd_index *own,
                                  const struct nd_filter *filters, enum way way, const struct taken *taken) {
    bool is_newest = f->sort == ND_SORT_NEWEST;
    const char *const conditions[] = {" AND a.published_at IS NOT NULL", " AND a.published_at IS NULL", "",
                                      ""};
    const char *const orders[] = {
        is_newest ? " ORDER BY a.published_at DESC, a.id" : " ORDER BY a.published_at, a.id",
        " ORDER BY a.id",
        is_newest ? " ORDER BY +a.published_at DESC, a.id" : " ORDER BY +a.published_at ASC NULLS LAST, a.id",
        ""};
    struct nd_buf sql = {0};
    sqlite3_stmt *stmt;

    nd_buf_addf(&sql, "SELECT a.id%s FROM article AS a WHERE +a.id < ?1",
                f->index->beside == NULL ? "" : ", a.published_at");
    if (taken->asks_versions)
        nd_buf_add_z(&sql, " AND +a.id NOT IN (SELECT article_id FROM version)");
    nd_buf_add_z(&sql, conditions[way]);
    nd_filter_conditions(filters, way == WAY_DATED || way == WAY_UNDATED ? ND_FILTER_EACH : ND_FILTER_SET,
                         &sql);
    nd_buf_add_z(&sql, orders[way]);
    stmt = nd_sql_prepare(own, nd_buf_str(&sql), f->err);
    nd_buf_free(&sql);
    if (stmt == NULL)
        return NULL;
    nd_sql_bound(sqlite3_bind_int64(stmt, 1, f->options->references ? INT64_MAX : ND_FIRST_REFERENCE));
    nd_filter_bind(stmt, filters, f->index->scratch);
    return stmt;
}

/* As far as wanted of one database go, 0 being all. */
static enum nd_status walk_one(const struct finder *f, struct nd_index *own, const struct nd_filter *filters,
                               enum way way, const struct taken *taken) {
    sqlite3_stmt *stmt = prepare_walk(f, own, filters, way, taken);
    size_t from = own == f->index ? 0 : f->found->count;
    enum nd_status status = ND_OK;

    if (stmt == NULL)
        return f->err->status;
    while ((f->limit == 0 || f->found->count - from < f->limit) &&
           (status = nd_sql_step(own, stmt, f->err)) == ND_OK) {
        uint32_t id = (uint32_t)nd_joint_id(own, sqlite3_column_int64(stmt, 0));
        if ((taken->matches == NULL || nd_id_set_has(taken->matches, id) == (f->words != NULL)) &&
            (taken->passing == NULL || nd_id_set_has(taken->passing, id)) &&
            (taken->hidden == NULL || !nd_id_set_has(taken->hidden, id))) {
            nd_candidates_add(f->found, id, 0);
            if (f->index->beside != NULL)
                f->found->list[f->found->count - 1].published_at = nd_sql_str(stmt, 1, f->index->scratch);
        }
    }
    sqlite3_finalize(stmt);
    return status == ND_END ? ND_OK : status;
}

/* Of several databases those that are wanted of each, and of these together. */
static enum nd_status walk_along(const struct finder *f, const struct nd_filter *filters, enum way way,
                                 const struct taken *taken) {
    enum nd_status status = ND_OK;

    for (struct nd_index *own = f->index; own != NULL && status == ND_OK; own = own->beside)
        status = walk_one(f, own, filters, way, taken);
    if (f->index->beside == NULL)
        return status;
    nd_candidates_sort(f->found, f->sort);
    if (f->limit > 0 && f->found->count > f->limit)
        f->found->count = f->limit;
    return status;
}

/* Versions that do not answer match no words, so that they are met only on the way through all articles.
 * Where all of these are looked at, a set of them costs less than a question each. */
static enum nd_status hide_versions(const struct finder *f, struct taken *taken, struct nd_id_set *hidden) {
    if (taken->matches != NULL && f->words != NULL)
        return ND_OK;
    taken->asks_versions = f->limit > 0 && !nd_filter_is_of_files(f->query->filters) &&
                           !nd_filter_is_of_addresses(f->query->filters);
    if (taken->asks_versions)
        return ND_OK;
    taken->hidden = hidden;
    return nd_version_hits_hidden(f->index, hidden, f->err);
}

/* Takes what is in a set of few, each looked up. */
struct taking {
    const struct finder *f;
    const struct taken *taken;
};

static void take_one(void *context, uint32_t id) {
    const struct taking *taking = context;
    const struct taken *taken = taking->taken;

    if (id < id_limit(taking->f) &&
        (taken->matches == NULL || nd_id_set_has(taken->matches, id) == (taking->f->words != NULL)) &&
        (taken->hidden == NULL || !nd_id_set_has(taken->hidden, id)))
        nd_candidates_add(taking->f->found, id, 0);
}

static enum nd_status take_few(const struct finder *f, const struct nd_id_set *set,
                               const struct taken *taken) {
    enum nd_status status;

    f->found->count = 0;
    nd_id_set_each(set, take_one, &(struct taking){f, taken});
    status = check(f, 0);
    nd_candidates_sort(f->found, f->sort);
    if (f->limit > 0 && f->found->count > f->limit)
        f->found->count = f->limit;
    return status;
}

/* Those that pass filters of paths or addresses, if they are few: *is_done. */
static enum nd_status find_few(const struct finder *f, const struct taken *taken, bool *is_done) {
    struct nd_id_set few = {0};
    enum nd_status status =
        nd_filter_select(f->index, f->query->filters, FEW_OF_TEXTS, &few, is_done, f->err);

    if (status == ND_OK && *is_done)
        status = take_few(f, &few, taken);
    nd_id_set_fini(&few);
    return status;
}

/* Walks all articles until enough are found. */
static enum nd_status walk(const struct finder *f, const struct nd_id_set *matches) {
    const struct nd_filter *filters = f->query->filters;
    struct nd_id_set passing = {0}, hidden = {0};
    struct taken taken = {.matches = matches};
    bool is_short = false, is_done = false, ignored;
    enum nd_status status = hide_versions(f, &taken, &hidden);

    if (status == ND_OK && (nd_filter_is_of_files(filters) || nd_filter_is_of_addresses(filters)))
        status = find_few(f, &taken, &is_done);
    if (is_done) {
        nd_id_set_fini(&hidden);
        return status;
    }
    if (status == ND_OK && nd_filter_is_of_files(filters) && (f->limit == 0 || f->sort == ND_SORT_NONE)) {
        status = nd_filter_select(f->index, filters, 0, &passing, &ignored, f->err);
        taken.passing = &passing;
        filters = NULL;
    } else if (status == ND_OK && filters != NULL && f->sort != ND_SORT_NONE &&
               nd_filter_is_quick(filters, SIZE_MAX)) {
        status = nd_filter_select(f->index, filters, FEW_TO_SORT, &passing, &is_short, f->err);
    }
    f->found->count = 0;
    if (status == ND_OK && (is_short || f->sort == ND_SORT_NONE))
        status = walk_along(f, filters, is_short ? WAY_SORTED : WAY_ANY, &taken);
    else if (status == ND_OK)
        status = walk_along(f, filters, WAY_DATED, &taken);
    if (status == ND_OK && !is_short && f->sort != ND_SORT_NONE && !nd_filter_has_dates(filters))
        status = walk_along(f, filters, WAY_UNDATED, &taken);
    nd_id_set_fini(&passing);
    nd_id_set_fini(&hidden);
    return status;
}

/* In order of date: few are looked up and sorted, many are met along the index of dates. */
static enum nd_status find_by_date(const struct finder *f) {
    const struct nd_query_node *root = f->words != NULL ? f->words : f->excluded;
    struct nd_scored_list scored = {0};
    struct nd_id_set matches = {0};
    enum nd_status status = root == NULL ? ND_OK : evaluate(f, root, 0, NULL, &scored);

    if (status == ND_OK && f->words != NULL && scored.count <= lookup_limit(f)) {
        nd_candidates_set(f->found, &scored);
        status = check(f, 0);
        nd_candidates_sort(f->found, f->sort);
    } else if (status == ND_OK) {
        for (size_t i = 0; i < scored.count; i++)
            nd_id_set_add(&matches, scored.items[i].id);
        nd_id_set_seal(&matches);
        status = walk(f, root == NULL ? NULL : &matches);
    }
    nd_id_set_fini(&matches);
    free(scored.items);
    return status;
}

/* What the NOTs of the query exclude, as one tree; NULL when words are asked for, too. */
static const struct nd_query_node *excluded_by(const struct nd_query_node *root, struct nd_arena *arena) {
    struct nd_query_node *any, **next;

    if (root == NULL || root->type != ND_Q_AND || root->first->type != ND_Q_NOT)
        return NULL;
    if (root->first->next == NULL)
        return root->first->first;
    any = nd_arena_alloc(arena, 1, sizeof *any);
    any->type = ND_Q_OR;
    next = &any->first;
    for (const struct nd_query_node *child = root->first; child != NULL; child = child->next) {
        *next = nd_arena_alloc(arena, 1, sizeof **next);
        **next = *child->first;
        (*next)->next = NULL;
        next = &(*next)->next;
    }
    return any;
}

/* Articles are compared where any word is enough: where all must be there, few are left to choose from. */
static bool has_feedback(const struct finder *f) {
    return f->options->any && f->options->like == NULL && f->sort == ND_SORT_RELEVANCE && f->words != NULL &&
           f->words->type != ND_Q_WORD && f->words->type != ND_Q_PHRASE;
}

static enum nd_status open_evaluation(const struct finder *f) {
    const struct nd_bm25f *ranking = f->options->ranking;

    if (f->index->searcher->evaluation != NULL)
        return ND_OK;
    return nd_evaluation_open(f->index, ranking == NULL ? &nd_bm25f_default : ranking,
                              &f->index->searcher->evaluation, f->err);
}

static enum nd_status find(const struct finder *f) {
    struct nd_search_options sorted = *f->options;
    enum nd_status status = ND_OK;

    if (f->words != NULL || f->excluded != NULL)
        status = open_evaluation(f);
    if (status == ND_NOT_FOUND && f->index->beside != NULL)
        return nd_error_set(
            f->err, ND_DB,
            "the full-text index of one of the databases has a form that cannot be read word by"
            " word; newsdex optimize --rebuild makes it anew");
    if (status == ND_NOT_FOUND) {
        sorted.sort = f->sort;
        status = nd_fts5_match_find(f->index, f->query, &sorted, f->found, f->err);
    } else if (status == ND_OK) {
        bool by_words = f->words != NULL && (f->sort == ND_SORT_RELEVANCE || f->sort == ND_SORT_NONE);
        status = by_words ? find_by_words(f) : find_by_date(f);
        if (status == ND_OK && f->has_feedback)
            status = nd_feedback_raise(f->index, f->options->ranking, f->found, f->err);
        if (status == ND_OK && f->options->like != NULL)
            status = nd_nearness_order(f->index, f->options->like, f->found, f->err);
    }
    if (status != ND_OK || f->sort != ND_SORT_RELEVANCE || f->found->count == 0)
        return status;
    return nd_candidates_order_ties(f->index, f->found, f->limit > 0 ? f->limit : f->found->count, f->err);
}

enum nd_status nd_plan_run(struct nd_index *index, struct nd_query *query,
                           const struct nd_search_options *options, struct nd_candidates *found,
                           struct nd_error *err) {
    struct finder f = {.index = index,
                       .query = query,
                       .options = options,
                       .sort = options->sort,
                       .limit = options->limit > 0 ? (size_t)options->limit : 0,
                       .found = found,
                       .err = err};
    enum nd_status status;

    nd_arena_reset(index->scratch);
    status = nd_match_prune(index, query, index->scratch, err);
    if (status == ND_OK && query->filters != NULL)
        status = nd_filter_open(index, err);
    if (status != ND_OK || ((query->is_emptied || options->like != NULL) && query->root == NULL))
        return status;
    f.excluded = excluded_by(query->root, index->scratch);
    f.words = f.excluded == NULL ? query->root : NULL;
    if (f.sort == ND_SORT_DEFAULT || (f.words == NULL && f.sort == ND_SORT_RELEVANCE))
        f.sort = f.words != NULL ? ND_SORT_RELEVANCE : ND_SORT_NEWEST;
    f.has_feedback = has_feedback(&f);
    if (f.has_feedback && f.limit > 0 && f.limit < ND_FEEDBACK_REACH)
        f.limit = ND_FEEDBACK_REACH;
    if (options->like != NULL && f.limit > 0)
        f.limit += ND_NEARNESS_REACH;
    return find(&f);
}
