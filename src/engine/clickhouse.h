/* ClickHouse: what its files share. Private to the folder. */
#ifndef ENGINE_CLICKHOUSE_H
#define ENGINE_CLICKHOUSE_H

#include "engine/engine_table.h"

/* The query as SQL. */
void nd_clickhouse_translate(struct nd_engine_translation *translation);

#endif
