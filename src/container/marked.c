/*
 * Texts of BBC as XSum has them, a file each: the name of each field stands between marks, "[SN]TITLE[SN]",
 * on a line of its own.
 */
#include "container/draft.h"
#include "container/whole.h"

#include "newsdex/source.h"

/* "[SN]TITLE[SN]", "[XSUM]TITLE[XSUM]": the name; absent when it is no such line. */
static struct nd_str name_in(struct nd_str line) {
    static const struct nd_str marks[] = {ND_STR_INIT("[SN]"), ND_STR_INIT("[XSUM]")};

    line = nd_str_trim(line);
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (nd_str_starts(line, marks[i]) && nd_str_ends(line, marks[i]) && line.len > 2 * marks[i].len)
            return nd_str_slice(line, marks[i].len, line.len - marks[i].len);
    return ND_STR_NONE;
}

static bool sniff(struct nd_str head, bool is_whole) {
    struct nd_str line = ND_STR_NONE;

    (void)is_whole;
    head = nd_str_trim(head);
    return nd_str_starts(head, ND_STR("[")) && nd_str_next_line(&head, &line) && name_in(line).ptr != NULL;
}

/* Behind "http://web.archive.org/web/2016…/" stands the address of what was archived. */
static struct nd_str without_archive(struct nd_str url) {
    size_t at = nd_str_find(url, ND_STR("web.archive.org/web/")), inner;

    inner = at == SIZE_MAX ? SIZE_MAX : nd_str_find(nd_str_skip(url, at), ND_STR("/http"));
    return inner == SIZE_MAX ? url : nd_str_skip(url, at + inner + 1);
}

static void put(struct nd_draft *made, struct nd_str name, struct nd_str text, uint32_t line) {
    text = nd_str_trim(text);
    if (nd_str_eq(name, ND_STR("URL")))
        nd_draft_put(made, "url", without_archive(text), "url", line);
    else if (nd_str_eq(name, ND_STR("TITLE")))
        nd_draft_put(made, "title", text, "title", line);
    else if (nd_str_eq(name, ND_STR("FIRST-SENTENCE")) || nd_str_eq(name, ND_STR("INTRODUCTION")))
        nd_draft_put(made, "first sentence", text, "excerpt", line);
    else if (nd_str_eq(name, ND_STR("RESTBODY")) || nd_str_eq(name, ND_STR("REST")))
        nd_draft_put(made, "text", text, "text/plain", line);
    else
        nd_draft_put(made, nd_arena_str(made->arena, name).ptr, text, NULL, line);
}

static bool read(const struct nd_reader *reader, struct nd_str text, const struct nd_record *record,
                 struct nd_arena *arena, struct nd_problems *problems, struct nd_item *item) {
    struct nd_str rest, line, name = ND_STR_NONE, from = ND_STR_NONE;
    struct nd_buf decoded = {0};
    uint32_t first = record->line, number = first;
    struct nd_draft made;

    (void)reader;
    if (nd_source_decode(text, &decoded, &item->encoding, problems) != ND_OK)
        nd_buf_clear(&decoded);
    rest = nd_arena_take(arena, &decoded);
    nd_draft_begin(&made, arena);
    for (; nd_str_next_line(&rest, &line); number++) {
        if (name_in(line).ptr == NULL)
            continue;
        if (name.ptr != NULL)
            put(&made, name, nd_str_of(from.ptr, (size_t)(line.ptr - from.ptr)), first);
        name = name_in(line);
        from = rest;
        first = number + 1;
    }
    if (name.ptr != NULL)
        put(&made, name, from, first);
    nd_draft_end(&made, item);
    return made.fields->count > 0;
}

const struct nd_format nd_format_marked = {.name = "marked",
                                           .sniff = sniff,
                                           .open = nd_whole_open,
                                           .next = nd_whole_next,
                                           .read = read,
                                           .kind = ND_FORMAT_SINGLE};
