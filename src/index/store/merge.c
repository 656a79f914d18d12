#include "index/copies/copies.h"
#include "index/db/grams.h"
#include "index/db/state.h"
#include "index/fulltext/lengths.h"
#include "index/fulltext/take_over.h"
#include "index/fulltext/writer.h"
#include "index/store/articles.h"
#include "index/store/learned.h"
#include "index/store/store.h"
#include "newsdex/boilerplate.h"
#include "newsdex/several.h"

#include <string.h>

/*
 * What another database has, attached as other, with ids higher by ?1; ?2 is ND_LENGTHS_BLOCK. Names, targets
 * and mentions meet those there are; temporary tables say which are which. References are not among it: all
 * targets are asked anew who answers. What two have the uid of gets none, so that it is decided as when an
 * ingest has found it.
 */
#define FILES "id < 1000000000"
#define MAP(name) "CREATE TEMP TABLE " name " (old INTEGER PRIMARY KEY, new INTEGER NOT NULL)"

static const char *const steps[] = {
    MAP("provider_map"), MAP("topic_map"), MAP("author_map"), MAP("target_map"), MAP("mention_map"),
    MAP("provenance_map"),
    "CREATE TEMP TABLE same_path (path TEXT, ours INTEGER, theirs INTEGER, is_newer INTEGER)",
    "INSERT INTO same_path SELECT theirs.path, ours.id, theirs.id + ?1, theirs.mtime_ns > ours.mtime_ns"
    " FROM other.file AS theirs JOIN main.file AS ours ON ours.path = theirs.path",
    /* No path has a zero byte. */
    "INSERT INTO main.file (id, path, size, mtime_ns, hash, encoding, reader, parts, filter)"
    " SELECT id + ?1, path || CASE WHEN EXISTS (SELECT 1 FROM same_path WHERE theirs = id + ?1) THEN char(0)"
    " ELSE '' END, size, mtime_ns, hash, encoding, reader, parts, filter FROM other.file ORDER BY id",
    "INSERT INTO main.part (id, file_id, ordinal, item, issue_id, name, line, start, length, hash, key, uid)"
    " SELECT id + ?1, file_id + ?1, ordinal, item, issue_id + ?1, name, line, start, length, hash, key, uid"
    " FROM other.part"
    " ORDER BY id",

    "INSERT OR IGNORE INTO main.provider (name, domain) SELECT name, domain FROM other.provider ORDER BY id",
    "INSERT INTO provider_map SELECT theirs.id, ours.id FROM other.provider AS theirs"
    " JOIN main.provider AS ours ON ours.name = theirs.name AND ours.domain = theirs.domain",
    "INSERT OR IGNORE INTO main.topic (name, folded) SELECT name, folded FROM other.topic ORDER BY id",
    "INSERT INTO topic_map SELECT theirs.id, ours.id FROM other.topic AS theirs"
    " JOIN main.topic AS ours ON ours.name = theirs.name",
    "INSERT OR IGNORE INTO main.author (name, folded) SELECT name, folded FROM other.author ORDER BY id",
    "INSERT INTO author_map SELECT theirs.id, ours.id FROM other.author AS theirs"
    " JOIN main.author AS ours ON ours.name = theirs.name",
    "INSERT OR IGNORE INTO main.provenance (record) SELECT record FROM other.provenance ORDER BY id",
    "INSERT INTO provenance_map SELECT theirs.id, ours.id FROM other.provenance AS theirs"
    " JOIN main.provenance AS ours ON ours.record = theirs.record",

    "INSERT INTO main.article (id, file_id, origin, shape, key, url, original_url, published_at, language,"
    " provider_id, category, type, quality, heat, is_published, title, own_excerpt, excerpt_start,"
    " excerpt_length, provenance_id, metadata, body, furniture, own_key) SELECT id + ?1, file_id + ?1, "
    "origin, "
    "shape, key, url, original_url, published_at,"
    " language, (SELECT new FROM provider_map WHERE old = provider_id), category, type, quality, heat,"
    " is_published, title, own_excerpt, excerpt_start, excerpt_length,"
    " (SELECT new FROM provenance_map WHERE old = provenance_id), metadata, body, furniture,"
    " own_key FROM other.article"
    " WHERE " FILES " ORDER BY id",
    "INSERT INTO main.article_topic (article_id, role, position, topic_id)"
    " SELECT article_id + ?1, role, position, new FROM other.article_topic"
    " JOIN topic_map ON old = topic_id ORDER BY article_id, role, position",
    "INSERT INTO main.article_author (article_id, position, author_id)"
    " SELECT article_id + ?1, position, new FROM other.article_author"
    " JOIN author_map ON old = author_id ORDER BY article_id, position",
    "INSERT INTO main.image (article_id, position, url, width, height)"
    " SELECT article_id + ?1, position, url, width, height FROM other.image WHERE article_id < 1000000000"
    " ORDER BY article_id, position",
    "INSERT INTO main.problem (file_id, position, line, column, level, code, message, part_id)"
    " SELECT file_id + ?1, position, line, column, level, code, message, part_id + ?1 FROM other.problem",

    "INSERT OR IGNORE INTO main.target (kind, name) SELECT kind, name FROM other.target ORDER BY id",
    "INSERT INTO target_map SELECT theirs.id, ours.id FROM other.target AS theirs"
    " JOIN main.target AS ours ON ours.name = theirs.name AND ours.kind = theirs.kind",
    "INSERT OR IGNORE INTO main.mention (target_id, hash, record) SELECT new, hash, record FROM other.mention"
    " JOIN target_map ON old = target_id ORDER BY other.mention.id",
    "INSERT INTO mention_map SELECT theirs.id, ours.id FROM other.mention AS theirs"
    " JOIN target_map ON old = theirs.target_id"
    " JOIN main.mention AS ours ON ours.target_id = new AND ours.hash = theirs.hash",
    "INSERT INTO main.link (article_id, position, target_id, mention_id)"
    " SELECT article_id + ?1, position, target.new, mention.new FROM other.link"
    " JOIN target_map AS target ON target.old = target_id"
    " JOIN mention_map AS mention ON mention.old = mention_id ORDER BY article_id, position",
    "UPDATE main.target SET article_id = NULL WHERE article_id IS NOT NULL",

    "UPDATE main.identity SET uid = NULL WHERE article_id >= 1000000000"
    " AND uid IN (SELECT uid FROM other.identity WHERE article_id < 1000000000)",
    "INSERT INTO main.identity (article_id, uid) SELECT article_id + ?1,"
    " CASE WHEN EXISTS (SELECT 1 FROM main.identity AS ours WHERE ours.uid = theirs.uid) THEN NULL ELSE uid"
    " END FROM other.identity AS theirs WHERE article_id < 1000000000 ORDER BY article_id",
    "INSERT INTO main.version (article_id, lead_id) SELECT article_id + ?1, lead_id + ?1 FROM other.version",
    "INSERT INTO main.learned (article_id, cuts, furniture, excerpt, provenance_id)"
    " SELECT article_id + ?1, cuts, furniture, excerpt,"
    " (SELECT new FROM provenance_map WHERE old = provenance_id) FROM other.learned",
    "INSERT INTO main.copy (article_id, lead_id, text_id, kind, similarity)"
    " SELECT article_id + ?1, lead_id + ?1, text_id + ?1, kind, similarity FROM other.copy",
    "INSERT INTO main.norm (block, lengths) SELECT block + ?1 / ?2, lengths FROM other.norm"
    " WHERE block < 1000000000 / ?2",
    "INSERT INTO main.article_fts_docsize (id, sz) SELECT id + ?1, sz FROM other.article_fts_docsize"
    " WHERE " FILES " ORDER BY id",

    /* Those of references find them again by the uid. */
    "INSERT OR IGNORE INTO main.article_tag (uid, folded, name, article_id) SELECT uid, folded, name,"
    " CASE WHEN article_id < 1000000000 THEN article_id + ?1 END FROM other.article_tag",
    "INSERT INTO main.article_note (uid, text, article_id) SELECT uid, text,"
    " CASE WHEN article_id < 1000000000 THEN article_id + ?1 END FROM other.article_note WHERE true"
    " " ND_SQL_JOIN_NOTES,
    "INSERT INTO main.arrival (first_id, last_id, arrived_at)"
    " SELECT first_id + ?1, last_id + ?1, arrived_at FROM other.arrival ORDER BY id",
    /* For whom everything is new: what this database had they have never seen. */
    "INSERT OR IGNORE INTO main.saved_query (name, query, arrival_id)"
    " SELECT name, query, 0 FROM other.saved_query",
    "INSERT OR IGNORE INTO main.state (name, value) SELECT name, value FROM other.state"
    " WHERE name LIKE 'device:%'"};

