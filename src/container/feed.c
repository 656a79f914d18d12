/*
 * Feeds are cut into records by their tags alone; each record is read for itself (feed_item.c), so that one
 * that is broken loses nothing but itself.
 */
#include "container/feed.h"

#include "newsdex/utf8.h"

/* The first tag of a file; false when something else stands before it. */
static bool first_tag(struct nd_str text, bool is_whole, struct nd_feed_tag *tag) {
    struct nd_feed_scan scan = {.is_end = is_whole};
    struct nd_str before;

    if (nd_str_starts(text, ND_STR("\xef\xbb\xbf")))
        scan.at = 3;
    scan.text = text;
    before = nd_str_trim(nd_str_skip(text, scan.at));
    return nd_str_starts(before, ND_STR("<")) && nd_feed_scan_next(&scan, tag) == ND_OK &&
           tag->kind == ND_FEED_START;
}

static bool has(struct nd_str s, const char *sign) {
    return nd_str_find(s, nd_str_from(sign)) != SIZE_MAX;
}

static bool is_atom(const struct nd_feed_tag *tag) {
    return has(tag->inner, "www.w3.org/2005/Atom") || has(tag->inner, "purl.org/atom/ns#");
}

/* What a file with this first tag is; false when it is no feed. */
static bool find_kind(const struct nd_feed_tag *tag, struct nd_str head, enum nd_feed_kind *kind) {
    struct nd_str local = nd_feed_scan_local(tag->name);

    *kind = ND_FEED_RSS;
    if (nd_str_eq_nocase(local, ND_STR("rss"))) {
        if (has(tag->inner, "wordpress.org/export"))
            *kind = ND_FEED_WXR;
        return true;
    }
    if (nd_str_eq(local, ND_STR("RDF")))
        return has(tag->inner, "purl.org/rss/1.0") || has(tag->inner, "netscape.com/rdf/simple/0.9");
    if (!is_atom(tag) || (!nd_str_eq(local, ND_STR("feed")) && !nd_str_eq(local, ND_STR("entry"))))
        return false;
    *kind = has(head, "schemas.google.com/blogger") || has(head, "schemas.google.com/g/2005#kind")
                ? ND_FEED_BLOGGER
                : ND_FEED_ATOM;
    return true;
}

static bool sniff(struct nd_str head, bool is_whole) {
    struct nd_feed_tag tag;
    enum nd_feed_kind kind;

    return first_tag(head, is_whole, &tag) && find_kind(&tag, head, &kind);
}

/* "item" or "entry" with the prefix that its namespace has here. */
static struct nd_str name_of_records(const struct nd_reader *reader, struct nd_arena *arena) {
    size_t colon = nd_str_find_char(reader->root, ':');
    struct nd_str prefix = ND_STR_NONE;

    if (reader->kind == ND_FEED_ATOM || reader->kind == ND_FEED_BLOGGER)
        return nd_arena_printf(arena, "%.*sentry", colon == SIZE_MAX ? 0 : (int)colon + 1, reader->root.ptr);
    for (const struct nd_feed_prefix *p = reader->prefixes; p != NULL; p = p->next)
        if (p->usual.len == 0)
            prefix = p->written;
    return prefix.len == 0 ? ND_STR("item")
                           : nd_arena_printf(arena, "%.*s:item", (int)prefix.len, prefix.ptr);
}

/* Behind the next quoted text of s; SIZE_MAX: there is none, or it is more than a name for a few characters.
 */
static size_t short_value(struct nd_str s) {
    enum { LONGEST = 32 };
    size_t open = 0, close;

    while (open < s.len && s.ptr[open] != '"' && s.ptr[open] != '\'' && s.ptr[open] != '>')
        open++;
    if (open == s.len || s.ptr[open] == '>')
        return SIZE_MAX;
    close = nd_str_find_char(nd_str_skip(s, open + 1), s.ptr[open]);
    if (close == SIZE_MAX || close > LONGEST)
        return SIZE_MAX;
    s = nd_str_slice(s, open + 1, open + 1 + close);
    if (nd_str_find_char(s, '&') != SIZE_MAX && !nd_str_starts(s, ND_STR("&#")))
        return SIZE_MAX;
    return open + close + 2;
}

