#include "newsdex/article.h"

#include "article/text/cld2_shim.h"
#include "article/text/language_evidence.h"
#include "newsdex/utf8.h"

#include <string.h>

enum {
    SAMPLE_BYTES = 800, /* more text did not raise accuracy */
    LOOK_BYTES = 8000,  /* of text, to gather the sample from */
    MAX_WORD = 40,      /* a longer run of ASCII is no word */
    SURE_PERCENT = 60   /* of the text in one language, to believe it without CLD2's own trust */
};

/* Codes CLD2 writes in an older or its own way. */
static const struct {
    struct nd_str theirs, ours;
} renamed[] = {
    {ND_STR_INIT("iw"), ND_STR_INIT("he")},         {ND_STR_INIT("in"), ND_STR_INIT("id")},
    {ND_STR_INIT("jw"), ND_STR_INIT("jv")},         {ND_STR_INIT("mo"), ND_STR_INIT("ro")},
    {ND_STR_INIT("zh-Hant"), ND_STR_INIT("zh-TW")}, {ND_STR_INIT("zh"), ND_STR_INIT("zh")},
};

/*
 * Takes what stands before the next blank, and that. Addresses, versions, check sums and names of files say
 * nothing about language, but confuse CLD2: they are no words.
 */
static struct nd_str take_token(struct nd_str *text, bool *is_word) {
    enum { POINT = 1, ODD = 1 << 16, BLANK = -1 }; /* what is odd weighs more than all points */
    static const int weights[256] = {
        ['0'] = ODD,    ['1'] = ODD,    ['2'] = ODD,    ['3'] = ODD,    ['4'] = ODD,   ['5'] = ODD,
        ['6'] = ODD,    ['7'] = ODD,    ['8'] = ODD,    ['9'] = ODD,    ['/'] = ODD,   ['_'] = ODD,
        ['@'] = ODD,    ['\\'] = ODD,   ['{'] = ODD,    ['}'] = ODD,    ['<'] = ODD,   ['>'] = ODD,
        ['='] = ODD,    ['#'] = ODD,    ['\0'] = ODD,   ['.'] = POINT,  [' '] = BLANK, ['\t'] = BLANK,
        ['\n'] = BLANK, ['\v'] = BLANK, ['\f'] = BLANK, ['\r'] = BLANK,
    };
    size_t end = 0;
    int weight, sum = 0;
    unsigned char all = 0;
    struct nd_str token;

    for (; end < text->len && (weight = weights[(unsigned char)text->ptr[end]]) != BLANK; end++) {
        all |= (unsigned char)text->ptr[end];
        sum += weight;
    }
    token = nd_str_slice(*text, 0, end);
    *text = nd_str_skip(*text, end + (end < text->len));
    sum -= nd_str_ends(token, ND_STR("."));
    /* Text without spaces is one token: never leave it out. */
    *is_word = all >= 0x80 || (end > 0 && end <= MAX_WORD && sum == 0);
    return token;
}

/* The words of text, as many as fit. */
static struct nd_str take_sample(struct nd_str text, char out[SAMPLE_BYTES]) {
    size_t length = 0;

    text = nd_str_slice(text, 0, nd_utf8_floor(text, LOOK_BYTES));
    while (text.len > 0 && length + 1 < SAMPLE_BYTES) {
        bool is_word;
        struct nd_str token = take_token(&text, &is_word);
        if (token.len > SAMPLE_BYTES - length - 1) {
            struct nd_str rest = nd_str_slice(token, 0, nd_utf8_floor(token, SAMPLE_BYTES - length - 1));
            token = take_token(&rest, &is_word);
        }
        if (!is_word)
            continue;
        memcpy(out + length, token.ptr, token.len);
        length += token.len;
        out[length++] = ' ';
    }
    return nd_str_of(out, length);
}

