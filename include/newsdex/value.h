/*
 * A tree of typed values: what front matter of any notation (YAML, TOML, JSON) becomes, and what metadata is
 * written from. All nodes live in one arena. A map keeps its keys in the order they were written; of a
 * repeated key the last counts, as in most YAML readers, and the reader of the notation reports it.
 */
#ifndef NEWSDEX_VALUE_H
#define NEWSDEX_VALUE_H

#include "newsdex/arena.h"
#include "newsdex/str.h"

enum nd_value_type { ND_NULL, ND_BOOL, ND_INT, ND_REAL, ND_STRING, ND_LIST, ND_MAP };

struct nd_value {
    enum nd_value_type type;
    uint32_t line, column; /* where the value begins in the file, from 1; 0 when it was made, not read */
    struct nd_str key;     /* the key, when the parent is a map */
    /* Scalars: as written, so that 007 stays 007; ND_NULL: empty. A map in a list: the lines it was read from
     * without the first blanks, where the reader noted them. */
    struct nd_str text;
    union {
        bool boolean;
        int64_t integer;
        double real;
        const void *known; /* a map: what nd_known_entries knows of it; it has no members then */
        size_t left_out;   /* a list: what was not added to it, by nd_value_is_full */
    } as;
    struct nd_value *first, *last; /* lists and maps: the members */
    size_t count;                  /* lists and maps: how many */
    struct nd_value *next;         /* the following member of the same parent */
};

struct nd_value *nd_value_new(struct nd_arena *arena, enum nd_value_type type);
struct nd_value *nd_value_string(struct nd_arena *arena, struct nd_str text);
struct nd_value *nd_value_integer(struct nd_arena *arena, int64_t integer);
/* A copy that shares nothing with value: members and texts are copied as well. It has no next. */
struct nd_value *nd_value_copy(struct nd_arena *arena, const struct nd_value *value);
/* Adds child at the end of a list, or of a map under key. child must not have a parent yet. */
void nd_value_add(struct nd_value *list, struct nd_value *child);
void nd_value_put(struct nd_value *map, struct nd_str key, struct nd_value *child);
/* Whether a list has ND_MAX_LIST members, which is all it may have: one more is then counted as left out. */
bool nd_value_is_full(struct nd_value *list);
struct nd_problems;
/* Removes all but the last member of each key and reports the repeats; linear time. problems may be NULL. */
void nd_value_drop_repeats(struct nd_value *map, struct nd_problems *problems);
/* Of members with the same key the first stays. */
void nd_value_keep_first(struct nd_value *map);
/* Keeps them: the second member with the key "a" gets "a 2", in the arena; linear time. */
void nd_value_number_repeats(struct nd_value *map, struct nd_arena *arena);
/* The last member under exactly this key, or NULL; NULL also when map is NULL or no map. */
const struct nd_value *nd_value_get(const struct nd_value *map, struct nd_str key);
/* The same, to be changed. */
struct nd_value *nd_value_find(const struct nd_value *map, const char *key);
/* True for strings, numbers and booleans. NULL is none. */
bool nd_value_is_scalar(const struct nd_value *value);
/* The text of a scalar, otherwise ND_STR_NONE. */
struct nd_str nd_value_text(const struct nd_value *value);
/* That of the member under key, without blanks around it. */
struct nd_str nd_value_text_of(const struct nd_value *map, const char *key);

#endif
