#include "newsdex/source.h"

#include "newsdex/alloc.h"
#include "newsdex/kind.h"
#include "newsdex/stream_safe.h"
#include "newsdex/utf8.h"
#include "source/convert.h"
#include "source/eight_bit.h"
#include "source/holes.h"
#include "source/normal_form.h"
#include "source/scan.h"
#include "source/seven_bit.h"
#include "source/wide.h"

#include <stdlib.h>
#include <string.h>

enum {
    SNIFF_BYTES = 4096,  /* what control bytes are counted in */
    SNIFFED_PLACES = 8,  /* in which control bytes are counted, evenly spread */
    FEW_CONTROLS = 4,    /* that many bytes that no text has prove nothing yet */
    NORMAL_BYTES = 1024, /* what is normalised at once, at the least */
    GRAPHEME_JOINER = 0x034F
};

struct mark {
    struct nd_str bytes;
    const char *encoding;
};

/* Byte order marks, UTF-32 before UTF-16 because one begins with the other (Unicode 15, section 23.8). */
static const struct mark marks[] = {
    {ND_STR_INIT("\xEF\xBB\xBF"), "UTF-8"},        {ND_STR_INIT("\xFF\xFE\x00\x00"), "UTF-32LE"},
    {ND_STR_INIT("\x00\x00\xFE\xFF"), "UTF-32BE"}, {ND_STR_INIT("\xFF\xFE"), "UTF-16LE"},
    {ND_STR_INIT("\xFE\xFF"), "UTF-16BE"},
};

static uint32_t line_of(struct nd_str text, size_t at) {
    uint32_t line = 1;

    for (size_t i = 0; i < at; i++)
        line += text.ptr[i] == '\n';
    return line;
}

/* C0 without what texts have, DEL, or C1, which is of two bytes. */
static bool is_control(const struct nd_buf *text, size_t at) {
    unsigned char c = (unsigned char)text->ptr[at];

    if (c == 0xC2)
        return at + 1 < text->len && (unsigned char)text->ptr[at + 1] < 0xA0;
    return (c < 0x20 && c != '\t' && c != '\f') || c == 0x7f;
}

/* LF line ends; NUL and the other control bytes that no text has become blanks or go. Works in place, from
 * the first of them on. */
static size_t clean(struct nd_buf *text, size_t from, uint32_t *first_line) {
    size_t out = from, controls = 0;
    uint32_t line = line_of(nd_buf_str(text), from);

    for (size_t i = from; i < text->len; i++) {
        char c = text->ptr[i];
        if (c == '\r') {
            if (i + 1 < text->len && text->ptr[i + 1] == '\n')
                continue;
            c = '\n';
        }
        if (c == '\n') {
            line++;
        } else if (is_control(text, i)) {
            if (controls++ == 0)
                *first_line = line;
            i += c == '\xC2';
            c = ' ';
        }
        text->ptr[out++] = c;
    }
    nd_buf_cut(text, out);
    return controls;
}

/* Returns in how many places a run of marks was divided. */
static size_t add_normalised(struct nd_buf *out, struct nd_str text) {
    size_t broken = 0, length;

    while ((length = nd_stream_safe_length(text)) < text.len) {
        nd_source_add_normal_form(out, nd_str_slice(text, 0, length));
        nd_utf8_add(out, GRAPHEME_JOINER);
        text = nd_str_skip(text, length);
        broken++;
    }
    nd_source_add_normal_form(out, text);
    return broken;
}

/* Where the stretch that is normalised at once ends: it holds more than NORMAL_BYTES, and the next character
 * has nothing to do with those before it. */
static size_t end_of_stretch(struct nd_str text, size_t start) {
    size_t end = start, length;
    uint32_t c;

    while (end < text.len) {
        length = nd_utf8_decode(nd_str_skip(text, end), &c);
        if (end - start >= NORMAL_BYTES && nd_source_scan_is_apart(c))
            break;
        end += length;
    }
    return end;
}

/* NFC from offset at on, and only where a character may change. Returns in how many places runs of marks were
 * divided, the first on *first_line. */
static size_t normalise(struct nd_buf *text, size_t at, uint32_t *first_line) {
    struct nd_str source = nd_buf_str(text);
    struct nd_buf out = {0};
    size_t done = 0, broken = 0, before;

    if (at == source.len)
        return 0;
    while (at < source.len) {
        size_t start = at == done ? at : nd_utf8_floor(source, at - 1), end = end_of_stretch(source, start);
        nd_buf_add(&out, nd_str_slice(source, done, start));
        before = broken;
        broken += add_normalised(&out, nd_str_slice(source, start, end));
        if (before == 0 && broken > 0)
            *first_line = line_of(source, start);
        done = end;
        at = nd_source_scan_next_unstable(source, end);
    }
    nd_buf_add(&out, nd_str_skip(source, done));
    nd_buf_free(text);
    *text = out;
    return broken;
}

