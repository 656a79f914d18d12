#include "source/alphabet.h"

#include "newsdex/utf8.h"
#include "source/convert.h"
#include "source/mac.h"

#include <string.h>
#include <utf8proc.h>

enum {
    LOOK_BYTES = 16 * 1024,
    WORDS_BYTES = 8 * 1024, /* of them for words */
    WORD_BYTES = 12,        /* of the longest of them */
    HIGH = 0x80,
    LEAST_WORDS = 3, /* of a language, to take a text for one in it */
    LEAST_LEAD = 2,  /* characters in place, more than in the encoding that is replaced */
    ODD_BYTES = 4,   /* fewer are rather what is left of a character of UTF-8 than of DOS or a Mac */
    MOST_ENCODINGS = 7
};

/* What encodes the letters of a language, the likeliest first; its frequent words, each between blanks. */
struct alphabet {
    const char *words, *letters;
    const char *encodings[MOST_ENCODINGS];
};

#define WEST "WINDOWS-1252", "MACINTOSH", "IBM850"
#define CENTRE "WINDOWS-1250", "ISO-8859-2", "IBM852", "MAC-CENTRALEUROPE"
#define BALTIC "WINDOWS-1257", "ISO-8859-4", "CP775", "MAC-CENTRALEUROPE"
#define CYRILLIC "WINDOWS-1251", "KOI8-U", "IBM866", "CP1125", "ISO-8859-5", "MAC-UK"

/* Words of a language of Latin letters are those that are ASCII. */
static const struct alphabet alphabets[] = {
    {" a in is it on be as at by the and of to that was with for which this have from ",
     "éèêëçöüäñáíóïôåø",
     {WEST}},
    {" la a e un in si da le al ha il di che della per una con sono gli nel dei alla del non ",
     "àèéìíòóùúî",
     {WEST}},
    {" la de a un au en il ce par le les des est dans une pour que qui sur avec du et pas ",
     "àâæçéèêëîïôœùûüÿ",
     {WEST, "IBM863"}},
    {" la de a y un no al es lo el los las que una del para con por en como se su ", "áéíñóúüªº", {WEST}},
    {" a o e os uma que para com por dos da do em mais seu ao foi ", "áâãàçéêíóôõúü", {WEST, "IBM860"}},
    {" la de a i un no en es els les que amb una per del dels als van la el ", "àçèéíïòóúü·", {WEST}},
    {" in im an am es wird der die und das ist nicht mit den von ein sich auf dem zu ",
     "äöüß",
     {WEST, "IBM852"}},
    {" in is te aan om bij de het een van en dat niet met voor zijn op er is ", "áéëïóöüèê", {WEST}},
    {" dhe i e te u nuk se me nga ka po do edhe si ", "ëç", {WEST}},
    {" agus sin leis ar go is na an chun bhfuil ", "áéíóú", {WEST}},
    {" og er sem til um var ekki hann en fyrir af hefur eru gera yfir segir eftir mun ",
     "áéíóúýþæðö",
     {WEST, "IBM861", ND_SOURCE_MAC_ICELANDIC}},
    {" og er sum til um var ikki hann at av hava fyri hevur ",
     "áíóúýæðø",
     {WEST, "IBM861", ND_SOURCE_MAC_ICELANDIC}},
    {" i om de og er som til ikke av af det at en for med har den fra ", "æøåéèòóôê", {WEST, "IBM865"}},
    {" i var och att som inte av det en till med den har om de ett ", "åäöéü", {WEST}},
    {" ja on ei se oli joka kun mutta ovat kuin ole sen ", "äöåšž", {WEST}},
    {" ja on ei see oli et mis kui aga ning oma ta ka ", "äöõüšž", {WEST, BALTIC}},
    {" un ir no ka ar par tas bija bet uz pie vai to ", "āčēģīķļņšūž", {BALTIC}},
    {" ir kad yra tai bet su kaip buvo ne per jo nuo apie ", "ąčęėįšųūž", {BALTIC}},
    {" a az hogy nem egy meg csak vagy van volt ki el ezt lesz is ", "áéíóöőúüű", {CENTRE}},
    {" a v s o z je na se ze podle jsou ale jako jeho od pro nebo bylo ", "áčďéěíňóřšťúůýž", {CENTRE}},
    {" a v s o z je na sa zo ako ale nie som od pre bol bolo ktor ", "áäčďéíĺľňóôŕšťúýž", {CENTRE}},
    {" i w z o a nie na jest do ale przez od tego jak oraz po dla co ", "ąćęłńóśźż", {CENTRE}},
    {" a de la pe va nu cu din care mai sunt un lui cel au ale ", "ăâîșțşţ", {CENTRE, "ISO-8859-16"}},
    {" i u o iz je na se da su od koji nije kao ali bio bi za samo ili ", "čćđšž", {CENTRE}},
    {" v o iz je na se da so za ne po bil tudi ki pri bo in od ", "čšž", {CENTRE}},
    {" o ne var ve bir bu da de ile olan ama ancak kadar gibi sonra daha her yeni son ise ya olarak oldu "
     "dedi ",
     "çğıöşüâîû",
     {"WINDOWS-1254", "IBM857", ND_SOURCE_MAC_TURKISH}},
    {" la de kaj ne en estas ke al por kun sed ili oni kiu tio de el ", "ĉĝĥĵŝŭ", {"ISO-8859-3"}},
    {" il li ta u ma hu minn dan din biex kien huma se ix is jew meta ", "ċġħżàèìòù", {"ISO-8859-3"}},
    {" cho trong khi hay qua theo sau ra anh nay sang hai ba con cao trung xin ",
     "ăâđêôơưáàảãạéèẻẽẹíìỉĩịóòỏõọúùủũụýỳỷỹỵ",
     {"CP1258"}},
    {" и в не на что он с по это как ", "абвгдежзийклмнопрстуфхцчшщъыьэюяё", {CYRILLIC}},
    {" і й в у не на що та з до як це через але ", "абвгдежзийклмнопрстуфхцчшщьюяєіїґ", {CYRILLIC}},
    {" і у не на што ён з да як гэта ", "абвгдежзйклмнопрстуфхцчшыьэюяёіў", {CYRILLIC}},
    {" и в на да за не се от по с че са ще ", "абвгдежзийклмнопрстуфхцчшщъьюя", {CYRILLIC}},
    {" של את על לא הוא כי עם גם זה אל היא או אך כל יותר ",
     "אבגדהוזחטיכלמנסעפצקרשתךםןףץ",
     {"WINDOWS-1255", "IBM862"}},
    {" και το του της να την στο με από που ",
     "αβγδεζηθικλμνξοπρστυφχψωςάέήίόύώϊϋΐΰ",
     {"WINDOWS-1253", "ISO-8859-7", "CP737", "IBM869"}},
};

