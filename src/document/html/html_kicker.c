/*
 * Headings in two parts: a word or two of the subject above, smaller, then the headline. Both stand in one
 * <h1>, with an element around the former, or a sign between them that only screen readers read out.
 */
#include "document/html/html.h"

#include "document/html/tag.h"
#include "newsdex/utf8.h"

enum { MAX_SEPARATOR = 16 /* bytes */ };

/* What the elements are called, anywhere in their names. */
static const struct nd_str names[] = {
    ND_STR_INIT("kicker"),      ND_STR_INIT("dachzeile"),   ND_STR_INIT("overline"),
    ND_STR_INIT("overhead"),    ND_STR_INIT("roofline"),    ND_STR_INIT("spitzmarke"),
    ND_STR_INIT("topline"),     ND_STR_INIT("eyebrow"),     ND_STR_INIT("pretitle"),
    ND_STR_INIT("pre-title"),   ND_STR_INIT("preheading"),  ND_STR_INIT("preheadline"),
    ND_STR_INIT("surtitre"),    ND_STR_INIT("surtitle"),    ND_STR_INIT("supertitle"),
    ND_STR_INIT("suptitle"),    ND_STR_INIT("antetit"),     ND_STR_INIT("occhiello"),
    ND_STR_INIT("sopratitolo"), ND_STR_INIT("title-prefix")};

bool nd_html_is_kicker(const GumboElement *element) {
    struct nd_str classes = nd_html_attribute(element, "class");

    for (size_t i = 0; i < sizeof names / sizeof *names && classes.len > 0; i++)
        for (size_t at = 0; at + names[i].len <= classes.len; at++)
            if (nd_str_starts_nocase(nd_str_skip(classes, at), names[i]))
                return true;
    return false;
}

/* Hyphen, dashes, colon, bars, slash, dots. */
static bool is_sign(uint32_t c) {
    return c == '-' || c == ':' || c == '|' || c == '/' || c == 0xB7 || (c >= 0x2010 && c <= 0x2015) ||
           c == 0x2022;
}

bool nd_html_is_separator(const GumboElement *element) {
    const GumboNode *child = element->children.length == 1 ? element->children.data[0] : NULL;
    struct nd_str text;
    size_t signs = 0;

    if (child == NULL || child->type != GUMBO_NODE_TEXT || (nd_tag_traits(element->tag) & ND_TAG_UNSEEN) != 0)
        return false;
    text = nd_str_from(child->v.text.text);
    if (text.len > MAX_SEPARATOR)
        return false;
    for (size_t i = 0; i < text.len;) {
        uint32_t c;
        i += nd_utf8_decode(nd_str_skip(text, i), &c);
        signs += is_sign(c);
        if (!is_sign(c) && c != ' ' && c != 0xA0 && c != '\n' && c != '\t')
            return false;
    }
    return signs > 0;
}
