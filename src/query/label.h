/* The names that mean something before a colon: title: searches one field, lang: filters. */
#ifndef QUERY_LABEL_H
#define QUERY_LABEL_H

#include "newsdex/query.h"

/* Which ends of the span of days that follows a date label sets. */
enum nd_label_span { ND_SPAN_BOTH, ND_SPAN_FROM, ND_SPAN_BEFORE, ND_SPAN_UNTIL };

struct nd_label {
    struct nd_str name; /* with the colon */
    bool is_filter;
    enum nd_query_field field;  /* when it is no filter */
    enum nd_filter_type filter; /* when it is one */
    enum nd_label_span span;    /* of dates */
};

/* The label that word begins with (ASCII case ignored), or NULL. */
const struct nd_label *nd_label_find(struct nd_str word);
/* The filter label of that name, without its colon, or NULL. */
const struct nd_label *nd_label_find_filter(struct nd_str name);

/* The label whose name is nearest to name, which has no colon; empty when none is near. */
struct nd_str nd_label_closest(struct nd_str name);

/* The canonical names, with the colon. */
struct nd_str nd_label_of_field(enum nd_query_field field); /* empty for ND_F_ANY */
struct nd_str nd_label_of_filter(enum nd_filter_type type, enum nd_label_span span);

/* A filter in the arena, or NULL when the value makes no sense. */
struct nd_filter *nd_label_make_filter(const struct nd_label *label, struct nd_str text,
                                       const struct nd_date *today, struct nd_arena *arena);

#endif
