#include "analysis/scan.h"

#include "analysis/apostrophe.h"
#include "analysis/joined.h"
#include "analysis/normal.h"
#include "analysis/scan_run.h"
#include "analysis/scan_state.h"
#include "newsdex/limits.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>

enum verdict { VERDICT_END, VERDICT_JOIN, VERDICT_ARTICLE, VERDICT_ENCLITIC };

static enum nd_status scan_all(struct nd_scan_state *scan);

/* Where the separator behind start is, or where too long a stretch without one may be parted. */
static size_t find_end(const struct nd_scan_state *scan, size_t start) {
    size_t end = start, length = 0;
    enum nd_class class;

    while (end < scan->text.len && (class = nd_scan_class(scan, end, &length)) != ND_CLASS_SEPARATOR) {
        bool is_attached =
            class == ND_CLASS_MARK || class == ND_CLASS_TRIGRAM_MARK || class == ND_CLASS_BIGRAM_RAW;
        if (end - start >= ND_MAX_STRETCH && (!is_attached || end - start >= 2 * ND_MAX_STRETCH))
            break;
        end += length;
    }
    return end;
}

/* Normalises from start up to the next separator and scans that instead. */
static enum nd_status scan_normalised(struct nd_scan_state *scan, size_t start) {
    struct nd_scan_state inner = *scan;
    size_t end = find_end(scan, start);

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

static void begin_word(struct nd_scan_state *scan) {
    scan->start = scan->piece_start = scan->end = scan->at;
    scan->length = scan->piece_at = scan->piece_count = 0;
    scan->is_ascii = true;
}

static void append(struct nd_scan_state *scan, size_t length) {
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
static void append_ascii(struct nd_scan_state *scan) {
    const char *text = scan->text.ptr + scan->at;
    size_t left = scan->text.len - scan->at, length = 0, copied = 0;
    char *word = scan->scanner->word + scan->length, small = scan->keep_case ? 0 : 0x20;
    uint64_t eight, all_small = scan->keep_case ? 0 : 0x2020202020202020u;
    bool is_whole = scan->length == 0;

    while (length < left && nd_scan_steps[(unsigned char)text[length]] >= ND_STEP_WORD)
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

static void end_piece(struct nd_scan_state *scan) {
    if (scan->piece_count < ND_SCAN_PIECES)
        scan->pieces[scan->piece_count++] = (struct nd_scan_piece){
            scan->piece_start, scan->end, scan->piece_at, scan->length - scan->piece_at};
}

/* What is behind the place at hand is a further part of the word. */
static void begin_piece(struct nd_scan_state *scan) {
    end_piece(scan);
    scan->piece_start = scan->at;
    scan->piece_at = scan->length;
}

/* The contracted not is no part worth finding: don't is dont, and neither don nor t. */
static bool has_useful_parts(const struct nd_scan_state *scan) {
    const struct nd_scan_piece *second = &scan->pieces[1];
    const char *word = scan->scanner->word;

    if (scan->piece_count < 2)
        return false;
    return scan->piece_count > 2 || second->length != 1 || nd_char_lower(word[second->at]) != 't';
}

static enum nd_status deliver_parts(struct nd_scan_state *scan) {
    struct nd_scanner *scanner = scan->scanner;
    enum nd_status status = ND_OK;

    for (size_t i = 0; i < scan->piece_count && status == ND_OK; i++) {
        const struct nd_scan_piece *piece = &scan->pieces[i];
        struct nd_unit unit = {.kind = ND_UNIT_PART,
                               .text = nd_str_of(scanner->part, piece->length),
                               .start = nd_scan_origin_start(scan, piece->start),
                               .end = nd_scan_origin_end(scan, piece->end)};
        memcpy(scanner->part, scanner->word + piece->at, piece->length);
        memset(scanner->part + piece->length, 0, 8);
        if (nd_utf8_count(unit.text) >= 2 && !nd_char_is_digit(unit.text.ptr[0]))
            status = scan->sink(scan->context, &unit);
    }
    return status;
}

/* Hands over an elided article that no word came to follow. */
static enum nd_status deliver_article(struct nd_scan_state *scan) {
    struct nd_unit unit = {.kind = ND_UNIT_WORD,
                           .text = nd_str_of(scan->scanner->article, scan->article_length),
                           .start = nd_scan_origin_start(scan, scan->article_start),
                           .end = nd_scan_origin_end(scan, scan->article_end)};

    scan->article_length = 0;
    scan->group = scan->start; /* not to be delivered again */
    return scan->sink(scan->context, &unit);
}

static enum nd_status deliver_word(struct nd_scan_state *scan) {
    struct nd_scanner *scanner = scan->scanner;
    struct nd_unit unit = {.kind = ND_UNIT_WORD,
                           .text = nd_str_of(scanner->word, scan->length),
                           .start = nd_scan_origin_start(scan, scan->start),
                           .end = nd_scan_origin_end(scan, scan->end)};
    struct nd_unit joined;
    enum nd_status status;
    bool has_pieces;

    unit.is_ascii = scan->is_ascii;
    if (!scan->is_padded)
        memset(scanner->word + scan->length, 0, 8);
    if (scan->article_length > 0) {
        unit.article = nd_str_of(scanner->article, scan->article_length);
        unit.article_start = nd_scan_origin_start(scan, scan->article_start);
        unit.article_end = nd_scan_origin_end(scan, scan->article_end);
        scan->article_length = 0;
    }
    if (scan->piece_count > 0)
        end_piece(scan);
    has_pieces = has_useful_parts(scan);
    joined = nd_joined_find(scan);
    unit.has_parts = has_pieces || joined.text.len > 0;
    status = scan->sink(scan->context, &unit);
    if (status == ND_OK && joined.text.len > 0)
        status = scan->sink(scan->context, &joined);
    return status == ND_OK && has_pieces ? deliver_parts(scan) : status;
}

/* The ASCII letters at an offset, when no other part of a word follows them. */
static struct nd_str letters_at(const struct nd_scan_state *scan, size_t at) {
    size_t end = at, length;

    while (end < scan->text.len && end - at <= ND_ELIDED_MAX && nd_char_is_alpha(scan->text.ptr[end]))
        end++;
    if (end < scan->text.len) {
        enum nd_class class = nd_scan_class(scan, end, &length);
        if (class != ND_CLASS_SEPARATOR && class != ND_CLASS_APOSTROPHE)
            return ND_STR_NONE;
    }
    return nd_str_slice(scan->text, at, end);
}

static bool is_apostrophe_in_word(const struct nd_scan_state *scan, size_t at) {
    size_t length;

    return at < scan->text.len && nd_scan_class(scan, at, &length) == ND_CLASS_APOSTROPHE &&
           nd_scan_is_word(scan, at + length);
}

/* What the apostrophe before offset next, behind a word, means; see scan.h. */
static enum verdict judge_apostrophe(const struct nd_scan_state *scan, size_t next) {
    struct nd_str before = nd_str_of(scan->scanner->word, scan->length), after;
    bool is_last, is_article = scan->piece_count == 0 && nd_apostrophe_is_elided(before);

    if (!nd_scan_is_word(scan, next))
        return VERDICT_END;
    after = letters_at(scan, next);
    is_last = after.len > 0 && !is_apostrophe_in_word(scan, next + after.len);
    if (is_last && nd_apostrophe_is_enclitic(after) && (!is_article || nd_str_eq_nocase(after, ND_STR("s"))))
        return VERDICT_ENCLITIC;
    if (is_article)
        return VERDICT_ARTICLE;
    return after.len > 0 && !is_last && nd_apostrophe_is_elided(after) ? VERDICT_END : VERDICT_JOIN;
}

static void keep_article(struct nd_scan_state *scan) {
    memcpy(scan->scanner->article, scan->scanner->word, scan->length);
    memset(scan->scanner->article + scan->length, 0, 8);
    scan->article_length = scan->length;
    scan->article_start = scan->start;
    scan->article_end = scan->end;
}

/* Goes on behind an apostrophe of the given length; false when the word ends there. */
static bool pass_apostrophe(struct nd_scan_state *scan, size_t length, enum nd_status *status) {
    size_t next = scan->at + length;

    switch (judge_apostrophe(scan, next)) {
    case VERDICT_JOIN:
        scan->at = next;
        begin_piece(scan);
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

static bool is_separator(char c) {
    unsigned char step = nd_scan_steps[(unsigned char)c];

    return step == ND_STEP_SEPARATOR || step == ND_STEP_JOINER;
}

static enum nd_status scan_word(struct nd_scan_state *scan) {
    enum nd_status status = ND_OK;
    bool goes_on = true;
    size_t length;

    scan->group = scan->at;
    begin_word(scan);
    while (goes_on) {
        append_ascii(scan);
        if (scan->at >= scan->text.len || is_separator(scan->text.ptr[scan->at]))
            break;
        switch (nd_scan_class(scan, scan->at, &length)) {
        case ND_CLASS_WORD:
        case ND_CLASS_MARK:
        case ND_CLASS_TRIGRAM_MARK:
            append(scan, length);
            break;
        case ND_CLASS_IGNORED:
            scan->at += length;
            if (nd_joined_is_half_space(scan, scan->at - length))
                begin_piece(scan);
            break;
        case ND_CLASS_APOSTROPHE:
            goes_on = pass_apostrophe(scan, length, &status);
            break;
        case ND_CLASS_EXPANDING:
            if (scan->origins == NULL && scan->at - scan->group < ND_MAX_STRETCH)
                return scan_normalised(scan, scan->group);
            goes_on = false;
            break;
        default:
            goes_on = false;
        }
    }
    return status == ND_OK ? deliver_word(scan) : status;
}

static enum nd_status scan_multibyte(struct nd_scan_state *scan) {
    size_t start = scan->at, length;

    switch (nd_scan_class(scan, start, &length)) {
    case ND_CLASS_WORD:
        return scan_word(scan);
    case ND_CLASS_BIGRAM:
    case ND_CLASS_BIGRAM_RAW:
        return nd_scan_run_is_plain(scan, 2) ? nd_scan_run_deliver(scan, 2) : scan_normalised(scan, start);
    case ND_CLASS_TRIGRAM:
        return nd_scan_run_is_plain(scan, 3) ? nd_scan_run_deliver(scan, 3) : scan_normalised(scan, start);
    case ND_CLASS_SYMBOL:
        return nd_scan_run_symbol(scan, length);
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

/* A sign between words with another word, or a further sign, directly behind it; or that of EE. UU. behind a
 * word of so many bytes. Some bytes follow it. */
static bool may_join(const char *sign, size_t length) {
    return nd_scan_steps[(unsigned char)sign[1]] >= ND_STEP_MULTIBYTE ||
           (length == 2 && sign[-1] == sign[-2] && sign[0] == '.' && sign[1] == ' ');
}

/*
 * The commonest case by far, an ASCII word of at most sixteen bytes between separators, without the
 * preparations for any other. False when it is not that case.
 */
static bool scan_simple(struct nd_scan_state *scan, enum nd_status *status) {
    const char *text = scan->text.ptr + scan->at;
    size_t length = 1;
    uint64_t all_small = scan->keep_case ? 0 : 0x2020202020202020u, halves[2];
    unsigned char step;

    if (scan->text.len - scan->at <= ND_SIMPLE_WORD + 1 || scan->origins != NULL)
        return false;
    while (nd_scan_steps[(unsigned char)text[length]] >= ND_STEP_WORD)
        if (++length > ND_SIMPLE_WORD)
            return false;
    step = nd_scan_steps[(unsigned char)text[length]];
    if (step != ND_STEP_SEPARATOR && (step != ND_STEP_JOINER || may_join(text + length, length)))
        return false;
    memcpy(halves, text, ND_SIMPLE_WORD);
    halves[0] = htole64((le64toh(halves[0]) | all_small) & keep_bytes(length));
    halves[1] = htole64((le64toh(halves[1]) | all_small) & (length > 8 ? keep_bytes(length - 8) : 0));
    memcpy(scan->scanner->word, halves, ND_SIMPLE_WORD);
    scan->simple.text.len = length;
    scan->simple.start = scan->at;
    scan->simple.end = scan->at += length;
    *status = scan->sink(scan->context, &scan->simple);
    return true;
}

static enum nd_status scan_all(struct nd_scan_state *scan) {
    enum nd_status status = ND_OK;

    while (scan->at < scan->text.len && status == ND_OK) {
        unsigned char step = nd_scan_steps[(unsigned char)scan->text.ptr[scan->at]];
        if (step >= ND_STEP_WORD)
            status = scan_simple(scan, &status) ? status : scan_word(scan);
        else if (step == ND_STEP_MULTIBYTE)
            status = scan_multibyte(scan);
        else
            scan->at++;
    }
    return status;
}

enum nd_status nd_scan(struct nd_scanner *scanner, struct nd_str text, size_t from, bool keep_case,
                       nd_unit_sink *sink, void *context) {
    struct nd_scan_state scan = {
        .scanner = scanner,
        .text = text,
        .at = from,
        .keep_case = keep_case,
        .sink = sink,
        .context = context,
        .simple = {.kind = ND_UNIT_WORD, .is_ascii = true, .is_simple = true, .text = {scanner->word, 0}}};

    if (text.len > UINT32_MAX)
        return ND_TOO_BIG;
    return scan_all(&scan);
}

void nd_scanner_fini(struct nd_scanner *scanner) {
    nd_chars_fini(&scanner->chars);
    nd_buf_free(&scanner->normal);
    free(scanner->origins);
}
