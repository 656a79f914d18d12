#include "article/record.h"

/* Puts value into the record. False: of no use for this field, try the next rule or keep it as metadata. */
typedef bool use_value(struct nd_maker *maker, const struct nd_value *value, struct nd_value **leftover);

struct rule {
    struct nd_str key; /* lower case, without - and _ */
    const char *field; /* the record's field; only the first rule that succeeds may fill it */
    use_value *use;
    bool is_shared; /* several keys add to one list */
};

static struct nd_str readable(struct nd_maker *maker, const struct nd_value *value) {
    struct nd_str text = nd_html_inline(nd_value_text(value), maker->arena);

    text = nd_text_on_one_line(text, maker->arena);
    return text.len == 0 ? ND_STR_NONE : text;
}

static bool use_title(struct nd_maker *maker, const struct nd_value *value, struct nd_value **leftover) {
    (void)leftover;
    maker->article->title = readable(maker, value);
    return maker->article->title.ptr != NULL;
}

static bool use_excerpt(struct nd_maker *maker, const struct nd_value *value, struct nd_value **leftover) {
    (void)leftover;
    maker->article->excerpt = readable(maker, value);
    return maker->article->excerpt.ptr != NULL;
}

static bool use_category(struct nd_maker *maker, const struct nd_value *value, struct nd_value **leftover) {
    (void)leftover;
    maker->article->category = readable(maker, value);
    return maker->article->category.ptr != NULL;
}

static bool use_type(struct nd_maker *maker, const struct nd_value *value, struct nd_value **leftover) {
    (void)leftover;
    maker->article->type = readable(maker, value);
    return maker->article->type.ptr != NULL;
}

static void set_date(struct nd_maker *maker, const struct nd_date *date) {
    char out[ND_DATE_MAX];

    maker->article->published_at = nd_arena_str(maker->arena, nd_str_of(out, nd_date_format(date, out)));
}

static bool use_date(struct nd_maker *maker, const struct nd_value *value, struct nd_value **leftover) {
    struct nd_str text = nd_str_trim(nd_value_text(value));
    struct nd_date date;

    (void)leftover;
    if (text.len == 0 || value->type == ND_BOOL)
        return false;
    if (nd_date_parse(text, &date)) {
        set_date(maker, &date);
        return true;
    }
    if (text.len >= 10 && nd_date_parse(nd_str_slice(text, 0, 10), &date)) {
        nd_problems_add(maker->problems, ND_P_DATE, value->line, value->column,
                        "the time in \"%.*s\" cannot be read; only the day was kept",
                        (int)(text.len < 80 ? text.len : 80), text.ptr);
        set_date(maker, &date);
        return true;
    }
    nd_problems_add(maker->problems, ND_P_DATE, value->line, value->column,
                    "\"%.*s\" is no date; kept as metadata", (int)(text.len < 80 ? text.len : 80), text.ptr);
    return false;
}

/* "published" is a date with some, an answer with others. */
static bool use_date_quietly(struct nd_maker *maker, const struct nd_value *value,
                             struct nd_value **leftover) {
    struct nd_date date;

    return nd_date_parse(nd_str_trim(nd_value_text(value)), &date) && use_date(maker, value, leftover);
}

static bool use_url(struct nd_maker *maker, const struct nd_value *value, struct nd_value **leftover) {
    struct nd_str text = nd_str_trim(nd_value_text(value));

    (void)leftover;
    maker->article->url = nd_url_canonical(text, maker->arena);
    if (maker->article->url.ptr == NULL)
        return false;
    if (maker->article->original_url.ptr == NULL)
        maker->article->original_url = text;
    return true;
}

static bool use_original_url(struct nd_maker *maker, const struct nd_value *value,
                             struct nd_value **leftover) {
    struct nd_str text = nd_str_trim(nd_value_text(value));

    (void)leftover;
    if (nd_url_canonical(text, maker->arena).ptr == NULL)
        return false;
    maker->article->original_url = text;
    return true;
}

