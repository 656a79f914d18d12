/*
 * A check that may crash or never end, run in a process of its own. Private to the index stage.
 */
#ifndef INDEX_STORE_APART_H
#define INDEX_STORE_APART_H

#include "newsdex/index.h"

/* Tells sink what it finds. Must not use what another process holds open: no connection to a database. */
typedef void nd_apart_check(const char *path, nd_fault_sink *sink, void *context);

/*
 * Runs check, for at most so many seconds of the processor, and hands on what it told; then what became of it
 * unless it ended as it should. There may be only one thread. ND_IO when there can be no such process.
 */
enum nd_status nd_apart_run(nd_apart_check *check, const char *path, unsigned long seconds,
                            nd_fault_sink *sink, void *context, struct nd_error *err) ND_MUST_CHECK;

#endif
