/*
 * Every SQL statement of the program, named; prepared once, when first needed, and kept until the index
 * closes. Parameters are bound by name. Private to the index stage.
 */
#ifndef INDEX_DB_STATEMENT_H
#define INDEX_DB_STATEMENT_H

#include "index/db/guard.h"
#include "newsdex/index.h"
#include "newsdex/map.h"

#include <sqlite3.h>

enum nd_sql {
    ND_SQL_BEGIN,
    ND_SQL_COMMIT,
    ND_SQL_ROLLBACK,
    ND_SQL_STATE_GET,
    ND_SQL_STATE_PUT,
    ND_SQL_STATE_DROP,
    ND_SQL_DEVICES,
    ND_SQL_GRAM_PATHS,
    ND_SQL_GRAM_URLS,
    ND_SQL_GRAM_PUT,
    ND_SQL_GRAM_CLEAR,
    ND_SQL_GRAM_BLOCKS,
    ND_SQL_GRAM_VERIFY,
    ND_SQL_FILE_BY_PATH,
    ND_SQL_FILE_BY_HASH,
    ND_SQL_LAST_ID,
    ND_SQL_FILE_INSERT,
    ND_SQL_FILE_UPDATE,
    ND_SQL_FILE_TOUCH,
    ND_SQL_FILE_DELETE,
    ND_SQL_FILE_PATH,
    ND_SQL_FILES,
    ND_SQL_PARTS,
    ND_SQL_PARTS_COUNT,
    ND_SQL_FILE_HAS_ARTICLES,
    ND_SQL_PART_BEFORE,
    ND_SQL_PART_FIRST,
    ND_SQL_PART_INSERT,
    ND_SQL_PART_UPDATE,
    ND_SQL_PART_PLACE,
    ND_SQL_PART_DELETE,
    ND_SQL_PROVIDER_FIND,
    ND_SQL_PROVIDER_INSERT,
    ND_SQL_TOPIC_FIND,
    ND_SQL_TOPIC_INSERT,
    ND_SQL_PROVENANCE_FIND,
    ND_SQL_PROVENANCE_INSERT,
    ND_SQL_PROVENANCE_DROP_UNUSED,
    ND_SQL_ARTICLE_INSERT,
    ND_SQL_ARTICLE_DELETE,
    ND_SQL_ARTICLE_NAMES,
    ND_SQL_ARTICLE_TOPIC_INSERT,
    ND_SQL_ARTICLE_TOPIC_DELETE,
    ND_SQL_AUTHOR_FIND,
    ND_SQL_AUTHOR_INSERT,
    ND_SQL_ARTICLE_AUTHOR_INSERT,
    ND_SQL_ARTICLE_AUTHOR_DELETE,
    ND_SQL_AUTHOR_DROP_UNUSED,
    ND_SQL_NAMES_OF,
    ND_SQL_PROVIDER_DROP,
    ND_SQL_TOPIC_DROP,
    ND_SQL_AUTHOR_DROP,
    ND_SQL_IMAGE_INSERT,
    ND_SQL_IMAGE_DELETE,
    ND_SQL_PROBLEM_INSERT,
    ND_SQL_PROBLEM_DELETE,
    ND_SQL_PART_PROBLEM_DELETE,
    ND_SQL_PART_PROBLEM_MOVE,
    ND_SQL_UNREADABLE_ADD,
    ND_SQL_UNREADABLE_DELETE,
    ND_SQL_FILE_TRY_AGAIN,
    ND_SQL_TARGET_FIND,
    ND_SQL_TARGET_INSERT,
    ND_SQL_TARGET_DIRTY,
    ND_SQL_TARGETS_OF_ARTICLE,
    ND_SQL_TARGET_NEXT_DIRTY,
    ND_SQL_TARGET_RESOLVE,
    ND_SQL_TARGET_DELETE,
    ND_SQL_TARGET_FILE_BY_UID,
    ND_SQL_TARGET_FILE_BY_URL,
    ND_SQL_TARGET_FILE_BY_KEY,
    ND_SQL_TARGET_MENTION,
    ND_SQL_TARGET_MENTION_BY_ID,
    ND_SQL_HAS_FILES,
    ND_SQL_HAS_INDEXES,
    ND_SQL_CHANGES_STATE,
    ND_SQL_CHANGES,
    ND_SQL_DELETIONS_NOTE,
    ND_SQL_DELETIONS_FORGET,
    ND_SQL_ARRIVAL_PUT,
    ND_SQL_ARRIVAL_LAST,
    ND_SQL_ARRIVAL_BEFORE,
    ND_SQL_TAG_PUT,
    ND_SQL_TAG_DROP,
    ND_SQL_TAGS,
    ND_SQL_LIKE_TOPIC,
    ND_SQL_LIKE_PROVIDER,
    ND_SQL_LIKE_AUTHOR,
    ND_SQL_LIKE_TAG,
    ND_SQL_LIKE_SAVED,
    ND_SQL_NOTE_PUT,
    ND_SQL_NOTE_DROP,
    ND_SQL_MARKS,
    ND_SQL_TAG_IMPORT,
    ND_SQL_NOTE_IMPORT,
    ND_SQL_SAVED_PUT,
    ND_SQL_SAVED_DROP,
    ND_SQL_SAVED_LIST,
    ND_SQL_SAVED_SEEN,
    ND_SQL_IDENTITY_APPEND,
    ND_SQL_IDENTITY_INSERT,
    ND_SQL_IDENTITY_DELETE,
    ND_SQL_IDENTITY_FIND,
    ND_SQL_IDENTITY_RELEASE_REFERENCE,
    ND_SQL_IDENTITY_RELEASE_COPIES,
    ND_SQL_IDENTITY_RELEASE_NUMBERED,
    ND_SQL_IDENTITY_RELEASE_REPEATED,
    ND_SQL_IDENTITY_RELEASE_ALIKE,
    ND_SQL_IDENTITY_NUMBER,
    ND_SQL_IDENTITY_IS_LEFT,
    ND_SQL_VERSION_MEMBERS,
    ND_SQL_VERSION_TEXT,
    ND_SQL_VERSION_PUT,
    ND_SQL_VERSION_DELETE,
    ND_SQL_IDENTITY_IS_FILLED,
    ND_SQL_IDENTITY_FILL_FILES,
    ND_SQL_IDENTITY_FILL_REFERENCES,
    ND_SQL_IDENTITY_HAS_INDEX,
    ND_SQL_MENTION_FIND,
    ND_SQL_MENTION_INSERT,
    ND_SQL_MENTION_DROP_UNUSED,
    ND_SQL_LINK_INSERT,
    ND_SQL_LINKS_INSERT,
    ND_SQL_LINK_DELETE,
    ND_SQL_REFERENCE_EXISTS,
    ND_SQL_REFERENCE_INSERT,
    ND_SQL_REFERENCE_IS,
    ND_SQL_REFERENCE_IMAGES_ARE,
    ND_SQL_MENTION_IMAGES,
    ND_SQL_MENTION_GET,
    ND_SQL_PROVIDER_DROP_UNUSED,
    ND_SQL_TOPIC_DROP_UNUSED,
    ND_SQL_REFERENCES_COUNT,
    ND_SQL_NEXT_LANGUAGE,
    ND_SQL_HIGHEST_ID,
    ND_SQL_HIT,
    ND_SQL_DATA_VERSION,
    ND_SQL_HAS_TAGS,
    ND_SQL_HIT_TAGS,
    ND_SQL_SAMPLE,
    ND_SQL_TITLE,
    ND_SQL_EXCERPT,
    ND_SQL_TOPICS,
    ND_SQL_BODY,
    ND_SQL_TEXT_NEXT,
    ND_SQL_TEXT,
    ND_SQL_BEGINNING,
    ND_SQL_LIKENESS,
    ND_SQL_SHOW,
    ND_SQL_SHOW_TOPICS,
    ND_SQL_SHOW_AUTHORS,
    ND_SQL_SHOW_IMAGES,
    ND_SQL_SHOW_RELATED,
    ND_SQL_SHOW_PROBLEMS,
    ND_SQL_SHOW_VERSIONS,
    ND_SQL_SHOW_CHILDREN,
    ND_SQL_OTHER_VERSIONS,
    ND_SQL_VERSIONS,
    ND_SQL_PROBLEMS,
    ND_SQL_FACET_NAMES,
    ND_SQL_FACET_AUTHOR,
    ND_SQL_FACET_PROVIDER,
    ND_SQL_FACET_LANGUAGE,
    ND_SQL_FACET_TYPE,
    ND_SQL_FACET_CATEGORY,
    ND_SQL_FACET_TAG,
    ND_SQL_FACET_DAY,
    ND_SQL_FACET_DAY_OF_ALL,
    ND_SQL_COUNT_ALL,
    ND_SQL_NORM_GET,
    ND_SQL_NORM_PUT,
    ND_SQL_NORM_CLEAR,
    ND_SQL_FTS_DATA_CLEAR,
    ND_SQL_FTS_KEYS_CLEAR,
    ND_SQL_FTS_SIZES_CLEAR,
    ND_SQL_FTS_VERSION_SET,
    ND_SQL_FTS_VERSION,
    ND_SQL_FTS_PAGE_SIZE,
    ND_SQL_FTS_PAGE,
    ND_SQL_FTS_PAGES_FROM,
    ND_SQL_FTS_PAGE_INSERT,
    ND_SQL_FTS_PAGES_DELETE,
    ND_SQL_FTS_FIND_PAGE,
    ND_SQL_FTS_NEXT_PAGE,
    ND_SQL_FTS_KEYS,
    ND_SQL_FTS_KEYED,
    ND_SQL_FTS_KEY_INSERT,
    ND_SQL_FTS_KEYS_DELETE,
    ND_SQL_FTS_SIZES_PUT,
    ND_SQL_FTS_SIZES_DELETE,
    ND_SQL_FTS_SIZES_OF_REFERENCES,
    ND_SQL_SKETCHES_NEXT,
    ND_SQL_SKETCH_ROW,
    ND_SQL_SKETCH_ROWS,
    ND_SQL_SKETCH_NEXT,
    ND_SQL_SKETCH_PUT,
    ND_SQL_SKETCH_DROP,
    ND_SQL_SKETCH_LOG,
    ND_SQL_SKETCH_LOG_ADD,
    ND_SQL_SKETCH_LOG_CLEAR,
    ND_SQL_COPY_TEXT,
    ND_SQL_COPY_ORDER,
    ND_SQL_COPY_ROW,
    ND_SQL_COPY_INSERT,
    ND_SQL_COPY_DELETE,
    ND_SQL_COPY_RELEASE,
    ND_SQL_COPY_RELEASE_TEXT,
    ND_SQL_COPY_RELEASE_UNNUMBERED,
    ND_SQL_COPY_OPEN,
    ND_SQL_COPY_ARTICLES,
    ND_SQL_COPY_TEXTS,
    ND_SQL_COPY_STANDS_FOR,
    ND_SQL_COPY_JOIN,
    ND_SQL_COPY_FOLLOW,
    ND_SQL_COPY_IS_LEAD,
    ND_SQL_COPY_TIDY,
    ND_SQL_COPY_VERIFY,
    ND_SQL_COPY_ALL,
    ND_SQL_COPY_LEADS,
    ND_SQL_COPY_COUNT,
    ND_SQL_COPY_OUTLETS,
    ND_SQL_COPY_MEMBERS,
    ND_SQL_RAW_TEXT,
    ND_SQL_LINE_LOG,
    ND_SQL_LINE_LOG_ADD,
    ND_SQL_LINE_LOG_CLEAR,
    ND_SQL_LINE_IS_LEARNED,
    ND_SQL_LINE_AUTHORS,
    ND_SQL_LINE_GET,
    ND_SQL_LINE_PUT,
    ND_SQL_LINE_LEARN,
    ND_SQL_LINE_DELETE,
    ND_SQL_LINES_VERIFY,
    ND_SQL_PLACES_VERIFY,
    ND_SQL_LINES_OF,
    ND_SQL_LINES_ALL,
    ND_SQL_LINES_LEARNED,
    ND_SQL_PLACE_GET,
    ND_SQL_PLACE_INSERT,
    ND_SQL_PLACE_UPDATE,
    ND_SQL_LINE_EXAMPLE,
    ND_SQL_PLACE_DELETE,
    ND_SQL_LEARNED_PUT,
    ND_SQL_LEARNED_DELETE,
    ND_SQL_LEARNED_TEXT,
    ND_SQL_LEARNED_PROVENANCE,
    ND_SQL_LEARNED_ALL,
    ND_SQL_IDENTITY_TOUCH,
    ND_SQL_COUNT
};

