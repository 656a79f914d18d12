#include "article/page/agency_head.h"
#include "article/page/page.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { LOOK_BYTES = 16 * ND_MAX_EXCERPT_CHARS /* what of a text may matter to a title */ };

static void add_source(struct nd_record_builder *builder, const char *field, struct nd_str source) {
    struct nd_article *article = builder->article;
    struct nd_provenance *provenance = nd_arena_alloc(builder->arena, 1, sizeof *provenance);

    provenance->field = field;
    provenance->source = source;
    if (article->last_provenance == NULL)
        article->provenance = provenance;
    else
        article->last_provenance->next = provenance;
    article->last_provenance = provenance;
}

void nd_record_source(struct nd_record_builder *builder, const char *field, const char *format, ...) {
    char text[256];
    struct nd_str source;
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    source = nd_str_from(text);
    if (source.len == sizeof text - 1) /* cut: perhaps inside a character */
        source.len = nd_utf8_floor(source, source.len - 3);
    add_source(builder, field, nd_arena_str(builder->arena, source));
}

void nd_record_source_key(struct nd_record_builder *builder, const char *field, struct nd_str key) {
    size_t length = strlen(builder->origin);
    char *text;

    if (builder->is_reference) { /* nobody asks where it was said */
        add_source(builder, field, key);
        return;
    }
    text = nd_arena_bytes(builder->arena, length + 1 + key.len);
    memcpy(text, builder->origin, length);
    text[length] = ':';
    memcpy(text + length + 1, key.ptr, key.len);
    add_source(builder, field, nd_str_of(text, length + 1 + key.len));
}

struct nd_str nd_record_source_of(const struct nd_article *article, const char *field) {
    for (const struct nd_provenance *p = article->provenance; p != NULL; p = p->next)
        if (strcmp(p->field, field) == 0)
            return p->source;
    return ND_STR_NONE;
}

bool nd_record_has_source(const struct nd_article *article, const char *field) {
    for (const struct nd_provenance *p = article->provenance; p != NULL; p = p->next)
        if (strcmp(p->field, field) == 0)
            return true;
    return false;
}

/* A copy with ASCII letters in lower case, behind a mark that keeps it apart from what is not folded. */
static struct nd_str folded_key(struct nd_record_builder *builder, struct nd_str text) {
    char *out = nd_arena_bytes(builder->arena, text.len + 1);

    out[0] = '\t';
    for (size_t i = 0; i < text.len; i++)
        out[i + 1] = nd_char_lower(text.ptr[i]);
    return nd_str_of(out, text.len + 1);
}

void nd_record_add_to(struct nd_record_builder *builder, struct nd_names *names, struct nd_seen *seen,
                      struct nd_str name) {
    struct nd_name *entry;

    if (names->count == ND_MAX_NAMES) {
        if (!builder->has_more_names)
            nd_problems_add(builder->problems, ND_P_METADATA_LIMIT, 0, 0,
                            "more than %d topics, keywords, themes or authors; the rest is left out",
                            ND_MAX_NAMES);
        builder->has_more_names = true;
        return;
    }
    name = nd_text_on_one_line(name, builder->arena);
    if (name.len == 0 || !nd_seen_first(seen, builder->arena, folded_key(builder, name)))
        return;
    entry = nd_arena_alloc(builder->arena, 1, sizeof *entry);
    entry->text = name;
    if (names->last == NULL)
        names->first = entry;
    else
        names->last->next = entry;
    names->last = entry;
    names->count++;
}

struct nd_str nd_record_untagged(const struct nd_record_builder *builder, struct nd_str name) {
    bool has_letter = name.len > 1 && (nd_char_is_alpha(name.ptr[1]) || (unsigned char)name.ptr[1] >= 0x80);

    if (nd_str_starts(name, ND_STR("#")) && nd_str_find_char(name, ' ') == SIZE_MAX &&
        (has_letter || builder->item != NULL))
        return nd_str_skip(name, 1);
    return name;
}

void nd_record_add_name(struct nd_record_builder *builder, enum nd_role role, struct nd_str name) {
    nd_record_add_to(builder, &builder->article->names[role], &builder->names[role],
                     nd_record_untagged(builder, name));
}

bool nd_record_add_image(struct nd_record_builder *builder, struct nd_image *image) {
    struct nd_article *article = builder->article;
    void **known = nd_seen_at(&builder->images, builder->arena, image->url);
    struct nd_image *first = *known;

    if (first != NULL && first->width == 0 && first->height == 0) {
        first->width = image->width;
        first->height = image->height;
    }
    if (first != NULL)
        return (image->width == 0 || image->width == first->width) &&
               (image->height == 0 || image->height == first->height);
    *known = image;
    if (article->last_image == NULL)
        article->images = image;
    else
        article->last_image->next = image;
    article->last_image = image;
    return true;
}

