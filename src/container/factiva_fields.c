/* Fields of Factiva by their codes. */
#include "container/factiva.h"

static const struct nd_item_alias aliases[] = {
    {ND_STR_INIT("HD"), ND_STR_INIT("title")},
    {ND_STR_INIT("BY"), ND_STR_INIT("byline")},
    {ND_STR_INIT("PD"), ND_STR_INIT("date")},
    {ND_STR_INIT("SN"), ND_STR_INIT("source")},
    {ND_STR_INIT("SE"), ND_STR_INIT("section")},
    {ND_STR_INIT("LA"), ND_STR_INIT("language")},
    {ND_STR_INIT("TD"), ND_STR_INIT("text")},
    {ND_STR_INIT("NS"), ND_STR_INIT("press subjects")},
    {ND_STR_INIT("RE"), ND_STR_INIT("press places")},
    {ND_STR_INIT("CO"), ND_STR_INIT("press companies")},
    {ND_STR_INIT("IN"), ND_STR_INIT("press industries")},
};

/* "gpol : Domestic Politics | gvote : Elections" */
static void put_codes(struct nd_factiva *article, struct nd_str code, struct nd_str text) {
    struct nd_value *list = nd_value_new(article->arena, ND_LIST);

    while (text.len > 0) {
        size_t end = nd_str_find_char(text, '|'), colon;
        struct nd_str part = nd_str_trim(nd_str_slice(text, 0, end));
        struct nd_value *map = nd_value_new(article->arena, ND_MAP);
        colon = nd_str_find(part, ND_STR(" : "));
        if (colon == SIZE_MAX) {
            nd_value_put(map, ND_STR("name"), nd_value_string(article->arena, part));
        } else {
            nd_value_put(map, ND_STR("name"),
                         nd_value_string(article->arena, nd_str_trim(nd_str_skip(part, colon + 3))));
            nd_value_put(map, ND_STR("code"),
                         nd_value_string(article->arena, nd_str_trim(nd_str_slice(part, 0, colon))));
        }
        if (part.len > 0)
            nd_value_add(list, map);
        text = end == SIZE_MAX ? ND_STR_NONE : nd_str_skip(text, end + 1);
    }
    if (list->count > 0)
        nd_value_put(article->fields, code, list);
}

static bool is_among(struct nd_str code, const char *const *codes, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (nd_str_eq(code, nd_str_from(codes[i])))
            return true;
    return false;
}

/* "15:32" */
static bool is_time(struct nd_str text) {
    size_t colon = nd_str_find_char(text, ':');

    return colon != SIZE_MAX && colon > 0 && colon < 3 && nd_char_is_digit(text.ptr[0]) &&
           text.len > colon + 2 && text.len < 12 && nd_char_is_digit(text.ptr[colon + 1]);
}

void nd_factiva_put(struct nd_factiva *article, struct nd_str code, struct nd_str inner, uint32_t line) {
    static const char *const lists[] = {"NS", "RE", "CO", "IN"};
    static const char *const kept[] = {"HD", "BY", "SN", "LA"};
    struct nd_str text = nd_markup_text(inner, article->arena);

    if (nd_str_eq(code, ND_STR("PD")))
        article->day = nd_str_trim(nd_html_inline(text, article->arena)), article->day_line = line;
    else if (nd_str_eq(code, ND_STR("ET")))
        article->time = nd_str_trim(nd_html_inline(text, article->arena));
    else if (nd_str_eq(code, ND_STR("LP")) || nd_str_eq(code, ND_STR("TD")))
        nd_buf_add(&article->body, inner);
    else if (nd_str_eq(code, ND_STR("SE")))
        nd_press_put_section(article->fields, code, text, line, article->arena);
    else if (is_among(code, lists, sizeof lists / sizeof *lists))
        put_codes(article, code, nd_markup_decode(text, article->arena));
    else
        nd_press_put(
            article->fields, code,
            is_among(code, kept, sizeof kept / sizeof *kept) ? text : nd_markup_decode(text, article->arena),
            line, article->arena);
    if (article->body.len > 0 && article->body_line == 0)
        article->body_line = line;
}

/* "Document TESTFR0020111229e7ct0001r" */
static struct nd_str identity(const struct nd_factiva *article) {
    struct nd_str number = nd_str_trim(nd_value_text(nd_value_get(article->fields, ND_STR("AN"))));
    size_t blank = nd_str_rfind_char(number, ' ');

    number = nd_str_skip(number, blank == SIZE_MAX ? 0 : blank + 1);
    return number.len == 0 ? ND_STR_NONE : number;
}

bool nd_factiva_finish(struct nd_factiva *article, const struct nd_record *record,
                       struct nd_problems *problems, struct nd_item *item) {
    struct nd_str body = nd_arena_take(article->arena, &article->body);

    if (article->day.len > 0 && is_time(article->time))
        article->day = nd_arena_printf(article->arena, "%.*s %.*s", (int)article->day.len, article->day.ptr,
                                       (int)article->time.len, article->time.ptr);
    else
        nd_press_put(article->fields, ND_STR("ET"), article->time, article->day_line, article->arena);
    nd_press_put(article->fields, ND_STR("PD"), article->day, article->day_line, article->arena);
    nd_press_put_body(article->fields, ND_STR("TD"), body, article->body_line, article->arena);
    item->key = identity(article);
    return nd_press_finish(article->fields, aliases, sizeof aliases / sizeof *aliases, record, problems,
                           item);
}
