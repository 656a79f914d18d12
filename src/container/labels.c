/*
 * Texts with the labels that a classifier is to learn, one a line, as fastText reads them: "__label__sport
 * __label__city The team won …", or with the labels behind the text.
 */
#include "container/draft.h"
#include "container/format.h"

#include <string.h>

enum { LOOKED_AT = 20, LEAST = 2, MOST_LABELS = 1000 };

struct nd_reader {
    char nothing;
};

static const struct nd_str prefix = ND_STR_INIT("__label__");

static struct nd_str without_mark(struct nd_str text) {
    return nd_str_skip(text, nd_str_starts(text, ND_STR("\xef\xbb\xbf")) ? 3 : 0);
}

/* Takes a label off the beginning or the end of *text; absent when none stands there. */
static struct nd_str take_label(struct nd_str *text) {
    struct nd_str word;
    size_t begin, end = 0;

    *text = nd_str_trim(*text);
    while (end < text->len && !nd_char_is_blank(text->ptr[end]))
        end++;
    word = nd_str_slice(*text, 0, end);
    if (nd_str_starts(word, prefix)) {
        *text = nd_str_trim(nd_str_skip(*text, end));
        return nd_str_skip(word, prefix.len);
    }
    for (begin = text->len; begin > 0 && !nd_char_is_blank(text->ptr[begin - 1]);)
        begin--;
    word = nd_str_skip(*text, begin);
    if (!nd_str_starts(word, prefix))
        return ND_STR_NONE;
    *text = nd_str_trim(nd_str_slice(*text, 0, begin));
    return nd_str_skip(word, prefix.len);
}

static bool sniff(struct nd_str head, bool is_whole) {
    struct nd_str line;
    size_t count = 0;

    (void)is_whole;
    head = without_mark(head);
    while (count < LOOKED_AT && nd_str_next_line(&head, &line)) {
        if (nd_str_trim(line).len == 0)
            continue;
        if (head.len > 0 && take_label(&line).len == 0)
            return false;
        count++;
    }
    return count >= LEAST;
}

static struct nd_reader *open(struct nd_stream *stream, struct nd_arena *arena) {
    struct nd_str rest = nd_stream_rest(stream);

    nd_stream_take(stream, rest.len - without_mark(rest).len);
    return nd_arena_alloc(arena, 1, sizeof(struct nd_reader));
}

static enum nd_status next(struct nd_reader *reader, struct nd_str rest, bool is_end, struct nd_cut *cut) {
    (void)reader;
    for (size_t at = 0; at < rest.len;) {
        size_t length = nd_str_find_char(nd_str_skip(rest, at), '\n');
        struct nd_str line = nd_str_slice(rest, at, length == SIZE_MAX ? rest.len : at + length);
        if (length == SIZE_MAX && !is_end)
            return ND_TOO_BIG;
        cut->from = at;
        cut->length = nd_str_trim_right(line).len;
        cut->taken = at = length == SIZE_MAX ? rest.len : at + length + 1;
        if (cut->length > 0)
            return ND_OK;
    }
    return is_end ? ND_END : ND_TOO_BIG;
}

static bool read(const struct nd_reader *reader, struct nd_str text, const struct nd_record *record,
                 struct nd_arena *arena, struct nd_problems *problems, struct nd_item *item) {
    struct nd_draft made;
    struct nd_str label;

    (void)reader;
    nd_draft_begin(&made, arena);
    for (size_t i = 0; i < MOST_LABELS && (label = take_label(&text)).ptr != NULL; i++)
        nd_draft_add(&made, "label", label, "tags");
    nd_draft_put(&made, "text", text, "text/plain", record->line);
    nd_draft_end(&made, item);
    if (text.len == 0)
        nd_problems_add(problems, ND_P_RECORD, record->line, 0, "a label without a text, left out");
    return text.len > 0;
}

const struct nd_format nd_format_labels = {
    .name = "fasttext", .sniff = sniff, .open = open, .next = next, .read = read, .kind = ND_FORMAT_ARTICLES};
