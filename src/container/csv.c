/*
 * Tables in text: comma, semicolon, tab or bar between the fields, with or without a header; caret or tilde
 * below names that are known.
 */
#include "container/csv.h"

#include "container/csv_preamble.h"
#include "container/format.h"
#include "container/mail.h"
#include "newsdex/header_names.h"

#include <string.h>

enum {
    FIRST_LOOK = 8192,
    FIRST_ROWS = 6,
    NAME_WORDS = 3
}; /* bytes and rows of a first look; words of a name */
enum { MIN_ROWS_BARE = 5, MIN_COLUMNS_BARE = 3, MAX_SAMPLE = 200 };
enum { MIN_COLUMNS_TOLD = 4 }; /* of a table that is told not to be read */

struct nd_reader {
    char delimiter;
    bool has_header, is_escaped;
    size_t columns;
    struct nd_str *names;
    struct nd_item_alias *aliases, *guesses;
    size_t alias_count, guess_count;
    bool is_sure;
    enum nd_date_order date_order;
    struct nd_str note;
    struct nd_str around; /* what stands above the names */
    struct nd_str header; /* the row of names, without blanks around it; or empty */
};

/* The whole rows at the beginning; those that are lines of a text by what their signs are for (is_line). */
struct sample {
    size_t rows, columns, alike, lines;
};

/* Bytes of what stands before the items of a list, and before what is said. */
enum { NUMERAL = 6, SPEAKER = 40 };

/* "2.", "iv)", "*" of a list, "MAYOR:" of a conversation. */
static bool is_label(struct nd_str cell) {
    char last;

    cell = nd_str_trim(cell);
    if (cell.len == 0)
        return false;
    last = cell.ptr[cell.len - 1];
    return nd_str_eq(cell, ND_STR("*")) || nd_str_eq(cell, ND_STR("-")) || nd_str_eq(cell, ND_STR("•")) ||
           ((last == '.' || last == ')') && cell.len <= NUMERAL) || (last == ':' && cell.len <= SPEAKER);
}

/* Tabs that only indent, or stand between a label and what it labels; a sign that only ends the line. */
static bool is_line(struct nd_str row, char delimiter) {
    struct nd_str text = nd_str_trim_right(row);
    size_t at, end = text.len - (text.len > 0);

    if (delimiter != '\t')
        return text.len > 1 && nd_str_find_char(text, delimiter) == end;
    while (nd_str_starts(text, ND_STR("\t")))
        text = nd_str_skip(text, 1);
    at = nd_str_find_char(text, '\t');
    if (at == SIZE_MAX)
        return text.len < row.len;
    return is_label(nd_str_slice(text, 0, at)) &&
           nd_str_find_char(nd_str_skip(text, at + 1), '\t') == SIZE_MAX;
}

/* Counts the columns of all whole rows; columns is what most of them have, if at all a half. */
static struct sample count_rows(struct nd_str head, bool is_whole, char delimiter) {
    unsigned rows_of[ND_MAX_CSV_COLUMNS + 1] = {0}; /* by their columns; more than a table may have: 0 */
    struct sample sample = {0};
    size_t last = 0;           /* of the row in which the file was cut off */
    bool is_last_line = false; /* that one */

    for (size_t at = 0; at < head.len;) {
        size_t columns, length;
        bool is_open;
        struct nd_str rest = nd_str_skip(head, at);
        length = nd_csv_row(rest, delimiter, &columns, &is_open);
        if (!is_whole && (at + length >= head.len || is_open))
            break;
        at += length;
        if (columns == 1 && nd_str_trim(nd_str_slice(rest, 0, length)).len == 0)
            continue;
        is_last_line = is_line(nd_str_slice(rest, 0, length), delimiter);
        sample.lines += is_last_line;
        sample.rows++;
        last = at == head.len && head.ptr[at - 1] != '\n' ? columns : 0;
        columns = columns > ND_MAX_CSV_COLUMNS ? 0 : columns;
        if (++rows_of[columns] > rows_of[sample.columns] || sample.columns == 0)
            sample.columns = columns;
    }
    sample.alike = rows_of[sample.columns];
    if (last > 0 && last < sample.columns) {
        sample.rows--;
        sample.lines -= is_last_line;
    }
    return sample;
}

