/*
 * Exports of LexisNexis, as text and as HTML: articles begin with "12 of 340 DOCUMENTS". Those of Nexis Uni,
 * as text, end with "End of Document". How many there are is checked against what the file says.
 */
#include "container/nexis.h"

#include <string.h>

enum { MAX_PIECE = 200 };

struct nd_reader {
    bool is_html, is_marked;
    size_t first, last, found; /* numbers of the marks; articles */
    size_t said, votes;        /* how many most marks say there are (Boyer and Moore's majority) */
    struct nd_arena *arena;
};

/* A line of text, or what stands between two tags, at from; false when there is none or it may go on. */
struct piece {
    struct nd_str text;
    size_t from, end;
};

static bool next_piece(struct nd_str text, size_t from, bool is_html, bool is_end, struct piece *piece) {
    const char *stop;

    if (is_html && from < text.len && text.ptr[from] == '<') {
        stop = memchr(text.ptr + from, '>', text.len - from);
        from = stop == NULL ? text.len : (size_t)(stop - text.ptr) + 1;
    }
    if (from >= text.len)
        return false;
    stop = memchr(text.ptr + from, is_html ? '<' : '\n', text.len - from);
    if (stop == NULL && !is_end)
        return false;
    piece->from = from;
    piece->end = stop == NULL ? text.len : (size_t)(stop - text.ptr) + !is_html;
    piece->text = nd_str_trim(nd_str_slice(text, from, piece->end));
    return true;
}

struct mark {
    size_t from, end, number, total;
};

static bool find_mark(struct nd_str text, size_t from, bool is_html, bool is_end, struct mark *mark) {
    struct piece piece;

    for (; next_piece(text, from, is_html, is_end, &piece); from = piece.end)
        if (nd_nexis_mark(piece.text, &mark->number, &mark->total)) {
            mark->from = piece.from;
            mark->end = piece.end;
            return true;
        }
    return false;
}

/* What a look at the beginning of a file shows. */
struct signs {
    size_t marks, heads, tails, ends, said;
};

/* "Documents (100)" on the first page of an export of Nexis Uni. */
static size_t read_said(struct nd_str line) {
    size_t open = nd_str_find_char(line, '(');
    uint64_t number;

    if (open == SIZE_MAX || line.len > 60 || !nd_str_ends(line, ND_STR(")")) ||
        !(nd_str_starts_nocase(line, ND_STR("document")) || nd_str_starts_nocase(line, ND_STR("dokument"))) ||
        !nd_str_to_uint(nd_str_slice(line, open + 1, line.len - 1), &number) || number > UINT32_MAX)
        return 0;
    return (size_t)number;
}

static void look(struct nd_str head, bool is_html, struct signs *signs) {
    struct nd_nexis_label label;
    struct piece piece;
    size_t number, total;

    *signs = (struct signs){0};
    for (size_t at = 0; next_piece(head, at, is_html, true, &piece); at = piece.end) {
        struct nd_str line = nd_str_slice(piece.text, 0, MAX_PIECE);
        if (nd_nexis_mark(line, &number, &total))
            signs->marks++;
        else if (nd_nexis_is_end(line))
            signs->ends++;
        else if (nd_nexis_label(line, signs->marks > 0, &label) && label.place == ND_NEXIS_HEAD)
            signs->heads++;
        else if (label.place >= ND_NEXIS_TAIL)
            signs->tails += nd_str_eq_nocase(label.key, ND_STR("Load-Date"));
        if (signs->said == 0 && signs->ends == 0)
            signs->said = read_said(line);
    }
}

static struct nd_str without_mark(struct nd_str head) {
    return nd_str_skip(head, nd_str_starts(head, ND_STR("\xef\xbb\xbf")) ? 3 : 0);
}

static bool is_html(struct nd_str head) {
    return nd_str_starts(nd_str_trim(without_mark(head)), ND_STR("<"));
}

/* Words without which there is neither a mark nor an end; most files are told by the letter they begin with.
 */
static bool may_be(struct nd_str head) {
    static const struct nd_str words[] = {ND_STR_INIT("Document"), ND_STR_INIT("Dokument"),
                                          ND_STR_INIT("Date:")};

    while (head.len > 0) {
        const char *sign = memchr(head.ptr, 'D', head.len);
        if (sign == NULL)
            return false;
        head = nd_str_skip(head, (size_t)(sign - head.ptr));
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
            if (nd_str_starts_nocase(head, words[i]))
                return true;
        head = nd_str_skip(head, 1);
    }
    return false;
}

/* ProQuest counts in the same way. */
static bool sniff(struct nd_str head, bool is_whole) {
    struct nd_str text = nd_str_trim(without_mark(head));
    struct signs signs;

    (void)is_whole;
    if (!may_be(head) || nd_str_starts(text, ND_STR("---")) || nd_str_starts(text, ND_STR("+++")) ||
        nd_str_starts(text, ND_STR("{")) || nd_str_find(head, ND_STR("ProQuest")) != SIZE_MAX)
        return false;
    look(head, is_html(head), &signs);
    if (signs.marks > 0)
        return signs.heads > 0 || signs.tails > 0;
    return !is_html(head) && signs.heads > 0 && (signs.ends > 0 || signs.tails > 0);
}

