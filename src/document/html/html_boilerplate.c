#include "document/html/html.h"

#include "newsdex/limits.h"

/*
 * What surrounds an article on its page, by what HTML and ARIA have for it (HTML, section 4.3; WAI-ARIA 1.2,
 * section 5.3.4), and by the names that pages give to elements which have no meaning of their own.
 */

static const char *const roles[] = {"navigation",  "search", "contentinfo", "complementary",
                                    "alertdialog", "dialog", "menu",        "menubar"};

/* The beginnings of class names and ids, up to their end or a mark. */
static const char *const names[] = {"advert",
                                    "advertisement",
                                    "author_information",
                                    "breadcrumb",
                                    "breadcrumbs",
                                    "button-wrapper",
                                    "comments",
                                    "consent",
                                    "cookie",
                                    "cookies",
                                    "gdpr",
                                    "menu",
                                    "message-user",
                                    "nav",
                                    "navbar",
                                    "newsletter",
                                    "pager",
                                    "pagination",
                                    "poster_info",
                                    "postprofile",
                                    "related",
                                    "share",
                                    "sharing",
                                    "sidebar",
                                    "skip",
                                    "social",
                                    "subscribe-widget",
                                    "subscription-widget",
                                    "userinfo"};

static bool has_role(const GumboElement *element) {
    struct nd_str role = nd_html_attribute(element, "role");

    for (size_t i = 0; i < sizeof roles / sizeof *roles && role.len > 0; i++)
        if (nd_str_eq_nocase(role, nd_str_from(roles[i])))
            return true;
    return false;
}

/* One name of a list: "cookie-banner", "Share", not "shareholders". */
static bool is_name(struct nd_str word) {
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct nd_str name = nd_str_from(names[i]);
        if (nd_str_starts_nocase(word, name) &&
            (word.len == name.len || word.ptr[name.len] == '-' || word.ptr[name.len] == '_'))
            return true;
    }
    return false;
}

static bool has_name(struct nd_str list) {
    while (list.len > 0) {
        size_t end = 0;
        while (end < list.len && !nd_char_is_blank(list.ptr[end]))
            end++;
        if (is_name(nd_str_slice(list, 0, end)))
            return true;
        list = nd_str_trim(nd_str_skip(list, end));
    }
    return false;
}

static bool may_be_named(const GumboElement *element) {
    switch (element->tag) {
    case GUMBO_TAG_DIV:
    case GUMBO_TAG_SECTION:
    case GUMBO_TAG_UL:
    case GUMBO_TAG_OL:
    case GUMBO_TAG_DL:
    case GUMBO_TAG_P:
    case GUMBO_TAG_FORM:
        return true;
    default:
        return false;
    }
}

static bool is_content(const GumboNode *node) {
    GumboTag tag = node->type == GUMBO_NODE_ELEMENT ? node->v.element.tag : GUMBO_TAG_UNKNOWN;

    return tag == GUMBO_TAG_H1 || tag == GUMBO_TAG_MAIN || tag == GUMBO_TAG_ARTICLE;
}

/* True when the element is larger than furniture is, or an article is in it. */
static bool holds_content(const GumboNode *root) {
    const GumboNode *node = root;

    for (size_t count = 0; count < ND_MAX_FURNITURE_NODES; count++) {
        const GumboNode *next = nd_html_child(node, 0);
        if (is_content(node))
            return true;
        while (next == NULL) {
            if (node == root)
                return false;
            next = nd_html_child(node->parent, node->index_within_parent + 1);
            node = node->parent;
        }
        node = next;
    }
    return true;
}

bool nd_html_is_boilerplate(const GumboNode *node, bool is_in_article) {
    const GumboElement *element = &node->v.element;

    if (element->tag == GUMBO_TAG_NAV)
        return true;
    if (element->tag == GUMBO_TAG_ASIDE || element->tag == GUMBO_TAG_FOOTER)
        return !is_in_article; /* there they are part of it */
    if (element->attributes.length == 0 || is_content(node))
        return false;
    if (has_role(element) || (may_be_named(element) && (has_name(nd_html_attribute(element, "id")) ||
                                                        has_name(nd_html_attribute(element, "class")))))
        return !holds_content(node);
    return false;
}
