#include "article/fields.h"

#include "article/reference_cache.h"

#include <string.h>

/* True for the fields whose values are single: what has members cannot be meant for them. */
static bool is_single(const struct nd_field_rule *rule) {
    static const char *const fields[] = {"title",        "excerpt", "published_at", "is_published",
                                         "original_url", "url",     "language",     "category",
                                         "type",         "quality", "heat"};

    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (strcmp(rule->field, fields[i]) == 0)
            return true;
    return false;
}

struct use {
    const struct nd_value *value;
    struct nd_value *leftover;
};

static bool is_used(const struct use *uses, size_t count, const struct nd_value *value) {
    for (size_t i = 0; i < count; i++)
        if (uses[i].value == value)
            return true;
    return false;
}

/* The member each rule is for, if the map has it: one pass over the map instead of one per rule. */
struct members {
    uint64_t found[(ND_FIELD_RULES + 63) / 64]; /* a bit for each rule that has one */
    const struct nd_value *of[ND_FIELD_RULES];  /* set where it has */
};

static void find_members(const struct nd_value *map, const struct nd_item *item, struct members *members) {
    struct nd_field_meanings meanings = nd_field_meanings(item);

    memset(members->found, 0, sizeof members->found);
    for (const struct nd_value *v = map->first; v != NULL; v = v->next)
        for (size_t i = nd_field_first_rule(nd_field_meaning(meanings, v->key)); i < ND_FIELD_RULES;
             i = nd_field_next_rule(i)) {
            uint64_t bit = (uint64_t)1 << i % 64;
            if ((members->found[i / 64] & bit) != 0)
                continue;
            members->found[i / 64] |= bit;
            members->of[i] = v;
        }
}

/* The next rule from number from on that has a member, or ND_FIELD_RULES. */
static size_t next_found(const struct members *members, size_t from) {
    while (from < ND_FIELD_RULES) {
        uint64_t rest = members->found[from / 64] >> from % 64;
        if (rest != 0)
            return from + (size_t)ffsll((long long)rest) - 1;
        from = (from / 64 + 1) * 64;
    }
    return ND_FIELD_RULES;
}

/* What a single field did not take. */
struct refusal {
    const struct nd_value *value;
    const struct nd_field_rule *rule;
};

/* Reports the lists and maps that single fields refused, unless another field took them. */
static void report_types(struct nd_record_builder *builder, const struct refusal *refused,
                         size_t refused_count, const struct use *uses, size_t count) {
    for (size_t i = 0; i < refused_count; i++) {
        const struct nd_value *v = refused[i].value;
        bool again = false;
        for (size_t k = 0; k < i && !again; k++)
            again = refused[k].value == v;
        if (!again && !is_used(uses, count, v))
            nd_problems_add(builder->problems, ND_P_FRONT_MATTER_TYPE, v->line, v->column,
                            "\"%.*s\" is a %s and not a single value; kept as metadata", (int)v->key.len,
                            v->key.ptr, v->type == ND_LIST ? "list" : "map");
    }
}

/* Copies the nodes it keeps: an alias may share the originals. */
static void keep_as_metadata(struct nd_record_builder *builder, const struct nd_value *map,
                             const struct use *uses, size_t count) {
    for (const struct nd_value *v = map->first; v != NULL; v = v->next) {
        const struct nd_value *kept = v;
        struct nd_value *copy;

        for (size_t i = 0; i < count; i++)
            if (uses[i].value == v)
                kept = uses[i].leftover;
        if (kept == NULL)
            continue;
        copy = nd_value_new(builder->arena, kept->type);
        *copy = *kept;
        copy->next = NULL;
        nd_value_put(builder->article->metadata, v->key, copy);
    }
}

/* Databases that know lists alone ("title": ["…"]) mean the one value in it, where nothing takes the list. */
static size_t use_alone(struct nd_record_builder *builder, const struct refusal *refused,
                        size_t refused_count, struct use *uses, size_t count) {
    for (size_t i = 0; i < refused_count && builder->item != NULL; i++) {
        const struct nd_value *list = refused[i].value;
        struct nd_value *leftover = NULL;
        if (list->type == ND_LIST && list->count == 1 && nd_value_is_scalar(list->first) &&
            !is_used(uses, count, list) && !nd_record_has_source(builder->article, refused[i].rule->field) &&
            refused[i].rule->use(builder, list->first, &leftover)) {
            uses[count++] = (struct use){list, leftover};
            nd_record_source_key(builder, refused[i].rule->field, list->key);
        }
    }
    return count;
}

