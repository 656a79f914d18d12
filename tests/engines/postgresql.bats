#!/usr/bin/env bats
# export, changes, schema and translate --to postgresql, with servers that are started here.

load helper

setup_file() {
    servers_folder
    export SERVERS
    postgresql_start one
    postgresql_start two
    make_database
    "$NEWSDEX" schema --to postgresql | pg one
    "$NEWSDEX" export --to postgresql 2> "$BATS_FILE_TMPDIR/notes" | pg one
}

teardown_file() {
    postgresql_stop one
    postgresql_stop two
    rm -rf "$SERVERS"
}

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    export NEWSDEX_DB=$BATS_FILE_TMPDIR/news.db
}

# All queries of a file in one session; uids sorted in files by number. Refused ones have no file.
ask() { # server queries
    local number=0 query
    mkdir -p answers
    while IFS= read -r query; do
        number=$((number + 1))
        "$NEWSDEX" translate --to postgresql --strict -- "$query" > sql 2> /dev/null || continue
        printf '\\o answers/%d\n' "$number"
        cat sql
    done < "$2" | pg "$1" -At -F ' '
}

# How many of the queries were accepted; those that found others than search are told.
compare() { # queries
    local number=0 accepted=0 wrong=0 query
    while IFS= read -r query; do
        number=$((number + 1))
        [ -f "answers/$number" ] || continue
        accepted=$((accepted + 1))
        found "$query" > expected
        cut -d ' ' -f 1 "answers/$number" | sort | cmp -s - expected && continue
        wrong=$((wrong + 1))
        echo "$query: $(wc -l < "answers/$number") and not $(wc -l < expected)"
    done < "$1"
    echo "# $accepted of $number queries, $wrong differ" | tee /dev/fd/3
    [ "$accepted" -ge $((number * 9 / 10)) ] && [ "$wrong" -eq 0 ]
}

# The same fields, field by field, as one checksum each.
agree() { # server
    "$NEWSDEX" export | jq -c '[.uid, .path, .title, .excerpt, .body, .furniture, .url, .original_url, .language, .topics,
        .keywords, .themes, .authors, .category, .type, .is_published, .part, .line, .ordinal, .published_at, .published_on,
        .date, .provider_name, .provider_domain, .shape, .encoding, .origin, .id, .images, .related, .metadata, .provenance,
        .problems, .quality, .heat, .tags, .note]' | jq -cS . | sort | sha256sum > ours
    pg "$1" -At -c "SELECT json_build_array(uid, path, title, excerpt, body, furniture, url, original_url, language, topics,
        keywords, themes, authors, category, type, is_published, part, line, ordinal,
        to_char(published_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"'), published_on, date, provider_name,
        provider_domain, shape, encoding, origin, id, images, related, metadata, provenance, problems, quality, heat, tags, note)
        FROM newsdex.article" | jq -cS . | sort | sha256sum | cmp - ours
}

@test "the same articles as search, one server" {
    make_queries queries
    ask one queries
    compare queries
}

@test "every field is there" {
    agree one
}

@test "how far the first ten agree" {
    make_queries queries
    ask one queries
    number=0 shared=0 all=0
    while IFS= read -r query; do
        number=$((number + 1))
        [ -s "answers/$number" ] || continue
        "$NEWSDEX" search -n 10 --format '{uid}' -- "$query" 2> /dev/null | sort > expected
        shared=$((shared + $(head -n 10 "answers/$number" | cut -d ' ' -f 1 | sort | comm -12 - expected | wc -l)))
        all=$((all + $(wc -l < expected)))
    done < queries
    echo "# of the first ten $shared of $all are the same" | tee /dev/fd/3
    [ "$shared" -gt 0 ]
}

