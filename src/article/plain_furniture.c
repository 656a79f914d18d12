#include "article/plain_furniture.h"

#include "article/page/page.h"

enum { MIN_ARTICLE_BYTES = 200 /* what must stand before furniture for it to be believed */ };

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
        switch (nd_boilerplate_find(line)) {
        case ND_BOILERPLATE_RELATED:
        case ND_BOILERPLATE_END:
            return start;
        default:
            break;
        }
    }
}

static void add_teaser(struct nd_record_builder *builder, struct nd_str title, struct nd_str excerpt) {
    struct nd_article *reference = nd_arena_alloc(builder->arena, 1, sizeof *reference);

    reference->metadata = nd_value_new(builder->arena, ND_MAP);
    reference->title = nd_text_on_one_line(title, builder->arena);
    if (excerpt.len > 0)
        reference->excerpt = nd_text_on_one_line(excerpt, builder->arena);
    nd_record_add_related(builder, reference);
}

/* Teasers: a line with the title, lines with the excerpt, "Continue reading". Anything else stays furniture.
 */
static void read_teasers(struct nd_record_builder *builder, struct nd_str furniture) {
    struct nd_str rest = furniture, line, title = ND_STR_NONE, excerpt = ND_STR_NONE;

    while (nd_str_next_line(&rest, &line)) {
        enum nd_boilerplate kind = nd_boilerplate_find(line);
        line = nd_str_trim(line);
        if (kind == ND_BOILERPLATE_END)
            return;
        if (kind == ND_BOILERPLATE_MORE && title.len > 0)
            add_teaser(builder, title, excerpt);
        if (kind != ND_BOILERPLATE_NONE) {
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

void nd_plain_furniture_cut(struct nd_record_builder *builder, struct nd_str body) {
    struct nd_article *article = builder->article;
    size_t at = find_furniture(body);

    if (at != SIZE_MAX) {
        article->furniture = nd_str_trim(nd_str_skip(body, at));
        body = nd_str_slice(body, 0, at);
        nd_record_source(builder, "furniture", "marker");
        read_teasers(builder, article->furniture);
    }
    article->body = nd_str_trim(body);
}
