/*
 * What people take away from networks: chats of Telegram, an outbox of ActivityPub (Mastodon), the archive of
 * an account of X, dumps of Reddit, questions of Stack Exchange with their answers. Who wrote a post and
 * where it stands is said there by numbers and names of accounts, beside it or around it.
 */
#include "container/format.h"

enum { MAX_ALIASES = 12 };

struct post {
    struct nd_value *map;
    struct nd_arena *arena;
    struct nd_item *item;
    struct nd_item_alias *aliases;
};

static void mean(struct post *post, const char *key, const char *meaning) {
    if (nd_value_find(post->map, key) != NULL && post->item->alias_count < MAX_ALIASES)
        post->aliases[post->item->alias_count++] =
            (struct nd_item_alias){nd_str_from(key), nd_str_from(meaning)};
}

/* Text that is not empty, under a key of its own. */
static void put(struct post *post, const char *key, struct nd_str text, const char *meaning) {
    if (text.len == 0)
        return;
    nd_value_put(post->map, nd_str_from(key), nd_value_string(post->arena, text));
    mean(post, key, meaning);
}

/* What says once more what is said elsewhere. */
static void drop(struct nd_value *map, const char *key) {
    struct nd_value *member = nd_value_find(map, key), *before = map->first;

    if (member == NULL)
        return;
    if (before == member) {
        map->first = member->next;
    } else {
        while (before->next != member)
            before = before->next;
        before->next = member->next;
    }
    if (map->last == member)
        map->last = map->first == NULL ? NULL : before;
    map->count--;
}

static struct nd_str text_of(const struct post *post, const char *key) {
    return nd_value_text_of(post->map, key);
}

static bool is_text(const struct post *post, const char *key, const char *text) {
    return nd_str_eq(text_of(post, key), nd_str_from(text));
}

/* The links and marks of a message in pieces: {"type": "text_link", "text": …, "href": …}. */
static void put_pieces(struct post *post, const struct nd_value *text) {
    struct nd_value *links = nd_value_new(post->arena, ND_LIST), *tags = nd_value_new(post->arena, ND_LIST);

    for (const struct nd_value *v = text->type == ND_LIST ? text->first : NULL; v != NULL; v = v->next) {
        struct nd_str type = nd_value_text_of(v, "type"), word = nd_value_text_of(v, "text");
        if (nd_str_eq(type, ND_STR("text_link")))
            nd_value_add(links, nd_value_string(post->arena, nd_value_text_of(v, "href")));
        else if (nd_str_eq(type, ND_STR("link")))
            nd_value_add(links, nd_value_string(post->arena, word));
        else if (nd_str_eq(type, ND_STR("hashtag")) && nd_str_starts(word, ND_STR("#")))
            nd_value_add(tags, nd_value_string(post->arena, nd_str_skip(word, 1)));
    }
    if (links->count > 0) {
        nd_value_put(post->map, ND_STR("links in it"), links);
        mean(post, "links in it", "");
    }
    if (tags->count > 0) {
        nd_value_put(post->map, ND_STR("hashtags"), tags);
        mean(post, "hashtags", "tags");
    }
}

/*
 * A message as Telegram Desktop exports it; around says which chat it is of, or is NULL. What a channel has
 * is published by the channel, what a group has by whoever wrote it there.
 */
