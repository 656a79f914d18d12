#include "document/html/html.h"

#include "document/html_blocks.h"
#include "newsdex/limits.h"

#include <string.h>

struct flat {
    struct nd_html_blocks writer;
    struct nd_arena *arena;
    struct nd_str *title;
    struct nd_buf decoded;
    size_t links;                        /* and pictures */
    const char *line_end, *end;          /* of the line that is being read, of the text */
    bool has_no_end[GUMBO_TAG_LAST + 1]; /* elements that are known not to be closed any more */
};

static void find_line_end(struct flat *flat, const char *from) {
    const char *found = memchr(from, '\n', (size_t)(flat->end - from));

    flat->line_end = found == NULL ? flat->end : found;
}

/* Counts the lines that end before at. */
static void count_lines(struct flat *flat, const char *at) {
    while (flat->line_end < at) {
        flat->writer.line++;
        find_line_end(flat, flat->line_end + 1);
    }
}

static struct nd_str decoded(struct flat *flat, struct nd_str s) {
    if (nd_str_find_char(s, '&') == SIZE_MAX)
        return s;
    nd_buf_clear(&flat->decoded);
    nd_entity_decode_all(s, &flat->decoded);
    return nd_buf_str(&flat->decoded);
}

static struct nd_str kept(struct flat *flat, struct nd_str value) {
    return value.len == 0 ? ND_STR_NONE : nd_arena_str(flat->arena, nd_str_trim(decoded(flat, value)));
}

static struct nd_html_blocks_attributes attributes_of(struct flat *flat, const struct nd_tag *tag) {
    struct nd_html_blocks_attributes result = {ND_STR_NONE, ND_STR_NONE, ND_STR_NONE, 0};

    if (tag->id != GUMBO_TAG_A && tag->id != GUMBO_TAG_IMG)
        return result;
    if (flat->links++ >= ND_MAX_FLAT_LINKS)
        return result;
    if (tag->id == GUMBO_TAG_A) {
        result.href = kept(flat, nd_tag_attribute(tag, ND_STR("href")));
    } else {
        result.src = kept(flat, nd_tag_attribute(tag, ND_STR("src")));
        result.alt = kept(flat, nd_tag_attribute(tag, ND_STR("alt")));
        if (nd_str_starts_nocase(result.src, ND_STR("data:")))
            result.src = ND_STR_NONE;
    }
    return result;
}

static void keep_title(struct flat *flat, struct nd_str text) {
    struct nd_block_builder builder;

    if (flat->title == NULL || flat->title->ptr != NULL)
        return;
    nd_block_builder_init(&builder, flat->arena);
    nd_block_builder_add_flow(&builder, decoded(flat, text));
    if (builder.text.len > 0)
        *flat->title = nd_block_builder_take_text(&builder);
    nd_block_builder_fini(&builder);
}

/* How much of rest, which follows the start tag of an unseen element, is its content. */
static size_t skip_unseen(struct flat *flat, struct nd_str rest, GumboTag id) {
    size_t length = flat->has_no_end[id] ? SIZE_MAX : nd_tag_content(rest, id);

    if (length == SIZE_MAX) {
        flat->has_no_end[id] = true;
        return (nd_tag_traits(id) & ND_TAG_RAW) != 0 ? rest.len : 0;
    }
    if (id == GUMBO_TAG_TITLE)
        keep_title(flat, nd_str_slice(rest, 0, length));
    return length;
}

/* Takes a tag; rest is what follows it. Returns how much of that is done with. */
static size_t take_tag(struct flat *flat, const struct nd_tag *tag, struct nd_str rest) {
    struct nd_html_blocks_attributes attributes;

    if (tag->is_comment || tag->id == GUMBO_TAG_UNKNOWN)
        return 0;
    if (tag->is_end) {
        nd_html_blocks_close(&flat->writer, tag->id);
        return 0;
    }
    if ((nd_tag_traits(tag->id) & ND_TAG_UNSEEN) != 0)
        return skip_unseen(flat, rest, tag->id);
    attributes = attributes_of(flat, tag);
    nd_html_blocks_open(&flat->writer, tag->id, &attributes);
    return 0;
}

