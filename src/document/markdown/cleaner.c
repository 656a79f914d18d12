#include "document/markdown/cleaner.h"

struct nd_str nd_cleaner_rest(const struct nd_cleaner *c) {
    return nd_str_skip(c->text, c->at);
}

/* Goes on to offset to, leaving out what is between, except its ends of lines. */
void nd_cleaner_leave_out(struct nd_cleaner *c, size_t to) {
    for (; c->at < to; c->at++)
        if (c->text.ptr[c->at] == '\n')
            nd_buf_add_char(c->out, '\n');
}

void nd_cleaner_copy(struct nd_cleaner *c, size_t to) {
    if (to > c->at)
        nd_buf_add(c->out, nd_str_slice(c->text, c->at, to));
    c->at = to;
}

char nd_cleaner_last(const struct nd_cleaner *c) {
    static const char line_end = '\n';

    return c->out->len == 0 ? line_end : c->out->ptr[c->out->len - 1];
}

size_t nd_cleaner_find(const struct nd_cleaner *c, struct nd_str mark, size_t from, size_t *known) {
    size_t found;

    if (*known < from) {
        found = nd_str_find(nd_str_skip(c->text, from), mark);
        *known = found == SIZE_MAX ? c->text.len : from + found;
    }
    return *known;
}

struct nd_str nd_cleaner_line(const struct nd_cleaner *c) {
    struct nd_str rest = nd_cleaner_rest(c);

    return nd_str_slice(rest, 0, nd_str_find_char(rest, '\n'));
}
