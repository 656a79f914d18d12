#!/usr/bin/env bats
# newsdex count: articles by the values of a field.

load helper

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    export NEWSDEX_DB=$BATS_TEST_TMPDIR/news.db
    mkdir in
    printf -- '---\ntitle: One\ndate: 2024-01-30\ntags: [Ports, rail]\nprovider: Post\nlang: en\n---\nharbour\n' > in/a.md
    printf -- '---\ntitle: Two\ndate: 2024-03-02\ntags: [ports]\nprovider: Post\nlang: fr\n---\nharbour\n' > in/b.md
    printf -- '---\ntitle: Three\ntags: [RAIL, Ports]\nlang: en\n---\ntrains\n' > in/c.md
    "$NEWSDEX" ingest -q in
}

@test "spellings of a topic are one topic, the most frequent first" {
    nd count --by topic
    is 0
    holds out "$(printf 'Ports\t3\nRAIL\t2')"
}

@test "a query counts its matches only" {
    nd count --by topic harbour
    holds out "$(printf 'Ports\t2\nrail\t1')"
    nd count --by language lang:fr
    holds out "$(printf 'fr\t1')"
}

@test "months come in order, with those that have none, unknown dates last" {
    nd count --by month
    holds out "$(printf '2024-01\t1\n2024-02\t0\n2024-03\t1\n\t1')"
}

@test "weeks are those of ISO 8601" {
    nd count --by week title:one
    holds out "$(printf '2024-W05\t1')"
}

@test "json, csv and the limit" {
    nd count --by provider --format json
    [ "$(jq -c . out)" = '{"schema":1,"counts":[{"provider":"Post","articles":2},{"provider":null,"articles":1}]}' ]
    nd count --by topic -n 1 --format csv
    holds out "$(printf 'topic,articles\r\nPorts,3\r')"
}

@test "bars fit the width of the terminal" {
    COLUMNS=40 nd count --by topic --format text
    is 0
    has out '█'
    [ "$(wc -m < out)" -le $((2 * 41)) ]
}

@test "nothing matches: empty, valid, status 1" {
    nd count --by year zanzibar --format json
    is 1
    holds out '{"schema":1,"counts":[]}'
}

@test "an unknown field is a usage error" {
    nd count --by colour
    is 2
    nd count
    is 2
}
