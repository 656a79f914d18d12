#!/usr/bin/env bats
# newsdex.so: the database from the sqlite3 shell.

load helper

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    export NEWSDEX_DB=$BATS_TEST_TMPDIR/news.db
    EXTENSION=${ND_BUILD:-$ROOT/build/release}/newsdex.so
    article in/a.txt 'Harbour cranes go electric' 'The port has ordered nine cranes for its container terminal.'
    article in/b.txt 'Night trains return' 'Cranes lift the sleeping cars of the railway onto the tracks again, one crane after another.'
    article in/c.txt '東京都の天気' '東京都は今日は晴れ、明日は雨になるでしょう。気象庁が発表しました。'
    "$NEWSDEX" ingest -q in
}

with_extension() {
    sqlite3 -bail "$NEWSDEX_DB" ".load '${EXTENSION%.so}'" "$1"
}

@test "MATCH and the ranking function" {
    [ "$(with_extension "SELECT articles.title FROM article_fts JOIN articles ON articles.id = article_fts.rowid
        WHERE article_fts MATCH 'cranes' ORDER BY newsdex_rank(article_fts)" | head -n 1)" = 'Harbour cranes go electric' ]
}

@test "stems and scripts without spaces" {
    [ "$(with_extension "SELECT count(*) FROM article_fts WHERE article_fts MATCH 'crane'")" -eq 2 ]
    [ "$(with_extension "SELECT count(*) FROM article_fts WHERE article_fts MATCH '東京'")" -eq 1 ]
}

@test "FTS5's own check and rebuild hold" {
    with_extension "INSERT INTO article_fts (article_fts, rank) VALUES ('integrity-check', 1)"
    with_extension "INSERT INTO article_fts (article_fts) VALUES ('rebuild')"
    with_extension "INSERT INTO article_fts (article_fts, rank) VALUES ('integrity-check', 1)"
    nd search -l cranes
    [ "$(wc -l < out)" -eq 2 ]
}