@test "two servers, by way of postgres_fdw and partitions" {
    "$NEWSDEX" schema --to postgresql | pg two
    pg one -c 'CREATE DATABASE all_of_it' -c 'CREATE DATABASE half'
    half() { psql -X -q -v ON_ERROR_STOP=1 -h "$SERVERS/one" -U newsdex -d "$@"; }
    "$NEWSDEX" schema --to postgresql | half half
    "$NEWSDEX" schema --to postgresql | half all_of_it
    half all_of_it << END
CREATE EXTENSION postgres_fdw;
CREATE SERVER one FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '$SERVERS/one', dbname 'half');
CREATE SERVER two FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '$SERVERS/two', dbname 'postgres');
CREATE USER MAPPING FOR newsdex SERVER one OPTIONS (user 'newsdex');
CREATE USER MAPPING FOR newsdex SERVER two OPTIONS (user 'newsdex');
ALTER TABLE newsdex.article RENAME TO model;
CREATE TABLE newsdex.article (LIKE newsdex.model) PARTITION BY HASH (uid);
DROP TABLE newsdex.model;
CREATE FOREIGN TABLE newsdex.article_one PARTITION OF newsdex.article FOR VALUES WITH (MODULUS 2, REMAINDER 0)
    SERVER one OPTIONS (schema_name 'newsdex', table_name 'article');
CREATE FOREIGN TABLE newsdex.article_two PARTITION OF newsdex.article FOR VALUES WITH (MODULUS 2, REMAINDER 1)
    SERVER two OPTIONS (schema_name 'newsdex', table_name 'article');
END
    "$NEWSDEX" export --to postgresql 2> /dev/null | half all_of_it
    [ "$(pg two -At -c 'SELECT count(*) > 0 FROM newsdex.article')" = t ]
    [ "$(half half -At -c 'SELECT count(*) > 0 FROM newsdex.article')" = t ]
    make_queries queries
    pg() { shift; half all_of_it "$@"; }
    ask one queries
    compare queries
    agree one
}

@test "what changes is followed, twice or in part without harm" {
    export NEWSDEX_DB=$PWD/own.db
    make_articles 300
    "$NEWSDEX" ingest in 2> /dev/null
    pg one -c 'CREATE DATABASE own'
    pg() { shift; psql -X -q -v ON_ERROR_STOP=1 -h "$SERVERS/one" -U newsdex -d own "$@"; }
    "$NEWSDEX" schema --to postgresql | pg one
    "$NEWSDEX" schema --to postgresql | pg one # twice does no harm
    "$NEWSDEX" export --to postgresql | pg one
    agree one
    for round in $(seq 1 17); do
        revision=$(pg one -At -c 'SELECT revision FROM newsdex.state')
        edit_articles "$round"
        "$NEWSDEX" ingest in 2> /dev/null
        "$NEWSDEX" tag "+round $round" -- "title:$((round * 7))" 2> /dev/null || [ $? -eq 1 ]
        "$NEWSDEX" changes --to postgresql --since "$revision" > "feed.$round"
        head -c $(($(wc -c < "feed.$round") * 2 / 3)) "feed.$round" | pg one 2> /dev/null || true
        [ "$(pg one -At -c 'SELECT revision FROM newsdex.state')" = "$revision" ] # a part is nothing
        pg one < "feed.$round"
        pg one < "feed.$round"
        [ "$round" -lt 3 ] || pg one < "feed.$((round - 1))" # an older one once more
        agree one
    done
    "$NEWSDEX" export --to postgresql 'title:new' | pg one # what is there already
    agree one
    ! "$NEWSDEX" changes --to postgresql --since "$("$NEWSDEX" changes --state | jq .revision)" | sed 's/, [0-9]*, [0-9]*);$/, 999, 1000);/' | pg one 2> err || false
    grep -q 'goes on from revision 999' err
}

@test "a server that is killed in the middle of a feed has lost and doubled nothing" {
    export NEWSDEX_DB=$PWD/own.db
    make_articles 300
    "$NEWSDEX" ingest in 2> /dev/null
    postgresql_start killed
    "$NEWSDEX" schema --to postgresql | pg killed
    "$NEWSDEX" export --to postgresql > feed
    pg killed < feed
    for half in 1 2; do # ended without a checkpoint, as by a loss of power
        middle=$(($(wc -l < feed) / 2))
        { head -n "$middle" feed; postgresql_stop killed; tail -n +$((middle + 1)) feed; } |
            pg killed > out 2>&1 && return 1
        as_user postgres "$(pg_bin)/pg_ctl" -D "$SERVERS/killed/data" -w -l "$SERVERS/killed/log" -t 50 \
            -o "-c listen_addresses='' -k $SERVERS/killed -c shared_buffers=128MB" start > /dev/null 2>&1 3>&-
        agree killed
    done
    pg killed < feed
    agree killed
    postgresql_stop killed
}

