#include "newsdex/index.h"

#include "newsdex/analysis.h"

#include <string.h>

void nd_index_topics(const struct nd_article *article, struct nd_buf *out) {
    for (int role = ND_TOPIC; role <= ND_THEME; role++)
        for (const struct nd_name *name = article->names[role].first; name != NULL; name = name->next) {
            if (out->len > 0)
                nd_buf_add_char(out, '\n');
            nd_buf_add(out, name->text);
        }
}

/* The primary subtag, as the view article_text takes it from the language: its first two or three letters. */
static struct nd_str primary_subtag(struct nd_str language) {
    bool three = language.len > 2 && language.ptr[2] >= 'a' && language.ptr[2] <= 'z';

    return nd_str_slice(language, 0, three ? 3 : 2);
}

static struct nd_str tagged(struct nd_str tag, struct nd_str text, struct nd_arena *arena) {
    char *out;

    if (tag.len == 0 || text.ptr == NULL)
        return text.ptr == NULL ? ND_STR("") : text;
    out = nd_arena_bytes(arena, tag.len + text.len);
    memcpy(out, tag.ptr, tag.len);
    memcpy(out + tag.len, text.ptr, text.len);
    return nd_str_of(out, tag.len + text.len);
}

/* An excerpt that was cut from the body is not indexed twice. */
static bool has_own_excerpt(const struct nd_article *article) {
    for (const struct nd_provenance *p = article->provenance; p != NULL; p = p->next)
        if (strcmp(p->field, "excerpt") == 0)
            return !nd_str_eq(p->source, ND_STR("first-paragraph"));
    return true;
}

bool nd_index_title_is_copy(const struct nd_article *article) {
    for (const struct nd_provenance *p = article->provenance; p != NULL; p = p->next)
        if (strcmp(p->field, "title") == 0)
            return nd_str_eq(p->source, ND_STR("first-sentence"));
    return false;
}

void nd_index_columns(const struct nd_article *article, struct nd_str topics, struct nd_arena *arena,
                      struct nd_str columns[ND_COLUMNS]) {
    struct nd_buf tag = {0};

    nd_language_tag(primary_subtag(article->language), &tag);
    columns[ND_COLUMN_TITLE] = tagged(nd_buf_str(&tag), article->title, arena);
    if (article->title.ptr == NULL)
        columns[ND_COLUMN_TITLE] = nd_arena_str(arena, nd_buf_str(&tag));
    columns[ND_COLUMN_EXCERPT] = article->excerpt.ptr != NULL && has_own_excerpt(article)
                                     ? tagged(nd_buf_str(&tag), article->excerpt, arena)
                                     : ND_STR("");
    columns[ND_COLUMN_TOPICS] = topics.len > 0 ? tagged(nd_buf_str(&tag), topics, arena) : ND_STR("");
    columns[ND_COLUMN_BODY] =
        article->body.len > 0 ? tagged(nd_buf_str(&tag), article->body, arena) : ND_STR("");
    nd_buf_free(&tag);
}
