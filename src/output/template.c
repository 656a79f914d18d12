/* Lines of one's own: '{date}\t{title}\t{path}'. */
#include "newsdex/output.h"

static char escaped(char c) {
    return (char)(c == 't' ? '\t' : c == 'n' ? '\n' : c == '0' ? '\0' : c);
}

/* Literal text up to the next field or the end, without its escapes. */
static size_t read_literal(struct nd_str text, size_t at, struct nd_arena *arena, struct nd_str *literal) {
    struct nd_buf plain = {0};

    while (at < text.len && text.ptr[at] != '{') {
        bool is_escape = text.ptr[at] == '\\' && at + 1 < text.len;
        at += is_escape;
        nd_buf_add_char(&plain, is_escape ? escaped(text.ptr[at]) : text.ptr[at]);
        at++;
    }
    *literal = nd_arena_str(arena, nd_buf_str(&plain));
    nd_buf_free(&plain);
    return at;
}

bool nd_output_template_is(struct nd_str text) {
    return nd_str_find_char(text, '{') != SIZE_MAX;
}

bool nd_output_template(struct nd_fields *chosen, struct nd_str text, struct nd_arena *arena,
                        struct nd_str *wrong) {
    size_t at = read_literal(text, 0, arena, &chosen->literals[0]);

    while (at < text.len) {
        size_t end = nd_str_find_char(nd_str_skip(text, at), '}');
        *wrong = nd_str_skip(text, at);
        if (end == SIZE_MAX)
            return false;
        *wrong = nd_str_slice(text, at + 1, at + end);
        if (!nd_output_choose(chosen, *wrong, arena))
            return false;
        at = read_literal(text, at + end + 1, arena, &chosen->literals[chosen->count]);
    }
    return true;
}
