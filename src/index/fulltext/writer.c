#include "index/fulltext/writer.h"
#include "index/db/state.h"

#include "index/fulltext/run.h"
#include "index/fulltext/segment_build.h"
#include "index/fulltext/segment_merge.h"
#include "index/fulltext/sketch.h"
#include "index/fulltext/varint.h"
#include "newsdex/alloc.h"
#include "newsdex/analysis.h"
#include "newsdex/map.h"

#include <stdlib.h>
#include <string.h>

enum {
    FULL_BYTES = 48 * 1024 * 1024, /* of runs in one transaction */
    LARGE_BYTES = 4 * 1024 * 1024, /* of runs that are the beginning of a large load */
    LOOSE_ARTICLES = 256,          /* articles outside of runs that are inverted together */
    MERGE_FACTOR_LOADING = 64,     /* segments of a size that are let be while more are coming, */
    MERGE_FACTOR = 12              /* and afterwards */
};

struct nd_fulltext {
    struct nd_held_run *runs;
    size_t count, capacity;
    uint64_t bytes;
    bool has_open_run;     /* the last of runs: more of its articles may be put; */
    bool is_open_run_used; /* some were, since the last flush */
    struct nd_inverter *unbatched;
    uint32_t unbatched_ids[LOOSE_ARTICLES];
    const unsigned char *sketches; /* of the open run, from number next_sketch on */
    uint32_t next_sketch;
    struct nd_sketch read;               /* of those */
    const struct nd_sketch *sketch;      /* of the article put or forgotten latest; NULL: of none */
    struct nd_map *put;                  /* ids put since the last flush */
    int64_t articles, words[ND_COLUMNS]; /* more than there were */
    bool has_grown;                      /* there are more segments than at the latest merge */
};

struct nd_fulltext *nd_fulltext_new(void) {
    struct nd_fulltext *text = nd_alloc_array(1, sizeof *text);

    text->unbatched = nd_inverter_new();
    text->put = nd_map_new(SIZE_MAX);
    return text;
}

static void free_run(struct nd_fulltext *text, struct nd_held_run *held) {
    text->bytes -= held->counted;
    nd_run_free(&held->run);
    free(held->ids);
}

void nd_fulltext_free(struct nd_fulltext *text) {
    if (text == NULL)
        return;
    nd_fulltext_discard(text);
    nd_inverter_free(text->unbatched);
    nd_map_free(text->put);
    free(text->runs);
    free(text);
}

static struct nd_held_run *hold(struct nd_fulltext *text, struct nd_run *run) {
    struct nd_held_run *held;

    text->runs = nd_alloc_grow(text->runs, &text->capacity, text->count + 1, sizeof *text->runs);
    held = &text->runs[text->count++];
    held->run = *run;
    held->ids = nd_alloc_array((size_t)run->articles + 1, sizeof *held->ids);
    held->counted = nd_run_bytes(run);
    text->bytes += held->counted;
    *run = (struct nd_run){0};
    return held;
}

void nd_fulltext_take(struct nd_index *index, struct nd_run *run) {
    struct nd_fulltext *text = index->full_text;

    if (text->has_open_run && !text->is_open_run_used)
        free_run(text, &text->runs[--text->count]);
    if (run != NULL)
        hold(text, run);
    text->has_open_run = run != NULL;
    text->sketches = NULL;
    text->is_open_run_used = false;
}

bool nd_fulltext_is_full(const struct nd_fulltext *text) {
    return text->bytes >= FULL_BYTES;
}

bool nd_fulltext_is_large(const struct nd_fulltext *text) {
    return text->bytes >= LARGE_BYTES;
}

/* Ids that no newsdex has given out are as little to be written with as other damage. */
static enum nd_status check_id(const struct nd_index *index, int64_t id, struct nd_error *err) {
    if (id > 0 && id <= UINT32_MAX)
        return ND_OK;
    return nd_error_set(
        err, ND_DB,
        "%s: damaged: no article has the id %lld; restore a copy, or ingest the files into a new"
        " database",
        index->path, (long long)id);
}

