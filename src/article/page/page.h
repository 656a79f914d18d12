/*
 * A web page that somebody saved as all its visible text: menus, teasers, notices and comments around an
 * article. Finds the article by the shape of the paragraphs, in any language. Private to the article stage.
 */
#ifndef ARTICLE_PAGE_PAGE_H
#define ARTICLE_PAGE_PAGE_H

#include "article/record.h"

/* What a paragraph looks like. */
struct nd_paragraph {
    const struct nd_block *block;
    int words;         /* in scripts without spaces: estimated */
    int small;         /* of these, not beginning with a capital letter; the more, the more it is prose */
    bool has_sentence; /* a sentence ends in it */
    enum nd_boilerplate label;
    int score;       /* above 0: text of an article */
    bool is_article; /* chosen */
};

struct nd_page {
    struct nd_paragraph *paragraphs;
    size_t count;
    size_t title;       /* the paragraph that repeats the page's title above the article, or SIZE_MAX */
    size_t first, last; /* the article: from first to last */
    bool is_judged;     /* which paragraphs are chosen was decided for each of them, leads among them */
};

/*
 * Looks at the blocks of plain text. False: this is no such page, and nothing of it may be cut off. Otherwise
 * every paragraph says whether it belongs to the article.
 */
bool nd_page_find(const struct nd_block *first, struct nd_arena *arena, struct nd_page *page);

/* Fills the record from a page that was found. */
void nd_page_read(struct nd_record_builder *builder, const struct nd_page *page);

/* The features of one paragraph, its score included. */
void nd_paragraph_look(const struct nd_block *block, struct nd_paragraph *paragraph);
/* The costly part, for pages only: is it a notice of the site? */
void nd_paragraph_look_for_notice(struct nd_paragraph *paragraph);

/*
 * The title in the first line of a page: the part another line repeats (*at: its paragraph), else the line
 * without the name of the site behind it (*at: SIZE_MAX).
 */
struct nd_str nd_page_title(const struct nd_page *page, struct nd_arena *arena, size_t *at);
/* True when part, of 8 bytes at least, is a whole segment of line: at its ends, or between separators. */
bool nd_page_title_is_segment(struct nd_str line, struct nd_str part);
/* line without the last segments, as long as these are short enough for names of a site and its sections. */
struct nd_str nd_page_title_without_site(struct nd_str line);
/* "Title | Site" without the site, whose name is known. */
struct nd_str nd_page_title_without_name(struct nd_str title, struct nd_str site);

/*
 * The pieces of line between separators, in order, up to most of them; the last has what is left. Their
 * number.
 */
size_t nd_page_title_pieces(struct nd_str line, struct nd_str *pieces, size_t most);

/* The number, among those with text, of the block that is the title of a page of HTML; SIZE_MAX if none is.
 */
size_t nd_page_title_at(const struct nd_record_builder *builder);
/* "23.01.2022 - The harbour opens": a title without the day it begins with, if that is the day of its
 * article. */
void nd_page_title_drop_day(struct nd_record_builder *builder);

/* Sets the date of a saved page whose metadata have none: from the lines beside its title (page_date.c). */
void nd_page_date_set(struct nd_record_builder *builder);

/* The words by which a line says that its date is not that of publication. */
bool nd_dateline_is_update(struct nd_str line);
/* What readers do with a text has a day as well, which is none of the text: "saved", "consulté". */
bool nd_dateline_is_of_reader(struct nd_str line);

/* A date by which a line says when its article was published, in the notations of many languages. */
bool nd_dateline_find(struct nd_str line, struct nd_date *date);
/* The date of "HAMBURG, 5. März 2019 (dpa) - Der Hafen …": behind a place, before the
 * dash that a text begins with. */
bool nd_dateline_find_place(struct nd_str text, struct nd_date *date);
/* "HAMBURG", "Frankfurt am Main", "RIO DE JANEIRO, Brazil", "Lyon, le": words with capitals, or of scripts
 * without; a small one at the end is that of the day, behind a comma. */
bool nd_dateline_is_place(struct nd_str s);
/* "FOR IMMEDIATE RELEASE", "Pressemitteilung Nr. 12 vom 5. März 2024": a line that is no title. */
bool nd_dateline_is_release(struct nd_str line);
/* True when line is short, no sentence, and has a date that may be one of two days: "12/3/2021, 10:15". */
bool nd_dateline_is_doubtful(struct nd_str line);
/* True when line is a date, a byline ("By X | 3 May 2021") or both, and no sentence. */
bool nd_dateline_is(struct nd_str line);

#endif
