/*
 * When a saved page says its article was published: in a short line beside the title or the text, in an
 * element that is named for it, in a sentence below the text, or in <title>. What metadata say goes before,
 * but for two things: their day is that of another zone where the page shows the one before or behind; and
 * what they call a date without a word of publication is often that of the last change. Comments and lists of
 * other articles have dates of their own, and are not asked.
 */
#include "article/html_metadata.h"
#include "article/page/byline.h"
#include "article/page/main_text.h"
#include "article/page/page.h"
#include "article/page/page_date_line.h"
#include "article/page/page_date_words.h"

#include <string.h>

enum {
    MAX_DISTANCE = 14,  /* blocks from the title within which a line is beside it */
    CLOSE = 5,          /* the same, where nothing is asked of what it stands in */
    ABOVE = 3,          /* a block above the title counts as so many below it */
    NEAR = 3,           /* the same from the first of the text, of dates on lines of their own */
    FAR = 1000,         /* the distance of a line that is only labelled or named */
    IN_SENTENCE = 2000, /* of a sentence */
    MAX_TERM = 40,      /* bytes of a term whose date stands behind it */
    MAX_SENTENCE = 600, /* bytes of a block in which such a sentence stands */
    SENTENCE = 120,     /* bytes of it */
    LEAST_LABEL = 5,    /* bytes of a word for an author that leaves no doubt: "Von" is any whence */
    MAX_LINES = 20000   /* of a page that are looked at: a longer one is a list of days and names */
};

/* The nearest date of a kind. */
struct nearest {
    size_t distance;            /* SIZE_MAX: there is none */
    bool is_labelled, is_named; /* by a word before it, by its element */
    struct nd_date date;
};

struct search {
    const struct nd_record_builder *builder;
    const struct nd_main_text *main;
    size_t title; /* the number of the block that is the title, or SIZE_MAX */
    size_t text;  /* the same of the first of the text */
    size_t menus; /* items of menus before the block that is looked at; before the title, the text: */
    size_t title_menus, text_menus;
    struct nearest published, updated;
    struct nd_date_reading doubt;      /* the nearest date that may be another day, */
    struct nd_str doubtful;            /* where it stands, */
    size_t doubt_distance;             /* and how far */
    bool is_day_first, is_month_first; /* by dates of the page that leave no doubt */
    struct nd_str before;              /* the block before */
    struct nd_str byline;              /* the nearest to the title */
    size_t byline_distance;
    struct nd_str author, signature; /* the names below a label, or behind one wherever it stands */
    bool has_book;                   /* is said of one, whose author that may be */
    size_t lines;                    /* that were looked at */
};

/* A banner may have the title, too: the last that stands above the text is the article's. */
size_t nd_page_title_at(const struct nd_record_builder *builder) {
    size_t at = 0, found = SIZE_MAX, text = nd_main_text_begin(builder->main);

    for (const struct nd_block *b = builder->document->blocks.first; b != NULL; b = b->next) {
        if (found != SIZE_MAX && (text == SIZE_MAX || at > text))
            break;
        if (b == builder->title ||
            (b->type == ND_HEADING && (builder->title == NULL || found != SIZE_MAX) &&
             nd_str_eq_nocase(nd_text_on_one_line(b->text, builder->arena), builder->article->title)))
            found = at;
        at += b->text.len > 0 || b->rows != NULL;
    }
    return found;
}

static bool is_all_link(const struct nd_block *block) {
    return block->links != NULL && !block->links->is_image && block->links->text.len >= block->text.len;
}

static bool is_of_menu(const struct nd_block *block) {
    return block->type == ND_LIST_ITEM && is_all_link(block);
}

/* A link to the page it stands on, as days have that blogs and lists link to their article. */
static bool is_own(const struct search *search, struct nd_str link) {
    struct nd_str own = search->builder->article->url;
    size_t host = nd_str_find(own, ND_STR("://"));

    if (host == SIZE_MAX || nd_str_starts(link, ND_STR("//")) || !nd_str_starts(link, ND_STR("/")))
        return own.len > 0 && nd_str_eq(nd_url_canonical(link, search->builder->arena), own);
    own = nd_str_skip(own, host + 3);
    own = nd_str_skip(own, nd_str_find_char(own, '/'));
    return own.len > 1 && nd_str_eq(link, own);
}

