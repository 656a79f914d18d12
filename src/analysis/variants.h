/*
 * Words that are spelled in another way with the same letters: Mueller and Müller, Aarhus and Århus where the
 * index has articles in German, Danish or Norwegian, hòa and hoà in Vietnamese. Private to the analysis.
 */
#ifndef ANALYSIS_VARIANTS_H
#define ANALYSIS_VARIANTS_H

#include "newsdex/arena.h"

enum { ND_VARIANTS_MOST = 2 };

/*
 * Tokens, in the arena, of other spellings of a word, given in its folded form or, without the mark, its
 * accented one; returns how many.
 */
size_t nd_variants_find(struct nd_str word, const struct nd_str *languages, size_t language_count,
                        struct nd_arena *arena, struct nd_str tokens[ND_VARIANTS_MOST]);

#endif
