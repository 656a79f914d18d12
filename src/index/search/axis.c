#include "index/search/axis.h"

#include "index/db/joint.h"
#include "index/search/period.h"
#include "newsdex/alloc.h"
#include "newsdex/json.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

/* An article, what makes two values the same, and how the value is spelled. */
#define NAMES_SQL(role)                                                                                      \
    "SELECT article_id, topic.folded, topic.name FROM article_topic JOIN topic ON topic.id = topic_id"       \
    " WHERE role = '" role "'"
#define COLUMN_SQL(column) "SELECT id, " column ", " column " FROM article"
#define DAY_SQL COLUMN_SQL("substr(published_at, 1, 10)")

static const char *const statements[] = {
    [ND_FACET_TOPIC] = NAMES_SQL("topic"),
    [ND_FACET_KEYWORD] = NAMES_SQL("keyword"),
    [ND_FACET_THEME] = NAMES_SQL("theme"),
    [ND_FACET_AUTHOR] = "SELECT article_id, author.folded, author.name FROM article_author"
                        " JOIN author ON author.id = author_id",
    [ND_FACET_PROVIDER] =
        "SELECT article.id, CASE WHEN provider.name <> '' THEN provider.name ELSE provider.domain END"
        " AS value, CASE WHEN provider.name <> '' THEN provider.name ELSE provider.domain END"
        " FROM article LEFT JOIN provider ON provider.id = article.provider_id",
    [ND_FACET_LANGUAGE] = COLUMN_SQL("language"),
    [ND_FACET_TYPE] = COLUMN_SQL("type"),
    [ND_FACET_CATEGORY] = COLUMN_SQL("category"),
    [ND_FACET_TAG] = "SELECT article_id, folded, name FROM article_tag WHERE article_id IS NOT NULL",
    [ND_FACET_DAY] = DAY_SQL,
    [ND_FACET_WEEK] = DAY_SQL,
    [ND_FACET_MONTH] = DAY_SQL,
    [ND_FACET_YEAR] = DAY_SQL,
    [ND_FACET_LENGTH] = COLUMN_SQL("length(body)"),
    [ND_FACET_METADATA] = COLUMN_SQL("metadata"),
};

/* The place of a value; of several spellings of it the least, byte by byte, is its name. */
static uint32_t place_of(struct nd_axis *axis, struct nd_str same, struct nd_str name, int64_t order) {
    int64_t place = (int64_t)axis->value_count;
    struct nd_str key = same.ptr == NULL ? ND_STR("\001none") : same;

    if (nd_map_get(axis->places, key, &place)) {
        struct nd_axis_value *value = &axis->values[place];
        if (nd_str_cmp(name, value->name) < 0)
            value->name = nd_arena_str(axis->arena, name);
        return (uint32_t)place;
    }
    nd_map_put(axis->places, key, place);
    axis->values =
        nd_alloc_grow(axis->values, &axis->value_capacity, axis->value_count + 1, sizeof *axis->values);
    axis->values[axis->value_count++] =
        (struct nd_axis_value){name.ptr == NULL ? ND_STR_NONE : nd_arena_str(axis->arena, name), order, 0};
    return (uint32_t)place;
}

static uint32_t place_of_period(struct nd_axis *axis, struct nd_str text) {
    char name[ND_PERIOD_NAME];
    struct nd_date start;
    struct nd_str value;

    if (text.ptr == NULL || !nd_period_start(text, axis->field, &start))
        return place_of(axis, ND_STR_NONE, ND_STR_NONE, 0);
    value = nd_str_of(name, nd_period_name(&start, axis->field, name));
    return place_of(axis, value, value, nd_date_to_days(start.year, start.month, start.day));
}

static uint32_t place_of_length(struct nd_axis *axis, sqlite3_stmt *stmt) {
    static const int64_t least[] = {0, 1, 500, 1000, 2000, 5000, 10000, 20000};
    const size_t count = sizeof least / sizeof *least;
    int64_t length = sqlite3_column_int64(stmt, 1);
    char name[ND_PERIOD_NAME];
    size_t i = count - 1;

    if (sqlite3_column_type(stmt, 1) == SQLITE_NULL)
        return place_of(axis, ND_STR_NONE, ND_STR_NONE, 0);
    while (least[i] > length)
        i--;
    if (i == 0)
        snprintf(name, sizeof name, "0");
    else if (i + 1 == count)
        snprintf(name, sizeof name, "%" PRId64 "-", least[i]);
    else
        snprintf(name, sizeof name, "%" PRId64 "-%" PRId64, least[i], least[i + 1] - 1);
    return place_of(axis, nd_str_from(name), nd_str_from(name), least[i]);
}

static uint32_t place_of_row(struct nd_axis *axis, sqlite3_stmt *stmt, struct nd_str key,
                             struct nd_arena *row) {
    struct nd_str same = nd_sql_str(stmt, 1, row), value = ND_STR_NONE;
    struct nd_buf text = {0};
    uint32_t place;

    if (nd_period_is(axis->field))
        return place_of_period(axis, same);
    if (axis->field == ND_FACET_LENGTH)
        return place_of_length(axis, stmt);
    if (axis->field != ND_FACET_METADATA)
        return place_of(axis, same, nd_sql_str(stmt, 2, row), 0);
    if (nd_json_member(same, key, &text))
        value = nd_str_of(text.ptr == NULL ? "" : text.ptr, text.len);
    place = place_of(axis, value, value, 0);
    nd_buf_free(&text);
    return place;
}