enum { ND_LINKS_AT_ONCE = 8 }; /* rows of ND_SQL_LINKS_INSERT */

enum { ND_SPARE_PAGES = 16 };

/*
 * Behind an INSERT into article_note: where there is a note, the text goes below it. Of two texts one of
 * which has all lines of the other, one behind the other, it is the longer one, so that joining twice changes
 * nothing.
 */
#define ND_SQL_HAS_LINES(text, lines)                                                                        \
    "instr(char(10) || " text " || char(10), char(10) || " lines " || char(10)) > 0"
#define ND_SQL_JOIN_NOTES                                                                                    \
    "ON CONFLICT (uid) DO UPDATE SET text = CASE WHEN " ND_SQL_HAS_LINES(                                    \
        "excluded.text", "text") " THEN excluded.text ELSE text || char(10) || excluded.text END"            \
                                 " WHERE NOT " ND_SQL_HAS_LINES("text", "excluded.text")

/* The connection, and what each room keeps for itself: nobody else looks into that. */
/* Part of an open index: db/bulk_load.h. */
struct nd_bulk_load {
    bool was_tried, is_on, is_disturbed;
    int watch; /* inotify's, while it is on */
    unsigned asked;
};

struct nd_index {
    sqlite3 *db;
    sqlite3_stmt *statements[ND_SQL_COUNT];
    sqlite3_stmt *spare_pages[ND_SPARE_PAGES]; /* see nd_sql_page */
    char *path;
    bool ignores_log; /* what is not yet in the file itself cannot be seen */
    struct nd_guard guard;
    int lock_fd; /* held while writing; closed after db, see index.c */
    int busy_ms; /* how long SQLite waits for the locks of others, while writing */
    struct nd_bulk_load bulk_load;
    struct nd_arena *scratch; /* reset by each public call that uses it */
    struct nd_analyser *analyser;
    struct nd_fulltext *full_text; /* these three while writing: fulltext/writer.c, */
    struct nd_lengths_writer *lengths;
    struct nd_store *store;            /* store/store.h */
    struct nd_grams *grams;            /* db/grams.h, while writing */
    int64_t common_texts, common_text; /* see nd_index_common_texts */
    struct nd_buf sketch_log;          /* what copies/copies.c has noted since the last commit */
    struct nd_buf line_log;            /* the same of boilerplate/boilerplate.c, */
    struct nd_text_lines *lines;       /* and its working space */
    int64_t learned_articles;          /* see nd_index_learned */
    bool has_taken_over; /* what was decided elsewhere, or is doubted: until the finish has looked at all, */
    int64_t *sides;      /* and what the ids of each such database were raised by */
    size_t side_count, side_capacity;
    enum { ND_LEARN_AS_BEFORE, ND_LEARN, ND_LEARN_NOT } learning;
    struct nd_searcher *searcher; /* search/searcher.h */
    struct nd_index *beside;      /* another that is searched with it, and */
    int64_t shift[2];             /* what ids of articles and references are raised by: db/joint.h */
};

