/* The records of a file of many articles, each with what is kept beside it, and read. */
#include "ingest/convert.h"
#include "ingest/member_metadata.h"
#include "ingest/parts.h"
#include "ingest/told.h"

#include <unistd.h>

/* Of an archive, which was opened to have its beginning looked at; where that has come to it stays. */
static struct nd_member_metadata *find_metadata(const struct nd_parts *parts, struct nd_str bytes) {
    struct nd_member_metadata *found = NULL;
    off_t at = parts->fd < 0 ? 0 : lseek(parts->fd, 0, SEEK_CUR);

    if (at < 0 || (parts->fd >= 0 && lseek(parts->fd, 0, SEEK_SET) != 0))
        return NULL;
    found = nd_member_metadata_find(parts->fd, bytes);
    if (parts->fd >= 0 && lseek(parts->fd, at, SEEK_SET) != at) {
        nd_member_metadata_free(found);
        return NULL;
    }
    return found;
}

enum nd_status nd_parts_open(struct nd_str path, struct nd_str bytes, size_t max_size,
                             const struct nd_converters *converters, struct nd_problems *problems,
                             struct nd_parts **parts, struct nd_error *err) {
    enum nd_status status = nd_parts_open_plain(path, bytes, max_size, problems, parts, err);

    if (status != ND_OK)
        return status;
    nd_container_set_converters((*parts)->container, converters);
    (*parts)->metadata = find_metadata(*parts, bytes);
    return ND_OK;
}

void nd_parts_close(struct nd_parts *parts) {
    if (parts != NULL)
        nd_member_metadata_free(parts->metadata);
    nd_parts_close_plain(parts);
}

void nd_parts_report(const struct nd_parts *parts, bool is_named, struct nd_problems *problems) {
    enum nd_problem_code code = is_named ? ND_P_EMPTY : ND_P_RECORD;
    const char *none = nd_container_none(parts->container);

    nd_container_report(parts->container, problems);
    nd_member_metadata_report(parts->metadata, problems);
    if (parts->count == 0 && none != NULL)
        nd_problems_add(problems, code, 0, 0, "%s, no article", none);
    else if (parts->count == 0)
        nd_problems_add(problems, code, 0, 0, "a file of many articles (%s) in which there is none",
                        nd_container_format(parts->container));
}

enum nd_status nd_parts_next(struct nd_parts *parts, struct nd_record *record, struct nd_error *err) {
    enum nd_status status;

    do
        status = nd_parts_next_plain(parts, record, err);
    while (status == ND_OK && nd_member_metadata_is_told(parts->metadata, record));
    if (status != ND_OK)
        return status;
    parts->count++;
    record->seed += nd_member_metadata_seed(parts->metadata, nd_container_member(record));
    return ND_OK;
}

/* Once, with the first record. */
static void report_guesses(struct nd_parsed *parsed, const struct nd_item *item) {
    struct nd_buf text = {0};

    for (size_t i = 0; i < item->guess_count; i++)
        if (nd_article_uses_guess(item, i))
            nd_buf_addf(&text, "%s \"%.*s\" is the %.*s", text.len == 0 ? "" : ",",
                        (int)item->guesses[i].key.len, item->guesses[i].key.ptr,
                        (int)item->guesses[i].meaning.len, item->guesses[i].meaning.ptr);
    if (text.len > 0)
        nd_problems_add(&parsed->problems, ND_P_COLUMNS, 0, 0, "%s; by their looks%s",
                        nd_article_guesses(item) ? "no column has a name that is known"
                                                 : "not all columns have names that are known",
                        text.ptr);
    nd_buf_free(&text);
}

enum { LARGE_RECORD = 1 << 20 };

static bool is_in(struct nd_str text, struct nd_str piece) {
    return piece.ptr != NULL && piece.ptr >= text.ptr && piece.ptr <= text.ptr + text.len;
}

static bool has_value_in(struct nd_str text, const struct nd_value *value) {
    for (; value != NULL; value = value->next)
        if (is_in(text, value->key) || is_in(text, value->text) || has_value_in(text, value->first))
            return true;
    return false;
}

