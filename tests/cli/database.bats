#!/usr/bin/env bats
# Databases that are not what newsdex needs, disks that are full, other processes: one line, the right exit
# status, and what was there is still there.

load helper

good() {
    article in/good.txt 'All is well' 'Nothing is wrong with this file. It has two sentences.'
}

# in/1.txt and so on, each with its number in the title and so many other numbers.
numbers() { # files words
    awk -v files="$1" -v words="$2" 'BEGIN {
        for (i = 1; i <= files; i++) {
            file = "in/" i ".txt"
            printf "Article number %d\n\n", i > file
            for (k = 0; k < words; k++)
                print i + k > file
            close(file)
        }
    }'
}

refuses() { # status command...
    local expected=$1
    shift
    nd "$@"
    is "$expected"
    only_messages
    [ "$(wc -l < err)" -eq 1 ] || { cat err; return 1; }
}

@test "a database of another program is left alone" {
    good
    sql "CREATE TABLE recipe (name); INSERT INTO recipe VALUES ('soup')"
    cp news.db before
    refuses 2 ingest in
    has err 'newsdex: '
    has err 'another program'
    refuses 2 search well
    refuses 2 check
    refuses 2 show 1
    cmp news.db before
}

@test "a database that says it is another program's, though empty" {
    good
    sql "PRAGMA application_id = 42"
    cp news.db before
    refuses 2 ingest in
    cmp news.db before
}

@test "a newer schema version is left alone" {
    good
    nd ingest -q in
    sql "PRAGMA user_version = 999; PRAGMA wal_checkpoint(TRUNCATE)" > /dev/null
    cp news.db before
    refuses 2 ingest in
    has err 'newer'
    has err '999'
    refuses 2 search well
    refuses 2 check
    cmp news.db before
}

@test "a file that is no database" {
    good
    head -c 10000 /dev/zero | tr '\0' x > news.db
    cp news.db before
    refuses 2 ingest in
    refuses 2 search well
    cmp news.db before
}

@test "a damaged database is no crash" {
    cp -r "$ROOT/seeds" in
    nd ingest -q in
    sql "PRAGMA wal_checkpoint(TRUNCATE)" > /dev/null
    size=$(stat -c %s news.db)
    for page in 1 3 6; do
        cp news.db broken.db
        dd if=/dev/urandom of=broken.db bs="$(sql 'PRAGMA page_size')" seek="$page" count=1 conv=notrunc 2> /dev/null
        [ "$(stat -c %s broken.db)" -eq "$size" ]
        nd check --db broken.db
        [ "$status" -eq 1 ] || [ "$status" -eq 2 ]
        [ -s err ] && only_messages
        nd search --db broken.db -n 0 Qwen
        [ "$status" -le 2 ]
        nd ingest --db broken.db --force in
        [ "$status" -le 2 ]
    done
}

@test "an empty file is an empty database: ingest fills it, search says so" {
    good
    : > news.db
    refuses 2 search well
    nd ingest in
    is 0
}

@test "a folder in its place, a folder that cannot be made" {
    good
    mkdir folder.db
    refuses 2 ingest --db folder.db in
    refuses 2 ingest --db in/good.txt/news.db in
    refuses 2 search --db folder.db well
}

@test "a database nobody can write to" {
    good
    nd ingest -q in
    dump > before
    chmod 444 news.db
    article in/new.txt 'New' 'It does not come in.'
    if [ "$(id -u)" -eq 0 ]; then
        chmod 755 "$BATS_TEST_TMPDIR"
        setpriv --reuid=65534 --regid=65534 --clear-groups test -x "$NEWSDEX" -a -r news.db ||
            skip 'nobody cannot reach newsdex here'
        status=0
        setpriv --reuid=65534 --regid=65534 --clear-groups "$NEWSDEX" ingest in > out 2> err || status=$?
    else
        nd ingest in
    fi
    is 2
    only_messages
    has err 'news.db: '
    chmod 644 news.db
    dump > after
    cmp before after
}

@test "a lock held by another process is status 75, after --wait" {
    good
    nd ingest -q in
    flock -F news.db sleep 10 3>&- &
    locker=$!
    sleep 0.1
    refuses 75 ingest --wait 0 in
    has err 'news.db'
    nd search -l wrong
    is 0
    kill "$locker"
    wait "$locker" || true
    nd ingest --wait 0 in
    is 0
}