static bool use_language(struct nd_maker *maker, const struct nd_value *value, struct nd_value **leftover) {
    (void)leftover;
    maker->article->language = nd_language_normalise(nd_value_text(value), maker->arena);
    return maker->article->language.ptr != NULL;
}

/* The members of map for which skip() is false, or NULL when there are none. */
static struct nd_value *members_without(struct nd_maker *maker, const struct nd_value *map,
                                        bool (*skip)(struct nd_str key)) {
    struct nd_value *rest = NULL;

    for (const struct nd_value *v = map->first; v != NULL; v = v->next) {
        struct nd_value *copy;
        if (skip(v->key))
            continue;
        if (rest == NULL)
            rest = nd_value_new(maker->arena, ND_MAP);
        copy = nd_value_new(maker->arena, v->type);
        *copy = *v;
        copy->next = NULL;
        nd_value_put(rest, v->key, copy);
    }
    return rest;
}

static bool is_provider_key(struct nd_str key) {
    return nd_str_eq(key, ND_STR("name")) || nd_str_eq(key, ND_STR("domain"));
}

static bool use_provider(struct nd_maker *maker, const struct nd_value *value, struct nd_value **leftover) {
    struct nd_article *article = maker->article;

    if (nd_value_is_scalar(value)) {
        article->provider_name = readable(maker, value);
        return article->provider_name.ptr != NULL;
    }
    if (value->type != ND_MAP)
        return false;
    article->provider_name = readable(maker, nd_value_get(value, ND_STR("name")));
    article->provider_domain = readable(maker, nd_value_get(value, ND_STR("domain")));
    if (article->provider_name.ptr == NULL && article->provider_domain.ptr == NULL)
        return false;
    *leftover = members_without(maker, value, is_provider_key);
    return true;
}

static bool is_number(const struct nd_value *value) {
    return value->type == ND_INT || value->type == ND_REAL;
}

static bool use_quality(struct nd_maker *maker, const struct nd_value *value, struct nd_value **leftover) {
    (void)leftover;
    if (is_number(value))
        maker->article->quality = value;
    return is_number(value);
}

static bool use_heat(struct nd_maker *maker, const struct nd_value *value, struct nd_value **leftover) {
    (void)leftover;
    if (is_number(value))
        maker->article->heat = value;
    return is_number(value);
}

static bool use_published(struct nd_maker *maker, const struct nd_value *value, struct nd_value **leftover) {
    (void)leftover;
    if (value->type == ND_BOOL)
        maker->article->is_published = value->as.boolean ? ND_YES : ND_NO;
    return value->type == ND_BOOL;
}

static bool use_draft(struct nd_maker *maker, const struct nd_value *value, struct nd_value **leftover) {
    (void)leftover;
    if (value->type == ND_BOOL)
        maker->article->is_published = value->as.boolean ? ND_NO : ND_YES;
    return value->type == ND_BOOL;
}

/* Adds names from a list of scalars, a map's "name" members, or a comma-separated string. */
static bool add_names(struct nd_maker *maker, enum nd_role role, const struct nd_value *value) {
    size_t before = maker->article->names[role].count;
    struct nd_str rest = nd_value_text(value), name;

    if (value->type == ND_LIST) {
        for (const struct nd_value *v = value->first; v != NULL; v = v->next) {
            name = readable(maker, v->type == ND_MAP ? nd_value_get(v, ND_STR("name")) : v);
            nd_record_add_name(maker, role, name);
        }
        return maker->article->names[role].count > before || value->count == 0;
    }
    while (rest.len > 0) {
        size_t comma = nd_str_find_char(rest, ',');
        name = nd_html_inline(nd_str_slice(rest, 0, comma), maker->arena);
        nd_record_add_name(maker, role, name);
        rest = nd_str_skip(rest, comma == SIZE_MAX ? rest.len : comma + 1);
    }
    return maker->article->names[role].count > before;
}

static bool use_topics(struct nd_maker *maker, const struct nd_value *value, struct nd_value **leftover) {
    (void)leftover;
    return add_names(maker, ND_TOPIC, value);
}

