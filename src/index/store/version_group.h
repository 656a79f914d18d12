/*
 * The records that have one address, and which of them are versions of one article. Private to the folder.
 */
#ifndef INDEX_STORE_VERSION_GROUP_H
#define INDEX_STORE_VERSION_GROUP_H

#include "index/db/statement.h"

struct nd_version_member {
    int64_t id, file_id;
    int64_t was;        /* what answered for it so far; its own id: it answered itself */
    bool is_named;      /* the record itself gives the address as its own */
    int64_t characters; /* of its body, as it is stored */
    bool is_cut;        /* lines that were learned are not in that */
    size_t place;       /* among what is equally long */
    size_t lead;        /* the member that answers for it: itself, or one before it */
};

struct nd_version_group {
    struct nd_version_member
        *members; /* in the order of ND_SQL_VERSION_MEMBERS; once decided, the fullest first */
    size_t count, capacity;
};

/*
 * Sorts them, by what their files have whatever is learned of it, and sets lead of all. What is plainly alike
 * (likeness.h) belongs together, each with the first it is like. If no file then has two different things
 * under the address, it is that of one article, and what differs belongs together as well unless it is
 * plainly another. Of an address under which there are very many different things nothing is a version.
 */
enum nd_status nd_version_group_decide(struct nd_index *index, struct nd_version_group *group,
                                       struct nd_error *err) ND_MUST_CHECK;

#endif
