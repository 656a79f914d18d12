#include "index/search/sample.h"

#include "index/db/joint.h"
#include "index/search/period.h"
#include "newsdex/alloc.h"

#include <inttypes.h>
#include <stdlib.h>
#include <xxhash.h>

/* What is drawn: by its number within its period. */
struct lot {
    uint64_t number;
    int64_t period; /* the day it begins; INT64_MIN: none */
    size_t place;   /* among the matches */
    int64_t id;
};

static int by_number(const void *a, const void *b) {
    const struct lot *x = a, *y = b;

    if (x->period != y->period)
        return x->period < y->period ? -1 : 1;
    if (x->number != y->number)
        return x->number < y->number ? -1 : 1;
    return x->id < y->id ? -1 : x->id > y->id;
}

static uint64_t number_of(struct nd_str uid, int64_t seed) {
    struct nd_buf text = {0};
    uint64_t number;

    nd_buf_addf(&text, "%" PRId64 ":", seed);
    nd_buf_add(&text, uid);
    number = XXH3_64bits(text.ptr, text.len);
    nd_buf_free(&text);
    return number;
}

static int64_t period_of(struct nd_str date, const struct nd_search_options *options) {
    struct nd_date start;

    if (!options->is_sample_per || date.ptr == NULL || !nd_period_start(date, options->sample_per, &start))
        return INT64_MIN;
    return nd_date_to_days(start.year, start.month, start.day);
}

static enum nd_status draw(struct nd_index *index, const struct nd_search_options *options,
                           const struct nd_candidates *found, struct lot *lots, struct nd_error *err) {
    struct nd_arena *arena = nd_arena_new();
    enum nd_status status = ND_OK;

    for (size_t i = 0; i < found->count && status == ND_OK; i++) {
        int64_t id = found->list[i].id;
        struct nd_index *own = nd_joint_owner(index, &id);
        sqlite3_stmt *stmt = nd_sql(own, ND_SQL_SAMPLE, err);
        nd_arena_reset(arena);
        lots[i] = (struct lot){0, INT64_MIN, i, found->list[i].id};
        if (stmt != NULL)
            nd_sql_bind_int(stmt, ":id", id);
        status = stmt == NULL ? err->status : nd_sql_step(own, stmt, err);
        if (status == ND_OK) {
            lots[i].number = number_of(nd_sql_str(stmt, 0, arena), options->seed);
            lots[i].period = period_of(nd_sql_str(stmt, 1, arena), options);
        }
        sqlite3_reset(stmt);
        status = status == ND_END ? ND_OK : status;
    }
    nd_arena_free(arena);
    return status;
}

enum nd_status nd_sample_keep(struct nd_index *index, const struct nd_search_options *options,
                              struct nd_candidates *found, struct nd_error *err) {
    struct lot *lots = nd_alloc_array(found->count + 1, sizeof *lots);
    bool *is_kept = nd_alloc_array(found->count + 1, sizeof *is_kept);
    enum nd_status status = draw(index, options, found, lots, err);
    size_t kept = 0;
    int64_t drawn = 0;

    qsort(lots, found->count, sizeof *lots, by_number);
    for (size_t i = 0; i < found->count; i++) {
        drawn = i > 0 && lots[i].period == lots[i - 1].period ? drawn + 1 : 1;
        is_kept[lots[i].place] = drawn <= options->sample;
    }
    for (size_t i = 0; i < found->count; i++)
        if (is_kept[i])
            found->list[kept++] = found->list[i];
    found->count = kept;
    free(lots);
    free(is_kept);
    return status;
}
