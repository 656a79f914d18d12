#include "article/page/main_text.h"

#include <math.h>
#include <string.h>

#include "article/page/byline.h"
#include "article/page/page_date_line.h"
#include "article/page/page_date_words.h"

enum {
    MIN_REPEATED = 12, /* bytes of a text that is looked for a second time */
    MAIN_SHARE = 60,   /* percent of the prose that the main element holds */
    LOOK_LABELS = 4    /* labels that make it worth while to look for notices */
};

static size_t count_blocks(const struct nd_document *document) {
    size_t count = 0;

    for (const struct nd_block *b = document->blocks.first; b != NULL && count <= ND_MAX_PASSAGES;
         b = b->next)
        count += b->text.len > 0 || b->rows != NULL;
    return count;
}

static float link_density(const struct nd_block *block) {
    size_t linked = block->type == ND_HEADING ? 0 : block->buttons;

    if (block->element != NULL && block->element->is_linked)
        return 1;
    for (const struct nd_link *link = block->links; link != NULL; link = link->next)
        linked += link->is_image ? 0 : link->text.len;
    if (block->text.len == 0)
        return 0;
    return linked >= block->text.len ? 1 : (float)linked / (float)block->text.len;
}

/* Tables are looked at as the text they become. */
static const struct nd_block *readable(const struct nd_block *block, struct nd_arena *arena) {
    struct nd_block *copy;
    struct nd_buf out = {0};

    if (block->type != ND_TABLE)
        return block;
    copy = nd_arena_alloc(arena, 1, sizeof *copy);
    *copy = *block;
    nd_blocks_text(block, block->next, &out);
    copy->text = nd_arena_take(arena, &out);
    return copy;
}

static void look_alone(struct nd_main_block *b, const struct nd_block *block, struct nd_arena *arena) {
    nd_paragraph_look(readable(block, arena), &b->paragraph);
    nd_paragraph_look_for_notice(&b->paragraph);
    b->density = link_density(b->paragraph.block);
    b->prose = b->paragraph.score > 2 ? (float)b->paragraph.words * (1 - b->density) : 0;
    b->is_dateline = nd_dateline_is(b->paragraph.block->text);
}

static bool is_comment(const struct nd_element *element) {
    for (; element != NULL; element = element->parent)
        if ((element->hints & (ND_HINT_COMMENT | ND_HINT_NOTICE)) != 0 &&
            (element->hints & ND_HINT_BODY) == 0)
            return true;
    return false;
}

static void add_up(struct nd_main_text *text, const struct nd_element **elements) {
    for (size_t i = 0; i < text->count; i++) {
        struct nd_main_block *b = &text->blocks[i];
        const struct nd_element *element = b->paragraph.block->element;
        struct nd_region *region;
        bool is_own = element == NULL || (!element->is_furniture && !is_comment(element));
        if (!is_own)
            b->prose = 0;
        text->prose += b->prose;
        if (element == NULL)
            continue;
        for (const struct nd_element *e = element; e != NULL && elements[e->index] == NULL; e = e->parent)
            elements[e->index] = e;
        region = &text->regions[element->index];
        region->blocks++;
        region->words += (uint32_t)b->paragraph.words;
        region->linked += (uint32_t)((float)b->paragraph.words * b->density);
        region->titles += nd_main_groups_is_title(b);
        region->prose += (uint32_t)b->prose;
    }
    for (size_t i = text->region_count; i-- > 0;) {
        const struct nd_region *region = &text->regions[i];
        struct nd_region *parent;
        if (elements[i] == NULL || elements[i]->parent == NULL)
            continue;
        parent = &text->regions[elements[i]->parent->index];
        parent->blocks += region->blocks;
        parent->words += region->words;
        parent->linked += region->linked;
        parent->titles += region->titles;
        parent->prose += region->prose;
    }
}

/* Elements with text that have the same parent and signature: looked for through a small table. */
static void count_repeats(struct nd_main_text *text, const struct nd_element **elements,
                          struct nd_arena *arena) {
    enum { SLOTS = 4096 };
    struct slot {
        uint64_t key;
        uint32_t count, teasers;
    } *slots = nd_arena_alloc(arena, SLOTS, sizeof *slots);

    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < text->region_count; i++) {
            const struct nd_element *e = elements[i];
            uint64_t key;
            struct slot *slot;
            if (e == NULL || e->parent == NULL || e->kind == ND_ELEMENT_P || e->kind == ND_ELEMENT_CELL)
                continue;
            key = (uint64_t)e->parent->index << 32 | e->signature;
            slot = &slots[(key * 0x9E3779B97F4A7C15u) >> 52];
            if (slot->key == 0)
                slot->key = key;
            if (slot->key != key)
                continue;
            slot->count += pass == 0;
            slot->teasers += pass == 0 && nd_main_groups_is_teaser(&text->regions[i]);
            text->regions[i].repeats = slot->count - 1;
            text->regions[i].teasers = slot->teasers;
        }
}

