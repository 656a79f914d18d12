#include "article/page/plain_features.h"

#include <math.h>
#include <string.h>

static void add_words(struct nd_features *v, const struct nd_main_block *b) {
    const struct nd_paragraph *p = &b->paragraph;
    bool is_prose = p->small * 20 >= p->words * 7;

    nd_features_add(v, "one", 1);
    nd_features_add(v, "words", nd_features_at_most(p->words, 50));
    nd_features_add(v, "log words", log2(1 + nd_features_at_most(p->words, 200) * 200) / 8);
    nd_features_add(v, "few words", p->words <= 3);
    nd_features_add(v, "no words", p->words == 0);
    nd_features_add(v, "sentence", p->has_sentence);
    nd_features_add(v, "ends sentence", nd_text_ends_sentence(p->block->text));
    nd_features_add(v, "begins small", nd_text_begins_small(p->block->text));
    nd_features_add(v, "small letters", p->words == 0 ? 0 : (double)p->small / p->words);
    nd_features_add(v, "prose", is_prose && p->score > 2);
    nd_features_add(v, "long prose", is_prose && p->words > 25);
    nd_features_add(v, "density", b->density);
    nd_features_add(v, "only links", b->density > 0.9F);
    nd_features_add(v, "density, many words", b->density * nd_features_at_most(p->words, 30));
    nd_features_add(v, "tool", p->label == ND_BOILERPLATE_TOOL || p->label == ND_BOILERPLATE_MORE);
    nd_features_add(v, "related", p->label == ND_BOILERPLATE_RELATED);
    nd_features_add(v, "end", p->label == ND_BOILERPLATE_END);
    nd_features_add(v, "notice", p->label == ND_BOILERPLATE_NOTICE);
    nd_features_add(v, "cut off", nd_text_is_cut_off(p->block->text));
    nd_features_add(v, "cut off, linked", b->density > 0 && nd_text_is_cut_off(p->block->text));
    nd_features_add(v, "dateline", b->is_dateline);
    nd_features_add(v, "repeated", b->is_repeated);
}

static void add_type(struct nd_features *v, const struct nd_block *block) {
    nd_features_add(v, "heading", block->type == ND_HEADING);
    nd_features_add(v, "first heading", block->type == ND_HEADING && block->level == 1);
    nd_features_add(v, "list item", block->type == ND_LIST_ITEM);
    nd_features_add(v, "quote", block->type == ND_QUOTE);
    nd_features_add(v, "code", block->type == ND_CODE);
    nd_features_add(v, "table", block->type == ND_TABLE);
    nd_features_add(v, "strong",
                    block->emphasised.len > 0 && block->emphasised.len * 5 >= block->text.len * 4);
    nd_features_add(v, "picture", block->links != NULL && block->links->is_image);
}

static void add_elements(struct nd_features *v, const struct nd_element *element) {
    static const char *const near_names[ND_HINTS] = {
        "near body", "near article", "near content", "near lead", "near title",
        "near meta", "near caption", "near comment", "near nav",  "near frame",
        "near side", "near related", "near share",   "near ad",   "near notice"};
    static const char *const far_names[ND_HINTS] = {"in body",  "in article", "in content", "in lead",
                                                    "in title", "in meta",    "in caption", "in comment",
                                                    "in nav",   "in frame",   "in side",    "in related",
                                                    "in share", "in ad",      "in notice"};
    static const char *const kind_names[] = {
        "in other",    "in p",       "in item",  "in cell",   "in <article>", "in <main>",   "in <header>",
        "in <footer>", "in <aside>", "in <nav>", "in <form>", "in <figure>",  "in <address>"};
    unsigned near = 0, far = 0, kinds = 0;
    int level = 0;

    for (const struct nd_element *e = element; e != NULL; e = e->parent, level++) {
        if (level < 2)
            near |= e->hints;
        else
            far |= e->hints;
        if (e->parent != NULL && (e->kind != ND_ELEMENT_P || level == 0))
            kinds |= 1u << e->kind;
    }
    for (unsigned i = 0; i < ND_HINTS; i++)
        nd_features_add(v, near_names[i], near >> i & 1);
    for (unsigned i = 0; i < ND_HINTS; i++)
        nd_features_add(v, far_names[i], far >> i & 1);
    for (unsigned i = 1; i <= ND_ELEMENT_ADDRESS; i++)
        nd_features_add(v, kind_names[i], kinds >> i & 1);
    nd_features_add(v, "furniture", element != NULL && element->is_furniture);
    nd_features_add(v, "in link", element != NULL && element->is_linked);
}

static const struct nd_region *region_of(const struct nd_main_text *text, const struct nd_element *element) {
    return element == NULL ? NULL : &text->regions[element->index];
}

