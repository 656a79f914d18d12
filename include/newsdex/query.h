/*
 * The query stage: what a person typed in, a tree out. There is no syntax error: every byte string is a
 * query. What cannot be an operator is a word; what is left open is closed at the end.
 *
 * Grammar
 *   a b, a AND b      both
 *   a OR b, a | b     either; binds tighter than AND, spelled or not: x a OR b is x (a OR b)
 *   -a, a NOT b       not; - directly before a word, phrase, group or filter. -- is no operator
 *   ( )               group
 *   "a b", “a b”      exact phrase; „ “ ” « » count when they pair
 *   "a b"~5           proximity: within 5 words, in any order
 *   a*                words beginning with a; a * elsewhere is punctuation
 *   title:a           in one field: title: excerpt: topic: body: before a word, phrase or group
 *   lang:fr           filter: provider: lang: type: category: path: url: tag: note: topic:= (that name)
 *   date:2023-07      filter: date: after: since: before: until: with what nd_query_dates reads
 *
 * OR, AND and NOT count in upper case and between two operands only (NOT also at the beginning of a group);
 * elsewhere they are words. Words joined by punctuation (Qwen-7B, AT&T, don't, foo:bar) are one word here,
 * and a phrase after analysis. A filter that makes no sense (after:someday) is a word.
 *
 * Filters are taken out of the words wherever they stand, also inside ( ) and beside OR, and hold for the
 * whole query. An article passes when it matches none of the excluded filters, every date filter, and of each
 * other type at least one filter: lang:fr lang:de and lang:fr OR lang:de mean the same.
 */
#ifndef NEWSDEX_QUERY_H
#define NEWSDEX_QUERY_H

#include "newsdex/arena.h"
#include "newsdex/date.h"

enum nd_query_type {
    ND_Q_WORD,   /* text; is_prefix */
    ND_Q_PHRASE, /* text; distance > 0: within that many words, any order */
    ND_Q_AND,    /* children */
    ND_Q_OR,     /* children */
    ND_Q_NOT     /* one child; below AND only */
};

enum nd_query_field { ND_F_ANY, ND_F_TITLE, ND_F_EXCERPT, ND_F_TOPIC, ND_F_BODY };

/*
 * The tree is in normal form. AND and OR have two children or more, none of their own type. The children of
 * AND that are no NOT come first, then the NOTs; the child of a NOT is neither NOT nor OR. Only the root may
 * be an AND of NOTs alone (even of a single one), meaning all articles but those: everywhere else a NOT has
 * something to be taken from, so that a OR -b is read as -(b -a). No path is longer than ND_QUERY_MAX_HEIGHT
 * nodes; a node's text is never empty and holds neither control bytes nor a double quote, but may be
 * ill-formed UTF-8.
 */
struct nd_query_node {
    enum nd_query_type type;
    enum nd_query_field field; /* of words and phrases */
    struct nd_str text;        /* as typed, without quotes and operators; in phrases runs of blanks are one */
    bool is_prefix;
    int distance;
    unsigned repeats;                   /* how often it is said besides */
    struct nd_query_node *first, *next; /* children; next sibling */
};

/* 65 groups (ND_MAX_QUERY_DEPTH and the query), a NOT before each, a word; one group more when pruned. */
enum { ND_QUERY_MAX_HEIGHT = 133 };

enum nd_filter_type {
    ND_FILTER_PROVIDER,
    ND_FILTER_LANGUAGE,
    ND_FILTER_TOPIC, /* --topic and topic:= only, an exact name; topic: in a query searches words */
    ND_FILTER_AUTHOR,
    ND_FILTER_TYPE,
    ND_FILTER_CATEGORY,
    ND_FILTER_PATH,
    ND_FILTER_URL,
    ND_FILTER_TAG,
    ND_FILTER_NOTE,    /* a note that contains the text, or "*": any note */
    ND_FILTER_ARRIVAL, /* came after that row of the table arrival */
    ND_FILTER_DATE     /* from inclusive, until exclusive, as RFC 3339 days; the last */
};

enum { ND_FILTER_TYPES = ND_FILTER_DATE + 1 };

struct nd_filter {
    enum nd_filter_type type;
    bool is_excluded;
    struct nd_str text;                         /* all but dates: what to match, ASCII case ignored */
    char from[ND_DATE_MAX], until[ND_DATE_MAX]; /* dates: "" when open, never both; compare as text */
    struct nd_filter *next;
};

struct nd_query {
    struct nd_query_node *root; /* NULL: no words, filters only */
    struct nd_filter *filters;
    struct nd_arena *arena; /* of the nodes, also of those that come later */
    bool is_emptied;        /* there were words, and pruning left none */
    bool is_cut;            /* there was more than ND_MAX_QUERY or ND_MAX_QUERY_TERMS */
};

