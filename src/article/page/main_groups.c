/*
 * The paragraphs of an article stand side by side; a teaser or a comment stands in an element with its own
 * title, name and date, and in a row of such. What a look at single blocks cannot see of a long teaser, that
 * it is one of many, is decided here.
 */
#include "article/page/main_text.h"

enum {
    TITLE_WORDS = 3,
    TEASER_WORDS = 100,  /* the most of a teaser, its title included */
    LEAST_ALIKE = 2,     /* elements beside a teaser; */
    LEAST_BETWEEN = 2,   /* elements around the article that are not around the row */
    LEAST_ARTICLE = 100, /* words of prose side by side */
    LEAST = -2           /* the score of what may be text where others beside it are */
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

/* The largest element around an element that is not around the first prose; NULL if there is none. */
static const struct nd_element *beside_first(const struct nd_main_text *text, const struct nd_element *e) {
    if (e == NULL || text->regions[e->index].has_first)
        return NULL;
    while (e->parent != NULL && !text->regions[e->parent->index].has_first)
        e = e->parent;
    return e;
}

static bool are_teasers(const struct nd_main_text *text, const struct nd_region *region) {
    bool has_article = region->has_best && text->regions[text->best->index].group >= LEAST_ARTICLE;

    return !has_article && region->titles >= LEAST_ALIKE && region->words <= region->titles * TEASER_WORDS;
}

/* What stands below the article in an element that begins by announcing others. */
static void drop_announced(struct nd_main_text *text, size_t first) {
    const struct nd_element *last = NULL, *announced = NULL;

    for (const struct nd_element *e = text->blocks[first].paragraph.block->element; e != NULL; e = e->parent)
        text->regions[e->index].has_first = true;
    for (size_t i = first + 1; i < text->count; i++) {
        struct nd_main_block *b = &text->blocks[i];
        const struct nd_element *beside = beside_first(text, b->paragraph.block->element);
        if (beside != NULL && beside != last && b->paragraph.label == ND_BOILERPLATE_RELATED &&
            are_teasers(text, &text->regions[beside->index]))
            announced = beside;
        last = beside;
        if (beside != NULL && beside == announced && b->score > 0)
            b->score = -b->score;
    }
}

void nd_main_groups_drop(struct nd_main_text *text, size_t first) {
    if (first != SIZE_MAX)
        drop_announced(text, first);
    if (text->best == NULL || text->regions[text->best->index].group < LEAST_ARTICLE)
        return;
    for (size_t i = 0; i < text->count; i++) {
        struct nd_main_block *b = &text->blocks[i];
        if (b->score > 0 && is_apart(text, b->paragraph.block->element))
            b->score = -b->score;
    }
}

/* The element that a paragraph, or the list of an item, stands in. */
static const struct nd_element *holder_of(const struct nd_element *e) {
    while (e != NULL && (e->kind == ND_ELEMENT_P || e->kind == ND_ELEMENT_ITEM))
        e = e->kind == ND_ELEMENT_ITEM && e->parent != NULL ? e->parent->parent : e->parent;
    return e;
}

/* Headings of what is kept below them. */
static void keep_headings(struct nd_main_text *text, size_t first, const struct nd_element *best) {
    for (size_t i = first + 1; i + 1 < text->count; i++) {
        struct nd_main_block *b = &text->blocks[i];
        const struct nd_block *block = b->paragraph.block;
        if (block->type == ND_HEADING && b->score <= 0 && b->score > LEAST &&
            b->paragraph.label == ND_BOILERPLATE_NONE && b->density < 0.3F && text->blocks[i - 1].score > 0 &&
            text->blocks[i + 1].score > 0 && holder_of(block->element) == best &&
            holder_of(text->blocks[i + 1].paragraph.block->element) == best)
            b->score = 0.01F;
    }
}

static bool is_plain_sentence(const struct nd_main_block *b) {
    return b->paragraph.has_sentence && b->paragraph.label == ND_BOILERPLATE_NONE && b->density < 0.3F &&
           b->paragraph.words >= 2 && !b->is_dateline && !b->is_repeated &&
           nd_text_ends_sentence(b->paragraph.block->text);
}

/* Where there is little prose, short sentences beside it are of the text up to what ends it. */
static void keep_sentences(struct nd_main_text *text, size_t first, const struct nd_element *best) {
    for (size_t i = first + 1; i < text->count; i++) {
        struct nd_main_block *b = &text->blocks[i];
        if (holder_of(b->paragraph.block->element) != best)
            continue;
        if (b->paragraph.label == ND_BOILERPLATE_END || b->paragraph.label == ND_BOILERPLATE_RELATED)
            return;
        if (b->score <= 0 && b->score > LEAST && is_plain_sentence(b))
            b->score = 0.01F;
    }
}

static bool is_kept(const struct nd_main_text *text, size_t at, const struct nd_element *best) {
    return at < text->count && text->blocks[at].score > 0 &&
           holder_of(text->blocks[at].paragraph.block->element) == best;
}

/* A list between two paragraphs of the text, without links. */
static void keep_lists(struct nd_main_text *text, size_t first, const struct nd_element *best) {
    for (size_t i = first + 1; i < text->count; i++) {
        size_t end = i;
        bool is_plain = is_kept(text, i - 1, best);
        while (is_plain && end < text->count && text->blocks[end].paragraph.block->type == ND_LIST_ITEM &&
               text->blocks[end].score <= 0) {
            const struct nd_main_block *b = &text->blocks[end++];
            is_plain = b->density == 0 && b->paragraph.label == ND_BOILERPLATE_NONE && b->score > 2 * LEAST &&
                       holder_of(b->paragraph.block->element) == best;
        }
        if (!is_plain || end == i || !is_kept(text, end, best))
            continue;
        for (; i < end; i++)
            text->blocks[i].score = 0.01F;
    }
}

/* An element and those beside it that are called alike. */
struct row {
    uint32_t parent;
    uint32_t signature;
};

/* The row of the element that holds a block, some levels up; false where there is none so far up. */
static bool row_of(const struct nd_main_block *b, int level, const struct nd_element **element,
                   struct row *row) {
    const struct nd_element *e = holder_of(b->paragraph.block->element);

