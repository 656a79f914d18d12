#include "article/json_ld.h"

enum { MAX_DEPTH = 4, MAX_REFERENCES = 16 /* that are followed, of one value */ };

/* NewsArticle, BlogPosting and their like, schema.org; with or without its address before it. */
static bool is_article_type(const struct nd_value *type) {
    static const struct nd_str endings[] = {ND_STR_INIT("Article"), ND_STR_INIT("Posting"),
                                            ND_STR_INIT("Report")};

    if (type != NULL && type->type == ND_LIST) {
        for (const struct nd_value *v = type->first; v != NULL; v = v->next)
            if (is_article_type(v))
                return true;
        return false;
    }
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (nd_str_ends(nd_value_text(type), endings[i]))
            return true;
    return false;
}

/* Where objects stand that may be the article: the list of a @graph, what a page is mainly about. */
static const struct nd_str nests[] = {ND_STR_INIT("@graph"), ND_STR_INIT("mainEntity")};

/* How well an object is that article: of several on a page, by their addresses and titles. */
static int fit(const struct nd_value *object, const struct nd_document *document) {
    struct nd_str title = nd_str_trim(nd_value_text(nd_value_get(object, ND_STR("headline"))));
    struct nd_str url = nd_value_text(nd_value_get(object, ND_STR("url")));
    struct nd_str canonical = nd_value_text(nd_value_get(document->head, ND_STR("html:canonical")));

    return 1 + (title.len > 0 && nd_str_find(document->title, title) != SIZE_MAX) +
           (url.len > 0 && nd_str_eq(url, canonical));
}

void nd_json_ld_find_article(const struct nd_value *value, const struct nd_document *document, int depth,
                             const struct nd_value **found) {
    if (value == NULL || depth > MAX_DEPTH)
        return;
    if (value->type == ND_MAP && is_article_type(nd_value_get(value, ND_STR("@type")))) {
        if (*found == NULL || fit(value, document) > fit(*found, document))
            *found = value;
        return;
    }
    for (size_t i = 0; i < sizeof nests / sizeof *nests && value->type == ND_MAP; i++)
        nd_json_ld_find_article(nd_value_get(value, nests[i]), document, depth + 1, found);
    for (const struct nd_value *v = value->type == ND_LIST ? value->first : NULL; v != NULL; v = v->next)
        nd_json_ld_find_article(v, document, depth + 1, found);
}

/* A film or recording that <title> names, with the day on which it was put there. */
static bool is_recording(const struct nd_value *object, const struct nd_document *document) {
    struct nd_str name = nd_str_trim(nd_value_text(nd_value_get(object, ND_STR("name"))));

    return nd_value_get(object, ND_STR("uploadDate")) != NULL && name.len > 0 &&
           nd_str_find(document->title, name) != SIZE_MAX;
}

const struct nd_value *nd_json_ld_find_dated(const struct nd_value *value, const struct nd_document *document,
                                             int depth) {
    const struct nd_value *found = NULL;

    if (value == NULL || depth > MAX_DEPTH)
        return NULL;
    if (value->type == ND_MAP &&
        (nd_value_get(value, ND_STR("datePublished")) != NULL || is_recording(value, document)))
        return value;
    if (value->type == ND_MAP)
        return nd_json_ld_find_dated(nd_value_get(value, ND_STR("@graph")), document, depth + 1);
    for (const struct nd_value *v = value->type == ND_LIST ? value->first : NULL; v != NULL && found == NULL;
         v = v->next)
        found = nd_json_ld_find_dated(v, document, depth + 1);
    return found;
}

/* What an object refers to that says nothing but an @id; absent if it is no such object. */
static struct nd_str reference_of(const struct nd_value *value) {
    const struct nd_value *id = value->type == ND_MAP ? nd_value_get(value, ND_STR("@id")) : NULL;

    for (const struct nd_value *v = id == NULL ? NULL : value->first; v != NULL; v = v->next)
        if (!nd_str_eq(v->key, ND_STR("@id")) && !nd_str_eq(v->key, ND_STR("@type")))
            return ND_STR_NONE;
    return nd_value_text(id);
}

bool nd_json_ld_is_reference(const struct nd_value *value) {
    return value != NULL && reference_of(value).len > 0;
}

static struct nd_str find_site(const struct nd_value *value, int depth) {
    struct nd_str name = ND_STR_NONE;

    if (depth > MAX_DEPTH || (value->type != ND_MAP && value->type != ND_LIST))
        return ND_STR_NONE;
    if (value->type == ND_MAP &&
        nd_str_ends(nd_value_text(nd_value_get(value, ND_STR("@type"))), ND_STR("WebSite")))
        return nd_str_trim(nd_value_text(nd_value_get(value, ND_STR("name"))));
    if (value->type == ND_MAP)
        value = nd_value_get(value, ND_STR("@graph"));
    for (const struct nd_value *v = value == NULL ? NULL : value->first; v != NULL && name.len == 0;
         v = v->next)
        name = find_site(v, depth + 1);
    return name;
}