/* An expression: the uid of a file's article before what would be the same is told apart. */
#define ND_SQL_OWN_UID "coalesce(part.uid, newsdex_uid(url, article.key, title, published_at, own_key))"

/* An expression: what a part is called where its ordinal does not say it, see nd_sql_part_name. */
#define ND_SQL_PART_NAME                                                                                     \
    "CASE WHEN part.item > 0 THEN coalesce(part.name, part.ordinal) || '/' || part.item ELSE part.name END"

/* An expression: where a field of the article at hand came from; NULL when that is not known. */
#define ND_SQL_SOURCE_OF(field)                                                                              \
    "(SELECT record ->> '$." field "' FROM provenance WHERE provenance.id = provenance_id)"

/* The prepared statement, reset and without bindings; NULL with err set when it cannot be prepared. */
sqlite3_stmt *nd_sql(struct nd_index *index, enum nd_sql which, struct nd_error *err);
/* The text of a statement, for one who needs it more than once at a time. */
struct nd_str nd_sql_text(enum nd_sql which);
/* A statement ND_SQL_FTS_PAGES_FROM that is the caller's until nd_sql_page_done: the page read last belongs
 * to it.
 */
sqlite3_stmt *nd_sql_page(struct nd_index *index, struct nd_error *err);
/* Takes it back. */
void nd_sql_page_done(struct nd_index *index, sqlite3_stmt *stmt);
/* An ad-hoc statement: text comes from the constant pieces of the index stage, never from a user. */
sqlite3_stmt *nd_sql_prepare(struct nd_index *index, struct nd_str text, struct nd_error *err);

