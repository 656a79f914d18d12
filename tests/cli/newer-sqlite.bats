#!/usr/bin/env bats
# Between two versions of SQLite: make check-sqlite runs this with newsdex linked to the newer one, and names the
# other. Also newsdex.so in node's better-sqlite3.

load helper

# Begins every test here.
needs_two() {
    [ -n "${ND_OLDER-}" ] || skip 'make check-sqlite runs this'
}

older() {
    NEWSDEX=$ND_OLDER nd "$@"
}

some() {
    article in/1.txt Zebras 'A herd of zebras crossed the river at dawn.'
    article in/2.txt Lions 'The lions slept under a tree all day long.'
}

sound() { # articles with zebras
    for program in "$ND_OLDER" "$NEWSDEX"; do
        NEWSDEX=$program nd check
        is 0
        NEWSDEX=$program nd search -c zebras
        holds out "$1"
    done
}

@test "a database moves between an older and a newer SQLite in both directions" {
    needs_two
    some
    older ingest in
    is 0
    sound 1
    article in/3.txt More 'More zebras were there.'
    rm in/1.txt
    nd ingest in
    is 0
    sound 1
    article in/4.txt 'And more' 'The zebras came back.'
    older ingest in
    is 0
    sound 2
    nd optimize --rebuild
    sound 2
    older optimize
    sound 2
}

# better-sqlite3 built for node, fetched once; its binary is downloaded or compiled by npm.
node_with_sqlite() {
    command -v npm > /dev/null && command -v node > /dev/null || skip 'no npm here'
    local home=$ROOT/build/newer-sqlite/node
    mkdir -p "$home"
    [ -e "$home/node_modules/better-sqlite3" ] || (cd "$home" && npm install --silent better-sqlite3@12) > npm.log 2>&1 || true
    export NODE_PATH=$home/node_modules
    node -e 'new (require("better-sqlite3"))(":memory:")' 2> node.log || skip 'better-sqlite3 cannot be had for node here'
}

# Runs a script with db, the database in which the extension is loaded.
in_node() { # script
    node -e "const db = new (require('better-sqlite3'))(process.env.NEWSDEX_DB);
        db.loadExtension(process.env.ND_BUILD + '/newsdex.so'); $1"
}

@test "newsdex.so searches and ranks in node" {
    needs_two
    node_with_sqlite
    some
    nd ingest in
    [ "$(in_node "console.log(db.prepare('SELECT rowid FROM article_fts WHERE article_fts MATCH ? ORDER BY newsdex_rank(article_fts)').pluck().get('zebras'))")" = 1 ]
    in_node "db.exec(\"INSERT INTO article_fts (article_fts, rank) VALUES ('integrity-check', 1)\")"
}

@test "what another program deleted with secure-delete is made anew by the next ingest" {
    needs_two
    node_with_sqlite
    some
    nd ingest in
    in_node "db.exec(\"INSERT INTO article_fts (article_fts, rank) VALUES ('secure-delete', 1)\");
        db.prepare('INSERT INTO article_fts (article_fts, rowid, title, excerpt, topics, body) SELECT ?, id, title, excerpt, topics, body FROM article_text WHERE id = 1').run('delete')"
    [ "$(sql "SELECT v FROM article_fts_config WHERE k = 'version'")" = 5 ]
    older search -c zebras
    is 2
    has err 'optimize --rebuild'
    article in/3.txt More 'More zebras were there.'
    older ingest in
    is 0
    has err 'the form of a newer SQLite; it is made anew'
    sound 2
}
