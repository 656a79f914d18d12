/* An article as JSON, for engines whose feeds are that. Private to the stage. */
#ifndef ENGINE_JSON_ARTICLE_H
#define ENGINE_JSON_ARTICLE_H

#include "engine/engine_table.h"
#include "newsdex/json.h"

/*
 * Adds members to an open object: uid and revision, the fields of the record (what is not known is left out,
 * lists are lists of text, images, related, metadata, provenance and problems are text that is JSON), and
 * what filters compare with: topic_keys, author_keys, tag_keys; in lower case, as far as ASCII goes,
 * provider_key, type_key, category_key, url_key and path_keys. Keys of more bytes than longest, which the
 * engine cannot look for, are left out and noted.
 */
void nd_json_article(struct nd_json *json, struct nd_engine_feed *feed,
                     const struct nd_engine_article *article, size_t longest);
/* Adds the words: a text for each column that has some (positions.h). */
void nd_json_article_words(struct nd_json *json, const struct nd_word_list *words);

/* ASCII letters in lower case. */
struct nd_str nd_json_article_lower(struct nd_str text, struct nd_arena *arena);

#endif
