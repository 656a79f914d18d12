#include "newsdex/output.h"

#include "newsdex/json.h"

#include <inttypes.h>
#include <stdio.h>

enum { OUTLETS = 3 /* that are named on a line */ };

static const struct nd_hit *lead_of(const struct nd_story *story) {
    size_t at = 0;

    while (at + 1 < story->count && story->articles[at].id != story->lead)
        at++;
    return &story->articles[at];
}

static struct nd_str outlet_of(const struct nd_hit *hit) {
    return hit->provider_name.len > 0 ? hit->provider_name : hit->provider_domain;
}

static void add_style(struct nd_output *output, const char *style) {
    if (output->color)
        nd_buf_add_z(&output->buf, style);
}

/* Its days, or the one it has. */
static void add_span(struct nd_buf *out, const struct nd_story *story) {
    struct nd_str first = nd_str_slice(story->first, 0, 10), last = nd_str_slice(story->last, 0, 10);

    if (first.len == 0)
        return;
    nd_output_clean_line(out, first);
    if (!nd_str_eq(first, last)) {
        nd_buf_add_z(out, " – ");
        nd_output_clean_line(out, last);
    }
    nd_buf_add_z(out, " · ");
}

static void add_outlets(struct nd_buf *out, const struct nd_story *story) {
    for (size_t i = 0; i < story->outlet_count && i < OUTLETS; i++) {
        nd_buf_add_z(out, i == 0 ? " · " : ", ");
        nd_output_clean_line(out, story->outlets[i]);
    }
    if (story->outlet_count > OUTLETS)
        nd_buf_addf(out, " and %zu more", story->outlet_count - OUTLETS);
}

static void add_article(struct nd_output *output, const struct nd_hit *hit) {
    struct nd_str day = nd_str_slice(hit->published_at, 0, 10), outlet = outlet_of(hit);

    nd_buf_add_z(&output->buf, "      ");
    nd_output_clean_line(&output->buf, day);
    for (size_t i = day.len; i < 10; i++)
        nd_buf_add_char(&output->buf, ' ');
    nd_buf_addf(&output->buf, "  %" PRId64 "  ", hit->id);
    nd_output_clean_line(&output->buf, hit->title.len > 0 ? hit->title : ND_STR("(no title)"));
    if (outlet.len > 0) {
        add_style(output, "\033[2m");
        nd_buf_add_z(&output->buf, " · ");
        nd_output_clean_line(&output->buf, outlet);
        add_style(output, "\033[0m");
    }
    nd_buf_add_char(&output->buf, '\n');
}

static void story_text(struct nd_output *output, const struct nd_story *story, bool with_articles) {
    const struct nd_hit *lead = lead_of(story);

    nd_buf_addf(&output->buf, "%" PRId64 "  ", lead->id);
    add_style(output, "\033[1m");
    nd_output_clean(&output->buf, lead->title.len > 0 ? lead->title : ND_STR("(no title)"));
    add_style(output, "\033[0m");
    nd_buf_add_z(&output->buf, "\n    ");
    add_style(output, "\033[2m");
    add_span(&output->buf, story);
    nd_buf_addf(&output->buf, "%zu article%s", story->count, story->count == 1 ? "" : "s");
    if (lead->language.len > 0) {
        nd_buf_add_z(&output->buf, " · ");
        nd_output_clean_line(&output->buf, lead->language);
    }
    add_outlets(&output->buf, story);
    add_style(output, "\033[0m");
    nd_buf_add_char(&output->buf, '\n');
    for (size_t i = 0; i < story->count && with_articles; i++)
        add_article(output, &story->articles[i]);
    nd_output_flush(output);
    output->rows++;
}

static void write_article(struct nd_json *json, const struct nd_hit *hit) {
    nd_json_open(json, '{');
    nd_json_key(json, ND_STR("id"));
    nd_json_integer(json, hit->id);
    nd_json_bytes(json, "uid", hit->uid);
    nd_json_bytes(json, "published_at", hit->published_at);
    nd_json_bytes(json, "provider_name", hit->provider_name.len > 0 ? hit->provider_name : ND_STR_NONE);
    nd_json_bytes(json, "provider_domain", hit->provider_domain.len > 0 ? hit->provider_domain : ND_STR_NONE);
    nd_json_bytes(json, "title", hit->title);
    nd_json_bytes(json, "url", hit->url);
    nd_json_bytes(json, "path", hit->path);
    nd_json_bytes(json, "part", hit->part);
    nd_json_close(json, '}');
}

