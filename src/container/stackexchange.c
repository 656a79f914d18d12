/*
 * Posts of Stack Exchange's data dump: a <row> without anything in it, whose attributes are the columns. A
 * question has a title, an answer has none and the number of its question; what else is a row of that table
 * (descriptions of tags, moderators' elections) is counted. Comments are a table of their own.
 */
#include "container/draft.h"
#include "container/elements.h"

enum { QUESTION = '1', ANSWER = '2' };

static const char *const records[] = {"row", NULL};

static struct nd_str attribute(struct nd_str inner, const char *name) {
    struct nd_str key, value;

    while (nd_feed_scan_attribute(&inner, &key, &value))
        if (nd_str_eq(key, nd_str_from(name)))
            return value;
    return ND_STR_NONE;
}

static bool sniff(struct nd_str head, bool is_whole) {
    struct nd_feed_scan scan = {.text = head, .is_end = is_whole};
    struct nd_feed_tag tag;

    return nd_elements_first_tag(head, &tag) &&
           (nd_str_eq(tag.name, ND_STR("posts")) || nd_str_eq(tag.name, ND_STR("comments"))) &&
           nd_feed_scan_next(&scan, &tag) == ND_OK && nd_feed_scan_next(&scan, &tag) == ND_OK &&
           nd_str_eq(tag.name, ND_STR("row")) &&
           (attribute(tag.inner, "PostTypeId").len > 0 || attribute(tag.inner, "PostId").len > 0);
}

/* What kind of row it is stands in the number of its type. */
static bool take(struct nd_reader *reader, struct nd_str row, const struct nd_feed_tag *tag) {
    struct nd_str type = attribute(tag->inner, "PostTypeId");

    (void)row;
    if (attribute(tag->inner, "PostId").len > 0 || /* a comment */
        (type.len == 1 && (type.ptr[0] == QUESTION || type.ptr[0] == ANSWER)))
        return true;
    reader->left_out[0]++;
    return false;
}

static void report(const struct nd_reader *reader, struct nd_problems *problems) {
    if (reader->left_out[0] > 0)
        nd_problems_add(problems, ND_P_LEFT_OUT, 0, 0,
                        "%zu row%s neither question nor answer; left out, for they are no articles",
                        reader->left_out[0], reader->left_out[0] == 1 ? " is" : "s are");
}

static const struct nd_hooks hooks = {.report = report};

static struct nd_reader *open(struct nd_stream *stream, struct nd_arena *arena) {
    struct nd_reader *reader = nd_elements_open(stream, records, arena);

    reader->take = take;
    stream->hooks = &hooks;
    return reader;
}

/* "<elections><voting-machines>", "|elections|voting-machines|" */
static void put_tags(struct nd_draft *item, struct nd_str tags) {
    while (tags.len > 0) {
        size_t end = 0;
        while (end < tags.len && nd_str_find_char(ND_STR("<>|"), tags.ptr[end]) == SIZE_MAX)
            end++;
        nd_draft_add(item, "Tags", nd_str_slice(tags, 0, end), "tags");
        tags = nd_str_skip(tags, end + 1);
    }
}

static bool read(const struct nd_reader *reader, struct nd_str text, const struct nd_record *record,
                 struct nd_arena *arena, struct nd_problems *problems, struct nd_item *item) {
    static const struct {
        const char *name, *meaning;
    } columns[] = {{"Title", "title"},
                   {"Body", "body"},
                   {"Text", "body"},
                   {"CreationDate", "date"},
                   {"OwnerDisplayName", "author"},
                   {"UserDisplayName", "author"},
                   {"PostId", NULL},
                   {"UserId", NULL},
                   {"Score", NULL},
                   {"ViewCount", NULL},
                   {"AnswerCount", NULL},
                   {"ParentId", NULL},
                   {"AcceptedAnswerId", NULL},
                   {"OwnerUserId", NULL},
                   {"LastEditDate", NULL},
                   {"ContentLicense", NULL},
                   {"ClosedDate", NULL}};
    const struct nd_xml_node *row = nd_xml_read(text, record->line, arena, problems);
    struct nd_draft made;

    (void)reader;
    if (row == NULL)
        return false;
    nd_draft_begin(&made, arena);
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        nd_draft_put_attribute(&made, columns[i].name, row, columns[i].name, columns[i].meaning);
    nd_draft_put(&made, "kind",
                 nd_xml_attribute(row, "PostId").len > 0     ? ND_STR("comment")
                 : nd_xml_attribute(row, "ParentId").len > 0 ? ND_STR("answer")
                                                             : ND_STR("question"),
                 NULL, row->line);
    put_tags(&made, nd_xml_attribute(row, "Tags"));
    nd_draft_end(&made, item);
    item->key = nd_xml_attribute(row, "Id");
    return true;
}

const struct nd_format nd_format_stackexchange = {.name = "stackexchange",
                                                  .sniff = sniff,
                                                  .open = open,
                                                  .next = nd_elements_next,
                                                  .read = read,
                                                  .kind = ND_FORMAT_ARTICLES};
