#include "article/issue.h"

#include "article/page/newsletter.h"

enum {
    BOLD = 7, /* kinds of heads behind the levels of headings: a line in bold, */
    LINKED,   /* one that is a link, */
    RUN_IN,   /* and a title in bold that the text follows on its line */
    KINDS,
    MIN_PARTS = 3,   /* of a text that says that it is an issue, */
    MIN_UNSAID = 5,  /* and of another */
    MIN_TITLE = 4,   /* bytes; of one without a Latin letter */
    MAX_TITLE = 300, /* bytes */
    MIN_TEXT = 60,   /* bytes of what is no sentence */
    MAX_BESIDE = 24, /* bytes beside the link of a line that is one: "(in French)" */
    MIN_SITES = 3,
    MIN_OF_HEADS = 60, /* per cent of the heads of a kind that must have all it takes */
    MIN_OF_TEXT = 35,  /* per cent of the text below them */
    MANY_PARTS = 8,    /* of a text that says what it is, which may hold a long one besides */
    MAX_OF_SITE = 67   /* per cent of the parts whose address is of one site */
};

/* What is looked at: the blocks of a document in order, and what each can be the head of. */
struct survey {
    struct nd_record_builder *builder;
    struct nd_block **blocks;
    unsigned char *heads; /* by block: a kind, or 0 */
    size_t count;
    struct nd_str domain; /* of the text itself, or absent */
    bool is_declared;     /* it says that it is an issue */
};

/* Those of one kind. */
struct candidate {
    struct nd_issue_part *first, *last;
    struct nd_block **ends; /* of the parts, in order: the last block of each */
    size_t count, heads, bytes;
};

/* "1. ", "2) ", "3、" */
static struct nd_str without_number(struct nd_str s) {
    static const struct nd_str signs[] = {ND_STR_INIT("."), ND_STR_INIT(")"), ND_STR_INIT("、"),
                                          ND_STR_INIT("．"), ND_STR_INIT("）")};
    size_t digits = 0;

    s = nd_str_trim(s);
    while (digits < s.len && digits < 3 && nd_char_is_digit(s.ptr[digits]))
        digits++;
    for (size_t i = 0; digits > 0 && i < sizeof signs / sizeof *signs; i++) {
        struct nd_str rest = nd_str_skip(s, digits);
        if (nd_str_starts(rest, signs[i]) &&
            (rest.len == signs[i].len || !nd_char_is_digit(rest.ptr[signs[i].len])))
            return nd_str_trim(nd_str_skip(rest, signs[i].len));
    }
    return s;
}

static const struct nd_link *only_link(const struct nd_block *block) {
    const struct nd_link *found = NULL;

    for (const struct nd_link *link = block->links; link != NULL; link = link->next) {
        if (link->is_image || nd_str_trim(link->text).len == 0)
            continue;
        if (found != NULL && !nd_str_eq(found->url, link->url))
            return NULL;
        found = found == NULL ? link : found;
    }
    return found;
}

static bool has_letter(struct nd_str s) {
    for (size_t i = 0; i < s.len; i++)
        if (nd_char_lower(s.ptr[i]) >= 'a' && nd_char_lower(s.ptr[i]) <= 'z')
            return true;
    return false;
}

/* More than a sign or a number. An address that stands as it is has none. */
static bool is_title(struct nd_str title) {
    return (title.len >= MIN_TITLE || has_letter(title)) && title.len <= MAX_TITLE &&
           nd_str_find(title, ND_STR("://")) == SIZE_MAX && !nd_str_starts(title, ND_STR("www."));
}

/* A line that is a link, but for a few words behind it. */
static bool is_link_alone(const struct nd_block *block) {
    const struct nd_link *link = only_link(block);
    struct nd_str text = without_number(block->text), own;

    if (link == NULL || block->rows != NULL)
        return false;
    own = nd_str_trim(link->text);
    return nd_str_starts(text, own) && is_title(own) &&
           (text.len - own.len <= MAX_BESIDE || nd_issue_author(nd_str_skip(text, own.len)).len > 0);
}

/* "Source: Le Monde", "→ Read more": the address of what stands above it. */
static bool is_source(const struct nd_block *block) {
    const struct nd_link *link = only_link(block);
    struct nd_str before;
    size_t at;

    if (link == NULL || block->type == ND_HEADING || block->rows != NULL || block->text.len > MAX_TITLE)
        return false;
    at = nd_str_find(block->text, nd_str_trim(link->text));
    if (at == SIZE_MAX)
        return false;
    before = nd_str_trim(nd_str_slice(block->text, 0, at));
    return link->text.len * 10 >= block->text.len * 6 ||
           ((nd_str_ends(before, ND_STR(":")) || nd_str_ends(before, ND_STR("："))) &&
            block->text.len - at - nd_str_trim(link->text).len <= MAX_BESIDE);
}

