#include "article/fields.h"
#include "article/html_metadata.h"
#include "article/page/main_text.h"
#include "article/reference_cache.h"

static const char *const shape_names[] = {"front-matter", "digest", "markdown", "html", "text"};

const char *nd_shape_name(enum nd_shape shape) {
    return shape_names[shape];
}

const char *nd_role_name(enum nd_role role) {
    static const char *const names[] = {"topic", "keyword", "theme"};

    return names[role];
}

static void read_front_matter(struct nd_record_builder *builder) {
    const struct nd_document *document = builder->document;

    if (document->front_matter != NULL)
        nd_fields_read(builder, document->front_matter);
    nd_html_metadata_read(builder);
    if (document->blocks.first != NULL)
        nd_markdown_read(builder);
}

static enum nd_shape shape_of(const struct nd_document *document) {
    if (document->notation != ND_NO_FRONT_MATTER)
        return ND_SHAPE_FRONT_MATTER;
    if (nd_digest_is(document))
        return ND_SHAPE_DIGEST;
    return document->markup == ND_MARKDOWN ? ND_SHAPE_MARKDOWN
           : document->markup == ND_HTML   ? ND_SHAPE_HTML
                                           : ND_SHAPE_TEXT;
}

static void detect_language(struct nd_record_builder *builder) {
    struct nd_article *article = builder->article;
    struct nd_buf sample = {0};
    const char *source = "detected";

    if (article->language.ptr != NULL)
        return;
    if (article->body.len < 200) {
        nd_buf_add(&sample, article->title);
        nd_buf_add_char(&sample, '\n');
        nd_buf_add(&sample, article->excerpt);
        nd_buf_add_char(&sample, '\n');
        nd_buf_add(&sample, article->body);
    }
    article->language = nd_language_detect(sample.len > 0 ? nd_buf_str(&sample) : article->body);
    nd_buf_free(&sample);
    article->language = nd_html_metadata_language(builder, article->language, &source);
    if (article->language.ptr != NULL)
        nd_record_source(builder, "language", "%s", source);
}

/* A title nobody wrote: from the file's name. */
static void title_from_path(struct nd_record_builder *builder) {
    struct nd_article *article = builder->article;

    if (article->title.ptr != NULL)
        return;
    article->title = article->key;
    nd_record_source(builder, "title", "path");
    nd_problems_add(builder->problems, ND_P_NO_TITLE, 0, 0,
                    "no title and no text; the file's name is the title");
}

/* Parts the text of HTML from what is around it. */
static void part_page(struct nd_record_builder *builder, struct nd_document *document) {
    builder->cut_by = nd_main_text_part(document, document->notation != ND_NO_FRONT_MATTER, builder->arena,
                                        &builder->furniture);
}

static void set_uid(struct nd_article *article, struct nd_arena *arena) {
    struct nd_identity identity = {.url = article->url,
                                   .key = article->key,
                                   .title = article->title,
                                   .published_at = article->published_at};
    char uid[ND_UID_LENGTH + 1];

    nd_uid_of_article(&identity, uid);
    article->uid = nd_arena_str(arena, nd_str_of(uid, ND_UID_LENGTH));
}

void nd_article_read(struct nd_str text, struct nd_str path, struct nd_arena *arena,
                     struct nd_reference_cache *cache, struct nd_problems *problems,
                     struct nd_article *article) {
    struct nd_known_entries known;
    struct nd_document document;
    struct nd_record_builder builder = {.arena = arena,
                                        .cache = cache,
                                        .problems = problems,
                                        .document = &document,
                                        .article = article,
                                        .origin = "front-matter"};

    *article = (struct nd_article){.path = path, .metadata = nd_value_new(arena, ND_MAP)};
    article->key = nd_article_key(path, arena);
    if (cache != NULL)
        known = nd_reference_cache_begin(cache, nd_field_is_related);
    nd_document_read(text, cache == NULL ? NULL : &known, arena, problems, &document);
    article->shape = shape_of(&document);
    if (document.markup == ND_HTML && article->shape != ND_SHAPE_HTML)
        part_page(&builder, &document);
    if (document.header != NULL) {
        builder.origin = "header";
        nd_fields_read(&builder, document.header);
    }
    switch (article->shape) {
    case ND_SHAPE_FRONT_MATTER:
        read_front_matter(&builder);
        break;
    case ND_SHAPE_DIGEST:
        nd_digest_read(&builder);
        break;
    case ND_SHAPE_HTML:
        nd_html_metadata_read(&builder);
        nd_record_title_from_heading(&builder);
        nd_html_date_set(&builder);
        part_page(&builder, &document);
        nd_markdown_read(&builder);
        break;
    case ND_SHAPE_MARKDOWN:
        nd_markdown_read(&builder);
        break;
    case ND_SHAPE_TEXT:
        nd_text_read(&builder);
        break;
    }
    if (article->body.ptr == NULL)
        article->body = ND_STR(""); /* known to be empty */
    nd_value_drop_repeats(article->metadata, NULL);
    title_from_path(&builder);
    nd_record_date_from_addresses(&builder);
    detect_language(&builder);
    nd_record_settle_date(&builder);
    set_uid(article, arena);
}
