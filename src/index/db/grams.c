#include "index/db/grams.h"

#include "newsdex/alloc.h"

#include <stdlib.h>
#include <string.h>

/* Bits by the number of grams, and at most. */
enum { SPREAD = 2, MOST_LOG = 16, LEAST_LOG = 9 };

/* What is common in pieces of three is rarer in pieces of five: dates, endings, words. */
static const size_t lengths[] = {3, 5};
enum { LENGTHS = sizeof lengths / sizeof *lengths };

struct nd_grams {
    int64_t *blocks; /* that have changed */
    size_t count, capacity;
    int64_t latest[2]; /* of files, of articles */
};

static void add_block(struct nd_grams *grams, int64_t block) {
    grams->blocks = nd_alloc_grow(grams->blocks, &grams->capacity, grams->count + 1, sizeof *grams->blocks);
    grams->blocks[grams->count++] = block;
}

static void note(void *context, int action, const char *database, const char *table, sqlite3_int64 id) {
    struct nd_grams *grams = context;
    bool is_article = strcmp(table, "article") == 0;
    int64_t block = is_article ? -1 - id / ND_GRAM_BLOCK : id / ND_GRAM_BLOCK;

    (void)action;
    if ((!is_article && strcmp(table, "file") != 0) || strcmp(database, "main") != 0 || id < 0 ||
        (grams->count > 0 && grams->latest[is_article] == block))
        return;
    add_block(grams, block);
    grams->latest[is_article] = block;
}

struct nd_grams *nd_grams_open(sqlite3 *db) {
    struct nd_grams *grams = nd_alloc_array(1, sizeof *grams);

    nd_grams_discard(grams);
    (void)sqlite3_update_hook(db, note, grams);
    return grams;
}

void nd_grams_close(struct nd_grams *grams) {
    if (grams != NULL)
        free(grams->blocks);
    free(grams);
}

void nd_grams_discard(struct nd_grams *grams) {
    if (grams == NULL)
        return;
    grams->count = 0;
    grams->latest[0] = grams->latest[1] = INT64_MIN;
}

/* Multiplicative hashing (Knuth, The Art of Computer Programming 3, 6.4): the highest bits are the best. */
static uint32_t hash_of(struct nd_str gram, int bits) {
    uint64_t number = 0;

    for (size_t i = 0; i < gram.len; i++)
        number = number << 8 | (unsigned char)nd_char_lower(gram.ptr[i]);
    return (uint32_t)(number * 0x9E3779B97F4A7C15u >> (64 - bits));
}

static bool has(const unsigned char *bits, uint32_t at) {
    return (bits[at / 8] >> at % 8 & 1) != 0;
}

static void set(unsigned char *bits, uint32_t at) {
    bits[at / 8] |= (unsigned char)(1 << at % 8);
}

bool nd_grams_may_have(struct nd_str bits, struct nd_str part) {
    int log = 3;

    while (((size_t)1 << (log - 3)) < bits.len && log < MOST_LOG)
        log++;
    if (bits.len != (size_t)1 << (log - 3)) /* none, or damaged */
        return true;
    for (size_t k = 0; k < LENGTHS; k++)
        for (size_t i = 0; i + lengths[k] <= part.len; i++)
            if (!has((const unsigned char *)bits.ptr, hash_of(nd_str_of(part.ptr + i, lengths[k]), log)))
                return false;
    return true;
}

static void add_grams(struct nd_str text, unsigned char *bits, size_t *count) {
    for (size_t k = 0; k < LENGTHS; k++)
        for (size_t i = 0; i + lengths[k] <= text.len; i++) {
            uint32_t at = hash_of(nd_str_of(text.ptr + i, lengths[k]), MOST_LOG);
            *count += !has(bits, at);
            set(bits, at);
        }
}

