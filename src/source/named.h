/*
 * Files that belong together, where each was named itself, on a command line or in a list: a text and the
 * metadata kept beside it. Private to the source stage.
 */
#ifndef SOURCE_NAMED_H
#define SOURCE_NAMED_H

#include "newsdex/pairs.h"
#include "newsdex/source.h"

/* All zero but for roots, which are sorted, and count. The folder that is looked at is read once for all of
 * its files that stand one after the other. */
struct nd_named {
    const struct nd_root *roots;
    size_t count;
    struct nd_pair_names pairs; /* of roots [from, to), */
    size_t from, to;
    size_t folder_len; /* the paths of which begin with so many bytes of their folder */
};

/*
 * What belongs with the root of that number, a file, and is a root as well: its path in beside, and its
 * stamp. False when nothing does.
 */
bool nd_named_find(struct nd_named *named, size_t root, struct nd_buf *beside, bool *is_metadata,
                   struct nd_file_stamp *stamp);
void nd_named_fini(struct nd_named *named);

#endif
