#include "index/search/outlets.h"

#include "newsdex/str.h"

bool nd_outlets_add(struct nd_outlets *outlets, struct nd_str name) {
    size_t i = 0;

    while (i < outlets->count && !nd_str_eq(outlets->names[i], name))
        i++;
    if (name.len > 0 && i == outlets->count && i <= ND_OUTLETS_NAMED)
        outlets->names[outlets->count++] = name;
    return outlets->count <= ND_OUTLETS_NAMED;
}

struct nd_str nd_outlets_text(const struct nd_outlets *outlets, struct nd_arena *arena) {
    struct nd_buf text = {0};

    for (size_t i = 0; i < outlets->count && i < ND_OUTLETS_NAMED; i++)
        nd_buf_addf(&text, "%s%.*s", i > 0 ? ", " : "", (int)outlets->names[i].len, outlets->names[i].ptr);
    if (outlets->count > ND_OUTLETS_NAMED)
        nd_buf_add_z(&text, " …");
    return nd_arena_take(arena, &text);
}
