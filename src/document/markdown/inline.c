#include "document/markdown/markdown.h"

#include "document/html/tag.h"
#include "newsdex/utf8.h"

#include <string.h>

enum { NOTHING_UNSEEN = -1 };

void nd_inline_init(struct nd_inline *in, struct nd_block_builder *builder) {
    *in = (struct nd_inline){.builder = builder, .unseen = NOTHING_UNSEEN};
}

void nd_inline_fini(struct nd_inline *in) {
    nd_buf_free(&in->alt);
}

static void add_text(struct nd_inline *in, struct nd_str text) {
    if (in->unseen != NOTHING_UNSEEN)
        return;
    if (in->images > 0)
        nd_buf_add(&in->alt, text);
    else
        nd_block_builder_add(in->builder, text);
}

/* Where something unreadable was left out between two blanks, one is enough. */
static struct nd_str without_double_blank(const struct nd_inline *in, struct nd_str text) {
    struct nd_str before = nd_buf_str(&in->builder->text);

    if (in->images > 0 || in->builder->gap != ND_GAP_NONE)
        return text;
    if (before.len == 0 || nd_str_ends(before, ND_STR(" ")) || nd_str_ends(before, ND_STR("\n")))
        while (text.len > 0 && text.ptr[0] == ' ')
            text = nd_str_skip(text, 1);
    return text;
}

static bool is_unspaced_at(struct nd_str text, size_t at) {
    uint32_t c = 0;

    if (at < text.len)
        nd_utf8_decode(nd_str_skip(text, nd_utf8_floor(text, at)), &c);
    return nd_block_builder_is_unspaced(c);
}

/* Where text has "**" around text.ptr[open + 2 .. close] that Chinese and Japanese readers take for strong.
 */
static bool is_strong(struct nd_str text, size_t open, size_t close) {
    if (text.ptr == NULL || close < open + 3 || nd_char_is_blank(text.ptr[open + 2]) ||
        nd_char_is_blank(text.ptr[close - 1]))
        return false;
    return (open > 0 && is_unspaced_at(text, open - 1)) || is_unspaced_at(text, open + 2) ||
           is_unspaced_at(text, close - 1) || is_unspaced_at(text, close + 2);
}

/*
 * CommonMark wants blanks or punctuation around emphasis, which scripts without spaces do not have; so it
 * leaves the asterisks of "**中文。**中文" where they are.
 */
static void add_plain_text(struct nd_inline *in, struct nd_str text) {
    size_t open = nd_str_find(text, ND_STR("**")), close;

    while (open != SIZE_MAX && in->images == 0) {
        close = nd_str_find(nd_str_skip(text, open + 2), ND_STR("**"));
        if (close == SIZE_MAX)
            break;
        close += open + 2;
        if (is_strong(text, open, close)) {
            add_text(in, nd_str_slice(text, 0, open));
            nd_block_builder_strong_open(in->builder);
            add_text(in, nd_str_slice(text, open + 2, close));
            nd_block_builder_strong_close(in->builder);
            close += 2;
        } else {
            add_text(in, nd_str_slice(text, 0, close));
        }
        text = nd_str_skip(text, close);
        open = nd_str_find(text, ND_STR("**"));
    }
    add_text(in, text);
}

static bool is_link(cmark_node *node) {
    return node != NULL && cmark_node_get_type(node) == CMARK_NODE_LINK;
}

/* The same around a link, "是**[第二条](…)**新闻", whose asterisks are in texts before and behind it. */
static struct nd_str without_stray_marks(cmark_node *node, struct nd_str text) {
    const struct nd_str mark = ND_STR("**");

    if (is_link(cmark_node_previous(node)) && nd_str_starts(text, mark) && is_unspaced_at(text, mark.len))
        text = nd_str_skip(text, mark.len);
    if (is_link(cmark_node_next(node)) && nd_str_ends(text, mark) && text.len > mark.len &&
        is_unspaced_at(text, text.len - mark.len - 1))
        text = nd_str_slice(text, 0, text.len - mark.len);
    return text;
}

static void add_gap(struct nd_inline *in, enum nd_block_builder_gap gap) {
    if (in->images > 0)
        nd_buf_add_char(&in->alt, ' ');
    else
        nd_block_builder_gap(in->builder, gap == ND_GAP_LINE && in->is_one_line ? ND_GAP_SPACE : gap);
}

static struct nd_str kept(struct nd_inline *in, struct nd_str s) {
    return nd_arena_str(in->builder->arena, s);
}

static struct nd_str kept_attribute(struct nd_inline *in, const struct nd_tag *tag, struct nd_str name) {
    struct nd_str value = nd_tag_attribute(tag, name);
    struct nd_buf decoded = {NULL, 0, 0};