static void find_main(struct nd_main_text *text, const struct nd_element **elements) {
    text->first_prose = text->count;
    for (size_t i = 0; i < text->region_count; i++) {
        const struct nd_element *e = elements[i];
        if (e == NULL)
            continue;
        text->regions[i].depth = e->parent == NULL ? 0 : text->regions[e->parent->index].depth + 1;
        if (text->prose > 0 && (float)text->regions[i].prose * 100 >= text->prose * MAIN_SHARE &&
            (text->main == NULL || text->regions[i].depth > text->regions[text->main->index].depth))
            text->main = e;
    }
}

static bool is_inside(const struct nd_element *element, const struct nd_element *outer) {
    while (element != NULL && element != outer)
        element = element->parent;
    return element == outer;
}

static void find_prose(struct nd_main_text *text) {
    for (size_t i = 0; i < text->count; i++) {
        const struct nd_main_block *b = &text->blocks[i];
        if (b->prose < 10 || !is_inside(b->paragraph.block->element, text->main))
            continue;
        if (text->first_prose == text->count)
            text->first_prose = i;
        text->last_prose = i;
    }
}

/* The heading that is or begins the title as the metadata have it; else the first of level 1. */
static void find_title(struct nd_main_text *text, struct nd_str title) {
    size_t heading = SIZE_MAX;

    text->title = SIZE_MAX;
    for (size_t i = 0; i < text->count; i++) {
        const struct nd_block *block = text->blocks[i].paragraph.block;
        if (block->type != ND_HEADING || block->text.len == 0)
            continue;
        if (heading == SIZE_MAX && block->level == 1)
            heading = i;
        if (block->text.len >= 8 && nd_str_starts_nocase(title, block->text)) {
            text->title = i;
            return;
        }
    }
    text->title = heading;
}

static void find_end(struct nd_main_text *text) {
    text->end = text->count;
    for (size_t i = text->first_prose; i < text->count; i++)
        if (text->blocks[i].paragraph.label == ND_BOILERPLATE_END) {
            text->end = i;
            return;
        }
}

static void find_repeated(struct nd_main_text *text, struct nd_arena *arena) {
    struct nd_seen seen = {0};

    for (size_t i = 0; i < text->count; i++) {
        struct nd_main_block *b = &text->blocks[i];
        struct nd_str s = b->paragraph.block->text;
        if (s.len >= MIN_REPEATED)
            b->is_repeated = !nd_seen_first(&seen, arena, s);
    }
}

static float look_at(const struct nd_main_text *text, size_t at, const float *weights, bool is_second) {
    float values[ND_MAIN_FEATURES];
    size_t count = nd_main_features(text, at, is_second, values, NULL);
    float sum = 0;

    for (size_t i = 0; i < count; i++)
        sum += values[i] * weights[i];
    return sum;
}

/* What the first look says is added up for the elements. */
static void add_up_likely(struct nd_main_text *text) {
    const struct nd_element **elements = text->elements;

    for (size_t i = 0; i < text->region_count; i++)
        text->regions[i].likely = 0;
    for (size_t i = 0; i < text->count; i++) {
        const struct nd_main_block *b = &text->blocks[i];
        if (b->paragraph.block->element != NULL)
            text->regions[b->paragraph.block->element->index].likely +=
                (float)b->paragraph.words * b->first / (1 + fabsf(b->first));
    }
    for (size_t i = text->region_count; i-- > 0;)
        if (elements[i] != NULL && elements[i]->parent != NULL)
            text->regions[elements[i]->parent->index].likely += text->regions[i].likely;
}

