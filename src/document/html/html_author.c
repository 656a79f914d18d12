/*
 * Where a page says by the names of its elements that somebody is named who wrote something: microdata
 * (itemprop), link types (rel), microformats and the classes of many programs that make pages.
 */
#include "document/block_builder.h"
#include "document/html/html.h"
#include "document/html/tag.h"
#include "newsdex/limits.h"
#include "newsdex/utf8.h"

#include <string.h>

enum { MAX_WORD = 16, MAX_NODES = 80 /* of one element that are read */ };

enum meaning {
    MEANS_AUTHOR = 1, /* somebody who wrote */
    MEANS_NAME = 2,   /* a name, if it is that of somebody who wrote */
    MEANS_BY = 4,     /* "posted-by" */
    MEANS_OTHER = 8,  /* something else about them, or somebody else */
    MEANS_DATE = 16   /* when, which may stand beside them */
};

/* The words of which names are made, in lower case; a word that ends in '*' may go on. Sorted by bytes. */
static const struct {
    const char *word;
    unsigned meaning;
} words[] = {
    {"about", MEANS_OTHER},      {"archive*", MEANS_OTHER},   {"auteur*", MEANS_AUTHOR},
    {"author*", MEANS_AUTHOR},   {"autor", MEANS_AUTHOR},     {"autore", MEANS_AUTHOR},
    {"autoren", MEANS_AUTHOR},   {"autores", MEANS_AUTHOR},   {"autori", MEANS_AUTHOR},
    {"autorin", MEANS_AUTHOR},   {"avatar*", MEANS_OTHER},    {"badge", MEANS_OTHER},
    {"bio*", MEANS_OTHER},       {"button*", MEANS_OTHER},    {"by", MEANS_BY},
    {"byline*", MEANS_AUTHOR},   {"comment*", MEANS_OTHER},   {"contact*", MEANS_OTHER},
    {"count*", MEANS_OTHER},     {"creator", MEANS_AUTHOR},   {"credits", MEANS_BY},
    {"date*", MEANS_DATE},       {"desc*", MEANS_OTHER},      {"detail*", MEANS_OTHER},
    {"email*", MEANS_OTHER},     {"facebook", MEANS_OTHER},   {"filter*", MEANS_OTHER},
    {"fn", MEANS_NAME},          {"follow*", MEANS_OTHER},    {"forfatter", MEANS_AUTHOR},
    {"hosted", MEANS_OTHER},     {"icon*", MEANS_OTHER},      {"image*", MEANS_OTHER},
    {"img*", MEANS_OTHER},       {"job*", MEANS_OTHER},       {"journalist", MEANS_AUTHOR},
    {"location", MEANS_OTHER},   {"mail*", MEANS_OTHER},      {"menu*", MEANS_OTHER},
    {"name", MEANS_NAME},        {"photo*", MEANS_OTHER},     {"picture*", MEANS_OTHER},
    {"posts", MEANS_OTHER},      {"powered", MEANS_OTHER},    {"quote*", MEANS_OTHER},
    {"redakteur", MEANS_AUTHOR}, {"related*", MEANS_OTHER},   {"reply*", MEANS_OTHER},
    {"reporter", MEANS_AUTHOR},  {"review*", MEANS_OTHER},    {"role*", MEANS_OTHER},
    {"share*", MEANS_OTHER},     {"skribent", MEANS_AUTHOR},  {"social*", MEANS_OTHER},
    {"sort*", MEANS_OTHER},      {"sponsor*", MEANS_OTHER},   {"thumb*", MEANS_OTHER},
    {"time*", MEANS_DATE},       {"title*", MEANS_OTHER},     {"tooltip*", MEANS_OTHER},
    {"twitter", MEANS_OTHER},    {"verfasser", MEANS_AUTHOR}, {"video*", MEANS_OTHER},
    {"username", MEANS_AUTHOR},  {"website", MEANS_OTHER},    {"writer*", MEANS_AUTHOR},
};
enum { WORDS = sizeof words / sizeof *words };

static unsigned meaning_of_word(struct nd_str word) {
    for (size_t i = 0; i < WORDS; i++) {
        size_t length = strlen(words[i].word);
        bool is_open = words[i].word[length - 1] == '*';
        struct nd_str known = nd_str_of(words[i].word, length - is_open);
        if (words[i].word[0] == word.ptr[0] &&
            (is_open ? nd_str_starts(word, known) : nd_str_eq(word, known)))
            return words[i].meaning;
    }
    return 0;
}

/* What one class says: "author-name", "postAuthor", "comment-author"; one that is the word alone is for a
 * name.
 */
