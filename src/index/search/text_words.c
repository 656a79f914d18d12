#include "index/search/text_words.h"

#include "index/fulltext/writer.h"
#include "newsdex/analysis.h"
#include "newsdex/limits.h"

#include <string.h>

/* The word at hand, whose stem may still come. */
struct reading {
    struct nd_text_word word;
    char form[ND_MAX_TOKEN];
    struct nd_str language;
    int left;        /* words that may still come */
    bool is_of_part; /* the tokens at hand are those of a part of the word, or of more than it */
    nd_text_word_sink *sink;
    void *context;
};

static void hand_out(struct reading *reading) {
    if (reading->word.form.len > 0)
        reading->sink(reading->context, &reading->word);
    reading->word = (struct nd_text_word){.form = ND_STR_NONE};
}

static enum nd_status take_token(void *context, const struct nd_token *token) {
    struct reading *reading = context;
    struct nd_str form = token->text;
    bool is_stem = form.ptr[0] == ND_MARK_STEM;

    if (token->is_colocated && (!is_stem || reading->is_of_part)) {
        reading->is_of_part |= form.ptr[0] != ND_MARK_ACCENTED;
        return ND_OK;
    }
    if (!token->is_colocated) {
        hand_out(reading);
        reading->is_of_part = false;
        if (reading->left-- == 0)
            return ND_END;
        reading->word.start = token->start;
        reading->word.end = token->end;
        reading->word.is_function =
            reading->language.len > 0 && nd_function_words_have(form, &reading->language, 1);
    }
    form = nd_str_skip(form, is_stem);
    memcpy(reading->form, form.ptr, form.len);
    reading->word.form = nd_str_of(reading->form, form.len);
    reading->word.is_stem = is_stem;
    return ND_OK;
}

int nd_text_words_read(struct nd_index *index, struct nd_str text, struct nd_str language, int most,
                       nd_text_word_sink *sink, void *context) {
    struct reading reading = {.language = language, .left = most, .sink = sink, .context = context};

    if (most > 0 && nd_analyse_document(nd_fulltext_analyser(index), text, take_token, &reading) == ND_OK)
        hand_out(&reading);
    return reading.left > 0 ? reading.left : 0;
}

int nd_text_words_read_in(struct nd_index *index, struct nd_str language, struct nd_str text, int most,
                          nd_text_word_sink *sink, void *context) {
    struct reading reading = {.left = most, .sink = sink, .context = context};

    if (most > 0 &&
        nd_analyse_text(nd_fulltext_analyser(index), language, text, take_token, &reading) == ND_OK)
        hand_out(&reading);
    return reading.left > 0 ? reading.left : 0;
}
