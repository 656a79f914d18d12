#include "container/latex.h"

#include "newsdex/utf8.h"

#include <utf8proc.h>

/* Accents before a letter, and the marks Unicode has behind it; letters are commands, signs stand alone. */
static const struct {
    char command;
    uint32_t mark;
} accents[] = {
    {'`', 0x300}, {'\'', 0x301}, {'^', 0x302}, {'~', 0x303}, {'=', 0x304},
    {'u', 0x306}, {'.', 0x307},  {'"', 0x308}, {'r', 0x30a}, {'H', 0x30b},
    {'v', 0x30c}, {'d', 0x323},  {'c', 0x327}, {'k', 0x328}, {'b', 0x331},
};

static const struct {
    struct nd_str command, text;
} letters[] = {
    {ND_STR_INIT("ss"), ND_STR_INIT("ß")},
    {ND_STR_INIT("o"), ND_STR_INIT("ø")},
    {ND_STR_INIT("O"), ND_STR_INIT("Ø")},
    {ND_STR_INIT("l"), ND_STR_INIT("ł")},
    {ND_STR_INIT("L"), ND_STR_INIT("Ł")},
    {ND_STR_INIT("ae"), ND_STR_INIT("æ")},
    {ND_STR_INIT("AE"), ND_STR_INIT("Æ")},
    {ND_STR_INIT("oe"), ND_STR_INIT("œ")},
    {ND_STR_INIT("OE"), ND_STR_INIT("Œ")},
    {ND_STR_INIT("aa"), ND_STR_INIT("å")},
    {ND_STR_INIT("AA"), ND_STR_INIT("Å")},
    {ND_STR_INIT("i"), ND_STR_INIT("ı")},
    {ND_STR_INIT("j"), ND_STR_INIT("ȷ")},
    {ND_STR_INIT("th"), ND_STR_INIT("þ")},
    {ND_STR_INIT("TH"), ND_STR_INIT("Þ")},
    {ND_STR_INIT("dh"), ND_STR_INIT("ð")},
    {ND_STR_INIT("DH"), ND_STR_INIT("Ð")},
    {ND_STR_INIT("dj"), ND_STR_INIT("đ")},
    {ND_STR_INIT("DJ"), ND_STR_INIT("Đ")},
    {ND_STR_INIT("ng"), ND_STR_INIT("ŋ")},
    {ND_STR_INIT("NG"), ND_STR_INIT("Ŋ")},
    {ND_STR_INIT("textquoteright"), ND_STR_INIT("’")},
    {ND_STR_INIT("textquoteleft"), ND_STR_INIT("‘")},
    {ND_STR_INIT("textquotedblleft"), ND_STR_INIT("“")},
    {ND_STR_INIT("textquotedblright"), ND_STR_INIT("”")},
    {ND_STR_INIT("guillemotleft"), ND_STR_INIT("«")},
    {ND_STR_INIT("guillemotright"), ND_STR_INIT("»")},
    {ND_STR_INIT("textendash"), ND_STR_INIT("–")},
    {ND_STR_INIT("textemdash"), ND_STR_INIT("—")},
    {ND_STR_INIT("textasciitilde"), ND_STR_INIT("~")},
    {ND_STR_INIT("textunderscore"), ND_STR_INIT("_")},
    {ND_STR_INIT("textbackslash"), ND_STR_INIT("\\")},
    {ND_STR_INIT("textexclamdown"), ND_STR_INIT("¡")},
    {ND_STR_INIT("textquestiondown"), ND_STR_INIT("¿")},
    {ND_STR_INIT("ldots"), ND_STR_INIT("…")},
    {ND_STR_INIT("dots"), ND_STR_INIT("…")},
    {ND_STR_INIT("textellipsis"), ND_STR_INIT("…")},
    {ND_STR_INIT("euro"), ND_STR_INIT("€")},
    {ND_STR_INIT("texteuro"), ND_STR_INIT("€")},
    {ND_STR_INIT("pounds"), ND_STR_INIT("£")},
    {ND_STR_INIT("textsterling"), ND_STR_INIT("£")},
    {ND_STR_INIT("S"), ND_STR_INIT("§")},
    {ND_STR_INIT("textdegree"), ND_STR_INIT("°")},
    {ND_STR_INIT("par"), ND_STR_INIT("\n\n")},
    {ND_STR_INIT("LaTeX"), ND_STR_INIT("LaTeX")},
    {ND_STR_INIT("TeX"), ND_STR_INIT("TeX")},
};

/* Signs that TeX joins (ligatures); the longest first. */
static const struct {
    struct nd_str signs, text;
} ligatures[] = {
    {ND_STR_INIT("---"), ND_STR_INIT("—")}, {ND_STR_INIT("--"), ND_STR_INIT("–")},
    {ND_STR_INIT("``"), ND_STR_INIT("“")},  {ND_STR_INIT("''"), ND_STR_INIT("”")},
    {ND_STR_INIT("`"), ND_STR_INIT("'")},   {ND_STR_INIT("~"), ND_STR_INIT(" ")},
    {ND_STR_INIT("{"), ND_STR_INIT("")},    {ND_STR_INIT("}"), ND_STR_INIT("")},
};

