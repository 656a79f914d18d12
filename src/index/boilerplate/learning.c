#include "index/boilerplate/learning.h"

#include "index/boilerplate/line_log.h"
#include "newsdex/alloc.h"
#include "newsdex/analysis.h"
#include "newsdex/boilerplate.h"

#include <stdlib.h>
#include <xxhash.h>

enum {
    TITLES = 1024 * 1024, /* titles that are remembered: lines of a place are in much the same articles */
    ROOM = 1024,          /* articles whose lines are remembered */
    ALIKE = 4,
    ALIKE_OF = 3 /* two articles are one when of the shorter three words in four are in the other */
};

/* The lines of an article and their words. */
struct member {
    int64_t id;    /* 0: none */
    uint64_t used; /* in which comparison, the latest */
    uint64_t title, words;
    struct member_line {
        uint64_t hash;
        uint32_t words;
    } * lines; /* in order */
    size_t count, capacity;
};

struct nd_learning {
    struct nd_index *index;
    struct nd_text_lines *lines;
    uint64_t comparison; /* the present one */
    struct title {
        int64_t id;
        uint64_t hash;
    } * titles; /* NULL until one is asked for */
    struct member members[ROOM];
    struct member spare[ND_BOILERPLATE_FEW]; /* for those in whose place another is that is compared */
};

uint64_t nd_learning_least(uint64_t articles) {
    uint64_t power = 1;

    while (power <= articles / 2)
        power *= 2;
    return power / ND_BOILERPLATE_SHARE > ND_BOILERPLATE_LEAST ? power / ND_BOILERPLATE_SHARE
                                                               : ND_BOILERPLATE_LEAST;
}

struct nd_learning *nd_learning_new(struct nd_index *index) {
    struct nd_learning *learning = nd_alloc_array(1, sizeof *learning);

    learning->index = index;
    learning->lines = nd_text_lines_new();
    return learning;
}

void nd_learning_free(struct nd_learning *learning) {
    if (learning == NULL)
        return;
    for (size_t i = 0; i < ROOM; i++)
        free(learning->members[i].lines);
    for (size_t i = 0; i < ND_BOILERPLATE_FEW; i++)
        free(learning->spare[i].lines);
    free(learning->titles);
    nd_text_lines_free(learning->lines);
    free(learning);
}

static int by_hash(const void *a, const void *b) {
    const struct member_line *x = a, *y = b;

    return x->hash < y->hash ? -1 : x->hash > y->hash;
}

static uint64_t hash_title(struct nd_index *index, struct nd_str title) {
    struct nd_str folded = nd_casefold(nd_str_trim(title), index->scratch);

    return XXH3_64bits(folded.len == 0 ? "" : folded.ptr, folded.len);
}

static void fill(struct nd_learning *learning, struct member *member, int64_t id,
                 const struct nd_raw_text *raw) {
    nd_text_lines_read(learning->lines, raw->body);
    nd_text_lines_weigh(learning->lines);
    member->id = id;
    member->title = hash_title(learning->index, raw->title);
    member->words = member->count = 0;
    member->lines =
        nd_alloc_grow(member->lines, &member->capacity, learning->lines->count + 1, sizeof *member->lines);
    for (size_t i = 0; i < learning->lines->count; i++) {
        const struct nd_text_line *line = &learning->lines->list[i];
        member->words += line->words;
        if (line->exact != 0)
            member->lines[member->count++] = (struct member_line){line->exact, line->words};
    }
    qsort(member->lines, member->count, sizeof *member->lines, by_hash);
}

/* An article that is gone is one without lines. */
static enum nd_status read_member(struct nd_learning *learning, int64_t id, struct member *spare,
                                  const struct member **out, struct nd_error *err) {
    struct member *member = &learning->members[id % ROOM];
    struct nd_raw_text raw = {.scope = 0};
    enum nd_status status = ND_OK;

    if (member->id != id && member->used == learning->comparison)
        member = spare;
    member->used = learning->comparison;
    *out = member;
    if (member->id == id)
        return ND_OK;
    nd_arena_reset(learning->index->scratch);
    status = nd_raw_text_read(learning->index, id, learning->index->scratch, &raw, err);
    if (status == ND_OK || status == ND_END)
        fill(learning, member, id, &raw);
    return status == ND_END ? ND_OK : status;
}

