#include "index/search/compounds.h"

#include "newsdex/alloc.h"
#include "newsdex/limits.h"
#include "newsdex/map.h"

#include <stdlib.h>
#include <string.h>

enum {
    SHORTEST_PART = 4,  /* letters */
    MOST_SEEN = 400,    /* words that begin or end like a part */
    MOST_FORMS = 48,    /* of these that are looked for */
    MOST_LOOKUPS = 500, /* of what is left of them without the part */
    MOST_KNOWN = 1 << 14,
    MOST_WORDS = 1 << 12 /* whose compounds are kept from one search to the next */
};

/* The compounds of a word. */
struct known {
    struct nd_str *forms;
    size_t count;
};

struct nd_compounds {
    struct nd_reader *reader;
    struct nd_analyser *analyser;
    const struct nd_str *languages;
    size_t language_count;
    struct nd_str *writing; /* those languages that write words in one */
    size_t writing_count;
    struct nd_arena *arena, *kept,
        *scratch; /* for as long as this, as what is known, as a word is looked up */
    struct nd_function_sketch function_words;
    bool has_sketch;
    struct nd_map *indexed; /* 1: the word was found in the index, 0: it was not */
    struct nd_map *numbers; /* of words in known */
    struct known *known;
    size_t known_count, known_capacity;
};

/* A word of the index with the part in it. */
struct candidate {
    struct nd_str token;
    size_t documents;
};

/* A search for what begins or ends with a part. */
struct finder {
    struct nd_compounds *compounds;
    struct nd_str part;
    bool is_end; /* candidates end with the part, and are written from right to left */
    struct candidate *list;
    size_t count, capacity, lookups;
    struct nd_str *forms;
    size_t form_count;
};

static bool is_plain(struct nd_str word) {
    for (size_t i = 0; i < word.len; i++)
        if (word.ptr[i] < 'a' || word.ptr[i] > 'z')
            return false;
    return true;
}

static struct nd_str reversed(struct nd_str word, struct nd_arena *arena) {
    char *bytes = nd_arena_bytes(arena, word.len + 1);

    for (size_t i = 0; i < word.len; i++)
        bytes[i] = word.ptr[word.len - 1 - i];
    bytes[word.len] = '\0';
    return nd_str_of(bytes, word.len);
}

static bool may_be_compound(void *context, struct nd_str token) {
    const struct finder *finder = context;
    struct nd_str word = nd_str_skip(token, finder->is_end);

    return word.len >= finder->part.len + SHORTEST_PART && is_plain(word);
}

static enum nd_status take_candidate(void *context, struct nd_str token, size_t documents) {
    struct finder *finder = context;

    if (finder->count == MOST_SEEN)
        return ND_END;
    finder->list = nd_alloc_grow(finder->list, &finder->capacity, finder->count + 1, sizeof *finder->list);
    finder->list[finder->count++] =
        (struct candidate){nd_arena_str(finder->compounds->scratch, token), documents};
    return ND_OK;
}

/* Most words are asked for several times: for each language, form and joint. */
static bool is_indexed(struct finder *finder, struct nd_str token) {
    struct nd_compounds *compounds = finder->compounds;
    struct nd_error ignored = ND_ERROR_INIT;
    bool has = false;
    int64_t known;

    finder->lookups++;
    if (nd_map_get(compounds->indexed, token, &known))
        return known != 0;
    has = nd_reader_has(compounds->reader, token, &has, &ignored) == ND_OK && has;
    nd_map_put(compounds->indexed, token, has);
    return has;
}

static bool is_function_word(struct nd_compounds *compounds, struct nd_str word) {
    if (!compounds->has_sketch)
        nd_function_words_sketch(&compounds->function_words, compounds->languages, compounds->language_count);
    compounds->has_sketch = true;
    return nd_function_words_may_have(&compounds->function_words, word) &&
           nd_function_words_have(word, compounds->languages, compounds->language_count);
}

