#!/usr/bin/env bats
# newsdex changes: what another program needs in order to follow the database.

load helper

# The changes since a revision, as "change title" or "delete uid", and what the last line says.
changes() { # revision [option...]
    nd changes --since "$@"
    is 0
    jq -r 'select(.change != "end") | .change + " " + (.title // .uid)' out | sort > changed
    revision=$(tail -n 1 out | jq -r 'select(.change == "end").revision')
    [ -n "$revision" ]
}

three() {
    mkdir -p in
    printf -- '---\ntitle: One\nurl: https://example.org/1\nrelated:\n- title: Two\n  url: https://example.org/2\n---\nIt points there.\n' > in/one.md
    printf -- '---\ntitle: Three\n---\nIt stands alone.\n' > in/three.md
    printf 'id,title,text\nq1,First,Words about pears.\nq2,Second,Words about plums.\n' > in/set.csv
    nd ingest in
}

@test "puts are the records export prints, in order of revision" {
    three
    changes 0
    holds changed 'put First
put One
put Second
put Three'
    jq -s 'map(.revision) | . == sort' out | grep -qx true
    jq -cS 'select(.change == "put") | del(.change, .revision)' out | sort > put
    nd export
    jq -cS . out | sort | diff put -
    changes 0 -r
    has changed 'put Two'
    nd changes --fields uid,title
    [ "$(head -n 1 out | jq -r 'keys | join(" ")')" = 'change revision schema title uid' ]
}

@test "only what has changed, also by what others say, and what went" {
    three
    changes 0
    nd ingest in
    changes "$revision"
    holds changed ''
    printf -- '---\ntitle: Two\nurl: https://example.org/2\n---\nIt is here now.\n' > in/two.md
    uid=$(sql "SELECT uid FROM articles WHERE title = 'Three'")
    rm in/three.md
    nd ingest in
    changes "$revision"
    holds changed "delete $uid
put One
put Two"
    mv in/two.md in/zwei.md # whose name is the key that One shows beside its link
    printf 'id,title,text\nq2,Second,Words about plums.\nq1,First,Words about pears.\n' > in/set.csv
    nd ingest in
    changes "$revision"
    holds changed 'put First
put One
put Second
put Two'
    touch in/one.md
    nd ingest in
    changes "$revision"
    holds changed ''
}

@test "another database is noticed, and so is what was forgotten" {
    three
    nd changes --state
    is 0
    first=$(jq -r .database out)
    nd changes --since 1000
    is 2
    has err 'never was at 1000'
    rm in/three.md
    nd ingest in
    sql "UPDATE tombstone SET deleted_at = deleted_at - 200000"
    nd optimize --forget-deletions 3
    nd changes --since 1
    is 0
    nd optimize --forget-deletions 2
    nd changes --since 1
    is 2
    has err 'forgotten'
    nd changes --since 0
    is 0
    [ "$(tail -n 1 out | jq -r .database)" = "$first" ]
    nd check
    is 0
    nd ingest --db other.db in
    nd changes --db other.db --state
    [ "$(jq -r .database out)" != "$first" ]
}

@test "a database of an older version is followed from its beginning" {
    sqlite3 -bail "$NEWSDEX_DB" < "$ROOT/tests/cli/version-4.sql"
    mkdir none
    nd ingest none
    nd changes
    is 0
    [ "$(grep -c '"change":"put"' out)" -eq 8 ] # of three versions of one article only that which answers
}

@test "changes takes no query and no other format" {
    three
    nd changes apples
    is 2
    nd changes --format csv
    is 2
    has err NDJSON
}

@test "an article changes with the versions it answers for" {
    mkdir in
    printf -- '---\ntitle: A\nurl: http://e.example/a\n---\n\nThe ships came in at noon and left at four, and nobody saw them.\n' > in/full.md
    printf -- '---\ntitle: A\nurl: http://e.example/a\n---\n\nThe ships came in at noon and left at four.\n' > in/part.md
    nd ingest -q in
    revision() { "$NEWSDEX" changes --state | jq .revision; }
    paths() { "$NEWSDEX" changes --since "$1" --to opensearch | jq -c 'select(.version_paths) | [.path, .version_paths]' | sed "s|$PWD/||g"; }
    [ "$(paths 0)" = '["in/full.md",["in/part.md"]]' ]
    since=$(revision)
    mv in/part.md in/moved.md
    nd ingest -q in
    [ "$(paths "$since")" = '["in/full.md",["in/moved.md"]]' ]
    since=$(revision)
    rm in/moved.md
    nd ingest -q in
    [ "$(paths "$since")" = '["in/full.md",[]]' ]
    since=$(revision)
    head -n 6 in/full.md > in/new.md
    nd ingest -q in
    [ "$(paths "$since")" = '["in/full.md",["in/new.md"]]' ]
    since=$(revision)
    nd ingest -q in
    [ "$(revision)" = "$since" ]
}
