/*
 * Sets the title of a saved page's article: the candidate that the others bear out best. The site's own name
 * is often the first <h1>, the heading of a section the second; the article's is repeated by <title> and the
 * metadata, alone or beside the site's name, and stands above the text.
 */
#include "article/page/html_title.h"

#include "article/page/newsletter.h"

/* The headings of a letter are those of its sections: its subject is <title>, unless a heading repeats it. */
static bool is_letter(const struct nd_title_evidence *evidence, const struct nd_titles *titles) {
    if (!nd_newsletter_is(&evidence->document->blocks) || titles->count == 0 ||
        nd_str_find_char(titles->candidates[0].text, ' ') == SIZE_MAX)
        return false;
    for (size_t i = 0; i < titles->count; i++)
        if (titles->candidates[i].kind == ND_TITLE_HEADING && nd_title_is_agreed(titles, i))
            return false;
    return true;
}

static void set(struct nd_record_builder *builder, struct nd_str title, struct nd_str source) {
    builder->article->title = title;
    nd_record_source(builder, "title", "%.*s", (int)source.len, source.ptr);
}

/* Where a heading says it, metadata that say the very same are named; what differs in its signs is better as
 * the page shows it. */
static struct nd_str source_of(const struct nd_titles *titles, const struct nd_title_candidate *best) {
    if (best->block == NULL || best->is_shared)
        return best->source;
    for (size_t i = 0; i < titles->stated_count; i++)
        if (nd_str_eq(titles->stated[i]->text, best->text) &&
            !nd_str_eq(titles->stated[i]->source, ND_STR("html:title")))
            return titles->stated[i]->source;
    return best->kind == ND_TITLE_HEADING ? ND_STR("heading") : ND_STR("line");
}

void nd_html_title_set(struct nd_record_builder *builder, const struct nd_title_evidence *evidence) {
    struct nd_titles titles;
    size_t best = 0;
    float best_score = 0;

    if (builder->article->title.ptr != NULL)
        return;
    nd_titles_gather(evidence, builder->arena, &titles);
    if (titles.count == 0)
        return;
    if (is_letter(evidence, &titles)) {
        bool is_stated = evidence->count > 0;
        set(builder,
            is_stated ? titles.candidates[0].text
                      : nd_text_on_one_line(evidence->document->title, builder->arena),
            titles.candidates[0].source);
        return;
    }
    for (size_t i = 0; i < titles.count; i++) {
        float score = nd_title_score(&titles, i, nd_title_weights);
        if (i > 0 && score <= best_score)
            continue;
        best = i;
        best_score = score;
    }
    builder->title = titles.candidates[best].block;
    set(builder, titles.candidates[best].text, source_of(&titles, &titles.candidates[best]));
}
