#include "newsdex/document.h"

#include "document/asciidoc.h"
#include "document/data/ziggy.h"
#include "document/front_matter.h"
#include "document/html/html.h"
#include "document/html/tag.h"
#include "document/markdown/cleaner.h"
#include "document/org.h"
#include "document/pod.h"
#include "document/rest.h"
#include "document/subtitles.h"
#include "document/wiki.h"
#include "newsdex/limits.h"

static const struct nd_value *read_metadata(const struct nd_front_matter *parts,
                                            const struct nd_known_entries *known, struct nd_arena *arena,
                                            struct nd_problems *problems) {
    struct nd_str block = parts->block;

    if (parts->notation == ND_JSON && !nd_str_starts(nd_str_trim(block), ND_STR("{")))
        block = nd_arena_printf(arena, "{%.*s}", (int)block.len, block.ptr);
    if (parts->notation == ND_YAML && nd_ziggy_is(block))
        block = nd_ziggy_to_flow(block, arena);
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
        document->authors = page.authors;
        document->head = nd_html_head(document->body, arena, problems);
        break;
    }
}

/* A notation that is read by way of markdown. */
enum written { IN_ANY, IN_REST, IN_ASCIIDOC, IN_ORG, IN_TEXTILE, IN_DOKUWIKI, IN_TIDDLYWIKI, IN_POD };

/* What the ending of a file's name says. */
static enum written written_in(struct nd_str path) {
    static const struct {
        struct nd_str end;
        enum written written;
    } ends[] = {{ND_STR_INIT(".rst"), IN_REST},        {ND_STR_INIT(".rest"), IN_REST},
                {ND_STR_INIT(".adoc"), IN_ASCIIDOC},   {ND_STR_INIT(".asciidoc"), IN_ASCIIDOC},
                {ND_STR_INIT(".asc"), IN_ASCIIDOC},    {ND_STR_INIT(".org"), IN_ORG},
                {ND_STR_INIT(".textile"), IN_TEXTILE}, {ND_STR_INIT(".tid"), IN_TIDDLYWIKI}};

    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (path.len > ends[i].end.len &&
            nd_str_eq_nocase(nd_str_skip(path, path.len - ends[i].end.len), ends[i].end))
            return ends[i].written;
    return IN_ANY;
}

static void as_markdown(struct nd_document *document, enum written written, struct nd_arena *arena) {
    static const enum nd_wiki wikis[] = {[IN_TEXTILE] = ND_WIKI_TEXTILE,
                                         [IN_DOKUWIKI] = ND_WIKI_DOKUWIKI,
                                         [IN_TIDDLYWIKI] = ND_WIKI_TIDDLYWIKI};
    struct nd_buf out = {0};

    if (written == IN_REST)
        (void)nd_rest_to_markdown(document->body, &out);
    else if (written == IN_ASCIIDOC)
        (void)nd_asciidoc_to_markdown(document->body, document->header, arena, &out);
    else if (written == IN_POD)
        nd_pod_to_markdown(document->body, &out);
    else if (written >= IN_TEXTILE)
        nd_wiki_to_markdown(wikis[written], document->body, &out);
    else
        (void)nd_org_to_markdown(document->body, &out);
    document->body = nd_arena_take(arena, &out);
}

/* What a text without front matter is written in by the look of it, where its name does not say so. */
static enum written wiki_of(struct nd_str text, const struct nd_document *document, enum written named,
                            struct nd_arena *arena) {
    struct nd_str type = nd_value_text(nd_value_get(document->header, ND_STR("type")));

    if (named == IN_TIDDLYWIKI || nd_str_eq(type, ND_STR("text/vnd.tiddlywiki"))) {
        for (struct nd_value *v = document->header == NULL ? NULL : document->header->first; v != NULL;
             v = v->next)
            if (nd_str_eq(v->key, ND_STR("tags")))
                v->text = nd_wiki_tags(v->text, arena);
        return nd_str_eq(type, ND_STR("text/x-markdown")) ? IN_ANY : IN_TIDDLYWIKI;
    }
    if (named != IN_ANY)
        return named;
    if (nd_pod_is(text))
        return IN_POD;
    switch (nd_wiki_detect(text)) {
    case ND_WIKI_TEXTILE:
        return IN_TEXTILE;
    case ND_WIKI_DOKUWIKI:
        return IN_DOKUWIKI;
    default:
        return IN_ANY;
    }
}

