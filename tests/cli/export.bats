#!/usr/bin/env bats
# newsdex export: whole records, against what parse says of the same files; --fields, templates, the JSON Schema.

load helper

setup_file() {
    export ND_CORPUS=$BATS_FILE_TMPDIR/corpus
    mkdir "$ND_CORPUS"
    cd "$ND_CORPUS" || return
    ROOT=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
    cp -r "$ROOT/seeds" in
    printf -- '---\ntitle: "Cranes, \\"old\\"\\tand new"\ndate: 2024-03\ntags: [Ports]\nauthor: Ada North\nfleet: 7\nyard: {gate: east, "a\\"b": c}\n---\nThe *cranes* move.\n\n=1+2\n' > in/cranes.md
    printf -- '---\ntitle: Tides\ndate: 2024-03-02T10:00:00Z\nauthors: [Ben West, Ada North]\nfleet: [1, 2]\n---\nWater\trises.\n' > in/tides.md
    printf 'id,title,text,author,date\n1,First,The first ship came in.,Ada North,2024-01-05\n2,Second,The second ship came in.,,2024-02-05\n' > in/many.csv
    export NEWSDEX_DB=$ND_CORPUS/news.db
    "${NEWSDEX:-$ROOT/newsdex}" ingest -q in
}

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    cp "$ND_CORPUS/news.db" .
    export NEWSDEX_DB=$BATS_TEST_TMPDIR/news.db
    mkdir -p in
}

valid() { # kind file
    jq -r --slurpfile schema "$ROOT/src/man/record.schema.json" --arg kind "$1" -f "$ROOT/tests/schema.jq" "$2" > invalid
    holds invalid
}

@test "every field is what parse says of the same files" {
    (cd "$ND_CORPUS" && "$NEWSDEX" parse in) |
        jq -cS --arg at "$ND_CORPUS/" 'del(.related, .provider, .path_hex, .schema) + {
            path: ($at + .path), provider_name: .provider.name, provider_domain: .provider.domain,
            part: .part, line: .line, ordinal: .ordinal, tags: [], note: null, date: .published_at[:10],
            published_on: (if (.published_at[:10] | length) == 10 then .published_at[:10] else null end),
            published_at: (if (.published_at | length) > 10 then .published_at else null end)}' | sort > parsed
    nd export
    is 0
    jq -cS 'del(.id, .origin, .related, .schema)' out | sort > exported
    diff parsed exported
    [ "$(wc -l < exported)" -eq 29 ]
    jq -e -s 'map(.id) == (map(.id) | sort)' out
}

@test "csv has the same in every cell" {
    nd export
    jq -c 'del(.schema) | map_values(if type == "string" then . elif . == null then "" else tojson end)' out > wanted
    nd export --format csv -o all.csv
    is 0
    sqlite3 :memory: '.import --csv all.csv t' '.mode json' 'SELECT * FROM t' | jq -c '.[]' > got
    diff wanted got
}

@test "records of every command are as the JSON Schema says" {
    nd export -r
    valid exported out
    jq -r .id out > ids
    # shellcheck disable=SC2046
    nd show --format ndjson $(cat ids)
    valid stored out
    nd show --format json "$(head -n 1 ids)"
    jq -c '.articles[]' out > one
    valid stored one
    nd search --format ndjson -n 0 ship OR Qwen
    valid hit out
    "$NEWSDEX" parse "$ROOT/seeds" "$ND_CORPUS/in" > out
    valid parsed out
    # and it is not as if anything were
    jq -c '.shape = "poem"' out | head -n 1 > wrong
    run jq -r --slurpfile schema "$ROOT/src/man/record.schema.json" --arg kind parsed -f "$ROOT/tests/schema.jq" wrong
    [ "$output" = '..shape: poem' ]
}

@test "one header, also when nothing was found" {
    nd export --format csv --fields id,title zeppelin
    is 1
    holds out "$(printf 'id,title\r')"
    nd export --format tsv --header --fields id,title zeppelin
    holds out "$(printf 'id\ttitle')"
    nd export --format tsv --fields title cranes
    holds out "$(printf 'Cranes, "old" and new')"
    nd export --format json zeppelin
    holds out '{"schema":1,"articles":[]}'
    nd export zeppelin
    holds out
    nd export --format csv --fields title
    [ "$(grep -c '^title.$' out)" -eq 1 ]
    nd search --format csv zeppelin
    [ "$(wc -l < out)" -eq 1 ]
}

