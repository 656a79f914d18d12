#include "newsdex/words.h"

#include "index/fulltext/postings.h"
#include "index/fulltext/run.h"
#include "newsdex/alloc.h"
#include "newsdex/analysis.h"
#include "newsdex/json.h"

#include <stdlib.h>

struct nd_word_lister {
    struct nd_inverter *inverter;
    struct nd_analyser *analyser;
    struct nd_run run;
    struct nd_buf topics, source;
    struct nd_word *words;
    size_t word_capacity;
    uint32_t *places;
    size_t place_count, place_capacity;
    uint64_t *decoded;
    size_t decoded_capacity;
};

struct nd_word_lister *nd_word_lister_new(void) {
    struct nd_word_lister *lister = nd_alloc_array(1, sizeof *lister);

    lister->inverter = nd_inverter_new();
    nd_inverter_limit(lister->inverter, SIZE_MAX); /* so that the run is in one piece */
    lister->analyser = nd_analyser_new();
    return lister;
}

void nd_word_lister_free(struct nd_word_lister *lister) {
    if (lister == NULL)
        return;
    nd_inverter_free(lister->inverter);
    nd_analyser_free(lister->analyser);
    nd_run_free(&lister->run);
    nd_buf_free(&lister->topics);
    nd_buf_free(&lister->source);
    free(lister->words);
    free(lister->places);
    free(lister->decoded);
    free(lister);
}

/* Columns of the full-text index as engines number them. */
static const uint32_t columns_of_engines[ND_COLUMNS] = {[ND_COLUMN_TITLE] = ND_WORDS_TITLE,
                                                        [ND_COLUMN_EXCERPT] = ND_WORDS_EXCERPT,
                                                        [ND_COLUMN_TOPICS] = ND_WORDS_TOPICS,
                                                        [ND_COLUMN_BODY] = ND_WORDS_BODY};

static int by_place(const void *a, const void *b) {
    const uint32_t *x = a, *y = b;

    return *x < *y ? -1 : *x > *y;
}

/* Behind the step to the article, and before the zero byte at the end. */
static size_t decode(struct nd_word_lister *lister, struct nd_str list) {
    uint32_t *places;
    size_t count;
    bool is_sorted = true;

    list = nd_str_slice(list, 1, list.len - 1);
    lister->decoded =
        nd_alloc_grow(lister->decoded, &lister->decoded_capacity, list.len + 1, sizeof *lister->decoded);
    count = nd_postings_decode(list, 0, lister->decoded);
    lister->places = nd_alloc_grow(lister->places, &lister->place_capacity, lister->place_count + count + 1,
                                   sizeof *lister->places);
    places = lister->places + lister->place_count;
    for (size_t i = 0; i < count; i++) {
        uint32_t place = (uint32_t)lister->decoded[i];
        places[i] = columns_of_engines[place >> ND_COLUMN_SHIFT] << ND_WORD_COLUMN | (place & ND_PLACE_MASK);
        is_sorted = is_sorted && (i == 0 || places[i - 1] < places[i]);
    }
    if (!is_sorted)
        qsort(places, count, sizeof *places, by_place);
    lister->place_count += count;
    return count;
}

/* An excerpt that was cut from the body is in the index once. */
static void drop_copy(struct nd_word_lister *lister, const struct nd_stored_article *stored,
                      struct nd_columns *columns) {
    nd_buf_clear(&lister->source);
    if (nd_json_member(stored->provenance, ND_STR("excerpt"), &lister->source) &&
        nd_str_eq(nd_buf_str(&lister->source), ND_STR("first-paragraph")))
        columns->texts[ND_COLUMN_EXCERPT] = ND_STR("");
}

static enum nd_status read_run(struct nd_word_lister *lister, struct nd_word_list *list,
                               struct nd_error *err) {
    struct nd_run_reader reader;
    struct nd_run_term term;
    enum nd_status status;

    lister->place_count = 0;
    nd_run_reader_open(&reader, &lister->run, nd_run_pieces(&lister->run) - 1);
    while ((status = nd_run_next(&reader, &term, err)) == ND_OK) {
        lister->words =
            nd_alloc_grow(lister->words, &lister->word_capacity, list->count + 1, sizeof *lister->words);
        lister->words[list->count++] =
            (struct nd_word){.text = term.term, .count = decode(lister, term.list)};
    }
    nd_run_reader_close(&reader);
    for (size_t i = 0, at = 0; i < list->count; at += lister->words[i++].count)
        lister->words[i].places = lister->places + at;
    list->words = lister->words;
    return status == ND_END ? ND_OK : status;
}

enum nd_status nd_word_lister_read(struct nd_word_lister *lister, const struct nd_stored_article *stored,
                                   struct nd_word_list *list, struct nd_error *err) {
    struct nd_columns columns;
    uint32_t lengths[ND_COLUMNS];

    *list = (struct nd_word_list){0};
    nd_buf_clear(&lister->topics);
    nd_index_topics(&stored->article, &lister->topics);
    nd_index_columns(&stored->article, nd_buf_str(&lister->topics), &columns);
    drop_copy(lister, stored, &columns);
    nd_inverter_add(lister->inverter, lister->analyser, &columns, lengths);
    for (int column = 0; column < ND_COLUMNS; column++)
        list->lengths[columns_of_engines[column]] = lengths[column];
    nd_inverter_finish(lister->inverter, &lister->run);
    return read_run(lister, list, err);
}