enum { ALPHABETS = sizeof alphabets / sizeof *alphabets, FIRST_BEYOND_LATIN = ALPHABETS - 6 };

/* Of texts in none of those languages that is found: the small letters of Western Europe. */
static const struct alphabet western = {"", "éèêàçäöüßñóíáúãõåøæâîôûùëïìòœ", {WEST}};

/* The characters of an encoding from byte 0x80 on. */
struct table {
    uint32_t characters[HIGH];
};

/* A byte a line, so that no two are read as one. */
static bool read_table(const char *encoding, struct table *table, struct nd_arena *arena) {
    struct nd_problems unheard;
    struct nd_buf text = {0};
    struct nd_str rest, line;
    size_t bad = 0;
    bool is_read;

    nd_problems_init(&unheard, arena);
    for (int i = 0; i < HIGH; i++) {
        table->characters[i] = ND_UTF8_BAD;
        nd_buf_add_char(&text, (char)(HIGH + i));
        nd_buf_add_char(&text, '\n');
    }
    is_read = nd_source_convert(&text, encoding, &bad, &unheard) == ND_OK;
    rest = nd_buf_str(&text);
    for (int i = 0; i < HIGH && nd_str_next_line(&rest, &line); i++)
        if (line.len > 0)
            nd_utf8_decode(line, &table->characters[i]);
    nd_buf_free(&text);
    return is_read;
}

static uint32_t character_at(struct nd_str text, size_t at, const struct table *table) {
    unsigned char c = at < text.len ? (unsigned char)text.ptr[at] : ' ';

    return c < HIGH ? c : table->characters[c - HIGH];
}

static bool is_letter(uint32_t c) {
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)c);

    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
}

/* The set is UTF-8, of small letters. */
static bool is_letter_of(const char *letters, uint32_t c) {
    char bytes[4];
    uint32_t small = c == 0x130 ? 'i' : (uint32_t)utf8proc_tolower((utf8proc_int32_t)c);

    return small < HIGH ? c == 0x130 && strstr(letters, "ı") != NULL
                        : nd_str_find(nd_str_from(letters), nd_str_of(bytes, nd_utf8_encode(small, bytes))) !=
                              SIZE_MAX;
}