static bool is_below(const struct nd_block *block) {
    return block != NULL && block->type != ND_HEADING && block->type != ND_RULE;
}

static bool is_run_in(const struct nd_block *block, struct nd_str text) {
    struct nd_str title = nd_str_trim(block->emphasised);

    if (block->type != ND_PARAGRAPH && (block->type != ND_LIST_ITEM || block->level > 1))
        return false;
    return is_title(title) && nd_str_starts(text, title) && title.len < text.len &&
           (only_link(block) != NULL || (block->type == ND_PARAGRAPH && is_below(block->next)));
}

static int head_of(const struct nd_block *block) {
    struct nd_str text = nd_str_trim(block->text);

    if (block->type == ND_HEADING)
        return is_title(text) && block->level >= 1 && block->level <= 6 ? block->level : 0;
    if (is_run_in(block, text))
        return RUN_IN;
    if (text.len > MAX_TITLE + MAX_BESIDE ||
        (block->type == ND_LIST_ITEM ? block->level > 1 : block->type != ND_PARAGRAPH))
        return 0;
    if (is_link_alone(block) && is_below(block->next) && !is_link_alone(block->next) &&
        (block->type != ND_LIST_ITEM || block->next->type != ND_LIST_ITEM))
        return LINKED;
    return block->type == ND_PARAGRAPH && is_title(text) &&
                   nd_str_eq(without_number(text), without_number(block->emphasised))
               ? BOLD
               : 0;
}

static bool ends_part(const struct survey *survey, size_t at, int kind) {
    const struct nd_block *block = survey->blocks[at];

    return block->type == ND_RULE || survey->heads[at] == kind ||
           (block->type == ND_HEADING && (kind >= BOLD || block->level <= kind));
}

/* An absolute address that is not of the text itself, or of its site where issues may tell of that. */
static struct nd_str address_of(const struct survey *survey, const struct nd_link *link) {
    struct nd_str url = link == NULL ? ND_STR_NONE : nd_url_canonical(link->url, survey->builder->arena);

    if (url.ptr == NULL ||
        (!survey->is_declared && survey->domain.ptr != NULL && nd_str_eq(nd_url_domain(url), survey->domain)))
        return ND_STR_NONE;
    return url;
}

/* The name of a site says nothing of one text. */
static struct nd_str path_of(struct nd_str url) {
    size_t host = nd_str_find(url, ND_STR("://"));
    struct nd_str rest = host == SIZE_MAX ? ND_STR_NONE : nd_str_skip(url, host + 3);

    return nd_str_skip(rest, nd_str_find_char(rest, '/'));
}

/* The address a part has: that of its head, or the one that stands alone below; two are those of a list. */
static const struct nd_link *find_link(const struct survey *survey, size_t from, size_t until) {
    const struct nd_block *head = survey->blocks[from];
    const struct nd_link *found = only_link(head);

    if (survey->heads[from] != RUN_IN && found != NULL && address_of(survey, found).ptr != NULL &&
        (survey->heads[from] == LINKED || found->text.len * 2 >= nd_str_trim(head->text).len))
        return found;
    if (survey->heads[from] == RUN_IN && survey->is_declared && found != NULL &&
        path_of(address_of(survey, found)).len >
            1) /* all of it on one line: "**Title** – who. What. [Read](…)" */
        return found;
    found = NULL;
    for (size_t i = from + 1; i < until; i++) {
        const struct nd_link *link = is_source(survey->blocks[i]) ? only_link(survey->blocks[i]) : NULL;
        if (link == NULL || address_of(survey, link).ptr == NULL)
            continue;
        if (found != NULL && !nd_str_eq(found->url, link->url))
            return NULL;
        found = link;
    }
    return found;
}

/* A text that is more than where it is from. */
static bool has_text(const struct survey *survey, size_t from, size_t until) {
    for (size_t i = from + 1; i < until && survey->heads[from] != RUN_IN; i++) {
        const struct nd_block *block = survey->blocks[i];
        if ((block->type == ND_PARAGRAPH || block->type == ND_QUOTE || block->type == ND_LIST_ITEM) &&
            !is_source(block) && (block->text.len >= MIN_TEXT || nd_text_ends_sentence(block->text)))
            return true;
    }
    return survey->heads[from] == RUN_IN &&
           (survey->blocks[from]->type == ND_PARAGRAPH || survey->is_declared);
}

/* "– Le Monde, 5 May. …": without what parts a text from its title. */
static struct nd_str without_sign(struct nd_str text) {
    static const struct nd_str signs[] = {ND_STR_INIT("– "), ND_STR_INIT("— "), ND_STR_INIT("- "),
                                          ND_STR_INIT(": "), ND_STR_INIT("| "), ND_STR_INIT("：")};

