#include "newsdex/article.h"

#include "article/text/cld2_shim.h"
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

/* Addresses, versions, check sums and names of files say nothing about language, but confuse CLD2. */
static bool is_word(struct nd_str token) {
    static const bool odd[256] = {
        ['0'] = true, ['1'] = true, ['2'] = true, ['3'] = true, ['4'] = true, ['5'] = true, ['6'] = true,
        ['7'] = true, ['8'] = true, ['9'] = true, ['/'] = true, ['_'] = true, ['@'] = true, ['\\'] = true,
        ['{'] = true, ['}'] = true, ['<'] = true, ['>'] = true, ['='] = true, ['#'] = true, ['\0'] = true,
    };
    bool is_odd = false;

    for (size_t i = 0; i < token.len; i++) {
        char c = token.ptr[i];
        if ((unsigned char)c >= 0x80) /* text without spaces is one token: never leave it out */
            return true;
        is_odd |= odd[(unsigned char)c] || (c == '.' && i + 1 < token.len);
    }
    return token.len > 0 && token.len <= MAX_WORD && !is_odd;
}

/* The words of text, as many as fit. */
static struct nd_str take_sample(struct nd_str text, char out[SAMPLE_BYTES]) {
    size_t length = 0;

    text = nd_str_slice(text, 0, nd_utf8_floor(text, LOOK_BYTES));
    while (text.len > 0) {
        size_t end = 0;
        struct nd_str token;
        while (end < text.len && !nd_char_is_blank(text.ptr[end]))
            end++;
        token = nd_str_slice(text, 0, end);
        text = nd_str_skip(text, end + (end < text.len));
        if (token.len + 1 > SAMPLE_BYTES - length)
            token = nd_str_slice(token, 0, nd_utf8_floor(token, SAMPLE_BYTES - length - 1));
        if (is_word(token)) {
            memcpy(out + length, token.ptr, token.len);
            length += token.len;
            out[length++] = ' ';
        }
        if (length + 1 >= SAMPLE_BYTES)
            break;
    }
    return nd_str_of(out, length);
}

/* What CLD2 takes longest for is what there is most of. No other language has so many words that are these,
 * not even Dutch, Danish or Afrikaans. */
static bool is_plainly_english(struct nd_str sample) {
    static const struct nd_str common[] = {
        ND_STR_INIT("the"),  ND_STR_INIT("of"),    ND_STR_INIT("and"),   ND_STR_INIT("to"),
        ND_STR_INIT("that"), ND_STR_INIT("with"),  ND_STR_INIT("by"),    ND_STR_INIT("this"),
        ND_STR_INIT("from"), ND_STR_INIT("have"),  ND_STR_INIT("has"),   ND_STR_INIT("are"),
        ND_STR_INIT("was"),  ND_STR_INIT("were"),  ND_STR_INIT("be"),    ND_STR_INIT("been"),
        ND_STR_INIT("they"), ND_STR_INIT("it"),    ND_STR_INIT("their"), ND_STR_INIT("which"),
        ND_STR_INIT("not"),  ND_STR_INIT("would"), ND_STR_INIT("his"),   ND_STR_INIT("for"),
        ND_STR_INIT("but"),  ND_STR_INIT("had"),   ND_STR_INIT("he"),    ND_STR_INIT("will"),
        ND_STR_INIT("you"),  ND_STR_INIT("who"),   ND_STR_INIT("its"),   ND_STR_INIT("she"),
        ND_STR_INIT("said"), ND_STR_INIT("we"),    ND_STR_INIT("an"),    ND_STR_INIT("at"),
        ND_STR_INIT("can")};
    enum { LEAST_WORDS = 30, LEAST_SHARE = 18 /* percent */, MOST_OTHERS = 20 /* bytes beyond ASCII */ };
    size_t words = 0, found = 0, others = 0;

    for (size_t i = 0; i < sample.len; i++)
        others += (unsigned char)sample.ptr[i] >= 0x80;
    while (sample.len > 0) {
        struct nd_str word = nd_str_slice(sample, 0, nd_str_find_char(sample, ' '));
        sample = nd_str_skip(sample, word.len + 1);
        words++;
        for (size_t i = 0; word.len <= 5 && i < sizeof common / sizeof *common; i++)
            found += nd_str_eq(word, common[i]);
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
    for (size_t i = 0; i < sizeof renamed / sizeof *renamed; i++)
        if (nd_str_eq(code, renamed[i].theirs))
            return renamed[i].ours;
    return code;
}
