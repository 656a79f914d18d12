#include "article/record.h"

/* Bytes of text that may precede the heading that is the title: of level 1, of another level. */
enum { MAX_BEFORE_TITLE = 1000, MAX_BEFORE_HEADING = 200 };

/* Passes over pictures and badges. */
static const struct nd_block *skip_pictures(const struct nd_block *block) {
    while (block != NULL && (block->text.len == 0 && block->rows == NULL))
        block = block->next;
    return block;
}

/* The heading that is the title: the first of level 1, else the first heading if only links and images
 * precede. */
static const struct nd_block *title_heading(const struct nd_block *first) {
    const struct nd_block *candidate = NULL;
    size_t before = 0;

    for (const struct nd_block *block = first; block != NULL; block = block->next) {
        if (block->element != NULL && block->element->is_furniture)
            continue;
        if (block->type != ND_HEADING || block->text.len == 0) {
            before += block->text.len;
            continue;
        }
        if (block->level == 1 && (candidate == NULL || before < MAX_BEFORE_TITLE))
            return block;
        if (candidate == NULL && before < MAX_BEFORE_HEADING)
            candidate = block;
    }
    return candidate;
}

void nd_record_title_from_heading(struct nd_record_builder *builder) {
    const struct nd_block *heading = title_heading(builder->document->blocks.first);

    if (builder->article->title.ptr != NULL || heading == NULL)
        return;
    builder->article->title = nd_text_on_one_line(heading->text, builder->arena);
    nd_record_source(builder, "title", "heading");
}

static void keep_furniture(struct nd_record_builder *builder) {
    struct nd_buf text = {0};

    nd_blocks_text(builder->furniture.first, NULL, &text);
    builder->article->furniture = nd_str_trim(nd_arena_take(builder->arena, &text));
    nd_record_source(builder, "furniture", "%s", builder->cut_by);
}

/* Tags amid the text, as note keepers have them. */
static void add_tags(struct nd_record_builder *builder) {
    const struct nd_value *tags = builder->document->blocks.tags;

    for (const struct nd_value *v = tags == NULL ? NULL : tags->first; v != NULL; v = v->next)
        nd_record_add_name(builder, ND_TOPIC, v->text);
    if (tags != NULL)
        nd_record_source(builder, "topics", "tags-in-text");
}

void nd_markdown_read(struct nd_record_builder *builder) {
    struct nd_article *article = builder->article;
    const struct nd_document *document = builder->document;
    const struct nd_block *first = document->blocks.first, *heading = title_heading(first), *paragraph;

    add_tags(builder);
    nd_record_title_from_heading(builder);
    if (article->title.ptr == NULL && nd_str_trim(document->title).len > 0) {
        article->title = nd_text_on_one_line(document->title, builder->arena);
        nd_record_source(builder, "title", "html:title");
    }
    if (heading == skip_pictures(first) && heading != NULL &&
        nd_str_eq_nocase(nd_text_on_one_line(heading->text, builder->arena), article->title))
        first = heading->next;
    paragraph = nd_text_first_paragraph(first, NULL);
    if (paragraph != NULL) {
        nd_record_title_from_sentence(builder, paragraph->text);
        nd_record_excerpt_from(builder, paragraph->text, "first-paragraph");
    }
    nd_record_set_body(builder, first, NULL);
    if (builder->furniture.first != NULL)
        keep_furniture(builder);
}
