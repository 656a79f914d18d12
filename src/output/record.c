/* The record as a row of cells: every field, or those that were chosen. */
#include "newsdex/output.h"

#include "newsdex/copies.h"
#include "newsdex/json.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

enum { LONGEST_DAY = 10 }; /* YYYY-MM-DD */

typedef struct nd_str get_field(const struct nd_record_view *record, struct nd_buf *buf);

/* A text of the article by its place, a list of names by its, or what get says. */
struct field {
    const char *name;
    get_field *get;
    size_t text, names;
    enum nd_cell_type type;
    bool is_extra; /* only where it is asked for */
};

#define TEXT(name, member)                                                                                   \
    { name, NULL, offsetof(struct nd_stored_article, member), 0, ND_CELL_TEXT, false }
#define NAMES(name, member)                                                                                  \
    { name, NULL, 0, offsetof(struct nd_stored_article, member), ND_CELL_JSON, false }

static void add_names(struct nd_json *json, const struct nd_names *names) {
    nd_json_open(json, '[');
    for (const struct nd_name *name = names->first; name != NULL; name = name->next)
        nd_json_string(json, name->text);
    nd_json_close(json, ']');
}

static struct nd_str images(const struct nd_record_view *record, struct nd_buf *buf) {
    struct nd_json json = {buf, false};

    nd_json_open(&json, '[');
    for (const struct nd_image *image = record->stored->article.images; image != NULL; image = image->next) {
        nd_json_open(&json, '{');
        nd_json_key(&json, ND_STR("url"));
        nd_json_string(&json, image->url);
        if (image->width > 0) {
            nd_json_key(&json, ND_STR("width"));
            nd_json_integer(&json, image->width);
        }
        if (image->height > 0) {
            nd_json_key(&json, ND_STR("height"));
            nd_json_integer(&json, image->height);
        }
        nd_json_close(&json, '}');
    }
    nd_json_close(&json, ']');
    return nd_buf_str(buf);
}

static struct nd_str related(const struct nd_record_view *record, struct nd_buf *buf) {
    struct nd_json json = {buf, false};

    nd_json_open(&json, '[');
    for (const struct nd_stored_related *r = record->stored->related; r != NULL; r = r->next) {
        nd_json_open(&json, '{');
        nd_json_key(&json, ND_STR("id"));
        nd_json_integer(&json, r->id);
        nd_json_key(&json, ND_STR("title"));
        nd_json_string(&json, r->title);
        nd_json_key(&json, ND_STR("url"));
        nd_json_string(&json, r->url);
        nd_json_key(&json, ND_STR("key"));
        nd_json_string(&json, r->key);
        nd_json_close(&json, '}');
    }
    nd_json_close(&json, ']');
    return nd_buf_str(buf);
}

static struct nd_str versions(const struct nd_record_view *record, struct nd_buf *buf) {
    struct nd_json json = {buf, false};

    nd_json_open(&json, '[');
    for (const struct nd_stored_version *v = record->stored->versions; v != NULL; v = v->next) {
        nd_json_open(&json, '{');
        nd_json_key(&json, ND_STR("id"));
        nd_json_integer(&json, v->id);
        nd_json_key(&json, ND_STR("uid"));
        nd_json_string(&json, v->uid);
        nd_json_key(&json, ND_STR("path"));
        nd_json_string(&json, v->path);
        nd_json_key(&json, ND_STR("part"));
        nd_json_string(&json, v->part);
        nd_json_key(&json, ND_STR("published_at"));
        nd_json_string(&json, v->published_at);
        nd_json_close(&json, '}');
    }
    nd_json_close(&json, ']');
    return nd_buf_str(buf);
}

static struct nd_str children(const struct nd_record_view *record, struct nd_buf *buf) {
    struct nd_json json = {buf, false};

    nd_json_open(&json, '[');
    for (const struct nd_stored_related *c = record->stored->children; c != NULL; c = c->next) {
        nd_json_open(&json, '{');
        nd_json_key(&json, ND_STR("id"));
        nd_json_integer(&json, c->id);
        nd_json_key(&json, ND_STR("uid"));
        nd_json_string(&json, c->uid);
        nd_json_key(&json, ND_STR("title"));
        nd_json_string(&json, c->title);
        nd_json_close(&json, '}');
    }
    nd_json_close(&json, ']');
    return nd_buf_str(buf);
}

/* The others of its cluster, the lead first. */
static struct nd_str copies(const struct nd_record_view *record, struct nd_buf *buf) {
    const struct nd_copies *all = record->stored->copies;
    struct nd_json json = {buf, false};

