/*
 * Which of a saved page's headings is the title of its article. The site's own name is often the first <h1>;
 * but <title> and the metadata repeat the article's heading, alone or beside the site's name, and that tells
 * them apart.
 */
#include "article/page/newsletter.h"
#include "article/page/page.h"

#include <string.h>
#include <utf8proc.h>

enum {
    MAX_HEADINGS = 300,
    MAX_HEADING = 400, /* bytes; a longer one is no title */
    MIN_SHARED = 15    /* bytes of a title in which two that are not equal must agree */
};

/* How well a heading agrees with what is stated. */
enum agreement {
    NOTHING,
    BEGINS, /* a stated title begins with it */
    PART,   /* it is a whole segment of <title>, or begins or ends with a stated title, a kicker beside it */
    EQUAL
};

struct search {
    struct nd_record_builder *builder;
    const struct nd_stated_title *stated;
    struct nd_str *folded; /* the stated titles, as plain() makes them */
    size_t count;
    bool is_stated;           /* by metadata, not by <title> alone */
    struct nd_str page, site; /* <title> and the site's name, the same way */
    enum agreement best;
    struct nd_str heading, folded_heading;
    size_t length;                       /* of the title it would give, in bytes */
    const struct nd_stated_title *title; /* that is meant, or NULL: the heading is */
};

/* One sign for all dashes, one for all quotation marks (but « », which lead from site to page, too), no soft
 * hyphens. */
static uint32_t plain_char(uint32_t c) {
    if (c == 0xAD || c == 0x200B || c == 0xFEFF)
        return 0;
    if (c == 0xA0 || c == 0x202F || c == '\n' || c == '\t')
        return ' ';
    if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212)
        return '-';
    if ((c >= 0x2018 && c <= 0x201F) || c == 0x2039 || c == 0x203A || c == '\'')
        return '"';
    return (uint32_t)utf8proc_tolower((utf8proc_int32_t)c);
}

/* In lower case and on one line, for comparing. */
static struct nd_str plain(struct nd_str s, struct nd_arena *arena) {
    char *out = nd_arena_bytes(arena, s.len * 2 + 4);
    size_t length = 0;

    for (size_t i = 0; i < s.len;) {
        uint32_t c;
        i += nd_utf8_decode(nd_str_skip(s, i), &c);
        if ((c == 0xAB && i < s.len && s.ptr[i] != ' ') ||
            (c == 0xBB && length > 0 && out[length - 1] != ' '))
            c = '"';
        c = plain_char(c);
        if (c == 0 || (c == ' ' && (length == 0 || out[length - 1] == ' ')))
            continue;
        length += nd_utf8_encode(c, out + length);
    }
    return nd_str_trim(nd_str_of(out, length));
}

/* What metadata state, and <title> without the name of the site. */
static void state_all(struct search *search, const struct nd_stated_title *stated, size_t count) {
    struct nd_arena *arena = search->builder->arena;
    struct nd_str page = nd_text_on_one_line(search->builder->document->title, arena);
    struct nd_stated_title *all = nd_arena_alloc(arena, count + 1, sizeof *all);

    if (count > 0)
        memcpy(all, stated, count * sizeof *all);
    search->is_stated = count > 0;
    if (page.len > 0)
        all[count++] = (struct nd_stated_title){nd_page_title_without_site(page), ND_STR("html:title")};
    search->folded = nd_arena_alloc(arena, count + 1, sizeof *search->folded);
    for (size_t i = 0; i < count; i++)
        search->folded[i] = plain(all[i].text, arena);
    search->stated = all;
    search->count = count;
}

static bool is_inside_word(struct nd_str s, size_t at) {
    return at > 0 && at < s.len && (nd_char_is_alpha(s.ptr[at]) || (unsigned char)s.ptr[at] >= 0x80) &&
           (nd_char_is_alpha(s.ptr[at - 1]) || (unsigned char)s.ptr[at - 1] >= 0x80);
}

static bool begins(struct nd_str s, struct nd_str with) {
    return with.len >= MIN_SHARED && with.len * 2 >= s.len && nd_str_starts(s, with) &&
           !is_inside_word(s, with.len);
}

static bool ends(struct nd_str s, struct nd_str with) {
    return with.len >= MIN_SHARED && with.len * 2 >= s.len && nd_str_ends(s, with);
}

static enum agreement compare(const struct search *search, struct nd_str heading,
                              const struct nd_stated_title **title) {
    enum agreement best = nd_page_title_is_segment(search->page, heading) ? PART : NOTHING;

    *title = NULL;
    for (size_t i = 0; i < search->count; i++) {
        struct nd_str stated = search->folded[i];
        enum agreement found = nd_str_eq(stated, heading)                         ? EQUAL
                               : begins(heading, stated) || ends(heading, stated) ? PART
                               : begins(stated, heading)                          ? BEGINS
                                                                                  : NOTHING;
        if (found <= best)
            continue;
        best = found;
        *title = found == BEGINS ? NULL : &search->stated[i];
    }
    return best;
}

