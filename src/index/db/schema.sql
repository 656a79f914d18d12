-- The database is a public interface: newsdex(5) documents every table here.
-- Version 1; what later versions add is in the files of their numbers beside this one, see migrate.c. Other indexes
-- are in indexes.sql. Checks against several words are written with OR: of three or more after IN SQLite makes a
-- table, anew for every row.

-- 'unfinished' while an ingest has changed files and has not yet resolved what points to them.
CREATE TABLE state (
    name TEXT PRIMARY KEY,
    value TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE file (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL UNIQUE,          -- absolute; bytes as the file system has them
    size INTEGER NOT NULL,              -- bytes
    mtime_ns INTEGER NOT NULL,          -- nanoseconds since 1970
    hash BLOB,                          -- XXH3, 128 bits, of the bytes; NULL when they could not be read
    encoding TEXT                       -- what the bytes were decoded from; NULL when there is no article
) STRICT;

CREATE TABLE provider (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,                 -- '' when only the domain is known
    domain TEXT NOT NULL,               -- '' when only the name is known
    UNIQUE (name, domain)
) STRICT;

-- References have ids from 1000000000 on, so that a range of ids tells them apart.
CREATE TABLE article (
    id INTEGER PRIMARY KEY,
    file_id INTEGER UNIQUE REFERENCES file (id),
    origin TEXT NOT NULL CHECK (origin = 'file' OR origin = 'reference'),
    shape TEXT,
    key TEXT,                           -- the file's name without folder and ending
    url TEXT,                           -- canonical
    original_url TEXT,                  -- as written
    published_at TEXT,                  -- RFC 3339 in UTC, or a date
    language TEXT,                      -- BCP 47
    provider_id INTEGER REFERENCES provider (id),
    category TEXT,
    type TEXT,
    quality ANY,
    heat ANY,
    is_published INTEGER,
    title TEXT,
    excerpt TEXT,
    provenance TEXT,                    -- JSON object: field -> where it came from
    metadata TEXT,                      -- JSON object
    body TEXT,
    furniture TEXT,
    -- The language as Unicode tag characters, which the tokenizer reads and nobody sees.
    language_tag TEXT GENERATED ALWAYS AS (
        CASE WHEN language IS NULL THEN ''
             ELSE char(917505, 917504 + unicode(language), 917504 + unicode(substr(language, 2, 1)))
                  || CASE WHEN substr(language, 3, 1) BETWEEN 'a' AND 'z'
                          THEN char(917504 + unicode(substr(language, 3, 1))) ELSE '' END
        END) VIRTUAL
) STRICT;
CREATE INDEX article_key ON article (key) WHERE file_id IS NOT NULL;
CREATE INDEX article_language ON article (language);
CREATE INDEX article_provider ON article (provider_id) WHERE provider_id IS NOT NULL;

-- One row for every spelling; folded is what makes two spellings the same topic.
CREATE TABLE topic (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    folded TEXT NOT NULL
) STRICT;

CREATE TABLE article_topic (
    article_id INTEGER NOT NULL REFERENCES article (id),
    role TEXT NOT NULL CHECK (role = 'topic' OR role = 'keyword' OR role = 'theme'),
    position INTEGER NOT NULL,
    topic_id INTEGER NOT NULL REFERENCES topic (id),
    PRIMARY KEY (article_id, role, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE image (
    article_id INTEGER NOT NULL REFERENCES article (id),
    position INTEGER NOT NULL,
    url TEXT NOT NULL,
    width INTEGER,
    height INTEGER,
    PRIMARY KEY (article_id, position)
) STRICT, WITHOUT ROWID;

-- What articles point to: a URL, the name of a file, or nothing but a title. article_id is who answers to it now.
CREATE TABLE target (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind = 'url' OR kind = 'key' OR kind = 'title'),
    name TEXT NOT NULL,
    article_id INTEGER REFERENCES article (id),
    UNIQUE (name, kind)
) STRICT;

-- What is said where something is pointed to; kept once however often it is said.
CREATE TABLE mention (
    id INTEGER PRIMARY KEY,
    target_id INTEGER NOT NULL REFERENCES target (id),
    hash INTEGER NOT NULL,              -- XXH3, 64 bits, of record
    record TEXT NOT NULL,               -- JSON, as "related" in newsdex parse
    UNIQUE (target_id, hash)
) STRICT;

CREATE TABLE link (
    article_id INTEGER NOT NULL REFERENCES article (id),
    position INTEGER NOT NULL,
    target_id INTEGER NOT NULL REFERENCES target (id),
    mention_id INTEGER NOT NULL REFERENCES mention (id),
    PRIMARY KEY (article_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE problem (
    file_id INTEGER NOT NULL REFERENCES file (id),
    position INTEGER NOT NULL,
    line INTEGER NOT NULL,              -- 0 when the whole file is meant
    column INTEGER NOT NULL,
    level TEXT NOT NULL CHECK (level = 'note' OR level = 'warning' OR level = 'error'),
    code TEXT NOT NULL,
    message TEXT NOT NULL,
    PRIMARY KEY (file_id, position)
) STRICT, WITHOUT ROWID;

CREATE VIEW related AS
SELECT link.article_id, link.position, target.article_id AS related_id
FROM link JOIN target ON target.id = link.target_id
WHERE target.article_id IS NOT NULL AND target.article_id <> link.article_id;

-- The columns of the full-text index. An excerpt cut from the body is not indexed twice.
CREATE VIEW article_text AS
SELECT id,
       language_tag || coalesce(title, '') AS title,
       CASE WHEN excerpt IS NULL OR provenance ->> '$.excerpt' = 'first-paragraph' THEN ''
            ELSE language_tag || excerpt END AS excerpt,
       coalesce((SELECT language_tag || group_concat(name, char(10))
                 FROM (SELECT topic.name FROM article_topic JOIN topic ON topic.id = article_topic.topic_id
                       WHERE article_topic.article_id = article.id
                       ORDER BY CASE article_topic.role WHEN 'topic' THEN 0 WHEN 'keyword' THEN 1 ELSE 2 END,
                                article_topic.position)), '') AS topics,
       CASE WHEN coalesce(body, '') = '' THEN '' ELSE language_tag || body END AS body
FROM article;

CREATE VIRTUAL TABLE article_fts USING fts5 (
    title, excerpt, topics, body,
    content = 'article_text', content_rowid = 'id', tokenize = 'newsdex'
);

-- Lengths in words of title, excerpt, topics and body, a byte each (lengths.h), of 1024 articles a row.
CREATE TABLE norm (
    block INTEGER PRIMARY KEY,          -- article id / 1024
    lengths BLOB NOT NULL
) STRICT;

-- One row an article, flat, for people with sqlite3, Datasette or pandas.
CREATE VIEW articles AS
SELECT article.id, article.origin, file.path, article.shape, article.url, article.original_url, article.title,
       article.excerpt, article.body, article.published_at, article.language, provider.name AS provider_name,
       provider.domain AS provider_domain, article.category, article.type, article.quality, article.heat,
       article.is_published,
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
LEFT JOIN file ON file.id = article.file_id
LEFT JOIN provider ON provider.id = article.provider_id;
