#include "article/page/page_author.h"

#include "article/page/byline.h"
#include "article/page/main_text.h"
#include "article/page/page.h"
#include "article/page/person.h"

#include <string.h>

enum {
    ABOVE = 2,    /* blocks above the title that are still beside it, */
    BELOW = 10,   /* and below */
    TOGETHER = 2, /* blocks between elements that name authors of one text */
    MAX_LINES = 8 /* of one element that are looked at */
};

struct search {
    struct nd_record_builder *builder;
    size_t title, text; /* numbers of blocks, or SIZE_MAX */
    const struct nd_element *title_element, *text_element;
    bool is_near; /* only what is beside the title is asked */
};

/* The names that one element shows. */
struct shown {
    struct nd_names names;
    struct nd_seen seen;
};

static bool holds(const struct nd_element *outer, const struct nd_element *e) {
    while (e != NULL && e != outer)
        e = e->parent;
    return e != NULL;
}

/* In what is said of other texts: comments, teasers, menus. What holds the article, too, is not called so for
 * them. */
static bool is_of_others(const struct search *search, const struct nd_element *element, size_t at) {
    enum { OTHERS = ND_HINT_RELATED | ND_HINT_AD | ND_HINT_NAV, FAR = ND_HINT_SIDE | ND_HINT_COMMENT };
    bool is_above = search->is_near && (search->text == SIZE_MAX || at <= search->text);
    bool is_close =
        is_above && search->title != SIZE_MAX && at + ABOVE > search->title && at <= search->title + ABOVE;
    unsigned hints = is_close ? 0 : OTHERS | (is_above ? 0 : FAR);

    if (element != NULL && element->is_archive)
        return true;
    for (; element != NULL; element = element->parent) {
        if (holds(element, search->text_element) || holds(element, search->title_element))
            return false;
        if ((element->hints & hints) != 0 || element->kind == ND_ELEMENT_NAV ||
            (!is_above && element->kind == ND_ELEMENT_ASIDE))
            return true;
    }
    return false;
}

static bool is_beside_title(const struct search *search, size_t at) {
    if (search->title == SIZE_MAX)
        return search->text != SIZE_MAX && at + BELOW >= search->text && at <= search->text;
    if (at + ABOVE < search->title)
        return false;
    return at <= search->title + BELOW ||
           (search->text != SIZE_MAX && at > search->title && at <= search->text);
}

static void read_mark(const struct search *search, const struct nd_author_mark *mark, struct shown *shown) {
    struct nd_record_builder reader = *search->builder;
    struct nd_article article = *reader.article;
    struct nd_str rest = mark->text, line;

    article.authors = (struct nd_names){0};
    reader.article = &article;
    reader.authors = (struct nd_seen){0};
    for (size_t i = 0; i < MAX_LINES && nd_str_next_line(&rest, &line); i++) {
        struct nd_str names = nd_byline_names(line, mark->is_name, reader.arena);
        if (names.ptr != NULL)
            nd_person_add(&reader, names);
    }
    *shown = (struct shown){article.authors, reader.authors};
}

static bool have_same(const struct nd_names *a, const struct nd_names *b) {
    for (const struct nd_name *x = a->first; x != NULL; x = x->next)
        for (const struct nd_name *y = b->first; y != NULL; y = y->next)
            if (nd_str_eq_nocase(x->text, y->text))
                return true;
    return false;
}

/* True when a name is the beginning of a longer one: the element of that held more than the name. */
static bool is_begun(const struct nd_names *longer, const struct nd_names *names) {
    for (const struct nd_name *x = longer->first; x != NULL; x = x->next)
        for (const struct nd_name *y = names->first; y != NULL; y = y->next)
            if (x->text.len > y->text.len && nd_str_starts_nocase(x->text, y->text))
                return true;
    return false;
}

/* What has been found so far. */
struct found {
    struct shown shown;
    size_t at; /* of the last element */
    bool is_name, is_contradicted;
};

static void take(const struct search *search, const struct nd_author_mark *mark, size_t at,
                 struct found *found) {
    struct shown shown;

    if (search->is_near &&
        (!is_beside_title(search, at) || (found->shown.names.count > 0 && at > found->at + TOGETHER)))
        return;
    if (is_of_others(search, mark->element, at) || (!search->is_near && !mark->is_name))
        return;
    read_mark(search, mark, &shown);
    if (shown.names.count == 0)
        return;
    found->at = at;
    if (found->shown.names.count == 0 || (search->is_near && mark->is_name &&
                                          (!found->is_name || is_begun(&found->shown.names, &shown.names)))) {
        found->shown = shown;
        found->is_name = mark->is_name;
        return;
    }
    if (!search->is_near)
        found->is_contradicted = found->is_contradicted || !have_same(&shown.names, &found->shown.names);
    else if (mark->is_name)
        for (const struct nd_name *name = shown.names.first; name != NULL; name = name->next)
            nd_record_add_to(search->builder, &found->shown.names, &found->shown.seen, name->text);
}

