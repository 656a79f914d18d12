#!/usr/bin/env bash
# Under limits of the system (memory, descriptors, stack) a run gives what it would give without them, or says why
# not: no other record, no signal, a whole database. ND_LONG=1 tries more limits.
set -u
cd "$(dirname "$0")" || exit 2
# shellcheck source=tests/tap.bash
. ../tap.bash
# shellcheck source=tests/fault/corpus.bash
. ./corpus.bash

mkdir "$scratch/news"
cp -r ../../seeds "$scratch/news/seeds"
for folder in digest encoding front-matter html markdown scraped text; do
    cp -r "../golden/$folder" "$scratch/news"
done
find "$scratch/news" -name '*.expected' -delete
iconv -f UTF-8 -t GB18030 ../../seeds/*-zh.md > "$scratch/news/gb18030.md"
cd "$scratch/news" || exit 2
"$NEWSDEX" parse . > "$scratch/records" 2> /dev/null
"$NEWSDEX" ingest -q --db "$scratch/good.db" . 2> /dev/null
dump "$scratch/good.db" > "$scratch/expected"
"$NEWSDEX" search --db "$scratch/good.db" --format json --any qwen europe > "$scratch/hits"

# Runs newsdex under a limit of ulimit: status, out and err.
limited() { # option limit argument...
    local option=$1 limit=$2
    shift 2
    status=0
    (ulimit "$option" "$limit" && exec timeout 60 "$NEWSDEX" "$@") > "$scratch/out" 2> "$scratch/err" || status=$?
    [ $status -le 2 ] || [ $status -eq 127 ] || { # 127: not even loaded
        echo "ulimit $option $limit: newsdex $*: status $status"
        cat "$scratch/err"
        return 1
    }
}

complete_or_told() { # what
    [ $status -ne 0 ] || return 1
    [ -s "$scratch/err" ] || { echo "$1: status $status and not a word"; return 1; }
}

# Every record that is printed is one of those expected, but for one that was cut off.
parse_under() { # option limit...
    local option=$1 limit
    shift
    for limit; do
        limited "$option" "$limit" parse . || return 1
        cmp -s "$scratch/out" "$scratch/records" && continue
        complete_or_told "parse, $option $limit" || return 1
        [ $status -eq 1 ] || sed -i '$d' "$scratch/out"
        grep -vxFf "$scratch/records" "$scratch/out" && return 1
    done
    return 0
}

search_under() { # option limit...
    local option=$1 limit
    shift
    for limit; do
        limited "$option" "$limit" search --db "$scratch/good.db" --format json --any qwen europe || return 1
        cmp -s "$scratch/out" "$scratch/hits" && continue
        complete_or_told "search, $option $limit" || return 1
        [ $status -ne 1 ] || return 1
    done
}

# Groups as deep as are honoured, and words with a beginning besides.
deep_search_under() { # option limit...
    local option=$1 limit query
    shift
    query="$(printf '%0500d' 0 | tr 0 '(')qwen$(printf ' OR -(x y%s*))' {1..450})"
    "$NEWSDEX" search --db "$scratch/good.db" --explain "$query" > "$scratch/deep" || true
    for limit; do
        limited "$option" "$limit" search --db "$scratch/good.db" --explain "$query" || return 1
        cmp "$scratch/out" "$scratch/deep" || return 1
    done
}

# Problems of files are listed with their code; whatever else check says is a fault of the database.
is_sound() {
    [ ! -s "$db" ] || ! "$NEWSDEX" check --db "$db" 2>&1 | grep -v -e ' \[[a-z-]*\]$' -e 'the database is empty' -e 'an ingest is not finished'
}

ingest_under() { # option limit...
    local option=$1 limit
    shift
    for limit; do
        rm -f "$db" "$db-wal" "$db-shm"
        limited "$option" "$limit" ingest -q -j3 --db "$db" . || return 1
        is_sound || return 1
        if [ $status -eq 0 ]; then
            same_dump "$db" "$scratch/expected" || return 1
        else
            complete_or_told "ingest, $option $limit" || return 1
        fi
        "$NEWSDEX" ingest -q --db "$db" . 2> /dev/null || return 1
        same_dump "$db" "$scratch/expected" || return 1
    done
}

memory=() descriptors=(4 5 6 7 8 9 10 11 12 13 14 16) stack=(64 128 256)
for ((limit = 10000; limit < 120000; limit += 8000)); do
    memory+=($((limit + RANDOM % 8000)))
done
if long; then
    memory=()
    for ((limit = 8000; limit < 200000; limit += 500)); do
        memory+=("$limit")
    done
fi
sanitized() {
    ldd "$NEWSDEX" 2> /dev/null | grep -q 'lib.san' || grep -qa __asan_init "$NEWSDEX"
}
echo "# address space in KiB: ${memory[*]}"
for what in parse search ingest; do
    if sanitized; then
        skip "$what with little memory" "a sanitizer reserves terabytes"
        skip "$what with a small stack" "a sanitizer needs more of it"
    else
        ok "$what with little memory" "${what}_under" -v "${memory[@]}"
        ok "$what with a small stack" "${what}_under" -s "${stack[@]}"
    fi
    [ $what != search ] || sanitized || ok "a deep query with a small stack" deep_search_under -s "${stack[@]}"
    ok "$what with few descriptors" "${what}_under" -n "${descriptors[@]}"
done
done_testing