static const char drop_maps[] =
    "DROP TABLE temp.provider_map; DROP TABLE temp.topic_map; DROP TABLE temp.author_map;"
    "DROP TABLE temp.target_map; DROP TABLE temp.mention_map; DROP TABLE temp.provenance_map";

/* Another database than those it was made of, which has no history yet. */
static const char begin_anew[] =
    "UPDATE state SET value = lower(hex(randomblob(16))) WHERE name = 'database';"
    "UPDATE state SET value = '1' WHERE name = 'revision'; DELETE FROM state WHERE name = 'forgotten';"
    "DELETE FROM tombstone; UPDATE identity SET revision = 1 WHERE revision <> 1;";

/* A number that a statement gives, with ?1 and ?2 bound; 0 when it gives none. */
static enum nd_status one_number(struct nd_index *index, struct nd_str text, int64_t bound, int64_t *number,
                                 struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql_prepare(index, text, err);
    enum nd_status status;

    *number = 0;
    if (stmt == NULL)
        return err->status;
    nd_sql_bound(sqlite3_bind_int64(stmt, 1, bound));
    nd_sql_bound(sqlite3_bind_int64(stmt, 2, ND_LENGTHS_BLOCK));
    status = nd_sql_step(index, stmt, err);
    if (status == ND_OK)
        *number = sqlite3_column_int64(stmt, 0);
    sqlite3_finalize(stmt);
    return status == ND_END ? ND_OK : status;
}

