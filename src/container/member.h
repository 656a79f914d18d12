/*
 * Members of archives: what each is, as files are looked at. Private to the container stage.
 */
#ifndef CONTAINER_MEMBER_H
#define CONTAINER_MEMBER_H

#include "container/layer.h"

/* What holds for all members. */
struct nd_member_options {
    size_t max;
    nd_item_judge *judge;
    const struct nd_converters *converters;
    struct nd_arena *arena;
    struct nd_passed_over *passed;
    struct nd_problems *problems; /* of all of a member */
};

/*
 * Opens a member, of that name, into layer: an archive in the archive, records, or a text. False when it
 * holds nothing to read, which is counted. The input stays that of the archive.
 */
bool nd_member_open(struct nd_layer *layer, struct nd_str name, struct nd_input *input,
                    const struct nd_member_options *options);

#endif