static unsigned meaning_of_class(struct nd_str name) {
    char word[MAX_WORD];
    size_t length = 0;
    unsigned meaning = 0;
    bool is_one = true;

    for (size_t i = 0; i <= name.len; i++) {
        char c = i < name.len ? name.ptr[i] : ' ';
        bool is_capital = c >= 'A' && c <= 'Z' && i > 0 && name.ptr[i - 1] >= 'a' && name.ptr[i - 1] <= 'z';
        if (length > 0 && (is_capital || !nd_char_is_alpha(c))) {
            meaning |= meaning_of_word(nd_str_of(word, length));
            length = 0;
            is_one = is_one && i == name.len;
        }
        if (nd_char_is_alpha(c) && length < MAX_WORD)
            word[length++] = nd_char_lower(c);
    }
    if (is_one && nd_str_eq(name, ND_STR("fn"))) /* hCard */
        return MEANS_AUTHOR | MEANS_NAME;
    return meaning == MEANS_AUTHOR && is_one ? meaning | MEANS_NAME : meaning;
}

/* False for nearly all lists at a glance: no word in them begins as one does that means an author. */
static bool may_mean_author(struct nd_str list) {
    static const char begins[][2] = {{'a', 'u'}, {'b', 'y'}, {'c', 'r'}, {'f', 'n'}, {'f', 'o'}, {'j', 'o'},
                                     {'r', 'e'}, {'s', 'k'}, {'u', 's'}, {'v', 'e'}, {'w', 'r'}};

    for (size_t i = 0; i + 1 < list.len; i++) {
        char c = list.ptr[i];
        if (i > 0 && nd_char_is_alpha(list.ptr[i - 1]) && c > 'Z')
            continue;
        c = nd_char_lower(c);
        for (size_t k = 0; k < sizeof begins / sizeof *begins; k++)
            if (c == begins[k][0] && nd_char_lower(list.ptr[i + 1]) == begins[k][1])
                return true;
    }
    return false;
}

/* The most that one of the classes says: others beside it may be about anything. */
static unsigned meaning_of_classes(struct nd_str list) {
    unsigned best = 0;

    if (nd_str_has_word(list, ND_STR("org"))) /* hCard of a company */
        return MEANS_OTHER;
    while (list.len > 0) {
        size_t end = 0;
        unsigned meaning;
        while (end < list.len && !nd_char_is_blank(list.ptr[end]))
            end++;
        meaning = meaning_of_class(nd_str_slice(list, 0, end));
        if ((meaning & MEANS_OTHER) != 0 && (meaning & (MEANS_AUTHOR | MEANS_BY)) != 0)
            return MEANS_OTHER;
        best |= meaning & MEANS_OTHER ? 0 : meaning;
        list = nd_str_trim(nd_str_skip(list, end));
    }
    return best;
}

/* "/autor/ines-calder": where sites have what one of their authors wrote. */
static bool is_page_of_author(struct nd_str url) {
    static const struct nd_str folders[] = {
        ND_STR_INIT("author"),    ND_STR_INIT("authors"),    ND_STR_INIT("autor"),
        ND_STR_INIT("autoren"),   ND_STR_INIT("autorin"),    ND_STR_INIT("autores"),
        ND_STR_INIT("autora"),    ND_STR_INIT("autore"),     ND_STR_INIT("autori"),
        ND_STR_INIT("auteur"),    ND_STR_INIT("auteurs"),    ND_STR_INIT("avtor"),
        ND_STR_INIT("writer"),    ND_STR_INIT("writers"),    ND_STR_INIT("yazar"),
        ND_STR_INIT("yazarlar"),  ND_STR_INIT("byline"),     ND_STR_INIT("reporter"),
        ND_STR_INIT("redakteur"), ND_STR_INIT("journalist"), ND_STR_INIT("journalists"),
        ND_STR_INIT("forfatter"), ND_STR_INIT("forfattare"), ND_STR_INIT("skribent")};
    size_t end;

    for (struct nd_str rest = url; (end = nd_str_find_char(rest, '/')) != SIZE_MAX;
         rest = nd_str_skip(rest, end + 1)) {
        if (end < 5 || !nd_char_is_one_of(rest.ptr[0], "abfjrswy"))
            continue;
        for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
            if (nd_str_eq(nd_str_slice(rest, 0, end), folders[i]))
                return true;
    }
    return false;
}

/* A link that stands in a line of little else than names and dates: not amid a text or below a quotation, nor
 * around a picture. */
