#include "analysis/scan.h"

#include "analysis/apostrophe.h"
#include "analysis/normal.h"
#include "newsdex/alloc.h"
#include "newsdex/limits.h"
#include "newsdex/utf8.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>

/* What an ASCII byte is; values from STEP_WORD on are the byte in lower case. */
enum { STEP_SEPARATOR = 0, STEP_APOSTROPHE = 1, STEP_MULTIBYTE = 2, STEP_WORD = '0' };

/* clang-format off */
#define SAME(c) [c] = c
#define LOWER(c) [c] = c + ('a' - 'A'), [c + ('a' - 'A')] = c + ('a' - 'A')
static const unsigned char steps[256] = {
    ['\''] = STEP_APOSTROPHE,
    SAME('0'), SAME('1'), SAME('2'), SAME('3'), SAME('4'), SAME('5'), SAME('6'), SAME('7'), SAME('8'), SAME('9'),
    LOWER('A'), LOWER('B'), LOWER('C'), LOWER('D'), LOWER('E'), LOWER('F'), LOWER('G'), LOWER('H'), LOWER('I'),
    LOWER('J'), LOWER('K'), LOWER('L'), LOWER('M'), LOWER('N'), LOWER('O'), LOWER('P'), LOWER('Q'), LOWER('R'),
    LOWER('S'), LOWER('T'), LOWER('U'), LOWER('V'), LOWER('W'), LOWER('X'), LOWER('Y'), LOWER('Z'),
#define MB4(c) [c] = STEP_MULTIBYTE, [c + 1] = STEP_MULTIBYTE, [c + 2] = STEP_MULTIBYTE, [c + 3] = STEP_MULTIBYTE
#define MB16(c) MB4(c), MB4(c + 4), MB4(c + 8), MB4(c + 12)
    MB16(0x80), MB16(0x90), MB16(0xA0), MB16(0xB0), MB16(0xC0), MB16(0xD0), MB16(0xE0), MB16(0xF0),
};
/* clang-format on */

/* One pass over a text, or over a normalised stretch of one. */
struct scan {
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
    size_t article_start, article_end, article_length;
    struct nd_unit simple; /* of scan_simple, filled as far as it is always the same */
};

enum verdict { VERDICT_END, VERDICT_JOIN, VERDICT_ARTICLE, VERDICT_ENCLITIC };

static enum nd_status scan_all(struct scan *scan);

/* Class and length of the character at an offset below the end; SEPARATOR for ill-formed bytes. */
static enum nd_class class_at(const struct scan *scan, size_t at, size_t *length) {
    const unsigned char *p = (const unsigned char *)scan->text.ptr + at;
    size_t left = scan->text.len - at;
    uint32_t c;

