#include "index/copies/copies.h"
#include "index/db/state.h"

#include "index/copies/across.h"
#include "index/copies/cluster.h"
#include "index/copies/copy_rows.h"
#include "index/copies/neighbours.h"
#include "index/copies/sketch_log.h"
#include "newsdex/alloc.h"

#include <stdlib.h>

enum {
    PASS_ENTRIES =
        2 * 1024 * 1024, /* of the index that are changed at a time: at most, but for a crowded range */
    RANGE_BITS = 16,     /* keys are counted by their upper bits: sketches have the smallest of a text */
    RANGES = 1 << RANGE_BITS,
    SKETCHES_AT_A_TIME = 10000,   /* of articles of an older database */
    EVENTS_AT_A_TIME = 512 * 1024 /* 24 bytes each; the log is read once for each pass */
};

/* An article that was put, or one that was forgotten. */
struct event {
    uint64_t text;
    uint32_t id;
    uint32_t at;          /* its number in the log */
    uint8_t keys, common; /* of its sketch, and of these those that are common */
    bool is_twin;         /* another stands for its text */
};

struct events {
    struct event *list;
    size_t count, capacity;
};

struct finishing {
    struct nd_index *index;
    struct nd_sketch_slice slice; /* of the log */
    struct nd_clustering *clustering;
    struct nd_key_groups groups; /* of the newcomers */
    struct nd_neighbours neighbours;
    struct nd_lengths *lengths;
    struct events newcomers, forgotten; /* in order of id; of newcomers the latest of each */
    uint32_t event;                     /* being read */
    uint32_t *of_range;                 /* RANGES long: how many keys all events have in each */
    uint64_t from, until;               /* keys of the present pass */
    struct nd_key_entries entries;      /* of this pass */
    struct nd_key_entries row;          /* of the text looked for last */
    struct nd_key_entries dirty;        /* articles with a key that has become common, or is no more */
};

static void add_event(struct events *events, const struct nd_sketch_event *event, uint32_t at) {
    events->list = nd_alloc_grow(events->list, &events->capacity, events->count + 1, sizeof *events->list);
    events->list[events->count++] =
        (struct event){event->sketch.text, (uint32_t)event->id, at, (uint8_t)event->sketch.count, 0, false};
}

static uint32_t range_of(uint32_t key) {
    return key >> (ND_KEY_BITS - RANGE_BITS);
}

static enum nd_status take_event(void *context, const struct nd_sketch_event *event, struct nd_error *err) {
    struct finishing *f = context;

    (void)err;
    add_event(event->is_put ? &f->newcomers : &f->forgotten, event, f->event++);
    for (uint32_t i = 0; i < event->sketch.count; i++)
        f->of_range[range_of(event->sketch.keys[i])]++;
    f->of_range[range_of(nd_sketch_text_key(&event->sketch))]++;
    return ND_OK;
}

static int by_id(const void *a, const void *b) {
    const struct event *x = a, *y = b;

    if (x->id != y->id)
        return x->id < y->id ? -1 : 1;
    return x->at < y->at ? -1 : x->at > y->at;
}

/* In the order of their keys, in which the index has them. */
static int by_text(const void *a, const void *b) {
    const struct event *x = a, *y = b;
    uint32_t of_x = nd_sketch_key(x->text), of_y = nd_sketch_key(y->text);

    if (of_x != of_y)
        return of_x < of_y ? -1 : 1;
    if (x->text != y->text)
        return x->text < y->text ? -1 : 1;
    return x->id < y->id ? -1 : x->id > y->id;
}

static void sort(struct events *events, int (*order)(const void *, const void *)) {
    if (events->count > 0)
        qsort(events->list, events->count, sizeof *events->list, order);
}

/* Keeps of what was put the latest of each article, unless that was forgotten afterwards. */
static void keep_latest(struct events *newcomers, const struct events *forgotten) {
    size_t kept = 0, at = 0;

    for (size_t i = 0; i < newcomers->count; i++) {
        struct event *event = &newcomers->list[i];
        uint32_t latest = 0;
        bool is_forgotten = false;
        if (i + 1 < newcomers->count && newcomers->list[i + 1].id == event->id)
            continue;
        for (; at < forgotten->count && forgotten->list[at].id <= event->id; at++)
            if (forgotten->list[at].id == event->id) {
                latest = forgotten->list[at].at;
                is_forgotten = true;
            }
        if (!is_forgotten || latest < event->at)
            newcomers->list[kept++] = *event;
    }
    newcomers->count = kept;
}

