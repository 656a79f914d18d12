#include "index/copies/copy_order.h"

#include "index/fulltext/sketch.h"
#include "index/fulltext/varint.h"
#include "newsdex/alloc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void copy_text(char *out, size_t size, sqlite3_stmt *stmt, int column) {
    const char *text = (const char *)sqlite3_column_text(stmt, column);

    (void)snprintf(out, size, "%s", text == NULL ? "" : text);
}

/* FTS5's record of the words in each column; zeros when it is missing or cut off. */
static void read_lengths(sqlite3_stmt *stmt, int column, uint64_t lengths[ND_COLUMNS]) {
    const unsigned char *at = sqlite3_column_blob(stmt, column),
                        *end = at == NULL ? NULL : at + sqlite3_column_bytes(stmt, column);

    for (int i = 0; i < ND_COLUMNS; i++)
        if (at == NULL || !nd_varint_take(&at, end, &lengths[i]))
            lengths[i] = 0;
}

/* The second of those with the uid "x" has "x~2". */
static void split_uid(struct nd_copy_order *order, const char *uid) {
    const char *mark = strchr(uid, '~');
    size_t length = mark == NULL ? strlen(uid) : (size_t)(mark - uid);
    uint64_t number = 1;

    length = length < sizeof order->uid ? length : sizeof order->uid - 1;
    memcpy(order->uid, uid, length);
    if (mark == NULL || !nd_str_to_uint(nd_str_from(mark + 1), &number))
        number = 1;
    order->number = number < UINT32_MAX ? (uint32_t)number : UINT32_MAX;
}

enum nd_status nd_copy_order_read(struct nd_index *index, int64_t id, struct nd_copy_order *order,
                                  struct nd_error *err) {
    uint64_t lengths[ND_COLUMNS];
    char uid[2 * ND_UID_LENGTH];
    sqlite3_stmt *stmt;
    enum nd_status status = nd_sql_row(index, ND_SQL_COPY_ORDER, id, &stmt, err);

    if (status != ND_OK)
        return status;
    *order = (struct nd_copy_order){.id = (uint32_t)id};
    copy_text(order->date, sizeof order->date, stmt, 0);
    copy_text(uid, sizeof uid, stmt, 1);
    split_uid(order, uid);
    read_lengths(stmt, 2, lengths);
    sqlite3_reset(stmt);
    order->words = (uint32_t)(lengths[ND_COLUMN_EXCERPT] + lengths[ND_COLUMN_BODY]);
    return ND_OK;
}

int nd_copy_order_compare(const struct nd_copy_order *a, const struct nd_copy_order *b) {
    int order = strcmp(a->date, b->date);

    if ((a->date[0] == '\0') != (b->date[0] == '\0'))
        return a->date[0] == '\0' ? 1 : -1;
    if (order == 0 && a->words != b->words)
        return a->words > b->words ? -1 : 1;
    if (order == 0)
        order = strcmp(a->uid, b->uid);
    if (order == 0 && a->number != b->number)
        order = a->number < b->number ? -1 : 1;
    return order != 0 ? order : a->id < b->id ? -1 : a->id > b->id;
}

void nd_copy_queue_free(struct nd_copy_queue *queue) {
    free(queue->places);
    free(queue->heap);
    nd_id_map_free(&queue->texts);
    *queue = (struct nd_copy_queue){0};
}

static struct nd_copy_place *find_place(const struct nd_copy_queue *queue, int64_t text_id) {
    uint32_t number = nd_id_map_get(&queue->texts, text_id);

    return number == 0 ? NULL : &queue->places[number - 1];
}

bool nd_copy_queue_has(const struct nd_copy_queue *queue, int64_t text_id) {
    const struct nd_copy_place *place = find_place(queue, text_id);

    return place != NULL && place->is_queued;
}

const struct nd_copy_order *nd_copy_queue_order(const struct nd_copy_queue *queue, int64_t id) {
    const struct nd_copy_place *place = find_place(queue, id);

    return place != NULL && place->order.id == (uint32_t)id ? &place->order : NULL;
}

static bool is_before(const struct nd_copy_queue *queue, size_t a, size_t b) {
    return nd_copy_order_compare(&queue->places[queue->heap[a]].order, &queue->places[queue->heap[b]].order) <
           0;
}

static void swap(struct nd_copy_queue *queue, size_t a, size_t b) {
    uint32_t number = queue->heap[a];

    queue->heap[a] = queue->heap[b];
    queue->heap[b] = number;
}

void nd_copy_queue_put(struct nd_copy_queue *queue, const struct nd_copy_place *place) {
    struct nd_copy_place *known = find_place(queue, place->text_id);
    size_t at = queue->count;

    if (known != NULL && known->is_queued)
        return;
    if (known == NULL) {
        queue->places = nd_alloc_grow(queue->places, &queue->place_capacity, queue->place_count + 1,
                                      sizeof *queue->places);
        known = &queue->places[queue->place_count++];
        nd_id_map_put(&queue->texts, place->text_id, (uint32_t)queue->place_count);
    }
    *known = *place;
    known->is_queued = true;
    queue->heap = nd_alloc_grow(queue->heap, &queue->capacity, queue->count + 1, sizeof *queue->heap);
    queue->heap[queue->count++] = (uint32_t)(known - queue->places);
    for (; at > 0 && is_before(queue, at, (at - 1) / 2); at = (at - 1) / 2)
        swap(queue, at, (at - 1) / 2);
}

bool nd_copy_queue_take(struct nd_copy_queue *queue, struct nd_copy_place *place) {
    if (queue->count == 0)
        return false;
    queue->places[queue->heap[0]].is_queued = false;
    *place = queue->places[queue->heap[0]];
    queue->heap[0] = queue->heap[--queue->count];
    for (size_t at = 0, least;; at = least) {
        least = at;
        for (size_t child = 2 * at + 1; child <= 2 * at + 2; child++)
            if (child < queue->count && is_before(queue, child, least))
                least = child;
        if (least == at)
            return true;
        swap(queue, at, least);
    }
}