static bool use_keywords(struct nd_maker *maker, const struct nd_value *value, struct nd_value **leftover) {
    (void)leftover;
    return add_names(maker, ND_KEYWORD, value);
}

static bool use_themes(struct nd_maker *maker, const struct nd_value *value, struct nd_value **leftover) {
    (void)leftover;
    return add_names(maker, ND_THEME, value);
}

static bool is_taxonomy(struct nd_str key) {
    return nd_str_eq(key, ND_STR("tags")) || nd_str_eq(key, ND_STR("categories"));
}

/* Zola keeps tags and categories one level down. */
static bool use_taxonomies(struct nd_maker *maker, const struct nd_value *value, struct nd_value **leftover) {
    bool any = false;

    if (value->type != ND_MAP)
        return false;
    for (const struct nd_value *v = value->first; v != NULL; v = v->next)
        if (is_taxonomy(v->key))
            any = add_names(maker, ND_TOPIC, v) || any;
    *leftover = members_without(maker, value, is_taxonomy);
    return any;
}

static bool is_image_key(struct nd_str key) {
    return nd_str_eq(key, ND_STR("url")) || nd_str_eq(key, ND_STR("src")) || nd_str_eq(key, ND_STR("path")) ||
           nd_str_eq(key, ND_STR("width")) || nd_str_eq(key, ND_STR("height"));
}

static int64_t pixels(const struct nd_value *value) {
    return value != NULL && value->type == ND_INT && value->as.integer > 0 ? value->as.integer : 0;
}

/* One image: a string, or a map with url, src or path. */
static bool add_image(struct nd_maker *maker, const struct nd_value *value, struct nd_value **leftover) {
    struct nd_image *image = nd_arena_alloc(maker->arena, 1, sizeof *image);
    static const char *const address[] = {"url", "src", "path"};

    image->url = nd_str_trim(nd_value_text(value));
    for (size_t i = 0; i < 3 && image->url.len == 0; i++)
        image->url = nd_str_trim(nd_value_text(nd_value_get(value, nd_str_from(address[i]))));
    if (image->url.len == 0)
        return false;
    image->width = pixels(nd_value_get(value, ND_STR("width")));
    image->height = pixels(nd_value_get(value, ND_STR("height")));
    nd_record_add_image(maker, image);
    *leftover = value->type == ND_MAP ? members_without(maker, value, is_image_key) : NULL;
    return true;
}

static bool use_images(struct nd_maker *maker, const struct nd_value *value, struct nd_value **leftover) {
    struct nd_value *rest = nd_value_new(maker->arena, ND_LIST), *left;
    bool any = false, is_needed = false;

    if (value->type != ND_LIST)
        return add_image(maker, value, leftover);
    for (const struct nd_value *v = value->first; v != NULL; v = v->next) {
        left = NULL;
        any = add_image(maker, v, &left) || any;
        is_needed = is_needed || left != NULL;
        nd_value_add(rest, left != NULL ? left : nd_value_new(maker->arena, ND_MAP));
    }
    *leftover = is_needed ? rest : NULL;
    return any;
}

static struct nd_article *new_reference(struct nd_maker *maker, const struct nd_value *value) {
    struct nd_article *reference = nd_arena_alloc(maker->arena, 1, sizeof *reference);
    struct nd_maker inner = *maker;
    struct nd_str text = nd_str_trim(nd_value_text(value));

    inner.article = reference;
    reference->metadata = nd_value_new(maker->arena, ND_MAP);
    if (value->type == ND_MAP) {
        nd_fields_read(&inner, value);
        return reference;
    }
    reference->url = nd_url_canonical(text, maker->arena);
    if (reference->url.ptr != NULL)
        reference->original_url = text;
    else if (nd_str_find_char(text, ' ') == SIZE_MAX)
        reference->key = nd_key_of_path(text, maker->arena);
    else
        reference->title = nd_text_on_one_line(text, maker->arena);
    return reference;
}