/*
 * What an entry is known by: its URL, else its key, else its title. Keys hold no slash, URLs do, and titles
 * are marked, so that one table serves all three.
 */
static struct nd_str identity(struct nd_record_builder *builder, const struct nd_article *article) {
    if (article->url.ptr != NULL)
        return article->url;
    return article->key.ptr != NULL ? article->key : folded_key(builder, article->title);
}

static bool is_itself(const struct nd_article *article, const struct nd_article *reference) {
    if (reference->url.ptr != NULL)
        return article->url.ptr != NULL && nd_str_eq(article->url, reference->url);
    return reference->key.ptr != NULL && article->key.ptr != NULL && nd_str_eq(article->key, reference->key);
}

void nd_record_add_related(struct nd_record_builder *builder, struct nd_article *reference) {
    struct nd_article *article = builder->article;

    if (reference->url.ptr == NULL && reference->key.ptr == NULL && reference->title.ptr == NULL)
        return;
    if (is_itself(article, reference) ||
        !nd_seen_first(&builder->related, builder->arena, identity(builder, reference)))
        return;
    if (article->last_related == NULL)
        article->related = reference;
    else
        article->last_related->next = reference;
    article->last_related = reference;
    article->related_count++;
}

void nd_record_set_body(struct nd_record_builder *builder, const struct nd_block *first,
                        const struct nd_block *end) {
    struct nd_buf text = {0};

    if (first != NULL && first->next == end && (first->type == ND_PARAGRAPH || first->type == ND_CODE)) {
        builder->article->body = nd_str_trim(first->text); /* as it is written out */
        return;
    }
    nd_blocks_text(first, end, &text);
    builder->article->body = nd_str_trim(nd_arena_take(builder->arena, &text));
}

/* No sentence: each of its words is an address. */
static bool is_addresses(struct nd_str sentence) {
    struct nd_str word;

    while (sentence.len > 0) {
        size_t end = nd_str_find_char(sentence, ' ');
        word = nd_str_slice(sentence, 0, end);
        if (nd_str_find(word, ND_STR("://")) == SIZE_MAX && !nd_str_starts(word, ND_STR("www.")))
            return false;
        sentence = nd_str_trim(nd_str_skip(sentence, word.len));
    }
    return true;
}

bool nd_text_is_data(struct nd_str line) {
    static const struct nd_str begins[] = {ND_STR_INIT("<?xml"), ND_STR_INIT("<!DOCTYPE"),
                                           ND_STR_INIT("{\""),   ND_STR_INIT("[\""),
                                           ND_STR_INIT("[{"),    ND_STR_INIT("{ \"")};

    line = nd_str_trim(line);
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
        if (nd_str_starts(line, begins[i]))
            return true;
    for (size_t i = 0; i < line.len; i++)
        if (nd_char_is_alpha(line.ptr[i]) || nd_char_is_digit(line.ptr[i]) ||
            (unsigned char)line.ptr[i] >= 0x80)
            return false;
    return true;
}

void nd_record_title_from_sentence(struct nd_record_builder *builder, struct nd_str text) {
    struct nd_str sentence, title;
    struct nd_agency_words said;

    if (builder->article->title.ptr != NULL)
        return;
    title = nd_agency_head_title(text);
    if (title.len > 0) {
        builder->article->title = nd_text_on_one_line(title, builder->arena);
        nd_record_source(builder, "title", "brackets");
        return;
    }
    text = nd_str_skip(text, nd_agency_head(text, &said));
    text = nd_str_slice(text, 0, nd_utf8_floor(text, LOOK_BYTES));
    sentence = nd_text_on_one_line(nd_text_first_sentence(nd_text_without_bullet(text)), builder->arena);
    if (nd_text_is_data(sentence) || (builder->item == NULL && is_addresses(sentence)))
        return;
    builder->article->title = nd_text_shorten(sentence, ND_MAX_TITLE_CHARS, builder->arena);
    nd_record_source(builder, "title", "first-sentence");
}

/* What separates the names of one string, in the scripts that have their own comma. */
static size_t separator_at(struct nd_str s, size_t at, bool has_comma, bool splits_bars) {
    struct nd_str rest = nd_str_skip(s, at);

    if (rest.ptr[0] == ',' || ((rest.ptr[0] == ';' || (rest.ptr[0] == '|' && splits_bars)) && !has_comma))
        return 1;
    if ((unsigned char)rest.ptr[0] < 0x80)
        return 0;
    if (nd_str_starts(rest, ND_STR("、")) || nd_str_starts(rest, ND_STR("，")))
        return sizeof "、" - 1;
    return nd_str_starts(rest, ND_STR("؛")) || nd_str_starts(rest, ND_STR("،")) ? sizeof "،" - 1 : 0;
}

