#!/usr/bin/env bats
# Topics, authors and providers that nobody names any more go with the article that was the last to name them.

load helper

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    export NEWSDEX_DB=$BATS_TEST_TMPDIR/news.db
    named a 'tags: [shared, alone]' 'author: Ada Alone' 'provider: Alone Times'
    named b 'tags: [shared]' 'author: Bea Shared' 'provider: Shared Times'
    named c 'tags: [other]' 'author: Bea Shared' 'provider: Shared Times'
    "$NEWSDEX" ingest -q in
}

named() { # name line...
    local name=$1
    mkdir -p in
    shift
    { echo '---'; echo "title: Story $name"; printf '%s\n' "$@"; echo '---'; echo "The text of $name."; } > "in/$name.md"
}

names() {
    sql "SELECT 't ' || name FROM topic UNION ALL SELECT 'a ' || name FROM author
         UNION ALL SELECT 'p ' || name FROM provider ORDER BY 1" > names
}

@test "they are there while they are used" {
    names
    [ "$(wc -l < names)" -eq 7 ]
}

@test "an article that is written anew leaves its names" {
    named a 'tags: [shared]' 'author: Bea Shared' 'provider: Shared Times'
    "$NEWSDEX" ingest -q in
    names
    [ "$(wc -l < names)" -eq 4 ]
    lacks names lone
    has names 't shared'
    has names 't other'
}

@test "one that is removed does so, and one that keeps them keeps them" {
    rm in/a.md
    echo 'More of it.' >> in/c.md
    "$NEWSDEX" ingest -q in
    names
    [ "$(wc -l < names)" -eq 4 ]
    lacks names lone
}

@test "very many are looked at together" {
    local i
    for i in $(seq 1 70); do
        named "many$i" "tags: [$(seq -s ', ' $((i * 1000)) $((i * 1000 + 999)) | sed 's/[0-9]*/t&/g')]"
    done
    "$NEWSDEX" ingest -q in
    [ "$(sql 'SELECT count(*) FROM topic')" -gt 65536 ]
    rm in/many*
    "$NEWSDEX" ingest -q in
    names
    [ "$(wc -l < names)" -eq 7 ]
}
