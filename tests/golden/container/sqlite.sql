PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE IF NOT EXISTS "news" (id INTEGER PRIMARY KEY, headline TEXT, content TEXT, date TEXT);
INSERT INTO news VALUES(1,'Harbour board''s pier','The board voted; it closes.','2024-03-05');
INSERT INTO news VALUES(2,'Teachers','They ask for C:\new heat.',NULL);
COMMIT;
