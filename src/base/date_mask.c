#include "base/date_words.h"

/* Tokens that may be a date together. */
struct stretch {
    size_t from, to; /* behind its last number or name */
    unsigned numbers;
    bool has_month, has_signs, has_clock; /* a month's name; 5.3.2024, 2024-03-05, 2024年; 10:30 */
};

static bool is_name(const struct nd_date_token *token, bool *is_month) {
    *is_month = token->meaning.months[0] != 0;
    return *is_month || token->meaning.kinds != 0;
}

/* Two numbers with a sign between them at which the second is token i. */
static bool is_joined(const struct nd_date_tokens *tokens, size_t i, const char *set) {
    return i >= 2 && tokens->list[i - 2].type == ND_DATE_NUMBER &&
           nd_date_is_sign(&tokens->list[i - 1], set) && tokens->list[i].type == ND_DATE_NUMBER &&
           !tokens->list[i].is_spaced && !tokens->list[i - 1].is_spaced;
}

/* Without one 2.7.1 may be a version. */
static bool is_year(const struct nd_date_token *token) {
    return token->value >= 1800 && token->value <= 2200;
}

/* A short name is a word of many languages. */
static bool may_begin(const struct nd_date_token *token) {
    return token->text.len >= 3 &&
           (nd_date_has_kind(token, ND_WORD_WEEKDAY) || token->meaning.months[0] != 0);
}

static struct stretch read_stretch(const struct nd_date_tokens *tokens, size_t from) {
    struct stretch stretch = {.from = from, .to = from};

    for (size_t i = from; i < tokens->count; i++) {
        const struct nd_date_token *token = &tokens->list[i];
        bool is_month = false, is_number = token->type == ND_DATE_NUMBER;
        if (i == from && !is_number && !may_begin(token))
            break;
        if (!is_number && !is_name(token, &is_month) && !nd_date_is_sign(token, ".,/-:"))
            break;
        stretch.numbers += is_number;
        stretch.has_month = stretch.has_month || is_month;
        if (i >= from + 2 && is_joined(tokens, i, ":"))
            stretch.has_clock = true;
        if (i >= from + 4 && is_joined(tokens, i, "./-") && is_joined(tokens, i - 2, "./-") &&
            (is_year(token) || is_year(&tokens->list[i - 4])))
            stretch.has_signs = true;
        if (i > from && (unsigned char)token->text.ptr[0] >= 0x80 && nd_date_has_kind(token, ND_WORD_YEAR) &&
            is_year(&tokens->list[i - 1]))
            stretch.has_signs = true;
        if (is_number || is_month)
            stretch.to = i + 1;
    }
    return stretch;
}

static bool is_date(const struct stretch *stretch) {
    return (stretch->has_month && stretch->numbers > 0) || stretch->has_signs || stretch->has_clock;
}

bool nd_date_mask(struct nd_str s, struct nd_buf *out) {
    struct nd_date_tokens tokens;
    size_t at = 0;
    bool is_found = false;

    nd_date_split(s, &tokens);
    for (size_t i = 0; i < tokens.count; i++) {
        struct stretch stretch = read_stretch(&tokens, i);
        if (!is_date(&stretch))
            continue;
        nd_buf_add(out, nd_str_slice(s, at, tokens.list[stretch.from].start));
        nd_buf_add_z(out, "…");
        at = tokens.list[stretch.to - 1].end;
        i = stretch.to - 1;
        is_found = true;
    }
    nd_buf_add(out, nd_str_skip(s, at));
    return is_found;
}