/* The header above a text without front matter: each notation in turn. */
static enum written read_header(struct nd_document *document, enum written named, bool *is_markdown,
                                struct nd_arena *arena) {
    enum nd_header_text below = ND_HEADER_ANY;
    struct nd_str *body = &document->body;
    uint32_t *line = &document->body_line;

    *is_markdown = false;
    if ((document->header = nd_joplin_read(body, line, arena)) != NULL) {
        *is_markdown = true;
        return IN_ANY;
    }
    if ((document->header = nd_header_read_outline(body, arena)) != NULL) {
        *is_markdown = true;
        return IN_ANY;
    }
    if ((document->header = nd_org_read_header(body, line, arena)) != NULL)
        return IN_ORG;
    if ((document->header = nd_asciidoc_read_header(body, line, named == IN_ASCIIDOC, arena)) != NULL)
        return IN_ASCIIDOC;
    if ((document->header = nd_header_read(body, line, &below, arena)) == NULL)
        document->header = nd_first_lines_read(body, line, arena);
    *is_markdown = below != ND_HEADER_ANY;
    if (named == IN_ANY && (below == ND_HEADER_REST || (below == ND_HEADER_ANY && nd_rest_is_likely(*body))))
        return IN_REST;
    return named;
}

/* Markdown made of it takes twice its room, beside all that is made of that. */
static enum written bounded(enum written written, const struct nd_document *document,
                            struct nd_problems *problems) {
    if (written == IN_ANY || document->body.len <= ND_MAX_NOTATION)
        return written;
    nd_problems_add(problems, ND_P_MARKDOWN_LIMIT, document->body_line, 0,
                    "a text of more than %d bytes: marks in it that are none of markdown or HTML are kept as "
                    "they are",
                    (int)ND_MAX_NOTATION);
    return IN_ANY;
}

static void read_subtitles(struct nd_document *document, struct nd_arena *arena) {
    struct nd_value *header;
    struct nd_buf out = {0};

    nd_subtitles_to_text(document->body, arena, &out, &header);
    document->header = header;
    document->body = nd_arena_take(arena, &out);
    document->markup = ND_PLAIN;
    nd_blocks_plain(document->body, document->body_line, arena, &document->blocks);
}

void nd_document_read(struct nd_str text, struct nd_str path, const struct nd_known_entries *known,
                      struct nd_arena *arena, struct nd_problems *problems, struct nd_document *document) {
    enum written written = written_in(path);
    struct nd_front_matter parts = {.rest = text, .rest_line = 1};
    const struct nd_value *sections;
    struct nd_buf unstamped = {0};
    bool is_markdown = false;

    *document = (struct nd_document){.title = ND_STR_NONE};
    sections = nd_first_lines_read_sections(&parts.rest, &parts.rest_line, arena);
    if (sections == NULL)
        nd_front_matter_split(text, problems, &parts);
    document->notation = parts.notation;
    document->front_matter = read_metadata(&parts, known, arena, problems);
    document->body = parts.rest;
    document->body_line = parts.rest_line;
    if (nd_str_trim(parts.rest).len == 0)
        return;
    if (parts.notation == ND_NO_FRONT_MATTER && nd_subtitles_are(parts.rest)) {
        read_subtitles(document, arena);
        return;
    }
    if (nd_subtitles_are_stamped(parts.rest)) {
        nd_subtitles_unstamp(parts.rest, arena, &unstamped);
        document->body = parts.rest = nd_arena_take(arena, &unstamped);
    }
    if (written != IN_ANY && nd_detect_markup(document->body) == ND_HTML)
        written = IN_ANY; /* a page may be saved under the name of its site */
    if (sections != NULL) {
        document->header = sections;
        is_markdown = true;
    } else if (parts.notation == ND_NO_FRONT_MATTER)
        written = wiki_of(parts.rest, document, read_header(document, written, &is_markdown, arena), arena);
    else if (document->front_matter != NULL && document->front_matter->type == ND_MAP)
        document->header = nd_header_read_inline(&document->body, &document->body_line, arena);
    written = bounded(written, document, problems);
    if (written != IN_ANY)
        as_markdown(document, written, arena);
    is_markdown = is_markdown || written != IN_ANY;
    document->markup = is_markdown ? ND_MARKDOWN : nd_detect_markup(document->body);
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
    if (document->markup == ND_HTML && nd_html_is_simple(body) && !nd_clean_is_likely(body, ND_HTML)) {
        nd_blocks_html_flat(body, line, arena, &document->blocks, NULL);
        document->head = nd_html_head(body, arena, problems);
    } else {
        read_blocks(document, arena, problems);
    }
}

void nd_document_read_markdown(struct nd_str body, uint32_t line, struct nd_arena *arena,
                               struct nd_problems *problems, struct nd_document *document) {
    document->body = body;
    document->body_line = line;
    document->markup = ND_MARKDOWN;
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
