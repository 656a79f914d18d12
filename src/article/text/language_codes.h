/* Codes of languages and regions. Private to the article stage. */
#ifndef ARTICLE_TEXT_LANGUAGE_CODES_H
#define ARTICLE_TEXT_LANGUAGE_CODES_H

#include "newsdex/str.h"

/*
 * The code of ISO 639 to use for one of two or three letters: the shortest, without those that were given up
 * or are those of a country ("jp"). Three letters which we do not know are what they are. ND_STR_NONE for
 * what stands for no language: "zz", "und".
 */
struct nd_str nd_language_of_code(struct nd_str code);

/* True for two letters of ISO 3166-1, and XK, EU and UN. */
bool nd_language_is_region(struct nd_str code);

#endif