/* In a short one two rows may be odd, as long as most are not. */
static bool are_rows(const struct sample *sample) {
    size_t odd = sample->rows - sample->alike;

    return sample->rows >= 2 && sample->columns >= 2 && sample->lines * 2 <= sample->rows &&
           (odd * 10 <= sample->rows || (odd <= 2 && odd < sample->alike));
}

/* The first rows are looked at first: most texts do not pass that. */
static bool is_table(struct nd_str head, bool is_whole, char delimiter, struct sample *sample) {
    struct nd_str first = nd_str_slice(head, 0, FIRST_LOOK);

    if (first.len == 0 || memchr(first.ptr, delimiter, first.len) == NULL)
        return false;
    *sample = count_rows(first, is_whole && first.len == head.len, delimiter);
    if (sample->rows >= FIRST_ROWS && (sample->columns < 2 || sample->alike * 2 <= sample->rows))
        return false;
    if (first.len < head.len)
        *sample = count_rows(head, is_whole, delimiter);
    return are_rows(sample);
}

/* Where most delimiters have a blank behind them, they may be the commas of sentences. */
static bool is_spaced(struct nd_str head, char delimiter) {
    size_t all = 0, spaced = 0;

    head = nd_str_slice(head, 0, FIRST_LOOK);
    for (size_t at = 0; at < head.len; at++) {
        struct nd_csv_field field;
        nd_csv_field(nd_str_skip(head, at), delimiter, &field);
        at += field.end;
        if (at + 1 >= head.len || head.ptr[at] != delimiter)
            continue;
        all++;
        spaced += head.ptr[at + 1] == ' ';
    }
    return spaced * 2 > all;
}

/* The delimiter that makes the rows most alike, or '\0'. */
static char find_delimiter(struct nd_str head, bool is_whole, struct sample *best) {
    static const char delimiters[] = {',', ';', '\t', '|', '^', '~'};
    char found = '\0';

    for (size_t i = 0; i < sizeof delimiters; i++) {
        struct sample sample;
        if (!is_table(head, is_whole, delimiters[i], &sample) ||
            (delimiters[i] == '|' && nd_str_starts(nd_str_trim(head), ND_STR("|"))) ||
            ((delimiters[i] == '^' || delimiters[i] == '~') && /* few tables have these, and words do */
             !nd_csv_names_fields(head, delimiters[i])))
            continue;
        if (found != '\0' && sample.alike * best->rows < best->alike * sample.rows)
            continue;
        if (found != '\0' && sample.alike * best->rows == best->alike * sample.rows &&
            (sample.columns < best->columns || (sample.columns == best->columns &&
                                                (!is_spaced(head, found) || is_spaced(head, delimiters[i])))))
            continue;
        found = delimiters[i];
        *best = sample;
    }
    return found;
}

static size_t words_of(struct nd_str text) {
    size_t words = text.len > 0;

    for (size_t i = 0; i < text.len; i++)
        words += text.ptr[i] == ' ';
    return words;
}

/* Sentences with as many commas each are no rows: their first would have names as short as names are. */
static bool is_prose(struct nd_str head, char delimiter, const struct sample *sample,
                     const struct nd_str *cells) {
    if (delimiter == '\t' || !is_spaced(head, delimiter))
        return false;
    for (size_t i = 0; i < sample->columns; i++)
        if (words_of(nd_str_trim(cells[i])) > NAME_WORDS || nd_str_trim(cells[i]).len == 0)
            return true;
    return sample->columns < MIN_COLUMNS_BARE || sample->alike < sample->rows;
}

/* The row of names, or what is left of it at the end of a file that was cut off there. */
static bool is_names_again(struct nd_str row, struct nd_str names, bool is_last) {
    return row.len > 0 && (is_last ? nd_str_starts(names, row) : nd_str_eq(row, names));
}

/* Cells of the first rows, as many of each as there are columns; not again of names that stand above a second
 * table. */
static struct nd_str *read_cells(struct nd_str head, bool is_whole, char delimiter, size_t columns,
                                 size_t *rows, struct nd_arena *arena) {
    struct nd_str *cells = nd_arena_alloc(arena, columns * MAX_SAMPLE, sizeof *cells), first = ND_STR_NONE;

    *rows = 0;
    for (size_t at = 0; at < head.len && *rows < MAX_SAMPLE;) {
        bool is_open;
        size_t end = at + nd_csv_row(nd_str_skip(head, at), delimiter, NULL, &is_open);
        struct nd_str row = nd_str_trim(nd_str_slice(head, at, end));
        if (!is_whole && end >= head.len)
            break;
        first = at == 0 ? row : first;
        if (at > 0 && is_names_again(row, first, end == head.len)) {
            at = end;
            continue;
        }
        for (size_t i = 0; at < end; i++) {
            struct nd_csv_field field;
            nd_csv_field(nd_str_slice(head, at, end), delimiter, &field);
            if (i < columns)
                cells[*rows * columns + i] = nd_csv_text(&field, arena);
            at += field.end + 1;
        }
        at = end;
        ++*rows;
    }
    return cells;
}

