#include "index/boilerplate/boilerplate_verify.h"
#include "index/copies/copies_verify.h"
#include "index/db/grams.h"
#include "index/db/statement.h"
#include "index/fulltext/segment_verify.h"
#include "index/store/apart.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

/* Each yields one row a fault, as text; the first column is what is reported. */
static const char *const checks[] = {
    "PRAGMA integrity_check", /* as a function of a number newer versions look for a table of that name */
    "SELECT 'row ' || coalesce(\"rowid\", '?') || ' of ' || \"table\" || ' refers to a missing row of ' || "
    "\"parent\""
    " FROM pragma_foreign_key_check",
    "SELECT 'file ' || file.path || ' has neither an article nor a problem' FROM file"
    " WHERE NOT EXISTS (SELECT 1 FROM article WHERE article.id = file.id)"
    " AND NOT EXISTS (SELECT 1 FROM problem WHERE problem.file_id = file.id)"
    " AND NOT EXISTS (SELECT 1 FROM part WHERE part.file_id = file.id)"
    " AND NOT EXISTS (SELECT 1 FROM state WHERE name = 'unfinished')",
    "SELECT 'article ' || article.id || ' is neither a file nor a part of its file' FROM article"
    " LEFT JOIN part ON part.id = article.id WHERE article.file_id IS NOT NULL AND article.file_id <> "
    "article.id"
    " AND part.file_id IS NOT article.file_id",
    "SELECT 'file ' || path || ' has not as many parts as it says' FROM file WHERE parts IS NOT NULL"
    " AND parts <> (SELECT count(*) FROM part WHERE part.file_id = file.id AND item = 0)"
    " AND NOT EXISTS (SELECT 1 FROM state WHERE name = 'unfinished')",
    "SELECT 'article ' || id || ' came from no file and is no reference' FROM article"
    " WHERE (file_id IS NULL) <> (origin = 'reference') OR (id >= 1000000000) <> (origin = 'reference')",
    "SELECT 'article ' || id || ' has no uid' FROM article WHERE NOT EXISTS (SELECT 1 FROM identity"
    " WHERE article_id = article.id AND uid IS NOT NULL)"
    " AND NOT EXISTS (SELECT 1 FROM state WHERE name = 'unfinished')",
    "SELECT 'article ' || article_id || ' has a revision the database has not reached' FROM identity"
    " WHERE revision NOT BETWEEN 1 AND (SELECT CAST(value AS INTEGER) FROM state WHERE name = 'revision')",
    "SELECT 'article ' || version.article_id || ' is a version of ' || lead_id || ', which does not answer "
    "for it'"
    " FROM version LEFT JOIN identity AS own ON own.article_id = version.article_id"
    " LEFT JOIN identity AS lead ON lead.article_id = lead_id"
    " WHERE (substr(own.uid, 1, 21) IS NOT substr(lead.uid, 1, 21)"
    " OR lead_id IN (SELECT article_id FROM version))"
    " AND NOT EXISTS (SELECT 1 FROM state WHERE name = 'unfinished')",
    "SELECT 'article ' || article_id || ' is searched, though ' || lead_id || ' answers for it; newsdex "
    "optimize"
    " --rebuild makes the full-text index anew' FROM version"
    " WHERE article_id IN (SELECT id FROM article_fts_docsize)",
    "SELECT 'target ' || id || ' (' || name || ') is not resolved' FROM target WHERE article_id IS NULL"
    " AND NOT EXISTS (SELECT 1 FROM state WHERE name = 'unfinished')",
    "SELECT 'article ' || article_id || ' is said to be a copy, and has no lead; newsdex optimize --rebuild "
    "looks for"
    " copies anew' FROM copy WHERE NOT EXISTS (SELECT 1 FROM copy AS lead WHERE lead.article_id = "
    "copy.lead_id"
    " AND lead.lead_id = lead.article_id AND lead.kind = 'lead')"
    " AND NOT EXISTS (SELECT 1 FROM state WHERE name = 'unfinished')",
    "SELECT 'copies of what came last have not been looked for; newsdex optimize --rebuild does' FROM sketch"
    " WHERE first < 0 AND NOT EXISTS (SELECT 1 FROM state WHERE name = 'unfinished') LIMIT 1",
    "SELECT 'lines of what came last have not been counted; newsdex optimize --rebuild does' FROM line_log"
    " WHERE NOT EXISTS (SELECT 1 FROM state WHERE name = 'unfinished' OR name = 'lines') LIMIT 1",
    "SELECT 'article ' || article.id || ' was cut by what was learned, and nothing says what; newsdex ingest "
    "--force '"
    " || file.path || ' reads it again' FROM article JOIN provenance ON provenance.id = provenance_id"
    " JOIN file ON file.id = article.file_id WHERE record ->> '$.furniture' LIKE '%learned'"
    " AND NOT EXISTS (SELECT 1 FROM learned WHERE article_id = article.id)",
    "SELECT 'article ' || article.id || ' has metadata that are not JSON; newsdex ingest --force ' || "
    "file.path ||"
    " ' reads it again' FROM article JOIN file ON file.id = article.file_id WHERE metadata IS NOT NULL AND "
    "NOT json_valid(metadata)",
    "SELECT 'row ' || id || ' of provenance is not JSON; newsdex ingest --force reads everything again'"
    " FROM provenance WHERE NOT json_valid(record)",
    "SELECT 'row ' || id || ' of mention is not JSON; newsdex ingest --force reads everything again'"
    " FROM mention WHERE NOT json_valid(record)",
    "SELECT 'the database has no ' || name || '; restore a copy, or ingest the files into a new one'"
    " FROM (SELECT 'revision' AS name UNION ALL SELECT 'database') AS wanted WHERE NOT EXISTS"
    " (SELECT 1 FROM state WHERE state.name = wanted.name AND (value > 0 OR wanted.name = 'database'))",
    "SELECT 'the deletion of ' || uid || ' has a revision the database has not reached' FROM tombstone"
    " WHERE revision NOT BETWEEN 1 AND (SELECT CAST(value AS INTEGER) FROM state WHERE name = 'revision')",
    "SELECT 'a problem of file ' || problem.file_id || ' is of a part of another; newsdex ingest --force "
    "reads it "
    "again'"
    " FROM problem JOIN part ON part.id = part_id WHERE part.file_id <> problem.file_id",
    "SELECT 'file ' || path || ' has an item of no part ' || part.ordinal || '; newsdex ingest --force ' || "
    "path ||"
    " ' reads it again' FROM part JOIN file ON file.id = part.file_id LEFT JOIN part AS issue ON issue.id = "
    "part.issue_id"
    " AND issue.item = 0 AND issue.file_id = part.file_id AND issue.ordinal = part.ordinal WHERE part.item > "
    "0"
    " AND issue.id IS NULL AND NOT EXISTS (SELECT 1 FROM state WHERE name = 'unfinished')",
    "SELECT DISTINCT 'tags or notes are not at the article with their uid (' || mark.uid || '); newsdex "
    "optimize"
    " --rebuild puts them there' FROM (SELECT uid, article_id FROM article_tag UNION ALL SELECT uid, "
    "article_id"
    " FROM article_note) AS mark LEFT JOIN identity ON identity.uid = mark.uid"
    " WHERE mark.article_id IS NOT identity.article_id"
    " AND NOT EXISTS (SELECT 1 FROM state WHERE name = 'unfinished')",
    "SELECT 'the arrival ' || id || ' is of no articles there can be' FROM arrival"
    " WHERE first_id NOT BETWEEN 1 AND last_id OR last_id >= 1000000000",
    "SELECT 'the saved query ' || name || ' has seen what has not come; newsdex save --delete takes it away, "
    "and it can"
    " be saved again' FROM saved_query WHERE arrival_id NOT BETWEEN 0 AND"
    " (SELECT coalesce(max(id), 0) FROM arrival)",
    "SELECT 'the lengths of the articles from ' || (block * 1024) || ' on are damaged; newsdex optimize "
    "--rebuild"
    " makes them anew' FROM norm WHERE length(lengths) <> 4096 OR block < 0",
    "SELECT DISTINCT 'the lengths of the articles from ' || (id / 1024 * 1024) || ' on are missing; newsdex"
    " optimize --rebuild makes them anew' FROM article_fts_docsize"
    " WHERE NOT EXISTS (SELECT 1 FROM norm WHERE block = id / 1024)",
};

