/* Texts that are kept as an index of their words, each with its places. */
#include "article/fields.h"

/* The words by place: the first count of most are there, or absent. */
struct words {
    struct nd_str *at;
    size_t count, most;
};

static bool put_word(struct words *words, const struct nd_value *place, struct nd_str word) {
    struct nd_str digits = nd_value_text(place);
    size_t at = 0;

    if (digits.len == 0)
        return false;
    for (size_t i = 0; i < digits.len; i++) {
        if (!nd_char_is_digit(digits.ptr[i]))
            return false;
        at = at * 10 + (size_t)(digits.ptr[i] - '0');
        if (at >= words->most)
            return false;
    }
    words->at[at] = word;
    words->count = at + 1 > words->count ? at + 1 : words->count;
    return true;
}

/* False when a value is no list of places. */
static bool put_words(const struct nd_value *index, struct words *words) {
    for (const struct nd_value *word = index->first; word != NULL; word = word->next) {
        if (word->type != ND_LIST)
            return false;
        for (const struct nd_value *place = word->first; place != NULL; place = place->next)
            if (!put_word(words, place, word->key))
                return false;
    }
    return true;
}

static size_t count_places(const struct nd_value *index) {
    size_t count = 0;

    for (const struct nd_value *word = index->first; word != NULL; word = word->next)
        count += word->count;
    return count;
}

/* What is no such index, or has more gaps than words, stays metadata as it is written. */
bool nd_field_inverted(struct nd_record_builder *builder, const struct nd_value *value,
                       struct nd_value **leftover) {
    struct words words = {0};
    struct nd_buf text = {0};

    if (value->type != ND_MAP || value->first == NULL)
        return false;
    words.most = 2 * count_places(value);
    words.at = nd_arena_alloc(builder->arena, words.most, sizeof *words.at);
    if (!put_words(value, &words))
        return false;
    for (size_t i = 0; i < words.count; i++) {
        if (words.at[i].len == 0)
            continue;
        if (text.len > 0)
            nd_buf_add_char(&text, ' ');
        nd_buf_add(&text, words.at[i]);
    }
    if (text.len == 0) {
        nd_buf_free(&text);
        return false;
    }
    return nd_field_excerpt(builder, nd_value_string(builder->arena, nd_arena_take(builder->arena, &text)),
                            leftover);
}
