/* Lines of AsciiDoc that say something about others, or nothing. */
#include "document/asciidoc.h"

enum { MAX_NAME = 64 /* bytes of an attribute's name */ };

bool nd_asciidoc_split_attribute(struct nd_str line, struct nd_str *name, struct nd_str *value) {
    size_t end = line.len == 0 || line.ptr[0] != ':' ? SIZE_MAX : nd_str_find_char(nd_str_skip(line, 1), ':');

    if (end == SIZE_MAX || end == 0 || end > MAX_NAME ||
        (end + 2 < line.len && !nd_char_is_blank(line.ptr[end + 2])))
        return false;
    *name = nd_str_slice(line, 1, end + 1);
    *value = nd_str_trim(nd_str_skip(line, end + 2));
    for (size_t i = 0; i < name->len; i++)
        if (!nd_char_is_alpha(name->ptr[i]) && !nd_char_is_digit(name->ptr[i]) &&
            nd_str_find_char(ND_STR("-_!"), name->ptr[i]) == SIZE_MAX)
            return false;
    return true;
}

/* "[source,java]", "[[anchor]]", "[.lead]": what is said of the next block. */
static bool is_block_attributes(struct nd_str line) {
    return nd_str_starts(line, ND_STR("[")) && nd_str_ends(line, ND_STR("]")) &&
           nd_str_find(line, ND_STR("://")) == SIZE_MAX;
}

static bool is_directive(struct nd_str line) {
    static const struct nd_str names[] = {
        ND_STR_INIT("include::"), ND_STR_INIT("ifdef::"), ND_STR_INIT("ifndef::"), ND_STR_INIT("ifeval::"),
        ND_STR_INIT("endif::"),   ND_STR_INIT("toc::"),   ND_STR_INIT("video::"),  ND_STR_INIT("audio::")};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (nd_str_starts(line, names[i]) && nd_str_ends(line, ND_STR("]")))
            return true;
    return false;
}

bool nd_asciidoc_says_nothing(struct nd_str line) {
    return (nd_str_starts(line, ND_STR("//")) && !nd_str_starts(line, ND_STR("///"))) || is_directive(line) ||
           is_block_attributes(line);
}
