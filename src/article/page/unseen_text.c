#include "article/page/unseen_text.h"

#include "article/html_metadata.h"
#include "article/page/main_text.h"
#include "article/page/title.h"
#include "newsdex/json.h"
#include "newsdex/limits.h"

enum {
    LEAST_TEXT = 140, /* bytes of prose: a page with more shows its text */
    PROSE_WORDS = 8,  /* of a paragraph, at least */
    MIN_TITLE = 4,    /* bytes */
    MAX_NESTING = 64
};

static bool is_prose(const struct nd_block *block) {
    struct nd_paragraph paragraph;

    nd_paragraph_look(block, &paragraph);
    return paragraph.words >= PROSE_WORDS && paragraph.has_sentence;
}

/* The bytes of prose in blocks; what goes beyond most is not counted. */
static size_t prose_of(const struct nd_blocks *blocks, size_t most) {
    size_t bytes = 0;

    for (const struct nd_block *b = blocks->first; b != NULL && bytes < most; b = b->next)
        bytes += b->rows != NULL ? LEAST_TEXT : is_prose(b) ? b->text.len : 0;
    return bytes;
}

static bool has_prose(const struct nd_blocks *blocks, size_t least) {
    return prose_of(blocks, least) >= least;
}

static size_t length_of(const struct nd_blocks *blocks) {
    size_t bytes = 0;

    for (const struct nd_block *b = blocks->first; b != NULL; b = b->next)
        bytes += b->rows != NULL ? LEAST_TEXT : b->text.len;
    return bytes;
}

/* More than labels: so many words in a row. */
static bool has_words(const struct nd_blocks *blocks) {
    struct nd_paragraph paragraph;

    for (const struct nd_block *b = blocks->first; b != NULL; b = b->next) {
        nd_paragraph_look(b, &paragraph);
        if (paragraph.words >= PROSE_WORDS || b->rows != NULL)
            return true;
    }
    return false;
}

static void append_all(struct nd_blocks *to, const struct nd_blocks *from) {
    for (struct nd_block *b = from->first, *next; b != NULL; b = next) {
        next = b->next;
        nd_blocks_append(to, b);
    }
}

/* A text in JSON: with tags as HTML, otherwise a paragraph a line. */
static void add_text(struct nd_record_builder *builder, struct nd_str text, struct nd_blocks *blocks) {
    struct nd_str line;

    if (nd_str_find(text, ND_STR("</")) != SIZE_MAX || nd_str_find(text, ND_STR("<br")) != SIZE_MAX) {
        nd_blocks_html(text, 0, builder->arena, builder->problems, blocks, NULL);
        return;
    }
    while (nd_str_next_line(&text, &line)) {
        line = nd_html_inline(nd_str_trim(line), builder->arena);
        if (line.len > 0)
            nd_blocks_add(blocks, builder->arena, ND_PARAGRAPH)->text = line;
    }
}

/* What scripts keep of other articles, readers and buttons. */
static bool is_of_others(struct nd_str key) {
    static const struct nd_str words[] = {
        ND_STR_INIT("elated"),     ND_STR_INIT("omment"), ND_STR_INIT("easer"),   ND_STR_INIT("ecommend"),
        ND_STR_INIT("escription"), ND_STR_INIT("uthor"),  ND_STR_INIT("xcerpt"),  ND_STR_INIT("seo"),
        ND_STR_INIT("meta"),       ND_STR_INIT("uggest"), ND_STR_INIT("summary"), ND_STR_INIT("aption")};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (nd_str_find(key, words[i]) != SIZE_MAX)
            return true;
    return false;
}

/* The prose below an object, in order. */
static void add_prose(struct nd_record_builder *builder, const struct nd_value *value, int depth,
                      struct nd_blocks *blocks) {
    if (value->type == ND_STRING) {
        struct nd_blocks own = {0};
        add_text(builder, value->text, &own);
        for (struct nd_block *b = own.first, *next; b != NULL; b = next) {
            next = b->next;
            if (is_prose(b) || own.count > 1)
                nd_blocks_append(blocks, b);
        }
        return;
    }
    for (const struct nd_value *v = value->type == ND_MAP || value->type == ND_LIST ? value->first : NULL;
         v != NULL && depth < MAX_NESTING && blocks->count < ND_MAX_PASSAGES; v = v->next)
        if (value->type == ND_LIST || !is_of_others(v->key))
            add_prose(builder, v, depth + 1, blocks);
}

