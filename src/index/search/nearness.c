#include "index/search/nearness.h"

#include "index/search/period.h"

#include <math.h>
#include <stdlib.h>

/* Measured on texts about the same event: tests/eval/stories.sh. */
enum { NEAR_DAYS = 7 };
static const double nearness_bonus = 0.5; /* of the same day, in parts of the score */

/* Days since 1970; false when the date is unknown. */
static bool days_of(struct nd_str published_at, int64_t *days) {
    struct nd_date date;

    if (!nd_period_start(published_at, ND_FACET_DAY, &date))
        return false;
    *days = nd_date_to_days(date.year, date.month, date.day);
    return true;
}

/* What an article gets for being near to the text, in parts of its score. */
static double nearness(struct nd_str published_at, const struct nd_text *text) {
    int64_t a, b;

    if (!days_of(published_at, &a) || !days_of(text->published_at, &b))
        return 0;
    return nearness_bonus * exp(-fabs((double)(a - b)) / NEAR_DAYS);
}

enum nd_status nd_nearness_order(struct nd_index *index, const struct nd_text *text,
                                 struct nd_candidates *candidates, struct nd_error *err) {
    struct nd_arena *arena = nd_arena_new();
    enum nd_status status = ND_OK;
    size_t kept = 0;

    for (size_t i = 0; i < candidates->count && status == ND_OK; i++) {
        struct nd_candidate *candidate = &candidates->list[i];
        sqlite3_stmt *stmt = nd_sql(index, ND_SQL_LIKENESS, err);
        if (stmt == NULL) {
            status = err->status;
            break;
        }
        nd_arena_reset(arena);
        nd_sql_bind_int(stmt, ":id", candidate->id);
        nd_sql_bind_int(stmt, ":other", text->id);
        status = nd_sql_step(index, stmt, err);
        if (status != ND_OK)
            break;
        if (candidate->id != text->id && sqlite3_column_int(stmt, 1) == 0) {
            candidate->nearness = candidate->score * nearness(nd_sql_str(stmt, 0, arena), text);
            candidate->score += candidate->nearness;
            candidates->list[kept++] = *candidate;
        }
        sqlite3_reset(stmt);
    }
    candidates->count = kept;
    nd_candidates_sort(candidates, ND_SORT_RELEVANCE);
    nd_arena_free(arena);
    return status == ND_END ? ND_OK : status;
}
