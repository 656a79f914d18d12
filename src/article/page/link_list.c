#include "article/page/link_list.h"

#include "article/page/main_text.h"

enum {
    MIN_LINKS = 6,  /* that lead to articles; fewer are what articles have around them */
    LINK_WORDS = 2, /* of one */
    PROSE_WORDS = 7,
    MAX_TEASER = 250, /* bytes of prose between two of them */
    MAX_PROSE = 100,  /* bytes of it that stand in no row of elements alike */
    LIKE = 3,         /* so many are a row */
    NESTING = 5       /* elements around a block that are looked at */
};

/* Metadata that speak of an article. */
static bool is_stated(const struct nd_record_builder *builder) {
    struct nd_str date = nd_record_source_of(builder->article, "published_at"),
                  type = nd_str_trim(
                      nd_value_text(nd_value_get(builder->document->head, ND_STR("meta:og:type"))));

    return nd_str_starts(date, ND_STR("json-ld:")) || nd_str_starts(date, ND_STR("meta:")) ||
           nd_str_starts_nocase(type, ND_STR("article"));
}

static bool leads_away(const struct nd_block *block) {
    const struct nd_link *link = block->links;

    while (link != NULL && link->is_image)
        link = link->next;
    return link != NULL && link->url.len > 0 && link->url.ptr[0] != '#';
}

/* In one of several elements that are alike, as teasers are. */
static bool is_in_row(const struct nd_main_text *main, const struct nd_element *element) {
    for (int i = 0; i < NESTING && element != NULL; i++, element = element->parent)
        if (element->kind != ND_ELEMENT_P && main->regions[element->index].repeats >= LIKE)
            return true;
    return false;
}

static bool is_link(const struct nd_main_block *b) {
    const struct nd_block *block = b->paragraph.block;

    return b->density > 0.5F && leads_away(block) && b->paragraph.words >= LINK_WORDS;
}

size_t nd_link_list_count(const struct nd_record_builder *builder) {
    const struct nd_main_text *main = builder->main;
    size_t links = 0, run = 0, prose = 0;

    if (main == NULL || builder->document->head == NULL || is_stated(builder))
        return 0;
    for (size_t i = 0; i < main->count; i++) {
        const struct nd_main_block *b = &main->blocks[i];
        const struct nd_block *block = b->paragraph.block;
        if (block->rows != NULL)
            return 0;
        if (block->element != NULL && block->element->is_furniture)
            continue;
        if (is_link(b)) {
            links++;
            run = 0;
        } else if (b->paragraph.has_sentence && b->paragraph.words >= PROSE_WORDS) {
            run += block->text.len;
            prose += is_in_row(main, block->element) ? 0 : block->text.len;
        }
        if (run > MAX_TEASER || prose > MAX_PROSE)
            return 0;
    }
    return links >= MIN_LINKS ? links : 0;
}