static uint32_t mark_of(char command) {
    for (size_t i = 0; i < sizeof accents / sizeof *accents; i++)
        if (accents[i].command == command)
            return accents[i].mark;
    return 0;
}

static struct nd_str command_at(struct nd_str text) {
    size_t length = 0;

    while (length < text.len && nd_char_is_alpha(text.ptr[length]))
        length++;
    return nd_str_slice(text, 0, length);
}

/* Blanks behind a command end it, and are no text. */
static size_t count_blanks(struct nd_str text) {
    size_t length = 0;

    while (length < text.len && (text.ptr[length] == ' ' || text.ptr[length] == '\n'))
        length++;
    return length;
}

/* The letter an accent is over: "u", "{u}", "{\i}", " u"; *taken bytes are it. False when none follows. */
static bool accented(struct nd_str text, uint32_t *letter, size_t *taken) {
    size_t at = count_blanks(text);
    bool is_braced = at < text.len && text.ptr[at] == '{';

    at += is_braced;
    if (at < text.len && text.ptr[at] == '\\') { /* i and j without their dots */
        struct nd_str command = command_at(nd_str_skip(text, at + 1));
        if (command.len != 1 || (command.ptr[0] != 'i' && command.ptr[0] != 'j'))
            return false;
        *letter = (unsigned char)command.ptr[0];
        at += 2;
    } else {
        if (at >= text.len || text.ptr[at] == '}' || text.ptr[at] == '{')
            return false;
        at += nd_utf8_decode(nd_str_skip(text, at), letter);
    }
    if (is_braced && (at >= text.len || text.ptr[at] != '}'))
        is_braced = false; /* of several letters the first has it; the brace that closes says nothing */
    *taken = at + is_braced;
    return true;
}

static void add_accented(struct nd_buf *out, uint32_t letter, uint32_t mark) {
    utf8proc_int32_t pair[2] = {(utf8proc_int32_t)letter, (utf8proc_int32_t)mark};
    utf8proc_ssize_t count = utf8proc_normalize_utf32(pair, 2, UTF8PROC_COMPOSE | UTF8PROC_STABLE);

    for (utf8proc_ssize_t i = 0; i < count && i < 2; i++)
        nd_utf8_add(out, (uint32_t)pair[i]);
}

/* What a backslash and what follows it stand for; returns how many bytes they are. */
static size_t take_command(struct nd_str text, struct nd_buf *out) {
    struct nd_str rest = nd_str_skip(text, 1), command = command_at(rest);
    uint32_t mark = rest.len == 0 || command.len > 1 ? 0 : mark_of(rest.ptr[0]), letter;
    size_t taken;

    if (rest.len == 0 || (unsigned char)rest.ptr[0] >= 0x80)
        return 1;
    if (mark != 0 && accented(nd_str_skip(rest, 1), &letter, &taken)) {
        add_accented(out, letter, mark);
        return 2 + taken;
    }
    if (command.len == 0) {
        if (nd_str_find_char(ND_STR("&%$#_{}"), rest.ptr[0]) != SIZE_MAX)
            nd_buf_add_char(out, rest.ptr[0]);
        else if (nd_str_find_char(ND_STR("\\ ,;:"), rest.ptr[0]) != SIZE_MAX)
            nd_buf_add_char(out, rest.ptr[0] == '\\' ? '\n' : ' ');
        return 2;
    }
    taken = 1 + command.len + count_blanks(nd_str_skip(rest, command.len));
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
        if (nd_str_eq(letters[i].command, command)) {
            nd_buf_add(out, letters[i].text);
            break;
        }
    return taken;
}

static size_t take_sign(struct nd_str text, struct nd_buf *out) {
    for (size_t i = 0; i < sizeof ligatures / sizeof *ligatures; i++)
        if (nd_str_starts(text, ligatures[i].signs)) {
            nd_buf_add(out, ligatures[i].text);
            return ligatures[i].signs.len;
        }
    nd_buf_add_char(out, text.ptr[0]);
    return 1;
}

struct nd_str nd_latex_text(struct nd_str latex, struct nd_arena *arena) {
    struct nd_buf out = {0};
    bool lacks_end = false;

    for (size_t at = 0; at < latex.len;) {
        struct nd_str rest = nd_str_skip(latex, at);
        size_t end = rest.ptr[0] != '$' || lacks_end ? SIZE_MAX : nd_str_find_char(nd_str_skip(rest, 1), '$');
        lacks_end = lacks_end || (rest.ptr[0] == '$' && end == SIZE_MAX);
        if (end != SIZE_MAX) {
            nd_buf_add(&out, nd_str_slice(rest, 0, end + 2));
            at += end + 2;
        } else {
            at += rest.ptr[0] == '\\' ? take_command(rest, &out) : take_sign(rest, &out);
        }
    }
    return nd_arena_take(arena, &out);
}
