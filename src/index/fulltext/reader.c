#include "index/fulltext/reader.h"

#include "index/fulltext/segment_list.h"

#include "newsdex/alloc.h"

#include <stdlib.h>
#include <string.h>

struct nd_reader {
    struct nd_index *index;
    struct nd_segment_list segment_list;
    struct nd_averages averages;
    sqlite3_stmt *find_page, *read_page;
};

struct lists {
    struct nd_postings *items;
    size_t count, capacity;
};

static struct nd_segment_cursor open_cursor(const struct nd_reader *reader) {
    return (struct nd_segment_cursor){
        .index = reader->index, .read_page = reader->read_page, .find_page = reader->find_page};
}

/* The list of one term, over all segments. */
static enum nd_status read_term_lists(struct nd_reader *reader, struct nd_str key,
                                      struct nd_postings *postings, struct nd_error *err) {
    struct nd_postings older = {0};
    struct nd_segment_cursor cursor = open_cursor(reader);
    enum nd_status status = ND_OK;

    for (size_t i = reader->segment_list.count; i-- > 0 && status == ND_OK;) {
        bool is_newest = postings->count == 0;
        struct nd_postings *target = is_newest ? postings : &older;
        cursor.segment = &reader->segment_list.segments[i];
        nd_buf_clear(&cursor.term);
        status = nd_segment_seek(&cursor, key, err);
        if (status != ND_OK || cursor.is_end || !nd_str_eq(nd_buf_str(&cursor.term), key))
            continue;
        nd_postings_clear(target);
        status = nd_segment_read(&cursor, target, err);
        if (!is_newest && status == ND_OK)
            nd_postings_add_older(postings, &older);
    }
    nd_postings_drop_deleted(postings);
    nd_buf_free(&cursor.term);
    nd_postings_free(&older);
    return status;
}

struct term_list {
    struct nd_arena *arena;
    struct nd_str *terms;
    size_t count, capacity;
};

static enum nd_status collect_terms(struct nd_segment_cursor *cursor, struct nd_str key,
                                    struct term_list *list, struct nd_error *err) {
    enum nd_status status;

    nd_buf_clear(&cursor->term);
    status = nd_segment_seek(cursor, key, err);
    while (status == ND_OK && !cursor->is_end && nd_str_starts(nd_buf_str(&cursor->term), key)) {
        list->terms = nd_alloc_grow(list->terms, &list->capacity, list->count + 1, sizeof *list->terms);
        list->terms[list->count++] = nd_arena_str(list->arena, nd_buf_str(&cursor->term));
        status = nd_segment_next(cursor, err);
    }
    return status;
}

static int compare_terms(const void *a, const void *b) {
    const struct nd_str *x = a, *y = b;

    return nd_str_cmp(*x, *y);
}

/* Every term of the index that begins with key, once, in order. */
static enum nd_status list_terms(struct nd_reader *reader, struct nd_str key, struct term_list *list,
                                 struct nd_error *err) {
    struct nd_segment_cursor cursor = open_cursor(reader);
    enum nd_status status = ND_OK;
    size_t kept = 0;

    for (size_t i = 0; i < reader->segment_list.count && status == ND_OK; i++) {
        cursor.segment = &reader->segment_list.segments[i];
        status = collect_terms(&cursor, key, list, err);
    }
    nd_buf_free(&cursor.term);
    if (list->count > 0)
        qsort(list->terms, list->count, sizeof *list->terms, compare_terms);
    for (size_t i = 0; i < list->count; i++)
        if (kept == 0 || !nd_str_eq(list->terms[kept - 1], list->terms[i]))
            list->terms[kept++] = list->terms[i];
    list->count = kept;
    return status;
}

static struct nd_str key_of(struct nd_str token, struct nd_arena *arena) {
    char *key = nd_arena_bytes(arena, token.len + 1);

    key[0] = ND_SEGMENT_MAIN;
    if (token.len > 0)
        memcpy(key + 1, token.ptr, token.len);
    return nd_str_of(key, token.len + 1);
}

