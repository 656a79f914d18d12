/*
 * Articles put, replaced and removed in any order, in chunks or singly, committed or rolled back, with other
 * programs merging in between: in the end the index says what one made afresh of the same articles says.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "write_index.h"

#include "newsdex/analysis.h"
#include "newsdex/inverter.h"

enum { SLOTS = 60, STEPS = 40, SEEDS = 2, LONG_SEEDS = 40 };

/* The number of the article each path has, 0 when there is none: now, and at the last commit. */
struct state {
    char path[64];
    struct nd_index *index;
    struct nd_arena *arena;
    struct nd_inverter *inverter;
    struct nd_analyser *analyser;
    uint32_t now[SLOTS], committed[SLOTS];
    uint32_t numbers; /* given out */
};

static uint32_t new_number(struct state *state) {
    return draw(4) == 0 && state->numbers > 0 ? 1 + draw(state->numbers) : ++state->numbers;
}

static void put_one(struct state *state, uint32_t slot, uint32_t number) {
    struct nd_article article;

    make_article(&article, slot, number, state->arena);
    put_article(state->index, &article, NULL, state->arena);
    state->now[slot] = number;
}

static void remove_one(struct state *state, uint32_t slot) {
    struct nd_error err = ND_ERROR_INIT;
    sqlite3_stmt *stmt = nd_sql(state->index, ND_SQL_FILE_BY_PATH, &err);
    struct nd_str path = nd_arena_printf(state->arena, "/none/%u.txt", slot);
    bool removed = false;
    int64_t id;

    assert_non_null(stmt);
    nd_sql_bind_str(stmt, ":path", path);
    if (nd_sql_step(state->index, stmt, &err) != ND_OK)
        return;
    id = sqlite3_column_int64(stmt, 0);
    sqlite3_reset(stmt);
    check_ok(nd_index_remove(state->index, id, path, &removed, &err), &err);
    assert_true(removed);
    state->now[slot] = 0;
}

static void begin(struct state *state) {
    struct nd_error err = ND_ERROR_INIT;

    check_ok(nd_index_begin(state->index, &err), &err);
}

static void commit(struct state *state) {
    struct nd_error err = ND_ERROR_INIT;

    check_ok(nd_index_commit(state->index, &err), &err);
    memcpy(state->committed, state->now, sizeof state->now);
}

static void put_singly(struct state *state) {
    for (uint32_t left = 1 + draw(25); left > 0; left--) {
        if (draw(4) == 0)
            remove_one(state, draw(SLOTS));
        else
            put_one(state, draw(SLOTS), new_number(state));
    }
}

/* Articles that were inverted beforehand; some are left out, and commits and others come in between. */
static void put_chunk(struct state *state) {
    uint32_t count = 1 + draw(30), slots[30];
    struct nd_article articles[30];
    struct in_run in_runs[30];
    struct nd_run run = {0};

    nd_inverter_limit(state->inverter, draw(2) == 0 ? draw(20000) : ND_INVERTER_BYTES);
    for (uint32_t i = 0; i < count; i++) {
        struct nd_columns columns;
        slots[i] = draw(SLOTS);
        in_runs[i].number = new_number(state);
        make_article(&articles[i], slots[i], in_runs[i].number, state->arena);
        nd_index_columns(&articles[i], ND_STR(""), &columns);
        assert_int_equal(nd_inverter_count(state->inverter), i);
        nd_inverter_add(state->inverter, state->analyser, &columns, in_runs[i].lengths);
    }
    nd_inverter_finish(state->inverter, &run);
    nd_index_take_run(state->index, &run);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t number = in_runs[i].number;
        if (draw(12) == 0) {
            commit(state);
            begin(state);
        } else if (draw(6) == 0) {
            put_one(state, draw(SLOTS), new_number(state));
        } else if (draw(6) == 0) {
            remove_one(state, draw(SLOTS));
        }
        if (draw(8) == 0)
            continue;
        in_runs[i].number = i;
        put_article(state->index, &articles[i], &in_runs[i], state->arena);
        state->now[slots[i]] = number;
    }
    if (draw(3) > 0)
        nd_index_take_run(state->index, NULL);
}

static void finish(struct state *state) {
    struct nd_error err = ND_ERROR_INIT;

    check_ok(nd_index_finish(state->index, &err), &err);
}

/* What a program may do that has the tokenizer and FTS5. */
static void meddle(struct state *state) {
    static const char *const scripts[] = {
        "INSERT INTO article_fts (article_fts) VALUES ('optimize')",
        "INSERT INTO article_fts (article_fts, rank) VALUES ('merge', 1)",
        "INSERT INTO article_fts (article_fts, rank) VALUES ('merge', -3)",
        "INSERT INTO article_fts (article_fts, rank) VALUES ('merge', 1000)",
        "INSERT INTO article_fts (article_fts, rank) VALUES ('usermerge', 2), ('automerge', 0)",
        "INSERT INTO article_fts (article_fts, rank) VALUES ('automerge', 2), ('crisismerge', 3)",
        "INSERT INTO article_fts (article_fts, rank) VALUES ('pgsz', 40)",
        "INSERT INTO article_fts (article_fts, rank) VALUES ('pgsz', 32)",
        "INSERT INTO article_fts (article_fts, rank) VALUES ('pgsz', 4050)",
        "INSERT INTO article_fts (article_fts) VALUES ('rebuild')",
        "BEGIN;"
        "INSERT INTO article_fts (article_fts, rowid, title, excerpt, topics, body)"
        " SELECT 'delete', id, title, excerpt, topics, body FROM article_text WHERE id % 7 = 3;"
        "INSERT INTO article_fts (rowid, title, excerpt, topics, body)"
        " SELECT id, title, excerpt, topics, body FROM article_text WHERE id % 7 = 3;"
        "COMMIT",
    };

    run_foreign(state->path, scripts[draw(sizeof scripts / sizeof *scripts)]);
}

