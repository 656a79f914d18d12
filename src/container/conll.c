/*
 * Texts in columns, a word a line and a blank line behind each sentence, as shared tasks have them
 * (CoNLL-2003, CoNLL-U): the words are put together again. "-DOCSTART-" or "# newdoc" begins a text; without
 * one the file is one.
 */
#include "container/draft.h"
#include "container/format.h"

enum { LOOKED_AT = 60, LEAST = 8, LONGEST = 1000 /* bytes of a line */, MAX_ID = 200 };

struct nd_reader {
    bool is_done;
};

static struct nd_str without_mark(struct nd_str text) {
    return nd_str_skip(text, nd_str_starts(text, ND_STR("\xef\xbb\xbf")) ? 3 : 0);
}

static bool begins_text(struct nd_str line) {
    return nd_str_starts(line, ND_STR("-DOCSTART-")) || nd_str_starts(line, ND_STR("# newdoc"));
}

/* The next column of a line, which are parted by tabs or blanks; false behind the last. */
static bool next_column(struct nd_str *line, struct nd_str *column) {
    size_t end = 0;

    *line = nd_str_trim(*line);
    while (end < line->len && !nd_char_is_blank(line->ptr[end]))
        end++;
    *column = nd_str_slice(*line, 0, end);
    *line = nd_str_skip(*line, end);
    return column->len > 0;
}

/* "O", "B-LOC", "I-PER", "_": what words are marked as, in the last column. */
static bool is_mark(struct nd_str mark) {
    return nd_str_eq(mark, ND_STR("O")) || nd_str_eq(mark, ND_STR("_")) ||
           (mark.len > 2 && mark.ptr[1] == '-' &&
            nd_str_find_char(ND_STR("BIESLU"), mark.ptr[0]) != SIZE_MAX);
}

/* A word and its marks; *columns how many. */
static bool is_word_line(struct nd_str line, size_t *columns) {
    struct nd_str column, last = ND_STR_NONE;

    *columns = 0;
    if (line.len > LONGEST)
        return false;
    for (; next_column(&line, &column); last = column)
        ++*columns;
    return (*columns >= 2 && is_mark(last)) || (*columns == 10 && nd_str_starts(last, ND_STR("SpaceAfter=")));
}

static bool sniff(struct nd_str head, bool is_whole) {
    size_t words = 0, others = 0, columns, usual = 0;
    bool is_said;
    struct nd_str line;

    (void)is_whole;
    head = nd_str_trim(without_mark(head));
    is_said = begins_text(head) || nd_str_starts(head, ND_STR("# sent_id"));
    while (words + others < LOOKED_AT && nd_str_next_line(&head, &line)) {
        if (head.len == 0 || nd_str_trim(line).len == 0 || begins_text(line) ||
            nd_str_starts(line, ND_STR("# ")))
            continue;
        if (is_word_line(line, &columns) && (usual == 0 || columns == usual)) {
            usual = columns;
            words++;
        } else {
            others++;
        }
        if ((others > 4 && others * 10 > words) || (words == 0 && !is_said)) /* as most texts are told by */
            return false;
    }
    return (is_said ? words > 2 : words >= LEAST) && others * 10 <= words;
}

static struct nd_reader *open(struct nd_stream *stream, struct nd_arena *arena) {
    struct nd_str rest = nd_stream_rest(stream);

    nd_stream_take(stream, rest.len - without_mark(rest).len);
    return nd_arena_alloc(arena, 1, sizeof(struct nd_reader));
}

static enum nd_status next(struct nd_reader *reader, struct nd_str rest, bool is_end, struct nd_cut *cut) {
    struct nd_str text = rest, line;
    bool has_words = false;
    size_t end = rest.len;

    while (nd_str_next_line(&text, &line)) {
        if (has_words && begins_text(line)) {
            end = (size_t)(line.ptr - rest.ptr);
            break;
        }
        has_words = has_words || (nd_str_trim(line).len > 0 && !begins_text(line));
    }
    if (end == rest.len && !is_end)
        return ND_TOO_BIG;
    if (reader->is_done || !has_words)
        return ND_END;
    reader->is_done = end == rest.len;
    cut->length = nd_str_trim_right(nd_str_slice(rest, 0, end)).len;
    cut->taken = end;
    return ND_OK;
}

