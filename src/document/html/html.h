/* What the readers of HTML share with each other and with the reader of markdown. */
#ifndef DOCUMENT_HTML_HTML_H
#define DOCUMENT_HTML_HTML_H

#include "newsdex/document.h"

#include <gumbo.h>

/* True when the element is kept from being seen by its attributes. */
bool nd_html_is_hidden(const GumboElement *element);
/* The font-size this element sets: 0 none, 1 zero, 2 some other. */
enum nd_font { ND_FONT_INHERITED, ND_FONT_ZERO, ND_FONT_VISIBLE };
enum nd_font nd_html_font(const GumboElement *element);
/* The value of an attribute without blanks around it; ND_STR_NONE when it is absent. Lives as long as the
 * tree. */
struct nd_str nd_html_attribute(const GumboElement *element, const char *name);
/* The child at that place, NULL when there is none; only elements have children. */
const GumboNode *nd_html_child(const GumboNode *node, size_t index);
/* Sets what an element is and is called: kind, hints, signature. */
void nd_html_describe(const GumboElement *html, struct nd_element *element);
/* Inline elements of headings: the subject above the headline; a sign between the two, and nothing else. */
bool nd_html_is_kicker(const GumboElement *element);
bool nd_html_is_separator(const GumboElement *element);
/* A link to the place where it stands that shows nothing but a sign for that, as documentation has it. */
bool nd_html_is_permalink(const GumboElement *element, bool is_in_heading);
/* True when the element is no part of the text but of the page around it. */
bool nd_html_is_boilerplate(const GumboNode *node, bool is_in_article);
/*
 * What an element shows that is named for who wrote something, on lines, cut to ND_MAX_AUTHOR_MARK bytes;
 * absent for all others. *is_name: its names say that this is a name and nothing else.
 */
struct nd_str nd_html_author(const GumboNode *node, struct nd_arena *arena, bool *is_name);
/* Sets found to the day of publication that a script is told; false when it, or found before, differs. */
bool nd_html_script_date(struct nd_str script, struct nd_str *found);
/* The text of a script without the comment, of HTML or of scripts, that some put it into, as scripts were
 * once hidden from old programs. */
struct nd_str nd_html_script_text(struct nd_str script);
/* True when a table holds data in rows and columns, false when it only lays out a page. */
bool nd_html_is_data_table(const GumboNode *table);

/*
 * True when parsing text into a tree takes time and memory in proportion to its length, and the tree will not
 * be deeper than ND_MAX_HTML_DEPTH; otherwise *reason says what is wrong with it. Linear. *text becomes what
 * the tree is to be made of: in lean if scripts and styles are left out, on as many lines.
 */
bool nd_html_is_affordable(struct nd_str *text, struct nd_buf *lean, const char **reason);

/* html_simple.c: true for a fragment that nd_blocks_html_flat reads as nd_blocks_html does. */
bool nd_html_is_simple(struct nd_str html);

/* Like nd_blocks_html, without building a tree: never nested, never slow, and blind to tables and styles. */
void nd_blocks_html_flat(struct nd_str body, uint32_t line, struct nd_arena *arena, struct nd_blocks *blocks,
                         struct nd_str *title);

#endif
