-- Version 3: ids are never given out again, and every article has a uid. An id is that of a file, or of a target
-- plus 1000000000; AUTOINCREMENT keeps the highest that ever was.

DROP VIEW related;
DROP VIEW articles;

CREATE TABLE file_3 (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    path TEXT NOT NULL UNIQUE,          -- absolute; bytes as the file system has them
    size INTEGER NOT NULL,              -- bytes
    mtime_ns INTEGER NOT NULL,          -- nanoseconds since 1970
    hash BLOB,                          -- XXH3, 128 bits, of the bytes; NULL when they could not be read
    encoding TEXT                       -- what the bytes were decoded from; NULL when there is no article
) STRICT;
INSERT INTO file_3 (id, path, size, mtime_ns, hash, encoding)
SELECT id, path, size, mtime_ns, hash, encoding FROM file ORDER BY id;
DROP TABLE file;
ALTER TABLE file_3 RENAME TO file;

-- What articles point to: a URL, the name of a file, or nothing but a title. article_id is who answers to it now.
CREATE TABLE target_3 (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL CHECK (kind = 'url' OR kind = 'key' OR kind = 'title'),
    name TEXT NOT NULL,
    article_id INTEGER REFERENCES article (id),
    UNIQUE (name, kind)
) STRICT;
INSERT INTO target_3 (id, kind, name, article_id) SELECT id, kind, name, article_id FROM target ORDER BY id;
DROP TABLE target;
ALTER TABLE target_3 RENAME TO target;

-- uid is NULL only while an ingest has not yet told apart what would have the same. Its unique index is made when
-- a new database has been filled for the first time, as are those in indexes.sql.
CREATE TABLE identity (
    article_id INTEGER PRIMARY KEY REFERENCES article (id),
    uid TEXT
) STRICT;

CREATE VIEW related AS
SELECT link.article_id, link.position, target.article_id AS related_id
FROM link JOIN target ON target.id = link.target_id
WHERE target.article_id IS NOT NULL AND target.article_id <> link.article_id;

-- One row an article, flat, for people with sqlite3, Datasette or pandas.
CREATE VIEW articles AS
SELECT article.id, identity.uid, article.origin, file.path, article.shape, article.url, article.original_url,
       article.title, article.excerpt, article.body, article.published_at, article.language,
       provider.name AS provider_name, provider.domain AS provider_domain, article.category, article.type,
       article.quality, article.heat, article.is_published,
       (SELECT group_concat(name, ', ') FROM (SELECT topic.name FROM article_topic
            JOIN topic ON topic.id = article_topic.topic_id
            WHERE article_topic.article_id = article.id AND role = 'topic' ORDER BY position)) AS topics,
       (SELECT group_concat(name, ', ') FROM (SELECT topic.name FROM article_topic
            JOIN topic ON topic.id = article_topic.topic_id
            WHERE article_topic.article_id = article.id AND role = 'keyword' ORDER BY position)) AS keywords,
       (SELECT group_concat(name, ', ') FROM (SELECT topic.name FROM article_topic
            JOIN topic ON topic.id = article_topic.topic_id
            WHERE article_topic.article_id = article.id AND role = 'theme' ORDER BY position)) AS themes,
       article.metadata, article.provenance
FROM article
LEFT JOIN identity ON identity.article_id = article.id
LEFT JOIN file ON file.id = article.file_id
LEFT JOIN provider ON provider.id = article.provider_id;
