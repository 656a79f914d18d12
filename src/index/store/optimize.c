#include "index/boilerplate/boilerplate.h"
#include "index/copies/copies.h"
#include "index/db/grams.h"
#include "index/fulltext/writer.h"
#include "index/store/articles.h"
#include "index/store/names.h"

#include <sys/stat.h>

static int64_t size_of(const char *path) {
    struct stat st;

    return stat(path, &st) == 0 ? (int64_t)st.st_size : 0;
}

/*
 * All segments of the full-text index become one; then the file is written anew without its holes, and the
 * log is emptied so that the size on disk is the true one.
 */
enum nd_status nd_index_optimize(struct nd_index *index, int64_t *bytes_won, struct nd_error *err) {
    static const char *const steps[] = {"PRAGMA wal_checkpoint(TRUNCATE)", NULL, "VACUUM",
                                        "PRAGMA wal_checkpoint(TRUNCATE)"};
    int64_t before = 0;
    enum nd_status status = ND_OK;

    nd_guard_begin(&index->guard);
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        if (steps[i] == NULL)
            status = nd_names_drop_provenances(index, err);
        if (status == ND_OK)
            status =
                steps[i] == NULL ? nd_fulltext_merge_all(index, err) : nd_sql_script(index, steps[i], err);
        if (status != ND_OK)
            return status;
        if (i == 0)
            before = size_of(index->path);
    }
    before -= size_of(index->path);
    *bytes_won = before > 0 ? before : 0; /* a page more may be needed to say that there is nothing to win */
    return ND_OK;
}

enum nd_status nd_index_rebuild(struct nd_index *index, struct nd_error *err) {
    enum nd_status status = nd_index_begin(index, err);
    int64_t id = 0;

    if (status == ND_OK)
        status = nd_fulltext_clear(index, err);
    if (status == ND_OK)
        status = nd_copies_clear(index, err);
    if (status == ND_OK)
        status = nd_boilerplate_count_anew(index, err);
    if (status == ND_OK)
        status = nd_grams_renew(index, err);
    while (status == ND_OK && (status = nd_store_put_next_text(index, &id, err)) == ND_OK)
        if (nd_fulltext_is_full(index->full_text))
            status = nd_fulltext_flush(index, err);
    if (status == ND_END)
        status = id > 0 ? nd_store_mark_run(index, err) : ND_OK; /* copies are to be found anew */
    index->has_taken_over = id > 0; /* what was cut and what was marked is looked at */
    status = nd_index_end(index, status, err);
    return status == ND_OK && id > 0 ? nd_index_finish(index, err) : status;
}

enum nd_status nd_index_is_foreign(struct nd_index *index, bool *is_foreign, struct nd_error *err) {
    return nd_fulltext_is_foreign(index, is_foreign, err);
}

enum nd_status nd_index_is_outdated(struct nd_index *index, bool *is_outdated, struct nd_error *err) {
    return nd_fulltext_is_outdated(index, is_outdated, err);
}
