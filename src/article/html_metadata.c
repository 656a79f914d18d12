#include "article/html_metadata.h"

#include "article/fields.h"
#include "article/json_ld.h"
#include "article/page/html_title.h"
#include "article/page/person.h"

#include <string.h>

struct head {
    struct nd_record_builder *builder;
    const struct nd_value *said;       /* see nd_html_head */
    const struct nd_value *article;    /* the object of JSON-LD that is the article, or NULL */
    const struct nd_value *dated;      /* the first of JSON-LD that has a date of publication, or NULL */
    const struct nd_provenance *known; /* the last source there was before */
};

struct rule {
    struct nd_str key;
    const char *field;
    nd_field_use *use;
    bool is_shared; /* several values, and keys except for authors, add to one list */
};

/* What sites write for search engines and for sharing, the more careful first. */
static const struct rule rules[] = {
    {ND_STR_INIT("html:canonical"), "url", nd_field_url_quietly, false},
    {ND_STR_INIT("meta:og:url"), "url", nd_field_url_quietly, false},
    {ND_STR_INIT("json-ld:url"), "url", nd_field_url_quietly, false},
    {ND_STR_INIT("json-ld:mainEntityOfPage"), "url", nd_field_url_quietly, false},
    {ND_STR_INIT("html:saved-from"), "url", nd_field_url_quietly, false},
    {ND_STR_INIT("meta:savepage-url"), "url", nd_field_url_quietly, false},
    {ND_STR_INIT("meta:twitter:url"), "url", nd_field_url_quietly, false},
    {ND_STR_INIT("meta:parsely-link"), "url", nd_field_url_quietly, false},
    {ND_STR_INIT("meta:citation_abstract_html_url"), "url", nd_field_url_quietly, false},
    {ND_STR_INIT("meta:dc.identifier"), "url", nd_field_url_quietly, false},
    {ND_STR_INIT("html:entity"), "url", nd_field_url_quietly, false},
    {ND_STR_INIT("json-ld:datePublished"), "published_at", nd_field_day_of_page, false},
    {ND_STR_INIT("meta:article:published_time"), "published_at", nd_field_day_of_page, false},
    {ND_STR_INIT("meta:datepublished"), "published_at", nd_field_day_of_page, false},
    {ND_STR_INIT("meta:date"), "published_at", nd_field_day_of_page, false},
    {ND_STR_INIT("meta:pubdate"), "published_at", nd_field_day_of_page, false},
    {ND_STR_INIT("meta:publish-date"), "published_at", nd_field_day_of_page, false},
    {ND_STR_INIT("meta:publication_date"), "published_at", nd_field_day_of_page, false},
    {ND_STR_INIT("meta:dc.date"), "published_at", nd_field_day_of_page, false},
    {ND_STR_INIT("meta:dc.date.issued"), "published_at", nd_field_day_of_page, false},
    {ND_STR_INIT("meta:dcterms.created"), "published_at", nd_field_day_of_page, false},
    {ND_STR_INIT("meta:parsely-pub-date"), "published_at", nd_field_day_of_page, false},
    {ND_STR_INIT("meta:article.published"), "published_at", nd_field_day_of_page, false},
    {ND_STR_INIT("meta:og:published_time"), "published_at", nd_field_day_of_page, false},
    {ND_STR_INIT("meta:og:article:published_time"), "published_at", nd_field_day_of_page, false},
    {ND_STR_INIT("meta:sailthru.date"), "published_at", nd_field_day_of_page, false},
    {ND_STR_INIT("meta:rnews:datepublished"), "published_at", nd_field_day_of_page, false},
    {ND_STR_INIT("meta:originalpublicationdate"), "published_at", nd_field_day_of_page, false},
    {ND_STR_INIT("meta:article_date_original"), "published_at", nd_field_day_of_page, false},
    {ND_STR_INIT("meta:publishdate"), "published_at", nd_field_day_of_page, false},
    {ND_STR_INIT("meta:publish_date"), "published_at", nd_field_day_of_page, false},
    {ND_STR_INIT("meta:pub_date"), "published_at", nd_field_day_of_page, false},
    {ND_STR_INIT("meta:dcterms.date"), "published_at", nd_field_day_of_page, false},
    {ND_STR_INIT("meta:dcterms.issued"), "published_at", nd_field_day_of_page, false},
    {ND_STR_INIT("meta:dc.date.created"), "published_at", nd_field_day_of_page, false},
    {ND_STR_INIT("meta:dc.created"), "published_at", nd_field_day_of_page, false},
    {ND_STR_INIT("meta:citation_online_date"), "published_at", nd_field_day_of_page, false},
    {ND_STR_INIT("meta:citation_publication_date"), "published_at", nd_field_day_of_page, false},
    {ND_STR_INIT("meta:cxenseparse:recs:publishtime"), "published_at", nd_field_day_of_page, false},
    {ND_STR_INIT("meta:bt:pubdate"), "published_at", nd_field_day_of_page, false},
    {ND_STR_INIT("meta:article:published"), "published_at", nd_field_day_of_page, false},
    {ND_STR_INIT("meta:article:pubdate"), "published_at", nd_field_day_of_page, false},
    {ND_STR_INIT("meta:article-publish-date"), "published_at", nd_field_day_of_page, false},
    {ND_STR_INIT("meta:og:pubdate"), "published_at", nd_field_day_of_page, false},
    {ND_STR_INIT("meta:pubtime"), "published_at", nd_field_day_of_page, false},
    {ND_STR_INIT("meta:publishtime"), "published_at", nd_field_day_of_page, false},
    {ND_STR_INIT("meta:published_time"), "published_at", nd_field_day_of_page, false},
    {ND_STR_INIT("meta:published"), "published_at", nd_field_day_of_page, false},
    {ND_STR_INIT("meta:dc.date.published"), "published_at", nd_field_day_of_page, false},
    {ND_STR_INIT("meta:dc.issued"), "published_at", nd_field_day_of_page, false},
    {ND_STR_INIT("meta:citation_date"), "published_at", nd_field_day_of_page, false},
    {ND_STR_INIT("meta:prism.publicationdate"), "published_at", nd_field_day_of_page, false},
    {ND_STR_INIT("meta:eprints.date"), "published_at", nd_field_day_of_page, false},
    {ND_STR_INIT("meta:article.created"), "published_at", nd_field_day_of_page, false},
    {ND_STR_INIT("meta:displaydate"), "published_at", nd_field_day_of_page, false},
    {ND_STR_INIT("meta:uploaddate"), "published_at", nd_field_day_of_page, false},
    {ND_STR_INIT("json-ld:uploadDate"), "published_at", nd_field_day_of_page, false},
    {ND_STR_INIT("json-ld:dateCreated"), "published_at", nd_field_day_of_page, false},
    {ND_STR_INIT("html:time"), "published_at", nd_field_day_of_page, false},
    {ND_STR_INIT("html:script"), "published_at", nd_field_day_of_page, false},
    {ND_STR_INIT("html:updated"), "published_at", nd_field_day_of_page, false},
    {ND_STR_INIT("json-ld:publisher"), "provider", nd_field_provider, false},
    {ND_STR_INIT("meta:og:site_name"), "provider", nd_field_provider, false},
    {ND_STR_INIT("html:publisher"), "provider", nd_field_provider, false},
    {ND_STR_INIT("meta:dc.publisher"), "provider", nd_field_provider, false},
    {ND_STR_INIT("meta:application-name"), "provider", nd_field_provider, false},
    {ND_STR_INIT("json-ld:author"), "authors", nd_person_read, true},
    {ND_STR_INIT("meta:author"), "authors", nd_person_read, true},
    {ND_STR_INIT("meta:dc.creator"), "authors", nd_person_read, true},
    {ND_STR_INIT("meta:parsely-author"), "authors", nd_person_read, true},
    {ND_STR_INIT("meta:sailthru.author"), "authors", nd_person_read, true},
    {ND_STR_INIT("meta:citation_author"), "authors", nd_person_read, true},
    {ND_STR_INIT("meta:article:author"), "authors", nd_person_read, true},
    {ND_STR_INIT("meta:byl"), "authors", nd_person_read, true},
    {ND_STR_INIT("json-ld:articleSection"), "category", nd_field_category, false},
    {ND_STR_INIT("meta:article:section"), "category", nd_field_category, false},
    {ND_STR_INIT("meta:article:tag"), "topics", nd_field_topics, true},
    {ND_STR_INIT("json-ld:keywords"), "keywords", nd_field_keywords, true},
    {ND_STR_INIT("meta:news_keywords"), "keywords", nd_field_keywords, true},
    {ND_STR_INIT("meta:keywords"), "keywords", nd_field_keywords, true},
    {ND_STR_INIT("html:tags"), "topics", nd_field_tags_of_page, true},
};

