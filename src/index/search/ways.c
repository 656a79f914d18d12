#include "index/search/ways.h"

#include "index/db/joint.h"
#include "index/search/filter.h"
#include "index/search/version_hits.h"

/* Few of what passes are looked up and sorted. Of what may be in many places the first are looked at before.
 */
enum { FEW_TO_SORT = 1000, FEW_OF_TEXTS = 200, FIRST = 8192 };

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
    size_t most;        /* so many are looked at; 0: all */
};

/* The articles that pass the filters (+ keeps SQLite from the index of dates). */
static sqlite3_stmt *prepare_walk(const struct nd_finder *f, struct nd_index *own,
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

    nd_buf_addf(&sql, "SELECT a.id, %s, (1", f->index->beside == NULL ? "NULL" : "a.published_at");
    if (taken->most > 0)
        nd_filter_conditions(filters, ND_FILTER_EACH, &sql);
    nd_buf_add_z(&sql, ") FROM article AS a WHERE +a.id < ?1");
    if (taken->asks_versions)
        nd_buf_add_z(&sql, " AND +a.id NOT IN (SELECT article_id FROM version)");
    nd_buf_add_z(&sql, conditions[way]);
    if (taken->most == 0)
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
static enum nd_status walk_one(const struct nd_finder *f, struct nd_index *own,
                               const struct nd_filter *filters, enum way way, const struct taken *taken) {
    sqlite3_stmt *stmt = prepare_walk(f, own, filters, way, taken);
    size_t from = own == f->index ? 0 : f->found->count;
    enum nd_status status = ND_OK;

    if (stmt == NULL)
        return f->err->status;
    for (size_t i = 0;
         (f->limit == 0 || f->found->count - from < f->limit) && (taken->most == 0 || i < taken->most) &&
         (status = nd_sql_step(own, stmt, f->err)) == ND_OK;
         i++) {
        uint32_t id = (uint32_t)nd_joint_id(own, sqlite3_column_int64(stmt, 0));
        if (sqlite3_column_int(stmt, 2) != 0 &&
            (taken->matches == NULL || nd_id_set_has(taken->matches, id) == (f->words != NULL)) &&
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
static enum nd_status walk_along(const struct nd_finder *f, const struct nd_filter *filters, enum way way,
                                 const struct taken *taken) {
    bool is_alone = f->index->beside == NULL;
    enum nd_status status = ND_OK;

    for (struct nd_index *own = f->index; own != NULL && status == ND_OK; own = own->beside)
        status = walk_one(f, own, filters, way, taken);
    if (is_alone)
        return status;
    nd_candidates_sort(f->found, f->sort);
    if (f->limit > 0 && f->found->count > f->limit)
        f->found->count = f->limit;
    return status;
}

/* Versions that do not answer match no words, so that they are met only on the way through all articles.
 * Where all of these are looked at, a set of them costs less than a question each. */
static enum nd_status hide_versions(const struct nd_finder *f, struct taken *taken,
                                    struct nd_id_set *hidden) {
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
    const struct nd_finder *f;
    const struct taken *taken;
};

static void take_one(void *context, uint32_t id) {
    const struct taking *taking = context;
    const struct taken *taken = taking->taken;

    if (id < nd_finder_id_limit(taking->f) &&
        (taken->matches == NULL || nd_id_set_has(taken->matches, id) == (taking->f->words != NULL)) &&
        (taken->hidden == NULL || !nd_id_set_has(taken->hidden, id)))
        nd_candidates_add(taking->f->found, id, 0);
}

static enum nd_status take_few(const struct nd_finder *f, const struct nd_id_set *set,
                               const struct taken *taken) {
    enum nd_status status;

    f->found->count = 0;
    nd_id_set_each(set, take_one, &(struct taking){f, taken});
    status = nd_finder_check(f, 0);
    nd_candidates_sort(f->found, f->sort);
    if (f->limit > 0 && f->found->count > f->limit)
        f->found->count = f->limit;
    return status;
}

/* Where much passes filters of paths or addresses, the first along the dates have enough: *is_done. */
static enum nd_status find_first(const struct nd_finder *f, const struct taken *taken, bool *is_done) {
    struct taken first = *taken;
    bool is_wide = false;
    enum nd_status status = ND_OK;

    first.most = FIRST;
    f->found->count = 0;
    if (f->limit > 0 && f->sort != ND_SORT_NONE && f->index->beside == NULL)
        status = nd_filter_is_wide(f->index, f->query->filters, &is_wide, f->err);
    if (status == ND_OK && is_wide)
        status = walk_along(f, f->query->filters, WAY_DATED, &first);
    *is_done = is_wide && f->found->count >= f->limit;
    return status;
}

/* Those that pass filters of paths or addresses, if they are few: *is_done. */
static enum nd_status find_few(const struct nd_finder *f, const struct taken *taken, bool *is_done) {
    struct nd_id_set few = {0};
    enum nd_status status =
        nd_filter_select(f->index, f->query->filters, FEW_OF_TEXTS, &few, is_done, f->err);

    if (status == ND_OK && *is_done)
        status = take_few(f, &few, taken);
    nd_id_set_fini(&few);
    return status;
}

static enum nd_status find_few_or_first(const struct nd_finder *f, const struct taken *taken, bool *is_done) {
    enum nd_status status = find_first(f, taken, is_done);

    return status == ND_OK && !*is_done ? find_few(f, taken, is_done) : status;
}

enum nd_status nd_ways_walk(const struct nd_finder *f, const struct nd_id_set *matches) {
    const struct nd_filter *filters = f->query->filters;
    struct nd_id_set passing = {0}, hidden = {0};
    struct taken taken = {.matches = matches};
    bool is_short = false, is_done = false, ignored;
    enum nd_status status = hide_versions(f, &taken, &hidden);

    if (status == ND_OK && (nd_filter_is_of_files(filters) || nd_filter_is_of_addresses(filters)))
        status = find_few_or_first(f, &taken, &is_done);
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
