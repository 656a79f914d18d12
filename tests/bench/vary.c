/*
 * Makes a corpus of a chosen size out of a given one. Copies differ in their words, as new articles of the
 * same papers would: some words are exchanged for others of the corpus, by their frequency there, and a few
 * are new, so that vocabulary, URLs and the merges of an index grow as they do in an archive. A line that the
 * corpus has several times is changed alike wherever it stands in one copy: what is said of one article by
 * many stays the same thing said by many. The same arguments always give the same files.
 *
 *     vary FOLDER TARGET BYTES           files of the corpus, over and over, until there are BYTES of them
 *     vary FOLDER TARGET BYTES COUNT     COUNT articles of BYTES each, cut out of the corpus's texts
 *     vary FOLDER TARGET BYTES COUNT fresh
 *
 * Many articles cut out of few texts are near copies of each other; fresh ones are made of stretches of three
 * words, and none is a copy.
 */
#include "load.h"

#include "newsdex/str.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum {
    SHORTEST_WORD = 4,
    PER_MILLE_EXCHANGED = 60,
    PER_MILLE_NEW = 6,
    STRETCH_WORDS = 3,
    STRETCH_BYTES = 48, /* at most, of scripts without blanks */
    LINE_WORDS = 60,
    FILES_PER_FOLDER = 1000,
    SAMPLE = 1 << 20 /* words remembered to exchange others for */
};

struct vary {
    struct bench_corpus corpus;
    struct nd_str *words;
    size_t word_count;
    uint64_t state;
    struct nd_buf out, path;
};

