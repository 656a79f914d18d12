/* What the searcher keeps between calls. Private to the folder, and to the handle that makes and frees it. */
#ifndef INDEX_SEARCH_SEARCHER_H
#define INDEX_SEARCH_SEARCHER_H

#include "index/db/statement.h"

struct nd_searcher {
    bool is_cut;     /* the latest search left words out */
    bool can_filter; /* the connection knows what filters need: nd_filter_open */
    struct nd_arena *arena;
    struct nd_str *languages; /* of the articles, for stemming queries; read once, in the arena */
    size_t language_count;
    struct nd_evaluation *evaluation;                                  /* while a search is running */
    struct nd_compounds *compounds;                                    /* of its index, if it has any */
    enum nd_tags { ND_TAGS_UNKNOWN, ND_TAGS_NONE, ND_TAGS_SOME } tags; /* of any article, in this search */
    sqlite3_stmt *check; /* plan.c: whether an article passes the filters */
};

struct nd_searcher *nd_searcher_new(void);
void nd_searcher_free(struct nd_searcher *searcher);

#endif
