#!/usr/bin/env bats
# newsdex check: the database verified, the problems of the files listed.

load helper

some_problems() {
    mkdir -p in/sub
    article in/good.txt 'All is well' 'Nothing is wrong here. Nothing at all.'
    : > in/empty.txt
    printf -- '---\ntitle: A: b\n---\nBroken YAML.\n' > in/sub/broken.md
    printf 'La pr\351fecture a ferm\351 l\047\351cole. Les \351l\350ves rentrent chez eux avant la temp\352te.\n' > in/latin.txt
}

@test "nothing wrong: nothing printed, status 0" {
    mkdir in
    article in/good.txt 'All is well' 'Nothing is wrong here.'
    nd ingest in
    nd check
    is 0
    holds out
    holds err
}

@test "problems as path:line:column: level: message [code], in order of path" {
    some_problems
    nd ingest -q in
    nd check
    is 1
    holds err
    [ "$(wc -l < out)" -eq 2 ]
    sed -n 1p out | grep -qE '^in/empty\.txt: error: .+ \[empty\]$'
    sed -n 2p out | grep -qE '^in/sub/broken\.md:2:9: warning: .+ \[yaml-syntax\]$'
}

@test "--level and --code choose" {
    some_problems
    nd ingest -q in
    nd check --level note
    [ "$(wc -l < out)" -eq 3 ]
    grep -qE '^in/latin\.txt:1:6: note: .+ \[encoding\]$' out
    nd check --level error
    is 1
    [ "$(wc -l < out)" -eq 1 ]
    nd check --code yaml-syntax
    [ "$(wc -l < out)" -eq 1 ]
    nd check --code directory-loop
    is 0
    holds out
    nd check --level dreadful
    is 2
}

@test "paths limit the list" {
    some_problems
    nd ingest -q in
    nd check in/sub
    is 1
    [ "$(wc -l < out)" -eq 1 ]
    nd check in/good.txt
    is 0
    nd check in/empty.txt in/sub/broken.md
    [ "$(wc -l < out)" -eq 2 ]
}

@test "links that were not followed are listed, under the name they are asked by" {
    some_problems
    mkdir outside
    : > outside/empty.txt
    ln -s ../outside in/link
    ln -s nowhere in/dangling
    nd ingest -q in outside
    nd check in
    is 1
    [ "$(grep -cE '^in/(link|dangling): warning: symbolic link.+ \[symlink\]$' out)" -eq 2 ]
    nd check --code symlink in/dangling
    holds out 'in/dangling: warning: symbolic link to nothing, not followed [symlink]'
    nd check in/link
    [ "$(cut -d: -f1 out | tr '\n' ' ')" = 'in/link outside/empty.txt ' ]
    (cd in && "$NEWSDEX" check link/) > out || true
    [ "$(cut -d: -f1 out | tr '\n' ' ')" = "link $PWD/outside/empty.txt " ]
    nd check --code symlink /
    [ "$(wc -l < out)" -eq 2 ]
}

@test "json and ndjson" {
    some_problems
    nd ingest -q in
    nd check --format json
    jq -e '.schema == 1 and (.problems | length) == 2 and .problems[1].line == 2 and .problems[1].level == "warning"' out
    nd check --format ndjson --level note
    [ "$(jq -r .code out | tr '\n' ' ')" = 'empty encoding yaml-syntax ' ]
    nd check --format json --code directory-loop
    is 0
    holds out '{"schema":1,"problems":[]}'
}

@test "a problem goes when the file is mended" {
    some_problems
    nd ingest -q in
    printf -- '---\ntitle: "A: b"\n---\nMended.\n' > in/sub/broken.md
    echo 'No longer empty. It has text.' > in/empty.txt
    nd ingest -q in
    nd check
    is 0
}

@test "a full-text index that does not fit the articles is a fault" {
    some_problems
    nd ingest -q in
    sql "UPDATE article SET title = 'Tampered with' WHERE title = 'All is well'"
    nd check --level error
    is 1
    has err 'newsdex: '
}

@test "rows that point nowhere are a fault" {
    some_problems
    nd ingest -q in
    sql "PRAGMA foreign_keys = 0; INSERT INTO image VALUES (4711, 0, 'x', 1, 1)"
    nd check --level error --code directory-loop
    is 1
    has err 'newsdex: '
}

@test "--no-verify looks at the list only" {
    some_problems
    nd ingest -q in
    sql "PRAGMA foreign_keys = 0; INSERT INTO image VALUES (4711, 0, 'x', 1, 1)"
    nd check --no-verify --code directory-loop
    is 0
    holds err
}

