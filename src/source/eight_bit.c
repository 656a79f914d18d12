#include "source/eight_bit.h"

#include "newsdex/alloc.h"
#include "newsdex/utf8.h"
#include "source/alphabet.h"
#include "source/convert.h"
#include "source/declared.h"
#include "source/scan.h"

#include <string.h>
#include <uchardet/uchardet.h>

enum {
    DETECT_BYTES = 64 * 1024, /* what the charset detector is shown */
    SNIFF_BYTES = 4096,       /* of them before what is no UTF-8 */
    LITTLE_EVIDENCE = 4,      /* bytes beyond ASCII that say nothing of the encoding */
    MUCH_EVIDENCE = 16,       /* enough of them to tell Latin alphabets apart */
    FEW_CONTROLS = 4,         /* ill-formed characters that may be in what a text says it is in */
    FIRST_DRAWN = 0xB0,       /* to */
    LAST_DRAWN = 0xDF,        /* lines and blocks in code pages of DOS */
    DRAWN_RUN = 6,            /* so many of one, one behind the other, are no letters */
    LEAST_LINES = 2           /* of each encoding, in a text of two */
};

static void replace(struct nd_buf *text, struct nd_buf *with) {
    nd_buf_free(text);
    *text = *with;
}

/* What is called by the first name is in practice written in the second, which has more (WHATWG Encoding). */
static const char *const supersets[][2] = {
    {"ISO-8859-1", "WINDOWS-1252"}, {"SHIFT_JIS", "WINDOWS-31J"},   {"EUC-KR", "CP949"},
    {"GB2312", "GB18030"},          {"ASCII", "WINDOWS-1252"},      {"UTF-8", "WINDOWS-1252"},
    {"HZ-GB-2312", "GB18030"},      {"ISO-8859-9", "WINDOWS-1254"}, {"TIS-620", "CP874"},
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

/* Frames and pictures of lines and blocks as DOS has them: most of what is beyond ASCII is runs of one of
 * them. */
static bool is_drawing(struct nd_str sample) {
    size_t high = 0, run = 0, drawn = 0;

    for (size_t i = 0; i < sample.len; i++) {
        unsigned char c = (unsigned char)sample.ptr[i];
        high += c >= 0x80;
        run = i > 0 && sample.ptr[i] == sample.ptr[i - 1] ? run + 1 : 1;
        if (c >= FIRST_DRAWN && c <= LAST_DRAWN && run >= DRAWN_RUN)
            drawn += run == DRAWN_RUN ? run : 1;
    }
    return drawn * 2 > high;
}

/* What a sample looks like by its bytes. */
static struct nd_str detect_by_bytes(struct nd_str sample, struct nd_arena *arena) {
    struct nd_str name = ND_STR_NONE;
    uchardet_t detector;

    if (is_little_evidence(sample))
        return ND_STR("WINDOWS-1252");
    if (is_drawing(sample))
        return ND_STR("IBM437");
    detector = uchardet_new();
    if (detector == NULL || uchardet_handle_data(detector, sample.ptr,
                                                 sample.len < DETECT_BYTES ? sample.len : DETECT_BYTES) != 0)
        nd_alloc_exhausted();
    uchardet_data_end(detector);
    name = nd_arena_str(arena, nd_str_from(uchardet_get_charset(detector)));
    uchardet_delete(detector);
    for (size_t i = 0; i < sizeof supersets / sizeof *supersets; i++)
        if (nd_str_eq_nocase(name, nd_str_from(supersets[i][0])))
            return nd_str_from(supersets[i][1]);
    return name.len == 0 ? ND_STR("WINDOWS-1252") : name;
}

/* bad_at: the first byte that is no UTF-8. What stands before says little, and nothing if it is ASCII. */
static struct nd_str detect_charset(struct nd_str bytes, size_t bad_at, struct nd_arena *arena) {
    struct nd_str sample = nd_str_slice(bytes, bad_at > SNIFF_BYTES ? bad_at - SNIFF_BYTES : 0, bytes.len);

    return nd_str_from(nd_source_alphabet_find(sample, detect_by_bytes(sample, arena).ptr, arena));
}

/* True when what text declares to be in is mostly that. */
static bool is_what_it_says(struct nd_str bytes, struct nd_str charset, struct nd_arena *arena) {
    struct nd_buf sample = {0};
    struct nd_problems unheard;
    size_t bad = 0;
    bool is_read;

    nd_problems_init(&unheard, arena);
    nd_buf_add(&sample, nd_str_slice(bytes, 0, DETECT_BYTES));
    is_read = nd_source_convert(&sample, charset.ptr, &bad, &unheard) == ND_OK;
    nd_buf_free(&sample);
    return is_read && bad <= FEW_CONTROLS + bytes.len / 256;
}

/* What the text says of itself, if it can be that; otherwise what it looks like. */
static struct nd_str find_charset(struct nd_str bytes, size_t bad_at, struct nd_arena *arena) {
    struct nd_str declared = nd_source_declared_charset(bytes);

    for (size_t i = 0; declared.ptr != NULL && i < sizeof supersets / sizeof *supersets; i++)
        if (nd_str_eq(declared, nd_str_from(supersets[i][0]))) {
            declared = nd_str_from(supersets[i][1]);
            break;
        }
    return declared.ptr != NULL && is_what_it_says(bytes, declared, arena)
               ? declared
               : detect_charset(bytes, bad_at, arena);
}

/* Characters of UTF-8 beyond ASCII in text, and bytes that are none. */
static void count_characters(struct nd_str text, size_t *good, size_t *bad) {
    size_t length;
    uint32_t c;

    *good = *bad = 0;
    for (size_t i = 0; i < text.len; i += length) {
        length = nd_utf8_decode(nd_str_skip(text, i), &c);
        *good += length > 1 && c != ND_UTF8_BAD;
        *bad += c == ND_UTF8_BAD && !(length == 3 && (unsigned char)text.ptr[i] == 0xEF);
    }
}

/* True when the text is mostly well-formed UTF-8 with a few bad bytes: repairing loses less than guessing. In
 * a file of UTF-8 a piece is that unless most of it says otherwise. */
static bool is_damaged_utf8(struct nd_str bytes, bool is_expected) {
    size_t good, bad;

    count_characters(bytes, &good, &bad);
    return is_expected ? good > 0 && good >= bad : good > 4 * bad;
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

/* The lines of a text that are UTF-8, and those that are not; characters in each, and in lines that are both.
 */
struct lines {
    size_t utf8, other, in_utf8, in_other, in_both;
    struct nd_buf of_utf8, of_other;
};

static void count_lines(struct nd_str text, struct lines *lines) {
    size_t good, bad;
    struct nd_str line;

    while (nd_str_next_line(&text, &line)) {
        bool is_other;
        count_characters(line, &good, &bad);
        is_other = bad > 0 && good == 0;
        lines->utf8 += good > 0 && bad == 0;
        lines->other += is_other;
        lines->in_utf8 += bad == 0 ? good : 0;
        lines->in_other += is_other ? bad : 0;
        lines->in_both += good > 0 && bad > 0 ? good + bad : 0;
    }
}

static void take_lines(struct nd_str text, struct lines *lines) {
    size_t good, bad;
    struct nd_str line;

    while (nd_str_next_line(&text, &line)) {
        struct nd_buf *of = &lines->of_utf8;
        count_characters(line, &good, &bad);
        if ((good > 0) == (bad > 0))
            continue;
        if (bad > 0)
            of = &lines->of_other;
        nd_buf_add(of, line);
        nd_buf_add_char(of, '\n');
    }
}

/*
 * Texts of two origins were put behind each other: some lines are UTF-8, others are not, and hardly one is
 * both, as many are in a damaged text, or one of an encoding whose bytes are UTF-8 by chance. Where one or
 * the other is a single line, what it says has to be of the letters of the rest. What the others are in, or
 * absent.
 */
static struct nd_str find_mixture(struct nd_str text, struct lines *lines, struct nd_arena *arena) {
    struct nd_str other;
    const char *like;
    bool is_sure;

    count_lines(text, lines);
    if (lines->utf8 == 0 || lines->other == 0 || lines->in_both * 16 > lines->in_utf8 + lines->in_other)
        return ND_STR_NONE;
    if (lines->in_utf8 < LITTLE_EVIDENCE && lines->in_other < LITTLE_EVIDENCE)
        return ND_STR_NONE;
    take_lines(text, lines);
    other = nd_buf_str(&lines->of_other);
    like = nd_source_alphabet_find_like(other, nd_buf_str(&lines->of_utf8), arena);
    if (lines->other < LEAST_LINES || lines->in_other < LITTLE_EVIDENCE)
        return nd_str_from(like);
    is_sure = lines->in_utf8 >= (lines->utf8 < LEAST_LINES ? MUCH_EVIDENCE : LITTLE_EVIDENCE);
    return is_sure || like != NULL ? find_charset(other, 0, arena) : ND_STR_NONE;
}

/* Lines that are no UTF-8 are read as what they look like together, the others stay. */
static enum nd_status decode_mixture(struct nd_buf *text, struct lines *lines, struct nd_str charset,
                                     uint32_t line_number, struct nd_problems *problems) {
    struct nd_buf out = {0};
    struct nd_str line;
    size_t good, bad, ill = 0;

    if (nd_source_convert(&lines->of_other, charset.ptr, &ill, problems) != ND_OK)
        return ND_IO;
    for (struct nd_str read = nd_buf_str(&lines->of_other), all = nd_buf_str(text);
         nd_str_next_line(&all, &line);) {
        count_characters(line, &good, &bad);
        if (bad > 0 && good == 0)
            (void)nd_str_next_line(&read, &line);
        nd_buf_add(&out, line);
        nd_buf_add_char(&out, '\n');
    }
    replace(text, &out);
    nd_problems_add(problems, ND_P_INVALID_BYTES, line_number, 0,
                    "%zu line%s no UTF-8, as the others are, read as %s%s", lines->other,
                    lines->other == 1 ? " is" : "s are", charset.ptr,
                    ill > 0 ? "; what is ill-formed there too was replaced by U+FFFD" : "");
    return ND_OK;
}

/* A mixture is decoded; of anything else nothing is changed. */
static enum nd_status try_mixture(struct nd_buf *text, uint32_t line, bool *is_mixture,
                                  struct nd_problems *problems) {
    struct lines lines = {0};
    enum nd_status status = ND_OK;
    struct nd_str charset;

    charset = find_mixture(nd_buf_str(text), &lines, problems->arena);
    *is_mixture = charset.ptr != NULL;
    if (*is_mixture)
        status = decode_mixture(text, &lines, charset, line, problems);
    nd_buf_free(&lines.of_utf8);
    nd_buf_free(&lines.of_other);
    return status;
}

enum nd_status nd_source_decode_8_bit(struct nd_buf *text, size_t bad_at, struct nd_str assumed,
                                      struct nd_str *encoding, struct nd_problems *problems) {
    bool is_expected = nd_str_eq(assumed, ND_STR("UTF-8"));
    struct nd_buf repaired = {0};
    uint32_t line, column;
    bool is_mixture = false;
    size_t bad = 0;

    place_of(nd_buf_str(text), bad_at, &line, &column);
    if (assumed.ptr == NULL || is_expected) {
        enum nd_status status = try_mixture(text, line, &is_mixture, problems);
        if (status != ND_OK)
            return status;
    }
    if (is_mixture) {
        bad_at = nd_source_scan_bytes(nd_buf_str(text)).bad;
        if (bad_at == text->len)
            return ND_OK;
    }
    if (is_damaged_utf8(nd_buf_str(text), is_expected)) {
        bad = nd_utf8_repair(nd_buf_str(text), &repaired);
        replace(text, &repaired);
    } else {
        *encoding = assumed.ptr != NULL && !is_expected
                        ? assumed
                        : find_charset(nd_buf_str(text), bad_at, problems->arena);
        if (nd_source_convert(text, encoding->ptr, &bad, problems) != ND_OK)
            return ND_IO;
        if (assumed.ptr == NULL || is_expected)
            nd_problems_add(problems, ND_P_ENCODING, line, column, "not UTF-8, read as %s", encoding->ptr);
    }
    if (bad > 0)
        nd_problems_add(problems, ND_P_INVALID_BYTES, line, column,
                        "%zu ill-formed byte sequence%s replaced by U+FFFD", bad, bad == 1 ? "" : "s");
    return ND_OK;
}
