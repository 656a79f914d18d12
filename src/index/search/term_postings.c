#include "index/search/term_postings.h"

#include "newsdex/alloc.h"
#include "newsdex/analysis.h"
#include "newsdex/limits.h"

#include <stdlib.h>
#include <string.h>

/* The places of one word of a phrase in the document at hand. */
struct places {
    uint32_t *list;
    size_t count, capacity;
};

struct phrase {
    struct nd_postings words[ND_MAX_PHRASE_WORDS];
    struct places places[ND_MAX_PHRASE_WORDS];
    size_t at[ND_MAX_PHRASE_WORDS]; /* how far each word's list has been searched */
    size_t count;
    uint32_t *hits;
    size_t hit_capacity;
};

void nd_term_postings_fini(struct nd_term_postings *leaf) {
    if (!leaf->is_borrowed)
        nd_postings_free(&leaf->postings);
}

static void free_phrase(struct phrase *phrase) {
    for (size_t i = 0; i < phrase->count; i++) {
        nd_postings_free(&phrase->words[i]);
        free(phrase->places[i].list);
    }
    free(phrase->hits);
    free(phrase);
}

/* True when every word occurs in doc; their places are decoded then. */
static bool has_all(struct phrase *phrase, uint32_t doc) {
    for (size_t i = 0; i < phrase->count; i++) {
        const struct nd_postings *word = &phrase->words[i];
        phrase->at[i] = nd_postings_find(word, doc, phrase->at[i]);
        if (phrase->at[i] >= word->count || word->docs[phrase->at[i]] != doc)
            return false;
    }
    for (size_t i = 0; i < phrase->count; i++)
        phrase->places[i].count = nd_postings_places(&phrase->words[i], phrase->at[i],
                                                     &phrase->places[i].list, &phrase->places[i].capacity);
    return true;
}

/* True when a place of the list lies in the reach places from on, in the same column. */
static bool has_within(const struct places *places, uint32_t from, uint32_t reach) {
    size_t low = 0, high = places->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (places->list[middle] < from)
            low = middle + 1;
        else
            high = middle;
    }
    return low < places->count && places->list[low] - from <= reach &&
           places->list[low] >> ND_COLUMN_SHIFT == from >> ND_COLUMN_SHIFT;
}

static bool follows(const struct phrase *phrase, uint32_t place) {
    for (size_t i = 1; i < phrase->count; i++)
        if (!has_within(&phrase->places[i], place + (uint32_t)i, 0))
            return false;
    return true;
}

static bool opens_window(const struct phrase *phrase, uint32_t place, uint32_t reach) {
    for (size_t i = 0; i < phrase->count; i++)
        if (!has_within(&phrase->places[i], place, reach))
            return false;
    return true;
}

static int by_place(const void *a, const void *b) {
    const uint32_t *x = a, *y = b;

    return *x < *y ? -1 : *x > *y;
}

/* The places from which all words follow within reach, in any order; as FTS5's NEAR counts, between the outer
 * ones. */
static size_t find_windows(struct phrase *phrase, uint32_t reach) {
    size_t count = 0, kept = 0;

    for (size_t i = 0; i < phrase->count; i++) {
        const struct places *places = &phrase->places[i];
        phrase->hits = nd_alloc_grow(phrase->hits, &phrase->hit_capacity, count + places->count + 1,
                                     sizeof *phrase->hits);
        for (size_t k = 0; k < places->count; k++)
            if (opens_window(phrase, places->list[k], reach))
                phrase->hits[count++] = places->list[k];
    }
    qsort(phrase->hits, count, sizeof *phrase->hits, by_place);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || phrase->hits[kept - 1] != phrase->hits[i])
            phrase->hits[kept++] = phrase->hits[i];
    return kept;
}

/* The places where the phrase begins. */
static size_t find_hits(struct phrase *phrase, int distance) {
    const struct places *first = &phrase->places[0];
    size_t count = 0;

    if (distance > 0)
        return find_windows(phrase, (uint32_t)distance + 1);
    phrase->hits = nd_alloc_grow(phrase->hits, &phrase->hit_capacity, first->count + 1, sizeof *phrase->hits);
    for (size_t i = 0; i < first->count; i++)
        if (follows(phrase, first->list[i]))
            phrase->hits[count++] = first->list[i];
    return count;
}

