/* The objects of JSON-LD in a page: schema.org, in the forms its sites write it. Private to the article
 * stage. */
#ifndef ARTICLE_JSON_LD_H
#define ARTICLE_JSON_LD_H

#include "newsdex/document.h"

/* The article in a tree: the object itself, or one of a list or @graph; the first of those that fit best goes
 * to *found, which is NULL or one of another tree. */
void nd_json_ld_find_article(const struct nd_value *value, const struct nd_document *document, int depth,
                             const struct nd_value **found);
/* The first object of a tree that says when it was published: many sites say so of the page, a recipe, a
 * film. */
const struct nd_value *nd_json_ld_find_dated(const struct nd_value *value, const struct nd_document *document,
                                             int depth);
/* The ingredients and steps of the recipe a page is about, one a line, or absent. */
struct nd_str nd_json_ld_recipe(const struct nd_document *document, struct nd_arena *arena);
/* The name of the WebSite that a page says it is part of, or absent. */
struct nd_str nd_json_ld_site(const struct nd_document *document);
bool nd_json_ld_is_reference(const struct nd_value *value);
/* An object that is nothing but a reference, {"@id": …}, as the object of that name in the same page; in a
 * list each. What refers to nothing stays. */
const struct nd_value *nd_json_ld_resolve(const struct nd_document *document, const struct nd_value *value,
                                          struct nd_arena *arena);

#endif