static struct event *find_newcomer(const struct finishing *f, int64_t id) {
    size_t low = 0, high = f->newcomers.count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (f->newcomers.list[middle].id < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < f->newcomers.count && f->newcomers.list[low].id == id ? &f->newcomers.list[low] : NULL;
}

static void add_key(struct finishing *f, uint32_t key, int64_t id) {
    if (key >= f->from && key < f->until)
        nd_key_entries_add(&f->entries, nd_key_entry(key, id));
}

static void add_keys(struct finishing *f, const struct nd_sketch *sketch, int64_t id) {
    for (uint32_t i = 0; i < sketch->count; i++)
        add_key(f, sketch->keys[i], id);
    add_key(f, nd_sketch_text_key(sketch), id);
}

static enum nd_status take_removed(void *context, const struct nd_sketch_event *event, struct nd_error *err) {
    struct finishing *f = context;

    (void)err;
    if (!event->is_put)
        add_keys(f, &event->sketch, event->id);
    return ND_OK;
}

static enum nd_status take_added(void *context, const struct nd_sketch_event *event, struct nd_error *err) {
    struct finishing *f = context;
    const struct event *newcomer = event->is_put ? find_newcomer(f, event->id) : NULL;

    (void)err;
    if (newcomer != NULL && newcomer->at == f->event && !newcomer->is_twin)
        add_keys(f, &event->sketch, event->id);
    f->event++;
    return ND_OK;
}

/* What has come together by a key; a key that becomes common, or is no more, changes who finds whom. */
static void observe(void *context, uint32_t key, const uint32_t *ids, size_t count, size_t before) {
    struct finishing *f = context;
    bool is_common = count > ND_COPIES_COMMON, was_common = before > ND_COPIES_COMMON;

    (void)key;
    if (is_common != was_common && before > 1)
        for (size_t i = 0; i < count; i++)
            nd_key_entries_add(&f->dirty, ids[i]);
    for (size_t i = 0; i < count && is_common; i++) {
        struct event *newcomer = find_newcomer(f, ids[i]);
        if (newcomer != NULL)
            newcomer->common++;
    }
    if (count >= 2 && !is_common && f->groups.article_count > 0)
        nd_key_groups_add(&f->groups, ids, count);
}

/* The ranges of the next pass begin where those of the last ended; false when there are none left. */
static bool next_pass(struct finishing *f, uint32_t *range) {
    uint64_t keys = 0;

    f->from = (uint64_t)*range << (ND_KEY_BITS - RANGE_BITS);
    while (*range < RANGES && (keys == 0 || keys + f->of_range[*range] <= PASS_ENTRIES))
        keys += f->of_range[(*range)++];
    f->until = (uint64_t)*range << (ND_KEY_BITS - RANGE_BITS);
    return keys > 0;
}

/* Changes the index by what sink takes out of the log, some ranges of keys at a time. */
static enum nd_status change_index(struct finishing *f, nd_sketch_sink *sink, bool is_removing,
                                   struct nd_error *err) {
    static const struct nd_key_entries none;
    uint32_t range = 0;
    enum nd_status status = ND_OK;

    while (status == ND_OK && next_pass(f, &range)) {
        f->entries.count = 0;
        f->event = 0;
        status = nd_sketch_log_read(f->index, &f->slice, sink, f, err);
        nd_key_entries_sort(&f->entries);
        if (status == ND_OK)
            status = nd_key_index_change(f->index, is_removing ? &f->entries : &none,
                                         is_removing ? &none : &f->entries, observe, f, err);
    }
    return status;
}

/* Where the article is gone that stood for a text, another with the same text takes its place. */
static enum nd_status replace_forgotten(struct finishing *f, int64_t id, struct nd_error *err) {
    static const struct nd_key_entries none;
    struct nd_copy_ids ids = {0};
    struct nd_shingles text = {.sketch = {.count = 0}};
    enum nd_status status = nd_copy_articles(f->index, 0, id, &ids, err);

    if (status == ND_OK && ids.count > 0)
        status = nd_copy_stand_for(f->index, id, ids.list[0], err);
    if (status == ND_OK && ids.count > 0)
        status = nd_shingles_read(f->index, ids.list[0], &text, err);
    if (status == ND_OK && ids.count > 0) {
        f->from = f->entries.count = 0;
        f->until = UINT64_MAX;
        add_keys(f, &text.sketch, ids.list[0]);
        nd_key_entries_sort(&f->entries);
        status = nd_key_index_change(f->index, &none, &f->entries, observe, f, err);
    }
    nd_shingles_free(&text);
    free(ids.list);
    return status == ND_END ? ND_OK : status;
}

/* The article that stands for the text of a newcomer already; 0: none. */
static enum nd_status find_standing(struct finishing *f, const struct event *newcomer, int64_t *id,
                                    struct nd_error *err) {
    struct nd_sketch sketch = {.text = newcomer->text};
    struct nd_key_span span;
    enum nd_status status = nd_key_index_find(f->index, nd_sketch_text_key(&sketch), &f->row, &span, err);

