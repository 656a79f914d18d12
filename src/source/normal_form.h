/*
 * Normalisation Form C (Unicode Standard Annex 15) of a piece of text, after libutf8proc, which needs time
 * for the square of how many combining marks follow each other. Private to the source stage.
 */
#ifndef SOURCE_NORMAL_FORM_H
#define SOURCE_NORMAL_FORM_H

#include "newsdex/str.h"

/* Appends it. What comes before and behind text must have nothing to do with it. */
void nd_source_add_normal_form(struct nd_buf *out, struct nd_str text);

#endif
