/* Front matter in Ziggy, as Zine has it: ".title = "Low water",". Private to the document stage. */
#ifndef DOCUMENT_DATA_ZIGGY_H
#define DOCUMENT_DATA_ZIGGY_H

#include "newsdex/arena.h"
#include "newsdex/str.h"

/* True when the first line of block that is not blank is a field of a structure. */
bool nd_ziggy_is(struct nd_str block);

/* The fields as a flow mapping of YAML, line for line. */
struct nd_str nd_ziggy_to_flow(struct nd_str block, struct nd_arena *arena);

#endif