static const struct nd_str titles[] = {ND_STR_INIT("meta:og:title"), ND_STR_INIT("json-ld:headline"),
                                       ND_STR_INIT("meta:twitter:title"), ND_STR_INIT("meta:dc.title")};
static const struct nd_str addresses[] = {ND_STR_INIT("html:canonical"), ND_STR_INIT("meta:og:url"),
                                          ND_STR_INIT("json-ld:url"), ND_STR_INIT("html:saved-from")};
static const struct nd_str descriptions[] = {
    ND_STR_INIT("meta:og:description"), ND_STR_INIT("meta:description"), ND_STR_INIT("json-ld:description"),
    ND_STR_INIT("meta:twitter:description"), ND_STR_INIT("meta:dc.description")};
static const struct nd_str languages[] = {ND_STR_INIT("html:lang"), ND_STR_INIT("json-ld:inLanguage"),
                                          ND_STR_INIT("meta:og:locale")};

/* Kept in metadata under their own names: what the record has no field for, of one article. */
static const struct nd_str kept[] = {ND_STR_INIT("json-ld:author"), ND_STR_INIT("meta:author"),
                                     ND_STR_INIT("json-ld:dateModified"),
                                     ND_STR_INIT("meta:article:modified_time")};

enum { MIN_CUT_BYTES = 20 /* of a description, for it to be found again in the text */ };
#define COUNT(array) (sizeof(array) / sizeof *(array))