static bool read_telegram(struct post *post, const struct nd_value *around, struct nd_str *left_out) {
    const struct nd_value *text = nd_value_find(post->map, "text");
    struct nd_str chat = nd_value_text_of(around, "type"), name = nd_value_text_of(around, "name");
    struct nd_str from = text_of(post, "from"), id = nd_value_text_of(around, "id");
    bool is_notice = is_text(post, "type", "service"), is_channel;

    if (text == NULL || nd_value_find(post->map, "date") == NULL || nd_value_find(post->map, "id") == NULL ||
        (!is_notice && !is_text(post, "type", "message")))
        return false;
    if (is_notice || (nd_value_is_scalar(text) ? nd_str_trim(text->text).len : text->count) == 0)
        *left_out = is_notice ? ND_STR("a notice of the chat, no message; left out")
                              : ND_STR("a message without text, as a picture alone; left out");
    is_channel =
        nd_str_starts(text_of(post, "from_id"), ND_STR("channel")) || nd_str_ends(chat, ND_STR("channel"));
    mean(post, "type", "");
    mean(post, "from", is_channel ? "provider" : "authors");
    if (!is_channel && !nd_str_starts(chat, ND_STR("personal")) && !nd_str_starts(chat, ND_STR("saved")))
        put(post, "chat", name, "provider");
    if (text_of(post, "date_unixtime").len > 0) { /* the other one is the clock of who exported it */
        mean(post, "date_unixtime", "date");
        mean(post, "date", "");
    }
    if (id.len > 0 && (nd_str_ends(chat, ND_STR("channel")) || nd_str_ends(chat, ND_STR("supergroup"))))
        put(post, "address",
            nd_arena_printf(post->arena, "https://t.me/c/%.*s/%.*s", (int)id.len, id.ptr,
                            (int)text_of(post, "id").len, text_of(post, "id").ptr),
            "url");
    if (from.len == 0 && is_channel)
        put(post, "chat", name, "provider");
    put_pieces(post, text);
    drop(post->map, "text_entities");
    return true;
}

/* "https://social.example.org/users/ann": "@ann@social.example.org" */
static struct nd_str handle_of(struct nd_str actor, struct nd_arena *arena) {
    size_t slash = actor.len, host = nd_str_find(actor, ND_STR("://"));
    struct nd_str name, site = nd_str_skip(actor, host == SIZE_MAX ? actor.len : host + 3);

    while (slash > 0 && actor.ptr[slash - 1] != '/')
        slash--;
    name = nd_str_skip(actor, slash);
    name = nd_str_skip(name, nd_str_starts(name, ND_STR("@")));
    site = nd_str_slice(site, 0, nd_str_find_char(site, '/'));
    return name.len == 0 || site.len == 0 || nd_str_eq(name, site)
               ? ND_STR_NONE
               : nd_arena_printf(arena, "@%.*s@%.*s", (int)name.len, name.ptr, (int)site.len, site.ptr);
}

/* An activity (ActivityStreams 2.0), out of which its object has been taken. */
static bool read_activity(struct post *post, struct nd_str *left_out) {
    struct nd_value *versions = nd_value_find(post->map, "contentMap");
    struct nd_str object = text_of(post, "object");

    if (text_of(post, "actor").len == 0 || text_of(post, "type").len == 0)
        return false;
    if (is_text(post, "type", "Announce") && object.len > 0)
        *left_out = nd_arena_printf(post->arena, "points to %.*s and has no text of its own; left out",
                                    (int)object.len, object.ptr);
    if (text_of(post, "content").len == 0 && left_out->len == 0)
        return false;
    put(post, "handle", handle_of(text_of(post, "actor"), post->arena), "authors");
    mean(post, "type", "");
    mean(post, "summary", ""); /* a warning of what the post is about */
    if (versions != NULL && versions->type == ND_MAP && versions->count == 1) {
        put(post, "language of it", versions->first->key, "language");
        if (nd_str_eq(nd_value_text(versions->first), nd_value_text(nd_value_find(post->map, "content"))))
            drop(post->map, "contentMap");
    }
    return true;
}

