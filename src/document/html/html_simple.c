/*
 * HTML that needs no tree to be read as it is meant: a few elements that every browser nests as they are
 * written, each closed by itself with nothing said of them but where links lead and pictures lie. Most texts
 * in feeds are such, and a tree costs as much as all else that is done to them.
 */
#include "document/html/html.h"
#include "document/html/tag.h"

enum { DEEPEST = 32, MOST_LINKS = 10000 };

enum place { FLOW = 1, WORDS = 2, LIST = 4 }; /* what may stand in an element */

/* Where an element may stand, and what in it; 0, 0: it is not simple. */
static const struct kind {
    unsigned char in, holds;
    bool is_void;
} kinds[GUMBO_TAG_LAST + 1] = {
    [GUMBO_TAG_DIV] = {FLOW, FLOW | WORDS, false}, [GUMBO_TAG_BLOCKQUOTE] = {FLOW, FLOW | WORDS, false},
    [GUMBO_TAG_P] = {FLOW, WORDS, false},          [GUMBO_TAG_H1] = {FLOW, WORDS, false},
    [GUMBO_TAG_H2] = {FLOW, WORDS, false},         [GUMBO_TAG_H3] = {FLOW, WORDS, false},
    [GUMBO_TAG_H4] = {FLOW, WORDS, false},         [GUMBO_TAG_H5] = {FLOW, WORDS, false},
    [GUMBO_TAG_H6] = {FLOW, WORDS, false},         [GUMBO_TAG_UL] = {FLOW, LIST, false},
    [GUMBO_TAG_OL] = {FLOW, LIST, false},          [GUMBO_TAG_LI] = {LIST, FLOW | WORDS, false},
    [GUMBO_TAG_A] = {WORDS, WORDS, false},         [GUMBO_TAG_EM] = {WORDS, WORDS, false},
    [GUMBO_TAG_STRONG] = {WORDS, WORDS, false},    [GUMBO_TAG_I] = {WORDS, WORDS, false},
    [GUMBO_TAG_B] = {WORDS, WORDS, false},         [GUMBO_TAG_BR] = {FLOW | WORDS, 0, true},
    [GUMBO_TAG_IMG] = {FLOW | WORDS, 0, true},
};

/* Only where a link leads and what a picture shows: nothing that hides it or says what it is for. */
static bool has_simple_attributes(const struct nd_tag *tag) {
    static const struct nd_str names[] = {ND_STR_INIT("href"),   ND_STR_INIT("title"), ND_STR_INIT("rel"),
                                          ND_STR_INIT("target"), ND_STR_INIT("src"),   ND_STR_INIT("alt")};
    size_t known = 0;

    if (tag->attribute_count == 0)
        return true;
    if (tag->id != GUMBO_TAG_A && tag->id != GUMBO_TAG_IMG)
        return false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        known += nd_tag_attribute(tag, names[i]).ptr != NULL;
    return known == tag->attribute_count;
}

struct open {
    GumboTag tags[DEEPEST];
    size_t count, links;
};

/* Takes one tag; false when what it makes is not plain. */
static bool take(struct open *open, const struct nd_tag *tag) {
    const struct kind *kind = &kinds[tag->id];
    unsigned holds = open->count == 0 ? FLOW | WORDS : kinds[open->tags[open->count - 1]].holds;

    if (tag->is_comment || tag->id == GUMBO_TAG_UNKNOWN || kind->in == 0)
        return false;
    if (tag->is_end)
        return !kind->is_void && open->count > 0 && open->tags[--open->count] == tag->id;
    if ((kind->in & holds) == 0 || !has_simple_attributes(tag) ||
        nd_str_ends(tag->attributes, ND_STR("/")) !=
            (kind->is_void && nd_str_ends(tag->attributes, ND_STR("/"))))
        return false;
    if (tag->id == GUMBO_TAG_A || tag->id == GUMBO_TAG_IMG)
        open->links++;
    for (size_t i = 0; tag->id == GUMBO_TAG_A && i < open->count; i++)
        if (open->tags[i] == GUMBO_TAG_A)
            return false;
    if (kind->is_void)
        return open->links <= MOST_LINKS;
    if (open->count == DEEPEST)
        return false;
    open->tags[open->count++] = tag->id;
    return open->links <= MOST_LINKS;
}

bool nd_html_is_simple(struct nd_str html) {
    struct open open = {.count = 0};
    size_t at;

    while ((at = nd_str_find_char(html, '<')) != SIZE_MAX) {
        struct nd_tag tag;
        size_t length;
        html = nd_str_skip(html, at);
        length = nd_tag_scan(html, &tag);
        if (length == 0 || !take(&open, &tag))
            return false;
        html = nd_str_skip(html, length);
    }
    return open.count == 0;
}
