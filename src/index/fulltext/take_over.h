/*
 * The full-text index of another database, taken over as it is: its lists under other ids, nothing analysed
 * again. Private to the index stage.
 */
#ifndef INDEX_FULLTEXT_TAKE_OVER_H
#define INDEX_FULLTEXT_TAKE_OVER_H

#include "index/db/statement.h"

/*
 * Adds the articles of other, each with an id higher by shift, which is above all ids there are, as the
 * newest segment, and what they sum up. References are left out, for those are made of what points to them.
 * Within a transaction, nothing waiting to be flushed.
 */
enum nd_status nd_take_over(struct nd_index *index, struct nd_index *other, int64_t shift,
                            struct nd_error *err) ND_MUST_CHECK;

#endif
