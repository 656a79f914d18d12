#include "source/named.h"

#include <sys/stat.h>

static size_t folder_length(struct nd_str path) {
    return nd_str_rfind_char(path, '/') + 1;
}

static bool has_file(const void *context, struct nd_str name) {
    const struct nd_named *named = context;
    size_t low = named->from, high = named->to;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = nd_str_cmp(nd_str_skip(named->roots[middle].path, named->folder_len), name);
        if (order == 0)
            return true;
        low = order < 0 ? middle + 1 : low;
        high = order < 0 ? high : middle;
    }
    return false;
}

static void note_folder(struct nd_named *named, size_t root) {
    struct nd_str folder = named->roots[root].path;

    if (root >= named->from && root < named->to)
        return;
    folder = nd_str_slice(folder, 0, folder_length(folder));
    nd_pair_fini(&named->pairs);
    named->pairs = (struct nd_pair_names){.has = has_file, .context = named};
    named->from = named->to = root;
    named->folder_len = folder.len;
    for (; named->to < named->count; named->to++) {
        const struct nd_root *next = &named->roots[named->to];
        if (next->error != 0 || !nd_str_starts(next->path, folder) ||
            folder_length(next->path) != folder.len || nd_str_ends(next->path, ND_STR("/")))
            break;
        nd_pair_note(&named->pairs, nd_str_skip(next->path, folder.len));
    }
}

bool nd_named_find(struct nd_named *named, size_t root, struct nd_buf *beside, bool *is_metadata,
                   struct nd_file_stamp *stamp) {
    struct nd_buf found = {0};
    struct stat st;
    bool is_there;

    note_folder(named, root);
    is_there = nd_pair_find(&named->pairs, nd_str_skip(named->roots[root].path, named->folder_len), &found,
                            is_metadata);
    if (is_there) {
        nd_buf_clear(beside);
        nd_buf_add(beside, nd_str_slice(named->roots[root].path, 0, named->folder_len));
        nd_buf_add(beside, nd_buf_str(&found));
        is_there = lstat(beside->ptr, &st) == 0 && S_ISREG(st.st_mode);
        if (is_there)
            *stamp = nd_file_stamp_of(&st);
    }
    nd_buf_free(&found);
    return is_there;
}

void nd_named_fini(struct nd_named *named) {
    nd_pair_fini(&named->pairs);
}
