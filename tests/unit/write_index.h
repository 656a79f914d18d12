/*
 * What the tests of the full-text index's write path share: articles made of a number, a second connection
 * that is FTS5's own, and dumps of an index as FTS5 reads it and as newsdex reads it. Include it behind
 * cmocka.h.
 */
#ifndef TESTS_WRITE_INDEX_H
#define TESTS_WRITE_INDEX_H

#include "analysis/fts5_tokenizer.h"
#include "index/db/statement.h"
#include "index/fulltext/reader.h"
#include "newsdex/alloc.h"
#include "newsdex/limits.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static uint32_t draw_state = 1;

static inline uint32_t draw(uint32_t below) {
    draw_state = draw_state * 1664525u + 1013904223u;
    return (uint32_t)((uint64_t)(draw_state >> 4) * below >> 28);
}

static inline void remove_database(const char *path) {
    static const char *const endings[] = {"", "-wal", "-shm", "-journal"};

    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        char name[256];
        snprintf(name, sizeof name, "%s%s", path, endings[i]);
        unlink(name);
    }
}

/* A new path below /tmp; the file itself is not there. */
static inline void new_path(char path[64]) {
    int fd;

    snprintf(path, 64, "/tmp/newsdex-write-XXXXXX");
    fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
    unlink(path);
}

static inline void check_ok(enum nd_status status, const struct nd_error *err) {
    if (status != ND_OK)
        fail_msg("%d: %s", (int)status, err->message);
}

static inline struct nd_index *open_index(const char *path, enum nd_index_mode mode) {
    struct nd_error err = ND_ERROR_INIT;
    struct nd_index *index = NULL;

    check_ok(nd_index_open(path, mode, 0, &index, &err), &err);
    return index;
}

/* A connection as any program with the tokenizer has it. */
static inline sqlite3 *open_foreign(const char *path) {
    struct nd_error err = ND_ERROR_INIT;
    sqlite3 *db;

    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    sqlite3_busy_timeout(db, 10000);
    check_ok(nd_fts5_tokenizer_register(db, &err), &err);
    return db;
}

static inline void run_sql(sqlite3 *db, const char *script) {
    char *message = NULL;

    if (sqlite3_exec(db, script, NULL, NULL, &message) != SQLITE_OK)
        fail_msg("%s: %s", script, message);
}

static inline void run_foreign(const char *path, const char *script) {
    sqlite3 *db = open_foreign(path);

    run_sql(db, script);
    sqlite3_close(db);
}

