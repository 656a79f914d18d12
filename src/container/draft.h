/*
 * An item in the making, for readers of any format: its fields are put one by one, each with what it means.
 * Private to the container stage.
 */
#ifndef CONTAINER_DRAFT_H
#define CONTAINER_DRAFT_H

#include "container/xml.h"
#include "newsdex/container.h"

/* A meaning is a key that src/article/field_names.c knows; the first field to have it
 * keeps it. */
struct nd_draft {
    struct nd_arena *arena;
    struct nd_value *fields;
    struct nd_item_alias *aliases;
    size_t alias_count;
};

void nd_draft_begin(struct nd_draft *item, struct nd_arena *arena);
/* Puts text that is not empty under key; meaning NULL: metadata. A key that is there keeps what it has. */
void nd_draft_put(struct nd_draft *item, const char *key, struct nd_str text, const char *meaning,
                  uint32_t line);
/* Adds text that is not empty to the list under key. */
void nd_draft_add(struct nd_draft *item, const char *key, struct nd_str text, const char *meaning);
/* The text of a node, which is not too long for a name. */
void nd_draft_add_node(struct nd_draft *item, const char *key, const struct nd_xml_node *node,
                       const char *meaning);
/* Its text; its attribute. */
void nd_draft_put_node(struct nd_draft *item, const char *key, const struct nd_xml_node *node,
                       const char *meaning);
void nd_draft_put_attribute(struct nd_draft *item, const char *key, const struct nd_xml_node *node,
                            const char *attribute, const char *meaning);
/* What is in a node as HTML, or as the text it is. */
void nd_draft_put_body(struct nd_draft *item, const char *key, const struct nd_xml_node *node,
                       const struct nd_xml_rename *renames, const char *meaning);
/* What of a text in a notation of its own is made into HTML, which takes many times its room: up to
 * ND_MAX_NOTATION bytes; a problem says when there are more. */
struct nd_str nd_draft_bounded(struct nd_str text, uint32_t line, struct nd_problems *problems);
/* True when a field has that meaning. */
bool nd_draft_has(const struct nd_draft *item, const char *meaning);
void nd_draft_end(const struct nd_draft *item, struct nd_item *out);

/* nitf.c: what an <nitf> says that is not known yet. */
void nd_nitf_put(struct nd_draft *item, const struct nd_xml_node *nitf);

#endif
