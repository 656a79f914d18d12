#include "index/store/revision.h"
#include "index/db/state.h"

#include "index/store/store.h"

/* Behind these the ids of articles that have changed, in parentheses; the second is of those that answer for
 * them, and name them as versions. */
#define TOUCH " UPDATE identity SET revision = newsdex_revision() WHERE article_id IN "
#define TOUCH_LEAD TOUCH "(SELECT lead_id FROM version WHERE article_id IN "
#define OF_FILE "(SELECT new.id UNION ALL SELECT id FROM part WHERE file_id = new.id)"

/*
 * Temporary tables: answer has who answered to a target before that was asked anew, said what was added to
 * (1) and taken from (-1) the problems of whole files, which every record of the file shows.
 */
static const char watch[] =
    "CREATE TEMP TABLE IF NOT EXISTS answer (target_id INTEGER PRIMARY KEY, article_id INTEGER);"
    "CREATE TEMP TABLE IF NOT EXISTS said (file_id INTEGER, line, column, level, code, message, times "
    "INTEGER);"

    "CREATE TEMP TRIGGER IF NOT EXISTS uid_dropped AFTER DELETE ON main.identity WHEN old.uid IS NOT NULL "
    "BEGIN"
    " INSERT OR REPLACE INTO tombstone VALUES (old.uid, newsdex_revision(), unixepoch()); END;"

    "CREATE TEMP TRIGGER IF NOT EXISTS uid_changed AFTER UPDATE OF uid ON main.identity WHEN old.uid IS NOT "
    "new.uid BEGIN"
    " INSERT OR REPLACE INTO tombstone SELECT old.uid, newsdex_revision(), unixepoch() WHERE old.uid IS NOT "
    "NULL;" TOUCH "(new.article_id);" TOUCH_LEAD "(new.article_id)); END;"

    "CREATE TEMP TRIGGER IF NOT EXISTS path_changed AFTER UPDATE OF path ON main.file WHEN old.path <> "
    "new.path BEGIN" TOUCH OF_FILE ";" TOUCH_LEAD OF_FILE "); END;"

    "CREATE TEMP TRIGGER IF NOT EXISTS encoding_changed AFTER UPDATE OF encoding ON main.file"
    " WHEN old.encoding IS NOT new.encoding BEGIN"
    " UPDATE identity SET revision = newsdex_revision() WHERE article_id = new.id"
    " OR article_id IN (SELECT id FROM part WHERE file_id = new.id); END;"

    "CREATE TEMP TRIGGER IF NOT EXISTS place_changed AFTER UPDATE OF ordinal, item, line, name ON main.part"
    " WHEN old.ordinal <> new.ordinal OR old.item <> new.item OR old.line <> new.line"
    " OR old.name IS NOT new.name BEGIN" TOUCH "(new.id);" TOUCH_LEAD "(new.id)); END;"

    "CREATE TEMP TRIGGER IF NOT EXISTS version_added AFTER INSERT ON main.version BEGIN" TOUCH
    "(new.lead_id); END;"

    "CREATE TEMP TRIGGER IF NOT EXISTS version_dropped AFTER DELETE ON main.version BEGIN" TOUCH
    "(old.lead_id); END;"

    "CREATE TEMP TRIGGER IF NOT EXISTS problem_added AFTER INSERT ON main.problem WHEN new.part_id IS NULL "
    "BEGIN"
    " INSERT INTO said VALUES (new.file_id, new.line, new.column, new.level, new.code, new.message, 1); END;"

    "CREATE TEMP TRIGGER IF NOT EXISTS problem_dropped AFTER DELETE ON main.problem WHEN old.part_id IS NULL "
    "BEGIN"
    " INSERT INTO said VALUES (old.file_id, old.line, old.column, old.level, old.code, old.message, -1); END;"

    "CREATE TEMP TRIGGER IF NOT EXISTS target_asked AFTER UPDATE OF article_id ON main.target WHEN "
    "new.article_id IS NULL "
    "BEGIN"
    " INSERT OR IGNORE INTO answer VALUES (old.id, old.article_id); END;";

/* What people add, and who answers. */
static const char watch_others[] =
    "CREATE TEMP TRIGGER IF NOT EXISTS tag_added AFTER INSERT ON main.article_tag BEGIN"
    " UPDATE identity SET revision = newsdex_revision() WHERE article_id = new.article_id; END;"

    "CREATE TEMP TRIGGER IF NOT EXISTS tag_dropped AFTER DELETE ON main.article_tag BEGIN"
    " UPDATE identity SET revision = newsdex_revision() WHERE article_id = old.article_id; END;"

    "CREATE TEMP TRIGGER IF NOT EXISTS note_added AFTER INSERT ON main.article_note BEGIN"
    " UPDATE identity SET revision = newsdex_revision() WHERE article_id = new.article_id; END;"

    "CREATE TEMP TRIGGER IF NOT EXISTS note_changed AFTER UPDATE ON main.article_note BEGIN"
    " UPDATE identity SET revision = newsdex_revision() WHERE article_id = new.article_id; END;"

    "CREATE TEMP TRIGGER IF NOT EXISTS note_dropped AFTER DELETE ON main.article_note BEGIN"
    " UPDATE identity SET revision = newsdex_revision() WHERE article_id = old.article_id; END;"

    /* Who points there shows title and address of who answers. */
    "CREATE TEMP TRIGGER IF NOT EXISTS target_answered AFTER UPDATE OF article_id ON main.target"
    " WHEN new.article_id IS NOT NULL"
    " AND ((SELECT article_id FROM answer WHERE target_id = new.id) IS NOT new.article_id"
    " OR (SELECT revision FROM identity WHERE article_id = new.article_id) >= newsdex_run()) BEGIN"
    " UPDATE identity SET revision = newsdex_revision() WHERE revision < newsdex_run()"
    " AND article_id IN (SELECT article_id FROM link WHERE target_id = new.id); END;";

