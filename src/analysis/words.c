#include "analysis/words.h"

#include "newsdex/alloc.h"
#include "newsdex/analysis.h"
#include "newsdex/limits.h"
#include "newsdex/utf8.h"

#include <stdlib.h>
#include <string.h>

enum {
    ENTRY_SIZE = 64, /* a cache line; words that do not fit are analysed each time */
    ENTRY_BYTES = ENTRY_SIZE - 16,
    MOST_ENTRIES = 32768, /* a power of two; two entries make a bucket */
    GROWTH = 4,
    FIRST_ENTRIES = 512, /* enough for a few snippets; every page of memory touched anew costs time */
    STEP = 8             /* keys are hashed and compared eight bytes at a time */
};

/* Offsets into bytes: the key, padded with zeros to a multiple of STEP, then the forms in turn. */
struct entry {
    uint8_t key_length, language; /* key_length 0: free */
    uint8_t folded_at, folded_length;
    uint8_t accented_at, accented_length;
    uint8_t stem_length, unused;
    uint32_t notes[2]; /* of the folded form and the stem */
    char bytes[ENTRY_BYTES];
};

_Static_assert(sizeof(struct entry) == ENTRY_SIZE, "entries fill cache lines");

struct nd_words {
    struct entry *entries;
    void *storage; /* what entries were aligned in */
    size_t entry_count, misses;
    struct nd_stemmers stemmers;
    struct nd_folding folding;
    struct nd_buf plain, folded, accented, stem; /* of the latest word that was not in the cache */
};

/* An empty cache. */
static void set_entries(struct nd_words *words, size_t count) {
    free(words->storage);
    words->storage = nd_alloc_array(count + 1, sizeof *words->entries);
    words->entries = (struct entry *)(((uintptr_t)words->storage + ENTRY_SIZE - 1) / ENTRY_SIZE * ENTRY_SIZE);
    words->entry_count = count;
}

struct nd_words *nd_words_new(void) {
    struct nd_words *words = nd_alloc_array(1, sizeof *words);

    set_entries(words, FIRST_ENTRIES);
    return words;
}

void nd_words_free(struct nd_words *words) {
    if (words == NULL)
        return;
    nd_stemmers_fini(&words->stemmers);
    nd_buf_free(&words->plain);
    nd_buf_free(&words->folded);
    nd_buf_free(&words->accented);
    nd_buf_free(&words->stem);
    free(words->storage);
    free(words);
}

static uint64_t load_step(const char *bytes) {
    uint64_t value;

    memcpy(&value, bytes, sizeof value);
    return value;
}

static uint64_t hash_of(struct nd_str key, unsigned language) {
    uint64_t hash = (uint64_t)language * 0x9E3779B97F4A7C15u ^ key.len;

    for (size_t i = 0; i < key.len; i += STEP) {
        hash = (hash ^ load_step(key.ptr + i)) * 0xD6E8FEB86659FD93u;
        hash ^= hash >> 32;
    }
    return hash;
}

/* The first entry of the bucket. */
static struct entry *bucket_of(const struct nd_words *words, uint64_t hash) {
    return &words->entries[hash & (words->entry_count - 2)];
}

static bool is_entry_of(const struct entry *entry, struct nd_str key, unsigned language) {
    uint64_t difference = 0;

    if (entry->key_length != key.len || entry->language != language || key.len == 0)
        return false;
    for (size_t i = 0; i < key.len; i += STEP)
        difference |= load_step(entry->bytes + i) ^ load_step(key.ptr + i);
    return difference == 0;
}

static struct nd_word word_of(struct entry *entry) {
    const char *accented = entry->bytes + entry->accented_at;

    return (struct nd_word){{entry->bytes + entry->folded_at, entry->folded_length},
                            {accented, entry->accented_length},
                            {accented + entry->accented_length, entry->stem_length},
                            &entry->notes[0],
                            &entry->notes[1]};
}

static bool is_ascii(struct nd_str s) {
    unsigned char all = 0;

    for (size_t i = 0; i < s.len; i++)
        all |= (unsigned char)s.ptr[i];
    return all < 0x80;
}

/* Stems the plain form and folds the result into words->stem, behind the mark. */
static void add_stem(struct nd_words *words, unsigned language) {
    struct nd_str stem = nd_stem(&words->stemmers, language, &words->plain);

    nd_buf_add_char(&words->stem, ND_MARK_STEM);
    if (is_ascii(stem)) {
        nd_buf_add(&words->stem, stem);
        return;
    }
    nd_fold_word(&words->folding, stem, false);
    nd_fold_folded(&words->folding, &words->stem);
}

/* Cuts a marked form to the limit, or empties it when it says no more than the folded form. */
static void finish_marked(struct nd_buf *form, struct nd_str folded) {
    struct nd_str unmarked = nd_str_skip(nd_buf_str(form), 1);

    if (unmarked.len == 0 || nd_str_eq(unmarked, folded))
        nd_buf_clear(form);
    else
        nd_buf_cut(form, nd_utf8_floor(nd_buf_str(form), ND_MAX_TOKEN));
}