/* Text that was found, and how much of it is prose, in bytes. */
struct found {
    struct nd_blocks blocks;
    size_t prose;
};

/* The object below which most of the prose is, of those that have the page's title in one of their members.
 */
static void find_titled(struct nd_record_builder *builder, const struct nd_value *value, struct nd_str title,
                        int depth, struct found *best) {
    if ((value->type != ND_MAP && value->type != ND_LIST) || depth > MAX_NESTING)
        return;
    for (const struct nd_value *v = value->first; v != NULL; v = v->next)
        if (value->type == ND_MAP && v->type == ND_STRING && v->text.len <= 2 * title.len + MIN_TITLE &&
            nd_str_eq(nd_title_fold(v->text, builder->arena), title)) {
            struct found own = {0};
            add_prose(builder, value, depth, &own.blocks);
            own.prose = prose_of(&own.blocks, SIZE_MAX);
            if (own.prose > best->prose)
                *best = own;
            return;
        }
    for (const struct nd_value *v = value->first; v != NULL; v = v->next)
        find_titled(builder, v, title, depth + 1, best);
}

static void add_state(struct nd_record_builder *builder, struct nd_str script, struct nd_blocks *blocks) {
    struct nd_str title = nd_title_fold(builder->article->title, builder->arena);
    size_t begin = nd_str_find_char(script, '{'), length;
    struct found found = {0};
    bool is_repaired;
    const struct nd_value *tree;

    if (title.len < MIN_TITLE || begin == SIZE_MAX || script.len > ND_MAX_FRONT_MATTER)
        return;
    tree = nd_json_read(nd_str_skip(script, begin), 0, builder->arena, &length, &is_repaired);
    if (tree != NULL)
        find_titled(builder, tree, title, 0, &found);
    append_all(blocks, &found.blocks);
}

/* Adds what is written under a key of the head that has text nobody is shown. */
static void add_from(struct nd_record_builder *builder, struct nd_str key, struct nd_blocks *blocks) {
    for (const struct nd_value *v = builder->document->head->first; v != NULL; v = v->next) {
        struct nd_blocks own = {0};
        if (!nd_str_eq(v->key, key))
            continue;
        if (nd_str_eq(key, ND_STR("html:state")))
            add_state(builder, v->text, &own);
        else
            nd_blocks_html(v->text, 0, builder->arena, builder->problems, &own, NULL);
        if (has_prose(&own, LEAST_TEXT / 2))
            append_all(blocks, &own);
    }
}

static const char *find(struct nd_record_builder *builder, struct nd_blocks *blocks) {
    static const struct {
        struct nd_str key;
        const char *where;
    } places[] = {{ND_STR_INIT("html:unseen"), "what is meant for readers without scripts or frames"},
                  {ND_STR_INIT("html:state"), "what its scripts are told"}};

    add_text(builder, nd_html_metadata_text(builder->document), blocks);
    if (has_prose(blocks, LEAST_TEXT / 2))
        return "articleBody of its JSON-LD";
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        *blocks = (struct nd_blocks){0};
        add_from(builder, places[i].key, blocks);
        if (has_prose(blocks, LEAST_TEXT / 2))
            return places[i].where;
    }
    return NULL;
}

bool nd_unseen_text_take(struct nd_record_builder *builder, struct nd_document *document,
                         struct nd_blocks *furniture) {
    struct nd_blocks blocks = {0};
    size_t shown;
    const char *where;

    if (document->head == NULL || document->title.len == 0)
        return false;
    if (has_prose(&document->blocks, LEAST_TEXT))
        return false;
    shown = length_of(&document->blocks);
    where = find(builder, &blocks);
    if (where == NULL || !has_prose(&blocks, 2 * shown)) {
        if (shown < LEAST_TEXT && !has_words(&document->blocks) &&
            nd_value_get(document->head, ND_STR("html:scripts")) != NULL)
            nd_problems_add(
                builder->problems, ND_P_NO_TEXT, 0, 0,
                "the page shows hardly any text; what a script or frame would show is missing, save "
                "it from a browser");
        return false;
    }
    nd_problems_add(builder->problems, ND_P_UNSEEN, 0, 0,
                    "the page shows hardly any text; it was taken from %s", where);
    append_all(furniture, &document->blocks);
    document->blocks = blocks;
    return true;
}
