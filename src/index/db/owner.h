/*
 * What the owner of a database has made in it beside newsdex's own: views, triggers, and indexes of newsdex's
 * tables, which a step to a new version would take along with a table, or could not pass. Private to the
 * folder.
 */
#ifndef INDEX_DB_OWNER_H
#define INDEX_DB_OWNER_H

#include "index/db/schema.h"

struct nd_owner {
    struct nd_schema objects;
    bool *works; /* of each: a view that can be read */
};

/* Takes them out of a database of that version, within the transaction of the step; free it in any case. */
enum nd_status nd_owner_take_out(struct nd_index *index, int64_t version, struct nd_owner *owner,
                                 struct nd_error *err) ND_MUST_CHECK;
/* Makes them again as they were. ND_DB, with what is to be done, when one does not fit the new version. */
enum nd_status nd_owner_put_back(struct nd_index *index, const struct nd_owner *owner,
                                 struct nd_error *err) ND_MUST_CHECK;
void nd_owner_free(struct nd_owner *owner);

#endif
