#include "newsdex/source.h"

#include "newsdex/alloc.h"
#include "newsdex/utf8.h"

#include <errno.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>
#include <uchardet/uchardet.h>
#include <utf8proc.h>

enum {
    DETECT_BYTES = 64 * 1024, /* what the charset detector is shown */
    SNIFF_BYTES = 4096,       /* what patterns of zeros are looked for in */
    LITTLE_EVIDENCE = 4,      /* bytes beyond ASCII that say nothing of the encoding */
    MUCH_EVIDENCE = 16,       /* enough of them to tell Latin alphabets apart */
    FEW_CONTROLS = 4          /* that many bytes that no text has prove nothing yet */
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

/* Zeros in most of every second (UTF-16) or in three of four places (UTF-32), and hardly anywhere else. */
static const char *encoding_by_zeros(struct nd_str bytes) {
    size_t zeros[4] = {0, 0, 0, 0};
    size_t n = (bytes.len < SNIFF_BYTES ? bytes.len : SNIFF_BYTES) / 4 * 4;
    size_t most = n / 4 * 9 / 10, few = n / 32 + 1;

    if (n < 8)
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

static bool is_wide(const char *encoding) {
    return strncmp(encoding, "UTF-16", 6) == 0 || strncmp(encoding, "UTF-32", 6) == 0;
}

/*
 * Converts with iconv; ill-formed input becomes U+FFFD and is counted in *bad. Some converters hold the last
 * character back until they are called without input. False: no such converter.
 */
static bool convert(struct nd_str bytes, const char *encoding, struct nd_buf *text, size_t *bad) {
    iconv_t converter = iconv_open("UTF-8", encoding);
    size_t left = bytes.len, step = is_wide(encoding) ? (encoding[4] == '3' ? 4 : 2) : 1;
    char *in, *next;
    bool is_flushed = false;

    if (converter == (iconv_t)-1)
        return false;
    next = in = nd_alloc_array(bytes.len + 1, 1);
    memcpy(in, bytes.ptr, bytes.len);
    while (left > 0 || !is_flushed) {
        char *out = nd_buf_reserve(text, left * 2 + 64);
        size_t room = text->cap - text->len - 1, before = room;
        size_t result;

        is_flushed = left == 0;
        result = iconv(converter, is_flushed ? NULL : &next, &left, &out, &room);
        text->len += before - room;
        if (is_flushed || result != (size_t)-1 || errno == E2BIG)
            continue;
        nd_utf8_add(text, ND_UTF8_BAD);
        (*bad)++;
        step = step > left ? left : step;
        next += step;
        left -= step;
    }
    nd_buf_reserve(text, 0)[0] = '\0';
    iconv_close(converter);
    free(in);
    return true;
}

/* What is called by the first name is in practice written in the second, which has more (WHATWG Encoding). */
static const char *const supersets[][2] = {
    {"ISO-8859-1", "WINDOWS-1252"}, {"SHIFT_JIS", "WINDOWS-31J"}, {"EUC-KR", "CP949"},
    {"GB2312", "GB18030"},          {"ASCII", "WINDOWS-1252"},    {"UTF-8", "WINDOWS-1252"},
};

/* Too few bytes beyond ASCII to tell Latin alphabets apart: the one that is most common will do. */
static bool is_little_evidence(struct nd_str sample) {
    size_t high = 0, letters = 0;

    for (size_t i = 0; i < sample.len && high < MUCH_EVIDENCE; i++) {
        high += (unsigned char)sample.ptr[i] >= 0x80;
        letters += nd_char_is_alpha(sample.ptr[i]);
    }
    return high < LITTLE_EVIDENCE || (high < MUCH_EVIDENCE && high * 3 < letters);
}

/* bad_at: the first byte that is no UTF-8. What stands before says little, and nothing if it is ASCII. */
static struct nd_str detect_charset(struct nd_str bytes, size_t bad_at, struct nd_arena *arena) {
    struct nd_str sample = nd_str_slice(bytes, bad_at > SNIFF_BYTES ? bad_at - SNIFF_BYTES : 0, bytes.len);
    struct nd_str name = ND_STR_NONE;
    uchardet_t detector;

    if (is_little_evidence(sample))
        return ND_STR("WINDOWS-1252");
    detector = uchardet_new();
    if (detector != NULL) {
        uchardet_handle_data(detector, sample.ptr, sample.len < DETECT_BYTES ? sample.len : DETECT_BYTES);
        uchardet_data_end(detector);
        name = nd_arena_str(arena, nd_str_from(uchardet_get_charset(detector)));
        uchardet_delete(detector);
    }
    for (size_t i = 0; i < sizeof supersets / sizeof *supersets; i++)
        if (nd_str_eq_nocase(name, nd_str_from(supersets[i][0])))
            return nd_str_from(supersets[i][1]);
    return name.len == 0 ? ND_STR("WINDOWS-1252") : name;
}

/* True when the text is mostly well-formed UTF-8 with a few bad bytes: repairing loses less than guessing. */
static bool is_damaged_utf8(struct nd_str bytes) {
    size_t good = 0, bad = 0, length;
    uint32_t c;

    for (size_t i = 0; i < bytes.len; i += length) {
        length = nd_utf8_decode(nd_str_skip(bytes, i), &c);
        good += length > 1 && c != ND_UTF8_BAD;
        bad += c == ND_UTF8_BAD && !(length == 3 && (unsigned char)bytes.ptr[i] == 0xEF);
    }
    return good > 4 * bad;
}

static void place_of(struct nd_str bytes, size_t at, uint32_t *line, uint32_t *column) {
    size_t start = 0;

    *line = 1;
    for (size_t i = 0; i < at; i++)
        if (bytes.ptr[i] == '\n') {
            (*line)++;
            start = i + 1;
        }
    *column = (uint32_t)(at - start + 1);
}

static struct nd_str decode_8_bit(struct nd_str bytes, size_t bad_at, struct nd_buf *text,
                                  struct nd_problems *problems) {
    struct nd_str name = ND_STR("UTF-8");
    uint32_t line, column;
    size_t bad = 0;

    place_of(bytes, bad_at, &line, &column);
    if (is_damaged_utf8(bytes)) {
        bad = nd_utf8_repair(bytes, text);
    } else {
        name = detect_charset(bytes, bad_at, problems->arena);
        if (!convert(bytes, name.ptr, text, &bad)) {
            name = ND_STR("WINDOWS-1252");
            (void)!convert(bytes, name.ptr, text, &bad);
        }
        nd_problems_add(problems, ND_P_ENCODING, line, column, "not UTF-8, read as %s", name.ptr);
    }
    if (bad > 0)
        nd_problems_add(problems, ND_P_INVALID_BYTES, line, column,
                        "%zu ill-formed byte sequence%s replaced by U+FFFD", bad, bad == 1 ? "" : "s");
    return name;
}

/* LF line ends; NUL and the other control bytes that no text has become blanks or go. Works in place. */
static size_t clean(struct nd_buf *text, uint32_t *first_line) {
    size_t out = 0, controls = 0;
    uint32_t line = 1;

    for (size_t i = 0; i < text->len; i++) {
        char c = text->ptr[i];
        if (c == '\r') {
            if (i + 1 < text->len && text->ptr[i + 1] == '\n')
                continue;
            c = '\n';
        }
        if (c == '\n') {
            line++;
        } else if (((unsigned char)c < 0x20 && c != '\t' && c != '\f') || c == 0x7f) {
            if (controls++ == 0)
                *first_line = line;
            c = ' ';
        }
        text->ptr[out++] = c;
    }
    nd_buf_cut(text, out);
    return controls;
}

/* Scripts in which nothing changes by NFC, to spare most texts the look into tables. */
static bool is_stable_range(uint32_t c) {
    return c < 0x300 || (c >= 0x400 && c < 0x483) || (c >= 0x48A && c < 0x591) ||
           (c >= 0x1E00 && c < 0x1F00 && c != 0x1E9B) || (c >= 0x2010 && c < 0x20D0) ||
           (c >= 0x3000 && c < 0x302A) || (c >= 0x3041 && c < 0x3099) || (c >= 0x30A0 && c < 0xA66F) ||
           (c >= 0xAC00 && c < 0xD7A4) || (c >= 0xFF00 && c < 0xFFF0);
}

/* True when a character decomposes, is a mark, or composes with one before it (utf8proc's comb_index). */
static bool may_change(uint32_t c) {
    const utf8proc_property_t *property = utf8proc_get_property((utf8proc_int32_t)c);

    return property->combining_class != 0 || property->decomp_seqindex != UINT16_MAX ||
           (property->comb_index >= 0x8000 && property->comb_index != UINT16_MAX) ||
           (c >= 0x1100 && c < 0x1200);
}

/* The offset at or behind from of the next character that NFC may change; the length when there is none. */
static size_t next_unstable(struct nd_str text, size_t from) {
    uint32_t c;

    for (size_t i = from, length; i < text.len; i += length) {
        length = 1;
        if ((unsigned char)text.ptr[i] < 0xCC)
            continue;
        length = nd_utf8_decode(nd_str_skip(text, i), &c);
        if (!is_stable_range(c) && may_change(c))
            return i;
    }
    return text.len;
}

static void add_normalised(struct nd_buf *out, struct nd_str text) {
    utf8proc_uint8_t *normal = NULL;
    utf8proc_ssize_t length = utf8proc_map((const utf8proc_uint8_t *)text.ptr, (utf8proc_ssize_t)text.len,
                                           &normal, UTF8PROC_STABLE | UTF8PROC_COMPOSE);

    nd_buf_add(out, length >= 0 ? nd_str_of((const char *)normal, (size_t)length) : text);
    free(normal);
}

/* NFC, line by line and only where a character may change: nothing composes across a line end. */
static void normalise(struct nd_buf *text) {
    struct nd_str source = nd_buf_str(text);
    size_t done = 0, at = next_unstable(source, 0);
    struct nd_buf out = {0};

    if (at == source.len)
        return;
    while (at < source.len) {
        size_t start = nd_str_rfind_char(nd_str_slice(source, 0, at), '\n'), end;
        start = start == SIZE_MAX || start + 1 < done ? done : start + 1;
        end = nd_str_find_char(nd_str_skip(source, at), '\n');
        end = end == SIZE_MAX ? source.len : at + end;
        nd_buf_add(&out, nd_str_slice(source, done, start));
        add_normalised(&out, nd_str_slice(source, start, end));
        done = end;
        at = next_unstable(source, end);
    }
    nd_buf_add(&out, nd_str_skip(source, done));
    nd_buf_free(text);
    *text = out;
}

/* Control bytes mean binary data, unless they are few and far between in what is otherwise text. */
static bool is_binary(struct nd_str bytes) {
    static const struct nd_str magic[] = {
        ND_STR_INIT("%PDF-"),
        ND_STR_INIT("\x89PNG"),
        ND_STR_INIT("PK\x03\x04"),
        ND_STR_INIT("\x1f\x8b"),
        ND_STR_INIT("\xff\xd8\xff"),
        ND_STR_INIT("\177ELF"),
        ND_STR_INIT("SQLite format 3\0"),
    };
    struct nd_str head = nd_str_slice(bytes, 0, SNIFF_BYTES);
    size_t controls = 0;

    for (size_t i = 0; i < sizeof magic / sizeof *magic; i++)
        if (nd_str_starts(bytes, magic[i]))
            return true;
    for (size_t i = 0; i < head.len; i++) {
        unsigned char c = (unsigned char)head.ptr[i];
        controls += c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != 0x1b;
    }
    return controls > FEW_CONTROLS && controls * 20 > head.len;
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

static enum nd_status decode_wide(struct nd_str bytes, const char *encoding, struct nd_buf *text,
                                  struct nd_problems *problems) {
    size_t bad = 0;

    (void)!convert(bytes, encoding, text, &bad);
    if (is_wide_binary(bad, bytes.len))
        return refuse(text, problems);
    if (bad > 0)
        nd_problems_add(problems, ND_P_INVALID_BYTES, 0, 0, "%zu ill-formed %s unit%s replaced by U+FFFD",
                        bad, encoding, bad == 1 ? "" : "s");
    return ND_OK;
}

/* Byte order marks that are left at the beginning, as when a file was converted twice. */
static void drop_marks(struct nd_buf *text) {
    struct nd_str rest = nd_buf_str(text);

    while (nd_str_starts(rest, marks[0].bytes))
        rest = nd_str_skip(rest, marks[0].bytes.len);
    if (rest.len < text->len) {
        memmove(text->ptr, rest.ptr, rest.len);
        nd_buf_cut(text, rest.len);
    }
}

enum nd_status nd_source_decode(struct nd_str bytes, struct nd_buf *text, struct nd_str *encoding,
                                struct nd_problems *problems) {
    const char *wide = NULL;
    size_t bad = 0, controls;
    uint32_t line = 0;

    nd_buf_clear(text);
    *encoding = ND_STR("UTF-8");
    for (size_t i = 0; i < sizeof marks / sizeof *marks && wide == NULL; i++)
        if (nd_str_starts(bytes, marks[i].bytes)) {
            wide = marks[i].encoding;
            bytes = nd_str_skip(bytes, marks[i].bytes.len);
        }
    if (wide == NULL)
        wide = encoding_by_zeros(bytes);
    if (wide != NULL && is_wide(wide)) {
        *encoding = nd_str_from(wide);
        if (decode_wide(bytes, wide, text, problems) != ND_OK)
            return ND_BAD_INPUT;
    } else if (is_binary(bytes)) {
        return refuse(text, problems);
    } else if (nd_utf8_valid(bytes, &bad)) {
        nd_buf_add(text, bytes);
    } else {
        *encoding = decode_8_bit(bytes, bad, text, problems);
    }
    drop_marks(text);
    if (is_binary(nd_buf_str(text)))
        return refuse(text, problems);
    controls = clean(text, &line);
    if (controls > 0)
        nd_problems_add(problems, ND_P_CONTROL_BYTES, line, 0, "%zu control byte%s replaced by blanks",
                        controls, controls == 1 ? "" : "s");
    normalise(text);
    return ND_OK;
}
