/*
 * Exports of ProQuest: HTML, in which an anchor (name="DocID_…") begins an article, and text, in which lines
 * of underscores part them, and perhaps "Document 3 of 20" stands above each.
 */
#include "container/proquest.h"

#include "container/nexis.h"

#include <string.h>

enum { MIN_RULE = 20, MAX_PIECE = 400 };

struct nd_reader {
    bool is_html;
    size_t found, said;
    struct nd_arena *arena;
};

static struct nd_str without_mark(struct nd_str head) {
    return nd_str_skip(head, nd_str_starts(head, ND_STR("\xef\xbb\xbf")) ? 3 : 0);
}

static size_t find_anchor(struct nd_str text, size_t from, struct nd_markup_tag *tag) {
    for (; nd_markup_next(text, from, tag); from = tag->end)
        if (nd_markup_is(tag, "a") && nd_str_starts(nd_markup_attribute(tag, "name"), ND_STR("DocID_")))
            return tag->from;
    return SIZE_MAX;
}

/* A line of underscores and nothing else. */
static bool is_rule(struct nd_str line) {
    for (size_t i = 0; i < line.len; i++)
        if (line.ptr[i] != '_')
            return false;
    return line.len >= MIN_RULE;
}

static bool is_html(struct nd_str head) {
    return nd_str_starts(nd_str_trim(without_mark(head)), ND_STR("<"));
}

static bool sniff(struct nd_str head, bool is_whole) {
    struct nd_str text = nd_str_trim(without_mark(head)), line;
    struct nd_markup_tag tag;

    if (is_html(head))
        return (nd_str_find(head, ND_STR("DocID_")) != SIZE_MAX && find_anchor(head, 0, &tag) != SIZE_MAX) ||
               (!is_whole && nd_str_find(head, ND_STR("ProQuest")) != SIZE_MAX); /* style sheets come first */
    return nd_str_next_line(&text, &line) && is_rule(nd_str_trim(line)) &&
           nd_str_find(head, ND_STR("ProQuest")) != SIZE_MAX;
}

static struct nd_reader *open(struct nd_stream *stream, struct nd_arena *arena) {
    struct nd_reader *reader = nd_arena_alloc(arena, 1, sizeof *reader);

    reader->is_html = is_html(nd_stream_rest(stream));
    reader->arena = arena;
    return reader;
}

static enum nd_status next_anchor(struct nd_str rest, bool is_end, struct nd_cut *cut) {
    struct nd_markup_tag tag;
    size_t from = find_anchor(rest, 0, &tag), end;

    if (from == SIZE_MAX)
        return is_end ? ND_END : ND_TOO_BIG;
    end = find_anchor(rest, tag.end, &tag);
    if (end == SIZE_MAX && !is_end)
        return ND_TOO_BIG;
    cut->from = from;
    cut->taken = end == SIZE_MAX ? rest.len : end;
    cut->length = nd_str_trim_right(nd_str_slice(rest, from, cut->taken)).len;
    return ND_OK;
}

/* What is between two rules: where it begins and ends, and how many labels it has. */
struct part {
    size_t from, end, labels, said;
};

/* The next part of text; false when it may go on behind what is there, or when nothing is left. */
static bool next_part(struct nd_str text, size_t from, bool is_end, struct part *part) {
    struct nd_proquest_label label;
    bool is_blank = true;

    *part = (struct part){.from = from};
    while (from < text.len) {
        const char *stop = memchr(text.ptr + from, '\n', text.len - from);
        size_t end = stop == NULL ? text.len : (size_t)(stop - text.ptr) + 1, number;
        struct nd_press_line line = {.text = nd_str_trim(nd_str_slice(text, from, end)), .begins = true};
        if (stop == NULL && !is_end)
            return false;
        if (is_rule(line.text) && !is_blank) {
            part->end = from;
            return true;
        }
        line.text = nd_str_slice(line.text, 0, MAX_PIECE);
        if (nd_proquest_label(&line, false, &label))
            part->labels++;
        (void)nd_nexis_mark(line.text, &number, &part->said);
        if (is_blank && (line.text.len == 0 || is_rule(line.text)))
            part->from = end;
        else
            is_blank = false;
        from = end;
    }
    part->end = text.len;
    return is_end && !is_blank;
}

/* A table of contents and a bibliography are parts, too. */
static bool next_article(struct nd_str text, size_t from, bool is_end, struct part *part) {
    while (next_part(text, from, is_end, part)) {
        if (part->labels >= 2)
            return true;
        from = part->end;
    }
    return false;
}

static enum nd_status next_text(struct nd_reader *reader, struct nd_str rest, bool is_end,
                                struct nd_cut *cut) {
    struct part part, behind;
    bool has_next;

    if (!next_article(rest, 0, is_end, &part))
        return is_end ? ND_END : ND_TOO_BIG;
    has_next = next_article(rest, part.end, is_end, &behind);
    if (!has_next && !is_end)
        return ND_TOO_BIG;
    reader->found++;
    reader->said = part.said > 0 ? part.said : reader->said;
    cut->from = part.from;
    cut->taken = part.end;
    cut->length = nd_str_trim_right(nd_str_slice(rest, part.from, part.end)).len;
    if (!has_next)
        cut->remark = nd_press_count(reader->found, reader->said, reader->arena);
    return ND_OK;
}

static enum nd_status next(struct nd_reader *reader, struct nd_str rest, bool is_end, struct nd_cut *cut) {
    return reader->is_html ? next_anchor(rest, is_end, cut) : next_text(reader, rest, is_end, cut);
}

/* The address stands alone on a line. */
static struct nd_str find_address(const struct nd_press_lines *lines) {
    for (size_t i = 0; i < lines->count; i++)
        if (nd_str_starts(lines->items[i].text, ND_STR("http")) &&
            nd_str_find(lines->items[i].text, ND_STR("/docview/")) != SIZE_MAX)
            return lines->items[i].text;
    return ND_STR_NONE;
}

static bool read(const struct nd_reader *reader, struct nd_str text, const struct nd_record *record,
                 struct nd_arena *arena, struct nd_problems *problems, struct nd_item *item) {
    struct nd_press_lines lines;
    size_t number, total;

    if (reader->is_html)
        return nd_proquest_read_html(text, record, arena, problems, item);
    nd_press_lines_of_text(text, record->line, arena, &lines);
    nd_press_report_lines(&lines, record->line, problems);
    if (lines.count > 0 && nd_nexis_mark(lines.items[0].text, &number, &total)) {
        lines.items++;
        lines.count--;
    }
    if (lines.count == 0)
        return false;
    return nd_proquest_read(&lines, (struct nd_proquest_anchor){.address = find_address(&lines)}, record,
                            arena, problems, item);
}

const struct nd_format nd_format_proquest = {"proquest", sniff, open, next, read, NULL, ND_FORMAT_TEXT};
