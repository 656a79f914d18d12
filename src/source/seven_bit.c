#include "source/seven_bit.h"

#include "source/utf_7.h"

enum {
    ESCAPE = 0x1b,
    SHIFT_OUT = 0x0e,
    SHIFT_IN = 0x0f,
    NO_CHARACTER = 0xff, /* in any of the encodings that text is unfolded to */
    PAIRS_PER_FAULT = 8, /* so many characters for one that was cut */
    LEAST_HANZI = 4,     /* in HZ, most of them common ones, */
    FIRST_COMMON = 0x30, /* which are in these rows of GB 2312 */
    LAST_COMMON = 0x57
};

enum set { SET_SINGLE, SET_KANA, SET_PAIRS, SET_JIS_X_0212, SET_SHIFTED, SET_UNKNOWN };

/* What follows an escape (ISO 2022, with the registrations of ISO-IR). */
static const struct {
    struct nd_str sequence;
    enum set set;
} designations[] = {
    {ND_STR_INIT("(B"), SET_SINGLE},   {ND_STR_INIT("(J"), SET_SINGLE},
    {ND_STR_INIT("(I"), SET_KANA},     {ND_STR_INIT("$B"), SET_PAIRS},
    {ND_STR_INIT("$@"), SET_PAIRS},    {ND_STR_INIT("$(B"), SET_PAIRS},
    {ND_STR_INIT("$(@"), SET_PAIRS},   {ND_STR_INIT("$(D"), SET_JIS_X_0212},
    {ND_STR_INIT("$)C"), SET_SHIFTED}, {ND_STR_INIT("$A"), SET_UNKNOWN},
    {ND_STR_INIT("$(C"), SET_UNKNOWN}, {ND_STR_INIT("$(O"), SET_UNKNOWN},
    {ND_STR_INIT("$(Q"), SET_UNKNOWN}, {ND_STR_INIT("$(P"), SET_UNKNOWN},
};

/* Returns its length, 0 for what is none; text begins with the escape. */
static size_t read_designation(struct nd_str text, enum set *set) {
    struct nd_str rest = nd_str_skip(text, 1);

    for (size_t i = 0; i < sizeof designations / sizeof *designations; i++)
        if (nd_str_starts(rest, designations[i].sequence)) {
            *set = designations[i].set;
            return 1 + designations[i].sequence.len;
        }
    return 0;
}

static bool is_of_94(struct nd_str text, size_t at) {
    return at < text.len && text.ptr[at] > ' ' && (unsigned char)text.ptr[at] < 0x7f;
}

static bool is_ascii(struct nd_str text) {
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.ptr[i] >= 0x80)
            return false;
    return true;
}

/* Pairs from offset at on, to what is none; one that is cut is a fault. */
static size_t count_pairs(struct nd_str text, size_t at, size_t *pairs, size_t *faults) {
    while (is_of_94(text, at) && is_of_94(text, at + 1)) {
        at += 2;
        (*pairs)++;
    }
    *faults += is_of_94(text, at) && at + 1 < text.len;
    return at;
}

static const char *find_escapes(struct nd_str text) {
    size_t pairs = 0, faults = 0, length;
    bool is_shifted = false, is_third = false, is_second = false;
    enum set set;

    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == SHIFT_OUT && is_shifted) {
            i = count_pairs(text, i + 1, &pairs, &faults) - 1;
        } else if (text.ptr[i] == ESCAPE && (length = read_designation(nd_str_skip(text, i), &set)) > 0) {
            struct nd_str name = nd_str_slice(text, i + 1, i + length);
            is_shifted |= set == SET_SHIFTED;
            is_third |=
                set == SET_UNKNOWN && nd_str_find_char(ND_STR("OPQ"), name.ptr[name.len - 1]) != SIZE_MAX;
            is_second |= set == SET_UNKNOWN;
            if (nd_str_starts(name, ND_STR("$")) && set != SET_SHIFTED)
                i = count_pairs(text, i + length, &pairs, &faults) - 1;
        }
    }
    if (pairs == 0 || pairs < faults * PAIRS_PER_FAULT)
        return NULL;
    return is_shifted  ? "ISO-2022-KR"
           : is_third  ? "ISO-2022-JP-3"
           : is_second ? "ISO-2022-JP-2"
                       : "ISO-2022-JP";
}

/* Every "~{" is closed on its line (RFC 1843), unless the text ends, and what is between are hanzi, most of
 * them common ones. "~" begins none, so that "~}" is only looked for where one may begin. */
