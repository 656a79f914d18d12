/*
 * Texts of Project Gutenberg, plain or as a page of HTML: what is said of the text above "*** START OF THE
 * PROJECT GUTENBERG EBOOK …", the text, and a licence of some 19 KB below "*** END OF …". When it was put
 * there is no day of its publication.
 */
#include "container/draft.h"
#include "container/whole.h"

#include "newsdex/source.h"

enum { MAX_NAME = 32 /* bytes of "Most recently updated" and the like */, MAX_MARK = 400 };

/* "*** START OF THIS PROJECT GUTENBERG EBOOK THE TIDE ***", the stars close to the words or not; long titles
 * go on in the next line. */
static bool is_mark(struct nd_str line, struct nd_str word) {
    struct nd_str words = nd_str_trim(line);

    if (!nd_str_starts(words, ND_STR("***")))
        return false;
    words = nd_str_trim(nd_str_skip(words, 3));
    return nd_str_starts_nocase(words, word) &&
           nd_str_find(nd_str_slice(words, 0, MAX_MARK), ND_STR("PROJECT GUTENBERG")) != SIZE_MAX;
}

/* Where the line of a mark begins; *behind is what follows the mark. SIZE_MAX: there is none. */
static size_t find_mark(struct nd_str text, struct nd_str word, struct nd_str *behind) {
    struct nd_str rest = text, line = ND_STR_NONE;

    while (nd_str_next_line(&rest, &line)) {
        size_t at = (size_t)(line.ptr - text.ptr);
        if (!is_mark(line, word))
            continue;
        for (int more = 0; more < 2 && !nd_str_ends(nd_str_trim(line), ND_STR("***")); more++)
            if (nd_str_trim(rest).len == 0 || !nd_str_next_line(&rest, &line))
                break;
        *behind = rest;
        return at;
    }
    return SIZE_MAX;
}

/* The same in a page, where the mark may stand amid tags; *behind begins behind the element that it is in. */
static size_t find_mark_of_page(struct nd_str page, struct nd_str word, struct nd_str *behind) {
    static const struct nd_str closes[] = {ND_STR_INIT("</section>"), ND_STR_INIT("</pre>")};
    struct nd_str stars = ND_STR("***"), rest;

    for (size_t at = 0, next; (next = nd_str_find(nd_str_skip(page, at), stars)) != SIZE_MAX;
         at += stars.len) {
        at += next;
        if (!is_mark(nd_str_skip(page, at), word))
            continue;
        rest = nd_str_skip(page, at + stars.len);
        rest = nd_str_skip(rest,
                           nd_str_find(rest, stars) == SIZE_MAX ? 0 : nd_str_find(rest, stars) + stars.len);
        for (size_t i = 0; i < sizeof closes / sizeof *closes; i++) {
            size_t close = nd_str_find(nd_str_slice(rest, 0, MAX_MARK), closes[i]);
            if (close != SIZE_MAX)
                rest = nd_str_skip(rest, close + closes[i].len);
        }
        *behind = rest;
        return at;
    }
    return SIZE_MAX;
}

static bool is_page(struct nd_str text) {
    return nd_str_starts(nd_str_trim(text), ND_STR("<"));
}

static bool sniff(struct nd_str head, bool is_whole) {
    struct nd_str behind;

    (void)is_whole;
    return nd_str_find(head, ND_STR("PROJECT GUTENBERG")) != SIZE_MAX &&
           (is_page(head) ? find_mark_of_page : find_mark)(head, ND_STR("START OF TH"), &behind) != SIZE_MAX;
}

/* "Title: The tide": the length of the name; 0: the line has none. */
static size_t name_length(struct nd_str line) {
    size_t length = nd_str_find_char(nd_str_slice(line, 0, MAX_NAME), ':');

    if (length == SIZE_MAX || length == 0 || line.ptr[0] < 'A' || line.ptr[0] > 'Z' ||
        (length + 1 < line.len && line.ptr[length + 1] != ' '))
        return 0;
    for (size_t i = 0; i < length; i++)
        if (!nd_char_is_alpha(line.ptr[i]) && !nd_char_is_one_of(line.ptr[i], " -"))
            return 0;
    return length;
}