    nd_json_open(&json, '[');
    for (size_t i = 0; all != NULL && i < all->count; i++) {
        const struct nd_copy *copy = &all->list[i];
        if (copy->id == record->stored->id)
            continue;
        nd_json_open(&json, '{');
        nd_json_key(&json, ND_STR("id"));
        nd_json_integer(&json, copy->id);
        nd_json_key(&json, ND_STR("uid"));
        nd_json_string(&json, copy->uid);
        nd_json_key(&json, ND_STR("kind"));
        nd_json_string(&json, nd_str_from(nd_copy_kind_name(copy->kind)));
        nd_json_key(&json, ND_STR("similarity"));
        nd_json_real(&json, copy->similarity);
        nd_json_key(&json, ND_STR("path"));
        nd_json_string(&json, copy->path);
        nd_json_key(&json, ND_STR("part"));
        nd_json_string(&json, copy->part);
        nd_json_key(&json, ND_STR("published_at"));
        nd_json_string(&json, copy->published_at);
        nd_json_close(&json, '}');
    }
    nd_json_close(&json, ']');
    return nd_buf_str(buf);
}

/* The one that answers stands first among the others. */
static struct nd_str version_of(const struct nd_record_view *record, struct nd_buf *buf) {
    const struct nd_stored_version *first = record->stored->versions;

    if (first == NULL || !first->is_lead)
        return ND_STR_NONE;
    nd_buf_addf(buf, "%" PRId64, first->id);
    return nd_buf_str(buf);
}

static struct nd_str problems(const struct nd_record_view *record, struct nd_buf *buf) {
    struct nd_json json = {buf, false};

    nd_json_open(&json, '[');
    for (const struct nd_stored_problem *p = record->stored->problems; p != NULL; p = p->next) {
        nd_json_open(&json, '{');
        nd_json_key(&json, ND_STR("line"));
        nd_json_integer(&json, p->line);
        nd_json_key(&json, ND_STR("column"));
        nd_json_integer(&json, p->column);
        nd_json_key(&json, ND_STR("level"));
        nd_json_string(&json, p->level);
        nd_json_key(&json, ND_STR("code"));
        nd_json_string(&json, p->code);
        nd_json_key(&json, ND_STR("message"));
        nd_json_string(&json, p->message);
        nd_json_close(&json, '}');
    }
    nd_json_close(&json, ']');
    return nd_buf_str(buf);
}

static struct nd_str id(const struct nd_record_view *record, struct nd_buf *buf) {
    nd_buf_addf(buf, "%" PRId64, record->stored->id);
    return nd_buf_str(buf);
}

static struct nd_str origin(const struct nd_record_view *record, struct nd_buf *buf) {
    (void)buf;
    return record->stored->is_reference ? ND_STR("reference") : ND_STR("file");
}

static struct nd_str path(const struct nd_record_view *record, struct nd_buf *buf) {
    (void)buf;
    return record->path;
}

static struct nd_str is_published(const struct nd_record_view *record, struct nd_buf *buf) {
    enum nd_flag flag = record->stored->article.is_published;

    (void)buf;
    return flag == ND_UNKNOWN ? ND_STR_NONE : flag == ND_YES ? ND_STR("true") : ND_STR("false");
}

static struct nd_str metadata(const struct nd_record_view *record, struct nd_buf *buf) {
    (void)buf;
    return record->stored->metadata.ptr != NULL ? record->stored->metadata : ND_STR("{}");
}

static struct nd_str provenance(const struct nd_record_view *record, struct nd_buf *buf) {
    (void)buf;
    return record->stored->provenance.ptr != NULL ? record->stored->provenance : ND_STR("{}");
}

static struct nd_str line(const struct nd_record_view *record, struct nd_buf *buf) {
    if (record->stored->article.part.ptr == NULL)
        return ND_STR_NONE;
    nd_buf_addf(buf, "%" PRIu32, record->stored->article.line);
    return nd_buf_str(buf);
}

static struct nd_str ordinal(const struct nd_record_view *record, struct nd_buf *buf) {
    if (record->stored->article.ordinal == 0)
        return ND_STR_NONE;
    nd_buf_addf(buf, "%" PRIu64,
                record->stored->item > 0 ? (uint64_t)record->stored->item : record->stored->article.ordinal);
    return nd_buf_str(buf);
}

/* As far as it is known: a day, a month or a year. */
static struct nd_str date(const struct nd_record_view *record, struct nd_buf *buf) {
    (void)buf;
    return nd_str_slice(record->stored->article.published_at, 0, LONGEST_DAY);
}

static struct nd_str published_on(const struct nd_record_view *record, struct nd_buf *buf) {
    struct nd_str day = date(record, buf);

    return day.len == LONGEST_DAY ? day : ND_STR_NONE;
}

/* Where a column has to be of one type, what is only a day is none. */
static struct nd_str published_at(const struct nd_record_view *record, struct nd_buf *buf) {
    struct nd_str at = record->stored->article.published_at;

