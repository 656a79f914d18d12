/*
 * Learned boilerplate (newsdex/boilerplate.h) while articles are written: the lines of what is put and
 * forgotten are noted, and counted when the ingest is finished. Private to the index stage.
 */
#ifndef INDEX_BOILERPLATE_BOILERPLATE_H
#define INDEX_BOILERPLATE_BOILERPLATE_H

#include "index/boilerplate/cuts.h"
#include "index/boilerplate/raw_text.h"
#include "newsdex/boilerplate.h"

/* An article that answers was put, or does not answer any more; its text as the file has it. */
void nd_boilerplate_put(struct nd_index *index, int64_t id, uint64_t scope, struct nd_str body);
/* The same of what is stored; nothing happens when it does not answer (put: when it does). When what goes is
 * damaged all are counted anew. */
enum nd_status nd_boilerplate_note(struct nd_index *index, int64_t id, bool is_put,
                                   struct nd_error *err) ND_MUST_CHECK;
/* Writes down what was noted. Belongs before every commit. */
enum nd_status nd_boilerplate_flush(struct nd_index *index, struct nd_error *err) ND_MUST_CHECK;

/* Forgets what was counted: the finish counts all articles. Within a transaction. */
enum nd_status nd_boilerplate_count_anew(struct nd_index *index, struct nd_error *err) ND_MUST_CHECK;

/* Whether learning was switched on or off since the latest ingest. */
enum nd_status nd_boilerplate_is_switched(struct nd_index *index, bool *is,
                                          struct nd_error *err) ND_MUST_CHECK;
/* Counts, and decides anew what is boilerplate; ids: the articles that may have to be cut in another way,
 * each once. Within a transaction. */
struct nd_key_entries;
enum nd_status nd_boilerplate_learn(struct nd_index *index, struct nd_key_entries *ids,
                                    struct nd_error *err) ND_MUST_CHECK;
/* What is to be cut out of an article by what is learned now; nothing, when cuts->cuts is empty. */
enum nd_status nd_boilerplate_cut(struct nd_index *index, int64_t id, const struct nd_raw_text *raw,
                                  struct nd_cuts *cuts, struct nd_error *err) ND_MUST_CHECK;

#endif
