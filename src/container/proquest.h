/* What the readers of ProQuest's exports share. Private to the container stage. */
#ifndef CONTAINER_PROQUEST_H
#define CONTAINER_PROQUEST_H

#include "container/press_lines.h"

struct nd_proquest_label {
    struct nd_str key, value;
    const char *meaning; /* for src/article/field_names.c, or NULL */
    bool is_text;        /* the article's text begins behind it */
};

/* Reads a label at the beginning of a line, in any of the languages of the pages. */
bool nd_proquest_label(const struct nd_press_line *line, bool is_html, struct nd_proquest_label *label);
/* What stands beside the text of an article: where it links to itself, what its anchor calls it; or absent.
 */
struct nd_proquest_anchor {
    struct nd_str address, number;
};

/* Makes an item of one article. */
bool nd_proquest_read(const struct nd_press_lines *lines, struct nd_proquest_anchor anchor,
                      const struct nd_record *record, struct nd_arena *arena, struct nd_problems *problems,
                      struct nd_item *item);
/* The same of the HTML of one article, from its anchor (name="DocID_…") on, as exports and alert mails have
 * it. */
bool nd_proquest_read_html(struct nd_str html, const struct nd_record *record, struct nd_arena *arena,
                           struct nd_problems *problems, struct nd_item *item);

#endif
