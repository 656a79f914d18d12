/*
 * The full-text index as it lies in its tables, looked at strictly: whatever FTS5 or newsdex would read of it
 * is where it is said to be and ends where the next begins. FTS5's own check compares the words with those of
 * the articles, but trusts offsets and lengths, and damaged ones can take it out of its memory. Private to
 * the index stage.
 */
#ifndef INDEX_FULLTEXT_SEGMENT_VERIFY_H
#define INDEX_FULLTEXT_SEGMENT_VERIFY_H

#include "index/db/statement.h"

/*
 * Reads every page of every segment once. sink is told the first damage of each segment; *is_sound is true
 * when there is none. An index in a form this newsdex does not know is neither read nor a fault. Errors are
 * those of the database alone.
 */
enum nd_status nd_segments_verify(struct nd_index *index, nd_fault_sink *sink, void *context, bool *is_sound,
                                  struct nd_error *err) ND_MUST_CHECK;

#endif