/* Some article has the word, as it is or as a stem, and it is none that only leads to others or ends them. */
static bool is_word(struct finder *finder, struct nd_str word) {
    char stem[ND_MAX_TOKEN] = {ND_MARK_STEM};

    if (word.len < SHORTEST_PART || word.len >= ND_MAX_TOKEN || nd_str_eq(word, ND_STR("innen")) ||
        nd_str_eq(word, ND_STR("weise")) || is_function_word(finder->compounds, word))
        return false;
    memcpy(stem + 1, word.ptr, word.len);
    return is_indexed(finder, word) || is_indexed(finder, nd_str_of(stem, word.len + 1));
}

/* What is left of the word that the token writes from right to left is a word, with or without what joins the
 * parts. */
static bool is_compound(struct finder *finder, struct nd_str token) {
    static const char *const joints[] = {"", "s", "es", "n", "en", "er", "e"};
    struct nd_str whole, rest;

    if (token.len < 1 + finder->part.len + SHORTEST_PART)
        return false;
    whole = reversed(nd_str_skip(token, 1), finder->compounds->scratch);
    if (!finder->is_end && !nd_str_starts(whole, finder->part))
        return false;
    rest = finder->is_end ? nd_str_slice(whole, 0, whole.len - finder->part.len)
                          : nd_str_skip(whole, finder->part.len);
    for (size_t i = 0; i < sizeof joints / sizeof *joints; i++) {
        struct nd_str joint = nd_str_from(joints[i]);
        size_t length = rest.len < joint.len ? 0 : rest.len - joint.len;
        struct nd_str word = finder->is_end ? nd_str_slice(rest, 0, length) : nd_str_skip(rest, joint.len);
        struct nd_str edge = finder->is_end ? nd_str_skip(rest, length) : nd_str_slice(rest, 0, joint.len);
        if (nd_str_eq(edge, joint) && is_word(finder, word))
            return true;
    }
    return false;
}

/*
 * The token by which a candidate is looked for: from right to left, so that all its inflections are found,
 * and those of other languages (landlord) are not. Empty when there is none.
 */
static struct nd_str token_of(struct finder *finder, const struct candidate *candidate) {
    const struct nd_compounds *compounds = finder->compounds;
    char bytes[ND_MAX_TOKEN];

    if (finder->is_end)
        return candidate->token;
    for (size_t i = 0; i < compounds->writing_count; i++) {
        struct nd_str token =
            nd_analyse_reversed(compounds->analyser, compounds->writing[i], candidate->token, bytes);
        if (token.len > 0 && is_indexed(finder, token))
            return nd_arena_str(compounds->scratch, token);
    }
    return ND_STR("");
}

static void add_form(struct finder *finder, struct nd_str form) {
    for (size_t i = 0; i < finder->form_count; i++)
        if (nd_str_eq(finder->forms[i], form))
            return;
    finder->forms[finder->form_count++] = form;
}

static int by_documents(const void *a, const void *b) {
    const struct candidate *x = a, *y = b;

    if (x->documents != y->documents)
        return x->documents > y->documents ? -1 : 1;
    return nd_str_cmp(x->token, y->token);
}

static void find(struct finder *finder, struct nd_str part, bool is_end, size_t most) {
    const char mark[] = {ND_MARK_REVERSED, '\0'};
    struct nd_arena *arena = finder->compounds->scratch;
    struct nd_error ignored = ND_ERROR_INIT;
    struct nd_str prefix = is_end ? nd_arena_printf(arena, "%s%s", mark, reversed(part, arena).ptr) : part;
    const struct nd_token_visitor visitor = {may_be_compound, take_candidate, finder};
    enum nd_status status;

    finder->part = part;
    finder->is_end = is_end;
    finder->count = finder->lookups = 0;
    status = nd_reader_tokens_from(finder->compounds->reader, prefix, &visitor, &ignored);
    if ((status != ND_OK && status != ND_END) || finder->count == 0)
        return;
    qsort(finder->list, finder->count, sizeof *finder->list, by_documents);
    for (size_t i = 0; i < finder->count && finder->form_count < most && finder->lookups < MOST_LOOKUPS;
         i++) {
        struct nd_str token = token_of(finder, &finder->list[i]);
        if (token.len > 0 && is_compound(finder, token))
            add_form(finder, token);
    }
}

