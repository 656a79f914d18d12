#include "index/copies/likeness.h"

#include "index/fulltext/number_sort.h"
#include "index/fulltext/writer.h"
#include "newsdex/alloc.h"
#include "newsdex/analysis.h"

#include <stdlib.h>
#include <xxhash.h>

enum {
    SHORT = 200, /* shingles of a text that may be a report */
    FAR = 10,    /* of which, in tenths, a text of another length has at most 9 */
    SAMPLE = 96, /* shingles */
    SAMPLE_LEAST = 39
};
static const double least_resemblance = 0.5, least_containment = 0.8;

/* A list that is being made. */
struct list {
    uint64_t *list;
    size_t count, capacity;
};

static void add(struct list *hashes, uint64_t hash) {
    hashes->list = nd_alloc_grow(hashes->list, &hashes->capacity, hashes->count + 1, sizeof *hashes->list);
    hashes->list[hashes->count++] = hash;
}

/* How many two of them have in common. Which comes next cannot be foretold: no step may be a branch. */
static size_t count_common(const struct nd_hashes *a, const struct nd_hashes *b) {
    size_t common = 0;

    for (size_t i = 0, k = 0; i < a->count && k < b->count;) {
        uint32_t x = a->list[i], y = b->list[k];
        common += x == y;
        i += x <= y;
        k += y <= x;
    }
    return common;
}

/*
 * The smallest hashes of a set are a sample of it. Of a copy at least two thirds of the shorter text are in
 * the longer: of SAMPLE hashes fewer than SAMPLE_LEAST are once in twenty million times.
 */
static bool have_little_in_common(const struct nd_hashes *shorter, const struct nd_hashes *longer) {
    const struct nd_hashes sample = {shorter->list, SAMPLE};

    return shorter->count > SAMPLE && count_common(&sample, longer) < SAMPLE_LEAST;
}

/* A text that is being read: its words, in which a number has the lowest bit. */
struct reading {
    struct nd_sketcher sketcher;
    bool has_words; /* they are asked for */
    struct list words;
};

static enum nd_status take_token(void *context, const struct nd_token *token) {
    struct reading *reading = context;
    uint64_t hash;

    if (token->is_colocated)
        return ND_OK;
    hash = XXH3_64bits(token->text.ptr, token->text.len);
    nd_sketcher_take(&reading->sketcher, token, (uint32_t)hash);
    if (reading->has_words)
        add(&reading->words, (hash & ~(uint64_t)1) | (nd_char_is_digit(token->text.ptr[0]) ? 1 : 0));
    return ND_OK;
}

static void read_column(struct nd_index *index, struct reading *reading, sqlite3_stmt *stmt, int column,
                        bool is_body) {
    const char *ptr = (const char *)sqlite3_column_text(stmt, column);
    struct nd_str text = nd_str_of(ptr == NULL ? "" : ptr, (size_t)sqlite3_column_bytes(stmt, column));

    nd_sketcher_column(&reading->sketcher, text, is_body);
    (void)!nd_analyse_words(nd_fulltext_analyser(index), text, take_token, reading);
}

void nd_shingles_reserve(struct nd_shingles *text, size_t shingles, size_t words, size_t numbers) {
    text->space =
        nd_alloc_grow(text->space, &text->capacity, shingles + words + numbers + 1, sizeof *text->space);
    text->shingles = (struct nd_hashes){text->space, shingles};
    text->words = (struct nd_hashes){text->space + shingles, words};
    text->numbers = (struct nd_hashes){text->space + shingles + words, numbers};
}

/* list may be NULL when it is empty. */
static void fill(uint32_t *space, const uint64_t *list, size_t count) {
    for (size_t i = 0; list != NULL && i < count; i++)
        space[i] = (uint32_t)list[i];
}

/* Makes the sets of the words. */
static void make_sets(const uint64_t *words, size_t count, struct nd_shingles *text) {
    struct list shingles = {0}, sides[2] = {{0}, {0}};
    uint64_t shingle = 0;

    for (size_t i = 0; i < count; i++) {
        uint64_t old = i < ND_SHINGLE_WORDS ? 0 : words[i - ND_SHINGLE_WORDS];
        shingle = nd_sketch_roll(shingle, old, words[i]);
        if (i + 1 >= ND_SHINGLE_WORDS)
            add(&shingles, nd_sketch_mix(shingle) >> 32);
    }
    shingles.count = nd_number_sort_set(shingles.list, shingles.count);
    for (size_t i = 0; i < count && shingles.count < SHORT; i++)
        add(&sides[words[i] & 1], words[i] >> 32);
    nd_shingles_reserve(text, shingles.count, sides[0].count, sides[1].count);
    fill(text->space, shingles.list, shingles.count);
    for (int i = 0; i < 2; i++) {
        nd_number_sort_bag(sides[i].list, sides[i].count);
        fill(text->space + shingles.count + (i == 0 ? 0 : sides[0].count), sides[i].list, sides[i].count);
        free(sides[i].list);
    }
    free(shingles.list);
}

