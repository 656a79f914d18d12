/*
 * A chat of Telegram as its program exports it for a browser (messages.html). Each message of a channel is an
 * article. In a group only the first of several that one person wrote one after the other says who that is:
 * they are one article. Notices, and messages without words, are counted.
 */
#include "container/draft.h"
#include "container/markup.h"

struct nd_reader {
    struct nd_str name; /* of the chat */
    bool is_channel;    /* all that is seen of it is by that name */
    bool is_done;
    size_t notices, silent;
};

static const struct nd_str begin_of_message = ND_STR_INIT("<div class=\"message ");
static const struct nd_str begin_of_text = ND_STR_INIT("<div class=\"text\">");

static bool sniff(struct nd_str head, bool is_whole) {
    (void)is_whole;
    return nd_str_starts(nd_str_trim(head), ND_STR("<")) && nd_str_find(head, begin_of_message) != SIZE_MAX &&
           nd_str_find(head, ND_STR("\"pull_right date details\"")) != SIZE_MAX;
}

static bool is_joined(struct nd_str message) {
    struct nd_str tag = nd_str_slice(message, 0, nd_str_find_char(message, '>'));

    return nd_str_find(tag, ND_STR(" joined")) != SIZE_MAX;
}

static void report(const struct nd_reader *reader, struct nd_problems *problems) {
    if (reader->notices + reader->silent > 0)
        nd_problems_add(
            problems, ND_P_LEFT_OUT, 0, 0,
            "%zu messages without text and %zu notices of the chat left out, for they are no articles",
            reader->silent, reader->notices);
}

static const struct nd_hooks hooks = {.report = report};

static bool are_all_by(struct nd_str text, struct nd_str name, struct nd_arena *arena) {
    struct nd_markup_element from;

    for (size_t at = 0; nd_markup_find_class(text, at, "from_name", &from); at = from.end) {
        struct nd_markup_element forwarded;
        bool is_forwarded =
            nd_markup_find_class(nd_str_slice(text, at, from.tag.from), 0, "forwarded", &forwarded);
        if (!is_forwarded && !nd_str_eq(nd_str_trim(nd_markup_text(from.inner, arena)), name))
            return false;
    }
    return true;
}

static struct nd_reader *open(struct nd_stream *stream, struct nd_arena *arena) {
    struct nd_reader *reader = nd_arena_alloc(arena, 1, sizeof *reader);
    struct nd_str head = nd_stream_rest(stream);
    size_t first = nd_str_find(head, begin_of_message);
    struct nd_markup_element title;

    if (first == SIZE_MAX)
        return NULL;
    if (nd_markup_find_class(nd_str_slice(head, 0, first), 0, "bold", &title))
        reader->name = nd_arena_str(arena, nd_str_trim(nd_markup_text(title.inner, arena)));
    reader->is_channel = are_all_by(head, reader->name, arena);
    stream->hooks = &hooks;
    stream->context = reader->name;
    nd_stream_take(stream, first);
    return reader;
}

/* Where the next message begins behind from, or SIZE_MAX. */
static size_t find_next(const struct nd_reader *reader, struct nd_str rest, size_t from) {
    for (;;) {
        size_t at = nd_str_find(nd_str_skip(rest, from), begin_of_message);
        if (at == SIZE_MAX || reader->is_channel || !is_joined(nd_str_skip(rest, from + at)))
            return at == SIZE_MAX ? SIZE_MAX : from + at;
        from += at + 1;
    }
}

static enum nd_status next(struct nd_reader *reader, struct nd_str rest, bool is_end, struct nd_cut *cut) {
    while (!reader->is_done) {
        size_t end = find_next(reader, rest, cut->taken + 1);
        struct nd_str message = nd_str_slice(rest, cut->taken, end);
        bool is_notice = nd_str_starts(nd_str_skip(message, begin_of_message.len), ND_STR("service"));
        if (end == SIZE_MAX && !is_end) {
            cut->from = cut->length = 0;
            return ND_TOO_BIG;
        }
        cut->from = cut->taken;
        cut->length = message.len;
        cut->taken += message.len;
        reader->is_done = end == SIZE_MAX;
        cut->is_cut = end == SIZE_MAX && nd_str_find(message, ND_STR("</html>")) == SIZE_MAX;
        if (!is_notice && nd_str_find(message, begin_of_text) != SIZE_MAX)
            return ND_OK;
        /* a day between messages has a number below zero */
        reader->notices += is_notice && nd_str_find(message, ND_STR("id=\"message-")) == SIZE_MAX;
        reader->silent += !is_notice;
    }
    cut->is_open = cut->is_cut;
    return ND_END;
}