static struct nd_str unquoted(struct nd_str s) {
    s = nd_str_trim(s);
    return s.len >= 2 && s.ptr[0] == '"' && s.ptr[s.len - 1] == '"' ? nd_str_slice(s, 1, s.len - 1) : s;
}

/* "#city #port" as names with commas; what has another word is no list of tags. */
static struct nd_str tag_names(struct nd_str value, struct nd_arena *arena) {
    char *out = nd_arena_bytes(arena, value.len + 1);

    for (size_t i = 0; i < value.len; i++) {
        bool begins = i == 0 || nd_char_is_blank(value.ptr[i - 1]);
        if (begins && !nd_char_is_blank(value.ptr[i]) &&
            (value.ptr[i] != '#' || i + 1 == value.len || nd_char_is_blank(value.ptr[i + 1])))
            return value;
        out[i] = begins && value.ptr[i] == '#' ? (i == 0 ? ' ' : ',') : value.ptr[i];
    }
    return nd_str_trim(nd_str_of(out, value.len));
}

/* "ruby, \"Powers, Richard\", books": a comma inside double quotes separates nothing. */
void nd_record_add_names(struct nd_record_builder *builder, enum nd_role role, struct nd_str list) {
    bool has_comma, is_quoted = false;
    size_t start = 0;

    if (nd_str_starts(list, ND_STR("#")))
        list = tag_names(list, builder->arena);
    has_comma = nd_str_find_char(list, ',') != SIZE_MAX;
    for (size_t i = 0; i < list.len;) {
        size_t length = is_quoted ? 0 : separator_at(list, i, has_comma, builder->item != NULL);
        if (list.ptr[i] == '"')
            is_quoted = !is_quoted && nd_str_find_char(nd_str_skip(list, i + 1), '"') != SIZE_MAX;
        if (length > 0) {
            nd_record_add_name(builder, role, unquoted(nd_str_slice(list, start, i)));
            start = i + length;
        }
        i += length > 0 ? length : 1;
    }
    nd_record_add_name(builder, role, unquoted(nd_str_skip(list, start)));
}

/* What a file was packed with is not part of its name: "news.md.gz" is "news.md". */
static struct nd_str unpacked_name(struct nd_str name) {
    static const struct nd_str endings[] = {ND_STR_INIT(".gz"), ND_STR_INIT(".bz2"), ND_STR_INIT(".xz"),
                                            ND_STR_INIT(".zst")};

    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (nd_str_ends(name, endings[i]) && nd_str_find_char(name, '.') < name.len - endings[i].len)
            return nd_str_slice(name, 0, name.len - endings[i].len);
    return name;
}

/* "1258471718.M1P2.host:2,RS": what has been done with a mail of a Maildir is no part of its name. */
static struct nd_str without_flags(struct nd_str name) {
    size_t at = nd_str_find(name, ND_STR(":2,"));

    for (size_t i = at == SIZE_MAX ? name.len : at + 3; i < name.len; i++)
        if (!nd_char_is_alpha(name.ptr[i]))
            return name;
    return nd_str_slice(name, 0, at);
}

struct nd_str nd_article_key(struct nd_str path, struct nd_arena *arena) {
    size_t slash, dot;

    path = nd_str_trim(nd_str_slice(path, 0, nd_str_find_char(path, '#')));
    while (nd_str_ends(path, ND_STR("/")))
        path.len--;
    slash = nd_str_rfind_char(path, '/');
    if (slash != SIZE_MAX)
        path = nd_str_skip(path, slash + 1);
    path = without_flags(unpacked_name(path));
    dot = nd_str_rfind_char(path, '.');
    if (dot != SIZE_MAX && dot > 0 && path.len - dot <= 6)
        path = nd_str_slice(path, 0, dot);
    return path.len == 0 ? ND_STR_NONE : nd_arena_str(arena, path);
}

void nd_record_set_url(struct nd_record_builder *builder, struct nd_str address, const char *source) {
    struct nd_article *article = builder->article;
    struct nd_str canonical = nd_url_canonical(nd_str_trim(address), builder->arena);

    if (article->url.ptr != NULL || canonical.ptr == NULL)
        return;
    article->url = canonical;
    if (article->original_url.ptr == NULL)
        article->original_url = nd_str_trim(address);
    nd_record_source(builder, "url", "%s", source);
}
