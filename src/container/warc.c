#include "container/warc.h"

#include <stdlib.h>

enum { SMALL = 1024 * 1024, FEW_BYTES = 8 };

struct nd_reader {
    bool is_arc;
    size_t max;
    uint64_t to_pass; /* bytes of a record that is none for us */
    bool is_cut;      /* the file ended in one */
    size_t lost, wrong_lengths, counts[ND_WARC_KINDS];
};

static size_t pass_blanks(struct nd_str text) {
    size_t at = 0;

    while (at < text.len && (text.ptr[at] == '\r' || text.ptr[at] == '\n'))
        at++;
    return at;
}

static bool sniff_warc(struct nd_str head, bool is_whole) {
    struct nd_warc_head first;

    head = nd_str_skip(head, pass_blanks(head));
    return nd_warc_head(head, false, is_whole, &first) == ND_OK && nd_str_starts(head, ND_STR("WARC/")) &&
           (first.type.ptr != NULL || first.has_length);
}

static bool sniff_arc(struct nd_str head, bool is_whole) {
    struct nd_warc_head first;

    return nd_str_starts(head, ND_STR("filedesc://")) && nd_warc_head(head, true, is_whole, &first) == ND_OK;
}

/* What can be seen of a record at the beginning of text. */
struct sight {
    struct nd_warc_head head;
    size_t end;       /* of the record; beyond text when not all of it is there */
    bool is_complete; /* what follows it is the next one, or the end */
};

/* Takes the length for what it says, unless something else than a record follows. */
static bool see_end(struct nd_reader *reader, struct nd_str text, bool is_end, struct sight *sight) {
    struct nd_warc_head *head = &sight->head, next;
    size_t marker, after;

    if (head->has_length && head->length >= text.len - head->size && !is_end) {
        sight->end = head->length > SIZE_MAX / 2 ? SIZE_MAX / 2 : head->size + (size_t)head->length;
        return false;
    }
    if (head->has_length && head->length <= text.len - head->size) {
        sight->end = head->size + (size_t)head->length;
        after = sight->end + pass_blanks(nd_str_skip(text, sight->end));
        if (after == text.len)
            return is_end;
        if (nd_warc_head(nd_str_skip(text, after), reader->is_arc, is_end, &next) != ND_NOT_FOUND)
            return true;
    }
    marker = nd_warc_find_head(nd_str_skip(text, head->size), reader->is_arc);
    if (marker == SIZE_MAX && !is_end)
        return false;
    reader->wrong_lengths += marker != SIZE_MAX || head->length <= text.len - head->size;
    sight->end = marker == SIZE_MAX ? text.len : head->size + marker;
    return true;
}

/* Behind what is no record: to the next line that begins one. */
static size_t resynchronise(struct nd_reader *reader, struct nd_str text, bool is_end) {
    size_t at = nd_warc_find_head(text, reader->is_arc);

    if (at == SIZE_MAX)
        at = is_end ? text.len : text.len > FEW_BYTES ? text.len - FEW_BYTES : 0;
    reader->lost += at;
    return at;
}

static bool is_small(const struct nd_warc_head *head) {
    return !head->has_length || head->length <= SMALL;
}

/* Looks at the record that text begins with. ND_OK: it may be a page; ND_NOT_FOUND: *taken bytes are not. */
static enum nd_status look(struct nd_reader *reader, struct nd_str text, bool is_end, struct sight *sight,
                           size_t *taken) {
    enum nd_status status = nd_warc_head(text, reader->is_arc, is_end, &sight->head);
    struct nd_warc_page page;
    enum nd_warc_kind kind;
    struct nd_str content;
    bool is_seen;

    *taken = 0;
    if (status == ND_NOT_FOUND)
        *taken = resynchronise(reader, text, is_end);
    if (status != ND_OK)
        return status == ND_NOT_FOUND && *taken == 0 ? ND_TOO_BIG : status;
    content = nd_str_skip(text, sight->head.size);
    kind = nd_warc_judge(&sight->head, content, reader->is_arc, is_end, &page);
    if (kind == ND_WARC_UNDECIDED)
        return ND_TOO_BIG;
    if (kind != ND_WARC_PAGE && !is_small(&sight->head) && sight->head.length > content.len) {
        reader->to_pass = sight->head.length - content.len;
        reader->counts[kind]++;
        *taken = text.len;
        return ND_NOT_FOUND;
    }
    is_seen = see_end(reader, text, is_end, sight);
    if (!is_seen && !is_end)
        return ND_TOO_BIG;
    content = nd_str_slice(text, sight->head.size, sight->end);
    kind = nd_warc_judge(&sight->head, content, reader->is_arc, true, &page);
    if (kind == ND_WARC_PAGE)
        return ND_OK;
    reader->counts[kind]++;
    reader->is_cut = reader->is_cut ||
                     (is_end && sight->head.has_length && sight->head.length > text.len - sight->head.size);
    *taken = sight->end;
    return ND_NOT_FOUND;
}

/* The rest of a record that is none for us, however long. */
static size_t pass_rest(struct nd_reader *reader, struct nd_str rest) {
    size_t length = reader->to_pass < rest.len ? (size_t)reader->to_pass : rest.len;

    reader->to_pass -= length;
    return length;
}

static enum nd_status next(struct nd_reader *reader, struct nd_str rest, bool is_end, struct nd_cut *cut) {
    size_t at = pass_rest(reader, rest), taken = 0;
    enum nd_status status = ND_NOT_FOUND;
    struct sight sight;

