#!/usr/bin/env bats
# export, changes, schema and translate --to solr. No server is started: Lucene.java reads schema, feed and queries as
# the documentation of Solr says, and asks Lucene, of which it is made, with its parsers of queries.

load helper

setup_file() {
    make_database
    "$NEWSDEX" schema --to solr > "$BATS_FILE_TMPDIR/schema.xml"
}

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    export NEWSDEX_DB=$BATS_FILE_TMPDIR/news.db
}

@test "the same articles as search" {
    make_queries queries
    "$NEWSDEX" export --to solr > feed
    lucene_compare solr "$BATS_FILE_TMPDIR/schema.xml" feed queries
}

@test "every field is there" {
    "$NEWSDEX" export | jq -cS 'del(.schema) | with_entries(select(.value != null)) |
        (.images, .related, .metadata, .provenance, .problems) |= tojson' | sort > ours
    "$NEWSDEX" export --to solr | sed -n 's/^"add":{"doc":\(.*\)},$/\1/p' | jq -cS 'select(.id) | del(.revision, .topic_keys, .author_keys, .tag_keys, .version_paths,
        .type_key, .category_key, .url_key, .provider_key, .path_keys, .words_title, .words_excerpt, .words_topics, .words_body) |
        (.images, .related, .metadata, .provenance, .problems) |= (fromjson | tojson)' | sort | cmp - ours
}

@test "what changes is followed, twice or in part without harm" {
    export NEWSDEX_DB=$PWD/own.db
    make_articles 300
    "$NEWSDEX" ingest in 2> /dev/null
    "$NEWSDEX" export --to solr > feed
    for round in $(seq 1 5); do
        revision=$(sed -n 's/.*"uid":"state",.*"revision":\([0-9]*\).*/\1/p' feed | tail -n 1)
        edit_articles "$round"
        "$NEWSDEX" ingest in 2> /dev/null
        "$NEWSDEX" tag "+round $round" -- "title:$((round * 7))" 2> /dev/null || [ $? -eq 1 ]
        "$NEWSDEX" changes --to solr --since "$revision" > "feed.$round"
        { sed '$d' "feed.$round" | head -n $(($(wc -l < "feed.$round") / 2)); printf '"commit":{}\n}\n'; } > part
        cat part "feed.$round" "feed.$round" >> feed
        printf '%s\n' '-nothing' round "$round" 'tag:"round 1"' 'title:new' 'topic:first -title:article' > queries
        lucene_compare solr "$BATS_FILE_TMPDIR/schema.xml" feed queries
    done
}

@test "any text comes back as it went, and no query is more than a query" {
    export NEWSDEX_DB=$PWD/own.db
    make_any_text
    "$NEWSDEX" export --to solr > feed
    sed -n 's/^"add":{"doc":\(.*\)},$/\1/p' feed | jq -r 'select(.path_hex).path_hex' > hex
    "$NEWSDEX" export | jq -r 'select(.path_hex).path_hex' | cmp - hex
    make_any_queries queries
    lucene_compare solr "$BATS_FILE_TMPDIR/schema.xml" feed queries
}

@test "what is very long or very much" {
    export NEWSDEX_DB=$PWD/own.db
    printf -- '---\ntitle: Long address\nurl: https://example.org/%s\n---\nText.\n' "$(seq -s / 1 9000)" > address.md
    make_long_articles
    "$NEWSDEX" ingest address.md 2> /dev/null
    "$NEWSDEX" export --to solr > feed 2> notes
    grep -q 'url_key: longer than 32766 bytes' notes
    make_long_queries > queries
    lucene_compare solr "$BATS_FILE_TMPDIR/schema.xml" feed queries
}