enum nd_status nd_reader_tokens_from(struct nd_reader *reader, struct nd_str prefix, nd_token_visit *visit,
                                     void *context, struct nd_error *err) {
    struct term_list list = {.arena = nd_arena_new()};
    struct nd_postings postings = {0};
    enum nd_status status = list_terms(reader, key_of(prefix, list.arena), &list, err);

    for (size_t i = 0; i < list.count && status == ND_OK; i++) {
        nd_postings_clear(&postings);
        status = read_term_lists(reader, list.terms[i], &postings, err);
        if (status == ND_OK && postings.count > 0)
            status = visit(context, nd_str_skip(list.terms[i], 1), postings.count);
    }
    nd_postings_free(&postings);
    free(list.terms);
    nd_arena_free(list.arena);
    return status;
}

/* Reads the lists of one form, or of every term that begins with it, into new elements of *lists. */
static enum nd_status read_form(struct nd_reader *reader, struct nd_str form, bool is_prefix,
                                struct nd_arena *arena, struct lists *lists, struct nd_error *err) {
    struct nd_str key = key_of(form, arena);
    struct term_list terms = {.arena = arena};
    enum nd_status status = ND_OK;

    if (is_prefix)
        status = list_terms(reader, key, &terms, err);
    for (size_t i = 0; i < (is_prefix ? terms.count : 1) && status == ND_OK; i++) {
        struct nd_postings *list;
        lists->items = nd_alloc_grow(lists->items, &lists->capacity, lists->count + 1, sizeof *lists->items);
        list = &lists->items[lists->count++];
        *list = (struct nd_postings){0};
        status = read_term_lists(reader, is_prefix ? terms.terms[i] : key, list, err);
        if (list->count == 0)
            nd_postings_free(&lists->items[--lists->count]);
    }
    free(terms.terms);
    return status;
}

enum nd_status nd_reader_read(struct nd_reader *reader, const struct nd_str *forms, size_t count,
                              bool is_prefix, struct nd_postings *postings, struct nd_error *err) {
    struct nd_arena *arena = nd_arena_new();
    struct lists lists = {0};
    enum nd_status status = ND_OK;

    nd_postings_free(postings);
    for (size_t i = 0; i < count && status == ND_OK; i++)
        status = read_form(reader, forms[i], is_prefix, arena, &lists, err);
    for (size_t step = 1; step < lists.count && status == ND_OK; step *= 2)
        for (size_t i = 0; i + step < lists.count; i += 2 * step)
            nd_postings_unite(&lists.items[i], &lists.items[i + step]);
    if (lists.count > 0)
        *postings = lists.items[0];
    for (size_t i = 1; i < lists.count; i++)
        nd_postings_free(&lists.items[i]);
    free(lists.items);
    nd_arena_free(arena);
    return status;
}

enum nd_status nd_reader_open(struct nd_index *index, struct nd_reader **out, struct nd_error *err) {
    struct nd_reader *reader = nd_alloc_array(1, sizeof *reader);
    enum nd_status status = nd_segment_list_read(index, &reader->segment_list, err);

    reader->index = index;
    if (status == ND_OK)
        status = nd_averages_read(index, &reader->averages, err);
    reader->read_page = nd_sql(index, ND_SQL_FTS_PAGE, err);
    reader->find_page = nd_sql(index, ND_SQL_FTS_FIND_PAGE, err);
    if (reader->read_page == NULL || reader->find_page == NULL)
        status = ND_DB;
    if (status != ND_OK) {
        nd_reader_close(reader);
        reader = NULL;
    }
    *out = reader;
    return status;
}

void nd_reader_close(struct nd_reader *reader) {
    if (reader == NULL)
        return;
    if (reader->read_page != NULL)
        sqlite3_reset(reader->read_page);
    if (reader->find_page != NULL)
        sqlite3_reset(reader->find_page);
    nd_segment_list_free(&reader->segment_list);
    free(reader);
}

uint64_t nd_reader_documents(const struct nd_reader *reader) {
    return reader->averages.articles;
}

uint64_t nd_reader_tokens(const struct nd_reader *reader, int column) {
    return reader->averages.words[column];
}