static void step(struct state *state) {
    struct nd_error err = ND_ERROR_INIT;
    int64_t won;

    nd_arena_reset(state->arena);
    begin(state);
    if (draw(2) > 0)
        put_chunk(state);
    if (draw(2) > 0)
        put_singly(state);
    if (draw(5) > 0) {
        commit(state);
    } else {
        nd_index_rollback(state->index);
        memcpy(state->now, state->committed, sizeof state->now);
    }
    nd_index_take_run(state->index, NULL);
    if (draw(3) == 0)
        finish(state);
    if (draw(12) == 0)
        check_ok(nd_index_optimize(state->index, &won, &err), &err);
    for (uint32_t left = draw(4); left > 0; left--)
        meddle(state);
}

/* The articles there are, in a new database. */
static void build_afresh(struct state *state, const char *path) {
    struct state fresh = {.arena = state->arena, .index = open_index(path, ND_INDEX_WRITE)};

    begin(&fresh);
    for (uint32_t slot = 0; slot < SLOTS; slot++)
        if (state->now[slot] != 0)
            put_one(&fresh, slot, state->now[slot]);
    commit(&fresh);
    finish(&fresh);
    nd_index_close(fresh.index);
}

static void assert_as_afresh(struct state *state) {
    struct nd_buf grown = {0}, afresh = {0};
    char path[64];

    nd_arena_reset(state->arena);
    assert_sound(state->path);
    new_path(path);
    build_afresh(state, path);
    dump_by_name(state->path, &grown);
    dump_by_name(path, &afresh);
    assert_same(&grown, &afresh);
    remove_database(path);
    nd_buf_free(&grown);
    nd_buf_free(&afresh);
}

static void any_order(void **unused) {
    uint32_t seeds = getenv("ND_LONG") == NULL ? SEEDS : LONG_SEEDS;

    (void)unused;
    for (uint32_t seed = 1; seed <= seeds; seed++) {
        struct state state = {
            .arena = nd_arena_new(), .inverter = nd_inverter_new(), .analyser = nd_analyser_new()};

        draw_state = seed;
        new_path(state.path);
        state.index = open_index(state.path, ND_INDEX_WRITE);
        for (int i = 1; i <= STEPS; i++) {
            step(&state);
            if (i % 10 != 0)
                continue;
            finish(&state);
            assert_as_afresh(&state);
            if (draw(2) > 0) {
                nd_index_close(state.index);
                state.index = open_index(state.path, ND_INDEX_WRITE);
            }
        }
        nd_index_close(state.index);
        remove_database(state.path);
        nd_arena_free(state.arena);
        nd_inverter_free(state.inverter);
        nd_analyser_free(state.analyser);
    }
}

/* A run that is as large as may wait, and of which articles come before and behind a commit, waits only once.
 */
static void large_run(void **unused) {
    enum { WORDS = 3500000 };
    struct state state = {
        .arena = nd_arena_new(), .analyser = nd_analyser_new(), .inverter = nd_inverter_new()};
    struct nd_article articles[2];
    struct in_run in_runs[2] = {{0, {0}}, {1, {0}}};
    struct nd_run run = {0};
    struct nd_buf body = {0};

    (void)unused;
    new_path(state.path);
    state.index = open_index(state.path, ND_INDEX_WRITE);
    for (uint32_t i = 0; i < WORDS; i++)
        nd_buf_addf(&body, "%x ", i * 2654435761u);
    for (uint32_t i = 0; i < 2; i++) {
        struct nd_columns columns;
        make_article(&articles[i], i, i, state.arena);
        if (i == 0)
            articles[i].body = nd_buf_str(&body);
        nd_index_columns(&articles[i], ND_STR(""), &columns);
        nd_inverter_add(state.inverter, state.analyser, &columns, in_runs[i].lengths);
    }
    nd_inverter_finish(state.inverter, &run);
    nd_index_take_run(state.index, &run);
    assert_true(nd_index_is_full(state.index));
    for (uint32_t i = 0; i < 2; i++) {
        begin(&state);
        put_article(state.index, &articles[i], &in_runs[i], state.arena);
        commit(&state);
        assert_false(nd_index_is_full(state.index));
    }
    nd_index_take_run(state.index, NULL);
    nd_index_close(state.index);
    run_foreign(state.path, "INSERT INTO article_fts (article_fts) VALUES ('integrity-check')");
    remove_database(state.path);
    nd_buf_free(&body);
    nd_arena_free(state.arena);
    nd_inverter_free(state.inverter);
    nd_analyser_free(state.analyser);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(any_order), cmocka_unit_test(large_run)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
