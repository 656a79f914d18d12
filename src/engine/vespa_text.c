#include "engine/vespa_text.h"

#include "newsdex/utf8.h"

static bool is_refused(uint32_t c) {
    return (c >= 0xFDD0 && c <= 0xFDEF) || (c & 0xFFFE) == 0xFFFE;
}

/* The length of an escape sequence; is_control: it stands for a character that is refused. */
static size_t escape_of(struct nd_str json, bool *is_control) {
    char kind = json.len > 1 ? json.ptr[1] : '\\';

    *is_control = kind == 'u' || kind == 'b' || kind == 'f';
    return kind == 'u' ? 6 : 2;
}

bool nd_vespa_text(struct nd_buf *out, struct nd_str json) {
    bool has_refused = false;

    while (json.len > 0) {
        uint32_t c = 0;
        bool is_bad;
        size_t length;
        if (json.ptr[0] == '\\') {
            length = escape_of(json, &is_bad);
        } else {
            length = nd_utf8_decode(json, &c);
            is_bad = is_refused(c);
        }
        if (is_bad)
            nd_buf_add_z(out, "\xEF\xBF\xBD");
        else
            nd_buf_add(out, nd_str_slice(json, 0, length));
        has_refused = has_refused || is_bad;
        json = nd_str_skip(json, length);
    }
    return has_refused;
}

int64_t nd_vespa_date(struct nd_str date) {
    uint64_t year = 0, month = 0, day = 0;

    (void)nd_str_to_uint(nd_str_slice(date, 0, date.len < 4 ? date.len : 4), &year);
    if (date.len >= 7)
        (void)nd_str_to_uint(nd_str_slice(date, 5, 7), &month);
    if (date.len >= 10)
        (void)nd_str_to_uint(nd_str_slice(date, 8, 10), &day);
    return (int64_t)(year * 10000 + month * 100 + day);
}