static void match_phrase(struct phrase *phrase, int distance, struct nd_postings *out) {
    struct nd_buf list = {0};
    size_t rarest = 0;

    for (size_t i = 1; i < phrase->count; i++)
        if (phrase->words[i].count < phrase->words[rarest].count)
            rarest = i;
    for (size_t i = 0; i < phrase->words[rarest].count; i++) {
        uint32_t doc = phrase->words[rarest].docs[i];
        size_t count = has_all(phrase, doc) ? find_hits(phrase, distance) : 0;
        if (count == 0)
            continue;
        nd_buf_clear(&list);
        nd_postings_encode(phrase->hits, count, &list);
        nd_postings_add(out, doc, nd_buf_str(&list));
    }
    nd_buf_free(&list);
}

static enum nd_status read_phrase(struct nd_reader *reader, const struct nd_query_position *first,
                                  const struct nd_query_node *node, struct nd_postings *out,
                                  struct nd_error *err) {
    struct phrase *phrase = nd_alloc_array(1, sizeof *phrase);
    enum nd_status status = ND_OK;

    for (const struct nd_query_position *p = first; p != NULL && phrase->count < ND_MAX_PHRASE_WORDS;
         p = p->next) {
        bool is_prefix = p->is_prefix || (node->is_prefix && p->next == NULL);
        struct nd_postings *word = &phrase->words[phrase->count++];
        status = nd_reader_read(reader, p->forms, p->count, is_prefix, word, err);
        if (status != ND_OK || word->count == 0)
            break;
    }
    if (status == ND_OK && phrase->words[phrase->count - 1].count > 0)
        match_phrase(phrase, node->distance, out);
    free_phrase(phrase);
    return status;
}

/* One way to write the leaf. */
static enum nd_status read_way(struct nd_reader *reader, const struct nd_query_position *first,
                               const struct nd_query_node *node, struct nd_postings *out,
                               struct nd_error *err) {
    if (first->next != NULL)
        return read_phrase(reader, first, node, out, err);
    return nd_reader_read(reader, first->forms, first->count, first->is_prefix || node->is_prefix, out, err);
}

/* Keeps the places of one column. */
static void restrict_column(struct nd_postings *postings, uint32_t column) {
    struct nd_postings kept = {0};
    struct nd_buf list = {0};
    uint32_t *places = NULL;
    size_t capacity = 0;

    for (size_t i = 0; i < postings->count; i++) {
        size_t count = nd_postings_places(postings, i, &places, &capacity), from = 0, to;
        while (from < count && places[from] >> ND_COLUMN_SHIFT < column)
            from++;
        for (to = from; to < count && places[to] >> ND_COLUMN_SHIFT == column;)
            to++;
        if (from == to)
            continue;
        nd_buf_clear(&list);
        nd_postings_encode(places + from, to - from, &list);
        nd_postings_add(&kept, postings->docs[i], nd_buf_str(&list));
    }
    free(places);
    nd_buf_free(&list);
    nd_postings_free(postings);
    *postings = kept;
}

enum nd_status nd_term_postings_read(struct nd_reader *reader, struct nd_term_postings *leaf,
                                     struct nd_error *err) {
    const struct nd_query_position *way = leaf->positions;
    enum nd_status status;

    if (way == NULL)
        return ND_OK;
    status = read_way(reader, way, leaf->node, &leaf->postings, err);
    while (status == ND_OK && (way = way->instead) != NULL) {
        struct nd_postings other = {0};
        status = read_way(reader, way, leaf->node, &other, err);
        if (status == ND_OK && other.count > 0)
            nd_postings_unite(&leaf->postings, &other);
        nd_postings_free(&other);
    }
    if (status == ND_OK && leaf->column >= 0)
        restrict_column(&leaf->postings, (uint32_t)leaf->column);
    return status;
}