struct nd_query_settings {
    bool any;             /* words of the top level are ORed, but for those joined by a written AND; operators
                             are passed over in a sentence in capitals */
    struct nd_date today; /* what "today", "7d" count from; all zero: those are not understood */
};

/*
 * Reads text (any bytes) into a tree in the arena. Never fails; settings may be NULL. Linear in the length;
 * what exceeds ND_MAX_QUERY, ND_MAX_QUERY_TERMS or ND_MAX_QUERY_DEPTH is ignored; is_cut tells of the first
 * two. A term counts 32 bytes more than its text, so that the printed form stays within ND_MAX_QUERY.
 */
struct nd_query *nd_query_parse(struct nd_str text, const struct nd_query_settings *settings,
                                struct nd_arena *arena);

/* Appends a canonical spelling; parsing that (with any unset) gives an equal tree, and prints the same. */
void nd_query_print(const struct nd_query *query, struct nd_buf *out);

/* True when trees and filters are the same, in the same order. */
bool nd_query_equal(const struct nd_query *a, const struct nd_query *b);

/* Whether a word or phrase is worth searching for; analysis knows. */
typedef bool nd_query_keep(void *context, const struct nd_query_node *leaf);

/*
 * Takes out the words and phrases that keep refuses, as if they had not been typed, and whatever is empty
 * then. The tree is changed in place, but stays in normal form: rock & roll has two words left, (& -b) OR c
 * becomes -(b -c). Twice is as good as once, so a query may be searched for again.
 */
void nd_query_prune(struct nd_query *query, nd_query_keep *keep, void *context);

/* Whether what two words behind each other are together is a word of its own; the index knows. */
typedef bool nd_query_is_word(void *context, const struct nd_query_node *first,
                              const struct nd_query_node *second);

/*
 * How many of the words behind the first others write in one with it: the groups of a number (10 000),
 * letters and digits (covid 19, 10 pm), or letters that are a word together (web site).
 */
size_t nd_query_in_one(const struct nd_query_node *first, nd_query_is_word *is_word, void *context);

/*
 * Words that must all be there and that others write in one also stand for that: the query becomes
 * (10 000) OR 10000. In place, as above; twice is as good as once.
 */
void nd_query_unite(struct nd_query *query, nd_query_is_word *is_word, void *context);

/*
 * Adds a filter as if it had been typed as name:text (topic: the exact name); false, and nothing added, when
 * there is no such filter or the value makes no sense (empty, a bad date).
 */
bool nd_query_add_filter(struct nd_query *query, struct nd_str name, struct nd_str text,
                         const struct nd_query_settings *settings, struct nd_arena *arena);

/* The names that mean something before a word, with their colon, one for each meaning; absent behind the
 * last. */
struct nd_str nd_query_label(size_t number);

/*
 * Appends what of a query is read otherwise than it may have been meant, a line each and no more than a few:
 * names before a colon that are no field, dates that are none, * and ? inside words, regular expressions,
 * operators in a sentence in capitals, quotation marks and parentheses without a partner.
 */
void nd_query_notes(struct nd_str text, const struct nd_query_settings *settings, struct nd_buf *out);

/* The same of filters, wherever they are from: * and ? in their values, dates that exclude each other. */
void nd_query_note_filters(const struct nd_query *query, struct nd_buf *out);

/*
 * Queries with a name. saved:NAME is replaced by the query in parentheses before text is parsed. find gives
 * the text, in storage of its own, or an error when there is no such name.
 */
struct nd_query_names {
    enum nd_status (*find)(void *context, struct nd_str name, struct nd_str *text, struct nd_error *err);
    void *context;
};
/* False when there is no saved: in the text, so that expanding can be left out. */
bool nd_query_has_saved(struct nd_str text);
/* The name, when saved:NAME is all of the text; otherwise absent. */
struct nd_str nd_query_saved_name(struct nd_str text);
/* self: the name the text is to have itself, or absent. ND_NOT_FOUND when names go in a circle, or the text
 * becomes too long. */
enum nd_status nd_query_expand(struct nd_str text, struct nd_str self, const struct nd_query_names *names,
                               const struct nd_query_settings *settings, struct nd_arena *arena,
                               struct nd_str *out, struct nd_error *err) ND_MUST_CHECK;

/*
 * Reads a day or a span of days as queries and options write it: 2023, 2023-07, 2023-07-26 or any day that
 * nd_date_parse reads, today, yesterday, 7d, 3w, 2m, 1y (the day that long ago), and A..B of these with
 * either end open, B included; ends in the wrong order are swapped; >=A, >A, <=A and <A. from is the first
 * day, until the day after the last, "" when open or past year 9999. False when text is nothing of the kind,
 * or open at both ends.
 */
bool nd_query_dates(struct nd_str text, const struct nd_date *today, char from[ND_DATE_MAX],
                    char until[ND_DATE_MAX]);

#endif
