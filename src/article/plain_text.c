#include "article/page/agency_head.h"
#include "article/page/byline.h"
#include "article/page/citation.h"
#include "article/page/main_text.h"
#include "article/page/name_line.h"
#include "article/page/page.h"
#include "article/page/page_date_line.h"
#include "article/page/source_line.h"
#include "article/plain_furniture.h"

#include <utf8proc.h>

enum {
    MAX_TITLE_LINES = 3,
    MAX_STACKED = 5,       /* lines of a title, who and when without blank lines between */
    STACKED_CHARS = 40,    /* what is longer and says neither is text */
    TITLE_LINE_CHARS = 200 /* a longer first line is a paragraph, not a title */
};

/* A statement alone above a much longer paragraph is a heading, point or no point. */
static bool stands_above(const struct nd_block *block) {
    return block->next != NULL && block->next->text.len >= 2 * block->text.len;
}

/* A short first line with a blank line behind it that does not end as a statement does, or stands above
 * others. */
static bool is_title_line(const struct nd_block *block) {
    struct nd_str line = block->text;

    if (nd_str_find_char(line, '\n') != SIZE_MAX || nd_utf8_count(line) > TITLE_LINE_CHARS ||
        block->next == NULL)
        return false;
    if (nd_str_ends(line, ND_STR("?")) || nd_str_ends(line, ND_STR("!")) || nd_str_ends(line, ND_STR("？")) ||
        nd_str_ends(line, ND_STR("！")))
        return nd_utf8_count(line) <= TITLE_LINE_CHARS / 2;
    if (nd_str_ends(line, ND_STR("...")) || nd_str_ends(line, ND_STR("…")))
        return true;
    return !nd_text_ends_sentence(line) || stands_above(block);
}

static bool is_in_capitals(struct nd_str text) {
    size_t capitals = 0;

    for (size_t i = 0; i < text.len;) {
        uint32_t c;
        utf8proc_category_t category;
        i += nd_utf8_decode(nd_str_skip(text, i), &c);
        category = utf8proc_category((utf8proc_int32_t)c);
        if (category == UTF8PROC_CATEGORY_LL)
            return false;
        capitals += category == UTF8PROC_CATEGORY_LU;
    }
    return capitals > 1;
}

/* A title that was wrapped: a short first block whose further lines go on in small letters, or that is all in
 * capitals and has no line of who or when. */
static bool is_wrapped_title(const struct nd_block *block) {
    bool is_large = is_in_capitals(block->text);
    struct nd_str rest = block->text, line;
    size_t lines = 0;

    if (nd_utf8_count(block->text) > TITLE_LINE_CHARS || !stands_above(block))
        return false;
    while (nd_str_next_line(&rest, &line))
        if (++lines > MAX_TITLE_LINES ||
            (is_large ? nd_dateline_is(line) : lines > 1 && !nd_text_begins_small(line)))
            return false;
    return true;
}

/* "Dear readers," */
static bool is_salutation(struct nd_str paragraph) {
    enum { MAX_SALUTATION = 80 };

    return paragraph.len <= MAX_SALUTATION &&
           (nd_str_ends(paragraph, ND_STR(",")) || nd_str_ends(paragraph, ND_STR("，")) ||
            nd_str_ends(paragraph, ND_STR("、")) || nd_str_ends(paragraph, ND_STR("،")));
}

/* The paragraph that text begins with, with which the body does, too; the one behind a salutation. */
static struct nd_str first_paragraph(const struct nd_record_builder *builder, struct nd_str text) {
    struct nd_str rest = builder->article->body, paragraph, next;

    (void)nd_text_next_paragraph(&text, &paragraph);
    if (!is_salutation(paragraph) || !nd_text_next_paragraph(&rest, &next) || !nd_str_eq(next, paragraph))
        return paragraph;
    return nd_text_next_paragraph(&rest, &next) ? next : paragraph;
}

/* The title of a first line with a blank line, or long lines, behind it; absent when there is none. */
static struct nd_str leading_title(const struct nd_block *first) {
    struct nd_str line = nd_str_slice(first->text, 0, nd_str_find_char(first->text, '\n')), rest;

