/*
 * What the programs that a user names for files make of them takes the place of their bytes. Private to the
 * ingest stage.
 */
#ifndef INGEST_CONVERT_H
#define INGEST_CONVERT_H

#include "newsdex/ingest.h"

/*
 * Puts into parsed->text what is made of it; path as nd_converter_run has it. False when there is nothing to
 * be read: a problem and parsed->reading say why.
 */
bool nd_convert(struct nd_parsed *parsed, const struct nd_converter *converter, struct nd_str path,
                size_t max_size);
/* The record, if there is one, says that it was made so. */
void nd_convert_say(struct nd_parsed *parsed);

#endif