/* Whether a sign stands as it does in texts. */
static bool is_sign_in_place(uint32_t before, uint32_t c, uint32_t behind) {
    switch (c) {
    case 0x2019:
        return is_letter(before);
    case 0x201C: /* begins in English, ends in German */
        return is_letter(before) ? !is_letter(behind) : true;
    case 0x201D:
    case 0x2026:
        return before != ' ' && !is_letter(behind);
    case 0x2018:
    case 0x201A:
    case 0x201E:
    case 0xBF:
    case 0xA1:
        return !is_letter(before) && behind != ' ';
    case 0x2013:
    case 0x2014:
    case 0xAB:
    case 0xBB:
    case 0xA0:
    case 0xA7:
    case 0xB0:
    case 0x20AC:
        return !is_letter(before) || !is_letter(behind);
    default:
        return false;
    }
}

/* Of Vietnamese, which stands behind its letter in Windows-1258. */
static bool is_tone(uint32_t c) {
    return c == 0x300 || c == 0x301 || c == 0x303 || c == 0x309 || c == 0x323;
}

/* Whether c is of the alphabet, and its case goes with its neighbours'. */
static bool is_in_place(const char *letters, uint32_t before, uint32_t c, uint32_t behind) {
    if (is_tone(c))
        return is_letter(before) && strstr(letters, "ơ") != NULL;
    if (!is_letter(c))
        return is_sign_in_place(before, c, behind);
    if (!is_letter_of(letters, c))
        return false;
    if (utf8proc_isupper((utf8proc_int32_t)c))
        return !utf8proc_islower((utf8proc_int32_t)before);
    return !utf8proc_isupper((utf8proc_int32_t)behind);
}

static size_t count_in_place(const char *letters, struct nd_str text, const struct table *table) {
    size_t count = 0;

    for (size_t i = 0; i < text.len; i++)
        count += (unsigned char)text.ptr[i] >= HIGH &&
                 is_in_place(letters, i == 0 ? ' ' : character_at(text, i - 1, table),
                             character_at(text, i, table), character_at(text, i + 1, table));
    return count;
}

/* How many words of text each of count alphabets has. */
static void count_words(struct nd_str text, const struct alphabet *list, size_t count, size_t *words) {
    char word[WORD_BYTES + 3]; /* with a blank before and behind it */
    size_t length = 0;

    for (size_t i = 0; i <= text.len; i++) {
        char c = i < text.len ? text.ptr[i] : ' ';
        if ((unsigned char)c >= HIGH || nd_char_is_alpha(c)) {
            if (++length <= WORD_BYTES)
                word[length] = nd_char_lower(c);
            continue;
        }
        if (length > 0 && length <= WORD_BYTES) {
            word[0] = word[length + 1] = ' ';
            word[length + 2] = '\0';
            for (size_t k = 0; k < count; k++)
                words[k] += strstr(list[k].words, word) != NULL;
        }
        length = 0;
    }
}

/* What was found so far. */
struct search {
    struct nd_str text;
    size_t high; /* bytes beyond ASCII */
    struct table taken_for;
    size_t best, as_taken; /* characters in place */
    const char *found;
    struct nd_arena *arena;
};

static bool has_words_of(struct search *search, const struct alphabet *alphabet, const char *encoding) {
    struct nd_buf text = {0};
    struct nd_problems unheard;
    size_t bad = 0, words = 0;

    nd_problems_init(&unheard, search->arena);
    nd_buf_add(&text, search->text);
    if (nd_source_convert(&text, encoding, &bad, &unheard) == ND_OK)
        count_words(nd_buf_str(&text), alphabet, 1, &words);
    nd_buf_free(&text);
    return words >= LEAST_WORDS;
}

static void try_alphabet(struct search *search, const struct alphabet *alphabet, bool is_latin) {
    size_t as_taken = count_in_place(alphabet->letters, search->text, &search->taken_for);

    search->as_taken = as_taken > search->as_taken ? as_taken : search->as_taken;
    for (size_t i = 0; i < MOST_ENCODINGS && alphabet->encodings[i] != NULL; i++) {
        struct table table;
        size_t count;
        if (!read_table(alphabet->encodings[i], &table, search->arena))
            continue;
        count = count_in_place(alphabet->letters, search->text, &table);
        if (count <= search->best || (!is_latin && !has_words_of(search, alphabet, alphabet->encodings[i])))
            continue;
        search->best = count;
        search->found = alphabet->encodings[i];
    }
}

