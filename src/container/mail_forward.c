/*
 * What a mail program writes above a letter that it sends on, in plain text and in pages: there its lines end
 * where a tag parts them, and nothing but such lines and signs stands before it.
 */
#include "container/mail.h"

#include "container/markup.h"

enum {
    MOST_LINES = 16,  /* looked at above the letter */
    LEAST_LINES = 3,  /* of what is written above it */
    MOST_REMARK = 40, /* bytes of what who sends it on has to say: more is a text of its own */
    MOST_REMARK_LINES = 6,
    MOST_TEXT = 16 * 1024 /* bytes of markup in which they stand */
};

/* A line as it reads, and where it ends in the markup. */
struct line {
    struct nd_str text;
    size_t end;
};

static bool parts_lines(const struct nd_markup_tag *tag) {
    static const char *const names[] = {"br", "p",  "div", "tr", "td",   "table", "hr",
                                        "li", "ul", "h1",  "h2", "body", "head",  "blockquote"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (nd_markup_is(tag, names[i]))
            return true;
    return false;
}

static bool is_unseen(const struct nd_markup_tag *tag) {
    static const char *const names[] = {"style", "title", "script"};

    for (size_t i = 0; i < sizeof names / sizeof *names && !tag->is_end; i++)
        if (nd_markup_is(tag, names[i]))
            return true;
    return false;
}

/* Without blanks around it, those that HTML keeps among them. */
static struct nd_str text_of(struct nd_str markup, struct nd_arena *arena) {
    struct nd_str wide = ND_STR("\xc2\xa0"), text = nd_markup_decode(nd_markup_text(markup, arena), arena);

    for (;;) {
        text = nd_str_trim(text);
        if (nd_str_starts(text, wide))
            text = nd_str_skip(text, wide.len);
        else if (nd_str_ends(text, wide))
            text.len -= wide.len;
        else
            return nd_arena_one_line(arena, text);
    }
}

/* The first lines of a page that are not blank; how many. */
static size_t first_lines(struct nd_str page, struct line *lines, struct nd_arena *arena) {
    struct nd_markup_element element;
    struct nd_markup_tag tag;
    size_t count = 0, from = 0, at = 0;

    page = nd_str_slice(page, 0, MOST_TEXT);
    while (count < MOST_LINES && nd_markup_next(page, at, &tag)) {
        at = tag.end;
        if (is_unseen(&tag)) {
            nd_markup_element(page, &tag, &element);
            from = at = element.end;
        }
        if (!parts_lines(&tag))
            continue;
        lines[count].text = text_of(nd_str_slice(page, from, tag.from), arena);
        lines[count].end = tag.from;
        count += lines[count].text.len > 0;
        from = tag.end;
    }
    return count;
}

static bool is_dashed(struct nd_str line) {
    line = nd_str_trim(line);
    return nd_str_starts(line, ND_STR("--")) && nd_str_ends(line, ND_STR("--"));
}

/* The block above a letter, maybe below a word of who sends it on ("for your information"), which is told. */
static struct nd_value *read_above(struct nd_str *text, uint32_t *number, struct nd_arena *arena) {
    struct nd_value *fields = nd_header_read_letter(text, number, arena);
    struct nd_str rest = *text, line, letter, remark;

    for (uint32_t i = 0; fields == NULL && i < MOST_REMARK_LINES && nd_str_next_line(&rest, &line); i++) {
        uint32_t at = *number + i;
        if (!is_dashed(line))
            continue;
        letter = nd_str_skip(*text, (size_t)(line.ptr - text->ptr));
        remark = nd_str_trim(nd_str_slice(*text, 0, (size_t)(line.ptr - text->ptr)));
        fields = nd_header_read_letter(&letter, &at, arena);
        if (fields == NULL || remark.len > MOST_REMARK)
            return NULL;
        nd_value_put(fields, ND_STR("Forwarded with"),
                     nd_value_string(arena, nd_arena_one_line(arena, remark)));
        *text = letter;
        *number = at;
    }
    return fields;
}

static struct nd_value *read_page(struct nd_mail_body *body, struct nd_arena *arena) {
    struct line lines[MOST_LINES];
    size_t count = first_lines(body->text, lines, arena);

    for (; count >= LEAST_LINES; count--) {
        struct nd_buf text = {0};
        struct nd_str above;
        uint32_t number = 0;
        struct nd_value *fields;
        for (size_t i = 0; i < count; i++)
            nd_buf_addf(&text, "%.*s\n", (int)lines[i].text.len, lines[i].text.ptr);
        nd_buf_add_z(&text, "\n.\n"); /* in the place of the letter */
        above = nd_arena_take(arena, &text);
        fields = read_above(&above, &number, arena);
        if (fields == NULL)
            continue;
        for (size_t i = 0; i < lines[count - 1].end; i++)
            body->line += body->text.ptr[i] == '\n';
        body->text = nd_str_skip(body->text, lines[count - 1].end);
        return fields;
    }
    return NULL;
}

struct nd_value *nd_mail_read_forwarded(struct nd_mail_body *body, struct nd_arena *arena) {
    struct nd_str text = body->text;
    uint32_t line = 0;
    struct nd_value *fields;

    if (body->is_html)
        return read_page(body, arena);
    fields = read_above(&text, &line, arena);
    if (fields == NULL)
        return NULL;
    body->text = text;
    body->line += line;
    return fields;
}
