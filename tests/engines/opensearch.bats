#!/usr/bin/env bats
# export, changes, schema and translate --to opensearch. No server is started: Lucene.java reads template, feed and queries as
# the documentation of OpenSearch and Elasticsearch says, and asks Lucene, of which both are made.

load helper

setup_file() {
    make_database
    "$NEWSDEX" schema --to opensearch > "$BATS_FILE_TMPDIR/template.json"
}

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    export NEWSDEX_DB=$BATS_FILE_TMPDIR/news.db
}

@test "the same articles as search" {
    make_queries queries
    "$NEWSDEX" export --to opensearch > feed
    lucene_compare opensearch "$BATS_FILE_TMPDIR/template.json" feed queries
}

@test "every field is there" {
    "$NEWSDEX" export | jq -cS 'del(.schema) | with_entries(select(.value != null)) |
        (.images, .related, .metadata, .provenance, .problems) |= tojson' | sort > ours
    "$NEWSDEX" export --to opensearch | jq -cS 'select(.uid) | del(.revision, .topic_keys, .author_keys, .tag_keys, .version_paths,
        .type_key, .category_key, .url_key, .provider_key, .path_keys, .words_title, .words_excerpt, .words_topics, .words_body) |
        (.images, .related, .metadata, .provenance, .problems) |= (fromjson | tojson)' | sort | cmp - ours
}

@test "what changes is followed, twice or in part without harm" {
    export NEWSDEX_DB=$PWD/own.db
    make_articles 300
    "$NEWSDEX" ingest in 2> /dev/null
    "$NEWSDEX" export --to opensearch > feed
    for round in $(seq 1 5); do
        revision=$(tail -n 1 feed | jq .revision)
        edit_articles "$round"
        "$NEWSDEX" ingest in 2> /dev/null
        "$NEWSDEX" tag "+round $round" -- "title:$((round * 7))" 2> /dev/null || [ $? -eq 1 ]
        "$NEWSDEX" changes --to opensearch --since "$revision" > "feed.$round"
        head -n $(($(grep -n . "feed.$round" | wc -l) / 4 * 2)) "feed.$round" | awk 'NF' > part
        [ "$(($(grep -c '^{"index"' part) * 2 + $(grep -c '^{"delete"' part)))" -eq "$(wc -l < part)" ] || sed -i '$d' part
        cat part "feed.$round" "feed.$round" >> feed
        [ "$round" -lt 3 ] || cat "feed.$((round - 1))" >> feed # an older one once more
        tail -n 2 "feed.$round" >> feed
        printf '%s\n' '-nothing' round "$round" 'tag:"round 1"' 'title:new' 'topic:first -title:article' > queries
        lucene_compare opensearch "$BATS_FILE_TMPDIR/template.json" feed queries
    done
}

@test "any text comes back as it went, and no query is more than a query" {
    export NEWSDEX_DB=$PWD/own.db
    make_any_text
    "$NEWSDEX" export --to opensearch > feed
    jq -r 'select(.path_hex).path_hex' feed > hex
    "$NEWSDEX" export | jq -r 'select(.path_hex).path_hex' | cmp - hex
    make_any_queries queries
    lucene_compare opensearch "$BATS_FILE_TMPDIR/template.json" feed queries
}

@test "what is very long or very much" {
    export NEWSDEX_DB=$PWD/own.db
    seq 1 900000 | fmt > huge.txt
    seq 100001 1000000 | fmt > huger.txt
    printf -- '---\ntitle: Long address\nurl: https://example.org/%s\n---\nText.\n' "$(seq -s / 1 3000)" > address.md
    make_long_articles
    "$NEWSDEX" ingest huge.txt huger.txt address.md 2> /dev/null
    "$NEWSDEX" export --to opensearch > feed 2> notes
    [ "$(awk 'NF == 0' feed | wc -l)" -ge 2 ]
    grep -q 'url_key: longer than 8191 bytes' notes
    make_long_queries > queries
    lucene_compare opensearch "$BATS_FILE_TMPDIR/template.json" feed queries
}