static enum nd_status refuse(const struct nd_index *index, const char *why, struct nd_error *err) {
    return nd_error_set(err, ND_DB, "%s: %s; newsdex ingest brings it up to date", index->path, why);
}

enum nd_status nd_index_is_mergeable(struct nd_index *index, struct nd_error *err) {
    static const struct {
        struct nd_str text;
        const char *why;
    } faults[] = {{ND_STR_INIT("SELECT 1 FROM file WHERE reader <> ?1 LIMIT 1"),
                   "files in it were read by other rules"},
                  {ND_STR_INIT("SELECT 1 FROM state WHERE name IN ('unfinished', 'sketches', 'lines')"),
                   "an ingest of it is not finished"}};
    bool is_bad = false;
    int64_t is_found = 0;
    enum nd_status status = nd_index_is_foreign(index, &is_bad, err);

    if (status == ND_OK && !is_bad)
        status = nd_index_is_outdated(index, &is_bad, err);
    if (status == ND_OK && is_bad)
        return refuse(index, "its texts were cut into words otherwise than today", err);
    for (size_t i = 0; i < sizeof faults / sizeof *faults && status == ND_OK; i++) {
        status = one_number(index, faults[i].text, ND_READER, &is_found, err);
        if (status == ND_OK && is_found != 0)
            status = refuse(index, faults[i].why, err);
    }
    return status;
}

/* All pages, of one moment. */
static int copy_pages(sqlite3 *from, sqlite3 *to) {
    sqlite3_backup *backup = sqlite3_backup_init(to, "main", from, "main");

    if (backup == NULL)
        return sqlite3_errcode(to);
    (void)sqlite3_backup_step(backup, -1);
    return sqlite3_backup_finish(backup);
}