    if (p[0] < 0x80) {
        *length = 1;
        return steps[p[0]] >= STEP_WORD ? ND_CLASS_WORD
               : p[0] == '\''           ? ND_CLASS_APOSTROPHE
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

static bool is_word_at(const struct scan *scan, size_t at) {
    size_t length;

    return at < scan->text.len && class_at(scan, at, &length) == ND_CLASS_WORD;
}

static size_t origin_start(const struct scan *scan, size_t at) {
    return scan->origins == NULL ? at : scan->origin_base + scan->origins[2 * at];
}

static size_t origin_end(const struct scan *scan, size_t at) {
    return scan->origins == NULL || at == 0 ? at : scan->origin_base + scan->origins[2 * at - 1];
}

static enum nd_status deliver(struct scan *scan, enum nd_unit_kind kind, size_t start, size_t end) {
    struct nd_unit unit = {.kind = kind, .start = origin_start(scan, start), .end = origin_end(scan, end)};

    unit.text = nd_str_slice(scan->text, start, end);
    unit.text.len = nd_utf8_floor(unit.text, ND_MAX_TOKEN);
    return scan->sink(scan->context, &unit);
}

/* Normalises from start up to the next separator and scans that instead. */
static enum nd_status scan_normalised(struct scan *scan, size_t start) {
    struct scan inner = *scan;
    size_t end = start, length = 0;

    while (end < scan->text.len && class_at(scan, end, &length) != ND_CLASS_SEPARATOR)
        end += length;
    nd_normal_make(scan->scanner, nd_str_slice(scan->text, start, end));
    inner.text = nd_buf_str(&scan->scanner->normal);
    inner.at = 0;
    inner.origins = scan->scanner->origins;
    inner.origin_base = start;
    inner.article_length = 0;
    scan->article_length = 0;
    scan->at = end;
    return inner.origins == NULL ? ND_OK : scan_all(&inner);
}

static void begin_word(struct scan *scan) {
    scan->start = scan->piece_start = scan->end = scan->at;
    scan->length = scan->piece_at = scan->piece_count = 0;
    scan->is_ascii = true;
}

static void append(struct scan *scan, size_t length) {
    if (scan->length + length <= ND_FOLD_WORD) {
        if (scan->text.len - scan->at >= 4) /* a copy of known size is a single move */
            memcpy(scan->scanner->word + scan->length, scan->text.ptr + scan->at, 4);
        else
            memcpy(scan->scanner->word + scan->length, scan->text.ptr + scan->at, length);
        scan->length += length;
    }
    scan->is_ascii = scan->is_padded = false;
    scan->at += length;
    scan->end = scan->at;
}

/* The mask of the first count of eight bytes, the first being the lowest. */
static uint64_t keep_bytes(size_t count) {
    return count >= 8 ? UINT64_MAX : ((uint64_t)1 << 8 * count) - 1;
}

/*
 * The fast path: copies a stretch of ASCII letters and digits in lower case, eight bytes at a time where the
 * text is long enough. Bit 0x20 makes capitals small and is set in all digits.
 */
static void append_ascii(struct scan *scan) {
    const char *text = scan->text.ptr + scan->at;
    size_t left = scan->text.len - scan->at, length = 0, copied = 0;
    char *word = scan->scanner->word + scan->length, small = scan->keep_case ? 0 : 0x20;
    uint64_t eight, all_small = scan->keep_case ? 0 : 0x2020202020202020u;
    bool is_whole = scan->length == 0;

    while (length < left && steps[(unsigned char)text[length]] >= STEP_WORD)
        length++;
    scan->at += length;
    scan->end = scan->at;
    if (length > ND_FOLD_WORD - scan->length)
        length = ND_FOLD_WORD - scan->length;
    for (; copied < length && left - copied >= sizeof eight; copied += sizeof eight) {
        memcpy(&eight, text + copied, sizeof eight);
        eight = htole64((le64toh(eight) | all_small) & keep_bytes(length - copied));
        memcpy(word + copied, &eight, sizeof eight);
    }
    scan->is_padded = is_whole && copied >= length;
    for (; copied < length; copied++)
        word[copied] = (char)(text[copied] | small);
    scan->length += length;
}

static void end_piece(struct scan *scan) {
    if (scan->piece_count < ND_SCAN_PIECES)
        scan->pieces[scan->piece_count++] = (struct nd_scan_piece){
            scan->piece_start, scan->end, scan->piece_at, scan->length - scan->piece_at};
}

/* The contracted not is no part worth finding: don't is dont, and neither don nor t. */
static bool has_useful_parts(const struct scan *scan) {
    const struct nd_scan_piece *second = &scan->pieces[1];
    const char *word = scan->scanner->word;

    if (scan->piece_count < 2)
        return false;
    return scan->piece_count > 2 || second->length != 1 || nd_char_lower(word[second->at]) != 't';
}

static enum nd_status deliver_parts(struct scan *scan) {
    struct nd_scanner *scanner = scan->scanner;
    enum nd_status status = ND_OK;

    for (size_t i = 0; i < scan->piece_count && status == ND_OK; i++) {
        const struct nd_scan_piece *piece = &scan->pieces[i];
        struct nd_unit unit = {.kind = ND_UNIT_PART,
                               .text = nd_str_of(scanner->part, piece->length),
                               .start = origin_start(scan, piece->start),
                               .end = origin_end(scan, piece->end)};
        memcpy(scanner->part, scanner->word + piece->at, piece->length);
        memset(scanner->part + piece->length, 0, 8);
        if (nd_utf8_count(unit.text) >= 2 && !nd_char_is_digit(unit.text.ptr[0]))
            status = scan->sink(scan->context, &unit);
    }
    return status;
}

/* Hands over an elided article that no word came to follow. */
static enum nd_status deliver_article(struct scan *scan) {
    struct nd_unit unit = {.kind = ND_UNIT_WORD,
                           .text = nd_str_of(scan->scanner->article, scan->article_length),
                           .start = origin_start(scan, scan->article_start),
                           .end = origin_end(scan, scan->article_end)};

    scan->article_length = 0;
    scan->group = scan->start; /* not to be delivered again */
    return scan->sink(scan->context, &unit);
}

static enum nd_status deliver_word(struct scan *scan) {
    struct nd_scanner *scanner = scan->scanner;
    struct nd_unit unit = {.kind = ND_UNIT_WORD,
                           .text = nd_str_of(scanner->word, scan->length),
                           .start = origin_start(scan, scan->start),
                           .end = origin_end(scan, scan->end)};
    enum nd_status status;

    unit.is_ascii = scan->is_ascii;
    if (!scan->is_padded)
        memset(scanner->word + scan->length, 0, 8);
    if (scan->article_length > 0) {
        unit.article = nd_str_of(scanner->article, scan->article_length);
        unit.article_start = origin_start(scan, scan->article_start);
        unit.article_end = origin_end(scan, scan->article_end);
        scan->article_length = 0;
    }
    if (scan->piece_count > 0)
        end_piece(scan);
    unit.has_parts = has_useful_parts(scan);
    status = scan->sink(scan->context, &unit);
    return status == ND_OK && unit.has_parts ? deliver_parts(scan) : status;
}

/* The ASCII letters at an offset, when no other part of a word follows them. */
static struct nd_str letters_at(const struct scan *scan, size_t at) {
    size_t end = at, length;

    while (end < scan->text.len && end - at <= ND_ELIDED_MAX && nd_char_is_alpha(scan->text.ptr[end]))
        end++;
    if (end < scan->text.len) {
        enum nd_class class = class_at(scan, end, &length);
        if (class != ND_CLASS_SEPARATOR && class != ND_CLASS_APOSTROPHE)
            return ND_STR_NONE;
    }
    return nd_str_slice(scan->text, at, end);
}

static bool is_apostrophe_in_word(const struct scan *scan, size_t at) {
    size_t length;

    return at < scan->text.len && class_at(scan, at, &length) == ND_CLASS_APOSTROPHE &&
           is_word_at(scan, at + length);
}

/* What the apostrophe before offset next, behind a word, means; see scan.h. */
static enum verdict judge_apostrophe(const struct scan *scan, size_t next) {
    struct nd_str before = nd_str_of(scan->scanner->word, scan->length), after;
    bool is_last, is_article = scan->piece_count == 0 && nd_apostrophe_is_elided(before);

    if (!is_word_at(scan, next))
        return VERDICT_END;
    after = letters_at(scan, next);
    is_last = after.len > 0 && !is_apostrophe_in_word(scan, next + after.len);
    if (is_last && nd_apostrophe_is_enclitic(after) && (!is_article || nd_str_eq_nocase(after, ND_STR("s"))))
        return VERDICT_ENCLITIC;
    if (is_article)
        return VERDICT_ARTICLE;
    return after.len > 0 && !is_last && nd_apostrophe_is_elided(after) ? VERDICT_END : VERDICT_JOIN;
}

static void keep_article(struct scan *scan) {
    memcpy(scan->scanner->article, scan->scanner->word, scan->length);
    memset(scan->scanner->article + scan->length, 0, 8);
    scan->article_length = scan->length;
    scan->article_start = scan->start;
    scan->article_end = scan->end;
}

/* Goes on behind an apostrophe of the given length; false when the word ends there. */
static bool pass_apostrophe(struct scan *scan, size_t length, enum nd_status *status) {
    size_t next = scan->at + length;

    switch (judge_apostrophe(scan, next)) {
    case VERDICT_JOIN:
        end_piece(scan);
        scan->at = scan->piece_start = next;
        scan->piece_at = scan->length;
        return true;
    case VERDICT_ARTICLE:
        if (scan->article_length > 0)
            *status = deliver_article(scan);
        keep_article(scan);
        scan->at = next;
        begin_word(scan);
        return *status == ND_OK;
    case VERDICT_ENCLITIC:
        scan->at = next + letters_at(scan, next).len;
        return false;
    case VERDICT_END:
        break;
    }
    return false;
}

static enum nd_status scan_word(struct scan *scan) {
    enum nd_status status = ND_OK;
    bool goes_on = true;
    size_t length;

    scan->group = scan->at;
    begin_word(scan);
    while (goes_on) {
        append_ascii(scan);
        if (scan->at >= scan->text.len || steps[(unsigned char)scan->text.ptr[scan->at]] == STEP_SEPARATOR)
            break;
        switch (class_at(scan, scan->at, &length)) {
        case ND_CLASS_WORD:
        case ND_CLASS_MARK:
        case ND_CLASS_TRIGRAM_MARK:
            append(scan, length);
            break;
        case ND_CLASS_IGNORED:
            scan->at += length;
            break;
        case ND_CLASS_APOSTROPHE:
            goes_on = pass_apostrophe(scan, length, &status);
            break;
        case ND_CLASS_EXPANDING:
            if (scan->origins == NULL)
                return scan_normalised(scan, scan->group);
            goes_on = false;
            break;
        default:
            goes_on = false;
        }
    }
    return status == ND_OK ? deliver_word(scan) : status;
}

static void add_bound(struct scan *scan, size_t *count) {
    struct nd_scanner *scanner = scan->scanner;

    scanner->bounds =
        nd_alloc_grow(scanner->bounds, &scanner->bound_capacity, *count + 1, sizeof *scanner->bounds);
    scanner->bounds[(*count)++] = scan->at;
}

/*
 * Notes where each character of a run begins, and where the run ends. Marks count as characters of their own
 * in triples, and belong to the character before them in pairs. False when the run must be normalised first.
 */
static bool measure_run(struct scan *scan, size_t size, size_t *count) {
    enum nd_class class, before = ND_CLASS_SEPARATOR, main = size == 2 ? ND_CLASS_BIGRAM : ND_CLASS_TRIGRAM;
    size_t length;

    for (; scan->at < scan->text.len; scan->at += length, before = class) {
        class = class_at(scan, scan->at, &length);
        if (class == main || (class == ND_CLASS_TRIGRAM_MARK && size == 3 && before == ND_CLASS_TRIGRAM)) {
            add_bound(scan, count);
            continue;
        }
        if (class != ND_CLASS_MARK && class != ND_CLASS_TRIGRAM_MARK && class != ND_CLASS_BIGRAM_RAW &&
            class != ND_CLASS_IGNORED && class != ND_CLASS_EXPANDING)
            break;
        if (scan->origins == NULL)
            return false;
        if (class == ND_CLASS_EXPANDING || (class == ND_CLASS_BIGRAM_RAW && size == 3))
            break;
        if (size == 3 || class == ND_CLASS_BIGRAM_RAW)
            add_bound(scan, count);
    }
    return true;
}

/* A run of characters of a script without spaces, as overlapping pairs (size 2) or triples (size 3). */
static enum nd_status scan_run(struct scan *scan, size_t size) {
    enum nd_status status = ND_OK;
    size_t start = scan->at, count = 0, last, *bounds;

    if (!measure_run(scan, size, &count))
        return scan_normalised(scan, start);
    last = count;
    add_bound(scan, &count);
    bounds = scan->scanner->bounds;
    for (size_t i = 0; i + size <= last && status == ND_OK; i++)
        status = deliver(scan, ND_UNIT_NGRAM, bounds[i], bounds[i + size]);
    if (last < size && status == ND_OK)
        status = deliver(scan, ND_UNIT_SHORT, bounds[0], bounds[last]);
    for (size_t i = last < size ? 1 : last - size + 1; i < last && status == ND_OK; i++)
        status = deliver(scan, ND_UNIT_TAIL, bounds[i], bounds[last]);
    return status;
}

/* A pictograph; two regional indicators make a flag. */
static enum nd_status scan_symbol(struct scan *scan, size_t length) {
    struct nd_str indicator = ND_STR("\xF0\x9F\x87"); /* U+1F1E6 to U+1F1FF and no other symbol */
    size_t start = scan->at;
    bool is_indicator = nd_str_starts(nd_str_skip(scan->text, start), indicator);

    scan->at += length;
    if (is_indicator && nd_str_starts(nd_str_skip(scan->text, scan->at), indicator) &&
        class_at(scan, scan->at, &length) == ND_CLASS_SYMBOL)
        scan->at += length;
    return deliver(scan, ND_UNIT_SYMBOL, start, scan->at);
}

static enum nd_status scan_multibyte(struct scan *scan) {
    size_t length;

    switch (class_at(scan, scan->at, &length)) {
    case ND_CLASS_WORD:
        return scan_word(scan);
    case ND_CLASS_BIGRAM:
    case ND_CLASS_BIGRAM_RAW:
        return scan_run(scan, 2);
    case ND_CLASS_TRIGRAM:
        return scan_run(scan, 3);
    case ND_CLASS_SYMBOL:
        return scan_symbol(scan, length);
    case ND_CLASS_EXPANDING:
        if (scan->origins == NULL)
            return scan_normalised(scan, scan->at);
        break;
    default:
        break;
    }
    scan->at += length;
    return ND_OK;
}

/*
 * The commonest case by far, an ASCII word of at most sixteen bytes between separators, without the
 * preparations for any other. False when it is not that case.
 */
static bool scan_simple(struct scan *scan, enum nd_status *status) {
    enum { SIMPLE_MAX = 16 };
    const char *text = scan->text.ptr + scan->at;
    size_t length = 1;
    uint64_t all_small = scan->keep_case ? 0 : 0x2020202020202020u, halves[2];

    if (scan->text.len - scan->at <= SIMPLE_MAX || scan->origins != NULL)
        return false;
    while (steps[(unsigned char)text[length]] >= STEP_WORD)
        if (++length > SIMPLE_MAX)
            return false;
    if (steps[(unsigned char)text[length]] != STEP_SEPARATOR)
        return false;
    memcpy(halves, text, SIMPLE_MAX);
    halves[0] = htole64((le64toh(halves[0]) | all_small) & keep_bytes(length));
    halves[1] = htole64((le64toh(halves[1]) | all_small) & (length > 8 ? keep_bytes(length - 8) : 0));
    memcpy(scan->scanner->word, halves, SIMPLE_MAX);
    scan->simple.text.len = length;
    scan->simple.start = scan->at;
    scan->simple.end = scan->at += length;
    *status = scan->sink(scan->context, &scan->simple);
    return true;
}

static enum nd_status scan_all(struct scan *scan) {
    enum nd_status status = ND_OK;

    while (scan->at < scan->text.len && status == ND_OK) {
        unsigned char step = steps[(unsigned char)scan->text.ptr[scan->at]];
        if (step >= STEP_WORD)
            status = scan_simple(scan, &status) ? status : scan_word(scan);
        else if (step == STEP_MULTIBYTE)
            status = scan_multibyte(scan);
        else
            scan->at++;
    }
    return status;
}

enum nd_status nd_scan(struct nd_scanner *scanner, struct nd_str text, size_t from, bool keep_case,
                       nd_unit_sink *sink, void *context) {
    struct scan scan = {.scanner = scanner,
                        .text = text,
                        .at = from,
                        .keep_case = keep_case,
                        .sink = sink,
                        .context = context,
                        .simple = {.kind = ND_UNIT_WORD, .is_ascii = true, .text = {scanner->word, 0}}};

    if (text.len > UINT32_MAX)
        return ND_TOO_BIG;
    return scan_all(&scan);
}

void nd_scanner_fini(struct nd_scanner *scanner) {
    nd_chars_fini(&scanner->chars);
    nd_buf_free(&scanner->normal);
    free(scanner->bounds);
    free(scanner->origins);
}
