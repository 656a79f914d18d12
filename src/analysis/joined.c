#include "analysis/joined.h"

#include <string.h>

enum {
    MOST_WORDS = 4, /* more are an address, or a sentence in it */
    MOST_BYTES = 80,
    ACRONYM_GROUP = 2 /* letters between two points */
};

/* What was joined so far. */
struct joining {
    const struct nd_scan_state *scan;
    size_t at, length, words;
    size_t group;         /* letters since the last sign */
    bool has_long_groups; /* longer than those of an acronym, or with digits */
    bool has_letter, is_gendered, is_open, is_too_long;
};

/* A sign between words, and what may stand behind it; none: any word. */
struct sign {
    struct nd_str text;
    const char *endings;
};

/* The first that fits holds. */
static const struct sign signs[] = {
    {ND_STR_INIT("-"), NULL},
    {ND_STR_INIT("\xE2\x80\x90"), NULL}, /* hyphen */
    {ND_STR_INIT("\xE2\x80\x91"), NULL}, /* hyphen that breaks no line */
    {ND_STR_INIT("\xC2\xB7"), NULL},     /* middle dot */
    {ND_STR_INIT("\xE2\x80\xA7"), NULL}, /* hyphenation point */
    {ND_STR_INIT(":"), " in innen e r n er "},
    {ND_STR_INIT("*"), " in innen e r n er "},
    {ND_STR_INIT("_"), " in innen e r n er "},
    {ND_STR_INIT("/-"), " in innen "},
    {ND_STR_INIT("/"), " in innen "},
    {ND_STR_INIT("."), " e es ne nes le les "},
};

static const char plural_ending[] = " s ";

static size_t end_of_letters(struct nd_str text, size_t at) {
    while (at < text.len && nd_char_is_alpha(text.ptr[at]))
        at++;
    return at;
}

/* One of the endings stands at an offset, and nothing more of a word. */
static bool has_ending(const struct joining *joining, size_t at, const char *endings) {
    struct nd_str text = joining->scan->text;
    size_t end = end_of_letters(text, at), length = end - at;
    char spaced[8] = " ";

    if (length == 0 || length > sizeof spaced - 3 || nd_scan_is_word(joining->scan, end))
        return false;
    for (size_t i = 0; i < length; i++)
        spaced[i + 1] = nd_char_lower(text.ptr[at + i]);
    spaced[length + 1] = ' ';
    spaced[length + 2] = '\0';
    return strstr(endings, spaced) != NULL;
}

/* A point between letters of which no more than two stand together: U.S.A, EE.UU, Ph.D, Η.Π.Α. */
static bool is_in_acronym(const struct joining *joining) {
    const struct nd_scan_state *scan = joining->scan;
    size_t at = joining->at + 1, letters = 0, length = 0;

    if (scan->text.ptr[joining->at] != '.' || joining->has_long_groups)
        return false;
    while (at < scan->text.len && letters <= ACRONYM_GROUP && !nd_char_is_digit(scan->text.ptr[at]) &&
           nd_scan_class(scan, at, &length) == ND_CLASS_WORD) {
        at += length;
        letters++;
    }
    return letters > 0 && letters <= ACRONYM_GROUP && !nd_scan_is_word(scan, at);
}

static bool is_double_capital(struct nd_str text, size_t at) {
    return at + 1 < text.len && text.ptr[at] >= 'A' && text.ptr[at] <= 'Z' &&
           text.ptr[at + 1] == text.ptr[at];
}

/* The point and blank within a Spanish plural in letters, EE. UU., JJ. OO.: their length, or 0. */
static size_t plural_at(const struct joining *joining) {
    struct nd_str text = joining->scan->text;
    size_t next = joining->at + 2;

    return joining->group == 2 && joining->words == 1 && joining->at >= 2 &&
                   nd_str_starts(nd_str_skip(text, joining->at), ND_STR(". ")) &&
                   is_double_capital(text, joining->at - 2) && is_double_capital(text, next) &&
                   !nd_scan_is_word(joining->scan, next + 2)
               ? 2
               : 0;
}

/* Around an ending in parentheses, Lehrer(innen), étudiant(e)s: the length of the sign, or 0. */
static size_t parenthesis_at(struct joining *joining) {
    static const char endings[] = " in innen e en n r er s es a as o os ne nes le les ";
    struct nd_str text = joining->scan->text;
    size_t next = joining->at + 1, end;

    if (text.ptr[joining->at] == ')') {
        joining->is_open &= !has_ending(joining, next, plural_ending);
        return joining->is_open ? 0 : 1;
    }
    end = end_of_letters(text, next);
    if (!joining->has_letter || joining->length < 3 || end == text.len || text.ptr[end] != ')' ||
        !has_ending(joining, next, endings))
        return 0;
    joining->is_open = true;
    return 1;
}

