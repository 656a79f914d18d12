/*
 * How fast is a long query? Runs the queries of files (id, text a line) as "search --any -n 10" does, in
 * process, beside FTS5 with unicode61 and ORDER BY rank over the same text and the same ORed words, and
 * prints the median and the 99th percentile of both, their ratios, and the sizes of both indexes.
 *
 *     search DATABASE QUERIES.tsv...
 */
#include "newsdex/alloc.h"
#include "newsdex/index.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MAX_QUERIES = 10000, TOP = 10 };

static double seconds(void) {
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static int ascending(const void *a, const void *b) {
    const double *x = a, *y = b;

    return *x < *y ? -1 : *x > *y;
}

static void fail(const char *what, const char *why) {
    fprintf(stderr, "search: %s: %s\n", what, why);
    exit(2);
}

static size_t read_queries(const char *path, struct nd_arena *arena, struct nd_str *queries, size_t count) {
    struct nd_buf bytes = {0};
    struct nd_file_stamp stamp;
    struct nd_error err = ND_ERROR_INIT;
    struct nd_str rest, line;

    if (nd_source_read(path, 1u << 30, &bytes, &stamp, &err) != ND_OK)
        fail(path, err.message);
    rest = nd_arena_str(arena, nd_buf_str(&bytes));
    nd_buf_free(&bytes);
    while (count < MAX_QUERIES && nd_str_next_line(&rest, &line))
        queries[count++] = nd_str_skip(line, nd_str_find_char(line, '\t') + 1);
    return count;
}

/* "word" OR "word" ...: letters and digits, as unicode61 splits them in these queries. */
static void or_words(struct nd_str query, struct nd_buf *match) {
    bool inside = false;

    nd_buf_clear(match);
    for (size_t i = 0; i <= query.len; i++) {
        char c = i < query.len ? query.ptr[i] : ' ';
        bool is_word = nd_char_is_alpha(c) || nd_char_is_digit(c) || (unsigned char)c >= 0x80;
        if (is_word && !inside)
            nd_buf_add_z(match, match->len > 0 ? " OR \"" : "\"");
        if (!is_word && inside)
            nd_buf_add_char(match, '"');
        if (is_word)
            nd_buf_add_char(match, c);
        inside = is_word;
    }
}

static enum nd_status take_hit(void *context, const struct nd_hit *hit, struct nd_error *err) {
    (void)context;
    (void)hit;
    (void)err;
    return ND_OK;
}

static double time_ours(struct nd_index *index, struct nd_str text, struct nd_arena *arena) {
    struct nd_query_settings settings = {.any = true};
    struct nd_search_options options = {.any = true, .limit = TOP};
    struct nd_error err = ND_ERROR_INIT;
    int64_t count;
    double start = seconds();

    nd_arena_reset(arena);
    if (nd_index_search(index, nd_query_parse(text, &settings, arena), &options, take_hit, NULL, &count,
                        &err) != ND_OK)
        fail("search", err.message);
    return seconds() - start;
}

static double time_plain(sqlite3_stmt *stmt, const struct nd_buf *match) {
    double start = seconds();

    sqlite3_reset(stmt);
    sqlite3_bind_text(stmt, 1, match->ptr, (int)match->len, SQLITE_STATIC);
    while (sqlite3_step(stmt) == SQLITE_ROW)
        ;
    return seconds() - start;
}

/* A plain full-text table of the same text, without the language tags. */
static sqlite3 *open_plain(const char *database) {
    static const char script[] =
        "CREATE VIRTUAL TABLE plain USING fts5(title, excerpt, topics, body, content='', "
        "tokenize='unicode61');"
        "INSERT INTO plain(plain, rank) VALUES('hashsize', 67108864);"
        "INSERT INTO plain(rowid, title, excerpt, topics, body)"
        " SELECT article.id, title, CASE WHEN record ->> '$.excerpt' = 'first-paragraph' THEN NULL ELSE "
        "excerpt "
        "END,"
        " (SELECT group_concat(topic.name, ' ') FROM source.article_topic JOIN source.topic ON topic.id = "
        "topic_id"
        "  WHERE article_id = article.id), body FROM source.article AS article"
        " LEFT JOIN source.provenance ON provenance.id = provenance_id WHERE article.id < 1000000000;"
        "INSERT INTO plain(plain) VALUES('optimize')";
    sqlite3 *db = NULL;
    char *attach = sqlite3_mprintf("ATTACH %Q AS source", database);

    if (sqlite3_open("", &db) != SQLITE_OK || sqlite3_exec(db, attach, NULL, NULL, NULL) != SQLITE_OK ||
        sqlite3_exec(db, script, NULL, NULL, NULL) != SQLITE_OK)
        fail("plain FTS5", sqlite3_errmsg(db));
    sqlite3_free(attach);
    return db;
}

static double number(sqlite3 *db, const char *sql) {
    sqlite3_stmt *stmt = NULL;
    double value = 0;

    if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW)
        value = sqlite3_column_double(stmt, 0);
    sqlite3_finalize(stmt);
    return value;
}

