-- Version 8: where fields came from is stored once for all articles that say the same, and lines are counted anew.

-- Without file_hash all indexes of indexes.sql are made again; those of article go with the table.
DROP INDEX IF EXISTS file_hash;
DROP VIEW articles;
DROP VIEW "references";
DROP VIEW article_text;

-- Where the fields of an article came from: the same in most articles of a file of many. Rows nobody has any more go with
-- optimize.
CREATE TABLE provenance (
    id INTEGER PRIMARY KEY,
    record TEXT NOT NULL UNIQUE         -- JSON object: field -> where it came from
) STRICT;
INSERT OR IGNORE INTO provenance (record) SELECT provenance FROM article WHERE provenance IS NOT NULL ORDER BY id;
INSERT OR IGNORE INTO provenance (record) SELECT provenance FROM learned WHERE provenance IS NOT NULL ORDER BY article_id;

-- What is long stands behind what is asked for without it.
CREATE TABLE article_8 (
    id INTEGER PRIMARY KEY,
    file_id INTEGER REFERENCES file (id),
    origin TEXT NOT NULL CHECK (origin = 'file' OR origin = 'reference'),
    shape TEXT,
    key TEXT,                           -- the file's name without folder and ending
    own_key TEXT,                       -- what a file that is one article is known by beside its name
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
    provenance_id INTEGER REFERENCES provenance (id),
    title TEXT,
    excerpt_start INTEGER,              -- in characters of the body, from 1; NULL: own_excerpt is the excerpt
    excerpt_length INTEGER,             -- in characters; below 0 with an ellipsis behind them
    own_excerpt TEXT,
    metadata TEXT,                      -- JSON object
    body TEXT,
    furniture TEXT,
    excerpt TEXT GENERATED ALWAYS AS (
        CASE WHEN excerpt_start IS NULL THEN own_excerpt
             ELSE replace(substr(body, excerpt_start, abs(excerpt_length)), char(10), ' ')
                  || CASE WHEN excerpt_length < 0 THEN char(8230) ELSE '' END
        END) VIRTUAL,
    -- The language as Unicode tag characters, which the tokenizer reads and nobody sees.
    language_tag TEXT GENERATED ALWAYS AS (
        CASE WHEN language IS NULL THEN ''
             ELSE char(917505, 917504 + unicode(language), 917504 + unicode(substr(language, 2, 1)))
                  || CASE WHEN substr(language, 3, 1) BETWEEN 'a' AND 'z'
                          THEN char(917504 + unicode(substr(language, 3, 1))) ELSE '' END
        END) VIRTUAL
) STRICT;
INSERT INTO article_8 (id, file_id, origin, shape, key, own_key, url, original_url, published_at, language, provider_id,
                       category, type, quality, heat, is_published, provenance_id, title, excerpt_start, excerpt_length,
                       own_excerpt, metadata, body, furniture)
SELECT id, file_id, origin, shape, key, own_key, url, original_url, published_at, language, provider_id, category, type,
       quality, heat, is_published, (SELECT provenance.id FROM provenance WHERE record = article.provenance), title,
       excerpt_start, excerpt_length, own_excerpt, metadata, body, furniture FROM article ORDER BY id;
DROP TABLE article;
ALTER TABLE article_8 RENAME TO article;
CREATE INDEX article_key ON article (key) WHERE key IS NOT NULL AND file_id IS NOT NULL;
CREATE INDEX article_language ON article (language);
CREATE INDEX article_provider ON article (provider_id) WHERE provider_id IS NOT NULL;
CREATE INDEX article_type ON article (type COLLATE NOCASE) WHERE type IS NOT NULL;
CREATE INDEX article_category ON article (category COLLATE NOCASE) WHERE category IS NOT NULL;

-- A record of a file of many may be an issue of several articles, each of which has a row with its ordinal.
ALTER TABLE part ADD COLUMN item INTEGER NOT NULL DEFAULT 0; -- of the issue, from 1; 0: the record itself
ALTER TABLE part ADD COLUMN issue_id INTEGER;               -- the part whose item it is
CREATE INDEX part_issue ON part (issue_id) WHERE issue_id IS NOT NULL;
CREATE INDEX part_item ON part (file_id) WHERE item > 0;

-- The columns of the full-text index, of what answers. An excerpt cut from the body is not indexed twice; authors are found
-- as topics are.
CREATE VIEW article_text AS
SELECT id,
       language_tag || coalesce(title, '') AS title,
       CASE WHEN excerpt IS NULL OR (SELECT record ->> '$.excerpt' FROM provenance WHERE provenance.id = provenance_id)
                 = 'first-paragraph' THEN ''
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
FROM article WHERE id NOT IN (SELECT article_id FROM version);

-- One row an article, flat, for people with sqlite3, Datasette or pandas; those only known from others are beside it.
CREATE VIEW articles AS
SELECT article.id, identity.uid, article.origin, file.path,
       coalesce(part.name, part.ordinal) || CASE WHEN part.item > 0 THEN '/' || part.item ELSE '' END AS part,
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
       (SELECT group_concat(name, ', ') FROM (SELECT name FROM article_tag WHERE article_tag.article_id = article.id
            ORDER BY folded)) AS tags,
       (SELECT text FROM article_note WHERE article_note.article_id = article.id) AS note,
       article.metadata, provenance.record AS provenance
FROM article
LEFT JOIN identity ON identity.article_id = article.id
LEFT JOIN file ON file.id = article.file_id
LEFT JOIN part ON part.id = article.id
LEFT JOIN provider ON provider.id = article.provider_id
LEFT JOIN provenance ON provenance.id = article.provenance_id
WHERE article.file_id IS NOT NULL AND article.id NOT IN (SELECT article_id FROM version);

CREATE VIEW "references" AS
SELECT article.id, identity.uid, article.key, article.url, article.original_url, article.title, article.excerpt,
       article.published_at, article.language, provider.name AS provider_name, provider.domain AS provider_domain,
       article.category, article.type, article.quality, article.heat, article.metadata
FROM article
LEFT JOIN identity ON identity.article_id = article.id
LEFT JOIN provider ON provider.id = article.provider_id
WHERE article.file_id IS NULL;

-- Articles lines were cut out of, as in version 5.
CREATE TABLE learned_8 (
    article_id INTEGER PRIMARY KEY REFERENCES article (id),
    cuts BLOB NOT NULL,
    furniture INTEGER NOT NULL,
    excerpt TEXT,
    provenance_id INTEGER REFERENCES provenance (id)
) STRICT;
INSERT INTO learned_8 (article_id, cuts, furniture, excerpt, provenance_id)
SELECT article_id, cuts, furniture, excerpt, (SELECT id FROM provenance WHERE record = learned.provenance) FROM learned;
DROP TABLE learned;
ALTER TABLE learned_8 RENAME TO learned;

-- A line without its numbers was taken for one with a zero in their place. All are counted anew, and what was cut out of
-- articles is decided about anew, when the next ingest is finished.
DELETE FROM sketch WHERE first >= 2147483648;
DELETE FROM line_log;
DELETE FROM line;
DELETE FROM place;
INSERT OR REPLACE INTO state (name, value) SELECT 'lines', '0' WHERE EXISTS (SELECT 1 FROM article);
