/*
 * Exports of Factiva as XML: <ppsarticle> elements. An element with names in it (region, newsSubject) is one
 * of a list, one with paragraphs is text.
 */
#include "container/press.h"

struct nd_reader {
    size_t said, found;
    struct nd_arena *arena;
};

static bool sniff(struct nd_str head, bool is_whole) {
    struct nd_markup_element element;

    (void)is_whole;
    return nd_str_find_char(nd_str_slice(nd_str_trim(head), 0, 4), '<') != SIZE_MAX &&
           nd_str_find(head, ND_STR("<ppsarticle")) != SIZE_MAX &&
           nd_markup_find(head, 0, "ppsarticle", &element);
}

static size_t pass(struct nd_reader *reader, struct nd_str piece, struct nd_pass *state) {
    (void)reader;
    return nd_pass_element(ND_STR("ppsarticle"), piece, state);
}

static const struct nd_hooks hooks = {.pass = pass};

static struct nd_reader *open(struct nd_stream *stream, struct nd_arena *arena) {
    struct nd_reader *reader = nd_arena_alloc(arena, 1, sizeof *reader);
    struct nd_markup_element set;
    uint64_t count;

    reader->arena = arena;
    stream->hooks = &hooks;
    if (nd_markup_find(nd_stream_rest(stream), 0, "ppsarticleResultSet", &set) &&
        nd_str_to_uint(nd_markup_attribute(&set.tag, "count"), &count) && count <= UINT32_MAX)
        reader->said = (size_t)count;
    return reader;
}

static enum nd_status next(struct nd_reader *reader, struct nd_str rest, bool is_end, struct nd_cut *cut) {
    struct nd_cut behind;
    enum nd_status status = nd_markup_cut("ppsarticle", rest, is_end, cut), after;

    if (status != ND_OK)
        return status;
    after = nd_markup_cut("ppsarticle", nd_str_skip(rest, cut->taken), is_end, &behind);
    if (after == ND_TOO_BIG)
        return ND_TOO_BIG;
    reader->found++;
    if (after == ND_END)
        cut->remark = nd_press_count(reader->found, reader->said, reader->arena);
    return ND_OK;
}

struct article {
    struct nd_value *fields;
    struct nd_arena *arena;
    struct nd_press_place place;
    struct nd_buf body;
    uint32_t body_line;
};

/* Adds to the list of that name, which need not be there yet. */
static void add(struct article *article, struct nd_str key, struct nd_str text) {
    struct nd_value *list = NULL;

    for (struct nd_value *v = article->fields->first; v != NULL && list == NULL; v = v->next)
        if (v->type == ND_LIST && nd_str_eq(v->key, key))
            list = v;
    if (list == NULL && article->fields->count >= ND_PRESS_FIELDS)
        return;
    if (list == NULL) {
        list = nd_value_new(article->arena, ND_LIST);
        nd_value_put(article->fields, key, list);
    }
    if (text.len > 0)
        nd_value_add(list, nd_value_string(article->arena, text));
}

static void add_paragraphs(struct article *article, struct nd_str inner) {
    struct nd_markup_element paragraph;

    if (article->body_line == 0)
        article->body_line = nd_press_line(&article->place, inner.ptr);
    for (size_t at = 0; nd_markup_find(inner, at, "paragraph", &paragraph); at = paragraph.end) {
        bool is_fixed = nd_str_eq_nocase(nd_markup_attribute(&paragraph.tag, "display"), ND_STR("Fixed"));
        nd_buf_add(&article->body, is_fixed ? ND_STR("<pre>") : ND_STR("<p>"));
        nd_buf_add(&article->body, paragraph.inner);
        nd_buf_add(&article->body, is_fixed ? ND_STR("</pre>\n") : ND_STR("</p>\n"));
    }
}

static void put_element(struct article *article, const struct nd_markup_element *element) {
    struct nd_str name = element->tag.name, text = nd_markup_text(element->inner, article->arena);
    struct nd_markup_element inside;

    if (nd_str_eq(name, ND_STR("leadParagraph")) || nd_str_eq(name, ND_STR("tailParagraphs")))
        add_paragraphs(article, element->inner);
    else if (nd_markup_find(element->inner, 0, "name", &inside))
        add(article, name, nd_markup_decode(nd_markup_text(inside.inner, article->arena), article->arena));
    else if (nd_str_eq(name, ND_STR("descField")))
        add(article, name, nd_markup_decode(text, article->arena));
    else
        nd_press_put(article->fields, name,
                     nd_str_eq(name, ND_STR("headline")) ? text : nd_markup_decode(text, article->arena),
                     nd_press_line(&article->place, element->inner.ptr), article->arena);
}

static bool read(const struct nd_reader *reader, struct nd_str text, const struct nd_record *record,
                 struct nd_arena *arena, struct nd_problems *problems, struct nd_item *item) {
    static const struct nd_item_alias aliases[] = {
        {ND_STR_INIT("baseLanguage"), ND_STR_INIT("language")},
        {ND_STR_INIT("sourceName"), ND_STR_INIT("source")},
        {ND_STR_INIT("sectionName"), ND_STR_INIT("section")},
        {ND_STR_INIT("newsSubject"), ND_STR_INIT("press subjects")},
        {ND_STR_INIT("region"), ND_STR_INIT("press places")},
        {ND_STR_INIT("company"), ND_STR_INIT("press companies")},
        {ND_STR_INIT("industry"), ND_STR_INIT("press industries")},
        {ND_STR_INIT("person"), ND_STR_INIT("press people")}};
    struct article article = {
        .fields = nd_value_new(arena, ND_MAP), .arena = arena, .place = nd_press_place(text, record->line)};
    struct nd_markup_element around, part;

    (void)reader;
    if (!nd_markup_find(text, 0, "article", &around) && !nd_markup_find(text, 0, "ppsarticle", &around))
        return false;
    for (size_t at = 0; nd_markup_find(around.inner, at, NULL, &part); at = part.end)
        put_element(&article, &part);
    nd_press_put_body(article.fields, ND_STR("text"), nd_arena_take(arena, &article.body), article.body_line,
                      arena);
    item->key = nd_str_trim(nd_value_text(nd_value_get(article.fields, ND_STR("accessionNo"))));
    item->key = item->key.len == 0 ? ND_STR_NONE : item->key;
    return nd_press_finish(article.fields, aliases, sizeof aliases / sizeof *aliases, record, problems, item);
}

const struct nd_format nd_format_factiva_xml = {"factiva", sniff, open, next, read, NULL, ND_FORMAT_TEXT};
