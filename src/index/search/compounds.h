/*
 * Compounds of German, Dutch and the Scandinavian languages, found by a part where the other part is a word
 * of the index, too: Wahl finds Bundestagswahl and Wahlkampf, but not Auswahl. The analysis writes long words
 * of these languages from right to left besides (ND_MARK_REVERSED), so that words with the same end stand
 * together. Private to the index stage.
 */
#ifndef INDEX_SEARCH_COMPOUNDS_H
#define INDEX_SEARCH_COMPOUNDS_H

#include "index/fulltext/reader.h"
#include "newsdex/analysis.h"

/* The vocabulary in which compounds are looked for, and what was found: a word is looked up once. */
struct nd_compounds;

/* NULL when none of the languages, which have to live as long, has compounds. */
struct nd_compounds *nd_compounds_new(struct nd_reader *reader, struct nd_analyser *analyser,
                                      const struct nd_str *languages, size_t language_count);
void nd_compounds_free(struct nd_compounds *compounds);
/* From now on what is not known yet is looked for by that reader of the same index. Between two searches. */
void nd_compounds_read_by(struct nd_compounds *compounds, struct nd_reader *reader);

/*
 * Adds to the forms of a word, in the arena, those of its compounds, the most frequent ones; none where the
 * index cannot be read, which reading the postings will tell.
 */
void nd_compounds_add(struct nd_compounds *compounds, struct nd_query_position *position,
                      struct nd_arena *arena);

#endif
