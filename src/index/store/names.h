/*
 * What many articles share: providers, topics, authors, provenance, and the targets of links. Rows are made
 * when first named and remembered in memory. Private to the index stage.
 */
#ifndef INDEX_STORE_NAMES_H
#define INDEX_STORE_NAMES_H

#include "index/db/statement.h"

/* *id is 0 when both are absent. */
enum nd_status nd_names_provider(struct nd_index *index, struct nd_str name, struct nd_str domain,
                                 int64_t *id, struct nd_error *err) ND_MUST_CHECK;
/* record: JSON; *id is 0 when it is empty. Stays when nobody has it any more, until
 * nd_names_drop_provenances. */
enum nd_status nd_names_provenance(struct nd_index *index, struct nd_str record, int64_t *id,
                                   struct nd_error *err) ND_MUST_CHECK;
enum nd_status nd_names_drop_provenances(struct nd_index *index, struct nd_error *err) ND_MUST_CHECK;
enum nd_status nd_names_topics(struct nd_index *index, int64_t article_id, const struct nd_article *article,
                               struct nd_error *err) ND_MUST_CHECK;
enum nd_status nd_names_authors(struct nd_index *index, int64_t article_id, const struct nd_article *article,
                                struct nd_error *err) ND_MUST_CHECK;
enum nd_status nd_names_links(struct nd_index *index, int64_t article_id, const struct nd_article *article,
                              struct nd_error *err) ND_MUST_CHECK;
/* The target of that name, if there is one, has to be resolved anew. */
enum nd_status nd_names_invalidate(struct nd_index *index, const char *kind, struct nd_str name,
                                   struct nd_error *err) ND_MUST_CHECK;
/* So have all the targets an article has links to. */
enum nd_status nd_names_invalidate_links(struct nd_index *index, int64_t article_id,
                                         struct nd_error *err) ND_MUST_CHECK;
/* Before an article is taken away or written anew: its names may be nobody's afterwards. */
enum nd_status nd_names_leave(struct nd_index *index, int64_t article_id, struct nd_error *err) ND_MUST_CHECK;
/* Drops the names nobody uses any more. */
enum nd_status nd_names_tidy(struct nd_index *index, struct nd_error *err) ND_MUST_CHECK;

#endif