    while (level-- > 0 && e != NULL)
        e = e->parent;
    if (e == NULL || e->parent == NULL)
        return false;
    *element = e;
    *row = (struct row){e->parent->index, e->signature};
    return true;
}

/* Programs for pages part an article into sections that are alike: prose in one of a row is text where
 * another of it is, unless there are links in it, as in teasers. */
static void keep_sections(struct nd_main_text *text) {
    enum { LEVELS = 3, MOST_ROWS = 96, LEAST_PROSE = 10 };
    struct row rows[MOST_ROWS], row;
    size_t count = 0;
    const struct nd_element *e;

    for (size_t i = 0; i < text->count && count + LEVELS <= MOST_ROWS; i++)
        for (int level = 0;
             level < LEVELS && text->blocks[i].score > 0 && text->blocks[i].prose >= LEAST_PROSE; level++)
            if (row_of(&text->blocks[i], level, &e, &row))
                rows[count++] = row;
    for (size_t i = 0; i < text->count; i++) {
        struct nd_main_block *b = &text->blocks[i];
        for (int level = 0; level < LEVELS && b->score <= 0 && b->score > LEAST && b->prose >= LEAST_PROSE;
             level++) {
            if (!row_of(b, level, &e, &row) || text->regions[e->index].linked > 0 ||
                text->regions[e->index].repeats == 0)
                continue;
            for (size_t k = 0; k < count; k++)
                if (rows[k].parent == row.parent && rows[k].signature == row.signature)
                    b->score = 0.01F;
        }
    }
}

void nd_main_groups_keep(struct nd_main_text *text, size_t first) {
    const struct nd_element *best = text->best;

    keep_sections(text);
    if (first == SIZE_MAX || best == NULL || text->regions[best->index].group >= LEAST_ARTICLE ||
        holder_of(text->blocks[first].paragraph.block->element) != best)
        return;
    if (text->regions[best->index].group < LEAST_ARTICLE)
        keep_sentences(text, first, best);
    keep_headings(text, first, best);
    keep_lists(text, first, best);
}
