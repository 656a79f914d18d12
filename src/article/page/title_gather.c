#include "article/page/page.h"
#include "article/page/title.h"

enum {
    MAX_HEADINGS = 300,
    MAX_HEADING = 400, /* bytes; a longer one is no title */
    MAX_LINES = 40,    /* that are no headings */
    MAX_LINE = 200,    /* bytes of such a line */
    MAX_PIECES = 8,
    MAX_SITE = 60,   /* bytes */
    MIN_PIECE = 4,   /* bytes */
    MIN_SHARED = 15, /* bytes in which two must agree */
    MAX_STATED = 8   /* <title> among them */
};

/* "Title | Site" where the site is known. */
static struct nd_str without_site(const struct nd_titles *titles, struct nd_str text,
                                  struct nd_arena *arena) {
    struct nd_str pieces[MAX_PIECES];
    size_t count = titles->site.len == 0 ? 0 : nd_page_title_pieces(text, pieces, MAX_PIECES);

    if (count < 2 || count == MAX_PIECES || !nd_str_eq(nd_title_fold(pieces[count - 1], arena), titles->site))
        return text;
    return nd_str_of(text.ptr, (size_t)(pieces[count - 2].ptr - text.ptr) + pieces[count - 2].len);
}

/* A heading that leads to the first page names the site. */
static void find_site(struct nd_titles *titles, const struct nd_document *document, struct nd_arena *arena) {
    size_t headings = 0;

    for (const struct nd_block *b = document->blocks.first;
         b != NULL && headings < 3 && titles->site.len == 0; b = b->next) {
        headings += b->type == ND_HEADING;
        if (b->type == ND_HEADING && b->text.len <= MAX_SITE && nd_title_links_home(b))
            titles->site = nd_title_fold(b->text, arena);
    }
}

static struct nd_title_candidate *add(struct nd_titles *titles, enum nd_title_kind kind, struct nd_str text,
                                      struct nd_arena *arena) {
    struct nd_title_candidate *candidate = &titles->candidates[titles->count];

    *candidate = (struct nd_title_candidate){.kind = kind, .at = SIZE_MAX};
    candidate->text = nd_text_on_one_line(nd_str_trim(text), arena);
    if (kind == ND_TITLE_HEADING || kind == ND_TITLE_STATED)
        candidate->text = without_site(titles, candidate->text, arena);
    candidate->folded = nd_title_fold(candidate->text, arena);
    if (candidate->folded.len == 0)
        return candidate; /* the next takes its place */
    nd_title_bag_fill(&candidate->bag, candidate->folded, false);
    titles->count++;
    return candidate;
}

/* Behind a kicker, without the sign that parts it. */
static struct nd_str behind_kicker(const struct nd_block *block) {
    static const struct nd_str signs[] = {ND_STR_INIT("-"), ND_STR_INIT("–"), ND_STR_INIT("—"),
                                          ND_STR_INIT(":"), ND_STR_INIT("|"), ND_STR_INIT("·"),
                                          ND_STR_INIT("•"), ND_STR_INIT("/")};
    struct nd_str rest = nd_str_trim(nd_str_skip(block->text, block->kicker));

    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (nd_str_starts(rest, signs[i]))
            return nd_str_trim(nd_str_skip(rest, signs[i].len));
    return rest;
}

static bool is_bound(struct nd_str s, size_t at) {
    return at == 0 || at >= s.len || !nd_char_is_alpha(s.ptr[at]) || !nd_char_is_alpha(s.ptr[at - 1]);
}

/* "Title | Site" where metadata state the title alone: the heading goes without what stands behind the bar.
 */
static void drop_site(const struct nd_titles *titles, struct nd_title_candidate *heading) {
    for (size_t i = 0; i < titles->stated_count; i++) {
        struct nd_str stated = titles->stated[i]->folded;
        if (stated.len < MIN_SHARED || nd_str_eq(titles->stated[i]->source, ND_STR("html:title")) ||
            !nd_str_starts(heading->folded, stated) ||
            !nd_str_starts(nd_str_skip(heading->folded, stated.len), ND_STR(" | ")))
            continue;
        heading->text = titles->stated[i]->text;
        heading->folded = stated;
        heading->bag = titles->stated[i]->bag;
        return;
    }
}

/* A heading that begins or ends with a stated title has the name of the site, or a second title, beside it.
 */
