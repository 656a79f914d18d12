/*
 * A stretch of text in NFKC with the origin of every byte, for the places where cutting into words depends on
 * neighbours: decomposed Hangul, half-width Kana, ligatures of several words.
 */
#ifndef ANALYSIS_NORMAL_H
#define ANALYSIS_NORMAL_H

#include "analysis/scan.h"

/*
 * Replaces scanner->normal by the normal form of text, well-formed UTF-8, without ignorable characters; byte
 * i of it came from the bytes origins[2 * i] up to origins[2 * i + 1] of text.
 */
void nd_normal_make(struct nd_scanner *scanner, struct nd_str text);

#endif
