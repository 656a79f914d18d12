#include "article/children.h"

#include "article/issue.h"

#include <string.h>

enum { MIN_LANGUAGE = 200 /* bytes of a text whose language is asked for */ };

/* What goes from one child to the next. */
struct family {
    struct nd_record_builder *parent;
    struct nd_seen urls;
    struct nd_str rest; /* of the text, from rest_line on */
    uint64_t rest_start;
    uint32_t rest_line;
    bool has_one_site; /* all lead to one site, which is the sender's, or counts its readers */
    bool has_names;    /* the topics of the parent are not too many to be repeated */
};

/* Where a line begins; lines come in order. */
static uint64_t start_of(struct family *family, uint32_t line) {
    while (family->rest_line < line && family->rest.len > 0) {
        size_t end = nd_str_find_char(family->rest, '\n');
        size_t length = end == SIZE_MAX ? family->rest.len : end + 1;
        family->rest = nd_str_skip(family->rest, length);
        family->rest_start += length;
        family->rest_line++;
    }
    return family->rest_start;
}

/* Up to where the next block begins that is not of it. */
static void set_place(struct family *family, struct nd_article *child, uint32_t line, uint32_t end) {
    if (family->rest.ptr == NULL || line == 0)
        return;
    child->line = line;
    if (line < family->rest_line) /* of a page whose lines are long, or not in order */
        return;
    child->start = start_of(family, line);
    child->length = start_of(family, end == 0 ? UINT32_MAX : end > line ? end : line + 1) - child->start;
}

/* One that leads to the parent, or where another child leads, tells nobody which is meant. */
static void set_url(struct family *family, struct nd_record_builder *builder, const struct nd_link *link) {
    struct nd_article *child = builder->article;
    struct nd_buf own = {0}, parent = {0};
    struct nd_str url = nd_url_canonical(link->url, builder->arena);

    child->original_url = link->url;
    nd_url_identity(url, &own);
    nd_url_identity(family->parent->article->url, &parent);
    if (!nd_str_eq(nd_buf_str(&own), nd_buf_str(&parent)) &&
        nd_seen_first(&family->urls, builder->arena, nd_arena_str(builder->arena, nd_buf_str(&own)))) {
        child->url = url;
        nd_record_source(builder, "url", "digest:link");
        nd_record_date_from(builder, url, "url");
    }
    if (child->url.ptr != NULL && !family->has_one_site) {
        child->provider_domain = nd_url_domain(url);
        nd_record_source(builder, "provider", "url");
    }
    nd_buf_free(&own);
    nd_buf_free(&parent);
}

static void inherit(const struct family *family, struct nd_record_builder *builder) {
    static const char *const fields[] = {"topics", "keywords", "themes"};
    const struct nd_article *parent = family->parent->article;
    struct nd_article *child = builder->article;

    if (child->published_at.ptr == NULL && parent->published_at.ptr != NULL) {
        child->published_at = parent->published_at;
        nd_record_source(builder, "published_at", "digest:published_at");
    }
    if (child->provider_domain.ptr == NULL &&
        (parent->provider_name.ptr != NULL || parent->provider_domain.ptr != NULL)) {
        child->provider_name = parent->provider_name;
        child->provider_domain = parent->provider_domain;
        nd_record_source(builder, "provider", "digest:provider");
    }
    for (int role = ND_TOPIC; role <= ND_THEME && family->has_names; role++)
        if (parent->names[role].count > 0) {
            child->names[role] = parent->names[role];
            nd_record_source(builder, fields[role], "digest:%s", fields[role]);
        }
}

static void set_language(const struct family *family, struct nd_record_builder *builder) {
    struct nd_article *child = builder->article;

    if (child->body.len >= MIN_LANGUAGE)
        child->language = nd_language_detect(child->body);
    if (child->language.ptr != NULL) {
        nd_record_source(builder, "language", "detected");
    } else if (family->parent->article->language.ptr != NULL) {
        child->language = family->parent->article->language;
        nd_record_source(builder, "language", "digest:language");
    }
}

static void set_uid(const struct family *family, struct nd_record_builder *builder) {
    struct nd_article *child = builder->article;
    struct nd_identity identity = {.url = child->url, .key = family->parent->article->uid};
    char uid[ND_UID_LENGTH + 1];

    child->part_key = child->url.ptr != NULL ? child->url : child->title;
    identity.part = child->part_key;
    nd_uid_of_article(&identity, uid);
    child->uid = nd_arena_str(builder->arena, nd_str_of(uid, ND_UID_LENGTH));
    child->parent = family->parent->article->uid;
}

