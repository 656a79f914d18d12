#include "article/page/page.h"
#include "article/page/title.h"

enum {
    MIN_TITLE = 8,   /* bytes; shorter lines that repeat are names of sites and sections */
    MAX_TITLE = 400, /* bytes; a longer first line is none */
    MIN_FIRST = 3,   /* bytes of what a title begins with, up to the name of a site */
    MAX_PIECES = 8,
    SIGNS = 24 /* bytes by which another kind of signs may make a line longer */
};

/* What stands between the title of an article and the name of its site. */
static const struct nd_str separators[] = {
    ND_STR_INIT(" | "), ND_STR_INIT(" - "), ND_STR_INIT(" – "),  ND_STR_INIT(" — "), ND_STR_INIT(" › "),
    ND_STR_INIT(" » "), ND_STR_INIT(" « "), ND_STR_INIT(" :: "), ND_STR_INIT(" · "), ND_STR_INIT(" • "),
    ND_STR_INIT(" ‹ "), ND_STR_INIT(" : "), ND_STR_INIT(": "),   ND_STR_INIT("- "),  ND_STR_INIT("_"),
    ND_STR_INIT(" |"),  ND_STR_INIT(" -"),  ND_STR_INIT(" –"),   ND_STR_INIT("|"),   ND_STR_INIT("｜"),
    ND_STR_INIT(", "),  ND_STR_INIT(" / "),
};

/* Chinese sites write "标题-新华网": between ideographs a hyphen joins no words. */
static bool is_wide(struct nd_str s, size_t at) {
    return at < s.len && (unsigned char)s.ptr[at] >= 0xE3 && (unsigned char)s.ptr[at] < 0xF0;
}

static bool separator_begins(struct nd_str s) {
    if (nd_str_starts(s, ND_STR("-")) && is_wide(s, 1))
        return true;
    for (size_t i = 0; i < sizeof separators / sizeof *separators; i++)
        if (nd_str_starts(s, separators[i]))
            return true;
    return s.len == 0;
}

static bool separator_ends(struct nd_str s) {
    for (size_t i = 0; i < sizeof separators / sizeof *separators; i++)
        if (nd_str_ends(s, separators[i]))
            return true;
    return s.len == 0;
}

bool nd_page_title_is_segment(struct nd_str line, struct nd_str part) {
    if (part.len < MIN_TITLE || part.len > line.len)
        return false;
    if (nd_str_starts_nocase(line, part) && separator_begins(nd_str_skip(line, part.len)))
        return true;
    for (size_t at = line.len - part.len; at > 0; at--)
        if (nd_str_starts_nocase(nd_str_skip(line, at), part) && separator_ends(nd_str_slice(line, 0, at)) &&
            separator_begins(nd_str_skip(line, at + part.len)))
            return true;
    return false;
}

enum { NAMES = 12 }; /* the first so many separators part names of sites; the others occur inside titles */

size_t nd_page_title_pieces(struct nd_str line, struct nd_str *pieces, size_t most) {
    size_t count = 0;

    for (size_t at = 1; at < line.len && count + 1 < most;) {
        size_t length = 0;
        for (size_t i = 0; i < NAMES && length == 0; i++)
            length = nd_str_starts(nd_str_skip(line, at), separators[i]) ? separators[i].len : 0;
        if (length == 0)
            length = nd_str_starts(nd_str_skip(line, at), ND_STR(" / ")) ? 3 : 0;
        if (length == 0) {
            at++;
            continue;
        }
        pieces[count++] = nd_str_trim(nd_str_slice(line, 0, at));
        line = nd_str_skip(line, at + length);
        at = 1;
    }
    pieces[count++] = nd_str_trim(line);
    return count;
}

/* The offset of the last separator that names sites, or SIZE_MAX. */
static size_t last_separator(struct nd_str line) {
    for (size_t at = line.len; at-- > 0;)
        for (size_t i = 0; i < NAMES; i++)
            if (line.ptr[at] == separators[i].ptr[0] && nd_str_starts(nd_str_skip(line, at), separators[i]))
                return at;
    return SIZE_MAX;
}

struct nd_str nd_page_title_without_site(struct nd_str line) {
    for (;;) {
        size_t cut = last_separator(line);
        struct nd_str rest;
        if (cut == SIZE_MAX || line.len - cut > cut)
            return line;
        rest = nd_str_trim(nd_str_slice(line, 0, cut));
        if (rest.len < MIN_TITLE)
            return line;
        line = rest;
    }
}

struct nd_str nd_page_title_without_name(struct nd_str title, struct nd_str site) {
    static const struct nd_str signs[] = {ND_STR_INIT("|"), ND_STR_INIT(" -"), ND_STR_INIT("–"),
                                          ND_STR_INIT("—"), ND_STR_INIT("·"),  ND_STR_INIT("•"),
                                          ND_STR_INIT("»"), ND_STR_INIT(":")};
    struct nd_str rest;

