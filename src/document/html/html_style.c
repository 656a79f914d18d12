#include "document/html/html.h"

#include <string.h>

/* What one style attribute says, as far as it matters for being seen. */
struct style {
    bool is_hidden, is_transparent, is_clipped, has_no_size;
    enum nd_font font;
};

/* "0", "0px", "0.0em", "0 !important". */
static bool is_zero(struct nd_str value) {
    size_t i = 0;

    while (i < value.len && (value.ptr[i] == '0' || value.ptr[i] == '.'))
        i++;
    return i > 0 && (i == value.len || !nd_char_is_digit(value.ptr[i]));
}

static void read_declaration(struct style *style, struct nd_str name, struct nd_str value) {
    if (nd_str_eq_nocase(name, ND_STR("display"))) {
        style->is_hidden |= nd_str_starts_nocase(value, ND_STR("none"));
    } else if (nd_str_eq_nocase(name, ND_STR("visibility"))) {
        style->is_hidden |= nd_str_starts_nocase(value, ND_STR("hidden"));
    } else if (nd_str_eq_nocase(name, ND_STR("opacity"))) {
        style->is_transparent = is_zero(value);
    } else if (nd_str_eq_nocase(name, ND_STR("overflow"))) {
        style->is_clipped = nd_str_starts_nocase(value, ND_STR("hidden"));
    } else if (nd_str_eq_nocase(name, ND_STR("max-height")) || nd_str_eq_nocase(name, ND_STR("height"))) {
        style->has_no_size |= is_zero(value);
    } else if (nd_str_eq_nocase(name, ND_STR("font-size"))) {
        style->font = is_zero(value) ? ND_FONT_ZERO : ND_FONT_VISIBLE;
    }
}

static struct style read_style(const GumboElement *element) {
    const GumboAttribute *found = gumbo_get_attribute(&element->attributes, "style");
    struct nd_str rest = found == NULL ? ND_STR_NONE : nd_str_from(found->value);
    struct style style = {false, false, false, false, ND_FONT_INHERITED};

    while (rest.len > 0) {
        size_t end = nd_str_find_char(rest, ';');
        struct nd_str declaration = nd_str_slice(rest, 0, end);
        size_t colon = nd_str_find_char(declaration, ':');
        if (colon != SIZE_MAX)
            read_declaration(&style, nd_str_trim(nd_str_slice(declaration, 0, colon)),
                             nd_str_trim(nd_str_skip(declaration, colon + 1)));
        rest = end == SIZE_MAX ? ND_STR_NONE : nd_str_skip(rest, end + 1);
    }
    return style;
}

/* aria-hidden hides icons and anchors from listeners, but also whole pages behind a dialogue. */
static bool is_decoration(const GumboElement *element) {
    const GumboAttribute *aria = gumbo_get_attribute(&element->attributes, "aria-hidden");

    if (aria == NULL || !nd_str_eq_nocase(nd_str_from(aria->value), ND_STR("true")))
        return false;
    return element->tag == GUMBO_TAG_I || element->tag == GUMBO_TAG_SPAN || element->tag == GUMBO_TAG_A;
}

bool nd_html_is_hidden(const GumboElement *element) {
    struct style style;

    if (element->attributes.length == 0)
        return false;
    if (gumbo_get_attribute(&element->attributes, "hidden") != NULL || is_decoration(element) ||
        nd_str_has_word(nd_html_attribute(element, "class"),
                        ND_STR("sf-hidden")) || /* SingleFile saw it hidden */
        nd_str_has_word(nd_html_attribute(element, "class"),
                        ND_STR("mw-editsection"))) /* "[edit]" in headings of MediaWiki */
        return true;
    style = read_style(element);
    if (style.is_hidden || (style.has_no_size && style.is_clipped))
        return true;
    /* Pages fade in from transparent; preheaders have no size either. */
    return style.is_transparent && (style.is_clipped || style.has_no_size || style.font == ND_FONT_ZERO);
}

enum nd_font nd_html_font(const GumboElement *element) {
    return element->attributes.length == 0 ? ND_FONT_INHERITED : read_style(element).font;
}

bool nd_html_is_permalink(const GumboElement *element, bool is_in_heading) {
    static const struct nd_str signs[] = {ND_STR_INIT("¶"), ND_STR_INIT("🔗"), ND_STR_INIT("⚓"),
                                          ND_STR_INIT("#"), ND_STR_INIT("§")};
    enum { EVERYWHERE = 3 /* of the signs */ };
    const GumboNode *text;
    struct nd_str shown;

    if (element->tag != GUMBO_TAG_A || element->children.length != 1 ||
        nd_str_find_char(nd_html_attribute(element, "href"), '#') == SIZE_MAX)
        return false;
    text = element->children.data[0];
    if (text->type != GUMBO_NODE_TEXT)
        return false;
    shown = nd_str_trim(nd_str_from(text->v.text.text));
    for (size_t i = 0; i < (is_in_heading ? sizeof signs / sizeof *signs : EVERYWHERE); i++)
        if (nd_str_eq(shown, signs[i]))
            return true;
    return false;
}
