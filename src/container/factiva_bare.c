/*
 * Articles of Factiva without codes: <div>s above the text, whose order is that of the codes (SE HD BY WC PD
 * ET SN SC ED PG LA CY), and which are told from each other by their looks.
 */
#include "container/factiva.h"

#include "newsdex/date.h"

enum { MAX_NAME = 200, MAX_WRAPPERS = 50, MAX_HEAD_LINES = 100 };

/* "1,234 words", "664 Wörter", "1 234 mots": a number and one word. */
static bool is_count(struct nd_str text) {
    size_t blank = nd_str_rfind_char(text, ' ');

    if (blank == SIZE_MAX || blank + 1 == text.len || !nd_char_is_digit(text.ptr[0]) ||
        nd_str_has_digit(nd_str_skip(text, blank)))
        return false;
    for (size_t i = 0; i < blank; i++)
        if (nd_char_is_alpha(text.ptr[i]) || text.ptr[i] == ':' || text.ptr[i] == '/' || text.ptr[i] == '-')
            return false;
    return true;
}

static bool is_day(struct nd_str text) {
    struct nd_date_reading reading;

    return nd_str_has_digit(text) && text.len <= ND_DATE_TEXT_MAX && nd_date_read(text, &reading) &&
           !reading.has_rest && reading.date.day != 0 && !reading.date.has_time;
}

static bool is_hour(struct nd_str text) {
    size_t colon = nd_str_find_char(text, ':');

    return colon != SIZE_MAX && colon > 0 && colon < 3 && text.len >= 4 && text.len <= 8 &&
           nd_char_is_digit(text.ptr[0]) && nd_char_is_digit(text.ptr[colon + 1]);
}

static bool is_notice(struct nd_str text) {
    return nd_str_starts_nocase(text, ND_STR("(c)")) || nd_str_starts(text, ND_STR("©")) ||
           nd_str_starts_nocase(text, ND_STR("copyright")) || nd_str_starts_nocase(text, ND_STR("copr"));
}

static bool is_source_code(struct nd_str text) {
    for (size_t i = 0; i < text.len; i++)
        if (!(text.ptr[i] >= 'A' && text.ptr[i] <= 'Z') && !nd_char_is_digit(text.ptr[i]))
            return false;
    return text.len >= 2 && text.len <= 12 && !nd_char_is_digit(text.ptr[0]);
}

static bool has(const struct nd_factiva *article, const char *code) {
    return nd_value_get(article->fields, nd_str_from(code)) != NULL;
}

/* Which field a line above the text is, from what it looks like and what came before it. */
static const char *code_of(const struct nd_factiva *article, struct nd_str text) {
    if (is_notice(text))
        return "CY";
    if (is_count(text) && !has(article, "WC"))
        return "WC";
    if (article->day.len == 0)
        return is_day(text) ? "PD" : !has(article, "HD") ? "SE" : "CR";
    if (is_hour(text) && article->time.len == 0)
        return "ET";
    if (!has(article, "SN"))
        return "SN";
    if (!has(article, "SC") && is_source_code(text))
        return "SC";
    if (nd_str_has_digit(text) && !has(article, "PG"))
        return "PG";
    if (!has(article, "LA") && nd_str_find_char(text, ' ') == SIZE_MAX)
        return "LA";
    return "ED";
}

static void put(struct nd_factiva *article, const char *code, struct nd_str inner, uint32_t line) {
    nd_factiva_put(article, nd_str_from(code), inner, line);
}

/* "Document TESTFR0020111229e7ct0001r", in any language: a word, and a long number of letters and digits. */
static bool is_identity(struct nd_str text) {
    size_t blank = nd_str_find_char(text, ' ');
    struct nd_str number = nd_str_skip(text, blank == SIZE_MAX ? text.len : blank + 1);

    return number.len >= 16 && number.len <= 40 && nd_str_find_char(number, ' ') == SIZE_MAX &&
           nd_str_has_digit(number);
}

static bool is_headline(const struct nd_markup_element *div) {
    struct nd_markup_tag tag;
    struct nd_str class;

    if (nd_str_eq_nocase(nd_markup_attribute(&div->tag, "id"), ND_STR("hd")))
        return true;
    if (!nd_markup_next(div->inner, 0, &tag))
        return false;
    class = nd_markup_attribute(&tag, "class");
    return nd_str_ends(class, ND_STR("Headline"));
}

static void read_line(struct nd_factiva *article, const struct nd_markup_element *div, uint32_t line) {
    struct nd_str text =
        nd_str_trim(nd_html_inline(nd_markup_text(div->inner, article->arena), article->arena));

    if (text.len == 0)
        return;
    if (is_headline(div) && !has(article, "HD"))
        put(article, "HD", div->inner, line);
    else if (nd_markup_has_class(&div->tag, "author") && !has(article, "BY"))
        put(article, "BY", div->inner, line);
    else if (article->body.len == 0 && text.len <= MAX_NAME && article->head_lines++ < MAX_HEAD_LINES)
        put(article, code_of(article, text), div->inner, line);
    else
        put(article, "TD", div->inner, line);
}

/* Paragraphs of the text keep their tags, for HTML to be seen in them. */
static void read_paragraph(struct nd_factiva *article, struct nd_str outer, struct nd_str inner,
                           uint32_t line) {
    struct nd_str text = nd_str_trim(nd_html_inline(nd_markup_text(inner, article->arena), article->arena));

    if (text.len == 0)
        return;
    put(article, article->body.len > 0 && is_identity(text) && !has(article, "AN") ? "AN" : "TD",
        is_identity(text) ? inner : outer, line);
}

static bool is_paragraph(const struct nd_markup_tag *tag) {
    return nd_str_find(nd_markup_attribute(tag, "class"), ND_STR("aragraph")) != SIZE_MAX;
}

/* Whether a <div> begins before the tag's element ends. */
static bool has_div(struct nd_str text, const struct nd_markup_tag *tag) {
    struct nd_markup_tag next;

    for (size_t at = tag->end; nd_markup_next(text, at, &next); at = next.end) {
        if (next.is_end && nd_str_eq_nocase(next.name, tag->name))
            return false;
        if (!next.is_end && nd_markup_is(&next, "div"))
            return true;
    }
    return false;
}

/* What is around other <div>s. Of its end nothing is known yet: looking for it costs most. */
static bool is_wrapper(struct nd_str text, const struct nd_markup_tag *tag) {
    struct nd_markup_element open = {.tag = *tag, .inner = nd_str_skip(text, tag->end)};

    return !is_paragraph(tag) && !is_headline(&open) && has_div(text, tag);
}

/* <p> is also around the lines above the text: it counts when it is one of the text, or has no <div>. */
void nd_factiva_read_bare(struct nd_factiva *article, struct nd_str inner) {
    struct nd_markup_tag tag;
    struct nd_markup_element element;
    size_t end, wrappers = 0;

    for (size_t at = 0; nd_markup_next(inner, at, &tag); at = end) {
        uint32_t line = nd_press_line(&article->place, inner.ptr + tag.from);
        bool is_div = nd_markup_is(&tag, "div"), is_p = nd_markup_is(&tag, "p") || nd_markup_is(&tag, "pre");
        end = tag.end;
        if (tag.is_end || (!is_div && !is_p))
            continue;
        if (wrappers < MAX_WRAPPERS && is_wrapper(inner, &tag)) {
            wrappers++;
            continue;
        }
        nd_markup_element(inner, &tag, &element);
        end = element.end;
        if (is_p)
            read_paragraph(article, nd_str_slice(inner, tag.from, end), element.inner, line);
        else
            read_line(article, &element, line);
    }
}