/* A tombstone is of no use when an article that answers has the uid; what was written again has left one. */
static const char tidy[] = "DELETE FROM tombstone WHERE EXISTS (SELECT 1 FROM identity"
                           " WHERE identity.uid = tombstone.uid AND article_id < 1000000000"
                           " AND article_id NOT IN (SELECT article_id FROM version))";

static const char tell_problems[] =
    "UPDATE identity SET revision = newsdex_revision() WHERE revision < newsdex_run() AND article_id IN"
    " (SELECT article.id FROM (SELECT DISTINCT file_id FROM (SELECT file_id FROM said"
    " GROUP BY file_id, line, column, level, code, message HAVING sum(times) <> 0)) AS other"
    " JOIN article ON article.id = other.file_id"
    " UNION ALL SELECT part.id FROM (SELECT DISTINCT file_id FROM (SELECT file_id FROM said"
    " GROUP BY file_id, line, column, level, code, message HAVING sum(times) <> 0)) AS other"
    " JOIN part ON part.file_id = other.file_id)";

static const char tell_all_parts[] =
    "UPDATE identity SET revision = newsdex_revision()"
    " WHERE revision < newsdex_run() AND article_id IN (SELECT id FROM part)";

/* The number of this transaction, made when first asked for; 0 when it cannot be had. */
static int64_t begin(struct nd_index *index) {
    struct nd_revision *revision = &index->store->revision;
    struct nd_error err = ND_ERROR_INIT;
    int64_t before;

    if (revision->current != 0)
        return revision->current;
    if (nd_state_get(index, "revision", &before, &err) != ND_OK || before < 0 || before == INT64_MAX ||
        nd_state_put_number(index, "revision", before + 1, &err) != ND_OK)
        return 0;
    revision->current = before + 1;
    if (revision->first == 0)
        revision->first = revision->current;
    return revision->current;
}

static void answer(sqlite3_context *context, int64_t number) {
    if (number <= 0)
        sqlite3_result_error(context, "the database has no revision", -1);
    else
        sqlite3_result_int64(context, number);
}

static void call_revision(sqlite3_context *context, int count, sqlite3_value **values) {
    (void)count, (void)values;
    answer(context, begin(sqlite3_user_data(context)));
}

/* The first revision of the run. */
static void call_run(sqlite3_context *context, int count, sqlite3_value **values) {
    struct nd_index *index = sqlite3_user_data(context);
    int64_t first = index->store->revision.first;

    (void)count, (void)values;
    answer(context, first != 0 ? first : begin(index));
}

static int committed(void *context) {
    ((struct nd_revision *)context)->current = 0;
    return 0;
}

static void rolled_back(void *context) {
    struct nd_revision *revision = context;

    revision->current = 0;
    revision->is_lost = true;
}

enum nd_status nd_revision_open(struct nd_index *index, struct nd_error *err) {
    static const struct {
        const char *name;
        void (*call)(sqlite3_context *, int, sqlite3_value **);
    } functions[] = {{"newsdex_revision", call_revision}, {"newsdex_run", call_run}};
    enum nd_status status;

    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
        if (sqlite3_create_function(index->db, functions[i].name, 0, SQLITE_UTF8 | SQLITE_DIRECTONLY, index,
                                    functions[i].call, NULL, NULL) != SQLITE_OK)
            return nd_sql_error(index, err);
    status = nd_state_has(index, "unfinished", &index->store->revision.is_forgetful, err);
    if (status != ND_OK)
        return status;
    (void)sqlite3_commit_hook(index->db, committed, &index->store->revision);
    (void)sqlite3_rollback_hook(index->db, rolled_back, &index->store->revision);
    return index->store->is_first_load ? ND_OK : nd_revision_watch(index, err);
}

enum nd_status nd_revision_watch(struct nd_index *index, struct nd_error *err) {
    index->store->revision.is_lost = false;
    if (nd_sql_script(index, watch, err) != ND_OK)
        return err->status;
    return nd_sql_script(index, watch_others, err);
}

enum nd_status nd_revision_finish(struct nd_index *index, struct nd_error *err) {
    struct nd_revision *revision = &index->store->revision;
    enum nd_status status = ND_OK;

    if (!index->store->is_first_load)
        status = nd_sql_script(index, revision->is_forgetful ? tell_all_parts : tell_problems, err);
    if (status == ND_OK && !index->store->is_first_load)
        status = nd_sql_script(index, tidy, err);
    revision->first = 0;
    revision->is_forgetful = false;
    return status;
}
