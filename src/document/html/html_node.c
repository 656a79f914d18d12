#include "document/html/html.h"

struct nd_str nd_html_attribute(const GumboElement *element, const char *name) {
    const GumboAttribute *found = gumbo_get_attribute(&element->attributes, name);

    return found == NULL ? ND_STR_NONE : nd_str_trim(nd_str_from(found->value));
}

const GumboNode *nd_html_child(const GumboNode *node, size_t index) {
    bool has_children = node->type == GUMBO_NODE_ELEMENT && index < node->v.element.children.length;

    return has_children ? node->v.element.children.data[index] : NULL;
}