    if (line.len == first->text.len)
        return is_title_line(first) ? line : ND_STR_NONE;
    if (is_wrapped_title(first))
        return first->text;
    rest = nd_str_skip(first->text, line.len + 1);
    rest = nd_str_slice(rest, 0, nd_str_find_char(rest, '\n'));
    if (nd_text_ends_sentence(line) || nd_text_begins_small(rest) || nd_char_is_digit(rest.ptr[0]))
        return ND_STR_NONE;
    return nd_utf8_count(line) <= ND_LONG_LINE_CHARS && nd_utf8_count(rest) >= 2 * ND_LONG_LINE_CHARS
               ? line
               : ND_STR_NONE;
}

static bool says_who_or_when(struct nd_record_builder *builder, struct nd_str line) {
    return nd_dateline_is(line) || nd_dateline_is_doubtful(line) || nd_source_line_is_address(line) ||
           nd_byline_find_in(builder, line).ptr != NULL;
}

/* A line that may stand beside one of who or when: a name alone, a newspaper, tags, an address. */
static bool is_beside(struct nd_str line) {
    bool is_address = nd_str_find_char(line, '@') != SIZE_MAX;

    return nd_utf8_count(line) <= STACKED_CHARS &&
           (is_address || !(nd_text_ends_sentence(line) || nd_text_begins_small(line)));
}

/*
 * Lines from the one numbered first on, all of who and when; beside a date short ones may say something else.
 * At least one must be there.
 */
static bool are_who_and_when(struct nd_record_builder *builder, struct nd_str text, size_t first) {
    size_t lines = 0, other = 0;
    bool has_date = false;
    struct nd_str line;

    if (text.len > 3 * TITLE_LINE_CHARS)
        return false;
    for (; nd_str_next_line(&text, &line); lines++) {
        if (lines < first)
            continue;
        if (!says_who_or_when(builder, line)) {
            other++;
            if (!is_beside(line))
                return false;
        }
        has_date = has_date || nd_dateline_is(line) || nd_dateline_is_doubtful(line);
    }
    return lines > first && lines <= MAX_STACKED && (other == 0 || has_date);
}

/* The newspaper, the day and who wrote it, of a line that cites them. False when line is none. */
static bool read_citation(struct nd_record_builder *builder, struct nd_str line) {
    struct nd_citation citation;

    if (!nd_citation_read(line, &citation) && !nd_citation_read_bare(line, &citation))
        return false;
    if (builder->article->provider_name.ptr == NULL && !citation.is_place) {
        builder->article->provider_name = nd_text_on_one_line(citation.name, builder->arena);
        nd_record_source(builder, "provider", "masthead");
    }
    if (citation.is_doubtful)
        nd_record_doubt_date(builder, &citation.reading, citation.day, "dateline");
    else
        nd_record_set_date(builder, &citation.reading.date, "dateline");
    nd_byline_read(builder, citation.rest);
    return true;
}

/* Who and when, of such lines; the first date is that of the article. */
static void read_who_and_when(struct nd_record_builder *builder, struct nd_str text,
                              struct nd_date *updated) {
    struct nd_str line;

    while (nd_str_next_line(&text, &line)) {
        if (read_citation(builder, line))
            continue;
        nd_byline_read(builder, line);
        nd_byline_read_date(builder, line, updated);
    }
}

/* A byline below what stands between the title and it, a line that is none of the text's sentences. */
static void read_below_subtitle(struct nd_record_builder *builder, const struct nd_block *subtitle) {
    const struct nd_block *next = subtitle->next;

    if (next != NULL && next->next != NULL && is_title_line(subtitle) &&
        nd_str_find_char(next->text, '\n') == SIZE_MAX && nd_byline_find_in(builder, next->text).ptr != NULL)
        nd_byline_read(builder, next->text);
}

/* Passes over dates and bylines below the title. */
static const struct nd_block *skip_datelines(struct nd_record_builder *builder,
                                             const struct nd_block *block) {
    struct nd_date updated = {0};

    while (block->next != NULL &&
           (says_who_or_when(builder, block->text) || nd_dateline_is_release(block->text) ||
            (nd_str_find_char(block->text, '\n') != SIZE_MAX && are_who_and_when(builder, block->text, 0)))) {
        read_who_and_when(builder, block->text, &updated);
        block = block->next;
    }
    if (updated.year != 0)
        nd_record_set_date(builder, &updated, "dateline");
    return block;
}

