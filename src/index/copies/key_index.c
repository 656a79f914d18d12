#include "index/copies/key_index.h"

#include "index/fulltext/number_sort.h"
#include "index/fulltext/sketch.h"
#include "index/fulltext/varint.h"
#include "newsdex/alloc.h"

#include <stdlib.h>
#include <string.h>

enum {
    ROW_BYTES = 3072,     /* of a row that is written, about */
    MOST_HELD = 64 * 1024 /* entries that wait to be written: at first all are of one row */
};

void nd_key_entries_add(struct nd_key_entries *entries, uint64_t entry) {
    entries->list =
        nd_alloc_grow(entries->list, &entries->capacity, entries->count + 1, sizeof *entries->list);
    entries->list[entries->count++] = entry;
}

void nd_key_entries_sort(struct nd_key_entries *entries) {
    entries->count = nd_number_sort_set(entries->list, entries->count);
}

static uint32_t key_of(uint64_t entry) {
    return (uint32_t)(entry >> 32);
}

/*
 * How many bits the largest id has; then every entry as one number, the step from the key before and the id.
 * The more articles there are the smaller are the steps, so that an entry takes four bytes, seldom five.
 */
static void encode(const uint64_t *list, size_t count, struct nd_buf *out) {
    uint32_t key = 0, ids = 0;
    unsigned bits = 0;

    for (size_t i = 0; i < count; i++)
        ids |= (uint32_t)list[i];
    while (ids >> bits > 1)
        bits++;
    nd_varint_add(out, ++bits);
    for (size_t i = 0; i < count; i++) {
        nd_varint_add(out, (uint64_t)(key_of(list[i]) - key) << bits | (uint32_t)list[i]);
        key = key_of(list[i]);
    }
}

/* The entries ascend from one of the key first on; false when they do not, or the row is cut off. */
static bool decode(const unsigned char *at, size_t size, uint32_t first, struct nd_key_entries *entries) {
    const unsigned char *end = at + size;
    uint64_t key = 0, bits, entry;

    entries->count = 0;
    if (size == 0 || !nd_varint_take(&at, end, &bits) || bits == 0 || bits > 32)
        return false;
    while (at < end) {
        if (!nd_varint_take(&at, end, &entry) || entry >> bits > UINT32_MAX - key)
            return false;
        key += entry >> bits;
        entry = key << 32 | (entry & (((uint64_t)1 << bits) - 1));
        if (entries->count > 0 ? entry <= entries->list[entries->count - 1] : key != first)
            return false;
        nd_key_entries_add(entries, entry);
    }
    return entries->count > 0;
}

static enum nd_status damaged(const struct nd_index *index, int64_t first, struct nd_error *err) {
    return nd_error_set(
        err, ND_DB,
        "%s: damaged: the row %lld of sketch, in which copies and lines are looked for; newsdex"
        " optimize --rebuild makes it anew",
        index->path, (long long)first);
}

/* A row of first and entries. */
static enum nd_status take_row(const struct nd_index *index, sqlite3_stmt *stmt,
                               struct nd_key_entries *entries, struct nd_error *err) {
    int64_t first = sqlite3_column_int64(stmt, 0);

    return first >= 0 && first <= UINT32_MAX &&
                   decode(sqlite3_column_blob(stmt, 1), (size_t)sqlite3_column_bytes(stmt, 1),
                          (uint32_t)first, entries)
               ? ND_OK
               : damaged(index, first, err);
}

/* The row a key belongs to; *first is -1 when there is none, *next the key the next one begins with. */
static enum nd_status read_row(struct nd_index *index, uint32_t key, struct nd_key_entries *entries,
                               int64_t *first, int64_t *next, struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_SKETCH_ROW, err);
    enum nd_status status;

    entries->count = 0;
    *first = -1;
    if (stmt == NULL)
        return err->status;
    nd_sql_bind_int(stmt, ":key", key);
    status = nd_sql_step(index, stmt, err);
    if (status == ND_OK) {
        *first = sqlite3_column_int64(stmt, 0);
        status = take_row(index, stmt, entries, err);
    }
    sqlite3_reset(stmt);
    if ((status != ND_OK && status != ND_END) || next == NULL)
        return status == ND_END ? ND_OK : status;
    stmt = nd_sql(index, ND_SQL_SKETCH_NEXT, err);
    if (stmt == NULL)
        return err->status;
    nd_sql_bind_int(stmt, ":key", key);
    status = nd_sql_step(index, stmt, err);
    *next = status == ND_OK ? sqlite3_column_int64(stmt, 0) : (int64_t)UINT32_MAX + 1;
    sqlite3_reset(stmt);
    return status == ND_END ? ND_OK : status;
}

