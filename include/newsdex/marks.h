/*
 * What people add to a database: tags and notes on articles, queries with a name. They outlive the files: an
 * article that comes again has those it had. Part of the index stage; who writes has opened the index for
 * that, and no transaction is open.
 */
#ifndef NEWSDEX_MARKS_H
#define NEWSDEX_MARKS_H

#include "newsdex/index.h"

struct nd_tag_change {
    struct nd_str name;
    bool is_added; /* or taken away */
};

/* Why the name cannot be that of a tag, or NULL: it is empty, too long, no UTF-8, or has quotes or control
 * characters. */
const char *nd_index_refuse_tag(struct nd_str name);
struct nd_tag_request {
    const int64_t *ids;
    size_t id_count;
    const struct nd_tag_change *changes;
    size_t change_count;
    bool is_dry; /* only tell how many tags would come or go */
};

/* Changes the tags of articles, all of them or none. *changed: how many tags came or went. */
enum nd_status nd_index_tag(struct nd_index *index, const struct nd_tag_request *request, int64_t *changed,
                            struct nd_error *err) ND_MUST_CHECK;

struct nd_tag_count {
    struct nd_str name;
    int64_t articles, gone; /* that have it, and that had it when they were last there */
};
typedef enum nd_status nd_tag_sink(void *context, const struct nd_tag_count *tag, struct nd_error *err);
/* In order of name. */
enum nd_status nd_index_list_tags(struct nd_index *index, nd_tag_sink *sink, void *context,
                                  struct nd_error *err) ND_MUST_CHECK;

/* Writes the note of an article anew; absent: takes it away. */
enum nd_status nd_index_put_note(struct nd_index *index, int64_t id, struct nd_str text,
                                 struct nd_error *err) ND_MUST_CHECK;

/* Everything of this header as rows: kind (tag, note, query), uid or name, text. */
struct nd_mark {
    struct nd_str kind, key, text;
};
typedef enum nd_status nd_mark_sink(void *context, const struct nd_mark *mark, struct nd_error *err);
enum nd_status nd_index_list_marks(struct nd_index *index, nd_mark_sink *sink, void *context,
                                   struct nd_error *err) ND_MUST_CHECK;
/* Adds them to what there is, whether or not there are such articles now; all or none. ND_BAD_INPUT: number
 * *done cannot be. */
enum nd_status nd_index_add_marks(struct nd_index *index, const struct nd_mark *marks, size_t count,
                                  size_t *done, struct nd_error *err) ND_MUST_CHECK;

struct nd_saved_query {
    struct nd_str name, query;
    int64_t seen; /* what came until that arrival is known to whoever asks for what is new */
};
/* Why the name cannot be that of a query, or NULL: letters, digits and - _ . are wanted. */
const char *nd_index_refuse_query_name(struct nd_str name);
/* Saves it under that name, or another one in its place: nothing there is now is new to it. */
enum nd_status nd_index_save_query(struct nd_index *index, struct nd_str name, struct nd_str query,
                                   struct nd_error *err) ND_MUST_CHECK;
/* ND_NOT_FOUND when there is none of that name. */
enum nd_status nd_index_drop_query(struct nd_index *index, struct nd_str name,
                                   struct nd_error *err) ND_MUST_CHECK;
enum nd_status nd_index_see_query(struct nd_index *index, struct nd_str name, int64_t seen,
                                  struct nd_error *err) ND_MUST_CHECK;

struct nd_saved_queries {
    struct nd_saved_query *list; /* in order of name, in the arena */
    size_t count;
};
enum nd_status nd_index_saved_queries(struct nd_index *index, struct nd_arena *arena,
                                      struct nd_saved_queries *saved, struct nd_error *err) ND_MUST_CHECK;

/* The last arrival before that time (seconds since 1970; INT64_MAX: of all). What comes has a higher one. */
enum nd_status nd_index_arrival(struct nd_index *index, int64_t before, int64_t *arrival,
                                struct nd_error *err) ND_MUST_CHECK;

/* What there is of a kind whose name begins with a text, some of it if there is very much; for completion. */
enum nd_name_kind { ND_NAME_TAG, ND_NAME_SAVED, ND_NAME_TOPIC, ND_NAME_PROVIDER, ND_NAME_AUTHOR };
typedef void nd_name_sink(void *context, struct nd_str name);
enum nd_status nd_index_names_like(struct nd_index *index, enum nd_name_kind kind, struct nd_str beginning,
                                   nd_name_sink *sink, void *context, struct nd_error *err) ND_MUST_CHECK;

#endif
