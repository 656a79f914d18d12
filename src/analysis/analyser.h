/* What documents and queries share: the scanner and the word cache of one thread. */
#ifndef ANALYSIS_ANALYSER_H
#define ANALYSIS_ANALYSER_H

#include "analysis/scan.h"
#include "analysis/words.h"
#include "newsdex/analysis.h"

/* Plain words wait for those behind them, so that what is known of several is fetched from memory at once. */
enum { ND_WAITING = 8 }; /* a power of two */

struct nd_waiting_word {
    struct nd_unit unit;
    uint64_t hash;
    char text[ND_SIMPLE_WORD];
};

struct nd_analyser {
    struct nd_scanner scanner;
    struct nd_words *words;
    struct nd_buf group; /* tokens of the present position, where they might repeat */
    struct nd_waiting_word waiting[ND_WAITING];
    size_t first_waiting, waiting_count;
    nd_note_sink *foresee; /* may be NULL */
    void *foresee_context;
};

#endif
