#include "index/boilerplate/boilerplate.h"
#include "index/db/state.h"

#include "index/boilerplate/line_log.h"

void nd_index_set_learning(struct nd_index *index, bool is_on) {
    index->learning = is_on ? ND_LEARN : ND_LEARN_NOT;
}

int64_t nd_index_learned(const struct nd_index *index) {
    return index->learned_articles;
}

static void add_event(struct nd_index *index, int64_t id, uint64_t scope, struct nd_str body, bool is_put) {
    struct nd_line_event event = {.is_put = is_put, .id = id, .scope = scope};

    if (scope == 0 || id >= ND_FIRST_REFERENCE)
        return;
    nd_text_lines_read(index->lines, body);
    nd_line_event_keys(&event, index->lines);
    nd_line_log_add(&index->line_log, &event);
}

void nd_boilerplate_put(struct nd_index *index, int64_t id, uint64_t scope, struct nd_str body) {
    add_event(index, id, scope, body, true);
}

enum nd_status nd_boilerplate_count_anew(struct nd_index *index, struct nd_error *err) {
    nd_buf_clear(&index->line_log);
    return nd_sql_script(
        index,
        "DELETE FROM sketch WHERE first >= 2147483648; DELETE FROM line_log; DELETE FROM line;"
        " DELETE FROM place; INSERT OR REPLACE INTO state (name, value)"
        " SELECT 'lines', '0' WHERE EXISTS (SELECT 1 FROM article)",
        err);
}

enum nd_status nd_boilerplate_note(struct nd_index *index, int64_t id, bool is_put, struct nd_error *err) {
    struct nd_raw_text raw = {.is_damaged = false};
    enum nd_status status =
        id >= ND_FIRST_REFERENCE ? ND_END : nd_raw_text_read(index, id, index->scratch, &raw, err);

    if (raw.is_damaged && !is_put) { /* it goes, and nobody knows which lines went with it */
        *err = (struct nd_error)ND_ERROR_INIT;
        return nd_boilerplate_count_anew(index, err);
    }
    if (status == ND_OK && !raw.is_version)
        add_event(index, id, raw.scope, raw.body, is_put);
    return status == ND_END ? ND_OK : status;
}

enum nd_status nd_boilerplate_flush(struct nd_index *index, struct nd_error *err) {
    enum nd_status status =
        index->line_log.len == 0 ? ND_OK : nd_line_log_write(index, &index->line_log, err);

    nd_buf_clear(&index->line_log);
    return status;
}

enum nd_status nd_boilerplate_is_switched(struct nd_index *index, bool *is, struct nd_error *err) {
    bool is_off = false;
    enum nd_status status = nd_state_has(index, "learning", &is_off, err);

    if (index->learning == ND_LEARN_AS_BEFORE)
        index->learning = is_off ? ND_LEARN_NOT : ND_LEARN;
    *is = is_off != (index->learning == ND_LEARN_NOT);
    return status;
}

enum {
    LEAST_WORDS = 5, /* of labels at the beginning or end of a text, to be cut out */
    LEFT_WORDS = 8,  /* of a text of which something is cut out, */
    LEFT_SHARE = 4   /* and one in so many */
};

/* What a line is for the text it stands in. */
enum role { OWN, WEAK, MASKED, STRONG };

static enum nd_status find_hash(struct nd_index *index, uint64_t scope, uint64_t hash, bool *is_learned,
                                struct nd_error *err) {
    sqlite3_stmt *stmt = hash == 0 ? NULL : nd_sql(index, ND_SQL_LINE_IS_LEARNED, err);
    enum nd_status status;

    *is_learned = false;
    if (stmt == NULL)
        return hash == 0 ? ND_OK : err->status;
    nd_sql_bind_int(stmt, ":key", nd_line_key(scope, hash));
    nd_sql_bind_int(stmt, ":hash", (int64_t)hash);
    status = nd_sql_step(index, stmt, err);
    *is_learned = status == ND_OK;
    sqlite3_reset(stmt);
    return status == ND_END ? ND_OK : status;
}