/* The grams of all texts of a block, each once. */
static enum nd_status read_block(struct nd_index *index, int64_t block, unsigned char *bits, size_t *count,
                                 struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, block < 0 ? ND_SQL_GRAM_URLS : ND_SQL_GRAM_PATHS, err);
    int64_t first = (block < 0 ? -1 - block : block) * ND_GRAM_BLOCK;
    enum nd_status status;

    if (stmt == NULL)
        return err->status;
    nd_sql_bind_int(stmt, ":first", first);
    nd_sql_bind_int(stmt, ":last", first + (ND_GRAM_BLOCK - 1)); /* of the last block the largest id */
    while ((status = nd_sql_step(index, stmt, err)) == ND_OK) {
        const char *text = (const char *)sqlite3_column_text(stmt, 0);
        if (text != NULL)
            add_grams(nd_str_of(text, (size_t)sqlite3_column_bytes(stmt, 0)), bits, count);
    }
    return status == ND_END ? ND_OK : status;
}

/* Of every so many bits that follow each other, which hashes of fewer bits begin with, one. */
static size_t fold(unsigned char *bits, size_t count) {
    int log = LEAST_LOG;

    while (log < MOST_LOG && ((size_t)1 << log) < count * SPREAD)
        log++;
    for (uint32_t at = 0; at < 1 << MOST_LOG && log < MOST_LOG; at++)
        if (has(bits, at)) {
            bits[at / 8] &= (unsigned char)~(1 << at % 8);
            set(bits, at >> (MOST_LOG - log));
        }
    return (size_t)1 << (log - 3);
}

static enum nd_status write_block(struct nd_index *index, int64_t block, struct nd_error *err) {
    unsigned char bits[(1 << MOST_LOG) / 8] = {0};
    size_t count = 0;
    enum nd_status status = read_block(index, block, bits, &count, err);
    sqlite3_stmt *stmt = status == ND_OK ? nd_sql(index, ND_SQL_GRAM_PUT, err) : NULL;

    if (status != ND_OK || stmt == NULL)
        return err->status;
    nd_sql_bind_int(stmt, ":block", block);
    nd_sql_bind_blob(stmt, ":bits", bits, fold(bits, count));
    return nd_sql_run(index, stmt, err);
}

static int by_number(const void *a, const void *b) {
    const int64_t *x = a, *y = b;

    return *x < *y ? -1 : *x > *y;
}

enum nd_status nd_grams_flush(struct nd_index *index, struct nd_error *err) {
    struct nd_grams *grams = index->grams;
    enum nd_status status = ND_OK;

    if (grams->count > 0)
        qsort(grams->blocks, grams->count, sizeof *grams->blocks, by_number);
    for (size_t i = 0; i < grams->count && status == ND_OK; i++)
        if (i == 0 || grams->blocks[i] != grams->blocks[i - 1])
            status = write_block(index, grams->blocks[i], err);
    nd_grams_discard(grams);
    return status;
}

enum nd_status nd_grams_renew(struct nd_index *index, struct nd_error *err) {
    enum nd_status status = nd_sql_run_id(index, ND_SQL_GRAM_CLEAR, 0, err);
    sqlite3_stmt *stmt = status == ND_OK ? nd_sql(index, ND_SQL_GRAM_BLOCKS, err) : NULL;

    if (stmt == NULL)
        return err->status;
    while ((status = nd_sql_step(index, stmt, err)) == ND_OK)
        add_block(index->grams, sqlite3_column_int64(stmt, 0));
    return status == ND_END ? ND_OK : status;
}

enum nd_status nd_grams_verify(struct nd_index *index, nd_fault_sink *sink, void *context,
                               struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_GRAM_VERIFY, err);
    struct nd_buf fault = {0};
    enum nd_status status = stmt == NULL ? err->status : ND_OK;

    while (status == ND_OK && (status = nd_sql_step(index, stmt, err)) == ND_OK) {
        const char *text = (const char *)sqlite3_column_text(stmt, 0), *bits = sqlite3_column_blob(stmt, 1);
        struct nd_str row = nd_str_of(bits, (size_t)sqlite3_column_bytes(stmt, 1));
        if (sqlite3_column_type(stmt, 1) != SQLITE_NULL &&
            nd_grams_may_have(row, nd_str_of(text, (size_t)sqlite3_column_bytes(stmt, 0))))
            continue;
        nd_buf_clear(&fault);
        nd_buf_addf(
            &fault,
            "%s is not found by path: or url:; newsdex optimize --rebuild makes what they look in anew",
            text);
        sink(context, nd_buf_str(&fault));
    }
    nd_buf_free(&fault);
    return status == ND_END ? ND_OK : status;
}
