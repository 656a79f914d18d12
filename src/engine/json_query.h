/*
 * Queries as JSON that nests {"bool": {"must", "should", "must_not", "filter"}}, which several engines read.
 * Private to the stage.
 */
#ifndef ENGINE_JSON_QUERY_H
#define ENGINE_JSON_QUERY_H

#include "engine/query_parts.h"
#include "newsdex/json.h"

struct nd_json_query {
    struct nd_engine_translation *translation;
    struct nd_json json;
    /* Adds the value for one way of a leaf. */
    void (*add_way)(struct nd_json_query *query, const struct nd_engine_way *way, int column);
    /* Adds the value for a filter; text is nd_json_query_text of it. */
    void (*add_filter)(struct nd_json_query *query, const struct nd_filter *filter, struct nd_str text);
    const char *everything, *nothing, *files; /* JSON of conditions: true, false, the article is of a file */
};

/* The value of all of the query. */
void nd_json_query_add(struct nd_json_query *query);

/* {"name": {"field": ... to be closed with }} */
void nd_json_query_open(struct nd_json_query *query, const char *name, const char *field);
/* Opens and closes what finds one of the conditions between. */
void nd_json_query_open_any(struct nd_json_query *query);
void nd_json_query_close_any(struct nd_json_query *query);

/* The forms of the positions of a way, as a field has them (positions.h), in the arena. */
struct nd_str nd_json_query_positions(const struct nd_json_query *query, const struct nd_engine_way *way);

/* What filters compare with: the field of nd_json_article, and how. */
enum nd_json_match { ND_JSON_IS, ND_JSON_CONTAINS, ND_JSON_RANGE };
struct nd_json_field {
    const char *name;
    enum nd_json_match match;
    bool is_lower; /* ASCII letters are */
};
const struct nd_json_field *nd_json_query_field(const struct nd_filter *filter);

/* What the field is compared with; notes what cannot be. */
struct nd_str nd_json_query_text(const struct nd_engine_translation *translation,
                                 const struct nd_filter *filter);

/* From and until of a range; empty when open. */
struct nd_str nd_json_query_from(const struct nd_filter *filter, struct nd_str text);
struct nd_str nd_json_query_until(const struct nd_filter *filter, struct nd_str text, struct nd_arena *arena);

/* {"gte": from, "lt": until} of these. */
void nd_json_query_range(struct nd_json_query *query, const struct nd_filter *filter, struct nd_str text);
/* A wildcard pattern, and a regular expression, that finds the text anywhere. */
struct nd_str nd_json_query_wildcard(struct nd_str text, struct nd_arena *arena);
struct nd_str nd_json_query_pattern(struct nd_str text, struct nd_arena *arena);

#endif
