/* Groonga: what the files share. Private to the folder. */
#ifndef ENGINE_GROONGA_H
#define ENGINE_GROONGA_H

#include "engine/engine_table.h"

/* Appends a literal of Groonga's scripts, between double quotes. */
void nd_groonga_literal(struct nd_buf *out, struct nd_str text);
/* The query as a request, /d/select.json?... */
void nd_groonga_translate(struct nd_engine_translation *translation);

#endif
