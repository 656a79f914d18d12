/*
 * Bodies in pieces: lists of words and links, of paragraphs, of the blocks that editors keep a text in
 * (Portable Text, ProseMirror, Slate, Lexical, Editor.js, Draft.js, Arc, notebooks), in each other to any
 * depth. Whatever they are called: a piece is text, has one, or has pieces in it.
 */
#include "article/fields.h"
#include "newsdex/limits.h"

#include <stdlib.h>

static const struct nd_str text_keys[] = {
    ND_STR_INIT("text"),   ND_STR_INIT("content"), ND_STR_INIT("string"),   ND_STR_INIT("value"),
    ND_STR_INIT("source"), ND_STR_INIT("post"),    ND_STR_INIT("bodyHtml"), ND_STR_INIT("html"),
    ND_STR_INIT("cooked"), ND_STR_INIT("message")};
static const struct nd_str piece_keys[] = {
    ND_STR_INIT("children"),   ND_STR_INIT("content"),        ND_STR_INIT("data"),
    ND_STR_INIT("source"),     ND_STR_INIT("blocks"),         ND_STR_INIT("root"),
    ND_STR_INIT("cells"),      ND_STR_INIT("paragraphs"),     ND_STR_INIT("model"),
    ND_STR_INIT("components"), ND_STR_INIT("story-elements"), ND_STR_INIT("body")};

/* What the map says itself; absent when it is all in its pieces. */
static struct nd_str own_text(const struct nd_value *map) {
    for (size_t i = 0; i < sizeof text_keys / sizeof *text_keys; i++) {
        const struct nd_value *text = nd_value_get(map, text_keys[i]);
        if (text != NULL && text->type == ND_STRING)
            return text->text;
    }
    return ND_STR_NONE;
}

/* The number that a key is, alone or behind letters ("3", "p3", "paragraph_3"). */
static bool read_number(struct nd_str key, uint64_t *number) {
    size_t begin = key.len;

    while (begin > 0 && nd_char_is_digit(key.ptr[begin - 1]))
        begin--;
    for (size_t i = 0; i < begin; i++)
        if (!nd_char_is_alpha(key.ptr[i]) && key.ptr[i] != '_' && key.ptr[i] != '-')
            return false;
    return nd_str_to_uint(nd_str_skip(key, begin), number);
}

/* {"1": "…", "2": "…"}: pieces by their numbers. */
static bool is_numbered(const struct nd_value *map) {
    uint64_t number;

    for (const struct nd_value *v = map->first; v != NULL; v = v->next)
        if (!read_number(v->key, &number))
            return false;
    return map->type == ND_MAP && map->count > 0;
}

static const struct nd_value *pieces_in(const struct nd_value *map) {
    for (size_t i = 0; i < sizeof piece_keys / sizeof *piece_keys; i++) {
        const struct nd_value *inner = nd_value_get(map, piece_keys[i]);
        if (inner != NULL && inner->count > 0)
            return inner;
    }
    return NULL;
}

/* Whether what is in the pieces of that name is in no line with each other. */
static bool are_paragraphs(struct nd_str key) {
    return nd_str_eq(key, ND_STR("blocks")) || nd_str_eq(key, ND_STR("cells")) ||
           nd_str_eq(key, ND_STR("root")) || nd_str_eq(key, ND_STR("paragraphs"));
}

/* What the map says it is, by any of the names for that. */
static struct nd_str kind_of(const struct nd_value *map) {
    static const struct nd_str keys[] = {ND_STR_INIT("type"), ND_STR_INIT("role"), ND_STR_INIT("style"),
                                         ND_STR_INIT("cell_type")};

    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        struct nd_str kind = nd_str_trim(nd_value_text(nd_value_get(map, keys[i])));
        if (kind.len > 0 && !nd_str_eq(kind, ND_STR("block")))
            return kind;
    }
    return ND_STR_NONE;
}

/* A program, and what is a field of its own beside the text: {"type": "byline", "content": "By Mira Holt"}.
 */