/* Words of which no other language has so many, not even Dutch, Danish or Afrikaans. */
static bool is_english(struct nd_str word) {
#define WORD(text) ND_STR_INIT(text)
    static const struct nd_str words[26][6] = {
        ['a' - 'a'] = {WORD("and"), WORD("are"), WORD("an"), WORD("at")},
        ['b' - 'a'] = {WORD("by"), WORD("be"), WORD("but"), WORD("been")},
        ['c' - 'a'] = {WORD("can")},
        ['f' - 'a'] = {WORD("for"), WORD("from")},
        ['h' - 'a'] = {WORD("he"), WORD("his"), WORD("has"), WORD("had"), WORD("have")},
        ['i' - 'a'] = {WORD("it"), WORD("its")},
        ['n' - 'a'] = {WORD("not")},
        ['o' - 'a'] = {WORD("of")},
        ['s' - 'a'] = {WORD("said"), WORD("she")},
        ['t' - 'a'] = {WORD("the"), WORD("to"), WORD("that"), WORD("this"), WORD("they"), WORD("their")},
        ['w' - 'a'] = {WORD("was"), WORD("with"), WORD("will"), WORD("were"), WORD("who"), WORD("we")},
        ['y' - 'a'] = {WORD("you")},
    };
    static const struct nd_str more[] = {WORD("which"), WORD("would")};
#undef WORD
    const struct nd_str *of_letter;

    if (word.len < 2 || word.len > 5 || word.ptr[0] < 'a' || word.ptr[0] > 'z')
        return false;
    of_letter = words[word.ptr[0] - 'a'];
    for (size_t i = 0; i < 6 && of_letter[i].len > 0; i++)
        if (nd_str_eq(word, of_letter[i]))
            return true;
    return word.ptr[0] == 'w' && (nd_str_eq(word, more[0]) || nd_str_eq(word, more[1]));
}

/* What CLD2 takes longest for is what there is most of. */
static bool is_plainly_english(struct nd_str sample) {
    enum { LEAST_WORDS = 30, LEAST_SHARE = 18 /* percent */, MOST_OTHERS = 20 /* bytes beyond ASCII */ };
    size_t words = 0, found = 0, others = 0, start = 0;

    for (size_t i = 0; i <= sample.len; i++) {
        unsigned char c = i < sample.len ? (unsigned char)sample.ptr[i] : ' ';
        others += c >> 7;
        if (c != ' ' || start == sample.len)
            continue;
        words++;
        found += is_english(nd_str_slice(sample, start, i));
        start = i + 1;
    }
    return others <= MOST_OTHERS && words >= LEAST_WORDS && 100 * found >= LEAST_SHARE * words;
}

struct scripts {
    size_t latin, han, kana, hangul;
};

static void count_scripts(struct nd_str text, struct scripts *count) {
    *count = (struct scripts){0, 0, 0, 0};
    if (nd_utf8_count(text) == text.len) /* nothing but ASCII */
        return;
    for (size_t i = 0; i < text.len;) {
        uint32_t c;
        i += nd_utf8_decode(nd_str_skip(text, i), &c);
        count->latin += c < 0x250 && (c >= 0x80 || nd_char_is_alpha((char)c));
        count->han += c >= 0x3400 && c <= 0x9FFF;
        count->kana += c >= 0x3040 && c <= 0x30FF;
        count->hangul += (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0x1100 && c <= 0x11FF);
    }
}

/*
 * A language only its script needs to tell, even amid English names: a character of these scripts says about
 * as much as three Latin letters.
 */
static struct nd_str language_of_script(const struct scripts *count) {
    if (3 * (count->han + count->kana + count->hangul) <= count->latin)
        return ND_STR_NONE;
    if (count->hangul > count->han + count->kana)
        return ND_STR("ko");
    return count->kana * 10 > count->han ? ND_STR("ja") : ND_STR("zh");
}

