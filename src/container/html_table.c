/*
 * Tables of articles in pages of HTML, as programs write them that have no other form: a first row with the
 * names of columns, among them that of a title and of a text, an address or a day, and little around it. A
 * page whose layout is a table has no such names.
 */
#include "container/markup.h"

#include "newsdex/header_names.h"

enum {
    MAX_COLUMNS = 64,
    MAX_AROUND = 400, /* bytes of text before the table, and behind it */
    LEAST_COLUMNS = 2
};

struct nd_reader {
    struct nd_str names[MAX_COLUMNS];
    size_t count;
};

static bool is_cell(const struct nd_markup_tag *tag) {
    return nd_markup_is(tag, "td") || nd_markup_is(tag, "th");
}

/* The next cell of a row at or behind *at, which goes behind it. One that has no end reaches to the next. */
static bool next_cell(struct nd_str row, size_t *at, struct nd_str *inner) {
    struct nd_markup_tag tag, other;

    do
        if (!nd_markup_next(row, *at, &tag))
            return false;
    while (*at = tag.end, tag.is_end || !is_cell(&tag));
    *inner = nd_str_skip(row, tag.end);
    for (size_t from = tag.end; nd_markup_next(row, from, &other); from = other.end)
        if (is_cell(&other) || nd_markup_is(&other, "tr")) {
            *inner = nd_str_slice(row, tag.end, other.from);
            *at = other.from;
            return true;
        }
    *at = row.len;
    return true;
}

/* A text on one line, as it reads. */
static struct nd_str text_of(struct nd_str markup, struct nd_arena *arena) {
    return nd_str_trim(nd_markup_decode(nd_markup_text(markup, arena), arena));
}

/* Names of columns, up to MAX_COLUMNS; false where there are more or one is none. */
static bool read_names(struct nd_str row, struct nd_arena *arena, struct nd_reader *reader) {
    struct nd_str inner;

    reader->count = 0;
    for (size_t at = 0; next_cell(row, &at, &inner);) {
        if (reader->count == MAX_COLUMNS)
            return false;
        reader->names[reader->count++] = text_of(inner, arena);
    }
    return reader->count >= LEAST_COLUMNS;
}

static bool are_of_articles(const struct nd_reader *reader) {
    bool has_title = false, has_other = false;

    for (size_t i = 0; i < reader->count; i++) {
        has_title = has_title || nd_header_names_title(reader->names[i]);
        has_other = has_other || nd_header_names_text(reader->names[i]) ||
                    nd_header_names_address(reader->names[i]) || nd_header_is_known(reader->names[i]);
    }
    return has_title && has_other;
}

/* Where to go on behind tag: what the head has is not shown. */
static size_t behind(struct nd_str text, const struct nd_markup_tag *tag) {
    static const char *const unseen[] = {"title", "style", "script"};
    struct nd_markup_element element;

    for (size_t i = 0; i < sizeof unseen / sizeof *unseen && !tag->is_end; i++)
        if (nd_markup_is(tag, unseen[i])) {
            nd_markup_element(text, tag, &element);
            return element.end;
        }
    return tag->end;
}

/*
 * True when there is little text between from and the first element of that name, or the end if name is NULL.
 * *tag is that of the element.
 */
static bool has_little_before(struct nd_str text, size_t from, const char *name, struct nd_markup_tag *tag) {
    size_t length = 0;

    for (; length <= MAX_AROUND && nd_markup_next(text, from, tag); from = behind(text, tag)) {
        length += nd_str_trim(nd_str_slice(text, from, tag->from)).len;
        if (name != NULL && !tag->is_end && nd_markup_is(tag, name))
            return length <= MAX_AROUND;
    }
    return length <= MAX_AROUND && name == NULL;
}

/* The first row of the first table, if it has names of columns as articles have. */
static bool find_names(struct nd_str head, bool is_whole, struct nd_arena *arena, struct nd_reader *reader,
                       size_t *end) {
    struct nd_str text = nd_str_trim(head);
    struct nd_markup_element table, row;
    struct nd_markup_tag tag;

    if (!nd_str_starts(text, ND_STR("<")) && !nd_str_starts(text, ND_STR("\xef\xbb\xbf<")))
        return false;
    if (!has_little_before(head, 0, "table", &tag))
        return false;
    nd_markup_element(head, &tag, &table);
    if ((is_whole && !has_little_before(head, table.end, NULL, &tag)) ||
        !nd_markup_find(head, table.tag.end, "tr", &row) || row.is_open)
        return false;
    *end = row.end;
    return read_names(row.inner, arena, reader) && are_of_articles(reader);
}

