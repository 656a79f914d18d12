/*
 * The words of an article as sets, for engines whose fields have no places: words_COLUMN has the words of a
 * column, each once, pairs_COLUMN what stands side by side there, "a b". A phrase of two words is one of the
 * pairs of their forms; a longer one is asked for pair by pair, which finds more. Private to the stage.
 */
#ifndef ENGINE_SETS_H
#define ENGINE_SETS_H

#include "engine/query_parts.h"
#include "newsdex/json.h"

/* Adds the members, lists of text, to an open object; nothing for empty columns. */
void nd_sets_add(struct nd_json *json, const struct nd_word_list *words);

/* One of the forms has to be in the field. */
struct nd_sets_step {
    const char *const *fields; /* by column */
    struct nd_str *forms;
    size_t count;
    bool is_prefix; /* or one that begins like it */
};

/*
 * The steps of a way, in the arena, all of which have to hold in one column: their number. What they find
 * more than the way asks for is noted.
 */
size_t nd_sets_steps(const struct nd_engine_translation *translation, const struct nd_engine_way *way,
                     struct nd_sets_step **steps);

/* The same in words: what a form in a field is, or one that begins like it, is said by add. */
typedef void nd_sets_add_form(struct nd_buf *out, const char *field, struct nd_str form, bool is_prefix);
void nd_sets_way(const struct nd_engine_translation *translation, const struct nd_query_signs *signs,
                 const struct nd_engine_way *way, int column, nd_sets_add_form *add);

/* True when a leaf that asks for one column, or ND_WORDS_COLUMNS, asks for this. */
static inline bool nd_sets_has(int asked, int column) {
    return asked == ND_WORDS_COLUMNS || asked == column;
}

#endif
