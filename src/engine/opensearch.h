/* OpenSearch and Elasticsearch: what the files share. Private to the folder. */
#ifndef ENGINE_OPENSEARCH_H
#define ENGINE_OPENSEARCH_H

#include "engine/engine_table.h"

/* The query as the body of a search. */
void nd_opensearch_translate(struct nd_engine_translation *translation);

#endif