static bool sniff(struct nd_str head, bool is_whole) {
    struct nd_arena *arena;
    struct nd_reader reader;
    size_t end;
    bool is;

    if (!nd_str_starts(nd_str_trim(head), ND_STR("<")) && !nd_str_starts(head, ND_STR("\xef\xbb\xbf<")))
        return false;
    arena = nd_arena_new();
    is = find_names(head, is_whole, arena, &reader, &end);
    nd_arena_free(arena);
    return is;
}

static struct nd_reader *open(struct nd_stream *stream, struct nd_arena *arena) {
    struct nd_reader *reader = nd_arena_alloc(arena, 1, sizeof *reader);
    size_t end;

    if (!find_names(nd_str_slice(nd_stream_rest(stream), 0, ND_CONTAINER_HEAD), false, arena, reader, &end))
        return NULL;
    nd_stream_take(stream, end);
    return reader;
}

static enum nd_status next(struct nd_reader *reader, struct nd_str rest, bool is_end, struct nd_cut *cut) {
    (void)reader;
    return nd_markup_cut("tr", rest, is_end, cut);
}

static bool has_blocks(struct nd_str markup) {
    static const char *const blocks[] = {"p", "br", "div", "ul", "ol", "h1", "h2", "h3", "blockquote"};
    struct nd_markup_tag tag;

    for (size_t at = 0; nd_markup_next(markup, at, &tag); at = tag.end)
        for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
            if (nd_markup_is(&tag, blocks[i]))
                return true;
    return false;
}

/* Where the first link in a cell leads, or absent. */
static struct nd_str address_in(struct nd_str cell, struct nd_arena *arena) {
    struct nd_markup_element link;
    struct nd_str address;

    if (!nd_markup_find(cell, 0, "a", &link))
        return ND_STR_NONE;
    address = nd_markup_decode(nd_markup_attribute(&link.tag, "href"), arena);
    return nd_str_starts(address, ND_STR("http")) ? address : ND_STR_NONE;
}

static void put_cell(struct nd_value *map, struct nd_str name, struct nd_str inner, struct nd_arena *arena) {
    struct nd_str address = address_in(inner, arena), text = text_of(inner, arena);

    if (nd_header_names_address(name) && address.len > 0)
        text = address; /* whatever it is called: "Link", "Open" */
    else if (has_blocks(inner))
        text = nd_arena_printf(arena, "<div>%.*s</div>", (int)inner.len, inner.ptr);
    nd_value_put(map, name, nd_value_string(arena, text));
    if (nd_header_names_title(name) && address.len > 0)
        nd_value_put(map, ND_STR("href"), nd_value_string(arena, address));
}

/* A title that leads there says the address where no column does. */
static void settle_address(struct nd_value *map) {
    struct nd_value *address = nd_value_find(map, "href");
    bool has_address = false;

    for (const struct nd_value *v = map->first; v != NULL; v = v->next)
        has_address = has_address || (nd_header_names_address(v->key) && v->text.len > 0);
    if (address != NULL && !has_address)
        address->key = ND_STR("url");
}

static bool read(const struct nd_reader *reader, struct nd_str text, const struct nd_record *record,
                 struct nd_arena *arena, struct nd_problems *problems, struct nd_item *item) {
    struct nd_value *map = nd_value_new(arena, ND_MAP);
    struct nd_str inner;
    size_t cells = 0, again = 0;

    map->line = record->line;
    for (size_t at = 0; next_cell(text, &at, &inner); cells++) {
        if (cells >= reader->count)
            continue;
        again += nd_str_eq(text_of(inner, arena), reader->names[cells]);
        put_cell(map,
                 reader->names[cells].len > 0 ? reader->names[cells]
                                              : nd_arena_printf(arena, "column %zu", cells + 1),
                 inner, arena);
    }
    if (cells == 0 || again == cells) /* the names once more, at the foot */
        return false;
    if (cells != reader->count)
        nd_problems_add(problems, ND_P_RECORD, record->line, 0, "a row of %zu fields instead of %zu%s", cells,
                        reader->count, cells * 2 < reader->count ? ", left out" : "");
    if (cells * 2 < reader->count) /* a sum, a heading across all columns */
        return false;
    settle_address(map);
    item->fields = map;
    item->names = reader->names;
    item->name_count = reader->count;
    return true;
}

const struct nd_format nd_format_html_table = {"html-table", sniff, open, next, read, NULL, ND_FORMAT_TEXT};
