/*
 * The engine stage: records in, what another search engine loads out; queries in, the engine's own out. An
 * engine gets the record, the words of our analysis, and the revision of the latest change, by which the same
 * feed may be loaded again, or after later ones, without harm. Nothing here prints; what an engine cannot
 * hold or do is noted, a line each.
 */
#ifndef NEWSDEX_ENGINE_H
#define NEWSDEX_ENGINE_H

#include "newsdex/words.h"

#include <stdio.h>

struct nd_engine;
struct nd_engine_feed;

/* NULL when there is none of that name. */
const struct nd_engine *nd_engine_find(struct nd_str name);
/* Appends their names. */
void nd_engine_names(struct nd_buf *out, const char *between);
/* What makes the tables, or the index, of an empty engine. */
struct nd_str nd_engine_schema(const struct nd_engine *engine);

/* What a feed is of. */
enum nd_engine_scope {
    ND_ENGINE_WHOLE,   /* all articles: nothing else is in the engine afterwards, where it can see to that */
    ND_ENGINE_CHANGES, /* what has changed since a revision */
    ND_ENGINE_SOME     /* some articles, beside those that are there */
};

/* name: what the stream is in messages; NULL: standard output. */
struct nd_engine_feed *nd_engine_open(const struct nd_engine *engine, enum nd_engine_scope scope,
                                      int64_t since, FILE *stream, const char *name);
/* ND_IO when the stream or a temporary file cannot be written. */
enum nd_status nd_engine_put(struct nd_engine_feed *feed, const struct nd_stored_article *stored,
                             struct nd_error *err) ND_MUST_CHECK;
enum nd_status nd_engine_drop(struct nd_engine_feed *feed, struct nd_str uid, int64_t revision,
                              struct nd_error *err) ND_MUST_CHECK;
/* Ends the feed with where the database is: only then it counts. */
enum nd_status nd_engine_end(struct nd_engine_feed *feed, const struct nd_index_state *now,
                             struct nd_error *err) ND_MUST_CHECK;
/* Notes so far. */
struct nd_str nd_engine_notes(const struct nd_engine_feed *feed);
void nd_engine_free(struct nd_engine_feed *feed);

struct nd_engine_translation {
    const struct nd_query *query;      /* as nd_index_expand leaves it */
    const struct nd_meaning *meanings; /* of its words */
    struct nd_arena *arena;
    struct nd_buf *out;
    struct nd_buf *notes; /* what the engine cannot do: it finds more than the query asks for */
};

/* Appends the query as the engine understands it. */
void nd_engine_translate(const struct nd_engine *engine, struct nd_engine_translation *translation);

#endif
