#include "article/record.h"

/* Names of the link to the digested article, and of the words that name the page a digest is taken from. */
static const struct nd_str link_names[] = {
    ND_STR_INIT("External link"),  ND_STR_INIT("Source"),       ND_STR_INIT("Lien externe"),
    ND_STR_INIT("Externer Link"),  ND_STR_INIT("Link esterno"), ND_STR_INIT("Collegamento esterno"),
    ND_STR_INIT("Enlace externo"), ND_STR_INIT("Link externo"), ND_STR_INIT("Original"),
    ND_STR_INIT("外部链接"),       ND_STR_INIT("原文"),
};

bool nd_digest_is(const struct nd_document *document) {
    size_t known = 0;
    bool has_summary = false;

    if (document->markup != ND_MARKDOWN)
        return false;
    for (const struct nd_block *block = document->blocks.first; block != NULL; block = block->next) {
        enum nd_section section =
            block->type == ND_HEADING && block->level > 1 ? nd_section_find(block->text) : ND_SECTION_NONE;
        known += section != ND_SECTION_NONE;
        has_summary = has_summary || section == ND_SECTION_SUMMARY || section == ND_SECTION_KEYWORDS;
    }
    return known >= 2 && has_summary;
}

/* "20230819" or any spelling of a day in the link to the page the digest came from. */
static struct nd_str via_date(struct nd_record_builder *builder, const struct nd_link *link) {
    struct nd_date date;
    char out[ND_DATE_MAX];

    if (!nd_date_find(link->text, &date) && !nd_date_find(link->url, &date))
        return ND_STR_NONE;
    return nd_arena_str(builder->arena, nd_str_of(out, nd_date_format(&date, out)));
}

/* "# __Title__, from ([20230819](page).)": the emphasised part is the title, the link says where from. */
static void read_heading(struct nd_record_builder *builder, const struct nd_block *heading) {
    struct nd_str title = heading->emphasised.len > 0 ? heading->emphasised : heading->text;
    struct nd_value *via;
    struct nd_str date;

    builder->article->title = nd_text_on_one_line(title, builder->arena);
    nd_record_source(builder, "title", "heading");
    if (heading->links == NULL || heading->emphasised.len == 0)
        return;
    via = nd_value_new(builder->arena, ND_MAP);
    nd_value_put(via, ND_STR("url"), nd_value_string(builder->arena, heading->links->url));
    nd_value_put(via, ND_STR("name"), nd_value_string(builder->arena, heading->links->text));
    date = via_date(builder, heading->links);
    if (date.len > 0)
        nd_value_put(via, ND_STR("date"), nd_value_string(builder->arena, date));
    nd_value_put(builder->article->metadata, ND_STR("via"), via);
}

static bool is_article_link(const struct nd_block *block) {
    if (block->links == NULL || block->links->is_image)
        return false;
    for (size_t i = 0; i < sizeof link_names / sizeof *link_names; i++)
        if (nd_str_eq_nocase(nd_str_trim(block->text), link_names[i]))
            return true;
    return nd_str_eq(nd_str_trim(block->text), nd_str_trim(block->links->text));
}

static void read_link(struct nd_record_builder *builder, const struct nd_block *block) {
    struct nd_article *article = builder->article;
    struct nd_str url = nd_url_canonical(block->links->url, builder->arena);

    if (url.ptr == NULL)
        return;
    article->url = url;
    article->original_url = block->links->url;
    nd_record_source(builder, "url", "link");
    article->provider_domain = nd_url_domain(url);
    nd_record_source(builder, "provider", "url");
    nd_record_date_from(builder, url, "url");
}

enum { PAIR_BYTES = 6 }; /* around a key and a value in JSON */

/* What the reader of sections knows while it goes through the blocks. */
struct progress {
    enum nd_section section;
    struct nd_str name;
    struct nd_value *pairs;
    struct nd_seen tables;
    size_t key_bytes,
        rows_left_out; /* that rows of tables may still repeat; rows for which there was no room */
    struct nd_buf body;
};

/* False when the keys of the row, which are the same in every row, would make the record too large. */
static bool has_room(struct progress *progress, const struct nd_table_row *header,
                     const struct nd_table_row *row) {
    size_t bytes = 0;

    for (size_t i = 0; i < row->count; i++)
        bytes += PAIR_BYTES + (i < header->count ? header->cells[i].len : 0);
    if (bytes > progress->key_bytes)
        return false;
    progress->key_bytes -= bytes;
    return true;
}

static struct nd_value *read_row(struct nd_record_builder *builder, const struct nd_table_row *header,
                                 const struct nd_table_row *row) {
    struct nd_value *map = nd_value_new(builder->arena, ND_MAP);

    for (size_t i = 0; i < row->count; i++) {
        struct nd_str key = i < header->count && header->cells[i].len > 0
                                ? header->cells[i]
                                : nd_arena_printf(builder->arena, "column %zu", i + 1);
        nd_value_put(map, key, nd_value_string(builder->arena, row->cells[i]));
    }
    nd_value_drop_repeats(map, NULL);
    return map;
}

