#include "newsdex/name.h"

#include "newsdex/utf8.h"

bool nd_name_is_unspaced(uint32_t c) {
    return (c >= 0x3001 && c <= 0x30FF) || (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) ||
           (c >= 0xFF01 && c <= 0xFF9F) || (c >= 0x20000 && c <= 0x3FFFF);
}

static bool is_east_asian(struct nd_str name) {
    uint32_t c = 0;

    if (name.len > 0)
        nd_utf8_decode(name, &c);
    return nd_name_is_unspaced(c) || (c >= 0xAC00 && c <= 0xD7A3);
}

struct nd_str nd_name_join(struct nd_str given, struct nd_str family, bool family_first,
                           struct nd_arena *arena) {
    bool is_together = is_east_asian(given) && is_east_asian(family);
    struct nd_str first = is_together || family_first ? family : given,
                  second = is_together || family_first ? given : family;

    if (first.len == 0 || second.len == 0)
        return first.len == 0 ? second : first;
    return nd_arena_printf(arena, "%.*s%s%.*s", (int)first.len, first.ptr, is_together ? "" : " ",
                           (int)second.len, second.ptr);
}
