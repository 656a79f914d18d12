/*
 * Other ways to write a text without spaces between words, as spellings.h has them for words:
 *
 *   サーバー          サーバ          a long vowel at the end of a loan word of four characters and more
 *   メール・アドレス  メールアドレス  without the point between two of them; so 唐纳德·特朗普
 *   고속도로          고속 도로       with a blank or point where one may part Katakana and Hangul
 *   りんご            リンゴ          Hiragana; not the other way round, since endings are written in it
 *
 * A short run is found in longer ones, so that the shorter spelling has what the longer one has. Private to
 * the analysis.
 */
#ifndef ANALYSIS_RUN_SPELLINGS_H
#define ANALYSIS_RUN_SPELLINGS_H

#include "analysis/spellings.h"

/* The ways to write the text, in the arena; returns how many. */
size_t nd_run_spellings_find(struct nd_str text, struct nd_arena *arena,
                             struct nd_str spellings[ND_SPELLINGS]);

#endif