struct nd_key_span nd_key_entries_find(const struct nd_key_entries *row, uint32_t key) {
    size_t low = 0, high = row->count, end;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (key_of(row->list[middle]) < key)
            low = middle + 1;
        else
            high = middle;
    }
    for (end = low; end < row->count && key_of(row->list[end]) == key;)
        end++;
    return end == low ? (struct nd_key_span){NULL, 0} : (struct nd_key_span){row->list + low, end - low};
}

enum nd_status nd_key_index_find(struct nd_index *index, uint32_t key, struct nd_key_entries *row,
                                 struct nd_key_span *span, struct nd_error *err) {
    bool is_read = row->count > 0 && key_of(row->list[0]) <= key && key_of(row->list[row->count - 1]) >= key;
    int64_t first = -1;
    enum nd_status status = is_read ? ND_OK : read_row(index, key, row, &first, NULL, err);

    *span = nd_key_entries_find(row, key);
    return status;
}

static enum nd_status put_row(struct nd_index *index, int64_t first, struct nd_str bytes,
                              struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_SKETCH_PUT, err);

    if (stmt == NULL)
        return err->status;
    nd_sql_bind_int(stmt, ":key", first);
    nd_sql_bind_blob(stmt, ":entries", bytes.ptr, bytes.len);
    return nd_sql_run(index, stmt, err);
}

static enum nd_status drop_row(struct nd_index *index, int64_t first, struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_SKETCH_DROP, err);

    if (stmt == NULL)
        return err->status;
    nd_sql_bind_int(stmt, ":key", first);
    return nd_sql_run(index, stmt, err);
}

/* Keys of sketches and of lines are in rows of their own. */
static size_t end_of_kind(const struct nd_key_entries *entries, size_t from, size_t to) {
    while (key_of(entries->list[to - 1]) >> ND_KEY_BITS != key_of(entries->list[from]) >> ND_KEY_BITS)
        to--;
    return to;
}

/* Writes the entries as one row or several. */
static enum nd_status write_rows(struct nd_index *index, const struct nd_key_entries *entries,
                                 struct nd_error *err) {
    enum nd_status status = ND_OK;
    struct nd_buf bytes = {0};
    size_t bytes_of_entry = 6, from = 0;

    while (from < entries->count && status == ND_OK) {
        size_t to = from + ROW_BYTES / bytes_of_entry;
        if (to + ROW_BYTES / bytes_of_entry / 2 >= entries->count)
            to = entries->count;
        while (to < entries->count && key_of(entries->list[to]) == key_of(entries->list[to - 1]))
            to++;
        to = end_of_kind(entries, from, to);
        nd_buf_clear(&bytes);
        encode(entries->list + from, to - from, &bytes);
        status = put_row(index, key_of(entries->list[from]), nd_buf_str(&bytes), err);
        from = to;
    }
    nd_buf_free(&bytes);
    return status;
}

/* Two sorted lists on their way into a row. */
struct changes {
    const struct nd_key_entries *removed, *added;
    size_t removed_at, added_at;
    nd_key_observer *observer;
    void *context;
    uint32_t *ids; /* of the key at hand */
    size_t id_capacity;
};

static uint64_t next_of(const struct nd_key_entries *entries, size_t at) {
    return at < entries->count ? entries->list[at] : UINT64_MAX;
}

static uint64_t next_change(const struct changes *c) {
    uint64_t removed = next_of(c->removed, c->removed_at), added = next_of(c->added, c->added_at);

    return removed < added ? removed : added;
}

