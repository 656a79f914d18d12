/*
 * What the table copy says of a database, beside what comes out when every text is compared with every other
 * that has a shingle in common with it, and the articles are gone through in order as newsdex/copies.h says:
 * how many of the members are found, with the same lead, and how many of those found are right.
 */
#include "index/copies/copy_order.h"
#include "index/copies/copy_rows.h"
#include "index/copies/likeness.h"
#include "newsdex/alloc.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

struct text {
    struct nd_copy_order order;
    struct nd_shingles shingles;
    int64_t lead; /* place among the texts; its own: it leads */
    double resemblance;
};

struct place {
    uint64_t shingle;
    uint32_t text;
};

struct collection {
    struct text *texts;
    size_t count, capacity;
    struct place *places;
    size_t place_count, place_capacity;
};

static int by_order(const void *a, const void *b) {
    return nd_copy_order_compare(&((const struct text *)a)->order, &((const struct text *)b)->order);
}

static int by_shingle(const void *a, const void *b) {
    const struct place *x = a, *y = b;

    if (x->shingle != y->shingle)
        return x->shingle < y->shingle ? -1 : 1;
    return x->text < y->text ? -1 : x->text > y->text;
}

static bool read_texts(struct nd_index *index, struct collection *c, struct nd_error *err) {
    sqlite3_stmt *stmt =
        nd_sql_prepare(index, ND_STR("SELECT id FROM article WHERE file_id IS NOT NULL"), err);

    while (stmt != NULL && nd_sql_step(index, stmt, err) == ND_OK) {
        struct text text = {.lead = -1};
        int64_t id = sqlite3_column_int64(stmt, 0);
        if (nd_copy_order_read(index, id, &text.order, err) != ND_OK ||
            nd_shingles_read(index, id, &text.shingles, err) != ND_OK)
            return false;
        c->texts = nd_alloc_grow(c->texts, &c->capacity, c->count + 1, sizeof *c->texts);
        c->texts[c->count++] = text;
    }
    sqlite3_finalize(stmt);
    qsort(c->texts, c->count, sizeof *c->texts, by_order);
    return err->status == ND_OK;
}

/* Short texts are known by the hash of all their words. */
static void list_places(struct collection *c) {
    for (size_t i = 0; i < c->count; i++) {
        const struct nd_shingles *text = &c->texts[i].shingles;
        for (size_t k = 0; k <= text->shingles.count; k++) {
            uint64_t shingle = k < text->shingles.count ? text->shingles.list[k] : text->sketch.text;
            c->places = nd_alloc_grow(c->places, &c->place_capacity, c->place_count + 1, sizeof *c->places);
            c->places[c->place_count++] = (struct place){shingle, (uint32_t)i};
        }
    }
    qsort(c->places, c->place_count, sizeof *c->places, by_shingle);
}

static int by_number(const void *a, const void *b) {
    const uint32_t *x = a, *y = b;

    return *x < *y ? -1 : *x > *y;
}

/* The earlier texts that share a shingle with that one, each once. */
static size_t find_earlier(const struct collection *c, size_t at, uint32_t **found, size_t *capacity) {
    const struct nd_shingles *text = &c->texts[at].shingles;
    size_t count = 0, kept = 0;

    for (size_t k = 0; k <= text->shingles.count; k++) {
        struct place wanted = {k < text->shingles.count ? text->shingles.list[k] : text->sketch.text,
                               (uint32_t)at};
        const struct place *place = bsearch(&wanted, c->places, c->place_count, sizeof wanted, by_shingle);
        while (place > c->places && place[-1].shingle == wanted.shingle) {
            place--;
            *found = nd_alloc_grow(*found, capacity, count + 1, sizeof **found);
            (*found)[count++] = place->text;
        }
    }
    qsort(*found, count, sizeof **found, by_number);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || (*found)[kept - 1] != (*found)[i])
            (*found)[kept++] = (*found)[i];
    return kept;
}

static void cluster(struct collection *c) {
    uint32_t *found = nd_alloc_array(1, sizeof *found);
    size_t capacity = 1;

    for (size_t i = 0; i < c->count; i++) {
        size_t count = find_earlier(c, i, &found, &capacity);
        struct text *text = &c->texts[i];
        text->lead = (int64_t)i;
        for (size_t k = 0; k < count; k++) {
            struct nd_likeness likeness;
            if (c->texts[found[k]].lead != (int64_t)found[k])
                continue;
            likeness = nd_likeness_of(&c->texts[found[k]].shingles, &text->shingles);
            if (likeness.kind != ND_COPY_NONE && likeness.resemblance > text->resemblance) {
                text->lead = (int64_t)found[k];
                text->resemblance = likeness.resemblance;
            }
        }
    }
    free(found);
}

static bool report(struct nd_index *index, const struct collection *c, struct nd_error *err) {
    size_t members = 0, found = 0, same = 0, ours = 0, right = 0;

    for (size_t i = 0; i < c->count; i++) {
        const struct text *text = &c->texts[i];
        int64_t lead = c->texts[text->lead].order.id, id = text->order.id;
        struct nd_copy_row row;
        enum nd_status status = nd_copy_row(index, id, &row, err);
        bool is_member = status == ND_OK && row.lead_id != id, is_true = lead != id;
        if (status != ND_OK && status != ND_END)
            return false;
        members += is_true;
        ours += is_member;
        found += is_true && is_member;
        same += is_true && is_member && row.lead_id == lead;
        for (size_t k = 0; k < c->count && is_member; k++)
            right += c->texts[k].order.id == row.lead_id &&
                     nd_likeness_of(&c->texts[k].shingles, &text->shingles).kind != ND_COPY_NONE;
        if (is_true != is_member || (is_member && row.lead_id != lead))
            fprintf(stderr, "%" PRId64 ": lead %" PRId64 ", not %" PRId64 " (%.3f)\n", id, lead, row.lead_id,
                    text->resemblance);
    }
    printf("articles %zu members %zu found %zu recall %.4f same lead %.4f precision %.4f\n", c->count,
           members, found, members == 0 ? 1 : (double)found / (double)members,
           members == 0 ? 1 : (double)same / (double)members, ours == 0 ? 1 : (double)right / (double)ours);
    return true;
}

int main(int argc, char **argv) {
    struct nd_error err = ND_ERROR_INIT;
    struct nd_index *index = NULL;
    struct collection c = {0};
    bool is_good = argc == 2 && nd_index_open(argv[1], ND_INDEX_READ, 0, &index, &err) == ND_OK;

    if (is_good && read_texts(index, &c, &err)) {
        list_places(&c);
        cluster(&c);
        is_good = report(index, &c, &err);
    }
    if (err.status != ND_OK && err.status != ND_END)
        fprintf(stderr, "%s\n", err.message);
    nd_index_close(index);
    return is_good ? 0 : 1;
}
