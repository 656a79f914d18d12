-- Version 5.

-- revision: that of the change that made the article, as other programs see it, what it is now (store/revision.h).
ALTER TABLE identity ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;

-- uids nobody has any more. deleted_at: seconds since 1970.
CREATE TABLE tombstone (
    uid TEXT PRIMARY KEY,
    revision INTEGER NOT NULL,
    deleted_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO state (name, value) VALUES ('database', lower(hex(randomblob(16)))), ('revision', '1');

-- The command that made a text of the file, which is none; of a file of many articles those that were named for all.
ALTER TABLE file ADD COLUMN filter TEXT;

-- What the article of a file that is one is known by beside the file's name: a mail by its Message-ID. The uid is made of both.
ALTER TABLE article ADD COLUMN own_key TEXT;

DROP VIEW articles;
DROP VIEW article_text;
DROP VIEW "references";

-- An excerpt that is a stretch of the body is not stored twice: so many characters from excerpt_start (from 1 on) are it,
-- of a length below 0 with an ellipsis behind them. own_excerpt: any other.
ALTER TABLE article RENAME COLUMN excerpt TO own_excerpt;
ALTER TABLE article ADD COLUMN excerpt_start INTEGER;
ALTER TABLE article ADD COLUMN excerpt_length INTEGER;
ALTER TABLE article ADD COLUMN excerpt TEXT GENERATED ALWAYS AS (
    CASE WHEN excerpt_start IS NULL THEN own_excerpt
         ELSE replace(substr(body, excerpt_start, abs(excerpt_length)), char(10), ' ')
              || CASE WHEN excerpt_length < 0 THEN char(8230) ELSE '' END
    END) VIRTUAL;

-- Articles that do not answer, because a fuller version of each (lead_id) does: they are in no full-text index, are found
-- by no query and counted nowhere. While an ingest is not finished, a lead may be gone.
CREATE TABLE version (
    article_id INTEGER PRIMARY KEY REFERENCES article (id),
    lead_id INTEGER NOT NULL
) STRICT;
CREATE INDEX version_lead ON version (lead_id);
-- What has the address of another is looked at when the next ingest is finished.
UPDATE identity SET uid = NULL WHERE uid LIKE '%~%';
INSERT OR REPLACE INTO state (name, value) SELECT 'unfinished', 'yes' WHERE EXISTS (SELECT 1 FROM identity WHERE uid IS NULL);

-- The columns of the full-text index, of what answers. An excerpt cut from the body is not indexed twice; authors are found as topics are.
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
FROM article WHERE id NOT IN (SELECT article_id FROM version);

-- What people add to articles. It is kept by uid, whatever becomes of the files; article_id is the article it is seen at,
-- which it follows when that gets another uid (store/strays.h). NULL: there is none now.
CREATE TABLE article_tag (
    uid TEXT NOT NULL,
    folded TEXT NOT NULL,               -- case-folded name, by which tags are found
    name TEXT NOT NULL,                 -- as written
    article_id INTEGER,
    PRIMARY KEY (uid, folded)
) STRICT, WITHOUT ROWID;
CREATE INDEX article_tag_folded ON article_tag (folded, article_id);
CREATE INDEX article_tag_article ON article_tag (article_id);

CREATE TABLE article_note (
    uid TEXT PRIMARY KEY,
    text TEXT NOT NULL,
    article_id INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX article_note_article ON article_note (article_id);

-- When articles came: each row is of ids given in one transaction, or of one whose file or part was there before and
-- gave none. arrived_at: seconds since 1970; of what was there before this version, when it was made this version.
CREATE TABLE arrival (
    id INTEGER PRIMARY KEY,
    first_id INTEGER NOT NULL,
    last_id INTEGER NOT NULL,
    arrived_at INTEGER NOT NULL
) STRICT;
INSERT INTO arrival (first_id, last_id, arrived_at)
SELECT 1, max(id), unixepoch() FROM article WHERE id < 1000000000 HAVING count(*) > 0;

-- Queries with a name. arrival_id: what came until then has been seen (--new-since LAST).
CREATE TABLE saved_query (
    name TEXT PRIMARY KEY,
    query TEXT NOT NULL,
    arrival_id INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

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
       (SELECT group_concat(name, ', ') FROM (SELECT name FROM article_tag WHERE article_tag.article_id = article.id
            ORDER BY folded)) AS tags,
       (SELECT text FROM article_note WHERE article_note.article_id = article.id) AS note,
       article.metadata, article.provenance
FROM article
LEFT JOIN identity ON identity.article_id = article.id
LEFT JOIN file ON file.id = article.file_id
LEFT JOIN part ON part.id = article.id
LEFT JOIN provider ON provider.id = article.provider_id
WHERE article.file_id IS NOT NULL AND article.id NOT IN (SELECT article_id FROM version);

CREATE VIEW "references" AS
SELECT article.id, identity.uid, article.key, article.url, article.original_url, article.title, article.excerpt,
       article.published_at, article.language, provider.name AS provider_name, provider.domain AS provider_domain,
       article.category, article.type, article.quality, article.heat, article.metadata
FROM article
LEFT JOIN identity ON identity.article_id = article.id
LEFT JOIN provider ON provider.id = article.provider_id
WHERE article.file_id IS NULL;

-- From 0 on: which articles have the keys of sketches from first to before the next row, packed (copies/key_index.h).
-- Below 0: what has happened since copies were last looked for (copies/sketch_log.h).
CREATE TABLE sketch (
    first INTEGER PRIMARY KEY,
    entries BLOB NOT NULL
) STRICT;

-- Articles of which there are copies. lead_id is the first of them, which has a row itself; NULL: to be looked at again.
-- text_id is the one among those with the same text that stands for them all in sketch.
CREATE TABLE copy (
    article_id INTEGER PRIMARY KEY,
    lead_id INTEGER,
    text_id INTEGER NOT NULL,
    kind TEXT,                          -- lead, equal, edited, cut or contained
    similarity REAL
) STRICT;
CREATE INDEX copy_lead ON copy (lead_id, text_id);

-- The number of the latest article whose sketch was made of what is stored; no row: there is one of every article.
INSERT INTO state (name, value) SELECT 'sketches', '0' WHERE EXISTS (SELECT 1 FROM article);
-- The same of lines.
INSERT INTO state (name, value) SELECT 'lines', '0' WHERE EXISTS (SELECT 1 FROM article);

-- From 2147483648 on sketch has the lines of articles (boilerplate/boilerplate.h). What happened to those since they were
-- last counted, one row a transaction; how many articles a place has whose lines are compared; and the lines at least five
-- of these have. hash and text only of those that are learned.
CREATE TABLE line_log (
    number INTEGER PRIMARY KEY,
    events BLOB NOT NULL
) STRICT;
CREATE TABLE place (
    scope INTEGER PRIMARY KEY,          -- hash of what it is
    kind TEXT NOT NULL,                 -- provider, file or folder
    name TEXT,                          -- of a provider or a folder
    file_id INTEGER,                    -- a file of many articles, whatever its path
    articles INTEGER NOT NULL
) STRICT;
CREATE TABLE line (
    key INTEGER PRIMARY KEY,
    scope INTEGER NOT NULL,
    articles INTEGER NOT NULL,
    hash INTEGER,
    text TEXT
) STRICT;
CREATE INDEX line_scope ON line (scope);

-- Articles lines were cut out of, to be put back: the cuts (boilerplate/cuts.h), the bytes of furniture there were before,
-- and what else has become another.
CREATE TABLE learned (
    article_id INTEGER PRIMARY KEY REFERENCES article (id),
    cuts BLOB NOT NULL,
    furniture INTEGER NOT NULL,
    excerpt TEXT,
    provenance TEXT
) STRICT;