/* In a forum the text is itself among what are called replies. */
static bool holds_text(const struct search *search, const struct nd_element *outer) {
    const struct nd_element *e =
        search->text == SIZE_MAX ? NULL : search->main->blocks[search->text].paragraph.block->element;

    while (e != NULL && e != outer)
        e = e->parent;
    return e != NULL;
}

/*
 * True for what stands in comments or, unless it is close to the title, in teasers of other articles, menus
 * and links. Above the text there are no comments on it.
 */
static bool is_of_others(const struct search *search, const struct nd_element *element, size_t at,
                         bool is_close) {
    enum { TEASERS = ND_HINT_RELATED | ND_HINT_AD };

    if (element != NULL && element->is_archive)
        return true;
    for (; element != NULL; element = element->parent) {
        if ((element->hints & ND_HINT_BODY) != 0)
            return false;
        if ((element->hints & ND_HINT_COMMENT) != 0 && !(is_close && at < search->text) &&
            !holds_text(search, element))
            return true;
        if (!is_close && !holds_text(search, element) &&
            ((element->hints & TEASERS) != 0 || element->kind == ND_ELEMENT_NAV || element->is_linked))
            return true;
    }
    return false;
}

/* Without the menus that stand between, of what is no item of one itself. */
static size_t distance_of(const struct search *search, const struct nd_block *block, size_t at) {
    bool has_title = search->title != SIZE_MAX,
         is_menu = block->type == ND_LIST_ITEM && block->links != NULL && !block->links->is_image;
    size_t from = has_title ? search->title : search->text;

    if (from == SIZE_MAX)
        return FAR;
    from -= is_menu ? 0 : has_title ? search->title_menus : search->text_menus;
    at -= is_menu ? 0 : search->menus;
    if (has_title)
        return at >= from ? at - from : (from - at) * ABOVE;
    return at <= from ? from - at : (at - from) * ABOVE;
}

static void note(struct nearest *nearest, size_t distance, bool is_labelled, bool is_named,
                 const struct nd_date *date) {
    if (distance < nearest->distance)
        *nearest = (struct nearest){distance, is_labelled, is_named, *date};
}

/* A line of the text that has a date in it; the lines beside it come first. */
static bool is_of_text(const struct search *search, size_t at) {
    return search->main != NULL && at < search->main->count && search->main->blocks[at].score > 1 &&
           search->main->blocks[at].prose > 0;
}

/* Between title and text stand lines about the article, in elements that are called so. */
static bool is_between(const struct search *search, const struct nd_block *block, size_t at) {
    return search->title != SIZE_MAX && search->text != SIZE_MAX && at > search->title && at < search->text &&
           distance_of(search, block, at) <= MAX_DISTANCE && block->element != NULL &&
           (block->element->hints & ND_HINT_META) != 0;
}

static bool is_of_day(struct nd_str line) {
    return line.len < 100 && !nd_text_ends_sentence(line) && !nd_dateline_is_update(line) &&
           !nd_page_date_words_other(line);
}

static int two_digits(struct nd_str s, size_t at) {
    if (!nd_char_is_digit(s.ptr[at]) || !nd_char_is_digit(s.ptr[at + 1]))
        return 0;
    return (s.ptr[at] - '0') * 10 + s.ptr[at + 1] - '0';
}

/* What "13/02/2020" or "02/13/2020" says of the other dates of its page. */
static void look_for_order(struct search *search, struct nd_str line) {
    for (size_t i = 0; i + 9 < line.len; i++) {
        int first, second;
        char mark = line.ptr[i + 2];
        if ((mark != '/' && mark != '-') || line.ptr[i + 5] != mark || !nd_char_is_digit(line.ptr[i + 6]) ||
            !nd_char_is_digit(line.ptr[i + 9]) || (i > 0 && nd_char_is_digit(line.ptr[i - 1])))
            continue;
        first = two_digits(line, i);
        second = two_digits(line, i + 3);
        search->is_day_first =
            search->is_day_first || (first > 12 && first <= 31 && second >= 1 && second <= 12);
        search->is_month_first =
            search->is_month_first || (second > 12 && second <= 31 && first >= 1 && first <= 12);
    }
}

