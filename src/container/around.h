/*
 * What stands around records and holds for all of them: a section or a day that has several, the newspaper,
 * the language. Found by readers of each notation, put into the records that do not say it themselves.
 * Private to the container stage.
 */
#ifndef CONTAINER_AROUND_H
#define CONTAINER_AROUND_H

#include "newsdex/container.h"

enum nd_around_kind {
    ND_AROUND_SECTION, /* what one of several is called, */
    ND_AROUND_DAY,
    ND_AROUND_LANGUAGE,
    ND_AROUND_PROVIDER,
    ND_AROUND_TITLE, /* and the whole */
    ND_AROUND_KINDS
};

/* Strings of JSON, in quotes. All zero is nothing. */
struct nd_around_said {
    struct nd_str of[ND_AROUND_KINDS];
};

/* Where a field is to be written, unless that was said before; NULL: it says nothing for records. is_group:
 * it is of one of several that have records. words as it is written, without quotes. */
struct nd_str *nd_around_place(struct nd_around_said *said, struct nd_str key, struct nd_str words,
                               bool is_group);
/* Takes from another what is not said. */
void nd_around_inherit(struct nd_around_said *said, const struct nd_around_said *from);
struct nd_around_said nd_around_keep(const struct nd_around_said *said, struct nd_arena *arena);
/* All of it, for nd_around_put: {"section": …, "date": …}; absent when there is nothing. */
struct nd_str nd_around_write(const struct nd_around_said *said, struct nd_arena *arena);
/* Makes fields of map and aliases of item of what nd_around_write has written and map does not say itself. */
void nd_around_put(struct nd_str written, struct nd_value *map, struct nd_arena *arena, struct nd_item *item);

#endif
