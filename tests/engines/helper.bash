# What the tests of engines share: servers, articles (those of $ND_ARTICLES, or seeds), and queries of every kind.
# shellcheck shell=bash
load ../cli/helper
load servers

# The database of the whole file, once.
make_database() {
    export NEWSDEX_DB=$BATS_FILE_TMPDIR/news.db
    # shellcheck disable=SC2086 # a list
    "$NEWSDEX" ingest ${ND_ARTICLES:-$ROOT/seeds} 2> /dev/null || [ $? -eq 1 ]
}

# 200 queries of every kind, a line each.
make_queries() { # file
    "$NEWSDEX" export --sample 20 --seed 5 | jq -s . | jq -r -f "$BATS_TEST_DIRNAME/queries.jq" |
        awk 'length($0) > 1 && length($0) < 200 && !seen[$0]++' | shuf --random-source=<(yes) | head -n 162 > "$1"
    cat "$BATS_TEST_DIRNAME/queries.txt" >> "$1"
}

# The uids that a search finds, sorted.
found() { # query
    "$NEWSDEX" search -n 0 --format '{uid}' -- "$1" 2> /dev/null | sort
}
