#include "newsdex/output.h"

#include "newsdex/json.h"

#include <inttypes.h>
#include <stdio.h>

static const char bold[] = "\033[1m", dim[] = "\033[2m", plain[] = "\033[0m";

static void add_style(struct nd_output *output, const char *style) {
    if (output->color)
        nd_buf_add_z(&output->buf, style);
}

void nd_output_hit_id(struct nd_buf *out, const struct nd_hit *hit) {
    if (hit->database_number > 0)
        nd_buf_addf(out, "%d:", hit->database_number);
    nd_buf_addf(out, "%" PRId64, hit->id);
}

void nd_output_add_snippet(struct nd_buf *out, const struct nd_hit *hit, const char *open,
                           const char *close) {
    size_t at = 0;

    for (size_t i = 0; i < hit->mark_count; i++) {
        nd_output_clean(out, nd_str_slice(hit->snippet, at, hit->marks[i].start));
        nd_buf_add_z(out, open);
        nd_output_clean(out, nd_str_slice(hit->snippet, hit->marks[i].start, hit->marks[i].end));
        nd_buf_add_z(out, close);
        at = hit->marks[i].end;
    }
    nd_output_clean(out, nd_str_skip(hit->snippet, at));
}

static void add_part(struct nd_output *output, struct nd_str text, bool *any) {
    if (text.len == 0)
        return;
    if (*any)
        nd_buf_add_z(&output->buf, " · ");
    nd_output_clean_line(&output->buf, text);
    *any = true;
}

/* "+7 copies: outlet, outlet …" */
static void add_copies(struct nd_output *output, const struct nd_hit *hit) {
    bool is_one = hit->copies == 1;

    nd_buf_addf(&output->buf, "    +%" PRId64 " ", hit->copies);
    nd_buf_add_z(&output->buf, output->has_stories ? is_one ? "article" : "articles"
                               : is_one            ? "copy"
                                                   : "copies");
    if (hit->outlets.len > 0)
        nd_buf_add_z(&output->buf, ": ");
    nd_output_clean_line(&output->buf, hit->outlets);
    nd_buf_add_char(&output->buf, '\n');
}

/* Id and title, a line about the article, the snippet with its field when that is not the body. */
/* In lines as wide as the terminal. Marks take no room: they are single characters until all is in its place.
 */
static void add_snippet_text(struct nd_output *output, const struct nd_hit *hit) {
    enum { OPEN = 1, CLOSE = 2, INDENT = 4 };
    struct nd_buf marked = {0}, wrapped = {0};

    if (hit->snippet_field != NULL && !nd_str_eq(nd_str_from(hit->snippet_field), ND_STR("body")))
        nd_buf_addf(&marked, "[%s] ", hit->snippet_field);
    nd_output_add_snippet(&marked, hit, "\001", "\002");
    nd_output_wrap(&wrapped, nd_buf_str(&marked), output->width > 2 * INDENT ? output->width - INDENT : 0,
                   INDENT);
    for (size_t i = 0; i < wrapped.len; i++)
        if (wrapped.ptr[i] == OPEN)
            add_style(output, bold);
        else if (wrapped.ptr[i] == CLOSE)
            add_style(output, plain);
        else
            nd_buf_add_char(&output->buf, wrapped.ptr[i]);
    nd_buf_free(&marked);
    nd_buf_free(&wrapped);
}

static void hit_text(struct nd_output *output, const struct nd_hit *hit, struct nd_str path) {
    bool any = false;

    nd_output_hit_id(&output->buf, hit);
    nd_buf_add_z(&output->buf, "  ");
    add_style(output, bold);
    nd_output_clean(&output->buf, hit->title.len > 0 ? hit->title : ND_STR("(no title)"));
    add_style(output, plain);
    nd_buf_add_z(&output->buf, "\n    ");
    add_style(output, dim);
    add_part(output, hit->published_at, &any);
    add_part(output, hit->provider_name.len > 0 ? hit->provider_name : hit->provider_domain, &any);
    add_part(output, hit->language, &any);
    add_part(output, hit->is_reference ? hit->url : path, &any);
    if (hit->part.len > 0) {
        nd_buf_add_char(&output->buf, '#');
        nd_output_clean_line(&output->buf, hit->part);
    }
    if (hit->is_reference)
        add_part(output, ND_STR("reference"), &any);
    for (struct nd_str rest = hit->tags, tag; nd_str_next_line(&rest, &tag);) {
        nd_buf_add_z(&output->buf, " +");
        nd_output_clean_line(&output->buf, tag);
    }
    add_style(output, plain);
    nd_buf_add_char(&output->buf, '\n');
    if (hit->snippet.len > 0) {
        nd_buf_add_z(&output->buf, "    ");
        add_snippet_text(output, hit);
        nd_buf_add_char(&output->buf, '\n');
    }
    if (hit->copies > 0)
        add_copies(output, hit);
    nd_output_flush(output);
    output->rows++;
}

