/* What is looked for in a tree of XML. */
#include "container/xml.h"

struct nd_str nd_xml_local_name(struct nd_str name) {
    size_t colon = nd_str_find_char(name, ':');

    return colon == SIZE_MAX ? name : nd_str_skip(name, colon + 1);
}

static bool has_name(const struct nd_xml_node *node, struct nd_str name) {
    return nd_str_starts(name, ND_STR("*:")) ? nd_str_eq(nd_xml_local_name(node->name), nd_str_skip(name, 2))
                                             : nd_str_eq(node->name, name);
}

bool nd_xml_is(const struct nd_xml_node *node, const char *name) {
    return node != NULL && node->name.ptr != NULL && has_name(node, nd_str_from(name));
}

/* From node on, among its siblings. */
static const struct nd_xml_node *first_named(const struct nd_xml_node *node, struct nd_str name) {
    while (node != NULL && (node->name.ptr == NULL || !has_name(node, name)))
        node = node->next;
    return node;
}

const struct nd_xml_node *nd_xml_child(const struct nd_xml_node *node, const char *name) {
    return node == NULL ? NULL : first_named(node->first, nd_str_from(name));
}

const struct nd_xml_node *nd_xml_sibling(const struct nd_xml_node *node, const char *name) {
    return node == NULL ? NULL : first_named(node->next, nd_str_from(name));
}

const struct nd_xml_node *nd_xml_at(const struct nd_xml_node *node, const char *path) {
    struct nd_str rest = nd_str_from(path);

    while (node != NULL && rest.len > 0) {
        size_t slash = nd_str_find_char(rest, '/');
        node = first_named(node->first, nd_str_slice(rest, 0, slash));
        rest = slash == SIZE_MAX ? ND_STR_NONE : nd_str_skip(rest, slash + 1);
    }
    return node;
}

const struct nd_xml_node *nd_xml_walk(const struct nd_xml_node *root, const struct nd_xml_node *node) {
    if (node == NULL)
        return NULL;
    if (node->first != NULL)
        return node->first;
    while (node != root && node->next == NULL)
        node = node->parent;
    return node == root ? NULL : node->next;
}

const struct nd_xml_node *nd_xml_find(const struct nd_xml_node *root, const struct nd_xml_node *node,
                                      const char *name) {
    struct nd_str wanted = nd_str_from(name);

    do
        node = nd_xml_walk(root, node);
    while (node != NULL && (node->name.ptr == NULL || !has_name(node, wanted)));
    return node;
}

struct nd_str nd_xml_attribute(const struct nd_xml_node *node, const char *name) {
    struct nd_str wanted = nd_str_from(name);

    for (const struct nd_xml_attribute *a = node == NULL ? NULL : node->attributes; a != NULL; a = a->next)
        if (nd_str_eq(a->name, wanted) || (nd_str_starts(wanted, ND_STR("*:")) &&
                                           nd_str_eq(nd_xml_local_name(a->name), nd_str_skip(wanted, 2))))
            return a->value;
    return ND_STR_NONE;
}

struct nd_str nd_xml_text(const struct nd_xml_node *node, struct nd_arena *arena) {
    struct nd_buf all = {0};

    if (node == NULL)
        return ND_STR_NONE;
    if (node->first == NULL)
        return node->name.ptr == NULL ? nd_str_trim(node->text) : ND_STR("");
    if (node->first->next == NULL && node->first->name.ptr == NULL)
        return nd_str_trim(node->first->text);
    for (const struct nd_xml_node *n = nd_xml_walk(node, node); n != NULL; n = nd_xml_walk(node, n))
        nd_buf_add(&all, n->text);
    return nd_str_trim(nd_arena_take(arena, &all));
}

size_t nd_xml_text_length(const struct nd_xml_node *node) {
    size_t length = 0;

    for (const struct nd_xml_node *n = node; n != NULL; n = nd_xml_walk(node, n))
        length += n->text.len;
    return length;
}

bool nd_xml_has_elements(const struct nd_xml_node *node) {
    for (const struct nd_xml_node *n = node == NULL ? NULL : node->first; n != NULL; n = n->next)
        if (n->name.ptr != NULL)
            return true;
    return false;
}