    if (site.len == 0 || title.len <= site.len ||
        !nd_str_eq_nocase(nd_str_skip(title, title.len - site.len), site))
        return title;
    rest = nd_str_trim_right(nd_str_slice(title, 0, title.len - site.len));
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (nd_str_ends(rest, signs[i]) && rest.len > signs[i].len)
            return nd_str_trim_right(nd_str_slice(rest, 0, rest.len - signs[i].len));
    return title;
}

static struct nd_str first_line(const struct nd_block *block) {
    struct nd_str text = nd_str_trim(block->text);

    return nd_str_trim(nd_str_slice(text, 0, nd_str_find_char(text, '\n')));
}

/* How a line repeats the page's title, the better the more. */
enum repeat {
    NO_REPEAT,
    LAST_PIECE,  /* the longest of its pieces, which may be the name of the site */
    SECTION,     /* what it begins with, up to a colon or comma */
    MOST_BEHIND, /* more than half of it, its end */
    WHOLE,
    FIRST_PIECE, /* what it begins with, up to what parts titles from names */
    INNER_PIECE, /* the longest of its pieces, with others around it, or at the end of a path */
    MOST         /* more than half of it */
};

static enum repeat how_repeated(struct nd_str title, struct nd_str text) {
    static const struct nd_str ways[] = {ND_STR_INIT(" » "), ND_STR_INIT(" › ")};
    struct nd_str pieces[MAX_PIECES];
    size_t count, longest = 0;
    bool is_most = text.len * 2 > title.len,
         is_path = nd_str_find(title, ways[0]) != SIZE_MAX || nd_str_find(title, ways[1]) != SIZE_MAX;

    if (text.len == 0 || nd_str_find(title, text) == SIZE_MAX)
        return NO_REPEAT;
    if (nd_str_eq(title, text))
        return WHOLE;
    count = nd_page_title_pieces(title, pieces, MAX_PIECES);
    if (count > 1 && text.len >= MIN_FIRST && nd_str_eq(pieces[0], text))
        return is_most ? MOST : FIRST_PIECE;
    if (!nd_page_title_is_segment(title, text))
        return NO_REPEAT;
    if (is_most && (nd_str_starts(title, text) || !nd_str_ends(title, text)))
        return MOST;
    if (nd_str_starts(title, text))
        return SECTION;
    for (size_t i = 0; i < count; i++)
        longest = pieces[i].len > longest ? pieces[i].len : longest;
    for (size_t i = 1; i < count; i++)
        if (nd_str_eq(pieces[i], text) && text.len == longest) {
            if (is_path || i + 1 < count)
                return INNER_PIECE;
            return is_most ? MOST_BEHIND : LAST_PIECE;
        }
    return is_most ? MOST_BEHIND : NO_REPEAT;
}

struct nd_str nd_page_title(const struct nd_page *page, struct nd_arena *arena, size_t *at) {
    struct nd_str line = first_line(page->paragraphs[0].block), best = ND_STR_NONE;
    struct nd_str title = nd_title_fold(line, arena);
    enum repeat best_repeat = NO_REPEAT;

    *at = SIZE_MAX;
    for (size_t i = 1; i < page->count && line.len <= MAX_TITLE; i++) {
        struct nd_str text = first_line(page->paragraphs[i].block);
        enum repeat repeat;
        if (text.len > line.len + SIGNS)
            continue;
        repeat = how_repeated(title, nd_title_fold(text, arena));
        if (repeat < best_repeat || repeat == NO_REPEAT || (repeat == best_repeat && text.len <= best.len))
            continue;
        best = text;
        best_repeat = repeat;
        *at = i;
    }
    if (best.ptr != NULL)
        return best;
    return line.len <= MAX_TITLE ? nd_page_title_without_site(line) : line;
}

void nd_page_title_drop_day(struct nd_record_builder *builder) {
    static const struct nd_str signs[] = {ND_STR_INIT("-"), ND_STR_INIT("–"), ND_STR_INIT("—"),
                                          ND_STR_INIT("|"), ND_STR_INIT(":")};
    enum { MIN_REST = 24 /* bytes: less may be the name of what appears each day */ };
    struct nd_str title = builder->article->title, where, rest;
    struct nd_date_reading reading;
    struct nd_date day;

    if (title.len == 0 || !nd_char_is_digit(title.ptr[0]) ||
        !nd_date_parse(builder->article->published_at, &day) ||
        !nd_date_read_first(title, true, &reading, &where) || where.ptr != title.ptr ||
        nd_date_to_days(day.year, day.month, day.day) !=
            nd_date_to_days(reading.date.year, reading.date.month, reading.date.day))
        return;
    rest = nd_str_trim(nd_str_skip(title, where.len));
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (nd_str_starts(rest, signs[i]) && nd_str_trim(nd_str_skip(rest, signs[i].len)).len >= MIN_REST) {
            builder->article->title = nd_str_trim(nd_str_skip(rest, signs[i].len));
            return;
        }
}