/* Tables of one name become one list, wherever they stand. */
static void read_table(struct nd_record_builder *builder, struct progress *progress,
                       const struct nd_block *table) {
    struct nd_str section = progress->name.len > 0 ? progress->name : ND_STR("table");
    struct nd_value *metadata = builder->article->metadata;
    struct nd_seen *tables = &progress->tables;
    void **rows;

    if (tables->count == 0)
        nd_value_put(metadata, ND_STR("tables"), nd_value_new(builder->arena, ND_MAP));
    rows = nd_seen_at(tables, builder->arena, section);
    if (*rows == NULL) {
        *rows = nd_value_new(builder->arena, ND_LIST);
        nd_value_put(metadata->last, section, *rows);
    }
    for (const struct nd_table_row *row = table->rows->next; row != NULL; row = row->next)
        if (progress->rows_left_out == 0 && has_room(progress, table->rows, row))
            nd_value_add(*rows, read_row(builder, table->rows, row));
        else
            progress->rows_left_out++;
}

static void read_closest(struct nd_record_builder *builder, const struct nd_block *item) {
    for (const struct nd_link *link = item->links; link != NULL; link = link->next) {
        struct nd_article *reference;
        if (link->is_image)
            continue;
        reference = nd_arena_alloc(builder->arena, 1, sizeof *reference);
        reference->metadata = nd_value_new(builder->arena, ND_MAP);
        reference->title = nd_text_on_one_line(link->text, builder->arena);
        reference->url = nd_url_canonical(link->url, builder->arena);
        if (reference->url.ptr != NULL)
            reference->original_url = link->url;
        else
            reference->key = nd_article_key(link->url, builder->arena);
        nd_record_add_related(builder, reference);
    }
}

/* "Category: technology": a field if it is known as one, otherwise metadata. */
static void read_pair(struct nd_record_builder *builder, struct nd_value *pairs,
                      const struct nd_block *item) {
    size_t colon = nd_str_find_char(item->text, ':');

    if (colon == SIZE_MAX || colon == 0)
        return;
    nd_value_put(pairs, nd_str_trim(nd_str_slice(item->text, 0, colon)),
                 nd_value_string(builder->arena, nd_str_trim(nd_str_skip(item->text, colon + 1))));
}

static bool is_text_block(const struct nd_block *block) {
    return block->type == ND_PARAGRAPH || block->type == ND_LIST_ITEM || block->type == ND_QUOTE;
}

static void read_names(struct nd_record_builder *builder, enum nd_role role, struct nd_str section,
                       const struct nd_block *block) {
    static const char *const fields[] = {"topics", "keywords", "themes"};
    struct nd_str rest = block->text;

    if (builder->article->names[role].count == 0)
        nd_record_source(builder, fields[role], "section:%.*s", (int)section.len, section.ptr);
    if (block->type == ND_LIST_ITEM) {
        nd_record_add_name(builder, role, rest);
        return;
    }
    nd_record_add_names(builder, role, rest);
}

/* A block that has no field of its own is body text, and so is the heading above it. */
static void add_to_body(struct progress *progress, const struct nd_block *block) {
    if (progress->body.len > 0)
        nd_buf_add_z(&progress->body, "\n\n");
    nd_blocks_text(block, block->next, &progress->body);
}

static void read_block(struct nd_record_builder *builder, struct progress *progress,
                       const struct nd_block *block) {
    if (block->type == ND_TABLE && block->rows != NULL)
        read_table(builder, progress, block);
    if (progress->section == ND_SECTION_SUMMARY && is_text_block(block) &&
        builder->article->excerpt.ptr == NULL) {
        builder->article->excerpt = nd_text_on_one_line(block->text, builder->arena);
        nd_record_source(builder, "excerpt", "section:%.*s", (int)progress->name.len, progress->name.ptr);
    } else if (progress->section == ND_SECTION_KEYWORDS && is_text_block(block)) {
        read_names(builder, ND_KEYWORD, progress->name, block);
    } else if (progress->section == ND_SECTION_THEMES && is_text_block(block)) {
        read_names(builder, ND_THEME, progress->name, block);
    } else if (progress->section == ND_SECTION_CLOSEST && block->links != NULL) {
        read_closest(builder, block);
    } else if (progress->section == ND_SECTION_OTHER && block->type == ND_LIST_ITEM) {
        read_pair(builder, progress->pairs, block);
    } else {
        add_to_body(progress, block);
    }
}

static void open_section(struct progress *progress, const struct nd_block *heading) {
    progress->section = nd_section_find(heading->text);
    progress->name = heading->text;
    if (progress->section == ND_SECTION_NONE)
        add_to_body(progress, heading);
}

void nd_digest_read(struct nd_record_builder *builder) {
    struct nd_article *article = builder->article;
    const struct nd_block *block = builder->document->blocks.first;
    struct progress progress = {.pairs = nd_value_new(builder->arena, ND_MAP)};

    progress.key_bytes = ND_REPEATED_BASE + ND_REPEATED_FACTOR * builder->document->body.len;

    if (block != NULL && block->type == ND_HEADING && nd_section_find(block->text) == ND_SECTION_NONE) {
        read_heading(builder, block);
        block = block->next;
    }
    for (; block != NULL; block = block->next) {
        if (block->type == ND_HEADING)
            open_section(&progress, block);
        else if (progress.name.ptr == NULL && article->url.ptr == NULL && is_article_link(block))
            read_link(builder, block);
        else
            read_block(builder, &progress, block);
    }
    if (progress.rows_left_out > 0)
        nd_problems_add(
            builder->problems, ND_P_METADATA_LIMIT, 0, 0,
            "%zu row%s of tables left out of the metadata, which would repeat long header cells in each",
            progress.rows_left_out, progress.rows_left_out == 1 ? "" : "s");
    builder->origin = "section";
    if (progress.pairs->count > 0)
        nd_fields_read(builder, progress.pairs);
    article->body = nd_arena_str(builder->arena, nd_str_trim(nd_buf_str(&progress.body)));
    nd_buf_free(&progress.body);
}
