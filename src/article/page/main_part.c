#include "article/page/main_text.h"
#include "article/page/newsletter.h"
#include "article/page/source_line.h"

enum {
    LEAST_TEXT = 140, /* bytes: as much as an article is expected to have */
    MOST_ABOVE = 20,  /* blocks above the headers of a mail */
    LEAST_HEADERS = 3,
    LEAST_SIGNS = 4 /* blocks that are plainly no text: with fewer there is no page around the text */
};

static size_t length_of(const struct nd_block *block) {
    return block->rows != NULL ? LEAST_TEXT : block->text.len;
}

/* The blocks with text in order have their part in is_text; pictures and rules go with what is before them.
 */
static void part(struct nd_document *document, const bool *is_text, struct nd_blocks *furniture) {
    struct nd_blocks text = {0};
    struct nd_block *next;
    bool is_kept = is_text[0];
    size_t i = 0;

    for (struct nd_block *block = document->blocks.first; block != NULL; block = next) {
        next = block->next;
        if (block->text.len > 0 || block->rows != NULL)
            is_kept = is_text[i++];
        nd_blocks_append(is_kept ? &text : furniture, block);
    }
    document->blocks = text;
}

static bool is_plain_sign(const struct nd_main_block *b) {
    const struct nd_element *element = b->paragraph.block->element;

    return b->score <= 0 && (b->density > 0.5F || b->paragraph.label != ND_BOILERPLATE_NONE ||
                             (element != NULL && element->is_furniture));
}

/* A row of links in one block is as much of a menu as links in blocks of their own. */
static size_t count_signs(const struct nd_main_block *b) {
    size_t links = 0;

    if (!is_plain_sign(b))
        return 0;
    if (b->density > 0.5F)
        for (const struct nd_link *link = b->paragraph.block->links; link != NULL && links < LEAST_SIGNS;
             link = link->next)
            links += !link->is_image;
    return links > 0 ? links : 1;
}

static bool is_page(const struct nd_main_text *text) {
    size_t signs = 0;

    for (size_t i = 0; i < text->count && signs < LEAST_SIGNS; i++)
        signs += count_signs(&text->blocks[i]);
    return signs >= LEAST_SIGNS;
}

/* The marks by tags, roles and names; false if hardly anything would be left. */
static bool mark_by_tags(const struct nd_document *document, bool *is_text) {
    size_t length = 0, cut = 0, i = 0;

    for (const struct nd_block *b = document->blocks.first; b != NULL; b = b->next) {
        if (b->text.len == 0 && b->rows == NULL)
            continue;
        is_text[i] = b->element == NULL || !b->element->is_furniture;
        *(is_text[i] ? &length : &cut) += length_of(b);
        i++;
    }
    return length >= LEAST_TEXT || length > cut;
}

static bool mark_by_score(const struct nd_main_text *text, bool *is_text) {
    bool is_any = false;

    for (size_t i = 0; i < text->count; i++) {
        const struct nd_element *element = text->blocks[i].paragraph.block->element;
        is_text[i] = text->blocks[i].score > 0 && (element == NULL || !element->is_archive);
        is_any = is_any || is_text[i];
    }
    return is_any;
}

/* The outermost element around a block that is the text of an entry, or NULL. */
static const struct nd_element *entry_of(const struct nd_block *block) {
    const struct nd_element *found = NULL;

    for (const struct nd_element *e = block->element; e != NULL; e = e->parent)
        if (e->is_entry)
            found = e;
    return found;
}

/* The text that a page marks as that of its only entry; false where there is none, or several. */
static bool mark_by_entry(const struct nd_document *document, bool *is_text) {
    const struct nd_element *entry = NULL;
    size_t i = 0;

    for (const struct nd_block *b = document->blocks.first; b != NULL; b = b->next) {
        const struct nd_element *found = entry_of(b);
        if (found != NULL && entry != NULL && found != entry)
            return false;
        entry = entry == NULL ? found : entry;
        if (b->text.len > 0 || b->rows != NULL)
            is_text[i++] = found != NULL && !b->element->is_furniture;
    }
    return entry != NULL;
}

/* Where no menus show that there is a page around the text, what a label announces below the last prose, and
 * what else is but labels and links there. */
