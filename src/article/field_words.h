/* Names of fields in other words than ours. */
#ifndef ARTICLE_FIELD_WORDS_H
#define ARTICLE_FIELD_WORDS_H

#include "newsdex/str.h"

/* The key of field_names.c that says what name, folded as keys are there, says; absent when none does. */
struct nd_str nd_field_word(struct nd_str name);

#endif