/* Tells of one key, whose entries are the last of the row; before: how many there were. */
static void observe(struct changes *c, uint32_t key, const struct nd_key_entries *row, size_t from,
                    size_t before) {
    size_t count = row->count - from;

    if (c->observer == NULL)
        return;
    c->ids = nd_alloc_grow(c->ids, &c->id_capacity, count + 1, sizeof *c->ids);
    for (size_t i = 0; i < count; i++)
        c->ids[i] = (uint32_t)row->list[from + i];
    c->observer(c->context, key, c->ids, count, before);
}

/* The entries of one key: what was there, without what is removed, with what is added. */
static void merge_key(struct changes *c, const struct nd_key_entries *old, size_t *at,
                      struct nd_key_entries *row) {
    uint64_t next = next_of(old, *at), change = next_change(c);
    uint32_t key = key_of(next < change ? next : change);
    size_t from = row->count, before = *at;
    bool is_changed = key_of(change) == key;

    for (;;) {
        uint64_t kept = next_of(old, *at), added = next_of(c->added, c->added_at);
        uint64_t entry = kept < added ? kept : added;
        if (entry == UINT64_MAX || key_of(entry) != key)
            break;
        *at += kept == entry;
        c->added_at += added == entry;
        while (next_of(c->removed, c->removed_at) < entry)
            c->removed_at++;
        if (added == entry || next_of(c->removed, c->removed_at) != entry)
            nd_key_entries_add(row, entry);
    }
    while (c->removed_at < c->removed->count && key_of(c->removed->list[c->removed_at]) == key)
        c->removed_at++;
    if (is_changed)
        observe(c, key, row, from, *at - before);
}

/* All changes that belong into the row of the next one. */
static enum nd_status change_row(struct nd_index *index, struct changes *c, struct nd_error *err) {
    struct nd_key_entries old = {0}, row = {0};
    int64_t first = -1, next = 0;
    size_t at = 0;
    enum nd_status status = read_row(index, key_of(next_change(c)), &old, &first, &next, err);

    if (status == ND_OK && first >= 0)
        status = drop_row(index, first, err);
    while (status == ND_OK) {
        uint64_t kept = next_of(&old, at), change = next_change(c), entry = kept < change ? kept : change;
        if (entry == UINT64_MAX || key_of(entry) >= next)
            break;
        merge_key(c, &old, &at, &row);
        if (row.count < MOST_HELD)
            continue;
        status = write_rows(index, &row, err);
        row.count = 0;
    }
    if (status == ND_OK)
        status = write_rows(index, &row, err);
    free(old.list);
    free(row.list);
    return status;
}

enum nd_status nd_key_index_change(struct nd_index *index, const struct nd_key_entries *removed,
                                   const struct nd_key_entries *added, nd_key_observer *observer,
                                   void *context, struct nd_error *err) {
    struct changes c = {.removed = removed, .added = added, .observer = observer, .context = context};
    enum nd_status status = ND_OK;

    while (status == ND_OK && next_change(&c) != UINT64_MAX)
        status = change_row(index, &c, err);
    free(c.ids);
    return status;
}

enum nd_status nd_key_index_read(struct nd_index *index, enum nd_key_kind kind, nd_key_index_sink *sink,
                                 void *context, struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_SKETCH_ROWS, err);
    struct nd_key_entries row = {0};
    int64_t first = (int64_t)kind << ND_KEY_BITS;
    enum nd_status status = stmt == NULL ? err->status : ND_OK;

    if (stmt != NULL) {
        nd_sql_bind_int(stmt, ":from", first);
        nd_sql_bind_int(stmt, ":until", first + ((int64_t)1 << ND_KEY_BITS));
    }
    while (status == ND_OK && (status = nd_sql_step(index, stmt, err)) == ND_OK) {
        uint64_t last = row.count > 0 ? row.list[row.count - 1] : 0;
        status = take_row(index, stmt, &row, err);
        if (status == ND_OK && row.list[0] < last)
            status = damaged(index, key_of(row.list[0]), err);
        if (status == ND_OK)
            status = sink(context, &row, err);
    }
    if (stmt != NULL)
        sqlite3_reset(stmt);
    free(row.list);
    return status == ND_END ? ND_OK : status;
}
