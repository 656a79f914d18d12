/*
 * Whether two records of one address are versions of one article, or different things that share it: a
 * column of every day, the notes of a day's page, rows of a table that name their source. What is compared is
 * written in letters and digits; of texts, which stretches of 16 bytes they share, so that neither scripts
 * without blanks nor marks and line ends matter. Private to the folder.
 */
#ifndef INDEX_STORE_LIKENESS_H
#define INDEX_STORE_LIKENESS_H

#include "newsdex/str.h"

/* Of a record; all zero in the beginning, reused from one to the next. */
struct nd_likeness {
    struct nd_buf title, text, day, fragment;
    uint32_t *stretches; /* a hash table, once another was compared with it */
    size_t room;
};

void nd_likeness_fini(struct nd_likeness *likeness);
/* title is case-folded; address as it was written. Of the texts no more than the beginning is looked at. */
struct nd_likeness_source {
    struct nd_str title, excerpt, body, published_at, address;
};
void nd_likeness_set(struct nd_likeness *likeness, const struct nd_likeness_source *source);

/*
 * True when both say of themselves that they are one: titles alike, the text of one mostly in the other, no
 * other day. fuller is the one with the longer body.
 */
bool nd_likeness_is_plain(struct nd_likeness *fuller, const struct nd_likeness *other);
/*
 * True unless they show that they are two, which is what to ask of records that never stand beside each
 * other in a file: then the address alone speaks for one article.
 */
bool nd_likeness_is_open(struct nd_likeness *fuller, const struct nd_likeness *other);

#endif
