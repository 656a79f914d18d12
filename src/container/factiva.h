/* What the readers of Factiva's pages share. Private to the container stage. */
#ifndef CONTAINER_FACTIVA_H
#define CONTAINER_FACTIVA_H

#include "container/press.h"

struct nd_factiva {
    struct nd_value *fields;
    struct nd_arena *arena;
    struct nd_press_place place;
    struct nd_str day, time;
    uint32_t day_line, body_line;
    size_t head_lines; /* read above the text of one without codes */
    struct nd_buf body;
};

/* Puts a field under its code ("HD"); inner is HTML. */
void nd_factiva_put(struct nd_factiva *article, struct nd_str code, struct nd_str inner, uint32_t line);
/* Makes the item, when all fields are put; false when there were none. */
bool nd_factiva_finish(struct nd_factiva *article, const struct nd_record *record,
                       struct nd_problems *problems, struct nd_item *item);
/* Reads an article whose fields have no codes. */
void nd_factiva_read_bare(struct nd_factiva *article, struct nd_str inner);

#endif
