#!/usr/bin/env bats
# What stands in the way of reading or writing a database, and how it is mended.

load helper

some() {
    article in/1.txt Zebras 'A herd of zebras crossed the river at dawn.'
    article in/2.txt Lions 'The lions slept under a tree all day long.'
}

@test "what is no database is said to be none, whatever the version of SQLite" {
    awk 'BEGIN { for (i = 0; i < 5000; i++) print "no database" }' > news.db
    nd search zebras
    is 2
    holds err "newsdex: $NEWSDEX_DB: file is not a database"
}

@test "a file that may not grow is an error like a full disk, and what was committed is kept" {
    some
    nd ingest in
    awk 'BEGIN { for (f = 1; f <= 40; f++) for (i = 0; i < 9000; i++) print "word" f * 9000 + i > ("in/long" f ".txt") }'
    status=0
    (ulimit -f 600 && exec "$NEWSDEX" ingest in) > out 2> err || status=$?
    is 2
    has err 'limit for files'
    nd search -c zebras
    holds out 1
    nd ingest in
    is 0
    nd check
    is 0
}

# A copy that nobody can write to, with a batch that is still in the log: as long as a reader stands before it.
copy_with_log() {
    some
    nd ingest in/1.txt
    article in/3.txt Zebras 'Still more zebras came.'
    sqlite3 news.db 'BEGIN' 'SELECT count(*) FROM file' \
        ".shell '$NEWSDEX' ingest -q in; mkdir copy; cp news.db news.db-wal copy; chmod a-w copy copy/*" > /dev/null
    [ -s copy/news.db-wal ]
}

@test "a reader who may not write sees batches that are still in the log, and changes nothing" {
    copy_with_log
    sum=$(cat copy/* | cksum)
    for command in 'search -c' 'count --by language'; do
        # shellcheck disable=SC2086 # words
        run_as_nobody $command --db copy/news.db zebras
        is 0
        holds err
        has out 2
    done
    run_as_nobody check --db copy/news.db --no-verify
    is 0
    run_as_nobody show --db copy/news.db 3
    is 0
    [ "$(cat copy/* | cksum)" = "$sum" ]
    [ "$(ls copy)" = "$(printf 'news.db\nnews.db-wal')" ]
}

@test "a reader who cannot read the log, or may share it with a writer, is told of batches it does not see" {
    [ "$(id -u)" -eq 0 ] || skip 'others can read what the owner can'
    copy_with_log
    printf x > copy/news.db-shm
    chmod 0 copy/news.db-shm
    run_as_nobody search --db copy/news.db -c zebras
    is 0
    holds out 1
    has err 'what was written last is still in copy/news.db-wal'
    rm -f copy/news.db-shm
    chmod 0 copy/news.db-wal
    run_as_nobody search --db copy/news.db -c zebras
    is 0
    has err 'what was written last is still in copy/news.db-wal'
    chmod u+w copy copy/*
    nd search --db copy/news.db -c zebras
    holds out 2
}

@test "while an ingest is not finished, nothing found and numbers say so" {
    some
    nd ingest in
    nd search football
    lacks err finished
    sql "INSERT INTO state VALUES ('unfinished', 'yes')"
    for command in 'search football' 'search -c zebras' 'count --by language' check; do
        # shellcheck disable=SC2086 # words
        nd $command
        has err 'newsdex: an ingest is not finished: 2 articles so far'
    done
    nd search zebras
    holds err
    nd ingest in
    nd search -c zebras
    holds err
}

@test "before the first commit of a first load it is told as well" {
    article in/a.slow Title 'A harbour.'
    # the filter waits until somebody has looked
    "$NEWSDEX" ingest -q --db news.db --filter "slow=while [ ! -e seen ]; do sleep .05; done; cat {}" in &
    for ((i = 0; i < 100; i++)); do
        nd search harbour
        [ -s err ] && grep -q 'finished' err && break
        sleep .05
    done
    has err 'newsdex: an ingest is not finished: 0 articles so far'
    touch seen
    wait
    nd search -c harbour
    holds out 1
    holds err
    mkdir empty
    rm news.db
    nd ingest empty
    nd search harbour
    lacks err finished
}

# Everything a search may tell of the index.
told() {
    for query in zebras lion '"under a tree"' 'the -lions' 'z*'; do
        nd search --format json --explain -n 0 "$query"
        cat out err
    done
}

@test "optimize --rebuild makes the full-text index anew, and check says when" {
    some
    nd ingest in
    told > before
    sql "UPDATE article SET body = 'Now of giraffes.' WHERE id = 1"
    nd check
    is 1
    has err 'optimize --rebuild'
    nd optimize --rebuild
    is 0
    nd check
    is 0
    nd search -c herd
    holds out 0
    nd search -c giraffes
    holds out 1
    # And out of nothing at all.
    nd ingest --force in
    sql 'DELETE FROM article_fts_data; DELETE FROM article_fts_idx; DELETE FROM norm; UPDATE article_fts_config SET v = 9'
    nd optimize --rebuild
    is 0
    told | diff before -
    nd check
    is 0
}

@test "rebuilding gives what the ingest gave, for every kind of article" {
    nd ingest "$ROOT/seeds"
    nd optimize
    fulltext() { sql 'SELECT id, hex(sz) FROM article_fts_docsize ORDER BY id; SELECT block, hex(lengths) FROM norm ORDER BY block; SELECT hex(block) FROM article_fts_data WHERE id = 1 OR id > 100'; }
    fulltext > before
    nd optimize --rebuild
    fulltext | diff before -
}

@test "a search in an index that a newer SQLite has written finds all, or says what to do" {
    some
    nd ingest in
    sql "UPDATE article_fts_config SET v = 5 WHERE k = 'version'"
    for query in zebras 'z*' '"herd of zebras"' 'zebras OR giraffes'; do
        nd search -c "$query"
        [ "$status" -eq 2 ] && has err 'newsdex optimize --rebuild, or the next ingest, makes it anew' || holds out 1
        nd count --by language "$query"
        [ "$status" -eq 2 ] && has err 'optimize --rebuild' || has out en
    done
    nd optimize
    is 2
    has err 'newsdex optimize --rebuild makes it anew'
    nd optimize --rebuild
    nd search -c zebras
    holds out 1
    nd check
    is 0
}

@test "an index that a newer SQLite has written is made anew by the next ingest, which says so" {
    some
    nd ingest in
    sql "UPDATE article_fts_config SET v = 5 WHERE k = 'version'"
    article in/3.txt Zebras 'Still more zebras came.'
    nd ingest in
    is 0
    has err 'the full-text index has the form of a newer SQLite; it is made anew'
    nd search -c zebras
    holds out 2
    nd check
    is 0
}
