/*
 * Columns by their looks: for tables without a header, and to tell whether there is one.
 */
#include "container/csv.h"

#include "newsdex/date.h"
#include "newsdex/utf8.h"

#include <stdlib.h>
#include <string.h>

enum {
    MAX_HEADER_CHARS = 60,
    TITLE_CHARS_MIN = 20, /* in the median */
    TITLE_CHARS_MAX = 200,
    FEW_VALUES = 40, /* of a column of topics */
    MAX_ROWS = 200
};

static bool is_url(struct nd_str s) {
    return nd_str_starts(s, ND_STR("http://")) || nd_str_starts(s, ND_STR("https://"));
}

/* Pictures, recordings and the like are found at addresses that end in their kind; so are some pages. */
static bool is_page_url(struct nd_str s) {
    static const char *const pages[] = {"html", "htm", "php", "asp", "aspx", "jsp", "cfm", "ece"};
    size_t query = nd_str_find_char(s, '?'), slash, dot;

    if (!is_url(s))
        return false;
    s = nd_str_slice(s, strlen("https://"), query == SIZE_MAX ? s.len : query);
    slash = nd_str_rfind_char(s, '/');
    s = nd_str_skip(s, slash == SIZE_MAX ? s.len : slash + 1);
    dot = nd_str_rfind_char(s, '.');
    if (dot == SIZE_MAX || s.len - dot - 1 > 4 ||
        !nd_char_is_alpha(nd_str_skip(s, dot + 1).len > 0 ? s.ptr[dot + 1] : ' '))
        return true;
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
        if (nd_str_eq_nocase(nd_str_skip(s, dot + 1), nd_str_from(pages[i])))
            return true;
    return false;
}

static bool is_number(struct nd_str s) {
    size_t digits = 0;

    for (size_t i = 0; i < s.len; i++) {
        if (nd_char_is_digit(s.ptr[i]))
            digits++;
        else if (s.ptr[i] != '.' && (i > 0 || (s.ptr[i] != '-' && s.ptr[i] != '+')))
            return false;
    }
    return digits > 0;
}

/* Of numbers only one such as 20240305. */
static bool is_date(struct nd_str s) {
    struct nd_date date;

    return s.len >= 8 && (s.len == 8 || !is_number(s)) && nd_date_parse(s, &date);
}

/* "news.example.org" */
static bool is_host(struct nd_str s) {
    size_t dot = nd_str_rfind_char(s, '.');

    if (dot == SIZE_MAX || dot == 0 || s.len - dot < 3)
        return false;
    for (size_t i = 0; i < s.len; i++)
        if ((i > dot || s.ptr[i] != '.') && s.ptr[i] != '-' && !(s.ptr[i] >= 'a' && s.ptr[i] <= 'z') &&
            (i > dot || !nd_char_is_digit(s.ptr[i])))
            return false;
    return true;
}

static bool is_sentence(struct nd_str s) {
    size_t blanks = 0;

    for (size_t i = 0; i < s.len; i++)
        blanks += s.ptr[i] == ' ';
    return blanks > 1 && (s.ptr[s.len - 1] == '.' || s.ptr[s.len - 1] == '!');
}

/* A name without a letter or with a sentence's end is none. */
static bool is_name(struct nd_str s) {
    if (s.len == 0)
        return true; /* pandas writes its numbers of rows under no name */
    return !is_number(s) && !is_url(s) && !is_date(s) && nd_utf8_count(s) <= MAX_HEADER_CHARS &&
           nd_str_find_char(s, '\n') == SIZE_MAX && !is_sentence(s);
}

/* Whether a cell of the first row is there again below it, as a label is and the name of a column is not. */
static bool is_repeated(const struct nd_str *cells, size_t rows, size_t count, size_t column) {
    for (size_t row = 1; row < rows; row++)
        if (cells[column].len > 0 && nd_str_eq(cells[row * count + column], cells[column]))
            return true;
    return false;
}

/* "3/25/2024": of two numbers the one that can be no month is the day. */
static enum nd_date_order order_of(struct nd_str cell) {
    unsigned numbers[2] = {0, 0};
    size_t at = 0;

    for (int i = 0; i < 2; i++) {
        size_t begin = at;
        while (at < cell.len && at - begin < 2 && nd_char_is_digit(cell.ptr[at]))
            numbers[i] = numbers[i] * 10 + (unsigned)(cell.ptr[at++] - '0');
        if (at == begin || at + 1 >= cell.len || cell.ptr[at] != '/' || !nd_char_is_digit(cell.ptr[at + 1]))
            return ND_ORDER_UNKNOWN;
        at++;
    }
    if (!is_date(cell) || (numbers[0] <= 12 && numbers[1] <= 12))
        return ND_ORDER_UNKNOWN;
    return numbers[0] > 12 ? ND_DAY_FIRST : ND_MONTH_FIRST;
}

enum nd_date_order nd_csv_date_order(const struct nd_str *cells, size_t count) {
    enum nd_date_order order = ND_ORDER_UNKNOWN;

