/*
 * Encodings of 7 bits, which look like ASCII: those that change their alphabet by escape sequences
 * (ISO-2022-JP, RFC 1468; ISO-2022-KR, RFC 1557) or signs (HZ, RFC 1843; UTF-7, RFC 2152). Private to the
 * source stage.
 */
#ifndef SOURCE_SEVEN_BIT_H
#define SOURCE_SEVEN_BIT_H

#include "newsdex/str.h"

/*
 * The encoding of 7 bits that text gives itself away to be in, or NULL. Escape sequences decide; "~{" and "+"
 * are signs of their own in most texts, and only count where all of them can be nothing else. The end may be
 * missing.
 */
const char *nd_source_seven_bit_find(struct nd_str text);

/*
 * Text in encoding becomes one of single and double bytes beyond ASCII, where it is of those that are known
 * here: with what is in use and in no standard, as "①" in Japanese mails. Returns what it is in then.
 */
const char *nd_source_seven_bit_unfold(struct nd_buf *text, const char *encoding);

#endif
