/*
 * Damaged records of the full-text index: whatever a byte says, searching and writing end, with an error or
 * with hits that may be wrong, and touch no memory that is not theirs.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "index/store/apart.h"
#include "write_index.h"

#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ARTICLES = 60, ROUNDS = 60, LONG_ROUNDS = 3000, TIME_LIMIT = 60 };

/* The bytes of a sound database. */
static struct nd_buf sound;
static char path[64];

/* Articles in several transactions, on small pages, some replaced. */
static int build(void **state) {
    struct nd_error err = ND_ERROR_INIT;
    struct nd_arena *arena = nd_arena_new();
    struct nd_index *index;
    struct stat st;
    FILE *file;

    (void)state;
    new_path(path);
    nd_index_close(open_index(path, ND_INDEX_WRITE));
    run_foreign(path, "INSERT INTO article_fts (article_fts, rank) VALUES ('pgsz', 300)");
    index = open_index(path, ND_INDEX_WRITE);
    for (uint32_t number = 1; number < 3 * ARTICLES;) {
        check_ok(nd_index_begin(index, &err), &err);
        for (int i = 0; i < 25; i++, number++) {
            struct nd_article article;
            make_article(&article, number % ARTICLES, number, arena);
            put_article(index, &article, NULL, arena);
        }
        check_ok(nd_index_commit(index, &err), &err);
        nd_arena_reset(arena);
    }
    check_ok(nd_index_finish(index, &err), &err);
    nd_index_close(index);
    nd_arena_free(arena);
    run_foreign(path, "PRAGMA journal_mode = DELETE");
    assert_int_equal(stat(path, &st), 0);
    file = fopen(path, "rb");
    assert_non_null(file);
    sound.len = fread(nd_buf_reserve(&sound, (size_t)st.st_size), 1, (size_t)st.st_size, file);
    assert_int_equal(sound.len, st.st_size);
    fclose(file);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    remove_database(path);
    nd_buf_free(&sound);
    return 0;
}

static void restore(void) {
    FILE *file;

    remove_database(path);
    file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(sound.ptr, 1, sound.len, file), sound.len);
    assert_int_equal(fclose(file), 0);
}

/* Some bytes become others, or the end is cut off, or more comes behind it. */
static void damage_bytes(struct nd_buf *record) {
    uint32_t kind = draw(10);

    if (kind == 0)
        nd_buf_cut(record, draw((uint32_t)record->len + 1));
    else if (kind == 1)
        for (uint32_t left = 1 + draw(9); left > 0; left--)
            nd_buf_add_char(record, (char)draw(256));
    else if (kind == 2 && record->len > 14) /* a number as large as may be */
        memset(record->ptr + draw(draw(2) > 0 ? 14 : (uint32_t)record->len) % (record->len - 9), 0xfe,
               4 + draw(5));
    else
        for (uint32_t left = 1 + draw(kind); left > 0 && record->len > 0; left--) {
            /* The beginning, where counts and offsets are, more often. */
            size_t at = draw(draw(2) > 0 || record->len < 12 ? (uint32_t)record->len : 12);
            record->ptr[at] = (char)(draw(3) == 0   ? 0xff
                                     : draw(3) == 0 ? (unsigned char)record->ptr[at] + 1u
                                                    : draw(256));
        }
}

static void damage_record(sqlite3 *db, const char *select, const char *update) {
    struct nd_buf record = {0};
    sqlite3_stmt *stmt;
    int64_t row;

    assert_int_equal(sqlite3_prepare_v2(db, select, -1, &stmt, NULL), SQLITE_OK);
    sqlite3_bind_int(stmt, 1, (int)draw(1 << 20));
    assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
    row = sqlite3_column_int64(stmt, 0);
    nd_buf_add(&record, nd_str_of(sqlite3_column_blob(stmt, 1), (size_t)sqlite3_column_bytes(stmt, 1)));
    sqlite3_finalize(stmt);
    damage_bytes(&record);
    assert_int_equal(sqlite3_prepare_v2(db, update, -1, &stmt, NULL), SQLITE_OK);
    sqlite3_bind_int64(stmt, 1, row);
    sqlite3_bind_blob(stmt, 2, record.ptr == NULL ? "" : record.ptr, (int)record.len, SQLITE_STATIC);
    sqlite3_bind_int(stmt, 3, (int)draw(1 << 20));
    (void)sqlite3_step(stmt);
    sqlite3_finalize(stmt);
    nd_buf_free(&record);
}

#define ANY_ROW(table) "LIMIT 1 OFFSET ?1 % (SELECT count(*) FROM " table ")"