/* The text with what its short links are short for. */
static struct nd_str with_links(struct nd_str text, const struct nd_value *links, struct nd_arena *arena) {
    for (const struct nd_value *v = links == NULL ? NULL : links->first; v != NULL; v = v->next) {
        struct nd_str is = nd_value_text_of(v, "url"), meant = nd_value_text_of(v, "expanded_url");
        size_t at = is.len == 0 || meant.len == 0 ? SIZE_MAX : nd_str_find(text, is);
        if (at != SIZE_MAX)
            text = nd_arena_printf(arena, "%.*s%.*s%.*s", (int)at, text.ptr, (int)meant.len, meant.ptr,
                                   (int)(text.len - at - is.len), text.ptr + at + is.len);
    }
    return text;
}

/* A post of X without the account that wrote it, which is that of the archive. */
static bool read_tweet(struct post *post) {
    struct nd_value *entities = nd_value_find(post->map, "entities"),
                    *tags = nd_value_find(entities, "hashtags"),
                    *text = nd_value_find(
                        post->map, nd_value_find(post->map, "full_text") != NULL ? "full_text" : "text");
    struct nd_str id = text_of(post, "id_str");

    if (id.len == 0 && nd_value_find(post->map, "edit_history_tweet_ids") != NULL)
        id = text_of(post, "id");
    if (id.len == 0 || text == NULL || text->type != ND_STRING ||
        nd_value_find(post->map, "created_at") == NULL || nd_value_find(post->map, "user") != NULL ||
        nd_value_find(post->map, "url") != NULL)
        return false;
    text->text = with_links(text->text, nd_value_find(entities, "urls"), post->arena);
    if (nd_str_find_char(text->text, '&') != SIZE_MAX) { /* <, > and & alone are written as in HTML */
        text->text = nd_json_without_references(text->text, post->arena);
        mean(post, nd_value_find(post->map, "full_text") != NULL ? "full_text" : "text", "text/plain");
    }
    put(post, "address",
        nd_arena_printf(post->arena, "https://twitter.com/i/web/status/%.*s", (int)id.len, id.ptr), "url");
    mean(post, "source", "");
    mean(post, "possibly_sensitive", "");
    if (tags != NULL && tags->type == ND_LIST && tags->count > 0 &&
        nd_value_find(post->map, "hashtags") == NULL)
        nd_value_put(post->map, ND_STR("hashtags"), nd_value_copy(post->arena, tags));
    return true;
}

/* What somebody marked there: {"tweetId": "…", "fullText": "…"}. */
static bool read_like(struct post *post) {
    struct nd_value *text = nd_value_find(post->map, "fullText");

    if (text_of(post, "tweetId").len == 0 || text == NULL || text->type != ND_STRING)
        return false;
    text->text = nd_json_without_references(text->text, post->arena);
    mean(post, "fullText", "text/plain");
    return true;
}

static bool is_gone(struct nd_str text) {
    return nd_str_eq(text, ND_STR("[deleted]")) || nd_str_eq(text, ND_STR("[removed]"));
}

/* Its texts are in markdown, with <, > and & as in HTML. */
static void settle_reddit(struct post *post, const char *key) {
    struct nd_value *text = nd_value_find(post->map, key);

    if (text == NULL || text->type != ND_STRING)
        return;
    if (nd_str_find_char(text->text, '&') != SIZE_MAX)
        text->text = nd_json_without_references(text->text, post->arena);
    for (size_t i = 0; i < text->text.len; i++)
        if (nd_char_is_one_of(text->text.ptr[i], "*_`[#>\\")) {
            mean(post, key, "text/markdown");
            return;
        }
}

/* A post or comment of Reddit; what was taken back there is not there. */
static bool read_reddit(struct post *post, struct nd_str *left_out) {
    static const char *const texts[] = {"author", "selftext", "body"};
    struct nd_str place = text_of(post, "permalink");
    bool is_post = text_of(post, "title").len > 0;

    if (nd_value_find(post->map, "subreddit") == NULL || !nd_str_starts(place, ND_STR("/")))
        return false;
    if (!is_post && is_gone(text_of(post, "body")))
        *left_out = ND_STR("a comment of which the text was removed; left out");
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (is_gone(text_of(post, texts[i])))
            drop(post->map, texts[i]);
    settle_reddit(post, is_post ? "selftext" : "body");
    if (nd_str_starts(text_of(post, "domain"), ND_STR("self."))) /* it links to nothing else */
        drop(post->map, "domain");
    if (nd_value_find(post->map, "url") == NULL)
        put(post, "address",
            nd_arena_printf(post->arena, "https://www.reddit.com%.*s", (int)place.len, place.ptr), "url");
    return true;
}