/* How densely linked, and how much of the prose of the page, the elements around a block are. */
static void add_regions(struct nd_features *v, const struct nd_main_text *text,
                        const struct nd_element *element) {
    static const char *const densities[] = {"density 1", "density 2", "density 3", "density 4"};
    static const char *const shares[] = {"share 1", "share 2", "share 3", "share 4"};
    static const char *const lengths[] = {"prose 1", "prose 2", "prose 3", "prose 4"};
    double repeats = 0, alike = 0, titled = 0;

    if (element != NULL && element->kind == ND_ELEMENT_P)
        element = element->parent;
    for (const struct nd_element *e = element; e != NULL && e != text->main; e = e->parent) {
        const struct nd_region *region = region_of(text, e);
        if (region->repeats > repeats && region->linked * 4 > region->words)
            repeats = region->repeats;
        if (region->repeats > alike && region->blocks > 1)
            alike = region->repeats;
        if (region->repeats > titled && region->blocks > 1 && region->linked > 0)
            titled = region->repeats;
    }
    nd_features_add(v, "repeats", nd_features_at_most(repeats, 6));
    nd_features_add(v, "prose repeats", nd_features_at_most(alike, 6));
    nd_features_add(v, "prose repeats, titled", nd_features_at_most(titled, 6));
    for (int i = 0; i < 4; i++) {
        const struct nd_region *region = region_of(text, element);
        bool is_there = region != NULL && region->words > 0;
        nd_features_add(v, densities[i], is_there ? (double)region->linked / region->words : 0);
        nd_features_add(v, shares[i], is_there && text->prose > 0 ? (float)region->prose / text->prose : 0);
        nd_features_add(v, lengths[i], is_there ? nd_features_at_most(region->prose, 150) : 0);
        element = element == NULL ? NULL : element->parent;
    }
}

/* The steps from an element up to what is around both it and other, and from there down to other. */
static void count_steps(const struct nd_main_text *text, const struct nd_element *e,
                        const struct nd_element *other, int *up, int *down) {
    *up = *down = 0;
    while (e != NULL && other != NULL && e != other) {
        const struct nd_region *a = region_of(text, e), *b = region_of(text, other);
        if (a->depth >= b->depth) {
            ++*up;
            e = e->parent;
        } else {
            ++*down;
            other = other->parent;
        }
    }
}

/* How much prose stands side by side around a block, and how far from where there is most of it. */
static void add_group(struct nd_features *v, const struct nd_main_text *text, size_t at) {
    const struct nd_element *e = nd_main_groups_of(text, text->blocks[at].paragraph.block->element);
    double share =
        e == NULL || text->best == NULL ? 0 : region_of(text, e)->group / region_of(text, text->best)->group;
    int up, down;

    count_steps(text, e, text->best, &up, &down);
    nd_features_add(v, "group", share);
    nd_features_add(v, "group, prose", text->blocks[at].prose > 0 ? share : 0);
    nd_features_add(v, "best group", e == text->best && e != NULL);
    nd_features_add(v, "out of group", e == NULL ? 1 : nd_features_at_most(down, 6));
    nd_features_add(v, "up to group", e == NULL ? 1 : nd_features_at_most(up, 6));
}

/* Where a block stands to the element with most of the prose. */
static void add_main(struct nd_features *v, const struct nd_main_text *text, size_t at) {
    const struct nd_element *main = text->main;
    int inside, outside;

    count_steps(text, text->blocks[at].paragraph.block->element, main, &inside, &outside);
    nd_features_add(v, "in main", main != NULL && outside == 0);
    nd_features_add(v, "in main, near", main != NULL && outside == 0 && inside <= 1);
    nd_features_add(v, "in main, deep", outside == 0 ? nd_features_at_most(inside, 6) : 0);
    nd_features_add(v, "out of main", nd_features_at_most(outside, 6));
    nd_features_add(v, "before prose", at < text->first_prose);
    nd_features_add(v, "long before prose",
                    at < text->first_prose ? nd_features_at_most((double)(text->first_prose - at), 10) : 0);
    nd_features_add(v, "behind prose", at > text->last_prose);
    nd_features_add(v, "long behind prose",
                    at > text->last_prose ? nd_features_at_most((double)(at - text->last_prose), 10) : 0);
}

static const struct nd_main_block *neighbour(const struct nd_main_text *text, size_t at, int step) {
    size_t i = at + (size_t)step;

    return i < text->count ? &text->blocks[i] : NULL;
}

static void add_place(struct nd_features *v, const struct nd_main_text *text, size_t at) {
    const struct nd_main_block *before = neighbour(text, at, -1), *behind = neighbour(text, at, 1);
    double near = 0;

    for (int step = -3; step <= 3; step++) {
        const struct nd_main_block *b = step == 0 ? NULL : neighbour(text, at, step);
        if (b != NULL && b->prose > near)
            near = b->prose;
    }
    nd_features_add(v, "prose before", before == NULL ? 0 : nd_features_at_most(before->prose, 50));
    nd_features_add(v, "prose behind", behind == NULL ? 0 : nd_features_at_most(behind->prose, 50));
    nd_features_add(v, "prose near", nd_features_at_most(near, 50));
    nd_features_add(v, "density before", before == NULL ? 1 : before->density);
    nd_features_add(v, "density behind", behind == NULL ? 1 : behind->density);
    nd_features_add(v, "words before", before == NULL ? 0 : nd_features_at_most(before->paragraph.words, 50));
    nd_features_add(v, "words behind", behind == NULL ? 0 : nd_features_at_most(behind->paragraph.words, 50));
    nd_features_add(v, "place", (double)at / (double)text->count);
    nd_features_add(v, "title", at == text->title);
    nd_features_add(v, "above title", text->title != SIZE_MAX && at < text->title);
    nd_features_add(v, "below title", text->title != SIZE_MAX && at > text->title && at < text->title + 4);
    nd_features_add(v, "behind end", at > text->end);
}