/* FTS5's own record of the lengths. */
static enum nd_status put_lengths(struct nd_index *index, int64_t id, const uint32_t lengths[ND_COLUMNS],
                                  struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_FTS_SIZES_PUT, err);
    unsigned char record[ND_COLUMNS * ND_VARINT_MAX];
    size_t size = 0;

    if (stmt == NULL)
        return err->status;
    for (int i = 0; i < ND_COLUMNS; i++)
        size += nd_varint_put(record + size, lengths[i]);
    nd_sql_bound(sqlite3_bind_int64(stmt, 1, id));
    nd_sql_bound(sqlite3_bind_blob64(stmt, 2, record, size, SQLITE_STATIC));
    return nd_sql_run(index, stmt, err);
}

static struct nd_str id_key(const int64_t *id) {
    return nd_str_of((const char *)id, sizeof *id);
}

static enum nd_status count_in(struct nd_index *index, int64_t id, const uint32_t lengths[ND_COLUMNS],
                               struct nd_error *err) {
    struct nd_fulltext *text = index->full_text;

    nd_map_put(text->put, id_key(&id), 1);
    text->articles++;
    for (int i = 0; i < ND_COLUMNS; i++)
        text->words[i] += lengths[i];
    return put_lengths(index, id, lengths, err);
}

/* Articles are put in the order in which they were inverted, not all of them. */
static void find_sketch(struct nd_fulltext *text, uint32_t number) {
    const struct nd_buf *sketches = &text->runs[text->count - 1].run.sketches;
    const unsigned char *first = (const unsigned char *)sketches->ptr;

    if (text->sketches == NULL || number < text->next_sketch) {
        text->sketches = first;
        text->next_sketch = 0;
    }
    text->sketch = NULL;
    while (text->next_sketch <= number) {
        if (!nd_sketch_read(&text->sketches, first + sketches->len, &text->read))
            return;
        text->next_sketch++;
    }
    text->sketch = &text->read;
}

enum nd_status nd_fulltext_put_inverted(struct nd_index *index, int64_t id, uint32_t number,
                                        const uint32_t lengths[ND_COLUMNS], struct nd_error *err) {
    struct nd_fulltext *text = index->full_text;

    if (check_id(index, id, err) != ND_OK)
        return ND_DB;
    text->runs[text->count - 1].ids[number] = (uint32_t)id;
    find_sketch(text, number);
    text->is_open_run_used = true;
    return count_in(index, id, lengths, err);
}

/* What was inverted here becomes a run, in front of the one that is still open. */
static void close_unbatched(struct nd_fulltext *text) {
    uint32_t count = nd_inverter_count(text->unbatched);
    struct nd_run run = {0};
    struct nd_held_run *held;

    if (count == 0)
        return;
    nd_inverter_finish(text->unbatched, &run);
    held = hold(text, &run);
    memcpy(held->ids, text->unbatched_ids, count * sizeof *held->ids);
    if (text->has_open_run && text->count > 1) {
        struct nd_held_run open = held[-1];
        held[-1] = *held;
        *held = open;
    }
}

/* The number an article outside of runs gets. */
static void note_unbatched(struct nd_fulltext *text, int64_t id) {
    if (nd_inverter_count(text->unbatched) == LOOSE_ARTICLES)
        close_unbatched(text);
    text->unbatched_ids[nd_inverter_count(text->unbatched)] = (uint32_t)id;
}

enum nd_status nd_fulltext_put(struct nd_index *index, int64_t id, const struct nd_columns *columns,
                               uint32_t lengths[ND_COLUMNS], struct nd_error *err) {
    if (check_id(index, id, err) != ND_OK)
        return ND_DB;
    note_unbatched(index->full_text, id);
    nd_inverter_add(index->full_text->unbatched, nd_fulltext_analyser(index), columns, lengths);
    index->full_text->sketch = nd_inverter_sketch(index->full_text->unbatched);
    return count_in(index, id, lengths, err);
}

static enum nd_status read_columns(struct nd_index *index, int64_t id, struct nd_columns *columns,
                                   struct nd_error *err) {
    sqlite3_stmt *stmt;
    enum nd_status status = nd_sql_row(index, ND_SQL_TEXT, id, &stmt, err);

    for (int i = 0; i < ND_COLUMNS && status == ND_OK; i++)
        columns->texts[i] = nd_sql_str(stmt, i, index->scratch);
    sqlite3_reset(stmt);
    return status;
}

