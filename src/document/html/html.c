#include "document/html/html.h"

#include "document/html_blocks.h"
#include "document/markdown/cleaner.h"
#include "newsdex/limits.h"
#include "newsdex/utf8.h"

#include <setjmp.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

/*
 * The tree lives in an arena of its own that is dropped as a whole: libgumbo frees trees recursively. What it
 * gives back while it parses is used again, by size. When it asks for more than a well-meant document needs,
 * the parser is left by longjmp; there is nothing to clean up.
 */
enum { SIZE_STEP = 16, SIZE_CLASSES = 64 };

struct parse {
    struct nd_arena *arena;
    size_t budget;
    void *unused[SIZE_CLASSES]; /* chains of free memory, by size in steps */
    jmp_buf exhausted;
};

/* In front of what is handed out. */
union chunk {
    size_t class;
    max_align_t aligned;
};

struct walk {
    struct nd_html_blocks writer;
    struct nd_arena *arena;
    uint32_t line;                             /* of the beginning of the text; 0 when unknown */
    struct nd_html_page *page;                 /* may be NULL */
    const struct nd_element *element;          /* the innermost that is open, or NULL */
    size_t articles, links;                    /* how many are open */
    const GumboNode *table;                    /* the data table being read, or NULL */
    const GumboNode *kicker;                   /* that is open, or NULL */
    struct nd_str source;                      /* what was parsed */
    bool has_no_end[GUMBO_TAG_LAST + 1];       /* of some tags: none follows */
    size_t unseen_until;                       /* offset in source: what begins before is not shown */
    const GumboNode *sized[ND_MAX_HTML_DEPTH]; /* the open elements that set a font size */
    bool is_zero[ND_MAX_HTML_DEPTH];
    size_t sized_count;
};

static void *allocate(void *userdata, size_t size) {
    struct parse *parse = userdata;
    size_t class = (size + SIZE_STEP - 1) / SIZE_STEP;
    union chunk *chunk;
    void *memory;

    if (class < SIZE_CLASSES && parse->unused[class] != NULL) {
        memory = parse->unused[class];
        memcpy(&parse->unused[class], memory, sizeof(void *));
        return memory;
    }
    size = sizeof *chunk + (class + (class == 0)) * SIZE_STEP;
    if (size > parse->budget)
        longjmp(parse->exhausted, 1);
    parse->budget -= size;
    chunk = nd_arena_alloc(parse->arena, 1, size);
    chunk->class = class;
    return chunk + 1;
}

static void deallocate(void *userdata, void *memory) {
    struct parse *parse = userdata;
    size_t class;

    if (memory == NULL)
        return;
    class = ((union chunk *)memory - 1)->class;
    if (class >= SIZE_CLASSES)
        return;
    memcpy(memory, &parse->unused[class], sizeof(void *));
    parse->unused[class] = memory;
}

static size_t budget_for(size_t length) {
    size_t budget = ND_HTML_TREE_BASE;

    if (length > (ND_MAX_HTML_TREE - budget) / ND_HTML_TREE_FACTOR)
        return ND_MAX_HTML_TREE;
    return budget + length * ND_HTML_TREE_FACTOR;
}

/* NULL when the memory granted was not enough. */
static GumboOutput *parse_tree(struct parse *parse, struct nd_str text) {
    GumboOptions options = kGumboDefaultOptions;

    options.allocator = allocate;
    options.deallocator = deallocate;
    options.userdata = parse;
    options.max_errors = 0;
    if (setjmp(parse->exhausted) != 0)
        return NULL;
    return gumbo_parse_with_options(&options, text.ptr, text.len);
}

/* libgumbo 0.10.1 writes ill-formed UTF-8 for references to numbers beyond 32 bits. */
static struct nd_str repaired(struct walk *walk, struct nd_str text, GumboStringPiece source) {
    struct nd_buf repaired_text = {NULL, 0, 0};

    if (source.length == 0 || memchr(source.data, '&', source.length) == NULL || nd_utf8_valid(text, NULL))
        return text;
    nd_utf8_repair(text, &repaired_text);
    text = nd_arena_str(walk->arena, nd_buf_str(&repaired_text));
    nd_buf_free(&repaired_text);
    return text;
}

