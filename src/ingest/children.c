#include "ingest/run.h"

#include "ingest/known_parts.h"

#include <string.h>
#include <xxhash.h>

/* The articles of one issue that are written. */
struct family {
    struct nd_ingest_run *run;
    const struct nd_job *job; /* NULL: nothing is inverted */
    int64_t file_id;
    bool reads_all; /* also what has not changed */
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

static enum nd_status write_child(struct family *family, const struct nd_article *child) {
    struct nd_index_part part = {.ordinal = child->ordinal,
                                 .start = child->start,
                                 .length = child->length,
                                 .line = child->line,
                                 .key = child->part_key};
    struct nd_known_parts *known = &family->known;
    size_t i;

    hash_child(family, child, part.hash);
    i = nd_known_parts_by_hash(known, part.hash);
    if (i != SIZE_MAX) {
        part.is_overtaken = i < known->furthest;
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
        if (!family->known.is_taken[i])
            status =
                nd_index_remove_part(family->run->index, family->known.parts.items[i].id, family->run->err);
    return status;
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

    run->totals->issues += parsed->article.children != NULL;
    for (const struct nd_article *c = parsed->article.children; c != NULL; c = c->next)
        run->totals->items++;
    if (run->options->dry_run || (!is_known && parsed->article.children == NULL))
        return ND_OK;
    nd_problems_init(&family.none, parsed->arena);
    if (is_known)
        status = nd_known_parts_load(&family.known, run->index, file_id, 0, run->err);
    for (const struct nd_article *c = parsed->article.children; c != NULL && status == ND_OK; c = c->next)
        status = write_child(&family, c);
    if (status == ND_OK)
        status = remove_gone(&family);
    nd_known_parts_fini(&family.known);
    return status;
}
