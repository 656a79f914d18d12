#include "index/fulltext/segment_list.h"

#include "index/fulltext/varint.h"
#include "newsdex/alloc.h"

#include <stdlib.h>

enum { AVERAGES_ID = 1, STRUCTURE_ID = 10, CONFIG_VERSION = 4, COOKIE_SIZE = 4 };
enum { PAGES_OF_LEVEL_0 = 64, HIGHEST_LEVEL = 15 }; /* each holds four times what the one below does */
enum { LARGEST_ID = 0xffff, LARGEST_PAGE = 0x7fffffff };

struct input {
    const unsigned char *at, *end;
};

static uint64_t take_number(struct input *input) {
    uint64_t value = 0;

    if (input->at < input->end)
        input->at += nd_varint_get(input->at, input->end, &value);
    return value;
}

void nd_segment_list_free(struct nd_segment_list *segment_list) {
    free(segment_list->segments);
    *segment_list = (struct nd_segment_list){0};
}

static enum nd_status read_record(struct nd_index *index, int64_t id, struct nd_buf *record,
                                  struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_FTS_PAGE, err);
    enum nd_status status;

    if (stmt == NULL)
        return err->status;
    nd_sql_bound(sqlite3_bind_int64(stmt, 1, id));
    status = nd_sql_step(index, stmt, err);
    if (status == ND_OK)
        nd_buf_add(record, nd_str_of(sqlite3_column_blob(stmt, 0), (size_t)sqlite3_column_bytes(stmt, 0)));
    sqlite3_reset(stmt);
    return status == ND_END ? ND_OK : status;
}

static enum nd_status write_record(struct nd_index *index, int64_t id, const struct nd_buf *record,
                                   struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_FTS_PAGE_INSERT, err);

    if (stmt == NULL)
        return err->status;
    nd_sql_bound(sqlite3_bind_int64(stmt, 1, id));
    nd_sql_bound(sqlite3_bind_blob64(stmt, 2, record->ptr, record->len, SQLITE_STATIC));
    return nd_sql_run(index, stmt, err);
}

static enum nd_status check_version(struct nd_index *index, struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_FTS_VERSION, err);
    enum nd_status status;

    if (stmt == NULL)
        return err->status;
    status = nd_sql_step(index, stmt, err);
    if (status == ND_END || (status == ND_OK && sqlite3_column_int(stmt, 0) != CONFIG_VERSION))
        status = ND_NOT_FOUND;
    sqlite3_reset(stmt);
    return status;
}

void nd_segment_list_add(struct nd_segment_list *segment_list, struct nd_segment segment) {
    segment_list->segments = nd_alloc_grow(segment_list->segments, &segment_list->capacity,
                                           segment_list->count + 1, sizeof *segment_list->segments);
    segment_list->segments[segment_list->count++] = segment;
}

static void reverse(struct nd_segment *segments, size_t count) {
    for (size_t i = 0; i < count / 2; i++) {
        struct nd_segment swapped = segments[i];
        segments[i] = segments[count - 1 - i];
        segments[count - 1 - i] = swapped;
    }
}

/* Said twice, all in it would be read twice, and as often as the record is long. */
static bool has_segment(const struct nd_segment_list *segment_list, int64_t id) {
    for (size_t i = 0; i < segment_list->count; i++)
        if (segment_list->segments[i].id == id)
            return true;
    return false;
}

/* One that has run empty in a merge has the pages 0 to 0. */
static bool take_segment(struct nd_index *index, struct nd_segment_list *segment_list, struct input *input) {
    uint64_t id = take_number(input), first = take_number(input), last = take_number(input);

    if (id == 0 || id > LARGEST_ID || has_segment(segment_list, (int64_t)id) || first > last ||
        last > LARGEST_PAGE)
        return false;
    nd_segment_list_add(
        segment_list, (struct nd_segment){
                          .index = index, .id = (int64_t)id, .first = (int64_t)first, .last = (int64_t)last});
    return true;
}

/*
 * The record: a cookie of four bytes, then as numbers how many levels, segments, and pages ever written; for
 * every level how many of its segments are being merged and how many it has; for every segment, the oldest of
 * the level first, its number, first and last page.
 */
static bool read_levels(struct nd_index *index, struct nd_segment_list *segment_list, struct input input) {
    uint64_t levels = take_number(&input), segments = take_number(&input);

    segment_list->pages_written = take_number(&input);
    if (levels > ND_STRUCTURE_SEGMENTS || segments > ND_STRUCTURE_SEGMENTS)
        return false;
    for (size_t level = 0; level < levels; level++) {
        uint64_t merging = take_number(&input), count = take_number(&input);
        size_t first = segment_list->count;
        if (count > segments - segment_list->count || merging > count)
            return false;
        for (uint64_t i = 0; i < count; i++)
            if (!take_segment(index, segment_list, &input))
                return false;
        if (segment_list->count > first)
            reverse(segment_list->segments + first, segment_list->count - first);
    }
    reverse(segment_list->segments, segment_list->count);
    return segment_list->count == segments;
}

