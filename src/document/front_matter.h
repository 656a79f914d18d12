/*
 * Where front matter begins and ends, and what it says.
 *
 * Takes the whole text of a file; gives the block between the delimiters, its notation, and the rest. YAML
 * between --- and --- or ..., TOML between +++ and +++, a JSON object at the very beginning. A block without
 * a single "key:" is no front matter but text.
 */
#ifndef DOCUMENT_FRONT_MATTER_H
#define DOCUMENT_FRONT_MATTER_H

#include "newsdex/document.h"

struct nd_front_matter {
    enum nd_notation notation;
    struct nd_str block; /* between the delimiters */
    uint32_t line;       /* of the file, on which block begins */
    struct nd_str rest;  /* behind the closing delimiter */
    uint32_t rest_line;
};

/* notation is ND_NO_FRONT_MATTER, and rest the whole text, when there is none. */
void nd_front_matter_split(struct nd_str text, struct nd_problems *problems, struct nd_front_matter *parts);

/* What the text below a header is written in: reStructuredText, markdown of note keepers, or anything. */
enum nd_header_text { ND_HEADER_ANY, ND_HEADER_REST, ND_HEADER_NOTES };

/* The same of "name:: value" lines of Dataview, above a text that has front matter. */
struct nd_value *nd_header_read_inline(struct nd_str *text, uint32_t *number, struct nd_arena *arena);
/* What stands below the first item of an outline as "name:: value", and is taken out of *text then, which is
 * made anew. NULL: it is no outline that has such lines. */
struct nd_value *nd_header_read_outline(struct nd_str *text, struct nd_arena *arena);

/*
 * The fields of a header above *text, whose first line is *number; both are moved behind it. NULL, and
 * nothing moved, unless it names a title and something else and a text follows. *below: what
 * the header says of the text.
 */
struct nd_value *nd_header_read(struct nd_str *text, uint32_t *number, enum nd_header_text *below,
                                struct nd_arena *arena);

/* The same where the first lines of a text are no fields, but say a title, and maybe when and whence. */
struct nd_value *nd_first_lines_read(struct nd_str *text, uint32_t *number, struct nd_arena *arena);
/* The same where all of a text is fields with lines of hyphens between them, one of which is the text. */
struct nd_value *nd_first_lines_read_sections(struct nd_str *text, uint32_t *number, struct nd_arena *arena);

/* The same of what stands below a note of Joplin's raw export, and of its first line; both go from the text.
 */
struct nd_value *nd_joplin_read(struct nd_str *text, uint32_t *number, struct nd_arena *arena);

/* Adds a field of a header, or joins value to what was said of it before; returns it, or NULL, and nothing
 * added, where that is more than ND_MAX_HEADER_VALUE: then it is no header. */
struct nd_value *nd_header_put(struct nd_value *fields, struct nd_str name, struct nd_str value,
                               struct nd_arena *arena);

/* The readers: a map, or NULL when nothing could be saved. first_line is where block begins in the file;
 * known may be NULL. */
const struct nd_value *nd_yaml_read(struct nd_str block, uint32_t first_line,
                                    const struct nd_known_entries *known, struct nd_arena *arena,
                                    struct nd_problems *problems);
const struct nd_value *nd_toml_read(struct nd_str block, uint32_t first_line, struct nd_arena *arena,
                                    struct nd_problems *problems);

/* Types a plain scalar as the YAML 1.2 core schema does (section 10.3.2); value->text is set. */
void nd_yaml_type_plain(struct nd_value *value, struct nd_str text);

#endif
