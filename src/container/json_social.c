/*
 * Posts of networks as their interfaces give them, one a line: Mastodon, Bluesky, Twitter, Telegram. Who
 * wrote them is a map of an account; the text has names of its own.
 */
#include "container/format.h"

/* The first of keys that map has a text under, up to NULL. */
static struct nd_str first_text(const struct nd_value *map, const char *const *keys) {
    for (; *keys != NULL; keys++) {
        struct nd_str text = nd_str_trim(nd_value_text(nd_value_find(map, *keys)));
        if (text.len > 0)
            return text;
    }
    return ND_STR_NONE;
}

/* "at://did:plc:…/app.bsky.feed.post/3k…" on the web. */
static void put_address(struct nd_value *map, struct nd_str handle, struct nd_arena *arena) {
    struct nd_str uri = nd_value_text(nd_value_find(map, "uri")), post = ND_STR("/app.bsky.feed.post/");
    size_t at = nd_str_starts(uri, ND_STR("at://")) ? nd_str_find(uri, post) : SIZE_MAX;

    if (at == SIZE_MAX || handle.len == 0 || nd_value_find(map, "url") != NULL)
        return;
    uri = nd_str_skip(uri, at + post.len);
    nd_value_put(map, ND_STR("url"),
                 nd_value_string(arena, nd_arena_printf(arena, "https://bsky.app/profile/%.*s/post/%.*s",
                                                        (int)handle.len, handle.ptr, (int)uri.len, uri.ptr)));
}

/* Texts of Twitter, in which <, > and & alone are written as in HTML. */
static void put_plain(struct nd_value *map, struct nd_arena *arena, struct nd_item_alias *aliases,
                      size_t *count) {
    struct nd_value *text =
        nd_value_find(map, nd_value_find(map, "full_text") != NULL ? "full_text" : "text");
    bool is_tweet = nd_value_find(nd_value_find(map, "user"), "screen_name") != NULL;

    if (!is_tweet || text == NULL || text->type != ND_STRING || nd_str_find_char(text->text, '&') == SIZE_MAX)
        return;
    text->text = nd_json_without_references(text->text, arena);
    aliases[(*count)++] = (struct nd_item_alias){text->key, ND_STR("text/plain")};
}

bool nd_json_social(struct nd_value *map, struct nd_arena *arena, struct nd_item *item) {
    static const char *const accounts[] = {"account", "user", "author", NULL};
    static const char *const handles[] = {"acct", "handle", "screen_name", NULL};
    static const char *const names[] = {"display_name", "displayName", "name", "acct",
                                        "handle",       "screen_name", NULL};
    struct nd_item_alias *aliases = nd_arena_alloc(arena, 5, sizeof *aliases);
    struct nd_value *langs = nd_value_find(map, "langs"),
                    *tags = nd_value_find(nd_value_find(map, "entities"), "hashtags");
    size_t count = 0;

    for (size_t i = 0; accounts[i] != NULL && count == 0; i++) {
        const struct nd_value *account = nd_value_find(map, accounts[i]);
        struct nd_str handle = first_text(account, handles);
        if (handle.len == 0)
            continue;
        nd_value_put(map, ND_STR("account name"), nd_value_string(arena, first_text(account, names)));
        put_address(map, handle, arena);
        aliases[count++] = (struct nd_item_alias){ND_STR("account name"), ND_STR("authors")};
    }
    put_plain(map, arena, aliases, &count);
    if (nd_value_find(map, "peer_id") != NULL &&
        nd_value_find(map, "message") != NULL) /* Telegram's interface (TL) */
        aliases[count++] = (struct nd_item_alias){ND_STR("message"), ND_STR("body")};
    if (nd_str_starts(nd_value_text(nd_value_find(map, "source")),
                      ND_STR("<a "))) /* the program it was sent by */
        aliases[count++] = (struct nd_item_alias){ND_STR("source"), ND_STR("")};
    if (tags != NULL && tags->type == ND_LIST && tags->count > 0 && nd_value_find(map, "hashtags") == NULL)
        nd_value_put(map, ND_STR("hashtags"), nd_value_copy(arena, tags));
    if (langs != NULL && langs->type == ND_LIST && langs->count == 1 && count > 0) {
        nd_value_put(map, ND_STR("lang"), nd_value_string(arena, nd_value_text(langs->first)));
        aliases[count++] = (struct nd_item_alias){ND_STR("lang"), ND_STR("language")};
    }
    item->aliases = aliases;
    item->alias_count = count;
    return count > 0;
}

void nd_json_bookmark(const struct nd_value *map, struct nd_item *item) {
    static const struct nd_item_alias meanings[] = {
        {ND_STR_INIT("description"), ND_STR_INIT("title")},
        {ND_STR_INIT("extended"), ND_STR_INIT("excerpt")},
        {ND_STR_INIT("tag"), ND_STR_INIT("bookmarktags")},
        {ND_STR_INIT("tags"), ND_STR_INIT("bookmarktags")},
        {ND_STR_INIT("time"), ND_STR_INIT("")}, /* when it was saved */
    };

    if (nd_value_find(map, "href") == NULL || nd_value_find(map, "description") == NULL ||
        nd_value_find(map, "hash") == NULL)
        return;
    item->aliases = meanings;
    item->alias_count = sizeof meanings / sizeof *meanings;
}
