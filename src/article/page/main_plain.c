/*
 * The judgement of main_text.h for pages of text without tags. What their elements would have said of
 * paragraphs is made up for by the run that was found (page.c).
 */
#include "article/page/main_text.h"

bool nd_main_text_look_at_page(const struct nd_document *document, const struct nd_page *page,
                               struct nd_arena *arena, struct nd_main_text *text) {
    if (!nd_main_text_look(document, ND_STR_NONE, ND_STR_NONE, arena, text) || text->count != page->count)
        return false;
    text->page = page;
    text->title = page->title;
    return true;
}

/* One paragraph between two that are taken, or one item of a list, is taken unless something says that it is
 * none. */
static bool is_gap(const struct nd_main_text *text, size_t at) {
    const struct nd_main_block *b = &text->blocks[at];

    return at > 0 && at + 1 < text->count && b->score <= 0 && b[-1].score > 0 && b[1].score > 0 &&
           !b->is_dateline && b->paragraph.label == ND_BOILERPLATE_NONE;
}

const struct nd_main_text *nd_main_text_judge(const struct nd_document *document, struct nd_page *page,
                                              struct nd_arena *arena) {
    struct nd_main_text *text = nd_arena_alloc(arena, 1, sizeof *text);
    bool is_any = false;

    if (!nd_main_text_look_at_page(document, page, arena, text))
        return NULL;
    nd_main_text_score(text, nd_plain_weights);
    for (size_t i = 0; i < text->count; i++)
        is_any = is_any || text->blocks[i].score > 0;
    page->is_judged = is_any;
    for (size_t i = 0; i < text->count && is_any; i++)
        page->paragraphs[i].is_article = (text->blocks[i].score > 0 || is_gap(text, i)) && i != page->title;
    return is_any ? text : NULL;
}
