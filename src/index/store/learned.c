#include "index/store/learned.h"
#include "index/db/state.h"

#include "index/boilerplate/boilerplate.h"
#include "index/copies/copies.h"
#include "index/copies/key_index.h"
#include "index/fulltext/writer.h"
#include "index/store/articles.h"
#include "index/store/names.h"
#include "newsdex/json.h"

#include <stdlib.h>

enum { EXCERPT_BYTES = 40, NOTED_AT_A_TIME = 4 * 1024 * 1024 };

/* Whether the excerpt was the beginning of one of the lines that were cut out. */
static bool is_excerpt_cut(const struct nd_raw_text *raw, struct nd_str cut) {
    struct nd_str line, beginning = nd_str_slice(raw->excerpt, 0, EXCERPT_BYTES);

    if (raw->excerpt.len < EXCERPT_BYTES && nd_str_ends(raw->excerpt, ND_STR("…")))
        beginning.len = raw->excerpt.len - ND_STR("…").len;
    while (beginning.len > 0 && nd_str_next_line(&cut, &line))
        if (nd_str_starts(line, beginning))
            return true;
    return false;
}

/* An excerpt somebody wrote stays. */
static bool is_first_paragraph(const struct nd_raw_text *raw) {
    struct nd_buf source = {0};
    bool is = nd_json_member(raw->provenance, ND_STR("excerpt"), &source) &&
              nd_str_eq(nd_buf_str(&source), ND_STR("first-paragraph"));

    nd_buf_free(&source);
    return is;
}

/* The id of where the fields came from, of an article that has been cut with furniture that was learned. */
static enum nd_status open_provenance(struct nd_index *index, const struct nd_raw_text *raw, bool is_cut,
                                      int64_t *id, struct nd_error *err) {
    struct nd_str record = raw->provenance;

    if (is_cut) {
        sqlite3_stmt *stmt = nd_sql(index, ND_SQL_LEARNED_PROVENANCE, err);
        enum nd_status status;
        if (stmt == NULL)
            return err->status;
        nd_sql_bind_str(stmt, ":record", raw->provenance);
        status = nd_sql_step(index, stmt, err);
        if (status == ND_OK)
            record = nd_sql_str(stmt, 0, index->scratch);
        sqlite3_reset(stmt);
        if (status != ND_OK)
            return status;
    }
    return nd_names_provenance(index, record, id, err);
}

static void bind_provenance(sqlite3_stmt *stmt, int64_t id) {
    if (id != 0)
        nd_sql_bind_int(stmt, ":provenance_id", id);
    else
        nd_sql_bind_null(stmt, ":provenance_id");
}

static enum nd_status write_text(struct nd_index *index, int64_t id, const struct nd_raw_text *raw,
                                 const struct nd_cuts *cuts, struct nd_error *err) {
    bool is_cut = cuts->cuts.len > 0;
    int64_t provenance = 0;
    enum nd_status status = open_provenance(index, raw, is_cut, &provenance, err);
    sqlite3_stmt *stmt = status == ND_OK ? nd_sql(index, ND_SQL_LEARNED_TEXT, err) : NULL;
    struct nd_str body = is_cut ? nd_buf_str(&cuts->body) : raw->body;
    struct nd_str furniture = raw->furniture, excerpt = raw->excerpt, cut = nd_buf_str(&cuts->furniture);

    if (stmt == NULL)
        return err->status;
    if (is_cut)
        furniture = nd_arena_printf(index->scratch, "%.*s%s%.*s", (int)furniture.len,
                                    furniture.len > 0 ? furniture.ptr : "", furniture.len > 0 ? "\n" : "",
                                    (int)cut.len, cut.ptr);
    if (is_cut && is_excerpt_cut(raw, cut))
        excerpt = nd_article_excerpt_of(nd_buf_str(&cuts->body), index->scratch);
    nd_sql_bind_int(stmt, ":id", id);
    nd_sql_bind_str(stmt, ":body", body);
    nd_sql_bind_str(stmt, ":furniture", furniture);
    nd_store_bind_excerpt(stmt, is_first_paragraph(raw) ? excerpt : raw->excerpt, body);
    bind_provenance(stmt, provenance);
    return nd_sql_run(index, stmt, err);
}

static enum nd_status write_row(struct nd_index *index, int64_t id, const struct nd_raw_text *raw,
                                const struct nd_cuts *cuts, struct nd_error *err) {
    int64_t provenance = 0;
    sqlite3_stmt *stmt;
    enum nd_status status;

    if (cuts->cuts.len == 0)
        return nd_sql_run_id(index, ND_SQL_LEARNED_DELETE, id, err);
    status = open_provenance(index, raw, false, &provenance, err);
    stmt = status == ND_OK ? nd_sql(index, ND_SQL_LEARNED_PUT, err) : NULL;
    if (stmt == NULL)
        return err->status;
    nd_sql_bind_int(stmt, ":id", id);
    nd_sql_bind_blob(stmt, ":cuts", cuts->cuts.ptr, cuts->cuts.len);
    nd_sql_bind_int(stmt, ":furniture", (int64_t)raw->furniture.len);
    nd_sql_bind_str(stmt, ":excerpt", raw->excerpt);
    bind_provenance(stmt, provenance);
    return nd_sql_run(index, stmt, err);
}

