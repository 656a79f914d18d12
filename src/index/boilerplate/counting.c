#include "index/boilerplate/boilerplate.h"
#include "index/db/state.h"

#include "index/boilerplate/learning.h"
#include "index/boilerplate/line_log.h"
#include "index/boilerplate/places.h"
#include "newsdex/alloc.h"

#include <stdlib.h>

enum {
    PASS_ENTRIES = 7 * 512 * 1024 /* of the index that are changed at a time: about, and not over 2^22 */
};

/* A line so many articles have; those of a scope are decided about one behind the other. */
struct touched {
    uint64_t scope;
    uint64_t count;
    uint32_t key;
    bool was_learned;
    bool is_open; /* other numbers are asked for than before */
};

struct scope_change {
    uint64_t scope;
    int64_t change; /* of its number of articles */
    int64_t id;     /* one that came and stayed; 0: none */
};

/* The latest of an article that was put or taken away. */
struct latest {
    int64_t id;
    uint64_t at; /* its number in the log */
    uint64_t scope;
    bool is_put;
};

struct counting {
    struct nd_index *index;
    struct nd_learning *learning;
    struct latest *latest;
    size_t latest_count, latest_capacity;
    struct scope_change *scopes;
    size_t scope_count, scope_capacity;
    struct touched *touched;
    size_t touched_count, touched_capacity;
    uint64_t event;       /* being read */
    uint64_t keys;        /* of all events */
    uint64_t from, until; /* keys of the present pass */
    bool has_removed;
    struct nd_key_entries added, removed; /* of this pass */
    struct nd_key_entries row, other_row; /* read last */
    struct nd_key_entries *ids;           /* the outcome */
};

static void take_event(void *context, const struct nd_line_event *event) {
    struct counting *c = context;
    c->latest = nd_alloc_grow(c->latest, &c->latest_capacity, c->latest_count + 1, sizeof *c->latest);
    c->latest[c->latest_count++] = (struct latest){event->id, c->event++, event->scope, event->is_put};
    c->keys += event->count;
    c->has_removed = c->has_removed || !event->is_put;
    if (c->scope_count == 0 || c->scopes[c->scope_count - 1].scope != event->scope) {
        c->scopes = nd_alloc_grow(c->scopes, &c->scope_capacity, c->scope_count + 1, sizeof *c->scopes);
        c->scopes[c->scope_count++] = (struct scope_change){.scope = event->scope};
    }
    c->scopes[c->scope_count - 1].change += event->is_put ? 1 : -1;
}

static int by_id(const void *a, const void *b) {
    const struct latest *x = a, *y = b;

    if (x->id != y->id)
        return x->id < y->id ? -1 : 1;
    return x->at < y->at ? -1 : x->at > y->at;
}

static int by_scope(const void *a, const void *b) {
    const struct scope_change *x = a, *y = b;

    return x->scope < y->scope ? -1 : x->scope > y->scope;
}

static struct scope_change *find_scope(const struct counting *c, uint64_t scope) {
    struct scope_change wanted = {.scope = scope};

    return bsearch(&wanted, c->scopes, c->scope_count, sizeof *c->scopes, by_scope);
}

static void sum_up_scopes(struct counting *c) {
    size_t kept = 0;

    qsort(c->scopes, c->scope_count, sizeof *c->scopes, by_scope);
    for (size_t i = 1; i < c->scope_count; i++)
        if (c->scopes[kept].scope == c->scopes[i].scope)
            c->scopes[kept].change += c->scopes[i].change;
        else
            c->scopes[++kept] = c->scopes[i];
    c->scope_count = kept + 1;
    for (size_t i = 0; i < c->latest_count; i++) {
        struct scope_change *scope = c->latest[i].is_put ? find_scope(c, c->latest[i].scope) : NULL;
        if (scope != NULL)
            scope->id = c->latest[i].id;
    }
}

/* Of each article only the latest, of each scope one change. */
static void sum_up(struct counting *c) {
    size_t kept = 0;

    if (c->latest_count == 0)
        return;
    qsort(c->latest, c->latest_count, sizeof *c->latest, by_id);
    for (size_t i = 0; i < c->latest_count; i++)
        if (i + 1 == c->latest_count || c->latest[i + 1].id != c->latest[i].id)
            c->latest[kept++] = c->latest[i];
    c->latest_count = kept;
    sum_up_scopes(c);
}

