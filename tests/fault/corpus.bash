# For the test scripts of this folder: a small archive whose articles point to each other, and what a database
# says of it. Sourced after tap.bash. ND_LONG=1 asks for the long form of a test.
# shellcheck shell=bash
NEWSDEX=${NEWSDEX:-$PWD/../../newsdex}
here=$PWD
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
db=$scratch/n.db

long() {
    [ -n "${ND_LONG-}" ]
}

# make_corpus FOLDER COUNT: each article points to the next ones by URL, by name and to some that do not exist.
make_corpus() {
    mkdir -p "$1/a" "$1/b"
    awk -v folder="$1" -v count="$2" 'BEGIN {
        for (i = 0; i < count; i++) {
            file = sprintf("%s/%s/%05d.md", folder, i % 2 ? "a" : "b", (i * 7919) % 100000)
            printf "---\ntitle: \"Report %d\"\nwebUrl: \"https://example.org/news/%d\"\n", i, i > file
            printf "topics:\n  - Topic %d\n  - Common\nrelated:\n", i % 17 > file
            for (r = 1; r <= 5; r++) {
                to = (i * r + r) % (count + count / 2)
                printf "  - title: \"Report %d\"\n    webUrl: \"https://example.org/news/%d\"\n", to, to > file
                printf "    excerpt: \"As seen by %d\"\n", i % 3 > file
            }
            printf "---\n\nThe body of report %d speaks of", i > file
            for (w = 0; w < 200; w++) printf " word%d", (i * 31 + w * w) % 5000 > file
            printf ".\n" > file
            close(file)
        }
    }'
}

# Everything in a database, without ids and the order in which files came.
dump() { # database
    sqlite3 "file:$1?mode=ro" < "$here/dump.sql"
}

# True when the database is whole, or not there yet.
is_whole() { # database
    [ ! -s "$1" ] || "$NEWSDEX" check --db "$1" > "$scratch/check" 2>&1 || {
        # A crash before the first transaction leaves a database without tables.
        grep -q 'the database is empty' "$scratch/check" || { cat "$scratch/check"; return 1; }
    }
}

same_dump() { # database expected
    dump "$1" | cmp - "$2"
}

now_ms() {
    echo $((${EPOCHREALTIME/[.,]/} / 1000))
}
