/* Holes in files: stretches of zeros, where a system that fell had not written yet. Private to the source
 * stage. */
#ifndef SOURCE_HOLES_H
#define SOURCE_HOLES_H

#include "newsdex/problem.h"
#include "newsdex/str.h"

/*
 * Puts a line end in the place of each run of zeros that no encoding has, and tells how many bytes those
 * were. What is hardly anything else stays as it is.
 */
void nd_source_fill_holes(struct nd_buf *text, struct nd_problems *problems);

#endif
