/*
 * The ingest stage: the pipeline that takes paths through source, document, article and analysis into the
 * index.
 *
 * A walker meets every file in byte order of its path and compares it with what the index knows; worker
 * threads read, parse and invert what is new or changed, a chunk of files at a time; one writer takes the
 * chunks in the order of the walk, so that the database does not depend on the number of threads. Memory is
 * bounded by the queue and by what waits for the next commit, not by the corpus.
 */
#ifndef NEWSDEX_INGEST_H
#define NEWSDEX_INGEST_H

#include "newsdex/container.h"
#include "newsdex/converter.h"
#include "newsdex/index.h"
#include "newsdex/kind.h"

#include <stdatomic.h>

/* What became of reading a file. */
enum nd_reading {
    ND_READ_OK,     /* its bytes were there, or there were reasons not to look at them */
    ND_READ_FAILED, /* it cannot be read now; a problem says why */
    ND_READ_GONE,   /* it has vanished since the walk met it */
    ND_READ_REFUSED /* no more files can be open; a problem says so, and there is no use in going on */
};

struct nd_catalogue; /* what a table says of files */
struct nd_catalogues;

/* One file, read and parsed: what a worker produces. All zero is ready for nd_parsed_begin. */
struct nd_parsed {
    struct nd_arena *arena;            /* borrowed */
    struct nd_reference_cache *memory; /* borrowed; may be NULL */
    struct nd_buf text; /* the bytes of the file, decoded in place; what the article views stays in it */
    struct nd_file_stamp stamp;
    enum nd_reading reading;
    bool has_hash;
    unsigned char hash[ND_HASH_SIZE];
    struct nd_str encoding;
    bool
        is_named; /* set by the caller: the file itself was asked for, so that it is an error if it is none */
    bool is_whole;        /* set by the caller: what it is an issue of is not asked (newsdex/article.h) */
    struct nd_str beside; /* set by the caller: as struct nd_walk_entry has it; or absent */
    bool is_metadata;     /* set by the caller: the same */
    struct nd_str tables; /* set by the caller, as what follows: as struct nd_walk_entry has it; or absent */
    bool is_table;
    size_t root_len;
    struct nd_file_stamp others;
    struct nd_catalogues *catalogues; /* for tables and texts; or NULL */
    const struct nd_catalogue
        *catalogue;             /* of a table: which of its records are metadata of files; or NULL */
    struct nd_beside *metadata; /* what other files say of this one; or NULL */
    bool is_told;               /* it is metadata, which were read with other files */
    const struct nd_converters
        *converters;                      /* set by the caller: what the user names for files; may be NULL */
    const struct nd_converter *converter; /* that of this file; NULL: it was read as it is */
    enum nd_kind kind; /* of a file that is no article; not ND_KIND_NONE: it is to be skipped */
    bool is_container; /* the file holds many articles, and gives none itself: see struct nd_parts */
    int spool;         /* of standard input: the descriptor it was put aside under, or 0 */
    bool has_grown;    /* such a file begins with all of the bytes that are known of it */
    bool has_article;
    struct nd_article article; /* lives in arena and text */
    struct nd_problems problems;
};

/* Forgets the file before and keeps its storage. */
void nd_parsed_begin(struct nd_parsed *parsed, struct nd_arena *arena, struct nd_reference_cache *memory);
/* The article is no longer needed: a large text is given back to the system. */
void nd_parsed_end(struct nd_parsed *parsed);
void nd_parsed_fini(struct nd_parsed *parsed);
/* Reads and parses path (absolute, NUL-terminated). What goes wrong becomes problems; never fails. */
void nd_parse_file(struct nd_parsed *parsed, struct nd_str path, size_t max_size);
/* What is known of the bytes of a file. */
struct nd_known_bytes {
    uint64_t size;
    unsigned char hash[ND_HASH_SIZE];
};
/* The same, but when the bytes are those known nothing is parsed and *is_same is true. known may be NULL. */
void nd_parse_file_unless(struct nd_parsed *parsed, struct nd_str path, size_t max_size,
                          const struct nd_known_bytes *known, bool *is_same);