static void add_shared(struct nd_titles *titles, const struct nd_title_candidate *heading,
                       struct nd_arena *arena) {
    for (size_t i = 0; i < titles->stated_count; i++) {
        struct nd_str stated = titles->stated[i]->folded;
        struct nd_title_candidate *candidate;
        bool is_begin = nd_str_starts(heading->folded, stated) && is_bound(heading->folded, stated.len);
        bool is_end = nd_str_ends(heading->folded, stated) &&
                      is_bound(heading->folded, heading->folded.len - stated.len);
        if (stated.len < MIN_SHARED || stated.len == heading->folded.len || (!is_begin && !is_end))
            continue;
        candidate = add(titles, ND_TITLE_HEADING, titles->stated[i]->text, arena);
        candidate->block = heading->block;
        candidate->at = heading->at;
        candidate->source = titles->stated[i]->source;
        candidate->is_shared = true;
        return;
    }
}

static void add_heading(struct nd_titles *titles, const struct nd_block *block, size_t at,
                        struct nd_arena *arena) {
    struct nd_title_candidate *candidate;

    if (block->kicker > 0) {
        candidate = add(titles, ND_TITLE_HEADING, behind_kicker(block), arena);
        candidate->block = block;
        candidate->at = at;
        candidate->is_part = true;
    }
    candidate = add(titles, ND_TITLE_HEADING, block->text, arena);
    candidate->block = block;
    candidate->at = at;
    candidate->is_whole = block->kicker > 0;
    drop_site(titles, candidate);
    add_shared(titles, candidate, arena);
    if (block->level != 1)
        return;
    titles->main_headings++;
    titles->first_main = titles->first_main == SIZE_MAX ? at : titles->first_main;
}

static bool is_day(struct nd_str text) {
    struct nd_date_reading reading;

    return nd_date_read(nd_str_trim(text), &reading) && !reading.has_rest;
}

/* A line that is named as a title, or all in bold, and says more than a day. */
static bool is_title_line(const struct nd_block *block) {
    bool is_named = block->element != NULL && (block->element->hints & ND_HINT_TITLE) != 0;
    bool is_strong = block->emphasised.len > 0 && block->emphasised.len * 10 >= block->text.len * 9;

    return (block->type == ND_PARAGRAPH || block->type == ND_LIST_ITEM) && block->text.len >= 8 &&
           block->text.len <= MAX_LINE && (is_named || is_strong) &&
           nd_str_find_char(block->text, '\n') == SIZE_MAX && !is_day(block->text);
}

/* A line in bold above others of one block, as pages of tables have it. */
static bool begins_with_title(const struct nd_block *block) {
    return block->type == ND_PARAGRAPH && block->emphasised.len >= 8 && block->emphasised.len <= MAX_LINE &&
           nd_str_starts(block->text, block->emphasised) && block->text.len > block->emphasised.len &&
           block->text.ptr[block->emphasised.len] == '\n';
}

static void gather_blocks(struct nd_titles *titles, const struct nd_document *document,
                          struct nd_arena *arena) {
    size_t at = 0, headings = 0, lines = 0;

    for (const struct nd_block *b = document->blocks.first; b != NULL && headings < MAX_HEADINGS;
         b = b->next) {
        if (b->text.len == 0 && b->rows == NULL)
            continue;
        if (b->element != NULL && b->element->is_archive) {
            at++;
            continue;
        }
        if (b->type == ND_HEADING && b->text.len <= MAX_HEADING) {
            add_heading(titles, b, at, arena);
            headings++;
            if (titles->first_text == SIZE_MAX || at <= titles->first_text)
                titles->last_above = at;
        } else if (lines < MAX_LINES && (is_title_line(b) || begins_with_title(b))) {
            struct nd_title_candidate *candidate =
                add(titles, ND_TITLE_LINE, begins_with_title(b) ? b->emphasised : b->text, arena);
            candidate->block = b;
            candidate->at = at;
            lines++;
        }
        at++;
    }
}

static bool is_known(const struct nd_titles *titles, struct nd_str folded) {
    for (size_t i = 0; i < titles->count; i++)
        if (nd_str_eq(titles->candidates[i].folded, folded))
            return true;
    return false;
}

/* What is stated stays as a witness where a heading says the same, too. */
static void gather_stated(struct nd_titles *titles, const struct nd_title_evidence *evidence,
                          struct nd_arena *arena) {
    struct nd_str page = nd_text_on_one_line(evidence->document->title, arena);

    for (size_t i = 0; i <= evidence->count && titles->stated_count < MAX_STATED; i++) {
        bool is_page = i == evidence->count;
        struct nd_title_candidate *candidate =
            add(titles, ND_TITLE_STATED,
                is_page ? nd_page_title_without_site(page) : evidence->stated[i].text, arena);
        candidate->source = is_page ? ND_STR("html:title") : evidence->stated[i].source;
        if (candidate->folded.len > 0)
            titles->stated[titles->stated_count++] = candidate;
    }
}

