#include "index/store/strays.h"

#include "index/store/store.h"

/* Of which uids there are rows that may not be where they belong. */
#define MAKE "CREATE TEMP TABLE doubtful (uid TEXT PRIMARY KEY) WITHOUT ROWID;"

/* The uids articles got and lost since the run began. A row has that of its article, if there is one. */
#define DOUBT(tables)                                                                                        \
    "INSERT OR IGNORE INTO doubtful SELECT mark.uid FROM " tables                                            \
    " WHERE changed.uid = mark.uid AND changed.revision >= (SELECT newsdex_run());"
/* Looks for each row among the articles, or for each article among the rows. */
#define DOUBT_ROWS(mark, changed) DOUBT(mark " AS mark CROSS JOIN " changed " AS changed")
#define DOUBT_ARTICLES(mark, changed) DOUBT(changed " AS changed CROSS JOIN " mark " AS mark")

static const char doubt_rows[] =
    MAKE DOUBT_ROWS("article_tag", "identity") DOUBT_ROWS("article_tag", "tombstone")
        DOUBT_ROWS("article_note", "identity") DOUBT_ROWS("article_note", "tombstone");
static const char doubt_articles[] =
    MAKE DOUBT_ARTICLES("article_tag", "identity") DOUBT_ARTICLES("article_tag", "tombstone")
        DOUBT_ARTICLES("article_note", "identity") DOUBT_ARTICLES("article_note", "tombstone");
static const char doubt_all[] =
    MAKE "INSERT INTO doubtful SELECT uid FROM article_tag UNION SELECT uid FROM article_note";
/* Going through the rows costs no more than going through the articles of a hundred times as many. */
static const char are_few[] = "SELECT (SELECT count(*) FROM (SELECT 1 FROM article_tag LIMIT 10000))"
                              " + (SELECT count(*) FROM (SELECT 1 FROM article_note LIMIT 10000)) < 10000";

/* The rows that are not where they belong, and where that is. A reference's id may become that of another
 * one. */
#define STRAYS(table, columns)                                                                               \
    "CREATE TEMP TABLE stray AS SELECT mark.uid AS was, identity.uid, identity.article_id AS owner"          \
    ", " columns " FROM (SELECT uid, article_id, " columns ", coalesce("                                     \
    "(SELECT identity.article_id FROM identity WHERE identity.article_id = " table ".article_id"             \
    " AND (identity.uid = " table ".uid OR identity.article_id < 1000000000)),"                              \
    " (SELECT identity.article_id FROM identity WHERE identity.uid = " table ".uid)) AS holder"              \
    " FROM doubtful CROSS JOIN " table " USING (uid)) AS mark"                                               \
    " LEFT JOIN version ON version.article_id = holder"                                                      \
    " LEFT JOIN identity ON identity.article_id = coalesce(version.lead_id, holder)"                         \
    " WHERE mark.article_id IS NOT identity.article_id OR mark.uid IS NOT coalesce(identity.uid, mark.uid);"

static const char find_tags[] = STRAYS("article_tag", "folded, name");
static const char move_tags[] =
    "DELETE FROM article_tag WHERE (uid, folded) IN (SELECT was, folded FROM stray);"
    "INSERT OR IGNORE INTO article_tag (uid, folded, name, article_id)"
    " SELECT coalesce(uid, was), folded, name, owner FROM stray ORDER BY was, name; DROP TABLE temp.stray";

/* Two texts about what is one article now become one. */
static const char find_notes[] = STRAYS("article_note", "text");
static const char move_notes[] =
    "DELETE FROM article_note WHERE uid IN (SELECT was FROM stray);"
    "INSERT INTO article_note (uid, text, article_id) SELECT coalesce(uid, was), text, owner FROM stray"
    " WHERE true ORDER BY was " ND_SQL_JOIN_NOTES "; DROP TABLE temp.stray";

static enum nd_status choose(struct nd_index *index, const char **script, struct nd_error *err) {
    int64_t has_few = 0;
    enum nd_status status;

    *script = doubt_all;
    if (index->has_taken_over || index->store->revision.is_forgetful)
        return ND_OK;
    status = nd_sql_number(index, are_few, &has_few, err);
    *script = has_few != 0 ? doubt_rows : doubt_articles;
    return status;
}

enum nd_status nd_strays_settle(struct nd_index *index, struct nd_error *err) {
    const char *steps[] = {NULL, find_tags, move_tags, find_notes, move_notes, "DROP TABLE temp.doubtful"};
    enum nd_status status = choose(index, &steps[0], err);

    for (size_t i = 0; i < sizeof steps / sizeof *steps && status == ND_OK; i++)
        status = nd_sql_script(index, steps[i], err);
    return status;
}
