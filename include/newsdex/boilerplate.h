/*
 * Learned boilerplate: lines that recur in many articles of one provider, or of one folder or file of many
 * where no provider is known, and are none of their news. Part of the index stage.
 *
 * A line is learned when ND_BOILERPLATE_LEAST articles of the place have it and at least one in
 * ND_BOILERPLATE_SHARE of the articles there, their number taken down to a power of two; of these so many
 * must have titles of their own, and of few (ND_BOILERPLATE_FEW) so many must have a text of their own:
 * copies of one article teach nothing. Dates and times in a line may be any other; a line whose numbers
 * differ counts as recurring as well. Looked at are the first and the last lines of a text
 * (boilerplate/text_lines.h), of these not what is quoted, indented, in a table, or there more than once.
 *
 * Cut out are lines that read like sentences; headlines, labels and lines with other numbers only where they
 * stand among such lines, and the former at the beginning and the end of the text, too. Nothing is cut out of
 * a text of which less than a quarter would be left. What is cut goes into furniture, provenance "learned".
 * It depends on the articles alone, and not on the order in which they came.
 */
#ifndef NEWSDEX_BOILERPLATE_H
#define NEWSDEX_BOILERPLATE_H

#include "newsdex/index.h"

enum { ND_BOILERPLATE_LEAST = 5, ND_BOILERPLATE_SHARE = 4, ND_BOILERPLATE_FEW = 63 };

/* What nd_index_finish does: learn, or put back all that was learned. On, unless said otherwise. */
void nd_index_set_learning(struct nd_index *index, bool is_on);
/* Out of how many articles lines were cut, or others than before, when the latest ingest was finished. */
int64_t nd_index_learned(const struct nd_index *index);

struct nd_boilerplate {
    struct nd_str place, kind; /* name of the provider or path, and which: "provider", "file", "folder" */
    struct nd_str text;        /* dates are "…", and numbers that differ 0 */
    int64_t articles, of;      /* that have the line, of those of the place */
    int64_t example;           /* id of one of these, */
    struct nd_str title, path, part; /* and what it is */
};
struct nd_boilerplate_sink { /* a status other than ND_OK ends it and is returned */
    enum nd_status (*take)(void *context, const struct nd_boilerplate *line, struct nd_error *err);
    void *context;
};
/* The lines that are learned, place by place, of each the most frequent first; place: of those whose name has
 * this in it, absent: of all. limit 0: all. *count is how many there are. */
enum nd_status nd_index_boilerplate(struct nd_index *index, struct nd_str place, int64_t limit,
                                    const struct nd_boilerplate_sink *sink, int64_t *count,
                                    struct nd_error *err) ND_MUST_CHECK;

#endif
