/*
 * The index stage: article records in, hits out; the only stage that knows SQL. One SQLite file holds
 * everything (src/index/db/schema.sql, newsdex(5)). One process writes at a time; readers see whole batches,
 * and wait at most for the end of one, when the database is being filled for the first time.
 */
#ifndef NEWSDEX_INDEX_H
#define NEWSDEX_INDEX_H

#include "newsdex/article.h"
#include "newsdex/inverter.h"
#include "newsdex/query.h"
#include "newsdex/source.h"

struct nd_index;
struct nd_copies; /* newsdex/copies.h */

enum nd_index_mode {
    ND_INDEX_READ,   /* the database must exist */
    ND_INDEX_VERIFY, /* as READ, but FTS5 may take the write lock it needs for its integrity check */
    ND_INDEX_WRITE /* created if missing; older versions are migrated; excludes other writers until closed */
};

enum { ND_HASH_SIZE = 16, ND_FIRST_REFERENCE = 1000000000 };
/* Number of the rules by which files are read. Raise it when an unchanged file gives another record than
 * before: the next ingest reads again what was read by other rules. */
enum { ND_READER = 13 };

/*
 * Opens path. wait_ms is how long to wait for another writer: ND_BUSY after that. ND_DB when the file belongs
 * to another program, comes from a newer version, or is damaged; ND_NOT_FOUND when it is to be read and
 * missing.
 */
enum nd_status nd_index_open(const char *path, enum nd_index_mode mode, int wait_ms, struct nd_index **index,
                             struct nd_error *err) ND_MUST_CHECK;
void nd_index_close(struct nd_index *index);
/*
 * True when batches that were committed are not seen: they lie in the log beside the file, which SQLite can
 * only read with permission to write.
 */
bool nd_index_ignores_log(const struct nd_index *index);
/* ND_OK when an ingest is under way or was interrupted, *articles being what there is so far; otherwise
 * ND_END. */
enum nd_status nd_index_unfinished(struct nd_index *index, int64_t *articles,
                                   struct nd_error *err) ND_MUST_CHECK;

/* Writing: what became of one file. */

struct nd_index_input {
    struct nd_str path; /* absolute */
    struct nd_file_stamp stamp;
    bool has_hash;
    unsigned char hash[ND_HASH_SIZE]; /* XXH3-128 of the bytes */
    struct nd_str encoding;
    struct nd_str filter;             /* what made its text, or was there for that of its parts; or absent */
    const struct nd_article *article; /* NULL when the file gave none */
    bool is_container, is_closed;     /* it holds many, see nd_index_open_container */
    int64_t parts;                    /* how many it has, when it is closed */
    const struct nd_problems *problems;
    bool is_inverted;             /* the article's text is in the run last taken: */
    uint32_t number;              /* of the article there */
    uint32_t lengths[ND_COLUMNS]; /* words of its columns */
};

/* MAYBE_MOVED: added, and whether the path under which its bytes are known is gone could not be told. */
enum nd_change { ND_ADDED, ND_CHANGED, ND_MOVED, ND_MAYBE_MOVED };

/* The names of all topics and authors of an article, a line each. */
void nd_index_topics(const struct nd_article *article, struct nd_buf *out);
/* True when the title was made from the beginning of the body. */
bool nd_index_title_is_copy(const struct nd_article *article);
/* What of an article is searched, as the view article_text has it; borrowed from the arguments. */
void nd_index_columns(const struct nd_article *article, struct nd_str topics, struct nd_columns *columns);

enum nd_status nd_index_begin(struct nd_index *index, struct nd_error *err) ND_MUST_CHECK;
enum nd_status nd_index_commit(struct nd_index *index, struct nd_error *err) ND_MUST_CHECK;
void nd_index_rollback(struct nd_index *index);
/* Commits what went well so far, takes back what did not, and gives the status of that. */
enum nd_status nd_index_end(struct nd_index *index, enum nd_status status,
                            struct nd_error *err) ND_MUST_CHECK;

/*
 * The run whose articles are put next; its storage is taken over. NULL: there are no more to put of the last
 * one. A commit may come in between.
 */
void nd_index_take_run(struct nd_index *index, struct nd_run *run);
/* True when so much waits in memory that it should be committed, or somebody waits for a commit. */
bool nd_index_is_full(struct nd_index *index);
/* Before the first article: who looks into a new database from then on is told of the load. */
enum nd_status nd_index_announce_load(struct nd_index *index, struct nd_error *err) ND_MUST_CHECK;
/* Before anything is written: what comes may take its time, and no reader is to wait for it. */
void nd_index_expect_pauses(struct nd_index *index);
/* Adds or replaces a file and its article. A file whose content is known under a path that is gone has moved.
 */
