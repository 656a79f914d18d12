/* The first paragraph that tells what a text is about, as its excerpt. */
#include "article/page/agency_head.h"
#include "article/page/page.h"
#include "article/page/source_line.h"

#include <string.h>

enum {
    LOOK_BYTES = 16 * ND_MAX_EXCERPT_CHARS, /* what of a text may matter to an excerpt */
    MAX_PASSED = 1000                       /* bytes of what is none */
};

bool nd_text_next_paragraph(struct nd_str *rest, struct nd_str *paragraph) {
    struct nd_str text = *rest, line, first = ND_STR_NONE;
    size_t lines = 0;

    *paragraph = ND_STR_NONE;
    while (nd_str_next_line(&text, &line)) {
        bool is_blank = nd_str_trim(line).len == 0;
        if (is_blank && lines > 0)
            break;
        if (is_blank)
            continue;
        if (lines++ == 0)
            *paragraph = first = line;
        paragraph->len = (size_t)(line.ptr + line.len - first.ptr);
    }
    if (lines == 0)
        return false;
    if (nd_utf8_count(*paragraph) / lines > ND_LONG_LINE_CHARS)
        *paragraph = first;
    *rest = nd_str_skip(*rest, (size_t)(paragraph->ptr + paragraph->len - rest->ptr));
    return true;
}

static struct nd_str make_excerpt(struct nd_str paragraph, struct nd_arena *arena) {
    paragraph = nd_str_slice(paragraph, 0, nd_utf8_floor(paragraph, LOOK_BYTES));
    paragraph = nd_text_on_one_line(paragraph, arena);
    return paragraph.len == 0 ? ND_STR_NONE : nd_text_shorten(paragraph, ND_MAX_EXCERPT_CHARS, arena);
}

/* "Hello everybody!" */
static bool is_greeting(struct nd_str paragraph) {
    enum { MAX_GREETING = 24 };
    size_t blank = nd_str_find_char(paragraph, ' ');

    return paragraph.len <= MAX_GREETING &&
           (nd_str_ends(paragraph, ND_STR("!")) || nd_str_ends(paragraph, ND_STR("！"))) &&
           (blank == SIZE_MAX || nd_str_find_char(nd_str_skip(paragraph, blank + 1), ' ') == SIZE_MAX);
}

/* "----------", "." */
static bool is_rule(struct nd_str paragraph) {
    size_t same = 0;

    while (same < paragraph.len && paragraph.ptr[same] == paragraph.ptr[0])
        same++;
    return same == paragraph.len;
}

/* A sentence, or what is long enough and no address. */
static bool may_begin(struct nd_str paragraph) {
    return !is_rule(paragraph) &&
           (paragraph.len >= 60 ? !nd_source_line_is_address(paragraph)
                                : nd_text_ends_sentence(paragraph) && !is_greeting(paragraph));
}

struct nd_str nd_article_excerpt_of(struct nd_str body, struct nd_arena *arena) {
    struct nd_str rest = body, paragraph, fallback = ND_STR_NONE;

    while (nd_text_next_paragraph(&rest, &paragraph) && (size_t)(paragraph.ptr - body.ptr) < MAX_PASSED) {
        if (nd_dateline_is(paragraph))
            continue;
        if (may_begin(paragraph))
            return make_excerpt(nd_str_skip(paragraph, nd_str_starts(paragraph, ND_STR("- ")) ? 2 : 0),
                                arena);
        if (fallback.ptr == NULL)
            fallback = paragraph;
    }
    return make_excerpt(fallback, arena);
}

void nd_record_excerpt_from(struct nd_record_builder *builder, struct nd_str paragraph, const char *source) {
    if (builder->article->excerpt.ptr != NULL)
        return;
    builder->article->excerpt = make_excerpt(paragraph, builder->arena);
    if (builder->article->excerpt.ptr != NULL)
        nd_record_source(builder, "excerpt", "%s", source);
}

