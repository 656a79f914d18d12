/*
 * What is cut out of a body, so that it can be put back: of each passage how many bytes of what stays are
 * before it, its blanks, how many bytes of the furniture it is, and its blanks again. Private to the index
 * stage.
 */
#ifndef INDEX_BOILERPLATE_CUTS_H
#define INDEX_BOILERPLATE_CUTS_H

#include "index/boilerplate/text_lines.h"

struct nd_cuts {
    struct nd_buf cuts;      /* as they are stored */
    struct nd_buf body;      /* what stays */
    struct nd_buf furniture; /* a passage behind the other, a line end between them */
};

void nd_cuts_free(struct nd_cuts *cuts);
/* Cuts the lines out that are marked. */
void nd_cuts_make(struct nd_cuts *cuts, struct nd_str body, const struct nd_text_lines *lines,
                  const bool *is_cut);
/* Appends the body as it was; false, in a damaged database, when the cuts are not those of this body and
 * furniture. */
bool nd_cuts_undo(struct nd_str cuts, struct nd_str body, struct nd_str furniture, struct nd_buf *out);

#endif
