#include "container/elements.h"

#include "container/markup.h"

#include <stdlib.h>

enum { LOOKED_THROUGH = 32 * 1024 * 1024 /* bytes of a message, in which older versions are looked for */ };

bool nd_elements_is_among(struct nd_str name, const char *const *names) {
    name = nd_xml_local_name(name);
    for (; *names != NULL; names++)
        if (nd_str_eq(name, nd_str_from(*names)))
            return true;
    return false;
}

bool nd_elements_is_page(struct nd_str name) {
    static const char *const names[] = {"html", "head", "body", "div", "p",      "section", "rss",
                                        "feed", "rdf",  "opml", "svg", "NewsML", "meta",    NULL};

    name = nd_xml_local_name(name);
    for (const char *const *n = names; *n != NULL; n++)
        if (nd_str_eq_nocase(name, nd_str_from(*n)))
            return true;
    return false;
}

bool nd_elements_first_tag(struct nd_str head, struct nd_feed_tag *tag) {
    struct nd_feed_scan scan = {0};

    if (nd_str_starts(head, ND_STR("\xef\xbb\xbf")))
        head = nd_str_skip(head, 3);
    scan.text = nd_str_trim(head);
    return nd_str_starts(scan.text, ND_STR("<")) && nd_feed_scan_next(&scan, tag) == ND_OK;
}

bool nd_elements_has_inside(struct nd_str head, const struct nd_feed_tag *root, const char *const *names) {
    struct nd_feed_scan scan = {.text = head};
    struct nd_feed_tag tag;

    if (nd_elements_is_page(root->name))
        return false;
    while (nd_feed_scan_next(&scan, &tag) == ND_OK)
        if (tag.kind == ND_FEED_START && nd_elements_is_among(tag.name, names))
            return true;
    return false;
}

struct nd_reader *nd_elements_open(struct nd_stream *stream, const char *const *records,
                                   struct nd_arena *arena) {
    struct nd_reader *reader = nd_arena_alloc(arena, 1, sizeof *reader);
    struct nd_feed_tag root;

    reader->records = records;
    reader->arena = arena;
    if (nd_elements_first_tag(nd_stream_rest(stream), &root) && root.kind == ND_FEED_START &&
        !nd_elements_is_among(root.name, records))
        reader->root = nd_arena_str(arena, root.name);
    reader->is_glimpse = nd_stream_is_glimpse(stream);
    return reader;
}

/* The end of the element that begins with tag. ND_END: the text ends in it. */
static enum nd_status find_end(const struct nd_reader *reader, struct nd_feed_scan *scan,
                               const struct nd_feed_tag *tag, size_t *end) {
    struct nd_feed_tag inner;
    size_t depth = 1;
    enum nd_status status;

    *end = tag->to;
    if (tag->kind == ND_FEED_EMPTY)
        return ND_OK;
    while ((status = nd_feed_scan_next(scan, &inner)) == ND_OK) {
        if (!nd_str_eq(inner.name, tag->name))
            continue;
        if (inner.kind == ND_FEED_START && !reader->is_nested) { /* the one before was not closed */
            *end = scan->at = inner.from;
            return ND_OK;
        }
        depth += inner.kind == ND_FEED_START;
        depth -= inner.kind == ND_FEED_END;
        *end = inner.to;
        if (depth == 0)
            return ND_OK;
    }
    *end = scan->text.len;
    return status;
}

/* The next record of scan: its first tag and its end; *is_cut: the file ends in it. */
static enum nd_status find_record(const struct nd_reader *reader, struct nd_feed_scan *scan,
                                  struct nd_feed_tag *tag, size_t *end, bool *is_cut) {
    enum nd_status status;

    do {
        status = nd_feed_scan_next(scan, tag);
        if (status != ND_OK)
            return status;
    } while (tag->kind == ND_FEED_END || !nd_elements_is_among(tag->name, reader->records));
    status = find_end(reader, scan, tag, end);
    *is_cut = status == ND_END && scan->is_end;
    return *is_cut ? ND_OK : status == ND_END ? ND_TOO_BIG : status;
}

/* A record by what it is known by, with its version. */
struct known {
    uint64_t id, version;
    size_t at;
    bool is_spare;
};

static int compare_known(const void *a, const void *b) {
    const struct known *x = a, *y = b;

    if (x->id != y->id)
        return x->id < y->id ? -1 : 1;
    if (x->version != y->version)
        return x->version < y->version ? -1 : 1;
    return x->at < y->at ? -1 : x->at > y->at;
}

