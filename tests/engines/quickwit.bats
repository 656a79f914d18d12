#!/usr/bin/env bats
# export, changes, schema and translate --to quickwit. No server is started: Sets.java reads schema, feed and queries as the
# documentation of Quickwit says, and has Lucene find what is asked for.

load helper

setup_file() {
    make_database
    "$NEWSDEX" schema --to quickwit > "$BATS_FILE_TMPDIR/index.yaml"
}

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    export NEWSDEX_DB=$BATS_FILE_TMPDIR/news.db
}

@test "the same articles as search" {
    make_queries queries
    "$NEWSDEX" export --to quickwit > feed
    lucene_compare quickwit "$BATS_FILE_TMPDIR/index.yaml" feed queries 80
}

@test "any text, and no query is more than a query" {
    export NEWSDEX_DB=$PWD/own.db
    make_any_text
    "$NEWSDEX" export --to quickwit > feed
    make_any_queries queries
    lucene_compare quickwit "$BATS_FILE_TMPDIR/index.yaml" feed queries 30
}

@test "what is very long or very much" {
    export NEWSDEX_DB=$PWD/own.db
    make_long_articles
    "$NEWSDEX" export --to quickwit > feed
    make_long_queries > queries
    lucene_compare quickwit "$BATS_FILE_TMPDIR/index.yaml" feed queries 50
}
