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
    struct nd_evaluation *evaluation; /* while a search is running */
    struct nd_compounds *compounds,
        *kept_compounds; /* of its index, if it has any; kept for the next search */
    int64_t version,
        changes; /* of the database when they were looked for, by others and by this connection */
    enum nd_tags { ND_TAGS_UNKNOWN, ND_TAGS_NONE, ND_TAGS_SOME } tags; /* of any article, in this search */
    sqlite3_stmt *check; /* plan.c: whether an article passes the filters */
};

struct nd_searcher *nd_searcher_new(void);
void nd_searcher_free(struct nd_searcher *searcher);
/* Within a transaction: whether the index and those searched with it are as they were the last time this was
 * asked. */
enum nd_status nd_searcher_is_as_before(struct nd_index *index, bool *is_as_before,
                                        struct nd_error *err) ND_MUST_CHECK;

#endif