static void print_sizes(sqlite3 *plain) {
    double ours = number(plain, "SELECT sum(length(block)) FROM source.article_fts_data") +
                  number(plain, "SELECT sum(length(sz)) FROM source.article_fts_docsize") +
                  number(plain, "SELECT sum(length(lengths)) FROM source.norm");
    double theirs = number(plain, "SELECT sum(length(block)) FROM plain_data") +
                    number(plain, "SELECT sum(length(sz)) FROM plain_docsize");

    printf("articles\t%.0f\nindex bytes\tnewsdex %.0f\tunicode61 %.0f\tratio %.2f\n",
           number(plain, "SELECT count(*) FROM source.article WHERE id < 1000000000"), ours, theirs,
           ours / theirs);
}

int main(int argc, char **argv) {
    struct nd_arena *arena = nd_arena_new(), *scratch = nd_arena_new();
    struct nd_str *queries = nd_alloc_array(MAX_QUERIES, sizeof *queries);
    double *ours = nd_alloc_array(MAX_QUERIES, sizeof *ours),
           *theirs = nd_alloc_array(MAX_QUERIES, sizeof *theirs);
    struct nd_error err = ND_ERROR_INIT;
    struct nd_index *index = NULL;
    struct nd_buf match = {0};
    sqlite3_stmt *stmt = NULL;
    sqlite3 *plain;
    size_t count = 0;

    if (argc < 3)
        fail("usage", "search DATABASE QUERIES.tsv...");
    for (int i = 2; i < argc; i++)
        count = read_queries(argv[i], arena, queries, count);
    if (nd_index_open(argv[1], ND_INDEX_READ, 0, &index, &err) != ND_OK)
        fail(argv[1], err.message);
    plain = open_plain(argv[1]);
    print_sizes(plain);
    if (sqlite3_prepare_v2(plain, "SELECT rowid FROM plain WHERE plain MATCH ?1 ORDER BY rank LIMIT 10", -1,
                           &stmt, NULL) != SQLITE_OK)
        fail("plain FTS5", sqlite3_errmsg(plain));
    for (int round = 0; round < 2; round++) /* the first one warms the caches of both */
        for (size_t i = 0; i < count; i++) {
            or_words(queries[i], &match);
            ours[i] = time_ours(index, queries[i], scratch);
            theirs[i] = time_plain(stmt, &match);
        }
    qsort(ours, count, sizeof *ours, ascending);
    qsort(theirs, count, sizeof *theirs, ascending);
    printf("queries\t%zu\n", count);
    printf("p50 ms\tnewsdex %.2f\tFTS5 rank %.2f\tratio %.3f\n", ours[count / 2] * 1e3,
           theirs[count / 2] * 1e3, ours[count / 2] / theirs[count / 2]);
    printf("p99 ms\tnewsdex %.2f\tFTS5 rank %.2f\tratio %.3f\n", ours[count * 99 / 100] * 1e3,
           theirs[count * 99 / 100] * 1e3, ours[count * 99 / 100] / theirs[count * 99 / 100]);
    sqlite3_finalize(stmt);
    sqlite3_close(plain);
    nd_index_close(index);
    nd_buf_free(&match);
    nd_arena_free(arena);
    nd_arena_free(scratch);
    free(queries);
    free(ours);
    free(theirs);
    return 0;
}
