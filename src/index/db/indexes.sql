-- Indexes that wait until the end while a new database is filled for the first time: sorting all rows once costs
-- a third of finding the place of each, and does not slow down as the database grows. Those of article for which
-- rows come in order, or of which there are few different values, are in schema.sql: making an index there means
-- to read all bodies.

CREATE INDEX IF NOT EXISTS file_hash ON file (hash) WHERE hash IS NOT NULL;
CREATE INDEX IF NOT EXISTS article_address ON article (url, file_id) WHERE url IS NOT NULL AND file_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS article_published_at ON article (published_at);
CREATE INDEX IF NOT EXISTS topic_folded ON topic (folded);
CREATE INDEX IF NOT EXISTS article_topic_topic ON article_topic (topic_id);
CREATE INDEX IF NOT EXISTS target_article ON target (article_id);
CREATE INDEX IF NOT EXISTS link_target ON link (target_id);
