/*
 * A table in JSON column by column, as pandas writes one: {"title": {"0": "…", "1": "…"}, "text": {…}}, or
 * with a list for each column. A record is a cell of the column that says the most; the other cells of its
 * row stand elsewhere, so that all of the file is held.
 */
#include "container/csv.h"
#include "container/format.h"
#include "container/json_find.h"

#include "newsdex/header_names.h"
#include "newsdex/json.h"
#include "newsdex/utf8.h"

enum { MOST_WAITING = 48 * 1024 * 1024 };

struct column {
    struct nd_str name;  /* as it is written, without its quotes */
    size_t at;           /* its bracket, in the text */
    size_t end;          /* behind it */
    struct nd_str *keys; /* of its cells; absent in lists */
    struct nd_str *cells;
};

struct nd_reader {
    struct nd_str text; /* all of the file */
    struct column *columns;
    size_t count, rows, longest;
    uint64_t offset; /* of text in the file */
    bool is_cut;     /* it ends in a further column, which is not read */
};

static bool is_number(struct nd_str key) {
    for (size_t i = 0; i < key.len; i++)
        if (!nd_char_is_digit(key.ptr[i]))
            return false;
    return key.len > 0;
}

/*
 * How many cells the column has; SIZE_MAX when text ends in it or it is none. With room for them, they and
 * their keys are noted.
 */
static size_t read_cells(struct nd_str text, struct column *column) {
    bool is_map = nd_json_sign_at(text, column->at) == '{';
    struct nd_str key = ND_STR_NONE;
    size_t count = 0, at = nd_json_pass(text, column->at + 1);

    while (at < text.len && text.ptr[at] != (is_map ? '}' : ']')) {
        size_t value = is_map ? nd_json_pass_key(text, at, &key) : at, length;
        if (value == SIZE_MAX || (is_map && !is_number(key)) || nd_json_sign_at(text, value) == '{')
            return SIZE_MAX;
        length = nd_json_skip(nd_str_skip(text, value));
        if (length == SIZE_MAX || length == 0)
            return SIZE_MAX;
        if (column->cells != NULL) {
            column->cells[count] = nd_str_slice(text, value, value + length);
            column->keys[count] = key;
        }
        count++;
        at = nd_json_pass(text, value + length);
    }
    column->end = at + 1;
    return at < text.len ? count : SIZE_MAX;
}

/* A column whose first cell is a text, and which is called as titles or texts are. */
static bool is_of_words(struct nd_str text, const struct column *column) {
    struct nd_str key;
    size_t at = nd_json_pass(text, column->at + 1);

    if (nd_json_sign_at(text, column->at) == '{')
        at = nd_json_pass_key(text, at, &key);
    return at != SIZE_MAX && nd_json_sign_at(text, at) == '"' &&
           (nd_json_is_text_name(column->name) || nd_header_names_title(column->name) ||
            nd_header_names_text(column->name));
}

/* True when the column that begins here, with a list or with numbers for keys, may be one of a table. */
static bool begins_column(struct nd_str text, size_t at, char sign) {
    struct nd_str key = ND_STR_NONE;
    size_t first = nd_json_pass(text, at + 1);

    if (nd_json_sign_at(text, at) != sign)
        return false;
    return sign == '[' || (nd_json_pass_key(text, first, &key) != SIZE_MAX && is_number(key));
}

/* What was seen of a table in its beginning, or in all of it. */
struct survey {
    size_t columns, rows; /* whole ones */
    bool has_words;       /* among them is one of words, */
    bool is_worded;       /* or the one that is cut is */
    bool is_cut, is_numbered;
};

/* False when something is not as in a table. columns has room for ND_MAX_CSV_COLUMNS; NULL: they are not
 * noted. */
static bool look_over(struct nd_str text, struct survey *survey, struct column *columns) {
    size_t at = nd_json_pass(text, 0), cells;
    char sign = '\0';

    *survey = (struct survey){0};
    if (nd_json_sign_at(text, at) != '{')
        return false;
    for (at = nd_json_pass(text, at + 1); at < text.len && text.ptr[at] != '}';) {
        struct column column = {0};
        column.at = nd_json_pass_key(text, at, &column.name);
        sign = sign == '\0' && column.at != SIZE_MAX ? nd_json_sign_at(text, column.at) : sign;
        if (column.at >= text.len)
            break;
        if ((sign != '{' && sign != '[') || !begins_column(text, column.at, sign))
            return false;
        survey->is_numbered = sign == '{';
        survey->is_worded = is_of_words(text, &column);
        cells = read_cells(text, &column);
        if (cells == SIZE_MAX) {
            survey->is_cut = nd_json_skip(nd_str_skip(text, column.at)) == SIZE_MAX;
            return survey->is_cut && (sign == '{' || survey->columns > 0);
        }
        survey->has_words = survey->has_words || survey->is_worded;
        if (survey->columns == ND_MAX_CSV_COLUMNS || (survey->columns > 0 && cells != survey->rows))
            return false;
        if (columns != NULL)
            columns[survey->columns] = column;
        survey->columns++;
        survey->rows = cells;
        at = nd_json_pass(text, column.end);
    }
    survey->is_cut = nd_json_sign_at(text, at) != '}';
    return survey->is_cut ||
           (survey->columns > 1 && survey->rows > (sign == '[') && nd_json_pass(text, at + 1) == text.len);
}

