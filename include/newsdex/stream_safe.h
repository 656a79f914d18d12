/*
 * The Stream-Safe Text Format (Unicode Standard Annex #15, section 13): never more than 30 characters in a
 * row that are no starters. Text from anywhere has to be cut to it before it is normalised, because marks are
 * put in order one by one.
 */
#ifndef NEWSDEX_STREAM_SAFE_H
#define NEWSDEX_STREAM_SAFE_H

#include "newsdex/str.h"

/*
 * The length of the beginning of text, well-formed UTF-8, behind which U+034F (COMBINING GRAPHEME JOINER) has
 * to stand; text.len when text is stream-safe as it is. text must begin with a starter, or behind such a
 * place.
 */
size_t nd_stream_safe_length(struct nd_str text);

#endif