/* For the writer: well-formed, and as long-lived as its blocks. */
static struct nd_str kept_attribute(struct walk *walk, const GumboElement *element, const char *name) {
    const GumboAttribute *found = gumbo_get_attribute(&element->attributes, name);
    struct nd_str value = nd_html_attribute(element, name);

    return value.len == 0 ? ND_STR_NONE
                          : nd_arena_str(walk->arena, repaired(walk, value, found->original_value));
}

static bool is_tiny(const GumboElement *element) {
    struct nd_str width = nd_html_attribute(element, "width"), height = nd_html_attribute(element, "height");

    return width.len == 1 && height.len == 1 && width.ptr[0] <= '1' && height.ptr[0] <= '1';
}

/* The address of the picture itself: placeholders of lazy loading and tracking pixels are none. */
static struct nd_str image_source(struct walk *walk, const GumboElement *element) {
    static const char *const names[] = {"src", "data-src", "data-lazy-src", "data-original"};

    if (is_tiny(element))
        return ND_STR_NONE;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct nd_str source = nd_html_attribute(element, names[i]);
        if (source.len > 0 && !nd_str_starts_nocase(source, ND_STR("data:")))
            return kept_attribute(walk, element, names[i]);
    }
    return ND_STR_NONE;
}

static int number_of(struct nd_str s) {
    uint64_t n;

    return nd_str_to_uint(s, &n) && n <= INT32_MAX ? (int)n : 0;
}

static struct nd_html_blocks_attributes attributes_of(struct walk *walk, const GumboElement *element) {
    struct nd_html_blocks_attributes result = {ND_STR_NONE, ND_STR_NONE, ND_STR_NONE, 0};

    if (element->tag == GUMBO_TAG_A) {
        result.href = kept_attribute(walk, element, "href");
    } else if (element->tag == GUMBO_TAG_IMG) {
        result.src = image_source(walk, element);
        result.alt = kept_attribute(walk, element, "alt");
    } else if (element->tag == GUMBO_TAG_OL) {
        result.start = number_of(nd_html_attribute(element, "start"));
    } else if (element->tag == GUMBO_TAG_LI) {
        result.start = number_of(nd_html_attribute(element, "value"));
    }
    return result;
}

static struct nd_str text_of(struct walk *walk, const GumboNode *node) {
    return repaired(walk, nd_str_from(node->v.text.text), node->v.text.original_text);
}

static void read_title(struct walk *walk, const GumboElement *element) {
    const GumboNode *text;
    struct nd_block_builder builder;

    if (walk->page == NULL || walk->page->title.ptr != NULL || element->children.length == 0)
        return;
    text = element->children.data[0];
    if (text->type != GUMBO_NODE_TEXT)
        return;
    nd_block_builder_init(&builder, walk->arena);
    nd_block_builder_add_flow(&builder, text_of(walk, text));
    if (builder.text.len > 0)
        walk->page->title = nd_block_builder_take_text(&builder);
    nd_block_builder_fini(&builder);
}

static void push_font(struct walk *walk, const GumboNode *node) {
    enum nd_font font = nd_html_font(&node->v.element);

    if (font == ND_FONT_INHERITED || walk->sized_count == ND_MAX_HTML_DEPTH)
        return;
    walk->sized[walk->sized_count] = node;
    walk->is_zero[walk->sized_count++] = font == ND_FONT_ZERO;
}

static bool is_font_zero(const struct walk *walk) {
    return walk->sized_count > 0 && walk->is_zero[walk->sized_count - 1];
}

static bool is_link(const GumboElement *element) {
    return element->tag == GUMBO_TAG_A && nd_html_attribute(element, "href").len > 0;
}

static bool is_kept(const struct walk *walk, const GumboNode *node) {
    return walk->page != NULL && walk->table == NULL &&
           (nd_tag_traits(node->v.element.tag) & (ND_TAG_BLOCK | ND_TAG_VOID)) == ND_TAG_BLOCK;
}