static const struct nd_value *next_said(const struct nd_value *from, struct nd_str key) {
    while (from != NULL && !nd_str_eq(from->key, key))
        from = from->next;
    return from;
}

static void find_objects(struct head *head, const struct nd_document *document) {
    const struct nd_value *tree = next_said(document->head->first, ND_STR("json-ld"));

    head->said = document->head;
    while (tree != NULL) {
        nd_json_ld_find_article(tree, document, 0, &head->article);
        if (head->dated == NULL)
            head->dated = nd_json_ld_find_dated(tree, document, 0);
        tree = next_said(tree->next, ND_STR("json-ld"));
    }
}

static void open_head(struct head *head, struct nd_record_builder *builder) {
    *head = (struct head){.builder = builder, .known = builder->article->last_provenance};
    find_objects(head, builder->document);
}

/* The first value under a key such as meta:og:title or json-ld:headline, or NULL. */
static const struct nd_value *find(const struct head *head, struct nd_str key) {
    const struct nd_value *value;

    if (!nd_str_starts(key, ND_STR("json-ld:")))
        return next_said(head->said->first, key);
    if (head->article == NULL &&
        (nd_str_eq(key, ND_STR("json-ld:datePublished")) || nd_str_eq(key, ND_STR("json-ld:author")) ||
         nd_str_eq(key, ND_STR("json-ld:uploadDate"))))
        return nd_value_get(head->dated, nd_str_skip(key, 8));
    value = nd_value_get(head->article, nd_str_skip(key, 8));
    if (value == NULL && nd_str_eq(key, ND_STR("json-ld:author"))) /* of a recipe beside its page */
        value = nd_value_get(head->dated, ND_STR("author"));
    /* The name of a site says more than that of its company, and what a page shows more than the account by
     * which it was written: see set_site and nd_html_metadata_set_account. */
    if ((nd_str_eq(key, ND_STR("json-ld:publisher")) || nd_str_eq(key, ND_STR("json-ld:author"))) &&
        nd_json_ld_is_reference(value))
        return NULL;
    if (head->builder != NULL) /* texts refer to nothing */
        value = nd_json_ld_resolve(head->builder->document, value, head->builder->arena);
    /* A page has one address and one section, whatever is written around them. */
    if (value != NULL && value->type == ND_MAP && nd_value_get(value, ND_STR("@id")) != NULL &&
        nd_value_get(value, ND_STR("name")) == NULL && nd_value_get(value, ND_STR("url")) == NULL)
        return nd_value_get(value, ND_STR("@id"));
    if (value != NULL && value->type == ND_MAP && nd_value_get(value, ND_STR("@value")) != NULL)
        return nd_value_get(value, ND_STR("@value"));
    return value;
}

/* True when the field was there before the head was looked at. */
static bool was_known(const struct head *head, const char *field) {
    const struct nd_provenance *p = head->known == NULL ? NULL : head->builder->article->provenance;

    for (; p != NULL; p = p == head->known ? NULL : p->next)
        if (strcmp(p->field, field) == 0)
            return true;
    return false;
}

