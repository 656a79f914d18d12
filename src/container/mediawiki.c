/*
 * Dumps and exports of MediaWiki (mediawiki.org, "Help:Export", schemas 0.3 to 0.11): a <page> for each, with
 * one revision or all of them, of which the newest is the article. Pages of other namespaces (talk, files,
 * templates) and those that only lead to another are counted.
 */
#include "container/draft.h"
#include "container/elements.h"
#include "container/whole.h"
#include "container/wikitext.h"

enum { OTHER_NAMESPACES, REDIRECTS, OLDER_REVISIONS };
enum { MAX_NAMESPACES = 100 };

static const char *const records[] = {"page", NULL};

/* What the head of a dump says of the wiki. */
struct site {
    struct nd_str name, base, language;
    struct nd_str names[MAX_NAMESPACES]; /* of other namespaces than that of articles */
    size_t count;
    struct nd_str files, categories;
};

static bool sniff(struct nd_str head, bool is_whole) {
    struct nd_feed_tag tag;

    (void)is_whole;
    return nd_elements_first_tag(head, &tag) && nd_str_eq(nd_feed_scan_local(tag.name), ND_STR("mediawiki"));
}

static size_t pass(struct nd_reader *reader, struct nd_str piece, struct nd_pass *state) {
    (void)reader;
    return nd_pass_element(ND_STR("page"), piece, state);
}

/* The text behind a tag of a record, up to the next one. */
static struct nd_str text_behind(struct nd_str record, const struct nd_feed_tag *tag) {
    struct nd_str text = nd_str_skip(record, tag->to);

    return nd_str_trim(nd_str_slice(text, 0, nd_str_find_char(text, '<')));
}

/* "#REDIRECT [[Elections]]", in any language: a page of an older dump that does not say so. */
static bool is_redirect(struct nd_str text) {
    struct nd_str line = nd_str_slice(text, 0, nd_str_find_char(text, '\n'));

    return nd_str_starts(line, ND_STR("#")) && line.len < 400 &&
           nd_str_find(nd_str_slice(line, 0, 60), ND_STR("[[")) != SIZE_MAX && line.len > 1 &&
           line.ptr[1] != ' ' && line.ptr[1] != '#' && line.ptr[1] != '[';
}

/* Dumps before schema 0.6 say by the title alone in which namespace a page is. */
static bool has_other_name(const struct site *site, struct nd_str title) {
    size_t colon = nd_str_find_char(title, ':');

    for (size_t i = 0; colon != SIZE_MAX && i < site->count; i++)
        if (nd_str_eq(site->names[i], nd_str_slice(title, 0, colon)))
            return true;
    return false;
}

static bool take(struct nd_reader *reader, struct nd_str record, const struct nd_feed_tag *page) {
    struct nd_feed_scan scan = {.text = record, .is_end = true};
    struct nd_str ns = ND_STR_NONE, title = ND_STR_NONE;
    bool leads_on = false;
    struct nd_feed_tag tag;
    size_t revisions = 0;

    (void)page;
    while (nd_feed_scan_next(&scan, &tag) == ND_OK) {
        if (tag.kind == ND_FEED_END)
            continue;
        if (nd_str_eq(tag.name, ND_STR("title")) && title.ptr == NULL)
            title = text_behind(record, &tag);
        else if (nd_str_eq(tag.name, ND_STR("ns")) && ns.ptr == NULL)
            ns = text_behind(record, &tag);
        else if (nd_str_eq(tag.name, ND_STR("text")))
            leads_on = is_redirect(text_behind(record, &tag));
        else if (nd_str_eq(tag.name, ND_STR("redirect")))
            leads_on = true;
        revisions += nd_str_eq(tag.name, ND_STR("revision"));
    }
    if (ns.len > 0 ? !nd_str_eq(ns, ND_STR("0")) : has_other_name(reader->around, title)) {
        reader->left_out[OTHER_NAMESPACES]++;
        return false;
    }
    reader->left_out[REDIRECTS] += leads_on;
    reader->left_out[OLDER_REVISIONS] += !leads_on && revisions > 1 ? revisions - 1 : 0;
    return !leads_on;
}

