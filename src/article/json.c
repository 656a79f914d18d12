#include "newsdex/article.h"

#include "newsdex/json.h"
#include "newsdex/utf8.h"

enum { SCHEMA_VERSION = 1 };

/* By enum nd_role. */
static const char *const list_names[] = {"topics", "keywords", "themes"};

static void write_field(struct nd_json *json, const char *name, struct nd_str value) {
    nd_json_key(json, nd_str_from(name));
    nd_json_string(json, value);
}

static void write_provider(struct nd_json *json, const struct nd_article *article) {
    nd_json_key(json, ND_STR("provider"));
    if (article->provider_name.ptr == NULL && article->provider_domain.ptr == NULL) {
        nd_json_null(json);
        return;
    }
    nd_json_open(json, '{');
    write_field(json, "name", article->provider_name);
    write_field(json, "domain", article->provider_domain);
    nd_json_close(json, '}');
}

static void write_names(struct nd_json *json, const char *field, const struct nd_names *names) {
    nd_json_key(json, nd_str_from(field));
    nd_json_open(json, '[');
    for (const struct nd_name *name = names->first; name != NULL; name = name->next)
        nd_json_string(json, name->text);
    nd_json_close(json, ']');
}

static void write_images(struct nd_json *json, const struct nd_article *article) {
    nd_json_key(json, ND_STR("images"));
    nd_json_open(json, '[');
    for (const struct nd_image *image = article->images; image != NULL; image = image->next) {
        nd_json_open(json, '{');
        write_field(json, "url", image->url);
        if (image->width > 0) {
            nd_json_key(json, ND_STR("width"));
            nd_json_integer(json, image->width);
        }
        if (image->height > 0) {
            nd_json_key(json, ND_STR("height"));
            nd_json_integer(json, image->height);
        }
        nd_json_close(json, '}');
    }
    nd_json_close(json, ']');
}

static void write_flag(struct nd_json *json, const char *field, enum nd_flag flag) {
    nd_json_key(json, nd_str_from(field));
    if (flag == ND_UNKNOWN)
        nd_json_null(json);
    else
        nd_json_boolean(json, flag == ND_YES);
}

static void write_present(struct nd_json *json, const char *name, struct nd_str value) {
    if (value.ptr != NULL)
        write_field(json, name, value);
}

/* What another article says of it: only what was said. */
static void write_reference(struct nd_json *json, const struct nd_article *reference) {
    nd_json_open(json, '{');
    write_present(json, "key", reference->key);
    write_present(json, "url", reference->url);
    write_present(json, "original_url", reference->original_url);
    write_present(json, "title", reference->title);
    write_present(json, "excerpt", reference->excerpt);
    write_present(json, "published_at", reference->published_at);
    write_present(json, "language", reference->language);
    if (reference->provider_name.ptr != NULL || reference->provider_domain.ptr != NULL)
        write_provider(json, reference);
    write_present(json, "category", reference->category);
    write_present(json, "type", reference->type);
    if (reference->quality != NULL) {
        nd_json_key(json, ND_STR("quality"));
        nd_json_value(json, reference->quality);
    }
    if (reference->heat != NULL) {
        nd_json_key(json, ND_STR("heat"));
        nd_json_value(json, reference->heat);
    }
    if (reference->authors.count > 0)
        write_names(json, "authors", &reference->authors);
    for (size_t role = 0; role < 3; role++)
        if (reference->names[role].count > 0)
            write_names(json, list_names[role], &reference->names[role]);
    if (reference->is_published != ND_UNKNOWN)
        write_flag(json, "is_published", reference->is_published);
    if (reference->images != NULL)
        write_images(json, reference);
    if (reference->metadata->count > 0) {
        nd_json_key(json, ND_STR("metadata"));
        nd_json_value(json, reference->metadata);
    }
    nd_json_close(json, '}');
}

void nd_article_write_reference(const struct nd_article *reference, struct nd_buf *out) {
    struct nd_json json = {out, false};

    write_reference(&json, reference);
}

