/* Whether the clusters are what the articles say. Private to the index stage. */
#ifndef INDEX_COPIES_COPIES_VERIFY_H
#define INDEX_COPIES_COPIES_VERIFY_H

#include "index/db/statement.h"

/* Compares every member with its lead, and the keys of every article with the table sketch. */
enum nd_status nd_copies_verify(struct nd_index *index, nd_fault_sink *sink, void *context,
                                struct nd_error *err) ND_MUST_CHECK;

#endif
