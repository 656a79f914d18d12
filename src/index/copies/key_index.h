/*
 * Which articles have a key of a sketch (../fulltext/sketch.h): the rows of the table sketch from 0 on. A row
 * holds all articles of some keys that follow each other, packed, and is known by the first of them; rows are
 * split when they have become long, never within a key. Keys of more than ND_KEY_BITS bits are those of lines
 * (../boilerplate). Private to the index stage.
 */
#ifndef INDEX_COPIES_KEY_INDEX_H
#define INDEX_COPIES_KEY_INDEX_H

#include "index/db/statement.h"

/* A key and an article as one number, so that numbers in order are articles in order of their keys. */
static inline uint64_t nd_key_entry(uint32_t key, int64_t id) {
    return (uint64_t)key << 32 | (uint32_t)id;
}

static inline int64_t nd_key_entry_id(uint64_t entry) {
    return (uint32_t)entry;
}

struct nd_key_entries {
    uint64_t *list; /* free() it */
    size_t count, capacity;
};

void nd_key_entries_add(struct nd_key_entries *entries, uint64_t entry);
/* In order, each once. */
void nd_key_entries_sort(struct nd_key_entries *entries);

/* A key whose articles have become others, more or less: those it has now, if any, and how many it had. */
typedef void nd_key_observer(void *context, uint32_t key, const uint32_t *ids, size_t count, size_t before);

/*
 * Takes removed out of the index and puts added into it; both sorted. A removed entry that is not there is no
 * error. observer may be NULL.
 */
enum nd_status nd_key_index_change(struct nd_index *index, const struct nd_key_entries *removed,
                                   const struct nd_key_entries *added, nd_key_observer *observer,
                                   void *context, struct nd_error *err) ND_MUST_CHECK;
/* The entries of a key, borrowed from entries in order; list is NULL when there are none. */
struct nd_key_span {
    const uint64_t *list;
    size_t count;
};
struct nd_key_span nd_key_entries_find(const struct nd_key_entries *entries, uint32_t key);
/*
 * Reads the row of a key, unless it is the one that was read into row last: keys asked for in order cost a
 * row once. row is all zero at first, free its list; it is good until the index changes, the span until the
 * next call.
 */
enum nd_status nd_key_index_find(struct nd_index *index, uint32_t key, struct nd_key_entries *row,
                                 struct nd_key_span *span, struct nd_error *err) ND_MUST_CHECK;

enum nd_key_kind { ND_KEY_OF_SKETCH, ND_KEY_OF_LINE };
/* All entries of a kind, in order, some whole keys at a time; the list is borrowed until sink returns. The
 * index must not change meanwhile. */
typedef enum nd_status nd_key_index_sink(void *context, const struct nd_key_entries *entries,
                                         struct nd_error *err);
enum nd_status nd_key_index_read(struct nd_index *index, enum nd_key_kind kind, nd_key_index_sink *sink,
                                 void *context, struct nd_error *err) ND_MUST_CHECK;

#endif
