/*
 * Lists of saved links as browsers and reading lists write them in HTML: Netscape's bookmarks (ADD_DATE,
 * TAGS), Pocket (time_added), Instapaper. The file is one article, the links are what it refers to; when one
 * was saved is no day of publication and stays what it is called.
 */
#include "container/markup.h"

#include "newsdex/source.h"

#include <string.h>

enum { MAX_FOLDERS = 16 };

struct nd_reader {
    bool is_done;
};

static bool is_link(const struct nd_markup_tag *tag) {
    return !tag->is_end && nd_markup_is(tag, "a") && nd_markup_attribute(tag, "href").len > 0;
}

/* The word in its declaration, or a first link that says when it was saved. */
static bool sniff(struct nd_str head, bool is_whole) {
    struct nd_str text = nd_str_trim(head);
    struct nd_markup_tag tag;

    (void)is_whole;
    if (nd_str_starts(text, ND_STR("\xef\xbb\xbf")))
        text = nd_str_trim(nd_str_skip(text, 3));
    if (nd_str_starts_nocase(text, ND_STR("<!DOCTYPE NETSCAPE-Bookmark-file")))
        return true;
    if (!nd_str_starts(text, ND_STR("<")))
        return false;
    if (nd_str_find(nd_str_slice(text, 0, 2000), ND_STR("<title>Instapaper: Export")) != SIZE_MAX)
        return true;
    for (size_t at = 0; nd_markup_next(text, at, &tag); at = tag.end)
        if (is_link(&tag))
            return nd_markup_attribute(&tag, "time_added").len > 0 ||
                   nd_markup_attribute(&tag, "add_date").len > 0;
    return false;
}

static struct nd_reader *open(struct nd_stream *stream, struct nd_arena *arena) {
    (void)stream;
    return nd_arena_alloc(arena, 1, sizeof(struct nd_reader));
}

/* Lists are left open, or the page is. */
static bool ends_early(struct nd_str text) {
    struct nd_markup_tag tag;
    size_t open = 0, page = 0;

    for (size_t at = 0; nd_markup_next(text, at, &tag); at = tag.end) {
        size_t *count = nd_markup_is(&tag, "dl") || nd_markup_is(&tag, "ul") || nd_markup_is(&tag, "ol")
                            ? &open
                        : nd_markup_is(&tag, "html") ? &page
                                                     : NULL;
        if (count != NULL && tag.is_end)
            *count -= *count > 0;
        else if (count != NULL)
            ++*count;
    }
    return open > 0 || page > 0;
}

static enum nd_status next(struct nd_reader *reader, struct nd_str rest, bool is_end, struct nd_cut *cut) {
    struct nd_str trimmed = nd_str_trim(rest);

    if (reader->is_done)
        return ND_END;
    if (!is_end)
        return ND_TOO_BIG;
    reader->is_done = true;
    if (trimmed.len == 0)
        return ND_END;
    cut->from = (size_t)(trimmed.ptr - rest.ptr);
    cut->length = trimmed.len;
    cut->taken = rest.len;
    cut->is_cut = ends_early(trimmed);
    return ND_OK;
}

struct list {
    struct nd_arena *arena;
    struct nd_str text, title;
    struct nd_value *related, *last; /* the last link: what a <DD> behind it describes */
    struct nd_str folders[MAX_FOLDERS], heading;
    size_t depth;
    bool is_nested; /* lists in lists, as <DL> has them; otherwise a heading stands above each */
};

static void put(struct list *list, struct nd_value *map, struct nd_str key, struct nd_str text) {
    text = nd_str_trim(text);
    if (text.len > 0)
        nd_value_put(map, key, nd_value_string(list->arena, text));
}

/* Text from at up to the next tag. */
static struct nd_str text_behind(const struct list *list, size_t at) {
    struct nd_markup_tag tag;

    return nd_str_slice(list->text, at, nd_markup_next(list->text, at, &tag) ? tag.from : list->text.len);
}

/* Folders from the outermost on, as a path; those of Pocket and Instapaper are headings. */
static struct nd_str folder(const struct list *list) {
    struct nd_buf path = {0};

    for (size_t i = 1; i < list->depth && i < MAX_FOLDERS; i++)
        if (list->folders[i].len > 0)
            nd_buf_addf(&path, "%s%.*s", path.len > 0 ? "/" : "", (int)list->folders[i].len,
                        list->folders[i].ptr);
    return nd_arena_take(list->arena, &path);
}