enum nd_status nd_index_put(struct nd_index *index, const struct nd_index_input *input,
                            enum nd_change *change, struct nd_error *err) ND_MUST_CHECK;
/* The same; parts it had stay for the caller, its article may be an issue of several. *id is the file's. */
enum nd_status nd_index_put_parent(struct nd_index *index, const struct nd_index_input *input, int64_t *id,
                                   enum nd_change *change, struct nd_error *err) ND_MUST_CHECK;

/* The content is the same, only the stamp differs; it can be read, whatever was the matter before. */
enum nd_status nd_index_touch(struct nd_index *index, int64_t file_id, const struct nd_file_stamp *stamp,
                              struct nd_error *err) ND_MUST_CHECK;
/* Whether articles of the file are known. */
enum nd_status nd_index_has_articles(struct nd_index *index, int64_t file_id, bool *has,
                                     struct nd_error *err) ND_MUST_CHECK;
/* The file cannot be read now, as message says: what is known of it stays, and the next run tries again. */
enum nd_status nd_index_keep_unread(struct nd_index *index, int64_t file_id, struct nd_str message,
                                    struct nd_error *err) ND_MUST_CHECK;
/* Removes a file unless it has got another path meanwhile; *removed tells. */
enum nd_status nd_index_remove(struct nd_index *index, int64_t file_id, struct nd_str path, bool *removed,
                               struct nd_error *err) ND_MUST_CHECK;
/* Makes every reference point to the article it names, drops what nothing refers to; outside a transaction.
 */
enum nd_status nd_index_finish(struct nd_index *index, struct nd_error *err) ND_MUST_CHECK;

/*
 * Merges the full-text index into one piece and gives free pages back to the system; outside a transaction.
 * Needs as much room again as the database has. *bytes_won may be negative when there was little to win.
 */
enum nd_status nd_index_optimize(struct nd_index *index, int64_t *bytes_won,
                                 struct nd_error *err) ND_MUST_CHECK;
/*
 * Makes the full-text index and the lengths anew from the articles, whatever state or form they are in;
 * outside a transaction, and all or nothing. Needed when the index is foreign: written by another program
 * with a newer SQLite in a form that cannot be added to.
 */
enum nd_status nd_index_is_foreign(struct nd_index *index, bool *is_foreign,
                                   struct nd_error *err) ND_MUST_CHECK;
/* The words of articles were cut otherwise when the index was made, or it is new. */
enum nd_status nd_index_is_outdated(struct nd_index *index, bool *is_outdated,
                                    struct nd_error *err) ND_MUST_CHECK;
enum nd_status nd_index_rebuild(struct nd_index *index, struct nd_error *err) ND_MUST_CHECK;

struct nd_index_file {
    int64_t id;
    struct nd_str path;
    struct nd_file_stamp stamp;
    bool has_hash;
    unsigned char hash[ND_HASH_SIZE];
    bool is_of_reader;     /* read by the rules of today */
    bool is_skipped;       /* left out as none of the articles it lies among */
    struct nd_str filter;  /* as struct nd_index_input has it */
    int64_t parts;         /* -1: it is one article, or none */
    int64_t issues, items; /* it is, or has; and the articles of these */
};

/* Known files with from <= path < until, in byte order of the path: at most max, count of them in files. */
struct nd_index_page {
    struct nd_str from, until;
    struct nd_index_file *files; /* room for max */
    size_t max, count;
};
enum nd_status nd_index_files(struct nd_index *index, struct nd_index_page *page, struct nd_arena *arena,
                              struct nd_error *err) ND_MUST_CHECK;

/*
 * Which device (st_dev) folders were on when files in them were last read. A folder stands for all that lies
 * below it, as far as no other one does; it has a '/' at its end.
 */
struct nd_index_device {
    struct nd_str folder;
    uint64_t number;
    bool is_away; /* at the last run its files were not there, and something else in their place may have been
                   */
};
struct nd_index_devices {
    struct nd_index_device *items; /* in byte order of the folders; free() it */
    size_t count, capacity;
};
/* All of them; the folders live in the arena. devices must be all zero. */
enum nd_status nd_index_devices(struct nd_index *index, struct nd_arena *arena,
                                struct nd_index_devices *devices, struct nd_error *err) ND_MUST_CHECK;
