/*
 * The encoding that a text declares at its beginning. Private to the source stage.
 */
#ifndef SOURCE_DECLARED_H
#define SOURCE_DECLARED_H

#include "newsdex/str.h"

/*
 * What the XML declaration of bytes (XML 1.0, section 4.3.3) says they are in: a static name, where it is one
 * of the encodings of single bytes or of East Asia that have ASCII in them. Absent otherwise: what is no
 * UTF-8 is not by being called so.
 */
struct nd_str nd_source_declared_charset(struct nd_str bytes);

#endif
