#include "analysis/fts5_tokenizer.h"

#include "newsdex/alloc.h"

#include <limits.h>
#include <stdlib.h>

/* Separators inside a string of ND_FTS5_POSITIONS: between the forms of a position, between positions. */
enum { FORM_END = 0x1f, POSITION_END = 0x1e };

/* What the tables of one connection share. */
struct tokenizer {
    struct nd_analyser *analyser;
    struct nd_arena *query_arena, *language_arena;
    struct nd_str *languages;
    size_t language_count;
};

typedef int take_token(void *context, int flags, const char *token, int length, int start, int end);

/* FTS5's callback and the result code it gave. */
struct receiver {
    take_token *take;
    void *context;
    int code;
};

static void destroy_tokenizer(void *data) {
    struct tokenizer *tokenizer = data;

    nd_analyser_free(tokenizer->analyser);
    nd_arena_free(tokenizer->query_arena);
    nd_arena_free(tokenizer->language_arena);
    free(tokenizer);
}

/* A table's tokenizer has no options; all tables use the connection's. */
static int open_tokenizer(void *data, const char **arguments, int count, Fts5Tokenizer **out) {
    (void)arguments;
    *out = data;
    return count == 0 ? SQLITE_OK : SQLITE_ERROR;
}

static void close_tokenizer(Fts5Tokenizer *tokenizer) {
    (void)tokenizer;
}

static enum nd_status receive(void *context, const struct nd_token *token) {
    struct receiver *receiver = context;

    receiver->code =
        receiver->take(receiver->context, token->is_colocated ? FTS5_TOKEN_COLOCATED : 0, token->text.ptr,
                       (int)token->text.len, (int)token->start, (int)token->end);
    return receiver->code == SQLITE_OK ? ND_OK : ND_DB;
}

static enum nd_status receive_position(const struct nd_query_position *position, size_t count,
                                       struct receiver *receiver) {
    enum nd_status status = ND_OK;

    for (size_t i = 0; i < count && status == ND_OK; i++) {
        struct nd_token token = {position->forms[i], position->start, position->end, i > 0, NULL};
        status = receive(receiver, &token);
    }
    return status;
}

static enum nd_status receive_positions(struct nd_str rest, struct receiver *receiver) {
    bool is_colocated = false;
    enum nd_status status = ND_OK;

    while (rest.len > 0 && status == ND_OK) {
        size_t end = 0;
        struct nd_token token = {.is_colocated = is_colocated};
        while (end < rest.len && rest.ptr[end] != FORM_END && rest.ptr[end] != POSITION_END)
            end++;
        token.text = nd_str_slice(rest, 0, end);
        is_colocated = end < rest.len && rest.ptr[end] == FORM_END;
        rest = nd_str_skip(rest, end + 1);
        if (token.text.len > 0)
            status = receive(receiver, &token);
    }
    return status;
}

void nd_fts5_tokenizer_add_string(struct nd_buf *match, const struct nd_query_position *first, size_t count) {
    nd_buf_add_char(match, '"');
    nd_buf_add_char(match, ND_FTS5_POSITIONS);
    for (const struct nd_query_position *p = first; p != NULL && count > 0; p = p->next, count--) {
        if (p != first)
            nd_buf_add_char(match, POSITION_END);
        for (size_t i = 0; i < p->count; i++) {
            if (i > 0)
                nd_buf_add_char(match, FORM_END);
            nd_buf_add(match, p->forms[i]);
        }
    }
    nd_buf_add_char(match, '"');
}

