#include "newsdex/output.h"

#include "newsdex/copies.h"

#include <inttypes.h>
#include <stdio.h>

enum { LABEL_WIDTH = 14, MOST_COPIES = 20 };

/* "label:         value" with blanks to a common width; nothing when there is no value. */
static void add_line(struct nd_output *output, const char *label, struct nd_str value) {
    if (value.len == 0)
        return;
    nd_buf_addf(&output->buf, "%s%s:%s%*s", output->color ? "\033[2m" : "", label,
                output->color ? "\033[0m" : "", LABEL_WIDTH - (int)nd_str_from(label).len, "");
    nd_output_clean_line(&output->buf, value);
    nd_buf_add_char(&output->buf, '\n');
}

static void add_list(struct nd_output *output, const char *label, const struct nd_names *names) {
    struct nd_buf text = {0};

    for (const struct nd_name *name = names->first; name != NULL; name = name->next) {
        if (text.len > 0)
            nd_buf_add_z(&text, ", ");
        nd_buf_add(&text, name->text);
    }
    add_line(output, label, nd_buf_str(&text));
    nd_buf_free(&text);
}

static void add_provider(struct nd_output *output, const struct nd_article *article) {
    struct nd_buf text = {0};

    nd_buf_add(&text, article->provider_name);
    if (article->provider_domain.len > 0 && !nd_str_eq(article->provider_name, article->provider_domain))
        nd_buf_addf(&text, text.len > 0 ? " (%.*s)" : "%.*s", (int)article->provider_domain.len,
                    article->provider_domain.ptr);
    add_line(output, "provider", nd_buf_str(&text));
    nd_buf_free(&text);
}

/* What in the file it is, and on which line that begins. */
static void add_place(struct nd_output *output, const struct nd_article *article) {
    char line[24];

    add_line(output, "part", article->part);
    snprintf(line, sizeof line, "%" PRIu32, article->line);
    if (article->part.len > 0 && article->line > 0)
        add_line(output, "line", nd_str_from(line));
}

static void add_text(struct nd_output *output, const char *heading, struct nd_str text) {
    if (text.len == 0)
        return;
    nd_buf_add_char(&output->buf, '\n');
    if (heading != NULL)
        nd_buf_addf(&output->buf, "-- %s --\n", heading);
    if (output->width > 0) {
        struct nd_buf cleaned = {0};
        nd_output_clean(&cleaned, text);
        nd_output_wrap(&output->buf, nd_buf_str(&cleaned), output->width, 0);
        nd_buf_free(&cleaned);
    } else {
        nd_output_clean(&output->buf, text);
    }
    nd_buf_add_char(&output->buf, '\n');
}

static void add_related(struct nd_output *output, const struct nd_stored_article *stored) {
    for (const struct nd_stored_related *r = stored->related; r != NULL; r = r->next) {
        struct nd_buf text = {0};
        nd_buf_addf(&text, "%" PRId64 "  ", r->id);
        nd_buf_add(&text, r->title.len > 0 ? r->title : r->url.len > 0 ? r->url : r->key);
        add_line(output, "related", nd_buf_str(&text));
        nd_buf_free(&text);
    }
}

/* An issue and its articles name each other. */
static void add_family(struct nd_output *output, const struct nd_stored_article *stored) {
    char number[24];

    if (stored->parent_id != 0) {
        snprintf(number, sizeof number, "%" PRId64, stored->parent_id);
        add_line(output, "part of", nd_str_from(number));
    }
    for (const struct nd_stored_related *c = stored->children; c != NULL; c = c->next) {
        struct nd_buf text = {0};
        nd_buf_addf(&text, "%" PRId64 "  %.*s", c->id, (int)c->title.len, c->title.ptr);
        add_line(output, "child", nd_buf_str(&text));
        nd_buf_free(&text);
    }
}

/* Those it answers for, or which answers for it, and where they lie. */
static void add_versions(struct nd_output *output, const struct nd_stored_article *stored) {
    for (const struct nd_stored_version *v = stored->versions; v != NULL; v = v->next) {
        struct nd_buf text = {0};
        nd_buf_addf(&text, "%" PRId64 "  ", v->id);
        nd_buf_add(&text, v->path);
        if (v->part.len > 0)
            nd_buf_add_char(&text, '#');
        nd_buf_add(&text, v->part);
        add_line(output, v->is_lead ? "version of" : "version", nd_buf_str(&text));
        nd_buf_free(&text);
    }
}