/* The address an archive of the web made its own of: "https://web.archive.org/web/20130507091200/http://...".
 * The archive's is kept as metadata. */
static const struct nd_value *without_archive(const struct head *head, const struct nd_value *value) {
    struct nd_str url = nd_str_trim(nd_value_text(value)), original;
    size_t at = nd_str_find(url, ND_STR("://web.archive.org/web/")), path;

    if (at == SIZE_MAX || at > 5)
        return value;
    path = at + 23;
    while (path < url.len && url.ptr[path] != '/')
        path++;
    original = nd_str_skip(url, path + 1);
    if (!nd_str_starts(original, ND_STR("http")))
        return value;
    nd_value_put(head->builder->article->metadata, ND_STR("snapshot"),
                 nd_value_string(head->builder->arena, url));
    return nd_value_string(head->builder->arena, original);
}

static bool apply(struct head *head, const struct rule *rule, const struct nd_value *value) {
    struct nd_value *leftover = NULL;

    if (value != NULL && rule->use == nd_field_url_quietly)
        value = without_archive(head, value);
    if (value == NULL || !rule->use(head->builder, value, &leftover))
        return false;
    nd_record_source(head->builder, rule->field, "%.*s", (int)rule->key.len, rule->key.ptr);
    if (leftover != NULL && rule->use == nd_field_day_of_page)
        nd_value_put(head->builder->article->metadata,
                     nd_str_skip(rule->key, nd_str_find_char(rule->key, ':') + 1), leftover);
    return true;
}

/* Journals name their authors "Marsh, Lee". */
static const struct nd_value *in_order(const struct head *head, const struct nd_value *value) {
    struct nd_str name = nd_str_trim(nd_value_text(value)), rest;
    size_t comma = nd_str_find(name, ND_STR(", "));
    struct nd_buf turned = {0};

    if (comma == SIZE_MAX)
        return value;
    rest = nd_str_trim(nd_str_skip(name, comma + 2));
    if (comma == 0 || rest.len == 0 || nd_str_find_char(rest, ',') != SIZE_MAX)
        return value;
    nd_buf_add(&turned, rest);
    nd_buf_add_z(&turned, " ");
    nd_buf_add(&turned, nd_str_slice(name, 0, comma));
    return nd_value_string(head->builder->arena, nd_arena_take(head->builder->arena, &turned));
}

static void apply_rules(struct head *head) {
    for (size_t i = 0; i < COUNT(rules); i++) {
        const struct rule *rule = &rules[i];
        const struct nd_value *value = find(head, rule->key);
        bool is_journal = nd_str_eq(rule->key, ND_STR("meta:citation_author"));
        if (was_known(head, rule->field) || (!(rule->is_shared && rule->use != nd_person_read) &&
                                             nd_record_has_source(head->builder->article, rule->field)))
            continue;
        if (value != NULL && value->type == ND_LIST && !rule->is_shared)
            value = value->first;
        if (!nd_str_starts(rule->key, ND_STR("meta:")))
            apply(head, rule, value);
        else
            for (; value != NULL; value = next_said(value->next, rule->key))
                if (apply(head, rule, is_journal ? in_order(head, value) : value) && !rule->is_shared)
                    break;
    }
}

/* The name of the site that a page of JSON-LD is part of, else of who publishes it, where only a reference
 * does. */
static void set_site(struct head *head) {
    struct nd_record_builder *builder = head->builder;
    const struct nd_value *publisher = nd_value_get(head->article, ND_STR("publisher"));
    struct nd_str name = nd_json_ld_site(builder->document);
    const char *source = "json-ld:isPartOf";

    if (builder->article->provider_name.ptr != NULL)
        return;
    if (name.len == 0 && publisher != NULL) {
        name = nd_value_text(
            nd_value_get(nd_json_ld_resolve(builder->document, publisher, builder->arena), ND_STR("name")));
        source = "json-ld:publisher";
    }
    if (nd_str_trim(name).len == 0)
        return;
    builder->article->provider_name = nd_text_on_one_line(nd_str_trim(name), builder->arena);
    if (!nd_record_has_source(builder->article, "provider"))
        nd_record_source(builder, "provider", "%s", source);
}