    *id = 0;
    for (size_t i = 0; i < span.count && *id == 0 && status == ND_OK; i++) {
        struct nd_shingles text = {.sketch = {.count = 0}};
        int64_t candidate = nd_key_entry_id(span.list[i]);
        status = nd_shingles_read(f->index, candidate, &text, err);
        if (status == ND_OK && text.sketch.text == newcomer->text)
            *id = candidate;
        nd_shingles_free(&text);
        status = status == ND_END ? ND_OK : status;
    }
    return status;
}

/* Newcomers with the same text, one behind the other, join the one that stands for it, or the first of them
 * does. */
static enum nd_status join_twins(struct finishing *f, struct event *twins, size_t count,
                                 struct nd_error *err) {
    int64_t standing = 0;
    enum nd_status status = find_standing(f, &twins[0], &standing, err);
    size_t first = standing == 0 ? 1 : 0;

    if (standing == 0)
        standing = twins[0].id;
    if (status == ND_OK && first < count)
        status = nd_copy_add(f->index, standing, standing, standing, ND_COPY_LEAD, err);
    for (size_t i = first; i < count && status == ND_OK; i++) {
        twins[i].is_twin = true;
        status = nd_copy_add(f->index, twins[i].id, standing, 0, ND_COPY_NONE, err);
    }
    return status;
}

static enum nd_status find_twins(struct finishing *f, struct nd_error *err) {
    struct events *newcomers = &f->newcomers;
    enum nd_status status = ND_OK;

    sort(newcomers, by_text);
    for (size_t from = 0, to; from < newcomers->count && status == ND_OK; from = to) {
        for (to = from + 1; to < newcomers->count && newcomers->list[to].text == newcomers->list[from].text;)
            to++;
        status = join_twins(f, newcomers->list + from, to - from, err);
    }
    sort(newcomers, by_id);
    return status;
}

/* A newcomer is looked at if it shares so much with another that they may be copies. */
static bool is_likely(struct finishing *f, int64_t id) {
    if (f->groups.is_full)
        return true;
    if (!nd_neighbours_in(&f->groups, id, &f->neighbours))
        return false;
    for (size_t i = 0; i < f->neighbours.count; i++)
        if (nd_neighbours_are_likely(f->lengths, id, &f->neighbours.list[i]))
            return true;
    return false;
}

/* Texts most of whose passages are common: nothing leads from one to the other. */
static void count_common(struct finishing *f) {
    for (size_t i = 0; i < f->newcomers.count; i++) {
        const struct event *newcomer = &f->newcomers.list[i];
        if (newcomer->is_twin || newcomer->common * 2 <= newcomer->keys)
            continue;
        if (f->index->common_texts++ == 0)
            f->index->common_text = newcomer->id;
    }
}

static enum nd_status queue_all(struct finishing *f, struct nd_error *err) {
    struct nd_copy_ids open = {0};
    enum nd_status status = ND_OK;

    for (size_t i = 0; i < f->newcomers.count && status == ND_OK; i++)
        if (!f->newcomers.list[i].is_twin && is_likely(f, f->newcomers.list[i].id))
            status = nd_clustering_queue(f->clustering, f->newcomers.list[i].id, true, err);
    nd_key_entries_sort(&f->dirty);
    for (size_t i = 0; i < f->dirty.count && status == ND_OK; i++)
        status = nd_clustering_queue(f->clustering, (int64_t)f->dirty.list[i], false, err);
    if (status == ND_OK)
        status = nd_copy_open_texts(f->index, &open, err);
    for (size_t i = 0; i < open.count && status == ND_OK; i++)
        status = nd_clustering_queue(f->clustering, open.list[i], false, err);
    free(open.list);
    return status;
}

static void give_back(struct nd_key_entries *entries) {
    free(entries->list);
    *entries = (struct nd_key_entries){0};
}

static enum nd_status finish(struct finishing *f, struct nd_error *err) {
    bool is_alone = f->index->side_count == 0; /* what lies across files is looked at as a whole */
    enum nd_status status = nd_sketch_log_begin(f->index, is_alone ? EVENTS_AT_A_TIME : UINT64_MAX, &f->slice,
                                                take_event, f, err);

