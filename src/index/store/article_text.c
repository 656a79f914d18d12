#include "newsdex/index.h"

#include "newsdex/analysis.h"

#include <string.h>

static void add_names(const struct nd_names *names, struct nd_buf *out) {
    for (const struct nd_name *name = names->first; name != NULL; name = name->next) {
        if (out->len > 0)
            nd_buf_add_char(out, '\n');
        nd_buf_add(out, name->text);
    }
}

void nd_index_topics(const struct nd_article *article, struct nd_buf *out) {
    for (int role = ND_TOPIC; role <= ND_THEME; role++)
        add_names(&article->names[role], out);
    add_names(&article->authors, out);
}

/* The primary subtag, as the view article_text takes it from the language: its first two or three letters. */
static struct nd_str primary_subtag(struct nd_str language) {
    bool three = language.len > 2 && language.ptr[2] >= 'a' && language.ptr[2] <= 'z';

    return nd_str_slice(language, 0, three ? 3 : 2);
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

static struct nd_str or_empty(struct nd_str text) {
    return text.ptr == NULL ? ND_STR("") : text;
}

void nd_index_columns(const struct nd_article *article, struct nd_str topics, struct nd_columns *columns) {
    columns->language = primary_subtag(article->language);
    columns->texts[ND_COLUMN_TITLE] = or_empty(article->title);
    columns->texts[ND_COLUMN_EXCERPT] = has_own_excerpt(article) ? or_empty(article->excerpt) : ND_STR("");
    columns->texts[ND_COLUMN_TOPICS] = or_empty(topics);
    columns->texts[ND_COLUMN_BODY] = or_empty(article->body);
}
