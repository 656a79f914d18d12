#include "container/whole.h"

struct nd_reader {
    bool is_done;
};

struct nd_reader *nd_whole_open(struct nd_stream *stream, struct nd_arena *arena) {
    (void)stream;
    return nd_arena_alloc(arena, 1, sizeof(struct nd_reader));
}

enum nd_status nd_whole_next(struct nd_reader *reader, struct nd_str rest, bool is_end, struct nd_cut *cut) {
    if (reader->is_done)
        return ND_END;
    if (!is_end)
        return ND_TOO_BIG;
    reader->is_done = true;
    cut->length = cut->taken = rest.len;
    return rest.len == 0 ? ND_END : ND_OK;
}
