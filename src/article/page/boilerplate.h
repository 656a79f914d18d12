/* The words boilerplate is known by, and their tables. Private to the article stage. */
#ifndef ARTICLE_PAGE_BOILERPLATE_H
#define ARTICLE_PAGE_BOILERPLATE_H

#include "article/record.h"

enum nd_label_match { ND_LABEL_WHOLE, ND_LABEL_PREFIX };

struct nd_label {
    struct nd_str text; /* lower case */
    enum nd_boilerplate furniture;
    enum nd_label_match match;
    bool is_weak; /* says something only on a page full of boilerplate */
};

/* Sorted by the bytes of text. */
struct nd_labels {
    const struct nd_label *labels;
    size_t count;
};

struct nd_strs {
    const struct nd_str *strs;
    size_t count;
};

extern const struct nd_labels nd_boilerplate_ends, nd_boilerplate_tools, nd_boilerplate_languages,
    nd_boilerplate_scripts;
extern const struct nd_strs nd_boilerplate_notices, nd_boilerplate_credits;

/* True when text, no longer than a notice is, has one of the phrases (in lower case) in it. */
bool nd_boilerplate_has(struct nd_str text, const struct nd_strs *phrases);

#endif