/* og:image may be followed by its size; of several only the first is that of the article. */
static void set_image(struct head *head) {
    static const struct nd_str sizes[] = {ND_STR_INIT("meta:og:image:width"),
                                          ND_STR_INIT("meta:og:image:height")};
    const struct nd_value *stated = find(head, ND_STR("meta:og:image"));
    struct nd_value *image = nd_value_new(head->builder->arena, ND_MAP), *leftover = NULL;
    struct rule rule = {ND_STR_INIT("meta:og:image"), "images", nd_field_images, false};

    if (was_known(head, "images"))
        return;
    if (stated == NULL) {
        rule.key = ND_STR("json-ld:image");
        apply(head, &rule, find(head, rule.key));
        return;
    }
    nd_value_put(image, ND_STR("url"), nd_field_copy(head->builder, stated));
    for (size_t i = 0; i < 2; i++) {
        const struct nd_value *size = find(head, sizes[i]);
        if (size != NULL)
            nd_value_put(image, i == 0 ? ND_STR("width") : ND_STR("height"),
                         nd_field_copy(head->builder, size));
    }
    if (nd_field_images(head->builder, image, &leftover))
        nd_record_source(head->builder, "images", "%s", "meta:og:image");
}

static void gather_evidence(const struct head *head, struct nd_title_evidence *evidence) {
    struct nd_record_builder *builder = head->builder;

    evidence->site = nd_field_text(builder, find(head, ND_STR("meta:og:site_name")));
    for (size_t i = 0; i < COUNT(titles); i++) {
        struct nd_str title =
            nd_page_title_without_name(nd_field_text(builder, find(head, titles[i])), evidence->site);
        if (title.len > 0)
            evidence->stated[evidence->count++] = (struct nd_stated_title){title, titles[i]};
    }
    for (size_t i = 0; i < COUNT(addresses) && evidence->url.len == 0; i++)
        evidence->url = nd_field_text(builder, find(head, addresses[i]));
}

void nd_html_title_evidence(struct nd_record_builder *builder, struct nd_title_evidence *evidence) {
    struct head head;

    *evidence = (struct nd_title_evidence){.document = builder->document, .main = builder->main};
    if (builder->document->head == NULL)
        return;
    open_head(&head, builder);
    gather_evidence(&head, evidence);
}

static struct nd_str without_ellipsis(struct nd_str text) {
    static const struct nd_str ends[] = {ND_STR_INIT("…"), ND_STR_INIT("..."), ND_STR_INIT("[…]"),
                                         ND_STR_INIT("[...]")};

    for (size_t i = 0; i < COUNT(ends); i++)
        if (nd_str_ends(text, ends[i]))
            text = nd_str_trim_right(nd_str_slice(text, 0, text.len - ends[i].len));
    return text;
}

/* The paragraph whose beginning a description is, or NULL. */
static const struct nd_block *find_paragraph(struct nd_record_builder *builder, struct nd_str description) {
    struct nd_str beginning = without_ellipsis(description);

    if (beginning.len < MIN_CUT_BYTES)
        return NULL;
    for (const struct nd_block *b = builder->document->blocks.first; b != NULL; b = b->next)
        if (b->type == ND_PARAGRAPH && nd_str_starts(nd_text_on_one_line(b->text, builder->arena), beginning))
            return b;
    return NULL;
}

static void set_excerpt(struct head *head) {
    struct nd_record_builder *builder = head->builder;

    for (size_t i = 0; i < COUNT(descriptions) && builder->article->excerpt.ptr == NULL; i++) {
        struct nd_str text = nd_field_text(builder, find(head, descriptions[i]));
        const struct nd_block *paragraph;
        if (text.len == 0 || nd_str_eq_nocase(text, builder->article->title))
            continue;
        paragraph = find_paragraph(builder, text);
        if (paragraph != NULL) {
            nd_record_excerpt_from(builder, paragraph->text, "first-paragraph");
            continue;
        }
        builder->article->excerpt = text;
        nd_record_source(builder, "excerpt", "%.*s", (int)descriptions[i].len, descriptions[i].ptr);
    }
}

/* The names of people: of a string, an object with a name, or a list of these; an address names nobody. */
static struct nd_value *names_of(struct nd_record_builder *builder, const struct nd_value *value) {
    struct nd_value *list, *one;
    struct nd_str text;

    if (value == NULL || value->type != ND_LIST) {
        text = nd_field_text(
            builder, value != NULL && value->type == ND_MAP ? nd_value_get(value, ND_STR("name")) : value);
        return text.ptr == NULL || nd_url_canonical(text, builder->arena).ptr != NULL
                   ? NULL
                   : nd_value_string(builder->arena, text);
    }
    list = nd_value_new(builder->arena, ND_LIST);
    for (const struct nd_value *v = value->first; v != NULL; v = v->next)
        if (v->type != ND_LIST && (one = names_of(builder, v)) != NULL)
            nd_value_add(list, one);
    return list->count == 0 ? NULL : list;
}

