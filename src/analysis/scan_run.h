/*
 * Runs of characters of a script written without spaces, as overlapping pairs (size 2) or triples (size 3),
 * and pictographs. Private to the scanner.
 */
#ifndef ANALYSIS_SCAN_RUN_H
#define ANALYSIS_SCAN_RUN_H

#include "analysis/scan_state.h"

/* False when a character of the run that begins here must be normalised first. */
bool nd_scan_run_is_plain(struct nd_scan_state *scan, size_t size);
/*
 * Hands over the run that begins here, and goes to where it ends. Marks count as characters of their own in
 * triples, and belong to the character before them in pairs.
 */
enum nd_status nd_scan_run_deliver(struct nd_scan_state *scan, size_t size) ND_MUST_CHECK;
/* A pictograph; two regional indicators make a flag. */
enum nd_status nd_scan_run_symbol(struct nd_scan_state *scan, size_t length) ND_MUST_CHECK;

#endif
