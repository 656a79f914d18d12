/*
 * newsdex.so: the tokenizer "newsdex" and the ranking function newsdex_rank() for any program with SQLite, so
 * that the sqlite3 shell, Python or Datasette can read and search the database.
 *
 *     .load ./newsdex
 *     SELECT title FROM article_fts WHERE article_fts MATCH 'qwen meta' ORDER BY newsdex_rank(article_fts);
 */
#include "analysis/fts5_tokenizer.h"
#include "index/search/bm25f.h"

#include <stdlib.h>

SQLITE_EXTENSION_INIT1

enum { MAX_LANGUAGES = 64 };

/* What the rank of every row of one query needs: computed at the first row. */
struct query {
    double idf[64]; /* of each phrase; those beyond share the last place */
    double averages[ND_RANKED_COLUMNS];
    int phrases, columns;
};

static int count_row(const Fts5ExtensionApi *api, Fts5Context *fts, void *data) {
    sqlite3_int64 *rows = data;

    (void)api;
    (void)fts;
    (*rows)++;
    return SQLITE_OK;
}

static int read_query(const Fts5ExtensionApi *api, Fts5Context *fts, struct query *query) {
    sqlite3_int64 all = 0, total = 0;
    int code = api->xRowCount(fts, &all);

    query->phrases = api->xPhraseCount(fts);
    if (query->phrases > 64)
        query->phrases = 64;
    query->columns = api->xColumnCount(fts);
    if (query->columns > ND_RANKED_COLUMNS)
        query->columns = ND_RANKED_COLUMNS;
    for (int i = 0; i < query->phrases && code == SQLITE_OK; i++) {
        sqlite3_int64 rows = 0;
        code = api->xQueryPhrase(fts, i, &rows, count_row);
        query->idf[i] = nd_bm25f_idf((double)all, (double)rows);
    }
    for (int i = 0; i < query->columns && code == SQLITE_OK; i++) {
        code = api->xColumnTotalSize(fts, i, &total);
        query->averages[i] = all > 0 ? (double)total / (double)all : 0;
    }
    return code;
}

static int find_query(const Fts5ExtensionApi *api, Fts5Context *fts, struct query **query) {
    int code;

    *query = api->xGetAuxdata(fts, 0);
    if (*query != NULL)
        return SQLITE_OK;
    *query = sqlite3_malloc64(sizeof **query);
    if (*query == NULL)
        return SQLITE_NOMEM;
    code = read_query(api, fts, *query);
    if (code != SQLITE_OK) {
        sqlite3_free(*query);
        return code;
    }
    return api->xSetAuxdata(fts, *query, sqlite3_free);
}

/* The weighted frequency of a phrase in the row at hand. */
static int add_frequency(const Fts5ExtensionApi *api, Fts5Context *fts, int phrase, const double *factors,
                         const struct query *query, double *frequency) {
    Fts5PhraseIter iterator;
    int column, offset;
    int code = api->xPhraseFirst(fts, phrase, &iterator, &column, &offset);

    *frequency = 0;
    for (; code == SQLITE_OK && column >= 0; api->xPhraseNext(fts, &iterator, &column, &offset))
        if (column < query->columns)
            *frequency += factors[column];
    return code;
}

/* Lower is better, as with bm25(), so that ORDER BY needs no DESC. */
static void rank(const Fts5ExtensionApi *api, Fts5Context *fts, sqlite3_context *result, int count,
                 sqlite3_value **values) {
    double factors[ND_RANKED_COLUMNS] = {0}, score = 0, frequency;
    struct query *query;
    int code = find_query(api, fts, &query);

    (void)count;
    (void)values;
    for (int i = 0; code == SQLITE_OK && i < query->columns; i++) {
        int length = 0;
        code = api->xColumnSize(fts, i, &length);
        factors[i] = nd_bm25f_factor(&nd_bm25f_default, i, nd_bm25f_default.b[i], length, query->averages[i]);
    }
    for (int i = 0; code == SQLITE_OK && i < query->phrases; i++) {
        code = add_frequency(api, fts, i, factors, query, &frequency);
        score += nd_bm25f_score(&nd_bm25f_default, query->idf[i], frequency);
    }
    if (code == SQLITE_OK)
        sqlite3_result_double(result, -score);
    else
        sqlite3_result_error_code(result, code);
}

/* Words of a MATCH are stemmed in the languages of the articles, if this is a newsdex database. */
static void set_languages(sqlite3 *db) {
    struct nd_arena *arena = nd_arena_new();
    struct nd_str *languages = nd_arena_alloc(arena, MAX_LANGUAGES, sizeof *languages);
    sqlite3_stmt *statement = NULL;
    size_t count = 0;

    if (sqlite3_prepare_v2(db,
                           "SELECT DISTINCT substr(language, 1, 2) FROM article WHERE language IS NOT NULL",
                           -1, &statement, NULL) == SQLITE_OK)
        while (count < MAX_LANGUAGES && sqlite3_step(statement) == SQLITE_ROW)
            languages[count++] =
                nd_arena_str(arena, nd_str_from((const char *)sqlite3_column_text(statement, 0)));
    (void)sqlite3_finalize(statement);
    nd_fts5_tokenizer_languages(db, languages, count);
    nd_arena_free(arena);
}

/* The name SQLite looks for in newsdex.so; everything else in it is hidden. */
__attribute__((visibility("default"))) int sqlite3_newsdex_init(sqlite3 *db, char **message,
                                                                const sqlite3_api_routines *routines);

int sqlite3_newsdex_init(sqlite3 *db, char **message, const sqlite3_api_routines *routines) {
    struct nd_error err = ND_ERROR_INIT;
    fts5_api *api;

    SQLITE_EXTENSION_INIT2(routines);
    if (nd_fts5_tokenizer_register(db, &err) != ND_OK) {
        *message = sqlite3_mprintf("newsdex: %s", err.message);
        return SQLITE_ERROR;
    }
    api = nd_fts5_tokenizer_api(db);
    if (api == NULL || api->xCreateFunction(api, "newsdex_rank", NULL, rank, NULL) != SQLITE_OK) {
        *message = sqlite3_mprintf("newsdex: cannot register newsdex_rank");
        return SQLITE_ERROR;
    }
    set_languages(db);
    return SQLITE_OK;
}
