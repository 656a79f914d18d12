#!/usr/bin/env bats
# A first load that is large goes into the file itself and not through the log: what it writes, whoever looks into it
# meanwhile, and what is left when it is ended by force.

load helper

# Articles of 1 KB, one JSON Lines file; each has the word "harbour".
articles() { # count
    awk -v count="$1" 'BEGIN {
        srand(7)
        for (i = 1; i <= count; i++) {
            text = "harbour"
            while (length(text) < 900) text = text " " sprintf("%c%x", 97 + int(rand() * 26), int(exp(rand() * 11)))
            printf "{\"url\": \"https://example.org/%d\", \"title\": \"Report %d\", \"text\": \"%s.\"}\n", i, i, text
        }
    }'
}

setup_file() {
    articles 9000 > "$BATS_FILE_TMPDIR/in.jsonl"
    cd "$BATS_FILE_TMPDIR" && "$NEWSDEX" ingest -q --db whole.db in.jsonl
    dump whole.db > whole
}

# Begins an ingest, whose number is in $pid, and waits until it has left the log.
begin() { # option...
    rm -f news.db*
    "$NEWSDEX" ingest -q "$@" "$BATS_FILE_TMPDIR/in.jsonl" 3>&- &
    pid=$!
    for ((i = 0; i < 2000; i++)); do
        [ ! -s news.db-journal ] || [ -e news.db-wal ] || [ "$(stat -c %s news.db)" -lt 1000000 ] || return 0
        kill -0 "$pid" || return 1
        sleep 0.005
    done
}

is_as_undisturbed() {
    dump | cmp - "$BATS_FILE_TMPDIR/whole"
    [ "$(sql 'PRAGMA journal_mode')" = wal ]
    [ ! -e news.db-journal ]
    nd check
    is 0
}

# What this shell and programs that have ended in it asked the system to write.
written() {
    awk '$1 == "wchar:" { print $2 }' /proc/$$/io
}

@test "a first load writes its pages once: half as much again as the database has, and not twice" {
    [ -r /proc/$$/io ] || skip 'this system does not count what is written'
    articles 18000 > in.jsonl
    before=$(written)
    nd ingest -q in.jsonl
    is 0
    after=$(written)
    size=$(stat -c %s news.db)
    echo "$((after - before)) bytes written for $size"
    [ $((after - before)) -gt "$size" ]
    [ $((2 * (after - before))) -le $((3 * size)) ]
}

@test "who looks into a first load sees whole batches after a moment, and it ends as undisturbed" {
    begin
    nd search -c harbour
    is 0
    count=$(cat out)
    [ "$count" -gt 0 ]
    [ "$count" -eq 9000 ] || has err "an ingest is not finished: $count articles so far"
    nd search -c harbour
    is 0
    wait "$pid"
    is_as_undisturbed
}

@test "another program that waits for the lock sees them, too" {
    begin
    [ "$(sqlite3 -readonly -cmd '.timeout 60000' news.db 'SELECT count(*) > 0 FROM article')" = 1 ]
    wait "$pid"
    is_as_undisturbed
}

@test "an interrupted first load is closed, and the next one goes on" {
    begin
    kill -INT "$pid"
    wait "$pid" || [ $? -eq 130 ]
    [ "$(sql 'PRAGMA journal_mode')" = wal ]
    [ ! -e news.db-journal ]
    nd ingest -q "$BATS_FILE_TMPDIR/in.jsonl"
    is 0
    is_as_undisturbed
}

@test "a first load that is killed leaves what was committed, to readers and the next ingest" {
    for pause in 0 0.3 0.6; do
        begin
        sleep $pause
        kill -KILL "$pid" 2> /dev/null || true
        wait "$pid" || true
        nd search -c harbour
        is 0
        [ "$(cat out)" -gt 0 ]
        nd check
        is 0
        nd ingest -q "$BATS_FILE_TMPDIR/in.jsonl"
        is 0
        is_as_undisturbed
    done
}