    sort(&f->newcomers, by_id);
    sort(&f->forgotten, by_id);
    keep_latest(&f->newcomers, &f->forgotten);
    if (status == ND_OK && f->forgotten.count > 0)
        status = change_index(f, take_removed, true, err);
    for (size_t i = 0; i < f->forgotten.count && status == ND_OK; i++)
        if (i == 0 || f->forgotten.list[i].id != f->forgotten.list[i - 1].id)
            status = replace_forgotten(f, f->forgotten.list[i].id, err);
    if (status == ND_OK)
        status = find_twins(f, err);
    for (size_t i = 0; i < f->newcomers.count && f->index->side_count == 0; i++)
        if (!f->newcomers.list[i].is_twin)
            nd_key_groups_add_article(&f->groups, f->newcomers.list[i].id);
    if (status == ND_OK)
        status = change_index(f, take_added, false, err);
    give_back(&f->entries);
    if (status == ND_OK && f->index->side_count > 0)
        status = nd_across_read(f->index, &f->groups, &f->dirty, err);
    nd_key_groups_seal(&f->groups);
    count_common(f);
    if (status == ND_OK)
        status = queue_all(f, err);
    if (status == ND_OK && f->index->side_count > 0)
        status = nd_across_queue(f->index, &f->groups, f->lengths, f->clustering, err);
    give_back(&f->dirty);
    free(f->newcomers.list);
    f->newcomers = (struct events){0};
    if (status == ND_OK)
        status = nd_clustering_run(f->clustering, err);
    if (status == ND_OK && f->index->side_count > 0)
        status = nd_across_tidy(f->index, err);
    return status == ND_OK ? nd_sketch_log_clear(f->index, &f->slice, err) : status;
}

/* Notes some articles of an older database, whose sketches were never made; ND_END when there are no more. */
static enum nd_status note_missing(struct nd_index *index, int64_t *id, struct nd_error *err) {
    enum nd_status status = ND_OK;

    for (int i = 0; i < SKETCHES_AT_A_TIME && status == ND_OK; i++) {
        sqlite3_stmt *stmt;
        struct nd_sketch sketch;
        status = nd_sql_row(index, ND_SQL_SKETCHES_NEXT, *id, &stmt, err);
        if (status != ND_OK)
            break;
        *id = sqlite3_column_int64(stmt, 0);
        sqlite3_reset(stmt);
        status = nd_shingles_sketch(index, *id, &sketch, err);
        if (status == ND_OK)
            nd_copies_put(index, *id, &sketch);
        status = status == ND_END ? ND_OK : status; /* another version answers for it */
    }
    return status;
}

static enum nd_status set_missing(struct nd_index *index, bool is_done, int64_t id, struct nd_error *err) {
    return is_done ? nd_state_drop(index, ND_STR("sketches"), err)
                   : nd_state_put_number(index, "sketches", id, err);
}

static enum nd_status make_missing(struct nd_index *index, int64_t id, struct nd_error *err) {
    enum nd_status status = ND_OK, end;

    do {
        status = nd_index_begin(index, err);
        if (status == ND_OK)
            status = note_missing(index, &id, err);
        end = status == ND_OK || status == ND_END ? set_missing(index, status == ND_END, id, err) : status;
        end = nd_index_end(index, end, err);
    } while (status == ND_OK && end == ND_OK);
    return end;
}

enum nd_status nd_copies_are_missing(struct nd_index *index, bool *are, int64_t *id, struct nd_error *err) {
    enum nd_status status = nd_state_get(index, "sketches", id, err);

    *are = status == ND_OK;
    return status == ND_END ? ND_OK : status;
}

enum nd_status nd_copies_prepare(struct nd_index *index, struct nd_error *err) {
    int64_t id;
    bool are_missing;
    enum nd_status status = nd_copies_are_missing(index, &are_missing, &id, err);

    return status == ND_OK && are_missing ? make_missing(index, id, err) : status;
}

enum nd_status nd_copies_finish(struct nd_index *index, bool *is_left, struct nd_error *err) {
    struct finishing f = {.index = index};
    enum nd_status status = nd_copies_flush(index, err);

    if (status == ND_OK)
        status = nd_lengths_flush(index, err);
    if (status != ND_OK)
        return status;
    f.of_range = nd_alloc_array(RANGES, sizeof *f.of_range);
    f.lengths = nd_lengths_open(index);
    f.clustering = nd_clustering_new(index, &f.groups);
    status = finish(&f, err);
    *is_left = !f.slice.is_all;
    nd_clustering_free(f.clustering);
    nd_lengths_close(f.lengths);
    nd_key_groups_free(&f.groups);
    nd_neighbours_free(&f.neighbours);
    free(f.of_range);
    free(f.newcomers.list);
    free(f.forgotten.list);
    free(f.entries.list);
    free(f.row.list);
    free(f.dirty.list);
    return status;
}
