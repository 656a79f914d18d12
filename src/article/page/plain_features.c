/*
 * Without tags the signs of a paragraph, the labels and dates near it, and the short lines it is one of have
 * to say what elements would: steps and ingredients are lists amid the text, menus are lists around it.
 */
#include "article/page/plain_features.h"

enum {
    SHORT_WORDS = 8, /* of a line that may be an item of a list */
    MOST_SHORT = 40, /* lines of a list that are looked at, on either side */
    NEAR = 5         /* paragraphs in which a label or a date is near */
};

static double share_of(struct nd_str s, bool (*is_counted)(char)) {
    size_t count = 0;

    for (size_t i = 0; i < s.len; i++)
        count += is_counted(s.ptr[i]);
    return s.len == 0 ? 0 : (double)count / (double)s.len;
}

static bool is_digit(char c) {
    return nd_char_is_digit(c);
}

static bool is_capital(char c) {
    return c >= 'A' && c <= 'Z';
}

static void add_signs(struct nd_features *v, struct nd_str s) {
    size_t commas = 0;
    uint32_t first = 0;

    s = nd_str_trim(s);
    for (size_t i = 0; i < s.len; i++)
        commas += s.ptr[i] == ',';
    if (s.len > 0)
        nd_utf8_decode(s, &first);
    nd_features_add(v, "ends with colon", nd_str_ends(s, ND_STR(":")) || nd_str_ends(s, ND_STR("：")));
    nd_features_add(v, "asks", nd_str_ends(s, ND_STR("?")) || nd_str_ends(s, ND_STR("？")));
    nd_features_add(v, "exclaims", nd_str_ends(s, ND_STR("!")) || nd_str_ends(s, ND_STR("！")));
    nd_features_add(v, "bar", nd_str_find_char(s, '|') != SIZE_MAX);
    nd_features_add(v, "arrow",
                    nd_str_find(s, ND_STR("»")) != SIZE_MAX && nd_str_find(s, ND_STR("«")) == SIZE_MAX);
    nd_features_add(v, "mail", nd_str_find_char(s, '@') != SIZE_MAX);
    nd_features_add(v, "address",
                    nd_str_find(s, ND_STR("http")) != SIZE_MAX || nd_str_find(s, ND_STR("www.")) != SIZE_MAX);
    nd_features_add(v, "copyright", nd_str_find(s, ND_STR("©")) != SIZE_MAX);
    nd_features_add(v, "dots", nd_text_is_cut_off(s));
    nd_features_add(v, "quotes",
                    first == '"' || first == 0xAB || first == 0x2018 || first == 0x201C || first == 0x201E ||
                        first == 0x300C);
    nd_features_add(v, "commas", nd_features_at_most((double)commas, 6));
}

/* The nearer the more. */
static void add_near(struct nd_features *v, const struct nd_main_text *text, size_t at) {
    double labels[2] = {0, 0}, dates[2] = {0, 0};

    for (size_t step = 1; step <= NEAR; step++)
        for (int side = 0; side < 2; side++) {
            size_t i = side == 0 ? at - step : at + step;
            if (i >= text->count)
                continue;
            labels[side] += text->blocks[i].paragraph.label != ND_BOILERPLATE_NONE ? 1 / (double)step : 0;
            dates[side] += text->blocks[i].is_dateline ? 1 / (double)step : 0;
        }
    nd_features_add(v, "labels above", nd_features_at_most(labels[0], 2));
    nd_features_add(v, "labels below", nd_features_at_most(labels[1], 2));
    nd_features_add(v, "dates above", nd_features_at_most(dates[0], 2));
    nd_features_add(v, "dates below", nd_features_at_most(dates[1], 2));
}

static bool is_short(const struct nd_paragraph *p) {
    return p->words <= SHORT_WORDS;
}

/* The short lines around a paragraph, itself among them. */
static void add_list(struct nd_features *v, const struct nd_page *page, size_t at, bool is_in) {
    const struct nd_paragraph *p = page->paragraphs;
    size_t from = at, to = at, with_digits = 0;
    double lines, share;

    while (from > 0 && at - from < MOST_SHORT && is_short(&p[from - 1]))
        from--;
    while (to + 1 < page->count && to - at < MOST_SHORT && is_short(&p[to + 1]))
        to++;
    for (size_t i = from; i <= to; i++)
        with_digits += share_of(p[i].block->text, is_digit) > 0;
    lines = is_short(&p[at]) ? nd_features_at_most((double)(to - from), 20) : 0;
    share = is_short(&p[at]) ? (double)with_digits / (double)(to - from + 1) : 0;
    nd_features_add(v, "list", lines);
    nd_features_add(v, "list, in run", is_in ? lines : 0);
    nd_features_add(v, "list with digits", share);
    nd_features_add(v, "list with digits, in run", is_in ? share : 0);
    nd_features_add(v, "short lines before", nd_features_at_most((double)(at - from), 10));
    nd_features_add(v, "short lines behind", nd_features_at_most((double)(to - at), 10));
    nd_features_add(v, "short, alone", is_short(&p[at]) && from == to);
    nd_features_add(v, "short, alone, in run", is_in && is_short(&p[at]) && from == to);
}

/* Where a paragraph stands to the run that was found by its sum, and in which menus and teasers are left out.
 */
static void add_run(struct nd_features *v, const struct nd_page *page, size_t at, bool is_in) {
    const struct nd_paragraph *p = &page->paragraphs[at];
    size_t distance = is_in ? 0 : at < page->first ? page->first - at : at - page->last;
    double words = nd_features_at_most(p->words, 30);

    nd_features_add(v, "in run", is_in);
    nd_features_add(v, "chosen", p->is_article);
    nd_features_add(v, "above run", at < page->first ? nd_features_at_most((double)distance, 10) : 0);
    nd_features_add(v, "below run", at > page->last ? nd_features_at_most((double)distance, 10) : 0);
    nd_features_add(v, "between title and run",
                    page->title != SIZE_MAX && at > page->title && at < page->first);
    nd_features_add(v, "few words, in run", is_in && p->words <= 6);
    nd_features_add(v, "many words, out of run", !is_in && p->words > 20);
    nd_features_add(v, "words, in run", is_in ? words : 0);
    nd_features_add(v, "words, above run", at < page->first ? words : 0);
    nd_features_add(v, "sentence, in run", is_in && p->has_sentence);
    nd_features_add(v, "place in run",
                    is_in ? (double)(at - page->first) / (double)(page->last - page->first + 1) : 0);
    nd_features_add(v, "first of run", at == page->first);
}

void nd_plain_features(const struct nd_main_text *text, size_t at, struct nd_features *v) {
    const struct nd_page *page = text->page;
    struct nd_str s = page->paragraphs[at].block->text;
    bool is_in = at >= page->first && at <= page->last;

    add_run(v, page, at, is_in);
    nd_features_add(v, "line breaks", nd_str_find_char(s, '\n') != SIZE_MAX);
    nd_features_add(v, "digits", share_of(s, is_digit));
    nd_features_add(v, "capitals", share_of(s, is_capital));
    add_signs(v, s);
    add_near(v, text, at);
    add_list(v, page, at, is_in);
}