@test "check while another process writes" {
    some_problems
    nd ingest -q in
    flock -F news.db sleep 5 3>&- &
    locker=$!
    nd check --code directory-loop
    kill "$locker"
    is 0
}

@test "a code that does not exist is a mistake" {
    nd check --code yaml-sintax
    is 2
    has err 'no code "yaml-sintax"'
}

@test "a path of which nothing is known is an error, not a path without problems" {
    article in/a.txt 'All is well' 'Nothing is wrong with this file. It has two sentences.'
    article other/b.txt 'Not ingested' 'Nothing is known of this file. It has two sentences.'
    nd ingest -q in
    nd check in in/a.txt
    is 0
    holds err
    nd check nowhere
    is 1
    holds out
    has err 'newsdex: nowhere: No such file or directory'
    nd check in other
    is 1
    has err 'newsdex: other: nothing of it is in the database'
    rm -r in
    nd check in in/a.txt
    is 0
    holds err
}

@test "of the problems of a file of many, each that says something else is shown once" {
    mkdir in
    for date in 2024-13-45 1991-02-31 'December 19, 1991, Sunday, An Edition' 2024-02-30 'March 3, 1992, Tuesday, Late Edition'; do
        jq -nc --arg date "$date" '{title: ("Of " + $date), date: $date, body: "A text of the harbour, and more."}'
    done > in/a.jsonl
    printf '{"title": "Cut"' >> in/a.jsonl
    nd ingest -q in
    cp err told
    nd check
    is 1
    cat out
    [ "$(grep -c 'is no date' out)" = 1 ]
    [ "$(grep -c 'only the day was kept' out)" = 1 ]
    has out 'in/a.jsonl: 3 more of the kind date; --code date lists them'
    has out 'in/a.jsonl:6: '
}

@test "ingest, parse and check call a part of an archive alike" {
    mkdir in box
    printf '%s\n' '{"title": "One", "body": "A text of the harbour."}' '{"title": "Two", "date": "2024-13-45", "body": "Of ferries."}' '{"x": 1}' > box/l.jsonl
    (cd box && tar -cf ../in/c.tar l.jsonl && cp l.jsonl ../in/)
    nd ingest -v in
    sed -n 's/^newsdex: \(in[^ ]*\): .*/\1/p' err | sort > told
    nd check --level note
    sed -n 's/^\(in[^ ]*\): .*/\1/p' out | sort > checked
    "$NEWSDEX" parse -v in 2>&1 > /dev/null | sed -n 's/^newsdex: \(in[^ ]*\): .*/\1/p' | sort > parsed
    grep -x 'in/c.tar#l.jsonl#2:2' told
    grep -x 'in/c.tar#l.jsonl#3' told
    grep -x 'in/l.jsonl#3' told
    diff told checked
    diff told parsed
}

@test "every table is verified, and what mends it is told" {
    local damage words
    mkdir in
    printf -- '---\ntitle: A\nurl: http://e.example/a\nsection: x\nrelated:\n  - {title: B, url: "http://e.example/b"}\n---\n\nText of it.\n' > in/a.md
    printf 'id,title,text\n1,One,Text of one.\n2,Two,\n' > in/t.csv
    nd ingest -q in
    nd tag +seen --ids 1
    is 0
    nd save mine text
    nd check --level error
    is 0
    cp news.db sound.db
    while IFS='|' read -r damage words; do
        cp sound.db news.db
        sql "PRAGMA foreign_keys = 0; $damage"
        nd check --level error
        is 1
        has err "$words"
    done << 'END'
UPDATE article SET metadata = '{' WHERE id = 1|reads it again
UPDATE provenance SET record = '{' WHERE id = 1|reads everything again
UPDATE mention SET record = '{'|reads everything again
DELETE FROM state WHERE name = 'revision'|the database has no revision
DELETE FROM state WHERE name = 'database'|the database has no database
INSERT INTO tombstone VALUES ('a', 4711, 1)|has a revision the database has not reached
UPDATE article_tag SET article_id = 3|optimize --rebuild puts them there
UPDATE arrival SET first_id = 9, last_id = 8|is of no articles there can be
UPDATE saved_query SET arrival_id = 4711|the saved query mine has seen what has not come
INSERT INTO problem SELECT 1, 99, 0, 0, 'note', 'empty', 'x', max(id) FROM part|is of a part of another
END
    cp sound.db news.db
    sql "UPDATE article_tag SET article_id = 3"
    nd optimize --rebuild
    nd check --level error
    is 0
}
