#include "newsdex/output.h"

#include "newsdex/alloc.h"
#include "newsdex/json.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* A format: what comes before, for each row, and behind. */
struct format {
    const char *name;
    void (*begin)(struct nd_output *output);
    void (*row)(struct nd_output *output, const struct nd_cell *cells, size_t count);
    void (*end)(struct nd_output *output);
};

static void nothing(struct nd_output *output) {
    (void)output;
}

static bool is_plain(char c) {
    return (unsigned char)c >= 0x20 && c != 0x7f && c != '\\';
}

/* sfeed(5): \t, \n and \\ stand for what would end a field or line; other control characters go. */
static void add_tsv(struct nd_buf *out, struct nd_str value) {
    while (value.len > 0) {
        size_t length = 0;
        char c;
        while (length < value.len && is_plain(value.ptr[length]))
            length++;
        nd_buf_add(out, nd_str_slice(value, 0, length));
        c = length < value.len ? value.ptr[length] : '\0';
        if (c == '\t' || c == '\n' || c == '\\')
            nd_buf_addf(out, "\\%c", c == '\t' ? 't' : c == '\n' ? 'n' : '\\');
        value = nd_str_skip(value, length + (length < value.len));
    }
}

static void row_tsv(struct nd_output *output, const struct nd_cell *cells, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            nd_buf_add_char(&output->buf, '\t');
        add_tsv(&output->buf, cells[i].value);
    }
    nd_buf_add_char(&output->buf, '\n');
}

static void add_csv(struct nd_buf *out, struct nd_str value) {
    bool quote = false;

    for (size_t i = 0; i < value.len && !quote; i++)
        quote = value.ptr[i] == ',' || value.ptr[i] == '"' || value.ptr[i] == '\n' || value.ptr[i] == '\r';
    if (!quote) {
        nd_buf_add(out, value);
        return;
    }
    nd_buf_add_char(out, '"');
    for (size_t i = 0; i < value.len; i++) {
        if (value.ptr[i] == '"')
            nd_buf_add_char(out, '"');
        nd_buf_add_char(out, value.ptr[i]);
    }
    nd_buf_add_char(out, '"');
}

/* True for what a spreadsheet may take for a formula. */
static bool is_formula(const struct nd_cell *cell) {
    return cell->type != ND_CELL_NUMBER && cell->value.len > 0 &&
           nd_str_find_char(ND_STR("=+-@\t\r"), cell->value.ptr[0]) != SIZE_MAX;
}

static void add_csv_cell(struct nd_output *output, const struct nd_cell *cell) {
    struct nd_buf safe = {0};

    if (!output->safe_cells || !is_formula(cell)) {
        add_csv(&output->buf, cell->value);
        return;
    }
    nd_buf_add_char(&safe, '\'');
    nd_buf_add(&safe, cell->value);
    add_csv(&output->buf, nd_buf_str(&safe));
    nd_buf_free(&safe);
}

/* RFC 4180. */
static void row_csv(struct nd_output *output, const struct nd_cell *cells, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            nd_buf_add_char(&output->buf, ',');
        add_csv_cell(output, &cells[i]);
    }
    nd_buf_add_z(&output->buf, "\r\n");
}

static void write_cell(struct nd_json *json, const struct nd_cell *cell) {
    if (cell->type == ND_CELL_TEXT) {
        nd_json_bytes(json, cell->name, cell->value);
        return;
    }
    nd_json_key(json, nd_str_from(cell->name));
    nd_json_raw(json, cell->value);
}

static void begin_json(struct nd_output *output) {
    nd_buf_addf(&output->buf, "{\"schema\":1,\"%s\":[", output->list);
}

static void row_json(struct nd_output *output, const struct nd_cell *cells, size_t count) {
    struct nd_json json = {&output->buf, output->rows > 0};

    nd_json_open(&json, '{');
    for (size_t i = 0; i < count; i++)
        write_cell(&json, &cells[i]);
    nd_json_close(&json, '}');
}

static void end_json(struct nd_output *output) {
    nd_buf_add_z(&output->buf, "]}\n");
}