/* In a list of terms the term says whose date it is. */
static bool is_of_people(const struct search *search, struct nd_str line) {
    return nd_page_date_words_other(line) ||
           (search->before.len < MAX_TERM && nd_page_date_words_life(search->before));
}

/* A year of two digits: where it stands is as the language has it. */
static bool read_short(const struct search *search, struct nd_str line, bool is_dated,
                       struct nd_date_reading *reading, struct nd_str *where) {
    *where = nd_date_line_short(line, is_dated);
    return where->len > 0 &&
           nd_date_line_read_short(*where, nd_language_detect(search->builder->article->title), reading);
}

/* The day of line. "02/10/2020" beside the title is noted as one of two: the language will say which. */
static bool read_line(struct search *search, struct nd_str line, size_t distance, bool is_named,
                      struct nd_date *date) {
    struct nd_date_reading reading;
    struct nd_str where;
    bool is_line = nd_dateline_is(line);

    if (is_line && nd_dateline_find(line, date)) {
        if (!nd_date_line_has_long_year(line) && read_short(search, line, true, &reading, &where))
            *date = reading.date;
        return true;
    }
    if ((distance > MAX_DISTANCE && !is_named) || !is_of_day(line) ||
        (!nd_date_read_first(line, false, &reading, &where) &&
         !read_short(search, line, is_named || is_line, &reading, &where)))
        return false;
    if (reading.other.year == 0) {
        *date = reading.date;
        return true;
    }
    if (distance < search->doubt_distance) {
        search->doubt = reading;
        search->doubtful = where;
        search->doubt_distance = distance;
    }
    return false;
}

/* The days in line, each with the words before it. */
static void look_at_line(struct search *search, struct nd_str line, size_t distance, bool is_named) {
    struct nd_date_reading reading;
    struct nd_str before = line, rest = ND_STR_NONE, where;
    bool is_labelled, is_update;
    struct nd_date date;

    if (is_of_people(search, line) || !read_line(search, line, distance, is_named, &date))
        return;
    if (nd_date_read_first(line, true, &reading, &where)) {
        before = nd_str_slice(line, 0, (size_t)(where.ptr - line.ptr));
        rest = nd_str_skip(line, before.len + where.len);
    }
    is_update = nd_dateline_is_update(line) || nd_date_line_says(before, nd_dateline_is_update);
    is_labelled = !is_update &&
                  (nd_page_date_words_publish(line) || nd_date_line_says(before, nd_page_date_words_publish));
    if (!is_labelled && !is_named && nd_date_line_is_amid_words(line) &&
        nd_byline_find(line, search->builder->arena).ptr == NULL)
        distance += CLOSE;
    if (distance <= MAX_DISTANCE || is_labelled || is_update || is_named)
        note(is_update ? &search->updated : &search->published, distance > MAX_DISTANCE ? FAR : distance,
             is_labelled, is_named, &date);
    if (rest.len > 0 && nd_dateline_is(rest))
        look_at_line(search, rest, distance, is_named);
}

static void look_for_sentence(struct search *search, struct nd_str text) {
    char lower[MAX_SENTENCE];
    struct nd_date date;

    if (text.len > MAX_SENTENCE)
        return;
    for (size_t i = 0; i < text.len; i++)
        lower[i] = nd_char_lower(text.ptr[i]);
    for (size_t i = 0; i < nd_page_date_sentence_count; i++) {
        size_t at = nd_str_find(nd_str_of(lower, text.len), nd_page_date_sentences[i].begin);
        struct nd_str rest;
        if (at == SIZE_MAX)
            continue;
        rest = nd_str_slice(nd_str_skip(text, at), 0, nd_utf8_floor(nd_str_skip(text, at), SENTENCE));
        if (nd_str_find(rest, nd_page_date_sentences[i].end) != SIZE_MAX && nd_dateline_find(rest, &date))
            note(nd_page_date_sentences[i].is_update ? &search->updated : &search->published, IN_SENTENCE,
                 true, false, &date);
    }
}

/* An item of a list above the title, with a link beside its date: another article. */
static bool is_teaser(const struct search *search, const struct nd_block *block, size_t at) {
    return block->type == ND_LIST_ITEM && search->title != SIZE_MAX && at < search->title &&
           block->links != NULL && !block->links->is_image && !is_all_link(block);
}

