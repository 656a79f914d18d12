#include "article/children.h"
#include "article/fields.h"
#include "article/html_metadata.h"
#include "article/issue.h"
#include "article/json_ld.h"
#include "article/page/agency_head.h"
#include "article/page/letter.h"
#include "article/page/link_list.h"
#include "article/page/main_text.h"
#include "article/page/name_line.h"
#include "article/page/newsletter.h"
#include "article/page/page_author.h"
#include "article/page/paper.h"
#include "article/page/sign_off.h"
#include "article/page/site_name.h"
#include "article/page/source_line.h"
#include "article/page/unseen_text.h"
#include "article/page/wall.h"
#include "article/reference_cache.h"

static const char *const shape_names[] = {"front-matter", "digest", "markdown", "html",
                                          "text",         "record", "child"};

const char *nd_shape_name(enum nd_shape shape) {
    return shape_names[shape];
}

const char *nd_role_name(enum nd_role role) {
    static const char *const names[] = {"topic", "keyword", "theme"};

    return names[role];
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

enum {
    LITTLE_TEXT = 200, /* bytes, in which a language is hardly known */
    ENOUGH_TEXT = 2000 /* in which it is */
};

/* What a feed says of itself holds unless the text, if there is enough, is in another language. */
static bool take_site_language(struct nd_record_builder *builder) {
    struct nd_article *article = builder->article;
    struct nd_str site = builder->site_language, detected = article->language;

    if (site.ptr == NULL)
        return false;
    if (article->body.len >= LITTLE_TEXT && detected.ptr != NULL &&
        !nd_str_eq_nocase(nd_str_slice(site, 0, nd_str_find_char(site, '-')),
                          nd_str_slice(detected, 0, nd_str_find_char(detected, '-'))))
        return false;
    article->language = site;
    nd_record_source_key(builder, "language", builder->site_language_key);
    return true;
}

/* Of an issue with little text of its own that of its articles tells. */
static void add_issue(const struct nd_record_builder *builder, struct nd_buf *sample) {
    for (const struct nd_issue_part *part = builder->issue; part != NULL; part = part->next)
        if (sample->len < ENOUGH_TEXT)
            nd_blocks_text(part->text, NULL, sample);
}

static void detect_language(struct nd_record_builder *builder) {
    struct nd_article *article = builder->article;
    struct nd_buf sample = {0};
    const char *source = "detected";

    if (article->language.ptr != NULL)
        return;
    if (article->body.len < LITTLE_TEXT) {
        nd_buf_add(&sample, article->title);
        nd_buf_add_char(&sample, '\n');
        nd_buf_add(&sample, article->excerpt);
        nd_buf_add_char(&sample, '\n');
        nd_buf_add(&sample, article->body);
        add_issue(builder, &sample);
    }
    article->language = nd_language_detect(sample.len > 0 ? nd_buf_str(&sample) : article->body);
    nd_buf_free(&sample);
    if (take_site_language(builder))
        return;
    article->language = nd_html_metadata_language(builder, article->language, &source);
    if (article->language.ptr != NULL)
        nd_record_source(builder, "language", "%s", source);
}

/* "lind" of "people/lind/index.md": the folder is what such a file is called by; otherwise absent. */
static struct nd_str folder_of_index(struct nd_str path) {
    size_t slash = nd_str_rfind_char(path, '/'), above;
    struct nd_str name = nd_str_skip(path, slash == SIZE_MAX ? path.len : slash + 1);

    name = nd_str_slice(name, 0, nd_str_find_char(name, '.'));
    if (!nd_str_eq_nocase(name, ND_STR("index")) && !nd_str_eq_nocase(name, ND_STR("_index")))
        return ND_STR_NONE;
    path = nd_str_slice(path, 0, slash);
    above = nd_str_rfind_char(path, '/');
    path = nd_str_skip(path, above == SIZE_MAX ? 0 : above + 1);
    return path.len == 0 || path.ptr[0] == '.' ? ND_STR_NONE : path;
}

/* A title nobody wrote: of one of many the beginning of what is known of it, otherwise from the file's name,
 * without its folder, which is another on each machine. */
static void title_from_path(struct nd_record_builder *builder, struct nd_str path) {
    struct nd_article *article = builder->article;

    if (article->title.ptr == NULL && article->part.ptr != NULL && article->excerpt.ptr != NULL)
        nd_record_title_from_sentence(builder, article->excerpt);
    if (article->title.ptr != NULL)
        return;
    article->title = article->key;
    if (article->key.ptr != NULL && folder_of_index(path).len > 0) {
        article->title = nd_arena_str(builder->arena, folder_of_index(path));
        nd_record_source(builder, "title", "path");
        nd_problems_add(builder->problems, ND_P_NO_TITLE, 0, 0,
                        "no title and no %s; the folder's name is the title",
                        article->body.len == 0 ? "text" : "sentence");
        return;
    }
    if (article->key.ptr == NULL) {
        struct nd_str name = nd_article_key(path, builder->arena);
        article->title = nd_arena_printf(builder->arena, "%.*s #%.*s", (int)name.len, name.ptr,
                                         (int)article->part.len, article->part.ptr);
    }
    nd_record_source(builder, "title", "path");
    nd_problems_add(builder->problems, ND_P_NO_TITLE, 0, 0,
                    "no title and no %s; the file's name is the title",
                    article->body.len == 0 ? "text" : "sentence");
}

/* Parts the text of HTML from what is around it, and that of a letter in markdown, too. */
static void part_page(struct nd_record_builder *builder, struct nd_document *document) {
    bool is_letter = builder->item != NULL && builder->item->is_letter;

    if (builder->links > 0)
        nd_problems_add(builder->problems, ND_P_LINK_LIST, 0, 0,
                        "reads like a list of %zu links to articles; all but its menus was kept",
                        builder->links);
    if (document->markup == ND_HTML)
        builder->cut_by = nd_main_text_part(document, builder->links > 0 ? NULL : builder->main,
                                            builder->arena, &builder->furniture);
    if (document->markup == ND_HTML && builder->links == 0 &&
        nd_unseen_text_take(builder, document, &builder->furniture))
        builder->cut_by = "html";
    else if (is_letter || (builder->cut_by == NULL && nd_newsletter_is(&document->blocks)))
        nd_letter_part(builder, document);
}

/* What a text is an issue of are articles of their own. */
static void part_issue(struct nd_record_builder *builder, struct nd_document *document) {
    if (!builder->is_whole && document->markup != ND_PLAIN)
        builder->issue = nd_issue_take(builder, document);
}

static void read_blocks(struct nd_record_builder *builder, struct nd_document *document) {
    struct nd_date date;

    part_issue(builder, document);
    nd_markdown_read(builder);
    if (builder->issue != NULL && nd_date_read_in(builder->article->title, &date))
        nd_record_set_date(builder, &date, "title");
}

/* Tags amid the values of fields that stand in the text. */
static void add_tags(struct nd_record_builder *builder, const struct nd_value *fields) {
    for (const struct nd_value *v = fields->first; v != NULL; v = v->next)
        for (struct nd_str rest = nd_value_text(v), word; rest.len > 0;
             rest = nd_str_skip(rest, word.len + 1)) {
            word = nd_str_slice(rest, 0, nd_str_find_char(rest, ' '));
            if (word.len < 2 || word.ptr[0] != '#' || word.ptr[1] == '#' || nd_char_is_digit(word.ptr[1]))
                continue;
            nd_record_add_name(builder, ND_TOPIC, nd_str_skip(word, 1));
            nd_record_source(builder, "topics", "tags-in-text");
        }
}

static void read_front_matter(struct nd_record_builder *builder, struct nd_document *document) {
    if (document->front_matter != NULL)
        nd_fields_read(builder, document->front_matter);
    if (document->header != NULL) {
        builder->origin = "header";
        nd_fields_read(builder, document->header);
        add_tags(builder, document->header);
    }
    nd_beside_read(builder);
    if (builder->item_body.len > 0 && builder->item == NULL)
        nd_document_read_body(builder->item_body, builder->item_line, builder->arena, builder->problems,
                              document);
    nd_html_metadata_read(builder);
    if (document->blocks.first != NULL)
        read_blocks(builder, document);
}

/* What a record of many is known by in its file, where it says so. */
static struct nd_str key_of_part(const struct nd_item *item) {
    static const struct nd_str keys[] = {ND_STR_INIT("guid"), ND_STR_INIT("_id"), ND_STR_INIT("id"),
                                         ND_STR_INIT("uuid"), ND_STR_INIT("slug")};
    struct nd_str key = ND_STR_NONE;

    if (item->key.ptr != NULL)
        return item->key;
    for (size_t i = 0; i < sizeof keys / sizeof *keys && key.len == 0; i++)
        key = nd_str_trim(nd_value_text(nd_value_get(item->fields, keys[i])));
    return key.len == 0 ? ND_STR_NONE : key;
}

static void set_uid(struct nd_record_builder *builder, struct nd_str path) {
    struct nd_article *article = builder->article;
    struct nd_identity identity = {.url = article->url,
                                   .key = article->key,
                                   .title = article->title,
                                   .published_at = article->published_at};
    char uid[ND_UID_LENGTH + 1];

    if (builder->item != NULL) {
        identity.key = nd_article_key(path, builder->arena);
        identity.part = article->part_key = key_of_part(builder->item);
    }
    nd_uid_of_article(&identity, uid);
    article->uid = nd_arena_str(builder->arena, nd_str_of(uid, ND_UID_LENGTH));
}

/* Where articles of others are kept: the host is none of theirs. */
static bool is_archive(struct nd_str domain) {
    static const struct nd_str hosts[] = {ND_STR_INIT("proquest.com"),  ND_STR_INIT("lexisnexis.com"),
                                          ND_STR_INIT("nexis.com"),     ND_STR_INIT("factiva.com"),
                                          ND_STR_INIT("dowjones.com"),  ND_STR_INIT("europresse.com"),
                                          ND_STR_INIT("archive.org"),   ND_STR_INIT("archive.ph"),
                                          ND_STR_INIT("archive.today"), ND_STR_INIT("doi.org")};

    for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++)
        if (nd_str_ends(domain, hosts[i]) &&
            (domain.len == hosts[i].len || domain.ptr[domain.len - hosts[i].len - 1] == '.'))
            return true;
    return false;
}

