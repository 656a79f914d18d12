/*
 * The lines of a text, as they are compared with those of other articles: a date in one, and in another form
 * of it every number, may be any other. Private to the index stage.
 */
#ifndef INDEX_BOILERPLATE_TEXT_LINES_H
#define INDEX_BOILERPLATE_TEXT_LINES_H

#include "newsdex/str.h"

enum {
    ND_LINES_COUNTED = 40,     /* so many at the beginning and at the end of a text are looked at, */
    ND_LINE_COUNTED = 2 * 1024 /* those that are no longer */
};

struct nd_text_line {
    struct nd_str text;   /* without blanks around it */
    size_t start;         /* in the body; it ends where the next one begins */
    uint64_t exact;       /* hash of the line, its dates masked; 0: it is not counted */
    uint64_t masked;      /* the same without its numbers; 0: there are none */
    uint32_t words;       /* of scripts without spaces two characters are one */
    bool is_sentence : 1; /* it reads like one, not like a headline or a label */
    bool has_date : 1;
};

/* Those that are not empty. All zero is none. */
struct nd_text_lines {
    struct nd_text_line *list;
    size_t count, capacity;
    uint64_t words;
    struct nd_buf form; /* space */
};

struct nd_text_lines *nd_text_lines_new(void);
void nd_text_lines_free(struct nd_text_lines *lines);
void nd_text_lines_read(struct nd_text_lines *lines, struct nd_str body);
/* Sets words and is_sentence of each, and the words of all. */
void nd_text_lines_weigh(struct nd_text_lines *lines);

/* Appends what is compared of a line: its dates are "…", and where is_masked its numbers "0". False when
 * there is neither. */
bool nd_text_line_form(struct nd_str text, bool is_masked, struct nd_buf *out);

#endif