static enum nd_status run_check(struct nd_index *index, const char *text, nd_fault_sink *sink, void *context,
                                struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql_prepare(index, nd_str_from(text), err);
    enum nd_status status;

    if (stmt == NULL)
        return err->status;
    while ((status = nd_sql_step(index, stmt, err)) == ND_OK) {
        const char *fault = (const char *)sqlite3_column_text(stmt, 0); /* NULL: of a row that holds one */
        if (fault == NULL || strcmp(fault, "ok") != 0)
            sink(context, nd_str_from(fault == NULL ? "a row has no value where one belongs" : fault));
    }
    sqlite3_finalize(stmt);
    return status == ND_END ? ND_OK : status;
}

/* What stops a check is a fault of the database as well, and the other checks go on. */
static enum nd_status note(const struct nd_index *index, enum nd_status status, nd_fault_sink *sink,
                           void *context, bool *is_sound, struct nd_error *err) {
    if (status != ND_DB)
        return status;
    sink(context, nd_sql_fault(index, err));
    *is_sound = false;
    *err = (struct nd_error)ND_ERROR_INIT;
    return ND_OK;
}

enum nd_status nd_index_verify(struct nd_index *index, nd_fault_sink *sink, void *context, bool *is_sound,
                               struct nd_error *err) {
    bool is_readable = true, are_segments_sound = false;
    enum nd_status status = ND_OK;

    nd_guard_begin(&index->guard);
    for (size_t i = 0; i < sizeof checks / sizeof *checks && status == ND_OK; i++) {
        status = run_check(index, checks[i], sink, context, err);
        status = note(index, status, sink, context, &is_readable, err);
    }
    if (status == ND_OK) {
        status = nd_segments_verify(index, sink, context, &are_segments_sound, err);
        status = note(index, status, sink, context, &is_readable, err);
    }
    if (status == ND_OK) {
        status = nd_grams_verify(index, sink, context, err);
        status = note(index, status, sink, context, &is_readable, err);
    }
    if (status == ND_OK) {
        status = nd_copies_verify(index, sink, context, err);
        status = note(index, status, sink, context, &is_readable, err);
    }
    if (status == ND_OK) {
        status = nd_boilerplate_verify(index, sink, context, err);
        status = note(index, status, sink, context, &is_readable, err);
    }
    *is_sound = is_readable && are_segments_sound;
    return status;
}