/* Who it is from, where nobody says so. */
static void domain_from_url(struct nd_record_builder *builder) {
    struct nd_article *article = builder->article;
    struct nd_str domain = nd_url_domain(article->url);

    if (article->provider_domain.ptr != NULL || domain.len == 0 || is_archive(domain))
        return;
    article->provider_domain = domain;
    if (!nd_record_has_source(article, "provider"))
        nd_record_source(builder, "provider", "url");
}

/* The agency that the text begins with, where nobody else says who it is from; of a page it is the site. */
static void provider_from_head(struct nd_record_builder *builder) {
    enum { MOST = 3, SHORT = 250 /* bytes */ }; /* paragraphs: a byline or a subtitle may stand above */
    struct nd_article *article = builder->article;
    struct nd_str rest = article->body, paragraph;
    struct nd_agency_words said;

    if (article->provider_name.ptr != NULL || article->provider_domain.ptr != NULL ||
        article->url.ptr != NULL || builder->main != NULL)
        return;
    paragraph = ND_STR_NONE;
    for (int i = 0; i < MOST && paragraph.len < SHORT && nd_text_next_paragraph(&rest, &paragraph); i++)
        if (nd_agency_head(paragraph, &said) > 0 && said.house.len > 0) {
            article->provider_name = nd_arena_str(builder->arena, said.house);
            nd_record_source(builder, "provider", "dateline");
            return;
        }
}

