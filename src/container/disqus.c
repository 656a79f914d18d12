/*
 * Comments as Disqus exports them: threads, each the page that is talked about, and behind them posts, each
 * with the number of its thread. What was deleted or is spam is counted.
 */
#include "container/draft.h"
#include "container/elements.h"

static const char *const records[] = {"thread", "post", NULL};

enum { SPAM, DELETED };

/* The page of a thread, by its number. */
struct page {
    struct nd_str id, title, link;
    const struct page *next;
};

enum { SLOTS = 4096 };

struct pages {
    const struct page *slots[SLOTS];
    bool is_whole; /* posts have begun, which other threads of the program read already */
};

static bool sniff(struct nd_str head, bool is_whole) {
    struct nd_feed_tag tag;

    (void)is_whole;
    return nd_elements_first_tag(head, &tag) && nd_str_eq(tag.name, ND_STR("disqus"));
}

static struct nd_str id_of(const struct nd_xml_node *node) {
    struct nd_str id = nd_xml_attribute(node, "dsq:id");

    return id.len > 0 ? id : nd_xml_attribute(node, "id");
}

static void note_thread(struct nd_reader *reader, struct pages *pages, struct nd_str record) {
    struct nd_arena *arena = nd_arena_new();
    struct nd_problems problems;
    const struct nd_xml_node *root;
    struct page *page;

    nd_problems_init(&problems, arena);
    root = nd_xml_read(record, 1, arena, &problems);
    if (id_of(root).len > 0) {
        size_t slot = nd_str_hash(id_of(root)) % SLOTS;
        page = nd_arena_alloc(reader->arena, 1, sizeof *page);
        *page = (struct page){nd_arena_str(reader->arena, id_of(root)),
                              nd_arena_str(reader->arena, nd_xml_text(nd_xml_child(root, "title"), arena)),
                              nd_arena_str(reader->arena, nd_xml_text(nd_xml_child(root, "link"), arena)),
                              pages->slots[slot]};
        pages->slots[slot] = page;
    }
    nd_arena_free(arena);
}

static bool take(struct nd_reader *reader, struct nd_str record, const struct nd_feed_tag *tag) {
    struct pages *pages = (struct pages *)(uintptr_t)reader->around;

    if (!nd_str_eq(tag->name, ND_STR("post"))) {
        if (!pages->is_whole)
            note_thread(reader, pages, record);
        return false;
    }
    pages->is_whole = true;
    if (nd_str_find(record, ND_STR("<isSpam>true<")) != SIZE_MAX)
        reader->left_out[SPAM]++;
    else if (nd_str_find(record, ND_STR("<isDeleted>true<")) != SIZE_MAX)
        reader->left_out[DELETED]++;
    else
        return true;
    return false;
}

static void report(const struct nd_reader *reader, struct nd_problems *problems) {
    if (reader->left_out[SPAM] + reader->left_out[DELETED] > 0)
        nd_problems_add(problems, ND_P_LEFT_OUT, 0, 0,
                        "%zu comments that are spam and %zu that were deleted left out",
                        reader->left_out[SPAM], reader->left_out[DELETED]);
}

static struct nd_reader *open(struct nd_stream *stream, struct nd_arena *arena) {
    static const struct nd_hooks hooks = {.report = report};
    struct nd_reader *reader = nd_elements_open(stream, records, arena);

    reader->is_nested = true; /* a post names its thread */
    reader->around = nd_arena_alloc(arena, 1, sizeof(struct pages));
    reader->take = take;
    stream->hooks = &hooks;
    return reader;
}

static const struct page *find_page(const struct nd_reader *reader, struct nd_str id) {
    const struct pages *pages = reader->around;
    const struct page *page = pages->slots[nd_str_hash(id) % SLOTS];

    while (page != NULL && !nd_str_eq(page->id, id))
        page = page->next;
    return page;
}

static bool read(const struct nd_reader *reader, struct nd_str text, const struct nd_record *record,
                 struct nd_arena *arena, struct nd_problems *problems, struct nd_item *item) {
    const struct nd_xml_node *root = nd_xml_read(text, record->line, arena, problems);
    const struct page *page;
    struct nd_draft made;

    if (root == NULL)
        return false;
    page = find_page(reader, id_of(nd_xml_child(root, "thread")));
    nd_draft_begin(&made, arena);
    nd_draft_put_body(&made, "message", nd_xml_child(root, "message"), NULL, "text/html");
    nd_draft_put_node(&made, "createdAt", nd_xml_child(root, "createdAt"), "date");
    nd_draft_put_node(&made, "author", nd_xml_at(root, "author/name"), "authors");
    if (page != NULL) {
        nd_draft_put(&made, "thread title", page->title, NULL, root->line);
        if (page->link.len > 0)
            nd_draft_put(&made, "address",
                         nd_arena_printf(arena, "%.*s#comment-%.*s", (int)page->link.len, page->link.ptr,
                                         (int)id_of(root).len, id_of(root).ptr),
                         "url", root->line);
    }
    nd_draft_end(&made, item);
    item->key = id_of(root);
    return true;
}

const struct nd_format nd_format_disqus = {"disqus",          sniff, open, nd_elements_next, read, NULL,
                                           ND_FORMAT_ARTICLES};