@test "a disk that is full is an error that names the row, and nothing has changed" {
    export NEWSDEX_DB=$PWD/own.db
    mkdir "$SERVERS/full"
    mount -t tmpfs -o size=120m,mode=755 tmpfs "$SERVERS/full" || skip "no tmpfs can be mounted here"
    [ "$(id -u)" -ne 0 ] || chown postgres "$SERVERS/full"
    as_user postgres "$(pg_bin)/initdb" -D "$SERVERS/full/data" -E UTF8 --locale=C.UTF-8 -A trust -U newsdex > full.log 2>&1
    as_user postgres "$(pg_bin)/pg_ctl" -D "$SERVERS/full/data" -w -l "$SERVERS/full/log" \
        -o "-c listen_addresses='' -k $SERVERS/full -c shared_buffers=16MB -c max_wal_size=32MB" start > full.log 2>&1 3>&-
    make_articles 20
    "$NEWSDEX" ingest in 2> /dev/null
    "$NEWSDEX" schema --to postgresql | pg full
    "$NEWSDEX" export --to postgresql | pg full
    agree full
    cp own.db more.db
    for i in 1 2 3; do seq "$((i * 1000000))" "$((i * 1000000 + 900000))" | fmt > "in/large$i.txt"; done
    NEWSDEX_DB=$PWD/more.db "$NEWSDEX" ingest in 2> /dev/null
    ! NEWSDEX_DB=$PWD/more.db "$NEWSDEX" export --to postgresql 2> /dev/null | pg full 2> err || false
    cat err
    grep -q 'No space left' err
    grep -qE 'COPY (article|piece), line [0-9]+|CREATE INDEX|end_feed' err
    postgresql_stop full
    as_user postgres "$(pg_bin)/pg_ctl" -D "$SERVERS/full/data" -w -l "$SERVERS/full/log" \
        -o "-c listen_addresses='' -k $SERVERS/full -c shared_buffers=16MB" start > full.log 2>&1 3>&-
    agree full
    postgresql_stop full
    umount "$SERVERS/full"
}

@test "another database is refused, and nothing has changed" {
    export NEWSDEX_DB=$PWD/other.db
    printf 'Another text.\n' > a.txt
    "$NEWSDEX" ingest a.txt 2> /dev/null
    before=$(pg one -At -c 'SELECT count(*) FROM newsdex.article')
    ! "$NEWSDEX" export --to postgresql | pg one 2> err || false
    grep -q 'these tables hold the database' err
    [ "$(pg one -At -c 'SELECT count(*) FROM newsdex.article')" = "$before" ]
}

@test "any text comes back as it went, and no query is more than a query" {
    export NEWSDEX_DB=$PWD/own.db
    pg one -c 'CREATE DATABASE bytes'
    pg() { shift; psql -X -q -v ON_ERROR_STOP=1 -h "$SERVERS/one" -U newsdex -d bytes "$@"; }
    make_any_text
    "$NEWSDEX" schema --to postgresql | pg one
    "$NEWSDEX" export --to postgresql | pg one
    agree one
    [ "$(pg one -At -c 'SELECT path_hex FROM newsdex.article WHERE path_hex IS NOT NULL')" = "$("$NEWSDEX" export | jq -r 'select(.path_hex).path_hex')" ]
    make_any_queries queries
    ask one queries
    compare queries
}

@test "what one tsvector does not hold is found all the same" {
    export NEWSDEX_DB=$PWD/own.db
    pg one -c 'CREATE DATABASE long'
    pg() { shift; psql -X -q -v ON_ERROR_STOP=1 -h "$SERVERS/one" -U newsdex -d long "$@"; }
    make_long_articles
    "$NEWSDEX" schema --to postgresql | pg one
    "$NEWSDEX" export --to postgresql 2> notes | pg one
    agree one
    [ "$(pg one -At -c 'SELECT count(DISTINCT uid) >= 4 FROM newsdex.piece')" = t ]
    grep -q 'come so often that' notes
    make_long_queries > queries
    ask one queries
    compare queries
}