/* FTS5 compares every token of its index with those of the content view (rank 1); it has to be let write. */
static void check_words(struct nd_index *index, nd_fault_sink *sink, void *context) {
    static const char script[] = "INSERT INTO article_fts (article_fts, rank) VALUES ('integrity-check', 1)";

    struct nd_error err = ND_ERROR_INIT;
    int code;

    nd_guard_begin(&index->guard);
    (void)sqlite3_exec(index->db, "PRAGMA query_only = 0", NULL, NULL, NULL);
    code = sqlite3_exec(index->db, script, NULL, NULL, NULL) & 0xff;
    if (code == SQLITE_READONLY || code == SQLITE_BUSY)
        sink(context,
             ND_STR("the full-text index could not be verified: the database cannot be written to now"));
    else if (code == SQLITE_CORRUPT)
        sink(context, ND_STR("the full-text index does not agree with the articles; newsdex optimize "
                             "--rebuild makes it anew"));
    else if (code != SQLITE_OK)
        (void)note(index, nd_sql_error(index, &err), sink, context, &(bool){true}, &err);
}

/* In a process of its own. */
static void open_and_check_words(const char *path, nd_fault_sink *sink, void *context) {
    struct nd_error err = ND_ERROR_INIT;
    struct nd_index *index = NULL;

    if (nd_index_open(path, ND_INDEX_VERIFY, 0, &index, &err) == ND_OK)
        check_words(index, sink, context);
    else
        sink(context, nd_str_from(err.message));
    nd_index_close(index);
}

enum nd_status nd_index_verify_words(const char *path, nd_fault_sink *sink, void *context,
                                     struct nd_error *err) {
    enum { SECONDS_AT_LEAST = 60, BYTES_OF_A_SECOND = 1 << 20 };
    struct stat st;
    uint64_t size = stat(path, &st) == 0 && st.st_size > 0 ? (uint64_t)st.st_size : 0;

    return nd_apart_run(open_and_check_words, path, SECONDS_AT_LEAST + size / BYTES_OF_A_SECOND, sink,
                        context, err);
}
