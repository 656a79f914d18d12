/* Codes of languages by their names. Private to the article stage. */
#ifndef ARTICLE_TEXT_LANGUAGE_NAMES_H
#define ARTICLE_TEXT_LANGUAGE_NAMES_H

#include "newsdex/str.h"

/* ISO 639 of "ENGLISH", "Français"; ND_STR_NONE when it is no name of one that is known. */
struct nd_str nd_language_of_name(struct nd_str name);

#endif