/* A question of Stack Exchange's interface: its answers are what there is to read. */
static bool read_question(struct post *post) {
    struct nd_value *answers = nd_value_find(post->map, "answers");
    struct nd_str body = text_of(post, "body"), owner;
    struct nd_buf text = {0};

    if (nd_value_find(post->map, "question_id") == NULL || answers == NULL || answers->type != ND_LIST ||
        answers->count == 0 || body.len == 0)
        return false;
    nd_buf_addf(&text, "<div>%.*s</div>", (int)body.len, body.ptr);
    for (const struct nd_value *v = answers->first; v != NULL; v = v->next) {
        owner = nd_value_text_of(nd_value_find(v, "owner"), "display_name");
        body = nd_value_text_of(v, "body");
        nd_buf_addf(&text, "\n<h2>%.*s</h2>\n<div>%.*s</div>", (int)owner.len, owner.ptr, (int)body.len,
                    body.ptr);
    }
    put(post, "question and answers", nd_arena_take(post->arena, &text), "body");
    put(post, "asked by", nd_value_text_of(nd_value_find(post->map, "owner"), "display_name"), "authors");
    drop(post->map, "body");
    for (struct nd_value *v = answers->first; v != NULL; v = v->next)
        drop(v, "body");
    return true;
}

/* A post of Discourse, perhaps with what is said of its topic around it. */
static bool read_forum(struct post *post, const struct nd_value *around) {
    const struct nd_value *tags = nd_value_get(around, ND_STR("tags"));
    struct nd_str name = text_of(post, "name");

    if (text_of(post, "cooked").len == 0 || text_of(post, "topic_id").len == 0)
        return false;
    mean(post, name.len > 0 ? "name" : "username", "authors");
    mean(post, name.len > 0 ? "username" : "name", "");
    mean(post, "topic_title", "title");
    if (text_of(post, "topic_title").len == 0)
        put(post, "topic title", nd_value_text_of(around, "title"), "title");
    if (tags != NULL && nd_value_find(post->map, "tags") == NULL)
        nd_value_put(post->map, ND_STR("tags"), nd_value_copy(post->arena, tags));
    mean(post, "raw", "");
    return true;
}

/* A message of Discord as programs export it: what its server says of itself is none. */
static bool read_discord(struct post *post, struct nd_str *left_out) {
    const struct nd_value *author = nd_value_find(post->map, "author");
    struct nd_str type = text_of(post, "type");

    if (nd_value_find(author, "discriminator") == NULL && nd_value_find(author, "isBot") == NULL)
        return false;
    if (type.len > 0 && !nd_str_eq(type, ND_STR("Default")) && !nd_str_eq(type, ND_STR("Reply")) &&
        !nd_char_is_digit(type.ptr[0]))
        *left_out = ND_STR("a notice of the server, no message; left out");
    else if (text_of(post, "content").len == 0)
        *left_out = ND_STR("a message without text, as a picture alone; left out");
    put(post, "account name",
        nd_value_text_of(author, nd_value_text_of(author, "nickname").len > 0 ? "nickname" : "name"),
        "authors");
    mean(post, "author", "");
    mean(post, "type", "");
    return true;
}

