/*
 * What stands around a list of records and holds for all of them: the object it is a member of, a section of
 * a newsletter or a day of a diary where it is one of several, and those around that: when it was, what it is
 * called, whose it is, in which language. Wherever they say so, before the list or behind it.
 */
#include "container/json_find.h"

#include "container/format.h"
#include "newsdex/date.h"
#include "newsdex/json.h"

enum { DEEPEST = 32, MAX_NAME = 80 /* bytes of a provider's */, DAY_LENGTH = 10 };

/* Under what each is put into the text of a group, and what it means as a field of a record. */
static const struct {
    struct nd_str key, meaning;
} kinds[ND_JSON_KINDS] = {[ND_JSON_SECTION] = {ND_STR_INIT("section"), ND_STR_INIT("section")},
                          [ND_JSON_DAY] = {ND_STR_INIT("date"), ND_STR_INIT("date")},
                          [ND_JSON_LANGUAGE] = {ND_STR_INIT("language"), ND_STR_INIT("sitelanguage")},
                          [ND_JSON_PROVIDER] = {ND_STR_INIT("provider"), ND_STR_INIT("provider")},
                          [ND_JSON_TITLE] = {ND_STR_INIT("title"), ND_STR_INIT("")}};

static bool is_one_of(struct nd_str key, const struct nd_str *names, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (nd_str_eq_nocase(names[i], key))
            return true;
    return false;
}

#define IS_ONE_OF(key, names) is_one_of(key, names, sizeof(names) / sizeof *(names))

static const struct nd_str section_names[] = {
    ND_STR_INIT("title"),    ND_STR_INIT("name"),     ND_STR_INIT("heading"), ND_STR_INIT("section"),
    ND_STR_INIT("category"), ND_STR_INIT("headline"), ND_STR_INIT("label"),   ND_STR_INIT("topic")};
static const struct nd_str title_names[] = {ND_STR_INIT("title"), ND_STR_INIT("name"),
                                            ND_STR_INIT("headline")};
static const struct nd_str day_names[] = {ND_STR_INIT("date"),       ND_STR_INIT("day"),
                                          ND_STR_INIT("published"),  ND_STR_INIT("published_at"),
                                          ND_STR_INIT("pubDate"),    ND_STR_INIT("publishedAt"),
                                          ND_STR_INIT("issue_date"), ND_STR_INIT("publication_date")};
static const struct nd_str language_names[] = {ND_STR_INIT("language"), ND_STR_INIT("lang"),
                                               ND_STR_INIT("locale")};
static const struct nd_str provider_names[] = {
    ND_STR_INIT("provider"),    ND_STR_INIT("publisher"), ND_STR_INIT("outlet"),   ND_STR_INIT("newspaper"),
    ND_STR_INIT("publication"), ND_STR_INIT("site_name"), ND_STR_INIT("sitename"), ND_STR_INIT("magazine"),
    ND_STR_INIT("paper"),       ND_STR_INIT("source")};
/* Members that are there for what they say of the whole. */
static const struct nd_str heads[] = {
    ND_STR_INIT("meta"),  ND_STR_INIT("metadata"), ND_STR_INIT("info"),        ND_STR_INIT("header"),
    ND_STR_INIT("issue"), ND_STR_INIT("edition"),  ND_STR_INIT("publication"), ND_STR_INIT("newsletter")};

/* A name that somebody gave, and no word of a program's own or an address. */
static bool is_name(struct nd_str s) {
    bool has_sign = false;

    for (size_t i = 0; i < s.len; i++)
        has_sign = has_sign || (s.ptr[i] >= 'A' && s.ptr[i] <= 'Z') || (unsigned char)s.ptr[i] >= 0x80 ||
                   s.ptr[i] == ' ' || s.ptr[i] == '.';
    return has_sign && s.len <= MAX_NAME && nd_str_find_char(s, '/') == SIZE_MAX;
}

/* Where the objects begin that are open around the list at list, the outermost first, as far as they begin
 * behind from; SIZE_MAX: too many, or what it is in is none. */