static bool has_magic(struct nd_str bytes) {
    return nd_kind_of_bytes(bytes) != ND_KIND_NONE;
}

static bool has_many_controls(struct nd_str piece) {
    size_t controls = 0;

    for (size_t i = 0; i < piece.len; i++)
        controls += nd_source_scan_is_binary(piece.ptr[i]);
    return controls > FEW_CONTROLS && controls * 20 > piece.len;
}

/*
 * Control bytes mean binary data, unless they are few and far between in what is otherwise text. The
 * beginning tells, or most of some places: a picture may have a palette at its beginning, and a text may end
 * in a hole.
 */
static bool is_binary(struct nd_str bytes, const struct nd_source_scan *scan) {
    size_t binary = 0, apart = bytes.len / SNIFFED_PLACES;

    if (has_magic(bytes))
        return true;
    if (scan->control == bytes.len && scan->bad == bytes.len)
        return false;
    if (has_many_controls(nd_str_slice(bytes, 0, SNIFF_BYTES)))
        return true;
    for (size_t at = apart; at < bytes.len && apart > 0; at += apart)
        binary +=
            has_many_controls(nd_str_slice(bytes, at, at + (apart < SNIFF_BYTES ? apart : SNIFF_BYTES)));
    return binary > SNIFFED_PLACES / 2;
}

/* Random words of 16 or 32 bits are ill-formed far more often than any damaged text. */
static bool is_wide_binary(size_t bad, size_t size) {
    return bad > FEW_CONTROLS && bad > size / 128;
}

static enum nd_status refuse(struct nd_buf *text, struct nd_problems *problems) {
    nd_buf_clear(text);
    nd_problems_add(problems, ND_P_BINARY, 0, 0, "binary data, not text");
    return ND_BAD_INPUT;
}

static enum nd_status decode_wide(struct nd_buf *text, const char *encoding, struct nd_problems *problems) {
    size_t bad = 0, size = text->len;

    if (nd_source_convert(text, encoding, &bad, problems) != ND_OK)
        return ND_IO;
    if (nd_source_is_wide(encoding) && is_wide_binary(bad, size))
        return refuse(text, problems);
    if (bad > 0)
        nd_problems_add(problems, ND_P_INVALID_BYTES, 0, 0, "%zu ill-formed %s unit%s replaced by U+FFFD",
                        bad, encoding, bad == 1 ? "" : "s");
    return ND_OK;
}

/* Takes length bytes off the beginning. */
static void drop(struct nd_buf *text, size_t length) {
    if (length == 0)
        return;
    memmove(text->ptr, text->ptr + length, text->len - length);
    nd_buf_cut(text, text->len - length);
}

/* Byte order marks that are left at the beginning, as when a file was converted twice. */
static void drop_marks(struct nd_buf *text) {
    struct nd_str rest = nd_buf_str(text);

    while (nd_str_starts(rest, marks[0].bytes))
        rest = nd_str_skip(rest, marks[0].bytes.len);
    drop(text, text->len - rest.len);
}

/* The encoding with wide characters that a byte order mark or a pattern of zeros gives away, one that only
 * letters do, one of 7 bits, or NULL. The mark is taken off; what is a guess is told. */
static const char *recognise(struct nd_buf *text, struct nd_problems *problems) {
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (nd_str_starts(nd_buf_str(text), marks[i].bytes)) {
            drop(text, marks[i].bytes.len);
            return nd_source_is_wide(marks[i].encoding) ? marks[i].encoding : NULL;
        }
    const char *encoding = nd_source_wide_find(nd_buf_str(text));

    if (encoding != NULL)
        return encoding;
    encoding = has_magic(nd_buf_str(text)) ? NULL : nd_source_wide_guess(nd_buf_str(text));
    if (encoding == NULL)
        encoding = nd_source_seven_bit_find(nd_buf_str(text));
    if (encoding != NULL && !nd_str_starts(nd_str_from(encoding), ND_STR("ISO-2022-")))
        nd_problems_add(problems, ND_P_ENCODING, 0, 0, "neither marked nor declared, read as %s", encoding);
    return encoding;
}

enum nd_status nd_source_decode_in_place(struct nd_buf *text, struct nd_str *encoding,
                                         struct nd_problems *problems) {
    return nd_source_decode_piece(text, ND_STR_NONE, encoding, problems);
}

