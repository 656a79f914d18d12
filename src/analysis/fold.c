#include "analysis/fold.h"

#include "newsdex/limits.h"
#include "newsdex/utf8.h"

#include <string.h>
#include <utf8proc.h>

/* Letters that Unicode does not decompose, lower case, and what they are spelled as; sorted. */
struct spelling {
    uint16_t from, to[2];
};

static const struct spelling spellings[] = {
    {0x00E6, {'a', 'e'}},
    {0x00F0, {'d'}},
    {0x00F8, {'o'}},
    {0x00FE, {'t', 'h'}},
    {0x0111, {'d'}},
    {0x0127, {'h'}},
    {0x0131, {'i'}},
    {0x0138, {'k'}},
    {0x0142, {'l'}},
    {0x014B, {'n'}},
    {0x0153, {'o', 'e'}},
    {0x0167, {'t'}},
    {0x0180, {'b'}},
    {0x0183, {'b'}},
    {0x0188, {'c'}},
    {0x018C, {'d'}},
    {0x0192, {'f'}},
    {0x0195, {'h', 'v'}},
    {0x0199, {'k'}},
    {0x019A, {'l'}},
    {0x019E, {'n'}},
    {0x01A5, {'p'}},
    {0x01AD, {'t'}},
    {0x01B4, {'y'}},
    {0x01B6, {'z'}},
    {0x01DD, {'e'}},
    {0x01E5, {'g'}},
    {0x0221, {'d'}},
    {0x0225, {'z'}},
    {0x0234, {'l'}},
    {0x0235, {'n'}},
    {0x0236, {'t'}},
    {0x0237, {'j'}},
    {0x023C, {'c'}},
    {0x023F, {'s'}},
    {0x0240, {'z'}},
    {0x0247, {'e'}},
    {0x0249, {'j'}},
    {0x024B, {'q'}},
    {0x024D, {'r'}},
    {0x024F, {'y'}},
    {0x0253, {'b'}},
    {0x0254, {'o'}},
    {0x0256, {'d'}},
    {0x0257, {'d'}},
    {0x0259, {'e'}},
    {0x025B, {'e'}},
    {0x0260, {'g'}},
    {0x0268, {'i'}},
    {0x0269, {'i'}},
    {0x026B, {'l'}},
    {0x0271, {'m'}},
    {0x0272, {'n'}},
    {0x0275, {'o'}},
    {0x0288, {'t'}},
    {0x0289, {'u'}},
    {0x028B, {'v'}},
    {0x02BE, {0}},
    {0x02BF, {0}},
    {0x0491, {0x0433}},
    {0x05F0, {0x05D5, 0x05D5}},
    {0x05F1, {0x05D5, 0x05D9}},
    {0x05F2, {0x05D9, 0x05D9}},
    {0x0629, {0x0647}},
    {0x0640, {0}},
    {0x0649, {0x064A}},
    {0x0671, {0x0627}},
    {0x06A9, {0x0643}},
    {0x06BE, {0x0647}},
    {0x06C1, {0x0647}},
    {0x06C3, {0x0647}},
    {0x06CC, {0x064A}},
    {0x06D5, {0x0647}},
    {0x1D7D, {'p'}},
    {0x2C61, {'l'}},
    {0x2C65, {'a'}},
    {0x2C66, {'t'}},
    {0x2C68, {'h'}},
    {0x2C6A, {'k'}},
    {0x2C6C, {'z'}},
};

/* How far a form keeps marks. */
enum keep { KEEP_ALL, KEEP_ACCENTS, KEEP_NONE };