/* Lines of text have commas, too: a table without names must be one by more signs than these. */
static bool is_surely_table(struct nd_str head, char delimiter, const struct sample *sample,
                            const struct nd_str *cells, size_t rows) {
    return delimiter == '\t' || nd_str_starts(head, ND_STR("\"")) ||
           (sample->rows >= MIN_ROWS_BARE &&
            (sample->columns >= MIN_COLUMNS_BARE || nd_csv_has_key(cells, rows, sample->columns)));
}

/* "title": "…", a member of JSON, and no cell of a table. */
static bool begins_member(struct nd_str head) {
    size_t end = nd_str_starts(head, ND_STR("\"")) ? nd_str_find_char(nd_str_skip(head, 1), '"') : SIZE_MAX;

    return end != SIZE_MAX && nd_str_starts(nd_str_skip(head, end + 2), ND_STR(":"));
}

/* Markup, JSON, front matter and headings are none, whatever signs they have. */
static bool begins_otherwise(struct nd_str head) {
    static const struct nd_str beginnings[] = {ND_STR_INIT("<"), ND_STR_INIT("["), ND_STR_INIT("{"),
                                               ND_STR_INIT("INSERT INTO ")};
    struct nd_str text = nd_str_trim(head);

    for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++)
        if (nd_str_starts(text, beginnings[i]))
            return true;
    return nd_str_starts(head, ND_STR("---")) || nd_str_starts(head, ND_STR("+++")) ||
           nd_str_starts(head, ND_STR("#")) || begins_member(head);
}

static bool sniff(struct nd_str head, bool is_whole) {
    struct sample sample;

    head = nd_str_skip(head, nd_csv_preamble(head));
    return !begins_otherwise(head) && find_delimiter(head, is_whole, &sample) != '\0';
}

size_t nd_csv_rows(struct nd_str text) {
    struct nd_str rest = nd_str_skip(text, nd_csv_preamble(text)),
                  head = nd_str_slice(rest, 0, ND_CONTAINER_HEAD);
    struct sample sample;
    char delimiter = begins_otherwise(head) ? '\0' : find_delimiter(head, head.len == rest.len, &sample);
    size_t least = delimiter == '\t' ? 2 : MIN_COLUMNS_TOLD;

    return delimiter == '\0' || is_spaced(head, delimiter) || sample.rows < MIN_ROWS_BARE ||
                   sample.columns < least
               ? 0
               : sample.rows;
}

/* The name of a column; of those with one name the second has a 2. */
static struct nd_str name_of_column(const struct nd_str *header, size_t column, struct nd_arena *arena) {
    struct nd_str name = header == NULL ? ND_STR_NONE : nd_str_trim(header[column]);
    size_t number = 1;

    if (name.len == 0)
        return nd_arena_printf(arena, "column %zu", column + 1);
    for (size_t i = 0; i < column; i++)
        number += nd_str_eq_nocase(name, nd_str_trim(header[i]));
    return number == 1 ? nd_arena_str(arena, name)
                       : nd_arena_printf(arena, "%.*s %zu", (int)name.len, name.ptr, number);
}

static void name_columns(struct nd_reader *reader, const struct nd_str *header, struct nd_arena *arena) {
    reader->names = nd_arena_alloc(arena, reader->columns, sizeof *reader->names);
    for (size_t i = 0; i < reader->columns; i++)
        reader->names[i] = name_of_column(header, i, arena);
}

enum { MOST_GUESSES = 6 };

static void describe(const struct nd_item_alias *aliases, size_t count, struct nd_buf *out) {
    for (size_t i = 0; i < count; i++)
        if (aliases[i].meaning.len > 0)
            nd_buf_addf(out, "%s %.*s is the %.*s", i == 0 ? "" : ",", (int)aliases[i].key.len,
                        aliases[i].key.ptr, (int)aliases[i].meaning.len, aliases[i].meaning.ptr);
}

