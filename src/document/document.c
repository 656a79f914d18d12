#include "newsdex/document.h"

#include "document/front_matter.h"

static const struct nd_value *read_metadata(const struct nd_front_matter *parts, struct nd_arena *arena,
                                            struct nd_problems *problems) {
    switch (parts->notation) {
    case ND_YAML:
    case ND_JSON: /* every JSON object is a YAML flow mapping (YAML 1.2, section 1.3) */
        return nd_yaml_read(parts->block, parts->line, arena, problems);
    case ND_TOML:
        return nd_toml_read(parts->block, parts->line, arena, problems);
    case ND_NO_FRONT_MATTER:
        break;
    }
    return NULL;
}

/* Behind front matter, text without a sign of HTML is markdown: that is what Jekyll and Hugo take it for. */
static enum nd_markup markup_of_body(const struct nd_document *document) {
    enum nd_markup guess = nd_markup_guess(document->body);

    return document->notation != ND_NO_FRONT_MATTER && guess == ND_PLAIN ? ND_MARKDOWN : guess;
}

void nd_document_read(struct nd_str text, struct nd_arena *arena, struct nd_problems *problems,
                      struct nd_document *document) {
    struct nd_front_matter parts;
    struct nd_html_page page;

    *document = (struct nd_document){.title = ND_STR_NONE};
    nd_front_matter_split(text, problems, &parts);
    document->notation = parts.notation;
    document->front_matter = read_metadata(&parts, arena, problems);
    document->body = parts.rest;
    document->body_line = parts.rest_line;
    if (nd_str_trim(parts.rest).len == 0)
        return;
    document->markup = markup_of_body(document);
    switch (document->markup) {
    case ND_PLAIN:
        nd_blocks_plain(document->body, document->body_line, arena, &document->blocks);
        break;
    case ND_MARKDOWN:
        nd_blocks_markdown(document->body, document->body_line, arena, problems, &document->blocks);
        break;
    case ND_HTML:
        nd_blocks_html(document->body, document->body_line, arena, problems, &document->blocks, &page);
        document->title = page.title;
        document->furniture = page.furniture;
        document->head = nd_html_head(document->body, arena);
        break;
    }
}
