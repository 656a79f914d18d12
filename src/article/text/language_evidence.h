/* What letters and function words say of a language that was detected. Private to the article stage. */
#ifndef ARTICLE_TEXT_LANGUAGE_EVIDENCE_H
#define ARTICLE_TEXT_LANGUAGE_EVIDENCE_H

#include "newsdex/str.h"

/*
 * code, or what sample, words between blanks, is in instead: where it has letters or function words of a
 * language that is easily taken for code, and none of those of code. Empty where it is neither.
 */
struct nd_str nd_language_settle(struct nd_str code, struct nd_str sample);

#endif
