/* What may go to a terminal: nothing that a file or its name says may steer it. */
#include "newsdex/output.h"

#include "newsdex/utf8.h"

#include <unistd.h>

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

/* Embeddings, overrides, isolates and marks of direction: they show text in another order than it has. */
static bool is_bidi_control(uint32_t c) {
    return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069);
}

static bool is_inert(struct nd_str text, size_t at, uint32_t c) {
    if (c == '\r')
        return at + 1 < text.len && text.ptr[at + 1] == '\n';
    return !((c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7f && c < 0xA0) || is_bidi_control(c));
}

/* styles: escapes in the text are our own. */
static void add_inert(struct nd_buf *out, struct nd_str text, bool styles) {
    size_t length;
    uint32_t c;

    for (size_t i = 0; i < text.len; i += length == 0 ? 1 : length) {
        length = nd_utf8_read(text.ptr + i, text.len - i, &c);
        if (length > 0 && (is_inert(text, i, c) || (styles && c == 0x1b)))
            nd_buf_add(out, nd_str_of(text.ptr + i, length));
        else
            nd_buf_add_z(out, "\xEF\xBF\xBD");
    }
}

static void write_text(FILE *stream, struct nd_str text, bool is_terminal, bool styles) {
    struct nd_buf out = {0};

    if (text.len == 0)
        return;
    if (!is_terminal) {
        fwrite(text.ptr, 1, text.len, stream);
        return;
    }
    add_inert(&out, text, styles);
    fwrite(out.ptr, 1, out.len, stream);
    nd_buf_free(&out);
}

/* What the program prints is shown by a pager, on a terminal. */
static bool is_paged[STDERR_FILENO + 1];

void nd_output_set_paged(bool with_messages) {
    is_paged[STDOUT_FILENO] = true;
    is_paged[STDERR_FILENO] = with_messages;
}

bool nd_output_is_terminal(FILE *stream) {
    int fd = fileno(stream);

    return isatty(fd) || (fd >= 0 && fd <= STDERR_FILENO && is_paged[fd]);
}

void nd_output_write(FILE *stream, struct nd_str text) {
    write_text(stream, text, nd_output_is_terminal(stream), false);
}

void nd_output_flush(struct nd_output *output) {
    write_text(output->stream, nd_buf_str(&output->buf), output->is_terminal, output->format == ND_TEXT);
    nd_buf_clear(&output->buf);
}
