/*
 * MediaWiki's markup as HTML (mediawiki.org, "Help:Formatting", "Help:Links", "Help:Tables"): paragraphs,
 * headings, lists, tables and links to other sites. What templates stand for is not in an article; one that
 * stands in the middle of a line gives the last word that was written into it, what else is left of them is
 * counted. Notes (<ref>), galleries and files are left out. Linear in time. Private to the container stage.
 */
#ifndef CONTAINER_WIKITEXT_H
#define CONTAINER_WIKITEXT_H

#include "newsdex/value.h"

/* What a wiki calls the namespaces whose links are no text. */
struct nd_wiki_names {
    const struct nd_str *files, *categories; /* besides the English ones */
    size_t file_count, category_count;
};

/* The key in dates of a category that is a day: no template has that name. */
#define ND_WIKI_CATEGORY ND_STR("|")

/* What an article says besides its text. Zeroed by the caller, but for arena. */
struct nd_wiki_page {
    struct nd_arena *arena;
    struct nd_value *categories; /* a list; absent until there is one */
    struct nd_value *dates;      /* a map: {{date|5 March 2010}} by the name of the template; or absent. */
    struct nd_value *sources;    /* a list of maps of url, title, date; or absent */
    size_t templates, notes;     /* that are not in the text */
};

struct nd_str nd_wikitext_html(struct nd_str text, const struct nd_wiki_names *names,
                               struct nd_wiki_page *page);

/* wikitext_lines.c: text without brackets in it, whose lines become elements of HTML. */
struct nd_str nd_wikitext_lines(struct nd_str text, struct nd_arena *arena);

#endif
