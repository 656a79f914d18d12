/* Quickwit: what the files share. Private to the folder. */
#ifndef ENGINE_QUICKWIT_H
#define ENGINE_QUICKWIT_H

#include "engine/engine_table.h"

/* The query as the body of a search of its Elasticsearch interface. */
void nd_quickwit_translate(struct nd_engine_translation *translation);

#endif