@test "columns have one type: times, days, metadata as text" {
    nd export --fields title,published_at,published_on,date,metadata.fleet,metadata.yard.gate title:cranes
    [ "$(jq -c 'del(.schema)' out)" = '{"title":"Cranes, \"old\" and new","published_at":null,"published_on":null,"date":"2024-03","metadata.fleet":"7","metadata.yard.gate":"east"}' ]
    nd export --fields published_at,published_on,authors,metadata.fleet,metadata.none title:tides
    [ "$(jq -c 'del(.schema)' out)" = '{"published_at":"2024-03-02T10:00:00Z","published_on":"2024-03-02","authors":["Ben West","Ada North"],"metadata.fleet":"[1,2]","metadata.none":null}' ]
    nd export --fields 'metadata.yard.a"b' --format csv title:cranes
    [ "$(tail -n 1 out)" = "$(printf 'c\r')" ]
}

@test "an article in a file of many has its part and line, and a snippet is cut on demand" {
    nd export --fields part,line,ordinal,snippet 'second ship'
    [ "$(jq -c 'del(.schema)' out)" = '{"part":"2","line":3,"ordinal":2,"snippet":"The **second** **ship** came in."}' ]
    nd export --fields score ship
    is 2
}

@test "lines of one's own" {
    nd export --format '{date}\t{title}\\{authors}\{}' title:tides
    holds out "$(printf '2024-03-02\tTides\\Ben West, Ada North{}')"
    cd "$ND_CORPUS" || return
    nd search --format '{path}#{part}: {score}' 'second ship'
    grep -qE '^in/many\.csv#2: [0-9.]+$' out
    nd export --format '{colour}'
    is 2
    has err '"colour"'
    nd export --format '{title'
    is 2
    nd count --by topic --format '{title}'
    is 2
}

@test "fields of search and show" {
    nd search --fields id,authors,body --format ndjson title:tides
    [ "$(jq -c '[.authors, .body]' out)" = '[["Ben West","Ada North"],"Water\trises."]' ]
    id=$(jq .id out)
    nd show --fields title,uid --format tsv --header "$id"
    [ "$(head -n 1 out)" = "$(printf 'title\tuid')" ]
    nd search --header -n 1 tides
    [ "$(head -n 1 out | cut -f 1-3)" = "$(printf 'id\tscore\tpublished_at')" ]
    nd search --fields 'title,nothing'
    is 2
}

@test "an export that was ended goes on behind the last id" {
    nd export --fields id,title
    cp out all
    nd export --fields id,title -n 7
    cp out first
    nd export --fields id,title --after-id "$(tail -n 1 first | jq .id)"
    cat first out | diff all -
}

@test "a file is written whole or not at all" {
    echo before > kept.csv
    chmod 640 kept.csv
    nd export -o kept.csv ship
    is 0
    holds err
    [ "$(head -n 1 kept.csv | cut -c 1-10)" = id,origin, ]
    [ "$(stat -c %a kept.csv)" = 640 ]
    cp kept.csv good
    ln -s kept.csv link.csv
    nd export -o link.csv ship
    [ -L link.csv ]
    cmp kept.csv good
    # a disk that is full: the old file stays, and nothing lies beside it
    status=0
    (ulimit -f 36; "$NEWSDEX" export -o kept.csv --format ndjson) > out 2> err || status=$?
    is 2
    has err 'kept.csv'
    cmp kept.csv good
    nd export -o none/there.csv
    is 2
    nd export -o /dev/null
    is 2
    nd export -o .
    is 2
    [ -z "$(find . -name '.newsdex-*')" ]
}

@test "what was found does not take the place of a database" {
    cp "$NEWSDEX_DB" other.db
    ln -s other.db link.ndjson
    for to in other.db link.ndjson "$NEWSDEX_DB"; do
        nd export -o "$to" ship
        is 2
        has err "$to: a database, which is not overwritten"
    done
    nd report -o other.db ship
    is 2
    nd search -c --db other.db ship
    is 0
    cmp "$NEWSDEX_DB" other.db
}

