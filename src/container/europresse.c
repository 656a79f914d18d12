/*
 * Exports of Europresse (Eureka) as HTML, old and new: what a part of an article is stands in its class. In
 * the new ones an <article> is around each, in the old ones one begins with the name of its paper.
 */
#include "container/press.h"

#include "newsdex/date.h"

enum { MAX_AUTHOR_BYTES = 120, MAX_AUTHOR_WORDS = 8, MAX_ID = 80 };

struct nd_reader {
    bool has_elements;
};

static bool sniff(struct nd_str head, bool is_whole) {
    struct nd_str text = nd_str_trim(head);

    if (nd_str_starts(text, ND_STR("\xef\xbb\xbf")))
        text = nd_str_trim(nd_str_skip(text, 3));
    if (!nd_str_starts(text, ND_STR("<")))
        return false;
    if (nd_str_find(head, ND_STR("DocPublicationName")) != SIZE_MAX)
        return nd_str_find(head, ND_STR("DocHeader")) != SIZE_MAX;
    return !is_whole && (nd_str_find(head, ND_STR("europresse.com")) != SIZE_MAX ||
                         nd_str_find(head, ND_STR("cedrom-sni")) != SIZE_MAX); /* style sheets come first */
}

static struct nd_reader *open(struct nd_stream *stream, struct nd_arena *arena) {
    struct nd_reader *reader = nd_arena_alloc(arena, 1, sizeof *reader);
    struct nd_str head = nd_stream_rest(stream);
    struct nd_markup_element first;

    head = nd_str_slice(head, 0, nd_str_find(head, ND_STR("DocPublicationName")));
    reader->has_elements = nd_markup_find(head, 0, "article", &first);
    return reader;
}

static size_t find_name(struct nd_str text, size_t from, struct nd_markup_tag *tag) {
    for (; nd_markup_next(text, from, tag); from = tag->end)
        if (!tag->is_end && nd_markup_has_class(tag, "DocPublicationName"))
            return tag->from;
    return SIZE_MAX;
}

static enum nd_status next(struct nd_reader *reader, struct nd_str rest, bool is_end, struct nd_cut *cut) {
    struct nd_markup_tag tag;
    size_t from, end;

    if (reader->has_elements)
        return nd_markup_cut("article", rest, is_end, cut);
    from = find_name(rest, 0, &tag);
    if (from == SIZE_MAX)
        return is_end ? ND_END : ND_TOO_BIG;
    end = find_name(rest, tag.end, &tag);
    if (end == SIZE_MAX && !is_end)
        return ND_TOO_BIG;
    cut->from = from;
    cut->taken = end == SIZE_MAX ? rest.len : end;
    cut->length = nd_str_trim_right(nd_str_slice(rest, from, cut->taken)).len;
    return ND_OK;
}

struct article {
    struct nd_value *fields;
    struct nd_arena *arena;
    struct nd_press_place place;
};

static void put(struct article *article, const char *key, struct nd_str inner) {
    nd_press_put(article->fields, nd_str_from(key), nd_markup_text(inner, article->arena),
                 nd_press_line(&article->place, inner.ptr), article->arena);
}

/* The paper, and which number of it: "La Marée du Soir, no. 5968". */
static void put_paper(struct article *article, struct nd_str inner) {
    struct nd_str text = nd_markup_text(inner, article->arena);
    size_t number = nd_str_find(text, ND_STR(", no. "));
    uint32_t line = nd_press_line(&article->place, inner.ptr);

    nd_press_put(article->fields, ND_STR("DocPublicationName"), nd_str_slice(text, 0, number), line,
                 article->arena);
    if (number != SIZE_MAX)
        nd_press_put(article->fields, ND_STR("number"), nd_str_skip(text, number + 2), line, article->arena);
}

static bool has_day(struct nd_str text) {
    struct nd_date date;

    return text.len <= ND_DATE_TEXT_MAX && nd_date_read_in(text, &date);
}

/* "Tuesday" before ", March 3, 2015" belongs to the day. */
static bool is_weekday(struct nd_str part) {
    static const struct nd_str days[] = {
        ND_STR_INIT("monday"), ND_STR_INIT("tuesday"),  ND_STR_INIT("wednesday"), ND_STR_INIT("thursday"),
        ND_STR_INIT("friday"), ND_STR_INIT("saturday"), ND_STR_INIT("sunday")};

    for (size_t i = 0; i < sizeof days / sizeof *days; i++)
        if (nd_str_eq_nocase(part, days[i]))
            return true;
    return false;
}

/* Of "Politique, jeudi 5 octobre 2013, p. 3": what stands before the part at which the day begins, the page.
 */
