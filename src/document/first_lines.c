/*
 * What the first lines of a text say where they are no fields: the title block of Pandoc; the address, date
 * and title of a page in three lines; the heading a page of a wiki begins with. And files that are fields
 * between lines of hyphens.
 */
#include "document/front_matter.h"
#include "newsdex/date.h"
#include "newsdex/limits.h"

enum { LINES = 3, MOST_LEVELS = 6, MAX_FIELD = 80 };

static bool is_address(struct nd_str line) {
    return (nd_str_starts(line, ND_STR("http://")) || nd_str_starts(line, ND_STR("https://"))) &&
           nd_str_find_char(line, ' ') == SIZE_MAX;
}

/* The first lines, without blanks around them; the number of those that are not blank. */
static size_t take_lines(struct nd_str *rest, struct nd_str lines[LINES]) {
    size_t count = 0;
    struct nd_str line;

    while (count < LINES && nd_str_next_line(rest, &line)) {
        lines[count] = nd_str_trim(line);
        if (lines[count].len == 0)
            break;
        count++;
    }
    return count;
}

static bool is_paragraph_end(struct nd_str rest) {
    struct nd_str line;

    return nd_str_next_line(&rest, &line) && nd_str_trim(line).len == 0;
}

/* "% Title", "% Luc Morel; Anne Petit", "% 6 May 2020" (Pandoc User's Guide, pandoc_title_block). */
static struct nd_value *read_pandoc(struct nd_str *rest, uint32_t *number, struct nd_arena *arena) {
    static const struct nd_str names[] = {ND_STR_INIT("title"), ND_STR_INIT("authors"), ND_STR_INIT("date")};
    struct nd_value *fields = nd_value_new(arena, ND_MAP);
    struct nd_date_reading reading;
    struct nd_str lines[LINES];

    if (take_lines(rest, lines) < LINES || !is_paragraph_end(*rest))
        return NULL;
    for (size_t i = 0; i < LINES; i++) {
        struct nd_str value = nd_str_trim(nd_str_skip(lines[i], 1));
        if (lines[i].ptr[0] != '%' || lines[i].len > ND_MAX_EXCERPT_CHARS)
            return NULL;
        if (value.len > 0)
            (void)nd_header_put(fields, names[i], value, arena);
        else if (i != 1)
            return NULL;
    }
    *number += LINES;
    return nd_date_read(fields->last->text, &reading) ? fields : NULL;
}

/*
 * An address, a date and a title, each a line of its own, in whatever order. Where the title is not the last
 * of them, the text must be apart.
 */
static struct nd_value *read_three(struct nd_str *rest, uint32_t *number, struct nd_arena *arena) {
    size_t address = LINES, date = LINES, title = 0;
    struct nd_str lines[LINES];
    struct nd_value *fields;
    struct nd_date day;

    if (take_lines(rest, lines) < LINES)
        return NULL;
    for (size_t i = 0; i < LINES; i++) {
        if (address == LINES && is_address(lines[i]))
            address = i;
        else if (date == LINES && nd_date_parse(lines[i], &day))
            date = i;
        else
            title = i;
    }
    if (address == LINES || date == LINES || lines[title].len > ND_MAX_EXCERPT_CHARS ||
        (title < 2 && !is_paragraph_end(*rest)))
        return NULL;
    fields = nd_value_new(arena, ND_MAP);
    (void)nd_header_put(fields, ND_STR("url"), lines[address], arena);
    (void)nd_header_put(fields, ND_STR("date"), lines[date], arena);
    (void)nd_header_put(fields, ND_STR("title"), lines[title], arena);
    *number += LINES;
    return fields;
}

/* "====== Title ======" of DokuWiki, "= Title =" of MediaWiki and MoinMoin; absent when it is none. */
static struct nd_str between_equals(struct nd_str line) {
    size_t run = 0;

    while (run < line.len && line.ptr[run] == '=')
        run++;
    if (run == 0 || run > MOST_LEVELS || line.len <= 2 * run)
        return ND_STR_NONE;
    for (size_t i = line.len - run; i < line.len; i++)
        if (line.ptr[i] != '=')
            return ND_STR_NONE;
    line = nd_str_slice(line, run, line.len - run);
    if (nd_str_find_char(line, '=') != SIZE_MAX || (run == 1 && line.ptr[0] != ' '))
        return ND_STR_NONE;
    return nd_str_trim(line);
}

/* "h1. Title" and "h2(#name){color:red}[fr]. Title" of Textile and Jira. */
static struct nd_str behind_h(struct nd_str line) {
    size_t i = 2;

    if (line.len < 5 || line.ptr[0] != 'h' || line.ptr[1] < '1' || line.ptr[1] > '6')
        return ND_STR_NONE;
    while (i < line.len && nd_char_is_one_of(line.ptr[i], "([{")) {
        char close = line.ptr[i] == '(' ? ')' : line.ptr[i] == '[' ? ']' : '}';
        size_t end = nd_str_find_char(nd_str_skip(line, i), close);
        i = end == SIZE_MAX ? line.len : i + end + 1;
    }
    if (!nd_str_starts(nd_str_skip(line, i), ND_STR(". ")))
        return ND_STR_NONE;
    return nd_str_trim(nd_str_skip(line, i + 2));
}

static struct nd_value *read_heading(struct nd_str *rest, uint32_t *number, struct nd_arena *arena) {
    struct nd_value *fields;
    struct nd_str line, title;