static bool is_in_byline(const GumboNode *link) {
    enum { MOST = 40 /* bytes, and nodes */, LEVELS = 4 };
    const GumboNode *first = nd_html_child(link, 0), *node;
    size_t length = 0;

    if (first == NULL || (first->type == GUMBO_NODE_ELEMENT && first->v.element.tag == GUMBO_TAG_IMG))
        return false;
    node = link->parent;
    for (int i = 0; i < LEVELS && node != NULL && node->type == GUMBO_NODE_ELEMENT; i++, node = node->parent)
        if (node->v.element.tag == GUMBO_TAG_BLOCKQUOTE)
            return false;
    if (nd_html_child(link->parent, MOST) != NULL)
        return false;
    for (size_t i = 0; (node = nd_html_child(link->parent, i)) != NULL; i++)
        if (node->type == GUMBO_NODE_TEXT)
            length += strlen(node->v.text.text);
    return length <= MOST;
}

/* An element that is named so, *is_name if for a name alone. */
static bool is_author(const GumboNode *node, bool *is_name) {
    const GumboElement *element = &node->v.element;
    unsigned meaning = 0;

    for (unsigned i = 0; i < element->attributes.length; i++) {
        const GumboAttribute *attribute = element->attributes.data[i];
        struct nd_str value = nd_str_from(attribute->value);
        if (strcmp(attribute->name, "class") == 0 || strcmp(attribute->name, "id") == 0)
            meaning |= may_mean_author(value) ? meaning_of_classes(nd_str_trim(value)) : 0;
        else if (strcmp(attribute->name, "rel") == 0 && nd_str_has_word(value, ND_STR("author")))
            meaning |= MEANS_AUTHOR | MEANS_NAME;
        else if ((strcmp(attribute->name, "itemprop") == 0 &&
                  (nd_str_has_word(value, ND_STR("author")) || nd_str_has_word(value, ND_STR("creator")))) ||
                 (strcmp(attribute->name, "href") == 0 && element->tag == GUMBO_TAG_A &&
                  is_page_of_author(value) && is_in_byline(node)))
            meaning |= MEANS_AUTHOR;
    }
    if ((meaning & MEANS_OTHER) != 0)
        return false;
    *is_name = (meaning & MEANS_NAME) != 0;
    return (meaning & (MEANS_AUTHOR | MEANS_BY)) != 0;
}

static bool is_line(const GumboNode *node) {
    return node->type == GUMBO_NODE_ELEMENT &&
           ((nd_tag_traits(node->v.element.tag) & ND_TAG_BLOCK) != 0 || node->v.element.tag == GUMBO_TAG_BR);
}

static bool is_shown(const GumboNode *node) {
    return node->type == GUMBO_NODE_ELEMENT &&
           (nd_tag_traits(node->v.element.tag) & (ND_TAG_UNSEEN | ND_TAG_VOID)) == 0 &&
           !nd_html_is_hidden(&node->v.element);
}

static bool is_letter(char c) {
    return nd_char_is_alpha(c) || (unsigned char)c >= 0x80;
}

/* Two words in two elements without a blank between them are parted by styles. */
static void add_text(struct nd_block_builder *builder, struct nd_str text) {
    if (builder->gap == ND_GAP_NONE && builder->text.len > 0 && text.len > 0 && is_letter(text.ptr[0]) &&
        is_letter(builder->text.ptr[builder->text.len - 1]))
        nd_block_builder_gap(builder, ND_GAP_LINE);
    nd_block_builder_add_flow(builder, text);
}

static void read_text(const GumboNode *root, struct nd_block_builder *builder) {
    const GumboNode *node = root, *next;

    for (size_t nodes = 0; nodes < MAX_NODES && builder->text.len < ND_MAX_AUTHOR_MARK; nodes++) {
        if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE)
            add_text(builder, nd_str_from(node->v.text.text));
        if (is_line(node))
            nd_block_builder_gap(builder, ND_GAP_LINE);
        next = is_shown(node) ? nd_html_child(node, 0) : NULL;
        while (next == NULL) {
            if (node == root)
                return;
            next = nd_html_child(node->parent, node->index_within_parent + 1);
            node = node->parent;
            if (next == NULL && is_line(node))
                nd_block_builder_gap(builder, ND_GAP_LINE);
        }
        node = next;
    }
}

struct nd_str nd_html_author(const GumboNode *node, struct nd_arena *arena, bool *is_name) {
    struct nd_block_builder builder;
    struct nd_str text = ND_STR_NONE;

    if (!is_author(node, is_name))
        return ND_STR_NONE;
    nd_block_builder_init(&builder, arena);
    read_text(node, &builder);
    if (builder.text.len > 0)
        text = nd_block_builder_take_text(&builder);
    nd_block_builder_fini(&builder);
    return nd_str_slice(text, 0, nd_utf8_floor(text, ND_MAX_AUTHOR_MARK));
}
