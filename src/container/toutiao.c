/* Lines of Toutiao's data sets: number, code and name of a class, title and key words, parted by "_!_". */
#include "container/draft.h"
#include "container/format.h"

struct nd_reader {
    char none;
};

static const struct nd_str mark = ND_STR_INIT("_!_");

/* The next field of a line, which is moved behind it. */
static struct nd_str take_field(struct nd_str *line) {
    size_t at = nd_str_find(*line, mark);
    struct nd_str field = nd_str_trim(nd_str_slice(*line, 0, at));

    *line = nd_str_skip(*line, at == SIZE_MAX ? line->len : at + mark.len);
    return field;
}

static bool sniff(struct nd_str head, bool is_whole) {
    struct nd_str line = ND_STR_NONE;
    size_t marks = 0, at;
    uint64_t number;

    (void)is_whole;
    if (head.len == 0 || !nd_char_is_digit(head.ptr[0]) || !nd_str_next_line(&head, &line) ||
        !nd_str_to_uint(take_field(&line), &number))
        return false;
    while ((at = nd_str_find(line, mark)) != SIZE_MAX) {
        line = nd_str_skip(line, at + mark.len);
        marks++;
    }
    return marks >= 2;
}

static struct nd_reader *open(struct nd_stream *stream, struct nd_arena *arena) {
    (void)stream;
    return nd_arena_alloc(arena, 1, sizeof(struct nd_reader));
}

static enum nd_status next(struct nd_reader *reader, struct nd_str rest, bool is_end, struct nd_cut *cut) {
    (void)reader;
    for (size_t at = 0; at < rest.len;) {
        size_t length = nd_str_find_char(nd_str_skip(rest, at), '\n');
        if (length == SIZE_MAX && !is_end)
            return ND_TOO_BIG;
        cut->from = at;
        cut->length =
            nd_str_trim_right(nd_str_slice(rest, at, length == SIZE_MAX ? rest.len : at + length)).len;
        cut->taken = at = length == SIZE_MAX ? rest.len : at + length + 1;
        if (cut->length > 0)
            return ND_OK;
    }
    return is_end ? ND_END : ND_TOO_BIG;
}

static bool read(const struct nd_reader *reader, struct nd_str text, const struct nd_record *record,
                 struct nd_arena *arena, struct nd_problems *problems, struct nd_item *item) {
    struct nd_draft made;

    (void)reader;
    nd_draft_begin(&made, arena);
    nd_draft_put(&made, "id", take_field(&text), NULL, record->line);
    nd_draft_put(&made, "class", take_field(&text), NULL, record->line);
    nd_draft_put(&made, "category", take_field(&text), "category", record->line);
    nd_draft_put(&made, "title", take_field(&text), "title", record->line);
    nd_draft_put(&made, "keywords", take_field(&text), "keywords", record->line);
    nd_draft_end(&made, item);
    if (!nd_draft_has(&made, "title"))
        nd_problems_add(problems, ND_P_RECORD, record->line, 0, "a line without a title, left out");
    return nd_draft_has(&made, "title");
}

const struct nd_format nd_format_toutiao = {
    .name = "toutiao", .sniff = sniff, .open = open, .next = next, .read = read, .kind = ND_FORMAT_ARTICLES};
