/* Whether what was learned is what the articles say. Private to the index stage. */
#ifndef INDEX_BOILERPLATE_BOILERPLATE_VERIFY_H
#define INDEX_BOILERPLATE_BOILERPLATE_VERIFY_H

#include "index/db/statement.h"

/*
 * Puts back what was cut out of each article, and cuts again; counts the lines of all and compares that with
 * the tables sketch, line and place, unless they wait to be counted. Costs little beside reading the texts.
 */
enum nd_status nd_boilerplate_verify(struct nd_index *index, nd_fault_sink *sink, void *context,
                                     struct nd_error *err) ND_MUST_CHECK;

#endif