static void damage(void) {
    static const char *const damages[][2] = {
        {"SELECT id, block FROM article_fts_data " ANY_ROW("article_fts_data"),
         "UPDATE article_fts_data SET block = ?2 WHERE id = ?1"},
        {"SELECT id, block FROM article_fts_data WHERE id = 10",
         "UPDATE article_fts_data SET block = ?2 WHERE id = ?1"},
        {"SELECT id, block FROM article_fts_data WHERE id = 1",
         "UPDATE article_fts_data SET block = ?2 WHERE id = ?1"},
        {"SELECT segid, term FROM article_fts_idx " ANY_ROW("article_fts_idx"),
         "UPDATE OR IGNORE article_fts_idx SET term = ?2 WHERE segid = ?1 AND pgno = (SELECT pgno"
         " FROM article_fts_idx WHERE segid = ?1 ORDER BY 1 LIMIT 1 OFFSET ?3 % 3)"},
        {"SELECT segid, '' FROM article_fts_idx " ANY_ROW("article_fts_idx"),
         "UPDATE article_fts_idx SET pgno = pgno + (?3 - 500) * (1 + (?3 % 3) * (1 << 40)) WHERE segid = ?1"},
        {"SELECT id, '' FROM article_fts_data " ANY_ROW("article_fts_data"),
         "DELETE FROM article_fts_data WHERE id = ?1"},
        {"SELECT id, block FROM article_fts_data " ANY_ROW("article_fts_data"),
         "UPDATE article_fts_data SET block = CASE ?3 % 3 WHEN 0 THEN 'text' WHEN 1 THEN 7 ELSE NULL END"
         " WHERE id = ?1"},
        {"SELECT id, sz FROM article_fts_docsize " ANY_ROW("article_fts_docsize"),
         "UPDATE article_fts_docsize SET sz = ?2 WHERE id = ?1"},
        {"SELECT block, lengths FROM norm", "UPDATE norm SET lengths = ?2 WHERE block = ?1"},
    };
    sqlite3 *db;

    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    for (uint32_t left = 1 + draw(draw(2) > 0 ? 3 : 60); left > 0; left--) {
        size_t which = draw(3) > 0 ? draw(2) : draw(sizeof damages / sizeof *damages);
        /* What an earlier damage has taken away cannot be damaged again. */
        if (which > 0 && left > 1)
            which = 0;
        damage_record(db, damages[which][0], damages[which][1]);
    }
    sqlite3_close(db);
}

static enum nd_status ignore_hit(void *context, const struct nd_hit *hit, struct nd_error *err) {
    (void)context;
    (void)hit;
    (void)err;
    return ND_OK;
}

static void search(void) {
    static const char *const queries[] = {"the",
                                          "\"the markets\"",
                                          "w1*",
                                          "markets OR qwen",
                                          "the -running",
                                          "title:rio \"the an\"~4",
                                          "東京 -\"qwen\"",
                                          "* -the",
                                          "w1 the markets running rio an qwen"};
    struct nd_arena *arena = nd_arena_new();
    struct nd_buf advice = {0};
    struct nd_error err = ND_ERROR_INIT;
    struct nd_index *index = NULL;
    enum nd_status status = nd_index_open(path, ND_INDEX_READ, 0, &index, &err);

    for (size_t i = 0; i < sizeof queries / sizeof *queries && status == ND_OK; i++) {
        struct nd_query_settings settings = {.any = draw(2) > 0};
        struct nd_search_options options = {.any = settings.any, .snippets = true, .references = true};
        struct nd_query *query = nd_query_parse(nd_str_from(queries[i]), &settings, arena);
        int64_t count = 0;
        (void)!nd_index_search(index, query, &options, ignore_hit, NULL, &count, &err);
        (void)!nd_index_search_count(index, query, &options, &count, &err);
        (void)!nd_index_advise(index, query, &options, &advice, &err);
    }
    nd_index_close(index);
    nd_buf_free(&advice);
    nd_arena_free(arena);
}

static void write_more(void) {
    struct nd_arena *arena = nd_arena_new();
    struct nd_error err = ND_ERROR_INIT;
    struct nd_index *index = NULL;
    int64_t won;
    enum nd_status status = nd_index_open(path, ND_INDEX_WRITE, 0, &index, &err);

    if (status == ND_OK)
        status = nd_index_begin(index, &err);
    for (uint32_t i = 0; i < 4 && status == ND_OK; i++) {
        struct nd_problems problems;
        struct nd_article article;
        struct nd_index_input input = {.article = &article, .problems = &problems};
        enum nd_change change;
        nd_problems_init(&problems, arena);
        make_article(&article, draw(ARTICLES), 1000 + i, arena);
        input.path = article.path;
        status = nd_index_put(index, &input, &change, &err);
    }
    if (status == ND_OK)
        status = nd_index_commit(index, &err);
    if (status != ND_OK && index != NULL)
        nd_index_rollback(index);
    if (status == ND_OK)
        status = nd_index_finish(index, &err);
    if (index != NULL && draw(4) == 0)
        status = nd_index_optimize(index, &won, &err);
    nd_index_close(index);
    nd_arena_free(arena);
}

