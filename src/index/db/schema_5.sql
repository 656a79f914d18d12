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
