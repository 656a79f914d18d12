/* Texts of other encodings become UTF-8. Private to the source stage. */
#ifndef SOURCE_CONVERT_H
#define SOURCE_CONVERT_H

#include "newsdex/problem.h"
#include "newsdex/str.h"

/* UTF-16 and UTF-32. */
bool nd_source_is_wide(const char *encoding);
/*
 * Converts with iconv; ill-formed input becomes U+FFFD and is counted in *bad. Some converters hold the last
 * character back until they are called without input. Converters are files that are loaded: ND_IO and a
 * problem when that cannot be done, for lack of a descriptor, say; to read the text as something else would
 * be to invent it.
 */
enum nd_status nd_source_convert(struct nd_buf *text, const char *encoding, size_t *bad,
                                 struct nd_problems *problems);

#endif