/* "March 4, 2011 [eBook #35471]" */
static void put_number(struct nd_draft *made, struct nd_str value, uint32_t line) {
    size_t at = nd_str_find_char(value, '[');
    struct nd_str number = nd_str_skip(value, at == SIZE_MAX ? value.len : at + 1);

    if (!nd_str_starts_nocase(number, ND_STR("ebook #")) && !nd_str_starts_nocase(number, ND_STR("etext #")))
        return;
    number = nd_str_skip(number, 7);
    number = nd_str_slice(number, 0, nd_str_find_char(number, ']'));
    for (size_t i = 0; i < number.len; i++)
        if (!nd_char_is_digit(number.ptr[i]))
            return;
    if (number.len > 0)
        nd_draft_put(made, "ebook",
                     nd_arena_printf(made->arena, "https://www.gutenberg.org/ebooks/%.*s", (int)number.len,
                                     number.ptr),
                     "url", line);
}

/* One a line. */
static void put_authors(struct nd_draft *made, struct nd_str value) {
    struct nd_str author;

    while (nd_str_next_line(&value, &author))
        nd_draft_add(made, "author", nd_str_trim(author), "author");
}

/* "Rouen: Imprimerie du Port, 1898" */
static void put_year(struct nd_draft *made, struct nd_str value, uint32_t line) {
    struct nd_str year = nd_str_skip(value, value.len < 4 ? value.len : value.len - 4);
    bool is_year = year.len == 4 && (value.len == 4 || !nd_char_is_digit(value.ptr[value.len - 5]));

    for (size_t i = 0; i < year.len; i++)
        is_year = is_year && nd_char_is_digit(year.ptr[i]);
    if (is_year)
        nd_draft_put(made, "year", year, "date", line);
}

static void put(struct nd_draft *made, struct nd_str name, struct nd_str value, uint32_t line) {
    static const struct {
        const char *name, *key, *meaning;
    } names[] = {{"Title", "title", "title"},
                 {"Language", "language", "language"},
                 {"Release date", "release date", NULL},
                 {"Posting date", "posting date", NULL},
                 {"Last updated", "last updated", NULL},
                 {"Most recently updated", "most recently updated", NULL}};

    value = nd_str_trim(value);
    if (nd_str_eq(name, ND_STR("Author"))) {
        put_authors(made, value);
        return;
    }
    value = nd_arena_one_line(made->arena, value);
    if (nd_str_eq(name, ND_STR("Original publication")))
        put_year(made, value, line);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (nd_str_eq_nocase(name, nd_str_from(names[i].name))) {
            nd_draft_put(made, names[i].key, value, names[i].meaning, line);
            put_number(made, value, line);
            return;
        }
    nd_draft_put(made, nd_arena_str(made->arena, name).ptr, value, NULL, line);
}

/* The fields above the text, each up to the next name or blank line: a title may have several lines. */
static void read_head(struct nd_str head, struct nd_draft *made, uint32_t number) {
    struct nd_str line, name = ND_STR_NONE;
    struct nd_buf value = {0};
    uint32_t first = number;

    for (; nd_str_next_line(&head, &line); number++) {
        size_t length;
        if (nd_str_starts(nd_str_trim(line), ND_STR("Most recently updated:"))) /* set in */
            line = nd_str_trim(line);
        length = name_length(line);
        bool goes_on = length == 0 && nd_str_trim(line).len > 0 && nd_char_is_blank(line.ptr[0]);
        if (goes_on && name.len > 0) {
            nd_buf_addf(&value, "\n%.*s", (int)nd_str_trim(line).len, nd_str_trim(line).ptr);
            continue;
        }
        if (name.len > 0)
            put(made, name, nd_arena_str(made->arena, nd_buf_str(&value)), first);
        nd_buf_clear(&value);
        name = nd_str_slice(line, 0, length);
        first = number;
        nd_buf_add(&value, nd_str_trim(nd_str_skip(line, length + (length > 0))));
    }
    if (name.len > 0)
        put(made, name, nd_arena_str(made->arena, nd_buf_str(&value)), first);
    nd_buf_free(&value);
}

/* Without who typed it, which stands above many, and "End of Project Gutenberg's The tide" below others. */
static struct nd_str without_frame(struct nd_str text) {
    static const char *const makers[] = {"produced by ",    "e-text prepared by ",      "etext prepared by ",
                                         "this etext was ", "this ebook was produced ", "transcribed from "};
    struct nd_str paragraph, line;
    size_t end;

    text = nd_str_trim(text);
    for (size_t i = 0; i < sizeof makers / sizeof *makers; i++)
        if (nd_str_starts_nocase(text, nd_str_from(makers[i]))) {
            paragraph = text;
            while (nd_str_next_line(&paragraph, &line) && nd_str_trim(line).len > 0)
                text = paragraph;
            text = nd_str_trim(text);
            break;
        }
    end = nd_str_rfind_char(text, '\n');
    line = nd_str_trim(nd_str_skip(text, end == SIZE_MAX ? 0 : end));
    if (nd_str_starts_nocase(line, ND_STR("End of")) &&
        nd_str_find(line, ND_STR("Project Gutenberg")) != SIZE_MAX)
        text = nd_str_trim(nd_str_slice(text, 0, end));
    return text;
}

