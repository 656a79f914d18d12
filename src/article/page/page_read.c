#include "article/page/page.h"

enum {
    LEAD_WORDS = 8,   /* of a line between title and text, to be its lead */
    NEAR = 12,        /* paragraphs below a title in which its date may stand */
    BELOW_WORDS = 25, /* of a paragraph with a date below the title; */
    ABOVE_WORDS = 6   /* above it stand teasers of other articles, too */
};

/* What stands between the title and the text, and reads like neither a label nor a dateline, is the lead. */
static bool is_lead(const struct nd_page *page, size_t i) {
    const struct nd_paragraph *p = &page->paragraphs[i];

    return !page->is_judged && page->title != SIZE_MAX && i > page->title && i < page->first &&
           p->label == ND_BOILERPLATE_NONE && p->words >= LEAD_WORDS && p->small * 20 >= p->words * 7 &&
           !nd_dateline_is(p->block->text);
}

static void add_paragraph(struct nd_buf *out, const struct nd_paragraph *paragraph) {
    if (out->len > 0)
        nd_buf_add_z(out, "\n\n");
    nd_buf_add(out, paragraph->block->text);
}

/* Parts the paragraphs into body and furniture; nothing is lost. */
static void set_body(struct nd_record_builder *builder, const struct nd_page *page, bool has_whole_title) {
    struct nd_buf body = {0}, furniture = {0};

    for (size_t i = 0; i < page->count; i++) {
        const struct nd_paragraph *paragraph = &page->paragraphs[i];
        if (paragraph->is_article || is_lead(page, i))
            add_paragraph(&body, paragraph);
        else if (i != page->title && (i > 0 || !has_whole_title))
            add_paragraph(&furniture, paragraph);
    }
    builder->article->body = nd_arena_str(builder->arena, nd_buf_str(&body));
    if (furniture.len > 0) {
        builder->article->furniture = nd_arena_str(builder->arena, nd_buf_str(&furniture));
        nd_record_source(builder, "furniture", "layout");
    }
    nd_buf_free(&body);
    nd_buf_free(&furniture);
}

static void set_excerpt(struct nd_record_builder *builder, const struct nd_page *page) {
    for (size_t i = 0; i <= page->last; i++) {
        const struct nd_paragraph *paragraph = &page->paragraphs[i];
        if ((paragraph->is_article && paragraph->score > 2) || is_lead(page, i)) {
            nd_record_excerpt_from(builder, paragraph->block->text, "first-paragraph");
            return;
        }
    }
}

void nd_page_read(struct nd_record_builder *builder, const struct nd_page *page) {
    size_t at;
    struct nd_str title = nd_page_title(page, builder->arena, &at);
    struct nd_str line = nd_str_trim(page->paragraphs[0].block->text);

    builder->article->title = nd_text_on_one_line(title, builder->arena);
    nd_record_source(builder, "title", at == SIZE_MAX ? "first-line" : "repeated-line");
    set_body(builder, page, nd_str_eq(line, title));
    if (page->title != SIZE_MAX)
        builder->title = page->paragraphs[page->title].block;
    nd_page_date_set(builder);
    nd_page_title_drop_day(builder);
    set_excerpt(builder, page);
}