enum nd_status nd_index_copy(struct nd_index *index, const char *path, struct nd_error *err) {
    struct nd_index copy = {.path = nd_arena_bytes(index->scratch, strlen(path) + 1)};
    int code = sqlite3_open_v2(path, &copy.db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL);
    enum nd_status status = ND_OK;

    memcpy(copy.path, path, strlen(path) + 1);
    if (code == SQLITE_OK)
        code = sqlite3_exec(copy.db, "PRAGMA synchronous = OFF", NULL, NULL, NULL);
    if (code == SQLITE_OK)
        code = copy_pages(index->db, copy.db);
    if (code == SQLITE_OK) /* no log beside it: it has one user only until it is whole */
        code = sqlite3_exec(copy.db, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL);
    if (code != SQLITE_OK)
        status = nd_sql_error(&copy, err);
    sqlite3_close(copy.db);
    return status;
}

static enum nd_status run_steps(struct nd_index *index, int64_t shift, struct nd_error *err) {
    enum nd_status status = ND_OK;
    int64_t ignored;

    for (size_t i = 0; i < sizeof steps / sizeof *steps && status == ND_OK; i++)
        status = one_number(index, nd_str_from(steps[i]), shift, &ignored, err);
    return status;
}

/* Which of the saved queries of the other are taken, and which are not, for there is another of the name. */
static enum nd_status compare_queries(struct nd_index *index, const char *path,
                                      struct nd_merge_totals *totals, struct nd_error *err) {
    sqlite3_stmt *stmt =
        nd_sql_prepare(index,
                       ND_STR("SELECT theirs.name, ours.name IS NULL FROM other.saved_query AS theirs"
                              " LEFT JOIN main.saved_query AS ours ON ours.name = theirs.name"
                              " WHERE ours.query IS NOT theirs.query ORDER BY theirs.name"),
                       err);
    enum nd_status status = stmt == NULL ? err->status : ND_OK;

    while (status == ND_OK && (status = nd_sql_step(index, stmt, err)) == ND_OK) {
        bool is_taken = sqlite3_column_int(stmt, 1) != 0;
        totals->saved_queries += is_taken;
        if (!is_taken)
            nd_buf_addf(&totals->left_out, "%s: %s\n", path, (const char *)sqlite3_column_text(stmt, 0));
    }
    sqlite3_finalize(stmt);
    return status == ND_END ? ND_OK : status;
}

/* Rows and postings in one transaction, which only reads the other database. */
static enum nd_status take_all(struct nd_index *index, struct nd_index *other, int64_t shift,
                               struct nd_merge_totals *totals, struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql_prepare(index, ND_STR("ATTACH ?1 AS other"), err);
    enum nd_status status = stmt == NULL ? err->status : ND_OK;

    if (stmt != NULL)
        nd_sql_bound(sqlite3_bind_text(stmt, 1, other->path, -1, SQLITE_STATIC));
    if (status == ND_OK)
        status = nd_sql_run(index, stmt, err);
    sqlite3_finalize(stmt);
    if (status == ND_OK)
        status = compare_queries(index, other->path, totals, err);
    if (status == ND_OK)
        status = nd_sql_script(index, "BEGIN", err);
    if (status == ND_OK)
        status = run_steps(index, shift, err);
    if (status == ND_OK)
        status = nd_take_over(index, other, shift, err);
    if (status == ND_OK)
        status = nd_copies_take_over(index, other, shift, err);
    if (status == ND_OK)
        status = nd_grams_flush(index, err);
    if (status == ND_OK)
        status = nd_sql_script(index, "COMMIT", err);
    if (status == ND_OK)
        status = nd_sql_script(index, drop_maps, err);
    if (status == ND_OK)
        status = nd_sql_script(index, "DETACH other", err);
    nd_store_rollback(index->store); /* what it remembers is no more all there is */
    return status;
}