/* Of several parts of titles the later is the article's: the site's name stands at the top of the page. Short
 * ones are names of sections. */
static bool is_better(const struct search *search, enum agreement agreement, size_t length) {
    return agreement == PART && search->best == PART ? length * 2 >= search->length
                                                     : agreement > search->best;
}

/* False when the heading is the name of the site. */
static bool look_at(struct search *search, const struct nd_block *block) {
    const struct nd_stated_title *title;
    struct nd_str folded = plain(block->text, search->builder->arena);
    enum agreement agreement;
    size_t length;

    if (folded.len == 0 || nd_str_eq(folded, search->site))
        return false;
    agreement = compare(search, folded, &title);
    length = title != NULL ? title->text.len : folded.len;
    if (agreement == NOTHING || !is_better(search, agreement, length))
        return true;
    search->best = agreement;
    search->heading = nd_text_on_one_line(block->text, search->builder->arena);
    search->folded_heading = folded;
    search->length = length;
    search->title = title;
    /* What differs in its signs only is better as the page shows it; metadata are named where they say the
     * same. */
    if (agreement == EQUAL && title != NULL &&
        (!nd_str_eq(search->heading, title->text) || nd_str_eq(title->source, ND_STR("html:title"))))
        search->title = NULL;
    return true;
}

/*
 * "Site » Archive » Title": where signs lead from the site to the page, and the heading found is the site's,
 * the title is what they lead to. Absent where there are none.
 */
static struct nd_str end_of_path(const struct search *search) {
    static const struct nd_str signs[] = {ND_STR_INIT(" » "), ND_STR_INIT(" › ")};
    struct nd_str page = nd_text_on_one_line(search->builder->document->title, search->builder->arena);

    if (search->best != PART || search->title != NULL || !nd_str_starts(search->page, search->folded_heading))
        return ND_STR_NONE;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        for (size_t at = page.len; at-- > 0;)
            if (nd_str_starts(nd_str_skip(page, at), signs[i]))
                return nd_str_trim(nd_str_skip(page, at + signs[i].len));
    return ND_STR_NONE;
}

/* Nothing agrees: a heading of level 1 is asked later on; without one the page says it best itself. */
static void set_unseen(const struct search *search, bool has_main_heading) {
    struct nd_record_builder *builder = search->builder;
    const struct nd_stated_title *title = search->stated;

    bool is_letter = search->count > 0 && nd_newsletter_is(&builder->document->blocks) &&
                     nd_str_find_char(title->text, ' ') != SIZE_MAX;

    /* The headings of a letter are those of its sections, its subject is <title>. */
    if (!is_letter && (has_main_heading || search->count == 0 ||
                       (!search->is_stated && title->text.len == nd_str_trim(builder->document->title).len)))
        return;
    builder->article->title = is_letter && !search->is_stated
                                  ? nd_text_on_one_line(builder->document->title, builder->arena)
                                  : title->text;
    nd_record_source(builder, "title", "%.*s", (int)title->source.len, title->source.ptr);
}

static void set_found(const struct search *search) {
    struct nd_record_builder *builder = search->builder;
    struct nd_str end = end_of_path(search);

    if (search->title != NULL) {
        builder->article->title = search->title->text;
        nd_record_source(builder, "title", "%.*s", (int)search->title->source.len, search->title->source.ptr);
    } else {
        builder->article->title = end.len > 0 ? end : search->heading;
        nd_record_source(builder, "title", end.len > 0 ? "html:title" : "heading");
    }
}

void nd_html_title_set(struct nd_record_builder *builder, const struct nd_stated_title *stated, size_t count,
                       struct nd_str site) {
    struct search search = {.builder = builder};
    size_t headings = 0;
    bool has_main_heading = false;

    if (builder->article->title.ptr != NULL)
        return;
    state_all(&search, stated, count);
    search.page = plain(nd_str_slice(builder->document->title, 0, MAX_HEADING), builder->arena);
    search.site = plain(site, builder->arena);
    for (const struct nd_block *b = builder->document->blocks.first; b != NULL && headings < MAX_HEADINGS;
         b = b->next) {
        if (b->type != ND_HEADING || b->text.len == 0 || b->text.len > MAX_HEADING)
            continue;
        headings++;
        has_main_heading = look_at(&search, b) && b->level == 1 ? true : has_main_heading;
    }
    if (search.best == NOTHING)
        set_unseen(&search, has_main_heading);
    else
        set_found(&search);
}