/* A short line with the name of who wrote the article says that. */
static enum nd_status names_author(struct nd_index *index, int64_t id, const struct nd_text_line *line,
                                   bool *names, struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_LINE_AUTHORS, err);
    enum nd_status status;

    *names = false;
    if (stmt == NULL)
        return err->status;
    nd_sql_bind_int(stmt, ":id", id);
    while ((status = nd_sql_step(index, stmt, err)) == ND_OK) {
        struct nd_str name =
            nd_str_of((const char *)sqlite3_column_text(stmt, 0), (size_t)sqlite3_column_bytes(stmt, 0));
        *names = *names || (name.len > 0 && nd_str_find(line->text, name) != SIZE_MAX);
    }
    sqlite3_reset(stmt);
    return status == ND_END ? ND_OK : status;
}

static enum nd_status find_role(struct nd_index *index, int64_t id, uint64_t scope,
                                const struct nd_text_line *line, enum role *role, struct nd_error *err) {
    bool is_exact, is_masked = false, names = false;
    enum nd_status status = find_hash(index, scope, line->exact, &is_exact, err);

    if (status == ND_OK && !is_exact)
        status = find_hash(index, scope, line->masked, &is_masked, err);
    *role = is_exact ? (line->is_sentence && !line->has_date ? STRONG : WEAK) : is_masked ? MASKED : OWN;
    if (status == ND_OK && *role == WEAK)
        status = names_author(index, id, line, &names, err);
    if (names)
        *role = OWN;
    return status;
}

/*
 * Decides about lines from to before to, between lines of the article's own or an end of the text. Where a
 * sentence is among them those before the first and behind the last stay, except towards an end of the text.
 */
static void mark_stretch(const struct nd_text_lines *lines, const enum role *roles, size_t from, size_t to,
                         bool *is_cut) {
    size_t first = to, last = from;
    bool is_begin = from == 0, is_end = to == lines->count;
    uint32_t words = 0;

    while (is_begin && !is_end && to > from && roles[to - 1] == MASKED)
        to--;
    while (is_end && !is_begin && from < to && roles[from] == MASKED)
        from++;
    for (size_t i = from; i < to; i++) {
        words += roles[i] == MASKED ? 0 : lines->list[i].words;
        if (roles[i] != STRONG)
            continue;
        first = first > i ? i : first;
        last = i + 1;
    }
    if ((is_begin || is_end) && (last > from || words >= LEAST_WORDS)) {
        first = is_begin || first == to ? from : first;
        last = is_end ? to : last == from ? to : last;
    }
    for (size_t i = first; i < last && i < to; i++)
        is_cut[i] = true;
}

/* False when too little of the text would be left. */
static bool leaves_enough(const struct nd_text_lines *lines, const bool *is_cut) {
    uint64_t left = lines->words;

    for (size_t i = 0; i < lines->count; i++)
        left -= is_cut[i] ? lines->list[i].words : 0;
    return left >= LEFT_WORDS && left * LEFT_SHARE >= lines->words;
}

static void mark(const struct nd_text_lines *lines, const enum role *roles, bool *is_cut) {
    for (size_t from = 0, to; from < lines->count; from = to + 1) {
        for (to = from; to < lines->count && roles[to] != OWN;)
            to++;
        if (to > from)
            mark_stretch(lines, roles, from, to, is_cut);
    }
}

enum nd_status nd_boilerplate_cut(struct nd_index *index, int64_t id, const struct nd_raw_text *raw,
                                  struct nd_cuts *cuts, struct nd_error *err) {
    struct nd_text_lines *lines = index->lines;
    enum role *roles;
    bool *is_cut;
    enum nd_status status = ND_OK;

    nd_text_lines_read(lines, raw->is_version ? ND_STR("") : raw->body);
    nd_text_lines_weigh(lines);
    roles = nd_arena_alloc(index->scratch, lines->count + 1, sizeof *roles);
    is_cut = nd_arena_alloc(index->scratch, lines->count + 1, sizeof *is_cut);
    for (size_t i = 0; i < lines->count && status == ND_OK; i++)
        status = find_role(index, id, raw->scope, &lines->list[i], &roles[i], err);
    mark(lines, roles, is_cut);
    if (!leaves_enough(lines, is_cut))
        for (size_t i = 0; i < lines->count; i++)
            is_cut[i] = false;
    nd_cuts_make(cuts, raw->body, lines, is_cut);
    return status;
}
