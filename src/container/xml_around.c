#include "container/xml_around.h"

#include "container/feed_scan.h"

#include "newsdex/json.h"

enum { DEEPEST = 16, MAX_WORDS = 300 /* bytes of a field's text */ };

/* An element that is open. */
struct level {
    uint64_t name; /* its hash */
    struct nd_around_said said;
};

struct nd_xml_around {
    struct nd_arena *arena;
    struct level levels[DEEPEST];
    size_t depth;    /* may be more than there are levels */
    bool is_changed; /* since the latest was written */
    struct nd_str latest;
};

/* Of a level, by the name of an attribute or an element in it. Levels below the first are of several. */
static void take(struct nd_xml_around *around, size_t depth, struct nd_str key, struct nd_str written) {
    struct nd_str words = nd_str_trim(written), *place;
    struct nd_buf text = {0};
    struct nd_json json = {.out = &text};

    if (depth == 0 || depth > DEEPEST || words.len == 0 || words.len > MAX_WORDS)
        return;
    place = nd_around_place(&around->levels[depth - 1].said, nd_feed_scan_local(key), words, depth > 1);
    if (place == NULL)
        return;
    nd_json_string(&json, nd_str_trim(nd_feed_scan_text(words, around->arena)));
    *place = nd_arena_take(around->arena, &text);
    around->is_changed = true;
}

/* <result name="response">, <table name="posts">: a name of a program's own, unless the element is a section
 * by its own name. */
static bool is_of_program(struct nd_str element, struct nd_str name, struct nd_str value) {
    static const struct nd_str sections[] = {
        ND_STR_INIT("section"), ND_STR_INIT("category"), ND_STR_INIT("chapter"),
        ND_STR_INIT("topic"),   ND_STR_INIT("rubric"),   ND_STR_INIT("ressort"),
        ND_STR_INIT("issue"),   ND_STR_INIT("seccion"),  ND_STR_INIT("rubrique")};

    if (!nd_str_eq_nocase(name, ND_STR("name")))
        return false;
    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++)
        if (nd_str_eq_nocase(nd_feed_scan_local(element), sections[i]))
            return false;
    for (size_t i = 0; i < value.len; i++)
        if (value.ptr[i] == ' ' || (value.ptr[i] >= 'A' && value.ptr[i] <= 'Z') ||
            (unsigned char)value.ptr[i] >= 0x80)
            return false;
    return true;
}

static void open_level(struct nd_xml_around *around, const struct nd_feed_tag *tag) {
    struct nd_str inner = tag->inner, name, value;

    if (around->depth++ >= DEEPEST)
        return;
    around->levels[around->depth - 1] = (struct level){.name = nd_str_hash(tag->name)};
    while (nd_feed_scan_attribute(&inner, &name, &value))
        if (!is_of_program(tag->name, name, value))
            take(around, around->depth, name, value);
}

/* Closes the latest of that name, and what was left open in it. */
static void close_level(struct nd_xml_around *around, struct nd_str name) {
    if (around->depth > DEEPEST) {
        around->depth--;
        return;
    }
    for (size_t i = around->depth; i > 0; i--)
        if (around->levels[i - 1].name == nd_str_hash(name)) {
            around->depth = i - 1;
            around->is_changed = true;
            return;
        }
}

static struct nd_str write(struct nd_xml_around *around) {
    struct nd_around_said said = {{{NULL, 0}}};

    for (size_t i = around->depth < DEEPEST ? around->depth : DEEPEST; i > 0; i--)
        nd_around_inherit(&said, &around->levels[i - 1].said);
    return nd_around_write(&said, around->arena);
}

struct nd_xml_around *nd_xml_around_new(struct nd_arena *arena) {
    struct nd_xml_around *around = nd_arena_alloc(arena, 1, sizeof *around);

    around->arena = arena;
    return around;
}

struct nd_str nd_xml_around_pass(struct nd_xml_around *around, struct nd_str between) {
    struct nd_feed_scan scan = {.text = between, .is_end = true};
    struct nd_feed_tag tag, open = {.name = ND_STR_NONE};

    while (nd_feed_scan_next(&scan, &tag) == ND_OK) {
        if (tag.kind == ND_FEED_END) {
            close_level(around, tag.name);
            if (open.name.ptr != NULL && nd_str_eq(open.name, tag.name)) /* nothing but text in it */
                take(around, around->depth, tag.name, nd_str_slice(between, open.to, tag.from));
        }
        open.name = ND_STR_NONE;
        if (tag.kind == ND_FEED_START) {
            open_level(around, &tag);
            open = tag;
        }
    }
    if (around->is_changed)
        around->latest = write(around);
    around->is_changed = false;
    return around->latest;
}
