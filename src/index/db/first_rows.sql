-- What the tables of a new database begin with.
INSERT INTO state (name, value) VALUES ('database', lower(hex(randomblob(16)))), ('revision', '1');
