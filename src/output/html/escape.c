#include "newsdex/report.h"

#include "newsdex/utf8.h"

/* What XML 1.0 has no place for, and controls of direction, which reach out of the element they are in. */
static bool is_inert(uint32_t c) {
    return c == '\t' || c == '\n' ||
           (c >= 0x20 && !(c >= 0x7f && c < 0xA0) && c != 0xFFFE && c != 0xFFFF && c != 0x061C &&
            c != 0x200E && c != 0x200F && !(c >= 0x202A && c <= 0x202E) && !(c >= 0x2066 && c <= 0x2069));
}

void nd_escape_add(struct nd_buf *out, struct nd_str text) {
    size_t length;
    uint32_t c;

    for (size_t i = 0; i < text.len; i += length == 0 ? 1 : length) {
        length = nd_utf8_read(text.ptr + i, text.len - i, &c);
        if (length == 0 || !is_inert(c))
            nd_buf_add_z(out, "\xEF\xBF\xBD");
        else if (c == '&')
            nd_buf_add_z(out, "&amp;");
        else if (c == '<')
            nd_buf_add_z(out, "&lt;");
        else if (c == '>')
            nd_buf_add_z(out, "&gt;");
        else if (c == '"')
            nd_buf_add_z(out, "&quot;");
        else if (c == '\'')
            nd_buf_add_z(out, "&#39;");
        else
            nd_buf_add(out, nd_str_of(text.ptr + i, length));
    }
}

bool nd_escape_is_link(struct nd_str url) {
    return nd_str_starts_nocase(url, ND_STR("https://")) || nd_str_starts_nocase(url, ND_STR("http://"));
}
