/*
 * What an engine is made of: an entry of the table in engines.c and a file that knows the engine. Private to
 * the stage.
 */
#ifndef ENGINE_ENGINE_TABLE_H
#define ENGINE_ENGINE_TABLE_H

#include "newsdex/engine.h"
#include "newsdex/output.h"

enum nd_engine_type { ND_ENGINE_TEXT, ND_ENGINE_INTEGER, ND_ENGINE_REAL, ND_ENGINE_BOOLEAN, ND_ENGINE_NAMES };

struct nd_engine_value {
    const char *name;
    enum nd_engine_type type;
    struct nd_str text;           /* absent: not known */
    const struct nd_names *names; /* of ND_ENGINE_NAMES */
};

/* All fields of the record, those of bytes in hexadecimal and those that are folded. */
enum { ND_ENGINE_KEYS = 4, ND_ENGINE_VALUES = ND_MAX_CHOSEN + 2 + ND_ENGINE_KEYS };

struct nd_engine_article {
    struct nd_str uid;
    int64_t revision;
    struct nd_engine_value values[ND_ENGINE_VALUES]; /* always the same ones in the same order */
    size_t count;
    struct nd_word_list words;
};

struct nd_engine_feed {
    const struct nd_engine *engine;
    enum nd_engine_scope scope;
    int64_t since;
    FILE *stream;
    const char *name;         /* of that */
    struct nd_buf out, notes; /* out is written when it is large, and at the end */
    const char *table;        /* where rows go at the moment, for whoever has several */
    size_t batch;             /* bytes that go together, for whoever sends several times */
    struct nd_arena *arena;   /* of one article */
    struct nd_arena *names;   /* of the fields */
    struct nd_word_lister *lister;
    struct nd_fields *fields;
};

struct nd_engine {
    const char *name;
    struct nd_str (*schema)(void);
    void (*begin)(struct nd_engine_feed *feed);
    void (*put)(struct nd_engine_feed *feed, const struct nd_engine_article *article);
    void (*drop)(struct nd_engine_feed *feed, struct nd_str uid, int64_t revision);
    void (*end)(struct nd_engine_feed *feed, const struct nd_index_state *now);
    void (*translate)(struct nd_engine_translation *translation);
};

extern const struct nd_engine nd_postgresql, nd_clickhouse, nd_opensearch, nd_solr, nd_groonga, nd_quickwit,
    nd_vespa;

/* Writes what is in out; errors stay with the stream. For engines whose articles are large. */
void nd_engine_flush(struct nd_engine_feed *feed);
/* Notes that of an article: "article UID: FIELD ...". */
void nd_engine_note(struct nd_engine_feed *feed, struct nd_str uid, const char *what);

#endif
