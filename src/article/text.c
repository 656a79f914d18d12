#include "article/record.h"

#include "newsdex/utf8.h"

enum {
    TITLE_LINE_CHARS = 200, /* a longer first line is a paragraph, not a title */
    LONG_LINE_CHARS = 120,  /* lines longer than this on average are paragraphs, shorter ones are wrapped */
    MIN_ARTICLE_BYTES = 200 /* what must stand before furniture for it to be believed */
};

/* A short first line with a blank line behind it that does not end as a statement does. */
static bool is_title_line(const struct nd_block *block) {
    struct nd_str line = block->text;

    if (nd_str_find_char(line, '\n') != SIZE_MAX || nd_utf8_count(line) > TITLE_LINE_CHARS ||
        block->next == NULL)
        return false;
    if (nd_str_ends(line, ND_STR("?")) || nd_str_ends(line, ND_STR("!")) || nd_str_ends(line, ND_STR("？")) ||
        nd_str_ends(line, ND_STR("！")))
        return nd_utf8_count(line) <= TITLE_LINE_CHARS / 2;
    if (nd_str_ends(line, ND_STR("...")) || nd_str_ends(line, ND_STR("…")))
        return true;
    return !nd_text_ends_sentence(line);
}

/* The paragraph a block begins with: its first line when lines are paragraphs, the whole when they are
 * wrapped. */
static struct nd_str first_paragraph(struct nd_str text) {
    size_t lines = 1, end = nd_str_find_char(text, '\n');

    for (size_t i = 0; i < text.len; i++)
        lines += text.ptr[i] == '\n';
    return nd_utf8_count(text) / lines > LONG_LINE_CHARS ? nd_str_slice(text, 0, end) : text;
}

/* Where the furniture begins in body, or SIZE_MAX: at a line that announces it, behind enough of an article.
 */
static size_t find_furniture(struct nd_str body) {
    struct nd_str rest = body, line;

    for (;;) {
        size_t start = body.len - rest.len;
        if (!nd_str_next_line(&rest, &line))
            return SIZE_MAX;
        if (start < MIN_ARTICLE_BYTES)
            continue;
        switch (nd_furniture_find(line)) {
        case ND_FURNITURE_RELATED:
        case ND_FURNITURE_END:
            return start;
        default:
            break;
        }
    }
}

static void add_teaser(struct nd_maker *maker, struct nd_str title, struct nd_str excerpt) {
    struct nd_article *reference = nd_arena_alloc(maker->arena, 1, sizeof *reference);

    reference->metadata = nd_value_new(maker->arena, ND_MAP);
    reference->title = nd_text_on_one_line(title, maker->arena);
    if (excerpt.len > 0)
        reference->excerpt = nd_text_on_one_line(excerpt, maker->arena);
    nd_record_add_related(maker, reference);
}

/* Teasers: a line with the title, lines with the excerpt, "Continue reading". Anything else stays furniture.
 */
static void read_teasers(struct nd_maker *maker, struct nd_str furniture) {
    struct nd_str rest = furniture, line, title = ND_STR_NONE, excerpt = ND_STR_NONE;

    while (nd_str_next_line(&rest, &line)) {
        enum nd_furniture kind = nd_furniture_find(line);
        line = nd_str_trim(line);
        if (kind == ND_FURNITURE_END)
            return;
        if (kind == ND_FURNITURE_MORE && title.len > 0)
            add_teaser(maker, title, excerpt);
        if (kind != ND_FURNITURE_NONE) {
            title = excerpt = ND_STR_NONE;
        } else if (line.len > 0 && title.len == 0) {
            title = line;
        } else if (line.len > 0 && excerpt.ptr == NULL) {
            excerpt = line;
        } else if (line.len > 0) {
            excerpt.len = (size_t)(line.ptr - excerpt.ptr) + line.len;
        }
    }
}

static void set_body(struct nd_maker *maker, struct nd_str body) {
    struct nd_article *article = maker->article;
    size_t at = find_furniture(body);

    if (at != SIZE_MAX) {
        article->furniture = nd_str_trim(nd_str_skip(body, at));
        body = nd_str_slice(body, 0, at);
        nd_record_source(maker, "furniture", "marker");
        read_teasers(maker, article->furniture);
    }
    article->body = nd_str_trim(body);
}

void nd_text_read(struct nd_maker *maker) {
    struct nd_article *article = maker->article;
    const struct nd_block *first = maker->document->blocks.first;
    struct nd_str body = maker->document->body;

    if (first == NULL)
        return;
    if (is_title_line(first)) {
        article->title = nd_text_on_one_line(first->text, maker->arena);
        nd_record_source(maker, "title", "first-line");
        first = first->next;
        body = nd_str_skip(body, (size_t)(first->text.ptr - body.ptr));
    }
    nd_record_title_from_sentence(maker, first->text);
    set_body(maker, body);
    if (article->body.len > 0)
        nd_record_excerpt_from(maker, first_paragraph(nd_str_slice(first->text, 0, article->body.len)),
                               "first-paragraph");
}