static void keep_others(struct head *head) {
    struct nd_value *metadata = head->builder->article->metadata;

    for (size_t i = 0; i < COUNT(kept); i++) {
        struct nd_str name = nd_str_skip(kept[i], nd_str_find_char(kept[i], ':') + 1);
        struct nd_value *value =
            nd_value_get(metadata, name) != NULL ? NULL : names_of(head->builder, find(head, kept[i]));
        if (value != NULL)
            nd_value_put(metadata, name, value);
    }
}

void nd_html_metadata_read(struct nd_record_builder *builder) {
    struct head head;
    struct nd_title_evidence evidence;

    nd_html_title_evidence(builder, &evidence);
    nd_html_title_set(builder, &evidence);
    if (builder->document->head == NULL)
        return;
    open_head(&head, builder);
    set_excerpt(&head);
    apply_rules(&head);
    set_site(&head);
    set_image(&head);
    keep_others(&head);
}

void nd_html_metadata_set_account(struct nd_record_builder *builder) {
    struct head head;
    struct nd_value *leftover = NULL;
    struct nd_article *article = builder->article;
    struct nd_names stated = article->authors;
    struct nd_seen seen = builder->authors;
    const struct nd_value *author;

    if (builder->document->head == NULL ||
        (stated.count > 0 && !nd_str_eq(nd_record_source_of(article, "authors"), ND_STR("meta:author"))))
        return;
    open_head(&head, builder);
    author = nd_value_get(head.article != NULL ? head.article : head.dated, ND_STR("author"));
    author = nd_json_ld_resolve(builder->document, author, builder->arena);
    if (author == NULL || nd_person_is_account(nd_value_text(nd_value_get(author, ND_STR("name")))))
        return;
    article->authors = (struct nd_names){0};
    builder->authors = (struct nd_seen){0};
    if (nd_person_read(builder, author, &leftover) && article->authors.count > 0) {
        if (stated.count == 0)
            nd_record_source(builder, "authors", "json-ld:author");
        for (struct nd_provenance *p = article->provenance; p != NULL && stated.count > 0; p = p->next)
            if (strcmp(p->field, "authors") == 0)
                p->source = ND_STR("json-ld:author");
        return;
    }
    article->authors = stated;
    builder->authors = seen;
}

static bool is_day(const struct nd_value *value, const struct nd_date *day) {
    struct nd_date_reading reading;

    return value != NULL && nd_date_read(nd_str_trim(nd_value_text(value)), &reading) &&
           reading.date.year == day->year && reading.date.month == day->month && reading.date.day == day->day;
}

bool nd_html_metadata_states_day(struct nd_record_builder *builder, const struct nd_date *day) {
    struct head head;
    bool is_stated = false;

    if (builder->document->head == NULL)
        return false;
    open_head(&head, builder);
    for (size_t i = 0; i < COUNT(rules); i++)
        is_stated =
            is_stated || (rules[i].use == nd_field_day_of_page && is_day(find(&head, rules[i].key), day));
    return is_stated && !is_day(find(&head, ND_STR("json-ld:dateModified")), day) &&
           !is_day(find(&head, ND_STR("meta:article:modified_time")), day);
}

struct nd_str nd_html_metadata_text(const struct nd_document *document) {
    struct head head = {0};

    if (document->head == NULL)
        return ND_STR_NONE;
    find_objects(&head, document);
    return nd_value_text(find(&head, ND_STR("json-ld:articleBody")));
}

struct nd_str nd_html_metadata_language(struct nd_record_builder *builder, struct nd_str detected,
                                        const char **source) {
    struct head head;

    if (builder->document->head == NULL)
        return detected;
    open_head(&head, builder);
    for (size_t i = 0; i < COUNT(languages); i++) {
        struct nd_str stated =
            nd_language_normalise(nd_value_text(find(&head, languages[i])), builder->arena);
        if (stated.ptr == NULL)
            continue;
        if (detected.ptr != NULL && !(nd_str_starts(stated, detected) &&
                                      (stated.len == detected.len || stated.ptr[detected.len] == '-')))
            continue;
        *source = languages[i].ptr;
        return stated;
    }
    return detected;
}
