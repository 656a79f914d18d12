/*
 * When a saved page says its article was published, where its metadata do not: in a short line beside the
 * title or the text, in an element that is named for it, or in <title>. Comments and lists of other articles
 * have dates of their own, and are not asked.
 */
#include "article/page/page.h"

enum {
    MAX_DISTANCE = 14, /* blocks from the title within which a line is beside it */
    CLOSE = 5,         /* the same, where nothing is asked of what it stands in */
    ABOVE = 3,         /* a block above the title counts as so many below it */
    FAR = 1000         /* the distance of a line that is only labelled or named */
};

/* Words that stand before a date of publication. */
static const struct nd_str labels[] = {
    ND_STR_INIT("published"),
    ND_STR_INIT("posted"),
    ND_STR_INIT("date"),
    ND_STR_INIT("datum"),
    ND_STR_INIT("erstellt"),
    ND_STR_INIT("veröffentlicht"),
    ND_STR_INIT("eingestellt"),
    ND_STR_INIT("publié"),
    ND_STR_INIT("mis en ligne"),
    ND_STR_INIT("pubblicato"),
    ND_STR_INIT("data"),
    ND_STR_INIT("publicado"),
    ND_STR_INIT("fecha"),
    ND_STR_INIT("gepubliceerd"),
    ND_STR_INIT("geplaatst"),
    ND_STR_INIT("publicerad"),
    ND_STR_INIT("publisert"),
    ND_STR_INIT("julkaistu"),
    ND_STR_INIT("opublikowano"),
    ND_STR_INIT("опубликовано"),
    ND_STR_INIT("дата"),
    ND_STR_INIT("発表"),
    ND_STR_INIT("发布"),
    ND_STR_INIT("發布"),
    ND_STR_INIT("pressemitteilung"),
};

static bool is_labelled(struct nd_str line) {
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        if (nd_str_starts_nocase(line, labels[i]))
            return true;
    return false;
}

/*
 * True for what stands in comments or, unless it is close to the title, in teasers of other articles, menus
 * and links.
 */
static bool is_of_others(const struct nd_element *element, bool is_close) {
    enum { TEASERS = ND_HINT_RELATED | ND_HINT_AD };

    for (; element != NULL; element = element->parent) {
        if ((element->hints & ND_HINT_BODY) != 0)
            return false;
        if ((element->hints & ND_HINT_COMMENT) != 0)
            return true;
        if (!is_close &&
            ((element->hints & TEASERS) != 0 || element->kind == ND_ELEMENT_NAV || element->is_linked))
            return true;
    }
    return false;
}

struct search {
    struct nd_record_builder *builder;
    size_t title; /* the number of the block that is the title, or SIZE_MAX */
    size_t best;  /* the smallest distance yet */
    struct nd_date date;
};

static size_t distance_of(const struct search *search, size_t at) {
    if (search->title == SIZE_MAX)
        return FAR;
    return at >= search->title ? at - search->title : (search->title - at) * ABOVE;
}

static void look_at(struct search *search, const struct nd_block *block, size_t at) {
    struct nd_str rest = block->text, line;
    size_t distance = distance_of(search, at);
    struct nd_date date;
    unsigned hints = block->element == NULL ? 0 : block->element->hints;

    if (block->type == ND_CODE || is_of_others(block->element, distance <= CLOSE))
        return;
    while (nd_str_next_line(&rest, &line)) {
        line = nd_str_trim(line);
        if (nd_dateline_is_update(line) || !nd_dateline_is(line) || !nd_dateline_find(line, &date))
            continue;
        if (distance > MAX_DISTANCE && !is_labelled(line) && (hints & ND_HINT_META) == 0)
            continue;
        if (distance > MAX_DISTANCE)
            distance = FAR;
        if (distance < search->best) {
            search->best = distance;
            search->date = date;
        }
    }
}

static size_t find_title(const struct nd_record_builder *builder) {
    size_t at = 0;

    for (const struct nd_block *b = builder->document->blocks.first; b != NULL; b = b->next, at++)
        if (b->type == ND_HEADING &&
            nd_str_eq_nocase(nd_text_on_one_line(b->text, builder->arena), builder->article->title))
            return at;
    return SIZE_MAX;
}

void nd_html_date_set(struct nd_record_builder *builder) {
    struct search search = {.builder = builder, .title = find_title(builder), .best = SIZE_MAX};
    size_t at = 0;

    if (builder->article->published_at.ptr != NULL)
        return;
    for (const struct nd_block *b = builder->document->blocks.first; b != NULL; b = b->next)
        look_at(&search, b, at++);
    if (search.best != SIZE_MAX)
        nd_record_set_date(builder, &search.date, "dateline");
    else if (nd_dateline_find(builder->document->title, &search.date))
        nd_record_set_date(builder, &search.date, "html:title");
}