static void open_element(struct walk *walk, const GumboNode *node) {
    const struct nd_element *parent = walk->element;
    struct nd_element *element = nd_arena_alloc(walk->arena, 1, sizeof *element);

    nd_html_describe(&node->v.element, element);
    element->parent = parent;
    element->index = walk->page->elements++;
    element->is_linked = walk->links > 0;
    element->is_archive = element->is_archive || (parent != NULL && parent->is_archive);
    element->is_furniture = element->is_archive || (parent != NULL && parent->is_furniture) ||
                            nd_html_is_boilerplate(node, walk->articles > 0);
    walk->element = walk->writer.element = element;
}

/* What the heading being read says up to here is its kicker. */
static void end_kicker(struct walk *walk) {
    walk->writer.kicker = walk->writer.builder.text.len;
    walk->kicker = NULL;
    nd_block_builder_gap(&walk->writer.builder, ND_GAP_SPACE);
}

/* An element inside a heading is about to be read, or left out as hidden. */
static void look_for_kicker(struct walk *walk, const GumboNode *node) {
    const GumboElement *element = &node->v.element;

    if (walk->table != NULL || (nd_tag_traits(element->tag) & ND_TAG_BLOCK) != 0)
        return;
    if (walk->writer.builder.text.len == 0 && nd_html_is_kicker(element))
        walk->kicker = node;
    else if (nd_html_is_separator(element))
        end_kicker(walk);
}

/* How the word before it is read, in small signs above that: it would part words where it stood in the line.
 */
static bool is_reading_aid(const GumboNode *node) {
    GumboTag tag = node->v.element.tag;

    return (tag == GUMBO_TAG_RT || tag == GUMBO_TAG_RP || tag == GUMBO_TAG_RTC) &&
           node->parent->type == GUMBO_NODE_ELEMENT && node->parent->v.element.tag == GUMBO_TAG_RUBY;
}

/*
 * What only old programs see, and ends: but an element left open in it makes the parser pass over its end,
 * and the rest of the page would be in it. Then it ends where the source says so.
 */
static bool is_passed_over(struct walk *walk, const GumboElement *element) {
    size_t from, length;

    if ((element->tag != GUMBO_TAG_NOSCRIPT && element->tag != GUMBO_TAG_VIDEO &&
         element->tag != GUMBO_TAG_AUDIO && element->tag != GUMBO_TAG_CANVAS) ||
        element->original_tag.length == 0)
        return false;
    if (walk->has_no_end[element->tag] || element->start_pos.offset < walk->unseen_until)
        return true;
    from = (size_t)(element->original_tag.data - walk->source.ptr) + element->original_tag.length;
    length = nd_tag_content(nd_str_skip(walk->source, from), element->tag);
    if (length != SIZE_MAX && element->original_end_tag.length > 0 &&
        element->original_end_tag.data <= walk->source.ptr + from + length)
        return false;
    walk->has_no_end[element->tag] = length == SIZE_MAX;
    if (length != SIZE_MAX)
        walk->unseen_until = from + length;
    return true;
}

static bool is_unseen(struct walk *walk, const GumboNode *node) {
    const GumboElement *element = &node->v.element;

    if ((nd_tag_traits(element->tag) & ND_TAG_UNSEEN) != 0)
        return !is_passed_over(walk, element);
    return nd_html_is_hidden(element) || is_reading_aid(node) ||
           nd_html_is_permalink(element, walk->writer.heading > 0) ||
           (element->tag == GUMBO_TAG_IMG && element->start_pos.offset < walk->unseen_until);
}

static void note_author(struct walk *walk, const GumboNode *node) {
    struct nd_html_page *page = walk->page;
    struct nd_author_mark *mark;
    struct nd_str text;
    bool is_name;

    if (page == NULL || page->author_count == ND_MAX_AUTHOR_MARKS)
        return;
    text = nd_html_author(node, walk->arena, &is_name);
    if (text.ptr == NULL)
        return;
    mark = nd_arena_alloc(walk->arena, 1, sizeof *mark);
    *mark = (struct nd_author_mark){
        .text = text, .behind = walk->writer.blocks->last, .element = walk->element, .is_name = is_name};
    if (page->last_author == NULL)
        page->authors = mark;
    else
        page->last_author->next = mark;
    page->last_author = mark;
    page->author_count++;
}