static void write_provenance(struct nd_json *json, const struct nd_article *article) {
    nd_json_open(json, '{');
    for (const struct nd_provenance *p = article->provenance; p != NULL; p = p->next) {
        bool again = false;
        for (const struct nd_provenance *q = article->provenance; q != p && !again; q = q->next)
            again = nd_str_eq(nd_str_from(q->field), nd_str_from(p->field));
        if (!again)
            write_field(json, p->field, p->source);
    }
    nd_json_close(json, '}');
}

static void write_problems(struct nd_json *json, const struct nd_problems *problems) {
    nd_json_key(json, ND_STR("problems"));
    nd_json_open(json, '[');
    for (const struct nd_problem *p = problems->first; p != NULL; p = p->next) {
        nd_json_open(json, '{');
        nd_json_key(json, ND_STR("line"));
        nd_json_integer(json, p->line);
        nd_json_key(json, ND_STR("column"));
        nd_json_integer(json, p->column);
        write_field(json, "level", nd_str_from(nd_level_name(p->level)));
        write_field(json, "code", nd_str_from(nd_problem_name(p->code)));
        write_field(json, "message", p->message);
        nd_json_close(json, '}');
    }
    nd_json_close(json, ']');
}

/* Of a record of a file that holds many. */
static void write_place(struct nd_json *json, const struct nd_article *article) {
    if (article->part.ptr == NULL)
        return;
    write_field(json, "part", article->part);
    nd_json_key(json, ND_STR("line"));
    nd_json_integer(json, article->line);
    nd_json_key(json, ND_STR("ordinal"));
    nd_json_integer(json, (int64_t)article->ordinal);
    write_present(json, "parent", article->parent);
}

void nd_article_write_json(const struct nd_article *article, struct nd_str encoding,
                           const struct nd_problems *problems, struct nd_buf *out) {
    struct nd_json json = {out, false};

    nd_json_open(&json, '{');
    nd_json_key(&json, ND_STR("schema"));
    nd_json_integer(&json, SCHEMA_VERSION);
    write_field(&json, "uid", article->uid);
    nd_json_bytes(&json, "path", article->path);
    write_place(&json, article);
    write_field(&json, "shape", nd_str_from(nd_shape_name(article->shape)));
    write_field(&json, "encoding", encoding);
    write_field(&json, "url", article->url);
    write_field(&json, "original_url", article->original_url);
    write_field(&json, "title", article->title);
    write_field(&json, "excerpt", article->excerpt);
    write_field(&json, "body", article->body);
    write_field(&json, "furniture", article->furniture);
    write_field(&json, "published_at", article->published_at);
    write_field(&json, "language", article->language);
    write_provider(&json, article);
    write_names(&json, "authors", &article->authors);
    for (size_t role = 0; role < 3; role++)
        write_names(&json, list_names[role], &article->names[role]);
    write_images(&json, article);
    nd_json_key(&json, ND_STR("related"));
    nd_json_open(&json, '[');
    for (const struct nd_article *r = article->related; r != NULL; r = r->next)
        write_reference(&json, r);
    nd_json_close(&json, ']');
    write_field(&json, "category", article->category);
    write_field(&json, "type", article->type);
    nd_json_key(&json, ND_STR("quality"));
    nd_json_value(&json, article->quality);
    nd_json_key(&json, ND_STR("heat"));
    nd_json_value(&json, article->heat);
    write_flag(&json, "is_published", article->is_published);
    nd_json_key(&json, ND_STR("metadata"));
    nd_json_value(&json, article->metadata);
    nd_json_key(&json, ND_STR("provenance"));
    write_provenance(&json, article);
    write_problems(&json, problems);
    nd_json_close(&json, '}');
}

void nd_article_write_metadata(const struct nd_article *article, struct nd_buf *out) {
    struct nd_json json = {out, false};

    if (article->metadata->count > 0)
        nd_json_value(&json, article->metadata);
}

void nd_article_write_provenance(const struct nd_article *article, struct nd_buf *out) {
    struct nd_json json = {out, false};

    if (article->provenance != NULL)
        write_provenance(&json, article);
}
