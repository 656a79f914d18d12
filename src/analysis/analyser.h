/* What documents and queries share: the scanner and the word cache of one thread. */
#ifndef ANALYSIS_ANALYSER_H
#define ANALYSIS_ANALYSER_H

#include "analysis/scan.h"
#include "analysis/words.h"
#include "newsdex/analysis.h"

struct nd_analyser {
    struct nd_scanner scanner;
    struct nd_words *words;
    struct nd_buf group; /* tokens of the present position, where they might repeat */
};

#endif
