/*
 * What stands above a table: a byte order mark, Excel's line "sep=;", and lines of who exported what, above
 * the row of names. That row is known by its names, so that a row of a table is never taken for one of these
 * lines.
 */
#include "container/csv_preamble.h"

#include "newsdex/header_names.h"
#include "newsdex/json.h"

enum { MOST_LINES = 20, MOST_CELLS = 2 /* of such a line, that are not empty */, MAX_LINE = 1000 };

static const char delimiters[] = {',', ';', '\t', '|'};

static struct nd_str bare(struct nd_str cell) {
    cell = nd_str_trim(cell);
    if (nd_str_starts(cell, ND_STR("\"")) && nd_str_ends(cell, ND_STR("\"")) && cell.len > 1)
        cell = nd_str_slice(cell, 1, cell.len - 1);
    return cell;
}

bool nd_csv_names_fields(struct nd_str text, char delimiter) {
    struct nd_str row = ND_STR_NONE;
    size_t titles = 0, others = 0, at;

    (void)nd_str_next_line(&text, &row);
    do {
        struct nd_str cell = bare(nd_str_slice(row, 0, at = nd_str_find_char(row, delimiter)));
        if (nd_header_names_title(cell))
            titles++;
        else
            others += nd_header_is_known(cell) || nd_header_names_text(cell);
        row = nd_str_skip(row, at == SIZE_MAX ? row.len : at + 1);
    } while (at != SIZE_MAX);
    return titles > 0 && others > 0;
}

enum { MOST_BLANKS = 3 /* of "Date of the issue" */, MOST_BYTES = 60 };

/* A cell of few words, as names are: most lines of most texts do not begin so. */
static bool begins_with_name(struct nd_str line) {
    size_t blanks = 0;

    for (size_t i = 0; i < line.len && i <= MOST_BYTES && blanks <= MOST_BLANKS; i++) {
        if (line.ptr[i] == ',' || line.ptr[i] == ';' || line.ptr[i] == '\t' || line.ptr[i] == '|')
            return true;
        blanks += line.ptr[i] == ' ';
    }
    return false;
}

/* The same of all cells. */
static bool may_be_names(struct nd_str line, char delimiter) {
    size_t blanks = 0, bytes = 0, cells = 1;

    for (size_t i = 0; i < line.len; i++) {
        bool is_end = line.ptr[i] == delimiter;
        cells += is_end;
        bytes = is_end ? 0 : bytes + 1;
        blanks = is_end ? 0 : blanks + (line.ptr[i] == ' ');
        if (blanks > MOST_BLANKS || bytes > MOST_BYTES)
            return false;
    }
    return cells > 1;
}

/* The cells of a line that are not empty; *all of them. */
static size_t count_cells(struct nd_str line, char delimiter, size_t *all) {
    size_t filled = 0, at;

    *all = 0;
    do {
        at = nd_str_find_char(line, delimiter);
        filled += bare(nd_str_slice(line, 0, at)).len > 0;
        ++*all;
        line = nd_str_skip(line, at == SIZE_MAX ? line.len : at + 1);
    } while (at != SIZE_MAX);
    return filled;
}

/* Lines above that row: shorter than it, or of few cells with something in them. */
static bool are_above(struct nd_str lines, char delimiter, size_t columns) {
    struct nd_str line;
    size_t all;

    while (nd_str_next_line(&lines, &line))
        if (count_cells(line, delimiter, &all) > MOST_CELLS && all >= columns)
            return false;
    return true;
}

/* Bytes of the lines above the row of names; 0: there are none, or no such row. */
static size_t above_names(struct nd_str text) {
    struct nd_str rest = text, line;

    for (int lines = 0; lines < MOST_LINES && nd_str_next_line(&rest, &line) && line.len <= MAX_LINE; lines++)
        for (size_t i = 0; i < sizeof delimiters && begins_with_name(line); i++) {
            size_t at = (size_t)(line.ptr - text.ptr), columns;
            if (!may_be_names(line, delimiters[i]) || !nd_csv_names_fields(line, delimiters[i]))
                continue;
            (void)count_cells(line, delimiters[i], &columns);
            return are_above(nd_str_slice(text, 0, at), delimiters[i], columns) ? at : 0;
        }
    return 0;
}

/* Nothing but blanks: a tab parts cells. */
static bool is_empty(struct nd_str line) {
    while (line.len > 0 && nd_char_is_one_of(line.ptr[0], " \r"))
        line = nd_str_skip(line, 1);
    return line.len == 0;
}

size_t nd_csv_preamble(struct nd_str head) {
    struct nd_str rest = nd_str_skip(head, nd_str_starts(head, ND_STR("\xef\xbb\xbf")) ? 3 : 0), line,
                  text = rest;

    if (nd_str_starts_nocase(rest, ND_STR("sep=")) && nd_str_next_line(&rest, &line) && line.len == 5)
        text = rest;
    for (rest = text; nd_str_next_line(&rest, &line) && rest.len > 0 && is_empty(line);)
        text = rest;
    return head.len - text.len + above_names(text);
}

size_t nd_csv_preamble_lines(struct nd_str preamble) {
    struct nd_str line;
    size_t lines = 0;

    while (nd_str_next_line(&preamble, &line))
        lines += nd_str_trim(line).len > 3 && !nd_str_starts_nocase(line, ND_STR("sep="));
    return lines;
}

struct nd_str nd_csv_preamble_around(struct nd_str preamble, struct nd_arena *arena) {
    struct nd_around_said said = {{{NULL, 0}}};
    struct nd_str line, *place;

    while (nd_str_next_line(&preamble, &line)) {
        struct nd_str key, value;
        struct nd_buf text = {0};
        struct nd_json json = {.out = &text};
        size_t at = 0;
        while (line.len > 0 && nd_char_is_one_of(line.ptr[0], "#\" "))
            line = nd_str_skip(line, 1);
        while (at < line.len && !nd_char_is_one_of(line.ptr[at], ":,;\t|"))
            at++;
        key = nd_str_trim(nd_str_slice(line, 0, at));
        value = nd_str_skip(line, at + 1);
        while (value.len > 0 && nd_char_is_one_of(value.ptr[value.len - 1], ",;\t|\" \r"))
            value.len--;
        value = nd_str_trim(value);
        place = nd_around_place(&said, key, value, false);
        if (place == NULL || place == &said.of[ND_AROUND_DAY]) /* on which it was exported */
            continue;
        nd_json_string(&json, bare(value));
        *place = nd_arena_take(arena, &text);
    }
    return nd_around_write(&said, arena);
}
