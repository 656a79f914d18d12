/* Names of people whose two parts are known apart. */
#ifndef NEWSDEX_NAME_H
#define NEWSDEX_NAME_H

#include "newsdex/arena.h"

/*
 * "Mira" and "Holt" as one name; either may be empty. In Han, Kana and Hangul the family comes first, without
 * a blank; with a blank where family_first says that it does in other scripts, too.
 */
struct nd_str nd_name_join(struct nd_str given, struct nd_str family, bool family_first,
                           struct nd_arena *arena);
/* True for Han and Kana, which are written without blanks between words. */
bool nd_name_is_unspaced(uint32_t c);

#endif
