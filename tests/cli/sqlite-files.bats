#!/usr/bin/env bats
# SQLite databases as input: the rows of tables with a title and a text are articles.
load helper

make_rows() { # database [first [last]]
    sqlite3 "$1" "CREATE TABLE IF NOT EXISTS posts (id INTEGER PRIMARY KEY, title, author, published_at, url, content)" \
        "WITH n (i) AS (VALUES (${2:-1}) UNION ALL SELECT i + 1 FROM n WHERE i < ${3:-6})
         INSERT INTO posts SELECT i, 'Rope ' || i, 'Mara Lind', 1709625600 + 86400 * i, 'https://example.org/' || i,
             'What was said of rope ' || i || ' at the harbour board on that day.' FROM n"
}

@test "rows have the fields that their columns are named for" {
    make_rows a.db
    nd parse a.db
    is 0
    [ "$(jq -r '[.title, .published_at, .url, .authors[0], .language] | @tsv' out | head -n 1)" = \
        "$(printf 'Rope 1\t2024-03-06T08:00:00Z\thttps://example.org/1\tMara Lind\ten')" ]
    [ "$(wc -l < out)" -eq 6 ]
    [ ! -s err ]
}

@test "of all that a database holds, tables with a title and a text are read" {
    make_rows a.db
    sqlite3 a.db "CREATE TABLE tags (id, name); INSERT INTO tags VALUES (1, 'ropes')" \
        "CREATE VIEW news AS SELECT title, content FROM posts" \
        "CREATE VIRTUAL TABLE found USING fts5 (title, body)" "INSERT INTO found VALUES ('In the index', 'Only there.')" \
        "CREATE TABLE \"older \"\"news\"\"\" (headline PRIMARY KEY, \"body\", stamp AS ('generated'), picture, note) WITHOUT ROWID"
    sqlite3 a.db "INSERT INTO \"older \"\"news\"\"\" VALUES ('The quay', 'The quay is open again, said the board.', x'00ff', NULL)"
    nd parse a.db
    is 0
    [ "$(jq -r .title out | tr '\n' ';')" = 'Rope 1;Rope 2;Rope 3;Rope 4;Rope 5;Rope 6;The quay;' ]
    lacks out generated
    has err '1 value is no text, left out'
}

@test "what WordPress keeps with its articles is counted" {
    sqlite3 a.db "CREATE TABLE wp_posts (ID INTEGER PRIMARY KEY, post_title, post_content, post_type)" \
        "INSERT INTO wp_posts VALUES (1, 'The quay', 'The quay is open again, said the board.', 'post')" \
        "INSERT INTO wp_posts VALUES (2, 'The quay', 'The quay is open.', 'revision')"
    nd parse a.db
    [ "$(jq -r .title out)" = 'The quay' ]
    has err '1 revisions, attachments and the like, which are no articles, left out'
}

@test "a database of other things is one still, and so is one of newsdex" {
    sqlite3 a.db "CREATE TABLE t (a, b); INSERT INTO t VALUES (1, 2)"
    nd ingest -q --db mine.db "$ROOT/seeds"
    for file in a.db mine.db; do
        nd parse "$file"
        is 1
        has err 'a database, not text'
        [ ! -s out ]
    done
}

@test "packed, in an archive, from a pipe, large: the same rows" {
    make_rows a.db
    nd parse a.db
    jq -c '[.title, .body, .url, .published_at]' out > want
    gzip -k a.db
    (cd "$BATS_TEST_TMPDIR" && bsdtar -cf b.zip --format zip a.db)
    for file in a.db.gz b.zip - ; do
        nd parse "$file" < a.db
        jq -c '[.title, .body, .url, .published_at]' out | cmp - want
    done
    make_rows large.db 1 9000
    gzip -k large.db
    [ "$(stat -c %s large.db)" -gt 1048576 ]
    for file in large.db large.db.gz -; do
        nd parse "$file" < large.db
        is 0
        [ "$(jq -r .title out | sort -u | wc -l)" -eq 9000 ]
    done
}

@test "the log of a program that has it open is not read, which is told, and nothing is written beside it" {
    make_rows a.db
    sqlite3 a.db "PRAGMA journal_mode = WAL" > /dev/null
    mkdir -p x
    sqlite3 a.db "PRAGMA wal_autocheckpoint = 0" "UPDATE posts SET title = 'Another' WHERE id = 3" ".shell cp a.db a.db-wal x" > /dev/null
    [ -s x/a.db-wal ]
    ls x > before
    nd ingest x/a.db
    has err 'the file that ends in -wal is not read'
    counts '6 articles'
    ls x | cmp - before
    nd parse a.db
    [ "$(jq -r .title out | grep -c Another)" -eq 1 ]
}

@test "changed rows change, and show prints the row" {
    make_rows a.db
    nd ingest a.db
    counts '6 articles'
    sqlite3 a.db "UPDATE posts SET content = 'Nothing was said of it.' WHERE id = 3; DELETE FROM posts WHERE id = 5"
    nd ingest a.db
    counts '1 changed' '5 articles'
    nd search -l 'Nothing said'
    holds out a.db
    nd show --original "$("$NEWSDEX" search --format '{id}' 'Nothing said')"
    [ "$(jq -r .content out)" = 'Nothing was said of it.' ]
}

@test "behind a damaged page the rows are read from the end" {
    make_rows a.db 1 2000
    pages=$(($(stat -c %s a.db) / 4096))
    dd if=/dev/zero of=a.db bs=4096 seek=$((pages / 2)) count=1 conv=notrunc 2> /dev/null
    nd parse a.db
    has err 'table posts: database disk image is malformed; the rows that could be found were read'
    [ "$(jq -r .title out | sort -u | wc -l)" -gt 1900 ]
    [ "$(wc -l < out)" -eq "$(jq -r .title out | sort -u | wc -l)" ]
    has out '"Rope 1"'
    has out '"Rope 2000"'
    truncate -s $((pages * 2048)) a.db
    nd parse a.db
    has err 'table posts: database disk image is malformed'
    [ "$(jq -r .title out | sort -u | wc -l)" -gt 800 ]
}

@test "whatever is damaged, no row comes twice and it ends" {
    make_rows a.db 1 300
    size=$(stat -c %s a.db)
    for round in $(seq 30); do
        cp a.db b.db
        for _ in 1 2 3 4 5 6; do
            at=$(((RANDOM * 32768 + RANDOM) % (size - 100) + 100))
            printf "\\x$(printf %x $((RANDOM % 256)))" | dd of=b.db bs=1 seek=$at conv=notrunc 2> /dev/null
        done
        status=0
        timeout 20 "$NEWSDEX" parse b.db > out 2> err || status=$?
        [ "$status" -le 1 ] || { echo "round $round: $status"; cat err; return 1; }
        jq -e . out > /dev/null || [ ! -s out ]
        [ "$(jq -r .metadata.id out | sort | uniq -d | wc -l)" -eq 0 ]
    done
}