/* The mark of Hebrew acronyms, or the quotation mark typed for it, between letters: its length, or 0. */
static size_t gershayim_at(const struct joining *joining) {
    struct nd_str text = joining->scan->text, rest = nd_str_skip(text, joining->at);
    size_t length = rest.ptr[0] == '"' ? 1 : nd_str_starts(rest, ND_STR("\xD7\xB4")) ? 2 : 0;

    if (length == 0 || joining->at < 2 || rest.len < length + 2 || (unsigned char)rest.ptr[length] != 0xD7 ||
        (unsigned char)text.ptr[joining->at - 2] != 0xD7)
        return 0;
    return nd_scan_is_word(joining->scan, joining->at + length) ? length : 0;
}

/* The length of the sign at hand when it joins what is on both sides of it; 0 otherwise. */
static size_t sign_at(struct joining *joining) {
    const struct nd_scan_state *scan = joining->scan;
    struct nd_str rest = nd_str_skip(scan->text, joining->at);
    size_t gershayim = gershayim_at(joining), plural = plural_at(joining);

    if (plural > 0)
        return plural;
    if (gershayim > 0 || is_in_acronym(joining))
        return gershayim > 0 ? gershayim : 1;
    if (rest.ptr[0] == '(' || (rest.ptr[0] == ')' && joining->is_open))
        return parenthesis_at(joining);
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        size_t length = signs[i].text.len, next = joining->at + length;
        const char *endings = joining->is_gendered && rest.ptr[0] == '.' ? plural_ending : signs[i].endings;
        if (!nd_str_starts(rest, signs[i].text))
            continue;
        if (endings == NULL)
            return nd_scan_is_word(scan, next) ? length : 0;
        if (joining->has_letter && joining->length > 2 && has_ending(joining, next, endings)) {
            joining->is_gendered = true;
            return length;
        }
    }
    return 0;
}

static void add_character(struct joining *joining, size_t length) {
    char *word = joining->scan->scanner->part;
    const char *bytes = joining->scan->text.ptr + joining->at;
    bool is_ascii = (unsigned char)bytes[0] < 0x80;

    joining->at += length;
    joining->group++;
    joining->has_long_groups |= joining->group > ACRONYM_GROUP || nd_char_is_digit(bytes[0]);
    joining->is_too_long |= joining->words > MOST_WORDS || joining->length + length > MOST_BYTES;
    if (joining->is_too_long)
        return;
    joining->has_letter |= !nd_char_is_digit(bytes[0]);
    if (is_ascii)
        word[joining->length] = joining->scan->keep_case ? bytes[0] : nd_char_lower(bytes[0]);
    else
        memcpy(word + joining->length, bytes, length);
    joining->length += length;
}

/* Goes to the end of what is joined; false when that is no word. */
static bool join(struct joining *joining) {
    const struct nd_scan_state *scan = joining->scan;
    size_t length;

    while (joining->at < scan->text.len) {
        switch (nd_scan_class(scan, joining->at, &length)) {
        case ND_CLASS_WORD:
        case ND_CLASS_MARK:
            add_character(joining, length);
            break;
        case ND_CLASS_IGNORED:
            joining->at += length;
            break;
        case ND_CLASS_SEPARATOR:
            length = sign_at(joining);
            if (length == 0)
                return true;
            joining->words++;
            joining->group = 0;
            joining->at += length;
            break;
        default:
            return false;
        }
    }
    return true;
}

static bool may_join(const struct nd_scan_state *scan) {
    return scan->origins == NULL && scan->at == scan->end && scan->piece_count == 0 &&
           scan->start >= scan->joined_until && scan->at + 1 < scan->text.len &&
           nd_scan_steps[(unsigned char)scan->text.ptr[scan->at]] != ND_STEP_SEPARATOR;
}

struct nd_unit nd_joined_find(struct nd_scan_state *scan) {
    struct joining joining = {.scan = scan, .at = scan->start, .words = 1};
    struct nd_unit unit = {.kind = ND_UNIT_JOINED, .start = scan->start};
    bool is_one;

    if (!may_join(scan))
        return unit;
    is_one = join(&joining);
    if (joining.words == 1)
        return unit;
    scan->joined_until = joining.at;
    if (!is_one || joining.is_too_long || !joining.has_letter)
        return unit;
    memset(scan->scanner->part + joining.length, 0, 8);
    unit.text = nd_str_of(scan->scanner->part, joining.length);
    unit.end = joining.at + joining.is_open;
    return unit;
}

bool nd_joined_is_half_space(const struct nd_scan_state *scan, size_t at) {
    struct nd_str half_space = ND_STR("\xE2\x80\x8C");
    unsigned char before = at < 2 ? 0 : (unsigned char)scan->text.ptr[at - 2];

    return nd_str_starts(nd_str_skip(scan->text, at), half_space) && before >= 0xD8 && before <= 0xDB &&
           nd_scan_is_word(scan, at + half_space.len);
}