/* Of a long table the beginning may have no more than the numbers of its rows. */
static bool sniff(struct nd_str head, bool is_whole) {
    struct survey survey;

    if (!look_over(head, &survey, NULL))
        return false;
    if (!is_whole)
        return survey.has_words || survey.is_worded || survey.is_numbered;
    return survey.has_words && (!survey.is_cut || survey.is_numbered || survey.columns > 1);
}

/* Notes all cells; false when the rows of one column are not those of another. */
static bool read_columns(struct nd_reader *reader, struct nd_arena *arena) {
    for (size_t i = 0; i < reader->count; i++) {
        struct column *column = &reader->columns[i], *most = &reader->columns[reader->longest];
        column->cells = nd_arena_alloc(arena, reader->rows, sizeof *column->cells);
        column->keys = nd_arena_alloc(arena, reader->rows, sizeof *column->keys);
        (void)read_cells(reader->text, column);
        for (size_t row = 0; row < reader->rows; row++)
            if (!nd_str_eq(column->keys[row], reader->columns[0].keys[row]))
                return false;
        if (column->end - column->at > most->end - most->at)
            reader->longest = i;
    }
    return true;
}

static struct nd_reader *open(struct nd_stream *stream, struct nd_arena *arena) {
    struct nd_reader *reader = nd_arena_alloc(arena, 1, sizeof *reader);
    struct survey survey;

    while (nd_stream_rest(stream).len <= MOST_WAITING && nd_stream_more(stream))
        ;
    if (nd_stream_is_glimpse(stream))
        return reader;
    reader->text = nd_arena_str(arena, nd_stream_rest(stream));
    reader->offset = stream->offset + stream->at;
    reader->columns = nd_arena_alloc(arena, ND_MAX_CSV_COLUMNS, sizeof *reader->columns);
    if (!stream->is_end || !nd_utf8_valid(reader->text, NULL) ||
        !look_over(reader->text, &survey, reader->columns) || !survey.has_words)
        return NULL;
    reader->is_cut = survey.is_cut;
    reader->count = survey.columns;
    reader->rows = survey.rows;
    if (!read_columns(reader, arena))
        return NULL;
    stream->context = nd_arena_printf(arena, "%llx", (unsigned long long)nd_str_hash(reader->text));
    nd_stream_take(stream, reader->columns[reader->longest].at + 1);
    return reader;
}

static enum nd_status next(struct nd_reader *reader, struct nd_str rest, bool is_end, struct nd_cut *cut) {
    struct nd_str key;
    size_t at = nd_json_pass(rest, 0), length;
    char sign = nd_json_sign_at(rest, at);

    (void)is_end;
    cut->is_open = reader->is_cut;
    if (reader->count == 0 || sign == ']' || sign == '}')
        return ND_END;
    if (reader->columns[0].keys[0].len > 0)
        at = nd_json_pass_key(rest, at, &key);
    length = nd_json_skip(nd_str_skip(rest, at));
    *cut = (struct nd_cut){.from = at, .length = length, .taken = at + length};
    return ND_OK;
}

/* The row whose cell begins at that offset of the file; SIZE_MAX when there is none. */
static size_t row_at(const struct nd_reader *reader, uint64_t offset) {
    const struct nd_str *cells = reader->columns[reader->longest].cells;
    size_t low = 0, high = reader->rows;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (reader->offset + (uint64_t)(cells[middle].ptr - reader->text.ptr) < offset)
            low = middle + 1;
        else
            high = middle;
    }
    return low < reader->rows && reader->offset + (uint64_t)(cells[low].ptr - reader->text.ptr) == offset
               ? low
               : SIZE_MAX;
}

static bool read(const struct nd_reader *reader, struct nd_str text, const struct nd_record *record,
                 struct nd_arena *arena, struct nd_problems *problems, struct nd_item *item) {
    size_t row = reader->count == 0 ? SIZE_MAX : row_at(reader, record->offset);
    struct nd_buf object = {0};

    (void)text;
    for (size_t i = 0; row != SIZE_MAX && i < reader->count; i++) {
        const struct column *column = &reader->columns[i];
        nd_buf_add(&object, i == 0 ? ND_STR("{\"") : ND_STR(",\""));
        nd_buf_add(&object, column->name);
        nd_buf_add(&object, ND_STR("\":"));
        nd_buf_add(&object, column->cells[row]);
    }
    nd_buf_add_char(&object, '}');
    return row != SIZE_MAX &&
           nd_json_read_record(nd_arena_take(arena, &object), record->line, arena, problems, item);
}

const struct nd_format nd_format_json_columns = {"json", sniff, open, next, read, NULL, ND_FORMAT_ARTICLES};
