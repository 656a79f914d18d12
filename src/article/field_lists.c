#include "article/fields.h"

static const struct nd_str name_keys[] = {ND_STR_INIT("name"),     ND_STR_INIT("title"), ND_STR_INIT("label"),
                                          ND_STR_INIT("webTitle"), ND_STR_INIT("value"), ND_STR_INIT("term"),
                                          ND_STR_INIT("tag"),      ND_STR_INIT("text")};
enum { NAME_KEYS = sizeof name_keys / sizeof *name_keys };

/* A list of scalars in a list: Hexo's way of writing a category and the one below it. */
static bool add_path(struct nd_record_builder *builder, enum nd_role role, const struct nd_value *path) {
    for (const struct nd_value *v = path->first; v != NULL; v = v->next)
        if (!nd_value_is_scalar(v))
            return false;
    for (const struct nd_value *v = path->first; v != NULL; v = v->next)
        nd_record_add_name(builder, role, nd_field_text(builder, v));
    return true;
}

/* {"name": "subject", "value": "Harbours"}: of what kind it is, and what it is called. */
static bool is_of_a_kind(const struct nd_value *member) {
    static const struct nd_str kinds[] = {ND_STR_INIT("subject"),       ND_STR_INIT("persons"),
                                          ND_STR_INIT("glocations"),    ND_STR_INIT("organizations"),
                                          ND_STR_INIT("keyword"),       ND_STR_INIT("topic"),
                                          ND_STR_INIT("creative_works")};
    const struct nd_value *value = nd_value_get(member, ND_STR("value"));
    struct nd_str name = nd_value_text(nd_value_get(member, ND_STR("name")));

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (nd_str_eq(name, kinds[i]))
            return value != NULL && value->type == ND_STRING;
    return false;
}

/* Adds the name a member of a list stands for; what else the member says is returned, or NULL. */
static struct nd_value *add_member(struct nd_record_builder *builder, enum nd_role role,
                                   const struct nd_value *member) {
    struct nd_str name = nd_field_text(builder, member);

    if (member->type == ND_LIST && member->count > 0 && add_path(builder, role, member))
        return NULL;
    for (size_t i = 0; i < NAME_KEYS && name.ptr == NULL && member->type == ND_MAP; i++) {
        if (i == 0 && is_of_a_kind(member))
            continue;
        name = nd_field_text(builder, nd_value_get(member, name_keys[i]));
        if (name.ptr != NULL) {
            nd_record_add_name(builder, role, name);
            return nd_field_without(builder, member, &name_keys[i], 1);
        }
    }
    nd_record_add_name(builder, role, name);
    return name.ptr == NULL && member->type != ND_NULL ? nd_field_copy(builder, member) : NULL;
}

/* Adds names from a list of scalars or of maps with a name, or from one string with separators. */
/*
 * Jekyll parts tags and categories in a string at blanks. Only what has a layout, or lies where Jekyll wants
 * its articles, is known to be Jekyll's.
 */
static bool is_of_jekyll(const struct nd_record_builder *builder, const struct nd_value *value) {
    struct nd_str text = nd_value_text(value);
    bool is_plural =
        nd_str_eq_nocase(value->key, ND_STR("tags")) || nd_str_eq_nocase(value->key, ND_STR("categories"));

    if (!is_plural || value->type != ND_STRING || builder->item != NULL || builder->fields == NULL)
        return false;
    for (size_t i = 0; i < text.len; i++)
        if (nd_char_is_one_of(text.ptr[i], ",;|\"\n"))
            return false;
    return nd_value_get(builder->fields, ND_STR("layout")) != NULL ||
           nd_str_starts(builder->article->path, ND_STR("_posts/")) ||
           nd_str_find(builder->article->path, ND_STR("/_posts/")) != SIZE_MAX;
}

static void add_words(struct nd_record_builder *builder, enum nd_role role, struct nd_str text) {
    for (text = nd_str_trim(text); text.len > 0; text = nd_str_trim(text)) {
        size_t end = 0;
        while (end < text.len && !nd_char_is_blank(text.ptr[end]))
            end++;
        nd_record_add_name(builder, role, nd_str_slice(text, 0, end));
        text = nd_str_skip(text, end);
    }
}

