#include "article/page/paper.h"

#include "article/page/page.h"

enum { BORDER = 4, LONGEST = 200, MOST_PAGES = 4096, OFTEN = 3 };

struct line {
    struct nd_str text;   /* without blanks around it */
    struct nd_str folded; /* numbers are all alike, case and blanks do not matter */
    struct nd_str rest;   /* of the page, behind it, or at the bottom before it */
};

/* The lines of a page that may be heads or feet, from its border inwards. */
struct border {
    struct line lines[BORDER];
    size_t count;
};

static size_t count_feeds(struct nd_str text) {
    size_t count = 0;

    for (size_t at; (at = nd_str_find_char(text, '\f')) != SIZE_MAX; text = nd_str_skip(text, at + 1))
        count++;
    return count;
}

/* "Harbour Institute    12", "HARBOUR INSTITUTE 13": one line. Numbers of Rome stand alone. */
static struct nd_str fold(struct nd_str text, struct nd_arena *arena) {
    char *out = nd_arena_bytes(arena, text.len);
    size_t length = 0;
    bool is_roman = text.len < 8;

    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i], before = length > 0 ? out[length - 1] : ' ';
        is_roman = is_roman && nd_str_find_char(ND_STR("ivxlc"), nd_char_lower(c)) != SIZE_MAX;
        if (nd_char_is_digit(c))
            c = '#';
        if (nd_char_is_blank(c))
            c = ' ';
        if ((c == '#' || c == ' ') && c == before)
            continue;
        out[length++] = nd_char_lower(c);
    }
    return is_roman ? ND_STR("#") : nd_str_of(out, length);
}

static void add_line(struct border *border, struct nd_str text, struct nd_str rest, struct nd_arena *arena) {
    text = nd_str_trim(text);
    if (text.len > 0)
        border->lines[border->count++] =
            (struct line){text, text.len > LONGEST ? ND_STR_NONE : fold(text, arena), rest};
}

static void find_top(struct nd_str page, struct border *top, struct nd_arena *arena) {
    struct nd_str line;

    while (top->count < BORDER && nd_str_next_line(&page, &line))
        add_line(top, line, page, arena);
}

static void find_bottom(struct nd_str page, struct border *bottom, struct nd_arena *arena) {
    while (bottom->count < BORDER && nd_str_trim(page).len > 0) {
        size_t end;
        page = nd_str_trim_right(page);
        end = nd_str_rfind_char(page, '\n');
        add_line(bottom, nd_str_skip(page, end == SIZE_MAX ? 0 : end + 1),
                 nd_str_slice(page, 0, end == SIZE_MAX ? 0 : end + 1), arena);
        page = nd_str_slice(page, 0, end == SIZE_MAX ? 0 : end);
    }
}

/* How many pages have the line at that border. */
static size_t count_line(const struct border *borders, size_t pages, struct nd_str folded) {
    size_t count = 0;

    for (size_t i = 0; i < pages; i++)
        for (size_t k = 0; k < borders[i].count; k++)
            if (nd_str_eq(borders[i].lines[k].folded, folded)) {
                count++;
                break;
            }
    return count;
}

static bool recurs(const struct border *borders, size_t pages, size_t page, struct nd_str folded) {
    /* chapters have heads of their own: what is far away does not matter */
    enum { NEAR = 12 };
    size_t from = page > NEAR ? page - NEAR : 0, until = page + NEAR < pages ? page + NEAR : pages, count;

    if (folded.len == 0)
        return false;
    count = count_line(borders + from, until - from, folded);
    return count >= OFTEN || (count == 2 && until - from <= 2 * OFTEN);
}

/* How many lines from the border inwards recur. */
static size_t running(const struct border *borders, size_t pages, size_t page) {
    size_t count = 0;

    while (count < borders[page].count && recurs(borders, pages, page, borders[page].lines[count].folded))
        count++;
    return count;
}

