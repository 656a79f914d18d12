#include "analysis/chars.h"

#include "newsdex/alloc.h"

#include <stdlib.h>
#include <utf8proc.h>

struct range {
    uint32_t first, last;
};

/* Scripts written without spaces between words, and Hangul, where pairs do better than words. */
static const struct range bigram_blocks[] = {
    {0x1100, 0x11FF}, {0x2E80, 0x2FDF},   {0x3005, 0x3007},   {0x3021, 0x3029},   {0x302A, 0x302F},
    {0x3031, 0x3035}, {0x3038, 0x303C},   {0x3041, 0x309A},   {0x309D, 0x309F},   {0x30A1, 0x30FA},
    {0x30FC, 0x30FF}, {0x3105, 0x312F},   {0x3131, 0x318E},   {0x31A0, 0x31BF},   {0x31F0, 0x31FF},
    {0x3400, 0x4DBF}, {0x4E00, 0x9FFF},   {0xA960, 0xA97F},   {0xAC00, 0xD7FF},   {0xF900, 0xFAFF},
    {0xFF66, 0xFFDC}, {0x16FE0, 0x16FFF}, {0x1AFF0, 0x1B16F}, {0x20000, 0x3FFFD},
};
static const struct range trigram_blocks[] = {
    {0x0E01, 0x0E4E}, {0x0E81, 0x0ECE}, {0x0EDC, 0x0EDF}, {0x1000, 0x103F}, {0x104C, 0x108F},
    {0x109A, 0x109F}, {0x1780, 0x17DD}, {0xA9E0, 0xA9EF}, {0xA9FA, 0xA9FE}, {0xAA60, 0xAA7F},
};
static const struct range jamo_blocks[] = {{0x1100, 0x11FF}, {0xA960, 0xA97F}, {0xD7B0, 0xD7FF}};
/* Apostrophe, what is typed for it, the modifier letters that look like it, and the geresh of Hebrew. */
static const struct range apostrophes[] = {{0x0027, 0x0027}, {0x0060, 0x0060}, {0x05F3, 0x05F3},
                                           {0x02BB, 0x02BC}, {0x2018, 0x2019}, {0xFF07, 0xFF07}};

#define IS_IN(table, c) is_in((table), sizeof(table) / sizeof(table)[0], (c))

static bool is_in(const struct range *table, size_t count, uint32_t c) {
    for (size_t i = 0; i < count; i++)
        if (c >= table[i].first && c <= table[i].last)
            return true;
    return false;
}

static bool is_mark(const utf8proc_property_t *property) {
    return property->category == UTF8PROC_CATEGORY_MN || property->category == UTF8PROC_CATEGORY_MC ||
           property->category == UTF8PROC_CATEGORY_ME;
}

static bool is_wordlike(const utf8proc_property_t *property) {
    return (property->category >= UTF8PROC_CATEGORY_LU && property->category <= UTF8PROC_CATEGORY_NO) ||
           property->category == UTF8PROC_CATEGORY_CO;
}

/* The class of a character that is its own compatibility decomposition, or composes back into itself. */
static enum nd_class class_of_stable(uint32_t c) {
    const utf8proc_property_t *property = utf8proc_get_property((utf8proc_int32_t)c);

