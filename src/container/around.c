#include "container/around.h"

#include "newsdex/date.h"
#include "newsdex/json.h"

enum { MAX_NAME = 80 /* bytes of a provider's */, DAY_LENGTH = 10 };

/* Under what each is put into the text of a group, and what it means as a field of a record. */
static const struct {
    struct nd_str key, meaning;
} kinds[ND_AROUND_KINDS] = {[ND_AROUND_SECTION] = {ND_STR_INIT("section"), ND_STR_INIT("section")},
                            [ND_AROUND_DAY] = {ND_STR_INIT("date"), ND_STR_INIT("date")},
                            [ND_AROUND_LANGUAGE] = {ND_STR_INIT("language"), ND_STR_INIT("sitelanguage")},
                            [ND_AROUND_PROVIDER] = {ND_STR_INIT("provider"), ND_STR_INIT("provider")},
                            [ND_AROUND_TITLE] = {ND_STR_INIT("title"), ND_STR_INIT("")}};

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
static const struct nd_str day_names[] = {ND_STR_INIT("date"),
                                          ND_STR_INIT("day"),
                                          ND_STR_INIT("published"),
                                          ND_STR_INIT("published_at"),
                                          ND_STR_INIT("pubDate"),
                                          ND_STR_INIT("publishedAt"),
                                          ND_STR_INIT("issue_date"),
                                          ND_STR_INIT("datum"),
                                          ND_STR_INIT("fecha"),
                                          ND_STR_INIT("data"),
                                          ND_STR_INIT("dato"),
                                          ND_STR_INIT("дата"),
                                          ND_STR_INIT("publication_date")};
static const struct nd_str language_names[] = {
    ND_STR_INIT("language"), ND_STR_INIT("lang"),   ND_STR_INIT("locale"), ND_STR_INIT("sprache"),
    ND_STR_INIT("langue"),   ND_STR_INIT("idioma"), ND_STR_INIT("lingua")};
static const struct nd_str provider_names[] = {
    ND_STR_INIT("provider"),    ND_STR_INIT("publisher"), ND_STR_INIT("outlet"),   ND_STR_INIT("newspaper"),
    ND_STR_INIT("publication"), ND_STR_INIT("site_name"), ND_STR_INIT("sitename"), ND_STR_INIT("magazine"),
    ND_STR_INIT("paper"),       ND_STR_INIT("zeitung"),   ND_STR_INIT("journal"),  ND_STR_INIT("diario"),
    ND_STR_INIT("giornale"),    ND_STR_INIT("jornal"),    ND_STR_INIT("krant"),    ND_STR_INIT("source"),
    ND_STR_INIT("quelle"),      ND_STR_INIT("fuente"),    ND_STR_INIT("fonte"),    ND_STR_INIT("bron"),
    ND_STR_INIT("kilde"),       ND_STR_INIT("источник")};
/* A name that somebody gave, and no word of a program's own or an address. */
static bool is_name(struct nd_str s) {
    bool has_sign = false;

    for (size_t i = 0; i < s.len; i++)
        has_sign = has_sign || (s.ptr[i] >= 'A' && s.ptr[i] <= 'Z') || (unsigned char)s.ptr[i] >= 0x80 ||
                   s.ptr[i] == ' ' || s.ptr[i] == '.';
    return has_sign && s.len <= MAX_NAME && nd_str_find_char(s, '/') == SIZE_MAX;
}

/* An export says when it was made, to the second. */
static bool says_day(struct nd_str key, struct nd_str said, bool is_group) {
    struct nd_date date;

    return IS_ONE_OF(key, day_names) && nd_date_parse(said, &date) &&
           (is_group || said.len <= DAY_LENGTH || !nd_str_eq_nocase(key, ND_STR("date")));
}

