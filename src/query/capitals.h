/*
 * A title or sentence that is all in capitals, as wire services and old collections write them: AND, OR and
 * NOT are three of its words. Acronyms joined by operators (NATO AND EU) are none.
 */
#ifndef QUERY_CAPITALS_H
#define QUERY_CAPITALS_H

#include "newsdex/str.h"

/* True when a query has no small letter, no sign of a query and an English word that only sentences have. */
bool nd_capitals_are_sentence(struct nd_str text);

/* True when there is a small letter. */
bool nd_capitals_have_small(struct nd_str text);

/* OR, AND, NOT. */
bool nd_capitals_are_keyword(struct nd_str word);

#endif
