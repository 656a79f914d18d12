#!/usr/bin/env bash
# Ingests that are killed at random moments: whatever the moment, the database is whole, and the next run goes
# on from there to the same records. 50 kills with ND_LONG=1, otherwise 10.
set -u
cd "$(dirname "$0")" || exit 2
# shellcheck source=tests/tap.bash
. ../tap.bash
# shellcheck source=tests/fault/corpus.bash
. ./corpus.bash

kills=10 files=1200
long && kills=50 files=12000
RANDOM=42
make_corpus "$scratch/news" "$files"
start=$(now_ms)
"$NEWSDEX" ingest -q --db "$scratch/undisturbed.db" "$scratch/news"
took=$(($(now_ms) - start + 1))
dump "$scratch/undisturbed.db" > "$scratch/expected"

# Runs an ingest and ends it by a signal after a part of the time a whole one takes.
disturb() { # signal option...
    local signal=$1 pid
    shift
    "$NEWSDEX" ingest -q "$@" --db "$db" "$scratch/news" 2> "$scratch/said" &
    pid=$!
    sleep "$(printf '%d.%03d' $((took * 5 / 4 * RANDOM / 32768 / 1000)) $((took * 5 / 4 * RANDOM / 32768 % 1000)))"
    kill -s "$signal" "$pid" 2> /dev/null
    wait "$pid"
} 2> /dev/null

killed() { # number
    case $(($1 % 3)) in
    0) rm -f "$db" "$db-wal" "$db-shm" && disturb KILL ;;
    1) disturb KILL ;;
    2) disturb KILL --force ;;
    esac
    is_whole "$db"
}

interrupted() {
    local status=0
    rm -f "$db" "$db-wal" "$db-shm"
    disturb INT || status=$?
    if [ $status -eq 130 ]; then
        grep -q 'interrupted; the next ingest goes on from here' "$scratch/said" || return 1
    fi
    is_whole "$db"
}

whole_again() {
    "$NEWSDEX" ingest -q --db "$db" "$scratch/news" && is_whole "$db" && same_dump "$db" "$scratch/expected"
}

for ((i = 0; i < kills; i++)); do
    ok "whole after kill $i" killed "$i"
done
ok "the next run makes it complete" whole_again
for i in 1 2 3; do
    ok "whole after interrupt $i" interrupted
    ok "the next run makes it complete" whole_again
done
done_testing