enum nd_status nd_segment_list_read(struct nd_index *index, struct nd_segment_list *segment_list,
                                    struct nd_error *err) {
    struct nd_buf record = {0};
    enum nd_status status = check_version(index, err);

    *segment_list = (struct nd_segment_list){0};
    if (status == ND_OK)
        status = read_record(index, STRUCTURE_ID, &record, err);
    if (status == ND_OK && (record.ptr == NULL || record.len <= COOKIE_SIZE))
        status = nd_segment_damaged(index, err);
    else if (status == ND_OK) {
        const unsigned char *p = (const unsigned char *)record.ptr;
        segment_list->cookie =
            (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | (uint32_t)p[3];
        /* Other versions have a byte here that no number of levels begins with. */
        if (p[COOKIE_SIZE] == 0xff)
            status = ND_NOT_FOUND;
        else if (!read_levels(index, segment_list, (struct input){p + COOKIE_SIZE, p + record.len}))
            status = nd_segment_damaged(index, err);
    }
    nd_buf_free(&record);
    return status;
}

/* A segment is on no lower level than those newer than itself. */
static void assign_levels(struct nd_segment_list *segment_list) {
    unsigned level = 0;

    for (size_t i = segment_list->count; i-- > 0;) {
        struct nd_segment *segment = &segment_list->segments[i];
        while (level < HIGHEST_LEVEL && (segment->last - segment->first) >> (2 * level) >= PAGES_OF_LEVEL_0)
            level++;
        segment->level = level;
    }
}

static size_t write_level(const struct nd_segment_list *segment_list, unsigned level, size_t end,
                          struct nd_buf *record) {
    size_t first = end;

    while (first > 0 && segment_list->segments[first - 1].level == level)
        first--;
    nd_varint_add(record, 0);
    nd_varint_add(record, end - first);
    for (size_t i = first; i < end; i++) {
        nd_varint_add(record, (uint64_t)segment_list->segments[i].id);
        nd_varint_add(record, (uint64_t)segment_list->segments[i].first);
        nd_varint_add(record, (uint64_t)segment_list->segments[i].last);
    }
    return first;
}

enum nd_status nd_segment_list_write(struct nd_index *index, struct nd_segment_list *segment_list,
                                     struct nd_error *err) {
    struct nd_buf record = {0};
    size_t left = segment_list->count;
    enum nd_status status;

    assign_levels(segment_list);
    for (int shift = 24; shift >= 0; shift -= 8)
        nd_buf_add_char(&record, (char)(segment_list->cookie >> shift));
    nd_varint_add(&record, left == 0 ? 0 : segment_list->segments[0].level + 1);
    nd_varint_add(&record, left);
    nd_varint_add(&record, segment_list->pages_written);
    for (unsigned level = 0; left > 0; level++)
        left = write_level(segment_list, level, left, &record);
    status = write_record(index, STRUCTURE_ID, &record, err);
    nd_buf_free(&record);
    return status;
}

int64_t nd_segment_list_free_id(const struct nd_segment_list *segment_list) {
    enum { LAST = ND_STRUCTURE_SEGMENTS + 2 };
    bool taken[LAST + 1] = {false};
    int64_t id = 1;

    for (size_t i = 0; i < segment_list->count; i++)
        if (segment_list->segments[i].id <= LAST)
            taken[segment_list->segments[i].id] = true;
    while (id < LAST && taken[id])
        id++;
    return id;
}

/* FTS5 leaves the record empty until there is an article. */
static bool read_averages(const struct nd_buf *record, struct nd_averages *averages) {
    const unsigned char *p = (const unsigned char *)record->ptr, *end = p + record->len;
    bool is_whole = record->len == 0 || nd_varint_take(&p, end, &averages->articles);

    for (int i = 0; i < ND_COLUMNS && record->len > 0 && is_whole; i++)
        is_whole = nd_varint_take(&p, end, &averages->words[i]);
    return is_whole && p == end;
}

enum nd_status nd_averages_read(struct nd_index *index, struct nd_averages *averages, struct nd_error *err) {
    struct nd_buf record = {0};
    enum nd_status status = read_record(index, AVERAGES_ID, &record, err);

    *averages = (struct nd_averages){0};
    if (status == ND_OK && !read_averages(&record, averages))
        status = nd_segment_damaged(index, err);
    nd_buf_free(&record);
    return status;
}

enum nd_status nd_averages_write(struct nd_index *index, const struct nd_averages *averages,
                                 struct nd_error *err) {
    struct nd_buf record = {0};
    enum nd_status status;

    nd_varint_add(&record, averages->articles);
    for (int i = 0; i < ND_COLUMNS; i++)
        nd_varint_add(&record, averages->words[i]);
    status = write_record(index, AVERAGES_ID, &record, err);
    nd_buf_free(&record);
    return status;
}