/* Goes through the elements beside the blocks they stand in front of. */
static void look_through(const struct search *search, struct found *found) {
    const struct nd_document *document = search->builder->document;
    const struct nd_author_mark *mark = document->authors;
    size_t at = 0;

    for (; mark != NULL && mark->behind == NULL; mark = mark->next)
        take(search, mark, at, found);
    for (const struct nd_block *b = document->blocks.first; b != NULL && mark != NULL; b = b->next) {
        at += b->text.len > 0 || b->rows != NULL;
        for (; mark != NULL && mark->behind == b; mark = mark->next)
            take(search, mark, at, found);
    }
}

static struct search begin(struct nd_record_builder *builder, bool is_near) {
    struct search search = {.builder = builder,
                            .title = nd_page_title_at(builder),
                            .text = nd_main_text_begin(builder->main),
                            .is_near = is_near};

    if (search.text != SIZE_MAX)
        search.text_element = builder->main->blocks[search.text].paragraph.block->element;
    if (search.title != SIZE_MAX && builder->main != NULL && search.title < builder->main->count)
        search.title_element = builder->main->blocks[search.title].paragraph.block->element;
    return search;
}

/* Often what <meta> names is the owner of the site, or who made its pages. */
static bool is_weak(struct nd_str source) {
    static const struct nd_str keys[] = {ND_STR_INIT("meta:author"), ND_STR_INIT("meta:dc.creator"),
                                         ND_STR_INIT("meta:article:author")};

    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (nd_str_eq(source, keys[i]))
            return true;
    return false;
}

static void replace(struct nd_record_builder *builder, const struct found *found) {
    struct nd_article *article = builder->article;

    for (struct nd_provenance *p = article->provenance; p != NULL; p = p->next)
        if (strcmp(p->field, "authors") == 0)
            p->source = ND_STR("html:author");
    article->authors = found->shown.names;
    builder->authors = found->shown.seen;
}

/* What <meta> calls the author is none where <title> and a link say that it is the site. */
static void drop_site(struct nd_record_builder *builder) {
    struct nd_article *article = builder->article;
    struct nd_provenance **p = &article->provenance, *last = NULL;

    if (article->authors.count != 1 || article->provider_name.ptr == NULL ||
        !nd_str_eq_nocase(article->authors.first->text, article->provider_name) ||
        !is_weak(nd_record_source_of(article, "authors")))
        return;
    while (*p != NULL) {
        if (strcmp((*p)->field, "authors") == 0) {
            *p = (*p)->next;
            continue;
        }
        last = *p;
        p = &(*p)->next;
    }
    article->last_provenance = last;
    article->authors = (struct nd_names){0};
    builder->authors = (struct nd_seen){0};
}

/* What stands below a link that is shared: "Written by", and who. */
static void read_card(struct nd_record_builder *builder) {
    static const struct {
        struct nd_str label, text;
    } pairs[] = {{ND_STR_INIT("meta:twitter:label1"), ND_STR_INIT("meta:twitter:data1")},
                 {ND_STR_INIT("meta:twitter:label2"), ND_STR_INIT("meta:twitter:data2")}};
    struct nd_str names = ND_STR_NONE;
    const struct nd_value *head = builder->document->head;

    for (size_t i = 0; i < sizeof pairs / sizeof *pairs && builder->article->authors.count == 0; i++) {
        names = nd_byline_find_below(nd_value_text(nd_value_get(head, pairs[i].label)),
                                     nd_value_text(nd_value_get(head, pairs[i].text)), builder->arena);
        if (names.ptr == NULL)
            continue;
        nd_person_add(builder, names);
        if (builder->article->authors.count > 0)
            nd_record_source(builder, "authors", "%s", pairs[i].text.ptr);
    }
}

void nd_page_authors_set(struct nd_record_builder *builder) {
    struct search search = begin(builder, true);
    struct nd_article *article = builder->article;
    struct found found = {0};

    drop_site(builder);
    read_card(builder);
    if (builder->document->authors == NULL ||
        (article->authors.count > 0 && !is_weak(nd_record_source_of(article, "authors"))))
        return;
    look_through(&search, &found);
    if (found.shown.names.count == 0 || have_same(&found.shown.names, &article->authors))
        return;
    if (article->authors.count > 0) {
        if (found.is_name)
            replace(builder, &found);
        return;
    }
    article->authors = found.shown.names;
    builder->authors = found.shown.seen;
    nd_record_source(builder, "authors", "html:author");
}

void nd_page_authors_set_from_all(struct nd_record_builder *builder) {
    struct search search = begin(builder, false);
    struct found found = {0};

    if (builder->document->authors == NULL || builder->article->authors.count > 0)
        return;
    look_through(&search, &found);
    if (found.shown.names.count == 0 || found.is_contradicted)
        return;
    builder->article->authors = found.shown.names;
    builder->authors = found.shown.seen;
    nd_record_source(builder, "authors", "html:author");
}
