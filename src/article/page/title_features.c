#include "article/page/features.h"
#include "article/page/page.h"
#include "article/page/title.h"

#include <math.h>
#include <string.h>

enum {
    MIN_SHARED = 15, /* bytes of a title in which two that are not equal must agree */
    MIN_SLUG = 10    /* pairs of letters of an address that has words */
};

static unsigned shared(const struct nd_title_bag *a, const struct nd_title_bag *b) {
    unsigned count = 0;

    for (size_t i = 0; i < ND_TITLE_BAG; i++)
        count += (unsigned)__builtin_popcountll(a->bits[i] & b->bits[i]);
    return count;
}

/* From 0 to 1: how much two have in common (Dice). */
static double likeness(const struct nd_title_bag *a, const struct nd_title_bag *b) {
    return a->count + b->count == 0 ? 0 : 2.0 * shared(a, b) / (a->count + b->count);
}

static bool is_inside_word(struct nd_str s, size_t at) {
    return at > 0 && at < s.len && (nd_char_is_alpha(s.ptr[at]) || (unsigned char)s.ptr[at] >= 0x80) &&
           (nd_char_is_alpha(s.ptr[at - 1]) || (unsigned char)s.ptr[at - 1] >= 0x80);
}

static bool begins(struct nd_str s, struct nd_str with) {
    return with.len >= MIN_SHARED && nd_str_starts(s, with) && !is_inside_word(s, with.len);
}

static bool ends(struct nd_str s, struct nd_str with) {
    return with.len >= MIN_SHARED && nd_str_ends(s, with);
}

/* What others say of it. */
struct witnesses {
    unsigned equal; /* stated titles that are the same */
    bool is_equal_to_page, is_beginning, is_end, begins_with, ends_with, is_piece;
    double likeness;
};

static struct witnesses ask(const struct nd_titles *titles, const struct nd_title_candidate *c) {
    struct witnesses w = {0};

    w.is_piece = nd_page_title_is_segment(titles->page, c->folded);
    for (size_t i = 0; i < titles->stated_count; i++) {
        const struct nd_title_candidate *stated = titles->stated[i];
        double like;
        if (stated == c && c->kind == ND_TITLE_STATED)
            continue;
        like = likeness(&stated->bag, &c->bag);
        w.likeness = like > w.likeness ? like : w.likeness;
        if (nd_str_eq(stated->folded, c->folded)) {
            w.equal++;
            w.is_equal_to_page = w.is_equal_to_page || nd_str_eq(stated->source, ND_STR("html:title"));
            continue;
        }
        w.is_beginning = w.is_beginning || begins(stated->folded, c->folded);
        w.is_end = w.is_end || ends(stated->folded, c->folded);
        w.begins_with = w.begins_with || begins(c->folded, stated->folded);
        w.ends_with = w.ends_with || ends(c->folded, stated->folded);
    }
    return w;
}

/* "Title - Second title | Site": true where the first two pieces of <title> are both lines of the page. */
static bool has_second(const struct nd_titles *titles) {
    for (size_t i = 0; i < titles->count; i++)
        if (titles->candidates[i].kind == ND_TITLE_HEADING && titles->second_piece.len >= MIN_SHARED &&
            nd_str_eq(titles->candidates[i].folded, titles->second_piece))
            return true;
    return false;
}

static void add_witnesses(struct nd_features *f, const struct nd_titles *titles,
                          const struct nd_title_candidate *c) {
    struct witnesses w = ask(titles, c);
    bool is_stated = c->kind == ND_TITLE_STATED;
    bool is_first = nd_str_eq(c->folded, titles->first_piece),
         is_last = nd_str_eq(c->folded, titles->last_piece);

    nd_features_add(f, "equal", w.equal > 0);
    nd_features_add(f, "equal to several", nd_features_at_most(w.equal, 4));
    nd_features_add(f, "equal to <title>", w.is_equal_to_page);
    nd_features_add(f, "beginning of stated", w.is_beginning && w.equal == 0);
    nd_features_add(f, "end of stated", w.is_end && w.equal == 0);
    nd_features_add(f, "begins with stated", w.begins_with && w.equal == 0);
    nd_features_add(f, "ends with stated", w.ends_with && w.equal == 0);
    nd_features_add(f, "piece of <title>", w.is_piece && w.equal == 0);
    nd_features_add(f, "first piece", is_first && titles->piece_count > 1);
    nd_features_add(f, "last piece", is_last && titles->piece_count > 1);
    nd_features_add(f, "first piece, second below",
                    is_first && c->kind == ND_TITLE_HEADING && has_second(titles));
    nd_features_add(f, "end of path", is_last && titles->is_path);
    nd_features_add(f, "kicker in it, agreed", c->is_whole && w.equal > 0);
    nd_features_add(f, "kicker in it, alone", c->is_whole && w.equal == 0);
    nd_features_add(f, "kicker left out", c->is_part);
    nd_features_add(f, "kicker left out, agreed", c->is_part && w.equal > 0);
    nd_features_add(f, "like stated", w.likeness);
    nd_features_add(f, "much like stated", w.likeness > 0.8);
    nd_features_add(f, "line, unlike stated", w.likeness < 0.6 && c->kind == ND_TITLE_LINE);
    nd_features_add(f, "unlike stated", w.likeness < 0.3 && !is_stated);
}

