/*
 * The filters of a query as conditions on the tables article (a) and provider. Private to the index stage.
 * The text is put together from constant pieces; what the user wrote is bound.
 */
#ifndef INDEX_SEARCH_FILTER_H
#define INDEX_SEARCH_FILTER_H

#include "index/db/statement.h"
#include "index/search/id_set.h"

enum nd_filter_form {
    ND_FILTER_EACH,   /* quick for an article whose row is at hand */
    ND_FILTER_SET,    /* quick for all articles that pass */
    ND_FILTER_FILE,   /* of nothing but paths; a is the table file */
    ND_FILTER_TOPICS, /* of nothing but topics; a is the table article_topic, and topic is beside it */
    ND_FILTER_GRAMS   /* of paths or addresses: whether a row of the table gram may have them */
};

/* Where the versions of articles lie that do not answer, whose path is theirs as well; file is its name here.
 */
#define ND_FILTER_VERSIONS(file)                                                                             \
    "version LEFT JOIN part ON part.id = version.article_id JOIN file AS " file " ON " file                  \
    ".id = coalesce(part.file_id, version.article_id)"

/* Defines for the connection what the conditions need, before they are prepared. Once is enough. */
enum nd_status nd_filter_open(struct nd_index *index, struct nd_error *err) ND_MUST_CHECK;
/* Appends " AND (...)" for every kind of filter in the list. */
void nd_filter_conditions(const struct nd_filter *filters, enum nd_filter_form form, struct nd_buf *sql);
/* Binds what the conditions ask for, in the same order; the texts must outlive the statement's run. */
void nd_filter_bind(sqlite3_stmt *stmt, const struct nd_filter *filters, struct nd_arena *arena);

/* Going through what passes, up to a few, is quick: an index leads there, or all there is is little. */
bool nd_filter_is_quick(const struct nd_filter *filters, size_t all);
/* What passes has a date. */
bool nd_filter_has_dates(const struct nd_filter *filters);
/* They ask for paths and nothing else, so that the table of files tells all. */
bool nd_filter_is_of_files(const struct nd_filter *filters);
/* They ask for addresses and nothing else. */
bool nd_filter_is_of_addresses(const struct nd_filter *filters);
/* Looking so many of all articles up is quicker than going through all that pass the filters, probably. */
bool nd_filter_is_for_each(const struct nd_filter *filters, size_t count, size_t all);

/* Whether paths or addresses that filters ask for, and nothing else, may be in so much of the database that
 * the first that are looked at have some, probably. */
enum nd_status nd_filter_is_wide(struct nd_index *index, const struct nd_filter *filters, bool *is_wide,
                                 struct nd_error *err) ND_MUST_CHECK;
/*
 * Adds the articles that pass to set, with most > 0 only until there are more than so many: *is_whole tells
 * whether all were added.
 */
enum nd_status nd_filter_select(struct nd_index *index, const struct nd_filter *filters, size_t most,
                                struct nd_id_set *set, bool *is_whole, struct nd_error *err) ND_MUST_CHECK;

#endif