static bool is_named_inline(const GumboNode *node) {
    return node != NULL && node->type == GUMBO_NODE_ELEMENT &&
           (nd_tag_traits(node->v.element.tag) & ND_TAG_BLOCK) == 0 &&
           nd_html_attribute(&node->v.element, "class").len > 0;
}

/* A word that ends and one that begins, as "Ida" and "Updated" do: in small letters or a number, with a
 * capital or a number. */
static bool is_between_words(struct nd_str before, struct nd_str after) {
    uint32_t last = 0, first;
    size_t at = before.len;
    utf8proc_category_t category;

    while (at > 0 && ((unsigned char)before.ptr[--at] & 0xC0) == 0x80)
        ;
    nd_utf8_decode(nd_str_skip(before, at), &last);
    nd_utf8_decode(after, &first);
    if (first >= '0' && first <= '9')
        return (last >= '0' && last <= '9') ||
               utf8proc_category((utf8proc_int32_t)last) == UTF8PROC_CATEGORY_LL;
    category = utf8proc_category((utf8proc_int32_t)last);
    return utf8proc_category((utf8proc_int32_t)first) == UTF8PROC_CATEGORY_LU &&
           (category == UTF8PROC_CATEGORY_LL || category == UTF8PROC_CATEGORY_LO ||
            category == UTF8PROC_CATEGORY_MC || category == UTF8PROC_CATEGORY_MN ||
            category == UTF8PROC_CATEGORY_ND);
}

/* "<span class="day">18</span><span class="year">2019</span>": what the style of a page sets apart. */
static bool is_set_apart(const struct walk *walk, const GumboNode *node) {
    const GumboNode *before =
        node->index_within_parent == 0 ? NULL : nd_html_child(node->parent, node->index_within_parent - 1);
    const GumboNode *text;
    struct nd_str written = nd_buf_str(&walk->writer.builder.text);

    if (written.len == 0 || !is_named_inline(node) || !is_named_inline(before))
        return false;
    text = nd_html_child(node, 0);
    return text != NULL && text->type == GUMBO_NODE_TEXT && text->v.text.text[0] != '\0' &&
           is_between_words(written, nd_str_from(text->v.text.text)) &&
           !nd_str_eq(nd_html_attribute(&node->v.element, "class"),
                      nd_html_attribute(&before->v.element, "class"));
}

/* False when the element's content is to be left out. */
static bool enter_element(struct walk *walk, const GumboNode *node) {
    const GumboElement *element = &node->v.element;
    struct nd_html_blocks_attributes attributes;

    if (element->tag == GUMBO_TAG_HEAD)
        return true; /* for the title; everything else in it is unseen */
    if (element->tag == GUMBO_TAG_TITLE)
        read_title(walk, element);
    if (walk->writer.heading > 0)
        look_for_kicker(walk, node);
    if (is_unseen(walk, node))
        return false;
    push_font(walk, node);
    if (is_set_apart(walk, node))
        nd_block_builder_gap(&walk->writer.builder, ND_GAP_SPACE);
    if (walk->line > 0)
        walk->writer.line = walk->line + element->start_pos.line - (element->start_pos.line > 0);
    walk->articles += element->tag == GUMBO_TAG_ARTICLE;
    walk->links += is_link(element);
    if (is_kept(walk, node))
        open_element(walk, node);
    if (element->attributes.length > 0)
        note_author(walk, node);
    if (element->tag == GUMBO_TAG_TABLE && walk->table == NULL && nd_html_is_data_table(node)) {
        walk->table = node;
        nd_html_blocks_table_begin(&walk->writer);
        return true;
    }
    attributes = attributes_of(walk, element);
    nd_html_blocks_open(&walk->writer, element->tag, &attributes);
    return true;
}

