/*
 * What the makers of records share: setting fields together with where they came from, and the pieces of text
 * from which titles and excerpts are made. Private to the article stage.
 */
#ifndef ARTICLE_RECORD_H
#define ARTICLE_RECORD_H

#include "newsdex/article.h"
#include "newsdex/date.h"

/* Everything a maker of a record works with. */
struct nd_maker {
    struct nd_arena *arena;
    struct nd_problems *problems;
    const struct nd_document *document;
    struct nd_article *article;
};

/* Notes the source of a field; the printf-made text lives in the arena. */
void nd_record_source(struct nd_maker *maker, const char *field, const char *format, ...) ND_PRINTF(3, 4);
/* The same for a front-matter key: "front-matter:KEY". */
void nd_record_source_key(struct nd_maker *maker, const char *field, struct nd_str key);
bool nd_record_has_source(const struct nd_article *article, const char *field);

/* Adds a name unless the list has it already (ASCII case ignored). */
void nd_record_add_name(struct nd_maker *maker, enum nd_role role, struct nd_str name);
void nd_record_add_image(struct nd_maker *maker, struct nd_image *image);
/*
 * Adds what the article says of another; dropped when it names nothing, the article itself, or something the
 * list has already.
 */
void nd_record_add_related(struct nd_maker *maker, struct nd_article *reference);

/* The body from blocks first up to end. */
void nd_record_set_body(struct nd_maker *maker, const struct nd_block *first, const struct nd_block *end);
/* One line: runs of blanks and line ends become a space. Returns s itself when there is nothing to do. */
struct nd_str nd_text_on_one_line(struct nd_str s, struct nd_arena *arena);
/* The first sentence of text (its end included), at most a paragraph. */
struct nd_str nd_text_first_sentence(struct nd_str text);
/* True when text ends as a sentence does: . ! ? 。 … possibly behind a quote or bracket. */
bool nd_text_ends_sentence(struct nd_str text);
/* s cut to at most max characters with … behind it, or s itself. */
struct nd_str nd_text_shorten(struct nd_str s, size_t max, struct nd_arena *arena);

/* Sets title from the first sentence of text, excerpt from a paragraph, where they are still missing. */
void nd_record_title_from_sentence(struct nd_maker *maker, struct nd_str text);
void nd_record_excerpt_from(struct nd_maker *maker, struct nd_str paragraph, const char *source);
/* The first block that reads like a sentence rather than a label, from first up to end; NULL if there is
 * none. */
const struct nd_block *nd_text_first_paragraph(const struct nd_block *first, const struct nd_block *end);

/* Fills the record from front matter; what has no field goes to metadata. prefix is "front-matter:" or "". */
void nd_fields_read(struct nd_maker *maker, const struct nd_value *map);
/* published_at from a date written somewhere in text (a path, a URL), if it is still missing. */
void nd_record_date_from(struct nd_maker *maker, struct nd_str text, const char *source);

/* The shapes. A digest is recognised by its sections. */
bool nd_digest_is(const struct nd_document *document);
void nd_digest_read(struct nd_maker *maker);
void nd_markdown_read(struct nd_maker *maker); /* also the body behind front matter, and HTML */
void nd_text_read(struct nd_maker *maker);

/* The section of a digest a heading opens, by its name in any known language. */
enum nd_section {
    ND_SECTION_NONE,
    ND_SECTION_SUMMARY,
    ND_SECTION_KEYWORDS,
    ND_SECTION_THEMES,
    ND_SECTION_CLOSEST,
    ND_SECTION_OTHER
};
enum nd_section nd_section_find(struct nd_str heading);

/* What a line of a scraped page announces. */
enum nd_furniture {
    ND_FURNITURE_NONE,
    ND_FURNITURE_RELATED, /* teasers of other articles follow */
    ND_FURNITURE_END,     /* nothing of the article follows */
    ND_FURNITURE_MORE     /* "Continue reading": the teaser before it is complete */
};
enum nd_furniture nd_furniture_find(struct nd_str line);

#endif