static inline int64_t number_of(sqlite3 *db, const char *query) {
    sqlite3_stmt *stmt;
    int64_t number;

    assert_int_equal(sqlite3_prepare_v2(db, query, -1, &stmt, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
    number = sqlite3_column_int64(stmt, 0);
    sqlite3_finalize(stmt);
    return number;
}

/* Few words are frequent and many are rare; some are as long as may be and share a beginning. */
static inline void draw_text(struct nd_buf *text, uint32_t words) {
    static const char *const frequent[] = {"the", "markets", "running", "río",  "Łódź",
                                           "an",  "東京都",  "l'été",   "qwen", "don't"};

    while (words-- > 0) {
        uint32_t kind = draw(40);
        if (kind < 24)
            nd_buf_add_z(text, frequent[draw(1 + draw(10))]);
        else if (kind < 39)
            nd_buf_addf(text, "w%x", draw(1 + draw(600)));
        else
            nd_buf_addf(text, "%0*u", ND_MAX_TOKEN - 3 + (int)draw(6), draw(8));
        nd_buf_add_char(text, words % 11 == 0 ? '\n' : ' ');
    }
}

static inline struct nd_str drawn_text(struct nd_arena *arena, uint32_t words) {
    struct nd_buf text = {0};
    struct nd_str copy;

    draw_text(&text, words);
    copy = nd_arena_str(arena, nd_buf_str(&text));
    nd_buf_free(&text);
    return copy;
}

/* Up to three references to one of a few URLs, some of which are those of files. */
static inline void add_related(struct nd_article *article, struct nd_arena *arena) {
    for (uint32_t left = draw(4); left > 0; left--) {
        struct nd_article *related = nd_arena_alloc(arena, sizeof *related, _Alignof(struct nd_article));
        *related = (struct nd_article){.metadata = nd_value_new(arena, ND_MAP)};
        related->url = nd_arena_printf(arena, "http://x.org/%u", draw(90));
        related->title = drawn_text(arena, 1 + draw(5));
        related->excerpt = draw(2) > 0 ? drawn_text(arena, draw(12)) : ND_STR_NONE;
        related->next = article->related;
        article->related = related;
    }
}

/* The article of that number: the same text whenever it is asked for. Not 0. */
static inline void make_article(struct nd_article *article, uint32_t slot, uint32_t number,
                                struct nd_arena *arena) {
    static const char *const languages[] = {"en", "es", "fr", "ja"};
    uint32_t kept = draw_state;

    draw_state = number * 2654435761u;
    *article = (struct nd_article){.metadata = nd_value_new(arena, ND_MAP)};
    article->path = nd_arena_printf(arena, "/none/%u.txt", slot);
    article->key = nd_article_key(article->path, arena);
    article->url = draw(2) > 0 ? nd_arena_printf(arena, "http://x.org/%u", slot) : ND_STR_NONE;
    article->title = draw(9) > 0 ? drawn_text(arena, draw(7)) : ND_STR_NONE;
    article->excerpt = draw(2) > 0 ? drawn_text(arena, draw(20)) : ND_STR_NONE;
    article->body = drawn_text(arena, draw(12) == 0 ? 2000 : draw(90));
    article->language = draw(6) > 0 ? nd_str_from(languages[draw(4)]) : ND_STR_NONE;
    add_related(article, arena);
    draw_state = kept;
}

/* Puts the article; run: it is in the run last taken, with that number and those lengths. */
struct in_run {
    uint32_t number, lengths[ND_COLUMNS];
};

static inline void put_article(struct nd_index *index, const struct nd_article *article,
                               const struct in_run *in_run, struct nd_arena *arena) {
    struct nd_error err = ND_ERROR_INIT;
    struct nd_problems problems;
    struct nd_index_input input = {.path = article->path, .article = article, .problems = &problems};
    enum nd_change change;

    nd_problems_init(&problems, arena);
    if (in_run != NULL) {
        input.is_inverted = true;
        input.number = in_run->number;
        memcpy(input.lengths, in_run->lengths, sizeof input.lengths);
    }
    check_ok(nd_index_put(index, &input, &change, &err), &err);
}

static inline void add_rows(sqlite3 *db, const char *query, struct nd_buf *out) {
    sqlite3_stmt *stmt;
    int code;

    if (sqlite3_prepare_v2(db, query, -1, &stmt, NULL) != SQLITE_OK)
        fail_msg("%s: %s", query, sqlite3_errmsg(db));
    while ((code = sqlite3_step(stmt)) == SQLITE_ROW) {
        for (int i = 0; i < sqlite3_column_count(stmt); i++) {
            nd_buf_add(out, nd_str_of(sqlite3_column_blob(stmt, i), (size_t)sqlite3_column_bytes(stmt, i)));
            nd_buf_add_char(out, i + 1 < sqlite3_column_count(stmt) ? '\t' : '\n');
        }
    }
    if (code != SQLITE_DONE)
        fail_msg("%s: %s", query, sqlite3_errmsg(db));
    sqlite3_finalize(stmt);
}

#define VOCABULARY(kind) "CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, article_fts, " kind ");"
#define NAMES                                                                                                \
    "CREATE TEMP TABLE name AS SELECT article.id, coalesce(file.path, target.kind || ' ' || target.name) AS" \
    " name FROM article LEFT JOIN file ON file.id = article.file_id"                                         \
    " LEFT JOIN target ON target.id = article.id - 1000000000;"

/*
 * All an index says, ids aside, as FTS5 reads it: where every term stands, the lengths, the averages. The
 * names of articles are their paths or what refers to them.
 */
static inline void dump_by_name(const char *path, struct nd_buf *out) {
    sqlite3 *db = open_foreign(path);

    run_sql(db, VOCABULARY("instance") NAMES);
    nd_buf_clear(out);
    add_rows(db,
             "SELECT term, coalesce(name, 'article ' || doc), col, offset FROM vocabulary"
             " LEFT JOIN name ON id = doc ORDER BY 1, 2, 3, 4",
             out);
    add_rows(db,
             "SELECT name, hex(sz) FROM article_fts_docsize AS size LEFT JOIN name ON name.id = size.id"
             " ORDER BY 1",
             out);
    add_rows(db,
             "SELECT name, hex(substr(lengths, id % 1024 * 4 + 1, 4)) FROM name LEFT JOIN norm"
             " ON block = id / 1024 ORDER BY 1",
             out);
    add_rows(db, "SELECT hex(block) FROM article_fts_data WHERE id = 1", out);
    sqlite3_close(db);
}

/* Where every term stands, by id, as FTS5 reads it. */
static inline void dump_by_fts5(const char *path, struct nd_buf *out) {
    sqlite3 *db = open_foreign(path);

    run_sql(db, VOCABULARY("instance"));
    nd_buf_clear(out);
    add_rows(db,
             "SELECT term, doc, CASE col WHEN 'body' THEN 0 WHEN 'title' THEN 1 WHEN 'excerpt' THEN 2 ELSE"
             " 3 END, offset FROM vocabulary ORDER BY 1, 2, 3, 4",
             out);
    sqlite3_close(db);
}

struct dump {
    struct nd_reader *reader;
    struct nd_buf *out;
};

/* The term is there; one with more to it, which no word has, and one without its end are not. */
static inline void check_presence(struct nd_reader *reader, struct nd_str term) {
    char longer[2 * ND_MAX_TOKEN];
    struct nd_error err = ND_ERROR_INIT;
    bool has = false;

    check_ok(nd_reader_has(reader, term, &has, &err), &err);
    assert_true(has);
    snprintf(longer, sizeof longer, "%.*s\x7f", (int)term.len, term.ptr);
    check_ok(nd_reader_has(reader, nd_str_from(longer), &has, &err), &err);
    assert_false(has);
    longer[term.len - 1] = '\x7f';
    longer[term.len] = '\0';
    check_ok(nd_reader_has(reader, nd_str_from(longer), &has, &err), &err);
    assert_false(has);
}

static inline enum nd_status dump_term(void *context, struct nd_str term, size_t documents) {
    struct dump *dump = context;
    struct nd_error err = ND_ERROR_INIT;
    struct nd_postings postings = {0};
    uint32_t *places = NULL;
    size_t capacity = 0;

    check_ok(nd_reader_read(dump->reader, &term, 1, false, &postings, &err), &err);
    assert_int_equal(postings.count, documents);
    check_presence(dump->reader, term);
    for (size_t i = 0; i < postings.count; i++) {
        size_t count = nd_postings_places(&postings, i, &places, &capacity);
        for (size_t k = 0; k < count; k++) {
            nd_buf_add(dump->out, term);
            nd_buf_addf(dump->out, "\t%u\t%u\t%u\n", postings.docs[i], places[k] >> ND_COLUMN_SHIFT,
                        places[k] & ND_PLACE_MASK);
        }
    }
    free(places);
    nd_postings_free(&postings);
    return ND_OK;
}

/* The same as newsdex reads it. */
static inline void dump_by_newsdex(const char *path, struct nd_buf *out) {
    struct nd_index *index = open_index(path, ND_INDEX_READ);
    struct nd_error err = ND_ERROR_INIT;
    struct dump dump = {NULL, out};
    const struct nd_token_visitor visitor = {NULL, dump_term, &dump};

    nd_buf_clear(out);
    check_ok(nd_reader_open(index, &dump.reader, &err), &err);
    check_ok(nd_reader_tokens_from(dump.reader, ND_STR(""), &visitor, &err), &err);
    nd_reader_close(dump.reader);
    nd_index_close(index);
}

/* Two dumps are the same, or the first line in which they differ is told. */
static inline void assert_same(const struct nd_buf *a, const struct nd_buf *b) {
    size_t line = 0, at = 0;

    if (nd_str_eq(nd_buf_str(a), nd_buf_str(b)))
        return;
    for (; at < a->len && at < b->len && a->ptr[at] == b->ptr[at]; at++)
        if (a->ptr[at] == '\n')
            line = at + 1;
    fail_msg("%zu and %zu bytes differ at %zu:\n%.160s\n%.160s", a->len, b->len, at,
             line < a->len ? a->ptr + line : "(end)", line < b->len ? b->ptr + line : "(end)");
}

/* MATCH finds every term as often as a walk over the index does: by way of the keys of the pages, that is. */
static inline void assert_matches(sqlite3 *db) {
    sqlite3_stmt *terms, *match;
    size_t count = 0;

    run_sql(db, VOCABULARY("row"));
    assert_int_equal(sqlite3_prepare_v2(db, "SELECT term, doc FROM vocabulary", -1, &terms, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, "SELECT count(*) FROM article_fts WHERE article_fts MATCH ?", -1,
                                        &match, NULL),
                     SQLITE_OK);
    for (; sqlite3_step(terms) == SQLITE_ROW; count++) {
        char text[ND_MAX_TOKEN + 8];
        snprintf(text, sizeof text, "\"%c%s\"", ND_FTS5_LITERAL, (const char *)sqlite3_column_text(terms, 0));
        sqlite3_bind_text(match, 1, text, -1, SQLITE_STATIC);
        assert_int_equal(sqlite3_step(match), SQLITE_ROW);
        if (sqlite3_column_int(match, 0) != sqlite3_column_int(terms, 1))
            fail_msg("%s: %d, not %d", text, sqlite3_column_int(match, 0), sqlite3_column_int(terms, 1));
        sqlite3_reset(match);
    }
    assert_true(count > 0);
    sqlite3_finalize(terms);
    sqlite3_finalize(match);
    run_sql(db, "DROP TABLE temp.vocabulary");
}

/* FTS5 finds no fault, and both read the same. */
static inline void assert_sound(const char *path) {
    sqlite3 *db = open_foreign(path);
    struct nd_buf theirs = {0}, ours = {0};

    run_sql(db, "INSERT INTO article_fts (article_fts, rank) VALUES ('integrity-check', 1)");
    assert_int_equal(number_of(db, "SELECT count(*) FROM article_fts_idx WHERE segid IS NULL"), 0);
    assert_matches(db);
    sqlite3_close(db);
    dump_by_fts5(path, &theirs);
    dump_by_newsdex(path, &ours);
    assert_same(&theirs, &ours);
    nd_buf_free(&theirs);
    nd_buf_free(&ours);
}

#endif
