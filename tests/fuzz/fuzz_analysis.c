/* Any bytes: every token is well formed, and what inversion makes of the text has the same tokens. */
#include "index/fulltext/run.h"
#include "newsdex/analysis.h"
#include "newsdex/limits.h"
#include "newsdex/utf8.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct sum {
    size_t input_length, last_start, words, tokens;
    uint64_t hash; /* of all tokens with their positions, whatever their order */
};

static uint64_t hash_of(struct nd_str token, uint64_t position) {
    return nd_str_hash(token) * (2 * position + 1);
}

static enum nd_status take(void *context, const struct nd_token *token) {
    bool is_marked = token->text.len > 0 && (unsigned char)token->text.ptr[0] <= ND_MARK_ACCENTED;
    struct nd_str form = nd_str_skip(token->text, is_marked);
    struct sum *sum = context;

    if (form.len == 0 || token->text.len > ND_MAX_TOKEN || !nd_utf8_valid(form, NULL))
        abort();
    if (token->start >= token->end || token->end > sum->input_length ||
        (!token->is_colocated && token->start < sum->last_start))
        abort();
    sum->last_start = token->is_colocated ? sum->last_start : token->start;
    sum->words += !token->is_colocated || sum->words == 0;
    sum->hash += hash_of(token->text, sum->words - 1);
    sum->tokens++;
    return ND_OK;
}

/* Positions are below 2^14 in the inputs of a fuzzer, two bytes at most. */
static void take_list(struct sum *sum, const struct nd_run_term *term) {
    const unsigned char *p = (const unsigned char *)term->list.ptr, *end = p + term->list.len;
    uint64_t position = 0, step;

    if (*p++ != 1)
        abort();
    for (; p < end && *p != 0; p++) {
        step = *p & 0x7f;
        for (; *p >= 0x80; p++)
            step = step << 7 | (p[1] & 0x7f);
        position += step - 2;
        sum->hash -= hash_of(term->term, position);
        sum->tokens--;
    }
    if (p + 1 != end)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct nd_analyser *analyser = nd_analyser_new();
    struct nd_inverter *inverter = nd_inverter_new();
    struct nd_columns columns = {.texts = {{(const char *)data, size}}};
    struct sum sum = {.input_length = size};
    struct nd_run run = {0};
    struct nd_run_term term;
    uint32_t lengths[ND_COLUMNS];
    struct nd_run_reader reader;
    struct nd_error err = ND_ERROR_INIT;

    if (nd_analyse_document(analyser, columns.texts[0], take, &sum) != ND_OK)
        abort();
    nd_inverter_add(inverter, analyser, &columns, lengths);
    nd_inverter_finish(inverter, &run);
    nd_run_reader_open(&reader, &run, 0);
    while (nd_run_next(&reader, &term, &err) == ND_OK)
        take_list(&sum, &term);
    nd_run_reader_close(&reader);
    if (lengths[0] != sum.words || lengths[1] != 0 || sum.tokens != 0 || sum.hash != 0)
        abort();
    nd_run_free(&run);
    nd_inverter_free(inverter);
    nd_analyser_free(analyser);
    return 0;
}
