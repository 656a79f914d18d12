/*
 * Names of fields in other words than ours: what tables, exports and headers of newsrooms and researchers all
 * over the world call their fields, and a key that says the same. These are keys of a low rank: what has a
 * name of its own among the fields of an article goes first.
 */
#ifndef NEWSDEX_FIELD_WORDS_H
#define NEWSDEX_FIELD_WORDS_H

#include "newsdex/str.h"

enum { ND_FIELD_NAME = 48 /* bytes of a folded name */ };

/* Lower case without - _ : and blanks, in out; absent when too long to be a name that is known. */
struct nd_str nd_field_word_fold(struct nd_str name, char out[ND_FIELD_NAME]);

/* The key that says what a folded name says; absent when none does. */
struct nd_str nd_field_word(struct nd_str folded);

#endif