/* Scripts in which hardly more than one language is written; a letter that only the other one has. */
static const struct {
    uint32_t first, last;
    struct nd_str language, other;
    uint32_t sign, last_sign; /* of the other */
} alone[] = {
    {0x0370, 0x03FF, ND_STR_INIT("el"), ND_STR_INIT(""), 0, 0},
    {0x0530, 0x058F, ND_STR_INIT("hy"), ND_STR_INIT(""), 0, 0},
    {0x0590, 0x05FF, ND_STR_INIT("he"), ND_STR_INIT("yi"), 0x05F0, 0x05F2},
    {0x0980, 0x09FF, ND_STR_INIT("bn"), ND_STR_INIT("as"), 0x09F0, 0x09F1},
    {0x0A00, 0x0A7F, ND_STR_INIT("pa"), ND_STR_INIT(""), 0, 0},
    {0x0A80, 0x0AFF, ND_STR_INIT("gu"), ND_STR_INIT(""), 0, 0},
    {0x0B00, 0x0B7F, ND_STR_INIT("or"), ND_STR_INIT(""), 0, 0},
    {0x0B80, 0x0BFF, ND_STR_INIT("ta"), ND_STR_INIT(""), 0, 0},
    {0x0C00, 0x0C7F, ND_STR_INIT("te"), ND_STR_INIT(""), 0, 0},
    {0x0C80, 0x0CFF, ND_STR_INIT("kn"), ND_STR_INIT(""), 0, 0},
    {0x0D00, 0x0D7F, ND_STR_INIT("ml"), ND_STR_INIT(""), 0, 0},
    {0x0D80, 0x0DFF, ND_STR_INIT("si"), ND_STR_INIT(""), 0, 0},
    {0x0E00, 0x0E7F, ND_STR_INIT("th"), ND_STR_INIT(""), 0, 0},
    {0x0E80, 0x0EFF, ND_STR_INIT("lo"), ND_STR_INIT(""), 0, 0},
    {0x1000, 0x109F, ND_STR_INIT("my"), ND_STR_INIT(""), 0, 0},
    {0x10A0, 0x10FF, ND_STR_INIT("ka"), ND_STR_INIT(""), 0, 0},
    {0x1200, 0x137F, ND_STR_INIT("am"), ND_STR_INIT("ti"), 0x1250, 0x125F},
    {0x1780, 0x17FF, ND_STR_INIT("km"), ND_STR_INIT(""), 0, 0},
};

/* Of a text too short for CLD2, whose letters are of such a script, but for names in Latin ones. */
static struct nd_str language_of_short(struct nd_str text, size_t latin) {
    enum { LEAST = 5 };
    size_t counts[sizeof alone / sizeof *alone] = {0}, most = 0;
    bool is_other = false;

    for (size_t i = 0; i < text.len;) {
        uint32_t c;
        i += nd_utf8_decode(nd_str_skip(text, i), &c);
        for (size_t k = 0; c >= alone[0].first && k < sizeof alone / sizeof *alone; k++) {
            counts[k] += c >= alone[k].first && c <= alone[k].last;
            is_other = is_other || (alone[k].sign > 0 && c >= alone[k].sign && c <= alone[k].last_sign);
        }
    }
    for (size_t k = 0; k < sizeof alone / sizeof *alone; k++)
        most = counts[k] > counts[most] ? k : most;
    if (counts[most] < LEAST || counts[most] <= latin)
        return ND_STR_NONE;
    return is_other && alone[most].other.len > 0 ? alone[most].other : alone[most].language;
}

enum nd_status nd_language_open(struct nd_error *err) {
    return nd_cld2_is_there()
               ? ND_OK
               : nd_error_set(err, ND_IO, "the library CLD2, which detects languages, cannot be loaded");
}

struct nd_str nd_language_detect(struct nd_str text) {
    char out[SAMPLE_BYTES];
    int reliable = 0, percent = 0;
    struct scripts count;
    struct nd_str code, by_script;

    text = take_sample(text, out);
    if (text.len == 0)
        return ND_STR_NONE;
    if (is_plainly_english(nd_str_slice(text, 0, text.len / 2)) &&
        is_plainly_english(nd_str_skip(text, text.len / 2)))
        return ND_STR("en");
    code = nd_str_from(nd_cld2_detect(text.ptr, (int)text.len, &reliable, &percent));
    count_scripts(text, &count);
    by_script = language_of_script(&count);
    if (by_script.len > 0 && !nd_str_starts(code, by_script))
        return by_script;
    if (code.len == 0 || (!reliable && percent < SURE_PERCENT && by_script.len == 0) ||
        nd_str_starts(code, ND_STR("xx")))
        return language_of_short(text, count.latin);
    code = nd_language_settle(code, text);
    for (size_t i = 0; i < sizeof renamed / sizeof *renamed; i++)
        if (nd_str_eq(code, renamed[i].theirs))
            return renamed[i].ours;
    return code;
}
