/*
 * The main text of a saved page: which of its blocks are the article, and which are the menus, teasers,
 * comments and notices around it. Every block is looked at twice. First alone, with what surrounds it: its
 * words and links, the elements it stands in, the words of its neighbours, its place on the page. Then with
 * what the first look says of its neighbours. Both looks are sums of features times weights (main_weights.c),
 * so that a decision can be explained; the weights hold for all pages and languages. Private to the article
 * stage.
 *
 * Read before: Kohlschütter et al., Boilerplate Detection using Shallow Text Features (WSDM 2010); Pomikálek,
 * Removing Boilerplate and Duplicate Content from Web Corpora (2011); Peters and Lecocq, Content Extraction
 * Using Diverse Feature Sets (WWW 2013); Vogels et al., Web2Text (ECIR 2018); Barbaresi, Trafilatura (ACL
 * 2021).
 */
#ifndef ARTICLE_MAIN_TEXT_H
#define ARTICLE_MAIN_TEXT_H

#include "article/page/page.h"

/* What an element holds, all in it counted. */
struct nd_region {
    uint32_t first; /* its first block */
    uint32_t blocks, words, linked, prose;
    uint32_t titles;  /* blocks that are links of several words, as titles of other articles are */
    uint32_t repeats; /* how many elements beside it are alike */
    uint32_t teasers; /* how many of these and it may be teasers */
    uint32_t depth;
    float
        group; /* the words of prose that stand side by side in it: in no smaller element of several blocks */
    bool has_best;  /* the best group is in it */
    bool has_first; /* the first prose that is text is in it */
    float likely;   /* the sum of the first looks at its blocks, by words */
};

/* One block as it is looked at. */
struct nd_main_block {
    struct nd_paragraph paragraph;
    float density;    /* the part of its text that is links, 0 to 1 */
    float prose;      /* words of it that are prose of its own */
    float first;      /* what the first look says: the logarithm of the odds that it is text of the article */
    float kin;        /* the part of its words that others have which are likely text */
    float score;      /* the same of the second look: above 0 it is */
    float witnessed;  /* the part of its pairs of words that is in the witness */
    bool has_pairs;   /* it has such pairs, and the page a witness */
    bool has_kin;     /* more than one of its words is such */
    bool is_repeated; /* its text is on the page before */
    bool is_dateline;
    bool is_recipe; /* an ingredient or step, as the page itself says */
    bool is_head;   /* a line above the text that says who or when, or one beside it */
};

/* In how many blocks that are likely text a word is; several words may share a slot. */
struct nd_kin {
    uint32_t blocks, last;
};
enum { ND_KIN_BITS = 13 };

struct nd_main_text {
    struct nd_kin *kin;
    struct nd_main_block *blocks;
    size_t count;
    struct nd_region *regions;          /* by index of element */
    const struct nd_element **elements; /* the same, NULL where there is no text */
    size_t region_count;
    const struct nd_element *best;  /* the element with most prose side by side, or NULL */
    const struct nd_element *main;  /* the smallest element with most of the prose, or NULL */
    size_t first_prose, last_prose; /* in main; count and 0 if there is none */
    size_t title;                   /* the block that is the title, or SIZE_MAX */
    size_t end;  /* the first block that ends articles, as "Comments" does; count if none */
    float prose; /* of all blocks */
    float trust; /* the part of the prose that the witness has: 0 to 1, 0 where there is none */
    const struct nd_page
        *page; /* of text without tags: the run of paragraphs that was found; otherwise NULL */
};

/* The most features a block may have; see main_features.c. */
enum { ND_MAIN_FEATURES = 192 };

/*
 * Looks at the blocks of a page. False, and nothing done, when there are none or too many. title is what
 * metadata call it, witness what they call its text, or absent.
 */
bool nd_main_text_look(const struct nd_document *document, struct nd_str title, struct nd_str witness,
                       struct nd_arena *arena, struct nd_main_text *text);

/* Sets the scores. */
void nd_main_text_score(struct nd_main_text *text, const float weights[2][ND_MAIN_FEATURES]);

/* Which paragraphs stand side by side, and which elements are teasers and comments (main_groups.c). */
bool nd_main_groups_is_title(const struct nd_main_block *block);
bool nd_main_groups_is_teaser(const struct nd_region *region);
/* Sets group, best and has_best; depth is known. */
void nd_main_groups_find(struct nd_main_text *text);
/* The smallest element of several blocks around element, or NULL. */
const struct nd_element *nd_main_groups_of(const struct nd_main_text *text, const struct nd_element *element);
/* After the looks: where there is an article, teasers in rows and comments apart from it are no text, nor is
 * what an element behind first, the first block of the text, announces as other articles. */
void nd_main_groups_drop(struct nd_main_text *text, size_t first);
/* Before that: where first is the first block of the text, short sentences and headings beside its prose are
 * text. */
void nd_main_groups_keep(struct nd_main_text *text, size_t first);

/* Between the looks: which words the blocks share (main_kin.c). */
void nd_main_kin_find(struct nd_main_text *text);
/* Before them: which of the blocks are in what the page itself calls its text. */
void nd_main_kin_witness(struct nd_main_text *text, struct nd_str witness, struct nd_arena *arena);

/* Looks at a page and scores it; NULL where that cannot be done. For parting it, and for finding its title.
 * recipe has the ingredients and steps of one, a line each, or is absent. */
const struct nd_main_text *nd_main_text_read(const struct nd_document *document, struct nd_str witness,
                                             struct nd_str recipe, struct nd_arena *arena);

/*
 * The same judgement for text without tags, where nothing but the words and their order are known: says anew
 * which paragraphs of a page that was found are of the article. NULL where that cannot be done.
 */
const struct nd_main_text *nd_main_text_judge(const struct nd_document *document, struct nd_page *page,
                                              struct nd_arena *arena);
/* Its first step, for fitting its weights: false, and nothing done, where there are too many blocks. */
bool nd_main_text_look_at_page(const struct nd_document *document, const struct nd_page *page,
                               struct nd_arena *arena, struct nd_main_text *text);

/* Where the text begins: the first block that is text and prose; SIZE_MAX if there is none. text may be NULL.
 */
size_t nd_main_text_begin(const struct nd_main_text *text);

/*
 * Moves what is not of the text from the blocks of an HTML document to furniture; all stays in order. text is
 * NULL for what is no whole page. Returns by which rule: "main-text" by score; "html" by tags, roles and
 * names alone, where there is no page around the text; NULL when there was nothing to move.
 */
const char *nd_main_text_part(struct nd_document *document, const struct nd_main_text *text,
                              struct nd_arena *arena, struct nd_blocks *furniture);

/*
 * Fills in out with the features of the block, those of the second look too if it is_second, and names,
 * unless it is NULL, with their names; the number of them.
 */
size_t nd_main_features(const struct nd_main_text *text, size_t at, bool is_second, float *out,
                        const char **names);

/* The first look's, the second look's. */
extern const float nd_main_weights[2][ND_MAIN_FEATURES];
/* The same for text without tags. */
extern const float nd_plain_weights[2][ND_MAIN_FEATURES];

#endif
