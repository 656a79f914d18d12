#include "engine/postgresql.h"

#include "newsdex/alloc.h"

#include <stdlib.h>

/* A word at a place, counted through all columns. */
struct spot {
    uint32_t place, word;
};

struct nd_postgresql_pieces {
    const struct nd_word_list *words;
    uint32_t offsets[ND_WORDS_COLUMNS]; /* of the columns, between which one place is free */
    bool is_whole;                      /* one piece holds all */
    bool is_done, is_short;
    struct spot *spots; /* in order of place */
    size_t count, from; /* where the next piece begins */
    uint32_t *repeats;  /* of each word in a piece */
};

static const char weights[ND_WORDS_COLUMNS] = {
    [ND_WORDS_TITLE] = 'A', [ND_WORDS_TOPICS] = 'B', [ND_WORDS_EXCERPT] = 'C', [ND_WORDS_BODY] = 'D'};

/* The words alone, with what PostgreSQL keeps beside them. */
static size_t bytes_of(const struct nd_word *word, size_t count) {
    return word->text.len + 4 + 2 * count;
}

static bool is_whole(const struct nd_word_list *words, uint32_t places) {
    size_t bytes = 0;

    for (size_t i = 0; i < words->count; i++) {
        bytes += bytes_of(&words->words[i], words->words[i].count);
        if (words->words[i].count > ND_POSTGRESQL_REPEATS)
            return false;
    }
    return places <= ND_POSTGRESQL_PLACES && bytes <= ND_POSTGRESQL_BYTES;
}

static int by_place(const void *a, const void *b) {
    const struct spot *x = a, *y = b;

    if (x->place != y->place)
        return x->place < y->place ? -1 : 1;
    return x->word < y->word ? -1 : x->word > y->word;
}

static int by_word(const void *a, const void *b) {
    const struct spot *x = a, *y = b;

    if (x->word != y->word)
        return x->word < y->word ? -1 : 1;
    return x->place < y->place ? -1 : x->place > y->place;
}

static uint32_t place_of(const struct nd_postgresql_pieces *pieces, uint32_t place) {
    return pieces->offsets[place >> ND_WORD_COLUMN] + (place & ND_WORD_POSITION);
}

static char weight_of(const struct nd_postgresql_pieces *pieces, uint32_t place) {
    int column = ND_WORDS_COLUMNS - 1;

    while (column > 0 && pieces->offsets[column] > place)
        column--;
    return weights[column];
}

static void list_spots(struct nd_postgresql_pieces *pieces) {
    const struct nd_word_list *words = pieces->words;
    size_t all = 0;

    for (size_t i = 0; i < words->count; i++)
        all += words->words[i].count;
    pieces->spots = nd_alloc_array(all + 1, sizeof *pieces->spots);
    pieces->repeats = nd_alloc_array(words->count + 1, sizeof *pieces->repeats);
    for (size_t i = 0; i < words->count; i++)
        for (size_t k = 0; k < words->words[i].count; k++)
            pieces->spots[pieces->count++] =
                (struct spot){place_of(pieces, words->words[i].places[k]), (uint32_t)i};
    qsort(pieces->spots, pieces->count, sizeof *pieces->spots, by_place);
}

struct nd_postgresql_pieces *nd_postgresql_pieces_new(const struct nd_word_list *words) {
    struct nd_postgresql_pieces *pieces = nd_alloc_array(1, sizeof *pieces);
    uint32_t next = 1;

    pieces->words = words;
    for (size_t i = 0; i < ND_WORDS_COLUMNS; i++) {
        pieces->offsets[i] = next;
        next += words->lengths[i] + 1;
    }
    pieces->is_whole = is_whole(words, next);
    if (!pieces->is_whole)
        list_spots(pieces);
    return pieces;
}

void nd_postgresql_pieces_free(struct nd_postgresql_pieces *pieces) {
    free(pieces->spots);
    free(pieces->repeats);
    free(pieces);
}

bool nd_postgresql_pieces_are_short(const struct nd_postgresql_pieces *pieces) {
    return pieces->is_short;
}