/* The name of a link: up to the tag that ends it, or, where that is missing, what else begins. */
static struct nd_str name_of(const struct list *list, size_t at) {
    static const char *const inside[] = {"b",    "i",    "em",   "strong", "span",
                                         "font", "code", "mark", "img",    "br"};
    struct nd_markup_tag tag;
    size_t end = at;
    bool is_inside = true;

    while (is_inside && nd_markup_next(list->text, end, &tag)) {
        is_inside = false;
        for (size_t i = 0; i < sizeof inside / sizeof *inside; i++)
            is_inside = is_inside || nd_markup_is(&tag, inside[i]);
        end = is_inside ? tag.end : tag.from;
    }
    return nd_markup_text(nd_str_slice(list->text, at, is_inside ? list->text.len : end), list->arena);
}

static void add_link(struct list *list, const struct nd_markup_tag *link) {
    static const struct {
        const char *name, *key;
    } kept[] = {{"tags", "tags"},
                {"add_date", "ADD_DATE"},
                {"time_added", "time_added"},
                {"last_modified", "LAST_MODIFIED"}};
    struct nd_value *map;

    if (nd_value_is_full(list->related))
        return;
    map = nd_value_new(list->arena, ND_MAP);
    put(list, map, ND_STR("title"), name_of(list, link->end));
    put(list, map, ND_STR("url"), nd_markup_decode(nd_markup_attribute(link, "href"), list->arena));
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        put(list, map, nd_str_from(kept[i].key),
            nd_markup_decode(nd_markup_attribute(link, kept[i].name), list->arena));
    put(list, map, ND_STR("category"), list->is_nested ? folder(list) : list->heading);
    nd_value_add(list->related, map);
    list->last = map;
}

static void read_tag(struct list *list, const struct nd_markup_tag *tag) {
    bool is_list = nd_markup_is(tag, "dl") || nd_markup_is(tag, "ul") || nd_markup_is(tag, "ol");
    struct nd_str behind = text_behind(list, tag->end);

    if (is_list && tag->is_end) {
        list->depth -= list->depth > 0;
    } else if (is_list) {
        if (list->depth < MAX_FOLDERS)
            list->folders[list->depth] = nd_markup_is(tag, "dl") ? list->heading : ND_STR_NONE;
        list->depth++;
        list->is_nested = nd_markup_is(tag, "dl");
    } else if (!tag->is_end &&
               (nd_markup_is(tag, "title") || nd_markup_is(tag, "h1") || nd_markup_is(tag, "h3"))) {
        list->heading = nd_markup_text(behind, list->arena);
        if (list->title.len == 0)
            list->title = list->heading;
    } else if (!tag->is_end && nd_markup_is(tag, "dd") && list->last != NULL) {
        put(list, list->last, ND_STR("description"), nd_markup_text(behind, list->arena));
        list->last = NULL;
    }
}

static bool read(const struct nd_reader *reader, struct nd_str bytes, const struct nd_record *record,
                 struct nd_arena *arena, struct nd_problems *problems, struct nd_item *item) {
    struct list list = {.arena = arena, .related = nd_value_new(arena, ND_LIST)};
    struct nd_value *fields = nd_value_new(arena, ND_MAP);
    struct nd_buf decoded = {0};
    struct nd_markup_tag tag;

    (void)reader;
    if (nd_source_decode_view(bytes, &decoded, &list.text, &item->encoding, problems) != ND_OK) {
        nd_buf_free(&decoded);
        return false;
    }
    if (decoded.ptr != NULL)
        list.text = nd_arena_take(arena, &decoded);
    for (size_t at = 0; nd_markup_next(list.text, at, &tag); at = tag.end)
        if (is_link(&tag))
            add_link(&list, &tag);
        else
            read_tag(&list, &tag);
    put(&list, fields, ND_STR("title"), list.title);
    nd_value_put(fields, ND_STR("related"), list.related);
    list.related->line = record->line;
    item->fields = fields;
    return list.related->count > 0;
}

const struct nd_format nd_format_bookmarks = {"bookmarks", sniff, open, next, read, NULL, ND_FORMAT_SINGLE};
