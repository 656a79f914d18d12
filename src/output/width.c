/* How many cells of a terminal text takes: two for ideographs and the like, none for what combines. */
#include "newsdex/output.h"

#include "newsdex/utf8.h"

#include <utf8proc.h>

static int width_of(uint32_t c) {
    return c < 0x80 ? 1 : utf8proc_charwidth((utf8proc_int32_t)c);
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