static void guess_without_header(struct nd_reader *reader, const struct nd_str *cells, size_t rows,
                                 struct nd_arena *arena) {
    struct nd_buf note = {0};

    name_columns(reader, NULL, arena);
    reader->aliases = nd_arena_alloc(arena, reader->columns + MOST_GUESSES, sizeof *reader->aliases);
    reader->alias_count = nd_csv_layout(cells, rows, reader->columns, reader->names, reader->aliases);
    if (reader->alias_count == 0)
        reader->alias_count =
            nd_csv_guess(cells, rows, reader->names, reader->columns, arena, reader->aliases);
    nd_buf_add_z(&note, "a table without names of its columns; by their looks");
    describe(reader->aliases, reader->alias_count, &note);
    reader->note = nd_arena_take(arena, &note);
}

/* The names may be ones nobody knows. */
static void guess_with_header(struct nd_reader *reader, const struct nd_str *cells, size_t rows,
                              struct nd_arena *arena) {
    name_columns(reader, cells, arena);
    reader->aliases = nd_arena_alloc(arena, MOST_GUESSES + 3, sizeof *reader->aliases);
    reader->alias_count = nd_csv_export(reader->names, reader->columns, reader->aliases);
    if (rows < 2)
        return;
    reader->guesses = nd_arena_alloc(arena, MOST_GUESSES, sizeof *reader->guesses);
    reader->guess_count = nd_csv_guess(cells + reader->columns, rows - 1, reader->names, reader->columns,
                                       arena, reader->guesses);
    reader->is_sure = nd_csv_is_sure(reader->guesses, reader->guess_count);
}

/* The names of the columns and what those without are taken for. */
static struct nd_str context_of(const struct nd_reader *reader, struct nd_arena *arena) {
    struct nd_buf text = {0};

    nd_buf_add_char(&text, reader->delimiter);
    if (reader->is_escaped)
        nd_buf_add_char(&text, '\\');
    for (size_t i = 0; i < reader->columns; i++) {
        nd_buf_add(&text, reader->names[i]);
        nd_buf_add_char(&text, '\n');
    }
    nd_buf_add(&text, reader->note);
    nd_buf_addf(&text, " %d", (int)reader->date_order);
    describe(reader->guesses, reader->guess_count, &text);
    return nd_arena_take(arena, &text);
}

static void read_preamble(struct nd_reader *reader, struct nd_str preamble, struct nd_arena *arena) {
    size_t lines = nd_csv_preamble_lines(preamble);

    reader->around = nd_csv_preamble_around(preamble, arena);
    if (lines > 0)
        reader->note =
            nd_arena_printf(arena, "lines above the names of its columns, which are no rows: %zu", lines);
}

static struct nd_reader *open(struct nd_stream *stream, struct nd_arena *arena) {
    struct nd_reader *reader = nd_arena_alloc(arena, 1, sizeof *reader);
    struct nd_str head = nd_stream_rest(stream), *cells;
    struct sample sample = {0};
    size_t rows;
    bool is_open;

    read_preamble(reader, nd_str_slice(head, 0, nd_csv_preamble(head)), arena);
    nd_stream_take(stream, nd_csv_preamble(head));
    head = nd_stream_rest(stream);
    reader->delimiter = find_delimiter(head, stream->is_end, &sample);
    if (reader->delimiter == '\0' || sample.columns > ND_MAX_CSV_COLUMNS)
        return NULL;
    reader->columns = sample.columns;
    reader->is_escaped = reader->delimiter == '\t' && nd_csv_is_escaped(head);
    cells = read_cells(head, stream->is_end, reader->delimiter, sample.columns, &rows, arena);
    reader->has_header = nd_csv_is_header(cells, rows, sample.columns);
    if (is_prose(head, reader->delimiter, &sample, cells) ||
        (!reader->has_header && !is_surely_table(head, reader->delimiter, &sample, cells, rows) &&
         !nd_csv_has_layout(cells, rows, sample.columns)))
        return NULL;
    reader->date_order = nd_csv_date_order(cells, rows * sample.columns);
    if (reader->has_header) {
        size_t length = nd_csv_row(head, reader->delimiter, NULL, &is_open);
        guess_with_header(reader, cells, rows, arena);
        stream->heading = nd_arena_str(arena, nd_str_slice(head, 0, length));
        reader->header = nd_str_trim(stream->heading);
        nd_stream_take(stream, length);
    } else {
        guess_without_header(reader, cells, rows, arena);
    }
    stream->context = context_of(reader, arena);
    stream->hooks = &nd_csv_hooks;
    return reader;
}