/* Wide characters by their zeros; those that look like ASCII by what they use to change their alphabet. */
static bool is_beyond_8_bits(struct nd_str encoding, struct nd_str text) {
    if (nd_source_is_wide(encoding.ptr))
        return nd_str_find_char(text, '\0') != SIZE_MAX;
    if (nd_str_starts(encoding, ND_STR("ISO-2022-")))
        return nd_str_find_char(text, '\x1b') != SIZE_MAX || nd_str_find_char(text, '\x0e') != SIZE_MAX;
    return nd_str_eq(encoding, ND_STR("UTF-7")) && nd_str_find_char(text, '+') != SIZE_MAX;
}

/* What text is in that is neither UTF-8 nor of 8 bits, or NULL. Escape sequences are believed whatever is
 * declared. */
static const char *find_beyond_8_bits(struct nd_buf *text, struct nd_str assumed,
                                      struct nd_problems *problems) {
    if (assumed.ptr == NULL)
        return recognise(text, problems);
    if (is_beyond_8_bits(assumed, nd_buf_str(text)))
        return assumed.ptr;
    return nd_str_find_char(nd_buf_str(text), '\x1b') == SIZE_MAX
               ? NULL
               : nd_source_seven_bit_find(nd_buf_str(text));
}

bool nd_source_is_of_the_whole(struct nd_str encoding) {
    return (nd_str_starts(encoding, ND_STR("UTF-")) && !nd_str_eq(encoding, ND_STR("UTF-8"))) ||
           nd_str_starts(encoding, ND_STR("ISO-2022-")) || nd_str_eq(encoding, ND_STR("HZ-GB-2312"));
}

enum nd_status nd_source_decode_piece(struct nd_buf *text, struct nd_str assumed, struct nd_str *encoding,
                                      struct nd_problems *problems) {
    const char *wide = find_beyond_8_bits(text, assumed, problems);
    enum nd_status status = ND_OK;
    struct nd_source_scan scan;
    size_t controls = 0, broken;
    uint32_t line = 0;

    *encoding = wide == NULL ? ND_STR("UTF-8") : nd_str_from(wide);
    if (wide != NULL)
        status = decode_wide(text, wide, problems);
    if (status != ND_OK)
        return status;
    drop_marks(text);
    scan = nd_source_scan_bytes(nd_buf_str(text));
    if (scan.control < text->len && wide == NULL && !has_magic(nd_buf_str(text))) {
        nd_source_fill_holes(text, problems);
        scan = nd_source_scan_bytes(nd_buf_str(text));
    }
    if (is_binary(nd_buf_str(text), &scan))
        return refuse(text, problems);
    if (scan.bad < text->len) {
        status = nd_source_decode_8_bit(text, scan.bad, assumed, encoding, problems);
        if (status != ND_OK)
            return status;
        drop_marks(text);
        scan = nd_source_scan_bytes(nd_buf_str(text));
        if (is_binary(nd_buf_str(text), &scan))
            return refuse(text, problems);
    }
    if (scan.control < text->len) {
        controls = clean(text, scan.control, &line);
        scan.unstable = nd_source_scan_next_unstable(nd_buf_str(text), 0);
    }
    if (controls > 0)
        nd_problems_add(problems, ND_P_CONTROL_BYTES, line, 0, "%zu control byte%s replaced by blanks",
                        controls, controls == 1 ? "" : "s");
    broken = normalise(text, scan.unstable, &line);
    if (broken > 0)
        nd_problems_add(problems, ND_P_COMBINING_MARKS, line, 0,
                        "more than 30 combining marks in a row; divided by U+034F in %zu place%s", broken,
                        broken == 1 ? "" : "s");
    return ND_OK;
}

enum nd_status nd_source_decode(struct nd_str bytes, struct nd_buf *text, struct nd_str *encoding,
                                struct nd_problems *problems) {
    nd_buf_clear(text);
    nd_buf_add(text, bytes);
    return nd_source_decode_in_place(text, encoding, problems);
}

bool nd_source_is_decoded(struct nd_str bytes, struct nd_str assumed) {
    struct nd_source_scan scan = nd_source_scan_bytes(bytes);

    return scan.bad >= bytes.len && scan.control >= bytes.len && scan.unstable >= bytes.len &&
           !nd_str_starts(bytes, marks[0].bytes) && !is_binary(bytes, &scan) &&
           (assumed.ptr == NULL ? nd_source_seven_bit_find(bytes) == NULL
                                : !is_beyond_8_bits(assumed, bytes));
}

enum nd_status nd_source_decode_view(struct nd_str bytes, struct nd_buf *buf, struct nd_str *text,
                                     struct nd_str *encoding, struct nd_problems *problems) {
    enum nd_status status = ND_OK;

    *text = bytes;
    *encoding = ND_STR("UTF-8");
    if (!nd_source_is_decoded(bytes, ND_STR_NONE)) {
        status = nd_source_decode(bytes, buf, encoding, problems);
        *text = nd_buf_str(buf);
    }
    return status;
}