static void story_json(struct nd_output *output, const struct nd_story *story) {
    const struct nd_hit *lead = lead_of(story);
    struct nd_buf outlets = {0}, articles = {0};
    struct nd_json list = {&outlets, false};
    char count[24], id[24];

    snprintf(count, sizeof count, "%zu", story->count);
    snprintf(id, sizeof id, "%" PRId64, lead->id);
    nd_json_open(&list, '[');
    for (size_t i = 0; i < story->outlet_count; i++)
        nd_json_string(&list, story->outlets[i]);
    nd_json_close(&list, ']');
    list = (struct nd_json){&articles, false};
    nd_json_open(&list, '[');
    for (size_t i = 0; i < story->count; i++)
        write_article(&list, &story->articles[i]);
    nd_json_close(&list, ']');
    nd_output_row(output,
                  (struct nd_cell[]){{"story", ND_CELL_TEXT, lead->uid},
                                     {"id", ND_CELL_NUMBER, nd_str_from(id)},
                                     {"title", ND_CELL_TEXT, lead->title},
                                     {"language", ND_CELL_TEXT, lead->language},
                                     {"first", ND_CELL_TEXT, story->first},
                                     {"last", ND_CELL_TEXT, story->last},
                                     {"count", ND_CELL_NUMBER, nd_str_from(count)},
                                     {"outlets", ND_CELL_JSON, nd_buf_str(&outlets)},
                                     {"articles", ND_CELL_JSON, nd_buf_str(&articles)}},
                  9);
    nd_buf_free(&outlets);
    nd_buf_free(&articles);
}

static const char *const columns[] = {
    "story", "count", "published_at", "language", "provider_name", "provider_domain",
    "title", "url",   "id",           "uid",      "part",          "path"};

enum { COLUMNS = sizeof columns / sizeof *columns };

void nd_output_stories(struct nd_output *output) {
    if (output->format != ND_JSON_DOCUMENT && output->format != ND_NDJSON)
        nd_output_columns(output, columns, COLUMNS);
}

/* A row an article. */
static void story_rows(struct nd_output *output, const struct nd_story *story) {
    struct nd_str lead = lead_of(story)->uid;
    char count[24], id[24];

    snprintf(count, sizeof count, "%zu", story->count);
    for (size_t i = 0; i < story->count; i++) {
        const struct nd_hit *hit = &story->articles[i];
        snprintf(id, sizeof id, "%" PRId64, hit->id);
        nd_output_row(output,
                      (struct nd_cell[]){{columns[0], ND_CELL_TEXT, lead},
                                         {columns[1], ND_CELL_NUMBER, nd_str_from(count)},
                                         {columns[2], ND_CELL_TEXT, hit->published_at},
                                         {columns[3], ND_CELL_TEXT, hit->language},
                                         {columns[4], ND_CELL_TEXT, hit->provider_name},
                                         {columns[5], ND_CELL_TEXT, hit->provider_domain},
                                         {columns[6], ND_CELL_TEXT, hit->title},
                                         {columns[7], ND_CELL_TEXT, hit->url},
                                         {columns[8], ND_CELL_NUMBER, nd_str_from(id)},
                                         {columns[9], ND_CELL_TEXT, hit->uid},
                                         {columns[10], ND_CELL_TEXT, hit->part},
                                         {columns[11], ND_CELL_TEXT, hit->path}},
                      COLUMNS);
    }
}

void nd_output_story(struct nd_output *output, const struct nd_story *story, bool with_articles) {
    if (output->format == ND_TEXT)
        story_text(output, story, with_articles);
    else if (output->format == ND_JSON_DOCUMENT || output->format == ND_NDJSON)
        story_json(output, story);
    else
        story_rows(output, story);
}