bool nd_main_text_look(const struct nd_document *document, struct nd_str title, struct nd_str witness,
                       struct nd_arena *arena, struct nd_main_text *text) {
    size_t count = count_blocks(document), i = 0;

    *text = (struct nd_main_text){.count = count, .region_count = document->elements};
    if (count == 0 || count > ND_MAX_PASSAGES)
        return false;
    text->blocks = nd_arena_alloc(arena, count, sizeof *text->blocks);
    text->regions = nd_arena_alloc(arena, text->region_count + 1, sizeof *text->regions);
    text->elements = nd_arena_alloc(arena, text->region_count + 1, sizeof *text->elements);
    text->kin = nd_arena_alloc(arena, 1u << ND_KIN_BITS, sizeof *text->kin);
    for (const struct nd_block *b = document->blocks.first; b != NULL; b = b->next)
        if (b->text.len > 0 || b->rows != NULL)
            look_alone(&text->blocks[i++], b, arena);
    add_up(text, text->elements);
    count_repeats(text, text->elements, arena);
    find_main(text, text->elements);
    nd_main_groups_find(text);
    find_prose(text);
    find_title(text, title);
    find_end(text);
    find_repeated(text, arena);
    nd_main_kin_witness(text, witness, arena);
    return true;
}

/* All of its lines say who or when. */
static bool is_head(const struct nd_main_block *b) {
    struct nd_str rest = b->paragraph.block->text, line;
    bool is_head = (b->is_dateline && !nd_page_date_words_life(rest)) ||
                   (b->paragraph.block->type == ND_PARAGRAPH && nd_date_line_short(rest, false).len > 0);

    for (bool is_first = true; !is_head && nd_str_next_line(&rest, &line); is_first = false) {
        if (!nd_dateline_is(nd_str_trim(line)))
            return false;
        is_head = !is_first && rest.len == 0;
    }
    return is_head;
}

/* The smallest element around a line with others in it, if none of them is prose; NULL if there is none. */
static const struct nd_element *head_around(const struct nd_main_text *text, const struct nd_main_block *b) {
    enum { MOST_WORDS = 40 };
    const struct nd_element *e = b->paragraph.block->element;

    if (nd_main_text_begin(text) == SIZE_MAX)
        return NULL; /* what is short may be the text */
    while (e != NULL && text->regions[e->index].blocks < 2)
        e = e->parent;
    return e != NULL && text->regions[e->index].prose == 0 && text->regions[e->index].words <= MOST_WORDS
               ? e
               : NULL;
}

/* "Category: News", "Hits: 318": short lines beside that of when, in one element with it. */
static void drop_beside(struct nd_main_text *text, size_t at, const struct nd_element *head) {
    enum { MOST_LINES = 10, MOST_WORDS = 5 };

    for (size_t i = at > MOST_LINES ? at - MOST_LINES : 0; i <= at + MOST_LINES && i < text->count; i++) {
        struct nd_main_block *b = &text->blocks[i];
        if (b->score > 0 && b->paragraph.words <= MOST_WORDS && !b->paragraph.has_sentence &&
            b->paragraph.block->type != ND_HEADING && b->paragraph.block->type != ND_TABLE &&
            is_inside(b->paragraph.block->element, head)) {
            b->score = -b->score;
            b->is_head = true;
        }
    }
}

/* Lines above the text that say who wrote it and when are not of it, however near they stand. */
static void drop_datelines(struct nd_main_text *text) {
    for (size_t i = 0; i < text->count; i++) {
        struct nd_main_block *b = &text->blocks[i];
        const struct nd_element *head;
        struct nd_date date;
        if (b->score > 0 && b->prose >= 10 && !is_head(b))
            return;
        if (!is_head(b))
            continue;
        b->score = b->score > 0 ? -b->score : b->score;
        b->is_head = true;
        head = nd_dateline_find(b->paragraph.block->text, &date) ? head_around(text, b) : NULL;
        if (head != NULL)
            drop_beside(text, i, head);
    }
}

static bool is_sentence(const struct nd_main_block *b) {
    return b->score > 0 && b->paragraph.has_sentence;
}

/* "Advertisement", "Share": a label alone between two paragraphs. */
static void drop_labels(struct nd_main_text *text) {
    enum { MOST_WORDS = 3 };

    for (size_t i = 1; i + 1 < text->count; i++) {
        struct nd_main_block *b = &text->blocks[i];
        if (b->score > 0 && b->paragraph.label == ND_BOILERPLATE_TOOL && b->paragraph.words <= MOST_WORDS &&
            b->paragraph.block->type == ND_PARAGRAPH && is_sentence(b - 1) && is_sentence(b + 1))
            b->score = -b->score;
    }
}

