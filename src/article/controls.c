/*
 * The last look at a record: characters that no text has (C0, C1, DEL) and that the source stage therefore
 * took out of the file come back by escapes of YAML, TOML and JSON, by references of HTML and markdown, and
 * in names of files. What they do to a terminal they do from any field.
 */
#include "article/record.h"
#include "newsdex/bytes.h"

/* Line ends of other systems, line tabulations and page breaks are no news, all others are counted. */
static bool is_common(unsigned char c) {
    return c == '\r' || c == '\f' || c == '\v';
}

/* The length of the control character that begins at at: 0 when there is none. */
static size_t control_at(struct nd_str s, size_t at) {
    unsigned char c = (unsigned char)s.ptr[at];

    if (c < 0x20)
        return c != '\n' && c != '\t';
    if (c == 0xC2 && at + 1 < s.len && (unsigned char)s.ptr[at + 1] < 0xA0)
        return 2;
    return c == 0x7f;
}

/* True when no control character begins in the block; false also for some that have none. */
static bool is_clean_block(const char *at) {
    unsigned char odd = 0;

    for (int i = 0; i < ND_BYTES_BLOCK; i++) {
        unsigned char c = (unsigned char)at[i];
        odd |= (unsigned char)(((c < 0x20) & (c != '\n') & (c != '\t')) | (c == 0x7f) | (c == 0xC2));
    }
    return odd == 0;
}

static size_t first_control(struct nd_str s) {
    size_t i = 0;

    while (i < s.len) {
        size_t end;
        if (s.len - i >= ND_BYTES_BLOCK && is_clean_block(s.ptr + i)) {
            i += ND_BYTES_BLOCK;
            continue;
        }
        end = s.len - i > ND_BYTES_BLOCK ? i + ND_BYTES_BLOCK : s.len;
        while (i < end) {
            if (s.len - i >= sizeof(uint64_t) && nd_bytes_are_plain(s.ptr + i))
                i += sizeof(uint64_t);
            else if (control_at(s, i) > 0)
                return i;
            else
                i++;
        }
    }
    return s.len;
}

/* The text may be a view of the file or of what is remembered: a copy is changed. */
static void clean(struct nd_str *s, struct nd_arena *arena, size_t *count) {
    size_t from = first_control(*s);
    struct nd_buf out = {0};

    if (from == s->len)
        return;
    nd_buf_add(&out, nd_str_slice(*s, 0, from));
    for (size_t i = from; i < s->len; i++) {
        size_t length = control_at(*s, i);
        char c = s->ptr[i];
        if (length == 0) {
            nd_buf_add_char(&out, c);
            continue;
        }
        *count += !is_common((unsigned char)c);
        if (c == '\r' && i + 1 < s->len && s->ptr[i + 1] == '\n')
            continue;
        nd_buf_add_char(&out, c == '\r' ? '\n' : ' ');
        i += length - 1;
    }
    *s = nd_arena_str(arena, nd_buf_str(&out));
    nd_buf_free(&out);
}

static void clean_names(struct nd_names *names, struct nd_arena *arena, size_t *count) {
    for (struct nd_name *n = names->first; n != NULL; n = n->next)
        clean(&n->text, arena, count);
}

static void clean_value(struct nd_value *value, struct nd_arena *arena, size_t *count) {
    clean(&value->key, arena, count);
    if (value->type != ND_MAP && value->type != ND_LIST) /* theirs are the lines as written */
        clean(&value->text, arena, count);
    for (struct nd_value *v = value->first; v != NULL; v = v->next)
        clean_value(v, arena, count);
}

static void clean_article(struct nd_article *article, struct nd_arena *arena, size_t *count) {
    struct nd_str *const texts[] = {
        &article->part,         &article->key,      &article->url,           &article->original_url,
        &article->title,        &article->excerpt,  &article->body,          &article->furniture,
        &article->published_at, &article->language, &article->provider_name, &article->provider_domain,
        &article->category,     &article->type};

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        clean(texts[i], arena, count);
    clean_names(&article->authors, arena, count);
    for (int role = ND_TOPIC; role <= ND_THEME; role++)
        clean_names(&article->names[role], arena, count);
    for (struct nd_image *image = article->images; image != NULL; image = image->next)
        clean(&image->url, arena, count);
    if (article->metadata != NULL)
        clean_value(article->metadata, arena, count);
}

void nd_record_clean(struct nd_record_builder *builder) {
    struct nd_article *article = builder->article;
    size_t count = 0;

    clean_article(article, builder->arena, &count);
    for (struct nd_article *r = article->related; r != NULL; r = r->next)
        clean_article(r, builder->arena, &count);
    if (nd_str_trim(article->title).len == 0)
        article->title = ND_STR_NONE;
    if (count > 0)
        nd_problems_add(builder->problems, ND_P_CONTROL_BYTES, 0, 0,
                        "%zu control character%s in fields, by escapes or references, replaced by blanks",
                        count, count == 1 ? "" : "s");
}

void nd_record_clean_sources(struct nd_record_builder *builder) {
    size_t ignored = 0; /* names of fields that were counted above */

    for (struct nd_provenance *p = builder->article->provenance; p != NULL; p = p->next)
        clean(&p->source, builder->arena, &ignored);
    clean(&builder->article->title, builder->arena, &ignored);
}
