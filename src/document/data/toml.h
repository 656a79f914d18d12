/*
 * The inner parts of the TOML reader (TOML 1.0.0, toml.io/en/v1.0.0): the scanner for characters, strings and
 * keys, and the types of unquoted values. toml.c builds the tree from them.
 *
 * The scanner forgives what costs nothing to forgive: an unknown escape sequence stays as it is written, bare
 * keys may hold any letter. A failure is reported once, with line and column, and sets failed; whoever called
 * for the statement decides where to go on.
 */
#ifndef DOCUMENT_DATA_TOML_H
#define DOCUMENT_DATA_TOML_H

#include "newsdex/arena.h"
#include "newsdex/limits.h"
#include "newsdex/problem.h"
#include "newsdex/value.h"

/* A place whose line and column are known; places behind it are counted from here. */
struct nd_toml_mark {
    size_t at;
    uint32_t line, column; /* of the file, from 1 */
};

struct nd_toml_scanner {
    struct nd_str text; /* valid UTF-8, LF line ends */
    size_t at;
    struct nd_toml_mark mark;
    struct nd_arena *arena;
    struct nd_problems *problems;
    struct nd_buf scratch; /* the caller frees it */
    bool failed;           /* the present statement cannot be read to its end */
};

/* The parts of a dotted key. */
struct nd_toml_path {
    struct nd_str parts[ND_MAX_YAML_DEPTH];
    size_t count;
};

/* at must not lie before scanner->mark. Linear in what lies between. */
struct nd_toml_mark nd_toml_mark(struct nd_toml_scanner *scanner, size_t at);
/* Reports a problem at the present place, and goes on. */
void nd_toml_complain(struct nd_toml_scanner *scanner, enum nd_problem_code code, const char *why);
/* Reports, unless the statement has failed before, and sets failed. */
void nd_toml_fail(struct nd_toml_scanner *scanner, enum nd_problem_code code, const char *why);

/* The byte that many places ahead, NUL behind the end. */
char nd_toml_peek(const struct nd_toml_scanner *scanner, size_t ahead);
bool nd_toml_take(struct nd_toml_scanner *scanner, char c);
void nd_toml_skip_blanks(struct nd_toml_scanner *scanner);
void nd_toml_skip_to_line_end(struct nd_toml_scanner *scanner);
void nd_toml_skip_lines_and_comments(struct nd_toml_scanner *scanner);
/* True, and behind the line end, when nothing but blanks and a comment is left of the line. */
bool nd_toml_take_line_end(struct nd_toml_scanner *scanner);

/* At the opening quote of a basic or literal string, which may_be_long tells may run over several lines. */
struct nd_str nd_toml_string(struct nd_toml_scanner *scanner, bool may_be_long);
/* A key of at most room parts, with the blanks around it; false when it failed. */
bool nd_toml_path(struct nd_toml_scanner *scanner, size_t room, struct nd_toml_path *path) ND_MUST_CHECK;
/* An unquoted value: number, boolean, date or time. Empty when there is none. */
struct nd_str nd_toml_token(const struct nd_toml_scanner *scanner);

/*
 * Gives value the type that text has. Dates and times stay strings, only their shape is checked; so do inf
 * and nan, which no record could hold. False when text is none of all that. value->text is set in either
 * case.
 */
bool nd_toml_type(struct nd_value *value, struct nd_str text) ND_MUST_CHECK;
/* True for dates, times and both together in the shape of RFC 3339; seconds may be missing. */
bool nd_toml_is_date(struct nd_str text);

#endif
