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

# Articles that point to each other, with what needs to be escaped.
make_articles() { # count
    mkdir in
    for i in $(seq 1 "$1"); do
        printf -- '---\ntitle: Article %d\nurl: https://example.org/%d\ntags: [first, "t\\"%d\\\\"]\nmetadata: {key: "v%d"}\n---\nText number %d, and [one](https://example.org/%d).\n' \
            "$i" "$i" "$i" "$i" "$i" $((i % 50)) > "in/$i.md"
    done
}

# Sixty of them are removed, moved, changed and added.
edit_articles() { # round
    local at=0 file
    find in -name '*.md' | sort | shuf --random-source=<(yes "$1") | head -n 60 | while IFS= read -r file; do
        at=$((at + 1))
        case $((at % 4)) in
        0) rm "$file" ;;
        1) mv "$file" "${file%.md}-$1.md" ;;
        2) printf '\nA sentence of round %s.\n' "$1" >> "$file" ;;
        3) printf -- '---\ntitle: New %s %s\ntags: [round %s]\n---\nWhat was written in round %s.\n' "$1" "$at" "$1" "$1" > "in/new-$1-$at.md" ;;
        esac
    done
}

# A database of files of random bytes, and of what other languages take for signs.
make_any_text() {
    mkdir in
    for i in $(seq 1 40); do
        head -c 3000 /dev/urandom | tr -d '\000' > "in/$i.txt"
        { printf 'title: '; head -c 60 /dev/urandom | tr -d '\000\n\r'; printf '\n\n'; head -c 500 /dev/urandom | base64 -w 0 | tr 'A-P' "';\\\\\"\$%{}(),:&|!\t"; } > "in/q$i.txt"
    done
    printf -- '---\ntitle: %s\n---\n\\.\n\nCOPY x FROM stdin; DROP SCHEMA newsdex CASCADE;\n' "'); DROP SCHEMA newsdex CASCADE; --" > in/copy.md
    printf 'A path that is no UTF-8.\n' > "in/$(printf 'caf\351.txt')"
    "$NEWSDEX" ingest in 2> /dev/null || [ $? -eq 1 ]
}

# Queries of random bytes that try to be more.
make_any_queries() { # file
    for i in $(seq 1 60); do
        head -c 24 /dev/urandom | tr -d '\000\n' | sed "s/^/'\\\\ /; s/\$/';DROP SCHEMA newsdex CASCADE;--/"
        echo
    done > "$1"
    printf '%s\n' "title:\"') OR 1=1; --\"" "path:'); DROP SCHEMA newsdex;--" "topic:=\"{',\\\\\"" "author:\\' type:\\'" >> "$1"
}