/*
 * The body from text on, which block first begins with or ends in. A block whose lines were indented is a
 * copy and lies nowhere in the source: then the blocks are written out.
 */
static struct nd_str body_from(struct nd_record_builder *builder, const struct nd_block *first,
                               struct nd_str text) {
    struct nd_str body = builder->document->body;
    struct nd_buf out = {0};
    uintptr_t start = (uintptr_t)body.ptr, at = (uintptr_t)text.ptr;

    if (at >= start && at < start + body.len)
        return nd_str_skip(body, (size_t)(at - start));
    nd_buf_add(&out, text);
    if (first->next != NULL) {
        nd_buf_add_z(&out, "\n\n");
        nd_blocks_text(first->next, NULL, &out);
    }
    return nd_arena_take(builder->arena, &out);
}

/* The text from block first on, below a header that named the rest. */
static void read_paragraphs(struct nd_record_builder *builder, const struct nd_block *first) {
    nd_byline_read_places(builder, first);
    nd_record_title_from_sentence(builder, first->text);
    nd_plain_furniture_cut(builder, body_from(builder, first, first->text));
    nd_record_excerpt_from(builder, first_paragraph(builder, first->text), "first-paragraph");
}

/* A title of one line with a line that is a name below it, and nothing else. */
static bool is_above_name(struct nd_record_builder *builder, struct nd_str text, size_t title) {
    struct nd_str line = nd_str_skip(text, title < text.len ? title + 1 : text.len);

    return title < text.len && nd_str_find_char(line, '\n') == SIZE_MAX &&
           nd_name_line_find(line, builder->document->body, builder->arena).ptr != NULL;
}

/*
 * A title above a byline and a date, line below line, which are the first block or stand directly on the
 * text: then the last of them is a date, and longer than they is what follows. Absent when there is none.
 */
static struct nd_str stacked_lines(struct nd_record_builder *builder, const struct nd_block *first) {
    struct nd_str rest = first->text, line, title = nd_str_slice(rest, 0, nd_str_find_char(rest, '\n'));

    if (nd_utf8_count(title) > TITLE_LINE_CHARS || nd_dateline_is(title))
        return ND_STR_NONE;
    if (first->next != NULL &&
        (are_who_and_when(builder, first->text, 1) || is_above_name(builder, first->text, title.len)))
        return first->text;
    for (size_t lines = 0; lines < MAX_STACKED && nd_str_next_line(&rest, &line); lines++) {
        struct nd_str head = nd_str_slice(first->text, 0, (size_t)(line.ptr - first->text.ptr) + line.len);
        struct nd_str text = nd_str_slice(rest, 0, nd_str_find_char(rest, '\n'));
        if (lines > 0 && nd_dateline_is(line) && nd_utf8_count(line) <= STACKED_CHARS &&
            (nd_utf8_count(text) > STACKED_CHARS || text.len > 2 * STACKED_CHARS) && !nd_dateline_is(text) &&
            are_who_and_when(builder, head, 1))
            return head;
    }
    return ND_STR_NONE;
}

/* Whom to ask: short lines, one of which has an address or a number to call; or "Contact:" above them. */
static bool is_contact(const struct nd_block *block) {
    enum { MOST_LINES = 10, LEAST_DIGITS = 6 };
    struct nd_str rest = block->text, line;
    size_t lines = 0;
    bool has_number = false;

    if (block->next == NULL || block->next->next == NULL)
        return false;
    while (nd_str_next_line(&rest, &line)) {
        size_t digits = 0;
        for (size_t i = 0; i < line.len; i++)
            digits += nd_char_is_digit(line.ptr[i]);
        has_number = has_number || nd_str_find_char(line, '@') != SIZE_MAX ||
                     (digits >= LEAST_DIGITS && !nd_dateline_is(line));
        if (++lines > MOST_LINES || nd_utf8_count(line) > STACKED_CHARS)
            return false;
    }
    return has_number || (lines == 1 && nd_str_ends(block->text, ND_STR(":")));
}

