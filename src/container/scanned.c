/*
 * What recognition made of a page: ALTO (Library of Congress) and PAGE (PRImA), one article a file: a block
 * or region is a paragraph, words that were parted at the end of a line are one.
 */
#include "container/draft.h"
#include "container/elements.h"
#include "newsdex/name.h"
#include "newsdex/utf8.h"

static const char *const records[] = {"alto", "PcGts", NULL};

static bool sniff(struct nd_str head, bool is_whole) {
    struct nd_feed_tag tag;

    (void)is_whole;
    return nd_elements_first_tag(head, &tag) && tag.kind == ND_FEED_START &&
           nd_elements_is_among(tag.name, records);
}

static struct nd_reader *open(struct nd_stream *stream, struct nd_arena *arena) {
    return nd_elements_open(stream, records, arena);
}

static void begin_paragraph(struct nd_buf *out) {
    if (out->len > 0)
        nd_buf_add_z(out, "\n\n");
}

/* Between two characters of Han or Kana stands no blank, at the end of a line neither. */
static bool are_unspaced(struct nd_str before, struct nd_str behind) {
    uint32_t last, first;

    nd_utf8_decode(nd_str_skip(before, nd_utf8_floor(before, before.len - 1)), &last);
    nd_utf8_decode(behind, &first);
    return nd_name_is_unspaced(last) && nd_name_is_unspaced(first);
}

static void add_word(struct nd_buf *out, struct nd_str word) {
    struct nd_str before = nd_buf_str(out);

    if (word.len == 0)
        return;
    if (out->len > 0 && !nd_str_ends(before, ND_STR("\n")) && !are_unspaced(before, word))
        nd_buf_add_char(out, ' ');
    nd_buf_add(out, word);
}

/* A line, whose last word may go on in the next: "light-" or "light¬". */
static void add_line(struct nd_buf *out, struct nd_str line) {
    struct nd_str before = nd_buf_str(out);
    size_t sign = nd_str_ends(before, ND_STR("¬")) ? 2 : nd_str_ends(before, ND_STR("-")) ? 1 : 0;

    if (sign > 0 && line.len > 0 && before.len > sign &&
        !nd_char_is_blank(before.ptr[before.len - sign - 1]) &&
        ((line.ptr[0] >= 'a' && line.ptr[0] <= 'z') || (unsigned char)line.ptr[0] >= 0x80)) {
        nd_buf_cut(out, before.len - sign);
        nd_buf_add(out, line);
        return;
    }
    add_word(out, line);
}

/* <String CONTENT="…"/>: of the two parts of a word the first has all of it, where it says so. */
static void add_string(const struct nd_xml_node *n, bool is_first, struct nd_buf *out) {
    struct nd_str type = nd_xml_attribute(n, "SUBS_TYPE"), whole = nd_xml_attribute(n, "SUBS_CONTENT"),
                  word = nd_xml_attribute(n, "CONTENT");

    if (nd_str_eq(type, ND_STR("HypPart2")) && whole.len > 0)
        return;
    if (nd_str_eq(type, ND_STR("HypPart1")) && whole.len > 0)
        word = whole;
    if (is_first)
        add_line(out, word);
    else
        add_word(out, word);
}

/* <HYP CONTENT="-"/>: the word goes on in the next line; of one that is whole it is no part. */
static void add_hyphen(const struct nd_xml_node *n, const struct nd_xml_node *before, struct nd_buf *out) {
    if (before == NULL || nd_xml_attribute(before, "SUBS_CONTENT").len == 0)
        nd_buf_add(out, nd_xml_attribute(n, "CONTENT"));
}

static bool is_margin(const struct nd_xml_node *n) {
    return nd_xml_is(n, "*:TopMargin") || nd_xml_is(n, "*:BottomMargin") || nd_xml_is(n, "*:LeftMargin") ||
           nd_xml_is(n, "*:RightMargin");
}

/* Numbers of pages and running titles stand in the margins. */
static void add_alto(const struct nd_xml_node *root, struct nd_buf *out, struct nd_buf *margins) {
    const struct nd_xml_node *string = NULL;
    struct nd_buf *to = out;
    bool is_first = false;

    for (const struct nd_xml_node *n = nd_xml_walk(root, root); n != NULL; n = nd_xml_walk(root, n)) {
        if (is_margin(n))
            to = margins;
        else if (nd_xml_is(n, "*:PrintSpace") || nd_xml_is(n, "*:Page"))
            to = out;
        else if (nd_xml_is(n, "*:TextBlock"))
            begin_paragraph(to);
        else if (nd_xml_is(n, "*:TextLine"))
            is_first = true;
        else if (nd_xml_is(n, "*:HYP"))
            add_hyphen(n, string, to);
        else if (nd_xml_is(n, "*:String")) {
            add_string(string = n, is_first, to);
            is_first = false;
        }
    }
}

/* Of a line its own text, not that of its words. */
static void add_page(const struct nd_xml_node *root, struct nd_arena *arena, struct nd_buf *out) {
    for (const struct nd_xml_node *n = nd_xml_walk(root, root); n != NULL; n = nd_xml_walk(root, n)) {
        struct nd_str name = n->name.ptr == NULL ? ND_STR_NONE : nd_xml_local_name(n->name);
        if (nd_str_eq(name, ND_STR("TextRegion")))
            begin_paragraph(out);
        else if (nd_str_eq(name, ND_STR("TextLine")))
            add_line(out, nd_xml_text(nd_xml_at(n, "*:TextEquiv/*:Unicode"), arena));
    }
}

static bool read(const struct nd_reader *reader, struct nd_str text, const struct nd_record *record,
                 struct nd_arena *arena, struct nd_problems *problems, struct nd_item *item) {
    const struct nd_xml_node *root = nd_xml_read(text, record->line, arena, problems);
    struct nd_buf out = {0}, margins = {0};
    struct nd_draft made;

    (void)reader;
    if (root == NULL)
        return false;
    if (nd_str_eq(nd_xml_local_name(root->name), ND_STR("alto")))
        add_alto(root, &out, &margins);
    else
        add_page(root, arena, &out);
    nd_draft_begin(&made, arena);
    nd_draft_put(&made, "text", nd_arena_take(arena, &out), "text/plain", root->line);
    nd_draft_put(&made, "margins", nd_arena_one_line(arena, nd_arena_take(arena, &margins)), NULL,
                 root->line);
    nd_draft_end(&made, item);
    item->is_alone = true;
    if (made.fields->count == 0)
        nd_problems_add(problems, ND_P_NO_TEXT, record->line, 0, "a page without a word, left out");
    return made.fields->count > 0;
}

const struct nd_format nd_format_scanned = {
    "scan", sniff, open, nd_elements_next, read, NULL, ND_FORMAT_ARTICLES};
