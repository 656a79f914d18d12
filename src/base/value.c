#include "newsdex/value.h"

#include "newsdex/alloc.h"
#include "newsdex/limits.h"
#include "newsdex/map.h"
#include "newsdex/problem.h"

#include <stdlib.h>

struct nd_value *nd_value_new(struct nd_arena *arena, enum nd_value_type type) {
    struct nd_value *value = nd_arena_alloc(arena, 1, sizeof *value);

    value->type = type;
    return value;
}

struct nd_value *nd_value_string(struct nd_arena *arena, struct nd_str text) {
    struct nd_value *value = nd_value_new(arena, ND_STRING);

    value->text = text;
    return value;
}

struct nd_value *nd_value_integer(struct nd_arena *arena, int64_t integer) {
    struct nd_value *value = nd_value_new(arena, ND_INT);

    value->as.integer = integer;
    value->text = nd_arena_printf(arena, "%lld", (long long)integer);
    return value;
}

void nd_value_add(struct nd_value *list, struct nd_value *child) {
    if (list->last == NULL)
        list->first = child;
    else
        list->last->next = child;
    list->last = child;
    list->count++;
}

bool nd_value_is_full(struct nd_value *list) {
    if (list->count < ND_MAX_LIST)
        return false;
    list->as.left_out++;
    return true;
}

void nd_value_put(struct nd_value *map, struct nd_str key, struct nd_value *child) {
    child->key = key;
    nd_value_add(map, child);
}

static struct nd_str copy_text(struct nd_arena *arena, struct nd_str text) {
    return text.ptr == NULL ? text : nd_arena_str(arena, text);
}

struct nd_value *nd_value_copy(struct nd_arena *arena, const struct nd_value *value) {
    struct nd_value *copy = nd_value_new(arena, value->type);

    copy->line = value->line;
    copy->column = value->column;
    copy->key = copy_text(arena, value->key);
    copy->text = copy_text(arena, value->text);
    copy->as = value->as;
    for (const struct nd_value *v = value->first; v != NULL; v = v->next)
        nd_value_add(copy, nd_value_copy(arena, v));
    return copy;
}

static void report_repeat(struct nd_problems *problems, const struct nd_value *dropped) {
    if (problems != NULL)
        nd_problems_add(problems, ND_P_YAML_DUPLICATE_KEY, dropped->line, dropped->column,
                        "key \"%.*s\" is given again further down; the last one counts",
                        (int)(dropped->key.len < 100 ? dropped->key.len : 100), dropped->key.ptr);
}

/* Marks in dropped[] the members whose key comes again; open addressing over the member numbers. */
static size_t mark_repeats(struct nd_value **members, size_t count, bool *dropped) {
    size_t slots = 16, repeats = 0, *table;

    while (slots < count * 2)
        slots *= 2;
    table = nd_alloc_array(slots, sizeof *table);
    for (size_t i = count; i-- > 0;) {
        size_t at = (size_t)nd_str_hash(members[i]->key) & (slots - 1);
        while (table[at] != 0 && !nd_str_eq(members[table[at] - 1]->key, members[i]->key))
            at = (at + 1) & (slots - 1);
        dropped[i] = table[at] != 0;
        repeats += dropped[i];
        if (table[at] == 0)
            table[at] = i + 1;
    }
    free(table);
    return repeats;
}

/* The members, and which have a key that comes again. */
struct members {
    struct nd_value **list;
    bool *is_repeated;
    size_t count, repeats;
};

static struct members list_members(const struct nd_value *map) {
    struct members members = {.list = nd_alloc_array(map->count, sizeof *members.list),
                              .is_repeated = nd_alloc_array(map->count, sizeof *members.is_repeated)};

    for (struct nd_value *v = map->first; v != NULL; v = v->next)
        members.list[members.count++] = v;
    members.repeats = mark_repeats(members.list, members.count, members.is_repeated);
    return members;
}

static void free_members(struct members *members) {
    free(members->list);
    free(members->is_repeated);
}

void nd_value_drop_repeats(struct nd_value *map, struct nd_problems *problems) {
    struct members members = list_members(map);

    if (members.repeats > 0) {
        map->first = map->last = NULL;
        map->count = 0;
        for (size_t i = 0; i < members.count; i++) {
            members.list[i]->next = NULL;
            if (members.is_repeated[i])
                report_repeat(problems, members.list[i]);
            else
                nd_value_add(map, members.list[i]);
        }
    }
    free_members(&members);
}

void nd_value_keep_first(struct nd_value *map) {
    struct nd_map *known = nd_map_new(SIZE_MAX);
    struct nd_value *next;
    int64_t value;

    map->count = 0;
    map->last = NULL;
    for (struct nd_value *v = map->first, **link = &map->first; v != NULL; v = next) {
        next = v->next;
        *link = NULL;
        if (nd_map_get(known, v->key, &value))
            continue;
        nd_map_put(known, v->key, 1);
        *link = map->last = v;
        link = &v->next;
        map->count++;
    }
    nd_map_free(known);
}

void nd_value_number_repeats(struct nd_value *map, struct nd_arena *arena) {
    struct members members = list_members(map);
    struct nd_map *counts = members.repeats > 0 ? nd_map_new(SIZE_MAX) : NULL;

    for (size_t i = 0; i < members.count && counts != NULL; i++) {
        struct nd_str *key = &members.list[i]->key;
        int64_t count = 0;
        (void)nd_map_get(counts, *key, &count);
        nd_map_put(counts, *key, count + 1);
        if (count > 0)
            *key = nd_arena_printf(arena, "%.*s %lld", (int)key->len, key->ptr, (long long)count + 1);
    }
    nd_map_free(counts);
    free_members(&members);
}

static struct nd_value *find_last(const struct nd_value *map, struct nd_str key) {
    struct nd_value *found = NULL;

    if (map == NULL || map->type != ND_MAP)
        return NULL;
    for (struct nd_value *v = map->first; v != NULL; v = v->next)
        if (nd_str_eq(v->key, key))
            found = v;
    return found;
}

struct nd_value *nd_value_find(const struct nd_value *map, const char *key) {
    return find_last(map, nd_str_from(key));
}

const struct nd_value *nd_value_get(const struct nd_value *map, struct nd_str key) {
    return find_last(map, key);
}

bool nd_value_is_scalar(const struct nd_value *value) {
    return value != NULL && value->type >= ND_BOOL && value->type <= ND_STRING;
}

struct nd_str nd_value_text(const struct nd_value *value) {
    return nd_value_is_scalar(value) ? value->text : ND_STR_NONE;
}

struct nd_str nd_value_text_of(const struct nd_value *map, const char *key) {
    return nd_str_trim(nd_value_text(nd_value_find(map, key)));
}
