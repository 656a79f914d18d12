#include "analysis/normal.h"

#include "newsdex/alloc.h"
#include "newsdex/utf8.h"

#include <utf8proc.h>

enum { CLUSTER_MAX = 64, PARTS_MAX = 32 };

/* A base character and what combines with it, and the bytes all of it came from. */
struct cluster {
    int32_t chars[CLUSTER_MAX];
    size_t count;
    uint32_t start, end;
};

static bool is_joining(int32_t c) {
    if (c < 0x300)
        return false;
    return utf8proc_get_property(c)->combining_class != 0 || nd_chars_is_mark((uint32_t)c) ||
           (c >= 0x1160 && c <= 0x11FF) || (c >= 0xD7B0 && c <= 0xD7FF);
}

static void flush_cluster(struct nd_scanner *scanner, struct cluster *cluster) {
    utf8proc_ssize_t left;
    size_t old = scanner->normal.len;

    nd_fold_order(cluster->chars, cluster->count);
    left = utf8proc_normalize_utf32(cluster->chars, (utf8proc_ssize_t)cluster->count,
                                    UTF8PROC_COMPOSE | UTF8PROC_STABLE);
    for (utf8proc_ssize_t i = 0; i < left; i++)
        nd_utf8_add(&scanner->normal, (uint32_t)cluster->chars[i]);
    scanner->origins = nd_alloc_grow(scanner->origins, &scanner->origin_capacity, 2 * scanner->normal.len,
                                     sizeof *scanner->origins);
    for (size_t i = old; i < scanner->normal.len; i++) {
        scanner->origins[2 * i] = cluster->start;
        scanner->origins[2 * i + 1] = cluster->end;
    }
    cluster->count = 0;
}

static void add_char(struct nd_scanner *scanner, struct cluster *cluster, int32_t c, uint32_t start,
                     uint32_t end) {
    if (cluster->count == CLUSTER_MAX || (cluster->count > 0 && !is_joining(c)))
        flush_cluster(scanner, cluster);
    if (cluster->count == 0)
        cluster->start = start;
    cluster->chars[cluster->count++] = c;
    cluster->end = end;
}

void nd_normal_make(struct nd_scanner *scanner, struct nd_str text) {
    struct cluster cluster = {{0}, 0, 0, 0};
    size_t at = 0;

    nd_buf_clear(&scanner->normal);
    while (at < text.len) {
        int32_t parts[PARTS_MAX];
        utf8proc_ssize_t count;
        uint32_t c, start = (uint32_t)at;
        at += nd_utf8_decode(nd_str_skip(text, at), &c);
        if (nd_chars_class(&scanner->chars, c) == ND_CLASS_IGNORED)
            continue;
        count =
            utf8proc_decompose_char((int32_t)c, parts, PARTS_MAX, UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE, NULL);
        for (utf8proc_ssize_t i = 0; i < count && i < PARTS_MAX; i++)
            add_char(scanner, &cluster, parts[i], start, (uint32_t)at);
    }
    if (cluster.count > 0)
        flush_cluster(scanner, &cluster);
}