/* Of every sqlite3_bind_: a value that could not be bound would be a NULL in the database. Ends the program,
 * as any lack of memory does. */
void nd_sql_bound(int code);
void nd_sql_bind_str(sqlite3_stmt *stmt, const char *name, struct nd_str value); /* NULL when absent */
void nd_sql_bind_int(sqlite3_stmt *stmt, const char *name, int64_t value);
void nd_sql_bind_null(sqlite3_stmt *stmt, const char *name);
void nd_sql_bind_blob(sqlite3_stmt *stmt, const char *name, const void *bytes, size_t size);

/* ND_OK: a row is there; ND_END: none, the statement is reset; otherwise an error in err. */
enum nd_status nd_sql_step(struct nd_index *index, sqlite3_stmt *stmt, struct nd_error *err) ND_MUST_CHECK;
/* Runs a statement that returns nothing. */
enum nd_status nd_sql_run(struct nd_index *index, sqlite3_stmt *stmt, struct nd_error *err) ND_MUST_CHECK;
/* The row that a statement whose only parameter is :id gives; ND_END: none. After ND_OK *stmt is at the row,
 * and the caller resets it; otherwise there is nothing to reset. */
enum nd_status nd_sql_row(struct nd_index *index, enum nd_sql which, int64_t id, sqlite3_stmt **stmt,
                          struct nd_error *err) ND_MUST_CHECK;