static const struct latest *find_latest(const struct counting *c, int64_t id) {
    struct latest wanted = {.id = id};
    size_t low = 0, high = c->latest_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (c->latest[middle].id < wanted.id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < c->latest_count && c->latest[low].id == id ? &c->latest[low] : NULL;
}

static void take_keys(void *context, const struct nd_line_event *event) {
    struct counting *c = context;
    const struct latest *latest = find_latest(c, event->id);
    bool is_added = event->is_put && latest != NULL && latest->at == c->event;

    c->event++;
    for (uint32_t i = 0; i < event->count && (is_added || !event->is_put); i++)
        if (event->keys[i] >= c->from && event->keys[i] < c->until)
            nd_key_entries_add(is_added ? &c->added : &c->removed, nd_key_entry(event->keys[i], event->id));
}

static void add_touched(struct counting *c, uint32_t key, bool is_open) {
    c->touched = nd_alloc_grow(c->touched, &c->touched_capacity, c->touched_count + 1, sizeof *c->touched);
    c->touched[c->touched_count++] = (struct touched){.key = key, .is_open = is_open};
}

static void observe(void *context, uint32_t key, const uint32_t *ids, size_t count, size_t before) {
    (void)ids;
    if (count >= ND_BOILERPLATE_LEAST || before >= ND_BOILERPLATE_LEAST)
        add_touched(context, key, false);
}

static enum nd_status change_index(struct counting *c, struct nd_error *err) {
    const uint64_t first = UINT64_C(1) << 31;
    uint64_t passes = c->keys / PASS_ENTRIES + 1, width = first / passes + 1;
    enum nd_status status = ND_OK;

    for (uint64_t pass = 0; pass < passes && status == ND_OK; pass++) {
        c->from = first + pass * width;
        c->until = c->from + width;
        c->added.count = c->removed.count = 0;
        c->event = 0;
        status = nd_line_log_read(c->index, take_keys, c, err);
        nd_key_entries_sort(&c->added);
        nd_key_entries_sort(&c->removed);
        if (status == ND_OK)
            status = nd_key_index_change(c->index, &c->removed, &c->added, observe, c, err);
    }
    return status;
}

/* Adds the keys a statement gives to what was touched. */
static enum nd_status touch_lines(struct counting *c, sqlite3_stmt *stmt, struct nd_error *err) {
    enum nd_status status = stmt == NULL ? err->status : ND_OK;

    while (status == ND_OK && (status = nd_sql_step(c->index, stmt, err)) == ND_OK)
        add_touched(c, (uint32_t)sqlite3_column_int64(stmt, 0), true);
    sqlite3_reset(stmt);
    return status == ND_END ? ND_OK : status;
}

/* Where so many came or went that more or fewer are asked for now, all lines are decided about anew. */
static enum nd_status count_places(struct counting *c, struct nd_error *err) {
    enum nd_status status = ND_OK;

    for (size_t i = 0; i < c->scope_count && status == ND_OK; i++) {
        struct scope_change *scope = &c->scopes[i];
        int64_t before, now;
        sqlite3_stmt *stmt;
        status = nd_place_count(c->index, scope->scope, &before, err);
        now = before + scope->change > 0 ? before + scope->change : 0;
        if (status == ND_OK)
            status = nd_place_put(c->index, scope->scope, now, scope->id, err);
        if (status != ND_OK || nd_learning_least((uint64_t)before) == nd_learning_least((uint64_t)now))
            continue;
        stmt = nd_sql(c->index, ND_SQL_LINES_OF, err);
        if (stmt != NULL)
            nd_sql_bind_int(stmt, ":scope", (int64_t)scope->scope);
        status = touch_lines(c, stmt, err);
    }
    return status;
}

static enum nd_status read_line(struct nd_index *index, struct touched *line, struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_LINE_GET, err);
    enum nd_status status;

    if (stmt == NULL)
        return err->status;
    nd_sql_bind_int(stmt, ":key", line->key);
    status = nd_sql_step(index, stmt, err);
    if (status == ND_OK) {
        line->scope = (uint64_t)sqlite3_column_int64(stmt, 0);
        line->was_learned = sqlite3_column_int(stmt, 1) != 0;
    }
    sqlite3_reset(stmt);
    return status;
}

static enum nd_status put_line(struct nd_index *index, const struct touched *line, struct nd_error *err) {
    sqlite3_stmt *stmt;

    if (line->count < ND_BOILERPLATE_LEAST)
        return nd_sql_run_id(index, ND_SQL_LINE_DELETE, line->key, err);
    stmt = nd_sql(index, ND_SQL_LINE_PUT, err);
    if (stmt == NULL)
        return err->status;
    nd_sql_bind_int(stmt, ":key", line->key);
    nd_sql_bind_int(stmt, ":scope", (int64_t)line->scope);
    nd_sql_bind_int(stmt, ":articles", (int64_t)line->count);
    return nd_sql_run(index, stmt, err);
}