/* Programs number their terms; the numbers name nothing. */
static bool is_numbers(const struct nd_record_builder *builder, const struct nd_value *list) {
    bool is_data = builder->item != NULL || builder->document->notation == ND_JSON;

    struct nd_str text = nd_str_trim(nd_value_text(list));
    uint64_t number;

    if (list->type == ND_INT)
        return is_data;
    if (list->type == ND_STRING) /* a class of a table: 0 and 1 */
        return builder->item != NULL && text.len < 3 && nd_str_to_uint(text, &number);
    for (const struct nd_value *v = list->first; v != NULL; v = v->next)
        if (v->type != ND_INT)
            return false;
    return is_data && list->count > 0;
}

/* "[[fresh fish]] market": TiddlyWiki's lists. */
static bool is_list_of_tiddler(struct nd_str text) {
    size_t open = nd_str_find(text, ND_STR("[[")), end = nd_str_find(text, ND_STR("]]"));

    return open != SIZE_MAX && end != SIZE_MAX && end > open + 2 &&
           !nd_char_is_one_of(text.ptr[open + 2], "\"'[{") && (open == 0 || text.ptr[open - 1] == ' ');
}

static bool add_names(struct nd_record_builder *builder, enum nd_role role, const struct nd_value *value,
                      struct nd_value **leftover) {
    size_t before = builder->article->names[role].count;

    if (builder->item != NULL && value->type == ND_STRING && is_list_of_tiddler(value->text)) {
        nd_record_add_names(builder, role, nd_wiki_tags(value->text, builder->arena));
        return builder->article->names[role].count > before;
    }
    value = nd_field_as_value(builder, value);
    if (is_numbers(builder, value))
        return false;
    if (is_of_jekyll(builder, value)) {
        add_words(builder, role, nd_field_text(builder, value));
        return builder->article->names[role].count > before;
    }
    if (value->type != ND_LIST) {
        nd_record_add_names(builder, role, nd_field_text(builder, value));
        return builder->article->names[role].count > before;
    }
    for (const struct nd_value *v = value->first; v != NULL; v = v->next) {
        struct nd_value *rest = add_member(builder, role, v);
        if (rest == NULL)
            continue;
        if (*leftover == NULL)
            *leftover = nd_value_new(builder->arena, ND_LIST);
        nd_value_add(*leftover, rest);
    }
    return true;
}

bool nd_field_topics(struct nd_record_builder *builder, const struct nd_value *value,
                     struct nd_value **leftover) {
    return add_names(builder, ND_TOPIC, value, leftover);
}

/* What a page shows, where it states nothing of the kind. */
bool nd_field_tags_of_page(struct nd_record_builder *builder, const struct nd_value *value,
                           struct nd_value **leftover) {
    return !nd_record_has_source(builder->article, "topics") &&
           !nd_record_has_source(builder->article, "keywords") &&
           add_names(builder, ND_TOPIC, value, leftover);
}

bool nd_field_words(struct nd_record_builder *builder, const struct nd_value *value,
                    struct nd_value **leftover) {
    (void)leftover;
    add_words(builder, ND_TOPIC, nd_field_text(builder, value));
    return value->type == ND_STRING;
}

bool nd_field_keywords(struct nd_record_builder *builder, const struct nd_value *value,
                       struct nd_value **leftover) {
    return add_names(builder, ND_KEYWORD, value, leftover);
}

bool nd_field_themes(struct nd_record_builder *builder, const struct nd_value *value,
                     struct nd_value **leftover) {
    return add_names(builder, ND_THEME, value, leftover);
}

/* Zola keeps tags and categories one level down, and authors as a taxonomy of a site's own. */
bool nd_field_taxonomies(struct nd_record_builder *builder, const struct nd_value *value,
                         struct nd_value **leftover) {
    static const struct nd_str keys[] = {ND_STR_INIT("tags"), ND_STR_INIT("categories"), ND_STR_INIT("tag"),
                                         ND_STR_INIT("category")};
    static const struct nd_str of_authors[] = {ND_STR_INIT("authors"), ND_STR_INIT("author")};
    enum { KEYS = sizeof keys / sizeof *keys };
    bool any = false;

    if (value->type != ND_MAP)
        return false;
    *leftover = nd_field_without(builder, value, keys, KEYS);
    for (size_t i = 0; i < KEYS; i++) {
        const struct nd_value *list = nd_value_get(value, keys[i]);
        struct nd_value *rest = NULL;
        if (list == NULL)
            continue;
        any = true;
        if (!add_names(builder, ND_TOPIC, list, &rest))
            rest = nd_field_copy(builder, list);
        if (rest != NULL && *leftover == NULL)
            *leftover = nd_value_new(builder->arena, ND_MAP);
        if (rest != NULL)
            nd_value_put(*leftover, keys[i], rest);
    }
    for (size_t i = 0; i < sizeof of_authors / sizeof *of_authors; i++) {
        const struct nd_value *list = nd_value_get(value, of_authors[i]);
        struct nd_value *rest = NULL; /* what is written stays among the metadata */
        if (list != NULL && builder->article->authors.count == 0 && nd_field_authors(builder, list, &rest))
            nd_record_source_key(builder, "authors", value->key);
    }
    return any;
}

