#include "article/fields.h"
#include "article/page/byline.h"
#include "article/page/credits.h"
#include "article/page/letter.h"
#include "article/page/page.h"

/* Bytes of text that may precede the heading that is the title: of level 1, of another level. */
enum {
    MAX_BEFORE_TITLE = 1000,
    MAX_BEFORE_HEADING = 200,
    MAX_LINES_BELOW = 3 /* blocks */,
    MAX_BLOCKS_ABOVE = 8,
    MAX_NAME = 40
};

/* Passes over pictures and badges. */
static const struct nd_block *skip_pictures(const struct nd_block *block) {
    while (block != NULL && (block->text.len == 0 && block->rows == NULL))
        block = block->next;
    return block;
}

/* Below a text, one of several of its level: a part of the document, whose title it is not. */
static bool is_section(const struct nd_block *heading, size_t before) {
    const struct nd_block *block = heading->next;

    while (block != NULL && (block->type != ND_HEADING || block->level > heading->level))
        block = block->next;
    return before > 0 && block != NULL && block->level == heading->level;
}

/* The heading that is the title: the first of level 1, else the first heading if only links and images
 * precede. In what is left of an issue one below text is that of a section. */
static const struct nd_block *title_heading(const struct nd_block *first, bool is_issue) {
    const struct nd_block *candidate = NULL;
    bool has_sections = false;
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
        has_sections = has_sections || is_section(block, before);
        if (candidate == NULL && before < (is_issue ? 1 : MAX_BEFORE_HEADING) && !has_sections)
            candidate = block;
    }
    return candidate;
}

void nd_record_title_from_heading(struct nd_record_builder *builder) {
    const struct nd_block *heading = title_heading(builder->document->blocks.first, builder->issue != NULL);

    if (builder->article->title.ptr != NULL || heading == NULL)
        return;
    builder->article->title = nd_text_on_one_line(heading->text, builder->arena);
    nd_record_source(builder, "title", "heading");
}

/* A line of the text says when it was published, where front matter says when a note was made. */
static void replace_creation(struct nd_record_builder *builder, struct nd_str line) {
    struct nd_date_reading reading;
    struct nd_str where;

    if (builder->is_creation && nd_date_read_first(line, true, &reading, &where)) {
        nd_record_replace_date(builder, &reading.date, "dateline");
        builder->is_creation = false;
    }
}

/*
 * Who and when, in the lines close below the title: in what is written in markdown, for a page says so in its
 * head, and has more lines of the kind. Below front matter a day alone may be that of an event: a line must
 * say who as well.
 */
static void look_below(struct nd_record_builder *builder, const struct nd_block *block,
                       struct nd_date *updated) {
    bool is_markdown = builder->document->markup == ND_MARKDOWN && builder->item == NULL;
    bool is_dated = is_markdown && builder->document->notation == ND_NO_FRONT_MATTER, is_first = true;

    for (int blocks = 0; block != NULL && blocks < MAX_LINES_BELOW; block = block->next, blocks++) {
        struct nd_str rest = block->text, line;
        if (block->text.len == 0)
            continue;
        if ((block->type != ND_PARAGRAPH && block->type != ND_HEADING) || block->text.len > 200)
            return;
        while (nd_str_next_line(&rest, &line)) {
            bool is_byline = nd_byline_find_in(builder, line).ptr != NULL;
            if (block->type == ND_HEADING && is_first && is_markdown && !is_byline && !nd_dateline_is(line))
                continue; /* the second title of a newspaper */
            if (!is_byline && !nd_dateline_is(line) && !(is_dated && nd_dateline_is_doubtful(line)))
                return;
            nd_byline_read(builder, line);
            if (is_dated || (is_markdown && is_byline)) {
                replace_creation(builder, line);
                nd_byline_read_date(builder, line, updated);
            }
        }
        is_first = false;
    }
}

static void read_lines_below(struct nd_record_builder *builder, const struct nd_block *block) {
    struct nd_date updated = {0};

    look_below(builder, block, &updated);
    if (updated.year != 0)
        nd_record_set_date(builder, &updated, "dateline");
}

static void keep_furniture(struct nd_record_builder *builder) {
    struct nd_buf text = {0};

    nd_blocks_text(builder->furniture.first, NULL, &text);
    builder->article->furniture = nd_str_trim(nd_arena_take(builder->arena, &text));
    nd_record_source(builder, "furniture", "%s", builder->cut_by);
}

static bool names_metadata(struct nd_str heading) {
    static const struct nd_str names[] = {
        ND_STR_INIT("metadata"),   ND_STR_INIT("metadaten"), ND_STR_INIT("métadonnées"),
        ND_STR_INIT("metadatos"),  ND_STR_INIT("metadati"),  ND_STR_INIT("metadados"),
        ND_STR_INIT("properties"), ND_STR_INIT("元数据"),    ND_STR_INIT("метаданные")};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (nd_str_eq_nocase(heading, names[i]))
            return true;
    return false;
}