/* Odds from -1 to 1. */
static double tame(double odds) {
    return odds / (1 + fabs(odds));
}

/* How likely text what stands around it is, by words, the nearer the more. */
static void add_surroundings(struct nd_features *v, const struct nd_main_text *text, size_t at) {
    enum { REACH = 12 };
    double sums[2] = {0, 0}, words[2] = {0, 0};

    for (int step = 1; step <= REACH; step++)
        for (int side = 0; side < 2; side++) {
            const struct nd_main_block *b = neighbour(text, at, side == 0 ? -step : step);
            double weight = b == NULL ? 0 : nd_features_at_most(b->paragraph.words + 2, 60) / (2 + step);
            sums[side] += b == NULL ? 0 : weight * tame(b->first);
            words[side] += weight;
        }
    nd_features_add(v, "likely above", words[0] == 0 ? -1 : sums[0] / words[0]);
    nd_features_add(v, "likely below", words[1] == 0 ? -1 : sums[1] / words[1]);
    nd_features_add(v, "likely around",
                    words[0] * words[1] == 0 ? -1 : fmin(sums[0] / words[0], sums[1] / words[1]));
    nd_features_add(v, "kin", text->blocks[at].kin);
    nd_features_add(v, "kin, likely", text->blocks[at].first > 0 ? text->blocks[at].kin : 0);
    nd_features_add(v, "kin, many words",
                    text->blocks[at].kin * nd_features_at_most(text->blocks[at].paragraph.words, 30));
    nd_features_add(v, "no kin", !text->blocks[at].has_kin);
}

/* What the first look says of a block, its neighbours and the elements around it. */
static double average_likely(const struct nd_region *region) {
    return region == NULL || region->words == 0 ? 0 : region->likely / (double)region->words;
}

static void add_first_look(struct nd_features *v, const struct nd_main_text *text, size_t at) {
    const struct nd_element *element = text->blocks[at].paragraph.block->element;
    double before = 0, behind = 0;
    static const int steps[] = {1, 2, 3, 4, 5};

    nd_features_add(v, "first look", text->blocks[at].first / 4);
    nd_features_add(v, "first look, tame", tame(text->blocks[at].first));
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        const struct nd_main_block *b = neighbour(text, at, -steps[i]), *n = neighbour(text, at, steps[i]);
        before += b == NULL ? -1 : tame(b->first);
        behind += n == NULL ? -1 : tame(n->first);
        if (i == 0) {
            nd_features_add(v, "first look before", before);
            nd_features_add(v, "first look behind", behind);
        }
    }
    nd_features_add(v, "first looks before", before / 5);
    nd_features_add(v, "first looks behind", behind / 5);
    nd_features_add(v, "both sides", before > 0 && behind > 0);
    if (element != NULL && element->kind == ND_ELEMENT_P)
        element = element->parent;
    nd_features_add(v, "likely 1", average_likely(region_of(text, element)));
    element = element == NULL ? NULL : element->parent;
    nd_features_add(v, "likely 2", average_likely(region_of(text, element)));
    element = element == NULL ? NULL : element->parent;
    nd_features_add(v, "likely 3", average_likely(region_of(text, element)));
}

/* What the page itself says of its text, where it does. */
static void add_witness(struct nd_features *v, const struct nd_main_text *text, size_t at) {
    const struct nd_main_block *b = &text->blocks[at];
    double denied = b->has_pairs ? text->trust * (1 - b->witnessed) : 0;

    nd_features_add(v, "witnessed", b->witnessed);
    nd_features_add(v, "witnessed, many words", b->witnessed * nd_features_at_most(b->paragraph.words, 30));
    nd_features_add(v, "denied", denied);
    nd_features_add(v, "denied, many words", denied * nd_features_at_most(b->paragraph.words, 30));
}

size_t nd_main_features(const struct nd_main_text *text, size_t at, bool is_second, float *out,
                        const char **names) {
    const struct nd_main_block *b = &text->blocks[at];
    struct nd_features v = {.values = out, .names = names};

    add_words(&v, b);
    add_type(&v, b->paragraph.block);
    add_elements(&v, b->paragraph.block->element);
    add_regions(&v, text, b->paragraph.block->element);
    add_main(&v, text, at);
    add_group(&v, text, at);
    add_place(&v, text, at);
    add_witness(&v, text, at);
    if (text->page != NULL)
        nd_plain_features(text, at, &v);
    if (is_second) {
        add_first_look(&v, text, at);
        add_surroundings(&v, text, at);
    }
    return v.count;
}
