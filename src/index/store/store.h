/* What the store remembers while it writes. Private to the folder, and to the handle that makes and frees it.
 */
#ifndef INDEX_STORE_STORE_H
#define INDEX_STORE_STORE_H

#include "index/store/revision.h"
#include "newsdex/map.h"

struct nd_store {
    int64_t last_id;         /* given to a file or a part; -1: not known yet */
    int64_t first_new_id;    /* the first given in the open transaction; 0: none was */
    int64_t replaced_id;     /* of the article that was taken away last, to be written anew or not */
    bool is_first_load;      /* there were no files, and all since came in order of path: so do their ids */
    struct nd_buf last_path; /* of these files */
    struct nd_revision revision;
    bool is_marked;      /* the database says that a run has begun and not finished */
    bool has_orphans;    /* something was removed or replaced: names may be unused now, */
    bool has_any_orphan; /* and any of all, for it is not known which; otherwise those of orphans (names.c) */
    uint64_t *orphans;
    size_t orphan_count, orphan_capacity;
    struct nd_map *targets, *mentions, *topics, *authors, *providers,
        *provenances;          /* name to id, of names.h */
    struct nd_buf fingerprint; /* working space of names.c */
};

struct nd_store *nd_store_new(void);
void nd_store_free(struct nd_store *store);

/* Once, before anything is written. A database without files is filled without indexes, which are made at the
 * end; any other gets those it lacks. */
enum nd_status nd_store_open(struct nd_index *index, struct nd_error *err) ND_MUST_CHECK;
/* Forgets what may have been rolled back. */
void nd_store_rollback(struct nd_store *store);

#endif
