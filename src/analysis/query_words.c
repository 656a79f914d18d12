#include "analysis/analyser.h"

#include <string.h>

/* The positions found so far. */
struct query {
    struct nd_analyser *analyser;
    const struct nd_query_options *options;
    struct nd_arena *arena;
    struct nd_query_position *first, **next;
};

static void add_form(struct query *query, struct nd_query_position *position, struct nd_str form) {
    for (size_t i = 0; i < position->count; i++)
        if (nd_str_eq(position->forms[i], form))
            return;
    position->forms[position->count++] = nd_arena_str(query->arena, form);
}

static struct nd_query_position *add_position(struct query *query, const struct nd_unit *unit,
                                              struct nd_str main) {
    struct nd_query_position *position = nd_arena_alloc(query->arena, 1, sizeof *position);

    position->forms =
        nd_arena_alloc(query->arena, 1 + 2 * query->options->language_count, sizeof *position->forms);
    position->start = unit->start;
    position->end = unit->end;
    add_form(query, position, main);
    *query->next = position;
    query->next = &position->next;
    return position;
}

/* Queries are scanned with their capitals, since some of the languages may be Turkic and others not. */
static struct nd_word find_word(const struct query *query, struct nd_str raw, unsigned language) {
    char key[ND_FOLD_WORD + 16];

    memset(key, 0, sizeof key);
    for (size_t i = 0; i < raw.len; i++)
        key[i] = nd_stem_is_turkic(language) ? raw.ptr[i] : nd_char_lower(raw.ptr[i]);
    return nd_words_find(query->analyser->words, nd_str_of(key, raw.len), language);
}

static bool has_digit(struct nd_str s) {
    for (size_t i = 0; i < s.len; i++)
        if (nd_char_is_digit(s.ptr[i]))
            return true;
    return false;
}

/*
 * A document word that is its own stem has no stem token, so the stem is looked for unmarked as well; but not
 * where it is the folded form of the word asked for, since thé must not find the, nor where it is a word that
 * stems to something else: computerized, of stem computer, must not find computer, of stem comput (in
 * languages where that can be told).
 */
static void add_stems(struct query *query, struct nd_query_position *position, struct nd_str raw,
                      struct nd_str folded) {
    const char mark = ND_MARK_STEM;

    for (size_t i = 0; i < query->options->language_count; i++) {
        struct nd_str code = query->options->languages[i], stem;
        if (!nd_stem_has_language(code))
            continue;
        stem = find_word(query, raw, nd_stem_language(code)).stem;
        if (stem.len == 0)
            stem = nd_arena_printf(query->arena, "%c%.*s", mark, (int)folded.len, folded.ptr);
        else
            stem = nd_arena_str(query->arena, stem);
        add_form(query, position, stem);
        stem = nd_str_skip(stem, 1);
        if (!nd_str_eq(stem, folded) &&
            nd_words_stem_settles(query->analyser->words, raw, nd_stem_language(code)))
            add_form(query, position, stem);
    }
}

static void take_word(struct query *query, const struct nd_unit *unit) {
    struct nd_word word = find_word(query, unit->text, 0);
    struct nd_str folded = nd_arena_str(query->arena, word.folded);
    struct nd_query_position *position;

    if (folded.len == 0)
        return;
    position = add_position(query, unit, word.accented.len > 0 ? word.accented : folded);
    if (!query->options->is_exact && !has_digit(folded))
        add_stems(query, position, unit->text, folded);
}

static enum nd_status take_unit(void *context, const struct nd_unit *unit) {
    struct query *query = context;

    if (unit->kind == ND_UNIT_WORD)
        take_word(query, unit);
    else if (unit->kind != ND_UNIT_PART && unit->kind != ND_UNIT_TAIL)
        add_position(query, unit, unit->text)->is_prefix = unit->kind == ND_UNIT_SHORT;
    return ND_OK;
}

/* Before another word a short run ends where it ends in the documents, and is found there as a tail. */
static void keep_last_prefix(struct nd_query_position *position) {
    for (; position != NULL && position->next != NULL; position = position->next)
        position->is_prefix = false;
}

struct nd_query_position *nd_analyse_query(struct nd_analyser *analyser, struct nd_str text,
                                           const struct nd_query_options *options, struct nd_arena *arena) {
    struct query query = {analyser, options, arena, NULL, &query.first};
    char code[12];
    size_t from = text.len - nd_language_tag_skip(text, code).len;

    if (nd_scan(&analyser->scanner, text, from, true, take_unit, &query) != ND_OK)
        return NULL;
    keep_last_prefix(query.first);
    return query.first;
}
