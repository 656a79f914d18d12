-- Version 4: a file may hold many articles, authors are kept, and what an older newsdex read is read once more.

-- The indexes of indexes.sql go with the table; without this one all are made again.
DROP INDEX IF EXISTS file_hash;
-- A uid is made of an address without what its spellings differ in: all are given anew, as to a database of version 2.
DROP INDEX IF EXISTS identity_uid;
DELETE FROM identity;
DROP VIEW related;
DROP VIEW articles;
DROP VIEW article_text;

-- reader is the number of the rules the file was read by; what has another one is read again, though unchanged.
-- parts is how many records the file has, NULL when it is an article itself.
ALTER TABLE file ADD COLUMN reader INTEGER NOT NULL DEFAULT 0;
ALTER TABLE file ADD COLUMN parts INTEGER;

-- References have ids from 1000000000 on, so that a range of ids tells them apart. An article that is a file of its own
-- has the id of the file, one in a file of many that of its part; neither is ever given twice.
CREATE TABLE article_4 (
    id INTEGER PRIMARY KEY,
    file_id INTEGER REFERENCES file (id),
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
INSERT INTO article_4 (id, file_id, origin, shape, key, url, original_url, published_at, language, provider_id, category,
                       type, quality, heat, is_published, title, excerpt, provenance, metadata, body, furniture)
SELECT id, file_id, origin, shape, key, url, original_url, published_at, language, provider_id, category, type, quality,
       heat, is_published, title, excerpt, provenance, metadata, body, furniture FROM article ORDER BY id;
DROP TABLE article;
ALTER TABLE article_4 RENAME TO article;
CREATE INDEX article_key ON article (key) WHERE file_id IS NOT NULL;
CREATE INDEX article_language ON article (language);
CREATE INDEX article_provider ON article (provider_id) WHERE provider_id IS NOT NULL;
CREATE INDEX article_type ON article (type COLLATE NOCASE) WHERE type IS NOT NULL;
CREATE INDEX article_category ON article (category COLLATE NOCASE) WHERE category IS NOT NULL;

-- A record of a file of many; id is that of its article, if it gave one. start and length count bytes of the file, of
-- a compressed one when it is decompressed. hash finds a record that has not changed, key one that has.
CREATE TABLE part (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    file_id INTEGER NOT NULL REFERENCES file (id),
    ordinal INTEGER NOT NULL,           -- from 1
    name TEXT,                          -- what is shown behind '#': a member of an archive; NULL: the ordinal
    line INTEGER NOT NULL,              -- from 1; 0 when lines do not count
    start INTEGER NOT NULL,
    length INTEGER NOT NULL,
    hash BLOB NOT NULL,                 -- XXH3, 128 bits, of the bytes
    key TEXT,                           -- what the file itself knows it by; NULL when by nothing
    uid TEXT                            -- of the article, before what would be the same was told apart
) STRICT;
CREATE INDEX part_file ON part (file_id, ordinal);

-- Problems of a record have its id, those of the whole file none. position tells apart and has no gaps to rely on.
ALTER TABLE problem ADD COLUMN part_id INTEGER REFERENCES part (id);
CREATE INDEX problem_part ON problem (part_id) WHERE part_id IS NOT NULL;

-- Who wrote articles, as topics are kept.
CREATE TABLE author (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    folded TEXT NOT NULL
) STRICT;

CREATE TABLE article_author (
    article_id INTEGER NOT NULL REFERENCES article (id),
    position INTEGER NOT NULL,
    author_id INTEGER NOT NULL REFERENCES author (id),
    PRIMARY KEY (article_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX article_author_author ON article_author (author_id);

CREATE VIEW related AS
SELECT link.article_id, link.position, target.article_id AS related_id
FROM link JOIN target ON target.id = link.target_id
WHERE target.article_id IS NOT NULL AND target.article_id <> link.article_id;

-- The columns of the full-text index. An excerpt cut from the body is not indexed twice; authors are found as topics are.
CREATE VIEW article_text AS
SELECT id,
       language_tag || coalesce(title, '') AS title,
       CASE WHEN excerpt IS NULL OR provenance ->> '$.excerpt' = 'first-paragraph' THEN ''
            ELSE language_tag || excerpt END AS excerpt,
       coalesce((SELECT language_tag || group_concat(name, char(10))
                 FROM (SELECT name FROM (
                           SELECT topic.name, CASE article_topic.role WHEN 'topic' THEN 0 WHEN 'keyword' THEN 1 ELSE 2 END
                                      AS place, article_topic.position
                           FROM article_topic JOIN topic ON topic.id = article_topic.topic_id
                           WHERE article_topic.article_id = article.id
                           UNION ALL
                           SELECT author.name, 3, article_author.position
                           FROM article_author JOIN author ON author.id = article_author.author_id
                           WHERE article_author.article_id = article.id)
                       ORDER BY place, position)), '') AS topics,
       CASE WHEN coalesce(body, '') = '' THEN '' ELSE language_tag || body END AS body
FROM article;

-- One row an article, flat, for people with sqlite3, Datasette or pandas; those only known from others are beside it.
CREATE VIEW articles AS
SELECT article.id, identity.uid, article.origin, file.path, coalesce(part.name, part.ordinal) AS part,
       part.line, article.shape, article.url, article.original_url,
       article.title, article.excerpt, article.body, article.published_at, article.language,
       provider.name AS provider_name, provider.domain AS provider_domain, article.category, article.type,
       article.quality, article.heat, article.is_published,
       (SELECT group_concat(name, ', ') FROM (SELECT author.name FROM article_author
            JOIN author ON author.id = article_author.author_id
            WHERE article_author.article_id = article.id ORDER BY position)) AS authors,
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
LEFT JOIN part ON part.id = article.id
LEFT JOIN provider ON provider.id = article.provider_id
WHERE article.file_id IS NOT NULL;

CREATE VIEW "references" AS
SELECT article.id, identity.uid, article.key, article.url, article.original_url, article.title, article.excerpt,
       article.published_at, article.language, provider.name AS provider_name, provider.domain AS provider_domain,
       article.category, article.type, article.quality, article.heat, article.metadata
FROM article
LEFT JOIN identity ON identity.article_id = article.id
LEFT JOIN provider ON provider.id = article.provider_id
WHERE article.file_id IS NULL;
