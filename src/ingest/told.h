/* What is told of a text that may be something else. Private to the ingest stage. */
#ifndef INGEST_TOLD_H
#define INGEST_TOLD_H

#include "newsdex/ingest.h"

/* That it was read as a text only, unless its header showed otherwise; what: what it may be. */
void nd_told_single(struct nd_parsed *parsed, const char *what);
/* The same of a text at path, or of a member of that name, that is named as a table. */
void nd_told_table(struct nd_parsed *parsed, struct nd_str path);

#endif