/* "05.03.2024 10:12:00 UTC+01:00", the last part of which older programs do not write. */
static struct nd_str date_of(struct nd_str text, struct nd_arena *arena) {
    struct nd_str zone = nd_str_skip(text, 20);

    if (text.len < 19 || text.ptr[2] != '.' || text.ptr[5] != '.')
        return text;
    zone = nd_str_skip(zone, nd_str_starts(zone, ND_STR("UTC")) ? 3 : zone.len);
    return nd_arena_printf(arena, "%.4s-%.2s-%.2sT%.8s%.*s", text.ptr + 6, text.ptr + 3, text.ptr,
                           text.ptr + 11, (int)zone.len, zone.ptr == NULL ? "" : zone.ptr);
}

/* The texts of a message and of those joined to it. */
static struct nd_str texts_of(struct nd_str message, struct nd_arena *arena) {
    struct nd_markup_element text;
    struct nd_buf out = {0};

    for (size_t at = 0, found; (found = nd_str_find(nd_str_skip(message, at), begin_of_text)) != SIZE_MAX;
         at = text.end) {
        if (!nd_markup_find(message, at + found, "div", &text))
            break;
        nd_buf_add_z(&out, "<div>");
        nd_buf_add(&out, nd_str_trim(text.inner));
        nd_buf_add_z(&out, "</div>\n");
    }
    return nd_arena_take(arena, &out);
}

/* What stands in bold on a line of its own at the beginning is the title. */
static struct nd_str title_of(struct nd_str text, struct nd_arena *arena) {
    struct nd_markup_element bold;
    struct nd_str inner = nd_str_trim(nd_str_skip(text, sizeof "<div>" - 1));

    if (!nd_str_starts(inner, ND_STR("<strong>")) || !nd_markup_find(inner, 0, "strong", &bold) ||
        !nd_str_starts(nd_str_skip(inner, bold.end), ND_STR("<br")))
        return ND_STR_NONE;
    return nd_html_inline(nd_markup_text(bold.inner, arena), arena);
}

/* Where the words of text lead to. */
static void put_links(struct nd_draft *made, struct nd_str text) {
    struct nd_markup_element link;

    for (size_t at = 0; nd_markup_find(text, at, "a", &link); at = link.end) {
        struct nd_str address = nd_html_inline(nd_markup_attribute(&link.tag, "href"), made->arena);
        if (nd_str_starts(address, ND_STR("http")))
            nd_draft_add(made, "links in it", address, NULL);
    }
}

static bool read(const struct nd_reader *reader, struct nd_str text, const struct nd_record *record,
                 struct nd_arena *arena, struct nd_problems *problems, struct nd_item *item) {
    struct nd_markup_element date, from, forwarded, signature, first;
    struct nd_str texts;
    struct nd_draft made;
    bool is_forwarded = nd_markup_find_class(text, 0, "forwarded", &forwarded);

    (void)problems;
    nd_draft_begin(&made, arena);
    if (nd_markup_find_class(text, 0, "date", &date))
        nd_draft_put(&made, "date", date_of(nd_markup_attribute(&date.tag, "title"), arena), "date",
                     record->line);
    nd_draft_put(&made, "chat", nd_html_inline(reader->name, arena), "provider", record->line);
    if (nd_markup_find_class(text, 0, "signature", &signature))
        nd_draft_put(&made, "signature", nd_html_inline(nd_markup_text(signature.inner, arena), arena),
                     "authors", record->line);
    if (nd_markup_find_class(text, 0, "from_name", &from) && !reader->is_channel &&
        (!is_forwarded || from.tag.from < forwarded.tag.from))
        nd_draft_put(&made, "from_name", nd_html_inline(nd_markup_text(from.inner, arena), arena), "authors",
                     record->line);
    if (is_forwarded && nd_markup_find_class(forwarded.inner, 0, "from_name", &from))
        nd_draft_put(&made, "forwarded from", nd_html_inline(nd_markup_text(from.inner, arena), arena), NULL,
                     record->line);
    texts = texts_of(text, arena);
    nd_draft_put(&made, "title", title_of(texts, arena), "title", record->line);
    nd_draft_put(&made, "text", texts, "body", record->line);
    put_links(&made, texts);
    nd_draft_end(&made, item);
    if (nd_markup_find(text, 0, "div", &first))
        item->key = nd_markup_attribute(&first.tag, "id");
    return true;
}

const struct nd_format nd_format_telegram = {"telegram", sniff, open, next, read, NULL, ND_FORMAT_ARTICLES};