/* A title above the first page is the head of others, and stays; a name with a number or a day does not. */
static size_t running_above_first(const struct border *borders, size_t pages) {
    size_t count = running(borders, pages, 0);

    for (size_t i = 0; i < count; i++)
        if (nd_str_find_char(borders[0].lines[i].folded, '#') == SIZE_MAX)
            return i;
    return count;
}

static void keep(struct nd_buf *furniture, struct nd_str line) {
    if (furniture->len > 0)
        nd_buf_add_char(furniture, '\n');
    nd_buf_add(furniture, line);
}

/* A sentence that goes on upon the next page is one. */
static void add_page(struct nd_buf *out, struct nd_str page) {
    struct nd_str before = nd_str_trim_right(nd_buf_str(out));

    page = nd_str_trim_right(page);
    while (page.len > 0 && nd_str_find_char(page, '\n') < SIZE_MAX &&
           nd_str_trim(nd_str_slice(page, 0, nd_str_find_char(page, '\n'))).len == 0)
        page = nd_str_skip(page, nd_str_find_char(page, '\n') + 1);
    if (page.len == 0)
        return;
    nd_buf_cut(out, before.len);
    if (out->len > 0)
        nd_buf_add(out, !nd_text_ends_sentence(before) && nd_text_begins_small(page) ? ND_STR("\n")
                                                                                     : ND_STR("\n\n"));
    nd_buf_add(out, page);
}

/* The lines that are no text of the page go to the furniture, from the top down. */
static struct nd_str part_page(const struct border *top, size_t heads, const struct border *bottom,
                               size_t feet, struct nd_str page, struct nd_buf *furniture) {
    for (size_t i = 0; i < heads; i++)
        keep(furniture, top->lines[i].text);
    for (size_t i = feet; i-- > 0;)
        keep(furniture, bottom->lines[i].text);
    if (heads > 0)
        page = top->lines[heads - 1].rest;
    if (feet > 0) {
        struct nd_str rest = bottom->lines[feet - 1].rest;
        page.len = rest.ptr + rest.len > page.ptr ? (size_t)(rest.ptr + rest.len - page.ptr) : 0;
    }
    return page;
}

/* The day of a newspaper, above its first page. */
static void read_day(struct nd_record_builder *builder, const struct border *top, size_t heads) {
    struct nd_date date;

    for (size_t i = 0; i < heads; i++)
        if (nd_dateline_find(top->lines[i].text, &date))
            nd_record_set_date(builder, &date, "dateline");
}

struct nd_str nd_paper_take(struct nd_record_builder *builder, struct nd_str text) {
    size_t feeds = count_feeds(text), count = 0;
    struct nd_buf out = {0}, furniture = {0};
    struct border *top, *bottom;
    struct nd_str *pages;

    if (feeds < 2 || feeds > MOST_PAGES || nd_str_starts(nd_str_trim(text), ND_STR("<")))
        return text;
    pages = nd_arena_alloc(builder->arena, feeds + 1, sizeof *pages);
    top = nd_arena_alloc(builder->arena, feeds + 1, sizeof *top);
    bottom = nd_arena_alloc(builder->arena, feeds + 1, sizeof *bottom);
    for (size_t at = 0; at != SIZE_MAX; count++) {
        at = nd_str_find_char(text, '\f');
        pages[count] = nd_str_slice(text, 0, at);
        find_top(pages[count], &top[count], builder->arena);
        find_bottom(pages[count], &bottom[count], builder->arena);
        text = at == SIZE_MAX ? ND_STR_NONE : nd_str_skip(text, at + 1);
    }
    for (size_t i = 0; i < count; i++) {
        size_t heads = i == 0 ? running_above_first(top, count) : running(top, count, i);
        if (i == 0)
            read_day(builder, top, heads);
        add_page(&out,
                 part_page(&top[i], heads, &bottom[i], running(bottom, count, i), pages[i], &furniture));
    }
    if (furniture.len > 0) {
        builder->article->furniture = nd_arena_take(builder->arena, &furniture);
        nd_record_source(builder, "furniture", "pages");
    }
    nd_buf_free(&furniture);
    builder->is_paper = true;
    return nd_arena_take(builder->arena, &out);
}