static void report(const struct nd_reader *reader, struct nd_problems *problems) {
    static const char *const kinds[] = {"page%s of other namespaces", "page%s that only lead to another",
                                        "older revision%s of pages"};
    struct nd_buf text = {0};

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        const char *mark = kinds[i];
        size_t before = nd_str_find_char(nd_str_from(mark), '%');
        if (reader->left_out[i] == 0)
            continue;
        nd_buf_addf(&text, "%s%zu %.*s%s%s", text.len > 0 ? ", " : "", reader->left_out[i], (int)before, mark,
                    reader->left_out[i] == 1 ? "" : "s", mark + before + 2);
    }
    if (text.len > 0)
        nd_problems_add(problems, ND_P_LEFT_OUT, 0, 0, "%s; left out, for they are no articles", text.ptr);
    nd_buf_free(&text);
}

static const struct nd_hooks hooks = {.pass = pass, .report = report};

static void put_namespace(struct site *site, const struct nd_feed_tag *tag, struct nd_str name,
                          struct nd_arena *arena) {
    struct nd_str inner = tag->inner, key, value;

    while (nd_feed_scan_attribute(&inner, &key, &value)) {
        if (!nd_str_eq(key, ND_STR("key")) || nd_str_eq(value, ND_STR("0")))
            continue;
        name = nd_feed_scan_text(name, arena);
        if (name.len > 0 && site->count < MAX_NAMESPACES)
            site->names[site->count++] = name;
        if (nd_str_eq(value, ND_STR("6"))) /* "Manual:Namespace constants" */
            site->files = name;
        if (nd_str_eq(value, ND_STR("14")))
            site->categories = name;
    }
}

/* Everything before the first page. */
static const struct site *read_site(struct nd_str head, struct nd_arena *arena) {
    struct nd_feed_scan scan = {.text = head, .is_end = true};
    struct site *site = nd_arena_alloc(arena, 1, sizeof *site);
    struct nd_feed_tag tag;

    while (nd_feed_scan_next(&scan, &tag) == ND_OK && !nd_str_eq(tag.name, ND_STR("page"))) {
        struct nd_str text = text_behind(head, &tag), inner = tag.inner, key, value;
        if (tag.kind != ND_FEED_START)
            continue;
        while (nd_str_eq(tag.name, ND_STR("mediawiki")) && nd_feed_scan_attribute(&inner, &key, &value))
            if (nd_str_eq(key, ND_STR("xml:lang")))
                site->language = nd_arena_str(arena, value);
        if (nd_str_eq(tag.name, ND_STR("sitename")))
            site->name = nd_feed_scan_text(text, arena);
        else if (nd_str_eq(tag.name, ND_STR("base")))
            site->base = nd_feed_scan_text(text, arena);
        else if (nd_str_eq(tag.name, ND_STR("namespace")))
            put_namespace(site, &tag, text, arena);
    }
    return site;
}

static struct nd_reader *open(struct nd_stream *stream, struct nd_arena *arena) {
    struct nd_reader *reader = nd_elements_open(stream, records, arena);
    const struct site *site = read_site(nd_stream_rest(stream), arena);

    reader->take = take;
    reader->around = site;
    stream->hooks = &hooks;
    stream->context = nd_arena_printf(arena, "%.*s\n%.*s\n%.*s\n%.*s\n%.*s", (int)site->name.len,
                                      site->name.ptr, (int)site->base.len, site->base.ptr,
                                      (int)site->language.len, site->language.ptr, (int)site->files.len,
                                      site->files.ptr, (int)site->categories.len, site->categories.ptr);
    return reader;
}

/* The revision that is the newest by its time, and whether the first one is there as well. */
static const struct nd_xml_node *newest(const struct nd_xml_node *page, const struct nd_xml_node **first,
                                        struct nd_arena *arena) {
    const struct nd_xml_node *best = NULL;
    struct nd_str last = ND_STR_NONE;

    for (const struct nd_xml_node *n = nd_xml_child(page, "revision"); n != NULL;
         n = nd_xml_sibling(n, "revision")) {
        struct nd_str time = nd_xml_text(nd_xml_child(n, "timestamp"), arena);
        if (best == NULL || nd_str_cmp(time, last) >= 0) {
            best = n;
            last = time;
        }
        if (nd_xml_child(n, "parentid") == NULL && nd_xml_sibling(n, "revision") != NULL && *first == NULL)
            *first = n;
    }
    return best;
}