static void any_damage(void **state) {
    int rounds = getenv("ND_LONG") == NULL ? ROUNDS : LONG_ROUNDS;

    (void)state;
    draw_state = 17;
    for (int i = 0; i < rounds; i++) {
        alarm(TIME_LIMIT); /* what does not end is ended, and the test with it */
        restore();
        damage();
        search();
        write_more();
        search();
    }
    alarm(0);
}

static void take_fault(void *context, struct nd_str fault) {
    struct nd_buf *faults = context;

    nd_buf_add(faults, fault);
    nd_buf_add_char(faults, '\n');
}

/* What check says of the database. */
static void verify(struct nd_buf *faults) {
    struct nd_error err = ND_ERROR_INIT;
    struct nd_index *index = NULL;
    bool is_sound = false;
    enum nd_status status = nd_index_open(path, ND_INDEX_VERIFY, 0, &index, &err);

    if (status == ND_OK)
        status = nd_index_verify(index, take_fault, faults, &is_sound, &err);
    nd_index_close(index);
    if (status == ND_OK && is_sound)
        status = nd_index_verify_words(path, take_fault, faults, &err);
    check_ok(status, &err);
}

/* Whatever form FTS5 has left the index in. */
static void what_fts5_writes_is_sound(void **state) {
    static const char *const scripts[] = {
        "INSERT INTO article_fts (article_fts) VALUES ('rebuild')",
        "INSERT INTO article_fts (article_fts, rank) VALUES ('merge', 5)",
        "INSERT INTO article_fts (article_fts, rank) VALUES ('pgsz', 64);"
        " INSERT INTO article_fts (article_fts) VALUES ('rebuild')",
        "INSERT INTO article_fts (article_fts, rank) VALUES ('hashsize', 1000);"
        " INSERT INTO article_fts (article_fts, rank) VALUES ('automerge', 0);"
        " INSERT INTO article_fts (article_fts) VALUES ('rebuild')",
        "INSERT INTO article_fts (article_fts, rank) VALUES ('merge', -7)",
        "INSERT INTO article_fts (article_fts, rank) VALUES ('merge', 3)",
        "INSERT INTO article_fts (article_fts) VALUES ('optimize')"};
    struct nd_buf faults = {0};

    (void)state;
    restore();
    for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++) {
        run_foreign(path, scripts[i]);
        verify(&faults);
        assert_string_equal(faults.ptr == NULL ? "" : faults.ptr, "");
    }
    nd_buf_free(&faults);
}

/* FTS5's check is given nothing that it does not survive. */
static void damage_is_found_before_fts5_meets_it(void **state) {
    int rounds = getenv("ND_LONG") == NULL ? ROUNDS * 4 : LONG_ROUNDS;
    struct nd_buf faults = {0};

    (void)state;
    draw_state = 4711;
    for (int i = 0; i < rounds; i++) {
        alarm(TIME_LIMIT);
        restore();
        damage();
        nd_buf_clear(&faults);
        verify(&faults);
        if (faults.len > 0 && strstr(faults.ptr, "SQLite's own check") != NULL)
            fail_msg("round %d: %s", i, faults.ptr);
    }
    alarm(0);
    nd_buf_free(&faults);
}

static void crash(const char *unused, nd_fault_sink *sink, void *context) {
    (void)unused;
    sink(context, ND_STR("found"));
    sink(context, ND_STR("found another"));
    (void)kill(getpid(), SIGKILL);
}

static void run_for_ever(const char *unused, nd_fault_sink *sink, void *context) {
    volatile unsigned steps = 0;

    (void)unused;
    (void)sink;
    (void)context;
    for (;;)
        steps++;
}

static void give_up(const char *unused, nd_fault_sink *sink, void *context) {
    (void)unused;
    (void)sink;
    (void)context;
    _exit(7);
}

static void a_check_apart_may_end_as_it_likes(void **state) {
    static const struct {
        nd_apart_check *check;
        const char *told;
    } cases[] = {{crash, "found\nfound another\nSQLite's own check of the full-text index crashed (Killed)"},
                 {run_for_ever, "SQLite's own check of the full-text index does not end"},
                 {give_up, "SQLite's own check of the full-text index gave up (status 7)"}};
    struct nd_buf faults = {0};
    struct nd_error err = ND_ERROR_INIT;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        nd_buf_clear(&faults);
        check_ok(nd_apart_run(cases[i].check, path, 1, take_fault, &faults, &err), &err);
        assert_int_equal(strncmp(faults.ptr, cases[i].told, strlen(cases[i].told)), 0);
    }
    nd_buf_free(&faults);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(any_damage),
                                       cmocka_unit_test(what_fts5_writes_is_sound),
                                       cmocka_unit_test(damage_is_found_before_fts5_meets_it),
                                       cmocka_unit_test(a_check_apart_may_end_as_it_likes)};

    return cmocka_run_group_tests(tests, build, tear_down);
}