/* Below what ends articles, as "Comments" does, lines have the days of readers. Above its title nothing ends.
 */
static bool is_behind_end(const struct search *search, size_t at) {
    return search->main != NULL && search->text != SIZE_MAX && search->text < search->main->end &&
           (search->title == SIZE_MAX || search->title < search->main->end) && at > search->main->end;
}

/* Who is named in line, or above it. */
static void look_for_names(struct search *search, struct nd_str above, struct nd_str line, size_t distance,
                           bool is_close) {
    struct nd_arena *arena = search->builder->arena;
    bool is_sender = is_close && search->byline.ptr == NULL && nd_str_starts(line, ND_STR("From: "));

    if ((is_sender || distance < search->byline_distance) && nd_byline_find(line, arena).ptr != NULL) {
        search->byline = line;
        search->byline_distance = distance;
    }
    if (search->author.ptr == NULL && (is_close || distance < search->byline_distance))
        search->author = nd_byline_find_below(above, line, arena);
    search->has_book = search->has_book || nd_page_date_words_book(line);
    if (search->signature.ptr == NULL)
        search->signature = nd_byline_find_signed(line, arena);
    if (search->signature.ptr == NULL && above.len >= LEAST_LABEL)
        search->signature = nd_byline_find_below(above, line, arena);
}

static void look_at(struct search *search, const struct nd_block *block, size_t at) {
    struct nd_str rest = block->text, line, above = search->before;
    struct nd_date placed;
    size_t distance = distance_of(search, block, at);
    bool is_named = block->element != NULL && (block->element->hints & ND_HINT_DATE) != 0;
    bool is_close = (distance <= CLOSE && (search->text == SIZE_MAX || at <= search->text)) ||
                    is_between(search, block, at);

    if (is_all_link(block) && nd_date_line_is_alone(rest) && nd_dateline_find(rest, &placed) &&
        is_own(search, block->links->url))
        note(&search->published, MAX_DISTANCE, true, false, &placed);
    if (block->type == ND_CODE || is_of_others(search, block->element, at, is_close) ||
        is_teaser(search, block, at) || (!is_close && is_all_link(block)))
        return;
    if ((at == search->text && nd_dateline_find_place(rest, &placed)) ||
        (search->text != SIZE_MAX && at >= search->text && at < search->text + NEAR &&
         nd_date_line_begins(rest, &placed)))
        note(&search->published, MAX_DISTANCE, true, false, &placed);
    is_named = is_named || (search->text != SIZE_MAX && at + NEAR >= search->text &&
                            at <= search->text + NEAR && nd_date_line_is_alone(rest));
    if (!is_named && is_of_text(search, at))
        distance += CLOSE;
    look_for_sentence(search, rest);
    while (search->lines < MAX_LINES && nd_str_next_line(&rest, &line)) {
        search->lines++;
        look_for_order(search, line);
        if (is_behind_end(search, at))
            continue;
        /* what a title tells of may be of another day */
        look_at_line(search, nd_str_trim(line),
                     at == search->title && line.ptr == block->text.ptr ? MAX_DISTANCE : distance, is_named);
        look_for_names(search, above, line, distance, is_close);
        above = nd_str_trim(line);
    }
}

/* Where metadata say when, without a word of publication. */
static bool is_weak(struct nd_str source) {
    static const struct nd_str keys[] = {
        ND_STR_INIT("meta:date"),           ND_STR_INIT("meta:dc.date"),
        ND_STR_INIT("meta:dcterms.date"),   ND_STR_INIT("meta:dcterms.created"),
        ND_STR_INIT("meta:dc.created"),     ND_STR_INIT("html:time"),
        ND_STR_INIT("html:updated"),        ND_STR_INIT("html:script"),
        ND_STR_INIT("json-ld:dateCreated"), ND_STR_INIT("json-ld:uploadDate")};

    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (nd_str_eq(source, keys[i]))
            return true;
    return false;
}

/* When a page was made, which its metadata often mean: before the day on which it is published. */
static bool is_made(struct nd_str source) {
    return nd_str_starts(source, ND_STR("meta:")) && is_weak(source);
}

