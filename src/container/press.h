/*
 * What the readers of press databases and collections share: how such files write days, sections, lists of
 * subjects, and how many articles they say they have. Private to the container stage.
 */
#ifndef CONTAINER_PRESS_H
#define CONTAINER_PRESS_H

#include "container/markup.h"

enum { ND_PRESS_FIELDS = 1000 /* of a record */ };

/* Puts text under key unless it is empty; a repeated key gets a number behind it. Of a thousand fields on,
 * the rest is left out. */
void nd_press_put(struct nd_value *fields, struct nd_str key, struct nd_str text, uint32_t line,
                  struct nd_arena *arena);
/*
 * Puts the day a line of text begins with or holds, under key, and what stands behind it ("Late Edition")
 * under "edition". False when there is no day in it; nothing is put then.
 */
bool nd_press_put_date(struct nd_value *fields, struct nd_str key, struct nd_str text, uint32_t line,
                       struct nd_arena *arena);
/* "NEWS; Pg. 8": the page goes under "page", the rest under key. */
void nd_press_put_section(struct nd_value *fields, struct nd_str key, struct nd_str text, uint32_t line,
                          struct nd_arena *arena);
/* Puts a list of what is between separators; "(90%)" behind a member is its relevance. */
void nd_press_put_list(struct nd_value *fields, struct nd_str key, struct nd_str text, char separator,
                       struct nd_arena *arena);

/* Puts a body in markup or without, in which references to characters are still to be read. */
void nd_press_put_body(struct nd_value *fields, struct nd_str key, struct nd_str text, uint32_t line,
                       struct nd_arena *arena);

/* Finds lines of a record, quickest when they are asked for in order. */
struct nd_press_place {
    struct nd_str text;
    uint32_t first; /* the line on which text begins */
    size_t at;      /* of text, and its line: what was found last */
    uint32_t line;
};

struct nd_press_place nd_press_place(struct nd_str text, uint32_t first);
/* The line on which the byte at at is; first when it is none of text. */
uint32_t nd_press_line(struct nd_press_place *place, const char *at);

/* Fills the item, and reports when there were too many fields to be kept; false when there are none. */
bool nd_press_finish(const struct nd_value *fields, const struct nd_item_alias *aliases, size_t alias_count,
                     const struct nd_record *record, struct nd_problems *problems, struct nd_item *item);

/*
 * Counts articles beside what the file says: for the remark of nd_cut on the last one. Absent when the
 * numbers agree, or when the file says none.
 */
struct nd_str nd_press_count(size_t found, size_t said, struct nd_arena *arena);

#endif
