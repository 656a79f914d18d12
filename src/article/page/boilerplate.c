#include "article/page/boilerplate.h"

#include <pthread.h>

enum {
    MAX_LABEL = 200,     /* bytes; longer lines are no labels */
    MAX_NOTICE = 700,    /* bytes; longer paragraphs are about more than the site */
    MAX_CREDIT = 160,    /* bytes of a caption with the name of its photographer */
    NOTICE_BUFFER = 1024 /* room for a notice in lower case, which may take more bytes */
};

/* Bullets, arrows and counts around a label: the length of the one at the beginning of s, or 0. */
static size_t ornament_at(struct nd_str s, bool is_weak) {
    static const struct nd_str wide[] = {ND_STR_INIT("•"), ND_STR_INIT("："), ND_STR_INIT("»"),
                                         ND_STR_INIT("«"), ND_STR_INIT("›"),  ND_STR_INIT("‹"),
                                         ND_STR_INIT("→"), ND_STR_INIT("←"),  ND_STR_INIT("…")};
    enum { STRONG = 1, WEAK };
    static const unsigned char kinds[256] = {
        ['*'] = STRONG, ['-'] = STRONG, ['+'] = STRONG,  ['#'] = STRONG, [':'] = STRONG,  ['_'] = STRONG,
        [' '] = STRONG, ['|'] = STRONG, ['\t'] = STRONG, ['>'] = STRONG, ['\n'] = STRONG, ['('] = WEAK,
        [')'] = WEAK,   ['['] = WEAK,   [']'] = WEAK,    ['<'] = WEAK,   ['.'] = WEAK,    [','] = WEAK,
        ['0'] = WEAK,   ['1'] = WEAK,   ['2'] = WEAK,    ['3'] = WEAK,   ['4'] = WEAK,    ['5'] = WEAK,
        ['6'] = WEAK,   ['7'] = WEAK,   ['8'] = WEAK,    ['9'] = WEAK,
    };
    unsigned char c = (unsigned char)s.ptr[0];

    if (c < 0x80)
        return kinds[c] == STRONG || (is_weak && kinds[c] == WEAK);
    if (c != 0xC2 && c != 0xE2 && c != 0xEF) /* none of wide begins with anything else */
        return 0;
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
        if (nd_str_starts(s, wide[i]))
            return wide[i].len;
    return 0;
}

static struct nd_str without_ornaments(struct nd_str s, bool is_weak) {
    size_t length;

    while (s.len > 0 && (length = ornament_at(s, is_weak)) > 0)
        s = nd_str_skip(s, length);
    for (size_t back = 1; back <= 3 && back <= s.len;) {
        if (ornament_at(nd_str_skip(s, s.len - back), is_weak) == back) {
            s.len -= back;
            back = 1;
        } else {
            back++;
        }
    }
    return s;
}

/* The first two bytes, which every label has, as a number in their order. */
static unsigned head_of(struct nd_str s) {
    return (unsigned)(unsigned char)s.ptr[0] << 8 | (unsigned char)s.ptr[1];
}