static void add_kind(struct nd_features *f, const struct nd_titles *titles,
                     const struct nd_title_candidate *c) {
    int level = c->kind == ND_TITLE_HEADING ? c->block->level : 0;
    bool is_piece = c->kind == ND_TITLE_PIECE;

    nd_features_add(f, "heading 1", level == 1);
    nd_features_add(f, "heading 2", level == 2);
    nd_features_add(f, "heading 3", level == 3);
    nd_features_add(f, "lower heading", level > 3);
    nd_features_add(f, "only heading 1", level == 1 && titles->main_headings == 1);
    nd_features_add(f, "first heading 1", level == 1 && c->at == titles->first_main);
    nd_features_add(f, "line", c->kind == ND_TITLE_LINE);
    nd_features_add(f, "og:title", nd_str_eq(c->source, ND_STR("meta:og:title")));
    nd_features_add(f, "headline", nd_str_eq(c->source, ND_STR("json-ld:headline")));
    nd_features_add(f, "<title>", c->kind == ND_TITLE_STATED && nd_str_eq(c->source, ND_STR("html:title")));
    nd_features_add(f, "piece", is_piece);
    nd_features_add(f, "shared with stated", c->is_shared);
}

static double slug_likeness(const struct nd_titles *titles, const struct nd_title_candidate *c) {
    struct nd_title_bag letters = {{0}, 0};

    if (titles->slug.count < MIN_SLUG)
        return 0;
    nd_title_bag_fill(&letters, c->folded, true);
    return likeness(&letters, &titles->slug);
}

/* The letters of a in their order are those of b, blanks and signs passed over. */
static bool is_same_name(struct nd_str a, struct nd_str b) {
    size_t k = 0;

    for (size_t i = 0; i < a.len; i++) {
        if (!nd_char_is_alpha(a.ptr[i]) && !nd_char_is_digit(a.ptr[i]))
            continue;
        while (k < b.len && !nd_char_is_alpha(b.ptr[k]) && !nd_char_is_digit(b.ptr[k]))
            k++;
        if (k == b.len || a.ptr[i] != b.ptr[k++])
            return false;
    }
    return k > 0 && k + 4 > b.len;
}

static void add_names(struct nd_features *f, const struct nd_titles *titles,
                      const struct nd_title_candidate *c) {
    bool is_site =
        titles->site.len > 0 && (nd_str_eq(titles->site, c->folded) || is_same_name(c->folded, titles->site));
    bool is_host = titles->host.len > 0 && is_same_name(c->folded, titles->host);
    double slug = slug_likeness(titles, c);
    size_t blanks = 0, same = 0;

    for (size_t i = 0; i < c->folded.len; i++)
        blanks += c->folded.ptr[i] == ' ';
    for (size_t i = 0; i < titles->count; i++)
        same += titles->candidates[i].block != c->block && titles->candidates[i].block != NULL &&
                nd_str_eq(titles->candidates[i].folded, c->folded);
    nd_features_add(f, "site", is_site);
    nd_features_add(f, "host", is_host && !is_site);
    nd_features_add(f, "site in it",
                    !is_site && titles->site.len > 3 && nd_str_find(c->folded, titles->site) != SIZE_MAX);
    nd_features_add(f, "like address", slug);
    nd_features_add(f, "much like address", slug > 0.7);
    nd_features_add(f, "one word", blanks == 0 && c->folded.len < 20);
    nd_features_add(f, "two words", blanks == 1);
    nd_features_add(f, "length", nd_features_at_most((double)c->folded.len, 100));
    nd_features_add(f, "long", c->folded.len > 150);
    nd_features_add(f, "said again", same > 0);
    nd_features_add(f, "said again by heading", same > 0 && c->block == NULL);
}