static void put_parts(struct article *article, struct nd_str text, uint32_t line) {
    struct nd_buf section = {0};
    bool is_behind = !has_day(text);

    for (size_t comma; text.len > 0; text = comma == SIZE_MAX ? ND_STR_NONE : nd_str_skip(text, comma + 1)) {
        struct nd_str part;
        comma = nd_str_find_char(text, ',');
        part = nd_str_trim(nd_str_slice(text, 0, comma));
        if (is_behind && nd_str_starts(part, ND_STR("p.")))
            nd_press_put(article->fields, ND_STR("page"), part, line, article->arena);
        else if (!is_behind && (comma == SIZE_MAX || !has_day(nd_str_skip(text, comma + 1))))
            is_behind = true;
        else if (!is_behind && part.len > 0 && !is_weekday(part))
            nd_buf_addf(&section, "%s%.*s", section.len > 0 ? ", " : "", (int)part.len, part.ptr);
    }
    nd_press_put(article->fields, ND_STR("section"), nd_arena_take(article->arena, &section), line,
                 article->arena);
}

/* Several elements make the header, in pieces. False when no day is in them. */
static bool put_header(struct article *article, struct nd_str text) {
    struct nd_markup_element piece;
    struct nd_buf header = {0};
    struct nd_date date;
    uint32_t line = 0;
    char out[ND_DATE_MAX];

    for (size_t at = 0; nd_markup_find_class(text, at, "DocHeader", &piece); at = piece.end) {
        line = line == 0 ? nd_press_line(&article->place, piece.inner.ptr) : line;
        nd_buf_add(&header, nd_markup_text(piece.inner, article->arena));
        nd_buf_add_char(&header, ' ');
    }
    text = nd_html_inline(nd_arena_take(article->arena, &header), article->arena);
    nd_press_put(article->fields, ND_STR("DocHeader"), text, line, article->arena);
    put_parts(article, text, line);
    if (!has_day(text))
        return false;
    (void)nd_date_read_in(text, &date);
    nd_press_put(article->fields, ND_STR("date"),
                 nd_arena_str(article->arena, nd_str_of(out, nd_date_format(&date, out))), line,
                 article->arena);
    return true;
}

/* "news·20060314·LM·0110006": a word, eight digits, and more between middle dots. */
static struct nd_str find_identity(struct nd_str text) {
    struct nd_str dot = ND_STR("·");
    size_t at = 0, found;

    while ((found = nd_str_find(nd_str_skip(text, at), dot)) != SIZE_MAX) {
        size_t begin = at + found, end = begin + dot.len, digits = 0;
        at = end;
        while (digits < 8 && end + digits < text.len && nd_char_is_digit(text.ptr[end + digits]))
            digits++;
        if (digits < 8 || !nd_str_starts(nd_str_skip(text, end + 8), dot))
            continue;
        while (begin > 0 && nd_char_is_alpha(text.ptr[begin - 1]))
            begin--;
        while (end < text.len && end - begin < MAX_ID && !nd_char_is_blank(text.ptr[end]) &&
               text.ptr[end] != '<' && text.ptr[end] != '"')
            end++;
        return nd_str_slice(text, begin, end);
    }
    return ND_STR_NONE;
}

/* The element of the most telling class there is. */
static bool find_title(struct nd_str text, struct nd_markup_element *title) {
    static const char *const classes[] = {"rdp__articletitle", "titreArticleVisu", "titreArticle"};

    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
        if (nd_markup_find_class(text, 0, classes[i], title))
            return true;
    return false;
}

static size_t count_words(struct nd_str text) {
    size_t count = 0;

    for (size_t i = 0; i < text.len; i++)
        count += !nd_char_is_blank(text.ptr[i]) && (i == 0 || nd_char_is_blank(text.ptr[i - 1]));
    return count;
}

static bool is_name(struct nd_str text) {
    for (size_t i = 0; i < text.len; i++)
        if (nd_char_is_digit(text.ptr[i]))
            return false;
    return text.len > 0 && text.len <= MAX_AUTHOR_BYTES && count_words(text) <= MAX_AUTHOR_WORDS &&
           !nd_char_is_one_of(text.ptr[text.len - 1], ".!?:");
}

/* The old ones have the author between the title and the first <p>, if it is not the text already. */
static size_t read_old_author(struct article *article, struct nd_str text, size_t from) {
    struct nd_markup_tag tag;
    struct nd_str between;

    for (size_t at = from; nd_markup_next(text, at, &tag); at = tag.end) {
        if (nd_markup_is(&tag, "br"))
            continue;
        between = nd_markup_text(nd_str_slice(text, from, tag.from), article->arena);
        if (!nd_markup_is(&tag, "p") || !is_name(between))
            return from;
        put(article, "author", nd_str_slice(text, from, tag.from));
        return tag.from;
    }
    return from;
}

/* The old ones have it between the header and the title. */
static void put_above_title(struct article *article, struct nd_str text) {
    struct nd_markup_element piece, title;
    size_t behind = 0;

    for (size_t at = 0; nd_markup_find_class(text, at, "DocHeader", &piece); at = piece.end)
        behind = piece.end;
    if (behind > 0 && find_title(text, &title) && title.tag.from > behind)
        put(article, "subtitle", nd_str_slice(text, behind, title.tag.from));
}