@test "--wait waits until the other has done" {
    good
    flock -F news.db sleep 0.3 3>&- &
    sleep 0.1
    nd ingest --wait 5 in
    is 0
    wait
}

@test "two ingests at the same time, searches between: all succeed" {
    mkdir in
    cp "$ROOT"/seeds/* in/
    "$NEWSDEX" ingest -q in &
    first=$!
    nd ingest -q in
    is 0
    wait "$first"
    equals_fresh in
}

# A limit on the size of files stands for a disk that is full.
@test "a full disk: one line, and what was committed is still there" {
    good
    nd ingest -q in
    dump > before
    mkdir in/more
    cd in/more && mkdir in && numbers 40 4000 && cd ../..
    status=0
    (ulimit -f 200; trap '' XFSZ; exec "$NEWSDEX" ingest in) > out 2> err || status=$?
    is 2
    has err 'newsdex: '
    nd check --level error
    is 0
    sql "SELECT title FROM articles WHERE path LIKE '%good.txt'" > kept
    holds kept 'All is well'
    nd ingest in
    is 0
    equals_fresh in
}

@test "a real full disk, when one may be mounted" {
    mkdir small
    mount -t tmpfs -o size=200k none small 2> /dev/null || skip 'no tmpfs may be mounted here'
    good
    numbers 40 4000
    nd ingest --db small/news.db in
    umount small
    is 2
    only_messages
}

@test "standard output that cannot be written to is an error, in every command" {
    [ -e /dev/full ] || skip 'no /dev/full here'
    good
    nd ingest -q in
    id=$(sql 'SELECT id FROM article LIMIT 1')
    for command in 'search well' 'search -l well' 'search -c well' "show $id" "show --original $id" 'parse in' \
        'search --help' '--help' '--version' 'search --format json zeppelin'; do
        status=0
        # shellcheck disable=SC2086 # words of a command
        "$NEWSDEX" $command > /dev/full 2> err || status=$?
        [ "$status" -eq 2 ] || { echo "$command: $status"; cat err; return 1; }
        [ "$(grep -c '^newsdex' err)" -eq 1 ] || { echo "$command:"; cat err; return 1; }
    done
    : > in/empty.txt
    nd ingest -q in
    status=0
    "$NEWSDEX" check > /dev/full 2> err || status=$?
    is 2
}

@test "a reader that goes away is quiet" {
    mkdir in
    numbers 300 100
    nd ingest -q in
    for command in 'search -n 0 article' 'search -l -n 0' 'search --format json -n 0 article' 'parse in' 'check --level note'; do
        # shellcheck disable=SC2086 # words of a command
        "$NEWSDEX" $command 2> err | head -n 1 > out
        holds err
    done
}

@test "a process that is killed leaves a sound database, and the next run completes it" {
    mkdir in
    numbers 300 1000
    for pause in 0.03 0.1 0.2; do
        "$NEWSDEX" ingest -q in &
        victim=$!
        sleep "$pause"
        kill -9 "$victim" 2> /dev/null || true
        wait "$victim" 2> /dev/null || true
    done
    nd ingest -q in
    is 0
    equals_fresh in
}

@test "an interrupt ends with what was done, and its own status" {
    mkdir in
    numbers 2000 100
    "$NEWSDEX" ingest -j 1 in > out 2> err &
    victim=$!
    until sql 'SELECT 1 FROM file' > /dev/null 2>&1 || ! kill -0 "$victim" 2> /dev/null; do
        sleep 0.01
    done
    kill -INT "$victim" || true
    status=0
    wait "$victim" || status=$?
    [ "$status" -ne 0 ] || skip 'it was faster than the interrupt'
    is 130
    only_messages
    has err interrupted
    nd check --level error
    is 0
    nd ingest -q in
    equals_fresh in
}

@test "started with closed descriptors: no message in the database, no database for a document" {
    mkdir in
    numbers 3 5
    : > in/empty
    for closed in '0<&-' '1>&-' '2>&-' '0<&- 1>&- 2>&-'; do
        eval '"$NEWSDEX" ingest --force in '"$closed" || status=$?
        [ "$status" -eq 1 ]
        eval '"$NEWSDEX" ingest nowhere '"$closed" || true
        nd check --level error --code directory-loop
        is 0
        nd search -c article
        holds out 3
    done
    status=0
    "$NEWSDEX" ingest - <&- 2> err || status=$?
    is 1
    has err 'newsdex: -: Bad file descriptor'
    status=0
    "$NEWSDEX" search article >&- 2> err || status=$?
    is 2
    only_messages
}

@test "a document on standard input that is none is told and not remembered" {
    mkdir in
    numbers 3 5
    nd ingest -q in
    for document in '' ' ' '\0\0\0\0\0'; do
        status=0
        printf "$document" | "$NEWSDEX" ingest - > out 2> err || status=$?
        is 1
        only_messages
        counts '1 failed' '3 articles'
    done
    equals_fresh in
}

@test "what can be no database is called what it is" {
    mkdir in folder
    numbers 3 5
    mkfifo pipe
    for command in 'ingest in' 'search x' 'check'; do
        nd $command --db folder
        is 2
        holds err 'newsdex: folder: a folder, no database'
        for odd in pipe /dev/null; do
            nd $command --db "$odd"
            is 2
            holds err "newsdex: $odd: not a regular file, no database"
        done
        nd $command --db ''
        is 2
        has err '--db takes the name of a file'
        status=0
        env -u NEWSDEX_DB -u HOME -u XDG_DATA_HOME "$NEWSDEX" $command 2> err || status=$?
        is 2
        has err 'which database?'
    done
}

@test "database names that SQLite would read as something else" {
    mkdir in
    numbers 3 5
    for name in ':memory:' 'file:x.db' 'FILE:y.db?mode=memory' 'a?mode=rwc#%41.db' 'ü ñ.db'; do
        nd ingest -q --db "$name" in
        is 0
        [ -s "$name" ]
        nd search --db "$name" -c article
        holds out 3
        nd check --db "$name"
        is 0
    done
}

@test "database names with signs of URIs, where nobody can write" {
    mkdir in ro
    numbers 3 5
    name='ro/a?mode=rwc#%41 ü.db'
    nd ingest -q --db "$name" in
    chmod 444 "$name"
    run_as_nobody search --db "$name" -c article
    holds out 3
    chmod 555 ro
    run_as_nobody search --db "$name" -c article
    is 0
    holds out 3
    run_as_nobody search --db "$PWD/$name" -c article
    holds out 3
    chmod 755 ro
}

@test "the database may lie among the articles" {
    mkdir in
    numbers 3 5
    for _ in 1 2; do
        nd ingest --db in/n.db in
        is 0
        counts '3 files seen' '0 failed' '3 articles'
    done
    (cd in && "$NEWSDEX" ingest --db ./n.db .) 2> err
    counts '3 files seen' '3 unchanged'
    cp in/n.db in/n.db-other
    nd ingest --db in/n.db in
    is 0
    has err 'newsdex: skipped: 1 database'
    counts '4 files seen' '0 failed'
}

@test "an empty argument is no path" {
    mkdir in
    numbers 3 5
    nd ingest -q in
    for command in 'ingest in' 'parse in' check; do
        nd $command ''
        is 2
        holds out
        has err 'an empty argument is no path'
    done
}

# Waits for the victim to end after a signal, at most so many tenths of a second.
ends_within() { # tenths
    local i
    for ((i = 0; i < $1; i++)); do
        kill -0 "$victim" 2> /dev/null || break
        sleep 0.1
    done
    [ "$i" -lt "$1" ] || { kill -KILL "$victim"; return 1; }
    status=0
    wait "$victim" || status=$?
}

@test "a second interrupt ends at once what the first would end later" {
    mkdir in
    numbers 3 5
    nd ingest -q in
    dump > before
    # One file is parsed to its end; this one, of words that are all different, takes some seconds.
    seq -f 'ferry%.0f' 4500000 | tr '\n' ' ' | head -c 60M > in/large.txt
    "$NEWSDEX" ingest -j 1 in > out 2> err &
    victim=$!
    sleep 0.5
    kill -INT "$victim" || skip 'it was faster than the interrupt'
    sleep 0.1
    kill -0 "$victim" 2> /dev/null || skip 'it was faster than the second interrupt'
    kill -INT "$victim" || true
    ends_within 10
    is 130
    lacks err interrupted
    dump > after
    cmp before after
    nd check --level error
    is 0
}

@test "an interrupt ends at once what waits for a document or for another ingest" {
    mkdir in
    numbers 3 5
    nd ingest -q in
    dump > before
    mkfifo pipe
    "$NEWSDEX" ingest - < pipe > out 2> err &
    victim=$!
    exec 4> pipe
    echo 'The beginning of a document' >&4
    sleep 0.3
    kill -TERM "$victim"
    ends_within 10
    exec 4>&-
    is 143
    has err interrupted
    flock -F news.db sleep 20 3>&- &
    locker=$!
    sleep 0.2
    "$NEWSDEX" ingest --wait 20 in > out 2> err &
    victim=$!
    sleep 0.3
    kill -INT "$victim"
    ends_within 10
    kill "$locker"
    is 130
    has err interrupted
    dump > after
    cmp before after
}

@test "the database holds what parse prints: texts, empty or unknown, are the same in both" {
    cp -r "$ROOT/tests/golden" in
    find in -name '*.expected' -delete
    nd ingest -q in
    nd parse in
    jq -c '[.path, .shape, .url, .original_url, .title, .excerpt, .body, .furniture, .published_at, .language,
        .provider.name // null, .provider.domain // null, .category, .type, .metadata]' out > parsed
    sql "SELECT json_array(substr(file.path, length('$PWD') + 2), shape, url, original_url, title, excerpt, body,
            furniture, published_at, language, nullif(provider.name, ''), nullif(provider.domain, ''), category,
            type, json(coalesce(metadata, '{}')))
        FROM article JOIN file ON file.id = article.file_id LEFT JOIN provider ON provider.id = provider_id
        LEFT JOIN part ON part.id = article.id ORDER BY file.path, part.ordinal" | jq -c . > stored
    [ "$(wc -l < parsed)" -gt 50 ]
    diff parsed stored
    # null in both: an empty string there would be another thing
    [ "$(sql "SELECT count(*) FROM article WHERE file_id IS NOT NULL AND body = ''")" -gt 0 ]
    [ "$(sql "SELECT count(*) FROM article WHERE file_id IS NOT NULL AND body IS NULL")" -eq 0 ]
    [ "$(sql "SELECT count(*) FROM article WHERE title = '' OR excerpt = '' OR furniture = ''")" -eq 0 ]
}

@test "an excerpt that is a stretch of the body is stored once, and read by plain SQL as it was" {
    local long='Über die Brücke 🚋 fährt seit heute wieder eine Straßenbahn, sagt die Stadt.'
    mkdir in
    printf '# Short\n\nThe council voted on Monday to keep the old bridge open.\n\nMore of it.\n' > in/short.md
    printf '# Wrapped\n\nThe council voted on Monday\nto keep the old bridge open.\n\nMore of it.\n' > in/wrapped.md
    printf '# Long\n\n%s\n\nMehr davon.\n' "$(printf "$long %.0s" 1 2 3 4 5 6 7 8 9 10 11 12)" > in/long.md
    printf -- '---\ntitle: Own\nexcerpt: Somebody has written this.\n---\n\nThe council voted on Monday to keep it.\n' \
        > in/own.md
    printf -- '---\ntitle: Same\nexcerpt: The council voted on Monday.\n---\n\nNews. The council voted on Monday. So?\n' \
        > in/same.md
    printf '# Brief\n\nYes.\n' > in/brief.md
    nd ingest -q in
    is 0
    "$NEWSDEX" parse in | jq -r '[.title, .excerpt] | @tsv' | sort > parsed
    sql -separator $'\t' "SELECT title, excerpt FROM article ORDER BY title" | sort | diff parsed -
    sql -separator $'\t' "SELECT title, excerpt FROM articles ORDER BY title" | sort | diff parsed -
    [ "$(sql "SELECT group_concat(title, ' ') FROM (SELECT title FROM article WHERE own_excerpt IS NOT NULL ORDER BY title)")" = \
        'Brief Own' ]
    sql "SELECT excerpt FROM article WHERE title = 'Long'" > long && has long '…'
    nd check
    is 0
}

@test "newsdex(5) has every table and column, and the version" {
    good
    nd ingest in
    sed -n '/^\.Sh DATABASE/,/^\.Sh TOKENS/p' "$ROOT/src/man/newsdex.5" > manual
    has manual "the version of the schema, $(sql 'PRAGMA user_version')."
    sql "SELECT made.name, of.name FROM sqlite_schema AS made JOIN pragma_table_xinfo(made.name) AS of
         WHERE made.type = 'table' AND made.name NOT LIKE 'article_fts%' AND made.name NOT LIKE 'sqlite_%'" > columns
    [ "$(wc -l < columns)" -gt 100 ]
    tr '|' '\n' < columns | sort -u | while read -r name; do
        grep -qw -- "$name" manual || echo "$name"
    done > missing
    holds missing
}
