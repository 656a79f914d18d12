#include "newsdex/source.h"

#include "newsdex/alloc.h"
#include "newsdex/utf8.h"

#include <ctype.h>
#include <stdlib.h>
#include <xxhash.h>

struct pattern {
    struct nd_str glob;  /* without what the flags say */
    bool is_taking;      /* what matches is taken, not left out */
    bool is_for_folders; /* had a '/' at its end */
    bool is_path;        /* had one elsewhere: matches the whole path, not a name */
};

struct nd_patterns {
    struct nd_arena *arena;
    struct pattern *items;
    size_t count, capacity;
    bool has_include;
};

struct nd_patterns *nd_patterns_new(void) {
    struct nd_patterns *patterns = nd_alloc_array(1, sizeof *patterns);

    patterns->arena = nd_arena_new();
    return patterns;
}

void nd_patterns_free(struct nd_patterns *patterns) {
    if (patterns == NULL)
        return;
    nd_arena_free(patterns->arena);
    free(patterns->items);
    free(patterns);
}

bool nd_patterns_add(struct nd_patterns *patterns, struct nd_str glob, bool is_include) {
    struct pattern pattern = {.is_taking = is_include};

    patterns->has_include = patterns->has_include || is_include;
    if (nd_str_starts(glob, ND_STR("!"))) {
        glob = nd_str_skip(glob, 1);
        pattern.is_taking = !pattern.is_taking;
    }
    if (nd_str_ends(glob, ND_STR("/"))) {
        glob.len--;
        pattern.is_for_folders = true;
    }
    pattern.is_path = nd_str_find_char(glob, '/') != SIZE_MAX;
    if (nd_str_starts(glob, ND_STR("/")))
        glob = nd_str_skip(glob, 1);
    if (glob.len == 0)
        return false;
    pattern.glob = nd_arena_str(patterns->arena, glob);
    patterns->items =
        nd_alloc_grow(patterns->items, &patterns->capacity, patterns->count + 1, sizeof *patterns->items);
    patterns->items[patterns->count++] = pattern;
    return true;
}

/* A character, or a byte that is none. */
static uint32_t take(struct nd_str *text) {
    uint32_t c = 0;
    size_t length = nd_utf8_decode(*text, &c);

    if (c == ND_UTF8_BAD)
        c = 0x110000u + (unsigned char)text->ptr[0];
    *text = nd_str_skip(*text, c >= 0x110000u ? 1 : length);
    return c;
}

/* Takes "[:name:]" off rest if it begins so; *is_in is set when c is of that class. False: it is no class. */
static bool take_class(struct nd_str *rest, uint32_t c, bool *is_in) {
    static const struct {
        struct nd_str name;
        int (*is_member)(int c);
    } classes[] = {
        {ND_STR_INIT("[:alnum:]"), isalnum}, {ND_STR_INIT("[:alpha:]"), isalpha},
        {ND_STR_INIT("[:blank:]"), isblank}, {ND_STR_INIT("[:cntrl:]"), iscntrl},
        {ND_STR_INIT("[:digit:]"), isdigit}, {ND_STR_INIT("[:graph:]"), isgraph},
        {ND_STR_INIT("[:lower:]"), islower}, {ND_STR_INIT("[:print:]"), isprint},
        {ND_STR_INIT("[:punct:]"), ispunct}, {ND_STR_INIT("[:space:]"), isspace},
        {ND_STR_INIT("[:upper:]"), isupper}, {ND_STR_INIT("[:xdigit:]"), isxdigit},
    };

    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
        if (nd_str_starts(*rest, classes[i].name)) {
            *is_in = *is_in || (c < 0x80 && classes[i].is_member((int)c) != 0);
            *rest = nd_str_skip(*rest, classes[i].name.len);
            return true;
        }
    return false;
}

static uint32_t take_escaped(struct nd_str *rest) {
    if (rest->len > 1 && rest->ptr[0] == '\\')
        *rest = nd_str_skip(*rest, 1);
    return take(rest);
}

/* Takes a set off *glob, whose '[' has been taken; false when c is not in it, or it is never closed. */
static bool match_set(struct nd_str *glob, uint32_t c) {
    bool is_negated = glob->len > 0 && (glob->ptr[0] == '!' || glob->ptr[0] == '^'), is_in = false;
    struct nd_str rest = nd_str_skip(*glob, is_negated);

    for (bool is_first = true; rest.len > 0 && (is_first || rest.ptr[0] != ']'); is_first = false) {
        uint32_t low, high;
        if (take_class(&rest, c, &is_in))
            continue;
        low = high = take_escaped(&rest);
        if (rest.len > 1 && rest.ptr[0] == '-' && rest.ptr[1] != ']') {
            rest = nd_str_skip(rest, 1);
            high = take_escaped(&rest);
        }
        is_in = is_in || (low <= c && c <= high);
    }
    if (rest.len == 0)
        return false;
    *glob = nd_str_skip(rest, 1);
    return is_in != is_negated;
}

