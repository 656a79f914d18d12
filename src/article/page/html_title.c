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

/* How many of the longer words of folded there are, and how many of them the text has, too. */
static void count_in_text(struct nd_str folded, struct nd_str text, size_t *words, size_t *known) {
    enum { LEAST = 5, STEM = 8 /* bytes: words may have other endings */ };

    *words = *known = 0;
    while (folded.len > 0) {
        struct nd_str word = nd_str_slice(folded, 0, nd_str_find_char(folded, ' '));
        folded = nd_str_trim(nd_str_skip(folded, word.len));
        if (word.len < LEAST)
            continue;
        ++*words;
        word = nd_str_slice(word, 0, nd_utf8_floor(word, word.len < STEM ? word.len : STEM));
        *known += nd_str_find(text, word) != SIZE_MAX;
    }
}

/* How the text begins, folded; without the line that is its title. */
static struct nd_str text_below(const struct nd_main_text *main, size_t from, struct nd_str title,
                                struct nd_arena *arena) {
    enum { MOST = 1500 /* bytes */ };
    struct nd_buf text = {0};
    struct nd_str folded;

    for (size_t i = from; i < main->count && text.len < MOST; i++) {
        struct nd_str line = main->blocks[i].paragraph.block->text;
        if (main->blocks[i].score <= 0)
            continue;
        if (i == from && nd_str_starts(line, title) &&
            nd_str_starts(nd_str_skip(line, title.len), ND_STR("\n")))
            line = nd_str_skip(line, title.len);
        nd_buf_add(&text, line);
        nd_buf_add_z(&text, " ");
    }
    folded = nd_title_fold(nd_buf_str(&text), arena);
    nd_buf_free(&text);
    return folded;
}

/* Old pages have the name of their site in <title> and no headings: where the text has no word of it, but
 * those of a line in bold above it, that is the title. */
static size_t find_line(const struct nd_title_evidence *evidence, const struct nd_titles *titles, size_t best,
                        struct nd_arena *arena) {
    enum { NEAR = 4 /* blocks */, LEAST_WORDS = 2 };
    size_t words, known;

    if (evidence->count > 0 || titles->candidates[best].block != NULL || titles->first_text == SIZE_MAX)
        return best;
    for (size_t i = 0; i < titles->count; i++)
        if (titles->candidates[i].kind == ND_TITLE_HEADING)
            return best;
    for (size_t i = titles->count; i-- > 0;) {
        const struct nd_title_candidate *line = &titles->candidates[i];
        struct nd_str text;
        if (line->kind != ND_TITLE_LINE || line->at > titles->first_text ||
            line->at + NEAR < titles->first_text)
            continue;
        text = text_below(titles->main, titles->first_text, line->text, arena);
        count_in_text(titles->candidates[best].folded, text, &words, &known);
        if (known > 0)
            return best;
        count_in_text(line->folded, text, &words, &known);
        if (words >= LEAST_WORDS && known * 2 >= words)
            return i;
    }
    return best;
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
    best = find_line(evidence, &titles, best, builder->arena);
    builder->title = titles.candidates[best].block;
    set(builder, titles.candidates[best].text, source_of(&titles, &titles.candidates[best]));
}