    text = nd_str_trim(text);
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (nd_str_starts(text, signs[i]))
            return nd_str_trim(nd_str_skip(text, signs[i].len));
    return text;
}

/* The line goes on behind its title; is_all: nothing stands below that is of the part. */
static void part_title(struct nd_issue_part *part, bool is_all, struct nd_arena *arena) {
    struct nd_block *rest = nd_arena_alloc(arena, 1, sizeof *rest);

    part->title = nd_str_trim(part->head->emphasised);
    *rest = *part->head;
    if (is_all)
        rest->next = NULL;
    rest->type = ND_PARAGRAPH;
    rest->text = without_sign(nd_str_skip(nd_str_trim(rest->text), part->title.len));
    part->text = rest;
}

static void add_part(const struct survey *survey, struct candidate *candidate, size_t from, size_t until) {
    struct nd_arena *arena = survey->builder->arena;
    const struct nd_link *link = find_link(survey, from, until);
    struct nd_issue_part *part;
    struct nd_block *head = survey->blocks[from];

    if (link == NULL || !has_text(survey, from, until))
        return;
    part = nd_arena_alloc(arena, 1, sizeof *part);
    part->head = head;
    part->link = link;
    part->end_line = until < survey->count ? survey->blocks[until]->line : 0;
    part->title = head->text;
    part->text = head->next;
    if (survey->heads[from] == RUN_IN)
        part_title(part, until == from + 1, arena);
    part->title = nd_text_on_one_line(without_number(part->title), arena);
    if (candidate->last == NULL)
        candidate->first = part;
    else
        candidate->last->next = part;
    candidate->last = part;
    candidate->ends[candidate->count++] = survey->blocks[until - 1];
    for (size_t i = from; i < until; i++)
        candidate->bytes += survey->blocks[i]->text.len;
}

static void find_parts(const struct survey *survey, int kind, struct candidate *candidate) {
    const struct nd_block *section = NULL;
    bool has_begun = false;

    for (size_t i = 0, until; i < survey->count; i = until) {
        until = i + 1;
        if (survey->heads[i] != 0 && survey->heads[i] < kind && (has_begun || survey->heads[i] >= BOLD))
            section = survey->blocks[i];
        has_begun = has_begun || survey->blocks[i]->text.len > 0; /* a first heading is that of all */
        if (survey->heads[i] != kind)
            continue;
        while (until < survey->count && !ends_part(survey, until, kind))
            until++;
        candidate->heads++;
        add_part(survey, candidate, i, until);
        if (candidate->last != NULL && candidate->last->head == survey->blocks[i])
            candidate->last->section = section;
    }
}

/* Titles and addresses differ, and these are of several sites if the text does not say what it is. */
static bool are_different(const struct survey *survey, const struct candidate *candidate) {
    struct nd_arena *arena = survey->builder->arena;
    struct nd_seen titles = {0}, urls = {0}, sites = {0};
    size_t same_titles = 0, same_urls = 0, most = 0;

    for (const struct nd_issue_part *part = candidate->first; part != NULL; part = part->next) {
        struct nd_str url = address_of(survey, part->link);
        size_t **site = (size_t **)nd_seen_at(&sites, arena, nd_url_domain(url));
        if (*site == NULL)
            *site = nd_arena_alloc(arena, 1, sizeof **site);
        most = ++**site > most ? **site : most;
        same_titles += !nd_seen_first(&titles, arena, part->title);
        same_urls += !nd_seen_first(&urls, arena, url);
    }
    if (same_titles * 10 > candidate->count || same_urls * 2 > candidate->count)
        return false;
    return survey->is_declared || (sites.count >= MIN_SITES && most * 100 <= candidate->count * MAX_OF_SITE);
}

static bool is_issue(const struct survey *survey, const struct candidate *candidate, size_t bytes) {
    return candidate->count >= (survey->is_declared ? MIN_PARTS : MIN_UNSAID) &&
           candidate->count * 100 >= candidate->heads * MIN_OF_HEADS &&
           (candidate->bytes * 100 >= bytes * MIN_OF_TEXT ||
            (survey->is_declared && candidate->count >= MANY_PARTS)) &&
           are_different(survey, candidate);
}

/* The blocks of the parts are no longer among those of the document. */
static void cut(struct nd_document *document, const struct candidate *candidate) {
    struct nd_block *before = NULL, *block = document->blocks.first;
    const struct nd_issue_part *part = candidate->first;

    for (size_t i = 0; part != NULL && block != NULL;) {
        struct nd_block *behind;
        if (block != part->head) {
            before = block;
            block = block->next;
            continue;
        }
        behind = candidate->ends[i]->next;
        candidate->ends[i++]->next = NULL;
        *(before == NULL ? &document->blocks.first : &before->next) = behind;
        block = behind;
        part = part->next;
    }
    while (block != NULL) {
        before = block;
        block = block->next;
    }
    document->blocks.last = before;
}

