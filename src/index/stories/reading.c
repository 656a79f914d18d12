#include "index/stories/reading.h"

#include "index/search/text_words.h"
#include "newsdex/alloc.h"
#include "newsdex/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>
#include <xxhash.h>

enum { SLOTS = 1 << 10, MAX_WORDS = SLOTS / 2 };

struct word {
    uint32_t hash;
    float count;
    bool is_name, is_number;
};

struct nd_story_reader {
    struct nd_index *index;
    const struct nd_story_tuning *tuning;
    struct word words[MAX_WORDS]; /* of the article at hand */
    size_t count;
    uint16_t slots[SLOTS]; /* number of a word, plus one */
    uint64_t text;
    /* What is being read. */
    struct nd_str field;
    uint32_t seed;
    float weight;
};

struct nd_story_reader *nd_story_reader_new(struct nd_index *index, const struct nd_story_tuning *tuning) {
    struct nd_story_reader *reader = nd_alloc_array(1, sizeof *reader);

    reader->index = index;
    reader->tuning = tuning;
    return reader;
}

void nd_story_reader_free(struct nd_story_reader *reader) {
    free(reader);
}

static bool is_upper(uint32_t c) {
    utf8proc_category_t category;

    if (c < 0x80)
        return c >= 'A' && c <= 'Z';
    category = utf8proc_category((utf8proc_int32_t)c);
    return category == UTF8PROC_CATEGORY_LU || category == UTF8PROC_CATEGORY_LT;
}

static bool is_opening(uint32_t c) {
    return c == ' ' || c == '"' || c == '\'' || c == '(' || c == '[' || c == 0xAB || c == 0xBB ||
           (c >= 0x2018 && c <= 0x201F);
}

/* True where a capital says nothing: a sentence begins. */
static bool begins_sentence(struct nd_str text, size_t at) {
    uint32_t c = ' ';

    while (at > 0 && is_opening(c)) {
        size_t before = nd_utf8_floor(text, at - 1);
        nd_utf8_decode(nd_str_slice(text, before, at), &c);
        at = before;
    }
    return is_opening(c) || c == '.' || c == '!' || c == '?' || c == ':' || c == '\n' || c >= 0xE0000;
}

static bool is_name(struct nd_str text, const struct nd_text_word *word) {
    uint32_t c = 0;

    nd_utf8_decode(nd_str_slice(text, word->start, word->end), &c);
    return is_upper(c) && !begins_sentence(text, word->start);
}

static struct word *find_word(struct nd_story_reader *reader, uint32_t hash) {
    size_t slot = hash & (SLOTS - 1);

    while (reader->slots[slot] != 0) {
        struct word *word = &reader->words[reader->slots[slot] - 1];
        if (word->hash == hash)
            return word;
        slot = (slot + 1) & (SLOTS - 1);
    }
    if (reader->count == MAX_WORDS)
        return NULL;
    reader->words[reader->count] = (struct word){.hash = hash};
    reader->slots[slot] = (uint16_t)++reader->count;
    return &reader->words[reader->count - 1];
}

static void take_word(void *context, const struct nd_text_word *text_word) {
    struct nd_story_reader *reader = context;
    uint32_t hash = XXH32(text_word->form.ptr, text_word->form.len, reader->seed);
    struct word *word;

    reader->text = (reader->text ^ hash) * 0x100000001B3u; /* FNV-1a, a word at a time */
    word = text_word->is_function ? NULL : find_word(reader, hash);
    if (word == NULL)
        return;
    if (word->count <= 0)
        word->is_number = nd_str_has_digit(text_word->form);
    word->count += reader->weight;
    word->is_name = word->is_name || is_name(reader->field, text_word);
}

static int read_field(struct nd_story_reader *reader, struct nd_str field, struct nd_str language,
                      double weight, int words) {
    reader->field = field;
    reader->weight = (float)weight;
    return nd_text_words_read(reader->index, field, language, words, take_word, reader);
}

static double value_of(const struct word *word, const struct nd_story_tuning *tuning) {
    double count = (double)word->count,
           value = count * (tuning->saturation + 1) / (count + tuning->saturation);

    if (word->is_number)
        return value * tuning->numbers;
    return word->is_name ? value * tuning->names : value;
}

/* The letters a code begins with: fr of fr-CA. */
static struct nd_str primary_language(struct nd_str code) {
    size_t length = 0;

    while (length < code.len && nd_char_is_alpha(code.ptr[length]))
        length++;
    return nd_str_slice(code, 0, length);
}

void nd_story_reader_read(struct nd_story_reader *reader, const struct nd_story_text *text,
                          struct nd_arena *arena, struct nd_story_item *item) {
    const struct nd_story_tuning *tuning = reader->tuning;
    struct nd_str language = primary_language(text->language);
    int left;

    memset(reader->slots, 0, sizeof reader->slots);
    reader->count = 0;
    reader->text = 0;
    reader->seed = XXH32(language.ptr, language.len, 0);
    (void)read_field(reader, text->title, language, tuning->title, tuning->title_words);
    left = read_field(reader, text->excerpt, language, 1, tuning->words);
    (void)read_field(reader, text->body, language, 1, left);
    item->text = reader->text;
    item->count = reader->count;
    item->entries = nd_arena_alloc(arena, reader->count, sizeof *item->entries);
    for (size_t i = 0; i < reader->count; i++)
        item->entries[i] =
            (struct nd_story_entry){reader->words[i].hash, (float)value_of(&reader->words[i], tuning)};
}
