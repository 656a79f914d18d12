/* How many cells of a terminal text takes: two for ideographs and the like, none for what combines. */
#include "newsdex/output.h"

#include "newsdex/utf8.h"

#include <utf8proc.h>

static int width_of(uint32_t c) {
    return c < 0x20 ? 0 : c < 0x80 ? 1 : utf8proc_charwidth((utf8proc_int32_t)c);
}

int nd_output_width(struct nd_str text) {
    int width = 0;
    uint32_t c;

    while (text.len > 0) {
        text = nd_str_skip(text, nd_utf8_decode(text, &c));
        width += width_of(c);
    }
    return width;
}

struct nd_str nd_output_fit(struct nd_str text, int width) {
    size_t end = 0;
    uint32_t c;

    while (end < text.len) {
        size_t length = nd_utf8_decode(nd_str_skip(text, end), &c);
        width -= width_of(c);
        if (width < 0)
            break;
        end += length;
    }
    return nd_str_slice(text, 0, end);
}

struct nd_str nd_output_fit_end(struct nd_str text, int width) {
    size_t from = text.len;
    uint32_t c;

    while (from > 0) {
        size_t at = nd_utf8_floor(text, from - 1);
        nd_utf8_decode(nd_str_skip(text, at), &c);
        width -= width_of(c);
        if (width < 0)
            break;
        from = at;
    }
    while (from < text.len) { /* what combines with a character that was left out */
        size_t length = nd_utf8_decode(nd_str_skip(text, from), &c);
        if (width_of(c) > 0)
            break;
        from += length;
    }
    return nd_str_skip(text, from);
}

/* The end of what fits: before the last blank, if there is one, and where the next line begins. */
static size_t break_at(struct nd_str line, int width, size_t *next) {
    struct nd_str fits = width > 0 ? nd_output_fit(line, width) : line;
    size_t blank;

    *next = fits.len;
    if (fits.len == line.len)
        return fits.len;
    blank = line.ptr[fits.len] == ' ' ? fits.len : nd_str_rfind_char(fits, ' ');
    if (blank != SIZE_MAX && blank > 0) {
        *next = blank + 1;
        return blank;
    }
    if (fits.len == 0) { /* a character wider than the line */
        uint32_t c;
        *next = nd_utf8_decode(line, &c);
        return *next;
    }
    return fits.len;
}

void nd_output_wrap(struct nd_buf *out, struct nd_str text, int width, int indent) {
    bool is_first = true;

    while (text.len > 0) {
        size_t end = nd_str_find_char(text, '\n'), next;
        struct nd_str line = nd_str_slice(text, 0, end);
        text = end == SIZE_MAX ? ND_STR_NONE : nd_str_skip(text, end + 1);
        do {
            if (!is_first)
                nd_buf_addf(out, "\n%*s", line.len > 0 ? indent : 0, "");
            is_first = false;
            end = break_at(line, width, &next);
            nd_buf_add(out, nd_str_slice(line, 0, end));
            line = nd_str_skip(line, next);
        } while (line.len > 0);
    }
}