static void leave_element(struct walk *walk, const GumboNode *node) {
    if (walk->kicker == node)
        end_kicker(walk);
    if (walk->table == node) {
        nd_html_blocks_table_end(&walk->writer);
        walk->table = NULL;
    } else if (node->v.element.tag != GUMBO_TAG_HEAD) {
        nd_html_blocks_close(&walk->writer, node->v.element.tag);
    } else {
        return; /* was not opened, either */
    }
    walk->articles -= node->v.element.tag == GUMBO_TAG_ARTICLE;
    walk->links -= is_link(&node->v.element);
    if (is_kept(walk, node))
        walk->element = walk->writer.element = walk->element->parent;
    if (walk->sized_count > 0 && walk->sized[walk->sized_count - 1] == node)
        walk->sized_count--;
}

/* True when node has children to go into. */
static bool enter(struct walk *walk, const GumboNode *node) {
    switch (node->type) {
    case GUMBO_NODE_ELEMENT:
        return enter_element(walk, node);
    case GUMBO_NODE_TEXT:
    case GUMBO_NODE_WHITESPACE:
        if (is_font_zero(walk) || node->v.text.start_pos.offset < walk->unseen_until)
            return false;
        if (walk->line > 0)
            walk->writer.line = walk->line + node->v.text.start_pos.line - (node->v.text.start_pos.line > 0);
        nd_html_blocks_text(&walk->writer, text_of(walk, node));
        return false;
    default:
        return false; /* comments, templates; CDATA exists in foreign elements only */
    }
}

/* In reading order and without recursion: a node knows its parent and its place there. */
static void walk_tree(struct walk *walk, const GumboNode *root) {
    const GumboNode *node = root, *next;

    for (;;) {
        bool is_open = enter(walk, node);
        next = is_open ? nd_html_child(node, 0) : NULL;
        if (next == NULL && is_open)
            leave_element(walk, node);
        while (next == NULL) {
            if (node == root)
                return;
            next = nd_html_child(node->parent, node->index_within_parent + 1);
            node = node->parent;
            if (next == NULL)
                leave_element(walk, node);
        }
        node = next;
    }
}

static void read_tree(const GumboNode *root, struct nd_str source, uint32_t line, struct nd_arena *arena,
                      struct nd_blocks *blocks, struct nd_html_page *page) {
    struct walk *walk = nd_arena_alloc(arena, 1, sizeof *walk);

    walk->arena = arena;
    walk->source = source;
    walk->line = line;
    walk->page = page;
    nd_html_blocks_init(&walk->writer, arena, blocks, line);
    walk_tree(walk, root);
    nd_html_blocks_fini(&walk->writer);
}

void nd_blocks_html(struct nd_str body, uint32_t line, struct nd_arena *arena, struct nd_problems *problems,
                    struct nd_blocks *blocks, struct nd_html_page *page) {
    struct parse parse = {.budget = budget_for(body.len)};
    const char *reason = NULL;
    struct nd_buf cleaned = {NULL, 0, 0}, lean = {NULL, 0, 0};
    struct nd_str needed;
    GumboOutput *tree = NULL;

    if (page != NULL)
        *page = (struct nd_html_page){.title = ND_STR_NONE};
    if (nd_clean_is_likely(body, ND_HTML))
        body = nd_clean_text(body, ND_HTML, arena, NULL, &cleaned);
    needed = body;
    if (nd_html_is_affordable(&needed, &lean, &reason)) {
        parse.arena = nd_arena_new();
        tree = parse_tree(&parse, needed);
    }
    if (tree != NULL) {
        read_tree(tree->root, needed, line, arena, blocks, page);
    } else {
        nd_arena_free(parse.arena); /* as large as the text, or larger */
        parse.arena = NULL;
        nd_problems_add(problems, ND_P_HTML_LIMIT, line, 0, "HTML read without its structure: %s",
                        reason == NULL ? "it needs too much memory" : reason);
        nd_blocks_html_flat(body, line, arena, blocks, page == NULL ? NULL : &page->title);
    }
    nd_arena_free(parse.arena);
    nd_buf_free(&lean);
    nd_buf_free(&cleaned);
}
