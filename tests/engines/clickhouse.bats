#!/usr/bin/env bats
# export, changes, schema and translate --to clickhouse, with servers that are started here.

load helper

setup_file() {
    servers_folder
    export SERVERS
    clickhouse_start 1
    clickhouse_start 2
    make_database
    for server in 1 2; do make_tables "$server"; done
    "$NEWSDEX" export --to clickhouse | clickhouse 1 'INSERT INTO newsdex.article FORMAT JSONEachRow'
}

teardown_file() {
    clickhouse_stop 1
    clickhouse_stop 2
    rm -rf "$SERVERS"
}

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    export NEWSDEX_DB=$BATS_FILE_TMPDIR/news.db
}

make_tables() { # server
    "$NEWSDEX" schema --to clickhouse | clickhouse-client --host 127.0.0.1 --port $((19000 + $1)) --multiquery
}

# The queries of a file, each found as search finds it, or refused by --strict.
compare() { # server database queries
    local number=0 accepted=0 wrong=0 query
    while IFS= read -r query; do
        number=$((number + 1))
        "$NEWSDEX" translate --to clickhouse --strict -- "$query" > sql 2> /dev/null || continue
        accepted=$((accepted + 1))
        found "$query" > expected
        clickhouse-client --host 127.0.0.1 --port $((19000 + $1)) --database "$2" < sql 2> err | cut -f 1 | sort > answer
        cmp -s answer expected && continue
        wrong=$((wrong + 1))
        echo "$query: $(wc -l < answer) and not $(wc -l < expected)" "$(head -c 300 err)"
    done < "$3"
    echo "# $accepted of $number queries, $wrong differ" | tee /dev/fd/3
    [ "$accepted" -ge $((number * 9 / 10)) ] && [ "$wrong" -eq 0 ]
}

# Every field, as one checksum.
agree() { # server database
    "$NEWSDEX" export | jq -cS 'del(.schema) | (.images, .related, .metadata, .provenance, .problems) |= tojson |
        .is_published |= if . == null then null elif . then 1 else 0 end' | jq -cS 'map_values(select(. != null))' | sort |
        sha256sum > ours
    clickhouse "$1" 'SELECT * FROM article FINAL WHERE is_deleted = 0 FORMAT JSONEachRow' --database "$2" \
        --output_format_json_quote_64bit_integers 0 |
        jq -cS 'del(.revision, .is_deleted, .database, .topic_keys, .author_keys, .tag_keys, .version_paths, .words, .places,
            .month, .part_hex) | (.images, .related, .metadata, .provenance, .problems) |= (fromjson | tojson) |
            map_values(select(. != null))' | sort | sha256sum | cmp - ours
}

@test "the same articles as search, one server" {
    make_queries queries
    compare 1 newsdex queries
}

@test "every field is there" {
    agree 1 newsdex
}

@test "two servers, by way of a Distributed table" {
    clickhouse 1 'CREATE DATABASE whole'
    clickhouse 1 'CREATE DATABASE part'
    clickhouse 2 'CREATE DATABASE part'
    for server in 1 2; do clickhouse "$server" 'CREATE TABLE part.article AS newsdex.article
        ENGINE = ReplacingMergeTree(revision) PARTITION BY intDiv(month, 100) ORDER BY uid'; done
    clickhouse 1 'CREATE TABLE whole.article AS newsdex.article ENGINE = Distributed(pair, part, article, cityHash64(uid))'
    "$NEWSDEX" export --to clickhouse | clickhouse 1 'INSERT INTO whole.article FORMAT JSONEachRow' --insert_distributed_sync 1
    [ "$(clickhouse 2 'SELECT count() > 0 FROM part.article')" = 1 ]
    make_queries queries
    compare 1 whole queries
    agree 1 whole
}

@test "what changes is followed, twice or in part without harm" {
    export NEWSDEX_DB=$PWD/own.db
    clickhouse 1 'CREATE DATABASE own'
    clickhouse 1 'CREATE TABLE own.article AS newsdex.article ENGINE = ReplacingMergeTree(revision) PARTITION BY intDiv(month, 100) ORDER BY uid'
    load_feed() { clickhouse 1 'INSERT INTO own.article FORMAT JSONEachRow' 2> /dev/null; }
    make_articles 300
    "$NEWSDEX" ingest in 2> /dev/null
    "$NEWSDEX" export --to clickhouse | load_feed
    agree 1 own
    for round in $(seq 1 17); do
        revision=$(clickhouse 1 "SELECT revision FROM own.article FINAL WHERE uid = ''")
        edit_articles "$round"
        "$NEWSDEX" ingest in 2> /dev/null
        "$NEWSDEX" tag "+round $round" -- "title:$((round * 7))" 2> /dev/null || [ $? -eq 1 ]
        "$NEWSDEX" changes --to clickhouse --since "$revision" > "feed.$round"
        head -n $(($(wc -l < "feed.$round") / 2)) "feed.$round" | load_feed
        [ "$(clickhouse 1 "SELECT revision FROM own.article FINAL WHERE uid = ''")" = "$revision" ]
        load_feed < "feed.$round"
        load_feed < "feed.$round"
        [ "$round" -lt 3 ] || load_feed < "feed.$((round - 1))" # an older one once more
        agree 1 own
    done
}

@test "twenty-five years, a part for each month, with few open files" {
    export NEWSDEX_DB=$PWD/own.db
    mkdir in
    for year in $(seq 1994 2018); do
        for month in $(seq -w 1 12); do
            printf -- '---\ntitle: A %s %s\ndate: %s-%s-05\n---\nWords.\n' "$year" "$month" "$year" "$month" > "in/$year-$month.md"
        done
    done
    "$NEWSDEX" ingest in 2> /dev/null
    clickhouse_stop 2
    mv "$SERVERS/clickhouse2" "$SERVERS/stopped"
    sleep 1
    (ulimit -n 1024 && clickhouse_start 2)
    make_tables 2
    "$NEWSDEX" export --to clickhouse | clickhouse 2 'INSERT INTO newsdex.article FORMAT JSONEachRow'
    "$NEWSDEX" translate --to clickhouse words > sql
    [ "$(clickhouse-client --host 127.0.0.1 --port 19002 --database newsdex < sql | wc -l)" -eq 300 ]
}

@test "any text comes back as it went, and no query is more than a query" {
    export NEWSDEX_DB=$PWD/own.db
    clickhouse 1 'CREATE DATABASE bytes'
    clickhouse 1 'CREATE TABLE bytes.article AS newsdex.article ENGINE = ReplacingMergeTree(revision) PARTITION BY intDiv(month, 100) ORDER BY uid'
    make_any_text
    "$NEWSDEX" export --to clickhouse | clickhouse 1 'INSERT INTO bytes.article FORMAT JSONEachRow'
    agree 1 bytes
    make_any_queries queries
    compare 1 bytes queries
}