static bool use_related(struct nd_maker *maker, const struct nd_value *value, struct nd_value **leftover) {
    size_t before = maker->article->related_count;

    (void)leftover;
    if (value->type != ND_LIST)
        return false;
    for (const struct nd_value *v = value->first; v != NULL; v = v->next)
        if (v->type == ND_MAP || nd_value_is_scalar(v))
            nd_record_add_related(maker, new_reference(maker, v));
    return maker->article->related_count > before || value->count == 0;
}

/* The names fields go by, the more specific first. A key may serve several fields; the first that takes it
 * wins. */
static const struct rule rules[] = {
    {ND_STR_INIT("title"), "title", use_title, false},
    {ND_STR_INIT("headline"), "title", use_title, false},
    {ND_STR_INIT("name"), "title", use_title, false},
    {ND_STR_INIT("excerpt"), "excerpt", use_excerpt, false},
    {ND_STR_INIT("description"), "excerpt", use_excerpt, false},
    {ND_STR_INIT("summary"), "excerpt", use_excerpt, false},
    {ND_STR_INIT("abstract"), "excerpt", use_excerpt, false},
    {ND_STR_INIT("teaser"), "excerpt", use_excerpt, false},
    {ND_STR_INIT("subtitle"), "excerpt", use_excerpt, false},
    {ND_STR_INIT("publisheddatetime"), "published_at", use_date, false},
    {ND_STR_INIT("datepublished"), "published_at", use_date, false},
    {ND_STR_INIT("publishedat"), "published_at", use_date, false},
    {ND_STR_INIT("publishedon"), "published_at", use_date, false},
    {ND_STR_INIT("publishdate"), "published_at", use_date, false},
    {ND_STR_INIT("pubdate"), "published_at", use_date, false},
    {ND_STR_INIT("publicationdate"), "published_at", use_date, false},
    {ND_STR_INIT("date"), "published_at", use_date, false},
    {ND_STR_INIT("datetime"), "published_at", use_date, false},
    {ND_STR_INIT("created"), "published_at", use_date, false},
    {ND_STR_INIT("createdat"), "published_at", use_date, false},
    {ND_STR_INIT("published"), "is_published", use_published, false},
    {ND_STR_INIT("published"), "published_at", use_date_quietly, false},
    {ND_STR_INIT("ispublished"), "is_published", use_published, false},
    {ND_STR_INIT("draft"), "is_published", use_draft, false},
    {ND_STR_INIT("originalurl"), "original_url", use_original_url, false},
    {ND_STR_INIT("weburl"), "url", use_url, false},
    {ND_STR_INIT("canonicalurl"), "url", use_url, false},
    {ND_STR_INIT("canonical"), "url", use_url, false},
    {ND_STR_INIT("url"), "url", use_url, false},
    {ND_STR_INIT("link"), "url", use_url, false},
    {ND_STR_INIT("externalurl"), "url", use_url, false},
    {ND_STR_INIT("sourceurl"), "url", use_url, false},
    {ND_STR_INIT("permalink"), "url", use_url, false},
    {ND_STR_INIT("lang"), "language", use_language, false},
    {ND_STR_INIT("language"), "language", use_language, false},
    {ND_STR_INIT("locale"), "language", use_language, false},
    {ND_STR_INIT("provider"), "provider", use_provider, false},
    {ND_STR_INIT("publisher"), "provider", use_provider, false},
    {ND_STR_INIT("source"), "provider", use_provider, false},
    {ND_STR_INIT("sitename"), "provider", use_provider, false},
    {ND_STR_INIT("category"), "category", use_category, false},
    {ND_STR_INIT("section"), "category", use_category, false},
    {ND_STR_INIT("category"), "topics", use_topics, true},
    {ND_STR_INIT("type"), "type", use_type, false},
    {ND_STR_INIT("contenttype"), "type", use_type, false},
    {ND_STR_INIT("quality"), "quality", use_quality, false},
    {ND_STR_INIT("heat"), "heat", use_heat, false},
    {ND_STR_INIT("topics"), "topics", use_topics, true},
    {ND_STR_INIT("topic"), "topics", use_topics, true},
    {ND_STR_INIT("tags"), "topics", use_topics, true},
    {ND_STR_INIT("tag"), "topics", use_topics, true},
    {ND_STR_INIT("categories"), "topics", use_topics, true},
    {ND_STR_INIT("taxonomies"), "topics", use_taxonomies, true},
    {ND_STR_INIT("keywords"), "keywords", use_keywords, true},
    {ND_STR_INIT("keyword"), "keywords", use_keywords, true},
    {ND_STR_INIT("themes"), "themes", use_themes, true},
    {ND_STR_INIT("images"), "images", use_images, true},
    {ND_STR_INIT("image"), "images", use_images, true},
    {ND_STR_INIT("cover"), "images", use_images, true},
    {ND_STR_INIT("coverimage"), "images", use_images, true},
    {ND_STR_INIT("featuredimage"), "images", use_images, true},
    {ND_STR_INIT("thumbnail"), "images", use_images, true},
    {ND_STR_INIT("related"), "related", use_related, true},
    {ND_STR_INIT("relatedposts"), "related", use_related, true},
    {ND_STR_INIT("relatedarticles"), "related", use_related, true},
    {ND_STR_INIT("seealso"), "related", use_related, true},
};