static struct nd_word analyse_word(struct nd_words *words, struct nd_str key, unsigned language) {
    nd_buf_clear(&words->plain);
    nd_buf_clear(&words->folded);
    nd_buf_clear(&words->accented);
    nd_buf_clear(&words->stem);
    if (is_ascii(key) && !nd_stem_is_turkic(language)) {
        nd_buf_add(&words->plain, nd_str_slice(key, 0, ND_MAX_TOKEN));
        nd_buf_add(&words->folded, nd_buf_str(&words->plain));
    } else {
        nd_fold_word(&words->folding, key, nd_stem_is_turkic(language));
        nd_fold_plain(&words->folding, &words->plain);
        nd_fold_folded(&words->folding, &words->folded);
        nd_buf_add_char(&words->accented, ND_MARK_ACCENTED);
        nd_fold_accented(&words->folding, &words->accented);
        finish_marked(&words->accented, nd_buf_str(&words->folded));
    }
    if (language != 0 && words->folded.len > 0 && !nd_str_has_digit(nd_buf_str(&words->folded))) {
        add_stem(words, language);
        finish_marked(&words->stem, nd_buf_str(&words->folded));
    }
    return (struct nd_word){nd_buf_str(&words->folded), nd_buf_str(&words->accented),
                            nd_buf_str(&words->stem), NULL, NULL};
}

/* Puts the word into the bucket, in place of the older of its two. */
static void remember(struct entry *entry, struct nd_str key, unsigned language, const struct nd_word *word) {
    bool is_same = nd_str_eq(key, word->folded);
    size_t at = (key.len + STEP - 1) / STEP * STEP;
    size_t needed = at + (is_same ? 0 : word->folded.len) + word->accented.len + word->stem.len;

    if (needed > ENTRY_BYTES || key.len == 0 || word->folded.len == 0)
        return;
    entry[1] = entry[0];
    memset(entry, 0, sizeof *entry);
    entry->key_length = (uint8_t)key.len;
    entry->language = (uint8_t)language;
    entry->folded_at = is_same ? 0 : (uint8_t)at;
    entry->folded_length = (uint8_t)word->folded.len;
    entry->accented_length = (uint8_t)word->accented.len;
    entry->stem_length = (uint8_t)word->stem.len;
    memcpy(entry->bytes, key.ptr, key.len);
    if (!is_same) {
        memcpy(entry->bytes + at, word->folded.ptr, word->folded.len);
        at += word->folded.len;
    }
    entry->accented_at = (uint8_t)at;
    if (word->accented.len > 0)
        memcpy(entry->bytes + at, word->accented.ptr, word->accented.len);
    if (word->stem.len > 0)
        memcpy(entry->bytes + at + word->accented.len, word->stem.ptr, word->stem.len);
}

/* NULL when the word is not in the cache. */
static inline struct entry *entry_of(const struct nd_words *words, struct nd_str key, unsigned language,
                                     uint64_t hash) {
    struct entry *entry = bucket_of(words, hash);

    return is_entry_of(entry, key, language)       ? entry
           : is_entry_of(entry + 1, key, language) ? entry + 1
                                                   : NULL;
}

uint64_t nd_words_hash(struct nd_words *words, struct nd_str key, unsigned language) {
    uint64_t hash = hash_of(key, language);

    __builtin_prefetch(bucket_of(words, hash));
    return hash;
}

const uint32_t *nd_words_notes(struct nd_words *words, struct nd_str key, unsigned language, uint64_t hash) {
    const struct entry *entry = entry_of(words, key, language, hash);

    return entry == NULL ? NULL : entry->notes;
}

struct nd_word nd_words_find_hashed(struct nd_words *words, struct nd_str key, unsigned language,
                                    uint64_t hash) {
    struct entry *entry = entry_of(words, key, language, hash);
    struct nd_word word;

    if (entry != NULL)
        return word_of(entry);
    if (++words->misses == words->entry_count && words->entry_count < MOST_ENTRIES)
        set_entries(words, words->entry_count * GROWTH);
    word = analyse_word(words, key, language);
    remember(bucket_of(words, hash), key, language, &word);
    return word;
}

struct nd_word nd_words_find(struct nd_words *words, struct nd_str key, unsigned language) {
    return nd_words_find_hashed(words, key, language, hash_of(key, language));
}

bool nd_words_stem_settles(struct nd_words *words, struct nd_str raw, unsigned language) {
    struct nd_buf *word = &words->plain, *first = &words->stem;

    if (!nd_stem_keeps_accents(language))
        return true;
    nd_buf_clear(word);
    nd_buf_clear(first);
    nd_fold_word(&words->folding, raw, false);
    nd_fold_plain(&words->folding, word);
    nd_buf_add(first, nd_stem(&words->stemmers, language, word));
    nd_buf_clear(word);
    nd_buf_add(word, nd_buf_str(first));
    return nd_str_eq(nd_stem(&words->stemmers, language, word), nd_buf_str(first));
}
