/*
 * A file without a name, below $TMPDIR, /var/tmp or /tmp, for what is put aside; it is gone when it is
 * closed.
 */
#ifndef NEWSDEX_UNNAMED_FILE_H
#define NEWSDEX_UNNAMED_FILE_H

#include "newsdex/str.h"

/* -1 when there is no place for one. */
int nd_unnamed_file_open(void);
/* False when not all of it could be written. */
bool nd_unnamed_file_write(int file, struct nd_str bytes, uint64_t at);

#endif
