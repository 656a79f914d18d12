#include "index/terms/vocabulary.h"

#include "newsdex/alloc.h"

#include <stdlib.h>
#include <string.h>

/* Marked forms come before all words, see newsdex/analysis.h. */
#define FIRST_WORD ND_STR("\003")

struct counting {
    const struct nd_vocabulary_groups *groups;
    int64_t min_articles;
    struct nd_vocabulary *vocabulary;
    struct nd_term_count *counts; /* of the term at hand, in each group */
    size_t *touched;              /* the groups that have it */
    size_t touched_count;
    size_t place_mark; /* how many places there were before the term */
    uint64_t *decoded;
    size_t decoded_capacity;
};

enum nd_status nd_vocabulary_read_titles(struct nd_lengths *lengths, struct nd_vocabulary_groups *groups,
                                         struct nd_error *err) {
    groups->titles = nd_alloc_array(groups->limit / 8 + 1, 1);
    for (uint32_t id = 0; id < groups->limit; id++)
        if (nd_vocabulary_side(groups, id) != ND_VOCABULARY_NONE &&
            nd_lengths_get(lengths, id)[ND_COLUMN_TITLE] != ND_LENGTH_DERIVED_TITLE)
            groups->titles[id / 8] |= (unsigned char)(1u << id % 8);
    return nd_lengths_status(lengths, err);
}

bool nd_vocabulary_is_text(uint32_t place, bool has_own_title) {
    uint32_t column = place >> ND_COLUMN_SHIFT;

    return column == ND_COLUMN_BODY || column == ND_COLUMN_EXCERPT ||
           (column == ND_COLUMN_TITLE && has_own_title);
}

/* The places in a position list that are text: without their numbers, which need not be read. */
static int64_t count_places(struct nd_str positions, bool has_own_title) {
    const unsigned char *p = (const unsigned char *)positions.ptr, *end = p + positions.len;
    bool counts = true; /* the body */
    int64_t count = 0;

    while (p < end) {
        if (*p == 1 && p + 1 < end) {
            counts = p[1] == ND_COLUMN_EXCERPT || (p[1] == ND_COLUMN_TITLE && has_own_title);
            p += 2;
            continue;
        }
        while (p < end && *p >= 0x80)
            p++;
        p++;
        count += counts;
    }
    return count;
}

static void keep_places(struct counting *c, uint32_t article, struct nd_str positions, bool has_own_title) {
    struct nd_vocabulary *v = c->vocabulary;
    size_t count;

    c->decoded = nd_alloc_grow(c->decoded, &c->decoded_capacity, positions.len + 1, sizeof *c->decoded);
    count = nd_postings_decode(positions, article, c->decoded);
    v->places = nd_alloc_grow(v->places, &v->place_capacity, v->place_count + count, sizeof *v->places);
    for (size_t i = 0; i < count; i++)
        if (nd_vocabulary_is_text((uint32_t)c->decoded[i], has_own_title))
            v->places[v->place_count++] = (struct nd_vocabulary_place){
                c->groups->sampled[article] - 1, (uint32_t)c->decoded[i], (uint32_t)v->count};
}

static void take_posting(void *context, uint32_t article, struct nd_str positions) {
    struct counting *c = context;
    bool has_own_title;
    unsigned side = nd_vocabulary_side(c->groups, article);
    size_t group;
    int64_t count;

    if (side == ND_VOCABULARY_NONE || positions.len == 0)
        return;
    group = nd_vocabulary_group(c->groups, article, side);
    has_own_title = nd_vocabulary_has_own_title(c->groups, article);
    count = count_places(positions, has_own_title);
    if (count == 0)
        return;
    if (c->counts[group].articles == 0)
        c->touched[c->touched_count++] = group;
    c->counts[group].articles++;
    c->counts[group].occurrences += count;
    if (side == ND_VOCABULARY_HERE && c->groups->sampled != NULL && c->groups->sampled[article] > 0)
        keep_places(c, article, positions, has_own_title);
}

static void add_word(struct counting *c, struct nd_str term, size_t group, struct nd_term_count all) {
    struct nd_vocabulary *v = c->vocabulary;
    struct nd_term_count here = c->counts[group];

    v->words = nd_alloc_grow(v->words, &v->capacity, v->count + 1, sizeof *v->words);
    v->words[v->count++] = (struct nd_vocabulary_word){
        term, group, here, {all.articles - here.articles, all.occurrences - here.occurrences}};
}

static enum nd_status take_term(void *context, struct nd_str term) {
    struct counting *c = context;
    struct nd_vocabulary *v = c->vocabulary;
    struct nd_term_count all = {0};
    struct nd_str kept = ND_STR_NONE;
    size_t before = v->count;

    for (size_t i = 0; i < c->touched_count; i++) {
        all.articles += c->counts[c->touched[i]].articles;
        all.occurrences += c->counts[c->touched[i]].occurrences;
    }
    for (size_t i = 0; i < c->touched_count; i++) {
        size_t group = c->touched[i];
        v->occurrences[group] += c->counts[group].occurrences;
        if (c->counts[group].articles >= c->min_articles && (c->groups->periods != NULL || group == 0)) {
            kept = kept.ptr == NULL ? nd_arena_str(v->arena, term) : kept;
            add_word(c, kept, group, all);
        }
    }
    for (size_t i = 0; i < c->touched_count; i++)
        c->counts[c->touched[i]] = (struct nd_term_count){0};
    c->touched_count = 0;
    if (v->count == before)
        v->place_count = c->place_mark;
    c->place_mark = v->place_count;
    return ND_OK;
}

enum nd_status nd_vocabulary_read(struct nd_reader *reader, const struct nd_vocabulary_groups *groups,
                                  int64_t min_articles, struct nd_vocabulary *vocabulary,
                                  struct nd_error *err) {
    struct counting c = {.groups = groups, .min_articles = min_articles, .vocabulary = vocabulary};
    const struct nd_posting_visitor visitor = {take_posting, take_term, &c};
    enum nd_status status;

    vocabulary->arena = nd_arena_new();
    vocabulary->occurrences = nd_alloc_array(groups->count + 1, sizeof *vocabulary->occurrences);
    c.counts = nd_alloc_array(groups->count + 1, sizeof *c.counts);
    c.touched = nd_alloc_array(groups->count + 1, sizeof *c.touched);
    status = nd_reader_walk(reader, FIRST_WORD, &visitor, err);
    free(c.counts);
    free(c.touched);
    free(c.decoded);
    return status;
}

void nd_vocabulary_fini(struct nd_vocabulary *vocabulary) {
    nd_arena_free(vocabulary->arena);
    free(vocabulary->words);
    free(vocabulary->places);
    free(vocabulary->occurrences);
}