/* Writes the article without what is to be cut, and with what was cut before. */
static enum nd_status rewrite(struct nd_index *index, int64_t id, const struct nd_raw_text *raw,
                              const struct nd_cuts *cuts, struct nd_error *err) {
    int64_t before = id - 1;
    enum nd_status status = raw->is_version ? ND_OK : nd_fulltext_forget(index, id, err);

    if (status == ND_OK && !raw->is_version)
        status = nd_copies_forget(index, id, nd_fulltext_sketch(index), err);
    if (status == ND_OK)
        status = write_text(index, id, raw, cuts, err);
    if (status == ND_OK)
        status = write_row(index, id, raw, cuts, err);
    if (status == ND_OK)
        status = nd_sql_run_id(index, ND_SQL_IDENTITY_TOUCH, id, err);
    if (status == ND_OK && !raw->is_version)
        status = nd_store_put_next_text(index, &before, err);
    return status == ND_OK && nd_fulltext_is_full(index->full_text) ? nd_fulltext_flush(index, err) : status;
}

static enum nd_status apply(struct nd_index *index, int64_t id, struct nd_cuts *cuts, struct nd_error *err) {
    struct nd_raw_text raw;
    enum nd_status status;

    nd_arena_reset(index->scratch);
    status = nd_raw_text_read(index, id, index->scratch, &raw, err);
    if (status == ND_OK)
        status = nd_boilerplate_cut(index, id, &raw, cuts, err);
    if (status != ND_OK || nd_str_eq(nd_buf_str(&cuts->cuts), raw.cuts))
        return status == ND_END ? ND_OK : status;
    index->learned_articles += cuts->cuts.len > 0;
    return rewrite(index, id, &raw, cuts, err);
}

/* All of which something was cut. */
static enum nd_status add_all(struct nd_index *index, struct nd_key_entries *ids, struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_LEARNED_ALL, err);
    enum nd_status status = stmt == NULL ? err->status : ND_OK;

    while (status == ND_OK && (status = nd_sql_step(index, stmt, err)) == ND_OK)
        nd_key_entries_add(ids, (uint64_t)sqlite3_column_int64(stmt, 0));
    if (stmt != NULL)
        sqlite3_reset(stmt);
    nd_key_entries_sort(ids);
    return status == ND_END ? ND_OK : status;
}

enum nd_status nd_learned_apply(struct nd_index *index, struct nd_error *err) {
    struct nd_key_entries ids = {0};
    struct nd_cuts cuts = {0};
    bool are_new = false;
    enum nd_status status = nd_boilerplate_learn(index, &ids, err);

    index->learned_articles = 0;
    if (status == ND_OK)
        status = nd_learned_are_missing(index, &are_new, err);
    /* What was cut in another database, or by an older version, was cut by what had been learned there. */
    if (status == ND_OK && (index->has_taken_over || are_new))
        status = add_all(index, &ids, err);
    if (status == ND_OK && ids.count > 0) /* what was put a moment ago may be taken out again */
        status = nd_fulltext_flush(index, err);
    for (size_t i = 0; i < ids.count && status == ND_OK; i++)
        status = apply(index, (int64_t)ids.list[i], &cuts, err);
    if (status == ND_OK && are_new)
        status = nd_state_drop(index, ND_STR("lines"), err);
    nd_cuts_free(&cuts);
    free(ids.list);
    return status;
}

enum nd_status nd_learned_restore(struct nd_index *index, int64_t id, struct nd_error *err) {
    static const struct nd_cuts none;
    struct nd_raw_text raw;
    enum nd_status status = nd_raw_text_read(index, id, index->scratch, &raw, err);

    if (status != ND_OK || raw.cuts.len == 0)
        return status == ND_END ? ND_OK : status;
    status = write_text(index, id, &raw, &none, err);
    return status == ND_OK ? write_row(index, id, &raw, &none, err) : status;
}

enum nd_status nd_learned_note(struct nd_index *index, int64_t after, struct nd_error *err) {
    enum nd_status status = ND_OK;

    for (int64_t id = after; status == ND_OK;) {
        sqlite3_stmt *stmt;
        status = nd_sql_row(index, ND_SQL_SKETCHES_NEXT, id, &stmt, err);
        if (status != ND_OK)
            break;
        id = sqlite3_column_int64(stmt, 0);
        sqlite3_reset(stmt);
        nd_arena_reset(index->scratch);
        status = nd_boilerplate_note(index, id, true, err);
        if (status == ND_OK && index->line_log.len > NOTED_AT_A_TIME)
            status = nd_boilerplate_flush(index, err);
    }
    return status == ND_END ? ND_OK : status;
}

/* What was noted of some is forgotten: all are noted. */
static enum nd_status note_all(struct nd_index *index, struct nd_error *err) {
    enum nd_status status = nd_sql_run_id(index, ND_SQL_LINE_LOG_CLEAR, 0, err);

    nd_buf_clear(&index->line_log);
    return status == ND_OK ? nd_learned_note(index, 0, err) : status;
}

enum nd_status nd_learned_are_missing(struct nd_index *index, bool *are_missing, struct nd_error *err) {
    return nd_state_has(index, "lines", are_missing, err);
}

enum nd_status nd_learned_prepare(struct nd_index *index, struct nd_error *err) {
    bool are_missing;
    enum nd_status status = nd_learned_are_missing(index, &are_missing, err);

    if (status != ND_OK || !are_missing)
        return status;
    status = nd_index_begin(index, err);
    if (status == ND_OK)
        status = note_all(index, err);
    return nd_index_end(index, status, err);
}