/* What is told of the file with its first record. */
static void tell_left_out(struct nd_reader *reader) {
    size_t left_out = 0;

    for (size_t i = 0; i < reader->count; i++)
        left_out += reader->is_left_out[i];
    if (left_out > 0)
        reader->remark =
            nd_arena_printf(reader->arena,
                            "%zu of %zu items in this file are older versions of others, or lists of "
                            "them, and were left out",
                            left_out, reader->count);
}

static void leave_out_older(struct nd_reader *reader, struct known *known, size_t count, bool has_others) {
    reader->is_left_out = nd_arena_alloc(reader->arena, count + 1, sizeof *reader->is_left_out);
    reader->count = count;
    for (size_t i = 0; i < count; i++)
        reader->is_left_out[i] = known[i].is_spare && has_others;
    qsort(known, count, sizeof *known, compare_known);
    for (size_t i = 0; i + 1 < count; i++)
        if (known[i].id != 0 && known[i].id == known[i + 1].id && known[i].version < known[i + 1].version)
            reader->is_left_out[known[i].at] = true;
    tell_left_out(reader);
}

/* A message may bring several versions of an article: the last one counts. */
static void look_through(struct nd_reader *reader, struct nd_str text, bool is_end) {
    struct nd_feed_scan scan = {.text = text, .is_end = is_end};
    struct nd_feed_tag tag;
    struct nd_buf found = {0};
    size_t count = 0, end = 0;
    bool has_others = false, is_cut = false;

    while (find_record(reader, &scan, &tag, &end, &is_cut) == ND_OK) {
        struct known known = {.at = count};
        struct nd_str id = ND_STR_NONE, version = ND_STR_NONE;
        struct nd_str record = nd_str_slice(text, tag.from, end);
        known.is_spare = reader->spare != NULL && nd_elements_is_among(tag.name, reader->spare);
        has_others = has_others || !known.is_spare;
        if (reader->identify(record, &tag, &id, &version) && id.len > 0) {
            known.id = nd_str_hash(id);
            (void)nd_str_to_uint(version, &known.version);
        }
        nd_buf_add(&found, nd_str_of((const char *)&known, sizeof known));
        count++;
    }
    if (count > 1)
        leave_out_older(reader, (struct known *)(void *)found.ptr, count, has_others);
    nd_buf_free(&found);
    if (!is_end && !reader->is_glimpse && reader->remark.len == 0)
        reader->remark =
            nd_arena_printf(reader->arena, "older versions of items were looked for in the first %d MB only",
                            LOOKED_THROUGH / 1024 / 1024);
    reader->is_looked_through = true;
}

/* What stands around the records ends in text, which is all that follows the last of them. */
static bool has_end(const struct nd_reader *reader, struct nd_str text) {
    struct nd_feed_scan scan = {.text = text, .is_end = true};
    struct nd_feed_tag tag;

    while (nd_feed_scan_next(&scan, &tag) == ND_OK)
        if (tag.kind == ND_FEED_END && nd_str_eq(tag.name, reader->root))
            return true;
    return false;
}

static bool is_left_out(struct nd_reader *reader, struct nd_str record, const struct nd_feed_tag *tag) {
    if (reader->take != NULL)
        return !reader->take(reader, record, tag);
    return reader->at < reader->count && reader->is_left_out[reader->at++];
}

enum nd_status nd_elements_next(struct nd_reader *reader, struct nd_str rest, bool is_end,
                                struct nd_cut *cut) {
    struct nd_feed_scan scan = {.text = rest, .is_end = is_end};
    struct nd_feed_tag tag;
    size_t end = 0;

    if (reader->identify != NULL && !reader->is_looked_through) {
        if (!is_end && !reader->is_glimpse && rest.len < LOOKED_THROUGH)
            return ND_TOO_BIG;
        look_through(reader, rest, is_end);
    }
    do {
        enum nd_status status = find_record(reader, &scan, &tag, &end, &cut->is_cut);
        cut->is_open =
            status == ND_END && (nd_markup_is_torn(rest) || (reader->root.len > 0 && !has_end(reader, rest)));
        if (status != ND_OK)
            return status;
        if (reader->take != NULL) /* what was counted is not seen again */
            cut->taken = end;
    } while (is_left_out(reader, nd_str_slice(rest, tag.from, end), &tag));
    if (reader->passed != NULL)
        cut->around = nd_xml_around_pass(reader->passed, nd_str_slice(rest, 0, tag.from));
    cut->from = tag.from;
    cut->length = end - tag.from;
    cut->taken = end;
    cut->remark = reader->remark;
    cut->remark_is_note = true;
    reader->remark = ND_STR_NONE;
    return ND_OK;
}
