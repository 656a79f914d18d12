#include "article/page/page.h"

#include <utf8proc.h>

enum {
    SENTENCE_WORDS = 10, /* fewer words are a label, a caption, an exclamation */
    CLAUSE_WORDS = 5,
    MAX_SCORE = 100,  /* one long paragraph is no longer article than two */
    LOOK_BYTES = 2000 /* as much of a paragraph as is looked at */
};

/* Thai and Lao: no sign ends a sentence. */
static bool is_unmarked(uint32_t c) {
    return c >= 0x0E00 && c <= 0x0EFF;
}

/* How many characters a word has in scripts that do not separate words; 0 for those that do. */
static int word_length(uint32_t c) {
    if ((c >= 0x3040 && c <= 0x30FF) || (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) ||
        (c >= 0x20000 && c <= 0x3FFFF))
        return 2;
    return (c >= 0x0E00 && c <= 0x0EFF) || (c >= 0x1000 && c <= 0x109F) || (c >= 0x1780 && c <= 0x17FF) ? 4
                                                                                                        : 0;
}

static bool is_letter(uint32_t c) {
    utf8proc_category_t category;

    if (c < 0x80)
        return nd_char_is_alpha((char)c);
    category = utf8proc_category((utf8proc_int32_t)c);
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_ME;
}

static bool is_capital(uint32_t c) {
    return c < 0x80 ? c >= 'A' && c <= 'Z' : utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_LU;
}

static void count_words(struct nd_str text, struct nd_paragraph *paragraph) {
    int unspaced = 0, unmarked = 0;
    bool in_word = false;

    for (size_t i = 0; i < text.len;) {
        uint32_t c;
        int length;
        i += nd_utf8_decode(nd_str_skip(text, i), &c);
        length = word_length(c);
        if (length > 0) {
            unspaced += 4 / length;
            unmarked += is_unmarked(c);
            in_word = false;
        } else if (is_letter(c)) {
            paragraph->words += !in_word;
            paragraph->small += !in_word && !is_capital(c);
            in_word = true;
        } else if (c == ' ' || c == '\n' || c == '\t' || c == 0xA0) {
            in_word = false;
        }
    }
    paragraph->words += unspaced / 4;
    paragraph->small += unspaced / 4;
    paragraph->has_sentence = unmarked / 4 >= SENTENCE_WORDS;
}

/* What the words alone are worth: prose counts for an article, labels against one. */
static int score_of(const struct nd_paragraph *p) {
    bool is_prose = p->small * 20 >= p->words * 7;

    if (is_prose && p->has_sentence && p->words >= SENTENCE_WORDS)
        return p->words < MAX_SCORE ? p->words : MAX_SCORE;
    if (is_prose && p->has_sentence && p->words >= CLAUSE_WORDS)
        return 2;
    return is_prose && p->words >= 2 * SENTENCE_WORDS ? 2 : -4;
}

/* What a label says about its paragraph, whatever the words are worth. */
static void score_label(struct nd_paragraph *paragraph) {
    static const int scores[] = {
        [ND_BOILERPLATE_RELATED] = -40, [ND_BOILERPLATE_END] = -60,    [ND_BOILERPLATE_MORE] = -6,
        [ND_BOILERPLATE_TOOL] = -6,     [ND_BOILERPLATE_NOTICE] = -20,
    };

    if (paragraph->label != ND_BOILERPLATE_NONE)
        paragraph->score = scores[paragraph->label];
}

void nd_paragraph_look(const struct nd_block *block, struct nd_paragraph *paragraph) {
    struct nd_str text = nd_str_slice(block->text, 0, nd_utf8_floor(block->text, LOOK_BYTES));

    *paragraph = (struct nd_paragraph){.block = block, .label = nd_boilerplate_find_on_page(block->text)};
    count_words(text, paragraph);
    paragraph->has_sentence = paragraph->has_sentence || nd_text_has_sentence(text);
    paragraph->score = score_of(paragraph);
    score_label(paragraph);
}

void nd_paragraph_look_for_notice(struct nd_paragraph *paragraph) {
    if (paragraph->label == ND_BOILERPLATE_NONE && nd_boilerplate_is_notice(paragraph->block->text))
        paragraph->label = ND_BOILERPLATE_NOTICE;
    score_label(paragraph);
}
