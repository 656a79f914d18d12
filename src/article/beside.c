#include "newsdex/article.h"

#include "article/fields.h"

#include <string.h>

static bool is_blank(const struct nd_value *value) {
    return value->count == 0 && nd_str_trim(nd_value_text(value)).len == 0;
}

/* What data that happen to have the name of a text do not have. "name" names anything. */
static bool tells_of_article(const struct nd_value *value, struct nd_str key) {
    static const char *const lists[] = {"authors", "topics", "keywords"};
    static const char *const fields[] = {"authors", "topics",       "keywords",    "title",
                                         "url",     "published_at", "original_url"};
    bool is_list = value->type == ND_LIST;
    const char *const *names = is_list ? lists : fields;
    size_t count = is_list ? sizeof lists / sizeof *lists : sizeof fields / sizeof *fields;

    if (is_blank(value) || nd_str_eq_nocase(nd_str_trim(key), ND_STR("name")))
        return false;
    for (size_t i = nd_field_first_rule(key); i < ND_FIELD_RULES; i = nd_field_next_rule(i))
        for (size_t k = 0; k < count; k++)
            if (strcmp(nd_field_rule(i)->field, names[k]) == 0)
                return true;
    return false;
}

static bool is_space(char c) {
    return nd_char_is_blank(c) || c == '\n' || c == '\r';
}

/* The same but for blanks and line ends. */
static bool is_same_text(struct nd_str a, struct nd_str b) {
    size_t i = 0, k = 0;

    for (;; i++, k++) {
        while (i < a.len && is_space(a.ptr[i]))
            i++;
        while (k < b.len && is_space(b.ptr[k]))
            k++;
        if (i == a.len || k == b.len)
            return i == a.len && k == b.len;
        if (a.ptr[i] != b.ptr[k])
            return false;
    }
}

bool nd_article_is_metadata(struct nd_item *item, struct nd_str text, struct nd_arena *arena) {
    struct nd_field_meanings meanings = nd_field_meanings(item);
    struct nd_value *kept = nd_value_new(arena, ND_MAP);
    bool is_known = false;

    if (item->fields == NULL || item->document.ptr != NULL)
        return false;
    for (const struct nd_value *v = item->fields->first; v != NULL; v = v->next) {
        struct nd_str key = nd_field_meaning(meanings, v->key);
        bool is_body = nd_field_has_use(key, nd_field_body) || nd_field_has_use(key, nd_field_plain_body) ||
                       nd_field_has_use(key, nd_field_markdown_body);
        const struct nd_value *main = nd_field_main_form(v);
        if (is_body && !is_blank(v) && (main->type == ND_STRING || nd_field_is_pieces(v))) {
            if (!is_same_text(nd_value_text(main), text))
                return false;
            continue;
        }
        is_known = is_known || tells_of_article(v, key);
        nd_value_put(kept, v->key, nd_value_copy(arena, v));
    }
    item->fields = kept;
    return is_known;
}

static void tell(const struct nd_beside *beside, const struct nd_problems *found,
                 struct nd_problems *problems) {
    for (const struct nd_problem *p = found->first; p != NULL; p = p->next)
        if (p->line == 0)
            nd_problems_add(problems, p->code, 0, 0, "%.*s: %.*s", (int)beside->name.len, beside->name.ptr,
                            (int)p->message.len, p->message.ptr);
        else
            nd_problems_add(problems, p->code, 0, 0, "%.*s, line %u: %.*s", (int)beside->name.len,
                            beside->name.ptr, (unsigned)p->line, (int)p->message.len, p->message.ptr);
    problems->dropped += found->dropped;
}

static void read_one(struct nd_record_builder *builder, const struct nd_beside *beside) {
    struct nd_problems *problems = builder->problems, found;
    const struct nd_item *item = builder->item;
    const char *origin = builder->origin;

    nd_problems_init(&found, builder->arena);
    builder->problems = &found;
    builder->item = &beside->item;
    builder->origin = nd_arena_str(builder->arena, beside->name).ptr;
    nd_fields_read(builder, beside->item.fields);
    builder->problems = problems;
    builder->item = item;
    builder->origin = origin;
    tell(beside, &beside->problems, problems);
    tell(beside, &found, problems);
}

void nd_beside_read(struct nd_record_builder *builder) {
    for (const struct nd_beside *beside = builder->beside; beside != NULL; beside = beside->next)
        read_one(builder, beside);
}