enum nd_status nd_index_put_device(struct nd_index *index, const struct nd_index_device *device,
                                   struct nd_error *err) ND_MUST_CHECK;
enum nd_status nd_index_drop_device(struct nd_index *index, struct nd_str folder,
                                    struct nd_error *err) ND_MUST_CHECK;

struct nd_index_totals {
    int64_t articles, references;
    int64_t versions; /* of articles, which do not answer and are not counted among them */
};
enum nd_status nd_index_count_all(struct nd_index *index, struct nd_index_totals *totals,
                                  struct nd_error *err) ND_MUST_CHECK;

/* Searching. */

/* What articles are counted by. */
enum nd_facet_field {
    ND_FACET_TOPIC,
    ND_FACET_KEYWORD,
    ND_FACET_THEME,
    ND_FACET_AUTHOR,
    ND_FACET_PROVIDER,
    ND_FACET_LANGUAGE,
    ND_FACET_TYPE,
    ND_FACET_CATEGORY,
    ND_FACET_TAG,
    ND_FACET_DAY,
    ND_FACET_WEEK, /* ISO 8601, as 2023-W30 */
    ND_FACET_MONTH,
    ND_FACET_YEAR,
    ND_FACETS,
    /* Of a crosstab only. */
    ND_FACET_LENGTH = ND_FACETS, /* of the body, in characters */
    ND_FACET_STORY,              /* of neither: newsdex/stories.h */
    ND_FACET_METADATA            /* a key of it, as nd_json_member has it */
};

/* ID: in order of id, so that one who stopped can go on. */
enum nd_sort { ND_SORT_DEFAULT, ND_SORT_RELEVANCE, ND_SORT_NEWEST, ND_SORT_OLDEST, ND_SORT_ID, ND_SORT_NONE };

/* A text, and what hits are compared with. */
struct nd_text {
    struct nd_str title, excerpt, body, language;
    struct nd_str published_at; /* absent: near to nothing */
    int64_t id;                 /* of an article, which is no hit itself, nor is what has the same text; 0 */
};

struct nd_search_options {
    enum nd_sort sort;              /* default: relevance if the query has words, otherwise newest */
    bool any;                       /* the query's words were ORed by option, see nd_query_settings */
    const struct nd_bm25f *ranking; /* NULL: the default; for measuring */
    struct nd_buf *explain;         /* if not NULL, how the query was read is appended; hits say why */
    bool references;                /* articles only known from others as well */
    bool all_versions;              /* behind each article the other versions of it */
    int64_t limit;                  /* 0: all */
    int64_t after_id;               /* in order of id: only those behind this one */
    int context;                    /* words of a snippet */
    bool snippets;                  /* wanted at all */
    int occurrences;                /* words on each side of these; 0: not wanted */
    bool in_sentence;               /* none of another sentence */
    int64_t sample, seed;           /* how many are drawn; 0: all */
    const struct nd_text *like;     /* hits near to its date are raised, see nd_index_like; or NULL */
    bool collapse;                  /* of copies (newsdex/copies.h) the first */
    bool is_sample_per;             /* so many of each: */
    enum nd_facet_field sample_per; /* day, week, month or year */
};

/* A word or phrase of the query in the body, and the words around it, on one line each. */
struct nd_occurrence {
    struct nd_str left, keyword, right;
    bool has_gap[2]; /* blanks before the keyword, and behind it */
};

struct nd_hit {
    int64_t id;
    struct nd_index *index; /* in which it has the id; of several that are searched at once also */
    struct nd_str database; /* what that one is called; otherwise absent */
    int database_number;    /* and the how many-th of them it is; otherwise 0 */
    double score;           /* higher is better; 0 without words */
    bool is_reference;
    struct nd_str path, url, title, published_at, language, provider_name, provider_domain, shape, uid;
    struct nd_str part;    /* of the file, when it holds many; otherwise absent */
    struct nd_str tags;    /* one a line; absent: none */
    int64_t line;          /* on which that begins; 0 when unknown */
    struct nd_str snippet; /* text around the densest match */
    struct nd_span *marks; /* the matched words in snippet */
    size_t mark_count;
    struct nd_str explanation; /* the parts of the score, when asked for */
    const char *snippet_field; /* where the snippet is from */
    struct nd_occurrence *occurrences;
    size_t occurrence_count;
    int64_t copies;        /* others in its cluster, when these are collapsed */
    struct nd_str outlets; /* who has published them; absent when there are none, or nobody knows */
};

