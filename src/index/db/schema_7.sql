-- Version 7: the body is the first column of the full-text index, of which a list of places does not say which it is. What is
-- in the tables of the index is put in order behind this (fulltext/body_first.h).
ALTER TABLE article_fts RENAME TO article_fts_of_6;

CREATE VIRTUAL TABLE article_fts USING fts5 (
    body, title, excerpt, topics,
    content = 'article_text', content_rowid = 'id', tokenize = 'newsdex'
);
INSERT OR REPLACE INTO article_fts_data (id, block) SELECT id, block FROM article_fts_of_6_data;
INSERT OR REPLACE INTO article_fts_idx (segid, term, pgno) SELECT segid, term, pgno FROM article_fts_of_6_idx;
INSERT INTO article_fts_docsize (id, sz) SELECT id, sz FROM article_fts_of_6_docsize;
INSERT OR REPLACE INTO article_fts_config (k, v) SELECT k, v FROM article_fts_of_6_config;
DROP TABLE article_fts_of_6;