/* Of a file in both the state that was changed last, or the one that was there. */
static enum nd_status remove_older(struct nd_index *index, int64_t *count, struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql_prepare(
        index,
        ND_STR("SELECT CASE WHEN is_newer THEN ours ELSE theirs END,"
               " CASE WHEN is_newer THEN path ELSE path || char(0) END FROM same_path ORDER BY path"),
        err);
    struct nd_arena *arena = nd_arena_new();
    enum nd_status status = stmt == NULL ? err->status : ND_OK;

    while (status == ND_OK && (status = nd_sql_step(index, stmt, err)) == ND_OK) {
        bool is_removed;
        nd_arena_reset(arena);
        status = nd_index_remove(index, sqlite3_column_int64(stmt, 0), nd_sql_str(stmt, 1, arena),
                                 &is_removed, err);
        ++*count;
        if (status == ND_OK && nd_fulltext_is_full(index->full_text))
            status = nd_fulltext_flush(index, err);
    }
    sqlite3_finalize(stmt);
    nd_arena_free(arena);
    return status == ND_END ? ND_OK : status;
}

static enum nd_status settle_paths(struct nd_index *index, int64_t last, int64_t *count,
                                   struct nd_error *err) {
    enum nd_status status = nd_index_begin(index, err);

    index->has_taken_over = true;
    if (status == ND_OK)
        status = nd_learned_note(index, last, err);
    if (status == ND_OK)
        status = remove_older(index, count, err);
    if (status == ND_OK)
        status = nd_sql_script(index,
                               "UPDATE main.file SET path = (SELECT path FROM same_path WHERE theirs = id)"
                               " WHERE id IN (SELECT theirs FROM same_path);"
                               "DROP TABLE temp.same_path",
                               err);
    return status == ND_OK ? nd_index_commit(index, err) : status;
}

/* Learning takes nothing away for good: it is left off only where it is off in all of them. */
static enum nd_status compare_learning(struct nd_index *index, struct nd_index *other,
                                       struct nd_merge_totals *totals, struct nd_error *err) {
    bool is_off = false, is_other_off = false;
    enum nd_status status = nd_state_has(index, "learning", &is_off, err);

    if (status == ND_OK)
        status = nd_state_has(other, "learning", &is_other_off, err);
    if (status != ND_OK || is_off == is_other_off)
        return status;
    totals->is_learning_switched = true;
    nd_index_set_learning(index, true);
    return ND_OK;
}

enum nd_status nd_index_take_over(struct nd_index *index, struct nd_index *other,
                                  struct nd_merge_totals *totals, struct nd_error *err) {
    int64_t last = 0, shift, known = 0;
    enum nd_status status = one_number(index, nd_sql_text(ND_SQL_LAST_ID), 0, &last, err);

    nd_guard_begin(&index->guard);
    nd_guard_begin(&other->guard);
    if (status == ND_OK)
        status = one_number(other, nd_sql_text(ND_SQL_LAST_ID), 0, &known, err);
    shift = (last / ND_LENGTHS_BLOCK + 1) * ND_LENGTHS_BLOCK; /* blocks stay whole */
    if (status == ND_OK && shift + known >= ND_FIRST_REFERENCE)
        status = nd_error_set(err, ND_DB, "%s: more articles than one database can number", other->path);
    if (status == ND_OK)
        status = compare_learning(index, other, totals, err);
    if (status == ND_OK)
        status = take_all(index, other, shift, totals, err);
    return status == ND_OK ? settle_paths(index, last, &totals->same_paths, err) : status;
}

enum nd_status nd_index_begin_merge(struct nd_index *index, struct nd_error *err) {
    return nd_sql_script(
        index, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -131072", err);
}

enum nd_status nd_index_end_merge(struct nd_index *index, struct nd_error *err) {
    enum nd_status status = nd_index_begin(index, err);

    if (status == ND_OK)
        status = nd_store_mark_run(index, err);
    if (status == ND_OK)
        status = nd_index_commit(index, err);
    /* Names that only references had are perhaps nobody's now. */
    index->store->has_orphans = index->store->has_any_orphan = true;
    if (status == ND_OK)
        status = nd_index_finish(index, err);
    if (status == ND_OK)
        status = nd_sql_script(index, begin_anew, err);
    return status == ND_OK ? nd_sql_script(index, "PRAGMA journal_mode = WAL", err) : status;
}