void nd_main_text_score(struct nd_main_text *text, const float weights[2][ND_MAIN_FEATURES]) {
    for (size_t i = 0; i < text->count; i++)
        text->blocks[i].first = look_at(text, i, weights[0], false);
    add_up_likely(text);
    nd_main_kin_find(text);
    for (size_t i = 0; i < text->count; i++)
        text->blocks[i].score = look_at(text, i, weights[1], true);
    nd_main_groups_keep(text, nd_main_text_begin(text));
    nd_main_groups_drop(text, nd_main_text_begin(text));
    drop_labels(text);
    drop_datelines(text);
}

/* Blanks and ends of lines apart, which styles may set. */
static bool is_same_text(struct nd_str a, struct nd_str b) {
    size_t k = 0;

    for (size_t i = 0; i < a.len; i++) {
        if (nd_char_is_blank(a.ptr[i]) || a.ptr[i] == '\n')
            continue;
        while (k < b.len && (nd_char_is_blank(b.ptr[k]) || b.ptr[k] == '\n'))
            k++;
        if (k == b.len || a.ptr[i] != b.ptr[k++])
            return false;
    }
    return k == b.len;
}

static bool is_author(const struct nd_document *document, struct nd_str text, struct nd_arena *arena) {
    for (const struct nd_author_mark *mark = document->authors; mark != NULL; mark = mark->next) {
        struct nd_str rest = nd_str_trim(mark->text), line;
        if (!is_same_text(rest, text))
            continue;
        while (nd_str_next_line(&rest, &line))
            if (nd_byline_names(line, mark->is_name, arena).ptr != NULL)
                return true;
        return false;
    }
    return false;
}

/* The same of a line above the text that names its author and nothing else. */
static void drop_authors(struct nd_main_text *text, const struct nd_document *document,
                         struct nd_arena *arena) {
    for (size_t i = 0; i < text->count; i++) {
        struct nd_main_block *b = &text->blocks[i];
        struct nd_str line = nd_str_trim(b->paragraph.block->text);
        if (b->score > 0 && b->prose >= 10)
            return;
        if (b->score > 0 && b->paragraph.block->type == ND_PARAGRAPH &&
            (nd_byline_find(line, arena).ptr != NULL || is_author(document, line, arena)))
            b->score = -b->score;
    }
}

/* A line of the recipe, whole or its beginning, or a longer part of one. */
static bool is_of_recipe(struct nd_str line, struct nd_str recipe) {
    enum { LEAST_BEGIN = 4, LEAST_AMID = 20 /* bytes */ };
    size_t at = line.len < 2 ? SIZE_MAX : nd_str_find(recipe, line);

    if (at == SIZE_MAX || line.len >= LEAST_AMID)
        return at != SIZE_MAX;
    return (at == 0 || recipe.ptr[at - 1] == '\n') &&
           (line.len >= LEAST_BEGIN || recipe.ptr[at + line.len] == '\n');
}

/* What the page itself calls an ingredient or a step of its recipe is text, wherever it stands, and so is a
 * heading of such. */
static void keep_recipe(struct nd_main_text *text, struct nd_str recipe, struct nd_arena *arena) {
    for (size_t i = text->count; i-- > 0 && recipe.len > 0;) {
        struct nd_main_block *b = &text->blocks[i];
        const struct nd_block *block = b->paragraph.block;
        bool is_above = block->type == ND_HEADING && i + 1 < text->count && text->blocks[i + 1].is_recipe &&
                        b->paragraph.label == ND_BOILERPLATE_NONE;
        if (is_comment(block->element))
            continue;
        b->is_recipe = is_of_recipe(nd_text_on_one_line(nd_str_trim(block->text), arena), recipe);
        if (b->score <= 0 && (b->is_recipe || is_above))
            b->score = 0.01F;
    }
}

const struct nd_main_text *nd_main_text_read(const struct nd_document *document, struct nd_str witness,
                                             struct nd_str recipe, struct nd_arena *arena) {
    struct nd_main_text *text = nd_arena_alloc(arena, 1, sizeof *text);

    if (document->elements == 0 || document->blocks.first == NULL ||
        !nd_main_text_look(document, document->title, witness, arena, text))
        return NULL;
    nd_main_text_score(text, nd_main_weights);
    keep_recipe(text, recipe, arena);
    drop_authors(text, document, arena);
    return text;
}

size_t nd_main_text_begin(const struct nd_main_text *text) {
    for (size_t i = text == NULL || text->page == NULL ? 0 : text->page->first;
         text != NULL && i < text->count; i++)
        if (text->blocks[i].score > 0 && text->blocks[i].prose >= 10)
            return i;
    return SIZE_MAX;
}