/* The address of the first page ("…/wiki/Main_Page", "…?title=Main_Page") with another title. */
static void put_address(struct nd_draft *item, const struct site *site, struct nd_str title) {
    size_t sign = nd_str_rfind_char(site->base, '=');
    struct nd_buf url = {0};

    if (sign == SIZE_MAX)
        sign = nd_str_rfind_char(site->base, '/');
    if (sign == SIZE_MAX || title.len == 0)
        return;
    nd_buf_add(&url, nd_str_slice(site->base, 0, sign + 1));
    for (size_t i = 0; i < title.len; i++)
        if (title.ptr[i] == ' ')
            nd_buf_add_char(&url, '_');
        else if (nd_str_find_char(ND_STR("%?#\"<>[]\\^`{|}"), title.ptr[i]) != SIZE_MAX)
            nd_buf_addf(&url, "%%%02X", (unsigned char)title.ptr[i]);
        else
            nd_buf_add_char(&url, title.ptr[i]);
    nd_draft_put(item, "base", nd_arena_take(item->arena, &url), "url", 0);
}

static void put_count(struct nd_draft *item, const char *key, size_t count) {
    if (count > 0)
        nd_draft_put(item, key, nd_arena_printf(item->arena, "%zu", count), NULL, 0);
}

/*
 * A day that a template gives means what the name of the template does; one that is a category is that of the
 * article. The time of a revision is that of a change, and only that of the first says when the page came.
 */
static void put_dates(struct nd_draft *item, const struct nd_wiki_page *page) {
    const struct nd_value *date = page->dates == NULL ? NULL : page->dates->first;

    for (; date != NULL; date = date->next)
        if (nd_str_eq(date->key, ND_WIKI_CATEGORY))
            nd_draft_put(item, "category of a day", date->text, "date", 0);
        else if (nd_value_get(item->fields, date->key) == NULL)
            nd_value_put(item->fields, date->key, nd_value_string(item->arena, date->text));
}

/* A page in MediaWiki's markup, and what it says of itself; first is its first revision, or NULL. */
static void put_page(struct nd_draft *item, struct nd_str text, const struct nd_wiki_names *names,
                     uint32_t line, const struct nd_xml_node *first) {
    struct nd_wiki_page page = {.arena = item->arena};

    nd_draft_put(item, "text", nd_wikitext_html(text, names, &page), "body", line);
    for (const struct nd_value *v = page.categories == NULL ? NULL : page.categories->first; v != NULL;
         v = v->next)
        nd_draft_add(item, "category", v->text, "topics");
    if (page.sources != NULL)
        nd_value_put(item->fields, ND_STR("related"), page.sources);
    put_dates(item, &page);
    nd_draft_put_node(item, "created", nd_xml_child(first, "timestamp"), "created");
    put_count(item, "templates left out", page.templates);
    put_count(item, "notes left out", page.notes);
}

static void put_text(struct nd_draft *item, const struct site *site, const struct nd_xml_node *revision,
                     const struct nd_xml_node *first, struct nd_problems *problems) {
    const struct nd_xml_node *text = nd_xml_child(revision, "text");
    const struct nd_wiki_names names = {&site->files, &site->categories, site->files.len > 0,
                                        site->categories.len > 0};
    struct nd_str model = nd_xml_text(nd_xml_child(revision, "model"), item->arena);

    if (text == NULL)
        return;
    if (model.len > 0 && !nd_str_eq(model, ND_STR("wikitext"))) {
        nd_problems_add(problems, ND_P_RECORD, text->line, 0, "the page is written in %.*s, not read",
                        (int)model.len, model.ptr);
        return;
    }
    put_page(item, nd_draft_bounded(nd_xml_text(text, item->arena), text->line, problems), &names, text->line,
             first);
}

static bool read(const struct nd_reader *reader, struct nd_str text, const struct nd_record *record,
                 struct nd_arena *arena, struct nd_problems *problems, struct nd_item *item) {
    const struct nd_xml_node *page = nd_xml_read(text, record->line, arena, problems), *first = NULL,
                             *revision = newest(page, &first, arena);
    const struct site *site = reader->around;
    struct nd_draft made;

    if (page == NULL)
        return false;
    nd_draft_begin(&made, arena);
    nd_draft_put_node(&made, "title", nd_xml_child(page, "title"), "title");
    put_address(&made, site, nd_xml_text(nd_xml_child(page, "title"), arena));
    nd_draft_put(&made, "sitename", site->name, "provider", 0);
    nd_draft_put(&made, "xml:lang", site->language, "sitelanguage", 0);
    put_text(&made, site, revision, first, problems);
    nd_draft_put_node(&made, "timestamp", nd_xml_child(revision, "timestamp"), NULL);
    nd_draft_put_node(&made, "contributor", nd_xml_at(revision, "contributor/username"), NULL);
    nd_draft_end(&made, item);
    item->key = nd_xml_text(nd_xml_child(page, "id"), arena);
    return true;
}

