#!/usr/bin/env bats
# export, changes, schema and translate --to vespa. No server is started: Sets.java reads schema, feed and queries as the
# documentation of Vespa says, and has Lucene find what is asked for.

load helper

setup_file() {
    make_database
    "$NEWSDEX" schema --to vespa > "$BATS_FILE_TMPDIR/article.sd"
}

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    export NEWSDEX_DB=$BATS_FILE_TMPDIR/news.db
}

@test "the same articles as search" {
    make_queries queries
    "$NEWSDEX" export --to vespa > feed
    lucene_compare vespa "$BATS_FILE_TMPDIR/article.sd" feed queries 80
}

@test "any text, and no query is more than a query" {
    export NEWSDEX_DB=$PWD/own.db
    make_any_text
    "$NEWSDEX" export --to vespa > feed
    make_any_queries queries
    lucene_compare vespa "$BATS_FILE_TMPDIR/article.sd" feed queries 30
}

@test "what is very long or very much" {
    export NEWSDEX_DB=$PWD/own.db
    make_long_articles
    "$NEWSDEX" export --to vespa > feed
    make_long_queries > queries
    lucene_compare vespa "$BATS_FILE_TMPDIR/article.sd" feed queries 50
}

@test "what changes is followed, twice or in part without harm" {
    export NEWSDEX_DB=$PWD/own.db
    make_articles 300
    "$NEWSDEX" ingest in 2> /dev/null
    "$NEWSDEX" export --to vespa > feed
    for round in $(seq 1 3); do
        revision=$(tail -n 1 feed | jq .fields.revision)
        edit_articles "$round"
        "$NEWSDEX" ingest in 2> /dev/null
        "$NEWSDEX" changes --to vespa --since "$revision" > "feed.$round"
        { head -n $(($(wc -l < "feed.$round") / 2)) "feed.$round"; cat "feed.$round" "feed.$round"; } >> feed
        printf '%s\n' '-nothing' round 'title:new' 'topic:first -title:article' > queries
        lucene_compare vespa "$BATS_FILE_TMPDIR/article.sd" feed queries
    done
}
