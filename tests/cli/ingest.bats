#!/usr/bin/env bats
# newsdex ingest: what becomes of the database when files come, change, move and go.

load helper

# Three articles in a folder, two of them naming the third by URL.
some_articles() {
    mkdir -p in/sub
    printf -- '---\ntitle: Harbour cranes\nurl: https://example.org/cranes\ntags: [ports]\n---\nEleven cranes run on electricity.\n' > in/cranes.md
    printf -- '---\ntitle: Shore power\nrelated:\n  - title: Cranes, as others call them\n    url: https://www.example.org/other\n  - title: Cranes\n    url: https://example.org/cranes?utm_source=x\n---\nTwo quays get sockets.\n' > in/sub/power.md
    article in/ferry.txt 'Ferry runs again' 'After the flood the boat crosses every hour. It is full.'
}

@test "a first run adds, a second changes nothing and parses nothing" {
    some_articles
    nd ingest in
    is 0
    counts '3 files seen' '3 added' '0 changed' '0 unchanged' '0 removed' '0 failed' '3 articles' '1 reference'
    holds out
    dump > before
    nd ingest in
    is 0
    counts '0 added' '0 changed' '3 unchanged' '3 articles'
    dump > after
    cmp before after
}

@test "the link called ingest is newsdex ingest" {
    some_articles
    ln -s "$NEWSDEX" ingest
    ./ingest in 2> err || status=$?
    counts '3 added'
}

@test "the summary is one line; -q leaves it out" {
    some_articles
    nd ingest in
    [ "$(wc -l < err)" -eq 1 ]
    grep -qE '; [0-9]+\.[0-9]+ seconds$' err
    nd ingest -q --force in
    is 0
    holds err
}

@test "a new file is added" {
    some_articles
    nd ingest in
    article in/new.txt 'Snow in May' 'The cherries are lost. Farmers had not expected it.'
    nd ingest in
    counts '1 added' '3 unchanged'
    equals_fresh in
}

@test "an edited file is replaced, in the full text too" {
    some_articles
    nd ingest in
    article in/ferry.txt 'Ferry sinks' 'Nobody was hurt. The captain swam ashore.'
    nd ingest in
    counts '1 changed' '2 unchanged'
    nd search -l captain
    holds out in/ferry.txt
    nd search -l flood
    is 1
    equals_fresh in
}

@test "an edited file keeps its id" {
    some_articles
    nd ingest in
    id=$(sql "SELECT id FROM articles WHERE path LIKE '%ferry.txt'")
    article in/ferry.txt 'Ferry sinks' 'Nobody was hurt.'
    nd ingest in
    [ "$(sql "SELECT id FROM articles WHERE path LIKE '%ferry.txt'")" = "$id" ]
}

@test "a renamed file keeps its id" {
    some_articles
    nd ingest in
    id=$(sql "SELECT id FROM articles WHERE path LIKE '%ferry.txt'")
    mkdir in/z
    mv in/ferry.txt in/z/boat.txt
    nd ingest in
    counts '1 moved' '0 added' '0 removed' '3 articles'
    [ "$(sql "SELECT id FROM articles WHERE path LIKE '%z/boat.txt'")" = "$id" ]
    equals_fresh in
}

@test "a renamed file keeps its id when its new name comes first" {
    some_articles
    nd ingest in
    id=$(sql "SELECT id FROM articles WHERE path LIKE '%ferry.txt'")
    mv in/ferry.txt in/a.txt
    nd ingest in
    [ "$(sql "SELECT id FROM articles WHERE path LIKE '%/a.txt'")" = "$id" ]
    equals_fresh in
}

@test "of two copies, one renamed, the other stays" {
    some_articles
    cp in/ferry.txt in/copy.txt
    nd ingest in
    id=$(sql "SELECT id FROM articles WHERE path LIKE '%copy.txt'")
    mv in/ferry.txt in/boat.txt
    nd ingest in
    counts '4 articles' '0 removed'
    [ "$(sql "SELECT id FROM articles WHERE path LIKE '%copy.txt'")" = "$id" ]
    equals_fresh in
}

@test "two files that swap their names" {
    some_articles
    nd ingest in
    mv in/ferry.txt x && mv in/cranes.md in/ferry.txt && mv x in/cranes.md
    nd ingest in
    is 0
    equals_fresh in
}

@test "a deleted file goes, and what nothing uses goes with it" {
    some_articles
    nd ingest in
    rm in/cranes.md
    nd ingest in
    counts '1 removed' '2 articles' '2 references'
    equals_fresh in
}

@test "a deleted folder goes" {
    some_articles
    nd ingest in
    rm -r in/sub
    nd ingest in
    counts '1 removed' '2 articles' '0 references'
    equals_fresh in
}