static const struct nd_xml_rename *find_rename(const struct nd_xml_rename *renames, struct nd_str name,
                                               bool is_attribute) {
    for (; renames != NULL && renames->from != NULL; renames++)
        if ((renames->from[0] == '@') == is_attribute &&
            nd_str_eq(nd_str_from(renames->from + is_attribute), name))
            return renames;
    return NULL;
}

static void add_escaped(struct nd_buf *out, struct nd_str text) {
    for (size_t i = 0; i < text.len; i++)
        switch (text.ptr[i]) {
        case '<':
            nd_buf_add_z(out, "&lt;");
            break;
        case '>':
            nd_buf_add_z(out, "&gt;");
            break;
        case '&':
            nd_buf_add_z(out, "&amp;");
            break;
        case '"':
            nd_buf_add_z(out, "&quot;");
            break;
        default:
            nd_buf_add_char(out, text.ptr[i]);
        }
}

/* Empty when it has none, or is left out with all that is in it. */
static struct nd_str html_name(const struct nd_xml_node *node, const struct nd_xml_rename *renames,
                               bool *is_left_out) {
    struct nd_str name = nd_xml_local_name(node->name);
    const struct nd_xml_rename *rename = find_rename(renames, name, false);

    *is_left_out = rename != NULL && rename->to == NULL;
    return rename == NULL ? name : nd_str_from(rename->to);
}

static void add_attributes(struct nd_buf *out, const struct nd_xml_node *node,
                           const struct nd_xml_rename *renames) {
    for (const struct nd_xml_attribute *a = node->attributes; a != NULL; a = a->next) {
        struct nd_str name = nd_xml_local_name(a->name);
        const struct nd_xml_rename *rename = find_rename(renames, name, true);
        if (rename != NULL)
            name = nd_str_from(rename->to);
        if (name.len == 0 || nd_str_starts(a->name, ND_STR("xmlns")))
            continue;
        nd_buf_add_char(out, ' ');
        nd_buf_add(out, name);
        nd_buf_add_z(out, "=\"");
        add_escaped(out, a->value);
        nd_buf_add_char(out, '"');
    }
}

static void add_end(struct nd_buf *out, const struct nd_xml_node *node, const struct nd_xml_rename *renames) {
    bool is_left_out;
    struct nd_str name = html_name(node, renames, &is_left_out);

    /* of all elements that have none, br alone is not ended by an end tag but opened again */
    if (name.len > 0 && !nd_str_eq_nocase(name, ND_STR("br"))) {
        nd_buf_add_z(out, "</");
        nd_buf_add(out, name);
        nd_buf_add_char(out, '>');
    }
}

/* Adds what begins with node; false when what is in it is left out. */
static bool add_begin(struct nd_buf *out, const struct nd_xml_node *node,
                      const struct nd_xml_rename *renames) {
    bool is_left_out;
    struct nd_str name;

    if (node->name.ptr == NULL) {
        add_escaped(out, node->text);
        return true;
    }
    name = html_name(node, renames, &is_left_out);
    if (name.len > 0) {
        nd_buf_add_char(out, '<');
        nd_buf_add(out, name);
        add_attributes(out, node, renames);
        nd_buf_add_char(out, '>');
    }
    return !is_left_out;
}

struct nd_str nd_xml_markup(const struct nd_xml_node *node, const struct nd_xml_rename *renames,
                            struct nd_arena *arena) {
    const struct nd_xml_node *n = node == NULL ? NULL : node->first;
    struct nd_buf out = {0};

    if (!nd_xml_has_elements(node))
        return nd_xml_text(node, arena);
    while (n != node) {
        if (add_begin(&out, n, renames) && n->first != NULL) {
            n = n->first;
            continue;
        }
        if (n->name.ptr != NULL)
            add_end(&out, n, renames);
        while (n != node && n->next == NULL) {
            n = n->parent;
            if (n != node)
                add_end(&out, n, renames);
        }
        if (n != node)
            n = n->next;
    }
    return nd_arena_take(arena, &out);
}