static struct nd_reader *open(struct nd_stream *stream, struct nd_arena *arena) {
    struct nd_reader *reader = nd_arena_alloc(arena, 1, sizeof *reader);
    struct nd_str head = nd_str_slice(nd_stream_rest(stream), 0, ND_CONTAINER_HEAD);
    struct signs signs;

    nd_stream_take(stream, head.len - without_mark(head).len);
    reader->is_html = is_html(head);
    look(head, reader->is_html, &signs);
    reader->is_marked = signs.marks > 0;
    reader->said = reader->is_marked ? 0 : signs.said;
    reader->arena = arena;
    return reader;
}

static void count(struct nd_reader *reader, const struct mark *mark) {
    if (reader->found == 0)
        reader->first = mark->number;
    if (reader->votes == 0)
        reader->said = mark->total;
    reader->votes = mark->total == reader->said ? reader->votes + 1 : reader->votes - 1;
    reader->last = mark->number;
    reader->found++;
}

/* A part of an export that was saved in parts is one whose numbers follow each other. */
static struct nd_str remark(const struct nd_reader *reader) {
    if (reader->is_marked && reader->found < reader->said &&
        reader->last - reader->first + 1 == reader->found)
        return nd_arena_printf(reader->arena,
                               "the file has articles %zu to %zu of %zu; the others are not in it",
                               reader->first, reader->last, reader->said);
    return nd_press_count(reader->found, reader->said, reader->arena);
}

static enum nd_status next_marked(struct nd_reader *reader, struct nd_str rest, bool is_end,
                                  struct nd_cut *cut) {
    struct mark mark, behind;
    bool has_next;

    if (!find_mark(rest, 0, reader->is_html, is_end, &mark))
        return is_end ? ND_END : ND_TOO_BIG;
    has_next = find_mark(rest, mark.end, reader->is_html, is_end, &behind);
    if (!has_next && !is_end)
        return ND_TOO_BIG;
    count(reader, &mark);
    cut->from = mark.from;
    cut->taken = has_next ? behind.from : rest.len;
    cut->length = nd_str_trim_right(nd_str_slice(rest, cut->from, cut->taken)).len;
    if (!has_next)
        cut->remark = remark(reader);
    return ND_OK;
}

/* Up to the line that ends an article; SIZE_MAX when there is none. *has_label: it has a field. */
static size_t find_end(struct nd_str text, size_t from, bool is_end, bool *has_label) {
    struct nd_nexis_label label;
    struct piece piece;

    *has_label = false;
    for (; next_piece(text, from, false, is_end, &piece); from = piece.end) {
        if (nd_nexis_is_end(piece.text))
            return piece.end;
        *has_label = *has_label || nd_nexis_label(nd_str_slice(piece.text, 0, MAX_PIECE), false, &label);
    }
    return SIZE_MAX;
}

/* What stands behind the last end and has no field is no article. */
static enum nd_status next_unmarked(struct nd_reader *reader, struct nd_str rest, bool is_end,
                                    struct nd_cut *cut) {
    struct nd_str trimmed = nd_str_trim(rest);
    size_t from = trimmed.len == 0 ? rest.len : (size_t)(trimmed.ptr - rest.ptr), end, behind;
    bool has_label, has_next;

    if (from == rest.len)
        return is_end ? ND_END : ND_TOO_BIG;
    end = find_end(rest, from, is_end, &has_label);
    if (end == SIZE_MAX && !is_end)
        return ND_TOO_BIG;
    if (end == SIZE_MAX && !has_label && reader->found > 0)
        return ND_END;
    end = end == SIZE_MAX ? rest.len : end;
    behind = find_end(rest, end, is_end, &has_next);
    if (behind == SIZE_MAX && !is_end)
        return ND_TOO_BIG;
    reader->found++;
    cut->from = from;
    cut->taken = end;
    cut->length = nd_str_trim_right(nd_str_slice(rest, from, end)).len;
    if (behind == SIZE_MAX && !has_next)
        cut->remark = remark(reader);
    return ND_OK;
}

static enum nd_status next(struct nd_reader *reader, struct nd_str rest, bool is_end, struct nd_cut *cut) {
    return reader->is_marked ? next_marked(reader, rest, is_end, cut)
                             : next_unmarked(reader, rest, is_end, cut);
}

static bool read(const struct nd_reader *reader, struct nd_str text, const struct nd_record *record,
                 struct nd_arena *arena, struct nd_problems *problems, struct nd_item *item) {
    struct nd_press_lines lines;

    if (reader->is_html)
        nd_press_lines_of_html(text, record->line, arena, problems, &lines);
    else
        nd_press_lines_of_text(text, record->line, arena, &lines);
    nd_press_report_lines(&lines, record->line, problems);
    if (lines.count < (reader->is_marked ? 2 : 1)) {
        nd_problems_add(problems, ND_P_RECORD, record->line, 0, "an article without a line, left out");
        return false;
    }
    return nd_nexis_read(&lines, reader->is_marked, record, arena, problems, item);
}

const struct nd_format nd_format_nexis = {"nexis", sniff, open, next, read, NULL, ND_FORMAT_TEXT};