static void gather_pieces(struct nd_titles *titles, struct nd_str page, struct nd_arena *arena) {
    struct nd_str pieces[MAX_PIECES];

    titles->piece_count = nd_page_title_pieces(page, pieces, MAX_PIECES);
    titles->first_piece = nd_title_fold(pieces[0], arena);
    titles->second_piece = titles->piece_count > 1 ? nd_title_fold(pieces[1], arena) : ND_STR_NONE;
    titles->last_piece = nd_title_fold(pieces[titles->piece_count - 1], arena);
    titles->is_path =
        nd_str_find(page, ND_STR(" » ")) != SIZE_MAX || nd_str_find(page, ND_STR(" › ")) != SIZE_MAX;
    for (size_t i = 0; i < titles->piece_count && titles->piece_count > 1; i++)
        if (pieces[i].len >= MIN_PIECE && !is_known(titles, nd_title_fold(pieces[i], arena)))
            add(titles, ND_TITLE_PIECE, pieces[i], arena)->source = ND_STR("html:title");
}

struct nd_str nd_title_path(struct nd_str url) {
    size_t at;
    bool has_host = nd_str_starts(url, ND_STR("//")) || nd_str_find(url, ND_STR("://")) != SIZE_MAX;

    if (nd_str_starts(url, ND_STR("//")))
        url = nd_str_skip(url, 2);
    /* In archives of the web an address follows another. */
    while ((at = nd_str_find(url, ND_STR("://"))) != SIZE_MAX)
        url = nd_str_skip(url, at + 3);
    if (has_host)
        url = nd_str_skip(url, nd_str_find_char(url, '/'));
    url = nd_str_slice(url, 0, nd_str_find_char(url, '?'));
    return nd_str_slice(url, 0, nd_str_find_char(url, '#'));
}

bool nd_title_links_home(const struct nd_block *block) {
    return block->links != NULL && !block->links->is_image && nd_title_is_home(block->links->url);
}

bool nd_title_is_home(struct nd_str url) {
    struct nd_str path = nd_title_path(url);

    if (nd_str_find_char(url, '?') != SIZE_MAX || nd_str_starts(url, ND_STR("#")) ||
        nd_str_starts_nocase(url, ND_STR("javascript:")))
        return false;
    return path.len <= 1 || nd_str_starts_nocase(path, ND_STR("/index.")) ||
           nd_str_starts_nocase(path, ND_STR("index."));
}

/* "https://www.site.example/news/the-words-of-it-1234.html": the host without its ends, the words of the
 * path. */
static void read_address(struct nd_titles *titles, struct nd_str url, struct nd_arena *arena) {
    struct nd_str host = nd_url_domain(url), path = nd_title_path(url);
    size_t begin = path.len > MAX_HEADING ? path.len - MAX_HEADING : 0;

    titles->host = nd_title_fold(nd_str_slice(host, 0, nd_str_rfind_char(host, '.')), arena);
    titles->path = path;
    nd_title_bag_fill(&titles->slug, nd_title_fold(nd_str_skip(path, begin), arena), true);
}

/* How many candidates there may be: every heading with a kicker, without, and cut. */
static size_t count_most(const struct nd_document *document) {
    size_t headings = 0;

    for (const struct nd_block *b = document->blocks.first; b != NULL && headings < MAX_HEADINGS; b = b->next)
        headings += b->type == ND_HEADING;
    return 3 * headings + MAX_LINES + MAX_PIECES + MAX_STATED + 1;
}

void nd_titles_gather(const struct nd_title_evidence *evidence, struct nd_arena *arena,
                      struct nd_titles *titles) {
    struct nd_str page =
        nd_str_slice(evidence->document->title, 0, nd_utf8_floor(evidence->document->title, MAX_HEADING));

    *titles = (struct nd_titles){
        .main = evidence->main, .first_main = SIZE_MAX, .first_text = SIZE_MAX, .last_above = SIZE_MAX};
    if (evidence->count == 0 && nd_str_trim(page).len == 0)
        return;
    titles->candidates = nd_arena_alloc(arena, count_most(evidence->document), sizeof *titles->candidates);
    titles->page = nd_title_fold(page, arena);
    titles->site = nd_title_fold(evidence->site, arena);
    find_site(titles, evidence->document, arena);
    read_address(titles, evidence->url, arena);
    titles->first_text = nd_main_text_begin(evidence->main);
    gather_stated(titles, evidence, arena);
    gather_pieces(titles, nd_text_on_one_line(page, arena), arena);
    gather_blocks(titles, evidence->document, arena);
}