    if (c == 0x0E2F) /* the sign of abbreviation in Thai: with it and without, a name is the same */
        return ND_CLASS_SEPARATOR;
    if (!is_wordlike(property)) {
        bool is_pictograph = property->boundclass == UTF8PROC_BOUNDCLASS_EXTENDED_PICTOGRAPHIC ||
                             property->boundclass == UTF8PROC_BOUNDCLASS_REGIONAL_INDICATOR;
        bool is_sign = c == 0xA9 || c == 0xAE; /* copyright and registered are pictographs to Unicode */
        if (is_pictograph && !is_sign && property->category == UTF8PROC_CATEGORY_SO)
            return ND_CLASS_SYMBOL;
        return IS_IN(bigram_blocks, c) && property->category == UTF8PROC_CATEGORY_SO ? ND_CLASS_BIGRAM
                                                                                     : ND_CLASS_SEPARATOR;
    }
    if (is_mark(property) && (property->combining_class != 0 || c == 0x102E)) /* a vowel sign that composes */
        return property->combining_class != 0 && IS_IN(trigram_blocks, c) ? ND_CLASS_TRIGRAM_MARK
                                                                          : ND_CLASS_MARK;
    if (IS_IN(jamo_blocks, c))
        return ND_CLASS_BIGRAM_RAW;
    if (IS_IN(bigram_blocks, c))
        return ND_CLASS_BIGRAM;
    if (IS_IN(trigram_blocks, c))
        return ND_CLASS_TRIGRAM;
    return is_mark(property) ? ND_CLASS_MARK : ND_CLASS_WORD;
}

/* NFKC(c) == c, which holds for composed letters and not for compatibility characters and singletons. */
static bool composes_back(uint32_t c, const utf8proc_int32_t *parts, utf8proc_ssize_t count) {
    utf8proc_int32_t copy[32];

    for (utf8proc_ssize_t i = 0; i < count; i++)
        copy[i] = parts[i];
    return utf8proc_normalize_utf32(copy, count, UTF8PROC_COMPOSE | UTF8PROC_STABLE) == 1 &&
           copy[0] == (utf8proc_int32_t)c;
}

static enum nd_class class_of_parts(uint32_t c, const utf8proc_int32_t *parts, utf8proc_ssize_t count) {
    size_t words = 0, marks = 0, others = 0;

    for (utf8proc_ssize_t i = 0; i < count; i++) {
        enum nd_class part = IS_IN(apostrophes, (uint32_t)parts[i]) ? ND_CLASS_APOSTROPHE
                                                                    : class_of_stable((uint32_t)parts[i]);
        words += part == ND_CLASS_WORD;
        marks += part == ND_CLASS_MARK;
        others += part != ND_CLASS_WORD && part != ND_CLASS_MARK && part != ND_CLASS_SEPARATOR;
    }
    if (words + marks == (size_t)count)
        return nd_chars_is_mark(c) ? ND_CLASS_MARK : words > 0 ? ND_CLASS_WORD : ND_CLASS_EXPANDING;
    return words + others == 0 ? ND_CLASS_SEPARATOR : ND_CLASS_EXPANDING;
}

static enum nd_class class_of(uint32_t c) {
    utf8proc_int32_t parts[32];
    utf8proc_ssize_t count;

    if (IS_IN(apostrophes, c))
        return ND_CLASS_APOSTROPHE;
    if (c == 0x200B) /* zero width space divides words, though ignorable */
        return ND_CLASS_SEPARATOR;
    if (utf8proc_get_property((utf8proc_int32_t)c)->ignorable)
        return ND_CLASS_IGNORED;
    count =
        utf8proc_decompose_char((utf8proc_int32_t)c, parts, 32, UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE, NULL);
    if (count < 1 || count > 32)
        return ND_CLASS_SEPARATOR;
    if ((count == 1 && parts[0] == (utf8proc_int32_t)c) || composes_back(c, parts, count))
        return class_of_stable(c);
    return class_of_parts(c, parts, count);
}

bool nd_chars_is_mark(uint32_t c) {
    return is_mark(utf8proc_get_property((utf8proc_int32_t)c));
}

const unsigned char *nd_chars_load(struct nd_chars *chars, uint32_t c) {
    uint32_t first = c - c % ND_CHARS_PAGE;
    unsigned char *page = nd_alloc_array(ND_CHARS_PAGE, 1);

    for (uint32_t i = 0; i < ND_CHARS_PAGE; i++)
        page[i] = (unsigned char)class_of(first + i);
    chars->pages[c / ND_CHARS_PAGE] = page;
    return page;
}

void nd_chars_fini(struct nd_chars *chars) {
    for (size_t i = 0; i < ND_CHARS_PAGES; i++)
        free(chars->pages[i]);
}