/* "Mira has joined the channel", as Slack writes it among messages. */
static bool read_slack(struct post *post, struct nd_str *left_out) {
    struct nd_str kind = text_of(post, "subtype");

    if (!is_text(post, "type", "message") || text_of(post, "ts").len == 0 ||
        (!nd_str_starts(kind, ND_STR("channel_")) && !nd_str_starts(kind, ND_STR("group_"))))
        return false;
    *left_out = ND_STR("a notice of the channel, no message; left out");
    return true;
}

/* What somebody took back: it says so and nothing else. */
static bool read_deleted(struct post *post, struct nd_str *left_out) {
    static const char *const texts[] = {"text", "title", "body", "content"};
    const struct nd_value *deleted = nd_value_find(post->map, "deleted");

    if (deleted == NULL || deleted->type != ND_BOOL || !deleted->as.boolean)
        return false;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (text_of(post, texts[i]).len > 0)
            return false;
    *left_out = ND_STR("it was deleted and has no text; left out");
    return true;
}

/* A node of JSON-LD (schema.org) that is said to be no work: who published, where it stands, what it looks
 * like. */
static bool read_node(struct post *post, struct nd_str *left_out) {
    static const char *const types[] = {
        "Organization", "NewsMediaOrganization", "Person",      "WebSite",        "WebPage", "BreadcrumbList",
        "ImageObject",  "SearchAction",          "Corporation", "CollectionPage", "ListItem"};

    if (text_of(post, "articleBody").len > 0 || text_of(post, "headline").len > 0 ||
        text_of(post, "text").len > 0)
        return false;
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (is_text(post, "@type", types[i])) {
            *left_out =
                nd_arena_printf(post->arena, "a node of JSON-LD (%s), no article; left out", types[i]);
            return true;
        }
    return false;
}

/* What was watched, read or looked for, and when: the day is that of whoever did it, not of what it was. */
static bool read_history(struct post *post) {
    const struct nd_value *products = nd_value_find(post->map, "products"),
                          *makers = nd_value_find(post->map, "subtitles");

    if (products == NULL || products->type != ND_LIST || text_of(post, "titleUrl").len == 0 ||
        text_of(post, "time").len == 0)
        return false;
    mean(post, "time", "");
    put(post, "made by", nd_value_text_of(makers == NULL ? NULL : makers->first, "name"), "provider");
    return true;
}

/* {"index": {"_id": "1"}}: what Elasticsearch is to do with the document behind it. */
static bool read_bulk_action(struct post *post, struct nd_str *left_out) {
    static const char *const actions[] = {"index", "create", "update", "delete"};
    const struct nd_value *said = post->map->count == 1 ? post->map->first : NULL;
    bool is_action = false;

    for (size_t i = 0; said != NULL && i < sizeof actions / sizeof *actions; i++)
        is_action = is_action || nd_str_eq(said->key, nd_str_from(actions[i]));
    if (!is_action || said->type != ND_MAP)
        return false;
    for (const struct nd_value *v = said->first; v != NULL; v = v->next)
        if (!nd_str_starts(v->key, ND_STR("_")) && !nd_str_eq(v->key, ND_STR("routing")))
            return false;
    *left_out = ND_STR("what Elasticsearch is to do with the next line; left out");
    return true;
}

bool nd_json_export(struct nd_value *map, const struct nd_value *around, struct nd_arena *arena,
                    struct nd_item *item, struct nd_str *left_out) {
    struct post post = {map, arena, item, nd_arena_alloc(arena, MAX_ALIASES, sizeof *post.aliases)};

    *left_out = ND_STR_NONE;
    item->fields = map;
    item->aliases = post.aliases;
    item->alias_count = 0;
    return read_telegram(&post, around, left_out) || read_activity(&post, left_out) || read_tweet(&post) ||
           read_like(&post) || read_reddit(&post, left_out) || read_question(&post) ||
           read_forum(&post, around) || read_discord(&post, left_out) || read_deleted(&post, left_out) ||
           read_slack(&post, left_out) || read_node(&post, left_out) || read_bulk_action(&post, left_out) ||
           read_history(&post);
}