static void add_elements(struct nd_features *f, const struct nd_element *element) {
    static const struct {
        const char *name;
        unsigned hints;
    } near_hints[] = {{"near title", ND_HINT_TITLE}, {"near article", ND_HINT_ARTICLE | ND_HINT_BODY},
                      {"near side", ND_HINT_SIDE},   {"near related", ND_HINT_RELATED},
                      {"near frame", ND_HINT_FRAME}, {"near comment", ND_HINT_COMMENT}},
      far_hints[] = {{"in body", ND_HINT_BODY},
                     {"in article", ND_HINT_ARTICLE},
                     {"in comment", ND_HINT_COMMENT},
                     {"in nav", ND_HINT_NAV},
                     {"in frame", ND_HINT_FRAME},
                     {"in side", ND_HINT_SIDE | ND_HINT_RELATED},
                     {"in notice", ND_HINT_NOTICE | ND_HINT_AD | ND_HINT_SHARE}};
    unsigned near = 0, far = 0, kinds = 0;
    int level = 0;

    for (const struct nd_element *e = element; e != NULL; e = e->parent, level++) {
        *(level < 2 ? &near : &far) |= e->hints;
        kinds |= 1u << e->kind;
    }
    for (size_t i = 0; i < sizeof near_hints / sizeof *near_hints; i++)
        nd_features_add(f, near_hints[i].name, (near & near_hints[i].hints) != 0);
    for (size_t i = 0; i < sizeof far_hints / sizeof *far_hints; i++)
        nd_features_add(f, far_hints[i].name, (far & far_hints[i].hints) != 0);
    nd_features_add(f, "in <article>", kinds >> ND_ELEMENT_ARTICLE & 1);
    nd_features_add(f, "in <main>", kinds >> ND_ELEMENT_MAIN & 1);
    nd_features_add(f, "in <header>", kinds >> ND_ELEMENT_HEADER & 1);
    nd_features_add(f, "in <footer>", (kinds >> ND_ELEMENT_FOOTER & 1) | (kinds >> ND_ELEMENT_ASIDE & 1));
    nd_features_add(f, "in <nav>", kinds >> ND_ELEMENT_NAV & 1);
    nd_features_add(f, "furniture", element != NULL && element->is_furniture);
    nd_features_add(f, "in link", element != NULL && element->is_linked);
}

/* A heading that leads to the first page of the site is its name; one that leads to this page is the title.
 */
static void add_link(struct nd_features *f, const struct nd_titles *titles, const struct nd_block *block) {
    const struct nd_link *link =
        block == NULL || block->links == NULL || block->links->is_image ? NULL : block->links;
    struct nd_str path = link == NULL ? ND_STR_NONE : nd_title_path(link->url);
    bool is_home = block != NULL && nd_title_links_home(block);
    bool is_self = link != NULL && !is_home && titles->path.len > 1 && nd_str_eq(path, titles->path);

    nd_features_add(f, "linked", link != NULL && !is_home && !is_self);
    nd_features_add(f, "links home", is_home);
    nd_features_add(f, "links to itself", is_self);
}

static void add_place(struct nd_features *f, const struct nd_titles *titles,
                      const struct nd_title_candidate *c) {
    bool is_placed = c->block != NULL && titles->first_text != SIZE_MAX;
    bool is_above = is_placed && c->at <= titles->first_text;
    double score = c->block != NULL && titles->main != NULL && c->at < titles->main->count
                       ? titles->main->blocks[c->at].score
                       : 0;
    double distance = !is_placed ? 0
                      : is_above ? (double)(titles->first_text - c->at)
                                 : (double)(c->at - titles->first_text);

    nd_features_add(f, "above text", is_above);
    nd_features_add(f, "far above text", is_above ? nd_features_at_most(distance, 15) : 0);
    nd_features_add(f, "last above text", is_above && c->at == titles->last_above);
    nd_features_add(f, "below text", is_placed && !is_above);
    nd_features_add(f, "far below text", is_placed && !is_above ? nd_features_at_most(distance, 20) : 0);
    nd_features_add(f, "label",
                    c->block != NULL && titles->main != NULL && c->at < titles->main->count &&
                        titles->main->blocks[c->at].paragraph.label != ND_BOILERPLATE_NONE);
    nd_features_add(f, "line, sentence", c->kind == ND_TITLE_LINE && nd_text_ends_sentence(c->text));
    nd_features_add(f, "score", score / (1 + fabs(score)));
    add_link(f, titles, c->block);
}

size_t nd_title_features(const struct nd_titles *titles, size_t at, float *out, const char **names) {
    const struct nd_title_candidate *c = &titles->candidates[at];
    struct nd_features f = {.values = out, .names = names};

    add_kind(&f, titles, c);
    add_witnesses(&f, titles, c);
    add_names(&f, titles, c);
    add_elements(&f, c->block == NULL ? NULL : c->block->element);
    add_place(&f, titles, c);
    return f.count;
}

float nd_title_score(const struct nd_titles *titles, size_t at, const float weights[ND_TITLE_FEATURES]) {
    float values[ND_TITLE_FEATURES], sum = 0;
    size_t count = nd_title_features(titles, at, values, NULL);

    for (size_t i = 0; i < count; i++)
        sum += values[i] * weights[i];
    return sum;
}

bool nd_title_is_agreed(const struct nd_titles *titles, size_t at) {
    struct witnesses w = ask(titles, &titles->candidates[at]);

    return w.equal > 0 || w.is_piece || w.is_beginning || w.begins_with || w.ends_with;
}