    for (size_t i = 0; i < count; i++) {
        enum nd_date_order this_order = order_of(nd_str_trim(cells[i]));
        if (this_order == ND_ORDER_UNKNOWN)
            continue;
        if (order != ND_ORDER_UNKNOWN && order != this_order)
            return ND_ORDER_UNKNOWN;
        order = this_order;
    }
    return order;
}

bool nd_csv_is_header(const struct nd_str *cells, size_t rows, size_t count) {
    size_t empty = 0, again = 0;

    for (size_t i = 0; i < count; i++) {
        struct nd_str cell = nd_str_trim(cells[i]);
        bool is_again = false;
        empty += cell.len == 0;
        if (!is_name(cell) || is_repeated(cells, rows, count, i))
            return false;
        for (size_t k = 0; k < i && cell.len > 0 && !is_again; k++)
            is_again = nd_str_eq_nocase(cell, nd_str_trim(cells[k]));
        again += is_again;
    }
    return (empty + again) * 2 < count;
}

/* What a column looks like. */
struct looks {
    size_t urls, pages, hosts, dates, numbers, worded, sentences, filled, distinct, median;
};

bool nd_csv_is_worded(struct nd_str s) {
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] == ' ' || (unsigned char)s.ptr[i] >= 0x80)
            return true;
    return false;
}