static enum nd_status tokenize_query(struct tokenizer *tokenizer, struct nd_str text, bool is_prefix,
                                     struct receiver *receiver) {
    struct nd_query_options options = {is_prefix, tokenizer->languages, tokenizer->language_count};
    const struct nd_query_position *position;
    enum nd_status status = ND_OK;
    char mark = text.len > 1 ? text.ptr[0] : 0;

    if (mark == ND_MARK_STEM || mark == ND_MARK_ACCENTED || mark == ND_FTS5_LITERAL) {
        struct nd_token token = {nd_str_skip(text, mark == ND_FTS5_LITERAL), 0, text.len, false, NULL};
        return receive(receiver, &token);
    }
    if (mark == ND_FTS5_POSITIONS)
        return receive_positions(nd_str_skip(text, 1), receiver);
    nd_arena_reset(tokenizer->query_arena);
    position = nd_analyse_query(tokenizer->analyser, text, &options, tokenizer->query_arena);
    for (; position != NULL && status == ND_OK; position = position->next)
        status = receive_position(position, position->count, receiver);
    return status;
}

static int tokenize(Fts5Tokenizer *data, void *context, int flags, const char *text, int length,
                    take_token *take) {
    struct tokenizer *tokenizer = (struct tokenizer *)(void *)data;
    struct receiver receiver = {take, context, SQLITE_OK};
    struct nd_str whole = nd_str_of(text, length < 0 || text == NULL ? 0 : (size_t)length);
    enum nd_status status;

    if (flags & FTS5_TOKENIZE_QUERY)
        status = tokenize_query(tokenizer, whole, (flags & FTS5_TOKENIZE_PREFIX) != 0, &receiver);
    else
        status = nd_analyse_document(tokenizer->analyser, whole, receive, &receiver);
    if (receiver.code != SQLITE_OK)
        return receiver.code;
    return status == ND_OK ? SQLITE_OK : SQLITE_ERROR;
}

/* FTS5 hands out its interface through the one SQL function made for it. */
fts5_api *nd_fts5_tokenizer_api(sqlite3 *db) {
    sqlite3_stmt *statement = NULL;
    fts5_api *api = NULL;

    if (sqlite3_prepare_v2(db, "SELECT fts5(?1)", -1, &statement, NULL) == SQLITE_OK &&
        sqlite3_bind_pointer(statement, 1, &api, "fts5_api_ptr", NULL) == SQLITE_OK)
        (void)sqlite3_step(statement);
    (void)sqlite3_finalize(statement);
    return api;
}

static struct tokenizer *find_tokenizer(sqlite3 *db) {
    fts5_api *api = nd_fts5_tokenizer_api(db);
    fts5_tokenizer methods;
    void *data = NULL;

    if (api == NULL || api->xFindTokenizer(api, "newsdex", &data, &methods) != SQLITE_OK)
        return NULL;
    return methods.xTokenize == tokenize ? data : NULL;
}

enum nd_status nd_fts5_tokenizer_register(sqlite3 *db, struct nd_error *err) {
    fts5_tokenizer methods = {open_tokenizer, close_tokenizer, tokenize};
    fts5_api *api = nd_fts5_tokenizer_api(db);
    struct tokenizer *tokenizer;

    if (api == NULL)
        return nd_error_set(err, ND_DB, "this SQLite has no full-text search (FTS5)");
    tokenizer = nd_alloc_array(1, sizeof *tokenizer);
    tokenizer->analyser = nd_analyser_new();
    tokenizer->query_arena = nd_arena_new();
    tokenizer->language_arena = nd_arena_new();
    if (api->xCreateTokenizer(api, "newsdex", tokenizer, &methods, destroy_tokenizer) == SQLITE_OK)
        return ND_OK;
    destroy_tokenizer(tokenizer);
    return nd_error_set(err, ND_DB, "cannot register the tokenizer: %s", sqlite3_errmsg(db));
}

void nd_fts5_tokenizer_languages(sqlite3 *db, const struct nd_str *languages, size_t count) {
    struct tokenizer *tokenizer = find_tokenizer(db);

    if (tokenizer == NULL)
        return;
    nd_arena_reset(tokenizer->language_arena);
    tokenizer->languages = nd_arena_alloc(tokenizer->language_arena, count, sizeof *tokenizer->languages);
    tokenizer->language_count = count;
    for (size_t i = 0; i < count; i++)
        tokenizer->languages[i] = nd_arena_str(tokenizer->language_arena, languages[i]);
}
