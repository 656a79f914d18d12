#include "query/label.h"

#include "newsdex/similar.h"
#include "query/text.h"

#include <string.h>

#define FIELD(name, field)                                                                                   \
    { ND_STR_INIT(name), false, field, ND_FILTER_PROVIDER, ND_SPAN_BOTH }
#define FILTER(name, filter)                                                                                 \
    { ND_STR_INIT(name), true, ND_F_ANY, filter, ND_SPAN_BOTH }
#define DATE(name, span)                                                                                     \
    { ND_STR_INIT(name), true, ND_F_ANY, ND_FILTER_DATE, span }

/* The first of several names for one thing is the canonical one; topic:= must come before topic: */
static const struct nd_label labels[] = {
    FILTER("topic:=", ND_FILTER_TOPIC),    FIELD("title:", ND_F_TITLE),
    FIELD("intitle:", ND_F_TITLE),         FIELD("excerpt:", ND_F_EXCERPT),
    FIELD("summary:", ND_F_EXCERPT),       FIELD("topic:", ND_F_TOPIC),
    FIELD("topics:", ND_F_TOPIC),          FIELD("keyword:", ND_F_TOPIC),
    FIELD("keywords:", ND_F_TOPIC),        FIELD("theme:", ND_F_TOPIC),
    FIELD("themes:", ND_F_TOPIC),          FILTER("tag:", ND_FILTER_TAG),
    FILTER("tags:", ND_FILTER_TAG),        FILTER("note:", ND_FILTER_NOTE),
    FILTER("arrival:", ND_FILTER_ARRIVAL), FIELD("body:", ND_F_BODY),
    FIELD("intext:", ND_F_BODY),           FILTER("provider:", ND_FILTER_PROVIDER),
    FILTER("site:", ND_FILTER_PROVIDER),   FILTER("domain:", ND_FILTER_PROVIDER),
    FILTER("lang:", ND_FILTER_LANGUAGE),   FILTER("language:", ND_FILTER_LANGUAGE),
    FILTER("author:", ND_FILTER_AUTHOR),   FILTER("byline:", ND_FILTER_AUTHOR),
    FILTER("type:", ND_FILTER_TYPE),       FILTER("category:", ND_FILTER_CATEGORY),
    FILTER("path:", ND_FILTER_PATH),       FILTER("url:", ND_FILTER_URL),
    DATE("date:", ND_SPAN_BOTH),           DATE("after:", ND_SPAN_FROM),
    DATE("since:", ND_SPAN_FROM),          DATE("before:", ND_SPAN_BEFORE),
    DATE("until:", ND_SPAN_UNTIL),
};

enum { LABELS = sizeof labels / sizeof *labels };

const struct nd_label *nd_label_find(struct nd_str word) {
    if (nd_str_find_char(word, ':') == SIZE_MAX)
        return NULL;
    for (size_t i = 0; i < LABELS; i++)
        if (nd_str_starts_nocase(word, labels[i].name))
            return &labels[i];
    return NULL;
}

const struct nd_label *nd_label_find_filter(struct nd_str name) {
    for (size_t i = 0; i < LABELS; i++) {
        struct nd_str bare = nd_str_slice(labels[i].name, 0, nd_str_find_char(labels[i].name, ':'));
        if (labels[i].is_filter && nd_str_eq_nocase(bare, name))
            return &labels[i];
    }
    return NULL;
}

struct nd_str nd_label_closest(struct nd_str name) {
    struct nd_str best = ND_STR("");
    size_t nearest = SIZE_MAX;

    for (size_t i = 0; i < LABELS; i++) {
        struct nd_str bare = nd_str_slice(labels[i].name, 0, nd_str_find_char(labels[i].name, ':'));
        size_t edits = nd_similar_edits(name, bare);
        if (edits < nearest && nd_similar_is_close(edits, bare.len)) {
            nearest = edits;
            best = nd_str_slice(labels[i].name, 0, bare.len + 1);
        }
    }
    return best;
}

struct nd_str nd_label_of_field(enum nd_query_field field) {
    for (size_t i = 0; field != ND_F_ANY && i < LABELS; i++)
        if (!labels[i].is_filter && labels[i].field == field)
            return labels[i].name;
    return ND_STR("");
}

struct nd_str nd_label_of_filter(enum nd_filter_type type, enum nd_label_span span) {
    for (size_t i = 0; i < LABELS; i++)
        if (labels[i].is_filter && labels[i].filter == type && labels[i].span == span)
            return labels[i].name;
    return ND_STR("");
}

struct nd_str nd_query_label(size_t number) {
    for (size_t i = 0; i < LABELS; i++) {
        const struct nd_label *label = &labels[i];
        struct nd_str canonical = label->is_filter ? nd_label_of_filter(label->filter, label->span)
                                                   : nd_label_of_field(label->field);
        if (canonical.ptr == label->name.ptr && number-- == 0)
            return label->name;
    }
    return ND_STR_NONE;
}

/* Sets the ends that the label is about: before:2023-07 ends where July begins, until:2023-07 where it ends.
 */
static bool set_dates(struct nd_filter *filter, enum nd_label_span span, struct nd_str text,
                      const struct nd_date *today) {
    if (!nd_query_dates(text, today, filter->from, filter->until))
        return false;
    switch (span) {
    case ND_SPAN_BOTH:
        break;
    case ND_SPAN_FROM:
        filter->until[0] = '\0';
        break;
    case ND_SPAN_BEFORE:
        memcpy(filter->until, filter->from, ND_DATE_MAX);
        filter->from[0] = '\0';
        break;
    case ND_SPAN_UNTIL:
        filter->from[0] = '\0';
        break;
    }
    return filter->from[0] != '\0' || filter->until[0] != '\0';
}

struct nd_filter *nd_label_make_filter(const struct nd_label *label, struct nd_str text,
                                       const struct nd_date *today, struct nd_arena *arena) {
    struct nd_filter *filter;
    uint64_t number;

    text = nd_query_tidy(text, arena);
    if (text.len == 0)
        return NULL;
    if (label->filter == ND_FILTER_ARRIVAL && !nd_str_to_uint(text, &number))
        return NULL;
    filter = nd_arena_alloc(arena, 1, sizeof *filter);
    filter->type = label->filter;
    if (label->filter != ND_FILTER_DATE)
        filter->text = text;
    else if (!set_dates(filter, label->span, text, today))
        return NULL;
    return filter;
}

bool nd_query_add_filter(struct nd_query *query, struct nd_str name, struct nd_str text,
                         const struct nd_query_settings *settings, struct nd_arena *arena) {
    const struct nd_label *label = nd_label_find_filter(name);
    struct nd_filter **end = &query->filters;
    struct nd_filter *filter;

    if (label == NULL)
        return false;
    filter = nd_label_make_filter(label, text, settings == NULL ? NULL : &settings->today, arena);
    if (filter == NULL)
        return false;
    while (*end != NULL)
        end = &(*end)->next;
    *end = filter;
    return true;
}
