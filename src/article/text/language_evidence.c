#include "article/text/language_evidence.h"

#include "newsdex/utf8.h"

#include <utf8proc.h>

enum { MAX_WORD = 40 /* bytes */ };

/* Function words and spellings, between blanks, that the one language has and the other has not. */
struct pair {
    struct nd_str code, other;
    const char *of_code, *of_other;
    size_t least; /* words of the other */
};

static const struct pair pairs[] = {
    {ND_STR_INIT("gl"), ND_STR_INIT("es"), " o os as do dos da das na nas no nos ao aos unha non é e ",
     " el la las los del y una lo al ", 2},
    {ND_STR_INIT("gl"), ND_STR_INIT("pt"), " unha unhas non polo pola coa coas é-nos dixo xa ",
     " não um uma em à às são pelo pela até já também com ", 1},
    {ND_STR_INIT("pt"), ND_STR_INIT("es"), " o os do dos da das na nas ao aos em um uma não é e à ",
     " el la las los del y una lo al ", 2},
    {ND_STR_INIT("es"), ND_STR_INIT("pt"), " el la las los del y una en lo al es se ",
     " os ao aos na nas em um uma não é à pela pelo foi são ", 2},
    {ND_STR_INIT("hr"), ND_STR_INIT("sr"),
     " tko nitko netko gdje poslije vrijeme uvijek dvije mjesto dio prije također tijekom glede vijeće "
     "općina ",
     " niko neko gde posle vreme uvek dve mesto deo pre takođe tokom sledeće reč veće maju opštine opština "
     "saopštila saopšteno saopštio juna jula avgusta septembra oktobra novembra decembra januara februara ",
     1},
    {ND_STR_INIT("sr"), ND_STR_INIT("hr"),
     " niko neko gde posle vreme uvek dve mesto deo pre takođe tokom ko juna jula avgusta septembra oktobra ",
     " tko nitko netko tijekom priopćila priopćeno priopćio siječnja veljače ožujka travnja svibnja lipnja "
     "srpnja kolovoza rujna listopada studenoga prosinca svibnju lipnju srpnju kolovozu rujnu tisuća tisuće ",
     1},
};

/* Letters of a text in Cyrillic that not all of its languages have. */
struct letters {
    size_t all, serbian /* ј љ њ ћ ђ џ */, eastern /* й щ ь ю я */, russian /* ы э ё */,
        ukrainian /* і ї є ґ */, belarusian /* ў */;
};

static struct letters count_letters(struct nd_str sample) {
    static const uint32_t eastern[] = {0x439, 0x449, 0x44C, 0x44E, 0x44F}, russian[] = {0x44B, 0x44D, 0x451},
                          serbian[] = {0x458, 0x459, 0x45A, 0x45B, 0x452, 0x45F},
                          ukrainian[] = {0x456, 0x457, 0x454, 0x491};
    struct letters count = {0};

    for (size_t i = 0; i < sample.len;) {
        uint32_t c;
        i += nd_utf8_decode(nd_str_skip(sample, i), &c);
        if (c < 0x400 || c > 0x4FF)
            continue;
        c = (uint32_t)utf8proc_tolower((utf8proc_int32_t)c);
        count.all++;
        for (size_t k = 0; k < 5; k++)
            count.eastern += c == eastern[k];
        for (size_t k = 0; k < 3; k++)
            count.russian += c == russian[k];
        for (size_t k = 0; k < 6; k++)
            count.serbian += c == serbian[k];
        for (size_t k = 0; k < 4; k++)
            count.ukrainian += c == ukrainian[k];
        count.belarusian += c == 0x45E;
    }
    return count;
}

/* How many words of sample, in small letters, are among words. */
static size_t count_among(struct nd_str sample, const char *words) {
    const struct nd_str all = nd_str_from(words);
    size_t found = 0;

    while (sample.len > 0) {
        size_t blank = nd_str_find_char(sample, ' ');
        struct nd_str word = nd_str_slice(sample, 0, blank);
        char bytes[MAX_WORD + 2] = " ";
        size_t length = 1;
        while (word.len > 0 && nd_char_is_one_of(word.ptr[word.len - 1], ".,;:!?\")"))
            word.len--;
        for (size_t i = 0; i < word.len && word.len < MAX_WORD; i++)
            bytes[length++] = nd_char_lower(word.ptr[i]);
        bytes[length++] = ' ';
        found += length > 2 && nd_str_find(all, nd_str_of(bytes, length)) != SIZE_MAX;
        sample = blank == SIZE_MAX ? ND_STR_NONE : nd_str_skip(sample, blank + 1);
    }
    return found;
}

/* Serbian and Macedonian have no й, щ, ь, ю, я; which of the others it is words say. */
static struct nd_str settle_cyrillic(struct nd_str code, struct nd_str sample) {
    struct letters count = count_letters(sample);
    size_t bulgarian, russian;

    if ((!nd_str_eq(code, ND_STR("sr")) && !nd_str_eq(code, ND_STR("mk"))) || count.serbian > 0 ||
        count.eastern < 2 || count.eastern * 50 < count.all)
        return code;
    if (count.ukrainian + count.belarusian > 0)
        return count.russian == 0 && count.belarusian == 0 ? ND_STR("uk")
               : count.belarusian > 0                      ? ND_STR("be")
                                                           : ND_STR("");
    if (count.russian > 0)
        return ND_STR("ru");
    bulgarian = count_among(sample, " се че са ще беше бяха след това за до със във като ");
    russian = count_among(sample, " не из-за никто что как для его её они от после или но при об со ");
    return russian == bulgarian ? ND_STR("") : russian > bulgarian ? ND_STR("ru") : ND_STR("bg");
}

struct nd_str nd_language_settle(struct nd_str code, struct nd_str sample) {
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (nd_str_eq(code, pairs[i].code) && count_among(sample, pairs[i].of_other) >= pairs[i].least &&
            count_among(sample, pairs[i].of_code) == 0)
            return pairs[i].other;
    return settle_cyrillic(code, sample);
}
