/* Texts that are no UTF-8: what they are in, and what they are then. Private to the source stage. */
#ifndef SOURCE_EIGHT_BIT_H
#define SOURCE_EIGHT_BIT_H

#include "newsdex/problem.h"
#include "newsdex/str.h"

/*
 * What is no UTF-8 at offset bad_at; assumed is its encoding, where that is known. Lines of another encoding
 * among lines of UTF-8 are read as that.
 */
enum nd_status nd_source_decode_8_bit(struct nd_buf *text, size_t bad_at, struct nd_str assumed,
                                      struct nd_str *encoding, struct nd_problems *problems);

#endif