struct nd_span {
    size_t start, end; /* bytes */
};

/* Receives hits in order; a status other than ND_OK ends the search and is returned. */
typedef enum nd_status nd_hit_sink(void *context, const struct nd_hit *hit, struct nd_error *err);

/* Runs a query. *count is the number of hits handed over. */
enum nd_status nd_index_search(struct nd_index *index, struct nd_query *query,
                               const struct nd_search_options *options, nd_hit_sink *sink, void *context,
                               int64_t *count, struct nd_error *err) ND_MUST_CHECK;
/*
 * A query for what reads like text: any of its best words. It goes with options->any and options->like, in
 * order of relevance. The root is NULL when no word of the text is in the index. It lives in the arena.
 */
enum nd_status nd_index_like(struct nd_index *index, const struct nd_text *text, struct nd_arena *arena,
                             struct nd_query_node **root, struct nd_error *err) ND_MUST_CHECK;
/* How many articles match in all. */
enum nd_status nd_index_search_count(struct nd_index *index, struct nd_query *query,
                                     const struct nd_search_options *options, int64_t *count,
                                     struct nd_error *err) ND_MUST_CHECK;

/*
 * True when the latest search or count left words out, because the prefixes of its query (a*) stand for more
 * of them than one query may: it found fewer than there are.
 */
bool nd_index_is_cut(const struct nd_index *index);

/* Counting by the values of a field. */

struct nd_facet {
    struct nd_str value; /* absent: the articles that have none */
    int64_t count;
};
/* Who takes the values; matches is set to the number of articles. */
struct nd_facet_receiver {
    enum nd_status (*take)(void *context, const struct nd_facet *facet, struct nd_error *err);
    void *context;
    int64_t matches;
};

/*
 * Counts all articles the query matches by a field: most frequent first, then by value; days, weeks, months
 * and years in order, with those between that have none.
 */
enum nd_status nd_index_facets(struct nd_index *index, struct nd_query *query,
                               const struct nd_search_options *options, enum nd_facet_field field,
                               struct nd_facet_receiver *receiver, struct nd_error *err) ND_MUST_CHECK;

/* Several queries side by side, by none, one or two fields. */
struct nd_crosstab_request {
    struct nd_query **queries;
    size_t query_count;
    size_t ranked; /* the first so many of them decide which values come first */
    const struct nd_search_options *options;
    enum nd_facet_field fields[2];
    struct nd_str keys[2]; /* of metadata */
    size_t field_count;
    bool is_symmetric; /* both fields are one: of the cells of two values only one is made */
};

struct nd_crosstab_cell {
    size_t values[2]; /* places in the lists of values */
    int64_t *counts;  /* of each query */
};

struct nd_crosstab {
    struct nd_str *values[2]; /* in the order of nd_index_facets; absent: the articles that have none */
    size_t value_counts[2];
    struct nd_crosstab_cell *cells; /* in order of the values, those that some query has articles in */
    int64_t *matches;               /* of each query, in cells or not */
    size_t cell_count;
    size_t left_out; /* articles: of ND_MAX_ARTICLE_CELLS, or when there were ND_MAX_CELLS */
};

/*
 * Counts the matches of each query in each cell. Periods of time have those between, too, among the values.
 * All is in the arena; takes 8 bytes for each article and value meanwhile.
 */
enum nd_status nd_index_crosstab(struct nd_index *index, const struct nd_crosstab_request *request,
                                 struct nd_arena *arena, struct nd_crosstab *table,
                                 struct nd_error *err) ND_MUST_CHECK;

/*
 * Why nothing was found, in sentences for a person, a line each: words that are in no article with the
 * closest that are, and what --any or --references would find.
 */
enum nd_status nd_index_advise(struct nd_index *index, struct nd_query *query,
                               const struct nd_search_options *options, struct nd_buf *advice,
                               struct nd_error *err) ND_MUST_CHECK;

/* A problem of a file as it stands in the database. */
struct nd_stored_problem {
    struct nd_str path, level, code, message;
    struct nd_str part; /* of the file, when it is a problem of one */
    int64_t line, column;
    struct nd_stored_problem *next;
};

/* An article that another one points to; id is 0 while it is not resolved. Of a child: id, uid and title. */
struct nd_stored_related {
    int64_t id;
    struct nd_str title, url, key, uid;
    struct nd_stored_related *next;
};