enum { COLUMNS = 15, COLUMNS_AT_MOST = COLUMNS + 3 };

/* Of copies and of databases only where hits have such. */
static size_t add_extra(const struct nd_output *output, const struct nd_hit *hit, const char *copies,
                        struct nd_cell *cells) {
    size_t count = 0;

    if (output->has_copies) {
        cells[count++] = (struct nd_cell){output->has_stories ? "story_others" : "copies", ND_CELL_NUMBER,
                                          nd_str_from(copies)};
        cells[count++] = (struct nd_cell){"outlets", ND_CELL_TEXT, hit->outlets};
    }
    if (output->has_databases)
        cells[count++] = (struct nd_cell){"database", ND_CELL_TEXT, hit->database};
    return count;
}

void nd_output_hits(struct nd_output *output) {
    const char *names[COLUMNS_AT_MOST] = {
        "id",    "score", "published_at", "language", "provider_name", "provider_domain",
        "title", "url",   "path",         "snippet",  "snippet_field", "uid",
        "part",  "line",  "tags"};
    struct nd_cell extra[COLUMNS_AT_MOST - COLUMNS];
    size_t count = add_extra(output, &(struct nd_hit){0}, "", extra);

    for (size_t i = 0; i < count; i++)
        names[COLUMNS + i] = extra[i].name;
    nd_output_columns(output, names, COLUMNS + count);
}

/* As a list of JSON. */
static void add_tags(struct nd_str lines, struct nd_buf *out) {
    struct nd_json json = {out, false};
    struct nd_str tag;

    nd_json_open(&json, '[');
    while (nd_str_next_line(&lines, &tag))
        nd_json_string(&json, tag);
    nd_json_close(&json, ']');
}

static void hit_row(struct nd_output *output, const struct nd_hit *hit, struct nd_str path,
                    struct nd_str snippet) {
    char id[24], score[32], line[24], copies[24];
    struct nd_cell cells[COLUMNS_AT_MOST] = {
        {"id", ND_CELL_NUMBER, nd_str_of(id, (size_t)snprintf(id, sizeof id, "%" PRId64, hit->id))},
        {"score", ND_CELL_NUMBER,
         nd_str_of(score, (size_t)snprintf(score, sizeof score, "%.6g", hit->score))},
        {"published_at", ND_CELL_TEXT, hit->published_at},
        {"language", ND_CELL_TEXT, hit->language},
        {"provider_name", ND_CELL_TEXT, hit->provider_name.len > 0 ? hit->provider_name : ND_STR_NONE},
        {"provider_domain", ND_CELL_TEXT, hit->provider_domain.len > 0 ? hit->provider_domain : ND_STR_NONE},
        {"title", ND_CELL_TEXT, hit->title},
        {"url", ND_CELL_TEXT, hit->url},
        {"path", ND_CELL_TEXT, path},
        {"snippet", ND_CELL_TEXT, snippet},
        {"snippet_field", ND_CELL_TEXT, nd_str_from(hit->snippet_field)},
        {"uid", ND_CELL_TEXT, hit->uid},
        {"part", ND_CELL_TEXT, hit->part},
        {"line", ND_CELL_NUMBER, ND_STR_NONE},
        {"tags", ND_CELL_JSON, ND_STR_NONE},
    };
    struct nd_buf tags = {0};

    snprintf(line, sizeof line, "%" PRId64, hit->line);
    if (hit->line > 0)
        cells[COLUMNS - 2].value = nd_str_from(line);
    add_tags(hit->tags, &tags);
    cells[COLUMNS - 1].value = nd_buf_str(&tags);
    snprintf(copies, sizeof copies, "%" PRId64, hit->copies);
    nd_output_row(output, cells, COLUMNS + add_extra(output, hit, copies, cells + COLUMNS));
    nd_buf_free(&tags);
}

void nd_output_hit(struct nd_output *output, const struct nd_hit *hit, struct nd_str path) {
    bool is_json = output->format == ND_JSON_DOCUMENT || output->format == ND_NDJSON;
    struct nd_buf snippet = {0};

    if (output->format == ND_TEXT) {
        hit_text(output, hit, path);
        return;
    }
    nd_output_add_snippet(&snippet, hit, is_json ? "**" : "", is_json ? "**" : "");
    hit_row(output, hit, path, snippet.len > 0 ? nd_buf_str(&snippet) : ND_STR_NONE);
    nd_buf_free(&snippet);
}
