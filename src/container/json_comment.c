/*
 * What readers write: comments as the systems give them that keep these, and what people have written on
 * Facebook, as it exports it. Their authors are maps of an account; a name is never a title.
 */
#include "container/format.h"

#include "newsdex/utf8.h"

enum { MAX_ALIASES = 8, DEEPEST = 8 };

/* Text whose bytes of UTF-8 were each taken for a character; false when it is none. */
static bool decode_twice(struct nd_str text, struct nd_arena *arena, struct nd_str *decoded) {
    char *out = nd_arena_bytes(arena, text.len);
    size_t length = 0, bad;
    uint32_t c;

    for (size_t at = 0; at < text.len; out[length++] = (char)c) {
        at += nd_utf8_decode(nd_str_skip(text, at), &c);
        if (c > 0xff)
            return false;
    }
    *decoded = nd_str_of(out, length);
    return length < text.len && nd_utf8_valid(*decoded, &bad);
}

/* All strings of an export of Facebook are written so. */
static void settle_encoding(struct nd_value *value, struct nd_arena *arena, int depth) {
    if (value->type == ND_STRING)
        (void)decode_twice(value->text, arena, &value->text);
    for (struct nd_value *v = value->first; v != NULL && depth < DEEPEST; v = v->next)
        settle_encoding(v, arena, depth + 1);
}

/* {"data": [{"post": "…"}], "title": "Mira Holt updated her status."}; a comment is a map with a text. */
static bool read_facebook(struct nd_value *map, struct nd_arena *arena, struct nd_item_alias *aliases,
                          size_t *count) {
    struct nd_value *data = nd_value_find(map, "data");
    struct nd_str text = ND_STR_NONE, author = ND_STR_NONE;

    if (nd_value_find(map, "timestamp") == NULL || data == NULL || data->type != ND_LIST)
        return false;
    settle_encoding(map, arena, 0);
    for (const struct nd_value *v = data->first; v != NULL && text.len == 0; v = v->next) {
        text = nd_value_text_of(v, "post");
        if (text.len == 0)
            text = nd_value_text_of(nd_value_find(v, "comment"), "comment");
        author = nd_value_text_of(nd_value_find(v, "comment"), "author");
    }
    if (text.len == 0)
        return false;
    nd_value_put(map, ND_STR("text"), nd_value_string(arena, text));
    if (author.len > 0)
        nd_value_put(map, ND_STR("author"), nd_value_string(arena, author));
    aliases[(*count)++] = (struct nd_item_alias){ND_STR("title"), ND_STR("")}; /* what was done */
    aliases[(*count)++] = (struct nd_item_alias){ND_STR("data"), ND_STR("")};
    return true;
}

/* A message of Messenger or Instagram, and a post of that: {"media": [{"title": "…"}]}, whose title is its
 * text. */
static bool read_meta(struct nd_value *map, struct nd_arena *arena, struct nd_item_alias *aliases,
                      size_t *count) {
    struct nd_value *media = nd_value_find(map, "media"), *first = media == NULL ? NULL : media->first;
    struct nd_str text = nd_value_text_of(map, "title"), time = nd_value_text_of(map, "creation_timestamp");

    if (nd_value_find(map, "sender_name") != NULL && nd_value_find(map, "timestamp_ms") != NULL) {
        settle_encoding(map, arena, 0);
        aliases[(*count)++] = (struct nd_item_alias){ND_STR("sender_name"), ND_STR("authors")};
        aliases[(*count)++] = (struct nd_item_alias){ND_STR("timestamp_ms"), ND_STR("date")};
        return true;
    }
    if (nd_value_find(first, "creation_timestamp") == NULL || nd_value_find(first, "uri") == NULL)
        return false;
    settle_encoding(map, arena, 0);
    text = nd_value_text_of(map, "title");
    if (text.len == 0)
        text = nd_value_text_of(first, "title");
    if (time.len == 0)
        time = nd_value_text_of(first, "creation_timestamp");
    if (text.len > 0)
        nd_value_put(map, ND_STR("text"), nd_value_string(arena, text));
    nd_value_put(map, ND_STR("timestamp"), nd_value_string(arena, time));
    aliases[(*count)++] = (struct nd_item_alias){ND_STR("title"), ND_STR("")};
    aliases[(*count)++] = (struct nd_item_alias){ND_STR("timestamp"), ND_STR("date")};
    return true;
}