/* The first label of table with this head or a later one. */
static size_t first_label(const struct nd_labels *table, unsigned head) {
    size_t low = 0, high = table->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (head_of(table->labels[middle].text) < head)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Both have the same head. */
static bool matches(const struct nd_label *label, struct nd_str line) {
    if (label->text.len > 2 && (line.len < 3 || line.ptr[2] != label->text.ptr[2]))
        return false;
    return label->match == ND_LABEL_PREFIX ? nd_str_starts(line, label->text) : nd_str_eq(line, label->text);
}

/* "Read also: the headline of another": one announcement, behind which the article goes on. */
static bool is_announcement(const struct nd_label *label, struct nd_str line) {
    struct nd_str rest = nd_str_skip(line, label->text.len);

    return (label->furniture == ND_BOILERPLATE_RELATED || label->furniture == ND_BOILERPLATE_MORE) &&
           nd_str_starts(line, label->text) &&
           (nd_str_find_char(label->text, ' ') != SIZE_MAX || (unsigned char)label->text.ptr[0] >= 0xE0) &&
           rest.len > 1 &&
           (rest.ptr[0] == ':' || nd_str_starts(rest, ND_STR(" |")) || nd_str_starts(rest, ND_STR(" >")) ||
            nd_str_starts(rest, ND_STR(" »")) || nd_str_starts(rest, ND_STR(" :")) ||
            nd_str_starts(rest, ND_STR("：")));
}

static const struct nd_labels *const tables[] = {&nd_boilerplate_ends, &nd_boilerplate_tools,
                                                 &nd_boilerplate_languages, &nd_boilerplate_scripts};

/* The heads that any label has: of most lines no table need be searched. */
static bool is_head[1 << 16];
static pthread_once_t heads_once = PTHREAD_ONCE_INIT;

static void note_heads(void) {
    for (size_t t = 0; t < sizeof tables / sizeof *tables; t++)
        for (size_t i = 0; i < tables[t]->count; i++)
            is_head[head_of(tables[t]->labels[i].text)] = true;
}

/* The strong label of a line before the weak one. */
static enum nd_boilerplate find_label(struct nd_str line, bool with_weak) {
    enum nd_boilerplate weak = ND_BOILERPLATE_NONE;

    (void)pthread_once(&heads_once, note_heads);
    if (line.len < 2 || !is_head[head_of(line)])
        return ND_BOILERPLATE_NONE;
    for (size_t t = 0; t < sizeof tables / sizeof *tables; t++)
        for (size_t i = first_label(tables[t], head_of(line));
             i < tables[t]->count && head_of(tables[t]->labels[i].text) == head_of(line); i++) {
            const struct nd_label *label = &tables[t]->labels[i];
            if (with_weak && weak == ND_BOILERPLATE_NONE && is_announcement(label, line))
                weak = ND_BOILERPLATE_MORE;
            if ((label->is_weak && (!with_weak || weak != ND_BOILERPLATE_NONE)) || !matches(label, line))
                continue;
            if (!label->is_weak)
                return label->furniture;
            weak = label->furniture;
        }
    return weak;
}

enum nd_boilerplate nd_boilerplate_find(struct nd_str line) {
    char out[2 * MAX_LABEL];

    return line.len > MAX_LABEL
               ? ND_BOILERPLATE_NONE
               : find_label(without_ornaments(nd_text_lower(line, out, sizeof out), false), false);
}

enum nd_boilerplate nd_boilerplate_find_on_page(struct nd_str line) {
    char out[2 * MAX_LABEL];
    enum nd_boilerplate found;
    struct nd_str folded, bare;

    if (line.len > MAX_LABEL)
        return ND_BOILERPLATE_NONE;
    folded = without_ornaments(nd_text_lower(line, out, sizeof out), false);
    found = find_label(folded, true);
    bare = without_ornaments(folded, true);
    return found == ND_BOILERPLATE_NONE && bare.len < folded.len ? find_label(bare, true) : found;
}

/* The pairs of bytes that a text has: a phrase of which one is missing need not be looked for. */
struct pairs {
    bool has[4096];
};

static size_t pair_at(struct nd_str s, size_t i) {
    return ((size_t)(unsigned char)s.ptr[i] << 6 ^ (unsigned char)s.ptr[i + 1]) % 4096;
}

static void note_pairs(struct nd_str text, struct pairs *pairs) {
    *pairs = (struct pairs){{false}};
    for (size_t i = 0; i + 1 < text.len; i++)
        pairs->has[pair_at(text, i)] = true;
}

static bool may_have(const struct pairs *pairs, struct nd_str phrase) {
    for (size_t i = 0; i + 1 < phrase.len; i++)
        if (!pairs->has[pair_at(phrase, i)])
            return false;
    return true;
}

static bool has_any(struct nd_str text, const struct pairs *pairs, const struct nd_strs *phrases) {
    for (size_t i = 0; i < phrases->count; i++)
        if (may_have(pairs, phrases->strs[i]) && nd_str_find(text, phrases->strs[i]) != SIZE_MAX)
            return true;
    return false;
}

bool nd_boilerplate_has(struct nd_str text, const struct nd_strs *phrases) {
    char out[NOTICE_BUFFER];
    struct pairs pairs;

    if (text.len > MAX_NOTICE)
        return false;
    text = nd_text_lower(text, out, sizeof out);
    note_pairs(text, &pairs);
    return has_any(text, &pairs, phrases);
}

bool nd_boilerplate_is_notice(struct nd_str text) {
    char out[NOTICE_BUFFER];
    struct pairs pairs;

    if (text.len > MAX_NOTICE)
        return false;
    text = nd_text_lower(text, out, sizeof out);
    note_pairs(text, &pairs);
    return has_any(text, &pairs, &nd_boilerplate_notices) ||
           (text.len <= MAX_CREDIT && has_any(text, &pairs, &nd_boilerplate_credits));
}
