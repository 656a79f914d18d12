/*
 * Exports of blogs hold more than articles: WordPress' attachments, menus and comments, Blogger's comments,
 * settings and templates. What a record is stands in one of its elements, which is looked for without reading
 * the rest.
 */
#include "container/feed.h"

/* The text behind a tag, up to the next one; without CDATA around it. */
static struct nd_str text_behind(struct nd_str record, const struct nd_feed_tag *tag) {
    struct nd_str text = nd_str_trim(nd_str_skip(record, tag->to));

    if (nd_str_starts(text, ND_STR("<![CDATA[")))
        return nd_str_trim(nd_str_slice(text, 9, nd_str_find(text, ND_STR("]]>"))));
    return nd_str_trim(nd_str_slice(text, 0, nd_str_find_char(text, '<')));
}

/* Blogger's older export says it in a category: scheme="…/g/2005#kind" term="…/blogger/2008/kind#comment". */
static struct nd_str kind_of_category(struct nd_str inner) {
    struct nd_str name, value, kind = ND_STR_NONE;
    bool is_kind = false;

    while (nd_feed_scan_attribute(&inner, &name, &value)) {
        size_t sign = nd_str_find(value, ND_STR("kind#"));
        is_kind = is_kind || nd_str_ends(value, ND_STR("g/2005#kind"));
        if (sign != SIZE_MAX)
            kind = nd_str_skip(value, sign + 5);
    }
    return is_kind ? kind : ND_STR_NONE;
}

/* What a record calls itself; absent when nothing. Adds the comments in it. */
static struct nd_str kind_of(struct nd_reader *reader, struct nd_str record) {
    struct nd_feed_scan scan = {.text = record, .is_end = true};
    bool is_wxr = reader->kind == ND_FEED_WXR;
    struct nd_str kind = ND_STR_NONE;
    struct nd_feed_tag tag;

    while (nd_feed_scan_next(&scan, &tag) == ND_OK) {
        struct nd_str local = nd_feed_scan_local(tag.name);
        if (is_wxr && tag.kind == ND_FEED_START && nd_str_eq(local, ND_STR("comment")))
            reader->left_out.comments++;
        if (tag.kind == ND_FEED_END || kind.len > 0)
            continue;
        if (nd_str_eq(local, is_wxr ? ND_STR("post_type") : ND_STR("type")) && local.len < tag.name.len)
            kind = text_behind(record, &tag);
        else if (!is_wxr && nd_str_eq(local, ND_STR("category")))
            kind = kind_of_category(tag.inner);
    }
    return kind;
}

static void count(struct nd_reader *reader, struct nd_str kind) {
    struct nd_feed_left_out *all = &reader->left_out;
    size_t i = 0;

    while (i < all->kinds && !nd_str_eq_nocase(all->names[i], kind))
        i++;
    if (i == ND_FEED_KINDS)
        i--; /* the last one is for all others */
    else if (i == all->kinds)
        all->names[all->kinds++] =
            i + 1 == ND_FEED_KINDS ? ND_STR("other records") : nd_arena_str(reader->arena, kind);
    all->counts[i]++;
}

bool nd_feed_take(struct nd_reader *reader, struct nd_str record) {
    struct nd_str kind = kind_of(reader, record);

    if (kind.len == 0 || kind.len > 64 || nd_str_eq_nocase(kind, ND_STR("post")) ||
        nd_str_eq_nocase(kind, ND_STR("page")))
        return true;
    count(reader, kind);
    return false;
}

struct nd_str nd_feed_left_out_text(const struct nd_feed_left_out *all, struct nd_arena *arena) {
    struct nd_buf text = {0};

    for (size_t i = 0; i < all->kinds; i++)
        nd_buf_addf(&text, "%s%zu %.*s", text.len == 0 ? "" : ", ", all->counts[i], (int)all->names[i].len,
                    all->names[i].ptr);
    if (all->comments > 0)
        nd_buf_addf(&text, "%s%zu comment%s below articles", text.len == 0 ? "" : ", ", all->comments,
                    all->comments == 1 ? "" : "s");
    if (text.len > 0)
        nd_buf_add_z(&text, "; left out, for they are no articles");
    return text.len == 0 ? ND_STR_NONE : nd_arena_take(arena, &text);
}
