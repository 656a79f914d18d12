#include "engine/postgresql.h"

#include "engine/schemas.h"

#include <inttypes.h>
#include <string.h>

static struct nd_str schema(void) {
    return nd_str_of(nd_schema_postgresql, sizeof nd_schema_postgresql - 1);
}

static const char *const scopes[] = {"whole", "changes", "some"};

/* What has to be written as something else: the letter behind the backslash, or 1 for NUL. */
static const char escapes[256] = {['\0'] = 1,   ['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n',
                                  ['\v'] = 'v', ['\f'] = 'f', ['\r'] = 'r', ['\\'] = '\\'};

bool nd_postgresql_copy(struct nd_buf *out, struct nd_str text) {
    bool has_nul = false;

    while (text.len > 0) {
        size_t plain = 0;
        char escape;
        while (plain < text.len && escapes[(unsigned char)text.ptr[plain]] == 0)
            plain++;
        nd_buf_add(out, nd_str_slice(text, 0, plain));
        if (plain == text.len)
            break;
        escape = escapes[(unsigned char)text.ptr[plain]];
        if (escape == 1) {
            nd_buf_add_z(out, "\xEF\xBF\xBD");
            has_nul = true;
        } else {
            nd_buf_add_char(out, '\\');
            nd_buf_add_char(out, escape);
        }
        text = nd_str_skip(text, plain + 1);
    }
    return has_nul;
}

/* An array of text. Quotes and backslashes are escaped in it, and the backslashes again for COPY. */
static bool copy_names(struct nd_buf *out, const struct nd_names *names) {
    bool has_nul = false;

    nd_buf_add_char(out, '{');
    for (const struct nd_name *name = names->first; name != NULL; name = name->next) {
        struct nd_str rest = name->text;
        nd_buf_add_z(out, name == names->first ? "\"" : ",\"");
        for (size_t plain = 0; rest.len > 0; rest = nd_str_skip(rest, plain)) {
            for (plain = 1; plain < rest.len && rest.ptr[plain] != '"' && rest.ptr[plain] != '\\'; plain++)
                ;
            if (rest.ptr[0] == '"' || rest.ptr[0] == '\\')
                nd_buf_add_z(out, "\\\\");
            has_nul |= nd_postgresql_copy(out, nd_str_slice(rest, 0, plain));
        }
        nd_buf_add_char(out, '"');
    }
    nd_buf_add_char(out, '}');
    return has_nul;
}

static void end_table(struct nd_engine_feed *feed) {
    if (feed->table != NULL)
        nd_buf_add_z(&feed->out, "\\.\n");
    feed->table = NULL;
}

/* Rows of that table follow. */
static void begin_table(struct nd_engine_feed *feed, const char *table, const char *columns) {
    if (feed->table != NULL && strcmp(feed->table, table) == 0)
        return;
    end_table(feed);
    nd_buf_addf(&feed->out, "COPY %s%s (%s) FROM stdin;\n",
                feed->scope == ND_ENGINE_WHOLE ? "newsdex." : "pg_temp.newsdex_", table, columns);
    feed->table = table;
}

static void begin(struct nd_engine_feed *feed) {
    nd_buf_addf(&feed->out,
                "\\set QUIET on\n\\set ON_ERROR_STOP on\nSET client_encoding = 'UTF8';\nBEGIN;\n"
                "CALL newsdex.begin_feed('%s');\n",
                scopes[feed->scope]);
}

static void add_columns(const struct nd_engine_article *article, struct nd_buf *columns) {
    nd_buf_add_z(columns, "uid, revision");
    for (size_t i = 0; i < article->count; i++)
        nd_buf_addf(columns, ", %s", article->values[i].name);
    nd_buf_add_z(columns, ", words");
}

static void add_value(struct nd_engine_feed *feed, const struct nd_engine_article *article,
                      const struct nd_engine_value *value) {
    bool has_nul = false;

    nd_buf_add_char(&feed->out, '\t');
    if (value->type == ND_ENGINE_NAMES)
        has_nul = copy_names(&feed->out, value->names);
    else if (value->text.ptr == NULL)
        nd_buf_add_z(&feed->out, "\\N");
    else
        has_nul = nd_postgresql_copy(&feed->out, value->text);
    if (has_nul) {
        struct nd_buf what = {0};
        nd_buf_addf(&what, "%s: NUL, which PostgreSQL cannot hold, became U+FFFD", value->name);
        nd_engine_note(feed, article->uid, what.ptr);
        nd_buf_free(&what);
    }
}

/* What is left of an article that one tsvector does not hold. */
static void add_pieces(struct nd_engine_feed *feed, const struct nd_engine_article *article,
                       struct nd_postgresql_pieces *pieces) {
    struct nd_buf piece = {0};

    while (nd_postgresql_pieces_next(pieces, &piece)) {
        begin_table(feed, "piece", "uid, words");
        (void)nd_postgresql_copy(&feed->out, article->uid);
        nd_buf_add_char(&feed->out, '\t');
        nd_buf_add(&feed->out, nd_buf_str(&piece));
        nd_buf_add_char(&feed->out, '\n');
        nd_buf_clear(&piece);
        nd_engine_flush(feed);
    }
    nd_buf_free(&piece);
    if (nd_postgresql_pieces_are_short(pieces))
        nd_engine_note(feed, article->uid,
                       "words: some come so often that \"a b\"~N may miss it for N above 60");
}

static void put(struct nd_engine_feed *feed, const struct nd_engine_article *article) {
    struct nd_postgresql_pieces *pieces = nd_postgresql_pieces_new(&article->words);

    if (feed->table == NULL || strcmp(feed->table, "article") != 0) {
        struct nd_buf columns = {0};
        add_columns(article, &columns);
        begin_table(feed, "article", columns.ptr);
        nd_buf_free(&columns);
    }
    (void)nd_postgresql_copy(&feed->out, article->uid);
    nd_buf_addf(&feed->out, "\t%" PRId64, article->revision);
    for (size_t i = 0; i < article->count; i++)
        add_value(feed, article, &article->values[i]);
    nd_buf_add_char(&feed->out, '\t');
    (void)nd_postgresql_pieces_next(pieces, &feed->out);
    nd_buf_add_char(&feed->out, '\n');
    add_pieces(feed, article, pieces);
    nd_postgresql_pieces_free(pieces);
}

static void drop(struct nd_engine_feed *feed, struct nd_str uid, int64_t revision) {
    begin_table(feed, "gone", "uid, revision");
    (void)nd_postgresql_copy(&feed->out, uid);
    nd_buf_addf(&feed->out, "\t%" PRId64 "\n", revision);
}

/* The name of a database is 32 hexadecimal digits. */
static void end(struct nd_engine_feed *feed, const struct nd_index_state *now) {
    end_table(feed);
    nd_buf_addf(&feed->out,
                "CALL newsdex.end_feed('%s', '%.*s', %" PRId64 ", %" PRId64 ");\nCOMMIT;\n"
                "ANALYZE newsdex.article, newsdex.piece;\n",
                scopes[feed->scope], (int)now->database.len, now->database.ptr, feed->since, now->revision);
}

const struct nd_engine nd_postgresql = {"postgresql", schema, begin, put, drop, end, nd_postgresql_translate};
