#include "analysis/run_spellings.h"

#include "newsdex/utf8.h"

enum { BYTES = 3 /* of a character in all of these scripts */, POINT = 0x30FB, LONG = 0x30FC };

struct finder {
    struct nd_arena *arena;
    struct nd_str *spellings;
    size_t count;
};

static void add(struct finder *finder, struct nd_buf *spelling) {
    if (spelling->len > 0 && finder->count < ND_SPELLINGS)
        finder->spellings[finder->count++] = nd_arena_str(finder->arena, nd_buf_str(spelling));
    nd_buf_free(spelling);
}

static bool is_hiragana(uint32_t c) {
    return c >= 0x3041 && c <= 0x3096;
}

static bool is_katakana(uint32_t c) {
    return c >= 0x30A1 && c <= 0x30FF && c != POINT;
}

static bool is_hangul(uint32_t c) {
    return c >= 0xAC00 && c <= 0xD7A3;
}

static bool is_han(uint32_t c) {
    return c >= 0x3400 && c <= 0x9FFF;
}

/* How many characters a text has that are all of a script; 0 when some are not. */
static size_t count_of(struct nd_str text, bool is_of(uint32_t)) {
    size_t count = 0;

    for (uint32_t c; text.len > 0; count++) {
        text = nd_str_skip(text, nd_utf8_decode(text, &c));
        if (!is_of(c))
            return 0;
    }
    return count;
}

/* A point between two names in Katakana; what is a list in Han (東京・大阪) is not joined. */
static bool is_point(uint32_t before, uint32_t c, uint32_t after) {
    bool is_middle = c == 0xB7 || c == 0x2022 || c == 0x2027;

    return ((c == POINT || is_middle) && is_katakana(before) && is_katakana(after)) ||
           (is_middle && is_han(before) && is_han(after));
}

/* Without points, and without a long vowel at the end. */
static void write_shorter(struct finder *finder, struct nd_str text) {
    enum { LOAN_WORD = 4 };
    struct nd_buf spelling = {0};
    uint32_t before = 0;
    size_t run = 0;
    bool is_other = false;

    while (text.len > 0) {
        uint32_t c, next = 0;
        struct nd_str here = text;
        text = nd_str_skip(text, nd_utf8_decode(text, &c));
        if (text.len > 0)
            (void)nd_utf8_decode(text, &next);
        run = is_katakana(c) ? run + 1 : c == POINT ? run : 0;
        if (is_point(before, c, next) || (c == LONG && run >= LOAN_WORD && text.len == 0))
            is_other = true;
        else
            nd_buf_add(&spelling, nd_str_slice(here, 0, here.len - text.len));
        before = c;
    }
    if (!is_other)
        nd_buf_clear(&spelling);
    add(finder, &spelling);
}

/* In two, none of them shorter than least. */
static void part(struct finder *finder, struct nd_str text, size_t length, size_t least) {
    for (size_t at = least; at + least <= length; at++) {
        struct nd_buf spelling = {0};
        nd_buf_add(&spelling, nd_str_slice(text, 0, at * BYTES));
        nd_buf_add_char(&spelling, ' ');
        nd_buf_add(&spelling, nd_str_skip(text, at * BYTES));
        add(finder, &spelling);
    }
}

static void write_katakana(struct finder *finder, struct nd_str text) {
    enum { DISTANCE = 0x30A1 - 0x3041 };
    struct nd_buf spelling = {0};

    for (uint32_t c; text.len > 0;) {
        text = nd_str_skip(text, nd_utf8_decode(text, &c));
        nd_utf8_add(&spelling, c + DISTANCE);
    }
    add(finder, &spelling);
}

size_t nd_run_spellings_find(struct nd_str text, struct nd_arena *arena,
                             struct nd_str spellings[ND_SPELLINGS]) {
    enum { HANGUL_PART = 2, KATAKANA_PART = 3, LONGEST = 10, SHORTEST = 2 };
    struct finder finder = {arena, spellings, 0};
    size_t hangul = count_of(text, is_hangul), katakana = count_of(text, is_katakana);

    write_shorter(&finder, text);
    if (hangul <= LONGEST && hangul > 0)
        part(&finder, text, hangul, HANGUL_PART);
    if (katakana <= LONGEST && katakana > 0)
        part(&finder, text, katakana, KATAKANA_PART);
    if (count_of(text, is_hiragana) >= SHORTEST)
        write_katakana(&finder, text);
    return finder.count;
}