/* What the page shows goes before what its metadata say. */
static bool is_better(const struct nearest *shown, struct nd_record_builder *builder) {
    const struct nd_article *article = builder->article;
    struct nd_str source = nd_record_source_of(article, "published_at");
    struct nd_date stated;
    int64_t days;

    if (!nd_date_parse(article->published_at, &stated))
        return false;
    days = nd_date_to_days(shown->date.year, shown->date.month, shown->date.day) -
           nd_date_to_days(stated.year, stated.month, stated.day);
    if (stated.has_time && (days == 1 || days == -1))
        return true;
    if (shown->is_named && shown->distance <= MAX_DISTANCE && is_made(source))
        return days != 0;
    if (shown->distance > CLOSE && !shown->is_labelled)
        return false;
    if (days != 0 && nd_html_metadata_states_day(builder, &shown->date))
        return true; /* metadata that contradict each other */
    return nd_str_eq(source, ND_STR("html:updated")) ? days != 0 : is_weak(source) && days < 0;
}

static void count_menus(struct search *search) {
    size_t at = 0;

    for (const struct nd_block *b = search->builder->document->blocks.first; b != NULL; b = b->next) {
        if (b->text.len == 0 && b->rows == NULL)
            continue;
        search->title_menus += at < search->title && is_of_menu(b);
        search->text_menus += at < search->text && is_of_menu(b);
        at++;
    }
}

/* "3/5/2022" beside the title of a page that states 4 May, by the clock of another zone, is 3 May. */
static void settle_by_stated(struct search *search) {
    const struct nd_date *readings[] = {&search->doubt.date, &search->doubt.other};
    struct nd_date stated;

    if (search->doubt_distance >= search->published.distance ||
        !nd_date_parse(search->builder->article->published_at, &stated))
        return;
    for (size_t i = 0; i < 2; i++) {
        int64_t days = nd_date_to_days(readings[i]->year, readings[i]->month, readings[i]->day) -
                       nd_date_to_days(stated.year, stated.month, stated.day);
        if (days >= -1 && days <= 1)
            note(&search->published, search->doubt_distance, false, false, readings[i]);
    }
}

void nd_page_date_set(struct nd_record_builder *builder) {
    struct search search = {.builder = builder,
                            .main = builder->main,
                            .title = nd_page_title_at(builder),
                            .text = nd_main_text_begin(builder->main),
                            .published = {.distance = SIZE_MAX},
                            .updated = {.distance = SIZE_MAX},
                            .doubt_distance = SIZE_MAX,
                            .byline_distance = CLOSE + 1};
    bool is_stated = builder->article->published_at.ptr != NULL;
    const char *source = "dateline";
    size_t at = 0;

    count_menus(&search);
    for (const struct nd_block *b = builder->document->blocks.first; b != NULL; b = b->next)
        if (b->text.len > 0 || b->rows != NULL) {
            look_at(&search, b, at++);
            search.menus += is_of_menu(b);
            search.before = b->text;
        }
    nd_byline_read(builder, search.byline);
    nd_byline_take(builder, search.author);
    if (!search.has_book)
        nd_byline_take(builder, search.signature);
    if (is_stated)
        settle_by_stated(&search);
    if (is_stated && search.published.distance != SIZE_MAX && is_better(&search.published, builder))
        nd_record_replace_date(builder, &search.published.date, "dateline");
    if (is_stated)
        return;
    if (search.updated.distance <= CLOSE && search.updated.distance < search.published.distance &&
        search.published.distance > CLOSE && !search.published.is_labelled)
        search.published = search.updated, source = "updated";
    if (search.doubt_distance < search.published.distance && search.is_day_first != search.is_month_first)
        nd_record_set_date(builder, search.is_day_first ? &search.doubt.date : &search.doubt.other,
                           "dateline");
    else if (search.doubt_distance < search.published.distance)
        nd_record_doubt_date(builder, &search.doubt, search.doubtful, "dateline");
    else if (search.published.distance != SIZE_MAX)
        nd_record_set_date(builder, &search.published.date, source);
    else if (nd_dateline_find(builder->document->title, &search.published.date))
        nd_record_set_date(builder, &search.published.date, "html:title");
    else if (search.updated.distance != SIZE_MAX)
        nd_record_set_date(builder, &search.updated.date, "updated");
}
