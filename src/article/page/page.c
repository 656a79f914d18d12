#include "article/page/page.h"

enum {
    MIN_LABELS = 8,   /* so many menu entries make a page; */
    FEW_LABELS = 4,   /* so many, when its title is repeated above the article */
    MIN_ARTICLE = 40, /* the score of the least that is called an article; */
    MIN_TITLED = 20,  /* of the least below a repeated title; */
    MIN_SHORT = 10,   /* of the least among labels that only pages have */
    MENU_RUN = 5,     /* so many labels in a row are a menu, even amid an article */
    TEASERS = 12,     /* paragraphs below "Related" that may be teasers */
    TEASER_WORDS = 30 /* of the longest teaser */
};

static bool is_menu_entry(const struct nd_paragraph *p) {
    return p->score < 0 && p->words <= 6 && !p->has_sentence;
}

/*
 * The run of paragraphs from start up to end with the greatest sum of scores; returns the sum. This is
 * maximum subsequence segmentation (Pasternack and Roth, Extracting Article Text from the Web, WWW 2009), on
 * paragraphs: the article is the densest stretch of prose, headings and captions inside it included.
 */
static long best_run(const struct nd_page *page, size_t start, size_t end, size_t *first, size_t *last) {
    long best = 0, sum = 0;
    size_t from = start;

    for (size_t i = start; i < end; i++) {
        if (sum <= 0) {
            sum = 0;
            from = i;
        }
        sum += page->paragraphs[i].score;
        if (sum > best) {
            best = sum;
            *first = from;
            *last = i;
        }
    }
    return best;
}

/* Where the first thing behind start begins that ends every article: comments, forms. */
static size_t next_end(const struct nd_page *page, size_t start) {
    while (start < page->count && page->paragraphs[start].label != ND_BOILERPLATE_END)
        start++;
    return start;
}

/* The earliest stretch that is nearly as good as the best: articles come before comments and teasers. */
static bool choose_run(struct nd_page *page, size_t start, long least) {
    long best = 0;
    size_t first = 0, last = 0;

    for (size_t at = start; at < page->count; at = next_end(page, at) + 1) {
        long sum = best_run(page, at, next_end(page, at), &first, &last);
        if (sum < least || (best > 0 && sum / 4 <= best))
            continue;
        best = sum;
        page->first = first;
        page->last = last;
    }
    return best > 0;
}

/*
 * Short lines alone make no page: programmes, results and poems have them, too. There must be labels that
 * only pages have, or the title of the page again above the article.
 */
static bool is_page(const struct nd_page *page, bool is_short) {
    bool is_titled = page->title != SIZE_MAX;
    size_t entries = 0, labels = 0;

    for (size_t i = 1; i < page->count; i++) {
        bool is_label = page->paragraphs[i].label != ND_BOILERPLATE_NONE;
        labels += is_label;
        if (i < page->first || i > page->last)
            entries += is_label || is_menu_entry(&page->paragraphs[i]);
    }
    if (is_titled && labels >= MIN_LABELS)
        return true;
    if (is_short && labels < FEW_LABELS)
        return false;
    return entries >= (is_titled ? FEW_LABELS : MIN_LABELS) &&
           (is_titled || labels >= FEW_LABELS || (labels >= 2 && entries >= 12));
}

/* Marks the article: the run without labels and menus inside it. Lists with numbers are no menus. */
static void mark_article(struct nd_page *page) {
    for (size_t i = page->first; i <= page->last;) {
        size_t end = i;
        size_t numbers = 0;
        for (; end <= page->last && is_menu_entry(&page->paragraphs[end]); end++)
            numbers += nd_str_has_digit(page->paragraphs[end].block->text);
        for (bool is_menu = end - i >= MENU_RUN && numbers * 3 < end - i; i < end; i++)
            page->paragraphs[i].is_article = !is_menu && page->paragraphs[i].label == ND_BOILERPLATE_NONE;
        if (i <= page->last) {
            page->paragraphs[i].is_article = page->paragraphs[i].label == ND_BOILERPLATE_NONE;
            i++;
        }
    }
}

/* What follows "Related" amid an article, up to the next paragraph that is too long for a teaser. */
static void drop_teasers(struct nd_page *page) {
    for (size_t i = page->first; i <= page->last; i++) {
        if (page->paragraphs[i].label != ND_BOILERPLATE_RELATED)
            continue;
        for (size_t k = i + 1; k <= page->last && k <= i + TEASERS; k++) {
            if (page->paragraphs[k].words > TEASER_WORDS && page->paragraphs[k].has_sentence)
                break;
            page->paragraphs[k].is_article = false;
        }
    }
}

/* Looks at every block; false when there are too few, too many, or too few labels for a page. */
static bool look(const struct nd_block *first, struct nd_arena *arena, struct nd_page *page) {
    size_t count = 0, entries = 0;

    for (const struct nd_block *block = first; block != NULL && count <= ND_MAX_PASSAGES; block = block->next)
        count++;
    if (count < MIN_LABELS || count > ND_MAX_PASSAGES)
        return false;
    page->paragraphs = nd_arena_alloc(arena, count, sizeof *page->paragraphs);
    for (const struct nd_block *block = first; block != NULL; block = block->next) {
        struct nd_paragraph *paragraph = &page->paragraphs[page->count++];
        nd_paragraph_look(block, paragraph);
        entries += paragraph->label != ND_BOILERPLATE_NONE || is_menu_entry(paragraph);
    }
    for (size_t i = 0; i < page->count && entries >= FEW_LABELS; i++)
        nd_paragraph_look_for_notice(&page->paragraphs[i]);
    return entries >= FEW_LABELS;
}

/* The run below the title; else, without one, the best of all; else a short one. */
static bool find_run(struct nd_page *page, bool *is_short) {
    size_t title = page->title;

    *is_short = false;
    if (title != SIZE_MAX && choose_run(page, title + 1, MIN_TITLED))
        return true;
    page->title = SIZE_MAX;
    if (choose_run(page, 1, MIN_ARTICLE))
        return true;
    *is_short = true;
    if (title != SIZE_MAX && choose_run(page, title + 1, MIN_SHORT)) {
        page->title = title;
        return true;
    }
    return choose_run(page, 1, MIN_SHORT);
}

bool nd_page_find(const struct nd_block *first, struct nd_arena *arena, struct nd_page *page) {
    bool is_short = false;

    *page = (struct nd_page){.title = SIZE_MAX};
    if (!look(first, arena, page))
        return false;
    nd_page_title(page, arena, &page->title);
    if (!find_run(page, &is_short))
        return false;
    if (!is_page(page, is_short))
        return false;
    mark_article(page);
    drop_teasers(page);
    return true;
}
