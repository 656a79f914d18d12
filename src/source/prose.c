#include "source/prose.h"

#include "newsdex/utf8.h"

enum {
    RUN_WORDS = 6,  /* one behind the other: a part of a sentence */
    RUN_SIGNS = 12, /* the same where words have no blanks between them: characters */
    MOST_WORDS = 24 /* so many of such runs are prose, however much else there is */
};

struct measure {
    size_t words, prose; /* of all; of runs that are long enough */
    size_t run, signs;   /* of the run that goes on */
};

static void end_run(struct measure *m) {
    bool is_prose = m->run >= RUN_WORDS || m->signs >= RUN_SIGNS;
    size_t weight = m->run > m->signs / 2 ? m->run : m->signs / 2;

    m->words += weight;
    m->prose += is_prose ? weight : 0;
    m->run = m->signs = 0;
}

static bool is_word_sign(char c) {
    return nd_char_is_alpha(c) || nd_char_is_digit(c) || c == '\'' || c == '-';
}

/* A word of letters, with what may stand behind it in a sentence: "harbour," but not "a.b" or "--x". */
static bool is_word(struct nd_str word) {
    size_t letters = 0;

    while (word.len > 0 && nd_char_is_one_of(word.ptr[word.len - 1], ".,:;!?)\"'"))
        word.len--;
    while (word.len > 0 && (word.ptr[0] == '(' || word.ptr[0] == '"'))
        word = nd_str_skip(word, 1);
    for (size_t i = 0; i < word.len; i++) {
        if ((unsigned char)word.ptr[i] < 0x80 && !is_word_sign(word.ptr[i]))
            return false;
        letters += nd_char_is_alpha(word.ptr[i]) || (unsigned char)word.ptr[i] >= 0x80;
    }
    return letters * 2 > word.len && word.ptr[0] != '-';
}

/* Characters of scripts that have no blanks between words, roughly: those of three bytes and more. */
static size_t wide_signs(struct nd_str word) {
    size_t count = 0;

    for (size_t i = 0; i < word.len; i++)
        count += (unsigned char)word.ptr[i] >= 0xe0;
    return count;
}

/* Text between two signs that no sentence has in it. */
static void measure_piece(struct measure *m, struct nd_str piece) {
    while (piece.len > 0) {
        size_t blank = nd_str_find_char(piece, ' ');
        struct nd_str word = nd_str_slice(piece, 0, blank);
        piece = blank == SIZE_MAX ? ND_STR_NONE : nd_str_skip(piece, blank + 1);
        if (word.len == 0)
            continue;
        if (!is_word(word)) {
            end_run(m);
            m->words++;
            continue;
        }
        m->run++;
        m->signs += wide_signs(word);
    }
    end_run(m);
}

/* What programs and settings have for people to read, and what is no text of theirs. */
static bool is_comment(struct nd_str line) {
    static const char *const marks[] = {"#", "//", "/*", "* ", "*/", "--", ";", "@REM", "REM ", "::", "%%"};

    if (nd_str_eq(line, ND_STR("*")))
        return true;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (nd_str_starts_nocase(line, nd_str_from(marks[i])))
            return true;
    return false;
}

static void measure_line(struct measure *m, struct nd_str line) {
    size_t from = 0;

    for (size_t i = 0; i <= line.len; i++)
        if (i == line.len || nd_char_is_one_of(line.ptr[i], "<>{}[]=|\\`\"\t")) {
            measure_piece(m, nd_str_slice(line, from, i));
            from = i + 1;
        }
}

/* The rest of text behind a comment of XML that begins in line, which is cut before it. */
static struct nd_str behind_comment(struct nd_str *line, struct nd_str text) {
    size_t at = nd_str_find(*line, ND_STR("<!--")), end;

    if (at == SIZE_MAX || nd_str_find(nd_str_skip(*line, at), ND_STR("-->")) != SIZE_MAX)
        return text;
    *line = nd_str_slice(*line, 0, at);
    end = nd_str_find(text, ND_STR("-->"));
    return nd_str_skip(text, end == SIZE_MAX ? text.len : end + 3);
}

bool nd_prose_is_in(struct nd_str text) {
    struct measure m = {0};
    struct nd_str line;

    while (m.prose < MOST_WORDS && nd_str_next_line(&text, &line)) {
        line = nd_str_trim(line);
        if (is_comment(line))
            continue;
        text = behind_comment(&line, text);
        measure_line(&m, line);
    }
    return m.prose >= MOST_WORDS || (m.prose > 0 && m.prose * 10 >= m.words);
}

bool nd_prose_has_any(struct nd_str text, const char *const *phrases, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (nd_str_find(text, nd_str_from(phrases[i])) != SIZE_MAX)
            return true;
    return false;
}
