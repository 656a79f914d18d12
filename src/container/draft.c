#include "container/draft.h"

#include "container/markup.h"
#include "newsdex/limits.h"
#include "newsdex/utf8.h"

enum {
    MAX_ALIASES = 64,
    MAX_KEYS =
        128, /* what has yet another name goes into one list, behind its name: each is looked for among all */
    MAX_NAME = 4096 /* bytes of a member of a list */
};

#define OTHERS "other fields"

void nd_draft_begin(struct nd_draft *item, struct nd_arena *arena) {
    *item = (struct nd_draft){.arena = arena, .fields = nd_value_new(arena, ND_MAP)};
    item->aliases = nd_arena_alloc(arena, MAX_ALIASES, sizeof *item->aliases);
}

struct nd_str nd_draft_bounded(struct nd_str text, uint32_t line, struct nd_problems *problems) {
    if (text.len <= ND_MAX_NOTATION)
        return text;
    nd_problems_add(problems, ND_P_RECORD, line, 0, "a text of more than %d bytes; the rest is not read",
                    (int)ND_MAX_NOTATION);
    return nd_str_slice(text, 0, nd_utf8_floor(text, ND_MAX_NOTATION));
}

bool nd_draft_has(const struct nd_draft *item, const char *meaning) {
    for (size_t i = 0; i < item->alias_count; i++)
        if (nd_str_eq(item->aliases[i].meaning, nd_str_from(meaning)))
            return true;
    return false;
}

/* A key that is not meant says nothing, whatever else it may mean elsewhere. */
static void put_value(struct nd_draft *item, const char *key, struct nd_value *value, const char *meaning) {
    bool is_taken = meaning == NULL || nd_draft_has(item, meaning);

    nd_value_put(item->fields, nd_str_from(key), value);
    if (item->alias_count < MAX_ALIASES)
        item->aliases[item->alias_count++] =
            (struct nd_item_alias){nd_str_from(key), is_taken ? ND_STR("") : nd_str_from(meaning)};
}

static struct nd_value *find_field(const struct nd_draft *item, const char *key) {
    struct nd_str wanted = nd_str_from(key);
    struct nd_value *field = item->fields->first;

    while (field != NULL && !nd_str_eq(field->key, wanted))
        field = field->next;
    return field;
}

void nd_draft_put(struct nd_draft *item, const char *key, struct nd_str text, const char *meaning,
                  uint32_t line) {
    struct nd_value *value;

    text = nd_str_trim(text);
    if (text.len == 0 || nd_value_get(item->fields, nd_str_from(key)) != NULL)
        return;
    if (item->fields->count >= MAX_KEYS) {
        nd_draft_add(item, key, text, NULL);
        return;
    }
    value = nd_value_string(item->arena, text);
    value->line = line;
    put_value(item, key, value, meaning);
}

void nd_draft_add(struct nd_draft *item, const char *key, struct nd_str text, const char *meaning) {
    struct nd_value *list;

    text = nd_str_trim(text);
    if (text.len == 0)
        return;
    list = find_field(item, key);
    if (list == NULL && item->fields->count >= MAX_KEYS) {
        text = nd_arena_printf(item->arena, "%s: %.*s", key, (int)text.len, text.ptr);
        list = find_field(item, key = OTHERS);
        meaning = NULL;
    }
    if (list == NULL)
        put_value(item, key, list = nd_value_new(item->arena, ND_LIST), meaning);
    if (list->type == ND_LIST && !nd_value_is_full(list))
        nd_value_add(list, nd_value_string(item->arena, text));
}

void nd_draft_add_node(struct nd_draft *item, const char *key, const struct nd_xml_node *node,
                       const char *meaning) {
    if (node != NULL && nd_xml_text_length(node) <= MAX_NAME)
        nd_draft_add(item, key, nd_xml_text(node, item->arena), meaning);
}

void nd_draft_put_node(struct nd_draft *item, const char *key, const struct nd_xml_node *node,
                       const char *meaning) {
    if (node != NULL)
        nd_draft_put(item, key, nd_xml_text(node, item->arena), meaning, node->line);
}

void nd_draft_put_attribute(struct nd_draft *item, const char *key, const struct nd_xml_node *node,
                            const char *attribute, const char *meaning) {
    if (node != NULL)
        nd_draft_put(item, key, nd_xml_attribute(node, attribute), meaning, node->line);
}

/* Text with a tag here and there, whose lines still are lines: "Mira <b>Holt</b>". */
static bool has_tags_in_lines(struct nd_str text) {
    static const char *const tags[] = {"</b>",    "</i>", "</a>",  "</em>", "</strong>",
                                       "</span>", "<br>", "<br/>", "<br />"};

    if (nd_detect_markup(text) == ND_HTML)
        return false;
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        if (nd_str_find(text, nd_str_from(tags[i])) != SIZE_MAX)
            return true;
    return false;
}

static struct nd_str as_paragraphs(struct nd_str text, struct nd_arena *arena) {
    struct nd_buf out = {0};
    struct nd_str line;

    while (nd_str_next_line(&text, &line)) {
        nd_buf_add_z(&out, "<p>");
        nd_buf_add(&out, line);
        nd_buf_add_z(&out, "</p>\n");
    }
    return nd_arena_take(arena, &out);
}

void nd_draft_put_body(struct nd_draft *item, const char *key, const struct nd_xml_node *node,
                       const struct nd_xml_rename *renames, const char *meaning) {
    struct nd_str text = nd_xml_markup(node, renames, item->arena);

    if (node == NULL)
        return;
    if (!nd_xml_has_elements(node) && has_tags_in_lines(text))
        text = as_paragraphs(text, item->arena);
    nd_draft_put(item, key, text, meaning, node->line);
}

void nd_draft_end(const struct nd_draft *item, struct nd_item *out) {
    out->fields = item->fields;
    out->aliases = item->aliases;
    out->alias_count = item->alias_count;
}
