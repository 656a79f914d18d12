/*
 * What was wrong with a file, or had to be guessed: never a stop, always a record. A problem has a place, a
 * level and a code; the codes and their meaning are one table in src/base/problem.c, documented in
 * newsdex(5).
 */
#ifndef NEWSDEX_PROBLEM_H
#define NEWSDEX_PROBLEM_H

#include "newsdex/arena.h"

enum nd_level {
    ND_NOTE,    /* something was guessed or repaired without loss */
    ND_WARNING, /* something was lost or left out, the article is there */
    ND_ERROR    /* the file gave no article */
};

enum nd_problem_code {
    ND_P_UNREADABLE,
    ND_P_BINARY,
    ND_P_NO_ARTICLE,
    ND_P_SKIPPED,
    ND_P_TOO_BIG,
    ND_P_EMPTY,
    ND_P_DIRECTORY_LOOP,
    ND_P_NOT_A_FILE,
    ND_P_SYMLINK,
    ND_P_ENCODING,
    ND_P_INVALID_BYTES,
    ND_P_CONTROL_BYTES,
    ND_P_COMBINING_MARKS,
    ND_P_YAML_SYNTAX,
    ND_P_YAML_LIMIT,
    ND_P_YAML_DUPLICATE_KEY,
    ND_P_TOML_SYNTAX,
    ND_P_JSON_SYNTAX,
    ND_P_FRONT_MATTER_OPEN,
    ND_P_FRONT_MATTER_TYPE,
    ND_P_DATE,
    ND_P_YEAR,
    ND_P_URL,
    ND_P_MARKDOWN_LIMIT,
    ND_P_HTML_LIMIT,
    ND_P_METADATA_LIMIT,
    ND_P_NO_TITLE,
    ND_P_CONTAINER,
    ND_P_RECORD,
    ND_P_COLUMNS,
    ND_P_ATTACHMENT,
    ND_P_XML_SYNTAX,
    ND_P_XML_LIMIT,
    ND_P_LEFT_OUT,
    ND_P_PACKED,
    ND_P_FILTER,
    ND_P_FILTERED,
    ND_P_UNCONVERTED,
    ND_P_LANGUAGE,
    ND_P_LINK_LIST,
    ND_P_NO_TEXT,
    ND_P_UNSEEN,
    ND_PROBLEM_CODES
};

struct nd_problem {
    uint32_t line, column; /* from 1; 0 when the whole file is meant */
    enum nd_level level;
    enum nd_problem_code code;
    struct nd_str message; /* one line, says what was done about it */
    struct nd_problem *next;
};

/* The problems of one file in order of place, those of one place as they were found; all lives in the arena.
 */
struct nd_problems {
    struct nd_arena *arena;
    struct nd_problem *first, *last;
    size_t count;   /* kept, at most ND_MAX_PROBLEMS */
    size_t dropped; /* beyond that */
};

void nd_problems_init(struct nd_problems *problems, struct nd_arena *arena);
void nd_problems_add(struct nd_problems *problems, enum nd_problem_code code, uint32_t line, uint32_t column,
                     const char *format, ...) ND_PRINTF(5, 6);
enum nd_level nd_problem_level(enum nd_problem_code code);
/* Stable names such as "yaml-syntax"; what the database and every output format carry. */
const char *nd_problem_name(enum nd_problem_code code);
/* True for the name of a code. */
bool nd_problem_has_name(struct nd_str name);
const char *nd_level_name(enum nd_level level);

#endif