static size_t find_objects(struct nd_str text, size_t from, size_t list, size_t objects[DEEPEST],
                           bool *has_left) {
    size_t open[DEEPEST], depth = 0, count = 0;
    bool in_quotes = false;

    *has_left = false;

    for (size_t i = from; i < list; i++) {
        char c = text.ptr[i];
        if (in_quotes && c == '\\') {
            i++;
        } else if (c == '"') {
            in_quotes = !in_quotes;
        } else if (!in_quotes && (c == '{' || c == '[')) {
            if (depth == DEEPEST)
                return SIZE_MAX;
            open[depth++] = i;
        } else if (!in_quotes && (c == '}' || c == ']')) {
            *has_left = *has_left || depth == 0;
            depth -= depth > 0;
        }
    }
    if (depth > 0 && text.ptr[open[depth - 1]] != '{')
        return SIZE_MAX;
    for (size_t i = 0; i < depth; i++)
        if (text.ptr[open[i]] == '{')
            objects[count++] = open[i];
    return count;
}

/* One of several: a member of an array. */
static bool is_element(struct nd_str text, size_t from, size_t object) {
    while (object > from && nd_char_is_blank(text.ptr[object - 1]))
        object--;
    return object > from && (text.ptr[object - 1] == '[' || text.ptr[object - 1] == ',');
}

/* An export says when it was made, to the second. */
static bool says_day(struct nd_str key, struct nd_str said, bool is_group) {
    struct nd_date date;

    return IS_ONE_OF(key, day_names) && nd_date_parse(said, &date) &&
           (is_group || said.len <= DAY_LENGTH || !nd_str_eq_nocase(key, ND_STR("date")));
}

/* What the object at object says, where nothing is said yet; is_group: it is the one of several that the list
 * is of. */
static void look_at(struct nd_str text, size_t object, bool is_group, int levels, struct nd_json_said *said) {
    struct nd_str key = ND_STR_NONE, *of = said->of;

    for (size_t at = nd_json_pass(text, object + 1); at < text.len && text.ptr[at] == '"';
         at = nd_json_pass(text, at)) {
        size_t value = nd_json_pass_key(text, at, &key);
        size_t length = value == SIZE_MAX ? SIZE_MAX : nd_json_skip(nd_str_skip(text, value));
        if (length == SIZE_MAX)
            return;
        at = value + length;
        if (text.ptr[value] == '{' && levels > 0 && IS_ONE_OF(key, heads))
            look_at(nd_str_slice(text, 0, at), value, false, levels - 1, said);
        if (text.ptr[value] != '"' || length <= 2)
            continue;
        struct nd_str raw = nd_str_slice(text, value, at), words = nd_str_slice(text, value + 1, at - 1);
        if (is_group && of[ND_JSON_SECTION].len == 0 && IS_ONE_OF(key, section_names))
            of[ND_JSON_SECTION] = raw;
        else if (!is_group && of[ND_JSON_TITLE].len == 0 && IS_ONE_OF(key, title_names))
            of[ND_JSON_TITLE] = raw;
        else if (of[ND_JSON_DAY].len == 0 && says_day(key, words, is_group))
            of[ND_JSON_DAY] = raw;
        else if (of[ND_JSON_LANGUAGE].len == 0 && IS_ONE_OF(key, language_names))
            of[ND_JSON_LANGUAGE] = raw;
        else if (of[ND_JSON_PROVIDER].len == 0 && IS_ONE_OF(key, provider_names) && is_name(words))
            of[ND_JSON_PROVIDER] = raw;
    }
}

static void inherit(struct nd_json_said *said, const struct nd_json_said *from) {
    for (size_t i = 0; i < ND_JSON_KINDS; i++)
        if (said->of[i].len == 0)
            said->of[i] = from->of[i];
}

static struct nd_json_said kept(const struct nd_json_said *said, struct nd_arena *arena) {
    struct nd_json_said copy = {{{NULL, 0}}};

    for (size_t i = 0; i < ND_JSON_KINDS; i++)
        if (said->of[i].len > 0)
            copy.of[i] = nd_arena_str(arena, said->of[i]);
    return copy;
}

static struct nd_str written(const struct nd_json_said *said, struct nd_arena *arena) {
    struct nd_buf out = {0};
    struct nd_json json = {.out = &out};
    bool has_any = false;

