/*
 * The inner parts of the YAML reader: yaml_parse.c runs libyaml within limits and builds a tree,
 * yaml_salvage.c gets what can be had out of a block that libyaml refuses.
 */
#ifndef DOCUMENT_DATA_YAML_H
#define DOCUMENT_DATA_YAML_H

#include "newsdex/problem.h"
#include "newsdex/value.h"

struct nd_yaml_result {
    struct nd_value *root; /* NULL when there is none, or when reading stopped early */
    const char *why;       /* static: why it stopped, or NULL */
    bool is_limit;         /* a limit was met, the text may be fine */
    uint32_t line, column; /* where it stopped, of the file */
    size_t nodes;          /* values made; aliases count with all they stand for */
};

/* Reads the first document of block in linear time; repeated keys are reported. */
void nd_yaml_parse(struct nd_str block, uint32_t first_line, struct nd_arena *arena,
                   struct nd_problems *problems, struct nd_yaml_result *result);

/*
 * The top-level entries of a broken block of YAML or JSON, one by one: as libyaml reads them alone, or once
 * values that need quotes have got them, or (YAML) as the text that stands behind the key. Reports nothing.
 * Linear time.
 */
struct nd_value *nd_yaml_salvage(struct nd_str block, uint32_t first_line, struct nd_arena *arena);

/* Appends entry with quotes around values that cannot do without, and blanks for tabs in indentation. */
void nd_yaml_quote_values(struct nd_str entry, struct nd_buf *out);

#endif
