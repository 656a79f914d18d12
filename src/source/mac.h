/* Encodings of the Mac that the converter does not have, or has otherwise. Private to the source stage. */
#ifndef SOURCE_MAC_H
#define SOURCE_MAC_H

#include "newsdex/str.h"

#define ND_SOURCE_MAC_ICELANDIC "MAC-ICELANDIC"
#define ND_SOURCE_MAC_TURKISH "MAC-TURKISH"

/* What the converter is to read text in encoding as, that encoding where it is none of these. */
const char *nd_source_mac_base(const char *encoding);

/* Puts the letters of encoding into text, UTF-8, that was read as its base. */
void nd_source_mac_finish(struct nd_buf *text, const char *encoding);

#endif
