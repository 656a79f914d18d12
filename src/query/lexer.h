/*
 * Query text into lexemes. Blanks are ASCII blanks, control characters and the Unicode spaces; a word is what
 * stands between blanks, quotes, parentheses and bars. Every byte of the text is consumed once.
 */
#ifndef QUERY_LEXER_H
#define QUERY_LEXER_H

#include "query/label.h"

enum nd_lexeme_type {
    ND_LEX_END,
    ND_LEX_WORD,
    ND_LEX_QUOTE,
    ND_LEX_OPEN,  /* ( */
    ND_LEX_CLOSE, /* ) */
    ND_LEX_OR     /* | or || */
};

/* All strings borrow from the text. */
struct nd_lexeme {
    enum nd_lexeme_type type;
    bool is_negated;              /* a single - stands directly before it */
    const struct nd_label *label; /* of a word, a quote or (; or NULL */
    struct nd_str written; /* word, or label of a quote, as typed: what it is if the label means nothing */
    struct nd_str text;    /* word behind its label, or what the quotes enclose */
    bool is_prefix;        /* a word with a * behind it */
    int distance;          /* of a quote */
};

struct nd_lexer {
    struct nd_str rest;
};

void nd_lexer_next(struct nd_lexer *lexer, struct nd_lexeme *lexeme);

/* True when text would be read as one word, whatever that word means. */
bool nd_query_is_bare(struct nd_str text);

#endif
