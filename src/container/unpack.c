#include "container/unpack.h"

enum { MAX_PACKED = 4, HEAD = 512 };

static bool is_gzip(struct nd_str head) {
    return nd_str_starts(head, ND_STR("\x1f\x8b\x08"));
}

bool nd_unpack_is_packed(struct nd_str head) {
    return is_gzip(head) ||
           nd_str_starts(head, ND_STR("\xfd"
                                      "7zXZ\0")) ||
           nd_str_starts(head, ND_STR("\x28\xb5\x2f\xfd")) ||
           (nd_str_starts(head, ND_STR("BZh")) && nd_str_starts(nd_str_skip(head, 4), ND_STR("1AY&SY")));
}

struct nd_input *nd_unpack(struct nd_input *from) {
    for (int times = 0; times < MAX_PACKED && from->level + 1 < ND_INPUT_LEVELS; times++) {
        struct nd_str head = nd_input_peek(from, HEAD);
        if (!nd_unpack_is_packed(head))
            break;
        from = is_gzip(head) ? nd_gunzip(from) : nd_filter(from);
    }
    if (!from->is_partial && from->level + 1 < ND_INPUT_LEVELS && nd_database_is(nd_input_peek(from, HEAD)))
        from = nd_database_rows(from);
    return from;
}