    if (!nd_str_next_line(rest, &line))
        return NULL;
    line = nd_str_trim(line);
    title = line.len > ND_MAX_EXCERPT_CHARS ? ND_STR_NONE : between_equals(line);
    if (title.ptr == NULL && line.len <= ND_MAX_EXCERPT_CHARS)
        title = behind_h(line);
    if (title.len == 0)
        return NULL;
    fields = nd_value_new(arena, ND_MAP);
    (void)nd_header_put(fields, ND_STR("title"), title, arena);
    ++*number;
    return fields;
}

/* "Text", in which the article is, and not one of its fields. */
static bool names_text(struct nd_str name) {
    static const struct nd_str names[] = {ND_STR_INIT("text"), ND_STR_INIT("body"), ND_STR_INIT("content"),
                                          ND_STR_INIT("article")};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (nd_str_eq_nocase(name, names[i]))
            return true;
    return false;
}

/* The line that parts sections: four hyphens in Kirby's files, three in Lektor's; absent when there is none.
 */
static struct nd_str find_rule(struct nd_str text) {
    struct nd_str line;

    while (nd_str_next_line(&text, &line)) {
        line = nd_str_trim_right(line);
        if (nd_str_eq(line, ND_STR("----")) || nd_str_eq(line, ND_STR("---")))
            return line;
    }
    return ND_STR_NONE;
}

/* Up to a rule or the end; the lines that are passed are counted. */
static struct nd_str take_section(struct nd_str *rest, struct nd_str rule, uint32_t *number) {
    struct nd_str all = *rest, line, before = all;

    while (nd_str_next_line(rest, &line)) {
        ++*number;
        if (nd_str_eq(nd_str_trim_right(line), rule))
            return nd_str_slice(all, 0, (size_t)(before.ptr - all.ptr));
        before = *rest;
    }
    return all;
}

/* Puts a value; lines of names are as many values. */
static bool put_lines(struct nd_value *fields, struct nd_str name, struct nd_str value,
                      struct nd_arena *arena) {
    static const struct nd_str names[] = {ND_STR_INIT("tags"), ND_STR_INIT("topics"), ND_STR_INIT("keywords"),
                                          ND_STR_INIT("categories"), ND_STR_INIT("authors")};
    struct nd_str line = value;
    size_t i = 0;

    while (i < sizeof names / sizeof *names && !nd_str_eq_nocase(name, names[i]))
        i++;
    if (i == sizeof names / sizeof *names)
        return value.len == 0 || nd_header_put(fields, name, value, arena) != NULL;
    while (nd_str_next_line(&value, &line))
        if (nd_str_trim(line).len > 0 && nd_header_put(fields, name, nd_str_trim(line), arena) == NULL)
            return false;
    return true;
}

/* Kirby's and Lektor's files of content: "Title: …", a line of hyphens, "Text: …", in any order. *rest
 * becomes the text. */
static struct nd_value *read_sections(struct nd_str *rest, uint32_t *number, struct nd_arena *arena) {
    struct nd_value *fields = nd_value_new(arena, ND_MAP);
    struct nd_str text = ND_STR_NONE, rule;
    uint32_t line = *number;
    bool has_title = false;

    if (nd_str_find_char(nd_str_slice(*rest, 0, MAX_FIELD), ':') == SIZE_MAX ||
        (rule = find_rule(*rest)).len == 0)
        return NULL;
    for (int sections = 0; rest->len > 0; sections++) {
        uint32_t first = line;
        struct nd_str section = take_section(rest, rule, &line), name, value;
        size_t colon = nd_str_find_char(section, ':');
        name = nd_str_trim(nd_str_slice(section, 0, colon));
        if (colon == SIZE_MAX || colon > MAX_FIELD || nd_str_find_char(name, '\n') != SIZE_MAX ||
            sections == ND_MAX_HEADER_LINES)
            return NULL;
        value = nd_str_trim(nd_str_skip(section, colon + 1));
        if (names_text(name)) {
            text = value;
            for (const char *c = section.ptr; c < value.ptr; c++)
                first += *c == '\n';
            *number = first;
            continue;
        }
        has_title = has_title || nd_str_eq_nocase(name, ND_STR("title"));
        if (!put_lines(fields, name, value, arena))
            return NULL;
    }
    *rest = text;
    return has_title ? fields : NULL;
}

typedef struct nd_value *reader(struct nd_str *, uint32_t *, struct nd_arena *);

/* What the first of several readers makes of the first lines, behind blank ones, if a text is left then. */
static struct nd_value *read_with(reader *const *readers, struct nd_str *text, uint32_t *number,
                                  struct nd_arena *arena) {
    struct nd_str start = *text, rest = start, line;
    uint32_t first = *number;

    while (nd_str_next_line(&rest, &line) && nd_str_trim(line).len == 0) {
        start = rest;
        first++;
    }
    for (; *readers != NULL; readers++) {
        uint32_t at = first;
        struct nd_value *fields;
        rest = start;
        fields = (*readers)(&rest, &at, arena);
        if (fields == NULL || nd_str_trim(rest).len == 0)
            continue;
        *text = rest;
        *number = at;
        return fields;
    }
    return NULL;
}

struct nd_value *nd_first_lines_read(struct nd_str *text, uint32_t *number, struct nd_arena *arena) {
    static reader *const readers[] = {read_pandoc, read_three, read_heading, NULL};

    return read_with(readers, text, number, arena);
}

struct nd_value *nd_first_lines_read_sections(struct nd_str *text, uint32_t *number, struct nd_arena *arena) {
    static reader *const readers[] = {read_sections, NULL};

    return read_with(readers, text, number, arena);
}
