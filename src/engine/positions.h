/*
 * The words of an article place by place, for engines that analyse text themselves. Positions stand between
 * blanks, the words of one between bars: "le cafe|@café". Private to the stage.
 */
#ifndef ENGINE_POSITIONS_H
#define ENGINE_POSITIONS_H

#include "engine/engine_table.h"

/* Working space that is used again for the next article; zeroed at first. */
struct nd_positions {
    const struct nd_word_list *words;
    uint32_t *starts; /* where the words of each position begin in order, through all columns */
    uint32_t *order;  /* words */
    size_t start_capacity, order_capacity;
};

void nd_positions_read(struct nd_positions *positions, const struct nd_word_list *words);
void nd_positions_free(struct nd_positions *positions);
/* Appends the words of a column; nothing when it is empty. A position without a word is a hyphen. */
void nd_positions_add(const struct nd_positions *positions, int column, struct nd_buf *out);

/*
 * What stands side by side in a column: the number of a word << 32 | that of one at the next position, as
 * often as it comes. Their number; the array grows.
 */
size_t nd_positions_pairs(const struct nd_positions *positions, int column, uint64_t **pairs,
                          size_t *capacity);

/*
 * Appends a word, with a sign for the byte that marks it: = a stem, @ an accented form, < one from right to
 * left. No word begins with these, none has a blank or a bar.
 */
void nd_positions_add_word(struct nd_buf *out, struct nd_str word);

/* The names of the fields of the columns, by column. */
extern const char *const nd_positions_fields[ND_WORDS_COLUMNS];

#endif