/* "Harbour news - 5 March 2024": a day that a sign sets apart in the title, where nothing else says one. */
static void date_from_title(struct nd_record_builder *builder) {
    static const struct nd_str signs[] = {ND_STR_INIT("-"),  ND_STR_INIT("–"),  ND_STR_INIT("—"),
                                          ND_STR_INIT("|"),  ND_STR_INIT(":"),  ND_STR_INIT("("),
                                          ND_STR_INIT("（"), ND_STR_INIT("："), ND_STR_INIT("·")};
    struct nd_str title = builder->article->title, where, before, behind;
    struct nd_date_reading reading;

    if (builder->article->published_at.ptr != NULL || builder->doubtful != NULL ||
        !nd_date_read_first(title, true, &reading, &where))
        return;
    before = nd_str_trim(nd_str_slice(title, 0, (size_t)(where.ptr - title.ptr)));
    behind = nd_str_trim(nd_str_skip(title, (size_t)(where.ptr - title.ptr) + where.len));
    if (nd_str_eq(behind, ND_STR(")")) || nd_str_eq(behind, ND_STR("）")))
        behind.len = 0;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if ((behind.len == 0 && nd_str_ends(before, signs[i]) && before.len > signs[i].len) ||
            (before.len == 0 && nd_str_starts(behind, signs[i]) && behind.len > signs[i].len)) {
            nd_record_set_date(builder, &reading.date, "title");
            return;
        }
}

