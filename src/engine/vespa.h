/* Vespa: what the files share. Private to the folder. */
#ifndef ENGINE_VESPA_H
#define ENGINE_VESPA_H

#include "engine/engine_table.h"

/* The query as YQL in JSON. */
void nd_vespa_translate(struct nd_engine_translation *translation);

#endif
