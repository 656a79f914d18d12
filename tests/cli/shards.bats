#!/usr/bin/env bats
# newsdex parse as a step of something larger: lists of files, shards, manifests.

load helper

setup_file() {
    cd "$BATS_FILE_TMPDIR" || return
    cp -r "$ROOT/tests/golden" "$ROOT/seeds" .
    find golden seeds -type f ! -name '*.expected' | sort > list
    tr '\n' '\0' < list > list0
    xargs -d '\n' "$NEWSDEX" parse --plain-uids < list > whole.plain 2> whole.err || [ $? -eq 123 ]
    xargs -d '\n' "$NEWSDEX" parse < list > whole 2> whole.err || [ $? -eq 123 ]
    [ "$(wc -l < whole)" -gt 500 ]
}

setup() {
    cd "$BATS_FILE_TMPDIR" || return
    unset NEWSDEX_DB
}

# The sums of manifests, added up as they are: of 64 bits.
add_sums() {
    local sum=0 part
    for part in $(jq -r .sum "$@"); do
        sum=$((sum + 0x$part))
    done
    printf '%016x\n' "$sum"
}

@test "a list of files stands for the files, in whatever form" {
    nd parse --files-from list
    is 1
    cmp out whole
    nd parse --files0-from list0
    cmp out whole
    nd parse --files0-from - < list0
    cmp out whole
    head -n 100 list > part
    tail -n +101 list | tr '\n' '\0' > rest
    nd parse --files-from part --files0-from rest
    cmp out whole
    nd parse --files-from /dev/null
    is 0
    holds out
    nd parse --files-from none
    is 2
    has err none
    nd parse - --files-from - < list
    is 2
    has err 'a document or a list, not both'
    nd parse
    is 2
    "$NEWSDEX" ingest -q --db a.db --files-from - < list 2> err || [ $? -eq 1 ]
    "$NEWSDEX" ingest -q --db b.db --files0-from list0 2> err || [ $? -eq 1 ]
    dump a.db > dump.a
    dump b.db | cmp - dump.a
}

@test "shards are parts of the whole, each record in one, the same uids in the same" {
    for shards in 1 2 5; do
        : > all
        for i in $(seq "$shards"); do
            nd parse --shard "$i/$shards" --manifest "m$i" --files-from list
            is 1
            cat out >> all
            jq -r .uid out | cut -c 1-21 | sort -u > "uids.$i"
            [ "$(jq -r .shard "m$i")" = "$i/$shards" ]
            [ "$(jq .articles "m$i")" = "$(wc -l < out)" ]
        done
        sort all | cmp - <(sort whole)
        [ -z "$(cat uids.* | sort | uniq -d)" ]
        nd parse --manifest m --files-from list
        # shellcheck disable=SC2046
        [ "$(add_sums $(seq -f 'm%g' "$shards"))" = "$(jq -r .sum m)" ]
        rm uids.*
    done
    for bad in 0/3 4/3 3 1/0 a/b 1/2/3 -1/2 /2 1/; do
        nd parse --shard "$bad" --files-from list
        is 2
        has err '--shard is I/N'
    done
}

@test "who runs it, how many at once, and on how much does not change a record" {
    LC_ALL=tr_TR.UTF-8 TZ=Asia/Tokyo nd parse --plain-uids --manifest m --files-from list
    cmp out whole.plain
    for batch in 1 7 100; do
        rm -f manifest.*
        # shellcheck disable=SC2016
        xargs -d '\n' -n "$batch" -P 4 sh -c \
            '"$0" parse --plain-uids --manifest "manifest.$$" "$@" > "out.$$" 2> /dev/null || [ $? -eq 1 ]' "$NEWSDEX" < list
        cat out.* | sort | cmp - <(sort whole.plain)
        [ "$(jq -s 'map(.articles) | add' manifest.*)" = "$(wc -l < whole.plain)" ]
        [ "$(jq -s 'map(.files) | add' manifest.*)" = "$(wc -l < list)" ]
        [ "$(add_sums manifest.*)" = "$(jq -r .sum m)" ]
        [ "$(jq -s 'map(.failed) | add' manifest.*)" = "$(jq .failed m)" ]
        [ "$(jq -s 'map(.warnings) | add' manifest.*)" = "$(jq .warnings m)" ]
        rm out.*
    done
    ! command -v parallel > /dev/null ||
        parallel --will-cite -X -j 3 "$NEWSDEX" parse --plain-uids :::: list 2> /dev/null | sort | cmp - <(sort whole.plain)
}

@test "plain uids are those before copies were told apart" {
    mkdir -p twice/a twice/b
    printf 'A kite\n\nIt flew.\n' | tee twice/a/k.txt > twice/b/k.txt
    nd parse twice
    [ "$(jq -r .uid out | cut -c 22- | tr '\n' ' ')" = ' ~2 ' ]
    nd parse --plain-uids twice
    [ "$(jq -r .uid out | sort | uniq -c | wc -l)" = 1 ]
}

@test "a manifest says what there is, and is there only when all is" {
    printf 'A kite\n\nIt flew.\n' > kite.txt
    printf '\x00\x01\x02\x03' > nothing.md
    nd parse --manifest m kite.txt
    is 0
    [ "$(jq -c '[.status, .files, .failed, .articles, .errors, .bytes]' m)" = "[0,1,0,1,0,$(wc -c < out)]" ]
    jq -er '.xxh128 | test("^[0-9a-f]{32}$")' m
    cp m first
    nd parse --manifest m kite.txt
    cmp m first
    printf 'A kite\n\nIt fell.\n' > kite.txt
    nd parse --manifest m kite.txt
    [ "$(jq -r .xxh128 m)" != "$(jq -r .xxh128 first)" ]
    nd parse --manifest m kite.txt nothing.md none.txt
    is 1
    [ "$(jq -c '[.status, .articles]' m)" = '[1,1]' ]
    [ "$(jq .failed m)" -ge 1 ]
    rm m
    status=0
    "$NEWSDEX" parse --manifest m kite.txt > /dev/full 2> err || status=$?
    is 2
    [ ! -e m ]
    nd parse --manifest nowhere/m kite.txt
    is 2
    holds out
    # Killed while it waits for more of its document.
    mkfifo pipe
    "$NEWSDEX" parse --manifest m - < pipe > out 2> err &
    exec 8> pipe
    printf 'A bell\n' >&8
    sleep 0.2
    kill -TERM $!
    wait $! || true
    exec 8>&-
    [ ! -e m ]
    [ -z "$(find . -maxdepth 1 -name '.newsdex-*')" ]
}
