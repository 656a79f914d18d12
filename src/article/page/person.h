/* Which of the names that pages give as authors are those of people. Private to the article stage. */
#ifndef ARTICLE_PAGE_PERSON_H
#define ARTICLE_PAGE_PERSON_H

#include "article/fields.h"

/* name without what stands around it: "Von", an address, the name of the site; absent when it is nobody's: of
 * the site itself, a company, a job, an account of the program. */
struct nd_str nd_person_name(struct nd_record_builder *builder, struct nd_str name);
/* Adds the people among names as bylines have them to those that are there. */
void nd_person_add(struct nd_record_builder *builder, struct nd_str names);
/* The authors that are people, of what a page says of itself: a string, an object, a list (schema.org). */
nd_field_use nd_person_read;
/* "vpohl", "editor_7": a word without a capital is the name of an account alone. */
bool nd_person_is_account(struct nd_str name);

#endif