/* Whether a blank stands between what was written and a word. */
static bool is_parted(struct nd_str before, struct nd_str word) {
    static const struct nd_str close[] = {
        ND_STR_INIT("."), ND_STR_INIT(","),  ND_STR_INIT(";"),   ND_STR_INIT(":"),
        ND_STR_INIT("!"), ND_STR_INIT("?"),  ND_STR_INIT(")"),   ND_STR_INIT("]"),
        ND_STR_INIT("%"), ND_STR_INIT("'s"), ND_STR_INIT("n't"), ND_STR_INIT("…"),
        ND_STR_INIT("»"), ND_STR_INIT("”"),  ND_STR_INIT("'re"), ND_STR_INIT("'ll")};

    for (size_t i = 0; i < sizeof close / sizeof *close; i++)
        if (nd_str_eq(word, close[i]))
            return false;
    return before.len > 0 && !nd_str_ends(before, ND_STR("(")) && !nd_str_ends(before, ND_STR("[")) &&
           !nd_str_ends(before, ND_STR("«")) && !nd_str_ends(before, ND_STR("“")) &&
           !nd_str_ends(before, ND_STR("\n"));
}

/* What is being put together. */
struct writing {
    struct nd_buf out;
    bool is_joined;    /* no blank before the next word */
    bool has_sentence; /* "# text = …" said it all */
    uint64_t until;    /* words up to this number are parts of one that was written */
};

/* In CoNLL-U the word stands behind its number, which may be that of several: "3-4". */
static void write_word(struct writing *writing, struct nd_str line) {
    struct nd_str first, word, column, last = ND_STR_NONE, rest = line;
    size_t columns = 0, dash;
    uint64_t number = 0;

    while (next_column(&rest, &column)) {
        columns++;
        last = column;
    }
    if (!next_column(&line, &first))
        return;
    word = first;
    dash = nd_str_find_char(first, '-');
    if (columns == 10 && nd_str_to_uint(nd_str_slice(first, 0, dash), &number)) {
        (void)next_column(&line, &word);
        if (dash == SIZE_MAX && number <= writing->until)
            return;
        if (dash != SIZE_MAX)
            (void)nd_str_to_uint(nd_str_skip(first, dash + 1), &writing->until);
    } else if (columns == 10) {
        return; /* an empty node: "8.1" */
    }
    if (!writing->is_joined && is_parted(nd_buf_str(&writing->out), word))
        nd_buf_add_char(&writing->out, ' ');
    nd_buf_add(&writing->out, word);
    writing->is_joined = nd_str_find(last, ND_STR("SpaceAfter=No")) != SIZE_MAX;
}

/* "# text = Der Kai wächst." */
static void write_comment(struct writing *writing, struct nd_str line) {
    struct nd_str said = ND_STR("# text = ");

    if (nd_str_starts(line, ND_STR("# newpar")) && writing->out.len > 0)
        nd_buf_add_z(&writing->out, "\n\n");
    if (!nd_str_starts(line, said))
        return;
    if (is_parted(nd_buf_str(&writing->out), ND_STR("")))
        nd_buf_add_char(&writing->out, ' ');
    nd_buf_add(&writing->out, nd_str_trim(nd_str_skip(line, said.len)));
    writing->has_sentence = true;
}

static bool read(const struct nd_reader *reader, struct nd_str text, const struct nd_record *record,
                 struct nd_arena *arena, struct nd_problems *problems, struct nd_item *item) {
    struct writing writing = {.is_joined = false};
    struct nd_str line, id = ND_STR_NONE, name = ND_STR("# newdoc id = ");
    struct nd_draft made;

    (void)reader, (void)problems;
    while (nd_str_next_line(&text, &line)) {
        if (nd_str_starts(line, name))
            id = nd_str_slice(nd_str_trim(nd_str_skip(line, name.len)), 0, MAX_ID);
        if (nd_str_trim(line).len == 0) {
            writing.has_sentence = writing.is_joined = false;
            writing.until = 0;
        } else if (nd_str_starts(line, ND_STR("# "))) {
            write_comment(&writing, line);
        } else if (!begins_text(line) && !writing.has_sentence) {
            write_word(&writing, line);
        }
    }
    nd_draft_begin(&made, arena);
    nd_draft_put(&made, "newdoc", id, NULL, record->line);
    nd_draft_put(&made, "text", nd_arena_take(arena, &writing.out), "text/plain", record->line);
    nd_draft_end(&made, item);
    item->key = id;
    return made.fields->count > 0;
}

const struct nd_format nd_format_conll = {
    .name = "conll", .sniff = sniff, .open = open, .next = next, .read = read, .kind = ND_FORMAT_ARTICLES};