/* "Author: Ines Calder" of a list. */
static bool add_item(struct nd_record_builder *builder, struct nd_value *fields,
                     const struct nd_block *item) {
    size_t colon = nd_str_find_char(item->text, ':');
    struct nd_str value;

    if (colon == SIZE_MAX || colon == 0 || colon > MAX_NAME)
        return false;
    value = nd_str_trim(nd_str_skip(item->text, colon + 1));
    nd_value_put(fields, nd_str_slice(item->text, 0, colon), nd_value_string(builder->arena, value));
    return true;
}

/*
 * What reading services write above highlights: a list of fields below a heading that says so. Its blocks go,
 * for all they say is in the record.
 */
void nd_markdown_read_fields(struct nd_record_builder *builder, struct nd_document *document) {
    struct nd_value *fields = nd_value_new(builder->arena, ND_MAP);
    struct nd_block *before = NULL, *block = document->blocks.first, *item;
    const char *origin = builder->origin;

    for (int i = 0; block != NULL && i < MAX_BLOCKS_ABOVE; i++, before = block, block = block->next)
        if (block->type == ND_HEADING && names_metadata(block->text))
            break;
    if (block == NULL || block->type != ND_HEADING || !names_metadata(block->text))
        return;
    for (item = block->next; item != NULL && item->type == ND_LIST_ITEM; item = item->next)
        if (!add_item(builder, fields, item))
            return;
    if (fields->count < 2)
        return;
    builder->origin = "list";
    nd_fields_read(builder, fields);
    builder->origin = origin;
    *(before == NULL ? &document->blocks.first : &before->next) = item;
    if (item == NULL)
        document->blocks.last = before;
}

/* Tags amid the text, as note keepers have them. */
static void add_tags(struct nd_record_builder *builder) {
    const struct nd_value *tags = builder->document->blocks.tags;

    for (const struct nd_value *v = tags == NULL ? NULL : tags->first; v != NULL; v = v->next)
        nd_record_add_name(builder, ND_TOPIC, v->text);
    if (tags != NULL)
        nd_record_source(builder, "topics", "tags-in-text");
}

/* The next paragraph, where the first is the title and nothing else, and no sentence of the text. */
static const struct nd_block *below_title(struct nd_record_builder *builder,
                                          const struct nd_block *paragraph) {
    const struct nd_block *next = nd_text_first_paragraph(paragraph->next, NULL);
    bool is_title = nd_str_eq(paragraph->text, builder->article->title);

    return next != NULL && is_title && !nd_text_ends_sentence(paragraph->text) ? next : paragraph;
}

/* A first paragraph that is all strong, short and no sentence, above others. */
static bool is_strong_title(const struct nd_block *block) {
    return block->type == ND_PARAGRAPH && block->next != NULL && block->text.len <= MAX_BEFORE_HEADING &&
           nd_str_eq(block->emphasised, block->text) && !nd_text_ends_sentence(block->text) &&
           !nd_dateline_is(block->text);
}

void nd_markdown_read(struct nd_record_builder *builder) {
    struct nd_article *article = builder->article;
    const struct nd_document *document = builder->document;
    const struct nd_block *first = document->blocks.first,
                          *heading = title_heading(first, builder->issue != NULL), *paragraph,
                          *top = skip_pictures(first);
    bool is_title;

    add_tags(builder);
    nd_record_title_from_heading(builder);
    if (article->title.ptr == NULL && nd_str_trim(document->title).len > 0) {
        article->title = nd_text_on_one_line(document->title, builder->arena);
        nd_record_source(builder, "title", "html:title");
    }
    if (article->title.ptr == NULL && heading == NULL && top != NULL && is_strong_title(top)) {
        article->title = nd_text_on_one_line(top->text, builder->arena);
        nd_record_source(builder, "title", "strong");
        first = top->next;
    }
    is_title = heading != NULL &&
               nd_str_eq_nocase(nd_text_on_one_line(heading->text, builder->arena), article->title);
    if (is_title && heading == top)
        first = heading->next;
    read_lines_below(builder, is_title ? heading->next : first);
    nd_credits_read(builder);
    paragraph = nd_text_first_paragraph(first, NULL);
    if (paragraph != NULL) {
        nd_byline_read_places(builder, paragraph);
        nd_record_title_from_sentence(builder, paragraph->text);
        paragraph = below_title(builder, paragraph);
        if (builder->item != NULL && builder->item->is_plain)
            paragraph = nd_letter_answer(paragraph);
        nd_record_excerpt_from(builder, paragraph->text, "first-paragraph");
    }
    nd_record_set_body(builder, first, NULL);
    if (builder->furniture.first != NULL)
        keep_furniture(builder);
}