struct nd_str *nd_around_place(struct nd_around_said *said, struct nd_str key, struct nd_str words,
                               bool is_group) {
    struct nd_str *of = said->of;

    if (words.len == 0)
        return NULL;
    if (is_group && of[ND_AROUND_SECTION].len == 0 && IS_ONE_OF(key, section_names))
        return &of[ND_AROUND_SECTION];
    if (!is_group && of[ND_AROUND_TITLE].len == 0 && IS_ONE_OF(key, title_names))
        return &of[ND_AROUND_TITLE];
    if (of[ND_AROUND_DAY].len == 0 && says_day(key, words, is_group))
        return &of[ND_AROUND_DAY];
    if (of[ND_AROUND_LANGUAGE].len == 0 && IS_ONE_OF(key, language_names))
        return &of[ND_AROUND_LANGUAGE];
    if (of[ND_AROUND_PROVIDER].len == 0 && IS_ONE_OF(key, provider_names) && is_name(words))
        return &of[ND_AROUND_PROVIDER];
    return NULL;
}

void nd_around_inherit(struct nd_around_said *said, const struct nd_around_said *from) {
    for (size_t i = 0; i < ND_AROUND_KINDS; i++)
        if (said->of[i].len == 0)
            said->of[i] = from->of[i];
}

struct nd_around_said nd_around_keep(const struct nd_around_said *said, struct nd_arena *arena) {
    struct nd_around_said copy = {{{NULL, 0}}};

    for (size_t i = 0; i < ND_AROUND_KINDS; i++)
        if (said->of[i].len > 0)
            copy.of[i] = nd_arena_str(arena, said->of[i]);
    return copy;
}

struct nd_str nd_around_write(const struct nd_around_said *said, struct nd_arena *arena) {
    struct nd_buf out = {0};
    struct nd_json json = {.out = &out};
    bool has_any = false;

    nd_json_open(&json, '{');
    for (size_t i = 0; i < ND_AROUND_KINDS; i++)
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

static bool says_when(struct nd_str key) {
    static const struct nd_str parts[] = {ND_STR_INIT("date"), ND_STR_INIT("time"), ND_STR_INIT("publi"),
                                          ND_STR_INIT("created"), ND_STR_INIT("issued")};

    for (size_t at = 0; at < key.len; at++)
        for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
            if (nd_str_starts_nocase(nd_str_skip(key, at), parts[i]))
                return true;
    return nd_str_eq_nocase(key, ND_STR("ts")) || IS_ONE_OF(key, day_names);
}

/* Which of them a record says itself by a member of that name. */
static void note_own(const struct nd_value *member, bool has[ND_AROUND_KINDS]) {
    struct nd_str key = member->key;

    if (member->type == ND_NULL)
        return;
    if (nd_str_eq_nocase(key, ND_STR("section")) || nd_str_eq_nocase(key, ND_STR("category")))
        has[ND_AROUND_SECTION] = true;
    if (says_when(key) && !IS_ONE_OF(key, provider_names)) /* a publisher is no day */
        has[ND_AROUND_DAY] = true;
    if (IS_ONE_OF(key, language_names))
        has[ND_AROUND_LANGUAGE] = true;
    if (IS_ONE_OF(key, provider_names) || nd_str_eq_nocase(key, ND_STR("domain")))
        has[ND_AROUND_PROVIDER] = true;
}

void nd_around_put(struct nd_str group, struct nd_value *map, struct nd_arena *arena, struct nd_item *item) {
    size_t length, count = item->alias_count;
    bool is_repaired, has[ND_AROUND_KINDS] = {false};
    const struct nd_value *said = nd_json_read(group, 0, arena, &length, &is_repaired), *value;
    struct nd_item_alias *aliases;

    if (said == NULL)
        return;
    for (const struct nd_value *v = map->first; v != NULL; v = v->next)
        note_own(v, has);
    aliases = nd_arena_alloc(arena, count + ND_AROUND_KINDS, sizeof *aliases);
    for (size_t i = 0; i < count; i++)
        aliases[i] = item->aliases[i];
    for (size_t i = 0; i < ND_AROUND_KINDS; i++) {
        struct nd_str key = i == ND_AROUND_TITLE ? ND_STR("list") /* the title of none of its records */
                                                 : nd_arena_printf(arena, "list.%.*s", (int)kinds[i].key.len,
                                                                   kinds[i].key.ptr);
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
