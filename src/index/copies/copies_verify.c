#include "index/copies/copies_verify.h"

#include "index/copies/shingle_cache.h"

#include <inttypes.h>

static void tell(nd_fault_sink *sink, void *context, int64_t id, int64_t lead) {
    struct nd_buf fault = {0};

    nd_buf_addf(&fault,
                "article %" PRId64 " is said to be a copy of article %" PRId64
                " and is none of that kind; newsdex optimize --rebuild looks for copies anew",
                id, lead);
    sink(context, nd_buf_str(&fault));
    nd_buf_free(&fault);
}

static enum nd_status verify_member(struct nd_shingle_cache *shingles, sqlite3_stmt *stmt,
                                    nd_fault_sink *sink, void *context, struct nd_error *err) {
    int64_t id = sqlite3_column_int64(stmt, 0), lead = sqlite3_column_int64(stmt, 1);
    const char *kind = (const char *)sqlite3_column_text(stmt, 2);
    const struct nd_shingles *texts[2];
    struct nd_likeness likeness = {ND_COPY_NONE, 0, 0};
    enum nd_status status = nd_shingle_cache_get(shingles, lead, id, texts, err);

    if (status == ND_OK)
        likeness = nd_likeness_of(texts[0], texts[1]);
    if (status == ND_END ||
        (status == ND_OK && (likeness.kind == ND_COPY_NONE || kind == NULL ||
                             !nd_str_eq(nd_str_from(kind), nd_str_from(nd_copy_kind_name(likeness.kind))))))
        tell(sink, context, id, lead);
    return status == ND_END ? ND_OK : status;
}

enum nd_status nd_copies_verify(struct nd_index *index, nd_fault_sink *sink, void *context,
                                struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_COPY_VERIFY, err);
    struct nd_shingle_cache *shingles = nd_shingle_cache_new(index);
    enum nd_status status = stmt == NULL ? err->status : ND_OK;

    while (status == ND_OK && (status = nd_sql_step(index, stmt, err)) == ND_OK)
        status = verify_member(shingles, stmt, sink, context, err);
    if (stmt != NULL)
        sqlite3_reset(stmt);
    nd_shingle_cache_free(shingles);
    return status == ND_END ? ND_OK : status;
}
