/*
 * The analysis as an FTS5 tokenizer named "newsdex", for SQLite 3.40 (fts5_tokenizer, version 1).
 *
 * Documents and auxiliary functions get the tokens of nd_analyse_document. A string in a MATCH expression
 * gets the forms of nd_analyse_query, the alternatives of a position being OR to FTS5; unless it begins with
 * one of these bytes, by which a program says that it has analysed the string already:
 *
 *   ND_MARK_STEM, ND_MARK_ACCENTED   the whole string is one token, mark included
 *   ND_FTS5_LITERAL                  what follows is one token
 *   ND_FTS5_POSITIONS                positions with their forms, as nd_fts5_tokenizer_add_string writes them
 */
#ifndef ANALYSIS_FTS5_TOKENIZER_H
#define ANALYSIS_FTS5_TOKENIZER_H

#include "newsdex/analysis.h"

#ifdef ND_EXTENSION /* in newsdex.so, SQLite is the one of the program that loads it */
#include <sqlite3ext.h>
SQLITE_EXTENSION_INIT3
#else
#include <sqlite3.h>
#endif

enum { ND_FTS5_LITERAL = 0x03, ND_FTS5_POSITIONS = 0x04 };

/* FTS5's interface of a connection, or NULL when it has none. */
fts5_api *nd_fts5_tokenizer_api(sqlite3 *db);

/* Registers the tokenizer with a connection, which owns it from then on. */
enum nd_status nd_fts5_tokenizer_register(sqlite3 *db, struct nd_error *err) ND_MUST_CHECK;

/* Appends the first count positions as one string of a MATCH expression, quotes included: a phrase to FTS5.
 */
void nd_fts5_tokenizer_add_string(struct nd_buf *match, const struct nd_query_position *first, size_t count);

/* The languages in which MATCH strings are stemmed; none at first. Copied. */
void nd_fts5_tokenizer_languages(sqlite3 *db, const struct nd_str *languages, size_t count);

#endif
