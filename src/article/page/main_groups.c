/*
 * The paragraphs of an article stand side by side; a teaser or a comment stands in an element with its own
 * title, name and date, and in a row of such. What a look at single blocks cannot see of a long teaser, that
 * it is one of many, is decided here.
 */
#include "article/page/main_text.h"

enum {
    TITLE_WORDS = 3,
    TEASER_WORDS = 100, /* the most of a teaser, its title included */
    LEAST_ALIKE = 2,    /* elements beside a teaser; */
    LEAST_BETWEEN = 2,  /* elements around the article that are not around the row */
    LEAST_ARTICLE = 100 /* words of prose side by side */
};

bool nd_main_groups_is_title(const struct nd_main_block *block) {
    return block->density > 0.5F && block->paragraph.words >= TITLE_WORDS;
}

bool nd_main_groups_is_teaser(const struct nd_region *region) {
    return region->titles > 0 && region->words <= TEASER_WORDS;
}

const struct nd_element *nd_main_groups_of(const struct nd_main_text *text,
                                           const struct nd_element *element) {
    while (element != NULL && (element->kind == ND_ELEMENT_P || text->regions[element->index].blocks < 2))
        element = element->parent;
    return element;
}

void nd_main_groups_find(struct nd_main_text *text) {
    float most = 0;

    for (size_t i = 0; i < text->count; i++) {
        const struct nd_main_block *b = &text->blocks[i];
        const struct nd_element *e =
            b->prose == 0 ? NULL : nd_main_groups_of(text, b->paragraph.block->element);
        if (e == NULL)
            continue;
        text->regions[e->index].group += b->prose;
        if (text->regions[e->index].group <= most)
            continue;
        most = text->regions[e->index].group;
        text->best = e;
    }
    for (const struct nd_element *e = text->best; e != NULL; e = e->parent)
        text->regions[e->index].has_best = true;
}

/* The elements around the best group that are not around element. */
static unsigned count_between(const struct nd_main_text *text, const struct nd_element *element) {
    while (element != NULL && !text->regions[element->index].has_best)
        element = element->parent;
    return element == NULL ? 0 : text->regions[text->best->index].depth - text->regions[element->index].depth;
}

static bool is_in_teasers(const struct nd_main_text *text, const struct nd_element *element) {
    const struct nd_region *region = &text->regions[element->index];

    return region->blocks >= 2 && nd_main_groups_is_teaser(region) && region->repeats >= LEAST_ALIKE &&
           region->teasers * 3 >= (region->repeats + 1) * 2 && count_between(text, element) >= LEAST_BETWEEN;
}

static bool is_named_so(const struct nd_element *element) {
    return (element->hints & (ND_HINT_COMMENT | ND_HINT_NOTICE)) != 0 && (element->hints & ND_HINT_BODY) == 0;
}

static bool is_apart(const struct nd_main_text *text, const struct nd_element *element) {
    for (; element != NULL && !text->regions[element->index].has_best; element = element->parent)
        if (is_named_so(element) || is_in_teasers(text, element))
            return true;
    return false;
}

void nd_main_groups_drop(struct nd_main_text *text) {
    if (text->best == NULL || text->regions[text->best->index].group < LEAST_ARTICLE)
        return;
    for (size_t i = 0; i < text->count; i++) {
        struct nd_main_block *b = &text->blocks[i];
        if (b->score > 0 && is_apart(text, b->paragraph.block->element))
            b->score = -b->score;
    }
}