/* "FOR IMMEDIATE RELEASE" above what is sent out: no title of its own, with lines of when and from whom. */
static const struct nd_block *skip_label(struct nd_record_builder *builder, const struct nd_block *first) {
    struct nd_date updated = {0};

    if (first->next == NULL || first->text.len > 3 * TITLE_LINE_CHARS)
        return first;
    read_who_and_when(builder, first->text, &updated);
    for (first = first->next; is_contact(first);)
        first = first->next;
    return first;
}

/*
 * The title behind the head of a newspaper's page: its name, below it lines of day and of issue or page, both
 * there and nothing else; first where there is no such head. The name is the provider.
 */
static const struct nd_block *skip_masthead(struct nd_record_builder *builder, const struct nd_block *first) {
    struct nd_str name = nd_str_slice(first->text, 0, nd_str_find_char(first->text, '\n')), line, rest;
    const struct nd_block *title = name.len < first->text.len ? first->next
                                   : first->next == NULL      ? NULL
                                                              : first->next->next;
    bool has_day = false, has_issue = false;
    struct nd_date updated = {0};
    struct nd_str lines;

    if (first->next != NULL && first->next->next != NULL && is_title_line(first->next) &&
        read_citation(builder, first->text))
        return first->next;

    if (title == NULL || title->next == NULL || nd_utf8_count(name) > STACKED_CHARS ||
        nd_text_ends_sentence(name) || nd_dateline_is(name) || !is_title_line(title))
        return first;
    lines = name.len < first->text.len ? nd_str_skip(first->text, name.len + 1) : first->next->text;
    for (rest = lines; nd_str_next_line(&rest, &line);) {
        bool is_day = nd_dateline_is(line) || nd_dateline_is_doubtful(line);
        if (!is_day && !nd_citation_is_of_issue(line))
            return first;
        has_day = has_day || is_day;
        has_issue = has_issue || nd_citation_is_of_issue(line);
    }
    if (!has_day || !has_issue)
        return first;
    if (builder->article->provider_name.ptr == NULL) {
        builder->article->provider_name = nd_text_on_one_line(name, builder->arena);
        nd_record_source(builder, "provider", "masthead");
    }
    read_who_and_when(builder, lines, &updated);
    return title;
}

/* A line that says nothing but who or when: "Market report, 5 March 2024" is a title, and so is a newspaper
 * with a day that has none below. */
static bool is_line_above(struct nd_record_builder *builder, struct nd_str line, bool has_title) {
    struct nd_citation citation;

    return nd_date_line_is_alone(line) || (nd_dateline_is_doubtful(line) && !nd_str_has_letter(line)) ||
           (nd_dateline_is(line) && nd_citation_names_day(line)) || nd_source_line_is_address(line) ||
           nd_byline_find_in(builder, line).ptr != NULL ||
           (has_title && nd_citation_read_bare(line, &citation));
}

/*
 * Who and when above the title, as archives and agencies write them: the first blocks, or the lines the first
 * one begins with. Returns the block with what is left, or first where the text begins with something else.
 */
static const struct nd_block *skip_lines_above(struct nd_record_builder *builder,
                                               const struct nd_block *first) {
    const struct nd_block *block = first;
    struct nd_date updated = {0};
    struct nd_str line, rest = block->text, left = rest;
    struct nd_block *below;

    for (int lines = 0; lines < MAX_STACKED && block->next != NULL; lines++) {
        if (!nd_str_next_line(&rest, &line) || nd_utf8_count(line) > TITLE_LINE_CHARS ||
            !is_line_above(builder, line, rest.len > 0 || is_title_line(block->next)))
            break;
        read_who_and_when(builder, line, &updated);
        left = rest;
        if (left.len == 0) {
            block = block->next;
            rest = left = block->text;
        }
    }
    if (left.ptr == first->text.ptr)
        return first;
    if (updated.year != 0)
        nd_record_set_date(builder, &updated, "dateline");
    while (nd_str_starts(left, ND_STR("#"))) /* of a heading, in what is no markdown otherwise */
        left = nd_str_trim(nd_str_skip(left, 1));
    below = nd_arena_alloc(builder->arena, 1, sizeof *below);
    *below = *block;
    below->text = left;
    return below;
}