    (void)buf;
    return record->is_typed && at.len <= LONGEST_DAY ? ND_STR_NONE : at;
}

/* As count and kwic call it: by its name, or else its domain. */
static struct nd_str provider(const struct nd_record_view *record, struct nd_buf *buf) {
    const struct nd_article *article = &record->stored->article;

    (void)buf;
    return article->provider_name.len > 0 ? article->provider_name : article->provider_domain;
}

static struct nd_str score(const struct nd_record_view *record, struct nd_buf *buf) {
    if (record->hit == NULL)
        return ND_STR_NONE;
    nd_buf_addf(buf, "%.6g", record->hit->score);
    return nd_buf_str(buf);
}

static struct nd_str snippet(const struct nd_record_view *record, struct nd_buf *buf) {
    if (record->hit == NULL || record->hit->snippet.len == 0)
        return ND_STR_NONE;
    nd_output_add_snippet(buf, record->hit, record->marks, record->marks);
    return nd_buf_str(buf);
}

static struct nd_str snippet_field(const struct nd_record_view *record, struct nd_buf *buf) {
    (void)buf;
    return record->hit == NULL ? ND_STR_NONE : nd_str_from(record->hit->snippet_field);
}

/* Of several that were searched at once. */
static struct nd_str database(const struct nd_record_view *record, struct nd_buf *buf) {
    (void)buf;
    return record->hit == NULL ? ND_STR_NONE : record->hit->database;
}

static const struct field fields[] = {
    {"id", id, 0, 0, ND_CELL_NUMBER, false},
    {"origin", origin, 0, 0, ND_CELL_TEXT, false},
    {"path", path, 0, 0, ND_CELL_TEXT, false},
    TEXT("shape", shape),
    TEXT("encoding", encoding),
    TEXT("url", article.url),
    TEXT("original_url", article.original_url),
    TEXT("title", article.title),
    TEXT("excerpt", article.excerpt),
    TEXT("body", article.body),
    TEXT("furniture", article.furniture),
    {"published_at", published_at, 0, 0, ND_CELL_TEXT, false},
    TEXT("language", article.language),
    TEXT("provider_name", article.provider_name),
    TEXT("provider_domain", article.provider_domain),
    NAMES("topics", article.names[ND_TOPIC]),
    NAMES("keywords", article.names[ND_KEYWORD]),
    NAMES("themes", article.names[ND_THEME]),
    {"images", images, 0, 0, ND_CELL_JSON, false},
    {"related", related, 0, 0, ND_CELL_JSON, false},
    TEXT("category", article.category),
    TEXT("type", article.type),
    {"quality", NULL, offsetof(struct nd_stored_article, quality), 0, ND_CELL_NUMBER, false},
    {"heat", NULL, offsetof(struct nd_stored_article, heat), 0, ND_CELL_NUMBER, false},
    {"is_published", is_published, 0, 0, ND_CELL_NUMBER, false},
    {"metadata", metadata, 0, 0, ND_CELL_JSON, false},
    {"provenance", provenance, 0, 0, ND_CELL_JSON, false},
    {"problems", problems, 0, 0, ND_CELL_JSON, false},
    TEXT("uid", article.uid),
    TEXT("part", article.part),
    {"line", line, 0, 0, ND_CELL_NUMBER, false},
    NAMES("authors", article.authors),
    {"ordinal", ordinal, 0, 0, ND_CELL_NUMBER, false},
    {"published_on", published_on, 0, 0, ND_CELL_TEXT, false},
    {"date", date, 0, 0, ND_CELL_TEXT, false},
    NAMES("tags", tags),
    TEXT("note", note),
    {"provider", provider, 0, 0, ND_CELL_TEXT, true},
    {"version_of", version_of, 0, 0, ND_CELL_NUMBER, true},
    {"versions", versions, 0, 0, ND_CELL_JSON, true},
    {"copies", copies, 0, 0, ND_CELL_JSON, true},
    {"parent", NULL, offsetof(struct nd_stored_article, article.parent), 0, ND_CELL_TEXT, true},
    {"children", children, 0, 0, ND_CELL_JSON, true},
    {"key", NULL, offsetof(struct nd_stored_article, article.key), 0, ND_CELL_TEXT, true},
    {"score", score, 0, 0, ND_CELL_NUMBER, true},
    {"snippet", snippet, 0, 0, ND_CELL_TEXT, true},
    {"snippet_field", snippet_field, 0, 0, ND_CELL_TEXT, true},
    {"database", database, 0, 0, ND_CELL_TEXT, true},
};

enum { FIELDS = sizeof fields / sizeof *fields };