/*
 * The same for what can be read from a descriptor; path is the name it gets. A large file of many articles is
 * put aside in a file without a name, which is gone with parsed, and is not held in memory.
 */
void nd_parse_fd(struct nd_parsed *parsed, int fd, struct nd_str path, size_t max_size);

/* The articles of a file that holds many. Its records are found in order, and read by any thread. */
struct nd_parts;

/* What is known of a record alone, whose bytes must live as long as the arena; false when it is none. */
bool nd_parts_item(const struct nd_parts *parts, const struct nd_record *record, struct nd_arena *arena,
                   struct nd_problems *problems, struct nd_item *item);

/* Which texts of a walk tables name, of one run: see struct nd_parsed. patterns may be NULL. */
struct nd_catalogues *nd_catalogues_new(const struct nd_patterns *patterns);
void nd_catalogues_free(struct nd_catalogues *catalogues);
/* True when that record of the table is metadata of a file; catalogue may be NULL. */
bool nd_catalogue_has(const struct nd_catalogue *catalogue, uint64_t ordinal);

/* The name under which a file that was put aside can be opened, otherwise path. */
struct nd_str nd_parsed_name(const struct nd_parsed *parsed, struct nd_str path);

/* Opens what a nd_parsed is_container for; by its name, or, when that is not to be opened, its bytes, which
 * must stay. What has to be said of the whole file goes into problems. converters, for members of archives,
 * may be NULL. */
enum nd_status nd_parts_open(struct nd_str path, struct nd_str bytes, size_t max_size,
                             const struct nd_converters *converters, struct nd_problems *problems,
                             struct nd_parts **parts, struct nd_error *err) ND_MUST_CHECK;
void nd_parts_close(struct nd_parts *parts);
/* As nd_container_heading. */
struct nd_str nd_parts_heading(const struct nd_parts *parts);
/* What all of the file is written in; absent where each record has an encoding of its own. */
struct nd_str nd_parts_encoding(const struct nd_parts *parts);
/* As nd_container_next. */
enum nd_status nd_parts_next(struct nd_parts *parts, struct nd_record *record,
                             struct nd_error *err) ND_MUST_CHECK;
/*
 * How many bytes before the end of the file have records that may be cut in another way when it goes on
 * behind them; UINT64_MAX where that can be anything.
 */
uint64_t nd_parts_window(const struct nd_parts *parts);
/* The bytes there; false where there are none. */
bool nd_parts_bytes_at(const struct nd_parts *parts, uint64_t offset, uint64_t length, struct nd_buf *bytes);
/* Before the first record: that is the one which begins there. False when it cannot be gone to. */
bool nd_parts_go_on(struct nd_parts *parts, uint64_t offset, uint32_t line, uint64_t ordinal);
/* What was found to be wrong with the whole file on the way: to be asked behind the last record. That there
 * is none is an error where the file was asked for by its name. */
void nd_parts_report(const struct nd_parts *parts, bool is_named, struct nd_problems *problems);
/* What makes records another although their bytes are the same: their format, and what it says beside them.
 */
struct nd_str nd_parts_context(const struct nd_parts *parts, struct nd_arena *arena);
/* As nd_container_take. */
void nd_parts_take(struct nd_parts *parts, struct nd_record *record, struct nd_buf *bytes);
/* Reads one record, whose bytes are those of bytes, which are taken for it. What goes wrong becomes problems;
 * never fails. */
void nd_parse_record(struct nd_parsed *parsed, const struct nd_parts *parts, const struct nd_record *record,
                     struct nd_buf *bytes, struct nd_str path);
