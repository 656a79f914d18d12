#include "index/store/strays.h"

/* The rows that are not where they belong, and where that is. A reference's id may become that of another
 * one. */
#define STRAYS(table, columns)                                                                               \
    "CREATE TEMP TABLE stray AS SELECT mark.uid AS was, identity.uid, identity.article_id AS owner"          \
    ", " columns " FROM (SELECT *, coalesce("                                                                \
    "(SELECT identity.article_id FROM identity WHERE identity.article_id = " table ".article_id"             \
    " AND (identity.uid = " table ".uid OR identity.article_id < 1000000000)),"                              \
    " (SELECT identity.article_id FROM identity WHERE identity.uid = " table ".uid)) AS holder"              \
    " FROM " table ") AS mark LEFT JOIN version ON version.article_id = holder"                              \
    " LEFT JOIN identity ON identity.article_id = coalesce(version.lead_id, holder)"                         \
    " WHERE mark.article_id IS NOT identity.article_id OR mark.uid IS NOT coalesce(identity.uid, mark.uid);"

static const char settle[] =
    STRAYS("article_tag",
           "folded, name") "DELETE FROM article_tag WHERE (uid, folded) IN (SELECT was, folded FROM stray);"
                           "INSERT OR IGNORE INTO article_tag (uid, folded, name, article_id)"
                           " SELECT coalesce(uid, was), folded, name, owner FROM stray ORDER BY was, name;"
                           "DROP TABLE temp.stray;"
    /* Two texts about what is one article now become one. */
    STRAYS("article_note",
           "text") "DELETE FROM article_note WHERE uid IN (SELECT was FROM stray);"
                   "INSERT INTO article_note (uid, text, article_id) SELECT coalesce(uid, was), text, owner "
                   "FROM "
                   "stray WHERE true"
                   " ORDER BY was ON CONFLICT (uid) DO UPDATE SET text = text || char(10) || excluded.text;"
                   "DROP TABLE temp.stray;";

enum nd_status nd_strays_settle(struct nd_index *index, struct nd_error *err) {
    return nd_sql_script(index, settle, err);
}
