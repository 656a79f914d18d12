#include "article/page/page.h"

enum {
    MIN_TITLE = 8,  /* bytes; shorter lines that repeat are names of sites and sections */
    MAX_TITLE = 400 /* bytes; a longer first line is none */
};

/* What stands between the title of an article and the name of its site. */
static const struct nd_str separators[] = {
    ND_STR_INIT(" | "), ND_STR_INIT(" - "), ND_STR_INIT(" – "),  ND_STR_INIT(" — "), ND_STR_INIT(" › "),
    ND_STR_INIT(" » "), ND_STR_INIT(" « "), ND_STR_INIT(" :: "), ND_STR_INIT(" · "), ND_STR_INIT(" • "),
    ND_STR_INIT(" ‹ "), ND_STR_INIT(" : "), ND_STR_INIT(": "),   ND_STR_INIT("- "),  ND_STR_INIT("_"),
    ND_STR_INIT(" |"),  ND_STR_INIT(" -"),  ND_STR_INIT(" –"),   ND_STR_INIT("|"),   ND_STR_INIT("｜"),
    ND_STR_INIT(", "),  ND_STR_INIT(" / "),
};

static bool separator_begins(struct nd_str s) {
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

static struct nd_str first_line(const struct nd_block *block) {
    struct nd_str text = nd_str_trim(block->text);

    return nd_str_trim(nd_str_slice(text, 0, nd_str_find_char(text, '\n')));
}

struct nd_str nd_page_title(const struct nd_page *page, size_t *at) {
    struct nd_str line = first_line(page->paragraphs[0].block), best = ND_STR_NONE;

    *at = SIZE_MAX;
    for (size_t i = 1; i < page->count && line.len <= MAX_TITLE; i++) {
        struct nd_str text = first_line(page->paragraphs[i].block);
        if (text.len <= best.len || !nd_page_title_is_segment(line, text))
            continue;
        best = text;
        *at = i;
    }
    if (best.ptr != NULL && (nd_str_starts_nocase(line, best) || best.len * 2 > line.len))
        return best;
    *at = SIZE_MAX; /* nothing repeats, or only the name of the site behind the title */
    return line.len <= MAX_TITLE ? nd_page_title_without_site(line) : line;
}