enum { RULES = sizeof rules / sizeof *rules, KEY_MAX = 24 };

/* Lower case without - and _; empty when too long to be in the table. */
static struct nd_str fold_key(struct nd_str key, char out[KEY_MAX]) {
    size_t length = 0;

    for (size_t i = 0; i < key.len; i++) {
        if (key.ptr[i] == '-' || key.ptr[i] == '_')
            continue;
        if (length == KEY_MAX)
            return ND_STR_NONE;
        out[length++] = nd_char_lower(key.ptr[i]);
    }
    return nd_str_of(out, length);
}

/* The best rule not yet tried for this key from number from on, or RULES. */
static size_t next_rule(struct nd_str folded, size_t from) {
    while (from < RULES && !nd_str_eq(rules[from].key, folded))
        from++;
    return from;
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
static void find_members(const struct nd_value *map, const struct nd_value *members[RULES]) {
    char out[KEY_MAX];

    for (const struct nd_value *v = map->first; v != NULL; v = v->next) {
        struct nd_str folded = fold_key(v->key, out);
        for (size_t i = next_rule(folded, 0); i < RULES; i = next_rule(folded, i + 1))
            if (members[i] == NULL)
                members[i] = v;
    }
}

/* Copies the nodes it keeps: an alias may share the originals. */
static void keep_as_metadata(struct nd_maker *maker, const struct nd_value *map, const struct use *uses,
                             size_t count) {
    for (const struct nd_value *v = map->first; v != NULL; v = v->next) {
        const struct nd_value *kept = v;
        struct nd_value *copy;

        for (size_t i = 0; i < count; i++)
            if (uses[i].value == v)
                kept = uses[i].leftover;
        if (kept == NULL)
            continue;
        copy = nd_value_new(maker->arena, kept->type);
        *copy = *kept;
        copy->next = NULL;
        nd_value_put(maker->article->metadata, v->key, copy);
    }
}

void nd_fields_read(struct nd_maker *maker, const struct nd_value *map) {
    const struct nd_value *members[RULES] = {NULL};
    struct use uses[RULES];
    size_t count = 0;

    find_members(map, members);
    for (size_t i = 0; i < RULES; i++) {
        const struct nd_value *value = members[i];
        struct nd_value *leftover = NULL;

        if (value == NULL || is_used(uses, count, value) ||
            (!rules[i].is_shared && nd_record_has_source(maker->article, rules[i].field)))
            continue;
        if (!rules[i].use(maker, value, &leftover))
            continue;
        uses[count++] = (struct use){value, leftover};
        nd_record_source_key(maker, rules[i].field, value->key);
    }
    keep_as_metadata(maker, map, uses, count);
    if (maker->article->url.ptr == NULL && maker->article->original_url.ptr != NULL) {
        maker->article->url = nd_url_canonical(maker->article->original_url, maker->arena);
        nd_record_source(maker, "url", "original_url");
    }
}
