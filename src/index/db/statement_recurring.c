#include "index/db/statement_recurring.h"

static const struct {
    enum nd_sql which;
    const char *text;
} statements[] = {
    /* Copies: sketches by key, then clusters. */
    {ND_SQL_SKETCHES_NEXT, "SELECT id FROM article WHERE id > :id AND id < 1000000000 ORDER BY id LIMIT 1"},
    {ND_SQL_SKETCH_ROW,
     "SELECT first, entries FROM sketch WHERE first BETWEEN 0 AND :key ORDER BY first DESC LIMIT 1"},
    {ND_SQL_SKETCH_ROWS,
     "SELECT first, entries FROM sketch WHERE first >= :from AND first < :until ORDER BY first"},
    {ND_SQL_SKETCH_NEXT, "SELECT first FROM sketch WHERE first > :key ORDER BY first LIMIT 1"},
    {ND_SQL_SKETCH_PUT, "INSERT OR REPLACE INTO sketch (first, entries) VALUES (:key, :entries)"},
    {ND_SQL_SKETCH_DROP, "DELETE FROM sketch WHERE first = :key"},
    {ND_SQL_SKETCH_LOG,
     "SELECT entries, first FROM sketch WHERE first BETWEEN :until AND -1 ORDER BY first DESC"},
    {ND_SQL_SKETCH_LOG_ADD,
     "INSERT INTO sketch SELECT min(coalesce(min(first), 0), 0) - 1, :entries FROM sketch"},
    {ND_SQL_SKETCH_LOG_CLEAR, "DELETE FROM sketch WHERE first BETWEEN :until AND -1"},
    {ND_SQL_COPY_TEXT, "SELECT title, excerpt, body FROM article_text WHERE id = :id"},
    {ND_SQL_COPY_ORDER,
     "SELECT article.published_at, identity.uid, sz FROM article"
     " LEFT JOIN identity ON identity.article_id = article.id"
     " LEFT JOIN article_fts_docsize AS size ON size.id = article.id WHERE article.id = :id"},
    {ND_SQL_COPY_ROW, "SELECT lead_id, text_id FROM copy WHERE article_id = :id"},
    {ND_SQL_COPY_INSERT, "INSERT OR IGNORE INTO copy (article_id, lead_id, text_id, kind, similarity)"
                         " VALUES (:id, :lead, :text, :kind, :similarity)"},
    {ND_SQL_COPY_DELETE, "DELETE FROM copy WHERE article_id = :id"},
    {ND_SQL_COPY_RELEASE, "UPDATE copy SET lead_id = NULL WHERE lead_id = :lead"},
    {ND_SQL_COPY_RELEASE_TEXT, "UPDATE copy SET lead_id = NULL WHERE lead_id = :lead AND text_id = :text"},
    {ND_SQL_COPY_RELEASE_UNNUMBERED,
     "UPDATE copy SET lead_id = NULL WHERE lead_id IN (SELECT known.lead_id FROM identity"
     " JOIN copy AS known ON known.article_id = identity.article_id WHERE identity.uid IS NULL)"},
    {ND_SQL_COPY_OPEN, "SELECT DISTINCT text_id FROM copy WHERE lead_id IS NULL"},
    {ND_SQL_COPY_ARTICLES, "SELECT article_id FROM copy WHERE lead_id IS :lead AND text_id = :text"},
    {ND_SQL_COPY_TEXTS, "SELECT DISTINCT text_id FROM copy WHERE lead_id = :lead AND text_id <> :text"},
    {ND_SQL_COPY_STANDS_FOR, "UPDATE copy SET text_id = :id WHERE lead_id IS NULL AND text_id = :text"},
    {ND_SQL_COPY_JOIN, "UPDATE copy SET lead_id = :lead, kind = :kind, similarity = :similarity"
                       " WHERE lead_id IS :old AND text_id = :text"},
    {ND_SQL_COPY_FOLLOW, "UPDATE copy SET lead_id = :lead WHERE lead_id = :old"},
    {ND_SQL_COPY_IS_LEAD, "UPDATE copy SET kind = 'lead', similarity = 1 WHERE article_id = :id"},
    {ND_SQL_COPY_VERIFY,
     "SELECT article_id, lead_id, kind FROM copy WHERE lead_id <> article_id ORDER BY lead_id"},
    {ND_SQL_COPY_ALL, "SELECT article_id, lead_id FROM copy WHERE lead_id IS NOT NULL ORDER BY article_id"},
    {ND_SQL_COPY_LEADS, "SELECT lead_id, article_id FROM copy WHERE lead_id IS NOT NULL ORDER BY lead_id"},
    {ND_SQL_COPY_COUNT, "SELECT count(*) FROM copy WHERE lead_id = :lead"},
    /* Of very many copies some: they are put in order. */
    {ND_SQL_COPY_OUTLETS,
     "SELECT CASE WHEN provider.name <> '' THEN provider.name ELSE provider.domain END FROM"
     " (SELECT article_id FROM copy WHERE lead_id = :lead AND article_id <> :id LIMIT 1000) AS other"
     " JOIN article ON article.id = other.article_id JOIN identity ON identity.article_id = article.id"
     " JOIN provider ON provider.id = article.provider_id"
     " ORDER BY article.published_at IS NULL, article.published_at, identity.uid"},
    {ND_SQL_COPY_MEMBERS,
     "SELECT article.id, kind, similarity, identity.uid, article.title, article.url, file.path, "
     "part.ordinal,"
     " " ND_SQL_PART_NAME ", article.published_at, article.language, provider.name, provider.domain FROM copy"
     " JOIN article ON article.id = copy.article_id LEFT JOIN file ON file.id = article.file_id"
     " LEFT JOIN part ON part.id = article.id LEFT JOIN identity ON identity.article_id = article.id"
     " LEFT JOIN provider ON provider.id = article.provider_id WHERE lead_id = :lead"
     " ORDER BY kind <> 'lead', article.published_at IS NULL, article.published_at, identity.uid"},
    {ND_SQL_COPY_TIDY, "DELETE FROM copy WHERE article_id = :id AND lead_id = :id"
                       " AND NOT EXISTS (SELECT 1 FROM copy WHERE lead_id = :id AND article_id <> :id)"
                       " AND NOT EXISTS (SELECT 1 FROM copy AS waiting WHERE waiting.lead_id IS NULL"
                       " AND waiting.text_id = copy.text_id)"},
    /* Versions of one article. */
    /* The records of each address. An address that was taken from a link in the text is not that of the
       record. */
    {ND_SQL_VERSION_MEMBERS,
     "SELECT uid, id, file_id, coalesce(lead_id, id), uid = newsdex_uid('url', url)"
     " AND source <> 'link' AND source <> 'web-version', characters, is_cut FROM"
     " (SELECT " ND_SQL_OWN_UID " AS uid, article.id, article.file_id, lead_id, url,"
     " coalesce(" ND_SQL_SOURCE_OF(
         "url") ", '') AS source, published_at, path, ordinal, item,"
                " coalesce(length(body), 0) AS characters,"
                " EXISTS (SELECT 1 FROM learned WHERE article_id = article.id) AS is_cut FROM identity"
                " JOIN article ON article.id = identity.article_id JOIN file ON file.id = article.file_id"
                " LEFT JOIN part ON part.id = article.id LEFT JOIN version ON version.article_id = article.id"
                " WHERE identity.uid IS NULL)"
                " ORDER BY uid, published_at IS NULL, published_at, path, ordinal, item"},
    {ND_SQL_VERSION_TEXT, "SELECT title, published_at, original_url FROM article WHERE id = :id"},
    {ND_SQL_VERSION_PUT, "INSERT INTO version (article_id, lead_id) VALUES (:id, :lead)"},
    {ND_SQL_VERSION_DELETE, "DELETE FROM version WHERE article_id = :id"},
    {ND_SQL_VERSIONS, "SELECT article_id FROM version"},
    {ND_SQL_OTHER_VERSIONS,
     "SELECT version.article_id FROM version JOIN article ON article.id = version.article_id"
     " JOIN file ON file.id = article.file_id LEFT JOIN part ON part.id = article.id"
     " WHERE lead_id = :id ORDER BY file.path, part.ordinal, part.item"},
    /* Learned boilerplate. */
    {ND_SQL_RAW_TEXT,
     "SELECT article.title, article.body, article.excerpt, article.furniture, provenance.record,"
     " provider.name, provider.domain, file.path, CASE WHEN part.id IS NULL THEN 0 ELSE part.file_id END,"
     " version.article_id IS NOT NULL, learned.cuts, learned.furniture, learned.excerpt,"
     " old_provenance.record FROM article LEFT JOIN provider ON provider.id = article.provider_id"
     " LEFT JOIN file ON file.id = article.file_id LEFT JOIN part ON part.id = article.id"
     " LEFT JOIN version ON version.article_id = article.id"
     " LEFT JOIN learned ON learned.article_id = article.id"
     " LEFT JOIN provenance ON provenance.id = article.provenance_id"
     " LEFT JOIN provenance AS old_provenance ON old_provenance.id = learned.provenance_id"
     " WHERE article.id = :id"},
    {ND_SQL_LINE_LOG, "SELECT events FROM line_log ORDER BY number"},
    {ND_SQL_LINE_LOG_ADD, "INSERT INTO line_log (events) VALUES (:events)"},
    {ND_SQL_LINE_LOG_CLEAR, "DELETE FROM line_log"},
    {ND_SQL_LINE_IS_LEARNED, "SELECT 1 FROM line WHERE key = :key AND hash = :hash"},
    {ND_SQL_LINE_AUTHORS, "SELECT name FROM article_author JOIN author ON author.id = author_id"
                          " WHERE article_id = :id"},
    {ND_SQL_LINE_GET, "SELECT scope, hash IS NOT NULL FROM line WHERE key = :key"},
    {ND_SQL_LINE_PUT, "INSERT INTO line (key, scope, articles) VALUES (:key, :scope, :articles)"
                      " ON CONFLICT (key) DO UPDATE SET articles = excluded.articles"},
    {ND_SQL_LINE_LEARN, "UPDATE line SET hash = :hash, text = :text WHERE key = :key"},
    {ND_SQL_LINE_DELETE, "DELETE FROM line WHERE key = :id"},
    {ND_SQL_LINES_VERIFY, "SELECT key, articles, scope, hash FROM line ORDER BY key"},
    {ND_SQL_PLACES_VERIFY, "SELECT scope, kind, name, file_id, articles FROM place"},
    {ND_SQL_LINES_OF, "SELECT key FROM line WHERE scope = :scope"},
    {ND_SQL_LINES_ALL, "SELECT key FROM line"},
    {ND_SQL_LINES_LEARNED,
     "SELECT key, text, line.articles, place.name, place.kind, place.articles FROM line JOIN"
     " (SELECT scope, coalesce(file.path, name, '') AS name, kind, articles FROM place"
     " LEFT JOIN file ON file.id = place.file_id) AS place"
     " ON place.scope = line.scope WHERE hash IS NOT NULL AND instr(place.name, :place) > 0"
     " ORDER BY place.name, place.scope, line.articles DESC, text"},
    {ND_SQL_LINE_EXAMPLE, "SELECT title, file.path, part.ordinal, " ND_SQL_PART_NAME
                          " FROM article JOIN file ON file.id = article.file_id"
                          " LEFT JOIN part ON part.id = article.id WHERE article.id = :id"},
    {ND_SQL_PLACE_GET, "SELECT articles FROM place WHERE scope = :scope"},
    {ND_SQL_PLACE_INSERT, "INSERT INTO place (scope, kind, name, file_id, articles)"
                          " VALUES (:scope, :kind, :name, :file, :articles)"},
    {ND_SQL_PLACE_UPDATE, "UPDATE place SET articles = :articles WHERE scope = :scope"},
    {ND_SQL_PLACE_DELETE, "DELETE FROM place WHERE scope = :id"},
    {ND_SQL_LEARNED_PUT,
     "INSERT OR REPLACE INTO learned (article_id, cuts, furniture, excerpt, provenance_id)"
     " VALUES (:id, :cuts, :furniture, :excerpt, :provenance_id)"},
    {ND_SQL_LEARNED_DELETE, "DELETE FROM learned WHERE article_id = :id"},
    {ND_SQL_LEARNED_TEXT,
     "UPDATE article SET body = :body, furniture = :furniture, own_excerpt = :own_excerpt,"
     " excerpt_start = :excerpt_start, excerpt_length = :excerpt_length, provenance_id = :provenance_id"
     " WHERE id = :id"},
    {ND_SQL_LEARNED_PROVENANCE, "SELECT json_set(coalesce(:record, '{}'), '$.furniture',"
                                " coalesce(:record ->> '$.furniture' || ', ', '') || 'learned')"},
    {ND_SQL_IDENTITY_TOUCH, "UPDATE identity SET revision = newsdex_revision() WHERE article_id = :id"},
    {ND_SQL_LEARNED_ALL, "SELECT article_id FROM learned"},
};

const char *nd_statement_recurring(enum nd_sql which) {
    for (size_t i = 0; i < sizeof statements / sizeof *statements; i++)
        if (statements[i].which == which)
            return statements[i].text;
    return NULL;
}
