#include "container/mail.h"

/* A tag that begins at s[0], with "<" and ">"; 0: there is none. */
static size_t tag_length(struct nd_str s) {
    enum { MAX_TAG = 64 };
    size_t close = nd_str_find_char(nd_str_slice(s, 0, MAX_TAG), '>');

    if (close == SIZE_MAX || close < 2 || !(nd_char_is_alpha(s.ptr[1]) || s.ptr[1] == '/'))
        return 0;
    return close + 1;
}

struct nd_str nd_mail_enriched(struct nd_str text, struct nd_arena *arena) {
    struct nd_buf out = {0};
    size_t lines = 0;

    for (size_t i = 0; i < text.len;) {
        struct nd_str rest = nd_str_skip(text, i);
        size_t length = rest.ptr[0] == '<' ? tag_length(rest) : 0, end;
        if (nd_str_starts(rest, ND_STR("<<"))) {
            nd_buf_add_char(&out, '<');
            i += 2;
        } else if (length > 0) {
            end = nd_str_starts_nocase(rest, ND_STR("<param>")) ? nd_str_find(rest, ND_STR("</param>"))
                                                                : SIZE_MAX;
            i += end == SIZE_MAX ? length : end + ND_STR("</param>").len;
            if (nd_str_starts_nocase(rest, ND_STR("<nl>")) || nd_str_starts_nocase(rest, ND_STR("<np>")))
                nd_buf_add_z(&out, "\n\n"); /* of RFC 1341 */
        } else if (rest.ptr[0] == '\n' || rest.ptr[0] == '\r') {
            for (lines = 0; i < text.len && (text.ptr[i] == '\n' || text.ptr[i] == '\r'); i++)
                lines += text.ptr[i] == '\n';
            nd_buf_add_z(&out, lines > 1 ? "\n\n" : " ");
        } else {
            nd_buf_add_char(&out, rest.ptr[0]);
            i++;
        }
    }
    return nd_arena_take(arena, &out);
}