# A copy of a killed one with a transaction that has to be taken back.
copy_torn() {
    for ((turn = 0; turn < 20; turn++)); do
        begin
        for ((i = 0; i < 500; i++)); do
            [ "$(head -c 1 news.db-journal | od -An -tx1)" != ' d9' ] || break
            sleep 0.005
        done
        kill -KILL "$pid" 2> /dev/null || true
        wait "$pid" || true
        mkdir -p copy
        cp news.db news.db-journal copy 2> /dev/null || continue
        [ "$(head -c 1 copy/news.db-journal | od -An -tx1)" != ' d9' ] || return 0
    done
    return 1
}

@test "a reader who may not write is told what stands in the way, and one who may puts it right" {
    copy_torn
    chmod a-w copy copy/*
    sum=$(cat copy/* | cksum)
    run_as_nobody search --db copy/news.db -c harbour
    is 2
    has err 'has to be taken back by somebody with permission to write there'
    [ "$(cat copy/* | cksum)" = "$sum" ]
    chmod u+w copy copy/*
    nd search --db copy/news.db -c harbour
    is 0
    [ "$(cat out)" -gt 0 ]
    chmod a-w copy/*
    run_as_nobody search --db copy/news.db -c harbour
    is 0
}

@test "while somebody has the empty database open, the load goes through the log" {
    mkdir empty
    nd ingest -q empty
    seen=$(sqlite3 news.db 'BEGIN' 'SELECT count(*) FROM article' \
        ".shell '$NEWSDEX' ingest -q '$BATS_FILE_TMPDIR/in.jsonl' && ls > there" 'SELECT count(*) FROM article')
    [ "$seen" = "$(printf '0\n0')" ]
    has there news.db-wal
    lacks there news.db-journal
    is_as_undisturbed
}

@test "where commands make the text, which may take their time, nobody has to wait for them" {
    if begin --filter 'txt=cat'; then false; fi
    wait "$pid"
    is_as_undisturbed
}

@test "a first load that finds no room says so and keeps what was committed" {
    status=0
    (ulimit -f 16000 && exec "$NEWSDEX" ingest -q "$BATS_FILE_TMPDIR/in.jsonl") > out 2> err || status=$?
    is 2
    has err 'limit for files'
    nd search -c harbour
    is 0
    nd ingest -q "$BATS_FILE_TMPDIR/in.jsonl"
    is 0
    is_as_undisturbed
}

# An ingest in which the call of a kind that has this number fails, see tests/fault/inject.c.
fail() { # kind number
    local inject=$BATS_TEST_TMPDIR/inject.so
    ln -sf "$(realpath "${ND_BUILD:-$ROOT/build/release}")/tests/fault/inject.so" "$inject"
    LD_PRELOAD=$inject "$NEWSDEX" --version > /dev/null 2>&1 || skip 'what is loaded first has to be the sanitizer'
    rm -f news.db*
    head -c 8 /dev/zero > count
    LD_PRELOAD=$inject ND_COUNT=$BATS_TEST_TMPDIR/count ND_INJECT="$1 $2 5 once" nd ingest -j1 -q in.jsonl
}

@test "a disk that fails when the load goes back to the log is told, and the next ingest goes on" {
    head -n 5000 "$BATS_FILE_TMPDIR/in.jsonl" > in.jsonl
    "$NEWSDEX" ingest -q --db whole.db in.jsonl
    dump whole.db > whole
    fail sync 1000000
    is 0
    calls=$(od -An -td8 count)
    told=0
    for ((number = calls - 8; number <= calls - 2; number++)); do
        fail sync $number
        [ "$status" -eq 0 ] || { is 2 && has err 'disk I/O error' && told=$((told + 1)); }
        nd search -c harbour
        is 0
        nd ingest -q in.jsonl
        is 0
        dump | cmp - whole
        [ "$(sql 'PRAGMA journal_mode')" = wal ]
        [ ! -e news.db-journal ]
    done
    [ $told -gt 2 ]
}