/* What every record gets, whatever it was made of. The name of a file of many says no dates of theirs. */
static void complete(struct nd_record_builder *builder, struct nd_str path) {
    struct nd_article *article = builder->article;

    if (article->body.ptr == NULL)
        article->body = ND_STR(""); /* known to be empty */
    nd_record_clean(builder);
    nd_record_renew_excerpt(builder);
    nd_value_drop_repeats(article->metadata, NULL);
    nd_record_tell_missing(builder);
    title_from_path(builder, path);
    if (article->title.ptr != NULL) /* as a page has it from which a program took the fields */
        article->title = nd_page_title_without_name(article->title, article->provider_name);
    domain_from_url(builder);
    provider_from_head(builder);
    nd_name_line_read(builder);
    nd_sign_off_read(builder);
    nd_record_date_from_addresses(builder);
    date_from_title(builder);
    detect_language(builder);
    nd_record_settle_date(builder);
    nd_record_clean_sources(builder);
    set_uid(builder, path);
    article->path = path;
}

static void read_page(struct nd_record_builder *builder, struct nd_document *document) {
    builder->main = nd_main_text_read(document, nd_html_metadata_text(document),
                                      nd_json_ld_recipe(document, builder->arena), builder->arena);
    nd_html_metadata_read(builder);
    nd_record_title_from_heading(builder);
    nd_site_name_set(builder);
    builder->links = nd_link_list_count(builder);
    if (builder->links == 0) { /* the days and names it shows are those of others */
        nd_page_authors_set(builder);
        nd_page_date_set(builder);
        nd_page_title_drop_day(builder);
        nd_page_authors_set_from_all(builder);
        nd_html_metadata_set_account(builder);
    }
    if (builder->article->url.ptr == NULL)
        nd_source_line_read(builder, document);
    part_page(builder, document);
    if (nd_wall_is(&document->blocks))
        nd_problems_add(builder->problems, ND_P_NO_TEXT, 0, 0,
                        "says nothing but what its site asks first: save it behind that");
    read_blocks(builder, document);
}

/* Reads text as a file of its own into the record, which may have fields already: those stay. */
static void read_file(struct nd_record_builder *builder, struct nd_str text, struct nd_str path,
                      struct nd_document *document) {
    struct nd_article *article = builder->article;
    struct nd_known_entries known;

    text = nd_paper_take(builder, text);
    if (builder->cache != NULL)
        known = nd_reference_cache_begin(builder->cache, nd_field_is_related);
    nd_document_read(text, path, builder->cache == NULL ? NULL : &known, builder->arena, builder->problems,
                     document);
    article->shape = shape_of(document);
    builder->document = document;
    builder->origin = "front-matter";
    if (document->markup != ND_PLAIN && article->shape != ND_SHAPE_HTML && article->shape != ND_SHAPE_DIGEST)
        part_page(builder, document);
    if (document->header != NULL && document->front_matter == NULL) {
        builder->origin = "header";
        nd_fields_read(builder, document->header);
    }
    if (article->shape != ND_SHAPE_FRONT_MATTER)
        nd_beside_read(builder);
    switch (article->shape) {
    case ND_SHAPE_FRONT_MATTER:
        read_front_matter(builder, document);
        break;
    case ND_SHAPE_DIGEST:
        nd_digest_read(builder);
        break;
    case ND_SHAPE_HTML:
        read_page(builder, document);
        break;
    case ND_SHAPE_MARKDOWN:
        nd_markdown_read_fields(builder, document);
        read_blocks(builder, document);
        break;
    case ND_SHAPE_TEXT:
    case ND_SHAPE_RECORD:
    case ND_SHAPE_CHILD:
        nd_text_read(builder);
        break;
    }
    if (article->url.ptr == NULL && article->shape != ND_SHAPE_HTML)
        nd_source_line_read(builder, document);
}