static nd_field_use read_related; /* entries are read as all fields are */

void nd_fields_read(struct nd_record_builder *builder, const struct nd_value *map) {
    struct refusal refused[ND_FIELD_RULES];
    struct members members;
    struct use uses[ND_FIELD_RULES];
    size_t count = 0, refused_count = 0;

    builder->fields = map;
    find_members(map, builder->item, &members);
    for (size_t i = next_found(&members, 0); i < ND_FIELD_RULES; i = next_found(&members, i + 1)) {
        const struct nd_field_rule *rule = nd_field_rule(i);
        const struct nd_value *value = members.of[i];
        struct nd_value *leftover = NULL;

        if (is_used(uses, count, value) ||
            (!rule->is_shared && nd_record_has_source(builder->article, rule->field)))
            continue;
        if (!(rule->use == NULL ? read_related : rule->use)(builder, value, &leftover)) {
            if (value->count > 0 && is_single(rule))
                refused[refused_count++] = (struct refusal){value, rule};
            continue;
        }
        uses[count++] = (struct use){value, leftover};
        if (value->type != ND_LIST || value->count > 0)
            nd_record_source_key(builder, rule->field, value->key);
    }
    count = use_alone(builder, refused, refused_count, uses, count);
    report_types(builder, refused, refused_count, uses, count);
    keep_as_metadata(builder, map, uses, count);
    nd_field_read_parts_of_day(builder, map);
    if (builder->article->url.ptr == NULL && builder->article->original_url.ptr != NULL) {
        builder->article->url = nd_url_canonical(builder->article->original_url, builder->arena);
        if (builder->article->url.ptr != NULL) /* and no urn: */
            nd_record_source(builder, "url", "original_url");
    }
}

static struct nd_article *new_reference(struct nd_record_builder *builder, const struct nd_value *value) {
    struct nd_article *reference = nd_arena_alloc(builder->arena, 1, sizeof *reference);
    struct nd_record_builder inner = {.arena = builder->arena,
                                      .problems = builder->problems,
                                      .document = builder->document,
                                      .article = reference,
                                      .origin = builder->origin,
                                      .is_reference = true};
    struct nd_str text = nd_str_trim(nd_value_text(value));

    reference->metadata = nd_value_new(builder->arena, ND_MAP);
    if (value->type == ND_MAP) {
        nd_fields_read(&inner, value);
        return reference;
    }
    reference->url = nd_url_canonical(text, builder->arena);
    if (reference->url.ptr != NULL)
        reference->original_url = text;
    else if (nd_str_find_char(text, ' ') == SIZE_MAX)
        reference->key = nd_article_key(text, builder->arena);
    else
        reference->title = nd_text_on_one_line(text, builder->arena);
    return reference;
}

static bool is_article(const struct nd_article *reference) {
    return reference->url.len + reference->key.len + reference->title.len > 0;
}

/* The same by way of the cache. What gave rise to a problem is not remembered, for its line is another. */
static struct nd_article *find_reference(struct nd_record_builder *builder, const struct nd_value *value) {
    struct nd_article *reference = nd_reference_cache_recall(value, builder->arena);
    size_t problems = builder->problems->count + builder->problems->dropped;

    if (reference != NULL)
        return reference;
    reference = new_reference(builder, value);
    if (is_article(reference) && builder->problems->count + builder->problems->dropped == problems)
        nd_reference_cache_put(builder->cache, value, reference);
    return reference;
}

/* A reference has no references of its own: what it relates to stays in its metadata. */
static bool read_related(struct nd_record_builder *builder, const struct nd_value *value,
                         struct nd_value **leftover) {
    if (value->type != ND_LIST || builder->is_reference)
        return false;
    for (const struct nd_value *v = value->first; v != NULL; v = v->next) {
        struct nd_article *reference = v->type == ND_LIST ? NULL : find_reference(builder, v);
        if (reference != NULL && is_article(reference)) {
            nd_record_add_related(builder, reference);
        } else if (v->type != ND_NULL) {
            if (*leftover == NULL)
                *leftover = nd_value_new(builder->arena, ND_LIST);
            nd_value_add(*leftover, nd_field_copy(builder, v));
        }
    }
    return true;
}
