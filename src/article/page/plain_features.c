/*
 * Without tags the signs of a paragraph, the labels and dates near it, and the short lines it is one of have
 * to say what elements would: steps and ingredients are lists amid the text, menus are lists around it.
 */
#include "article/page/plain_features.h"

#include <string.h>

enum {
    SHORT_WORDS = 8, /* of a line that may be an item of a list */
    MOST_SHORT = 40, /* lines of a list that are looked at, on either side */
    NEAR = 5         /* paragraphs in which a label or a date is near */
};

/* What a paragraph is written with. */
struct signs {
    size_t digits, capitals, commas;
    bool has_bar, has_arrow, has_left_arrow, has_mail, has_address, has_copyright;
};

/* One of the signs « » and ©, which begin with the same byte. */
static void note_wide(struct signs *signs, char second) {
    signs->has_left_arrow = signs->has_left_arrow || second == '\xAB';
    signs->has_arrow = signs->has_arrow || second == '\xBB';
    signs->has_copyright = signs->has_copyright || second == '\xA9';
}

static struct signs count_signs(struct nd_str s) {
    enum { NONE, DIGIT, CAPITAL, COMMA, BAR, AT, WIDE, ADDRESS };
    static const unsigned char kinds[256] = {
        ['0'] = DIGIT,   ['1'] = DIGIT,   ['2'] = DIGIT,   ['3'] = DIGIT,   ['4'] = DIGIT,   ['5'] = DIGIT,
        ['6'] = DIGIT,   ['7'] = DIGIT,   ['8'] = DIGIT,   ['9'] = DIGIT,   ['A'] = CAPITAL, ['B'] = CAPITAL,
        ['C'] = CAPITAL, ['D'] = CAPITAL, ['E'] = CAPITAL, ['F'] = CAPITAL, ['G'] = CAPITAL, ['H'] = CAPITAL,
        ['I'] = CAPITAL, ['J'] = CAPITAL, ['K'] = CAPITAL, ['L'] = CAPITAL, ['M'] = CAPITAL, ['N'] = CAPITAL,
        ['O'] = CAPITAL, ['P'] = CAPITAL, ['Q'] = CAPITAL, ['R'] = CAPITAL, ['S'] = CAPITAL, ['T'] = CAPITAL,
        ['U'] = CAPITAL, ['V'] = CAPITAL, ['W'] = CAPITAL, ['X'] = CAPITAL, ['Y'] = CAPITAL, ['Z'] = CAPITAL,
        [','] = COMMA,   ['|'] = BAR,     ['@'] = AT,      [0xC2] = WIDE,   ['h'] = ADDRESS, ['w'] = ADDRESS};
    size_t counts[ADDRESS + 1] = {0};
    struct signs signs = {0};

    for (size_t i = 0; i < s.len; i++) {
        unsigned char kind = kinds[(unsigned char)s.ptr[i]];
        if (kind == NONE)
            continue;
        counts[kind]++;
        if (kind == WIDE && i + 1 < s.len)
            note_wide(&signs, s.ptr[i + 1]);
        if (kind == ADDRESS && i + 3 < s.len && (s.ptr[i + 1] == 't' || s.ptr[i + 1] == 'w'))
            signs.has_address =
                signs.has_address || memcmp(s.ptr + i, "http", 4) == 0 || memcmp(s.ptr + i, "www.", 4) == 0;
    }
    signs.digits = counts[DIGIT];
    signs.capitals = counts[CAPITAL];
    signs.commas = counts[COMMA];
    signs.has_bar = counts[BAR] > 0;
    signs.has_mail = counts[AT] > 0;
    return signs;
}

static void add_signs(struct nd_features *v, struct nd_str s) {
    struct signs signs = count_signs(s);
    double length = s.len == 0 ? 1 : (double)s.len;
    uint32_t first = 0;

    nd_features_add(v, "line breaks", nd_str_find_char(s, '\n') != SIZE_MAX);
    nd_features_add(v, "digits", (double)signs.digits / length);
    nd_features_add(v, "capitals", (double)signs.capitals / length);
    s = nd_str_trim(s);
    if (s.len > 0)
        nd_utf8_decode(s, &first);
    nd_features_add(v, "ends with colon", nd_str_ends(s, ND_STR(":")) || nd_str_ends(s, ND_STR("：")));
    nd_features_add(v, "asks", nd_str_ends(s, ND_STR("?")) || nd_str_ends(s, ND_STR("？")));
    nd_features_add(v, "exclaims", nd_str_ends(s, ND_STR("!")) || nd_str_ends(s, ND_STR("！")));
    nd_features_add(v, "bar", signs.has_bar);
    nd_features_add(v, "arrow", signs.has_arrow && !signs.has_left_arrow);
    nd_features_add(v, "mail", signs.has_mail);
    nd_features_add(v, "address", signs.has_address);
    nd_features_add(v, "copyright", signs.has_copyright);
    nd_features_add(v, "dots", nd_text_is_cut_off(s));
    nd_features_add(v, "quotes",
                    first == '"' || first == 0xAB || first == 0x2018 || first == 0x201C || first == 0x201E ||
                        first == 0x300C);
    nd_features_add(v, "commas", nd_features_at_most((double)signs.commas, 6));
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
    for (size_t i = from; i <= to && is_short(&p[at]); i++)
        with_digits += nd_str_has_digit(p[i].block->text);
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
    add_signs(v, s);
    add_near(v, text, at);
    add_list(v, page, at, is_in);
}
