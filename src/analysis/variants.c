#include "analysis/variants.h"

#include "newsdex/analysis.h"

#include <string.h>

struct pair {
    struct nd_str one, other;
};

#define PAIR(one, other)                                                                                     \
    { ND_STR_INIT(one), ND_STR_INIT(other) }

static const struct pair digraphs[] = {PAIR("ä", "ae"), PAIR("ö", "oe"), PAIR("ü", "ue"), PAIR("å", "aa")};

/* The tone at the end of a word stands on the first or, since the reform of 1984, on the second vowel. */
static const struct pair tones[] = {
    PAIR("òa", "oà"), PAIR("óa", "oá"), PAIR("ỏa", "oả"), PAIR("õa", "oã"), PAIR("ọa", "oạ"),
    PAIR("òe", "oè"), PAIR("óe", "oé"), PAIR("ỏe", "oẻ"), PAIR("õe", "oẽ"), PAIR("ọe", "oẹ"),
    PAIR("ùy", "uỳ"), PAIR("úy", "uý"), PAIR("ủy", "uỷ"), PAIR("ũy", "uỹ"), PAIR("ụy", "uỵ"),
};

static bool has_digraphs(const struct nd_str *languages, size_t count) {
    static const char codes[] = " de da nb nn no ";

    for (size_t i = 0; i < count; i++)
        if (languages[i].len == 2 && nd_str_find(ND_STR(codes), languages[i]) != SIZE_MAX)
            return true;
    return false;
}

/* The word with every digraph as a letter, or every such letter as a digraph; empty when it has none. */
static struct nd_str respell(struct nd_str word, bool as_letters, struct nd_arena *arena) {
    struct nd_buf out = {0};
    bool is_other = false;

    for (size_t i = 0, length; i < word.len; i += length) {
        struct nd_str rest = nd_str_skip(word, i), written = nd_str_slice(rest, 0, 1);
        length = 1;
        for (size_t k = 0; k < sizeof digraphs / sizeof *digraphs; k++) {
            struct nd_str from = as_letters ? digraphs[k].other : digraphs[k].one;
            if (!nd_str_starts(rest, from))
                continue;
            written = as_letters ? digraphs[k].one : digraphs[k].other;
            length = from.len;
            is_other = true;
            break;
        }
        nd_buf_add(&out, written);
    }
    if (!is_other)
        nd_buf_clear(&out);
    return nd_arena_take(arena, &out);
}

static struct nd_str move_tone(struct nd_str word, struct nd_arena *arena) {
    for (size_t i = 0; i < sizeof tones / sizeof *tones; i++) {
        const struct pair *tone = &tones[i];
        bool is_one = nd_str_ends(word, tone->one);
        struct nd_str end = is_one ? tone->one : tone->other, other = is_one ? tone->other : tone->one;
        if (nd_str_ends(word, end))
            return nd_arena_printf(arena, "%.*s%s", (int)(word.len - end.len), word.ptr, other.ptr);
    }
    return ND_STR("");
}

static struct nd_str marked(struct nd_str word, struct nd_arena *arena) {
    return word.len == 0 ? word : nd_arena_printf(arena, "%c%.*s", ND_MARK_ACCENTED, (int)word.len, word.ptr);
}

size_t nd_variants_find(struct nd_str word, const struct nd_str *languages, size_t language_count,
                        struct nd_arena *arena, struct nd_str tokens[ND_VARIANTS_MOST]) {
    struct nd_str found[ND_VARIANTS_MOST] = {{NULL, 0}, {NULL, 0}};
    bool is_ascii = true;
    size_t count = 0;

    for (size_t i = 0; i < word.len; i++)
        is_ascii &= (unsigned char)word.ptr[i] < 0x80;
    if (has_digraphs(languages, language_count))
        found[0] = is_ascii ? marked(respell(word, true, arena), arena) : respell(word, false, arena);
    if (!is_ascii)
        found[1] = marked(move_tone(word, arena), arena);
    for (size_t i = 0; i < ND_VARIANTS_MOST; i++)
        if (found[i].len > 0 && found[i].len <= ND_MAX_TOKEN)
            tokens[count++] = found[i];
    return count;
}
