-- Version 6: filters by path and address need not look at every one.

-- All that addresses of files are looked for in. Without file_hash all indexes of indexes.sql are made again.
DROP INDEX IF EXISTS article_url;
DROP INDEX IF EXISTS file_hash;

-- Which stretches of three and of five bytes occur in the paths of files, or in the addresses of articles, of 128 ids (grams.h). block:
-- of files their ids by 128; of articles below 0, their ids by 128 from -1 on downwards. No bits: any may occur, as in what
-- was there before this version, until it is read once more.
CREATE TABLE gram (
    block INTEGER PRIMARY KEY,
    bits BLOB NOT NULL
) STRICT;
INSERT INTO gram (block, bits) SELECT DISTINCT id / 128, x'' FROM file WHERE id >= 0;
INSERT INTO gram (block, bits) SELECT DISTINCT -1 - id / 128, x'' FROM article WHERE id >= 0;
