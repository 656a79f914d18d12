#include "index/fulltext/lengths.h"

#include "index/db/joint.h"
#include "newsdex/alloc.h"

#include <stdlib.h>
#include <string.h>

enum { BLOCK_SIZE = ND_LENGTHS_BLOCK * ND_COLUMNS, EXACT = 32, MAX_CODE = 254 };

unsigned char nd_lengths_code(uint64_t length) {
    unsigned shift = 1;
    uint64_t code;

    if (length < EXACT)
        return (unsigned char)length;
    while (length >> shift >= EXACT)
        shift++;
    code = EXACT + (uint64_t)(shift - 1) * 16 + (length >> shift) - 16;
    return (unsigned char)(code > MAX_CODE ? MAX_CODE : code);
}

uint32_t nd_lengths_length(unsigned char code) {
    unsigned beyond = (unsigned)code - EXACT;

    return code < EXACT ? code : (16u + beyond % 16) << (beyond / 16 + 1);
}

struct nd_lengths_writer {
    int64_t block; /* -1: none */
    bool is_changed;
    unsigned char lengths[BLOCK_SIZE];
};

struct nd_lengths_writer *nd_lengths_writer_new(void) {
    struct nd_lengths_writer *writer = nd_alloc_array(1, sizeof *writer);

    writer->block = -1;
    return writer;
}

void nd_lengths_writer_discard(struct nd_lengths_writer *writer) {
    writer->block = -1;
    writer->is_changed = false;
}

enum nd_status nd_lengths_flush(struct nd_index *index, struct nd_error *err) {
    struct nd_lengths_writer *writer = index->lengths;
    sqlite3_stmt *stmt;

    if (!writer->is_changed)
        return ND_OK;
    stmt = nd_sql(index, ND_SQL_NORM_PUT, err);
    if (stmt == NULL)
        return err->status;
    nd_sql_bind_int(stmt, ":block", writer->block);
    nd_sql_bind_blob(stmt, ":lengths", writer->lengths, BLOCK_SIZE);
    writer->is_changed = false;
    return nd_sql_run(index, stmt, err);
}

static enum nd_status damaged(const struct nd_index *index, int64_t block, struct nd_error *err) {
    return nd_error_set(err, ND_DB,
                        "%s: the lengths of the articles from %lld on are damaged; newsdex optimize --rebuild"
                        " makes them anew",
                        index->path, (long long)block * ND_LENGTHS_BLOCK);
}

/* The lengths of a block; ND_END and zeros when it is missing. */
static enum nd_status load_block(struct nd_index *index, int64_t block, unsigned char *lengths,
                                 struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_NORM_GET, err);
    enum nd_status status;

    if (stmt == NULL)
        return err->status;
    nd_sql_bind_int(stmt, ":block", block);
    status = nd_sql_step(index, stmt, err);
    if (status == ND_OK && sqlite3_column_bytes(stmt, 0) != BLOCK_SIZE)
        status = damaged(index, block, err);
    if (status == ND_OK)
        memcpy(lengths, sqlite3_column_blob(stmt, 0), BLOCK_SIZE);
    else
        memset(lengths, 0, BLOCK_SIZE);
    sqlite3_reset(stmt);
    return status;
}

enum nd_status nd_lengths_put(struct nd_index *index, int64_t id, const uint32_t lengths[ND_COLUMNS],
                              bool title_is_copy, struct nd_error *err) {
    struct nd_lengths_writer *writer = index->lengths;
    unsigned char *codes = writer->lengths + (size_t)(id % ND_LENGTHS_BLOCK) * ND_COLUMNS;
    enum nd_status status = ND_OK;

    if (writer->block != id / ND_LENGTHS_BLOCK) {
        status = nd_lengths_flush(index, err);
        writer->block = id / ND_LENGTHS_BLOCK;
        if (status == ND_OK)
            status = load_block(index, writer->block, writer->lengths, err);
        status = status == ND_END ? ND_OK : status;
    }
    for (int i = 0; i < ND_COLUMNS; i++)
        codes[i] = nd_lengths_code(lengths[i]);
    if (title_is_copy)
        codes[ND_COLUMN_TITLE] = ND_LENGTH_DERIVED_TITLE;
    writer->is_changed = true;
    return status;
}

/* Blocks that were looked at; one that cannot be had is all zeros. Open addressing by number. */
struct nd_lengths {
    struct nd_index *index;
    struct nd_error fault; /* why there is one that cannot be had */
    struct nd_arena *arena;
    const unsigned char **blocks;
    int64_t *numbers;
    size_t slots, used;
    int64_t last_number; /* the block looked at last */
    const unsigned char *last;
    struct nd_lengths *beside; /* of the next database that is searched with it */
};

struct nd_lengths *nd_lengths_open(struct nd_index *index) {
    struct nd_lengths *norms = nd_alloc_array(1, sizeof *norms);

    norms->index = index;
    norms->arena = nd_arena_new();
    norms->slots = 64;
    norms->blocks = nd_alloc_array(norms->slots, sizeof *norms->blocks);
    norms->numbers = nd_alloc_array(norms->slots, sizeof *norms->numbers);
    norms->last_number = -1;
    norms->beside = index->beside == NULL ? NULL : nd_lengths_open(index->beside);
    return norms;
}

void nd_lengths_close(struct nd_lengths *norms) {
    if (norms == NULL)
        return;
    nd_lengths_close(norms->beside);
    nd_arena_free(norms->arena);
    free(norms->blocks);
    free(norms->numbers);
    free(norms);
}

static size_t slot_of(const struct nd_lengths *norms, int64_t number) {
    size_t at = (size_t)number * 0x9e3779b1u & (norms->slots - 1);

    while (norms->blocks[at] != NULL && norms->numbers[at] != number)
        at = (at + 1) & (norms->slots - 1);
    return at;
}

static void grow(struct nd_lengths *norms) {
    struct nd_lengths old = *norms;

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

/* Blocks that are missing share one: ids may be spread over all there can be. */
static const unsigned char *read_block(struct nd_lengths *norms, int64_t number) {
    static const unsigned char none[BLOCK_SIZE];
    unsigned char read[BLOCK_SIZE], *block;
    enum nd_status status = load_block(norms->index, number, read, &norms->fault);

    if (status == ND_END)
        (void)!damaged(norms->index, number, &norms->fault);
    if (status != ND_OK)
        return none;
    block = nd_arena_alloc(norms->arena, BLOCK_SIZE, 1);
    memcpy(block, read, BLOCK_SIZE);
    return block;
}

/* Those of the database that has the article, whose id becomes its own. */
static struct nd_lengths *owner_of(struct nd_lengths *norms, uint32_t *id) {
    int64_t own = *id;
    const struct nd_index *owner = nd_joint_owner(norms->index, &own);

    *id = (uint32_t)own;
    while (norms->index != owner)
        norms = norms->beside;
    return norms;
}

const unsigned char *nd_lengths_get(struct nd_lengths *norms, uint32_t id) {
    int64_t number;

    if (norms->beside != NULL)
        norms = owner_of(norms, &id);
    number = id / ND_LENGTHS_BLOCK;

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
    return norms->last + (size_t)(id % ND_LENGTHS_BLOCK) * ND_COLUMNS;
}

enum nd_status nd_lengths_status(const struct nd_lengths *norms, struct nd_error *err) {
    while (norms->fault.status == ND_OK && norms->beside != NULL)
        norms = norms->beside;
    if (norms->fault.status != ND_OK)
        *err = norms->fault;
    return norms->fault.status;
}
