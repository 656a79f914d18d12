#include "index/norms.h"

#include "newsdex/alloc.h"

#include <stdlib.h>
#include <string.h>

enum { BLOCK_ARTICLES = 1024, BLOCK_SIZE = BLOCK_ARTICLES * ND_COLUMNS, EXACT = 32, MAX_CODE = 254 };

unsigned char nd_norms_code(uint64_t length) {
    unsigned shift = 1;
    uint64_t code;

    if (length < EXACT)
        return (unsigned char)length;
    while (length >> shift >= EXACT)
        shift++;
    code = EXACT + (uint64_t)(shift - 1) * 16 + (length >> shift) - 16;
    return (unsigned char)(code > MAX_CODE ? MAX_CODE : code);
}

uint32_t nd_norms_length(unsigned char code) {
    unsigned beyond = (unsigned)code - EXACT;

    return code < EXACT ? code : (16u + beyond % 16) << (beyond / 16 + 1);
}

/* FTS5 keeps the numbers of words of a row as varints, a column each; none has more than two bytes a seven
 * bits. */
static void read_sizes(const unsigned char *p, int size, unsigned char codes[ND_COLUMNS]) {
    int at = 0;

    for (int column = 0; column < ND_COLUMNS; column++) {
        uint64_t length = 0;
        while (at < size) {
            length = length << 7 | (p[at] & 0x7fu);
            if (p[at++] < 0x80)
                break;
        }
        codes[column] = nd_norms_code(length);
    }
}

static enum nd_status make_block(struct nd_index *index, int64_t block, struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_NORM_INSERT, err);

    if (stmt == NULL)
        return err->status;
    nd_sql_bind_int(stmt, ":block", block);
    nd_sql_bind_int(stmt, ":size", BLOCK_SIZE);
    return nd_sql_run(index, stmt, err);
}

enum nd_status nd_norms_put(struct nd_index *index, int64_t id, bool title_is_copy, struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_FTS_SIZES, err);
    unsigned char codes[ND_COLUMNS] = {0};
    int64_t block = id / BLOCK_ARTICLES;
    sqlite3_blob *blob = NULL;
    enum nd_status status;

    if (stmt == NULL)
        return err->status;
    nd_sql_bind_int(stmt, ":id", id);
    status = nd_sql_step(index, stmt, err);
    if (status == ND_OK)
        read_sizes(sqlite3_column_blob(stmt, 0), sqlite3_column_bytes(stmt, 0), codes);
    if (title_is_copy)
        codes[ND_COLUMN_TITLE] = ND_NORM_COPY;
    sqlite3_reset(stmt);
    if (status == ND_OK || status == ND_END)
        status = make_block(index, block, err);
    if (status != ND_OK)
        return status;
    if (sqlite3_blob_open(index->db, "main", "norm", "lengths", block, 1, &blob) != SQLITE_OK ||
        sqlite3_blob_write(blob, codes, ND_COLUMNS, (int)(id % BLOCK_ARTICLES) * ND_COLUMNS) != SQLITE_OK)
        status = nd_sql_error(index, err);
    if (sqlite3_blob_close(blob) != SQLITE_OK && status == ND_OK)
        status = nd_sql_error(index, err);
    return status;
}

/* Blocks that were looked at; a missing one is all zeros. Open addressing by number. */
struct nd_norms {
    struct nd_index *index;
    struct nd_arena *arena;
    unsigned char **blocks;
    int64_t *numbers;
    size_t slots, used;
    int64_t last_number; /* the block looked at last */
    unsigned char *last;
};

struct nd_norms *nd_norms_open(struct nd_index *index) {
    struct nd_norms *norms = nd_alloc_array(1, sizeof *norms);

    norms->index = index;
    norms->arena = nd_arena_new();
    norms->slots = 64;
    norms->blocks = nd_alloc_array(norms->slots, sizeof *norms->blocks);
    norms->numbers = nd_alloc_array(norms->slots, sizeof *norms->numbers);
    norms->last_number = -1;
    return norms;
}

void nd_norms_close(struct nd_norms *norms) {
    if (norms == NULL)
        return;
    nd_arena_free(norms->arena);
    free(norms->blocks);
    free(norms->numbers);
    free(norms);
}

static size_t slot_of(const struct nd_norms *norms, int64_t number) {
    size_t at = (size_t)number * 0x9e3779b1u & (norms->slots - 1);

    while (norms->blocks[at] != NULL && norms->numbers[at] != number)
        at = (at + 1) & (norms->slots - 1);
    return at;
}

static void grow(struct nd_norms *norms) {
    struct nd_norms old = *norms;

    norms->slots *= 2;
    norms->blocks = nd_alloc_array(norms->slots, sizeof *norms->blocks);
    norms->numbers = nd_alloc_array(norms->slots, sizeof *norms->numbers);
    for (size_t i = 0; i < old.slots; i++) {
        size_t at;
        if (old.blocks[i] == NULL)
            continue;
        at = slot_of(norms, old.numbers[i]);
        norms->blocks[at] = old.blocks[i];
        norms->numbers[at] = old.numbers[i];
    }
    free(old.blocks);
    free(old.numbers);
}

static unsigned char *read_block(struct nd_norms *norms, int64_t number) {
    unsigned char *block = nd_arena_alloc(norms->arena, BLOCK_SIZE, 1);
    struct nd_error ignored = ND_ERROR_INIT;
    sqlite3_stmt *stmt = nd_sql(norms->index, ND_SQL_NORM_GET, &ignored);

    if (stmt == NULL)
        return block;
    nd_sql_bind_int(stmt, ":block", number);
    if (nd_sql_step(norms->index, stmt, &ignored) == ND_OK && sqlite3_column_bytes(stmt, 0) == BLOCK_SIZE)
        memcpy(block, sqlite3_column_blob(stmt, 0), BLOCK_SIZE);
    sqlite3_reset(stmt);
    return block;
}

const unsigned char *nd_norms_get(struct nd_norms *norms, uint32_t id) {
    int64_t number = id / BLOCK_ARTICLES;

    if (number != norms->last_number) {
        size_t at = slot_of(norms, number);
        if (norms->blocks[at] == NULL) {
            if (++norms->used * 2 > norms->slots) {
                grow(norms);
                at = slot_of(norms, number);
            }
            norms->blocks[at] = read_block(norms, number);
            norms->numbers[at] = number;
        }
        norms->last = norms->blocks[at];
        norms->last_number = number;
    }
    return norms->last + (size_t)(id % BLOCK_ARTICLES) * ND_COLUMNS;
}
