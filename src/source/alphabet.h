/*
 * Which of the encodings of single bytes a text is in, by its language: what that writes often in letters of
 * ASCII says which language it may be, and in the right encoding the other bytes are its letters, each where
 * one can stand. Private to the source stage.
 */
#ifndef SOURCE_ALPHABET_H
#define SOURCE_ALPHABET_H

#include "newsdex/arena.h"
#include "newsdex/str.h"

/*
 * An encoding (static) in which text makes clearly more sense than in the one that it is taken for; that one
 * where there is none. At most the first 16 KB are looked at.
 */
const char *nd_source_alphabet_find(struct nd_str text, const char *taken_for, struct nd_arena *arena);
/*
 * An encoding (static) in which the letters of text are such as UTF-8 has beyond ASCII, in words as there;
 * NULL when there is none.
 */
const char *nd_source_alphabet_find_like(struct nd_str text, struct nd_str utf8, struct nd_arena *arena);

#endif