/* Another version of the same article, see newsdex(5); the one that answers comes first. */
struct nd_stored_version {
    int64_t id;
    bool is_lead; /* it answers, also for the one in question */
    struct nd_str uid, path, part, published_at;
    struct nd_stored_version *next;
};

/* One article in full, as it stands in the database. */
struct nd_stored_article {
    int64_t id;
    bool is_reference;
    int64_t revision;          /* of the latest change of it */
    uint64_t start, length;    /* of a part, in bytes of the file */
    struct nd_article article; /* shape, quality, heat, metadata, provenance and related are beside it */
    struct nd_str shape, encoding, filter;
    struct nd_str quality, heat;        /* numbers as text, or absent */
    struct nd_str metadata, provenance; /* JSON, or absent */
    struct nd_names tags;               /* what people have added */
    struct nd_str note;
    struct nd_stored_related *related, *last_related;
    struct nd_stored_problem *problems, *last_problem;
    struct nd_stored_version *versions, *last_version;
    int64_t parent_id; /* of a child: the issue it is part of; otherwise 0 */
    int64_t item;      /* of a child of a record: its number there; otherwise 0 */
    struct nd_stored_related *children, *last_child; /* of an issue */
    const struct nd_copies *copies;                  /* its cluster, for whoever has asked for it; or NULL */
};

/* An article that came, or is another than it was (id), or went (id 0). */
struct nd_index_change {
    int64_t revision, id;
    struct nd_str uid;
};

/* Where a database is: what has a higher revision than that was changed later. */
struct nd_index_state {
    struct nd_str database;      /* 32 hexadecimal digits, of this database alone */
    int64_t revision, forgotten; /* deletions up to that revision are not known any more */
};

/*
 * What has changed since a revision, in order of revision; 0: all there is. references: also those only known
 * because others point to them. Everything is of one moment, also what the sink reads meanwhile. ND_NOT_FOUND
 * when deletions since then have been forgotten, or when the database never was at that revision. Without a
 * sink only the state is told; it lives in the arena.
 */
typedef enum nd_status nd_change_sink(void *context, const struct nd_index_change *change,
                                      struct nd_error *err);
struct nd_index_feed {
    int64_t since;
    bool references;
    nd_change_sink *sink;
    void *context;
};
enum nd_status nd_index_changes(struct nd_index *index, const struct nd_index_feed *feed,
                                struct nd_arena *arena, struct nd_index_state *now,
                                struct nd_error *err) ND_MUST_CHECK;
/* Forgets deletions older than that many seconds since 1970; *count is how many. */
enum nd_status nd_index_forget_deletions(struct nd_index *index, int64_t before, int64_t *count,
                                         struct nd_error *err) ND_MUST_CHECK;

/* The id of the article with that uid; ND_NOT_FOUND when there is none. */
enum nd_status nd_index_find_uid(struct nd_index *index, struct nd_str uid, int64_t *id,
                                 struct nd_error *err) ND_MUST_CHECK;
/* ND_NOT_FOUND when no article has the id. Everything lives in the arena. */
enum nd_status nd_index_show(struct nd_index *index, int64_t id, struct nd_arena *arena,
                             struct nd_stored_article *stored, struct nd_error *err) ND_MUST_CHECK;

/* Problems of all files (path absent), or of those at or below path; in order of path and place. */
typedef enum nd_status nd_problem_sink(void *context, const struct nd_stored_problem *problem,
                                       struct nd_error *err);
enum nd_status nd_index_problems(struct nd_index *index, struct nd_str path, nd_problem_sink *sink,
                                 void *context, struct nd_error *err) ND_MUST_CHECK;

/*
 * Verifies the database: SQLite's own check, foreign keys, the form of the full-text index. is_sound: it can
 * be read, so that what is in the index may be compared with the articles.
 */
typedef void nd_fault_sink(void *context, struct nd_str fault);
enum nd_status nd_index_verify(struct nd_index *index, nd_fault_sink *sink, void *context, bool *is_sound,
                               struct nd_error *err) ND_MUST_CHECK;
/*
 * Verifies that the full-text index agrees with the articles, which FTS5 does. It is run in a process of its
 * own, because it can crash: this process may have neither a second thread nor a database open.
 */
enum nd_status nd_index_verify_words(const char *path, nd_fault_sink *sink, void *context,
                                     struct nd_error *err) ND_MUST_CHECK;

#endif
