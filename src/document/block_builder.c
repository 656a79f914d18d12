#include "document/block_builder.h"

#include "newsdex/utf8.h"

enum { LONG_TEXT = 1024 * 1024 }; /* is not copied once more */

enum char_class { VISIBLE, BLANK, INVISIBLE, JOINER };

void nd_block_builder_init(struct nd_block_builder *builder, struct nd_arena *arena) {
    *builder = (struct nd_block_builder){.arena = arena};
}

void nd_block_builder_fini(struct nd_block_builder *builder) {
    nd_buf_free(&builder->text);
}

bool nd_block_builder_is_unspaced(uint32_t c) {
    return (c >= 0x2E80 && c <= 0x312F) || (c >= 0x31A0 && c <= 0xA4CF) || (c >= 0xF900 && c <= 0xFAFF) ||
           (c >= 0xFE30 && c <= 0xFE4F) || (c >= 0xFF01 && c <= 0xFF9F) || (c >= 0x20000 && c <= 0x3FFFF);
}

static uint32_t first_char(struct nd_str s) {
    uint32_t c = 0;

    if (s.len > 0)
        nd_utf8_decode(s, &c);
    return c;
}

static uint32_t last_char(struct nd_str s) {
    return s.len == 0 ? 0 : first_char(nd_str_skip(s, nd_utf8_floor(s, s.len - 1)));
}

static void write_gap(struct nd_block_builder *builder, struct nd_str text) {
    struct nd_str before = nd_buf_str(&builder->text);
    enum nd_block_builder_gap gap = builder->gap;

    builder->gap = ND_GAP_NONE;
    if (before.len == 0 || gap == ND_GAP_NONE)
        return;
    if (gap == ND_GAP_SOFT && nd_block_builder_is_unspaced(last_char(before)) &&
        nd_block_builder_is_unspaced(first_char(text)))
        return;
    while (builder->text.len > 0 && builder->text.ptr[builder->text.len - 1] == ' ')
        nd_buf_cut(&builder->text, builder->text.len - 1);
    nd_buf_add_char(&builder->text, gap == ND_GAP_LINE ? '\n' : ' ');
}

static void write_joiner(struct nd_block_builder *builder) {
    if (builder->joiner != 0)
        nd_utf8_add(&builder->text, builder->joiner);
    builder->joiner = 0;
}

void nd_block_builder_add(struct nd_block_builder *builder, struct nd_str text) {
    if (text.len == 0)
        return;
    if (builder->gap != ND_GAP_NONE)
        write_gap(builder, text);
    nd_buf_add(&builder->text, text);
}

void nd_block_builder_gap(struct nd_block_builder *builder, enum nd_block_builder_gap gap) {
    if (gap > builder->gap)
        builder->gap = gap;
}