/*
 * Declarations of entities before the first tag, which every record needs. Only names for a few characters:
 * what stands for more, or for other names, could make a small record a large one, and so every one of them.
 */
static struct nd_str declarations(struct nd_str before, bool *are_refused, struct nd_arena *arena) {
    enum { MOST = 2048 };
    size_t from = nd_str_find(before, ND_STR("<!DOCTYPE")), at, end;
    struct nd_str rest;

    if (from == SIZE_MAX || !has(before, "<!ENTITY") || !nd_utf8_valid(before, NULL))
        return ND_STR_NONE;
    before = rest = nd_str_skip(before, from);
    *are_refused = before.len > MOST;
    while (!*are_refused && (at = nd_str_find(rest, ND_STR("<!ENTITY"))) != SIZE_MAX) {
        rest = nd_str_skip(rest, at + 8);
        end = short_value(rest);
        *are_refused = end == SIZE_MAX || has(nd_str_slice(rest, 0, end), "SYSTEM") ||
                       has(nd_str_slice(rest, 0, end), "PUBLIC");
        rest = nd_str_skip(rest, end);
    }
    return *are_refused ? ND_STR_NONE : nd_arena_str(arena, before);
}

/* All that makes of a record what it is, besides the record. */
static struct nd_str context_of(const struct nd_reader *reader, struct nd_arena *arena) {
    const struct nd_feed_channel *channel = &reader->channel;
    const struct nd_str said[] = {channel->title, channel->link, channel->base, channel->language,
                                  reader->declarations};
    struct nd_buf text = {0};

    nd_buf_addf(&text, "%d", (int)reader->kind);
    for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
        nd_buf_add_char(&text, '\n');
        nd_buf_add(&text, said[i]);
    }
    for (const struct nd_feed_prefix *p = reader->prefixes; p != NULL; p = p->next)
        nd_buf_addf(&text, "\n%.*s=%.*s", (int)p->written.len, p->written.ptr, (int)p->usual.len,
                    p->usual.ptr);
    for (const struct nd_feed_author *a = channel->authors; a != NULL; a = a->next)
        nd_buf_addf(&text, "\n%.*s=%.*s", (int)a->login.len, a->login.ptr, (int)a->name.len, a->name.ptr);
    for (const struct nd_feed_author *a = channel->people; a != NULL; a = a->next)
        nd_buf_addf(&text, "\n%.*s", (int)a->name.len, a->name.ptr);
    return nd_arena_take(arena, &text);
}

static void report(const struct nd_reader *reader, struct nd_problems *problems);

static size_t pass(struct nd_reader *reader, struct nd_str piece, struct nd_pass *state) {
    return nd_pass_element(reader->record, piece, state);
}

static const struct nd_hooks hooks = {.pass = pass, .report = report};

static struct nd_reader *open(struct nd_stream *stream, struct nd_arena *arena) {
    struct nd_reader *reader = nd_arena_alloc(arena, 1, sizeof *reader);
    struct nd_str text = nd_stream_rest(stream);
    struct nd_feed_tag root;

    if (!first_tag(text, stream->is_end, &root) || !find_kind(&root, text, &reader->kind))
        return NULL;
    reader->arena = arena;
    reader->root = nd_arena_str(arena, root.name);
    reader->prefixes = nd_feed_prefixes(root.inner, reader->kind, NULL, arena);
    reader->record = name_of_records(reader, arena);
    reader->scan.record = reader->record;
    reader->declarations = declarations(nd_str_slice(text, 0, root.from), &reader->has_refused, arena);
    nd_feed_channel_read(reader, text, arena);
    stream->context = context_of(reader, arena);
    stream->hooks = &hooks;
    if (!nd_str_eq(reader->root, reader->record)) /* an entry may be all there is */
        nd_stream_take(stream, root.to);
    return reader;
}

/* The end of what is around the records; it ends a record that was not closed as well. */
static bool ends_all(const struct nd_reader *reader, const struct nd_feed_tag *tag) {
    return tag->kind == ND_FEED_END &&
           (nd_str_eq(tag->name, reader->root) || nd_str_eq(tag->name, ND_STR("channel")));
}