    nd_json_open(&json, '{');
    for (size_t i = 0; i < ND_JSON_KINDS; i++)
        if (said->of[i].len > 0) {
            nd_json_key(&json, kinds[i].key);
            nd_json_raw(&json, said->of[i]);
            has_any = true;
        }
    nd_json_close(&json, '}');
    if (!has_any)
        nd_buf_free(&out);
    return has_any ? nd_arena_take(arena, &out) : ND_STR_NONE;
}

struct nd_str nd_json_group(struct nd_str text, size_t from, size_t list, struct nd_json_around *around,
                            struct nd_arena *arena) {
    struct nd_json_said said = {{{NULL, 0}}}, outer = said;
    bool is_group, has_left;
    size_t objects[DEEPEST], count = find_objects(text, from, list, objects, &has_left);

    if (count == SIZE_MAX)
        return ND_STR_NONE;
    if (count == 0) /* beside the list before it, or behind the object that was in */
        return has_left ? written(&around->outer, arena) : around->latest;
    text = nd_str_slice(text, 0, list + ND_JSON_GROUP < text.len ? list + ND_JSON_GROUP : text.len);
    is_group = is_element(text, from, objects[count - 1]);
    look_at(text, objects[count - 1], is_group, 1, &said);
    for (size_t i = count - 1; i > 0; i--)
        look_at(text, objects[i - 1], false, 1, &outer);
    if (count > 1) {
        inherit(&outer, &around->root);
        around->outer = kept(&outer, arena);
        if (!around->is_known && !is_element(text, from, objects[0])) {
            struct nd_json_said root = {{{NULL, 0}}};
            look_at(text, objects[0], false, 1, &root);
            around->root = kept(&root, arena);
        }
    }
    around->is_known = true;
    inherit(&said, &around->outer);
    return around->latest = written(&said, arena);
}

static bool says_when(struct nd_str key) {
    static const struct nd_str parts[] = {ND_STR_INIT("date"), ND_STR_INIT("time"), ND_STR_INIT("publish"),
                                          ND_STR_INIT("created"), ND_STR_INIT("issued")};

    for (size_t at = 0; at < key.len; at++)
        for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
            if (nd_str_starts_nocase(nd_str_skip(key, at), parts[i]))
                return true;
    return nd_str_eq_nocase(key, ND_STR("ts"));
}

/* Which of them a record says itself by a member of that name. */
static void note_own(const struct nd_value *member, bool has[ND_JSON_KINDS]) {
    struct nd_str key = member->key;

    if (member->type == ND_NULL)
        return;
    if (nd_str_eq_nocase(key, ND_STR("section")) || nd_str_eq_nocase(key, ND_STR("category")))
        has[ND_JSON_SECTION] = true;
    if (says_when(key))
        has[ND_JSON_DAY] = true;
    if (IS_ONE_OF(key, language_names))
        has[ND_JSON_LANGUAGE] = true;
    if (IS_ONE_OF(key, provider_names) || nd_str_eq_nocase(key, ND_STR("domain")))
        has[ND_JSON_PROVIDER] = true;
}

void nd_json_put_group(struct nd_str group, struct nd_value *map, struct nd_arena *arena,
                       struct nd_item *item) {
    size_t length, count = item->alias_count;
    bool is_repaired, has[ND_JSON_KINDS] = {false};
    const struct nd_value *said = nd_json_read(group, 0, arena, &length, &is_repaired), *value;
    struct nd_item_alias *aliases;

    if (said == NULL)
        return;
    for (const struct nd_value *v = map->first; v != NULL; v = v->next)
        note_own(v, has);
    aliases = nd_arena_alloc(arena, count + ND_JSON_KINDS, sizeof *aliases);
    for (size_t i = 0; i < count; i++)
        aliases[i] = item->aliases[i];
    for (size_t i = 0; i < ND_JSON_KINDS; i++) {
        struct nd_str key =
            i == ND_JSON_TITLE ? ND_STR("list") /* the title of none of its records */
                               : nd_arena_printf(arena, "list.%.*s", (int)kinds[i].key.len, kinds[i].key.ptr);
        value = nd_value_get(said, kinds[i].key);
        if (has[i] || value == NULL)
            continue;
        nd_value_put(map, key, nd_value_string(arena, value->text));
        if (kinds[i].meaning.len > 0)
            aliases[count++] = (struct nd_item_alias){key, kinds[i].meaning};
    }
    item->aliases = aliases;
    item->alias_count = count;
}
