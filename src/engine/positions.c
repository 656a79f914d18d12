#include "engine/positions.h"

#include "newsdex/alloc.h"
#include "newsdex/analysis.h"

#include <stdlib.h>
#include <string.h>

const char *const nd_positions_fields[ND_WORDS_COLUMNS] = {[ND_WORDS_TITLE] = "words_title",
                                                           [ND_WORDS_EXCERPT] = "words_excerpt",
                                                           [ND_WORDS_TOPICS] = "words_topics",
                                                           [ND_WORDS_BODY] = "words_body"};

/* The number of the first position of a column, through all of them. */
static size_t first_of(const struct nd_word_list *words, uint32_t column) {
    size_t first = 0;

    for (uint32_t i = 0; i < column; i++)
        first += words->lengths[i];
    return first;
}

/* Sorted by counting: words come in their order, so that those of a position do, too. */
void nd_positions_read(struct nd_positions *positions, const struct nd_word_list *words) {
    size_t all = first_of(words, ND_WORDS_COLUMNS), count = 0, bases[ND_WORDS_COLUMNS];
    uint32_t *starts;

    for (uint32_t column = 0; column < ND_WORDS_COLUMNS; column++)
        bases[column] = first_of(words, column);
    for (size_t i = 0; i < words->count; i++)
        count += words->words[i].count;
    positions->words = words;
    positions->starts =
        nd_alloc_grow(positions->starts, &positions->start_capacity, all + 2, sizeof *positions->starts);
    positions->order =
        nd_alloc_grow(positions->order, &positions->order_capacity, count + 1, sizeof *positions->order);
    starts = positions->starts;
    memset(starts, 0, (all + 2) * sizeof *starts);
    for (size_t i = 0; i < words->count; i++)
        for (size_t k = 0; k < words->words[i].count; k++) {
            uint32_t place = words->words[i].places[k];
            starts[bases[place >> ND_WORD_COLUMN] + (place & ND_WORD_POSITION) + 2]++;
        }
    for (size_t i = 2; i < all + 2; i++)
        starts[i] += starts[i - 1];
    for (size_t i = 0; i < words->count; i++)
        for (size_t k = 0; k < words->words[i].count; k++) {
            uint32_t place = words->words[i].places[k];
            positions->order[starts[bases[place >> ND_WORD_COLUMN] + (place & ND_WORD_POSITION) + 1]++] =
                (uint32_t)i;
        }
}

void nd_positions_free(struct nd_positions *positions) {
    free(positions->starts);
    free(positions->order);
}

void nd_positions_add(const struct nd_positions *positions, int column, struct nd_buf *out) {
    const struct nd_word_list *words = positions->words;
    size_t first = first_of(words, (uint32_t)column);

    for (size_t i = first; i < first + words->lengths[column]; i++) {
        uint32_t from = positions->starts[i], until = positions->starts[i + 1];
        if (i > first)
            nd_buf_add_char(out, ' ');
        if (from == until)
            nd_buf_add_char(out, '-');
        for (uint32_t k = from; k < until; k++) {
            if (k > from)
                nd_buf_add_char(out, '|');
            nd_positions_add_word(out, words->words[positions->order[k]].text);
        }
    }
}

void nd_positions_add_word(struct nd_buf *out, struct nd_str word) {
    static const char signs[] = {[ND_MARK_STEM] = '=', [ND_MARK_ACCENTED] = '@', [ND_MARK_REVERSED] = '<'};
    unsigned char first = word.len > 0 ? (unsigned char)word.ptr[0] : 0;

    if (first < sizeof signs && signs[first] != '\0') {
        nd_buf_add_char(out, signs[first]);
        word = nd_str_skip(word, 1);
    }
    nd_buf_add(out, word);
}

size_t nd_positions_pairs(const struct nd_positions *positions, int column, uint64_t **pairs,
                          size_t *capacity) {
    size_t first = first_of(positions->words, (uint32_t)column), count = 0;
    const uint32_t *starts = positions->starts;

    for (size_t i = first; i + 1 < first + positions->words->lengths[column]; i++) {
        *pairs =
            nd_alloc_grow(*pairs, capacity,
                          count + (size_t)(starts[i + 1] - starts[i]) * (starts[i + 2] - starts[i + 1]) + 1,
                          sizeof **pairs);
        for (uint32_t a = starts[i]; a < starts[i + 1]; a++)
            for (uint32_t b = starts[i + 1]; b < starts[i + 2]; b++)
                (*pairs)[count++] = (uint64_t)positions->order[a] << 32 | positions->order[b];
    }
    return count;
}
