/* What is said in a film, as text. Private to the document stage. */
#ifndef DOCUMENT_SUBTITLES_H
#define DOCUMENT_SUBTITLES_H

#include "newsdex/document.h"

/* True when text is SubRip (.srt), WebVTT (W3C) or SubViewer (.sbv): lines that each stand below their times.
 */
bool nd_subtitles_are(struct nd_str text);

/*
 * Writes what is said into out, in paragraphs, without times, tags and what rolls from one caption into the
 * next. *header is what the file says of itself, title and language, or NULL.
 */
void nd_subtitles_to_text(struct nd_str text, struct nd_arena *arena, struct nd_buf *out,
                          struct nd_value **header);

/* True when text is what was said with a time before each line, or above it: "00:01:02 And then …". */
bool nd_subtitles_are_stamped(struct nd_str text);

/* Writes it without the times, in paragraphs, below what stands above the first time. */
void nd_subtitles_unstamp(struct nd_str text, struct nd_arena *arena, struct nd_buf *out);

#endif