/* Finds the end of the record that begins with tag. No record is inside of another one. */
static enum nd_status cut_record(struct nd_reader *reader, const struct nd_feed_tag *start,
                                 struct nd_cut *cut) {
    struct nd_feed_scan *scan = &reader->scan;
    struct nd_feed_tag tag;
    enum nd_status status;
    size_t end = scan->text.len;

    while ((status = nd_feed_scan_next(scan, &tag)) == ND_OK) {
        bool is_record = nd_str_eq(tag.name, reader->record);
        if (is_record || ends_all(reader, &tag)) {
            end = is_record && tag.kind == ND_FEED_END ? tag.to : tag.from;
            break;
        }
    }
    if (status == ND_TOO_BIG)
        return status;
    *cut = (struct nd_cut){.from = start->from, .is_cut = status == ND_END};
    cut->taken = end;
    cut->length = nd_str_trim_right(nd_str_slice(scan->text, start->from, end)).len;
    return ND_OK;
}

static bool is_record_name(struct nd_str name) {
    name = nd_feed_scan_local(name);
    return nd_str_eq(name, ND_STR("item")) || nd_str_eq(name, ND_STR("entry"));
}

/* The next record; those behind the end of what is around them are of another feed. *done is moved behind
 * what need not be seen again. */
static enum nd_status find_record(struct nd_reader *reader, size_t *done, struct nd_cut *cut) {
    struct nd_feed_tag tag;
    enum nd_status status;

    while ((status = nd_feed_scan_next(&reader->scan, &tag)) == ND_OK) {
        bool is_record = is_record_name(tag.name) && tag.kind == ND_FEED_START; /* an empty one is none */
        if (reader->is_closed)
            reader->behind += is_record;
        else if (is_record && nd_str_eq(tag.name, reader->record))
            return cut_record(reader, &tag, cut);
        reader->is_closed =
            reader->is_closed || (tag.kind == ND_FEED_END && nd_str_eq(tag.name, reader->root));
        *done = tag.to;
    }
    return status;
}

static enum nd_status next(struct nd_reader *reader, struct nd_str rest, bool is_end, struct nd_cut *cut) {
    bool is_export = reader->kind == ND_FEED_WXR || reader->kind == ND_FEED_BLOGGER;
    enum nd_status status;
    size_t done = 0;

    if (reader->is_done)
        return ND_END;
    if (!is_end)
        reader->scan = (struct nd_feed_scan){.record = reader->record};
    reader->scan.text = rest;
    reader->scan.at = 0;
    reader->scan.is_end = is_end;
    while ((status = find_record(reader, &done, cut)) == ND_OK) {
        if (!is_export || nd_feed_take(reader, nd_str_slice(rest, cut->from, cut->from + cut->length)))
            return ND_OK;
        reader->scan.at = done = cut->taken;
    }
    reader->is_done = status == ND_END;
    *cut = (struct nd_cut){.taken = done};
    cut->is_open = !reader->is_closed && !nd_str_eq(reader->root, reader->record);
    return status;
}

static bool read(const struct nd_reader *reader, struct nd_str text, const struct nd_record *record,
                 struct nd_arena *arena, struct nd_problems *problems, struct nd_item *item) {
    static const char *const formats[] = {"rss", "atom", "wxr", "blogger"};

    item->format = formats[reader->kind];
    if (reader->has_refused && record->ordinal == 1)
        nd_problems_add(problems, ND_P_XML_LIMIT, 1, 0,
                        "the file declares names that stand for much text, or for other files; not put in");
    return nd_feed_item_read(reader, text, record->line, arena, problems, item);
}

static void report(const struct nd_reader *reader, struct nd_problems *problems) {
    struct nd_str text = nd_feed_left_out_text(&reader->left_out, problems->arena);

    if (text.len > 0)
        nd_problems_add(problems, ND_P_LEFT_OUT, 0, 0, "%.*s", (int)text.len, text.ptr);
    if (reader->behind > 0)
        nd_problems_add(problems, ND_P_RECORD, 0, 0,
                        "behind the end of the feed is another one, of which %zu item%s not read",
                        reader->behind, reader->behind == 1 ? " is" : "s are");
}

const struct nd_format nd_format_feed = {"feed", sniff, open, next, read, NULL, ND_FORMAT_TEXT};
