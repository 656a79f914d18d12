#include "index/copies/copies_verify.h"

#include "index/copies/copy_rows.h"
#include "index/copies/key_index.h"
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

/* What an article has in the table sketch, as a sum of hashes, of which the order does not matter. */
static uint64_t sum_keys(const struct nd_sketch *sketch, int64_t id) {
    uint32_t text = nd_sketch_text_key(sketch);
    uint64_t sum = nd_sketch_mix(nd_key_entry(text, id));

    for (uint32_t i = 0; i < sketch->count; i++)
        sum += sketch->keys[i] == text ? 0 : nd_sketch_mix(nd_key_entry(sketch->keys[i], id));
    return sum;
}

/* Of equal texts one is in the table. */
static enum nd_status add_article(struct nd_index *index, int64_t id, uint64_t *sum, struct nd_error *err) {
    struct nd_sketch sketch = {.count = 0};
    struct nd_copy_row row = {.text_id = id};
    enum nd_status status = nd_copy_row(index, id, &row, err);

    if (status == ND_END || (status == ND_OK && row.text_id == id))
        status = nd_shingles_sketch(index, id, &sketch, err);
    if (status == ND_OK && sketch.text != 0)
        *sum += sum_keys(&sketch, id);
    return status == ND_END ? ND_OK : status; /* another version answers for it */
}

static enum nd_status take_entries(void *context, const struct nd_key_entries *entries,
                                   struct nd_error *err) {
    uint64_t *sum = context;

    (void)err;
    for (size_t i = 0; i < entries->count; i++)
        *sum -= nd_sketch_mix(entries->list[i]);
    return ND_OK;
}

static enum nd_status verify_keys(struct nd_index *index, nd_fault_sink *sink, void *context,
                                  struct nd_error *err) {
    uint64_t sum = 0;
    int64_t ignored;
    enum nd_status status = nd_sql_number(
        index, "SELECT 1 FROM state WHERE name = 'unfinished' OR name = 'sketches'", &ignored, err);

    if (status != ND_END)
        return status;
    status = ND_OK;
    for (int64_t id = 0; status == ND_OK;) {
        sqlite3_stmt *stmt;
        status = nd_sql_row(index, ND_SQL_SKETCHES_NEXT, id, &stmt, err);
        if (status != ND_OK)
            break;
        id = sqlite3_column_int64(stmt, 0);
        sqlite3_reset(stmt);
        status = add_article(index, id, &sum, err);
    }
    if (status == ND_END)
        status = nd_key_index_read(index, ND_KEY_OF_SKETCH, take_entries, &sum, err);
    if (status == ND_OK && sum != 0)
        sink(context,
             ND_STR("the table sketch, in which copies are looked for, is not that of the articles; newsdex"
                    " optimize --rebuild makes it anew"));
    return status;
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
    return status == ND_END ? verify_keys(index, sink, context, err) : status;
}