@test "nothing is left of an export that was ended" {
    for i in $(seq 300); do printf 'number %s of the long harbour text\n' "$i"; done > in/long.txt
    for i in $(seq 400); do sed "s/number/item $i number/" in/long.txt > "in/$i.txt"; done
    "$NEWSDEX" ingest -q in
    mkfifo gate
    "$NEWSDEX" export -o out.ndjson & pid=$!
    for _ in $(seq 500); do [ -n "$(find . -name '.newsdex-*')" ] && break; sleep 0.002; done
    kill -TERM $pid 2> /dev/null || true
    wait $pid || true
    [ -z "$(find . -name '.newsdex-*')" ]
    [ ! -e out.ndjson ] || tail -n 1 out.ndjson | jq -e .schema
}

@test "safe cells guard what begins like a formula" {
    nd export --format csv --fields body --safe-cells title:cranes
    is 0
    lacks out "'The"
}

@test "what cannot be written is named, with the reason" {
    local command
    [ -c /dev/full ] || skip "no /dev/full here"
    mkdir many
    for i in $(seq 300); do printf -- '---\ntitle: Pears %s\nurl: https://port.example/%s\n---\n\nText of %s.\n' $i $i $i > many/$i.md; done
    nd ingest -q --db many.db many
    export NEWSDEX_DB=many.db
    nd save mine pears
    while read -r command; do
        status=0
        # shellcheck disable=SC2086
        "$NEWSDEX" $command > /dev/full 2> err || status=$?
        is 2
        holds err "newsdex: standard output: cannot be written: No space left on device"
    done << 'END'
search pears
search -c pears
search --format json pears
show 1
export
export --to opensearch
export --to postgresql pears
changes
changes --to solr
kwic text
count --by provider
parse many
report pears
optimize
save
schema --to solr
translate --to solr pears
help
--version
END
    while read -r command; do
        status=0
        # shellcheck disable=SC2086
        (trap '' XFSZ && ulimit -f 33 && exec "$NEWSDEX" $command 2> err) || status=$?
        is 2
        has err "newsdex: o: cannot be written: File too large"
        [ ! -e o ] && [ -z "$(find . -name '.newsdex-*')" ]
    done << 'END'
export --output o
export --format csv --output o pears
export --to solr --output o
report --output o pears
END
    status=0
    (trap '' XFSZ && ulimit -f 40 && exec "$NEWSDEX" merge o many.db 2> err) || status=$?
    is 2
    holds err "newsdex: o: it may not become larger: the limit for files (ulimit -f)"
    [ ! -e o ] && [ -z "$(find . -name '.newsdex-*')" ]
}

@test "what a newsdex that was ended by force has left beside a file is removed, and nothing else" {
    article in/a.txt Pears 'Text of pears.'
    nd ingest -q in
    # One of somebody who is at work.
    mkfifo words
    "$NEWSDEX" parse --manifest m - < words > /dev/null 2>&1 3>&- &
    exec 4> words
    for _ in $(seq 500); do [ -n "$(find . -type f -name '.newsdex-unfinished.*')" ] && break; sleep 0.01; done
    cp news.db .newsdex-unfinished.Ab12Cd
    touch .newsdex-unfinished.Ab12Cd-wal .newsdex-unfinished.Ab12C .newsdex-unfinished.Ab12Cd7 .newsdex.backup
    mkdir .newsdex-unfinished.folder
    mkfifo .newsdex-unfinished.fifo01
    ln -s ../news.db .newsdex-unfinished.link01
    nd merge out.db news.db
    is 0
    has err ".newsdex-unfinished.Ab12Cd: left by a newsdex that was ended by force, removed"
    [ "$(grep -c 'ended by force' err)" = 1 ]
    [ ! -e .newsdex-unfinished.Ab12Cd ] && [ ! -e .newsdex-unfinished.Ab12Cd-wal ]
    [ -e .newsdex.backup ] && [ -e .newsdex-unfinished.Ab12C ] && [ -e .newsdex-unfinished.Ab12Cd7 ]
    [ -d .newsdex-unfinished.folder ] && [ -p .newsdex-unfinished.fifo01 ] && [ -L .newsdex-unfinished.link01 ]
    [ "$(find . -type f -name '.newsdex-unfinished.??????' | wc -l)" = 1 ]
    exec 4>&-
    wait
    [ -e m ]
}
