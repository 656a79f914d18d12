#include "newsdex/document.h"

#include "document/asciidoc.h"
#include "document/front_matter.h"
#include "document/html/tag.h"
#include "document/org.h"
#include "document/rest.h"
#include "newsdex/limits.h"

static const struct nd_value *read_metadata(const struct nd_front_matter *parts,
                                            const struct nd_known_entries *known, struct nd_arena *arena,
                                            struct nd_problems *problems) {
    struct nd_str block = parts->block;

    if (parts->notation == ND_JSON && !nd_str_starts(nd_str_trim(block), ND_STR("{")))
        block = nd_arena_printf(arena, "{%.*s}", (int)block.len, block.ptr);
    switch (parts->notation) {
    case ND_YAML:
    case ND_JSON: /* every JSON object is a YAML flow mapping (YAML 1.2, section 1.3) */
        return nd_yaml_read(block, parts->line, known, arena, problems);
    case ND_TOML:
        return nd_toml_read(parts->block, parts->line, arena, problems);
    case ND_NO_FRONT_MATTER:
        break;
    }
    return NULL;
}

/*
 * Plain text has no character references, but texts that were once taken from pages do: "&#163;8m". Those by
 * number cannot be meant as they stand; by name they could, in a text about HTML. Texts so large that a copy
 * would be felt are no articles, and stay as they are.
 */
static struct nd_str without_references(struct nd_str text, struct nd_arena *arena) {
    struct nd_buf out = {0};

    if (text.len > ND_MAX_REFERENCE_TEXT || nd_str_find(text, ND_STR("&#")) == SIZE_MAX)
        return text;
    while (text.len > 0) {
        size_t at = nd_str_find(text, ND_STR("&#")), length, begin;
        nd_buf_add(&out, nd_str_slice(text, 0, at));
        text = at == SIZE_MAX ? ND_STR_NONE : nd_str_skip(text, at);
        begin = out.len;
        length = text.len == 0 ? 0 : nd_entity_decode(text, &out);
        if (length > 0 &&
            (unsigned char)out.ptr[begin] <= ' ') /* a line end would move all lines behind it */
            out.ptr[begin] = ' ';
        if (length == 0 && text.len > 0)
            nd_buf_add(&out, nd_str_slice(text, 0, length = 1));
        text = nd_str_skip(text, length);
    }
    return nd_arena_take(arena, &out);
}

static void read_blocks(struct nd_document *document, struct nd_arena *arena, struct nd_problems *problems) {
    struct nd_html_page page;

    switch (document->markup) {
    case ND_PLAIN:
        document->body = without_references(document->body, arena);
        nd_blocks_plain(document->body, document->body_line, arena, &document->blocks);
        break;
    case ND_MARKDOWN:
        nd_blocks_markdown(document->body, document->body_line, arena, problems, &document->blocks);
        break;
    case ND_HTML:
        nd_blocks_html(document->body, document->body_line, arena, problems, &document->blocks, &page);
        document->title = page.title;
        document->elements = page.elements;
        document->head = nd_html_head(document->body, arena, problems);
        break;
    }
}

static struct nd_str rest_as_markdown(struct nd_str body, struct nd_arena *arena) {
    struct nd_buf out = {0};

    (void)nd_rest_to_markdown(body, &out);
    return nd_arena_take(arena, &out);
}

static struct nd_str org_as_markdown(struct nd_str body, struct nd_arena *arena) {
    struct nd_buf out = {0};

    (void)nd_org_to_markdown(body, &out);
    return nd_arena_take(arena, &out);
}

void nd_document_read(struct nd_str text, const struct nd_known_entries *known, struct nd_arena *arena,
                      struct nd_problems *problems, struct nd_document *document) {
    struct nd_front_matter parts;
    enum nd_header_text below = ND_HEADER_ANY;

    *document = (struct nd_document){.title = ND_STR_NONE};
    nd_front_matter_split(text, problems, &parts);
    document->notation = parts.notation;
    document->front_matter = read_metadata(&parts, known, arena, problems);
    document->body = parts.rest;
    document->body_line = parts.rest_line;
    if (nd_str_trim(parts.rest).len == 0)
        return;
    if (parts.notation == ND_NO_FRONT_MATTER &&
        (document->header = nd_joplin_read(&document->body, &document->body_line, arena)) != NULL) {
        below = ND_HEADER_NOTES;
    } else if (parts.notation == ND_NO_FRONT_MATTER &&
               (document->header = nd_org_read_header(&document->body, &document->body_line, arena)) !=
                   NULL) {
        document->body = org_as_markdown(document->body, arena);
        below = ND_HEADER_NOTES;
    } else if (parts.notation == ND_NO_FRONT_MATTER &&
               (document->header = nd_asciidoc_read_header(&document->body, &document->body_line, arena)) ==
                   NULL)
        document->header = nd_header_read(&document->body, &document->body_line, &below, arena);
    if (parts.notation == ND_NO_FRONT_MATTER && document->header == NULL)
        document->header = nd_first_lines_read(&document->body, &document->body_line, arena);
    if (parts.notation == ND_NO_FRONT_MATTER && document->header == NULL && nd_rest_is_likely(document->body))
        below = ND_HEADER_REST;
    if (below == ND_HEADER_REST)
        document->body = rest_as_markdown(document->body, arena);
    document->markup = below != ND_HEADER_ANY ? ND_MARKDOWN : nd_detect_markup(document->body);
    /* Behind front matter, text without a sign of HTML is markdown: Jekyll and Hugo take it for that. */
    if (document->notation != ND_NO_FRONT_MATTER && document->markup == ND_PLAIN)
        document->markup = ND_MARKDOWN;
    read_blocks(document, arena, problems);
}

void nd_document_read_body(struct nd_str body, uint32_t line, struct nd_arena *arena,
                           struct nd_problems *problems, struct nd_document *document) {
    document->body = body;
    document->body_line = line;
    if (nd_str_trim(body).len == 0)
        return;
    document->markup = nd_detect_markup(body);
    read_blocks(document, arena, problems);
}

void nd_document_read_plain(struct nd_str body, uint32_t line, struct nd_arena *arena,
                            struct nd_document *document) {
    document->body = body;
    document->body_line = line;
    document->markup = ND_PLAIN;
    if (nd_str_trim(body).len > 0)
        nd_blocks_plain(body, line, arena, &document->blocks);
}
