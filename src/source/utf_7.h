/* UTF-7 (RFC 2152), which is declared in mails, and otherwise has to be known by its signs. Private to the
 * source stage. */
#ifndef SOURCE_UTF_7_H
#define SOURCE_UTF_7_H

#include "newsdex/str.h"

/*
 * True when every "+" in text begins a well-formed sequence, as in "Br+APw-cke", and what several of them say
 * are letters of one kind. The end may be missing.
 */
bool nd_source_is_utf_7(struct nd_str text);

#endif
