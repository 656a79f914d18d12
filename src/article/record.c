#include "article/record.h"

#include "newsdex/limits.h"
#include "newsdex/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static void add_source(struct nd_maker *maker, const char *field, struct nd_str source) {
    struct nd_article *article = maker->article;
    struct nd_provenance *provenance = nd_arena_alloc(maker->arena, 1, sizeof *provenance);

    provenance->field = field;
    provenance->source = source;
    if (article->last_provenance == NULL)
        article->provenance = provenance;
    else
        article->last_provenance->next = provenance;
    article->last_provenance = provenance;
}

void nd_record_source(struct nd_maker *maker, const char *field, const char *format, ...) {
    char text[256];
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    add_source(maker, field, nd_arena_str(maker->arena, nd_str_from(text)));
}

void nd_record_source_key(struct nd_maker *maker, const char *field, struct nd_str key) {
    static const struct nd_str prefix = ND_STR_INIT("front-matter:");
    char *text = nd_arena_bytes(maker->arena, prefix.len + key.len);

    memcpy(text, prefix.ptr, prefix.len);
    memcpy(text + prefix.len, key.ptr, key.len);
    add_source(maker, field, nd_str_of(text, prefix.len + key.len));
}

bool nd_record_has_source(const struct nd_article *article, const char *field) {
    for (const struct nd_provenance *p = article->provenance; p != NULL; p = p->next)
        if (strcmp(p->field, field) == 0)
            return true;
    return false;
}

void nd_record_add_name(struct nd_maker *maker, enum nd_role role, struct nd_str name) {
    struct nd_names *names = &maker->article->names[role];
    struct nd_name *entry;

    name = nd_text_on_one_line(name, maker->arena);
    if (name.len == 0)
        return;
    for (entry = names->first; entry != NULL; entry = entry->next)
        if (nd_str_eq_nocase(entry->text, name))
            return;
    entry = nd_arena_alloc(maker->arena, 1, sizeof *entry);
    entry->text = name;
    if (names->last == NULL)
        names->first = entry;
    else
        names->last->next = entry;
    names->last = entry;
    names->count++;
}

void nd_record_add_image(struct nd_maker *maker, struct nd_image *image) {
    struct nd_article *article = maker->article;

    if (article->last_image == NULL)
        article->images = image;
    else
        article->last_image->next = image;
    article->last_image = image;
}

/* Two entries name the same article: the same URL, else the same key, else the same title. */
static bool is_same(const struct nd_article *a, const struct nd_article *b) {
    if (a->url.ptr != NULL || b->url.ptr != NULL)
        return a->url.ptr != NULL && b->url.ptr != NULL && nd_str_eq(a->url, b->url);
    if (a->key.ptr != NULL || b->key.ptr != NULL)
        return a->key.ptr != NULL && b->key.ptr != NULL && nd_str_eq(a->key, b->key);
    return nd_str_eq_nocase(a->title, b->title);
}

void nd_record_add_related(struct nd_maker *maker, struct nd_article *reference) {
    struct nd_article *article = maker->article;

    if (reference->url.ptr == NULL && reference->key.ptr == NULL && reference->title.ptr == NULL)
        return;
    if (reference->url.ptr != NULL || reference->key.ptr != NULL)
        if (is_same(reference, article))
            return;
    for (const struct nd_article *r = article->related; r != NULL; r = r->next)
        if (is_same(r, reference))
            return;
    if (article->last_related == NULL)
        article->related = reference;
    else
        article->last_related->next = reference;
    article->last_related = reference;
    article->related_count++;
}

void nd_record_set_body(struct nd_maker *maker, const struct nd_block *first, const struct nd_block *end) {
    struct nd_buf text = {0};

    nd_blocks_text(first, end, &text);
    maker->article->body = nd_arena_str(maker->arena, nd_str_trim(nd_buf_str(&text)));
    nd_buf_free(&text);
}

struct nd_str nd_text_on_one_line(struct nd_str s, struct nd_arena *arena) {
    bool tidy = true;
    char *out;
    size_t length = 0;

    s = nd_str_trim(s);
    for (size_t i = 0; i < s.len && tidy; i++)
        tidy = !nd_char_is_blank(s.ptr[i]) || (s.ptr[i] == ' ' && s.ptr[i + 1] != ' ');
    if (tidy)
        return s;
    out = nd_arena_bytes(arena, s.len);
    for (size_t i = 0; i < s.len; i++) {
        if (!nd_char_is_blank(s.ptr[i]))
            out[length++] = s.ptr[i];
        else if (!nd_char_is_blank(s.ptr[i + 1]))
            out[length++] = ' ';
    }
    return nd_str_of(out, length);
}

/* The length of a sentence end at offset at: 1 for . ! ?, 3 for the full-width ones, 0 for none. */
static size_t sentence_end_at(struct nd_str s, size_t at) {
    static const struct nd_str wide[] = {ND_STR_INIT("。"), ND_STR_INIT("！"), ND_STR_INIT("？"),
                                         ND_STR_INIT("।"), ND_STR_INIT("؟")};
    char c = s.ptr[at];

    if (c == '.' || c == '!' || c == '?')
        return 1;
    if ((unsigned char)c < 0x80)
        return 0;
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
        if (nd_str_starts(nd_str_skip(s, at), wide[i]))
            return wide[i].len;
    return 0;
}