/* splitmix64 (Steele, Lea, Flood, 2014) */
static uint64_t draw(struct vary *vary) {
    uint64_t z = vary->state += 0x9E3779B97F4A7C15u;

    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

/* The letters at s, ASCII ones or one ideograph; 0 when there are none. */
static size_t word_length(struct nd_str s) {
    size_t length = 0;
    unsigned char first = (unsigned char)s.ptr[0];

    if (first >= 0xE4 && first <= 0xE9 && s.len >= 3)
        return 3;
    while (length < s.len && nd_char_is_alpha(s.ptr[length]))
        length++;
    return length;
}

/* Keys of front matter and the words that YAML gives a meaning stay as they are. */
static bool may_change(struct nd_str rest, size_t length) {
    struct nd_str word = nd_str_slice(rest, 0, length);

    if ((unsigned char)rest.ptr[0] >= 0x80)
        return true;
    return length >= SHORTEST_WORD && (length == rest.len || rest.ptr[length] != ':') &&
           !nd_str_eq(word, ND_STR("true")) && !nd_str_eq(word, ND_STR("false")) &&
           !nd_str_eq(word, ND_STR("null")) && !nd_str_eq(word, ND_STR("https"));
}

static void add_new_word(struct vary *vary, struct nd_str word) {
    for (size_t i = 0; i < word.len; i++)
        nd_buf_add_char(&vary->out,
                        i % 2 == 1 && i + 1 < word.len ? (char)('a' + draw(vary) % 26) : word.ptr[i]);
}

static void add_word(struct vary *vary, struct nd_str word) {
    uint64_t chance = draw(vary) % 1000;
    bool is_wide = (unsigned char)word.ptr[0] >= 0x80;

    if (chance < PER_MILLE_NEW && !is_wide) {
        add_new_word(vary, word);
    } else if (chance < PER_MILLE_EXCHANGED) {
        struct nd_str other = vary->words[draw(vary) % vary->word_count];
        bool fits = ((unsigned char)other.ptr[0] >= 0x80) == is_wide;
        nd_buf_add(&vary->out, fits ? other : word);
    } else {
        nd_buf_add(&vary->out, word);
    }
}

static void vary_line(struct vary *vary, struct nd_str line) {
    while (line.len > 0) {
        size_t length = word_length(line), step = length > 0 ? length : line.ptr[0] == '\\' ? 2 : 1;
        if (length > 0 && may_change(line, length))
            add_word(vary, nd_str_slice(line, 0, length));
        else
            nd_buf_add(&vary->out, nd_str_slice(line, 0, step));
        line = nd_str_skip(line, step);
    }
}

static void vary_text(struct vary *vary, struct nd_str text, size_t copy) {
    struct nd_str line;

    while (nd_str_next_line(&text, &line)) {
        vary->state = nd_str_hash(nd_str_trim(line)) + copy;
        vary_line(vary, line);
        nd_buf_add_char(&vary->out, '\n');
    }
}

static void sample_words(struct vary *vary) {
    size_t step = vary->corpus.bytes / SAMPLE + 1, skip = 0;

    vary->words = calloc(SAMPLE + 1, sizeof *vary->words);
    if (vary->words == NULL)
        exit(2);
    for (size_t i = 0; i < vary->corpus.count; i++)
        for (struct nd_str rest = vary->corpus.texts[i]; rest.len > 0;) {
            size_t length = word_length(rest);
            if (length > 0 && may_change(rest, length) && skip++ % step == 0 && vary->word_count < SAMPLE)
                vary->words[vary->word_count++] = nd_str_slice(rest, 0, length);
            rest = nd_str_skip(rest, length > 0 ? length : 1);
        }
}

static void make_folder(const char *path) {
    if (mkdir(path, 0777) != 0 && errno != EEXIST) {
        perror(path);
        exit(2);
    }
}

static void write_file(struct vary *vary, const char *target, size_t number) {
    FILE *file;

    nd_buf_clear(&vary->path);
    nd_buf_addf(&vary->path, "%s/%05zu", target, number / FILES_PER_FOLDER);
    make_folder(vary->path.ptr);
    nd_buf_addf(&vary->path, "/%07zu.md", number);
    file = fopen(vary->path.ptr, "w");
    if (file == NULL || fwrite(vary->out.ptr, 1, vary->out.len, file) != vary->out.len || fclose(file) != 0) {
        perror(vary->path.ptr);
        exit(2);
    }
}

static void multiply(struct vary *vary, const char *target, size_t bytes) {
    for (size_t number = 0, written = 0; written < bytes; number++) {
        nd_buf_clear(&vary->out);
        vary_text(vary, vary->corpus.texts[number % vary->corpus.count], number / vary->corpus.count);
        write_file(vary, target, number);
        written += vary->out.len;
    }
}

static void begin_article(struct vary *vary, size_t number) {
    vary->state = number;
    nd_buf_clear(&vary->out);
    nd_buf_addf(&vary->out, "# Report %zu\n\n", number);
}

/* Some words of a line, from a random one on; none when the place is an odd one. */
static struct nd_str draw_stretch(struct vary *vary) {
    struct nd_str text = vary->corpus.texts[draw(vary) % vary->corpus.count];
    struct nd_str rest = nd_str_skip(text, text.len == 0 ? 0 : draw(vary) % text.len), line;
    size_t end = 0;

    if (!nd_str_next_line(&rest, &line))
        return nd_str_slice(rest, 0, 0);
    line = nd_str_trim(nd_str_skip(line, nd_str_find_char(line, ' ')));
    for (int i = 0; i < STRETCH_WORDS && end < line.len && end < STRETCH_BYTES; i++)
        end += nd_str_find_char(nd_str_skip(line, end), ' ') + 1;
    end = end > STRETCH_BYTES ? STRETCH_BYTES : end;
    while (end > 0 && end < line.len && ((unsigned char)line.ptr[end] & 0xC0) == 0x80)
        end--;
    return nd_str_trim(nd_str_slice(line, 0, end));
}

static void make_article(struct vary *vary, size_t bytes, size_t number) {
    begin_article(vary, number);
    for (size_t words = STRETCH_WORDS; vary->out.len < bytes; words += STRETCH_WORDS) {
        struct nd_str stretch = draw_stretch(vary);
        if (stretch.len == 0)
            continue;
        nd_buf_add(&vary->out, stretch);
        nd_buf_add_z(&vary->out, words % LINE_WORDS == 0 ? ".\n\n" : " ");
    }
}

/* A piece of a text from a random line on: the first words are the title. */
static void cut_article(struct vary *vary, size_t bytes, size_t number) {
    begin_article(vary, number);
    while (vary->out.len < bytes) {
        struct nd_str text = vary->corpus.texts[draw(vary) % vary->corpus.count];
        size_t from = text.len == 0 ? 0 : draw(vary) % text.len;
        struct nd_str rest = nd_str_skip(text, from), piece;

        rest = nd_str_skip(rest, nd_str_find_char(rest, '\n'));
        piece = nd_str_slice(rest, 0, bytes - vary->out.len + 3);
        while (piece.len > 0 && piece.len < rest.len && ((unsigned char)rest.ptr[piece.len] & 0xC0) == 0x80)
            piece.len--;
        vary_line(vary, piece);
        nd_buf_add_char(&vary->out, '\n');
    }
}

int main(int argc, char **argv) {
    static struct vary vary;
    size_t bytes = argc >= 4 ? strtoull(argv[3], NULL, 10) : 0;
    size_t count = argc >= 5 ? strtoull(argv[4], NULL, 10) : 0;
    bool is_fresh = argc == 6 && strcmp(argv[5], "fresh") == 0;

    if (bytes == 0 || argc > 6 || (argc == 6 && !is_fresh)) {
        fprintf(stderr, "usage: vary FOLDER TARGET BYTES [COUNT [fresh]]\n");
        return 2;
    }
    bench_load(argv[1], &vary.corpus);
    sample_words(&vary);
    if (vary.corpus.count == 0 || vary.word_count == 0) {
        fprintf(stderr, "vary: %s: no texts\n", argv[1]);
        return 2;
    }
    make_folder(argv[2]);
    if (count == 0)
        multiply(&vary, argv[2], bytes);
    for (size_t i = 0; i < count; i++) {
        (is_fresh ? make_article : cut_article)(&vary, bytes, i);
        write_file(&vary, argv[2], i);
    }
    free(vary.words);
    nd_buf_free(&vary.out);
    nd_buf_free(&vary.path);
    bench_unload(&vary.corpus);
    return 0;
}