static bool is_empty(const struct nd_block *block) {
    return block->type == ND_RULE || (block->text.len == 0 && block->rows == NULL && block->links == NULL);
}

/* The next part below another section. */
static const struct nd_issue_part *pass_section(const struct nd_issue_part *part,
                                                const struct nd_block *section) {
    while (part != NULL && (part->section == NULL || part->section == section))
        part = part->next;
    return part;
}

/* Headings below which all has gone to parts, which know them. */
static void drop_sections(struct nd_document *document, const struct nd_issue_part *part) {
    struct nd_block **place = &document->blocks.first, *last = NULL;

    part = pass_section(part, NULL);
    while (*place != NULL) {
        const struct nd_block *block = *place, *below = block->next;
        if (part == NULL || part->section != block) {
            last = *place;
            place = &last->next;
            continue;
        }
        part = pass_section(part, block);
        while (below != NULL && is_empty(below))
            below = below->next;
        if (below == NULL || (part != NULL && below == part->section) ||
            (below->type == ND_HEADING && below->level <= block->level)) {
            *place = block->next;
        } else {
            last = *place;
            place = &last->next;
        }
    }
    document->blocks.last = last;
}

static bool declares_itself(const struct nd_record_builder *builder, const struct nd_document *document) {
    const struct nd_block *first = document->blocks.first;

    while (first != NULL && first->text.len == 0)
        first = first->next;
    return nd_issue_is_named(builder->article->title) || nd_issue_is_named(document->title) ||
           nd_issue_is_named(path_of(builder->article->url)) || nd_issue_is_named(builder->article->type) ||
           nd_issue_is_named(builder->article->category) ||
           (first != NULL && first->type == ND_HEADING && nd_issue_is_named(first->text)) ||
           (builder->item != NULL && builder->item->is_letter) || nd_newsletter_is(&document->blocks);
}

/* Of some kind there are enough, whatever the text says of itself. */
static bool has_parts(const struct survey *survey, const size_t kinds[KINDS]) {
    bool has = false;

    for (int kind = 1; kind < KINDS && !has; kind++) {
        size_t count = 0;
        for (size_t i = 0; i < survey->count && kinds[kind] >= MIN_PARTS; i++) {
            size_t until = i + 1;
            if (survey->heads[i] != kind)
                continue;
            while (until < survey->count && !ends_part(survey, until, kind))
                until++;
            count += find_link(survey, i, until) != NULL;
        }
        has = count >= MIN_PARTS;
    }
    return has;
}

struct nd_issue_part *nd_issue_take(struct nd_record_builder *builder, struct nd_document *document) {
    struct survey survey = {.builder = builder, .domain = nd_url_domain(builder->article->url)};
    struct candidate best = {0};
    size_t kinds[KINDS] = {0}, bytes = 0, i = 0;

    for (const struct nd_block *block = document->blocks.first; block != NULL; block = block->next) {
        kinds[head_of(block)]++;
        bytes += block->text.len;
        survey.count++;
    }
    for (int kind = 1; kind < KINDS; kind++)
        i += kinds[kind] >= MIN_PARTS;
    if (i == 0)
        return NULL;
    survey.blocks = nd_arena_alloc(builder->arena, survey.count, sizeof *survey.blocks);
    survey.heads = nd_arena_alloc(builder->arena, survey.count, sizeof *survey.heads);
    i = 0;
    for (struct nd_block *block = document->blocks.first; block != NULL; block = block->next, i++) {
        survey.blocks[i] = block;
        survey.heads[i] = (unsigned char)head_of(block);
    }
    survey.is_declared = true; /* which is only asked where it matters */
    if (!has_parts(&survey, kinds))
        return NULL;
    survey.is_declared = declares_itself(builder, document);
    for (int kind = 1; kind < KINDS; kind++) {
        struct candidate candidate = {0};
        if (kinds[kind] < MIN_PARTS || kinds[kind] <= best.count)
            continue;
        candidate.ends = nd_arena_alloc(builder->arena, kinds[kind], sizeof(struct nd_block *));
        find_parts(&survey, kind, &candidate);
        if (candidate.count > best.count && is_issue(&survey, &candidate, bytes))
            best = candidate;
    }
    if (best.count > ND_MAX_PARTS) {
        nd_problems_add(builder->problems, ND_P_CONTAINER, 0, 0,
                        "%zu articles under titles of their own, more than %d; read as one", best.count,
                        ND_MAX_PARTS);
        return NULL;
    }
    if (best.count > 0) {
        cut(document, &best);
        drop_sections(document, best.first);
    }
    return best.first;
}
