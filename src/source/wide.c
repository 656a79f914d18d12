#include "source/wide.h"

#include <stdint.h>
#include <string.h>

enum {
    SNIFF_BYTES = 4096, /* what patterns of zeros are looked for in */
    LEAST_LETTERS = 4   /* of a script, for a guess */
};

const char *nd_source_wide_find(struct nd_str bytes) {
    size_t zeros[4] = {0, 0, 0, 0};
    size_t n = (bytes.len < SNIFF_BYTES ? bytes.len : SNIFF_BYTES) / 4 * 4;
    size_t most = n / 4 * 9 / 10, few = n / 32 + 1;

    if (n < 8 || memchr(bytes.ptr, '\0', n) == NULL)
        return NULL;
    for (size_t i = 0; i < n; i++)
        zeros[i % 4] += bytes.ptr[i] == '\0';
    if (zeros[1] > most && zeros[2] > most && zeros[3] > most && zeros[0] < few)
        return "UTF-32LE";
    if (zeros[0] > most && zeros[1] > most && zeros[2] > most && zeros[3] < few)
        return "UTF-32BE";
    if (zeros[1] > n / 8 && zeros[3] > n / 8 && zeros[0] + zeros[2] < few)
        return "UTF-16LE";
    if (zeros[0] > n / 8 && zeros[2] > n / 8 && zeros[1] + zeros[3] < few)
        return "UTF-16BE";
    return NULL;
}

enum script { NO_SCRIPT, BETWEEN, LATIN, GREEK, CYRILLIC, HEBREW, ARABIC, INDIC, THAI, HAN, HANGUL };

/* The blocks of Unicode that prose is written in, up to a last character each, in order. */
static const struct {
    uint32_t last;
    enum script script;
} blocks[] = {
    {0x0008, NO_SCRIPT}, {0x000A, BETWEEN},   {0x000C, NO_SCRIPT}, {0x000D, BETWEEN},   {0x001F, NO_SCRIPT},
    {0x0040, BETWEEN},   {0x007E, LATIN},     {0x009F, NO_SCRIPT}, {0x00BF, BETWEEN},   {0x024F, LATIN},
    {0x036F, NO_SCRIPT}, {0x03FF, GREEK},     {0x052F, CYRILLIC},  {0x058F, NO_SCRIPT}, {0x05FF, HEBREW},
    {0x06FF, ARABIC},    {0x08FF, NO_SCRIPT}, {0x0DFF, INDIC},     {0x0E5B, THAI},      {0x1DFF, NO_SCRIPT},
    {0x1EFF, LATIN},     {0x1FFF, GREEK},     {0x206F, BETWEEN},   {0x209F, NO_SCRIPT}, {0x20BF, BETWEEN},
    {0x2FFF, NO_SCRIPT}, {0x303F, BETWEEN},   {0x30FF, HAN},       {0x4DFF, NO_SCRIPT}, {0x9FFF, HAN},
    {0xABFF, NO_SCRIPT}, {0xD7A3, HANGUL},    {0xFEFF, NO_SCRIPT}, {0xFF60, BETWEEN},
};

static enum script script_of(uint32_t c) {
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
        if (c <= blocks[i].last)
            return blocks[i].script;
    return NO_SCRIPT;
}

static uint32_t unit_at(struct nd_str bytes, size_t at, size_t width, bool is_big) {
    uint32_t unit = 0;

    for (size_t i = 0; i < width; i++)
        unit |= (uint32_t)(unsigned char)bytes.ptr[at + i] << 8 * (is_big ? width - 1 - i : i);
    return unit;
}

/* Words or sentences end in it: a blank, a line end, a full stop or comma of Han. */
static bool is_end(uint32_t c) {
    return c == ' ' || c == '\n' || c == 0x3000 || c == 0x3001 || c == 0x3002 || c == 0xFF0C;
}

static bool is_prose(struct nd_str bytes, size_t width, bool is_big) {
    enum script other = NO_SCRIPT;
    size_t letters = 0, ends = 0;

    for (size_t at = 0; at + width <= bytes.len; at += width) {
        uint32_t c = unit_at(bytes, at, width, is_big);
        enum script script = script_of(c);
        if (script == NO_SCRIPT || (script > LATIN && other != NO_SCRIPT && script != other))
            return false;
        if (script > LATIN)
            other = script;
        letters += script > LATIN;
        ends += is_end(c);
    }
    return letters >= LEAST_LETTERS && ends > 0;
}

const char *nd_source_wide_guess(struct nd_str bytes) {
    static const struct {
        const char *name;
        size_t width;
        bool is_big;
    } encodings[] = {
        {"UTF-32LE", 4, false}, {"UTF-32BE", 4, true}, {"UTF-16LE", 2, false}, {"UTF-16BE", 2, true}};
    struct nd_str head = nd_str_slice(bytes, 0, SNIFF_BYTES);

    if (nd_str_find_char(head, '\0') == SIZE_MAX)
        return NULL;
    for (size_t i = 0; i < sizeof encodings / sizeof *encodings; i++)
        if (bytes.len % encodings[i].width == 0 && is_prose(head, encodings[i].width, encodings[i].is_big))
            return encodings[i].name;
    return NULL;
}