static enum nd_status next(struct nd_reader *reader, struct nd_str rest, bool is_end, struct nd_cut *cut) {
    size_t from = 0, length = 0;
    struct nd_str row;
    bool is_open;

    do { /* lines of blanks are no rows, and names that stand above a second table, either */
        from += length;
        if (from == rest.len)
            return is_end ? ND_END : ND_TOO_BIG;
        length = nd_csv_row(nd_str_skip(rest, from), reader->delimiter, NULL, &is_open);
        if (!is_end && (is_open || from + length >= rest.len))
            return ND_TOO_BIG;
        row = nd_str_trim(nd_str_slice(rest, from, from + length));
    } while (row.len == 0 || is_names_again(row, reader->header, is_end && from + length == rest.len));
    cut->around = reader->around;
    cut->from = from;
    cut->taken = from + length;
    cut->length = nd_str_trim_right(nd_str_slice(rest, from, from + length)).len;
    if (is_open)
        cut->remark =
            ND_STR("a quote begins here that is not closed; it was read as text, or the file is cut off");
    if (reader->delimiter == '\t') /* which is a blank: empty fields at the end */
        while (cut->length < length && rest.ptr[from + cut->length] == '\t')
            cut->length++;
    return ND_OK;
}

/* Fields beyond the last column belong to it: somebody did not quote a delimiter. */
static struct nd_str join_rest(struct nd_str text, size_t from) {
    return nd_str_trim_right(nd_str_skip(text, from));
}

/* A row of which one field is a mail, as whole mailboxes are kept in tables: that is the article. */
static bool read_mail(const struct nd_value *row, struct nd_arena *arena, struct nd_problems *problems,
                      struct nd_item *item) {
    for (const struct nd_value *v = row->first; v != NULL; v = v->next)
        if (v->type == ND_STRING && nd_str_find_char(v->text, '\n') != SIZE_MAX &&
            nd_mail_begins(v->text, true)) {
            item->format = "mail";
            nd_mail_read(v->text, v->line, arena, problems, item);
            return true;
        }
    return false;
}

static bool read(const struct nd_reader *reader, struct nd_str text, const struct nd_record *record,
                 struct nd_arena *arena, struct nd_problems *problems, struct nd_item *item) {
    struct nd_value *map = nd_value_new(arena, ND_MAP);
    size_t at = 0, column = 0, columns;
    bool is_open;

    nd_csv_row(text, reader->delimiter, &columns, &is_open);
    if (columns != reader->columns)
        nd_problems_add(problems, ND_P_RECORD, record->line, 0,
                        columns < reader->columns
                            ? "a row of %zu fields instead of %zu"
                            : "a row of %zu fields instead of %zu; the rest is in the last",
                        columns, reader->columns);
    if (is_open && record->remark.len == 0)
        nd_problems_add(problems, ND_P_RECORD, record->line, 0,
                        "a quote in this row is not closed; read as text");
    for (; column < columns && column < reader->columns; column++) {
        struct nd_csv_field field;
        struct nd_value *value;
        nd_csv_field(nd_str_skip(text, at), reader->delimiter, &field);
        value = nd_value_string(arena, nd_csv_text(&field, arena));
        if (column + 1 == reader->columns && columns > reader->columns)
            value->text = join_rest(text, at);
        if (reader->is_escaped)
            value->text = nd_csv_unescape(value->text, arena);
        at += field.end + 1;
        value->line = record->line;
        if (value->text.len > 0)
            nd_value_put(map, reader->names[column], value);
    }
    if (read_mail(map, arena, problems, item))
        return true;
    item->fields = map;
    item->aliases = reader->aliases;
    item->alias_count = reader->alias_count;
    item->guesses = reader->guesses;
    item->guess_count = reader->guess_count;
    item->is_sure = reader->is_sure;
    item->date_order = reader->date_order;
    item->names = reader->names;
    item->name_count = reader->columns;
    if (record->around.len > 0 && map->count > 0)
        nd_around_put(record->around, map, arena, item);
    return map->count > 0;
}

static struct nd_str note(const struct nd_reader *reader) {
    return reader->note;
}

const struct nd_format nd_format_csv = {"csv", sniff, open, next, read, note, ND_FORMAT_TEXT};