static void read_article(struct nd_record_builder *builder, struct nd_str text, struct nd_str path) {
    struct nd_document document;

    *builder->article = (struct nd_article){.path = path, .metadata = nd_value_new(builder->arena, ND_MAP)};
    builder->article->key = nd_article_key(path, builder->arena);
    read_file(builder, text, path, &document);
    complete(builder, path);
    nd_children_make(builder, text);
}

void nd_article_read(struct nd_str text, struct nd_str path, struct nd_arena *arena,
                     struct nd_reference_cache *cache, struct nd_problems *problems,
                     struct nd_article *article) {
    struct nd_record_builder builder = {
        .arena = arena, .cache = cache, .problems = problems, .article = article};

    read_article(&builder, text, path);
}

void nd_article_read_file(struct nd_str text, const struct nd_article_file *file, struct nd_arena *arena,
                          struct nd_reference_cache *cache, struct nd_problems *problems,
                          struct nd_article *article) {
    struct nd_record_builder builder = {.arena = arena,
                                        .cache = cache,
                                        .problems = problems,
                                        .article = article,
                                        .beside = file->beside,
                                        .is_whole = file->is_whole};

    read_article(&builder, text, file->path);
}

/* The fields of a record, among them its body. */
static void read_record(struct nd_record_builder *builder, struct nd_document *document) {
    if (builder->is_plain_body)
        nd_document_read_plain(builder->item_body, builder->item_line, builder->arena, document);
    else if (builder->is_markdown_body)
        nd_document_read_markdown(builder->item_body, builder->item_line, builder->arena, builder->problems,
                                  document);
    else
        nd_document_read_body(builder->item_body, builder->item_line, builder->arena, builder->problems,
                              document);
    if (document->markup != ND_PLAIN || builder->item->is_letter)
        part_page(builder, document);
    else if (builder->item->is_plain)
        nd_letter_part_signature(builder, document);
    nd_html_metadata_read(builder);
    if (document->markup == ND_PLAIN)
        nd_text_title_of_body(builder);
    if (document->blocks.first != NULL)
        read_blocks(builder, document);
}

/* The time of saving a file of many articles is none of theirs: its name says nothing about them. */
static void tell_left_out(const struct nd_value *fields, struct nd_problems *problems) {
    for (const struct nd_value *v = fields->first; v != NULL; v = v->next)
        if (v->type == ND_LIST && v->as.left_out > 0)
            nd_problems_add(problems, ND_P_METADATA_LIMIT, v->line, 0,
                            "\"%.*s\" has more than %d members; %zu are left out", (int)v->key.len,
                            v->key.ptr, ND_MAX_LIST, v->as.left_out);
}

void nd_article_read_item(const struct nd_item *item, struct nd_str path, struct nd_arena *arena,
                          struct nd_reference_cache *cache, struct nd_problems *problems,
                          struct nd_article *article) {
    struct nd_document document = {.notation = ND_JSON, .front_matter = item->fields};
    struct nd_record_builder builder = {.arena = arena,
                                        .cache = cache,
                                        .problems = problems,
                                        .document = &document,
                                        .article = article,
                                        .item = item,
                                        .is_whole = item->is_whole,
                                        .origin = item->format};

    *article = (struct nd_article){.shape = ND_SHAPE_RECORD,
                                   .path = ND_STR(""),
                                   .part = item->part,
                                   .metadata = nd_value_new(arena, ND_MAP)};
    if (item->is_alone)
        article->path = path;
    if (item->part.ptr == NULL || item->is_alone)
        article->key = nd_article_key(path, arena);
    if (item->file.ptr != NULL) { /* its name says what names of files say */
        article->key = nd_article_key(item->file, arena);
        article->path = item->file;
    }
    if (item->fields != NULL) {
        nd_fields_read(&builder, item->fields);
        tell_left_out(item->fields, problems);
    }
    if (item->document.ptr != NULL) {
        builder.beside = item->beside;
        builder.item = NULL; /* keys of front matter mean what they mean in files */
        read_file(&builder, item->document, item->file, &document);
        builder.item = item;
    } else {
        read_record(&builder, &document);
    }
    complete(&builder, path);
    nd_children_make(&builder, ND_STR_NONE);
}
