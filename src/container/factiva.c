/*
 * Exports of Factiva as HTML: each article is a <div class="article xxArticle">, in which either a table has
 * the code of a field in one cell (HD, BY, PD …) and the field in the other, or the fields stand one below
 * the other, without codes and in the order of these. The language of the page sets the words and dates.
 */
#include "container/factiva.h"

struct nd_reader {
    char unused;
};

/* "deArticle", "zhtwArticle", and no "Article" or "mainArticle" of pages of others. */
static bool is_language_class(struct nd_str word) {
    struct nd_str sign = ND_STR("Article");
    size_t letters = word.len - sign.len;

    if (!nd_str_ends(word, sign) || (letters != 2 && letters != 4))
        return false;
    for (size_t i = 0; i < letters; i++)
        if (word.ptr[i] < 'a' || word.ptr[i] > 'z')
            return false;
    return letters == 2 || nd_str_starts(word, ND_STR("zh"));
}

static bool has_article_class(const struct nd_markup_tag *tag) {
    struct nd_str words = nd_str_trim(nd_markup_attribute(tag, "class"));

    if (!nd_markup_is(tag, "div") || !nd_markup_has_class(tag, "article"))
        return false;
    while (words.len > 0) {
        struct nd_str word = nd_str_slice(words, 0, nd_str_find_char(words, ' '));
        if (is_language_class(word))
            return true;
        words = nd_str_trim(nd_str_skip(words, word.len));
    }
    return false;
}

/* A <div class="article"> around that one is the same article again. */
static bool is_begin(struct nd_str text, const struct nd_markup_tag *tag) {
    struct nd_markup_tag behind;

    if (tag->is_end || !nd_markup_is(tag, "div") || !nd_markup_has_class(tag, "article"))
        return false;
    return has_article_class(tag) || !nd_markup_next(text, tag->end, &behind) || !has_article_class(&behind);
}

static size_t find_begin(struct nd_str text, size_t from, struct nd_markup_tag *tag) {
    for (; nd_markup_next(text, from, tag); from = tag->end)
        if (is_begin(text, tag))
            return tag->from;
    return SIZE_MAX;
}

static bool sniff(struct nd_str head, bool is_whole) {
    struct nd_markup_tag tag;
    struct nd_str text = nd_str_trim(head);
    size_t title = nd_str_find(head, ND_STR("<title>"));

    (void)is_whole;
    if (nd_str_starts(text, ND_STR("\xef\xbb\xbf")))
        text = nd_str_trim(nd_str_skip(text, 3));
    if (!nd_str_starts(text, ND_STR("<")))
        return false;
    text = title == SIZE_MAX ? ND_STR_NONE : nd_str_slice(head, title, title + 200);
    text = nd_str_slice(text, 0, nd_str_find(text, ND_STR("</title>")));
    if (nd_str_find(text, ND_STR("Factiva")) != SIZE_MAX)
        return true;
    if (nd_str_find(head, ND_STR("articleParagraph")) == SIZE_MAX &&
        nd_str_find(head, ND_STR("Headline")) == SIZE_MAX)
        return false;
    for (size_t from = 0; nd_markup_next(head, from, &tag); from = tag.end)
        if (!tag.is_end && has_article_class(&tag))
            return true;
    return false;
}

static struct nd_reader *open(struct nd_stream *stream, struct nd_arena *arena) {
    (void)stream;
    return nd_arena_alloc(arena, 1, sizeof(struct nd_reader));
}

static enum nd_status next(struct nd_reader *reader, struct nd_str rest, bool is_end, struct nd_cut *cut) {
    struct nd_markup_tag tag, behind;
    struct nd_markup_element div;
    size_t from = find_begin(rest, 0, &tag), end;

    (void)reader;
    if (from == SIZE_MAX)
        return is_end ? ND_END : ND_TOO_BIG;
    end = find_begin(rest, tag.end, &behind);
    if (end == SIZE_MAX && !is_end)
        return ND_TOO_BIG;
    nd_markup_element(nd_str_slice(rest, 0, end), &tag, &div);
    cut->is_cut = end == SIZE_MAX && div.is_open;
    cut->from = from;
    cut->taken = end == SIZE_MAX ? rest.len : end;
    cut->length = nd_str_trim_right(nd_str_slice(rest, from, cut->taken)).len;
    return ND_OK;
}

static bool is_code(struct nd_str text) {
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] < 'A' || text.ptr[i] > 'Z')
            return false;
    return text.len >= 2 && text.len <= 4;
}

/* A row of the table: its first cell is a code. False when it is none. */
static bool read_row(struct nd_factiva *article, struct nd_str row) {
    struct nd_markup_element cell;
    struct nd_str code;

    if (!nd_markup_find(row, 0, "td", &cell))
        return false;
    code = nd_str_trim(nd_html_inline(nd_markup_text(cell.inner, article->arena), article->arena));
    if (!is_code(code) || !nd_markup_find(row, cell.end, "td", &cell))
        return false;
    nd_factiva_put(article, code, cell.inner, nd_press_line(&article->place, cell.inner.ptr));
    return true;
}

static bool read(const struct nd_reader *reader, struct nd_str text, const struct nd_record *record,
                 struct nd_arena *arena, struct nd_problems *problems, struct nd_item *item) {
    struct nd_factiva article = {
        .fields = nd_value_new(arena, ND_MAP), .arena = arena, .place = nd_press_place(text, record->line)};
    struct nd_markup_tag tag;
    struct nd_markup_element div, row;
    size_t rows = 0;

    (void)reader;
    if (find_begin(text, 0, &tag) == SIZE_MAX)
        return false;
    nd_markup_element(text, &tag, &div);
    for (size_t at = 0; nd_markup_find(div.inner, at, "tr", &row); at = row.end)
        rows += read_row(&article, row.inner);
    if (rows == 0)
        nd_factiva_read_bare(&article, div.inner);
    return nd_factiva_finish(&article, record, problems, item);
}

const struct nd_format nd_format_factiva = {"factiva", sniff, open, next, read, NULL, ND_FORMAT_TEXT};
