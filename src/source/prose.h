/* Whether there are sentences in a text of whatever form. Private to the stage. */
#ifndef SOURCE_PROSE_H
#define SOURCE_PROSE_H

#include "newsdex/str.h"

/*
 * True when words follow one another as in sentences, outside comments, tags, keys and values of one word: in
 * two dozen places, or in a tenth of all there is. In time linear in text, UTF-8.
 */
bool nd_prose_is_in(struct nd_str text);

/* Whether any of count phrases is in text. */
bool nd_prose_has_any(struct nd_str text, const char *const *phrases, size_t count);

#endif
