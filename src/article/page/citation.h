/* Newspapers with a day, as texts are cited. Private to the article stage. */
#ifndef ARTICLE_PAGE_CITATION_H
#define ARTICLE_PAGE_CITATION_H

#include "newsdex/date.h"

/* "Hafenpost" of "Hafenpost vom 05.03.2024, Nr. 55, S. 3", and the day; absent where nothing stands before a
 * day. */
struct nd_str nd_citation_name(struct nd_str text, struct nd_date *date);

/* "Seite 3", "Ausgabe vom 5. März 2024", "第3版": of a newspaper, and no article. */
bool nd_citation_is_of_issue(struct nd_str line);

/* What a line says that is nothing else and has a page or an issue behind the day: "The Post · 5 Mar 2024 · 7
 * · By Jane Roe". */
struct nd_citation {
    struct nd_str name, day, rest; /* the newspaper; the day as written; what stands behind the page */
    struct nd_date_reading reading;
    bool is_place;    /* the name may be that of a town: "LONDON, 5 MARCH 2024" */
    bool is_doubtful; /* the day may be another one */
};

/* False when line is none. */
bool nd_citation_read(struct nd_str line, struct nd_citation *citation);

/* The same of a newspaper and a day alone, "Le Monde, mardi 5 mars 2024": one that has an article in its
 * name, or is written in capitals. */
bool nd_citation_read_bare(struct nd_str line, struct nd_citation *citation);

/* "UPDATED 5 MARCH 2024", "FOR RELEASE 5 MARCH 2024": words for the day, and no newspaper in capitals. */
bool nd_citation_names_day(struct nd_str line);

#endif
