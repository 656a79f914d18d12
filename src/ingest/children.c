#include "ingest/run.h"

#include "ingest/known_parts.h"

#include <string.h>
#include <xxhash.h>

/* The articles of one issue that are written. */
struct family {
    struct nd_ingest_run *run;
    const struct nd_job *job; /* NULL: nothing is inverted */
    int64_t file_id;
    bool reads_all;                     /* also what has not changed */
    const struct nd_index_part *record; /* the issue is of a file of many; NULL: it is a file */
    struct nd_known_parts known;
    struct nd_problems none;
};

/* Of all there is in the record but where it stands; what it has of its parent is among it. */
static void hash_child(const struct family *family, const struct nd_article *child,
                       unsigned char hash[ND_HASH_SIZE]) {
    struct nd_article plain = *child;
    struct nd_buf json = {0};
    XXH128_canonical_t canonical;

    plain.part = ND_STR_NONE;
    plain.path = ND_STR("");
    nd_article_write_json(&plain, ND_STR_NONE, &family->none, &json);
    XXH128_canonicalFromHash(&canonical, XXH3_128bits_withSeed(json.ptr, json.len, child->length));
    memcpy(hash, canonical.digest, ND_HASH_SIZE);
    nd_buf_free(&json);
}

static enum nd_status put_child(struct family *family, const struct nd_article *child,
                                struct nd_index_part *part) {
    const struct nd_job *job = family->job;
    struct nd_index_input input = {.article = child, .problems = &family->none};

    if (job != NULL && job->is_inverted) {
        const struct nd_child_words *words = &job->child_words[child->ordinal - 1];
        input.is_inverted = true;
        input.number = words->number;
        memcpy(input.lengths, words->lengths, sizeof input.lengths);
    }
    return nd_index_put_part(family->run->index, family->file_id, part, &input, family->run->err);
}

/* That of a record is the place of all its articles. */
static struct nd_index_part place_of(const struct nd_index_part *record, uint64_t item) {
    struct nd_index_part part = *record;

    part.issue_id = record->id;
    part.id = 0;
    part.item = item;
    part.key = ND_STR_NONE;
    return part;
}

static struct nd_index_part make_part(const struct family *family, const struct nd_article *child) {
    struct nd_index_part part = {
        .ordinal = child->ordinal, .start = child->start, .length = child->length, .line = child->line};

    if (family->record != NULL)
        part = place_of(family->record, child->ordinal);
    part.key = child->part_key;
    return part;
}

static enum nd_status write_child(struct family *family, const struct nd_article *child) {
    struct nd_index_part part = make_part(family, child);
    struct nd_known_parts *known = &family->known;
    size_t i;

    hash_child(family, child, part.hash);
    i = nd_known_parts_by_hash(known, part.hash);
    if (i != SIZE_MAX) {
        part.is_overtaken =
            family->record != NULL || i < known->furthest; /* the record may stand elsewhere */
        nd_known_parts_take(known, i);
        part.id = known->parts.items[i].id;
        if (!family->reads_all)
            return nd_index_place_part(family->run->index, &part, &known->parts.items[i], family->run->err);
    } else if ((i = nd_known_parts_by_key(known, part.key)) != SIZE_MAX) {
        known->is_taken[i] = true;
        part.id = known->parts.items[i].id;
    }
    return put_child(family, child, &part);
}

static enum nd_status remove_gone(struct family *family) {
    enum nd_status status = ND_OK;

    for (size_t i = 0; i < family->known.parts.count && status == ND_OK; i++)
        if (!family->known.is_taken[i]) {
            family->known.is_taken[i] = true;
            status =
                nd_index_remove_part(family->run->index, family->known.parts.items[i].id, family->run->err);
        }
    return status;
}

static enum nd_status write_family(struct family *family, const struct nd_parsed *parsed) {
    enum nd_status status = ND_OK;

    nd_problems_init(&family->none, parsed->arena);
    for (const struct nd_article *c = parsed->article.children; c != NULL && status == ND_OK; c = c->next)
        status = write_child(family, c);
    return status == ND_OK ? remove_gone(family) : status;
}

static void count(struct nd_ingest_run *run, const struct nd_article *issue) {
    run->totals->issues += issue->children != NULL;
    run->totals->items += (int64_t)issue->child_count;
}

enum nd_status nd_ingest_children(struct nd_ingest_run *run, const struct nd_parsed *parsed,
                                  const struct nd_job *job, int64_t file_id, enum nd_change change) {
    struct family family = {.run = run,
                            .job = job,
                            .file_id = file_id,
                            .reads_all = run->options->force || change == ND_MOVED || job == NULL ||
                                         !job->is_known_of_reader};
    bool is_known = change == ND_CHANGED || change == ND_MOVED;
    enum nd_status status = ND_OK;

    count(run, &parsed->article);
    if (run->options->dry_run || (!is_known && parsed->article.children == NULL))
        return ND_OK;
    if (is_known)
        status = nd_known_parts_load(&family.known, run->index, file_id, 0, run->err);
    if (status == ND_OK)
        status = write_family(&family, parsed);
    nd_known_parts_fini(&family.known);
    return status;
}

enum nd_status nd_ingest_children_of_record(struct nd_ingest_run *run, const struct nd_job *job,
                                            int64_t file_id, struct nd_known_parts *known, bool reads_all) {
    struct family family = {.run = run,
                            .job = job,
                            .file_id = file_id,
                            .reads_all = reads_all,
                            .record = &job->part,
                            .known = nd_known_parts_items(known, job->known_part)};
    enum nd_status status = ND_OK;

    if (job->parsed.has_article)
        count(run, &job->parsed.article);
    if (!run->options->dry_run &&
        (family.known.parts.count > 0 || (job->parsed.has_article && job->parsed.article.child_count > 0)))
        status = write_family(&family, &job->parsed);
    nd_known_parts_give_back(&family.known);
    return status;
}

enum nd_status nd_ingest_place_children(struct nd_ingest_run *run, const struct nd_index_part *record,
                                        struct nd_known_parts *known, size_t i) {
    struct nd_known_parts items = nd_known_parts_items(known, i);
    enum nd_status status = ND_OK;

    for (size_t k = 0; k < items.parts.count && status == ND_OK; k++) {
        struct nd_index_part part = place_of(record, items.parts.items[k].item);
        part.id = items.parts.items[k].id;
        if (!run->options->dry_run)
            status = nd_index_place_part(run->index, &part, &items.parts.items[k], run->err);
    }
    nd_known_parts_give_back(&items);
    return status;
}
