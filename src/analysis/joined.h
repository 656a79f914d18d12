/*
 * Words that a sign parts and that others write in one: wi-fi, covid-19, Lehrer:innen, Kolleg_innen,
 * étudiant·e·s, étudiant.e.s, Lehrer(innen), EE.UU. The signs are hyphens and middle dots between any words,
 * points between letters of an acronym, and those of gender (: * _ / . and parentheses) before endings of
 * gender and number. Not joined are numbers with numbers (2024-03-05), more than four words (an address) and
 * what else a word cannot hold. Private to the scanner.
 */
#ifndef ANALYSIS_JOINED_H
#define ANALYSIS_JOINED_H

#include "analysis/scan_state.h"

/*
 * The word that ends where the scan is, with those that signs join to it, as one unit ND_UNIT_JOINED, whose
 * text lives in scanner->part; without text when there is nothing to join, or the word belongs to one that
 * has been handed over.
 */
struct nd_unit nd_joined_find(struct nd_scan_state *scan);

/* True for the half-space (U+200C) at an offset between letters of Arabic script. */
bool nd_joined_is_half_space(const struct nd_scan_state *scan, size_t at);

#endif