const struct nd_sketch *nd_fulltext_sketch(const struct nd_index *index) {
    return index->full_text->sketch;
}

enum nd_status nd_fulltext_forget(struct nd_index *index, int64_t id, struct nd_error *err) {
    struct nd_fulltext *text = index->full_text;
    struct nd_columns columns = {0};
    uint32_t lengths[ND_COLUMNS];
    sqlite3_stmt *stmt;
    int64_t put;
    enum nd_status status = read_columns(index, id, &columns, err);

    text->sketch = NULL;
    if (status == ND_OK)
        status = check_id(index, id, err);
    if (status != ND_OK)
        return status == ND_END ? ND_OK : status;
    /* A segment says one thing of an article: what was put a moment ago must be in an older one. */
    if (nd_map_get(text->put, id_key(&id), &put))
        status = nd_fulltext_flush(index, err);
    if (status != ND_OK)
        return status;
    note_unbatched(text, id);
    nd_inverter_add_deleted(text->unbatched, nd_fulltext_analyser(index), &columns, lengths);
    text->sketch = nd_inverter_sketch(text->unbatched);
    text->articles--;
    for (int i = 0; i < ND_COLUMNS; i++)
        text->words[i] -= lengths[i];
    stmt = nd_sql(index, ND_SQL_FTS_SIZES_DELETE, err);
    if (stmt == NULL)
        return err->status;
    nd_sql_bound(sqlite3_bind_int64(stmt, 1, id));
    return nd_sql_run(index, stmt, err);
}

static enum nd_status unknown_version(struct nd_index *index, enum nd_status status, struct nd_error *err) {
    return status != ND_NOT_FOUND
               ? status
               : nd_error_set(err, ND_DB,
                              "%s: the full-text index has the form of a newer SQLite, which this newsdex"
                              " cannot write; newsdex optimize --rebuild makes it anew",
                              index->path);
}

static uint64_t changed_by(uint64_t number, int64_t change) {
    return change < 0 && number < (uint64_t)-change ? 0 : number + (uint64_t)change;
}

static enum nd_status write_averages(struct nd_index *index, struct nd_error *err) {
    struct nd_fulltext *text = index->full_text;
    struct nd_averages averages;
    enum nd_status status = nd_averages_read(index, &averages, err);

    averages.articles = changed_by(averages.articles, text->articles);
    for (int i = 0; i < ND_COLUMNS; i++)
        averages.words[i] = changed_by(averages.words[i], text->words[i]);
    return status == ND_OK ? nd_averages_write(index, &averages, err) : status;
}

/* Forgets all runs; of one that is still open those articles that are written. */
static void drop_runs(struct nd_fulltext *text) {
    size_t kept = text->has_open_run ? 1 : 0;

    if (kept == 1) {
        struct nd_held_run *first = &text->runs[0], *open = &text->runs[text->count - 1], held = *open;
        *open = *first;
        *first = held;
        text->bytes -= first->counted;
        first->counted = 0;
        memset(first->ids, 0, first->run.articles * sizeof *first->ids);
    }
    for (size_t i = kept; i < text->count; i++)
        free_run(text, &text->runs[i]);
    text->count = kept;
    text->is_open_run_used = false;
    text->articles = 0;
    memset(text->words, 0, sizeof text->words);
    nd_map_clear(text->put);
}

enum nd_status nd_fulltext_flush(struct nd_index *index, struct nd_error *err) {
    struct nd_fulltext *text = index->full_text;
    struct nd_segment_list segment_list;
    struct nd_segment segment = {0};
    enum nd_status status;