bool nd_output_choose(struct nd_fields *chosen, struct nd_str name, struct nd_arena *arena) {
    static const struct nd_str prefix = ND_STR_INIT("metadata.");
    struct nd_field field = {.name = nd_arena_printf(arena, "%.*s", (int)name.len, name.ptr).ptr};
    size_t i = 0;

    while (i < FIELDS && !nd_str_eq(name, nd_str_from(fields[i].name)))
        i++;
    field.number = i;
    if (i == FIELDS && nd_str_starts(name, prefix) && name.len > prefix.len)
        field.key = nd_arena_str(arena, nd_str_skip(name, prefix.len));
    else if (i == FIELDS)
        return false;
    if (chosen->count == ND_MAX_CHOSEN)
        return false;
    chosen->list[chosen->count++] = field;
    chosen->has_copies = chosen->has_copies || nd_str_eq(name, ND_STR("copies"));
    chosen->has_snippets =
        chosen->has_snippets || nd_str_starts(name, ND_STR("snippet")) || nd_str_eq(name, ND_STR("score"));
    return true;
}

void nd_output_choose_all(struct nd_fields *chosen, struct nd_arena *arena) {
    *chosen = (struct nd_fields){0};
    for (size_t i = 0; i < FIELDS; i++)
        if (!fields[i].is_extra)
            (void)nd_output_choose(chosen, nd_str_from(fields[i].name), arena);
}

void nd_output_field_names(struct nd_buf *out) {
    for (size_t i = 0; i < FIELDS; i++)
        nd_buf_addf(out, "%s, ", fields[i].name);
    nd_buf_add_z(out, "metadata.KEY");
}

/* In a line for people, names are a list as they write it. */
static struct nd_str names_text(const struct nd_names *names, struct nd_buf *buf) {
    for (const struct nd_name *name = names->first; name != NULL; name = name->next) {
        if (buf->len > 0)
            nd_buf_add_z(buf, ", ");
        nd_buf_add(buf, name->text);
    }
    return nd_buf_str(buf);
}

static struct nd_str names_of(const struct nd_names *names, bool is_line, struct nd_buf *buf) {
    struct nd_json json = {buf, false};

    if (is_line)
        return names_text(names, buf);
    add_names(&json, names);
    return nd_buf_str(buf);
}

static struct nd_cell cell_of(const struct nd_field *chosen, const struct nd_record_view *record,
                              bool is_line, struct nd_buf *buf) {
    const char *stored = (const char *)record->stored;
    const struct field *field = &fields[chosen->number];
    struct nd_cell cell = {chosen->name, ND_CELL_TEXT, ND_STR_NONE};

    nd_buf_clear(buf);
    if (chosen->key.ptr != NULL) {
        if (nd_json_member(record->stored->metadata, chosen->key, buf))
            cell.value = nd_str_of(buf->ptr == NULL ? "" : buf->ptr, buf->len);
        return cell;
    }
    cell.type = field->type;
    if (field->get != NULL)
        cell.value = field->get(record, buf);
    else if (field->names > 0)
        cell.value = names_of((const void *)(stored + field->names), is_line, buf);
    else
        cell.value = *(const struct nd_str *)(const void *)(stored + field->text);
    return cell;
}

void nd_output_cells(const struct nd_fields *chosen, const struct nd_record_view *record,
                     struct nd_cell cells[ND_MAX_CHOSEN], struct nd_buf bufs[ND_MAX_CHOSEN]) {
    for (size_t i = 0; i < chosen->count; i++)
        cells[i] = cell_of(&chosen->list[i], record, false, &bufs[i]);
}

void nd_output_change(struct nd_output *output, const struct nd_cell *about, size_t about_count,
                      const struct nd_fields *chosen, const struct nd_record_view *record) {
    struct nd_cell cells[ND_MAX_ABOUT + ND_MAX_CHOSEN];
    struct nd_buf bufs[ND_MAX_CHOSEN] = {{0}};
    size_t count = 0;

    while (count < about_count && count < ND_MAX_ABOUT) {
        cells[count] = about[count];
        count++;
    }
    for (size_t i = 0; i < chosen->count; i++)
        cells[count++] = cell_of(&chosen->list[i], record, output->format == ND_TEMPLATE, &bufs[i]);
    nd_output_row(output, cells, count);
    for (size_t i = 0; i < chosen->count; i++)
        nd_buf_free(&bufs[i]);
}

void nd_output_record(struct nd_output *output, const struct nd_fields *chosen,
                      const struct nd_record_view *record) {
    nd_output_change(output, NULL, 0, chosen, record);
}

void nd_output_header(struct nd_output *output, const struct nd_fields *chosen) {
    const char *names[ND_MAX_CHOSEN];

    for (size_t i = 0; i < chosen->count; i++)
        names[i] = chosen->list[i].name;
    nd_output_columns(output, names, chosen->count);
}
