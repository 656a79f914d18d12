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

#endif