static void read_plain(struct nd_record_builder *builder, const struct nd_block *first) {
    const struct nd_block *masthead, *below;
    struct nd_article *article = builder->article;
    struct nd_str body = builder->document->body, title, text = first->text, stacked;
    struct nd_date updated = {0};
    bool has_label = nd_dateline_is_release(nd_str_slice(text, 0, nd_str_find_char(text, '\n'))) ||
                     (nd_agency_head_is_slug(text) && first->next != NULL && is_title_line(first->next));

    if (has_label)
        first = skip_datelines(builder, skip_label(builder, first));
    below = skip_lines_above(builder, first);
    if (below != first)
        body = body_from(builder, below, below->text);
    first = below;
    masthead = skip_masthead(builder, first);
    has_label = has_label || masthead != first;
    first = masthead;
    title = leading_title(first);
    title = nd_text_is_data(title) ? ND_STR_NONE : title;
    text = first->text;
    stacked = stacked_lines(builder, first);

    if (stacked.ptr != NULL) {
        title = nd_str_slice(text, 0, nd_str_find_char(text, '\n'));
        article->title = nd_text_on_one_line(nd_text_without_bullet(title), builder->arena);
        nd_record_source(builder, "title", "first-line");
        text = nd_str_skip(text, title.len + 1);
        body = body_from(builder, first, text);
        read_who_and_when(builder, nd_str_skip(stacked, title.len + 1), &updated);
        text = nd_str_skip(first->text, stacked.len + 1);
        if (text.len == 0) {
            first = skip_datelines(builder, first->next);
            text = first->text;
        }
        if (updated.year != 0)
            nd_record_set_date(builder, &updated, "dateline");
    } else if (title.ptr != NULL) {
        article->title = nd_text_on_one_line(nd_text_without_bullet(title), builder->arena);
        nd_record_source(builder, "title", "first-line");
        if (title.len < first->text.len) {
            text = nd_str_skip(first->text, title.len + 1);
        } else if (first->next != NULL) {
            first = first->next;
            text = first->text;
        }
        body = body_from(builder, first, text);
        if (text.ptr == first->text.ptr) {
            first = skip_datelines(builder, first);
            read_below_subtitle(builder, first);
            text = first->text;
        }
    }
    nd_byline_read_place(builder, text);
    nd_byline_read_places(builder, first->next);
    nd_record_title_from_sentence(builder, text);
    nd_plain_furniture_cut(builder, has_label ? builder->document->body : body);
    if (article->body.len > 0)
        nd_record_excerpt_from(builder, first_paragraph(builder, nd_str_slice(text, 0, article->body.len)),
                               "first-paragraph");
}

void nd_text_title_of_body(struct nd_record_builder *builder) {
    const struct nd_block *first = builder->document->blocks.first;
    struct nd_str title;

    if (first == NULL || builder->article->title.ptr != NULL)
        return;
    title = leading_title(first);
    if (title.ptr == NULL || title.len + 1 >= builder->item_body.len)
        return;
    builder->article->title = nd_text_on_one_line(nd_text_without_bullet(title), builder->arena);
    nd_record_source(builder, "title", "first-line");
}

/* "-----": signs, and nothing that is said. */
static bool is_rule(struct nd_str text) {
    for (size_t i = 0; i < text.len;) {
        uint32_t c;
        i += nd_utf8_decode(nd_str_skip(text, i), &c);
        switch (utf8proc_category((utf8proc_int32_t)c)) {
        case UTF8PROC_CATEGORY_PD:
        case UTF8PROC_CATEGORY_PC:
        case UTF8PROC_CATEGORY_PO:
        case UTF8PROC_CATEGORY_SM:
        case UTF8PROC_CATEGORY_SO:
        case UTF8PROC_CATEGORY_ZS:
            break;
        default:
            return false;
        }
    }
    return true;
}

void nd_text_read(struct nd_record_builder *builder) {
    const struct nd_block *first = builder->document->blocks.first;
    struct nd_page *page = nd_arena_alloc(builder->arena, 1, sizeof *page);

    while (first != NULL && first->next != NULL && is_rule(first->text)) /* no title */
        first = first->next;
    if (first == NULL)
        return;
    if (builder->document->header != NULL)
        read_paragraphs(builder, first);
    else if (!builder->is_paper && nd_page_find(first, builder->arena, page)) {
        builder->main = nd_main_text_judge(builder->document, page, builder->arena);
        nd_page_read(builder, page);
    } else
        read_plain(builder, first);
}