    close_unbatched(text);
    if (text->count == 0)
        return ND_OK;
    status = unknown_version(index, nd_segment_list_read(index, &segment_list, err), err);
    if (status == ND_OK)
        status = nd_segment_build(index, text->runs, text->count, nd_segment_list_free_id(&segment_list),
                                  &segment, err);
    if (status == ND_OK && segment.last > 0) {
        nd_segment_list_add(&segment_list, segment);
        segment_list.pages_written += (uint64_t)segment.last;
        text->has_grown = true;
    }
    /* FTS5 may have left more than ever come about here. */
    if (status == ND_OK)
        status = segment_list.count >= ND_STRUCTURE_SEGMENTS / 2
                     ? nd_segment_merge(index, &segment_list, 0, segment_list.count, 0, err)
                     : nd_segment_list_write(index, &segment_list, err);
    if (status == ND_OK)
        status = write_averages(index, err);
    nd_segment_list_free(&segment_list);
    drop_runs(text);
    return status;
}

void nd_fulltext_discard(struct nd_fulltext *text) {
    struct nd_run ignored = {0};

    text->has_open_run = false;
    nd_inverter_finish(text->unbatched, &ignored);
    nd_run_free(&ignored);
    drop_runs(text);
}

/* Without a width all become one. */
static enum nd_status merge(struct nd_index *index, size_t width, struct nd_error *err) {
    struct nd_segment_list list = {0};
    enum nd_status status = nd_sql_run_id(index, ND_SQL_BEGIN, 0, err);

    if (status == ND_OK)
        status = unknown_version(index, nd_segment_list_read(index, &list, err), err);
    if (status == ND_OK && width > 0)
        status = nd_segment_merge_newest(index, &list, width, err);
    else if (status == ND_OK && list.count > 0)
        status = nd_segment_merge(index, &list, 0, list.count, ND_MERGE_PAGES, err);
    nd_segment_list_free(&list);
    if (status == ND_OK)
        status = nd_sql_run_id(index, ND_SQL_COMMIT, 0, err);
    if (status != ND_OK && !sqlite3_get_autocommit(index->db))
        (void)sqlite3_exec(index->db, "ROLLBACK", NULL, NULL, NULL);
    return status;
}

enum nd_status nd_fulltext_merge_newest(struct nd_index *index, bool is_loading, struct nd_error *err) {
    struct nd_fulltext *text = index->full_text;

    if (is_loading && !text->has_grown)
        return ND_OK;
    text->has_grown = false;
    return merge(index, is_loading ? MERGE_FACTOR_LOADING : MERGE_FACTOR, err);
}

enum nd_status nd_fulltext_clear(struct nd_index *index, struct nd_error *err) {
    static const enum nd_sql steps[] = {ND_SQL_FTS_DATA_CLEAR, ND_SQL_FTS_KEYS_CLEAR, ND_SQL_FTS_SIZES_CLEAR,
                                        ND_SQL_FTS_VERSION_SET, ND_SQL_NORM_CLEAR};
    struct nd_segment_list empty = {0};
    struct nd_averages none = {0};
    enum nd_status status = nd_state_put_number(index, "analysis", ND_ANALYSIS, err);

    for (size_t i = 0; i < sizeof steps / sizeof *steps && status == ND_OK; i++) {
        sqlite3_stmt *stmt = nd_sql(index, steps[i], err);
        status = stmt == NULL ? err->status : nd_sql_run(index, stmt, err);
    }
    if (status == ND_OK)
        status = nd_segment_list_write(index, &empty, err);
    return status == ND_OK ? nd_averages_write(index, &none, err) : status;
}

enum nd_status nd_fulltext_is_foreign(struct nd_index *index, bool *is_foreign, struct nd_error *err) {
    struct nd_segment_list list;
    enum nd_status status = nd_segment_list_read(index, &list, err);

    nd_segment_list_free(&list);
    *is_foreign = status == ND_NOT_FOUND;
    return *is_foreign ? ND_OK : status;
}

enum nd_status nd_fulltext_is_outdated(struct nd_index *index, bool *is_outdated, struct nd_error *err) {
    int64_t analysis;
    enum nd_status status = nd_state_get(index, "analysis", &analysis, err);

    *is_outdated = analysis != ND_ANALYSIS;
    return status == ND_END ? ND_OK : status;
}

enum nd_status nd_fulltext_merge_all(struct nd_index *index, struct nd_error *err) {
    return merge(index, 0, err);
}

struct nd_analyser *nd_fulltext_analyser(struct nd_index *index) {
    if (index->analyser == NULL)
        index->analyser = nd_analyser_new();
    return index->analyser;
}
