/* The two ways to the canonical form of a URL, apart so that tests can compare them. */
#ifndef ARTICLE_TEXT_URL_H
#define ARTICLE_TEXT_URL_H

#include "newsdex/article.h"

/*
 * True when url is its own canonical form and that can be seen without parsing: http or https, a lower-case
 * host, a path of plain characters, no query. May say false of canonical URLs, never true of others.
 */
bool nd_url_is_plain(struct nd_str url);

/* nd_url_canonical() by way of a full parse, for whatever is not plain. */
struct nd_str nd_url_parse_canonical(struct nd_str url, struct nd_arena *arena);

/* Adds the parameters of a query (what stands between ? and #) behind a '?', in their order, without those
 * that leaves_out says true of; nothing when none is left. */
void nd_url_add_query(struct nd_buf *out, struct nd_str query, bool (*leaves_out)(struct nd_str parameter));

/* A part of an address (not empty) with "%3A" as ":"; whatever bytes that gives. */
struct nd_str nd_url_unescape(struct nd_str part, struct nd_arena *arena);

/* The fragment of a comment below an article, "comment-77", which is another text than that; or absent. */
struct nd_str nd_url_comment(struct nd_str url);

#endif