/* Two bytes that differ, or one between letters: else an ellipsis may as well be a letter. */
static bool is_evidence(struct nd_str text) {
    int first = -1;

    for (size_t i = 0; i < text.len; i++) {
        if ((unsigned char)text.ptr[i] < HIGH)
            continue;
        if ((first >= 0 && first != (unsigned char)text.ptr[i]) ||
            (i > 0 && i + 1 < text.len && nd_char_is_alpha(text.ptr[i - 1]) &&
             nd_char_is_alpha(text.ptr[i + 1])))
            return true;
        first = (unsigned char)text.ptr[i];
    }
    return false;
}

const char *nd_source_alphabet_find(struct nd_str text, const char *taken_for, struct nd_arena *arena) {
    struct search search = {.text = nd_str_slice(text, 0, LOOK_BYTES), .found = taken_for, .arena = arena};
    size_t words[ALPHABETS] = {0}, most = LEAST_WORDS, ascii = 0, lead;

    for (size_t i = 0; i < search.text.len; i++) {
        search.high += (unsigned char)search.text.ptr[i] >= HIGH;
        ascii += nd_char_is_alpha(search.text.ptr[i]);
    }
    if (!is_evidence(search.text) || !read_table(taken_for, &search.taken_for, arena))
        return taken_for;
    count_words(nd_str_slice(search.text, 0, WORDS_BYTES), alphabets, FIRST_BEYOND_LATIN, words);
    for (size_t i = 0; i < FIRST_BEYOND_LATIN; i++)
        most = words[i] > most ? words[i] : most;
    for (size_t i = 0; i < ALPHABETS; i++)
        if (i < FIRST_BEYOND_LATIN ? words[i] >= LEAST_WORDS && words[i] * 3 >= most * 2
                                   : search.high > ascii)
            try_alphabet(&search, &alphabets[i], i < FIRST_BEYOND_LATIN);
    if (search.found == taken_for && search.high * 2 < ascii)
        try_alphabet(&search, &western, true);
    lead = search.high / 32 > LEAST_LEAD ? search.high / 32 : LEAST_LEAD;
    return search.best * 10 >= search.high * 9 && search.best >= search.as_taken + lead ? search.found
                                                                                        : taken_for;
}

/* The letters beyond ASCII of text, small ones. */
static void take_letters(struct nd_str text, struct nd_buf *letters) {
    uint32_t c;

    for (size_t at = 0; at < text.len; at += nd_utf8_decode(nd_str_skip(text, at), &c)) {
        nd_utf8_decode(nd_str_skip(text, at), &c);
        if (c >= HIGH && is_letter(c) && !is_letter_of(letters->ptr, c))
            nd_utf8_add(letters, (uint32_t)utf8proc_tolower((utf8proc_int32_t)c));
    }
}

/* Such a text may have other letters of Western Europe a line further on. */
static bool are_western(struct nd_str letters) {
    uint32_t c;

    for (size_t at = 0; at < letters.len; at += nd_utf8_decode(nd_str_skip(letters, at), &c)) {
        nd_utf8_decode(nd_str_skip(letters, at), &c);
        if (!is_letter_of(western.letters, c))
            return false;
    }
    return letters.len > 0;
}

const char *nd_source_alphabet_find_like(struct nd_str text, struct nd_str utf8, struct nd_arena *arena) {
    static const char *const encodings[] = {WEST,           CENTRE,         BALTIC,      CYRILLIC,
                                            "WINDOWS-1254", "WINDOWS-1253", "ISO-8859-7"};
    struct nd_buf letters = {0};
    size_t best = 0, high = 0;
    const char *found = NULL;

    text = nd_str_slice(text, 0, LOOK_BYTES);
    for (size_t i = 0; i < text.len; i++)
        high += (unsigned char)text.ptr[i] >= HIGH;
    nd_buf_add(&letters, ND_STR(""));
    take_letters(nd_str_slice(utf8, 0, LOOK_BYTES), &letters);
    if (are_western(nd_buf_str(&letters)))
        nd_buf_add_z(&letters, western.letters);
    for (size_t i = 0; i < sizeof encodings / sizeof *encodings; i++) {
        struct table table;
        size_t count;
        if ((high < ODD_BYTES && strncmp(encodings[i], "WINDOWS", 7) != 0) ||
            !read_table(encodings[i], &table, arena))
            continue;
        count = count_in_place(letters.ptr, text, &table);
        if (count > best && count * 10 >= high * 9) {
            best = count;
            found = encodings[i];
        }
    }
    nd_buf_free(&letters);
    return found;
}