/* Whole pixels, as a number or as text. */
static int64_t pixels(const struct nd_value *value) {
    uint64_t number;

    if (value == NULL || !nd_str_to_uint(nd_str_trim(nd_value_text(value)), &number))
        return 0;
    return number <= INT32_MAX ? (int64_t)number : 0;
}

/* One image: a string, or a map with url, src, path or image. */
static bool add_image(struct nd_record_builder *builder, const struct nd_value *value,
                      struct nd_value **leftover) {
    static const struct nd_str address[] = {ND_STR_INIT("url"), ND_STR_INIT("src"), ND_STR_INIT("path"),
                                            ND_STR_INIT("image"), ND_STR_INIT("href")};
    struct nd_image *image = nd_arena_alloc(builder->arena, 1, sizeof *image);
    struct nd_str used[3];
    size_t count = 0;

    image->url = nd_str_trim(nd_value_text(value));
    for (size_t i = 0; i < sizeof address / sizeof *address && image->url.len == 0; i++) {
        image->url = nd_str_trim(nd_value_text(nd_value_get(value, address[i])));
        used[0] = address[i];
        count = 1;
    }
    if (image->url.len == 0)
        return false;
    image->width = pixels(nd_value_get(value, ND_STR("width")));
    image->height = pixels(nd_value_get(value, ND_STR("height")));
    if (nd_record_add_image(builder, image)) {
        if (image->width > 0)
            used[count++] = ND_STR("width");
        if (image->height > 0)
            used[count++] = ND_STR("height");
    }
    *leftover = value->type == ND_MAP ? nd_field_without(builder, value, used, count) : NULL;
    return true;
}

/* What comes with an article, of any kind: an image when its type says so, or the ending of its name. */
static bool is_image(const struct nd_value *value) {
    struct nd_str type = nd_str_trim(nd_value_text(nd_value_get(value, ND_STR("type"))));
    struct nd_str medium = nd_str_trim(nd_value_text(nd_value_get(value, ND_STR("medium"))));
    struct nd_str url = nd_str_trim(nd_value_text(nd_value_get(value, ND_STR("url"))));

    if (url.len == 0)
        url = nd_str_trim(nd_value_text(nd_value_get(value, ND_STR("href"))));
    if (medium.len > 0)
        return nd_str_eq_nocase(medium, ND_STR("image"));
    if (type.len > 0)
        return nd_str_starts_nocase(type, ND_STR("image"));
    return nd_str_names_picture(url);
}

/* Leftovers of a list keep their places: an empty map stands for an image that is all in the record. */
static bool add_images(struct nd_record_builder *builder, const struct nd_value *value, bool are_all,
                       struct nd_value **leftover) {
    struct nd_value *rest, *left;
    bool is_needed = false;
    size_t found = 0;

    if (value->type != ND_LIST)
        return (are_all || is_image(value)) && add_image(builder, value, leftover);
    rest = nd_value_new(builder->arena, ND_LIST);
    for (const struct nd_value *v = value->first; v != NULL; v = v->next) {
        left = NULL;
        if ((are_all || is_image(v)) && add_image(builder, v, &left))
            found++;
        else if (v->type != ND_NULL)
            left = nd_field_copy(builder, v);
        is_needed = is_needed || left != NULL;
        nd_value_add(rest, left != NULL ? left : nd_value_new(builder->arena, ND_MAP));
    }
    *leftover = is_needed ? rest : NULL;
    return found > 0 || value->count == 0;
}

bool nd_field_images(struct nd_record_builder *builder, const struct nd_value *value,
                     struct nd_value **leftover) {
    return add_images(builder, value, true, leftover);
}

bool nd_field_enclosures(struct nd_record_builder *builder, const struct nd_value *value,
                         struct nd_value **leftover) {
    return add_images(builder, value, false, leftover);
}

bool nd_field_pictures(struct nd_record_builder *builder, const struct nd_value *value,
                       struct nd_value **leftover) {
    struct nd_str address = nd_str_trim(nd_value_text(value));

    return (value->type != ND_STRING || nd_str_names_picture(address) ||
            nd_url_canonical(address, builder->arena).ptr != NULL) &&
           add_images(builder, value, true, leftover);
}