    if (value.len == 0)
        return ND_STR_NONE;
    nd_entity_decode_all(value, &decoded);
    value = kept(in, nd_str_trim(nd_buf_str(&decoded)));
    nd_buf_free(&decoded);
    return value;
}

static void add_html_image(struct nd_inline *in, const struct nd_tag *tag) {
    struct nd_str source = kept_attribute(in, tag, ND_STR("src"));
    struct nd_str alt = kept_attribute(in, tag, ND_STR("alt"));

    if (source.len > 0 && !nd_str_starts_nocase(source, ND_STR("data:")))
        nd_block_builder_link_add(in->builder, source, alt.ptr == NULL ? ND_STR("") : alt, true);
}

static void add_html_end(struct nd_inline *in, GumboTag id) {
    if (in->unseen == (int)id)
        in->unseen = NOTHING_UNSEEN;
    else if (id == GUMBO_TAG_A)
        nd_block_builder_link_close(in->builder);
    else if ((nd_tag_traits(id) & ND_TAG_STRONG) != 0)
        nd_block_builder_strong_close(in->builder);
}

static void add_html_start(struct nd_inline *in, const struct nd_tag *tag) {
    unsigned traits = nd_tag_traits(tag->id);
    struct nd_str href;

    if (tag->id == GUMBO_TAG_A) {
        href = kept_attribute(in, tag, ND_STR("href"));
        if (href.len > 0)
            nd_block_builder_link_open(in->builder, href);
    } else if (tag->id == GUMBO_TAG_IMG) {
        add_html_image(in, tag);
    } else if (tag->id == GUMBO_TAG_BR) {
        add_gap(in, ND_GAP_LINE);
    } else if ((traits & ND_TAG_STRONG) != 0) {
        nd_block_builder_strong_open(in->builder);
    } else if ((traits & ND_TAG_RAW) != 0) {
        in->unseen = (int)tag->id;
    } else if ((traits & ND_TAG_BLOCK) != 0) {
        add_gap(in, ND_GAP_SPACE);
    }
}

/* One tag or comment, as libcmark found it. */
static void add_html(struct nd_inline *in, struct nd_str source) {
    struct nd_tag tag;

    if (nd_tag_scan(source, &tag) == 0 || tag.is_comment)
        return;
    if (tag.id == GUMBO_TAG_UNKNOWN)
        return;
    if (tag.is_end)
        add_html_end(in, tag.id);
    else if (in->unseen == NOTHING_UNSEEN)
        add_html_start(in, &tag);
}

static void open_image(struct nd_inline *in) {
    if (in->images++ == 0)
        nd_buf_clear(&in->alt);
}

static void close_image(struct nd_inline *in, cmark_node *node) {
    struct nd_str url = nd_str_from(cmark_node_get_url(node));

    if (--in->images == 0 && url.len > 0)
        nd_block_builder_link_add(in->builder, kept(in, url), kept(in, nd_str_trim(nd_buf_str(&in->alt))),
                                  true);
}

static void open_link(struct nd_inline *in, cmark_node *node) {
    if (in->images == 0)
        nd_block_builder_link_open(in->builder, kept(in, nd_str_from(cmark_node_get_url(node))));
}

static void leave(struct nd_inline *in, cmark_node *node) {
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_EMPH:
    case CMARK_NODE_STRONG:
        if (in->images == 0)
            nd_block_builder_strong_close(in->builder);
        break;
    case CMARK_NODE_LINK:
        if (in->images == 0)
            nd_block_builder_link_close(in->builder);
        break;
    case CMARK_NODE_IMAGE:
        close_image(in, node);
        break;
    default:
        break;
    }
}

static void enter(struct nd_inline *in, cmark_node *node) {
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_TEXT:
        add_plain_text(in, without_stray_marks(
                               node, without_double_blank(in, nd_str_from(cmark_node_get_literal(node)))));
        break;
    case CMARK_NODE_CODE:
        add_text(in, nd_str_from(cmark_node_get_literal(node)));
        break;
    case CMARK_NODE_SOFTBREAK:
        add_gap(in, ND_GAP_SOFT);
        break;
    case CMARK_NODE_LINEBREAK:
        add_gap(in, ND_GAP_LINE);
        break;
    case CMARK_NODE_HTML_INLINE:
        if (in->images == 0)
            add_html(in, nd_str_from(cmark_node_get_literal(node)));
        break;
    case CMARK_NODE_EMPH:
    case CMARK_NODE_STRONG:
        if (in->images == 0)
            nd_block_builder_strong_open(in->builder);
        break;
    case CMARK_NODE_LINK:
        open_link(in, node);
        break;
    case CMARK_NODE_IMAGE:
        open_image(in);
        break;
    default:
        break;
    }
}

void nd_inline_event(struct nd_inline *in, cmark_event_type event, cmark_node *node) {
    if (event == CMARK_EVENT_ENTER)
        enter(in, node);
    else
        leave(in, node);
}