/* The words of a text, of which the first so many are none of the body. */
static enum nd_status read_words(struct nd_index *index, int64_t id, struct reading *reading,
                                 size_t *before_body, struct nd_error *err) {
    sqlite3_stmt *stmt;
    enum nd_status status = nd_sql_row(index, ND_SQL_COPY_TEXT, id, &stmt, err);

    if (status != ND_OK)
        return status;
    nd_sketcher_begin(&reading->sketcher);
    read_column(index, reading, stmt, 0, false);
    read_column(index, reading, stmt, 1, false);
    *before_body = reading->words.count;
    read_column(index, reading, stmt, 2, true);
    sqlite3_reset(stmt);
    return ND_OK;
}

enum nd_status nd_shingles_read(struct nd_index *index, int64_t id, struct nd_shingles *text,
                                struct nd_error *err) {
    struct reading reading = {.has_words = true};
    size_t before_body = 0;
    enum nd_status status = read_words(index, id, &reading, &before_body, err);

    if (status != ND_OK)
        return status;
    text->sketch = *nd_sketcher_finish(&reading.sketcher);
    if (reading.words.count - before_body < ND_TEXT_WORDS)
        before_body = 0;
    make_sets(reading.words.list + before_body, reading.words.count - before_body, text);
    free(reading.words.list);
    return ND_OK;
}

enum nd_status nd_shingles_sketch(struct nd_index *index, int64_t id, struct nd_sketch *sketch,
                                  struct nd_error *err) {
    struct reading reading = {.has_words = false};
    size_t ignored;
    enum nd_status status = read_words(index, id, &reading, &ignored, err);

    if (status == ND_OK)
        *sketch = *nd_sketcher_finish(&reading.sketcher);
    return status;
}

void nd_shingles_free(struct nd_shingles *text) {
    free(text->space);
    *text = (struct nd_shingles){.sketch = {.count = 0}};
}

static size_t larger(size_t a, size_t b) {
    return a > b ? a : b;
}

/* Most of the numbers are others, and not more of the words: today's report beside yesterday's. */
static bool differ_in_numbers(const struct nd_shingles *a, const struct nd_shingles *b) {
    size_t numbers = larger(a->numbers.count, b->numbers.count),
           words = larger(a->words.count, b->words.count);
    size_t same_numbers, other_words;

    if (a->shingles.count >= SHORT || b->shingles.count >= SHORT || numbers == 0)
        return false;
    same_numbers = count_common(&a->numbers, &b->numbers);
    other_words = words - count_common(&a->words, &b->words);
    return same_numbers * 2 < numbers && other_words <= numbers - same_numbers;
}

/* Whether one text is so much shorter than the other that it is called cut. */
static bool is_shorter(size_t count, size_t than) {
    return count * FAR < than * (FAR - 1);
}

struct nd_likeness nd_likeness_of(const struct nd_shingles *lead, const struct nd_shingles *text) {
    struct nd_likeness likeness = {ND_COPY_NONE, 0, 0};
    size_t a = lead->shingles.count, b = text->shingles.count, common;
    double containment;

    if (lead->sketch.text == text->sketch.text && text->sketch.text != 0)
        return (struct nd_likeness){ND_COPY_EQUAL, 1, 1};
    if (a < ND_SHINGLES_LEAST || b < ND_SHINGLES_LEAST)
        return likeness;
    if (have_little_in_common(a < b ? &lead->shingles : &text->shingles,
                              a < b ? &text->shingles : &lead->shingles))
        return likeness;
    common = count_common(&lead->shingles, &text->shingles);
    containment = (double)common / (double)(a < b ? a : b);
    likeness.resemblance = (double)common / (double)(a + b - common);
    likeness.similarity = likeness.resemblance;
    if ((likeness.resemblance < least_resemblance && containment < least_containment) ||
        differ_in_numbers(lead, text))
        return likeness;
    likeness.kind = ND_COPY_EDITED;
    if (containment >= least_containment && (is_shorter(b, a) || is_shorter(a, b))) {
        likeness.kind = b < a ? ND_COPY_CUT : ND_COPY_CONTAINED;
        likeness.similarity = containment;
    }
    return likeness;
}

const char *nd_copy_kind_name(enum nd_copy_kind kind) {
    static const char *const names[] = {"", "lead", "equal", "edited", "cut", "contained"};

    return names[kind];
}
