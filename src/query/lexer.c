#include "query/lexer.h"

#include "newsdex/limits.h"
#include "query/text.h"

enum quote_family { NO_QUOTE, STRAIGHT, CURLY, GUILLEMET };

/* Which kind of double quote s begins with, and its length. Any of a kind closes any other of that kind. */
static enum quote_family quote_at(struct nd_str s, size_t *length) {
    unsigned char a = (unsigned char)s.ptr[0];

    *length = 1;
    if (a == '"')
        return STRAIGHT;
    *length = 2;
    if (nd_str_starts(s, ND_STR("\xC2\xAB")) || nd_str_starts(s, ND_STR("\xC2\xBB")))
        return GUILLEMET;
    *length = 3;
    if (s.len > 2 && nd_str_starts(s, ND_STR("\xE2\x80")) && ((unsigned char)s.ptr[2] & 0xFC) == 0x9C)
        return CURLY;
    *length = 0;
    return NO_QUOTE;
}

static bool ends_word(struct nd_str s) {
    size_t length;

    return s.ptr[0] == '(' || s.ptr[0] == ')' || s.ptr[0] == '|' || nd_query_blank(s) > 0 ||
           quote_at(s, &length) != NO_QUOTE;
}

static size_t word_length(struct nd_str s) {
    size_t n = 0;

    while (n < s.len && (!ends_word(nd_str_skip(s, n)) || nd_query_is_gershayim(s, n)))
        n++;
    return n;
}

bool nd_query_is_bare(struct nd_str text) {
    return text.len > 0 && word_length(text) == text.len;
}

/* "~5" directly behind a quote; a ~ without number there is dropped. */
static int take_distance(struct nd_str *rest) {
    int distance = 0;

    if (rest->len == 0 || rest->ptr[0] != '~')
        return 0;
    *rest = nd_str_skip(*rest, 1);
    while (rest->len > 0 && nd_char_is_digit(rest->ptr[0])) {
        distance = distance * 10 + (rest->ptr[0] - '0');
        if (distance > ND_MAX_QUERY_DISTANCE)
            distance = ND_MAX_QUERY_DISTANCE;
        *rest = nd_str_skip(*rest, 1);
    }
    return distance;
}

/*
 * Takes a quotation off *rest into text. A straight quote left open ends with the query, another kind without
 * its partner is none (and then there is no further one of its kind, so the search stays linear).
 */
static bool take_quote(struct nd_str *rest, struct nd_str *text) {
    size_t length, closing = 0, end;
    enum quote_family family = rest->len == 0 ? NO_QUOTE : quote_at(*rest, &length);

    if (family == NO_QUOTE)
        return false;
    for (end = length; end < rest->len; end++)
        if (quote_at(nd_str_skip(*rest, end), &closing) == family)
            break;
    if (end == rest->len && family != STRAIGHT)
        return false;
    *text = nd_str_slice(*rest, length, end);
    *rest = nd_str_skip(*rest, end == rest->len ? end : end + closing);
    return true;
}

/* Skips to the next lexeme: blanks, dashes and stars that belong to nothing. True when a - applies to it. */
static bool skip_to_lexeme(struct nd_str *rest) {
    bool is_negated = false;

    while (rest->len > 0) {
        size_t length = nd_query_blank(*rest);
        if (length > 0) {
            is_negated = false;
        } else if (rest->ptr[0] == '-') {
            while (length < rest->len && rest->ptr[length] == '-')
                length++;
            is_negated = length == 1;
        } else if (rest->ptr[0] == '*') {
            length = 1;
        } else {
            break;
        }
        *rest = nd_str_skip(*rest, length);
    }
    return is_negated;
}

static struct nd_str without_stars_behind(struct nd_str s) {
    while (s.len > 0 && s.ptr[s.len - 1] == '*')
        s.len--;
    return s;
}

/* A label directly before a quote or a group; only fields can stand before a group. */
static bool take_labelled(struct nd_lexer *lexer, struct nd_lexeme *lexeme) {
    if (lexeme->label->is_filter || lexer->rest.len == 0 || lexer->rest.ptr[0] != '(') {
        if (!take_quote(&lexer->rest, &lexeme->text))
            return false;
        lexeme->type = ND_LEX_QUOTE;
        if (!lexeme->label->is_filter)
            lexeme->distance = take_distance(&lexer->rest);
        return true;
    }
    lexer->rest = nd_str_skip(lexer->rest, 1);
    lexeme->type = ND_LEX_OPEN;
    return true;
}

static void take_word(struct nd_lexer *lexer, struct nd_lexeme *lexeme) {
    struct nd_str word = nd_str_slice(lexer->rest, 0, word_length(lexer->rest));
    struct nd_str value;

    lexer->rest = nd_str_skip(lexer->rest, word.len);
    lexeme->type = ND_LEX_WORD;
    lexeme->written = lexeme->text = without_stars_behind(word);
    lexeme->is_prefix = lexeme->written.len < word.len;
    lexeme->label = nd_label_find(word);
    if (lexeme->label == NULL)
        return;
    value = nd_str_skip(word, lexeme->label->name.len);
    if (value.len == 0 && take_labelled(lexer, lexeme))
        return;
    if (!lexeme->label->is_filter) {
        value = without_stars_behind(value);
        skip_to_lexeme(&value);
    }
    if (value.len == 0)
        lexeme->label = NULL;
    else
        lexeme->text = value;
}

void nd_lexer_next(struct nd_lexer *lexer, struct nd_lexeme *lexeme) {
    static const char signs[] = "()|";
    static const enum nd_lexeme_type types[] = {ND_LEX_OPEN, ND_LEX_CLOSE, ND_LEX_OR};
    size_t sign, length;

    *lexeme = (struct nd_lexeme){.type = ND_LEX_END};
    for (;;) {
        lexeme->is_negated = skip_to_lexeme(&lexer->rest);
        if (lexer->rest.len == 0)
            return;
        if (take_quote(&lexer->rest, &lexeme->text)) {
            lexeme->type = ND_LEX_QUOTE;
            lexeme->distance = take_distance(&lexer->rest);
            return;
        }
        if (quote_at(lexer->rest, &length) == NO_QUOTE)
            break;
        lexer->rest = nd_str_skip(lexer->rest, length);
    }
    sign = nd_str_find_char(ND_STR(signs), lexer->rest.ptr[0]);
    if (sign == SIZE_MAX) {
        take_word(lexer, lexeme);
        return;
    }
    lexeme->type = types[sign];
    do
        lexer->rest = nd_str_skip(lexer->rest, 1);
    while (lexeme->type == ND_LEX_OR && lexer->rest.len > 0 && lexer->rest.ptr[0] == '|');
}