static void row_ndjson(struct nd_output *output, const struct nd_cell *cells, size_t count) {
    struct nd_json json = {&output->buf, false};

    nd_json_open(&json, '{');
    nd_json_key(&json, ND_STR("schema"));
    nd_json_integer(&json, 1);
    for (size_t i = 0; i < count; i++)
        write_cell(&json, &cells[i]);
    nd_json_close(&json, '}');
    nd_buf_add_char(&output->buf, '\n');
}

/* A line of one's own: what a value says stays on it, and in its column. */
static void row_template(struct nd_output *output, const struct nd_cell *cells, size_t count) {
    const struct nd_str *literals = output->fields->literals;

    nd_buf_add(&output->buf, literals[0]);
    for (size_t i = 0; i < count; i++) {
        nd_output_clean_line(&output->buf, cells[i].value);
        nd_buf_add(&output->buf, literals[i + 1]);
    }
    nd_buf_add_char(&output->buf, '\n');
}

static const struct format formats[ND_FORMATS] = {
    [ND_TEXT] = {"text", nothing, row_tsv, nothing},
    [ND_TSV] = {"tsv", nothing, row_tsv, nothing},
    [ND_JSON_DOCUMENT] = {"json", begin_json, row_json, end_json},
    [ND_NDJSON] = {"ndjson", nothing, row_ndjson, nothing},
    [ND_CSV] = {"csv", nothing, row_csv, nothing},
    [ND_TEMPLATE] = {"{", nothing, row_template, nothing},
};

enum nd_format nd_output_format(struct nd_str name) {
    int i = 0;

    while (i < ND_FORMATS && !nd_str_eq(name, nd_str_from(formats[i].name)))
        i++;
    return (enum nd_format)i;
}

void nd_output_begin(struct nd_output *output, const char *list) {
    output->list = list;
    output->rows = 0;
    output->has_columns = false;
    formats[output->format].begin(output);
}

void nd_output_columns(struct nd_output *output, const char *const *names, size_t count) {
    bool is_csv = output->format == ND_CSV;

    if (output->has_columns || !(is_csv || (output->format == ND_TSV && output->header)))
        return;
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            nd_buf_add_char(&output->buf, is_csv ? ',' : '\t');
        is_csv ? add_csv(&output->buf, nd_str_from(names[i]))
               : nd_output_clean_line(&output->buf, nd_str_from(names[i]));
    }
    nd_buf_add_z(&output->buf, is_csv ? "\r\n" : "\n");
    output->has_columns = true;
}

static void write_columns(struct nd_output *output, const struct nd_cell *cells, size_t count) {
    const char **names = nd_alloc_array(count + 1, sizeof *names);

    for (size_t i = 0; i < count; i++)
        names[i] = cells[i].name;
    nd_output_columns(output, names, count);
    output->has_columns = true;
    free(names);
}

void nd_output_row(struct nd_output *output, const struct nd_cell *cells, size_t count) {
    if (!output->has_columns)
        write_columns(output, cells, count);
    formats[output->format].row(output, cells, count);
    output->rows++;
    nd_output_flush(output);
}

enum nd_status nd_output_check(FILE *stream, const char *name, struct nd_error *err) {
    static const int reasons[] = {ENOSPC, EDQUOT, EFBIG, EIO, EPIPE, EBADF, EROFS, ENOMEM, ENETDOWN, ESTALE};
    int reason = errno; /* of something else, perhaps, which then says nothing */

    if (!ferror(stream))
        return ND_OK;
    name = name == NULL ? "standard output" : name;
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        if (reasons[i] == reason)
            return nd_error_set(err, ND_IO, "%s: cannot be written: %s", name, strerror(reason));
    return nd_error_set(err, ND_IO, "%s: cannot be written", name);
}

enum nd_status nd_output_finish(struct nd_output *output, struct nd_error *err) {
    formats[output->format].end(output);
    nd_output_flush(output);
    nd_buf_free(&output->buf);
    (void)fflush(output->stream);
    return nd_output_check(output->stream, output->name, err);
}