struct nd_str nd_json_ld_site(const struct nd_document *document) {
    struct nd_str name = ND_STR_NONE;

    for (const struct nd_value *tree = document->head->first; tree != NULL && name.len == 0;
         tree = tree->next)
        if (nd_str_eq(tree->key, ND_STR("json-ld")))
            name = find_site(tree, 0);
    return name;
}

/* The first object in a tree that has this @id and says more. */
static const struct nd_value *find_object(const struct nd_value *value, struct nd_str id, int depth) {
    const struct nd_value *found = NULL;

    if (value->type == ND_MAP && nd_str_eq(nd_value_text(nd_value_get(value, ND_STR("@id"))), id) &&
        reference_of(value).ptr == NULL)
        return value;
    if (depth > MAX_DEPTH || (value->type != ND_MAP && value->type != ND_LIST))
        return NULL;
    for (const struct nd_value *v = value->first; v != NULL && found == NULL; v = v->next)
        found = find_object(v, id, depth + 1);
    return found;
}

static const struct nd_value *follow(const struct nd_document *document, const struct nd_value *value) {
    struct nd_str id = reference_of(value);

    for (const struct nd_value *tree = id.len == 0 ? NULL : document->head->first; tree != NULL;
         tree = tree->next) {
        const struct nd_value *found =
            nd_str_eq(tree->key, ND_STR("json-ld")) ? find_object(tree, id, 0) : NULL;
        if (found != NULL)
            return found;
    }
    return value;
}

const struct nd_value *nd_json_ld_resolve(const struct nd_document *document, const struct nd_value *value,
                                          struct nd_arena *arena) {
    struct nd_value *list;
    size_t references = 0;

    if (value == NULL || value->type != ND_LIST)
        return value == NULL ? NULL : follow(document, value);
    for (const struct nd_value *v = value->first; v != NULL; v = v->next)
        references += reference_of(v).len > 0;
    if (references == 0 || references > MAX_REFERENCES)
        return value;
    list = nd_value_new(arena, ND_LIST);
    for (const struct nd_value *v = value->first; v != NULL; v = v->next)
        nd_value_add(list, nd_value_copy(arena, follow(document, v)));
    return list;
}

/* Adds the texts in a list of ingredients, steps or sections of steps, one a line. */
static void add_steps(const struct nd_value *value, int depth, struct nd_buf *out) {
    enum { MOST = 16384 /* bytes */ };

    if (value == NULL || depth > MAX_DEPTH || out->len > MOST)
        return;
    if (value->type == ND_STRING) {
        nd_buf_add(out, nd_str_trim(nd_value_text(value)));
        nd_buf_add_z(out, "\n");
    } else if (value->type == ND_MAP) {
        add_steps(nd_value_get(value, ND_STR("text")), depth + 1, out);
        add_steps(nd_value_get(value, ND_STR("itemListElement")), depth + 1, out);
    } else if (value->type == ND_LIST) {
        for (const struct nd_value *v = value->first; v != NULL; v = v->next)
            add_steps(v, depth + 1, out);
    }
}

static const struct nd_value *find_recipe(const struct nd_value *value, int depth) {
    const struct nd_value *found = NULL;

    if (value == NULL || depth > MAX_DEPTH)
        return NULL;
    if (value->type == ND_MAP && nd_value_get(value, ND_STR("recipeIngredient")) != NULL)
        return value;
    if (value->type == ND_MAP)
        return find_recipe(nd_value_get(value, ND_STR("@graph")), depth + 1);
    for (const struct nd_value *v = value->type == ND_LIST ? value->first : NULL; v != NULL && found == NULL;
         v = v->next)
        found = find_recipe(v, depth + 1);
    return found;
}

struct nd_str nd_json_ld_recipe(const struct nd_document *document, struct nd_arena *arena) {
    const struct nd_value *recipe = NULL;
    struct nd_buf out = {0};

    for (const struct nd_value *tree = document->head == NULL ? NULL : document->head->first;
         tree != NULL && recipe == NULL; tree = tree->next)
        if (nd_str_eq(tree->key, ND_STR("json-ld")))
            recipe = find_recipe(tree, 0);
    if (recipe == NULL)
        return ND_STR_NONE;
    add_steps(nd_value_get(recipe, ND_STR("recipeIngredient")), 0, &out);
    add_steps(nd_value_get(recipe, ND_STR("recipeInstructions")), 0, &out);
    return nd_arena_take(arena, &out);
}