static bool are_alike(const struct member *a, const struct member *b) {
    uint64_t common = 0, shorter = a->words < b->words ? a->words : b->words;

    if (a->title == b->title)
        return true;
    for (size_t i = 0, k = 0; i < a->count && k < b->count;) {
        common += a->lines[i].hash == b->lines[k].hash ? a->lines[i].words : 0;
        if (a->lines[i].hash < b->lines[k].hash)
            i++;
        else if (a->lines[i].hash > b->lines[k].hash)
            k++;
        else
            i++, k++;
    }
    return common * ALIKE >= shorter * ALIKE_OF;
}

/* The longest first; of equal ones either may be. */
static int by_length(const void *a, const void *b) {
    const struct member *x = *(const struct member *const *)a, *y = *(const struct member *const *)b;

    if (x->words != y->words)
        return x->words > y->words ? -1 : 1;
    if (x->title != y->title)
        return x->title < y->title ? -1 : 1;
    if (x->count == 0 || y->count == 0)
        return x->count < y->count ? -1 : x->count > y->count;
    return by_hash(x->lines, y->lines);
}

/* How many are like none of those before them that are so, too. A short one may be like all. */
static uint64_t count_different(const struct member **members, size_t count) {
    size_t different = 0;

    qsort(members, count, sizeof *members, by_length);
    for (size_t i = 0; i < count; i++) {
        size_t k = 0;
        while (k < different && !are_alike(members[k], members[i]))
            k++;
        if (k == different)
            members[different++] = members[i];
    }
    return different;
}

/* Few articles, by their titles and their lines. */
static enum nd_status compare(struct nd_learning *learning, const uint64_t *entries, size_t count,
                              uint64_t *different, struct nd_error *err) {
    const struct member *members[ND_BOILERPLATE_FEW];
    enum nd_status status = ND_OK;

    learning->comparison++;
    for (size_t i = 0; i < count && status == ND_OK; i++)
        status = read_member(learning, nd_key_entry_id(entries[i]), &learning->spare[i], &members[i], err);
    if (status == ND_OK)
        *different = count_different(members, count);
    return status;
}

/* Of an article that is gone, 0. */
static enum nd_status read_title(struct nd_learning *learning, int64_t id, uint64_t *hash,
                                 struct nd_error *err) {
    struct nd_index *index = learning->index;
    struct title *title;
    sqlite3_stmt *stmt;
    enum nd_status status;

    if (learning->titles == NULL)
        learning->titles = nd_alloc_array(TITLES, sizeof *learning->titles);
    title = &learning->titles[id % TITLES];
    *hash = title->hash;
    if (title->id == id)
        return ND_OK;
    nd_arena_reset(index->scratch);
    status = nd_sql_row(index, ND_SQL_TITLE, id, &stmt, err);
    *hash = status == ND_OK ? hash_title(index, nd_sql_str(stmt, 0, index->scratch)) : 0;
    sqlite3_reset(stmt);
    *title = (struct title){id, *hash};
    return status == ND_END ? ND_OK : status;
}

enum nd_status nd_learning_are_apart(struct nd_learning *learning, const uint64_t *entries, size_t count,
                                     uint64_t least, bool *are, struct nd_error *err) {
    struct nd_key_entries titles = {0};
    uint64_t different = 0, hash = 0;
    enum nd_status status = ND_OK;

    if (count <= ND_BOILERPLATE_FEW) {
        status = compare(learning, entries, count, &different, err);
        *are = status == ND_OK && different >= least;
        return status;
    }
    for (size_t i = 0, next = least; i < count && different < least && status == ND_OK; i++) {
        status = read_title(learning, nd_key_entry_id(entries[i]), &hash, err);
        if (status == ND_OK)
            nd_key_entries_add(&titles, hash);
        if (i + 1 == next || i + 1 == count) {
            nd_key_entries_sort(&titles);
            different = titles.count;
            next = i + 1 + least;
        }
    }
    free(titles.list);
    *are = different >= least;
    return status;
}