/* Closing quotes and brackets that belong to the sentence before them. */
static size_t skip_closers(struct nd_str s, size_t at) {
    static const struct nd_str closers[] = {ND_STR_INIT("\""), ND_STR_INIT("'"),  ND_STR_INIT(")"),
                                            ND_STR_INIT("]"),  ND_STR_INIT("”"),  ND_STR_INIT("’"),
                                            ND_STR_INIT("»"),  ND_STR_INIT("」"), ND_STR_INIT("』"),
                                            ND_STR_INIT("）"), ND_STR_INIT("“")};
    for (size_t i = 0; i < sizeof closers / sizeof *closers; i++)
        if (nd_str_starts(nd_str_skip(s, at), closers[i]))
            return skip_closers(s, at + closers[i].len);
    return at;
}

/* "U.S.", "Mr.", "J. R.", "No.", "z.B.": a point behind one letter or a short capitalised word ends nothing.
 */
static bool is_abbreviation(struct nd_str s, size_t at) {
    static const char *const known[] = {"mr",  "mrs", "ms",  "dr",  "st",  "prof", "sen",    "gen",
                                        "gov", "rep", "inc", "ltd", "co",  "corp", "no",     "vs",
                                        "jr",  "sr",  "mt",  "m",   "mme", "dott", "sig",    "bzw",
                                        "ca",  "nr",  "ing", "ecc", "etc", "cf",   "approx", "fig"};
    size_t start = at;
    struct nd_str word;

    while (start > 0 && nd_char_is_alpha(s.ptr[start - 1]))
        start--;
    word = nd_str_slice(s, start, at);
    if (word.len == 1)
        return true;
    for (size_t i = 0; i < sizeof known / sizeof *known && word.len > 0; i++)
        if (nd_str_eq_nocase(word, nd_str_from(known[i])))
            return true;
    return false;
}

struct nd_str nd_text_first_sentence(struct nd_str text) {
    text = nd_str_trim(text);
    for (size_t i = 0; i < text.len; i++) {
        size_t length = sentence_end_at(text, i), after;
        if (text.ptr[i] == '\n' && i + 1 < text.len && text.ptr[i + 1] == '\n')
            return nd_str_slice(text, 0, i);
        if (length == 0)
            continue;
        after = skip_closers(text, i + length);
        if (length > 1 || after == text.len)
            return nd_str_slice(text, 0, after);
        if (nd_char_is_blank(text.ptr[after]) && (text.ptr[i] != '.' || !is_abbreviation(text, i)))
            return nd_str_slice(text, 0, after);
    }
    return text;
}

bool nd_text_ends_sentence(struct nd_str text) {
    text = nd_str_trim_right(text);
    for (size_t back = 1; back <= 12 && back <= text.len; back++) {
        size_t at = text.len - back, length;
        if (((unsigned char)text.ptr[at] & 0xC0) == 0x80)
            continue;
        length = sentence_end_at(text, at);
        if (length > 0 && skip_closers(text, at + length) == text.len)
            return true;
    }
    return nd_str_ends(text, ND_STR("…"));
}

struct nd_str nd_text_shorten(struct nd_str s, size_t max, struct nd_arena *arena) {
    bool cut;
    struct nd_str kept = nd_utf8_shorten(s, max, &cut);

    if (!cut)
        return s;
    kept = nd_utf8_shorten(s, max - 1, &cut);
    return nd_arena_printf(arena, "%.*s…", (int)kept.len, kept.ptr);
}

void nd_record_title_from_sentence(struct nd_maker *maker, struct nd_str text) {
    struct nd_str sentence;

    if (maker->article->title.ptr != NULL)
        return;
    sentence = nd_text_on_one_line(nd_text_first_sentence(text), maker->arena);
    if (sentence.len == 0)
        return;
    maker->article->title = nd_text_shorten(sentence, ND_MAX_TITLE_CHARS, maker->arena);
    nd_record_source(maker, "title", "first-sentence");
}

void nd_record_excerpt_from(struct nd_maker *maker, struct nd_str paragraph, const char *source) {
    paragraph = nd_text_on_one_line(paragraph, maker->arena);
    if (maker->article->excerpt.ptr != NULL || paragraph.len == 0)
        return;
    maker->article->excerpt = nd_text_shorten(paragraph, ND_MAX_EXCERPT_CHARS, maker->arena);
    nd_record_source(maker, "excerpt", "%s", source);
}

const struct nd_block *nd_text_first_paragraph(const struct nd_block *first, const struct nd_block *end) {
    const struct nd_block *fallback = NULL;

    for (const struct nd_block *block = first; block != end && block != NULL; block = block->next) {
        if ((block->type != ND_PARAGRAPH && block->type != ND_QUOTE && block->type != ND_LIST_ITEM) ||
            block->text.len == 0)
            continue;
        if (block->type == ND_PARAGRAPH && (block->text.len >= 60 || nd_text_ends_sentence(block->text)))
            return block;
        if (fallback == NULL)
            fallback = block;
    }
    return fallback;
}

void nd_record_date_from(struct nd_maker *maker, struct nd_str text, const char *source) {
    struct nd_date date;
    char out[ND_DATE_MAX];

    if (maker->article->published_at.ptr != NULL || text.len == 0 || !nd_date_find(text, &date))
        return;
    maker->article->published_at = nd_arena_str(maker->arena, nd_str_of(out, nd_date_format(&date, out)));
    nd_record_source(maker, "published_at", "%s", source);
}
