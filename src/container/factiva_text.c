/*
 * Articles of Factiva as text: each field behind its code, on its line or on the next ones, down to AN and
 * the document's number.
 */
#include "container/factiva.h"
#include "container/format.h"

struct nd_reader {
    bool is_done;
};

enum { LONGEST = 3 };

/* A line that begins with a code, alone or before a tab or two blanks; what stands behind it is *text. */
static bool begins_field(struct nd_str line, struct nd_str *code, struct nd_str *text) {
    static const char codes[] =
        "|HD|BY|PD|SN|SC|SE|ED|PG|VOL|LA|CY|CR|WC|LP|TD|NS|RE|CO|IN|IPC|IPD|PUB|AN|ET|CLM|ART|CX|";
    char key[LONGEST + 3] = "|";
    size_t length = 0;

    while (length < line.len && length <= LONGEST && line.ptr[length] >= 'A' && line.ptr[length] <= 'Z') {
        key[length + 1] = line.ptr[length];
        if (++length == LONGEST)
            break;
    }
    key[length + 1] = '|';
    if (length < 2 || nd_str_find(nd_str_from(codes), nd_str_of(key, length + 2)) == SIZE_MAX)
        return false;
    *code = nd_str_slice(line, 0, length);
    *text = nd_str_trim(nd_str_skip(line, length));
    return text->len == 0 || line.ptr[length] == '\t' ||
           nd_str_starts(nd_str_skip(line, length), ND_STR("  "));
}

/* Where the article ends: behind the number that AN names, or that stands below it; SIZE_MAX: it does not. */
static size_t end_of(struct nd_str text) {
    struct nd_str rest = text, line, code, value;
    bool is_number = false;

    while (nd_str_next_line(&rest, &line)) {
        bool is_field = begins_field(line, &code, &value);
        is_number = is_field ? nd_str_eq(code, ND_STR("AN")) : is_number;
        if (is_number && nd_str_starts(is_field ? value : nd_str_trim(line), ND_STR("Document ")))
            return text.len - rest.len;
    }
    return SIZE_MAX;
}

static bool sniff(struct nd_str head, bool is_whole) {
    struct nd_str rest = head, line = ND_STR(""), code, text;

    (void)is_whole;
    while (nd_str_next_line(&rest, &line) && nd_str_trim(line).len == 0)
        ;
    return begins_field(line, &code, &text) && nd_str_find(head, ND_STR("\nPD")) != SIZE_MAX &&
           (nd_str_find(head, ND_STR("\nLP")) != SIZE_MAX || nd_str_find(head, ND_STR("\nTD")) != SIZE_MAX) &&
           end_of(head) != SIZE_MAX;
}

static struct nd_reader *open(struct nd_stream *stream, struct nd_arena *arena) {
    (void)stream;
    return nd_arena_alloc(arena, 1, sizeof(struct nd_reader));
}

static enum nd_status next(struct nd_reader *reader, struct nd_str rest, bool is_end, struct nd_cut *cut) {
    size_t length = end_of(rest);

    if (reader->is_done || (is_end && nd_str_trim(rest).len == 0))
        return ND_END;
    if (!is_end && (length == SIZE_MAX || length == rest.len))
        return ND_TOO_BIG;
    cut->is_cut = reader->is_done = length == SIZE_MAX;
    while (cut->from < rest.len && nd_char_is_blank(rest.ptr[cut->from]))
        cut->from++;
    cut->taken = length == SIZE_MAX ? rest.len : length;
    cut->length = nd_str_trim_right(nd_str_slice(rest, cut->from, cut->taken)).len;
    return ND_OK;
}

static void add_escaped(struct nd_buf *out, struct nd_str text) {
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '&' || text.ptr[i] == '<')
            nd_buf_add(out, text.ptr[i] == '&' ? ND_STR("&amp;") : ND_STR("&lt;"));
        else
            nd_buf_add_char(out, text.ptr[i]);
    }
}

/* A field; a text is a paragraph a line, or as blank lines part it. */
static void put(struct nd_factiva *article, struct nd_str code, struct nd_str text, uint32_t line) {
    bool is_text = nd_str_eq(code, ND_STR("LP")) || nd_str_eq(code, ND_STR("TD"));
    struct nd_buf html = {0};
    struct nd_str part;

    for (text = nd_str_trim(text); nd_str_next_line(&text, &part);) {
        if (nd_str_trim(part).len == 0)
            continue;
        nd_buf_add_z(&html, is_text ? "<p>" : html.len > 0 ? " " : "");
        add_escaped(&html, nd_str_trim(part));
        nd_buf_add_z(&html, is_text ? "</p>\n" : "");
    }
    nd_factiva_put(article, code, nd_arena_take(article->arena, &html), line);
}

static bool read(const struct nd_reader *reader, struct nd_str text, const struct nd_record *record,
                 struct nd_arena *arena, struct nd_problems *problems, struct nd_item *item) {
    struct nd_factiva article = {.fields = nd_value_new(arena, ND_MAP), .arena = arena};
    struct nd_str rest = text, line, code = ND_STR_NONE, value = ND_STR_NONE, next_code, next_value;
    uint32_t number = record->line, first = number;

    (void)reader;
    for (; nd_str_next_line(&rest, &line); number++) {
        if (begins_field(line, &next_code, &next_value)) {
            if (code.len > 0)
                put(&article, code, value, first);
            code = next_code;
            value = nd_str_of(line.ptr + code.len, line.len - code.len);
            first = number;
        } else if (code.len > 0) {
            value.len = (size_t)(line.ptr + line.len - value.ptr);
        }
    }
    if (code.len > 0)
        put(&article, code, value, first);
    return nd_factiva_finish(&article, record, problems, item);
}

const struct nd_format nd_format_factiva_text = {"factiva",         sniff, open, next, read, NULL,
                                                 ND_FORMAT_ARTICLES};