/* Whether text begins so, whatever blanks part its words; what is said must be more than a few of these. */
static bool begins_with(struct nd_str text, struct nd_str beginning) {
    enum { LEAST = 20 };
    size_t at = 0, same = 0;

    for (size_t i = 0; i < beginning.len; i++) {
        if (nd_char_is_blank(beginning.ptr[i]))
            continue;
        while (at < text.len && nd_char_is_blank(text.ptr[at]))
            at++;
        if (at == text.len || text.ptr[at++] != beginning.ptr[i])
            return false;
        same++;
    }
    return same >= LEAST;
}

/* "Text […]", "Text [...]", "Text …" without what says that it goes on. */
static struct nd_str without_ellipsis(struct nd_str s) {
    static const struct nd_str signs[] = {ND_STR_INIT("["), ND_STR_INIT("]"), ND_STR_INIT("."),
                                          ND_STR_INIT("…"), ND_STR_INIT(" "), ND_STR_INIT("(")};

    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        while (nd_str_ends(s, signs[i])) {
            s.len -= signs[i].len;
            i = 0;
        }
    return s;
}

/* "Summary:" */
static bool is_label(struct nd_str paragraph) {
    enum { MAX_LABEL = 40 };

    return paragraph.len > 0 && paragraph.len <= MAX_LABEL &&
           (nd_str_ends(paragraph, ND_STR(":")) || nd_str_ends(paragraph, ND_STR("：")));
}

static struct nd_provenance *source_of_excerpt(struct nd_article *article) {
    struct nd_provenance *p = article->provenance;

    while (p != NULL && strcmp(p->field, "excerpt") != 0)
        p = p->next;
    return p;
}

void nd_record_renew_excerpt(struct nd_record_builder *builder) {
    struct nd_article *article = builder->article;
    struct nd_provenance *source = source_of_excerpt(article);
    bool is_name = is_label(article->excerpt);
    struct nd_str excerpt;

    if (source == NULL || (!is_name && nd_str_eq(source->source, ND_STR("first-paragraph"))))
        return;
    if (!is_name && (!nd_text_is_cut_off(article->excerpt) ||
                     !begins_with(article->body, without_ellipsis(article->excerpt))))
        return;
    excerpt = nd_article_excerpt_of(article->body, builder->arena);
    if (is_name
            ? excerpt.len <= article->excerpt.len
            : excerpt.len * 2 < article->excerpt.len || !nd_text_ends_sentence(excerpt)) /* it says less */
        return;
    source->source = ND_STR("first-paragraph");
    article->excerpt = excerpt;
}

/* Lines that a page keeps as they are may be its text, as letters are in archives of lists; no program is. */
static bool is_kept_prose(const struct nd_block *block) {
    enum { LEAST = 250 /* bytes */, ONE_IN = 100 };
    size_t signs = 0;

    if (block->type != ND_CODE || block->element == NULL || block->text.len < LEAST ||
        !nd_text_has_sentence(block->text))
        return false;
    for (size_t i = 0; i < block->text.len; i++)
        signs += nd_str_find_char(ND_STR("{}[];=<>$\\|"), block->text.ptr[i]) != SIZE_MAX;
    return signs * ONE_IN <= block->text.len;
}

const struct nd_block *nd_text_first_paragraph(const struct nd_block *first, const struct nd_block *end) {
    const struct nd_block *fallback = NULL, *kept = NULL;
    size_t passed = 0; /* bytes, from the fallback on: behind a long list a paragraph is no beginning */

    for (const struct nd_block *block = first; block != end && block != NULL && passed < MAX_PASSED;
         block = block->next) {
        if (kept == NULL && is_kept_prose(block))
            kept = block;
        if ((block->type != ND_PARAGRAPH && block->type != ND_QUOTE && block->type != ND_LIST_ITEM) ||
            block->text.len == 0)
            continue;
        if (block->type == ND_PARAGRAPH && nd_dateline_is(block->text))
            continue;
        if (block->type == ND_PARAGRAPH && may_begin(block->text))
            return block;
        if (fallback == NULL)
            fallback = block;
        passed += block->text.len;
    }
    return kept != NULL && (fallback == NULL || fallback->type == ND_LIST_ITEM) ? kept : fallback;
}