static bool is_other(const struct nd_value *map) {
    static const struct nd_str others[] = {
        ND_STR_INIT("title"),  ND_STR_INIT("headline"), ND_STR_INIT("kicker"), ND_STR_INIT("byline"),
        ND_STR_INIT("author"), ND_STR_INIT("date"),     ND_STR_INIT("image"),  ND_STR_INIT("tags")};
    struct nd_str kind = kind_of(map);

    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (nd_str_eq_nocase(kind, others[i]))
            return true;
    return nd_value_get(map, ND_STR("cell_type")) != NULL && !nd_str_eq(kind, ND_STR("markdown"));
}

/* 1 to 6 of a heading: {"type": "header", "level": 2}, {"style": "h2"}; 0 of others. */
static int heading_level(const struct nd_value *map) {
    struct nd_str kind = kind_of(map);
    const struct nd_value *level = nd_value_get(map, ND_STR("level"));

    if (kind.len == 2 && kind.ptr[0] == 'h' && kind.ptr[1] >= '1' && kind.ptr[1] <= '6')
        return kind.ptr[1] - '0';
    if (!nd_str_eq_nocase(kind, ND_STR("header")) && !nd_str_eq_nocase(kind, ND_STR("heading")))
        return 0;
    return level != NULL && level->type == ND_INT && level->as.integer > 0 && level->as.integer < 7
               ? (int)level->as.integer
               : 2;
}

static bool has_pieces(const struct nd_value *list) {
    for (const struct nd_value *v = list->first; v != NULL; v = v->next)
        if (v->type == ND_MAP && pieces_in(v) != NULL)
            return true;
    return false;
}

static bool has_blank_end(struct nd_str text) {
    return text.len > 0 && (nd_char_is_blank(text.ptr[0]) || nd_char_is_blank(text.ptr[text.len - 1]));
}

/* Words beside each other, and no paragraphs: some end in the blank that comes before the next, or are bare
 * among links. Lines of a notebook end in their line end. */
static bool are_words(const struct nd_value *list) {
    bool has_string = false, has_map = false;

    for (const struct nd_value *v = list->first; v != NULL; v = v->next) {
        has_string = has_string || v->type == ND_STRING;
        has_map = has_map || v->type == ND_MAP;
        if (v->next != NULL && has_blank_end(v->type == ND_MAP ? own_text(v) : nd_value_text(v)))
            return true;
    }
    return has_string && has_map;
}

/* What was said, each piece with its time: they are one speech. */
static bool are_spoken(const struct nd_value *list) {
    static const struct nd_str times[] = {ND_STR_INIT("start"), ND_STR_INIT("begin"),
                                          ND_STR_INIT("startTime"), ND_STR_INIT("start_time"),
                                          ND_STR_INIT("offset")};
    bool has_time = false;

    for (size_t i = 0; list->type == ND_LIST && i < sizeof times / sizeof *times; i++) {
        const struct nd_value *time = nd_value_get(list->first, times[i]);
        has_time = has_time || (time != NULL && (time->type == ND_INT || time->type == ND_REAL));
    }
    return has_time && own_text(list->first).len > 0;
}

/* Who says the piece, unless that is nobody or stands in it. */
static struct nd_str speaker_of(const struct nd_value *map, struct nd_str text) {
    static const struct nd_str nobody[] = {ND_STR_INIT("none"), ND_STR_INIT("unknown"), ND_STR_INIT("null")};
    struct nd_str speaker = nd_str_trim(nd_value_text(nd_value_get(map, ND_STR("speaker"))));

    for (size_t i = 0; i < sizeof nobody / sizeof *nobody; i++)
        if (nd_str_eq_nocase(speaker, nobody[i]))
            return ND_STR_NONE;
    return nd_str_starts_nocase(nd_str_trim(text), speaker) ? ND_STR_NONE : speaker;
}

static void add_spoken(const struct nd_value *list, struct nd_buf *out) {
    struct nd_str before = ND_STR("");

    for (const struct nd_value *v = list->first; v != NULL; v = v->next) {
        struct nd_str text = nd_str_trim(own_text(v)), speaker = speaker_of(v, text);
        if (text.len == 0)
            continue;
        if (speaker.len > 0 && !nd_str_eq(speaker, before))
            nd_buf_addf(out, "%s%.*s: ", out->len > 0 ? "\n\n" : "", (int)speaker.len, speaker.ptr);
        else if (out->len > 0 && !nd_str_ends(nd_buf_str(out), ND_STR("\n")))
            nd_buf_add_char(out, ' ');
        before = speaker.len > 0 ? speaker : before;
        nd_buf_add(out, text);
    }
}

