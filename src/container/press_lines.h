/*
 * Lines of a record, of text or of what a page of HTML shows: what formats without marked fields are read by.
 * Private to the container stage.
 */
#ifndef CONTAINER_PRESS_LINES_H
#define CONTAINER_PRESS_LINES_H

#include "container/press.h"

struct nd_press_line {
    struct nd_str raw, text; /* as it stands there; without blanks around it, never empty */
    uint32_t line;
    struct nd_str emphasised; /* HTML, of the first line of a block: its first strong words; or absent */
    bool begins;              /* a paragraph: a blank line stands before it, or the block of a page */
};

struct nd_press_lines {
    struct nd_press_line *items;
    size_t count;
    bool is_html;
    bool are_many; /* the last is all that follows the first ND_MAX_BLOCKS */
};

/* Lines of text that are not blank. */
void nd_press_lines_of_text(struct nd_str text, uint32_t line, struct nd_arena *arena,
                            struct nd_press_lines *lines);
/* Says so where there are too many; line is that of the article. */
void nd_press_report_lines(const struct nd_press_lines *lines, uint32_t line, struct nd_problems *problems);
/* Lines of the blocks a fragment of HTML shows, in order. */
void nd_press_lines_of_html(struct nd_str html, uint32_t line, struct nd_arena *arena,
                            struct nd_problems *problems, struct nd_press_lines *lines);
/* Lines from up to but not including to, one behind the other with blanks between. */
struct nd_str nd_press_joined(const struct nd_press_lines *lines, size_t from, size_t to,
                              struct nd_arena *arena);
/* Puts them as a body, with their paragraphs. */
void nd_press_put_lines(struct nd_value *fields, struct nd_str key, const struct nd_press_lines *lines,
                        size_t from, size_t to, struct nd_arena *arena);

#endif