static int by_id(const void *a, const void *b) {
    const struct nd_axis_pair *x = a, *y = b;

    if (x->id != y->id)
        return x->id < y->id ? -1 : 1;
    return x->value < y->value ? -1 : x->value > y->value;
}

/* Two spellings of one topic in an article are one. */
static void sort_pairs(struct nd_axis *axis) {
    size_t kept = 0;

    if (axis->pair_count > 0)
        qsort(axis->pairs, axis->pair_count, sizeof *axis->pairs, by_id);
    for (size_t i = 0; i < axis->pair_count; i++)
        if (i == 0 || by_id(&axis->pairs[i], &axis->pairs[kept - 1]) != 0)
            axis->pairs[kept++] = axis->pairs[i];
    axis->pair_count = kept;
}

static enum nd_status read_rows(struct nd_index *index, struct nd_str key, const struct nd_id_set *wanted,
                                struct nd_axis *axis, struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql_prepare(index, nd_str_from(statements[axis->field]), err);
    enum nd_status status = stmt == NULL ? err->status : ND_OK;
    struct nd_arena *row = nd_arena_new();

    while (status == ND_OK && (status = nd_sql_step(index, stmt, err)) == ND_OK) {
        uint32_t id = (uint32_t)nd_joint_id(index, sqlite3_column_int64(stmt, 0));
        if (!nd_id_set_has(wanted, id))
            continue;
        axis->pairs =
            nd_alloc_grow(axis->pairs, &axis->pair_capacity, axis->pair_count + 1, sizeof *axis->pairs);
        axis->pairs[axis->pair_count++] = (struct nd_axis_pair){id, place_of_row(axis, stmt, key, row)};
        nd_arena_reset(row);
    }
    sqlite3_finalize(stmt);
    nd_arena_free(row);
    return status == ND_END ? ND_OK : status;
}

enum nd_status nd_axis_read(struct nd_index *index, enum nd_facet_field field, struct nd_str key,
                            const struct nd_id_set *wanted, struct nd_axis *axis, struct nd_error *err) {
    enum nd_status status = ND_OK;

    axis->field = field;
    axis->arena = nd_arena_new();
    axis->places = nd_map_new(SIZE_MAX);
    for (; index != NULL && status == ND_OK; index = index->beside)
        status = read_rows(index, key, wanted, axis, err);
    sort_pairs(axis);
    return status;
}

void nd_axis_fini(struct nd_axis *axis) {
    free(axis->values);
    free(axis->pairs);
    nd_arena_free(axis->arena);
    nd_map_free(axis->places);
}

static int by_rank(const void *a, const void *b) {
    const struct nd_axis_value *x = *(const struct nd_axis_value *const *)a;
    const struct nd_axis_value *y = *(const struct nd_axis_value *const *)b;

    if ((x->name.ptr == NULL) != (y->name.ptr == NULL))
        return x->name.ptr == NULL ? 1 : -1;
    if (x->order != y->order)
        return x->order < y->order ? -1 : 1;
    if (x->order == 0 && x->weight != y->weight)
        return x->weight > y->weight ? -1 : 1;
    return nd_str_cmp(x->name, y->name);
}

/* The names up to that of the value, which comes next: in a series of periods with those that nobody has. */
static void add_name(const struct nd_axis *axis, const struct nd_axis_value *value, struct nd_date *next,
                     struct nd_arena *arena, struct nd_str *names, size_t *count) {
    char name[ND_PERIOD_NAME];

    if (value->name.ptr != NULL && nd_period_is(axis->field)) {
        while (*count > 0 && nd_date_to_days(next->year, next->month, next->day) < value->order) {
            size_t length = nd_period_name(next, axis->field, name);
            if (names != NULL)
                names[*count] = nd_arena_str(arena, nd_str_of(name, length));
            ++*count;
            nd_period_step(next, axis->field);
        }
        nd_date_from_days(value->order, next);
        nd_period_step(next, axis->field);
    }
    if (names != NULL)
        names[*count] = value->name.ptr == NULL ? ND_STR_NONE : nd_arena_str(arena, value->name);
    ++*count;
}

size_t *nd_axis_order(const struct nd_axis *axis, struct nd_arena *arena, struct nd_str **names,
                      size_t *count) {
    const struct nd_axis_value **sorted = nd_alloc_array(axis->value_count + 1, sizeof *sorted);
    size_t *places = nd_alloc_array(axis->value_count + 1, sizeof *places);

    for (size_t i = 0; i < axis->value_count; i++)
        sorted[i] = &axis->values[i];
    qsort(sorted, axis->value_count, sizeof *sorted, by_rank);
    *names = NULL;
    for (int pass = 0; pass < 2; pass++) { /* first only how many there are */
        struct nd_date next = {0};
        if (pass == 1)
            *names = nd_arena_alloc(arena, *count + 1, sizeof **names);
        *count = 0;
        for (size_t i = 0; i < axis->value_count; i++) {
            add_name(axis, sorted[i], &next, arena, *names, count);
            places[sorted[i] - axis->values] = *count - 1;
        }
    }
    free(sorted);
    return places;
}