static int compare_sizes(const void *a, const void *b) {
    const size_t *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

static bool ends_sentence(struct nd_str cell) {
    static const struct nd_str ends[] = {ND_STR_INIT("."),  ND_STR_INIT("!"),  ND_STR_INIT("\""),
                                         ND_STR_INIT("。"), ND_STR_INIT("！"), ND_STR_INIT("।"),
                                         ND_STR_INIT("۔"),  ND_STR_INIT("…")};

    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (nd_str_ends(cell, ends[i]))
            return true;
    return false;
}

static struct looks look_at(const struct nd_str *cells, size_t rows, size_t count, size_t column) {
    struct looks looks = {0};
    size_t lengths[MAX_ROWS];

    for (size_t row = 0; row < rows && row < MAX_ROWS; row++) {
        struct nd_str cell = nd_str_trim(cells[row * count + column]);
        bool again = false;
        if (cell.len == 0)
            continue;
        for (size_t before = 0; before < row && !again; before++)
            again = nd_str_eq(cell, nd_str_trim(cells[before * count + column]));
        looks.distinct += !again;
        looks.urls += is_url(cell);
        looks.pages += is_page_url(cell);
        looks.hosts += is_host(cell);
        looks.numbers += is_number(cell);
        looks.dates += is_date(cell);
        looks.sentences += ends_sentence(cell);
        looks.worded += nd_csv_is_worded(cell);
        lengths[looks.filled++] = (nd_utf8_count(cell) + cell.len) / 2; /* Chinese says more in a character */
    }
    if (looks.filled > 0) {
        qsort(lengths, looks.filled, sizeof *lengths, compare_sizes);
        looks.median = lengths[looks.filled / 2];
    }
    return looks;
}

static bool is_most(size_t part, size_t all) {
    return all > 0 && part * 10 >= all * 9;
}

/* The same of signs that words do not have: then one may be damaged among a few. */
static bool is_nearly_most(size_t part, size_t all) {
    return is_most(part, all) || (all > 2 && part + 1 == all);
}

static bool is_text(const struct looks *looks) {
    return looks->filled > 0 && looks->median >= TITLE_CHARS_MIN && looks->worded * 2 > looks->filled &&
           !is_nearly_most(looks->urls, looks->filled) && !is_most(looks->dates, looks->filled) &&
           !is_most(looks->numbers, looks->filled);
}

struct guess {
    size_t url, date, title, body, topics, subtopics; /* columns, SIZE_MAX for none */
};

static struct guess guess_columns(const struct looks *looks, size_t rows, size_t count) {
    struct guess guess = {SIZE_MAX, SIZE_MAX, SIZE_MAX, SIZE_MAX, SIZE_MAX, SIZE_MAX};

    for (size_t i = 0; i < count; i++) {
        if (guess.url == SIZE_MAX && is_nearly_most(looks[i].pages, looks[i].filled) &&
            looks[i].distinct * 2 > looks[i].filled)
            guess.url = i;
        if (guess.date == SIZE_MAX && is_nearly_most(looks[i].dates, looks[i].filled))
            guess.date = i;
        if (guess.title == SIZE_MAX && is_text(&looks[i]) && looks[i].median <= TITLE_CHARS_MAX &&
            looks[i].distinct * 2 > looks[i].filled)
            guess.title = i;
        if (guess.topics == SIZE_MAX && looks[i].median > 2 && looks[i].median < TITLE_CHARS_MIN &&
            !is_most(looks[i].numbers, looks[i].filled) && !is_most(looks[i].dates, looks[i].filled) &&
            !is_most(looks[i].hosts, looks[i].filled) && looks[i].distinct <= FEW_VALUES &&
            looks[i].distinct * 4 <= rows)
            guess.topics = i;
    }
    for (size_t i = 0; i < count; i++)
        if (i != guess.title && is_text(&looks[i]) && looks[i].distinct * 2 > looks[i].filled &&
            (guess.body == SIZE_MAX || looks[i].median > looks[guess.body].median))
            guess.body = i;
    if (guess.body == SIZE_MAX && guess.title != SIZE_MAX &&
        is_most(looks[guess.title].sentences, looks[guess.title].filled)) { /* the only text there is */
        guess.body = guess.title;
        guess.title = SIZE_MAX;
    }
    return guess;
}

bool nd_csv_has_key(const struct nd_str *cells, size_t rows, size_t count) {
    for (size_t i = 0; i < count; i++) {
        struct looks looks = look_at(cells, rows, count, i);
        if (looks.filled == rows && (looks.numbers == rows || looks.dates == rows ||
                                     (looks.distinct <= FEW_VALUES && looks.distinct * 4 <= rows)))
            return true;
    }
    return false;
}

/* "<PAGE_TITLE>": no element of HTML has such a name. */
static bool is_tagged(struct nd_str cell) {
    size_t end = nd_str_starts(cell, ND_STR("<")) ? nd_str_find_char(cell, '>') : SIZE_MAX;

    return end != SIZE_MAX && nd_str_find_char(nd_str_slice(cell, 0, end), '_') < nd_str_find_char(cell, ' ');
}

/* A sign of data among words: brackets and colons of JSON are no text to read. */
static bool is_prose(const struct nd_str *cells, size_t rows, size_t count, size_t column) {
    size_t data = 0, filled = 0;

    for (size_t row = 0; row < rows; row++) {
        struct nd_str cell = nd_str_trim(cells[row * count + column]);
        filled += cell.len > 0;
        data += nd_str_starts(cell, ND_STR("[")) || nd_str_starts(cell, ND_STR("{")) || is_tagged(cell);
    }
    return data * 2 < filled;
}

/* A table that is looked at. */
struct shape {
    size_t rows, columns;
    const struct looks *looks;
};

/* Whether each value of a column always comes with the same one of the other, as Lyon does with France. */
static bool depends_on(const struct nd_str *cells, const struct shape *shape, size_t column, size_t other) {
    for (size_t row = 0; row < shape->rows; row++)
        for (size_t before = 0; before < row; before++) {
            const struct nd_str *a = cells + row * shape->columns, *b = cells + before * shape->columns;
            if (nd_str_eq(a[column], b[column]) && !nd_str_eq(a[other], b[other]))
                return false;
        }
    return true;
}

/* The column of what the topics are divided into. */
static size_t find_subtopics(const struct nd_str *cells, const struct shape *shape, size_t topics) {
    for (size_t i = 0; i < shape->columns && topics != SIZE_MAX; i++) {
        const struct looks *looks = &shape->looks[i];
        if (i != topics && looks->median > 2 && looks->median < TITLE_CHARS_MIN &&
            looks->distinct > shape->looks[topics].distinct && looks->distinct * 2 <= looks->filled &&
            !is_most(looks->numbers, looks->filled) && !is_most(looks->dates, looks->filled) &&
            depends_on(cells, shape, i, topics))
            return i;
    }
    return SIZE_MAX;
}

bool nd_csv_is_sure(const struct nd_item_alias *aliases, size_t count) {
    bool has_title = false, has_body = false, has_url = false, has_date = false;

    for (size_t i = 0; i < count; i++) {
        has_title = has_title || nd_str_eq(aliases[i].meaning, ND_STR("title"));
        has_body = has_body || nd_str_eq(aliases[i].meaning, ND_STR("body"));
        has_url = has_url || nd_str_eq(aliases[i].meaning, ND_STR("url"));
        has_date = has_date || nd_str_eq(aliases[i].meaning, ND_STR("date"));
    }
    return has_title && (has_url || has_date) && (has_body || (has_url && has_date));
}

static size_t add_alias(struct nd_item_alias *aliases, size_t used, const struct nd_str *names, size_t column,
                        const char *meaning) {
    if (column == SIZE_MAX)
        return used;
    aliases[used].key = names[column];
    aliases[used].meaning = nd_str_from(meaning);
    return used + 1;
}

size_t nd_csv_guess(const struct nd_str *cells, size_t rows, const struct nd_str *names, size_t count,
                    struct nd_arena *arena, struct nd_item_alias *aliases) {
    struct looks *looks = nd_arena_alloc(arena, count, sizeof *looks);
    struct guess guess;
    size_t used = 0;

    for (size_t i = 0; i < count; i++) {
        looks[i] = look_at(cells, rows, count, i);
        if (is_text(&looks[i]) && !is_prose(cells, rows, count, i))
            looks[i] = (struct looks){0};
    }
    guess = guess_columns(looks, rows, count);
    guess.subtopics = find_subtopics(cells, &(struct shape){rows, count, looks}, guess.topics);
    used = add_alias(aliases, used, names, guess.title, "title");
    if (guess.body != SIZE_MAX)
        used = add_alias(aliases, used, names, guess.body, "body");
    used = add_alias(aliases, used, names, guess.url, "url");
    used = add_alias(aliases, used, names, guess.date, "date");
    used = add_alias(aliases, used, names, guess.topics, "topics");
    return add_alias(aliases, used, names, guess.subtopics, "categories"); /* which are topics, too */
}