static const struct spelling *find_spelling(int32_t c) {
    size_t low = 0, high = sizeof spellings / sizeof spellings[0];

    if (c < 0xE6 || c > 0xFFFF)
        return NULL;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (spellings[middle].from == c)
            return &spellings[middle];
        if (spellings[middle].from < c)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

/*
 * The vowel points and cantillation of Arabic and Hebrew, which no one types in a query, and the dot below of
 * Devanagari, which many leave out.
 */
static bool is_point(int32_t c) {
    return c == 0x093C || (c >= 0x0591 && c <= 0x05C7) || (c >= 0x0610 && c <= 0x061A) ||
           (c >= 0x064B && c <= 0x065F) || c == 0x0670 || (c >= 0x06D6 && c <= 0x06ED) ||
           (c >= 0x0890 && c <= 0x08FF) || c == 0xFB1E;
}

static bool is_accent(int32_t c) {
    return (c >= 0x0300 && c <= 0x036F) || (c >= 0x0483 && c <= 0x0487) || (c >= 0x1AB0 && c <= 0x1AFF) ||
           (c >= 0x1DC0 && c <= 0x1DFF) || (c >= 0x20D0 && c <= 0x20FF) || (c >= 0xA66F && c <= 0xA67D) ||
           (c >= 0xFE20 && c <= 0xFE2F);
}

/* Cyrillic letters that only look like a letter with an accent. */
static bool is_letter_pair(int32_t base, int32_t mark) {
    return (mark == 0x0306 && (base == 0x0438 || base == 0x0443)) || (mark == 0x0308 && base == 0x0456) ||
           (mark == 0x0301 && (base == 0x0433 || base == 0x043A));
}

static bool keeps_mark(int32_t base, int32_t mark, enum keep keep) {
    if ((base == 'i' && mark == 0x0307)) /* Turkish İ, case-folded */
        return false;
    if (keep == KEEP_ALL || (!is_accent(mark) && !is_point(mark)))
        return true;
    if (is_point(mark) || (base == 0x0435 && mark == 0x0308)) /* ё */
        return false;
    return keep == KEEP_ACCENTS || is_letter_pair(base, mark);
}

/* Decimal digits of all scripts stand in blocks of ten. */
static int32_t ascii_digit(int32_t c) {
    int32_t first = c;

    while (utf8proc_category(first - 1) == UTF8PROC_CATEGORY_ND)
        first--;
    return '0' + (c - first) % 10;
}

static size_t combining_class(int32_t c) {
    return c < 0x300 ? 0 : (size_t)utf8proc_get_property(c)->combining_class;
}

void nd_fold_order(int32_t *chars, size_t count) {
    enum { REACH = 64 };

    for (size_t i = 1; i < count; i++) {
        int32_t c = chars[i];
        size_t class = combining_class(c), j = i;
        if (class == 0)
            continue;
        while (j > 0 && i - j < REACH && combining_class(chars[j - 1]) > class) {
            chars[j] = chars[j - 1];
            j--;
        }
        chars[j] = c;
    }
}

static size_t add_parts(int32_t c, utf8proc_option_t options, int32_t *out, size_t room) {
    utf8proc_ssize_t count;

    if (c < 0x80) {
        out[0] = c >= 'A' && c <= 'Z' && (options & UTF8PROC_CASEFOLD) ? c + ('a' - 'A') : c;
        return 1;
    }
    count = utf8proc_decompose_char(c, out, (utf8proc_ssize_t)room, options, NULL);
    return count < 0 || (size_t)count > room ? 0 : (size_t)count;
}

/* Case folding comes after decomposition and ordering, and passes over the iota subscript: it would become a
 * letter, at a place that depends on the order in which marks were typed. */
static void fold_case(struct nd_folding *folding, const int32_t *chars, size_t count, bool is_turkic) {
    folding->count = 0;
    for (size_t i = 0; i < count && folding->count < ND_FOLD_CHARS; i++) {
        bool has_dot = i + 1 < count && chars[i + 1] == 0x0307;
        if (chars[i] == 0x0345)
            folding->chars[folding->count++] = chars[i];
        else if (is_turkic && chars[i] == 'I' && !has_dot)
            folding->chars[folding->count++] = 0x0131;
        else
            folding->count += add_parts(chars[i], UTF8PROC_CASEFOLD | UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE,
                                        folding->chars + folding->count, ND_FOLD_CHARS - folding->count);
    }
}

void nd_fold_word(struct nd_folding *folding, struct nd_str word, bool is_turkic) {
    int32_t chars[ND_FOLD_CHARS];
    size_t count = 0;
    uint32_t c;

    word.len = nd_utf8_floor(word, ND_FOLD_WORD);
    while (word.len > 0 && count < ND_FOLD_CHARS) {
        word = nd_str_skip(word, nd_utf8_decode(word, &c));
        count +=
            add_parts((int32_t)c, UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE, chars + count, ND_FOLD_CHARS - count);
    }
    nd_fold_order(chars, count);
    fold_case(folding, chars, count, is_turkic);
}

/* Spells one base letter into out; returns how many code points that takes. */
static size_t spell(int32_t c, int32_t out[2]) {
    const struct spelling *spelling = find_spelling(c);

    if (spelling == NULL) {
        out[0] = c > 0x7F && utf8proc_category(c) == UTF8PROC_CATEGORY_ND ? ascii_digit(c) : c;
        return 1;
    }
    out[0] = spelling->to[0];
    out[1] = spelling->to[1];
    return spelling->to[0] == 0 ? 0 : spelling->to[1] == 0 ? 1 : 2;
}

static void compose(int32_t *chars, size_t count, struct nd_buf *out) {
    utf8proc_ssize_t left =
        utf8proc_normalize_utf32(chars, (utf8proc_ssize_t)count, UTF8PROC_COMPOSE | UTF8PROC_STABLE);
    size_t start = out->len;
    char bytes[4];

    for (utf8proc_ssize_t i = 0; i < left; i++) {
        size_t length = nd_utf8_encode((uint32_t)chars[i], bytes);
        if (out->len - start + length > ND_MAX_TOKEN)
            break;
        nd_buf_add(out, nd_str_of(bytes, length));
    }
}

/*
 * Devanagari writes a nasal before a consonant of its own row as a letter or as a dot above (हिन्दी, हिंदी),
 * and a nasal vowel with a dot or with a moon: all become the dot. Returns how many characters are left.
 */
static size_t write_nasals(int32_t *chars, size_t count) {
    enum { MOON = 0x0901, DOT = 0x0902, FIRST = 0x0915, LAST = 0x092E, VIRAMA = 0x094D };
    static const int32_t rows[] = {0x0915, 0x091A, 0x091F, 0x0924, 0x092A},
                         nasals[] = {0x0919, 0x091E, 0x0923, 0x0928, 0x092E};
    size_t kept = 0;

    for (size_t i = 0; i < count; i++) {
        int32_t c = chars[i] == MOON ? DOT : chars[i], next = i + 2 < count ? chars[i + 2] : 0;
        for (size_t row = 0; row < sizeof rows / sizeof *rows && c >= FIRST && c <= LAST; row++)
            if (c == nasals[row] && next >= rows[row] && next < nasals[row] && chars[i + 1] == VIRAMA) {
                c = DOT;
                i++;
            }
        chars[kept++] = c;
    }
    return kept;
}

static void add_form(const struct nd_folding *folding, enum keep keep, struct nd_buf *out) {
    int32_t chars[ND_FOLD_CHARS];
    int32_t base = 0;
    size_t count = 0;

    for (size_t i = 0; i < folding->count && count + 2 <= ND_FOLD_CHARS; i++) {
        int32_t c = folding->chars[i];
        if (combining_class(c) == 0 && !is_accent(c) && !is_point(c)) {
            base = c;
            if (keep == KEEP_ALL)
                chars[count++] = c;
            else
                count += spell(c, chars + count);
        } else if (keeps_mark(base, c, keep)) {
            /* Romanian and Turkish write the same letters with a comma or with a cedilla. */
            bool is_cedilla = keep != KEEP_ALL && c == 0x0327 && (base == 's' || base == 't');
            chars[count++] = is_cedilla ? 0x0326 : c;
        }
    }
    compose(chars, keep == KEEP_ALL ? count : write_nasals(chars, count), out);
}

void nd_fold_plain(const struct nd_folding *folding, struct nd_buf *out) {
    add_form(folding, KEEP_ALL, out);
}

void nd_fold_accented(const struct nd_folding *folding, struct nd_buf *out) {
    add_form(folding, KEEP_ACCENTS, out);
}

void nd_fold_folded(const struct nd_folding *folding, struct nd_buf *out) {
    add_form(folding, KEEP_NONE, out);
}
