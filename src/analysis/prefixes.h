/*
 * Particles that Hebrew and Arabic write together with the word behind them (ו ה ב כ ל מ ש; و ف ب ك ل and
 * the article): which words of a document are the word of a query with some of them. Private to the analysis.
 */
#ifndef ANALYSIS_PREFIXES_H
#define ANALYSIS_PREFIXES_H

#include "newsdex/arena.h"

enum { ND_PREFIXES_MOST = 32 };

/* The words, in the arena, of which folded may be one; returns how many. */
size_t nd_prefixes_find(struct nd_str folded, struct nd_arena *arena, struct nd_str words[ND_PREFIXES_MOST]);

#endif
