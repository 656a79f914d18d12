/* Any bytes: the recording replays to what direct analysis gives, and every token is well formed. */
#include "newsdex/analysis.h"
#include "newsdex/limits.h"
#include "newsdex/utf8.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t input_length, last_start;

static enum nd_status take(void *context, const struct nd_token *token) {
    bool is_marked = token->text.len > 0 && (unsigned char)token->text.ptr[0] <= ND_MARK_ACCENTED;
    struct nd_str form = nd_str_skip(token->text, is_marked);

    if (form.len == 0 || token->text.len > ND_MAX_TOKEN || !nd_utf8_valid(form, NULL))
        abort();
    if (token->start >= token->end || token->end > input_length ||
        (!token->is_colocated && token->start < last_start))
        abort();
    last_start = token->is_colocated ? last_start : token->start;
    nd_buf_addf(context, "%zu %zu %d ", token->start, token->end, token->is_colocated);
    nd_buf_add(context, token->text);
    return ND_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct nd_analyser *analyser = nd_analyser_new();
    struct nd_str text = nd_str_of((const char *)data, size);
    struct nd_buf direct = {NULL, 0, 0}, recorded = {NULL, 0, 0}, replayed = {NULL, 0, 0};

    input_length = size;
    last_start = 0;
    if (nd_analyse_document(analyser, text, take, &direct) != ND_OK ||
        nd_tokens_record(analyser, text, &recorded) != ND_OK)
        abort();
    last_start = 0;
    if (nd_tokens_replay(nd_buf_str(&recorded), take, &replayed) != ND_OK ||
        !nd_str_eq(nd_buf_str(&direct), nd_buf_str(&replayed)))
        abort();
    nd_buf_free(&direct);
    nd_buf_free(&recorded);
    nd_buf_free(&replayed);
    nd_analyser_free(analyser);
    return 0;
}
