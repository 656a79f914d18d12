#include "index/db/statement.h"

#include "index/db/statement_recurring.h"

/* The article itself, or the one that answers for it. */
#define ANSWERING "coalesce((SELECT lead_id FROM version WHERE version.article_id = :id), :id)"

/* One row: who answers for who has a uid, without values when that is nobody. */
#define ANSWERING_UID                                                                                        \
    "(SELECT 1) LEFT JOIN identity ON article_id = (SELECT coalesce(lead_id, found.article_id)"              \
    " FROM identity AS found LEFT JOIN version ON version.article_id = found.article_id"                     \
    " WHERE found.uid = :uid)"

static const char *const sql[ND_SQL_COUNT] = {
    [ND_SQL_BEGIN] = "BEGIN IMMEDIATE",
    [ND_SQL_COMMIT] = "COMMIT",
    [ND_SQL_ROLLBACK] = "ROLLBACK",
    [ND_SQL_STATE_GET] = "SELECT value FROM state WHERE name = :name",
    [ND_SQL_STATE_PUT] = "INSERT OR REPLACE INTO state (name, value) VALUES (:name, :value)",
    [ND_SQL_STATE_DROP] = "DELETE FROM state WHERE name = :name",
    [ND_SQL_DEVICES] =
        "SELECT name, value FROM state WHERE name >= 'device:' AND name < 'device;' ORDER BY name",
    [ND_SQL_GRAM_PATHS] = "SELECT path FROM file WHERE id BETWEEN :first AND :last",
    [ND_SQL_GRAM_URLS] = "SELECT url FROM article WHERE id BETWEEN :first AND :last AND url IS NOT NULL",
    [ND_SQL_GRAM_PUT] = "INSERT OR REPLACE INTO gram (block, bits) VALUES (:block, :bits)",
    [ND_SQL_GRAM_CLEAR] = "DELETE FROM gram",
    [ND_SQL_GRAM_BLOCKS] = "SELECT DISTINCT id / 128 FROM file WHERE id >= 0"
                           " UNION ALL SELECT DISTINCT -1 - id / 128 FROM article WHERE id >= 0",
    [ND_SQL_GRAM_VERIFY] =
        "SELECT path, bits FROM file LEFT JOIN gram ON block = file.id / 128 WHERE file.id >= 0"
        " UNION ALL SELECT url, bits FROM article LEFT JOIN gram ON block = -1 - article.id / 128"
        " WHERE url IS NOT NULL AND article.id >= 0",
    [ND_SQL_FILE_BY_PATH] = "SELECT id FROM file WHERE path = :path",
    [ND_SQL_FILE_BY_HASH] = "SELECT id, path FROM file WHERE hash = :hash AND path <> :path ORDER BY path",
    [ND_SQL_LAST_ID] =
        "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'file' OR name = 'part'",
    [ND_SQL_FILE_INSERT] =
        "INSERT INTO file (id, path, size, mtime_ns, hash, encoding, reader, parts, filter)"
        " VALUES (:id, :path, :size, :mtime, :hash, :encoding, :reader, :parts, :filter)",
    [ND_SQL_FILE_UPDATE] =
        "UPDATE file SET path = :path, size = :size, mtime_ns = :mtime, hash = :hash, encoding"
        " = :encoding, reader = :reader, parts = :parts, filter = :filter WHERE id = :id",
    [ND_SQL_FILE_TOUCH] = "UPDATE file SET size = :size, mtime_ns = :mtime WHERE id = :id",
    [ND_SQL_FILE_DELETE] = "DELETE FROM file WHERE id = :id",
    [ND_SQL_FILE_PATH] = "SELECT path FROM file WHERE id = :id",
    [ND_SQL_FILES] =
        "SELECT id, path, size, mtime_ns, hash, reader, parts, filter, CASE WHEN encoding IS NULL THEN"
        " EXISTS (SELECT 1 FROM problem WHERE file_id = file.id AND code IN ('skipped', 'unconverted')) END,"
        " CASE WHEN NOT EXISTS (SELECT 1 FROM part) THEN 0"
        " WHEN parts IS NULL THEN (SELECT count(*) FROM part WHERE file_id = file.id)"
        " ELSE (SELECT count(*) FROM part WHERE file_id = file.id AND item > 0) END,"
        " (SELECT count(*) FROM part WHERE file_id = file.id AND item > 0 AND item = 1) FROM file"
        " WHERE path >= :from AND path < :until ORDER BY path LIMIT :limit",
    [ND_SQL_PARTS] =
        "SELECT id, ordinal, line, start, length, hash, key, EXISTS (SELECT 1 FROM problem WHERE"
        " part_id = part.id AND code = 'no-title'), item FROM part WHERE file_id = :id AND ordinal >= "
        ":from ORDER BY ordinal, coalesce(issue_id, id), item",
    [ND_SQL_PARTS_COUNT] = "SELECT count(*) FROM part WHERE file_id = :id AND ordinal >= :from",
    [ND_SQL_FILE_HAS_ARTICLES] = "SELECT EXISTS (SELECT 1 FROM article WHERE id = :id)"
                                 " OR EXISTS (SELECT 1 FROM part WHERE file_id = :id)",
    [ND_SQL_PART_BEFORE] = "SELECT ordinal FROM part WHERE file_id = :id AND start < :start"
                           " ORDER BY ordinal DESC LIMIT 1",
    [ND_SQL_PART_FIRST] =
        "SELECT id FROM part WHERE file_id = :id ORDER BY ordinal, coalesce(issue_id, id), item LIMIT 1",
    [ND_SQL_PART_INSERT] =
        "INSERT INTO part (id, file_id, ordinal, item, issue_id, name, line, start, length, hash, key, uid)"
        " VALUES (:id, :file, :ordinal, :item, :issue, :name, :line, :start, :length, :hash, :key, :uid)",
    [ND_SQL_PART_UPDATE] = "UPDATE part SET ordinal = :ordinal, item = :item, name = :name, line = :line, "
                           "start = :start, length = :length,"
                           " hash = :hash, key = :key, uid = :uid WHERE id = :id",
    [ND_SQL_PART_PLACE] =
        "UPDATE part SET ordinal = :ordinal, item = :item, line = :line, start = :start, length = :length"
        " WHERE id = :id",
    [ND_SQL_PART_DELETE] = "DELETE FROM part WHERE id = :id",
    [ND_SQL_PROVIDER_FIND] = "SELECT id FROM provider WHERE name = :name AND domain = :domain",
    [ND_SQL_PROVIDER_INSERT] = "INSERT INTO provider (name, domain) VALUES (:name, :domain)",
    [ND_SQL_TOPIC_FIND] = "SELECT id FROM topic WHERE name = :name",
    [ND_SQL_TOPIC_INSERT] = "INSERT INTO topic (name, folded) VALUES (:name, :folded)",
    [ND_SQL_PROVENANCE_FIND] = "SELECT id FROM provenance WHERE record = :name",
    [ND_SQL_PROVENANCE_INSERT] = "INSERT INTO provenance (record) VALUES (:name)",
    [ND_SQL_PROVENANCE_DROP_UNUSED] =
        "DELETE FROM provenance WHERE id NOT IN"
        " (SELECT provenance_id FROM article WHERE provenance_id IS NOT NULL"
        " UNION SELECT provenance_id FROM learned WHERE provenance_id IS NOT NULL)",
    [ND_SQL_ARTICLE_INSERT] =
        "INSERT INTO article (id, file_id, origin, shape, key, url, original_url, published_at, language,"
        " provider_id, category, type, quality, heat, is_published, title, own_excerpt, excerpt_start,"
        " excerpt_length, provenance_id, metadata, body, furniture, own_key) VALUES (:id, :file, 'file', "
        ":shape, :key, :url, :original_url, :published_at,"
        " :language, :provider_id, :category, :type, :quality, :heat, :is_published, :title, :own_excerpt,"
        " :excerpt_start, :excerpt_length, :provenance_id, :metadata, :body, :furniture, :own_key)",
    [ND_SQL_ARTICLE_DELETE] = "DELETE FROM article WHERE id = :id",
    [ND_SQL_ARTICLE_NAMES] = "SELECT url, key FROM article WHERE id = :id",
    [ND_SQL_ARTICLE_TOPIC_INSERT] = "INSERT INTO article_topic (article_id, role, position, topic_id)"
                                    " VALUES (:article, :role, :position, :topic)",
    [ND_SQL_ARTICLE_TOPIC_DELETE] = "DELETE FROM article_topic WHERE article_id = :id",
    [ND_SQL_AUTHOR_FIND] = "SELECT id FROM author WHERE name = :name",
    [ND_SQL_AUTHOR_INSERT] = "INSERT INTO author (name, folded) VALUES (:name, :folded)",
    [ND_SQL_ARTICLE_AUTHOR_INSERT] = "INSERT INTO article_author (article_id, position, author_id)"
                                     " VALUES (:article, :position, :author)",
    [ND_SQL_ARTICLE_AUTHOR_DELETE] = "DELETE FROM article_author WHERE article_id = :id",
    [ND_SQL_AUTHOR_DROP_UNUSED] =
        "DELETE FROM author WHERE NOT EXISTS"
        " (SELECT 1 FROM article_author WHERE article_author.author_id = author.id)",
    /* The kinds are those of store/names.c. */
    [ND_SQL_NAMES_OF] = "SELECT 0, provider_id FROM article WHERE id = :id AND provider_id IS NOT NULL"
                        " UNION ALL SELECT 1, topic_id FROM article_topic WHERE article_id = :id"
                        " UNION ALL SELECT 2, author_id FROM article_author WHERE article_id = :id",
    [ND_SQL_PROVIDER_DROP] = "DELETE FROM provider WHERE id = :id AND NOT EXISTS"
                             " (SELECT 1 FROM article WHERE article.provider_id = :id)",
    [ND_SQL_TOPIC_DROP] = "DELETE FROM topic WHERE id = :id AND NOT EXISTS"
                          " (SELECT 1 FROM article_topic WHERE article_topic.topic_id = :id)",
    [ND_SQL_AUTHOR_DROP] = "DELETE FROM author WHERE id = :id AND NOT EXISTS"
                           " (SELECT 1 FROM article_author WHERE article_author.author_id = :id)",
    [ND_SQL_IMAGE_INSERT] = "INSERT INTO image (article_id, position, url, width, height)"
                            " VALUES (:article, :position, :url, nullif(:width, 0), nullif(:height, 0))",
    [ND_SQL_IMAGE_DELETE] = "DELETE FROM image WHERE article_id = :id",
    [ND_SQL_PROBLEM_INSERT] =
        "INSERT INTO problem (file_id, position, line, column, level, code, message, part_id)"
        " VALUES (:file, :position, :line, :column, :level, :code, :message, :part)",
    [ND_SQL_PROBLEM_DELETE] = "DELETE FROM problem WHERE file_id = :id AND part_id IS NULL",
    [ND_SQL_PART_PROBLEM_DELETE] = "DELETE FROM problem WHERE part_id = :id",
    [ND_SQL_PART_PROBLEM_MOVE] = "UPDATE problem SET line = line + :lines WHERE part_id = :id AND line > 0",
    [ND_SQL_UNREADABLE_ADD] =
        "INSERT INTO problem (file_id, position, line, column, level, code, message)"
        " SELECT :file, coalesce(max(position) + 1, 0), 0, 0, 'error', 'unreadable', :message"
        " FROM problem WHERE file_id = :file AND part_id IS NULL",
    [ND_SQL_UNREADABLE_DELETE] = "DELETE FROM problem WHERE file_id = :id AND code = 'unreadable'",
    [ND_SQL_FILE_TRY_AGAIN] = "UPDATE file SET mtime_ns = -1 WHERE id = :id",
    [ND_SQL_TARGET_FIND] = "SELECT id, article_id IS NULL FROM target WHERE name = :name AND kind = :kind",
    [ND_SQL_TARGET_INSERT] = "INSERT INTO target (kind, name) VALUES (:kind, :name)",
    [ND_SQL_TARGET_DIRTY] = "UPDATE target SET article_id = NULL WHERE id = :id AND article_id IS NOT NULL",
    [ND_SQL_TARGETS_OF_ARTICLE] =
        "SELECT DISTINCT link.target_id FROM link JOIN target ON target.id = link.target_id"
        " WHERE link.article_id = :id AND target.article_id IS NOT NULL",
    [ND_SQL_TARGET_NEXT_DIRTY] = "SELECT id, kind, name FROM target WHERE article_id IS NULL LIMIT 1",
    [ND_SQL_TARGET_RESOLVE] = "UPDATE target SET article_id = :article WHERE id = :id",
    [ND_SQL_TARGET_DELETE] = "DELETE FROM target WHERE id = :id",
    /* Without an order, which costs a sorter each time: there is rarely more than one row. */
    [ND_SQL_TARGET_FILE_BY_UID] =
        "SELECT article.id, file.path, coalesce(part.ordinal << 15 | part.item, 0) FROM identity"
        " JOIN article ON article.id = identity.article_id"
        " JOIN file ON file.id = article.file_id LEFT JOIN part ON part.id = article.id"
        " WHERE identity.uid = newsdex_uid('url', :name)",
    [ND_SQL_TARGET_FILE_BY_URL] =
        "SELECT article.id, file.path, coalesce(part.ordinal << 15 | part.item, 0) FROM article"
        " JOIN file ON file.id = article.file_id LEFT JOIN part ON part.id = article.id"
        " WHERE article.url = :name AND article.file_id IS NOT NULL",
    [ND_SQL_TARGET_FILE_BY_KEY] =
        "SELECT coalesce(version.lead_id, article.id), file.path, coalesce(part.ordinal << 15 | part.item, "
        "0) FROM article"
        " JOIN file ON file.id = article.file_id LEFT JOIN part ON part.id = article.id"
        " LEFT JOIN version ON version.article_id = article.id"
        " WHERE article.key = :name AND article.file_id IS NOT NULL",
    [ND_SQL_TARGET_MENTION] =
        "SELECT link.mention_id, file.path, coalesce(part.ordinal << 15 | part.item, 0) << 20 | link.position"
        " FROM link JOIN article ON article.id = link.article_id"
        " JOIN file ON file.id = article.file_id LEFT JOIN part ON part.id = article.id"
        " WHERE link.target_id = :id",
    [ND_SQL_TARGET_MENTION_BY_ID] = "SELECT mention_id FROM link WHERE target_id = :id"
                                    " ORDER BY article_id, position LIMIT 1",
    [ND_SQL_HAS_FILES] = "SELECT 1 FROM file LIMIT 1",
    [ND_SQL_HAS_INDEXES] =
        "SELECT 1 WHERE 7 = (SELECT count(*) FROM sqlite_schema WHERE type = 'index' AND name IN"
        " ('file_hash', 'article_address', 'article_published_at', 'topic_folded', 'article_topic_topic',"
        " 'target_article', 'link_target'))",
    [ND_SQL_CHANGES_STATE] = "SELECT (SELECT value FROM state WHERE name = 'database'),"
                             " (SELECT CAST(value AS INTEGER) FROM state WHERE name = 'revision'),"
                             " (SELECT CAST(value AS INTEGER) FROM state WHERE name = 'forgotten')",
    [ND_SQL_CHANGES] =
        "SELECT revision, article_id, uid FROM identity"
        " WHERE revision > :since AND uid IS NOT NULL AND article_id < :limit"
        " AND article_id NOT IN (SELECT article_id FROM version)"
        " UNION ALL SELECT revision, 0, uid FROM tombstone WHERE revision > :since AND NOT EXISTS"
        " (SELECT 1 FROM identity WHERE identity.uid = tombstone.uid AND article_id < :limit"
        " AND article_id NOT IN (SELECT article_id FROM version))"
        " ORDER BY 1, 2",
    [ND_SQL_DELETIONS_NOTE] =
        "INSERT OR REPLACE INTO state (name, value) SELECT 'forgotten', max(revision) FROM tombstone"
        " WHERE deleted_at < :before HAVING count(*) > 0",
    [ND_SQL_DELETIONS_FORGET] = "DELETE FROM tombstone WHERE deleted_at < :before",
    [ND_SQL_ARRIVAL_PUT] =
        "INSERT INTO arrival (first_id, last_id, arrived_at) VALUES (:first, :last, unixepoch())",
    [ND_SQL_ARRIVAL_LAST] = "SELECT coalesce(max(id), 0) FROM arrival",
    [ND_SQL_ARRIVAL_BEFORE] = "SELECT coalesce(max(id), 0) FROM arrival WHERE arrived_at < :time",
    [ND_SQL_TAG_PUT] = "INSERT INTO article_tag (uid, folded, name, article_id)"
                       " SELECT uid, :folded, :name, article_id FROM identity WHERE article_id = " ANSWERING
                       " AND uid IS NOT NULL"
                       " ON CONFLICT (uid, folded) DO NOTHING",
    [ND_SQL_TAG_DROP] = "DELETE FROM article_tag WHERE article_id = " ANSWERING " AND folded = :folded",
    /* What begins so: :until is :from with the last of all characters behind it. */
    [ND_SQL_LIKE_TOPIC] =
        "SELECT min(name) FROM topic WHERE folded >= :from AND folded < :until GROUP BY folded LIMIT 100",
    [ND_SQL_LIKE_PROVIDER] = "SELECT domain FROM provider WHERE domain >= :from AND domain < :until"
                             " AND domain <> '' ORDER BY 1 LIMIT 100",
    [ND_SQL_LIKE_AUTHOR] =
        "SELECT min(name) FROM author WHERE folded >= :from AND folded < :until GROUP BY folded LIMIT 100",
    [ND_SQL_LIKE_TAG] =
        "SELECT min(name) FROM article_tag WHERE folded >= :from AND folded < :until GROUP BY folded",
    [ND_SQL_LIKE_SAVED] = "SELECT name FROM saved_query WHERE name >= :from AND name < :until ORDER BY name",
    [ND_SQL_TAGS] = "SELECT min(name), count(article_id), count(*) - count(article_id) FROM article_tag"
                    " GROUP BY folded ORDER BY folded",
    [ND_SQL_NOTE_PUT] =
        "INSERT INTO article_note (uid, text, article_id)"
        " SELECT uid, :text, article_id FROM identity WHERE article_id = " ANSWERING " AND uid IS NOT NULL"
        " ON CONFLICT (uid) DO UPDATE SET text = excluded.text WHERE text <> excluded.text",
    [ND_SQL_NOTE_DROP] = "DELETE FROM article_note WHERE article_id = " ANSWERING,
    [ND_SQL_MARKS] =
        "SELECT 'tag', uid, name FROM article_tag UNION ALL SELECT 'note', uid, text FROM article_note"
        " UNION ALL SELECT 'query', name, query FROM saved_query ORDER BY 1 DESC, 2, 3",
    [ND_SQL_TAG_IMPORT] =
        "INSERT INTO article_tag (uid, folded, name, article_id) SELECT coalesce(uid, :uid), :folded, :name,"
        " article_id FROM " ANSWERING_UID " WHERE true ON CONFLICT (uid, folded) DO NOTHING",
    [ND_SQL_NOTE_IMPORT] =
        "INSERT INTO article_note (uid, text, article_id) SELECT coalesce(uid, :uid), :text, article_id"
        " FROM " ANSWERING_UID " WHERE true " ND_SQL_JOIN_NOTES,
    [ND_SQL_SAVED_PUT] = "INSERT INTO saved_query (name, query, arrival_id) VALUES (:name, :query, :arrival)"
                         " ON CONFLICT (name) DO UPDATE SET query = excluded.query, arrival_id = CASE"
                         " WHEN query = excluded.query THEN arrival_id ELSE excluded.arrival_id END",
    [ND_SQL_SAVED_DROP] = "DELETE FROM saved_query WHERE name = :name",
    [ND_SQL_SAVED_LIST] = "SELECT name, query, arrival_id FROM saved_query ORDER BY name",
    [ND_SQL_SAVED_SEEN] =
        "UPDATE saved_query SET arrival_id = :arrival WHERE name = :name AND arrival_id < :arrival",
    [ND_SQL_IDENTITY_APPEND] =
        "INSERT INTO identity (article_id, uid, revision) VALUES (:id, :uid, newsdex_revision())",
    [ND_SQL_IDENTITY_INSERT] =
        "INSERT INTO identity (article_id, uid, revision)"
        " VALUES (:id, CASE WHEN EXISTS (SELECT 1 FROM identity WHERE uid = :uid) THEN NULL ELSE :uid END,"
        " newsdex_revision())",
    [ND_SQL_IDENTITY_DELETE] = "DELETE FROM identity WHERE article_id = :id",
    [ND_SQL_IDENTITY_FIND] = "SELECT article_id FROM identity WHERE uid = :uid",
    [ND_SQL_IDENTITY_RELEASE_REFERENCE] =
        "UPDATE identity SET uid = NULL WHERE uid = :uid AND article_id >= 1000000000",
    /* '~' comes behind every other character of a uid: 'a…~' to 'a…~~' are the copies of 'a…'. */
    [ND_SQL_IDENTITY_RELEASE_COPIES] =
        "UPDATE identity SET uid = NULL"
        " WHERE uid > (SELECT substr(uid, 1, 21) || '~' FROM identity WHERE article_id = :id)"
        " AND uid < (SELECT substr(uid, 1, 21) || '~~' FROM identity WHERE article_id = :id)",
    /* All of them: the one that has moved may be dropped before they are told apart. */
    [ND_SQL_IDENTITY_RELEASE_NUMBERED] =
        "UPDATE identity SET uid = NULL WHERE article_id < 1000000000"
        " AND uid >= (SELECT substr(uid, 1, 21) FROM identity AS moved WHERE article_id = :id AND EXISTS"
        " (SELECT 1 FROM identity AS other WHERE other.uid > substr(moved.uid, 1, 21) || '~'"
        " AND other.uid < substr(moved.uid, 1, 21) || '~~'))"
        " AND uid < (SELECT substr(uid, 1, 21) || '~~' FROM identity WHERE article_id = :id)",
    [ND_SQL_IDENTITY_RELEASE_REPEATED] =
        "UPDATE identity SET uid = NULL WHERE article_id IN (SELECT article_id FROM"
        " (SELECT article_id, row_number() OVER (PARTITION BY uid ORDER BY article_id) AS place FROM "
        "identity)"
        " WHERE place > 1)",
    [ND_SQL_IDENTITY_RELEASE_ALIKE] =
        "UPDATE identity SET uid = NULL WHERE article_id IN (SELECT alike.article_id FROM"
        " (SELECT DISTINCT " ND_SQL_OWN_UID
        " AS uid FROM identity JOIN article ON article.id = identity.article_id"
        " LEFT JOIN part ON part.id = article.id"
        " WHERE identity.uid IS NULL AND article.file_id IS NOT NULL)"
        " AS open JOIN identity AS alike ON alike.uid >= open.uid AND alike.uid < open.uid || '~~')",
    [ND_SQL_IDENTITY_NUMBER] =
        "UPDATE identity SET uid = numbered.uid || CASE place WHEN 1 THEN '' ELSE '~' || place END"
        " FROM (SELECT article_id, uid, row_number() OVER (PARTITION BY uid"
        " ORDER BY lead_id IS NOT NULL, path, ordinal, item)"
        " AS place FROM (SELECT identity.article_id, path, ordinal, item, lead_id, " ND_SQL_OWN_UID
        " AS uid FROM identity"
        " JOIN article ON article.id = identity.article_id JOIN file ON file.id = article.file_id"
        " LEFT JOIN part ON part.id = article.id LEFT JOIN version ON version.article_id = article.id"
        " WHERE identity.uid IS NULL)) AS numbered WHERE identity.article_id = numbered.article_id",
    [ND_SQL_IDENTITY_IS_LEFT] =
        "SELECT 1 FROM identity WHERE uid IS NULL AND article_id < 1000000000 LIMIT 1",
    [ND_SQL_IDENTITY_IS_FILLED] = "SELECT 1 FROM identity LIMIT 1",
    [ND_SQL_IDENTITY_FILL_FILES] =
        "INSERT INTO identity (article_id, uid)"
        " SELECT id, newsdex_uid(url, key, title, published_at, own_key) FROM article"
        " WHERE file_id IS NOT NULL ORDER BY id",
    [ND_SQL_IDENTITY_FILL_REFERENCES] =
        "INSERT INTO identity (article_id, uid) SELECT article_id, newsdex_uid(kind, name) FROM target"
        " WHERE article_id = 1000000000 + id ORDER BY article_id",
    [ND_SQL_IDENTITY_HAS_INDEX] =
        "SELECT 1 FROM sqlite_schema WHERE type = 'index' AND name = 'identity_uid'",
    [ND_SQL_MENTION_FIND] = "SELECT id FROM mention WHERE target_id = :target AND hash = :hash",
    [ND_SQL_MENTION_INSERT] =
        "INSERT INTO mention (target_id, hash, record) VALUES (:target, :hash, :record)",
    [ND_SQL_MENTION_DROP_UNUSED] =
        "DELETE FROM mention WHERE target_id = :id AND NOT EXISTS (SELECT 1 FROM link"
        " WHERE link.target_id = :id AND link.mention_id = mention.id)",
    [ND_SQL_LINK_INSERT] = "INSERT INTO link (article_id, position, target_id, mention_id)"
                           " VALUES (?1, ?2, ?3, ?4)",
    /* ND_LINKS_AT_ONCE of them, each for half the price. OR FAIL spares copies of the pages to undo a part.
     */
    [ND_SQL_LINKS_INSERT] = "INSERT OR FAIL INTO link (article_id, position, target_id, mention_id)"
                            " VALUES (?1, ?2, ?3, ?4), (?1, ?2 + 1, ?5, ?6), (?1, ?2 + 2, ?7, ?8),"
                            " (?1, ?2 + 3, ?9, ?10), (?1, ?2 + 4, ?11, ?12), (?1, ?2 + 5, ?13, ?14),"
                            " (?1, ?2 + 6, ?15, ?16), (?1, ?2 + 7, ?17, ?18)",
    [ND_SQL_LINK_DELETE] = "DELETE FROM link WHERE article_id = :id",
    [ND_SQL_REFERENCE_EXISTS] = "SELECT 1 FROM article WHERE id = :id",
    [ND_SQL_REFERENCE_INSERT] =
        "INSERT INTO article (id, origin, key, url, original_url, published_at, category, type, quality, "
        "heat,"
        " title, own_excerpt, metadata, language, provider_id) VALUES (:id, 'reference', :key, :url,"
        " :original_url, :published_at, :category, :type, :quality, :heat, :title, :excerpt, :metadata,"
        " :language, :provider_id)",
    [ND_SQL_REFERENCE_IS] =
        "SELECT 1 FROM article WHERE id = :id AND key IS :key AND url IS :url AND original_url IS"
        " :original_url AND published_at IS :published_at AND category IS :category AND type IS :type"
        " AND quality IS :quality AND heat IS :heat AND title IS :title AND excerpt IS :excerpt AND metadata "
        "IS"
        " :metadata AND language IS :language AND provider_id IS :provider_id"
        " AND EXISTS (SELECT 1 FROM identity WHERE article_id = :id AND uid IS NOT NULL)",
    [ND_SQL_REFERENCE_IMAGES_ARE] =
        "SELECT 1 WHERE NOT EXISTS (SELECT position, url, width, height FROM image WHERE article_id = :id"
        " EXCEPT SELECT image.key, image.value ->> '$.url', nullif(image.value ->> '$.width', 0),"
        " nullif(image.value ->> '$.height', 0)"
        " FROM mention, json_each(mention.record, '$.images') AS image WHERE mention.id = :mention)"
        " AND (SELECT count(*) FROM image WHERE article_id = :id) = (SELECT count(*) FROM mention,"
        " json_each(mention.record, '$.images') AS image WHERE mention.id = :mention)",
    [ND_SQL_MENTION_IMAGES] =
        "SELECT image.key, image.value ->> '$.url', image.value ->> '$.width', image.value ->> '$.height'"
        " FROM mention, json_each(mention.record, '$.images') AS image WHERE mention.id = :mention",
    [ND_SQL_MENTION_GET] =
        "SELECT record ->> '$.key', record ->> '$.url', record ->> '$.original_url',"
        " record ->> '$.published_at', record ->> '$.category', record ->> '$.type', record ->> '$.quality',"
        " record ->> '$.heat', record ->> '$.title', record ->> '$.excerpt', record -> '$.metadata',"
        " record ->> '$.language', record ->> '$.provider.name', record ->> '$.provider.domain',"
        " json_type(record, '$.images') FROM mention WHERE id = :mention",
    [ND_SQL_PROVIDER_DROP_UNUSED] = "DELETE FROM provider WHERE NOT EXISTS"
                                    " (SELECT 1 FROM article WHERE article.provider_id = provider.id)",
    [ND_SQL_TOPIC_DROP_UNUSED] = "DELETE FROM topic WHERE NOT EXISTS"
                                 " (SELECT 1 FROM article_topic WHERE article_topic.topic_id = topic.id)",
    [ND_SQL_REFERENCES_COUNT] = "SELECT count(*), (SELECT count(*) FROM version) FROM target"
                                " WHERE article_id >= 1000000000",
    /* Along the index from one language to the next; DISTINCT would visit every article. */
    [ND_SQL_NEXT_LANGUAGE] =
        "SELECT language FROM article WHERE language > :language ORDER BY language LIMIT 1",
    [ND_SQL_HIGHEST_ID] = "SELECT id FROM article WHERE id < :limit ORDER BY id DESC LIMIT 1",
    [ND_SQL_SAMPLE] = "SELECT identity.uid, substr(article.published_at, 1, 10) FROM article"
                      " LEFT JOIN identity ON identity.article_id = article.id WHERE article.id = :id",
    [ND_SQL_HIT] = "SELECT article.id, file.path, article.url, article.title, article.published_at,"
                   " article.language, provider.name, provider.domain, article.shape, identity.uid,"
                   " part.ordinal, " ND_SQL_PART_NAME ", part.line"
                   " FROM article LEFT JOIN file ON file.id = article.file_id"
                   " LEFT JOIN part ON part.id = article.id"
                   " LEFT JOIN identity ON identity.article_id = article.id"
                   " LEFT JOIN provider ON provider.id = article.provider_id WHERE article.id = :id",
    [ND_SQL_DATA_VERSION] = "PRAGMA data_version",
    [ND_SQL_HAS_TAGS] = "SELECT 1 FROM article_tag LIMIT 1",
    [ND_SQL_HIT_TAGS] = "SELECT name FROM article_tag WHERE article_id = :id ORDER BY folded",
    [ND_SQL_TITLE] = "SELECT title FROM article WHERE id = :id",
    [ND_SQL_EXCERPT] = "SELECT excerpt FROM article WHERE id = :id",
    [ND_SQL_TOPICS] =
        "SELECT topic.name, CASE article_topic.role WHEN 'topic' THEN 0 WHEN 'keyword' THEN 1 ELSE 2 END AS "
        "place,"
        " article_topic.position AS position FROM article_topic JOIN topic ON topic.id = "
        "article_topic.topic_id"
        " WHERE article_topic.article_id = :id UNION ALL"
        " SELECT author.name, 3, article_author.position FROM article_author"
        " JOIN author ON author.id = article_author.author_id WHERE article_author.article_id = :id"
        " ORDER BY place, position",
    [ND_SQL_BODY] = "SELECT body FROM article WHERE id = :id",
    /* Behind the last one, so that no statement is open while what was gathered is written. */
    [ND_SQL_TEXT_NEXT] =
        "SELECT article.id, " ND_SQL_SOURCE_OF("title") " = 'first-sentence', text.body,"
                                                        " text.title, text.excerpt, text.topics FROM article"
                                                        " JOIN article_text AS text ON text.id = article.id"
                                                        " WHERE article.id > :id ORDER BY article.id LIMIT 1",
    [ND_SQL_TEXT] = "SELECT body, title, excerpt, topics FROM article_text WHERE id = :id",
    [ND_SQL_BEGINNING] = "SELECT language, title, CASE WHEN excerpt IS NULL OR " ND_SQL_SOURCE_OF(
        "excerpt") " = 'first-paragraph'"
                   " THEN NULL ELSE excerpt END, substr(CAST(body AS BLOB), 1 + length(CAST(body AS BLOB)) * "
                   ":millionths"
                   " / 1000000, 1600) FROM article WHERE id = :id",
    /* The date of an article, and whether it says what the other one does. */
    [ND_SQL_LIKENESS] =
        "SELECT article.published_at, CASE WHEN coalesce(other.body, '') <> '' THEN article.body IS "
        "other.body"
        " ELSE other.id IS NOT NULL AND article.title IS other.title AND article.excerpt IS other.excerpt END"
        " FROM article LEFT JOIN article AS other ON other.id = :other WHERE article.id = :id",
    [ND_SQL_SHOW] =
        "SELECT article.id, file.path, file.encoding, article.shape, article.key, article.url, "
        "article.original_url,"
        " article.title, article.excerpt, article.body, article.furniture, article.published_at, "
        "article.language,"
        " provider.name, provider.domain, article.category, article.type, article.quality, article.heat,"
        " article.is_published, article.metadata, provenance.record, identity.uid, "
        "part.ordinal, " ND_SQL_PART_NAME ","
        " part.line, part.start, part.length, file.filter,"
        " (SELECT group_concat(name, char(10)) FROM (SELECT name FROM article_tag"
        " WHERE article_tag.article_id = :id ORDER BY folded)),"
        " (SELECT text FROM article_note WHERE article_note.article_id = :id), identity.revision,"
        " issue.id, (SELECT uid FROM identity WHERE article_id = issue.id), part.item"
        " FROM article LEFT JOIN file ON file.id = article.file_id"
        " LEFT JOIN part ON part.id = article.id LEFT JOIN article AS issue ON article.shape = 'child'"
        " AND issue.id = coalesce(part.issue_id, article.file_id)"
        " LEFT JOIN identity ON identity.article_id = article.id"
        " LEFT JOIN provider ON provider.id = article.provider_id"
        " LEFT JOIN provenance ON provenance.id = article.provenance_id WHERE article.id = :id",
    [ND_SQL_SHOW_TOPICS] =
        "SELECT article_topic.role, topic.name FROM article_topic"
        " JOIN topic ON topic.id = article_topic.topic_id WHERE article_topic.article_id = :id"
        " ORDER BY article_topic.role, article_topic.position",
    [ND_SQL_SHOW_AUTHORS] = "SELECT author.name FROM article_author JOIN author ON author.id = author_id"
                            " WHERE article_id = :id ORDER BY position",
    [ND_SQL_SHOW_IMAGES] = "SELECT url, width, height FROM image WHERE article_id = :id ORDER BY position",
    [ND_SQL_SHOW_RELATED] =
        "SELECT article.id, coalesce(article.title, mention.record ->> '$.title'),"
        " coalesce(article.url, mention.record ->> '$.url'), mention.record ->> '$.key'"
        " FROM link JOIN target ON target.id = link.target_id JOIN mention ON mention.id = link.mention_id"
        " LEFT JOIN article ON article.id = target.article_id"
        " WHERE link.article_id = :id AND article.id IS NOT :id ORDER BY link.position",
    [ND_SQL_SHOW_PROBLEMS] = "SELECT line, column, level, code, message FROM problem WHERE part_id = :id OR"
                             " (part_id IS NULL AND file_id = (SELECT file_id FROM article WHERE id = :id))"
                             " ORDER BY part_id IS NOT NULL, position",
    [ND_SQL_SHOW_CHILDREN] =
        "SELECT article.id, identity.uid, article.title FROM"
        " (SELECT id, ordinal, item FROM part WHERE file_id = :id UNION ALL"
        " SELECT id, ordinal, item FROM part WHERE issue_id = :id) AS child"
        " JOIN article ON article.id = child.id LEFT JOIN identity ON identity.article_id = article.id"
        " ORDER BY child.ordinal, child.item",
    [ND_SQL_SHOW_VERSIONS] =
        "WITH lead(id) AS (SELECT coalesce((SELECT lead_id FROM version WHERE article_id = :id), :id))"
        " SELECT article.id, is_lead, identity.uid, file.path, part.ordinal, " ND_SQL_PART_NAME
        ", published_at FROM"
        " (SELECT id, 1 AS is_lead FROM lead"
        " UNION ALL SELECT article_id, 0 FROM version JOIN lead ON lead_id = lead.id) AS other"
        " JOIN article ON article.id = other.id JOIN file ON file.id = article.file_id"
        " LEFT JOIN part ON part.id = article.id LEFT JOIN identity ON identity.article_id = article.id"
        " WHERE article.id <> :id ORDER BY is_lead DESC, file.path, part.ordinal, part.item",
    [ND_SQL_PROBLEMS] =
        "SELECT file.path, problem.line, problem.column, problem.level, problem.code, problem.message,"
        " part.ordinal, " ND_SQL_PART_NAME " FROM problem JOIN file ON file.id = problem.file_id"
        " LEFT JOIN part ON part.id = problem.part_id"
        " WHERE :path IS NULL OR file.path = :path OR substr(file.path, 1, length(:path) + 1) = :path || '/'"
        " ORDER BY file.path, part.ordinal, part.item, problem.position",
    [ND_SQL_FACET_NAMES] =
        "SELECT min(topic.name), count(DISTINCT article_topic.article_id) AS articles FROM article_topic"
        " JOIN topic ON topic.id = article_topic.topic_id"
        " WHERE article_topic.role = :role AND newsdex_is_hit(article_topic.article_id)"
        " GROUP BY topic.folded ORDER BY articles DESC, 1",
    [ND_SQL_FACET_AUTHOR] =
        "SELECT min(author.name), count(DISTINCT article_author.article_id) AS articles FROM article_author"
        " JOIN author ON author.id = article_author.author_id WHERE newsdex_is_hit(article_author.article_id)"
        " GROUP BY author.folded ORDER BY articles DESC, 1",
    [ND_SQL_FACET_PROVIDER] =
        "SELECT CASE WHEN provider.name <> '' THEN provider.name ELSE provider.domain END AS value,"
        " count(*) AS articles FROM article LEFT JOIN provider ON provider.id = article.provider_id"
        " WHERE newsdex_is_hit(article.id) GROUP BY value ORDER BY value IS NULL, articles DESC, value",
    [ND_SQL_FACET_LANGUAGE] = "SELECT language, count(*) AS articles FROM article WHERE newsdex_is_hit(id)"
                              " GROUP BY language ORDER BY language IS NULL, articles DESC, language",
    [ND_SQL_FACET_TYPE] = "SELECT type, count(*) AS articles FROM article WHERE newsdex_is_hit(id)"
                          " GROUP BY type ORDER BY type IS NULL, articles DESC, type",
    [ND_SQL_FACET_CATEGORY] = "SELECT category, count(*) AS articles FROM article WHERE newsdex_is_hit(id)"
                              " GROUP BY category ORDER BY category IS NULL, articles DESC, category",
    [ND_SQL_FACET_TAG] =
        "SELECT min(name), count(*) AS articles FROM article_tag WHERE newsdex_is_hit(article_id)"
        " GROUP BY folded ORDER BY articles DESC, 1",
    [ND_SQL_FACET_DAY] =
        "SELECT published_at, count(*) FROM article WHERE newsdex_is_hit(id) GROUP BY 1 ORDER BY 1",
    [ND_SQL_FACET_DAY_OF_ALL] =
        "SELECT published_at, count(*) FROM article WHERE +id < 1000000000 GROUP BY 1 ORDER BY 1",
    [ND_SQL_COUNT_ALL] = "SELECT (SELECT count(*) FROM article)"
                         " - (SELECT count(*) FROM article WHERE id >= 1000000000),"
                         " (SELECT count(*) FROM version)",
    [ND_SQL_NORM_GET] = "SELECT lengths FROM norm WHERE block = :block",
    [ND_SQL_NORM_PUT] = "INSERT OR REPLACE INTO norm (block, lengths) VALUES (:block, :lengths)",
    /* The tables FTS5 keeps its index in. */
    [ND_SQL_NORM_CLEAR] = "DELETE FROM norm",
    [ND_SQL_FTS_DATA_CLEAR] = "DELETE FROM article_fts_data",
    [ND_SQL_FTS_KEYS_CLEAR] = "DELETE FROM article_fts_idx",
    [ND_SQL_FTS_SIZES_CLEAR] = "DELETE FROM article_fts_docsize",
    [ND_SQL_FTS_VERSION_SET] = "INSERT OR REPLACE INTO article_fts_config (k, v) VALUES ('version', 4)",
    [ND_SQL_FTS_VERSION] = "SELECT v FROM article_fts_config WHERE k = 'version'",
    [ND_SQL_FTS_PAGE_SIZE] = "SELECT v FROM article_fts_config WHERE k = 'pgsz'",
    [ND_SQL_FTS_PAGE] = "SELECT block FROM article_fts_data WHERE id = ?1",
    [ND_SQL_FTS_PAGES_FROM] = "SELECT block, id FROM article_fts_data WHERE id >= ?1 ORDER BY id",
    [ND_SQL_FTS_PAGE_INSERT] = "INSERT OR REPLACE INTO article_fts_data (id, block) VALUES (?1, ?2)",
    [ND_SQL_FTS_PAGES_DELETE] = "DELETE FROM article_fts_data WHERE id >= ?1 AND id < ?2",
    [ND_SQL_FTS_FIND_PAGE] =
        "SELECT pgno FROM article_fts_idx WHERE segid = ?1 AND term <= ?2 ORDER BY term DESC LIMIT 1",
    [ND_SQL_FTS_NEXT_PAGE] =
        "SELECT pgno FROM article_fts_idx WHERE segid = ?1 AND term > ?2 ORDER BY term LIMIT 1",
    [ND_SQL_FTS_KEYS] = "SELECT term, pgno FROM article_fts_idx WHERE segid = ?1 ORDER BY term",
    [ND_SQL_FTS_KEYED] = "SELECT DISTINCT segid FROM article_fts_idx",
    [ND_SQL_FTS_KEY_INSERT] = "INSERT INTO article_fts_idx (segid, term, pgno) VALUES (?1, ?2, ?3)",
    [ND_SQL_FTS_KEYS_DELETE] = "DELETE FROM article_fts_idx WHERE segid = ?1",
    [ND_SQL_FTS_SIZES_PUT] = "INSERT OR REPLACE INTO article_fts_docsize (id, sz) VALUES (?1, ?2)",
    [ND_SQL_FTS_SIZES_DELETE] = "DELETE FROM article_fts_docsize WHERE id = ?1",
    [ND_SQL_FTS_SIZES_OF_REFERENCES] = "SELECT sz FROM article_fts_docsize WHERE id > 1000000000",
};

struct nd_str nd_sql_text(enum nd_sql which) {
    return nd_str_from(sql[which] != NULL ? sql[which] : nd_statement_recurring(which));
}
