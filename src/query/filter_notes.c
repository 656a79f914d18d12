#include "newsdex/query.h"
#include "query/label.h"

#include <string.h>

/* The longest part of a value without stars: what may be found. */
static struct nd_str longest_part(struct nd_str text) {
    struct nd_str longest = ND_STR("");

    while (text.len > 0) {
        size_t star = nd_str_find_char(text, '*');
        struct nd_str part = nd_str_slice(text, 0, star);
        if (part.len > longest.len)
            longest = part;
        text = nd_str_skip(text, star == SIZE_MAX ? text.len : star + 1);
    }
    return longest;
}

/* A ? between letters; in an address it begins what is asked for. */
static bool has_question(const struct nd_filter *filter) {
    struct nd_str text = filter->text;

    if (filter->type == ND_FILTER_URL || nd_str_find_char(text, '=') != SIZE_MAX)
        return false;
    for (size_t i = 1; i + 1 < text.len; i++)
        if (text.ptr[i] == '?' && nd_char_is_alpha(text.ptr[i - 1]) && nd_char_is_alpha(text.ptr[i + 1]))
            return true;
    return false;
}

static void note_wildcard(const struct nd_filter *filter, struct nd_buf *out) {
    struct nd_str label = nd_label_of_filter(filter->type, ND_SPAN_BOTH), part = longest_part(filter->text);
    bool is_part = filter->type == ND_FILTER_PATH || filter->type == ND_FILTER_URL ||
                   filter->type == ND_FILTER_PROVIDER || filter->type == ND_FILTER_AUTHOR;
    bool is_star = nd_str_find_char(filter->text, '*') != SIZE_MAX;

    if (!is_star && !has_question(filter))
        return;
    nd_buf_addf(out, "\"%.*s%.*s\": a %s stands for nothing there; ", (int)label.len, label.ptr,
                (int)filter->text.len, filter->text.ptr, is_star ? "*" : "?");
    if (!is_part)
        nd_buf_add_z(out, "it is the whole name that is looked for\n");
    else if (!is_star || part.len == 0)
        nd_buf_add_z(out, "any part of a name finds it\n");
    else
        nd_buf_addf(out, "any part of a name finds it, as %.*s%.*s\n", (int)label.len, label.ptr,
                    (int)part.len, part.ptr);
}

/* Days must be in all of the spans, unlike names, one of which is enough. */
static bool is_without_days(const struct nd_query *query) {
    const char *from = "", *until = "";

    for (const struct nd_filter *filter = query->filters; filter != NULL; filter = filter->next) {
        if (filter->type != ND_FILTER_DATE || filter->is_excluded)
            continue;
        if (strcmp(filter->from, from) > 0)
            from = filter->from;
        if (filter->until[0] != '\0' && (until[0] == '\0' || strcmp(filter->until, until) < 0))
            until = filter->until;
    }
    return until[0] != '\0' && strcmp(from, until) >= 0;
}

void nd_query_note_filters(const struct nd_query *query, struct nd_buf *out) {
    for (const struct nd_filter *filter = query->filters; filter != NULL; filter = filter->next)
        if (filter->type != ND_FILTER_DATE && filter->type != ND_FILTER_LANGUAGE &&
            filter->type != ND_FILTER_NOTE && filter->type != ND_FILTER_TOPIC)
            note_wildcard(filter, out);
    if (is_without_days(query))
        nd_buf_add_z(out, "no day is in all of the dates that are asked for; A..B is from A to B\n");
}