@test "a touched file is unchanged, by its content" {
    some_articles
    nd ingest in
    touch -d '2001-01-01' in/*.*
    nd ingest in
    counts '3 unchanged' '0 changed'
    equals_fresh in
}

@test "a file edited to the same size within the same second is seen" {
    some_articles
    nd ingest in
    sed -i 's/flood/blood/' in/ferry.txt
    nd ingest in
    counts '1 changed'
    equals_fresh in
}

@test "--force parses everything again, to the same records" {
    some_articles
    nd ingest in
    dump > before
    nd ingest --force in
    counts '3 changed' '0 unchanged'
    dump > after
    cmp before after
}

@test "--keep-missing keeps what is gone" {
    some_articles
    nd ingest in
    rm in/ferry.txt
    nd ingest --keep-missing in
    is 0
    counts '0 removed' '3 articles'
    nd ingest in
    counts '1 removed' '2 articles'
}

@test "--dry-run says what would be done and changes nothing" {
    some_articles
    nd ingest in
    dump > before
    rm in/ferry.txt
    article in/new.txt 'Snow in May' 'The cherries are lost.'
    echo more >> in/cranes.md
    nd ingest --dry-run in
    is 0
    counts '1 added' '1 changed' '1 removed' '1 unchanged'
    dump > after
    cmp before after
}

@test "--dry-run makes no database" {
    some_articles
    nd ingest -n in
    is 0
    counts '3 added'
    [ ! -e news.db ] || [ "$(sql 'SELECT count(*) FROM sqlite_schema')" = 0 ] || [ "$(sql 'SELECT count(*) FROM file')" = 0 ]
}

@test "a root that is missing removes nothing and says so" {
    some_articles
    nd ingest in
    dump > before
    mv in elsewhere
    nd ingest in
    is 1
    has err "newsdex: in: "
    only_messages
    dump > after
    cmp before after
    mv elsewhere in
    nd ingest in
    counts '3 unchanged'
}

@test "a root that is suddenly empty removes nothing and says so" {
    some_articles
    nd ingest in
    dump > before
    mv in elsewhere
    mkdir in
    nd ingest in
    has err "newsdex: in: "
    only_messages
    counts '0 removed' '3 articles'
    dump > after
    cmp before after
}

@test "a folder that cannot be read removes nothing below it" {
    some_articles
    [ "$(id -u)" -ne 0 ] || chmod 777 . in in/sub
    run_as_nobody ingest in
    dump > before
    chmod 000 in/sub
    rm in/ferry.txt
    run_as_nobody ingest in
    chmod 755 in/sub
    is 1
    has err "in/sub"
    counts '1 removed' '1 failed' '2 articles'
    nd check --no-verify in/sub
    is 1
    grep -qE '^in/sub/: error: .+ \[unreadable\]$' out
    run_as_nobody ingest in
    is 0
    counts '2 unchanged' '0 removed' '2 articles'
    equals_fresh in
    nd check in
    holds out
}

@test "a folder that cannot be read, then read with --keep-missing, is no problem any more" {
    some_articles
    mkdir -p in/empty
    [ "$(id -u)" -ne 0 ] || chmod 777 . in in/sub in/empty
    chmod 000 in/sub in/empty
    run_as_nobody ingest in in/empty
    is 1
    counts '2 added' '2 failed' '2 articles'
    chmod 755 in/sub in/empty
    run_as_nobody ingest --keep-missing in
    is 0
    counts '1 added' '0 removed' '3 articles'
    equals_fresh in
    chmod 000 in/empty
    run_as_nobody ingest in/empty
    is 1
    chmod 755 in/empty
    run_as_nobody ingest in/empty
    is 0
    lacks err 'is empty now'
    equals_fresh in
}

@test "links come and go" {
    some_articles
    ln -s nowhere in/a
    ln -s ../in in/loop
    nd ingest in
    is 1
    counts '5 files seen' '3 added' '1 failed' '3 articles'
    equals_fresh in
    nd ingest in
    is 1
    counts '3 unchanged' '0 removed' '1 failed'
    rm in/loop
    nd ingest --dry-run in
    counts '0 removed'
    nd ingest in
    is 0
    counts '0 removed' '3 articles'
    equals_fresh in
    rm in/a
    article in/a 'Now a file' 'What was a link is a file now. It is read.'
    nd ingest in
    is 0
    counts '4 articles'
    equals_fresh in
    nd check in
    holds out
    mv in/a elsewhere.txt
    ln -s ../elsewhere.txt in/a
    nd ingest in
    is 0
    counts '3 articles'
    equals_fresh in
    rm in/a
    nd ingest --keep-missing in
    equals_fresh in
}

@test "a path that does not exist is told and not remembered" {
    some_articles
    nd ingest in inn
    is 1
    has err 'newsdex: inn: '
    equals_fresh in
}

@test "an unreadable file is one message; it comes when it can be read" {
    some_articles
    chmod 000 in/ferry.txt
    run_as_nobody ingest in
    is 1
    has err "newsdex: in/ferry.txt: "
    only_messages
    counts '1 failed' '2 articles'
    chmod 644 in/ferry.txt
    run_as_nobody ingest in
    is 0
    counts '3 articles'
    equals_fresh in
}

@test "files and folders, nested and repeated, are read once" {
    some_articles
    nd ingest in/sub in in/ferry.txt ./in/../in
    is 0
    counts '3 files seen' '3 added'
}

@test "one file of a folder removes none of the others" {
    some_articles
    nd ingest in
    nd ingest in/ferry.txt
    counts '1 file seen' '1 unchanged' '0 removed' '3 articles'
}

@test "a folder beside one whose name it begins with is another folder" {
    some_articles
    cp -r in in.old
    cp -r in in0
    nd ingest in in.old in0
    rm in/ferry.txt
    nd ingest in
    counts '1 removed' '6 articles' '2 other versions' # copies of the file that has an address
}

@test "the order of runs does not matter" {
    some_articles
    nd ingest in/sub/power.md
    nd ingest in/ferry.txt
    nd ingest in/cranes.md
    equals_fresh in
}

@test "a list whose paths end otherwise than is said, and a path that is too long" {
    article in/a.md One 'The first.'
    for i in $(seq 40000); do echo in/a.md; done > lines
    tr '\n' '\0' < lines > nuls
    nd ingest --files0-from lines
    is 2
    has err 'lines: 320000 bytes without a NUL, which ends a path; no path is so long'
    nd ingest --files-from nuls
    is 2
    has err 'nuls: 320000 bytes without a line end, which ends a path; no path is so long'
    nd ingest "$(printf 'in/%.0s' $(seq 20000))"
    is 1
    has err 'File name too long'
}

@test "--files0-from reads paths, each ended by a NUL" {
    some_articles
    find in -type f -print0 > list
    nd ingest --files0-from=list
    is 0
    counts '3 added'
    nd ingest --db=other.db --files0-from=- < list
    is 0
    counts '3 added'
    nd ingest --files0-from=nowhere
    is 2
    has err 'newsdex: nowhere: '
}

@test "a list of many paths that are known costs about what their folder does" {
    mkdir in
    for i in $(seq 8000); do echo "# Number $i" > "in/$i.md"; done
    nd ingest in
    is 0
    find in -name '*.md' -print0 > list
    seconds() { # of the processor
        local TIMEFORMAT='%3U %3S'
        { time "$NEWSDEX" ingest -q "$@" > /dev/null 2>&1; } 2>&1 | awk '{ print $1 + $2 }'
    }
    folder=$(seconds in)
    listed=$(seconds --files0-from=list)
    echo "$folder s for the folder, $listed s for the list"
    awk -v folder="$folder" -v listed="$listed" 'BEGIN { exit !(listed <= 8 * folder + 0.2) }'
}

@test "an empty list of files is no error" {
    : > list
    nd ingest --files0-from=list
    is 0
    counts '0 files seen'
}

@test "- is one document on standard input, known again by its content" {
    printf 'Fog over the harbour\n\nNo ship left before noon. All waited.\n' > fog
    nd ingest - < fog
    counts '1 added' '0 unchanged'
    nd ingest - < fog
    counts '0 added' '0 changed' '1 unchanged' '1 article'
    nd ingest --force - < fog
    counts '0 added' '1 changed' '0 unchanged' '1 article'
    printf 'Sun over the harbour\n\nEvery ship left before noon.\n' | "$NEWSDEX" ingest -q -
    nd search -c harbour
    holds out 2
}

@test "much that is read last: a large batch is ended while files are still being read" {
    mkdir in
    for i in $(seq 100 135); do
        { printf 'Crane %d turns\n\nzebra%d\n\n' "$i" "$i" && yes 'The crane turns above the quay.' | head -c 1000000; } > "in/$i.txt"
    done
    for jobs in 1 3; do
        nd ingest --db "j$jobs.db" -j "$jobs" in
        is 0
        counts '36 added' '36 articles'
        dump "j$jobs.db" > "dump$jobs"
        for i in 100 120 135; do
            nd search --db "j$jobs.db" -l "zebra$i"
            is 0
            has out "/$i.txt"
        done
        nd check --db "j$jobs.db"
        is 0
    done
    cmp dump1 dump3
}

@test "any number of jobs makes the same database" {
    some_articles
    cp -r "$ROOT/seeds" in/seeds
    for i in 1 2 3 4 5; do
        cp -r in/seeds "in/again$i"
    done
    nd ingest -j1 in
    dump > one
    for jobs in 2 4 9; do
        nd ingest --db "j$jobs.db" -j "$jobs" in
        dump "j$jobs.db" > many
        cmp one many
    done
}

@test "hidden files and folders are left out, unless they are named" {
    some_articles
    mkdir in/.git
    cp in/ferry.txt in/.git/x.txt
    cp in/ferry.txt in/.hidden.txt
    nd ingest in
    counts '3 added'
    nd ingest in/.hidden.txt
    counts '1 added' '4 articles'
}

@test "file names with line ends, quotes, dashes and no UTF-8" {
    mkdir in
    local name
    for name in $'new\nline.txt' "quo'te\".txt" '-dash.txt' '--.txt' '*.txt' ' blank .txt' $'no\xffutf8.txt' '#%?.txt'; do
        article "in/$name" 'Odd name' 'The text is ordinary.'
    done
    nd ingest in
    is 0
    counts '8 added'
    nd ingest in
    counts '8 unchanged'
    nd search -0 -n0 odd
    tr '\0' '\n' < out | grep -c . | grep -qx 9 # one of them has a line end
    xargs -0 cat < out | grep -c 'Odd name' | grep -qx 8
    equals_fresh in
    nd ingest --db dash.db -- in/-dash.txt
    is 0
    (cd in && "$NEWSDEX" ingest -q --db ../dash2.db -- -dash.txt)
}

@test "an interrupted run is gone on with" {
    some_articles
    nd ingest in/cranes.md
    sql "INSERT OR REPLACE INTO state VALUES ('unfinished', '1')"
    nd ingest in
    is 0
    equals_fresh in
}

@test "usage errors: nothing is made" {
    nd ingest
    is 2
    has err 'newsdex ingest: '
    nd ingest --frobnicate in
    is 2
    has err '--frobnicate'
    nd ingest -j 0 in
    is 2
    nd ingest -j four in
    is 2
    nd ingest --max-size in
    is 2
    [ ! -e news.db ]
}

@test "the database is made with the folders above it, by default in the user's data folder" {
    some_articles
    unset NEWSDEX_DB
    HOME=$PWD/home nd ingest in
    is 0
    [ -s home/.local/share/newsdex/newsdex.db ]
    XDG_DATA_HOME=$PWD/data nd ingest in
    [ -s data/newsdex/newsdex.db ]
    NEWSDEX_DB=$PWD/env.db XDG_DATA_HOME=$PWD/data nd ingest in
    [ -s env.db ]
    NEWSDEX_DB=$PWD/env2.db nd ingest --db option.db in
    [ -s option.db ] && [ ! -e env2.db ]
}

@test "a database that is named is made, the folders above it are not" {
    some_articles
    nd ingest --db nowhere/deep/news.db in
    is 2
    has err 'newsdex: nowhere/deep/news.db: the folder for the database cannot be used: No such file or directory'
    NEWSDEX_DB=nowhere/news.db nd ingest in
    is 2
    has err 'newsdex: nowhere/news.db: '
    [ ! -e nowhere ]
    mkdir there
    nd ingest --db there/news.db in
    is 0
    (cd there && "$NEWSDEX" ingest -q --db other.db ../in)
    [ -s there/other.db ]
}

@test "the indexes of a first load are made at its end, or by the next run if there was none" {
    some_articles
    nd ingest in
    is 0
    sql "SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL ORDER BY name" > indexes
    [ "$(wc -l < indexes)" -ge 17 ]
    # As a first load leaves it that did not reach its end.
    for name in file_hash article_address article_published_at topic_folded article_topic_topic target_article link_target identity_uid; do
        sql "DROP INDEX $name"
    done
    sql "INSERT INTO state VALUES ('unfinished', 'yes')"
    mv in/ferry.txt in/boat.txt
    nd ingest in
    is 0
    counts '1 moved' '0 added'
    sql "SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL ORDER BY name" | cmp - indexes
}

@test "what cannot be read takes its turn: ids follow the paths of a first load" {
    some_articles
    ln -s cranes.md in/deer.md
    for jobs in 1 4; do
        rm -f news.db*
        nd ingest -j "$jobs" in
        [ "$(sql 'SELECT group_concat(path) = (SELECT group_concat(path) FROM (SELECT path FROM file ORDER BY path))
            FROM (SELECT path FROM file ORDER BY id)')" = 1 ]
        [ "$(sql 'SELECT count(*) FROM file')" = 4 ]
    done
}

@test "a dry run needs no database and makes none" {
    some_articles
    nd ingest -n --db folder/new.db in
    is 0
    has err 'nothing was changed'
    [ ! -e folder ]
    nd ingest --db made.db in
    chmod 444 made.db
    stamp=$(stat -c %Y.%s made.db)
    nd ingest --dry-run --force --db made.db in
    is 0
    [ "$(stat -c %Y.%s made.db)" = "$stamp" ]
}
