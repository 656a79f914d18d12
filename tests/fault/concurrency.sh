#!/usr/bin/env bash
# Readers beside a writer, and two writers. 30 seconds with ND_LONG=1, otherwise 3.
set -u
cd "$(dirname "$0")" || exit 2
# shellcheck source=tests/tap.bash
. ../tap.bash
# shellcheck source=tests/fault/corpus.bash
. ./corpus.bash

seconds=3 files=300
long && seconds=30
make_corpus "$scratch/news" $files

# All files say one word or all the other: a batch seen by half would be a number in between.
turn_to() { # word
    find "$scratch/news" -name '*.md' -exec sed -i "\$s/.*/Now all say $1./" {} +
    "$NEWSDEX" ingest -q --db "$db" "$scratch/news"
}

search_until() { # deadline
    local count status runs=0
    while [ "$(now_ms)" -lt "$1" ]; do
        count=$("$NEWSDEX" search --db "$db" -c "$2" 2> "$scratch/said.$2.$BASHPID")
        status=$?
        if grep -v 'an ingest is not finished' "$scratch/said.$2.$BASHPID"; then
            echo "search $2 said more than that an ingest is under way"
            return 1
        fi
        runs=$((runs + 1))
        if [ $status -gt 1 ] || { [ "$count" != 0 ] && [ "$count" != $files ]; }; then
            echo "search $2: exit status $status: $count"
            return 1
        fi
    done
    [ $runs -gt 0 ]
}

readers_beside_a_writer() {
    local deadline pids=() pid failed=0 word
    turn_to alpha || return 1
    deadline=$(($(now_ms) + seconds * 1000))
    for word in alpha beta alpha beta; do
        search_until "$deadline" "$word" &
        pids+=($!)
    done
    while [ "$(now_ms)" -lt "$deadline" ]; do
        turn_to beta && turn_to alpha || failed=1
    done
    for pid in "${pids[@]}"; do
        wait "$pid" || failed=1
    done
    return $failed
}

# The one that waits for a document on its standard input has the right to write.
second_writer_gives_up() {
    local start status=0 pid
    mkfifo "$scratch/stdin"
    "$NEWSDEX" ingest -q --db "$db" - < "$scratch/stdin" &
    pid=$!
    exec 7> "$scratch/stdin"
    sleep 0.3
    start=$(now_ms)
    "$NEWSDEX" ingest -q --db "$db" --wait 1 "$scratch/news" 2> "$scratch/said" || status=$?
    [ $(($(now_ms) - start)) -ge 900 ] || echo "did not wait"
    echo 'A last report.' >&7
    exec 7>&-
    wait "$pid" || return 1
    [ $status -eq 75 ] && grep -qF "$db" "$scratch/said"
}

second_writer_waits() {
    local status=0 pid
    rm -f "$scratch/stdin"
    mkfifo "$scratch/stdin"
    "$NEWSDEX" ingest -q --db "$db" - < "$scratch/stdin" &
    pid=$!
    exec 7> "$scratch/stdin"
    (sleep 0.5; echo 'The very last report.' >&7) &
    exec 7>&-
    "$NEWSDEX" ingest -q --db "$db" --wait 20 "$scratch/news" || status=$?
    wait "$pid" && [ $status -eq 0 ]
}

ok "readers see whole batches and no errors" readers_beside_a_writer
ok "whole afterwards" is_whole "$db"
ok "a second writer waits, then names the database" second_writer_gives_up
ok "a second writer takes over when the first is done" second_writer_waits
ok "whole at last" is_whole "$db"
done_testing
