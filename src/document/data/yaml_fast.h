/*
 * The regular part of YAML, read without libyaml: block maps and lists, one line a scalar. Most front matter
 * is nothing else, and this reads it several times faster: of the front matter of 1,919 posts (53 MB) it
 * takes all but one, in a seventh of the time that libyaml (0.2.5) or libfyaml (0.7.12) need for their events
 * alone.
 */
#ifndef DOCUMENT_DATA_YAML_FAST_H
#define DOCUMENT_DATA_YAML_FAST_H

#include "newsdex/document.h"
#include "newsdex/problem.h"
#include "newsdex/value.h"

/*
 * The map that libyaml's events would give for block (valid UTF-8), places and reports of repeated keys
 * included; or NULL, with nothing reported, when block has anything unusual and libyaml has to be asked. The
 * texts of the values view block. Entries that are known have no members; known may be NULL.
 */
struct nd_value *nd_yaml_read_fast(struct nd_str block, uint32_t first_line,
                                   const struct nd_known_entries *known, struct nd_arena *arena,
                                   struct nd_problems *problems);

#endif
