#include "analysis/analyser.h"
#include "analysis/han.h"
#include "analysis/prefixes.h"
#include "analysis/run_spellings.h"
#include "analysis/variants.h"

#include <string.h>

/* The positions found so far. */
struct query {
    struct nd_analyser *analyser;
    const struct nd_query_options *options;
    struct nd_arena *arena;
    struct nd_query_position *first, **next;
    struct nd_buf united; /* the text with the words in one that are joined */
    size_t united_from, united_until;
    bool is_united, has_runs;
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

    position->forms = nd_arena_alloc(
        query->arena, 2 + 2 * query->options->language_count + ND_PREFIXES_MOST + ND_VARIANTS_MOST,
        sizeof *position->forms);
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

/*
 * A document word that is its own stem has no stem token, so the stem is looked for unmarked as well; but not
 * where it is the folded form of the word asked for, since thé must not find the, nor where it is a word that
 * stems to something else: computerized, of stem computer, must not find computer, of stem comput (in
 * languages where that can be told).
 */
static void add_stems(struct query *query, struct nd_query_position *position, struct nd_str raw,
                      struct nd_str folded) {
    char *marked = nd_arena_bytes(query->arena, folded.len + 1);

    marked[0] = ND_MARK_STEM;
    memcpy(marked + 1, folded.ptr, folded.len);
    for (size_t i = 0; i < query->options->language_count; i++) {
        unsigned language = nd_stem_language(query->options->languages[i]);
        struct nd_str stem;
        if (!nd_stem_has_algorithm(language))
            continue;
        stem = find_word(query, raw, language).stem;
        stem = stem.len > 0 ? nd_arena_str(query->arena, stem) : nd_str_of(marked, folded.len + 1);
        add_form(query, position, stem);
        stem = nd_str_skip(stem, 1);
        if (!nd_str_eq(stem, folded) && nd_words_stem_settles(query->analyser->words, raw, language))
            add_form(query, position, stem);
    }
}

static void add_prefixed(struct query *query, struct nd_query_position *position, struct nd_str folded) {
    struct nd_str words[ND_PREFIXES_MOST];
    size_t count = nd_prefixes_find(folded, query->arena, words);

    for (size_t i = 0; i < count; i++)
        add_form(query, position, words[i]);
}

static void add_variants(struct query *query, struct nd_query_position *position) {
    struct nd_str main = position->forms[0], tokens[ND_VARIANTS_MOST];
    size_t count =
        nd_variants_find(nd_str_skip(main, main.ptr[0] == ND_MARK_ACCENTED), query->options->languages,
                         query->options->language_count, query->arena, tokens);

    for (size_t i = 0; i < count; i++)
        add_form(query, position, tokens[i]);
}

/* What take_joined makes of the text so far. */
static void keep_text(struct query *query, struct nd_str text, size_t start) {
    if (start < query->united_until)
        return;
    if (query->united.len > 0)
        nd_buf_add_char(&query->united, ' ');
    query->united_from = query->united.len;
    nd_buf_add(&query->united, text);
}

/* In place of the word before it. */
static void take_joined(struct query *query, const struct nd_unit *unit) {
    nd_buf_cut(&query->united, query->united_from);
    nd_buf_add(&query->united, unit->text);
    query->united_until = unit->end;
    query->is_united = true;
}

static void take_word(struct query *query, const struct nd_unit *unit) {
    struct nd_word word = find_word(query, unit->text, 0);
    struct nd_str folded = nd_arena_str(query->arena, word.folded);
    struct nd_query_position *position;

    if (folded.len == 0)
        return;
    position = add_position(query, unit, word.accented.len > 0 ? word.accented : folded);
    if (query->options->is_exact)
        return;
    if (!nd_str_has_digit(folded))
        add_stems(query, position, unit->text, folded);
    add_prefixed(query, position, folded);
    add_variants(query, position);
    keep_text(query, unit->text, unit->start);
}

/* As it is written, which Japanese texts have, and in simplified characters, which all others have. */
static void take_run(struct query *query, const struct nd_unit *unit) {
    struct nd_query_position *position = add_position(query, unit, unit->text);
    char simplified[ND_MAX_TOKEN];

    position->is_prefix = unit->kind == ND_UNIT_SHORT;
    add_form(query, position, nd_han_simplify(unit->text, simplified));
}

static enum nd_status take_unit(void *context, const struct nd_unit *unit) {
    struct query *query = context;

    switch (unit->kind) {
    case ND_UNIT_WORD:
        take_word(query, unit);
        break;
    case ND_UNIT_JOINED:
        take_joined(query, unit);
        break;
    case ND_UNIT_PART:
    case ND_UNIT_TAIL:
        break;
    default:
        query->has_runs = true;
        take_run(query, unit);
    }
    return ND_OK;
}

/* Before another word a short run ends where it ends in the documents, and is found there as a tail. */
static void keep_last_prefix(struct nd_query_position *position) {
    for (; position != NULL && position->next != NULL; position = position->next)
        position->is_prefix = false;
}

/* The positions of another way to write the whole; as far as the text is concerned, they stand where that is.
 */
static struct nd_query_position *read_spelling(const struct query *query, struct nd_str spelling) {
    struct query other = {.analyser = query->analyser, .options = query->options, .arena = query->arena};
    size_t start = query->first == NULL ? 0 : query->first->start, end = start;

    other.next = &other.first;
    if (nd_scan(&query->analyser->scanner, spelling, 0, true, take_unit, &other) != ND_OK)
        other.first = NULL;
    nd_buf_free(&other.united);
    for (const struct nd_query_position *p = query->first; p != NULL; p = p->next)
        end = p->end;
    for (struct nd_query_position *p = other.first; p != NULL; p = p->next) {
        p->start = start;
        p->end = end;
    }
    return other.first;
}

/* U.S. must not find us, which the list leaves out for the country. */
static bool is_function_word(const struct query *query, struct nd_str text) {
    struct nd_str folded;

    if (text.len > ND_FOLD_WORD)
        return false;
    folded = find_word(query, text, 0).folded;
    return nd_str_eq(folded, ND_STR("us")) ||
           nd_function_words_have(folded, query->options->languages, query->options->language_count);
}

static void add_spellings(struct query *query, struct nd_str text) {
    struct nd_query_position **end = &query->first->instead;
    struct nd_str spellings[ND_SPELLINGS + 1];
    size_t count = query->has_runs ? nd_run_spellings_find(text, query->arena, spellings)
                                   : nd_spellings_find(query->first, text, query->arena, spellings);

    if (query->is_united && !query->has_runs && !is_function_word(query, nd_buf_str(&query->united)))
        spellings[count++] = nd_arena_str(query->arena, nd_buf_str(&query->united));
    for (size_t i = 0; i < count; i++) {
        *end = read_spelling(query, spellings[i]);
        if (*end != NULL)
            end = &(*end)->instead;
    }
}

struct nd_query_position *nd_analyse_query(struct nd_analyser *analyser, struct nd_str text,
                                           const struct nd_query_options *options, struct nd_arena *arena) {
    struct query query = {.analyser = analyser, .options = options, .arena = arena};
    char code[12];
    size_t from = text.len - nd_language_tag_skip(text, code).len;

    query.next = &query.first;
    if (nd_scan(&analyser->scanner, text, from, true, take_unit, &query) != ND_OK)
        query.first = NULL;
    keep_last_prefix(query.first);
    if (query.first != NULL && !options->is_exact)
        add_spellings(&query, nd_str_skip(text, from));
    nd_buf_free(&query.united);
    return query.first;
}
