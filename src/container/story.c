/*
 * Stories of CNN and the Daily Mail as the data set of that name has them, a file each: a text, and behind it
 * its highlights, each below a line "@highlight".
 */
#include "container/draft.h"
#include "container/whole.h"

#include "newsdex/source.h"

/* Where the next line begins that says so; SIZE_MAX: there is none. */
static size_t next_mark(struct nd_str text) {
    const struct nd_str mark = ND_STR("@highlight");
    size_t from = 0, at;

    while ((at = nd_str_find(nd_str_skip(text, from), mark)) != SIZE_MAX) {
        struct nd_str behind = nd_str_skip(text, from + at + mark.len);
        if ((from + at == 0 || text.ptr[from + at - 1] == '\n') &&
            (behind.len == 0 || behind.ptr[0] == '\n' || behind.ptr[0] == '\r'))
            return from + at;
        from += at + mark.len;
    }
    return SIZE_MAX;
}

/* Nothing but highlights, a line each below a blank one; in a program that is the name of a function. */
static bool are_highlights(struct nd_str text) {
    struct nd_str line = ND_STR_NONE;
    size_t lines = 0;
    bool is_blank = true;

    while (nd_str_next_line(&text, &line)) {
        line = nd_str_trim(line);
        if (nd_str_eq(line, ND_STR("@highlight")))
            lines = 0;
        else if (line.len > 0 && (!is_blank || lines++ > 0))
            return false;
        is_blank = line.len == 0;
    }
    return true;
}

static bool sniff(struct nd_str head, bool is_whole) {
    size_t at = is_whole ? next_mark(head) : SIZE_MAX;

    return at != SIZE_MAX && !nd_char_is_one_of(head.ptr[0], "<{[-+#") &&
           are_highlights(nd_str_skip(head, at));
}

/* "NEW: Ferry free again" says when it was added. */
static void add_highlight(struct nd_buf *out, struct nd_str text) {
    text = nd_str_trim(nd_str_skip(text, ND_STR("@highlight").len));
    if (nd_str_starts(text, ND_STR("NEW: ")))
        text = nd_str_skip(text, 5);
    if (text.len > 0)
        nd_buf_addf(out, "%s%.*s%s", out->len == 0 ? "" : " ", (int)text.len, text.ptr,
                    nd_char_is_one_of(text.ptr[text.len - 1], ".!?\"") ? "" : ".");
}

/* The next line that says something, without blanks around it; *rest goes behind it. */
static struct nd_str take_line(struct nd_str *rest) {
    struct nd_str line = ND_STR("");

    while (line.len == 0 && nd_str_next_line(rest, &line))
        line = nd_str_trim(line);
    return line;
}

/*
 * What the Daily Mail has above its texts, line by line: "By", a name, "PUBLISHED:", a time, "|", "UPDATED:",
 * a time. Returns what is behind it.
 */
static struct nd_str read_head(struct nd_str text, struct nd_draft *made) {
    enum { NAMES = 3, LONGEST_NAME = 60 };
    struct nd_str rest = text, line = take_line(&rest);

    if (nd_str_eq(line, ND_STR("By")))
        for (int i = 0; i < NAMES; i++) {
            text = rest;
            line = take_line(&rest);
            if (line.len > LONGEST_NAME || nd_str_starts(line, ND_STR("Last updated ")) ||
                nd_str_ends(line, ND_STR(":")) || nd_str_ends(line, ND_STR(".")) ||
                nd_str_eq(line, ND_STR("|")))
                break;
            if (!nd_str_eq(line, ND_STR("and")))
                nd_draft_add(made, "author", line, "authors");
        }
    for (;;) {
        if (nd_str_eq(line, ND_STR("PUBLISHED:")))
            nd_draft_put(made, "published", take_line(&rest), "date", 0);
        else if (nd_str_starts(line, ND_STR("Last updated ")))
            nd_draft_put(made, "updated", nd_str_skip(line, 13), "", 0);
        else if (nd_str_eq(line, ND_STR("UPDATED:")))
            nd_draft_put(made, "updated", take_line(&rest), "", 0);
        else if (!nd_str_eq(line, ND_STR("|")) && !nd_str_eq(line, ND_STR(".")))
            return text;
        text = rest;
        line = take_line(&rest);
    }
}

static bool read(const struct nd_reader *reader, struct nd_str text, const struct nd_record *record,
                 struct nd_arena *arena, struct nd_problems *problems, struct nd_item *item) {
    struct nd_buf decoded = {0}, highlights = {0};
    struct nd_draft made;
    size_t at;

    (void)reader;
    if (nd_source_decode(text, &decoded, &item->encoding, problems) != ND_OK)
        nd_buf_clear(&decoded);
    text = nd_arena_take(arena, &decoded);
    at = next_mark(text);
    nd_draft_begin(&made, arena);
    item->document = nd_str_trim(read_head(nd_str_slice(text, 0, at), &made));
    for (text = nd_str_skip(text, at == SIZE_MAX ? text.len : at); text.len > 0;
         text = nd_str_skip(text, at == SIZE_MAX ? text.len : at + 1)) {
        at = next_mark(nd_str_skip(text, 1));
        add_highlight(&highlights, nd_str_slice(text, 0, at == SIZE_MAX ? text.len : at + 1));
    }
    nd_draft_put(&made, "highlights", nd_arena_take(arena, &highlights), "excerpt", record->line);
    nd_draft_end(&made, item);
    return item->document.len > 0;
}

const struct nd_format nd_format_story = {.name = "story",
                                          .sniff = sniff,
                                          .open = nd_whole_open,
                                          .next = nd_whole_next,
                                          .read = read,
                                          .kind = ND_FORMAT_SINGLE};