/* Finds out of what scope a line is and how many articles have it, and keeps that. */
static enum nd_status recount(struct counting *c, struct touched *line, struct nd_error *err) {
    struct nd_key_span entries = {0};
    struct nd_raw_text raw;
    enum nd_status status = read_line(c->index, line, err);

    if (status == ND_OK || status == ND_END) {
        enum nd_status read = nd_key_index_find(c->index, line->key, &c->row, &entries, err);
        if (read != ND_OK)
            return read;
        line->count = entries.count;
    }
    if (status == ND_END && entries.list != NULL && line->count >= ND_BOILERPLATE_LEAST) {
        nd_arena_reset(c->index->scratch);
        status = nd_raw_text_read(c->index, nd_key_entry_id(entries.list[0]), c->index->scratch, &raw, err);
        line->scope = status == ND_OK ? raw.scope : 0;
    }
    return status == ND_OK || (status == ND_END && line->count < ND_BOILERPLATE_LEAST)
               ? put_line(c->index, line, err)
           : status == ND_END ? ND_OK
                              : status;
}

/* Keeps what a line is, or (stmt without a hash) that it is none any more. */
static enum nd_status set_learned(struct nd_index *index, uint32_t key, uint64_t hash, struct nd_str text,
                                  struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_LINE_LEARN, err);

    if (stmt == NULL)
        return err->status;
    nd_sql_bind_int(stmt, ":key", key);
    if (hash != 0)
        nd_sql_bind_int(stmt, ":hash", (int64_t)hash);
    else
        nd_sql_bind_null(stmt, ":hash");
    nd_sql_bind_str(stmt, ":text", text);
    return nd_sql_run(index, stmt, err);
}

/* The line with that key, and the one of its hashes that gives it; or NULL. */
static const struct nd_text_line *line_of_key(const struct nd_text_lines *lines, uint64_t scope, uint32_t key,
                                              uint64_t *hash) {
    for (size_t i = 0; i < lines->count; i++) {
        const struct nd_text_line *line = &lines->list[i];
        bool is_exact = line->exact != 0 && nd_line_key(scope, line->exact) == key;
        *hash = is_exact ? line->exact : line->masked;
        if (is_exact || (line->masked != 0 && nd_line_key(scope, line->masked) == key))
            return line;
    }
    *hash = 0;
    return NULL;
}

/* The line as an article has it, and what is compared of it; hash 0: what is shown of its numbers is the same
 * in all articles, so that its other form says it all. */
static enum nd_status find_form(struct counting *c, const struct touched *line, int64_t id, uint64_t *hash,
                                struct nd_buf *form, struct nd_error *err) {
    struct nd_text_lines *lines = c->index->lines;
    const struct nd_text_line *found;
    struct nd_raw_text raw;
    struct nd_key_span exact = {0};
    enum nd_status status;

    *hash = 0;
    nd_arena_reset(c->index->scratch);
    status = nd_raw_text_read(c->index, id, c->index->scratch, &raw, err);
    if (status != ND_OK)
        return status == ND_END ? ND_OK : status;
    nd_text_lines_read(lines, raw.body);
    found = line_of_key(lines, raw.scope, line->key, hash);
    if (found == NULL)
        return ND_OK;
    (void)nd_text_line_form(found->text, *hash == found->masked, form);
    if (*hash != found->masked)
        return ND_OK;
    status = nd_key_index_find(c->index, nd_line_key(raw.scope, found->exact), &c->other_row, &exact, err);
    if (exact.count == line->count)
        *hash = 0;
    return status;
}

/* Remembers the articles that have to be looked at: all, or those that came. */
static void add_ids(struct counting *c, const struct nd_key_span *entries, bool is_all) {
    for (size_t i = 0; i < entries->count; i++) {
        int64_t id = nd_key_entry_id(entries->list[i]);
        const struct latest *latest = is_all ? NULL : find_latest(c, id);
        if (is_all || (latest != NULL && latest->is_put))
            nd_key_entries_add(c->ids, (uint64_t)id);
    }
}