/* Who it is from, a map that is called otherwise than authors are. */
static void put_person(struct nd_value *map, struct nd_arena *arena, struct nd_item_alias *aliases,
                       size_t *count) {
    static const char *const people[] = {"owner", "userProfile", "from", "commenter", "user"};
    static const char *const names[] = {"display_name", "displayName", "name", "username", "login"};
    struct nd_str name = ND_STR_NONE;

    if (nd_value_find(map, "author") != NULL || nd_value_find(map, "authors") != NULL)
        return;
    for (size_t i = 0; i < sizeof people / sizeof *people && name.len == 0; i++)
        for (size_t k = 0; k < sizeof names / sizeof *names && name.len == 0; k++)
            name = nd_value_text_of(nd_value_find(map, people[i]), names[k]);
    if (name.len == 0)
        return;
    nd_value_put(map, ND_STR("account name"), nd_value_string(arena, name));
    aliases[(*count)++] = (struct nd_item_alias){ND_STR("account name"), ND_STR("authors")};
}

/* Of Hacker News, texts are HTML that begins without a tag, and the address is that of the story. */
static void settle_hacker_news(struct nd_value *map, struct nd_arena *arena, struct nd_item_alias *aliases,
                               size_t *count) {
    struct nd_value *text =
        nd_value_find(map, nd_value_find(map, "story_id") != NULL ? "comment_text" : "text");
    bool is_item = nd_value_find(map, "story_id") != NULL ||
                   (nd_value_find(map, "by") != NULL && nd_value_find(map, "time") != NULL);

    if (!is_item || text == NULL || text->type != ND_STRING)
        return;
    text->text = nd_arena_printf(arena, "<div>%.*s</div>", (int)text->text.len, text->text.ptr);
    if (nd_value_find(map, "story_url") != NULL)
        aliases[(*count)++] = (struct nd_item_alias){ND_STR("story_url"), ND_STR("")};
}

/* Comments of YouTube are HTML that may begin with words; a note of Simplenote begins with its title. */
static void settle_text(struct nd_value *map, struct nd_arena *arena) {
    struct nd_value *shown = nd_value_find(map, "textDisplay"), *note = nd_value_find(map, "content");
    struct nd_str rest, line = ND_STR("");

    if (shown != NULL && shown->type == ND_STRING &&
        (nd_str_find_char(shown->text, '&') != SIZE_MAX || nd_str_find_char(shown->text, '<') != SIZE_MAX))
        shown->text = nd_arena_printf(arena, "<div>%.*s</div>", (int)shown->text.len, shown->text.ptr);
    if (note == NULL || note->type != ND_STRING || nd_value_find(map, "title") != NULL ||
        nd_value_find(map, "creationDate") == NULL || nd_value_find(map, "lastModified") == NULL)
        return;
    rest = note->text;
    if (!nd_str_next_line(&rest, &line) || nd_str_trim(line).len == 0 || nd_str_trim(rest).len == 0 ||
        line.len > 200)
        return;
    nd_value_put(map, ND_STR("title"), nd_value_string(arena, nd_str_trim(line)));
    note->text = nd_str_trim(rest);
}

void nd_json_comment(struct nd_value *map, struct nd_arena *arena, struct nd_item *item) {
    struct nd_item_alias *aliases = nd_arena_alloc(arena, MAX_ALIASES, sizeof *aliases);
    size_t count = 0;

    if (!read_facebook(map, arena, aliases, &count) && !read_meta(map, arena, aliases, &count)) {
        settle_hacker_news(map, arena, aliases, &count);
        settle_text(map, arena);
        put_person(map, arena, aliases, &count);
    }
    item->fields = map;
    item->aliases = aliases;
    item->alias_count = count;
}