/* A lexeme between quotes, which are doubled in it as backslashes are, and these once more for COPY. */
static void add_lexeme(struct nd_buf *out, struct nd_str text) {
    bool is_plain = true;

    for (size_t i = 0; i < text.len; i++)
        is_plain = is_plain && text.ptr[i] != '\'' && text.ptr[i] != '\\';
    nd_buf_add_char(out, '\'');
    for (size_t i = 0; i < text.len && !is_plain; i++) {
        if (text.ptr[i] == '\'' || text.ptr[i] == '\\')
            (void)nd_postgresql_copy(out, nd_str_slice(text, i, i + 1));
        (void)nd_postgresql_copy(out, nd_str_slice(text, i, i + 1));
    }
    if (is_plain)
        (void)nd_postgresql_copy(out, text);
    nd_buf_add_char(out, '\'');
}

/* Behind a colon or a comma; the weight D goes without saying. */
static void add_place(struct nd_buf *out, char sign, uint32_t place, char weight) {
    char digits[16], *end = digits + sizeof digits, *at = end;

    if (weight != 'D')
        *--at = weight;
    do {
        *--at = (char)('0' + place % 10);
        place /= 10;
    } while (place > 0);
    *--at = sign;
    nd_buf_add(out, nd_str_of(at, (size_t)(end - at)));
}

static void add_all(const struct nd_postgresql_pieces *pieces, struct nd_buf *out) {
    for (size_t i = 0; i < pieces->words->count; i++) {
        const struct nd_word *word = &pieces->words->words[i];
        add_lexeme(out, word->text);
        for (size_t k = 0; k < word->count; k++)
            add_place(out, k == 0 ? ':' : ',', place_of(pieces, word->places[k]),
                      weights[word->places[k] >> ND_WORD_COLUMN]);
        nd_buf_add_char(out, ' ');
    }
}

/* Where the piece that begins at from ends. */
static size_t end_of(struct nd_postgresql_pieces *pieces) {
    size_t to = pieces->from, bytes = 0;

    for (; to < pieces->count; to++) {
        const struct spot *spot = &pieces->spots[to];
        const struct nd_word *word = &pieces->words->words[spot->word];
        uint32_t repeats = ++pieces->repeats[spot->word];
        bytes += repeats == 1 ? bytes_of(word, 1) : 2;
        if (repeats > ND_POSTGRESQL_REPEATS || bytes > ND_POSTGRESQL_BYTES ||
            spot->place - pieces->spots[pieces->from].place >= ND_POSTGRESQL_PLACES)
            break;
    }
    for (size_t i = pieces->from; i < to || (i == to && to < pieces->count); i++)
        pieces->repeats[pieces->spots[i].word] = 0;
    /* All of a place or nothing. */
    while (to < pieces->count && to > pieces->from + 1 &&
           pieces->spots[to].place == pieces->spots[to - 1].place)
        to--;
    return to;
}

/* The next piece begins so far before the end of this one that what stands near to each other is in one. */
static void step_back(struct nd_postgresql_pieces *pieces, size_t to) {
    uint32_t first = pieces->spots[pieces->from].place, end = pieces->spots[to - 1].place + 1, next = end;
    bool is_short = end - first <= 2 * ND_POSTGRESQL_OVERLAP;

    next -= is_short ? ND_POSTGRESQL_LEAST : ND_POSTGRESQL_OVERLAP;
    pieces->is_short = pieces->is_short || is_short;
    while (pieces->from < to && pieces->spots[pieces->from].place < next)
        pieces->from++;
}

bool nd_postgresql_pieces_next(struct nd_postgresql_pieces *pieces, struct nd_buf *out) {
    struct spot *piece;
    size_t to, count;
    uint32_t shift;

    if (pieces->is_done)
        return false;
    if (pieces->is_whole || pieces->count == 0) {
        add_all(pieces, out);
        pieces->is_done = true;
        return true;
    }
    to = end_of(pieces);
    count = to - pieces->from;
    shift = pieces->spots[pieces->from].place - 1;
    piece = nd_alloc_array(count, sizeof *piece);
    for (size_t i = 0; i < count; i++)
        piece[i] = pieces->spots[pieces->from + i];
    qsort(piece, count, sizeof *piece, by_word);
    for (size_t i = 0; i < count; i++) {
        bool is_first = i == 0 || piece[i].word != piece[i - 1].word;
        if (is_first && i > 0)
            nd_buf_add_char(out, ' ');
        if (is_first)
            add_lexeme(out, pieces->words->words[piece[i].word].text);
        add_place(out, is_first ? ':' : ',', piece[i].place - shift, weight_of(pieces, piece[i].place));
    }
    free(piece);
    pieces->is_done = to == pieces->count;
    if (!pieces->is_done)
        step_back(pieces, to);
    return true;
}
