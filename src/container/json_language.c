/*
 * Values in another form than that of a text: extended ones of MongoDB, and texts below the codes of their
 * languages.
 */
#include "container/csv.h"
#include "container/format.h"

/* "en", "pt-BR": what systems put a text below that may be in several languages. */
static bool is_language(struct nd_str key) {
    bool has_region = key.len == 5 && (key.ptr[2] == '-' || (key.ptr[2] == '_' && key.ptr[3] <= 'Z'));

    for (size_t i = 0; i < key.len; i++)
        if (i != 2 && !nd_char_is_alpha(key.ptr[i]))
            return false;
    if (nd_str_eq(key, ND_STR("und"))) /* Drupal's for none */
        return true;
    return (key.len == 2 || has_region) && nd_char_lower(key.ptr[0]) == key.ptr[0] &&
           nd_char_lower(key.ptr[1]) == key.ptr[1];
}

/* The code below which the record has its texts, or none. {"id": "a17"} and {"cc": "US"} tell of no language:
 * what does has a region or more than a word. */
static struct nd_str language_of(const struct nd_value *map) {
    for (const struct nd_value *v = map->first; v != NULL; v = v->next) {
        const struct nd_value *text = v->type == ND_MAP && v->count == 1 ? v->first : NULL;
        if (text != NULL && is_language(text->key) &&
            (text->key.len > 2 || text->type == ND_LIST ||
             (text->type == ND_STRING && nd_csv_is_worded(nd_str_trim(text->text)))))
            return text->key;
    }
    return ND_STR_NONE;
}

/* MongoDB's Extended JSON: {"$date": "2024-03-05T06:07:08Z"}, {"$date": {"$numberLong": "…"}}; and a text in
 * one language. */
static void settle_extended(struct nd_value *map) {
    struct nd_str language = language_of(map);

    for (struct nd_value *v = map->first; v != NULL; v = v->next)
        for (int depth = 0; depth < 2 && v->type == ND_MAP && v->count == 1 &&
                            (nd_str_starts(v->first->key, ND_STR("$")) ||
                             (language.len > 0 && nd_str_eq(v->first->key, language)));
             depth++) {
            struct nd_value *next = v->next;
            struct nd_str key = v->key;
            *v = *v->first;
            v->next = next;
            v->key = key;
        }
}

/* The codes of languages that much is written in. */
bool nd_json_is_language(struct nd_str key) {
    static const char codes[] = " en de fr es it pt nl sv da no nb nn fi is pl cs sk hu ro bg ru uk be sr hr "
                                "bs sl mk sq el tr ar he fa ur "
                                "hi bn ta te ml kn mr gu pa ne si my th lo km vi id ms tl zh ja ko ka hy az "
                                "kk uz mn et lv lt ga cy eu ca "
                                "gl af sw am so rw ky tg ps ku lb mt fo ";
    struct nd_str list = nd_str_from(codes);

    if (!is_language(key))
        return false;
    for (size_t at = 0; at + 3 < list.len; at += 3)
        if (list.ptr[at + 1] == key.ptr[0] && list.ptr[at + 2] == key.ptr[1])
            return true;
    return false;
}

/* {"en": "…", "de": "…"}: the same text in two languages or more. */
static bool has_languages(const struct nd_value *value) {
    bool is_worded = false;

    if (value->type != ND_MAP || value->count < 2)
        return false;
    for (const struct nd_value *v = value->first; v != NULL; v = v->next) {
        if (!nd_json_is_language(v->key) ||
            (v->type != ND_STRING && v->type != ND_NULL && v->type != ND_LIST))
            return false;
        is_worded = is_worded || v->type == ND_LIST || nd_csv_is_worded(nd_str_trim(nd_value_text(v)));
    }
    return is_worded;
}

static bool is_empty(const struct nd_value *value) {
    return value == NULL || (value->count == 0 && nd_str_trim(nd_value_text(value)).len == 0);
}

/* The language that is read: the first one of the first text. */
static struct nd_str first_language(const struct nd_value *map) {
    for (const struct nd_value *v = map->first; v != NULL; v = v->next)
        for (const struct nd_value *text = has_languages(v) ? v->first : NULL; text != NULL;
             text = text->next)
            if (!is_empty(text))
                return text->key;
    return ND_STR_NONE;
}

/* The text in that language takes the place of all; the others stand beside it under names of their own;
 * how many. */
static size_t settle_languages(struct nd_value *map, struct nd_str language, struct nd_arena *arena) {
    struct nd_value *last = map->last;
    size_t others = 0;

    for (struct nd_value *v = map->first; v != NULL; v = v == last ? NULL : v->next) {
        struct nd_value *chosen, *next = v->next, *inner, *after;
        struct nd_str key = v->key;
        if (!has_languages(v))
            continue;
        chosen = nd_value_find(v, language.ptr);
        for (inner = v->first; is_empty(chosen) && inner != NULL; inner = inner->next)
            chosen = inner;
        for (inner = v->first; inner != NULL; inner = after) {
            after = inner->next;
            if (inner == chosen || is_empty(inner))
                continue;
            others++;
            nd_value_put(map,
                         nd_arena_printf(arena, "%.*s (%.*s)", (int)key.len, key.ptr, (int)inner->key.len,
                                         inner->key.ptr),
                         nd_value_copy(arena, inner));
        }
        next = v->next;
        *v = *chosen;
        v->next = next;
        v->key = key;
    }
    return others;
}

void nd_json_settle_forms(struct nd_value *map, struct nd_arena *arena, struct nd_problems *problems,
                          uint32_t line) {
    static const char *const said[] = {"lang", "language", "locale"};
    struct nd_str language;
    bool is_said = false;

    settle_extended(map);
    language = nd_arena_str(arena, first_language(map));
    if (language.len == 0)
        return;
    if (settle_languages(map, language, arena) > 0)
        nd_problems_add(problems, ND_P_LEFT_OUT, line, 0,
                        "in several languages, of which \"%.*s\" is read; the others are kept as metadata",
                        (int)language.len, language.ptr);
    for (size_t i = 0; i < sizeof said / sizeof *said; i++)
        is_said = is_said || nd_value_find(map, said[i]) != NULL;
    if (!is_said)
        nd_value_put(map, ND_STR("language"), nd_value_string(arena, language));
}
