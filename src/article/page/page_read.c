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

static bool find_date(struct nd_record_builder *builder, const struct nd_paragraph *paragraph,
                      int max_words) {
    struct nd_str rest = paragraph->block->text, line;
    struct nd_date date;

    while (paragraph->words <= max_words && nd_str_next_line(&rest, &line)) {
        line = nd_str_trim(line);
        if (nd_dateline_is_update(line) || !nd_dateline_is(line) || !nd_dateline_find(line, &date))
            continue;
        nd_record_set_date(builder, &date, "dateline");
        return true;
    }
    return false;
}

/* The date beside the title: below it, down to the first lines of the text, else just above it. */
static void set_date(struct nd_record_builder *builder, const struct nd_page *page) {
    size_t top = page->title != SIZE_MAX ? page->title : page->first, from;
    size_t end = top + NEAR < page->first + 2 ? top + NEAR : page->first + 2;

    if (page->title == SIZE_MAX)
        top = page->first > 4 ? page->first - 4 : 0;
    for (size_t i = top; i < end && i < page->count; i++)
        if (find_date(builder, &page->paragraphs[i], BELOW_WORDS))
            return;
    from = top > 3 ? top - 3 : 0;
    for (size_t i = top; i > from; i--)
        if (find_date(builder, &page->paragraphs[i - 1], ABOVE_WORDS))
            return;
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
    struct nd_str title = nd_page_title(page, &at);
    struct nd_str line = nd_str_trim(page->paragraphs[0].block->text);

    builder->article->title = nd_text_on_one_line(title, builder->arena);
    nd_record_source(builder, "title", at == SIZE_MAX ? "first-line" : "repeated-line");
    set_body(builder, page, nd_str_eq(line, title));
    set_date(builder, page);
    set_excerpt(builder, page);
}
