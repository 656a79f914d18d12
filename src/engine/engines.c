#include "engine/engine_table.h"

static const struct nd_engine *const engines[] = {&nd_postgresql, &nd_clickhouse, &nd_opensearch, &nd_solr,
                                                  &nd_groonga,    &nd_quickwit,   &nd_vespa};

const struct nd_engine *nd_engine_find(struct nd_str name) {
    for (size_t i = 0; i < sizeof engines / sizeof *engines; i++)
        if (nd_str_eq(name, nd_str_from(engines[i]->name)))
            return engines[i];
    return NULL;
}

void nd_engine_names(struct nd_buf *out, const char *between) {
    for (size_t i = 0; i < sizeof engines / sizeof *engines; i++)
        nd_buf_addf(out, "%s%s", i > 0 ? between : "", engines[i]->name);
}

struct nd_str nd_engine_schema(const struct nd_engine *engine) {
    return engine->schema();
}

void nd_engine_translate(const struct nd_engine *engine, struct nd_engine_translation *translation) {
    engine->translate(translation);
}