/* Whether a line is boilerplate now. What was is so still when there are only more articles that have it. */
static enum nd_status is_boilerplate(struct counting *c, const struct touched *line,
                                     const struct nd_key_span *entries, uint64_t least, bool *is,
                                     struct nd_error *err) {
    *is = false;
    if (c->index->learning == ND_LEARN_NOT || line->count < least)
        return ND_OK;
    *is = line->was_learned && !line->is_open && !c->has_removed && line->count > ND_BOILERPLATE_FEW;
    return *is ? ND_OK : nd_learning_are_apart(c->learning, entries->list, entries->count, least, is, err);
}

static enum nd_status decide(struct counting *c, const struct touched *line, uint64_t least,
                             struct nd_error *err) {
    struct nd_buf form = {0};
    struct nd_key_span entries = {0};
    uint64_t hash = 0;
    bool is = false;
    enum nd_status status = nd_key_index_find(c->index, line->key, &c->row, &entries, err);

    if (status == ND_OK)
        status = is_boilerplate(c, line, &entries, least, &is, err);
    if (status == ND_OK && is && entries.list != NULL)
        status = find_form(c, line, nd_key_entry_id(entries.list[0]), &hash, &form, err);
    is = hash != 0;
    if (status == ND_OK && (is || line->was_learned))
        add_ids(c, &entries, is != line->was_learned);
    if (status == ND_OK && is != line->was_learned)
        status = set_learned(c->index, line->key, hash, is ? nd_buf_str(&form) : ND_STR_NONE, err);
    nd_buf_free(&form);
    return status;
}

static int by_key(const void *a, const void *b) {
    const struct touched *x = a, *y = b;

    return x->key != y->key ? (x->key < y->key ? -1 : 1) : x->is_open ? -1 : y->is_open;
}

static int by_place(const void *a, const void *b) {
    const struct touched *x = a, *y = b;

    return x->scope < y->scope ? -1 : x->scope > y->scope ? 1 : by_key(a, b);
}

static enum nd_status decide_all(struct counting *c, struct nd_error *err) {
    enum nd_status status = ND_OK;
    size_t kept = 0;
    int64_t articles = 0;

    if (c->touched_count == 0)
        return ND_OK;
    qsort(c->touched, c->touched_count, sizeof *c->touched, by_key);
    for (size_t i = 0; i < c->touched_count && status == ND_OK; i++) {
        if (kept > 0 && c->touched[kept - 1].key == c->touched[i].key)
            continue;
        c->touched[kept] = c->touched[i];
        status = recount(c, &c->touched[kept++], err);
    }
    qsort(c->touched, kept, sizeof *c->touched, by_place);
    for (size_t i = 0; i < kept && status == ND_OK; i++) {
        if (i == 0 || c->touched[i].scope != c->touched[i - 1].scope)
            status = nd_place_count(c->index, c->touched[i].scope, &articles, err);
        if (status == ND_OK)
            status = decide(c, &c->touched[i], nd_learning_least((uint64_t)articles), err);
    }
    return status;
}

static enum nd_status set_switch(struct nd_index *index, struct nd_error *err) {
    return index->learning == ND_LEARN_NOT ? nd_state_put(index, ND_STR("learning"), ND_STR("no"), err)
                                           : nd_state_drop(index, ND_STR("learning"), err);
}

static enum nd_status learn(struct counting *c, struct nd_error *err) {
    bool is_switched = false;
    enum nd_status status = nd_line_log_read(c->index, take_event, c, err);

    sum_up(c);
    if (status == ND_OK && c->latest_count > 0)
        status = change_index(c, err);
    if (status == ND_OK)
        status = count_places(c, err);
    if (status == ND_OK)
        status = nd_boilerplate_is_switched(c->index, &is_switched, err);
    if (status == ND_OK && is_switched)
        status = touch_lines(c, nd_sql(c->index, ND_SQL_LINES_ALL, err), err);
    if (status == ND_OK)
        status = decide_all(c, err);
    if (status == ND_OK && is_switched)
        status = set_switch(c->index, err);
    return status == ND_OK ? nd_sql_run_id(c->index, ND_SQL_LINE_LOG_CLEAR, 0, err) : status;
}

enum nd_status nd_boilerplate_learn(struct nd_index *index, struct nd_key_entries *ids,
                                    struct nd_error *err) {
    struct counting c = {.index = index, .learning = nd_learning_new(index), .ids = ids};
    enum nd_status status = nd_boilerplate_flush(index, err);

    if (status == ND_OK)
        status = learn(&c, err);
    nd_key_entries_sort(ids);
    nd_learning_free(c.learning);
    free(c.latest);
    free(c.scopes);
    free(c.touched);
    free(c.added.list);
    free(c.removed.list);
    free(c.row.list);
    free(c.other_row.list);
    return status;
}
