/*
 * What may be the title of a saved page's article: its headings, what its metadata call it, the pieces of
 * <title>, lines that are named as titles. Each is looked at with all the others as witnesses: who else says
 * the same, how it is like the words of the address, where it stands to the text, what elements it is in. The
 * sum of these features times weights decides (title_weights.c), for all pages and languages. Private to the
 * article stage.
 */
#ifndef ARTICLE_PAGE_TITLE_H
#define ARTICLE_PAGE_TITLE_H

#include "article/page/main_text.h"

/* What metadata call the article, and where. */
struct nd_stated_title {
    struct nd_str text, source; /* text is on one line and without the name of the site */
};

/* What is known of a page when its title is looked for. */
struct nd_title_evidence {
    const struct nd_document *document;
    const struct nd_main_text *main; /* which of its blocks are text, or NULL */
    struct nd_stated_title stated[8];
    size_t count;
    struct nd_str site, url; /* of the site its name; both may be absent */
};

enum { ND_TITLE_BAG = 16, ND_TITLE_FEATURES = 96 };

/* Pairs of letters that follow each other, as bits. */
struct nd_title_bag {
    uint64_t bits[ND_TITLE_BAG];
    unsigned count;
};

enum nd_title_kind { ND_TITLE_HEADING, ND_TITLE_LINE, ND_TITLE_STATED, ND_TITLE_PIECE };

struct nd_title_candidate {
    enum nd_title_kind kind;
    struct nd_str text,
        folded;           /* folded: in lower case, one sign for all dashes, one for all quotation marks */
    struct nd_str source; /* where metadata say so, or absent */
    const struct nd_block *block; /* or NULL */
    size_t at;                    /* the number of the block among those with text */
    bool is_whole;                /* a kicker stands before it, which is not left out */
    bool is_part;                 /* the same, left out */
    bool is_shared;               /* a heading begins or ends with it, and metadata state it */
    struct nd_title_bag bag;
};

struct nd_titles {
    struct nd_title_candidate *candidates;
    size_t count;
    const struct nd_title_candidate
        *stated[8]; /* those that are stated, and <title> without the site, last */
    size_t stated_count;
    struct nd_str page, site, host; /* folded: <title>, the name of the site, its host without dots */
    struct nd_str first_piece, second_piece, last_piece; /* of <title>, folded */
    size_t piece_count;
    bool is_path;             /* signs lead from the first piece to the last: "Site » Section » Title" */
    struct nd_str path;       /* of the address */
    struct nd_title_bag slug; /* the words of the address */
    size_t main_headings;     /* of level 1 */
    size_t first_main;        /* the first of them, SIZE_MAX if there is none */
    size_t first_text, last_above; /* the first block of the text, the last heading above it; or SIZE_MAX */
    const struct nd_main_text *main;
};

/* In lower case and on one line, dashes and quotation marks made one, for comparing. */
struct nd_str nd_title_fold(struct nd_str s, struct nd_arena *arena);
/* Adds the pairs of letters and digits of s; of ASCII ones alone, blanks passed over, where is_ascii. */
void nd_title_bag_fill(struct nd_title_bag *bag, struct nd_str s, bool is_ascii);
/* The path of an address, relative or not, without query and fragment. */
struct nd_str nd_title_path(struct nd_str url);
/* True when an address, or the first that a block links to, is that of the first page of a site. */
bool nd_title_is_home(struct nd_str url);
bool nd_title_links_home(const struct nd_block *block);
/* Gathers what may be the title of a page; none when nothing is stated and <title> is empty. */
void nd_titles_gather(const struct nd_title_evidence *evidence, struct nd_arena *arena,
                      struct nd_titles *titles);
/* Fills in out with the features of one, and names, unless it is NULL, with their names; their number. */
size_t nd_title_features(const struct nd_titles *titles, size_t at, float *out, const char **names);
/* The sum for one. */
float nd_title_score(const struct nd_titles *titles, size_t at, const float weights[ND_TITLE_FEATURES]);
/* True when a stated title or a piece of <title> agrees with it. */
bool nd_title_is_agreed(const struct nd_titles *titles, size_t at);

extern const float nd_title_weights[ND_TITLE_FEATURES];

#endif