static bool is_hz(struct nd_str text) {
    size_t hanzi = 0, common = 0, at;

    while ((at = nd_str_find(text, ND_STR("~{"))) != SIZE_MAX) {
        for (at += 2; is_of_94(text, at) && text.ptr[at] != '~' && is_of_94(text, at + 1); at += 2) {
            hanzi++;
            common += text.ptr[at] >= FIRST_COMMON && text.ptr[at] <= LAST_COMMON;
        }
        if (at + 1 < text.len && !nd_str_starts(nd_str_skip(text, at), ND_STR("~}")))
            return false;
        text = nd_str_skip(text, at + 2 < text.len ? at + 2 : text.len);
    }
    return hanzi >= LEAST_HANZI && common * 2 > hanzi;
}

const char *nd_source_seven_bit_find(struct nd_str text) {
    const char *found = NULL;

    if (nd_str_find_char(text, ESCAPE) != SIZE_MAX)
        found = find_escapes(text);
    if (found == NULL && nd_str_find_char(text, '~') != SIZE_MAX && is_hz(text))
        found = "HZ-GB-2312";
    if (found == NULL && nd_source_is_utf_7(text))
        found = "UTF-7";
    return found != NULL && is_ascii(text) ? found : NULL;
}

static bool has_unknown_set(struct nd_str text) {
    enum set set;

    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] == ESCAPE &&
            (read_designation(nd_str_skip(text, i), &set) == 0 || set == SET_UNKNOWN))
            return true;
    return false;
}

/* A sign that changes the alphabet: its length, 0 for what is none. */
static size_t read_shift(struct nd_str text, bool is_hz, enum set *set) {
    if (is_hz && (nd_str_starts(text, ND_STR("~{")) || nd_str_starts(text, ND_STR("~}")))) {
        *set = text.ptr[1] == '{' ? SET_PAIRS : SET_SINGLE;
        return 2;
    }
    if (is_hz || text.len == 0)
        return 0;
    if (text.ptr[0] == SHIFT_OUT || text.ptr[0] == SHIFT_IN) {
        *set = text.ptr[0] == SHIFT_OUT ? SET_PAIRS : SET_SINGLE;
        return 1;
    }
    if (text.ptr[0] != ESCAPE)
        return 0;
    size_t length = read_designation(text, set);
    *set = *set == SET_SHIFTED ? SET_SINGLE : *set;
    return length;
}

/* A character of the alphabet that is in use; returns of how many bytes it is. */
static size_t add_character(struct nd_buf *out, struct nd_str text, size_t at, enum set set) {
    bool is_pair = set == SET_PAIRS || set == SET_JIS_X_0212;

    if (set == SET_SINGLE || !is_of_94(text, at)) {
        nd_buf_add_char(out, (unsigned char)text.ptr[at] < 0x80 ? text.ptr[at] : (char)NO_CHARACTER);
        return 1;
    }
    if (is_pair && !is_of_94(text, at + 1)) {
        nd_buf_add_char(out, (char)NO_CHARACTER);
        return 1;
    }
    if (!is_pair || set == SET_JIS_X_0212)
        nd_buf_add_char(out, is_pair ? '\x8f' : '\x8e');
    for (size_t i = 0; i < (is_pair ? 2 : 1); i++)
        nd_buf_add_char(out, (char)(text.ptr[at + i] | 0x80));
    return is_pair ? 2 : 1;
}

const char *nd_source_seven_bit_unfold(struct nd_buf *text, const char *encoding) {
    struct nd_str name = nd_str_from(encoding), in = nd_buf_str(text);
    bool is_hz = nd_str_eq(name, ND_STR("HZ-GB-2312")), is_korean = nd_str_eq(name, ND_STR("ISO-2022-KR"));
    enum set set = SET_SINGLE;
    struct nd_buf out = {0};
    size_t length;

    if (!is_hz && (!(is_korean || nd_str_starts(name, ND_STR("ISO-2022-JP"))) || has_unknown_set(in)))
        return encoding;
    for (size_t i = 0; i < in.len; i += length) {
        if ((length = read_shift(nd_str_skip(in, i), is_hz, &set)) > 0)
            continue;
        if (is_hz && set == SET_SINGLE && in.ptr[i] == '~' && i + 1 < in.len &&
            (in.ptr[i + 1] == '~' || in.ptr[i + 1] == '\n')) {
            length = 2;
            if (in.ptr[i + 1] == '~')
                nd_buf_add_char(&out, '~');
            continue;
        }
        set = in.ptr[i] == '\n' ? SET_SINGLE : set;
        length = add_character(&out, in, i, set);
    }
    nd_buf_free(text);
    *text = out;
    return is_hz ? "GB18030" : is_korean ? "CP949" : "EUC-JP-MS";
}