/* What pieces stand in, as far as that is known. */
enum around { UNKNOWN, PARAGRAPHS, LINE };

static void add_pieces(const struct nd_value *value, enum around around, int depth, struct nd_buf *out);

/* The items of a list, each on a line; those of lists in it behind it. */
static void add_items(const struct nd_value *items, int depth, struct nd_buf *out) {
    for (const struct nd_value *v = items->type == ND_LIST ? items->first : NULL; v != NULL; v = v->next) {
        if (v->type != ND_STRING && v->type != ND_MAP)
            continue;
        nd_buf_add(out, nd_str_ends(nd_buf_str(out), ND_STR("\n")) ? ND_STR("- ") : ND_STR("\n- "));
        add_pieces(v, LINE, depth + 1, out);
    }
}

struct numbered {
    uint64_t number;
    const struct nd_value *value;
};

static int compare_numbered(const void *a, const void *b) {
    const struct numbered *x = a, *y = b;

    return x->number < y->number ? -1 : x->number > y->number;
}

static void add_numbered(const struct nd_value *map, int depth, struct nd_buf *out) {
    struct nd_buf found = {0};
    struct numbered *members;

    for (const struct nd_value *v = map->first; v != NULL; v = v->next) {
        struct numbered member = {.value = v};
        (void)read_number(v->key, &member.number);
        nd_buf_add(&found, nd_str_of((const char *)&member, sizeof member));
    }
    members = (struct numbered *)(void *)found.ptr;
    if (members == NULL)
        return;
    qsort(members, map->count, sizeof *members, compare_numbered);
    for (size_t i = 0; i < map->count; i++) {
        if (out->len > 0 && !nd_str_ends(nd_buf_str(out), ND_STR("\n\n")))
            nd_buf_add(out, ND_STR("\n\n"));
        add_pieces(members[i].value, LINE, depth + 1, out);
    }
    nd_buf_free(&found);
}

static void add_map(const struct nd_value *map, int depth, struct nd_buf *out) {
    struct nd_str text = own_text(map),
                  heading = nd_str_trim(nd_value_text(nd_value_get(map, ND_STR("heading"))));
    const struct nd_value *inner = pieces_in(map), *items = nd_value_get(map, ND_STR("items"));

    if (is_other(map) || depth > ND_MAX_JSON_DEPTH)
        return;
    if (is_numbered(map)) {
        add_numbered(map, depth, out);
        return;
    }
    for (int level = heading_level(map); level > 0; level--)
        nd_buf_add(out, level > 1 ? ND_STR("#") : ND_STR("# "));
    if (heading.len > 0) /* of a section */
        nd_buf_addf(out, "## %.*s\n\n", (int)heading.len, heading.ptr);
    if (nd_str_trim(text).len > 0 && speaker_of(map, text).len > 0)
        nd_buf_addf(out, "%.*s: ", (int)speaker_of(map, text).len, speaker_of(map, text).ptr);
    nd_buf_add(out, text);
    if (items != NULL)
        add_items(items, depth + 1, out);
    if (inner == NULL)
        return;
    if (nd_str_trim(text).len > 0)
        nd_buf_add(out, ND_STR("\n\n"));
    add_pieces(inner, are_paragraphs(inner->key) ? PARAGRAPHS : LINE, depth + 1, out);
}

/* In a line what has no further pieces is its words. */
static void add_pieces(const struct nd_value *value, enum around around, int depth, struct nd_buf *out) {
    bool are_blocks;

    if (depth > ND_MAX_JSON_DEPTH)
        return;
    if (value->type == ND_MAP) {
        add_map(value, depth, out);
        return;
    }
    if (are_spoken(value)) {
        add_spoken(value, out);
        return;
    }
    if (value->type == ND_STRING)
        nd_buf_add(out, value->text);
    are_blocks = value->type == ND_LIST &&
                 (around == PARAGRAPHS || has_pieces(value) || (around == UNKNOWN && !are_words(value)));
    for (const struct nd_value *v = value->first; v != NULL; v = v->next) {
        if (are_blocks && out->len > 0 && !nd_str_ends(nd_buf_str(out), ND_STR("\n\n")))
            nd_buf_add(out, ND_STR("\n\n"));
        if (v->type == ND_STRING || v->type == ND_MAP || v->type == ND_LIST)
            add_pieces(v, around == PARAGRAPHS ? LINE : around, depth + 1, out);
    }
}