static void add_copy(struct nd_output *output, const char *label, const struct nd_copy *copy,
                     const struct nd_copy *as) {
    struct nd_str outlet = copy->provider_name.len > 0 ? copy->provider_name : copy->provider_domain;
    struct nd_buf text = {0};

    nd_buf_addf(&text, "%" PRId64 "  %s %.0f %%", copy->id, nd_copy_kind_name(as->kind),
                100 * as->similarity);
    if (copy->published_at.len > 0)
        nd_buf_addf(&text, " · %.*s", (int)copy->published_at.len, copy->published_at.ptr);
    if (outlet.len > 0)
        nd_buf_addf(&text, " · %.*s", (int)outlet.len, outlet.ptr);
    nd_buf_addf(&text, " · %.*s", (int)copy->title.len, copy->title.len > 0 ? copy->title.ptr : "");
    add_line(output, label, nd_buf_str(&text));
    nd_buf_free(&text);
}

/* A member names its lead, a lead its members. */
static void add_copies(struct nd_output *output, const struct nd_stored_article *stored) {
    const struct nd_copies *copies = stored->copies;
    char more[48];

    if (copies == NULL || copies->count < 2)
        return;
    for (size_t i = 1; i < copies->count && stored->id != copies->list[0].id; i++)
        if (copies->list[i].id == stored->id)
            add_copy(output, "copy of", &copies->list[0], &copies->list[i]);
    for (size_t i = 1; i < copies->count && i <= MOST_COPIES && stored->id == copies->list[0].id; i++)
        add_copy(output, "copy", &copies->list[i], &copies->list[i]);
    if (stored->id == copies->list[0].id && copies->count > MOST_COPIES + 1) {
        snprintf(more, sizeof more, "and %zu more", copies->count - 1 - MOST_COPIES);
        add_line(output, "copy", nd_str_from(more));
    }
}

void nd_output_article(struct nd_output *output, const struct nd_stored_article *stored, struct nd_str path) {
    const struct nd_article *article = &stored->article;
    struct nd_buf *out = &output->buf;

    if (output->rows > 0)
        nd_buf_add_z(out, "\n\n");
    nd_buf_addf(out, "%s", output->color ? "\033[1m" : "");
    nd_output_clean(out, article->title);
    nd_buf_addf(out, "%s\n\n", output->color ? "\033[0m" : "");
    nd_buf_addf(out, "%sid:%s%*s%" PRId64 "\n", output->color ? "\033[2m" : "",
                output->color ? "\033[0m" : "", LABEL_WIDTH - 2, "", stored->id);
    add_line(output, "uid", article->uid);
    add_line(output, "path", path);
    add_place(output, article);
    add_line(output, "shape", stored->is_reference ? ND_STR("reference") : stored->shape);
    add_line(output, "encoding", stored->encoding);
    add_line(output, "published_at", article->published_at);
    add_list(output, "authors", &article->authors);
    add_line(output, "language", article->language);
    add_provider(output, article);
    add_line(output, "url", article->url);
    if (!nd_str_eq(article->original_url, article->url))
        add_line(output, "original_url", article->original_url);
    add_line(output, "category", article->category);
    add_line(output, "type", article->type);
    add_line(output, "quality", stored->quality);
    add_line(output, "heat", stored->heat);
    add_list(output, "topics", &article->names[ND_TOPIC]);
    add_list(output, "keywords", &article->names[ND_KEYWORD]);
    add_list(output, "themes", &article->names[ND_THEME]);
    add_list(output, "tags", &stored->tags);
    for (const struct nd_image *image = article->images; image != NULL; image = image->next)
        add_line(output, "image", image->url);
    add_family(output, stored);
    add_copies(output, stored);
    add_related(output, stored);
    add_versions(output, stored);
    add_line(output, "provenance", stored->provenance);
    add_line(output, "metadata", stored->metadata);
    if (!nd_str_starts(article->body, article->excerpt)) /* which then is its first paragraph */
        add_text(output, NULL, article->excerpt);
    add_text(output, NULL, article->body);
    add_text(output, "furniture", article->furniture);
    add_text(output, "note", stored->note);
    nd_output_flush(output);
    output->rows++;
}
