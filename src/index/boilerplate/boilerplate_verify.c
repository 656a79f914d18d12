#include "index/boilerplate/boilerplate_verify.h"

#include "index/boilerplate/boilerplate.h"
#include "index/boilerplate/line_log.h"
#include "index/copies/key_index.h"
#include "index/fulltext/sketch.h"

#include <inttypes.h>

#define COUNT_ANEW "; newsdex optimize --rebuild counts them anew"

/* Sums of hashes are the same in whatever order the entries come. */
struct verifying {
    struct nd_index *index;
    nd_fault_sink *sink;
    void *context;
    bool are_counted;       /* nothing waits to be */
    bool is_whole;          /* the lines of all articles are known */
    uint64_t lines, places; /* of the articles, without those of the tables */
    struct nd_cuts cuts;    /* space */
    sqlite3_stmt *row;      /* of the table line, which is at that */
    bool has_row, is_line_good;
};

static void tell_cut(const struct verifying *v, int64_t id) {
    struct nd_buf fault = {0};

    nd_buf_addf(&fault,
                "article %" PRId64 " is not cut by what was learned; newsdex optimize --rebuild cuts it anew",
                id);
    v->sink(v->context, nd_buf_str(&fault));
    nd_buf_free(&fault);
}

static void count(struct verifying *v, int64_t id, const struct nd_raw_text *raw) {
    struct nd_line_event event = {.id = id, .scope = raw->scope};

    if (raw->scope == 0 || raw->is_version)
        return;
    nd_text_lines_read(v->index->lines, raw->body);
    nd_line_event_keys(&event, v->index->lines);
    v->places += nd_sketch_mix(raw->scope);
    for (uint32_t i = 0; i < event.count; i++)
        v->lines += nd_sketch_mix(nd_key_entry(event.keys[i], id));
}

static enum nd_status verify_article(struct verifying *v, int64_t id, struct nd_error *err) {
    struct nd_raw_text raw = {.is_damaged = false};
    enum nd_status status;

    nd_arena_reset(v->index->scratch);
    status = nd_raw_text_read(v->index, id, v->index->scratch, &raw, err);
    if (raw.is_damaged) {
        v->sink(v->context, nd_sql_fault(v->index, err));
        *err = (struct nd_error)ND_ERROR_INIT;
        v->is_whole = false;
        return ND_OK;
    }
    if (status != ND_OK || !v->are_counted)
        return status;
    count(v, id, &raw);
    status = nd_boilerplate_cut(v->index, id, &raw, &v->cuts, err);
    if (status == ND_OK && !nd_str_eq(nd_buf_str(&v->cuts.cuts), raw.cuts))
        tell_cut(v, id);
    return status;
}

static enum nd_status verify_articles(struct verifying *v, struct nd_error *err) {
    enum nd_status status = ND_OK;

    for (int64_t id = 0; status == ND_OK;) {
        sqlite3_stmt *stmt;
        status = nd_sql_row(v->index, ND_SQL_SKETCHES_NEXT, id, &stmt, err);
        if (status != ND_OK)
            break;
        id = sqlite3_column_int64(stmt, 0);
        sqlite3_reset(stmt);
        status = verify_article(v, id, err);
    }
    return status == ND_END ? ND_OK : status;
}

static enum nd_status next_line(struct verifying *v, struct nd_error *err) {
    enum nd_status status = nd_sql_step(v->index, v->row, err);

    v->has_row = status == ND_OK;
    return status == ND_END ? ND_OK : status;
}

/* Columns of ND_SQL_LINES_VERIFY. */
enum { KEY, ARTICLES, SCOPE, HASH };

/* What so many articles have is in the table line, and nothing else. */
static enum nd_status verify_key(struct verifying *v, uint32_t key, uint64_t articles, struct nd_error *err) {
    uint64_t scope, hash;

    if (articles < ND_BOILERPLATE_LEAST)
        return ND_OK;
    if (!v->has_row || sqlite3_column_int64(v->row, KEY) != key ||
        (uint64_t)sqlite3_column_int64(v->row, ARTICLES) != articles) {
        v->is_line_good = false;
        return ND_OK;
    }
    scope = (uint64_t)sqlite3_column_int64(v->row, SCOPE);
    hash = (uint64_t)sqlite3_column_int64(v->row, HASH);
    if (sqlite3_column_type(v->row, HASH) != SQLITE_NULL && nd_line_key(scope, hash) != key)
        v->is_line_good = false;
    return next_line(v, err);
}

