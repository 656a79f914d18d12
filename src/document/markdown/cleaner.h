/*
 * What is written for programs, taken out of a text before it is parsed: the tags of site generators, and
 * what note keepers, components and content systems add to markdown. Code is not touched, and the number of
 * lines stays. Private to the reader of markdown; HTML has some of it, too.
 */
#ifndef DOCUMENT_MARKDOWN_CLEANER_H
#define DOCUMENT_MARKDOWN_CLEANER_H

#include "newsdex/document.h"

enum { ND_CLEANER_MAX_BACKTICKS = 8, ND_CLEANER_VERBATIM = 3 };

/* Whether the text has a thing anywhere, as far as that is known. */
enum nd_cleaner_look { ND_NOT_LOOKED, ND_ABSENT, ND_PRESENT };

/* How far a text has been cleaned. */
struct nd_cleaner {
    struct nd_str text;
    enum nd_markup markup;
    size_t at;
    struct nd_buf *out;
    struct nd_arena *arena; /* of tags, or NULL: they stay in the text */
    struct nd_value *tags;  /* "#harbour"; a list, or NULL */
    char fence;             /* of the open code block, or NUL */
    size_t fence_length;
    bool is_after_blank; /* the line before was blank or indented code */
    size_t barren[4];    /* by kind of bracket: none closes between the present place and this offset */
    size_t unclosed[ND_CLEANER_MAX_BACKTICKS + 1]; /* by length: no such run closes before this offset */
    bool has_no_end_tag[ND_CLEANER_VERBATIM]; /* by element that is left as it is: none follows any more */
    size_t comment_free;              /* offset before which no comment of an expression ends any more */
    bool has_no_end[3];               /* by enclosure: no end tag follows any more */
    bool is_component;                /* it imports what it is made of */
    bool is_after_statement;          /* the line before was an import or an export, or blank behind one */
    bool is_begun;                    /* something is written */
    size_t exports;                   /* no export ends before this offset */
    size_t components;                /* no component ends before this offset */
    size_t next_end, next_line;       /* where "]]" stands next, where the line ends, */
    size_t next_tag;                  /* and where "[/" stands, once looked for */
    size_t highlight_end;             /* where the open highlight ends, or 0 */
    enum nd_cleaner_look definitions; /* of links below the text, */
    enum nd_cleaner_look notes;       /* of footnotes */
    enum nd_cleaner_look vault;       /* links of a note keeper */
    uint64_t shortcodes;              /* a bit by the name of each that was opened */
    size_t budget;                    /* bytes that may yet be searched for ends and definitions */
};

/* What is behind the present place. */
struct nd_str nd_cleaner_rest(const struct nd_cleaner *cleaner);
/* The rest of the line at the present place, without its end. */
struct nd_str nd_cleaner_line(const struct nd_cleaner *cleaner);
/* Where mark stands at or behind offset from, or the length of the text; *known is what was found last. */
size_t nd_cleaner_find(const struct nd_cleaner *cleaner, struct nd_str mark, size_t from, size_t *known);
/* Goes on to offset to, leaving out what is between, except its ends of lines. */
void nd_cleaner_leave_out(struct nd_cleaner *cleaner, size_t to);
/* Goes on to offset to. */
void nd_cleaner_copy(struct nd_cleaner *cleaner, size_t to);
/* The last character written; the end of a line at the beginning. */
char nd_cleaner_last(const struct nd_cleaner *cleaner);

/* clean.c: the walk that leaves code alone. True when s may contain anything to take out; cheap. */
bool nd_clean_is_likely(struct nd_str s, enum nd_markup markup);
/* Returns what is in *out then. *tags receives the tags of the text, in arena; both may be NULL. */
struct nd_str nd_clean_text(struct nd_str body, enum nd_markup markup, struct nd_arena *arena,
                            const struct nd_value **tags, struct nd_buf *out);

/*
 * Each takes what it knows at the present place and returns true, or does nothing. template.c: Liquid and
 * Hugo tags, attribute lists of kramdown.
 */
bool nd_template_take(struct nd_cleaner *cleaner, bool is_heading);
/* dialect.c: marks inside a line. */
bool nd_dialect_take(struct nd_cleaner *cleaner);
/* True when the text has links of a note keeper: then a single "#harbour" is a tag, too. */
bool nd_dialect_is_vault(struct nd_cleaner *cleaner);
/* The length of "[^name]" at the beginning of s, or 0. */
size_t nd_dialect_note(struct nd_str s);
/* dialect_lines.c: what is a line of its own, or begins one. */
void nd_dialect_take_line(struct nd_cleaner *cleaner, struct nd_str line);
/* A tag amid a sentence, which stays there. */
bool nd_dialect_take_tag(struct nd_cleaner *cleaner);
/* shortcode.c: those of WordPress, in square brackets. */
bool nd_shortcode_take(struct nd_cleaner *cleaner);

#endif