/* What stands above the mark in a page, line by line: "<p><strong>Title</strong>: The tide</p>". */
static struct nd_str head_of_page(struct nd_str page, struct nd_arena *arena) {
    static const struct nd_str ends[] = {ND_STR_INIT("</p"), ND_STR_INIT("<br"),   ND_STR_INIT("</div"),
                                         ND_STR_INIT("</h"), ND_STR_INIT("</pre"), ND_STR_INIT("<pre")};
    struct nd_buf lines = {0}, out = {0};
    struct nd_str rest, line;

    for (size_t i = 0; i < page.len;) {
        struct nd_str here = nd_str_skip(page, i);
        size_t close = here.ptr[0] == '<' ? nd_str_find_char(here, '>') : SIZE_MAX;
        for (size_t k = 0; close != SIZE_MAX && k < sizeof ends / sizeof *ends; k++)
            if (nd_str_starts_nocase(here, ends[k]))
                nd_buf_add_char(&lines, '\n');
        if (close == SIZE_MAX)
            nd_buf_add_char(&lines, here.ptr[0]);
        i += close == SIZE_MAX ? 1 : close + 1;
    }
    rest = nd_buf_str(&lines);
    while (nd_str_next_line(&rest, &line))
        nd_buf_addf(&out, "%s%.*s\n", nd_char_is_blank(line.len > 0 ? line.ptr[0] : 'x') ? " " : "",
                    (int)nd_html_inline(line, arena).len, nd_html_inline(line, arena).ptr);
    nd_buf_free(&lines);
    return nd_arena_take(arena, &out);
}

/* Without the element that the mark at the end is in. */
static struct nd_str text_of_page(struct nd_str page) {
    enum { MAX_ELEMENT = 1000 /* bytes of it before the mark */ };
    static const struct nd_str opens[] = {ND_STR_INIT("<section"), ND_STR_INIT("<pre")};
    size_t from = page.len > MAX_ELEMENT ? page.len - MAX_ELEMENT : 0;

    for (size_t i = page.len; i-- > from;)
        for (size_t k = 0; page.ptr[i] == '<' && k < sizeof opens / sizeof *opens; k++)
            if (nd_str_starts_nocase(nd_str_skip(page, i), opens[k]))
                return nd_str_slice(page, 0, i);
    return page;
}

static void read_page(struct nd_str page, struct nd_draft *made, uint32_t line) {
    struct nd_str behind, ignored;
    size_t start = find_mark_of_page(page, ND_STR("START OF TH"), &behind), end;

    if (start == SIZE_MAX)
        return;
    end = find_mark_of_page(behind, ND_STR("END OF TH"), &ignored);
    read_head(head_of_page(nd_str_slice(page, 0, start), made->arena), made, line);
    nd_draft_put(made, "text", end == SIZE_MAX ? behind : text_of_page(nd_str_slice(behind, 0, end)),
                 "text/html", line);
}

static bool read(const struct nd_reader *reader, struct nd_str text, const struct nd_record *record,
                 struct nd_arena *arena, struct nd_problems *problems, struct nd_item *item) {
    struct nd_buf decoded = {0};
    struct nd_str behind, ignored;
    struct nd_draft made;
    size_t start, end;

    (void)reader;
    if (nd_source_decode(text, &decoded, &item->encoding, problems) != ND_OK)
        nd_buf_clear(&decoded);
    text = nd_arena_take(arena, &decoded);
    nd_draft_begin(&made, arena);
    if (is_page(text)) {
        read_page(text, &made, record->line);
        nd_draft_end(&made, item);
        return made.fields->count > 0;
    }
    start = find_mark(text, ND_STR("START OF TH"), &behind);
    if (start == SIZE_MAX)
        return false;
    end = find_mark(behind, ND_STR("END OF TH"), &ignored);
    read_head(nd_str_slice(text, 0, start), &made, record->line);
    text = without_frame(nd_str_slice(behind, 0, end));
    nd_draft_put(&made, "text", text, "text/plain", record->line);
    nd_draft_end(&made, item);
    return text.len > 0;
}

const struct nd_format nd_format_gutenberg = {.name = "gutenberg",
                                              .sniff = sniff,
                                              .open = nd_whole_open,
                                              .next = nd_whole_next,
                                              .read = read,
                                              .kind = ND_FORMAT_SINGLE};