static enum nd_status take_entries(void *context, const struct nd_key_entries *entries,
                                   struct nd_error *err) {
    struct verifying *v = context;
    enum nd_status status = ND_OK;

    for (size_t from = 0, to; from < entries->count && status == ND_OK; from = to) {
        uint32_t key = (uint32_t)(entries->list[from] >> 32);
        for (to = from; to < entries->count && entries->list[to] >> 32 == key; to++)
            v->lines -= nd_sketch_mix(entries->list[to]);
        status = verify_key(v, key, to - from, err);
    }
    return status;
}

static enum nd_status verify_lines(struct verifying *v, struct nd_error *err) {
    enum nd_status status;

    v->is_line_good = true;
    v->row = nd_sql(v->index, ND_SQL_LINES_VERIFY, err);
    status = v->row == NULL ? err->status : next_line(v, err);
    if (status == ND_OK)
        status = nd_key_index_read(v->index, ND_KEY_OF_LINE, take_entries, v, err);
    if (status == ND_OK && v->lines != 0)
        v->sink(v->context, ND_STR("the lines in the table sketch are not those of the articles" COUNT_ANEW));
    if (status == ND_OK && (!v->is_line_good || v->has_row))
        v->sink(v->context, ND_STR("the lines in the table line are not those that recur" COUNT_ANEW));
    sqlite3_reset(v->row);
    return status;
}

/* The scope that a row of ND_SQL_PLACES_VERIFY names. */
static uint64_t scope_of(sqlite3_stmt *stmt, struct nd_arena *arena) {
    struct nd_str kind = nd_sql_str(stmt, 1, arena), name = nd_sql_str(stmt, 2, arena);
    bool is_provider = nd_str_eq(kind, ND_STR("provider")), is_file = nd_str_eq(kind, ND_STR("file"));
    struct nd_raw_text raw;

    nd_raw_text_place(&raw, is_provider ? name : ND_STR_NONE, ND_STR_NONE, is_file ? ND_STR("/") : name,
                      is_file ? sqlite3_column_int64(stmt, 3) : 0);
    return nd_str_eq(raw.place_kind, kind) ? raw.scope : 0;
}

static enum nd_status verify_places(struct verifying *v, struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(v->index, ND_SQL_PLACES_VERIFY, err);
    enum nd_status status = stmt == NULL ? err->status : ND_OK;
    bool is_good = true;

    while (status == ND_OK && (status = nd_sql_step(v->index, stmt, err)) == ND_OK) {
        uint64_t scope = (uint64_t)sqlite3_column_int64(stmt, 0);
        int64_t articles = sqlite3_column_int64(stmt, 4);
        nd_arena_reset(v->index->scratch);
        is_good = is_good && articles > 0 && scope_of(stmt, v->index->scratch) == scope;
        v->places -= (uint64_t)articles * nd_sketch_mix(scope);
    }
    sqlite3_reset(stmt);
    if (status == ND_END && (!is_good || v->places != 0))
        v->sink(v->context, ND_STR("the table place does not count the articles there are" COUNT_ANEW));
    return status == ND_END ? ND_OK : status;
}

static enum nd_status is_waiting(struct nd_index *index, bool *is, struct nd_error *err) {
    int64_t ignored;
    enum nd_status status = nd_sql_number(
        index, "SELECT 1 FROM state WHERE name = 'unfinished' OR name = 'lines'", &ignored, err);

    *is = status == ND_OK;
    return status == ND_END ? ND_OK : status;
}

enum nd_status nd_boilerplate_verify(struct nd_index *index, nd_fault_sink *sink, void *context,
                                     struct nd_error *err) {
    struct verifying v = {.index = index, .sink = sink, .context = context, .is_whole = true};
    bool waits = false;
    enum nd_status status = is_waiting(index, &waits, err);

    v.are_counted = !waits;
    if (status == ND_OK)
        status = verify_articles(&v, err);
    if (status == ND_OK && v.are_counted && v.is_whole)
        status = verify_lines(&v, err);
    if (status == ND_OK && v.are_counted && v.is_whole)
        status = verify_places(&v, err);
    nd_cuts_free(&v.cuts);
    return status;
}
