/*
 * The rows of the table copy. An article without a row leads nobody and follows nobody. Private to the
 * folder.
 *
 * Articles with the same text are one in everything but their rows: one of them, text_id, stands for all in
 * the table sketch, and they join a cluster together.
 */
#ifndef INDEX_COPIES_COPY_ROWS_H
#define INDEX_COPIES_COPY_ROWS_H

#include "index/copies/likeness.h"

struct nd_copy_row {
    int64_t lead_id; /* 0: to be looked at */
    int64_t text_id;
};
struct nd_copy_ids {
    int64_t *list; /* free() it */
    size_t count, capacity;
};

/* ND_END, and zeros, when there is no row. */
enum nd_status nd_copy_row(struct nd_index *index, int64_t id, struct nd_copy_row *row,
                           struct nd_error *err) ND_MUST_CHECK;
/* Whether an article has that text. */
enum nd_status nd_copy_is_of_text(struct nd_index *index, int64_t id, int64_t text_id, bool *is,
                                  struct nd_error *err) ND_MUST_CHECK;
/* The articles with that lead (0: none) and text. */
enum nd_status nd_copy_articles(struct nd_index *index, int64_t lead, int64_t text_id,
                                struct nd_copy_ids *ids, struct nd_error *err) ND_MUST_CHECK;
/* The other texts with that lead. */
enum nd_status nd_copy_texts(struct nd_index *index, int64_t lead, int64_t text_id, struct nd_copy_ids *ids,
                             struct nd_error *err) ND_MUST_CHECK;
/* All texts that have to be looked at. */
enum nd_status nd_copy_open_texts(struct nd_index *index, struct nd_copy_ids *ids,
                                  struct nd_error *err) ND_MUST_CHECK;

/* Adds a row if there is none; kind is ND_COPY_LEAD or ND_COPY_NONE. */
enum nd_status nd_copy_add(struct nd_index *index, int64_t id, int64_t text_id, int64_t lead,
                           enum nd_copy_kind kind, struct nd_error *err) ND_MUST_CHECK;
enum nd_status nd_copy_drop(struct nd_index *index, int64_t id, struct nd_error *err) ND_MUST_CHECK;
/* Those with that lead, and that text (0: any), have to be looked at. */
enum nd_status nd_copy_release(struct nd_index *index, int64_t lead, int64_t text_id,
                               struct nd_error *err) ND_MUST_CHECK;
/* The articles with the text, whose lead was old or is to be found, get another. */
enum nd_status nd_copy_join(struct nd_index *index, int64_t text_id, int64_t old, int64_t lead,
                            const struct nd_likeness *likeness, struct nd_error *err) ND_MUST_CHECK;
/* All that followed one article follow another. */
enum nd_status nd_copy_follow(struct nd_index *index, int64_t old, int64_t lead,
                              struct nd_error *err) ND_MUST_CHECK;
enum nd_status nd_copy_make_lead(struct nd_index *index, int64_t id, struct nd_error *err) ND_MUST_CHECK;
/* The one that stood for a text is gone, and its articles are to be looked at: another does. */
enum nd_status nd_copy_stand_for(struct nd_index *index, int64_t text_id, int64_t id,
                                 struct nd_error *err) ND_MUST_CHECK;
/* Drops the row of a lead that leads nobody. */
enum nd_status nd_copy_tidy(struct nd_index *index, int64_t id, struct nd_error *err) ND_MUST_CHECK;

#endif
