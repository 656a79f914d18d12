#include "newsdex/output.h"

#include "newsdex/json.h"

#include <errno.h>
#include <string.h>

/* A format: what comes before, for each row, and behind. */
struct format {
    const char *name;
    void (*begin)(struct nd_output *output);
    void (*row)(struct nd_output *output, const struct nd_cell *cells, size_t count);
    void (*end)(struct nd_output *output);
};

static void flush(struct nd_output *output) {
    if (output->buf.len > 0)
        fwrite(output->buf.ptr, 1, output->buf.len, output->stream);
    nd_buf_clear(&output->buf);
}

static void nothing(struct nd_output *output) {
    (void)output;
}

/* sfeed(5): \t, \n and \\ stand for what would end a field or line; other control characters go. */
static void row_tsv(struct nd_output *output, const struct nd_cell *cells, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            nd_buf_add_char(&output->buf, '\t');
        for (size_t k = 0; k < cells[i].value.len; k++) {
            char c = cells[i].value.ptr[k];
            if (c == '\t' || c == '\n' || c == '\\')
                nd_buf_addf(&output->buf, "\\%c", c == '\t' ? 't' : c == '\n' ? 'n' : '\\');
            else if ((unsigned char)c >= 0x20 && c != 0x7f)
                nd_buf_add_char(&output->buf, c);
        }
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

/* RFC 4180, with the names of the columns as first line. */
static void row_csv(struct nd_output *output, const struct nd_cell *cells, size_t count) {
    for (int names = output->rows == 0; names >= 0; names--) {
        for (size_t i = 0; i < count; i++) {
            if (i > 0)
                nd_buf_add_char(&output->buf, ',');
            add_csv(&output->buf, names ? nd_str_from(cells[i].name) : cells[i].value);
        }
        nd_buf_add_z(&output->buf, "\r\n");
    }
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

static const struct format formats[ND_FORMATS] = {
    [ND_TEXT] = {"text", nothing, row_tsv, nothing},
    [ND_TSV] = {"tsv", nothing, row_tsv, nothing},
    [ND_JSON_DOCUMENT] = {"json", begin_json, row_json, end_json},
    [ND_NDJSON] = {"ndjson", nothing, row_ndjson, nothing},
    [ND_CSV] = {"csv", nothing, row_csv, nothing},
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
    formats[output->format].begin(output);
}

void nd_output_row(struct nd_output *output, const struct nd_cell *cells, size_t count) {
    formats[output->format].row(output, cells, count);
    output->rows++;
    flush(output);
}

enum nd_status nd_output_finish(struct nd_output *output, struct nd_error *err) {
    formats[output->format].end(output);
    flush(output);
    nd_buf_free(&output->buf);
    if (fflush(output->stream) != 0 || ferror(output->stream))
        return nd_error_set(err, ND_IO, "standard output: %s", strerror(errno));
    return ND_OK;
}

static void clean(struct nd_buf *out, struct nd_str text, bool keep_lines) {
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        bool is_c1 = c == 0xC2 && i + 1 < text.len && (unsigned char)text.ptr[i + 1] < 0xA0;
        bool is_kept = keep_lines && (c == '\n' || c == '\t');
        if ((c < 0x20 && !is_kept) || c == 0x7f || is_c1) {
            nd_buf_add_char(out, ' ');
            i += is_c1;
        } else {
            nd_buf_add_char(out, (char)c);
        }
    }
}

void nd_output_clean(struct nd_buf *out, struct nd_str text) {
    clean(out, text, true);
}

void nd_output_clean_line(struct nd_buf *out, struct nd_str text) {
    clean(out, text, false);
}
