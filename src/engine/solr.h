/* Solr: what the files share. Private to the folder. */
#ifndef ENGINE_SOLR_H
#define ENGINE_SOLR_H

#include "engine/engine_table.h"

/* The query as a JSON request. */
void nd_solr_translate(struct nd_engine_translation *translation);

#endif
