/*
 * Where in a file of JSON its records are. Private to the container stage; looks at the beginning of a file
 * alone and makes no values.
 */
#ifndef CONTAINER_JSON_FIND_H
#define CONTAINER_JSON_FIND_H

#include "container/around.h"
#include "newsdex/arena.h"
#include "newsdex/str.h"

enum nd_json_shape {
    ND_JSON_VALUES,  /* one behind the other, */
    ND_JSON_ARRAY,   /* in brackets, */
    ND_JSON_PAGES,   /* the same in several objects, */
    ND_JSON_ROWS,    /* in brackets, each a list of cells in the order of their names, */
    ND_JSON_LINES,   /* such rows one behind the other, the names in the first (jsonlines.org), */
    ND_JSON_MEMBERS, /* in braces, each behind its key, */
    ND_JSON_SINGLE   /* or one alone */
};

/* json_pages.c: where the records of text begin, at the bracket around them where there is one; SIZE_MAX:
 * nowhere. */
size_t nd_json_find_records(struct nd_str text, bool is_whole, enum nd_json_shape *shape);
/* The same where there are no pages. */
size_t nd_json_find_in_file(struct nd_str text, bool is_whole, enum nd_json_shape *shape);
/* True when further objects follow the one at at, and nothing else to speak of. */
bool nd_json_has_values(struct nd_str text, size_t at);
/* The list of records, by its name, in the object at at, at any depth; SIZE_MAX: there is none. */
size_t nd_json_find_list(struct nd_str text, size_t at, enum nd_json_shape *shape);
/* json_pass.c: whether a row of names begins at at, below which another list does: not beside it. */
bool nd_json_are_row_lines(struct nd_str text, size_t at);
/* json_pages.c: how many brackets are open around the list at at. */
size_t nd_json_depth(struct nd_str text, size_t at);
/*
 * The list of the next page, from at on, behind the end of a list in *depth brackets; SIZE_MAX: none is
 * there, or not all of its beginning. A list beside
 * another counts when its records begin with first_key as well. *depth: of those brackets that are still open
 * behind it.
 */
size_t nd_json_next_page(struct nd_str text, size_t at, struct nd_str first_key, size_t *depth);
enum { ND_JSON_LONG_TEXT = 200 }; /* bytes of a text that is an article's, wherever it stands in it */
enum { ND_JSON_GROUP = 65536 };   /* bytes, from a list on, in which the objects it is in are looked at */
/* json_group.c: what is kept from one list to the next. All zero at first. */
struct nd_json_around {
    bool is_known;
    struct nd_str latest; /* as it was told */
    struct nd_around_said root, outer,
        inner; /* the outermost object; all but the one the latest list is in; all */
};
/*
 * What the objects say that the list at list is in, the innermost first, of those that begin behind from, or
 * were looked at before: {"section": …, "date": …}, in arena; absent where there is nothing.
 */
struct nd_str nd_json_group(struct nd_str text, size_t from, size_t list, struct nd_json_around *around,
                            struct nd_arena *arena);
/* What was seen behind a list, piece by piece. */
struct nd_json_behind {
    size_t depth; /* brackets that are still open */
    size_t left;  /* bytes behind the last of them that are more than signs */
    bool in_quotes, is_escaped;
};
/* json_pages.c */
void nd_json_pass_behind(struct nd_json_behind *behind, struct nd_str piece);
/* True when the object at at, or one in that many wrappers, has a title or a text. */
bool nd_json_has_words(struct nd_str text, size_t at, int wrappers_left);
/* Whether the object at at is there for a list in it, and is no article that the list is a part of. */
bool nd_json_is_list_in(struct nd_str text, size_t at, size_t list);
/* The same of a list that text is mostly made of, whatever it is called and whatever is in it: for what no
 * reader takes. *count is about how many members it has. */
bool nd_json_is_mostly_list(struct nd_str text, size_t *count);
/* json_pass.c: behind the value at at, one of those one behind the other; SIZE_MAX: text ends in it. What is
 * no JSON is one up to the end of its line. */
size_t nd_json_pass_value(struct nd_str text, size_t at);
/*
 * json_torn.c: how long the value at at is, of length bytes (SIZE_MAX: text ends in it): of an object that
 * ends amid its line, as others like it below show, only that line. *needs_more: more of the file would tell.
 */
size_t nd_json_torn(struct nd_str text, size_t at, size_t length, bool is_end, bool *needs_more);
/* json_blocks.c: whether the list at list is one of blocks, which make one text. */
bool nd_json_are_blocks(struct nd_str text, size_t list);
/* json_names.c: whether a member of that name may be the list of records. */
bool nd_json_is_list_name(struct nd_str name);
/* Whether a member of that name holds the text of an article, or the article. */
bool nd_json_is_text_name(struct nd_str name);
/* The names of members that databases and interfaces put a record into; *count of them. */
const struct nd_str *nd_json_wrappers(size_t *count);
bool nd_json_is_wrapper(struct nd_str key);

#endif
