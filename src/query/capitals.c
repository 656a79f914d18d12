#include "query/capitals.h"

#include "newsdex/utf8.h"
#include "query/lexer.h"

#include <utf8proc.h>

bool nd_capitals_have_small(struct nd_str text) {
    uint32_t c;

    while (text.len > 0) {
        text = nd_str_skip(text, nd_utf8_decode(text, &c));
        if (utf8proc_islower((utf8proc_int32_t)c))
            return true;
    }
    return false;
}

static bool is_of_sentences(struct nd_str word) {
    static const char *const words[] = {"THE", "OF",   "IN",   "ON", "BY", "TO",
                                        "FOR", "FROM", "WITH", "AT", "IS", "ARE"};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (nd_str_eq(word, nd_str_from(words[i])))
            return true;
    return false;
}

bool nd_capitals_are_sentence(struct nd_str text) {
    struct nd_lexer lexer = {text};
    struct nd_lexeme lexeme;
    bool is_sentence = false;

    for (nd_lexer_next(&lexer, &lexeme); lexeme.type != ND_LEX_END; nd_lexer_next(&lexer, &lexeme)) {
        if (lexeme.type != ND_LEX_WORD || lexeme.label != NULL || lexeme.is_negated || lexeme.is_prefix ||
            nd_capitals_have_small(lexeme.text))
            return false;
        is_sentence |= is_of_sentences(lexeme.text);
    }
    return is_sentence;
}

bool nd_capitals_are_keyword(struct nd_str word) {
    return nd_str_eq(word, ND_STR("OR")) || nd_str_eq(word, ND_STR("AND")) || nd_str_eq(word, ND_STR("NOT"));
}