/* The number that a query of its own gives in its first row; ND_END, and nothing is set, when it has none. */
enum nd_status nd_sql_number(struct nd_index *index, const char *query, int64_t *number,
                             struct nd_error *err) ND_MUST_CHECK;
/* Runs one that returns nothing and whose only parameter is :id, or that has none. */
enum nd_status nd_sql_run_id(struct nd_index *index, enum nd_sql which, int64_t id,
                             struct nd_error *err) ND_MUST_CHECK;
/* Runs statements that return nothing and need no values, one behind the other, up to the first that fails.
 */
enum nd_status nd_sql_script(struct nd_index *index, const char *script, struct nd_error *err) ND_MUST_CHECK;
/* Text of a column, copied into the arena; absent when NULL. */
struct nd_str nd_sql_str(sqlite3_stmt *stmt, int column, struct nd_arena *arena);
/* What a part is called, from its ordinal in column and its name in the next; absent when there is no part.
 */
struct nd_str nd_sql_part_name(sqlite3_stmt *stmt, int column, struct nd_arena *arena);
/* What the message of an error says of the database, without its path. */
struct nd_str nd_sql_fault(const struct nd_index *index, const struct nd_error *err);
/* The database's last error as status and sentence. */
enum nd_status nd_sql_error(struct nd_index *index, struct nd_error *err);

#endif