static void set_title(struct nd_record_builder *builder, const struct nd_issue_part *part) {
    struct nd_str link = nd_text_on_one_line(nd_str_trim(part->link->text), builder->arena), author;

    builder->article->title = part->title;
    nd_record_source(builder, "title", "digest:heading");
    if (link.len == 0 || !nd_str_starts(part->title, link))
        return;
    author = nd_issue_author(nd_str_skip(part->title, link.len));
    if (author.len == 0)
        return;
    nd_record_add_authors(builder, author);
    if (builder->article->authors.count == 0)
        return;
    builder->article->title = link;
    nd_record_source(builder, "authors", "digest:heading");
}

static void set_text(struct nd_record_builder *builder, const struct nd_issue_part *part) {
    struct nd_article *child = builder->article;
    const struct nd_block *paragraph = nd_text_first_paragraph(part->text, NULL);

    set_title(builder, part);
    if (paragraph != NULL)
        nd_record_excerpt_from(builder, paragraph->text, "first-paragraph");
    nd_record_set_body(builder, part->text, NULL);
    if (part->section != NULL)
        nd_value_put(
            child->metadata, ND_STR("section"),
            nd_value_string(builder->arena, nd_text_on_one_line(part->section->text, builder->arena)));
}

static struct nd_article *make_child(struct family *family, const struct nd_issue_part *part,
                                     uint64_t ordinal) {
    struct nd_arena *arena = family->parent->arena;
    struct nd_article *child = nd_arena_alloc(arena, 1, sizeof *child);
    struct nd_record_builder builder = {
        .arena = arena, .problems = family->parent->problems, .article = child, .origin = "digest"};

    *child = (struct nd_article){.shape = ND_SHAPE_CHILD,
                                 .path = family->parent->article->path,
                                 .part = nd_arena_printf(arena, "%llu", (unsigned long long)ordinal),
                                 .ordinal = ordinal,
                                 .metadata = nd_value_new(arena, ND_MAP)};
    set_place(family, child, part->head->line, part->end_line);
    set_text(&builder, part);
    set_url(family, &builder, part->link);
    inherit(family, &builder);
    nd_record_clean(&builder);
    if (child->title.ptr == NULL) /* of nothing but control characters */
        child->title = child->part;
    set_language(family, &builder);
    nd_record_clean_sources(&builder);
    set_uid(family, &builder);
    return child;
}

/* Of an issue that says who it is from. */
static bool have_one_site(const struct nd_record_builder *builder) {
    struct nd_str first = ND_STR_NONE;

    if (builder->article->provider_name.ptr == NULL && builder->article->provider_domain.ptr == NULL)
        return false;
    for (const struct nd_issue_part *part = builder->issue; part != NULL; part = part->next) {
        struct nd_str site = nd_url_domain(nd_url_canonical(part->link->url, builder->arena));
        if (first.ptr != NULL && !nd_str_eq(site, first))
            return false;
        first = site;
    }
    return true;
}

/* Each child has them again, so that they are left out where they would make most of the record. */
static bool are_few(const struct nd_article *parent, size_t children, size_t length) {
    size_t bytes = 0;

    for (int role = ND_TOPIC; role <= ND_THEME; role++)
        for (const struct nd_name *name = parent->names[role].first; name != NULL; name = name->next)
            bytes += name->text.len + 3;
    return bytes <= (ND_REPEATED_BASE + ND_REPEATED_FACTOR * length) / (children + 1);
}

void nd_children_make(struct nd_record_builder *builder, struct nd_str text) {
    struct nd_article *article = builder->article, **last = &article->children;
    struct family family = {.parent = builder, .rest = text, .rest_line = 1};
    size_t count = 0, length = 0;

    for (const struct nd_issue_part *part = builder->issue; part != NULL; part = part->next, count++)
        for (const struct nd_block *block = part->text; block != NULL; block = block->next)
            length += block->text.len;
    if (count == 0)
        return;
    family.has_one_site = have_one_site(builder);
    family.has_names = are_few(article, count, length);
    if (!family.has_names)
        nd_problems_add(builder->problems, ND_P_METADATA_LIMIT, 0, 0,
                        "topics of the issue left out of its %zu articles, which would repeat many in each",
                        count);
    for (const struct nd_issue_part *part = builder->issue; part != NULL; part = part->next) {
        *last = make_child(&family, part, ++article->child_count);
        last = &(*last)->next;
    }
}