/* Whether an item, which is not a document, stands in the text of its record. */
static bool is_item_in(struct nd_str text, const struct nd_item *item) {
    const struct nd_str own[] = {item->encoding, item->part, item->key, item->file};

    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        if (is_in(text, own[i]))
            return true;
    for (size_t i = 0; i < item->alias_count; i++)
        if (is_in(text, item->aliases[i].key) || is_in(text, item->aliases[i].meaning))
            return true;
    return has_value_in(text, item->fields);
}

/* Of a large record that was read into memory of its own, as XML is, the text is not held any longer. */
static void forget_text(struct nd_parsed *parsed, const struct nd_item *item) {
    if (parsed->text.len >= LARGE_RECORD && item->document.ptr == NULL && item->guess_count == 0 &&
        item->name_count == 0 && !is_item_in(nd_buf_str(&parsed->text), item))
        nd_buf_free(&parsed->text);
}

/* Reads the record whose text, which is in parsed, is given. */
static void read_record(struct nd_parsed *parsed, const struct nd_container *container,
                        const struct nd_member_metadata *metadata, const struct nd_record *record,
                        struct nd_str text, struct nd_str path) {
    struct nd_item item;

    if (!nd_container_read(container, text, record, parsed->arena, &parsed->problems, &item))
        return;
    if (nd_container_is_of_bytes(container, record))
        parsed->encoding = item.encoding;
    item.is_whole = parsed->is_whole;
    if (item.document.ptr != NULL)
        item.beside = nd_member_metadata_of(metadata, nd_container_member(record), parsed->arena);
    if (record->ordinal == 1)
        report_guesses(parsed, &item);
    forget_text(parsed, &item);
    nd_article_read_item(&item, nd_arena_str(parsed->arena, path), parsed->arena, parsed->memory,
                         &parsed->problems, &parsed->article);
    parsed->has_article = true;
    if (item.document.ptr != NULL)
        nd_told_table(parsed, nd_container_member(record));
}

void nd_parse_single(struct nd_parsed *parsed, struct nd_str path) {
    struct nd_container *container = NULL;
    struct nd_error err = ND_ERROR_INIT;
    struct nd_record record;

    if (nd_container_open_bytes(nd_buf_str(&parsed->text), true, parsed->text.len + 1, &container, &err) ==
            ND_OK &&
        nd_container_next(container, &record, &err) == ND_OK)
        read_record(parsed, container, NULL, &record, record.bytes, path);
    nd_container_close(container);
}

/* What a record is an issue of is where that is. */
static void place_children(struct nd_parsed *parsed, const struct nd_record *record) {
    struct nd_str part = parsed->article.part;

    if (part.ptr == NULL)
        part = nd_container_part(record, parsed->arena);
    for (struct nd_article *c = parsed->article.children; c != NULL; c = c->next) {
        c->part = nd_arena_printf(parsed->arena, "%.*s/%s", (int)part.len, part.ptr, c->part.ptr);
        c->line = record->line;
    }
}

void nd_parts_take(struct nd_parts *parts, struct nd_record *record, struct nd_buf *bytes) {
    nd_container_take(parts->container, record, bytes);
}

void nd_parse_record(struct nd_parsed *parsed, const struct nd_parts *parts, const struct nd_record *record,
                     struct nd_buf *bytes, struct nd_str path) {
    struct nd_buf before = parsed->text;
    const struct nd_converter *converter = nd_container_converter(record);
    struct nd_str assumed = nd_container_encoding(record);

    if (parts->encoding.len > 0)
        assumed = nd_buf_str(&parts->encoding);
    else if (parts->is_utf8)
        assumed = ND_STR("UTF-8");
    parsed->text = *bytes;
    *bytes = before;
    if (converter != NULL && !record->is_too_big &&
        !nd_convert(parsed, converter, ND_STR_NONE, parts->max_size))
        return;
    if (!nd_container_is_of_bytes(parts->container, record) &&
        nd_parts_decode(&parsed->text, assumed, record->line, &parsed->encoding, &parsed->problems) != ND_OK)
        return;
    if (nd_container_decoded_from(record).len > 0)
        parsed->encoding = nd_container_decoded_from(record);
    else if (parts->wide.len > 0)
        parsed->encoding = nd_buf_str(&parts->wide);
    read_record(parsed, parts->container, parts->metadata, record, nd_buf_str(&parsed->text), path);
    if (!parsed->has_article)
        return;
    nd_convert_say(parsed);
    parsed->article.ordinal = record->ordinal;
    parsed->article.line = record->line;
    place_children(parsed, record);
}
