/*
 * One XML document, or an element cut out of one, as a tree (XML 1.0, fifth edition, by way of expat). What
 * people write besides is accepted: blanks before the declaration, HTML's names of characters, a bare "&",
 * prefixes that nothing declares. Nothing outside of the text is ever fetched, whatever it refers to.
 * Private to the container stage.
 *
 * Names are compared as written, prefix and all: "dc:date"; "*:date" is one of that local name with any
 * prefix or none. All functions take NULL for a node and then find nothing.
 */
#ifndef CONTAINER_XML_H
#define CONTAINER_XML_H

#include "newsdex/problem.h"

struct nd_xml_attribute {
    struct nd_str name, value;
    const struct nd_xml_attribute *next;
};

/* An element, or text between tags. */
struct nd_xml_node {
    struct nd_str name; /* of an element, as written; absent: this is text */
    struct nd_str text; /* of text: decoded */
    const struct nd_xml_attribute *attributes;
    struct nd_xml_node *parent, *first, *last, *next;
    uint32_t line; /* of the file, from 1 */
    bool is_cut;   /* the text ended before the element did */
};

/*
 * Reads text (UTF-8, whatever it declares), which begins on line; returns the first element, NULL when there
 * is none. Where the text is no XML, what came before is kept and a problem names the line. Linear in time;
 * nodes live in the arena and take up a small multiple of the text.
 */
struct nd_xml_node *nd_xml_read(struct nd_str text, uint32_t line, struct nd_arena *arena,
                                struct nd_problems *problems);

/*
 * Appends text as expat can read it: HTML's names of characters as characters, other "&" as "&amp;". If
 * keep_declared, the DOCTYPE stays, and so do names that it may declare. Linear. False when text is so
 * already: nothing is appended.
 */
bool nd_xml_repair(struct nd_str text, bool keep_declared, struct nd_buf *out);

bool nd_xml_is(const struct nd_xml_node *node, const char *name);
/* What stands behind the prefix. */
struct nd_str nd_xml_local_name(struct nd_str name);
/* The first child of that name, and the next of its siblings that has it. */
const struct nd_xml_node *nd_xml_child(const struct nd_xml_node *node, const char *name);
const struct nd_xml_node *nd_xml_sibling(const struct nd_xml_node *node, const char *name);
/* From child to child: "head/docdata/date.issue". */
const struct nd_xml_node *nd_xml_at(const struct nd_xml_node *node, const char *path);
/* The node behind node in the order they are written, among those inside root; NULL behind the last. */
const struct nd_xml_node *nd_xml_walk(const struct nd_xml_node *root, const struct nd_xml_node *node);
/* The next element of that name inside root, behind node; begin with root. */
const struct nd_xml_node *nd_xml_find(const struct nd_xml_node *root, const struct nd_xml_node *node,
                                      const char *name);
/* Absent when the element has no such attribute. */
struct nd_str nd_xml_attribute(const struct nd_xml_node *node, const char *name);
/* All text inside, without blanks at both ends; "" when there is none, absent without a node. */
struct nd_str nd_xml_text(const struct nd_xml_node *node, struct nd_arena *arena);
/* How long it is, with all blanks: for deciding whether it is wanted. */
size_t nd_xml_text_length(const struct nd_xml_node *node);
/* True when there are elements inside, and not only text. */
bool nd_xml_has_elements(const struct nd_xml_node *node);

/* What an element, or with "@" before it an attribute, is called in HTML; to "": its tags are left out, NULL:
 * all of it is. A table ends with from NULL. */
struct nd_xml_rename {
    const char *from, *to;
};
/*
 * What is inside, as HTML: elements by their local names or as renames (may be NULL) has them, with their
 * attributes. Where there is only text it is given as it stands: tags in it (CDATA, escaped ones) are meant.
 */
struct nd_str nd_xml_markup(const struct nd_xml_node *node, const struct nd_xml_rename *renames,
                            struct nd_arena *arena);

#endif