const struct nd_format nd_format_mediawiki = {.name = "mediawiki",
                                              .sniff = sniff,
                                              .open = open,
                                              .next = nd_elements_next,
                                              .read = read,
                                              .kind = ND_FORMAT_ARTICLES};

/* "== Background ==", with as many signs on both sides and text between. */
static bool is_heading(struct nd_str line) {
    size_t signs = 0;

    line = nd_str_trim(line);
    while (signs < line.len && line.ptr[signs] == '=')
        signs++;
    return signs >= 2 && signs <= 3 && line.len > 2 * signs + 1 && line.ptr[line.len - signs - 1] != '=' &&
           nd_str_ends(line, nd_str_slice(ND_STR("==="), 0, signs)) && line.ptr[signs] != '=';
}

/*
 * A single page as somebody has copied it out of a wiki, without a sign of where it begins: what only this
 * markup has, in two forms at least, and nothing that others begin their headings with.
 */
static bool sniff_page(struct nd_str head, bool is_whole) {
    static const char *const signs[] = {"\'\'\'",  "[[Category:", "[[File:",   "[[Image:",  "<ref",
                                        "{{cite",  "{{Cite",      "{{Infobox", "{{infobox", "__NOTOC__",
                                        "{{date|", "{{source|",   "{|"};
    struct nd_str rest = head, line;
    size_t forms = 0, headings = 0;

    (void)is_whole;
    if (nd_str_find_char(head, '[') == SIZE_MAX && nd_str_find_char(head, '{') == SIZE_MAX &&
        nd_str_find_char(head, '_') == SIZE_MAX) /* no three of the signs, nor a link: as most texts */
        return false;
    if (nd_str_starts(head, ND_STR("---")) || nd_str_starts(nd_str_trim(head), ND_STR("<!")))
        return false;
    while (nd_str_next_line(&rest, &line)) {
        headings += is_heading(line);
        if (nd_str_starts(line, ND_STR("## ")) || nd_str_starts(line, ND_STR("====")))
            return false;
    }
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        forms += nd_str_find(head, nd_str_from(signs[i])) != SIZE_MAX;
    return (forms > 0 && headings > 0 && nd_str_find(head, ND_STR("[[")) != SIZE_MAX) || forms > 2;
}

enum { LONGEST_ARTICLE = 6 /* bytes of "The ", "Les " */ };

/* What the page is about stands in bold at the beginning of its first sentence. */
static struct nd_str subject_of(struct nd_str text) {
    struct nd_str mark = ND_STR("\'\'\'"), line = ND_STR_NONE;
    size_t from = nd_str_find(text, mark), end;

    if (from == SIZE_MAX)
        return ND_STR_NONE;
    for (struct nd_str rest = nd_str_slice(text, 0, from); nd_str_next_line(&rest, &line);)
        if (nd_str_starts(line, ND_STR("=")))
            return ND_STR_NONE;
    if (line.ptr != NULL && line.ptr + line.len == text.ptr + from && line.len > LONGEST_ARTICLE)
        return ND_STR_NONE;
    text = nd_str_skip(text, from + mark.len);
    end = nd_str_find(text, mark);
    return end == SIZE_MAX || end > 120 || nd_str_find_char(nd_str_slice(text, 0, end), '\n') != SIZE_MAX ||
                   nd_str_find_char(nd_str_slice(text, 0, end), '[') != SIZE_MAX
               ? ND_STR_NONE
               : nd_str_slice(text, 0, end);
}

static bool read_page(const struct nd_reader *reader, struct nd_str text, const struct nd_record *record,
                      struct nd_arena *arena, struct nd_problems *problems, struct nd_item *item) {
    const struct nd_wiki_names names = {0};
    struct nd_draft made;

    (void)reader, (void)problems;
    nd_draft_begin(&made, arena);
    nd_draft_put(&made, "subject of it", subject_of(text), "title", record->line);
    put_page(&made, text, &names, record->line, NULL);
    nd_draft_end(&made, item);
    item->is_alone = true;
    return true;
}

const struct nd_format nd_format_wikipage = {"mediawiki", sniff_page, nd_whole_open,     nd_whole_next,
                                             read_page,   NULL,       ND_FORMAT_ARTICLES};
