#include "engine/sets.h"

#include "engine/positions.h"
#include "newsdex/alloc.h"
#include "newsdex/analysis.h"

#include <stdlib.h>

static const char *const pair_fields[ND_WORDS_COLUMNS] = {[ND_WORDS_TITLE] = "pairs_title",
                                                          [ND_WORDS_EXCERPT] = "pairs_excerpt",
                                                          [ND_WORDS_TOPICS] = "pairs_topics",
                                                          [ND_WORDS_BODY] = "pairs_body"};

/* Two words side by side may be so many pairs of forms; beyond it only the words are asked for. */
enum { MOST_PAIRS = 400 };

static void add_list(struct nd_json *json, const char *name, const struct nd_word_list *words,
                     const uint64_t *members, size_t count) {
    struct nd_buf text = {0};

    if (count == 0)
        return;
    nd_json_key(json, nd_str_from(name));
    nd_json_open(json, '[');
    for (size_t i = 0; i < count; i++) {
        nd_buf_clear(&text);
        nd_positions_add_word(&text, words->words[members[i] >> 32].text);
        if ((uint32_t)members[i] != UINT32_MAX) {
            nd_buf_add_char(&text, ' ');
            nd_positions_add_word(&text, words->words[(uint32_t)members[i]].text);
        }
        nd_json_string(json, nd_buf_str(&text));
    }
    nd_json_close(json, ']');
    nd_buf_free(&text);
}

static int by_number(const void *a, const void *b) {
    const uint64_t *x = a, *y = b;

    return *x < *y ? -1 : *x > *y;
}

static size_t sort_once(uint64_t *members, size_t count) {
    size_t kept = 0;

    qsort(members, count, sizeof *members, by_number);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || members[i] != members[kept - 1])
            members[kept++] = members[i];
    return kept;
}

static bool has_column(const struct nd_word *word, int column) {
    for (size_t i = 0; i < word->count; i++)
        if ((int)(word->places[i] >> ND_WORD_COLUMN) == column)
            return true;
    return false;
}

void nd_sets_add(struct nd_json *json, const struct nd_word_list *words) {
    struct nd_positions positions = {0};
    uint64_t *members = NULL;
    size_t capacity = 0;

    nd_positions_read(&positions, words);
    for (int column = 0; column < ND_WORDS_COLUMNS; column++) {
        size_t count = 0;
        members = nd_alloc_grow(members, &capacity, words->count + 1, sizeof *members);
        for (size_t i = 0; i < words->count; i++)
            if (has_column(&words->words[i], column))
                members[count++] = (uint64_t)i << 32 | UINT32_MAX;
        add_list(json, nd_positions_fields[column], words, members, count);
        count = nd_positions_pairs(&positions, column, &members, &capacity);
        add_list(json, pair_fields[column], words, members, sort_once(members, count));
    }
    free(members);
    nd_positions_free(&positions);
}

static struct nd_str word_of(struct nd_arena *arena, struct nd_str form) {
    struct nd_buf word = {0};

    nd_positions_add_word(&word, form);
    return nd_arena_take(arena, &word);
}

/* The forms of a position; with another behind it, all pairs of both. */
static struct nd_sets_step make_step(struct nd_arena *arena, const struct nd_query_position *position,
                                     const struct nd_query_position *behind) {
    size_t others = behind == NULL ? 1 : behind->count;
    struct nd_sets_step step = {.fields = behind == NULL ? nd_positions_fields : pair_fields};

    step.forms = nd_arena_alloc(arena, position->count * others, sizeof *step.forms);
    for (size_t i = 0; i < position->count; i++)
        for (size_t k = 0; k < others; k++) {
            struct nd_str word = word_of(arena, position->forms[i]);
            if (behind != NULL) {
                struct nd_str next = word_of(arena, behind->forms[k]);
                word = nd_arena_printf(arena, "%.*s %.*s", (int)word.len, word.ptr, (int)next.len, next.ptr);
            }
            step.forms[step.count++] = word;
        }
    return step;
}

static bool has_few_pairs(const struct nd_engine_way *way) {
    const struct nd_query_position *position = way->first;

    for (size_t i = 1; i < way->count; i++, position = position->next)
        if (position->count * position->next->count > MOST_PAIRS)
            return false;
    return true;
}

static void note(const struct nd_engine_translation *translation, const struct nd_engine_way *way) {
    if (way->is_window)
        nd_buf_add_z(
            translation->notes,
            "\"a b\"~N: that the words stand near to each other is left out, only that they are there\n");
    else if (!has_few_pairs(way))
        nd_buf_add_z(translation->notes,
                     "a phrase of words with very many forms: only that they are there is asked\n");
    else if (way->count > 2)
        nd_buf_add_z(translation->notes, "a phrase of more than two words is asked for pair by pair\n");
}

size_t nd_sets_steps(const struct nd_engine_translation *translation, const struct nd_engine_way *way,
                     struct nd_sets_step **steps) {
    bool is_single = way->count == 1 || way->is_window || !has_few_pairs(way);
    size_t count = is_single ? way->count : way->count - 1;
    const struct nd_query_position *position = way->first;

    note(translation, way);
    *steps = nd_arena_alloc(translation->arena, count, sizeof **steps);
    for (size_t i = 0; i < count && position != NULL; i++, position = position->next) {
        const struct nd_query_position *behind = is_single ? NULL : position->next;
        (*steps)[i] = make_step(translation->arena, position, behind);
        (*steps)[i].is_prefix = nd_query_parts_is_prefix(way, behind == NULL ? position : behind);
    }
    return count;
}

static void add_step(struct nd_buf *out, const struct nd_query_signs *signs, const struct nd_sets_step *step,
                     int column, nd_sets_add_form *add) {
    nd_buf_add_char(out, '(');
    for (size_t i = 0; i < step->count; i++) {
        nd_buf_add_z(out, i == 0 ? "" : signs->any);
        add(out, step->fields[column], step->forms[i], step->is_prefix);
    }
    nd_buf_add_char(out, ')');
}

void nd_sets_way(const struct nd_engine_translation *translation, const struct nd_query_signs *signs,
                 const struct nd_engine_way *way, int column, nd_sets_add_form *add) {
    struct nd_buf *out = translation->out;
    struct nd_sets_step *steps;
    size_t count = nd_sets_steps(translation, way, &steps);
    bool is_first = true;

    for (int i = 0; i < ND_WORDS_COLUMNS; i++) {
        if (!nd_sets_has(column, i))
            continue;
        nd_buf_addf(out, "%s(", is_first ? "" : signs->any);
        is_first = false;
        for (size_t k = 0; k < count; k++) {
            nd_buf_add_z(out, k == 0 ? "" : signs->all);
            add_step(out, signs, &steps[k], i, add);
        }
        nd_buf_add_char(out, ')');
    }
}