/* Below the text stand who may copy it, and its number. Returns where that begins. */
static size_t find_notice(struct nd_str text, size_t from, struct nd_str id) {
    struct nd_markup_tag tag;

    while (from < text.len) {
        bool is_found = nd_markup_next(text, from, &tag);
        struct nd_str piece = nd_str_slice(text, from, is_found ? tag.from : text.len);
        struct nd_str trimmed = nd_str_trim(piece);
        if (nd_str_starts(trimmed, ND_STR("©")) || nd_str_starts(trimmed, ND_STR("&copy;")) ||
            (id.len > 0 && nd_str_find(piece, id) != SIZE_MAX))
            return from;
        from = is_found ? tag.end : text.len;
    }
    return text.len;
}

static void put_notice(struct article *article, struct nd_str text, size_t from) {
    struct nd_markup_tag tag;
    struct nd_str piece = nd_str_slice(text, from, nd_markup_next(text, from, &tag) ? tag.from : text.len);

    if (nd_str_find(piece, ND_STR("©")) != SIZE_MAX || nd_str_find(piece, ND_STR("&copy;")) != SIZE_MAX)
        nd_press_put(article->fields, ND_STR("copyright"), nd_markup_decode(piece, article->arena),
                     nd_press_line(&article->place, piece.ptr), article->arena);
}

/* A body is HTML, though it may begin with a word. */
static void put_body(struct article *article, struct nd_str inner) {
    struct nd_buf body = {0};

    if (nd_markup_text(inner, article->arena).len == 0)
        return;
    nd_buf_add(&body, ND_STR("<div>"));
    nd_buf_add(&body, inner);
    nd_buf_add(&body, ND_STR("</div>"));
    nd_press_put_body(article->fields, ND_STR("DocText"), nd_arena_take(article->arena, &body),
                      nd_press_line(&article->place, inner.ptr), article->arena);
}

static void read_body(struct article *article, struct nd_str text, size_t title_end, struct nd_str id) {
    static const char *const classes[] = {"docOcurrContainer", "DocText"};
    struct nd_markup_element element;
    size_t begin, end;

    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
        if (nd_markup_find_class(text, 0, classes[i], &element)) {
            put_body(article, element.inner);
            put_notice(article, text, find_notice(text, element.end, id));
            return;
        }
    begin = read_old_author(article, text, title_end);
    end = find_notice(text, begin, id);
    put_body(article, nd_str_slice(text, begin, end));
    put_notice(article, text, end);
}

static void read_parts(struct article *article, struct nd_str text, struct nd_str id) {
    static const struct {
        const char *class, *key;
    } parts[] = {{"docAuthors", "author"}, {"sm-margin-bottomNews", "author"}, {"rdp__subtitle", "subtitle"}};
    struct nd_markup_element part, title;
    struct nd_date date;
    char out[ND_DATE_MAX];
    size_t behind = 0;

    if (nd_markup_find_class(text, 0, "DocPublicationName", &part)) {
        put_paper(article, part.inner);
        behind = part.end;
    }
    if (find_title(text, &title)) {
        put(article, "titreArticle", title.inner);
        behind = title.end;
    }
    if (!put_header(article, text) && nd_date_find(id, &date))
        nd_press_put(article->fields, ND_STR("date"),
                     nd_arena_str(article->arena, nd_str_of(out, nd_date_format(&date, out))),
                     article->place.first, article->arena);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (nd_markup_find_class(text, 0, parts[i].class, &part) &&
            nd_value_get(article->fields, nd_str_from(parts[i].key)) == NULL)
            put(article, parts[i].key, part.inner);
    read_body(article, text, behind, id);
}

static bool read(const struct nd_reader *reader, struct nd_str text, const struct nd_record *record,
                 struct nd_arena *arena, struct nd_problems *problems, struct nd_item *item) {
    static const struct nd_item_alias aliases[] = {{ND_STR_INIT("titreArticle"), ND_STR_INIT("title")},
                                                   {ND_STR_INIT("DocPublicationName"), ND_STR_INIT("source")},
                                                   {ND_STR_INIT("DocText"), ND_STR_INIT("text")}};
    struct article article = {
        .fields = nd_value_new(arena, ND_MAP), .arena = arena, .place = nd_press_place(text, record->line)};
    struct nd_str id = find_identity(text);

    if (id.len == 0) /* the dots may be written as references */
        id = find_identity(nd_markup_decode(text, arena));
    read_parts(&article, text, id);
    if (!reader->has_elements)
        put_above_title(&article, text);
    nd_press_put(article.fields, ND_STR("document"), id, record->line, arena);
    item->key = id.len == 0 ? ND_STR_NONE : id;
    return nd_press_finish(article.fields, aliases, sizeof aliases / sizeof *aliases, record, problems, item);
}

const struct nd_format nd_format_europresse = {"europresse", sniff, open, next, read, NULL, ND_FORMAT_TEXT};
