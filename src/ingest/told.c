#include "ingest/told.h"

#include "newsdex/pairs.h"

#include <string.h>

/* A form that was read as if it were text: not where its header has been understood. */
void nd_told_single(struct nd_parsed *parsed, const char *what) {
    for (const struct nd_provenance *p = parsed->article.provenance; p != NULL; p = p->next)
        if (strcmp(p->field, "title") == 0 && nd_str_starts(p->source, ND_STR("header:")))
            return;
    nd_problems_add(&parsed->problems, ND_P_CONTAINER, 0, 0, "%s, only read as a text", what);
}

void nd_told_table(struct nd_parsed *parsed, struct nd_str path) {
    if ((parsed->article.shape == ND_SHAPE_TEXT || parsed->article.shape == ND_SHAPE_MARKDOWN ||
         parsed->article.shape == ND_SHAPE_HTML) &&
        nd_pair_is_table(path))
        nd_told_single(parsed, "named as a table, with rows too few or too uneven to be sure of");
}