static struct nd_str part_of(struct nd_str form) {
    return nd_str_skip(form, form.len > 0 && form.ptr[0] == ND_MARK_STEM);
}

/* Looks for the compounds of a word, of which position has the forms. */
static struct known *look_up(struct nd_compounds *compounds, const struct nd_query_position *position) {
    struct finder finder = {.compounds = compounds};
    struct known *known;

    nd_arena_reset(compounds->scratch);
    finder.forms = nd_arena_alloc(compounds->scratch, MOST_FORMS, sizeof *finder.forms);
    for (size_t i = 0; i < position->count; i++) {
        struct nd_str part = part_of(position->forms[i]);
        if (part.len < SHORTEST_PART || !is_plain(part) || is_function_word(compounds, part))
            continue;
        find(&finder, part, true, MOST_FORMS / 2);
        find(&finder, part, false, MOST_FORMS);
    }
    free(finder.list);
    compounds->known = nd_alloc_grow(compounds->known, &compounds->known_capacity, compounds->known_count + 1,
                                     sizeof *compounds->known);
    nd_map_put(compounds->numbers, position->forms[0], (int64_t)compounds->known_count);
    known = &compounds->known[compounds->known_count++];
    *known = (struct known){nd_arena_alloc(compounds->kept, finder.form_count, sizeof *known->forms),
                            finder.form_count};
    for (size_t i = 0; i < known->count; i++)
        known->forms[i] = nd_arena_str(compounds->kept, finder.forms[i]);
    return known;
}

void nd_compounds_add(struct nd_compounds *compounds, struct nd_query_position *position,
                      struct nd_arena *arena) {
    const struct known *known;
    struct nd_str *forms;
    int64_t number;

    known = nd_map_get(compounds->numbers, position->forms[0], &number) ? &compounds->known[number]
                                                                        : look_up(compounds, position);
    if (known->count == 0)
        return;
    forms = nd_arena_alloc(arena, position->count + known->count, sizeof *forms);
    memcpy(forms, position->forms, position->count * sizeof *forms);
    position->forms = forms;
    for (size_t i = 0; i < known->count; i++)
        forms[position->count++] = nd_arena_str(arena, known->forms[i]);
}

void nd_compounds_read_by(struct nd_compounds *compounds, struct nd_reader *reader) {
    compounds->reader = reader;
    if (compounds->known_count < MOST_WORDS)
        return;
    compounds->known_count = 0;
    nd_map_clear(compounds->numbers);
    nd_arena_reset(compounds->kept);
}

struct nd_compounds *nd_compounds_new(struct nd_reader *reader, struct nd_analyser *analyser,
                                      const struct nd_str *languages, size_t language_count) {
    struct nd_arena *arena = nd_arena_new();
    struct nd_str *writing = nd_arena_alloc(arena, language_count, sizeof *writing);
    struct nd_compounds *compounds;
    size_t count = 0;

    for (size_t i = 0; i < language_count; i++)
        if (nd_stem_has_compounds(languages[i]))
            writing[count++] = languages[i];
    if (count == 0) {
        nd_arena_free(arena);
        return NULL;
    }
    compounds = nd_alloc_array(1, sizeof *compounds);
    *compounds = (struct nd_compounds){.reader = reader,
                                       .analyser = analyser,
                                       .languages = languages,
                                       .language_count = language_count,
                                       .writing = writing,
                                       .writing_count = count,
                                       .arena = arena,
                                       .kept = nd_arena_new(),
                                       .scratch = nd_arena_new(),
                                       .indexed = nd_map_new(MOST_KNOWN),
                                       .numbers = nd_map_new(SIZE_MAX)};
    return compounds;
}

void nd_compounds_free(struct nd_compounds *compounds) {
    if (compounds == NULL)
        return;
    nd_arena_free(compounds->arena);
    nd_arena_free(compounds->kept);
    nd_arena_free(compounds->scratch);
    nd_map_free(compounds->indexed);
    nd_map_free(compounds->numbers);
    free(compounds->known);
    free(compounds);
}
