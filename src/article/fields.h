/*
 * What the values of front matter become. Each function puts a value into the record of builder, or returns
 * false: of no use for this field, to be kept as metadata. What of the value is not in the record goes into
 * *leftover, which the caller sets to NULL before. Nodes of the tree are never changed: aliases share them.
 */
#ifndef ARTICLE_FIELDS_H
#define ARTICLE_FIELDS_H

#include "article/record.h"

typedef bool nd_field_use(struct nd_record_builder *builder, const struct nd_value *value,
                          struct nd_value **leftover);

nd_field_use nd_field_title, nd_field_excerpt, nd_field_category, nd_field_type;
/* A text as words, each with its places: {"tolls": [1, 7], "The": [0]} (OpenAlex). */
nd_field_use nd_field_inverted;
/* The text itself; of front matter it is never one. */
nd_field_use nd_field_body, nd_field_plain_body, nd_field_markdown_body, nd_field_body_in_sections;
/* Sentences that say what is in the text, a line each; of something else it is none. */
nd_field_use nd_field_highlights;
/* A date or web address, reported when it is none; and quietly, for what may be something else. */
nd_field_use nd_field_date, nd_field_date_quietly, nd_field_date_or_flag;
/* The same; a time that is another day in UTC stays the day that was written, and is left over. */
nd_field_use nd_field_day_of_page;
/* The day something was made: of a clipping that is not when the article was published. */
nd_field_use nd_field_created;
nd_field_use nd_field_url_quietly, nd_field_url, nd_field_original_url, nd_field_language, nd_field_provider;
/* What an agency knows it by all over the world: a web address, or a URI of another kind. */
nd_field_use nd_field_uri;
/* A web address of more than a site, of a key that may also name where it is from; quietly. */
nd_field_use nd_field_page_url;
/* The name of a host, of a key that may hold anything: for a provider that has none. */
nd_field_use nd_field_host;
nd_field_use nd_field_quality, nd_field_heat, nd_field_published, nd_field_draft, nd_field_status;
nd_field_use nd_field_site_language, nd_field_channel;

/* field_lists.c */
nd_field_use nd_field_authors, nd_field_byline, nd_field_extra; /* authors.c */
nd_field_use nd_field_words;                                    /* topics of one word each, between blanks */
nd_field_use nd_field_topics, nd_field_tags_of_page, nd_field_keywords, nd_field_themes, nd_field_taxonomies;
nd_field_use nd_field_images, nd_field_enclosures;
/* The same of a key that may also say who took them. */
nd_field_use nd_field_pictures;

/* What a key is for. */
struct nd_field_rule {
    struct nd_str key; /* lower case, without - _ : and blanks */
    const char *field; /* the record's field; only the first rule that succeeds may fill it */
    nd_field_use *use; /* NULL: related entries, which have fields of their own */
    bool is_shared;    /* several keys add to one list */
};
enum { ND_FIELD_RULES = 320 }; /* no rule has this number, or a higher one */

/* field_names.c: the numbers of the rules for a key as it is written, the more specific first. */
size_t nd_field_first_rule(struct nd_str key);
size_t nd_field_next_rule(size_t rule);
const struct nd_field_rule *nd_field_rule(size_t number);
bool nd_field_has_use(struct nd_str key, nd_field_use *use);

/* date_parts.c: the day or month that a map has in fields of their own, "year", "month" and perhaps "day":
 * the member of the year, or NULL. */
const struct nd_value *nd_field_date_of_parts(const struct nd_value *map, struct nd_arena *arena,
                                              struct nd_date *date);
/* Sets the date, where there is none, by these. */
void nd_field_read_parts_of_day(struct nd_record_builder *builder, const struct nd_value *map);

/* meanings.c: what keys without a meaning of their own are taken for. */
struct nd_field_meanings {
    const struct nd_item_alias *items;
    size_t count;
    const struct nd_item *item;    /* whose guesses fill what no name says; or NULL */
    const struct nd_value *beside; /* all fields of the item, which may say what one is; or NULL */
};
struct nd_field_meanings nd_field_meanings(const struct nd_item *item); /* NULL: each means what it says */
struct nd_str nd_field_meaning(struct nd_field_meanings meanings, struct nd_str key);

/* True for the keys of lists of related entries. */
bool nd_field_is_related(struct nd_str key);

/* The text of a scalar on one line, without HTML; absent when there is none. */
struct nd_str nd_field_text(struct nd_record_builder *builder, const struct nd_value *value);

/* The text of a map that has one text in several forms: {"main": …, "kicker": …}, {"rendered": …}; every
 * other value as it is. */
const struct nd_value *nd_field_main_form(const struct nd_value *value);

/* pieces.c: true for a list that is a text in pieces, strings and maps that have one, and for a map of such.
 */
bool nd_field_is_pieces(const struct nd_value *value);
/* That text: blocks are paragraphs, headings those of markdown. */
struct nd_str nd_field_pieces(const struct nd_value *value, struct nd_arena *arena);

/* literals.c: a string of an item that is written as a list or a map, "['a', 'b']", as that; every other
 * value as it is. */
const struct nd_value *nd_field_as_value(struct nd_record_builder *builder, const struct nd_value *value);

/* Tells of a record without a text that something as long as one is in its metadata. */
void nd_record_tell_missing(struct nd_record_builder *builder);
/* A copy of one node that may get another parent; its members are shared. */
struct nd_value *nd_field_copy(struct nd_record_builder *builder, const struct nd_value *value);
/* Copies of the members of map whose keys are not among the first count of keys; NULL when there are none. */
struct nd_value *nd_field_without(struct nd_record_builder *builder, const struct nd_value *map,
                                  const struct nd_str *keys, size_t count);

#endif
