/*
 * A page about what a query found, to be sent to somebody: HTML in one file, without scripts and without
 * anything from elsewhere (a Content-Security-Policy says so), that reads on a screen, a telephone and paper.
 * Every text is escaped. Its style is report.css; the pictures are SVG, which stands alone as well. Part of
 * the output stage.
 */
#ifndef NEWSDEX_REPORT_H
#define NEWSDEX_REPORT_H

#include "newsdex/terms.h"

/* What a page says of itself. */
struct nd_report_head {
    struct nd_str title, query;   /* query: as it was read */
    struct nd_str command;        /* that makes the page again */
    struct nd_str made;           /* when: a date or time */
    struct nd_str database, name; /* path and name of the latter */
    int64_t revision, articles, matches;
    struct nd_str first, last; /* days of the matches; absent when none has one */
};

struct nd_report_counts {
    const char *title;
    const struct nd_facet *list;
    size_t count;
    int64_t others; /* values that are left out */
};

/* An article; what is absent or NULL is left out. */
struct nd_report_hit {
    const struct nd_hit *hit;
    const struct nd_stored_article *stored;
    struct nd_str path; /* as it is shown */
    size_t number, most_passages;
};

void nd_report_begin(struct nd_buf *out, const struct nd_report_head *head);
/* Counts by a period, in order. */
void nd_report_timeline(struct nd_buf *out, const struct nd_report_counts *counts);
void nd_report_facets(struct nd_buf *out, const struct nd_report_counts *facets, size_t count);
void nd_report_terms(struct nd_buf *out, const struct nd_terms *terms);
/* Above the hits: how many are shown of how many, and in what order. */
void nd_report_hits(struct nd_buf *out, int64_t shown, int64_t matches, const char *order);
void nd_report_hit(struct nd_buf *out, const struct nd_report_hit *hit);
/* left_out: hits there was no room for. */
void nd_report_end(struct nd_buf *out, const struct nd_report_head *head, int64_t left_out);

/* A picture of counts by a period, in order, with its axes. */
void nd_svg_timeline(struct nd_buf *out, const struct nd_report_counts *counts);
/* Its bars alone, which take whatever width there is. */
void nd_svg_bars(struct nd_buf *out, const struct nd_report_counts *counts);
/* A number that is easy to say, not less than the greatest count. */
int64_t nd_svg_top(const struct nd_report_counts *counts);

/* A graph without directions, GEXF 1.3 (gexf.net), as Gephi reads it. */
struct nd_gexf_edge {
    size_t nodes[2]; /* places among the nodes */
    int64_t weight;
};
void nd_gexf_write(struct nd_buf *out, const struct nd_facet *nodes, size_t node_count,
                   const struct nd_gexf_edge *edges, size_t edge_count);

/* Text as HTML and XML have it; what is no UTF-8 or would steer the reading is U+FFFD. */
void nd_escape_add(struct nd_buf *out, struct nd_str text);
/* The same for the value of an attribute of an address: only http and https, absent otherwise. */
bool nd_escape_is_link(struct nd_str url);

#endif
