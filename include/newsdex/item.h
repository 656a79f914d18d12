/*
 * An item: one article as a file of many of them has it, taken apart into fields and a body but not yet
 * understood. What the container stage gives and the article stage takes, where front matter enters as well.
 */
#ifndef NEWSDEX_ITEM_H
#define NEWSDEX_ITEM_H

#include "newsdex/document.h"

/* What a field of a file without names is taken for: "column 4" for "title". */
struct nd_item_alias {
    struct nd_str key, meaning;
};

/* Which of two numbers of a day is its month, where dates of the file show it: "3/25/2024". */
enum nd_date_order { ND_ORDER_UNKNOWN, ND_DAY_FIRST, ND_MONTH_FIRST };

struct nd_beside; /* newsdex/article.h */

/* Everything lives in the arena it was read with, or in the text of the record. */
struct nd_item {
    const char *format;     /* "csv", "json": what the provenance of its fields begins with */
    struct nd_str encoding; /* what its text was written in, where the format is read from bytes; or absent */
    struct nd_str part;     /* what in the file it is: its number, or the name of a member; may be absent */
    struct nd_str key; /* what it is known by there, whatever stands around it: guid, Message-ID; or absent */
    struct nd_str file;     /* its name, when it is a whole file inside of another; or absent */
    struct nd_str document; /* a page or text that is the article, read as a file of its own; or absent */
    const struct nd_beside
        *beside; /* what is kept beside a document, for fields it does not say itself; or NULL */
    const struct nd_value *fields; /* a map; with a document, what is known besides and wins */
    const struct nd_item_alias *aliases;
    size_t alias_count;
    const struct nd_item_alias *guesses; /* by their looks: for what no name of the file says */
    size_t guess_count;
    const struct nd_str *names; /* of a table: those of all its columns, also of what is empty here */
    size_t name_count;
    enum nd_date_order date_order;
    /* The guesses are more than a table of data has: they are enough for an article. Of what is none: it is
     * known what it is, and it stands among articles. */
    bool is_sure;
    bool is_plain;  /* what is no body is text without markup */
    bool is_letter; /* a newsletter, with what those have around their text */
    bool is_whole;  /* stays one article, whatever it is an issue of */
    bool is_alone;  /* the only one of its file, whose name says what names of files say */
};

#endif