/* What a file is for the container stage. */
enum nd_parts_kind {
    ND_PARTS_NONE,
    ND_PARTS_SINGLE, /* one article in a notation of its own */
    ND_PARTS_MANY
};
/* Of bytes, the beginning of a file or all of it. */
enum nd_parts_kind nd_parts_find(struct nd_str bytes, bool is_whole);
/* True when they are those of a file of many articles. */
bool nd_parts_are_in(struct nd_str bytes, bool is_whole);
/*
 * Of a large file only the beginning is looked at: one of many articles gets its hash and is_container, and
 * nothing of it stays in memory; the text of any other is read, as nd_source_read does.
 */
enum nd_status nd_parse_large(struct nd_parsed *parsed, struct nd_str path, size_t max_size,
                              const struct nd_known_bytes *known, struct nd_error *err) ND_MUST_CHECK;
/* The same of an open file: nothing of it is read when it has but one article, and is_container is false. */
enum nd_status nd_parse_large_fd(struct nd_parsed *parsed, int fd, const struct nd_known_bytes *known,
                                 struct nd_error *err) ND_MUST_CHECK;
/* Reads the text of parsed, all of an ND_PARTS_SINGLE. What goes wrong becomes problems; never fails. */
void nd_parse_single(struct nd_parsed *parsed, struct nd_str path);

struct nd_ingest_options {
    const struct nd_str *roots;
    size_t root_count;
    const struct nd_converters *converters; /* may be NULL */
    const struct nd_patterns *patterns;     /* of files to leave out and to take; may be NULL */
    struct nd_str database; /* absolute; not read, nor are the files SQLite keeps beside it; may be absent */
    int jobs;               /* worker threads; 0: as many as there are processors */
    size_t max_size;        /* bytes of a file */
    bool force;             /* parse what is unchanged, too */
    bool keep_missing;      /* do not remove what is gone */
    bool remove_missing;    /* remove it even where a folder is empty or gone, or on another device */
    bool no_digests;        /* newsletters stay one article: of files that are read now */
    bool dry_run;           /* report, change nothing */
    bool no_learned;        /* learn no boilerplate, put back what was (newsdex/boilerplate.h) */
    const atomic_int *cancel; /* set by a signal handler: stop after the file at hand; may be NULL */
};

struct nd_ingest_totals {
    int64_t seen, added, changed, moved, unchanged, removed, failed; /* files */
    int64_t doubtful; /* files that may have moved, folders whose files may be gone: they could not be looked
                         at */
    int64_t containers, parts; /* files of many articles among them, and how many they hold */
    int64_t issues, items; /* newsletters and the like that were read, and the articles they were cut into */
    int64_t skipped[ND_KINDS]; /* of each kind */
};

enum nd_ingest_event_type {
    ND_INGEST_PROGRESS, /* totals have changed; path is the file last dealt with */
    ND_INGEST_PROBLEM,  /* problem at path; message: the part of it, or absent */
    ND_INGEST_NOTICE    /* message: why what is missing at or below path was not removed, or path is new */
};

struct nd_ingest_event {
    enum nd_ingest_event_type type;
    struct nd_str path, message;
    const struct nd_problem *problem;
    const struct nd_ingest_totals *totals;
};
typedef void nd_ingest_observer(void *context, const struct nd_ingest_event *event);

/*
 * Makes the index equal to the files below the roots. Everything committed so far stays when it fails or is
 * cancelled (ND_CANCELLED); the next run goes on from there. A dry run reads the index only, which may be
 * NULL then: it has no articles.
 */
enum nd_status nd_ingest(struct nd_index *index, const struct nd_ingest_options *options,
                         nd_ingest_observer *observer, void *context, struct nd_ingest_totals *totals,
                         struct nd_error *err) ND_MUST_CHECK;

/* Adds one document from a descriptor, named "stdin:" and the hash of its bytes. */
enum nd_status nd_ingest_fd(struct nd_index *index, int fd, const struct nd_ingest_options *options,
                            nd_ingest_observer *observer, void *context, struct nd_ingest_totals *totals,
                            struct nd_error *err) ND_MUST_CHECK;

#endif
