/*
 * Tags and elements of SGML, XML and HTML as databases write them: well enough to tell where an element
 * begins and ends, with no grammar and no tree. What stands in an element is for the readers of HTML. Private
 * to the container stage.
 */
#ifndef CONTAINER_MARKUP_H
#define CONTAINER_MARKUP_H

#include "container/format.h"

struct nd_markup_tag {
    struct nd_str name, attributes; /* as written */
    size_t from, end;               /* offsets of its '<' and behind its '>' */
    bool is_end, is_empty;          /* </name>, <name/> */
};

/* The next tag at or behind from; comments, declarations, instructions are none. False: there is no other. */
bool nd_markup_next(struct nd_str text, size_t from, struct nd_markup_tag *tag);
bool nd_markup_is(const struct nd_markup_tag *tag, const char *name);
/* An attribute's value as written, without quotes; ND_STR_NONE when it is absent. */
struct nd_str nd_markup_attribute(const struct nd_markup_tag *tag, const char *name);
/* True when its class has that word. */
bool nd_markup_has_class(const struct nd_markup_tag *tag, const char *word);

struct nd_markup_element {
    struct nd_markup_tag tag;
    struct nd_str inner; /* up to its end tag, or to the end of what it stands in */
    size_t end;          /* offset behind it */
    bool is_open;        /* there is no end tag */
};

/* What stands in the element that begins with tag. Linear. */
void nd_markup_element(struct nd_str text, const struct nd_markup_tag *tag,
                       struct nd_markup_element *element);
/* The first element of that name at or behind from; with name NULL, of any name. */
bool nd_markup_find(struct nd_str text, size_t from, const char *name, struct nd_markup_element *element);
/* The first whose class has the word. */
bool nd_markup_find_class(struct nd_str text, size_t from, const char *word,
                          struct nd_markup_element *element);
/* Text without tags, on one line, as written but for references (&amp;), which stay. */
struct nd_str nd_markup_text(struct nd_str markup, struct nd_arena *arena);

/* text with all references to characters replaced; lines, tags and indents stay. */
struct nd_str nd_markup_decode(struct nd_str text, struct nd_arena *arena);

/*
 * Cuts the next element of that name, none of which stand in each other; for struct nd_format. One that has
 * no end reaches to the next one.
 */
enum nd_status nd_markup_cut(const char *name, struct nd_str rest, bool is_end, struct nd_cut *cut);
/* True when text ends inside a tag. */
bool nd_markup_is_torn(struct nd_str text);
/* True when the first element of text, behind declarations and comments, has that name. */
bool nd_markup_begins_with(struct nd_str text, const char *name);

#endif
