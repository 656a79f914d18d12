/*
 * From a parsed query to what FTS5 understands. Private to the index stage.
 *
 * User text never reaches FTS5's own parser: every word is analysed first, and goes into the expression as a
 * string that the tokenizer takes apart again (ND_FTS5_POSITIONS). What has no token is left out.
 */
#ifndef INDEX_SEARCH_MATCH_H
#define INDEX_SEARCH_MATCH_H

#include "index/db/statement.h"

struct nd_match {
    struct nd_str wanted;   /* the MATCH expression, or absent when the query asks for no word */
    struct nd_str excluded; /* what must not match, when nothing is wanted; or absent */
};

/* Takes words without a token out of the query, and reads the languages of the articles. */
enum nd_status nd_match_prune(struct nd_index *index, struct nd_query *query, struct nd_arena *arena,
                              struct nd_error *err) ND_MUST_CHECK;
/* Of a pruned query. Stemming languages are those of the index. Everything lives in the arena. */
void nd_match_build(struct nd_index *index, const struct nd_query *query, struct nd_arena *arena,
                    struct nd_match *match);

/* The languages of the articles, read once per connection. */
enum nd_status nd_match_languages(struct nd_index *index, struct nd_error *err) ND_MUST_CHECK;
/* The positions of a word or phrase of the query; NULL when it has no token. */
struct nd_query_position *nd_match_positions(struct nd_index *index, const struct nd_query_node *node,
                                             struct nd_arena *arena);

#endif
