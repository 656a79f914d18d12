/*
 * People as XML has them, in the vocabularies of journals, libraries, editors of texts and agencies: a name
 * in parts or whole, beside it where they work, their address and what they did. Private to the container
 * stage.
 */
#ifndef CONTAINER_PEOPLE_H
#define CONTAINER_PEOPLE_H

#include "container/draft.h"

/* The name alone, on one line; empty when there is none. */
struct nd_str nd_people_name(const struct nd_xml_node *person, struct nd_arena *arena);
/* What an attribute or a child says that somebody did: "editor", "trl"; empty when nothing does. */
struct nd_str nd_people_role(const struct nd_xml_node *person, struct nd_arena *arena);
/* True for an element inside a person that is a name or part of one. */
bool nd_people_is_part(const struct nd_xml_node *node);
/* True for a role that wrote the text: of words in many languages, codes of MARC and UNIMARC. */
bool nd_people_is_author(struct nd_str role);
/* Adds name to the authors under key; with a role that is none of an author to a list of others. "" is one of
 * an author. */
void nd_people_add(struct nd_draft *made, const char *key, const char *meaning, struct nd_str name,
                   struct nd_str role);

#endif
