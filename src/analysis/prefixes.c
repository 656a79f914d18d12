#include "analysis/prefixes.h"

#include "newsdex/utf8.h"

enum { LETTER = 2 }; /* bytes */

struct finder {
    struct nd_arena *arena;
    struct nd_str *words;
    size_t count;
};

static const char *const hebrew[] = {"ו",  "ה",  "ב",  "כ",   "ל",   "מ",   "ש",   "וה",
                                     "וב", "וכ", "ול", "ומ",  "וש",  "שה",  "שב",  "של",
                                     "שמ", "כש", "מה", "ומה", "כשה", "וכש", "לכש", "ושה"};

/* Before the article, and before a word without one. */
static const char *const arabic[] = {"و", "ف", "ب", "ك", "وب", "وك"};
static const char *const arabic_bare[] = {"و", "ف", "ب", "ل", "وب", "ول"};

static const struct nd_str article = ND_STR_INIT("ال"), for_the = ND_STR_INIT("لل");

static void add(struct finder *finder, const char *prefix, struct nd_str middle, struct nd_str word) {
    if (finder->count < ND_PREFIXES_MOST)
        finder->words[finder->count++] = nd_arena_printf(finder->arena, "%s%.*s%.*s", prefix, (int)middle.len,
                                                         middle.ptr, (int)word.len, word.ptr);
}

/* A long word that begins with a particle is taken for one with a particle: a short one may be a word itself.
 */
static void find_hebrew(struct finder *finder, struct nd_str word) {
    enum { SHORTEST = 3, SHORTEST_REST = 6 };

    if (word.len < SHORTEST * LETTER)
        return;
    for (size_t i = 7; i < sizeof hebrew / sizeof *hebrew; i++) {
        struct nd_str particles = nd_str_from(hebrew[i]);
        if (nd_str_starts(word, particles) && word.len >= particles.len + SHORTEST_REST * LETTER)
            add(finder, "", ND_STR(""), nd_str_skip(word, particles.len));
    }
    for (size_t i = 0; i < 7 && word.len >= (SHORTEST_REST + 1) * LETTER; i++)
        if (nd_str_starts(word, nd_str_from(hebrew[i]))) {
            word = nd_str_skip(word, LETTER);
            add(finder, "", ND_STR(""), word);
            break;
        }
    for (size_t i = 0; i < sizeof hebrew / sizeof *hebrew; i++)
        add(finder, hebrew[i], ND_STR(""), word);
}

/* Takes particles before the article off, or the article behind one of them; false when there are none. */
static bool take_particles(struct nd_str *word) {
    static const size_t count = sizeof arabic / sizeof *arabic;

    if (nd_str_starts(*word, for_the)) {
        *word = nd_str_skip(*word, for_the.len);
        return true;
    }
    for (size_t i = 0; i < count; i++) {
        struct nd_str particle = nd_str_from(arabic[i]);
        if (nd_str_starts(*word, particle) && nd_str_starts(nd_str_skip(*word, particle.len), article)) {
            *word = nd_str_skip(*word, particle.len + article.len);
            return true;
        }
    }
    return false;
}

static void find_arabic(struct finder *finder, struct nd_str word) {
    enum { SHORTEST = 3 };
    struct nd_str bare = word;
    bool has_particles = take_particles(&bare), has_article = has_particles || nd_str_starts(word, article);

    if (has_particles && bare.len >= SHORTEST * LETTER)
        add(finder, "", ND_STR(""), bare);
    else if (has_article)
        bare = nd_str_skip(word, article.len);
    if (bare.len < SHORTEST * LETTER)
        return;
    if (has_particles || !has_article)
        add(finder, "", article, bare);
    for (size_t i = 0; i < sizeof arabic / sizeof *arabic; i++)
        add(finder, arabic[i], article, bare);
    add(finder, "", for_the, bare);
    add(finder, "و", for_the, bare);
    for (size_t i = 0; i < sizeof arabic_bare / sizeof *arabic_bare && !has_article; i++)
        add(finder, arabic_bare[i], ND_STR(""), bare);
}

size_t nd_prefixes_find(struct nd_str folded, struct nd_arena *arena, struct nd_str words[ND_PREFIXES_MOST]) {
    struct finder finder = {arena, words, 0};
    uint32_t first = 0;

    if (folded.len > 0)
        (void)nd_utf8_decode(folded, &first);
    if (first >= 0x05D0 && first <= 0x05EA)
        find_hebrew(&finder, folded);
    else if (first >= 0x0621 && first <= 0x064A)
        find_arabic(&finder, folded);
    return finder.count;
}