    while (status == ND_NOT_FOUND) {
        at += taken;
        at += pass_rest(reader, nd_str_skip(rest, at));
        if (reader->to_pass == 0)
            at += pass_blanks(nd_str_skip(rest, at));
        if (at >= rest.len) {
            reader->is_cut = reader->is_cut || (is_end && reader->to_pass > 0);
            cut->taken = rest.len;
            return is_end ? ND_END : ND_TOO_BIG;
        }
        sight = (struct sight){.end = rest.len - at};
        status = look(reader, nd_str_skip(rest, at), is_end, &sight, &taken);
    }
    cut->is_open = status == ND_TOO_BIG; /* it ends in a header */
    if (status == ND_TOO_BIG && is_end)
        return ND_END;
    cut->taken = at;
    if (status == ND_TOO_BIG)
        return ND_TOO_BIG;
    cut->is_cut =
        sight.end > rest.len - at || (is_end && at + sight.end == rest.len && sight.head.has_length &&
                                      sight.head.length > sight.end - sight.head.size);
    cut->from = at;
    cut->length = sight.end < rest.len - at ? sight.end : rest.len - at;
    cut->taken = at + cut->length;
    return ND_OK;
}

/* The length of the record at the beginning of text; where it is not known that of its first line, behind
 * which the next record is looked for. */
static size_t known_length(const struct nd_reader *reader, struct nd_str text) {
    struct nd_warc_head head;
    size_t end = nd_str_find_char(text, '\n');

    if (nd_warc_head(text, reader->is_arc, true, &head) == ND_OK && head.has_length)
        return head.size + (size_t)head.length;
    return end == SIZE_MAX ? text.len : end + 1;
}

/* A page larger than what may be held. */
static size_t pass(struct nd_reader *reader, struct nd_str piece, struct nd_pass *state) {
    size_t length;

    if (!state->is_begun)
        state->depth = known_length(reader, piece);
    state->is_begun = true;
    length = state->depth < piece.len ? state->depth : piece.len;
    state->depth -= length;
    return length;
}

static bool read(const struct nd_reader *reader, struct nd_str text, const struct nd_record *record,
                 struct nd_arena *arena, struct nd_problems *problems, struct nd_item *item) {
    static const struct nd_item_alias aliases[] = {{ND_STR_INIT("WARC-Target-URI"), ND_STR_INIT("url")}};
    struct nd_warc_head head;
    struct nd_warc_page page;
    struct nd_value *map = nd_value_new(arena, ND_MAP);

    if (nd_warc_head(text, reader->is_arc, true, &head) != ND_OK ||
        nd_warc_judge(&head, nd_str_skip(text, head.size), reader->is_arc, true, &page) != ND_WARC_PAGE)
        return false;
    nd_value_put(map, aliases[0].key, nd_value_string(arena, head.uri));
    if (head.date.len > 0)
        nd_value_put(map, reader->is_arc ? ND_STR("ARC-Date") : ND_STR("WARC-Date"),
                     nd_value_string(arena, head.date));
    item->fields = map;
    item->aliases = aliases;
    item->alias_count = 1;
    if (head.id.len > 0)
        item->key = head.id;
    return nd_warc_decode(&page, reader->max, record->line, arena, problems, item);
}

static void report(const struct nd_reader *reader, struct nd_problems *problems) {
    static const char *const names[ND_WARC_KINDS][2] = {
        [ND_WARC_REQUEST] = {"request", "requests"},
        [ND_WARC_METADATA] = {"record of metadata", "records of metadata"},
        [ND_WARC_REVISIT] = {"revisit", "revisits"},
        [ND_WARC_INFO] = {"record on the file itself", "records on the file itself"},
        [ND_WARC_DNS] = {"look-up of a name", "look-ups of names"},
        [ND_WARC_STATUS] = {"answer with another status than 200", "answers with another status than 200"},
        [ND_WARC_OTHER_TYPE] = {"file that is no page", "files that are no pages"}};
    struct nd_buf list = {0};

    for (int kind = 0; kind < ND_WARC_KINDS; kind++)
        if (reader->counts[kind] > 0 && names[kind][0] != NULL)
            nd_buf_addf(&list, "%s%zu %s", list.len > 0 ? ", " : "", reader->counts[kind],
                        names[kind][reader->counts[kind] > 1]);
    if (list.len > 0)
        nd_problems_add(problems, ND_P_LEFT_OUT, 0, 0, "records that are no articles: %s", list.ptr);
    nd_buf_free(&list);
    if (reader->wrong_lengths > 0)
        nd_problems_add(problems, ND_P_RECORD, 0, 0,
                        "%zu record%s of another length than said; read up to the next",
                        reader->wrong_lengths, reader->wrong_lengths == 1 ? " is" : "s are");
    if (reader->lost > 0)
        nd_problems_add(problems, ND_P_RECORD, 0, 0, "%zu bytes that are no record, left out", reader->lost);
    if (reader->is_cut)
        nd_problems_add(problems, ND_P_RECORD, 0, 0, "the file ends inside of a record that is no article");
}

static const struct nd_hooks hooks = {.pass = pass, .report = report};

static struct nd_reader *open_as(struct nd_stream *stream, struct nd_arena *arena, bool is_arc) {
    struct nd_reader *reader = nd_arena_alloc(arena, 1, sizeof *reader);

    reader->is_arc = is_arc;
    reader->max = stream->max;
    stream->hooks = &hooks;
    return reader;
}

static struct nd_reader *open_warc(struct nd_stream *stream, struct nd_arena *arena) {
    return open_as(stream, arena, false);
}

static struct nd_reader *open_arc(struct nd_stream *stream, struct nd_arena *arena) {
    return open_as(stream, arena, true);
}

const struct nd_format nd_format_warc = {"warc", sniff_warc, open_warc, next, read, NULL, ND_FORMAT_BYTES};
const struct nd_format nd_format_arc = {"arc", sniff_arc, open_arc, next, read, NULL, ND_FORMAT_BYTES};