static void unmark_end(const struct nd_main_text *text, bool is_letter, bool *is_text) {
    size_t from = text->count;
    bool are_labels = !is_letter; /* which is parted by other rules */

    for (size_t i = text->count; i > 0 && text->blocks[i - 1].paragraph.score <= 0; i--) {
        const struct nd_main_block *b = &text->blocks[i - 1];
        enum nd_boilerplate label = b->paragraph.label;
        are_labels = are_labels && (label != ND_BOILERPLATE_NONE || b->density == 1);
        if (label == ND_BOILERPLATE_RELATED || label == ND_BOILERPLATE_END ||
            (are_labels && label != ND_BOILERPLATE_NONE))
            from = i - 1;
    }
    while (from > 0 && from < text->count)
        is_text[from++] = false;
}

/* Nor are the lines above it that say who, when and where, and the day on which somebody printed it. */
static void unmark_heads(const struct nd_main_text *text, bool *is_text) {
    for (size_t i = 0; i < text->count; i++) {
        const struct nd_main_block *b = &text->blocks[i];
        struct nd_date date;
        if (b->is_head || nd_source_line_is_address(b->paragraph.block->text) ||
            (b->paragraph.score <= 2 && nd_dateline_is_of_reader(b->paragraph.block->text) &&
             nd_dateline_find(b->paragraph.block->text, &date)))
            is_text[i] = false;
    }
}

/* The bytes of the name of a mail header that a line begins with, or 0; *is_technical: only mail programs say
 * it. */
static size_t header_name(struct nd_str line, bool *is_technical) {
    static const struct {
        struct nd_str name;
        bool is_technical;
    } names[] = {{ND_STR_INIT("From"), false},         {ND_STR_INIT("To"), false},
                 {ND_STR_INIT("Cc"), false},           {ND_STR_INIT("Date"), false},
                 {ND_STR_INIT("Subject"), false},      {ND_STR_INIT("Reply-to"), false},
                 {ND_STR_INIT("Organization"), false}, {ND_STR_INIT("Message-id"), true},
                 {ND_STR_INIT("References"), true},    {ND_STR_INIT("In-reply-to"), true},
                 {ND_STR_INIT("User-agent"), true},    {ND_STR_INIT("X-mailer"), true},
                 {ND_STR_INIT("Delivered-to"), true},  {ND_STR_INIT("List-id"), true},
                 {ND_STR_INIT("Mime-version"), true},  {ND_STR_INIT("Content-type"), true}};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (nd_str_starts_nocase(line, names[i].name) &&
            nd_str_starts(nd_str_skip(line, names[i].name.len), ND_STR(":"))) {
            *is_technical = *is_technical || names[i].is_technical;
            return names[i].name.len;
        }
    return 0;
}

/* The headers that archives of lists show above a mail, as a list or line below line, are no text of it. */
static void unmark_headers(const struct nd_document *document, bool *is_text) {
    size_t i = 0, first = SIZE_MAX, lines = 0;
    const struct nd_block *b;
    bool is_technical = false;

    for (b = document->blocks.first; b != NULL; b = b->next) {
        struct nd_str rest = b->text, line;
        bool is_header = b->rows == NULL;
        if (b->text.len == 0 && b->rows == NULL)
            continue;
        for (; is_header && nd_str_next_line(&rest, &line); lines += is_header)
            is_header = header_name(nd_str_trim(line), &is_technical) > 0;
        if (is_header && first == SIZE_MAX)
            first = i;
        if (!is_header && (first != SIZE_MAX || i > MOST_ABOVE))
            break;
        i++;
    }
    for (; b != NULL && first < i && lines >= LEAST_HEADERS && is_technical; first++)
        is_text[first] = false;
}

const char *nd_main_text_part(struct nd_document *document, const struct nd_main_text *text,
                              struct nd_arena *arena, struct nd_blocks *furniture) {
    bool *is_text;
    const char *rule = "html";

    *furniture = (struct nd_blocks){0};
    if (document->elements == 0 || document->blocks.first == NULL)
        return NULL;
    is_text = nd_arena_alloc(arena, document->blocks.count + 1, sizeof *is_text);
    if (mark_by_entry(document, is_text)) {
        rule = "e-content";
    } else if (text != NULL && is_page(text) && mark_by_score(text, is_text)) {
        rule = "main-text";
    }
    if (rule[0] == 'h' && !mark_by_tags(document, is_text))
        return NULL;
    if (rule[0] == 'h' && text != NULL) {
        unmark_end(text, nd_newsletter_is(&document->blocks), is_text);
        unmark_heads(text, is_text);
    }
    unmark_headers(document, is_text);
    part(document, is_text, furniture);
    return furniture->first == NULL ? NULL : rule;
}