void nd_blocks_html_flat(struct nd_str body, uint32_t line, struct nd_arena *arena, struct nd_blocks *blocks,
                         struct nd_str *title) {
    struct flat flat = {.arena = arena, .title = title};

    nd_html_blocks_init(&flat.writer, arena, blocks, line);
    flat.line_end = flat.end = body.ptr + body.len;
    if (line > 0 && body.len > 0)
        find_line_end(&flat, body.ptr);
    while (body.len > 0) {
        struct nd_tag tag;
        size_t at, length = nd_tag_find(body, &tag, &at);
        if (at > 0)
            nd_html_blocks_text(&flat.writer, decoded(&flat, nd_str_slice(body, 0, at)));
        count_lines(&flat, body.ptr + at);
        body = nd_str_skip(body, at);
        if (length > 0)
            length += take_tag(&flat, &tag, nd_str_skip(body, length));
        count_lines(&flat, body.ptr + length);
        body = nd_str_skip(body, length);
    }
    nd_html_blocks_fini(&flat.writer);
    nd_buf_free(&flat.decoded);
}

/* The offset of the first '<' that may begin a tag. */
static size_t text_length(struct nd_str s) {
    size_t at = 0;

    while (at < s.len) {
        size_t next = nd_str_find_char(nd_str_skip(s, at), '<');
        if (next == SIZE_MAX)
            break;
        at += next;
        if (at + 1 < s.len && (nd_char_is_alpha(s.ptr[at + 1]) || nd_char_is_one_of(s.ptr[at + 1], "/!?")))
            return at;
        at++;
    }
    return s.len;
}

/* True when text has a tag that ends a line or an entity, and so is worth more than a copy. */
static bool has_markup(struct nd_str s) {
    return nd_str_find_char(s, '<') != SIZE_MAX || nd_str_find_char(s, '&') != SIZE_MAX;
}

/* Takes what begins with '<' in a snippet; returns its length. */
static size_t read_snippet_tag(struct nd_block_builder *builder, struct nd_str rest) {
    struct nd_tag tag;
    size_t length, content;

    if (nd_str_starts(rest, ND_STR("<![CDATA[")))
        return 9;
    length = nd_tag_scan(rest, &tag);
    if (length == 0 || (tag.id == GUMBO_TAG_UNKNOWN && !tag.is_comment)) {
        nd_block_builder_add_flow(builder, ND_STR("<"));
        return 1;
    }
    if ((nd_tag_traits(tag.id) & ND_TAG_BLOCK) != 0 || tag.id == GUMBO_TAG_BR)
        nd_block_builder_gap(builder, ND_GAP_SPACE);
    if (tag.is_end || (nd_tag_traits(tag.id) & ND_TAG_RAW) == 0)
        return length;
    content = nd_tag_content(nd_str_skip(rest, length), tag.id);
    return content == SIZE_MAX ? rest.len : length + content;
}

static void add_snippet_text(struct nd_block_builder *builder, struct nd_str text) {
    struct nd_buf decoded = {NULL, 0, 0};
    size_t end = nd_str_find(text, ND_STR("]]>"));

    if (end != SIZE_MAX) {
        add_snippet_text(builder, nd_str_slice(text, 0, end));
        text = nd_str_skip(text, end + 3);
    }
    nd_entity_decode_all(text, &decoded);
    nd_block_builder_add_flow(builder, nd_buf_str(&decoded));
    nd_buf_free(&decoded);
}

struct nd_str nd_html_inline(struct nd_str snippet, struct nd_arena *arena) {
    struct nd_block_builder builder;
    struct nd_str text;

    if (!has_markup(snippet) && nd_str_find_char(snippet, '\n') == SIZE_MAX)
        return snippet;
    nd_block_builder_init(&builder, arena);
    while (snippet.len > 0) {
        size_t length = text_length(snippet);
        if (length > 0) {
            add_snippet_text(&builder, nd_str_slice(snippet, 0, length));
        } else {
            length = read_snippet_tag(&builder, snippet);
        }
        snippet = nd_str_skip(snippet, length);
    }
    text = nd_block_builder_take_text(&builder);
    nd_block_builder_fini(&builder);
    return text;
}