/* Letters without a blank and without the end of a sentence; of scripts that have no blanks between words, as
 * many as a name has. */
static bool is_word(struct nd_str text) {
    enum { LONGEST = 24 }; /* bytes: eight signs of these */
    size_t wide = 0;

    text = nd_str_trim(text);
    for (size_t i = 0; i < text.len; i++)
        wide += (unsigned char)text.ptr[i] >= 0xE0;
    return nd_str_find_char(text, ' ') == SIZE_MAX && (text.len <= LONGEST || wide * 4 < text.len) &&
           !nd_text_ends_sentence(text);
}

/* Each of more than a word, but for one in eight: "***", "Silence". */
static bool are_sentences(const struct nd_value *list) {
    size_t words = 0;

    for (const struct nd_value *v = list->first; v != NULL; v = v->next)
        words += v->type == ND_STRING && is_word(v->text);
    return words * 8 <= list->count;
}

bool nd_field_is_pieces(const struct nd_value *value) {
    size_t maps = 0, texts = 0;

    if (value->type == ND_MAP && !is_numbered(value))
        return pieces_in(value) != NULL && nd_field_is_pieces(pieces_in(value));
    if (value->type != ND_LIST && value->type != ND_MAP)
        return false;
    for (const struct nd_value *v = value->first; v != NULL; v = v->next) {
        if (v->type != ND_STRING && v->type != ND_MAP)
            return false;
        maps += v->type == ND_MAP;
        texts += v->type == ND_STRING || own_text(v).ptr != NULL || pieces_in(v) != NULL;
    }
    return texts > 0 && (maps > 0 || are_sentences(value));
}

/* Pieces with tags in them: paragraphs and headings get tags as well. */
static struct nd_str with_tags(struct nd_str text, struct nd_arena *arena) {
    struct nd_buf html = {0};

    while (text.len > 0) {
        size_t end = nd_str_find(text, ND_STR("\n\n")), level = 0;
        struct nd_str block = nd_str_slice(text, 0, end);
        while (level < 6 && level < block.len && block.ptr[level] == '#')
            level++;
        level = nd_str_starts(nd_str_skip(block, level), ND_STR(" ")) ? level : 0;
        block = nd_str_skip(block, level);
        nd_buf_addf(&html, level > 0 ? "<h%zu>" : "<p>", level);
        nd_buf_add(&html, block);
        nd_buf_addf(&html, level > 0 ? "</h%zu>\n" : "</p>\n", level);
        text = end == SIZE_MAX ? ND_STR_NONE : nd_str_skip(text, end + 2);
    }
    return nd_arena_take(arena, &html);
}

/* "<b>Harbour</b> tolls …": words are marked, and no paragraph is. */
static bool begins_inline(struct nd_str text) {
    static const struct nd_str names[] = {ND_STR_INIT("a"),      ND_STR_INIT("b"),    ND_STR_INIT("i"),
                                          ND_STR_INIT("em"),     ND_STR_INIT("span"), ND_STR_INIT("u"),
                                          ND_STR_INIT("strong"), ND_STR_INIT("q"),    ND_STR_INIT("cite"),
                                          ND_STR_INIT("small"),  ND_STR_INIT("mark")};
    size_t end = 1;

    while (end < text.len && nd_char_is_alpha(text.ptr[end]))
        end++;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (nd_str_eq_nocase(nd_str_slice(text, 1, end), names[i]))
            return true;
    return false;
}

struct nd_str nd_field_pieces(const struct nd_value *value, struct nd_arena *arena) {
    struct nd_buf text = {0};
    struct nd_str all;

    add_pieces(value, UNKNOWN, 0, &text);
    all = nd_arena_take(arena, &text);
    return nd_str_find(all, ND_STR("</")) == SIZE_MAX ||
                   (nd_str_starts(nd_str_trim(all), ND_STR("<")) && !begins_inline(nd_str_trim(all)))
               ? all
               : with_tags(all, arena);
}