/* Of ASCII. Control characters, which references bring, are none: what comes of them is told. */
static bool is_blank(uint32_t c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static enum char_class class_of(uint32_t c) {
    switch (c) {
    case 0x00AD: /* soft hyphen */
    case 0x034F: /* combining grapheme joiner, padding of newsletters */
    case 0x180E:
    case 0x200B:
    case 0x2060:
    case 0xFEFF:
        return INVISIBLE;
    case 0x200C:
    case 0x200D:
        return JOINER;
    case 0x0085:
    case 0x00A0:
    case 0x1680:
    case 0x2028:
    case 0x2029:
    case 0x202F:
    case 0x205F:
    case 0x3000:
        return BLANK;
    default:
        return c >= 0x2000 && c <= 0x200A ? BLANK : VISIBLE;
    }
}

/* Lead bytes under which a character other than VISIBLE can be found. */
static bool needs_look(unsigned char c) {
    return c == 0xC2 || c == 0xCD || c == 0xE1 || c == 0xE2 || c == 0xE3 || c == 0xEF;
}

/* The length of the visible run at the beginning of text. */
static size_t visible_run(struct nd_str text) {
    size_t i = 0;

    while (i < text.len) {
        unsigned char c = (unsigned char)text.ptr[i];
        uint32_t decoded;
        size_t length = 1;
        if (is_blank(c))
            break;
        if (needs_look(c)) {
            length = nd_utf8_decode(nd_str_skip(text, i), &decoded);
            if (class_of(decoded) != VISIBLE)
                break;
        }
        i += length;
    }
    return i;
}

/* Takes one character that is not visible off the front of text; returns its length. */
static size_t add_special(struct nd_block_builder *builder, struct nd_str text) {
    uint32_t c;
    size_t length = nd_utf8_decode(text, &c);
    enum char_class class = is_blank(c) ? BLANK : class_of(c);

    if (class == BLANK) {
        nd_block_builder_gap(builder, c == '\n' || c == '\r' ? ND_GAP_SOFT : ND_GAP_SPACE);
        builder->joiner = 0;
    } else if (class == JOINER && builder->joiner == 0 && builder->gap == ND_GAP_NONE &&
               builder->text.len > 0) {
        builder->joiner = c;
    } else if (class == JOINER) {
        builder->joiner = 0;
    }
    return length;
}

void nd_block_builder_add_flow(struct nd_block_builder *builder, struct nd_str text) {
    while (text.len > 0) {
        size_t run = visible_run(text);
        if (run > 0) {
            write_joiner(builder);
            nd_block_builder_add(builder, nd_str_slice(text, 0, run));
        } else {
            run = add_special(builder, text);
        }
        text = nd_str_skip(text, run);
    }
}

void nd_block_builder_strong_open(struct nd_block_builder *builder) {
    if (builder->strong_depth++ > 0 || builder->has_strong)
        return;
    builder->strong_from = builder->text.len;
    builder->strong_to = SIZE_MAX;
    builder->has_strong = true;
}

void nd_block_builder_strong_close(struct nd_block_builder *builder) {
    if (builder->strong_depth > 0)
        builder->strong_depth--;
    if (builder->strong_depth > 0 || !builder->has_strong || builder->strong_to != SIZE_MAX)
        return;
    builder->strong_to = builder->text.len;
    if (nd_str_trim(nd_str_slice(nd_buf_str(&builder->text), builder->strong_from, builder->strong_to)).len ==
        0)
        builder->has_strong = false;
}

void nd_block_builder_link_add(struct nd_block_builder *builder, struct nd_str url, struct nd_str text,
                               bool is_image) {
    struct nd_link *link = nd_arena_alloc(builder->arena, 1, sizeof *link);

    link->url = url;
    link->text = text;
    link->is_image = is_image;
    if (builder->last_link == NULL)
        builder->links = link;
    else
        builder->last_link->next = link;
    builder->last_link = link;
    builder->image_count += is_image;
}

void nd_block_builder_link_open(struct nd_block_builder *builder, struct nd_str url) {
    nd_block_builder_link_close(builder);
    builder->link_url = url;
    builder->link_from = builder->text.len;
    builder->links_at_open = builder->image_count;
}

void nd_block_builder_link_close(struct nd_block_builder *builder) {
    struct nd_str text = nd_buf_str(&builder->text);

    if (builder->link_url.ptr == NULL)
        return;
    text = nd_str_trim(nd_str_skip(text, builder->link_from));
    if (text.len > 0)
        text = nd_arena_str(builder->arena, text);
    else if (builder->image_count > builder->links_at_open && builder->last_link->is_image)
        text = builder->last_link->text; /* what stands for the picture stands for the link */
    else
        text = ND_STR("");
    nd_block_builder_link_add(builder, builder->link_url, text, false);
    builder->link_url = ND_STR_NONE;
}

bool nd_block_builder_is_empty(const struct nd_block_builder *builder) {
    return builder->text.len == 0 && builder->links == NULL && builder->link_url.ptr == NULL;
}

/* text, a part of what was written, in the arena; a long one takes the buffer with it. */
static struct nd_str keep_text(struct nd_block_builder *builder, struct nd_str text) {
    size_t from;

    if (text.len < LONG_TEXT)
        return text.len == 0 ? ND_STR("") : nd_arena_str(builder->arena, text);
    from = (size_t)(text.ptr - builder->text.ptr);
    return nd_str_slice(nd_arena_take(builder->arena, &builder->text), from, from + text.len);
}

struct nd_str nd_block_builder_take_text(struct nd_block_builder *builder) {
    struct nd_str text = nd_str_trim(nd_buf_str(&builder->text));

    text = keep_text(builder, text);
    nd_buf_clear(&builder->text);
    builder->gap = ND_GAP_NONE;
    builder->joiner = 0;
    builder->strong_depth = 0;
    builder->has_strong = false;
    return text;
}

struct nd_block *nd_block_builder_finish(struct nd_block_builder *builder, struct nd_blocks *blocks,
                                         enum nd_block_type type) {
    struct nd_str text = nd_buf_str(&builder->text), strong = ND_STR_NONE;
    struct nd_block *block = NULL;

    nd_block_builder_link_close(builder);
    if (nd_str_trim(text).len == 0)
        text.len = 0;
    if (text.len > 0 || builder->links != NULL) {
        block = nd_blocks_add(blocks, builder->arena, type);
        text = keep_text(builder, text);
        if (builder->has_strong)
            strong = nd_str_trim(nd_str_slice(text, builder->strong_from, builder->strong_to));
        block->text = type == ND_CODE ? nd_str_trim_right(text) : nd_str_trim(text);
        block->emphasised = strong.len == 0 ? ND_STR_NONE : strong;
        block->links = builder->links;
    }
    nd_buf_clear(&builder->text);
    *builder = (struct nd_block_builder){.arena = builder->arena, .text = builder->text};
    return block;
}
