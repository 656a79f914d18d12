/*
 * One pass of the scanner over a text: what the files of the scanner share. Private to them.
 */
#ifndef ANALYSIS_SCAN_STATE_H
#define ANALYSIS_SCAN_STATE_H

#include "analysis/scan.h"
#include "newsdex/utf8.h"

/* What an ASCII byte is; values from ND_STEP_WORD on are the byte in lower case. */
enum {
    ND_STEP_SEPARATOR = 0,
    ND_STEP_APOSTROPHE = 1,
    ND_STEP_MULTIBYTE = 2,
    ND_STEP_JOINER = 3, /* a separator that may stand in what others write as one word (joined.h) */
    ND_STEP_WORD = '0'
};

extern const unsigned char nd_scan_steps[256];

/* One pass over a text, or over a normalised stretch of one. */
struct nd_scan_state {
    struct nd_scanner *scanner;
    struct nd_str text;
    size_t at;
    const uint32_t *origins; /* NULL: offsets are those of the text itself */
    size_t origin_base;
    bool keep_case;
    nd_unit_sink *sink;
    void *context;
    size_t group; /* where the word began, with its articles */
    size_t start, end, length;
    bool is_ascii, is_padded; /* of the word so far; zeros follow it up to a multiple of eight bytes */
    struct nd_scan_piece pieces[ND_SCAN_PIECES];
    size_t piece_count, piece_at, piece_start;
    size_t joined_until; /* what lies before this has been handed over in one */
    size_t plain_from;   /* no run that begins before this is plain */
    size_t article_start, article_end, article_length;
    struct nd_unit simple; /* of scan_simple, filled as far as it is always the same */
};

/* Class and length of the character at an offset below the end; SEPARATOR for ill-formed bytes. */
static inline enum nd_class nd_scan_class(const struct nd_scan_state *scan, size_t at, size_t *length) {
    const unsigned char *p = (const unsigned char *)scan->text.ptr + at;
    size_t left = scan->text.len - at;
    uint32_t c;

    if (p[0] < 0x80) {
        *length = 1;
        return nd_scan_steps[p[0]] >= ND_STEP_WORD ? ND_CLASS_WORD
               : p[0] == '\'' || p[0] == '`'       ? ND_CLASS_APOSTROPHE
                                                   : ND_CLASS_SEPARATOR;
    }
    if (left >= 2 && p[0] >= 0xC2 && p[0] <= 0xDF && (p[1] & 0xC0) == 0x80) {
        *length = 2;
        c = (p[0] & 0x1Fu) << 6 | (p[1] & 0x3Fu);
    } else if (left >= 3 && p[0] >= 0xE1 && p[0] <= 0xEC && (p[1] & 0xC0) == 0x80 && (p[2] & 0xC0) == 0x80) {
        *length = 3;
        c = (p[0] & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
    } else {
        *length = nd_utf8_decode(nd_str_of((const char *)p, left), &c);
    }
    return nd_chars_class(&scan->scanner->chars, c);
}

static inline bool nd_scan_is_word(const struct nd_scan_state *scan, size_t at) {
    size_t length;

    return at < scan->text.len && nd_scan_class(scan, at, &length) == ND_CLASS_WORD;
}

static inline size_t nd_scan_origin_start(const struct nd_scan_state *scan, size_t at) {
    return scan->origins == NULL ? at : scan->origin_base + scan->origins[2 * at];
}

static inline size_t nd_scan_origin_end(const struct nd_scan_state *scan, size_t at) {
    return scan->origins == NULL || at == 0 ? at : scan->origin_base + scan->origins[2 * at - 1];
}

#endif