/* One character of name against what the glob, not empty, has there; both are taken off. */
static bool match_one(struct nd_str *glob, struct nd_str *name) {
    uint32_t c = take(name);
    char first = glob->ptr[0];

    if (first != '?' && first != '[')
        return take_escaped(glob) == c;
    *glob = nd_str_skip(*glob, 1);
    return first == '?' || match_set(glob, c);
}

/* One name of a path. Whatever the last '*' stands for is made longer where something does not match: going
 * back to those before it could not help. */
static bool match_name(struct nd_str glob, struct nd_str name) {
    struct nd_str star = ND_STR_NONE, star_name = ND_STR_NONE;

    while (glob.len > 0 || name.len > 0) {
        if (glob.len > 0 && glob.ptr[0] == '*') {
            glob = star = nd_str_skip(glob, 1);
            star_name = name;
            continue;
        }
        if (glob.len > 0 && name.len > 0 && match_one(&glob, &name))
            continue;
        if (star.ptr == NULL || star_name.len == 0)
            return false;
        take(&star_name);
        glob = star;
        name = star_name;
    }
    return true;
}

static struct nd_str take_name(struct nd_str *path) {
    size_t end = nd_str_find_char(*path, '/');
    struct nd_str name = nd_str_slice(*path, 0, end);

    *path = nd_str_skip(*path, end == SIZE_MAX ? path->len : end + 1);
    return name;
}

/* The same, with names for characters and "**" for '*'. */
static bool match_path(struct nd_str glob, struct nd_str path) {
    struct nd_str stars = ND_STR_NONE, stars_path = ND_STR_NONE;

    while (glob.len > 0 || path.len > 0) {
        struct nd_str rest = glob, rest_path = path;
        if (glob.len > 0 && nd_str_eq(take_name(&rest), ND_STR("**"))) {
            if (rest.len == 0)
                return path.len > 0;
            glob = stars = rest;
            stars_path = path;
            continue;
        }
        rest = glob;
        if (glob.len > 0 && path.len > 0 && match_name(take_name(&rest), take_name(&rest_path))) {
            glob = rest;
            path = rest_path;
            continue;
        }
        if (stars.ptr == NULL || stars_path.len == 0)
            return false;
        take_name(&stars_path);
        glob = stars;
        path = stars_path;
    }
    return true;
}

static bool matches(const struct pattern *pattern, struct nd_str path, bool is_folder) {
    if (pattern->is_for_folders && !is_folder)
        return false;
    return pattern->is_path ? match_path(pattern->glob, path)
                            : match_name(pattern->glob, nd_str_skip(path, nd_str_rfind_char(path, '/') + 1));
}

enum nd_verdict nd_patterns_judge(const struct nd_patterns *patterns, struct nd_str path, bool is_folder) {
    for (size_t i = patterns == NULL ? 0 : patterns->count; i > 0; i--)
        if (matches(&patterns->items[i - 1], path, is_folder))
            return patterns->items[i - 1].is_taking ? ND_TAKEN : ND_LEFT_OUT;
    return ND_UNDECIDED;
}

bool nd_patterns_take_others(const struct nd_patterns *patterns) {
    return patterns == NULL || !patterns->has_include;
}

uint64_t nd_patterns_hash(const struct nd_patterns *patterns) {
    uint64_t hash = 0;

    for (size_t i = 0; patterns != NULL && i < patterns->count; i++) {
        const struct pattern *p = &patterns->items[i];
        hash = XXH3_64bits_withSeed(p->glob.ptr, p->glob.len,
                                    hash + 1 + (p->is_taking ? 1u : 0u) + (p->is_path ? 2u : 0u) +
                                        (p->is_for_folders ? 4u : 0u));
    }
    return hash;
}

bool nd_patterns_take_file(const struct nd_patterns *patterns, struct nd_str path) {
    bool is_taken = nd_patterns_take_others(patterns);
    enum nd_verdict verdict;

    for (size_t i = 0; i < path.len && patterns != NULL; i++) {
        if (path.ptr[i] != '/')
            continue;
        verdict = nd_patterns_judge(patterns, nd_str_slice(path, 0, i), true);
        if (verdict == ND_LEFT_OUT)
            return false;
        is_taken = is_taken || verdict == ND_TAKEN;
    }
    verdict = nd_patterns_judge(patterns, path, false);
    return verdict == ND_TAKEN || (verdict == ND_UNDECIDED && is_taken);
}
