/* Any text: block and rest lie within it and in order, every value read is valid text without NUL. */
#include "document/front_matter.h"
#include "newsdex/utf8.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool condition) {
    if (!condition)
        abort();
}

static void check_value(const struct nd_value *value) {
    require(nd_utf8_valid(value->key, NULL) && nd_utf8_valid(value->text, NULL));
    require(nd_str_find_char(value->text, '\0') == SIZE_MAX);
    for (const struct nd_value *v = value->first; v != NULL; v = v->next)
        check_value(v);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct nd_str text = nd_str_of((const char *)data, size);
    struct nd_arena *arena = nd_arena_new();
    struct nd_front_matter parts;
    struct nd_problems problems;

    nd_problems_init(&problems, arena);
    if (nd_utf8_valid(text, NULL) && nd_str_find_char(text, '\0') == SIZE_MAX) {
        nd_front_matter_split(text, &problems, &parts);
        require(parts.block.len + parts.rest.len <= size && parts.rest_line > 0);
        require(nd_str_ends(text, parts.rest));
        require(parts.notation != ND_NO_FRONT_MATTER || parts.rest.len == size);
        check_value(parts.notation == ND_TOML
                        ? nd_toml_read(parts.block, parts.line, arena, &problems)
                        : nd_yaml_read(parts.block, parts.line, NULL, arena, &problems));
    }
    nd_arena_free(arena);
    return 0;
}
