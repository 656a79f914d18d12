#!/usr/bin/env bats
# newsdex merge: one database of several is what an ingest of all their files gives.

load helper

take() { # file folder
    mkdir -p "$2/${1%/*}"
    cp "$ROOT/$1" "$2/$1"
}

# The files of the project's own tests, with references, versions, copies, files of many and bad ones, dealt out by
# chance to the folders 0, 1 and 2; every fifth to two of them, but for mails.
deal() { # seed
    local number=0 file
    rm -rf 0 1 2
    mkdir 0 1 2
    while IFS= read -r file; do
        number=$((number + 1))
        take "$file" $((number % 3))
        [[ $((number % 5)) -ne 0 || $file == */mail/* ]] || take "$file" $(((number + 1) % 3))
    done < <(cd "$ROOT" && find seeds tests/golden -type f ! -name '*.expected' | sort | shuf --random-source=<(yes "$1"))
}

# What is in this folder; a reader leaves the log of a database, empty.
names() {
    find . -maxdepth 1 ! -name '*-shm' ! -name '*-wal' ! -name files | sort
}

# Two have the same content but for ids, and are sound.
same_content() { # database database
    dump "$1" > dump.1
    dump "$2" > dump.2
    diff dump.1 dump.2
    "$NEWSDEX" check --db "$1" --level=error > check.out 2> check.err || true
    holds check.err
    [ "$(sqlite3 "$1" 'PRAGMA integrity_check; PRAGMA foreign_key_check')" = ok ]
}

@test "whatever the files are and wherever they are, it is as one ingest of all" {
    for seed in 1 2; do
        deal $seed
        rm -f ./*.db ./*.db-*
        for i in 0 1 2; do
            "$NEWSDEX" ingest -q --db $i.db $i 2> err || [ $? -eq 1 ]
        done
        "$NEWSDEX" ingest -q --db all.db 0 1 2 2> err || [ $? -eq 1 ]
        nd merge out.db 2.db 0.db 1.db
        is 0
        has err 'of 3 databases'
        same_content out.db all.db
        for query in 'harbour' 'Qwen' 'the OR of'; do
            "$NEWSDEX" search --db out.db --format tsv -n 0 "$query" 2> err | cut -f 2,12 | sort > hits.out || true
            "$NEWSDEX" search --db all.db --format tsv -n 0 "$query" 2> err | cut -f 2,12 | sort | diff hits.out -
        done
        # What it is goes on: files come, change and go.
        rm -r 1/seeds
        printf 'One more\n\nAbout Qwen and lanterns.\n' > 0/more.txt
        for database in out all; do
            "$NEWSDEX" ingest -q --db $database.db 0 1 2 2> err || [ $? -eq 1 ]
        done
        same_content out.db all.db
    done
}

# Articles made of a few texts: equal, with other words, other numbers, cut, or one within another; some in two folders.
vary() { # seed
    rm -rf 0 1 2
    mkdir 0 1 2
    awk -v seed="$1" '
        function words(text, from, count, edited,   i, line) {
            for (i = from; i < from + count; i++)
                line = line (line == "" ? "" : " ") \
                    (rand() < edited ? "other" int(rand() * 90) : "word" (text * 1000 + i * 7 % 83))
            return line
        }
        BEGIN {
            srand(seed)
            for (n = 1; n <= 90; n++) {
                text = int(rand() * 5)
                count = rand() < .2 ? 8 : rand() < .5 ? 120 : 40 + int(rand() * 80)
                edited = rand() < .4 ? 0 : rand() * .15
                file = int(rand() * 3) "/" n ".md"
                body = words(text, rand() < .7 ? 0 : int(rand() * 30), count, edited)
                if (rand() < .2)
                    body = body " " words(text + 5, 0, 60, 0)
                printf "---\ntitle: Report %d\n%s---\n%s\n", n % 7, rand() < .3 ? "" : sprintf("date: 2024-01-%02d\n", 1 + int(rand() * 4)), body > file
                close(file)
                if (rand() < .1)
                    print file
            }
        }' > twice
    while IFS= read -r file; do
        cp -p "$file" $(((${file%%/*} + 1) % 3))/
    done < twice
}

@test "copies across databases are those of one ingest, whatever is a copy of what" {
    for seed in 1 2 3 4 5 6 7 8; do
        vary $seed
        rm -f ./*.db ./*.db-*
        for i in 0 1 2; do
            "$NEWSDEX" ingest -q --db $i.db $i
        done
        "$NEWSDEX" ingest -q --db all.db 0 1 2
        [ "$(sqlite3 all.db "SELECT count(*) > 20 AND count(DISTINCT kind) = 5 FROM copy")" = 1 ]
        nd merge -q out.db 1.db 2.db 0.db
        is 0
        same_content out.db all.db
        rm -f 0/*[13].md 1/2*.md
        for database in out all; do
            "$NEWSDEX" ingest -q --db $database.db 0 1 2
        done
        same_content out.db all.db
    done
}

@test "of a file in both the state that was changed last is taken, whichever comes first" {
    article in/a.txt 'A kite' 'The kite was seen above the pier.'
    article in/b.txt 'A lantern' 'The lantern was lit.'
    article in/gone.txt 'A bell' 'The bell was rung.'
    printf '{"title": "One", "url": "https://x.example.org/1", "body": "First words."}\n{"title": "Two", "body": "More."}\n' > in/many.jsonl
    "$NEWSDEX" ingest -q --db old.db in
    rm in/gone.txt
    article in/a.txt 'A red kite' 'The red kite was seen above the pier at noon.'
    printf '{"title": "One", "url": "https://x.example.org/1", "body": "First words, and others."}\n' > in/many.jsonl
    touch -d '+2 seconds' in/a.txt in/many.jsonl
    "$NEWSDEX" ingest -q --db new.db in
    "$NEWSDEX" merge forth.db old.db new.db 2> err
    has err '3 files are in more than one of them: what was changed last was taken'
    "$NEWSDEX" merge back.db new.db old.db
    cp new.db wanted.db
    article in/gone.txt 'A bell' 'The bell was rung.'
    "$NEWSDEX" ingest -q --db wanted.db in
    same_content forth.db back.db
    dump wanted.db | diff dump.1 -
}

@test "tags, notes, saved queries and arrivals are kept" {
    article a/1.txt 'A kite' 'The kite was seen above the pier.'
    article b/2.txt 'A lantern' 'The lantern was lit.'
    for i in a b; do
        "$NEWSDEX" ingest -q --db $i.db $i
        sqlite3 $i.db "INSERT INTO article_tag SELECT uid, 'seen', 'Seen', article_id FROM identity;
            INSERT INTO article_tag SELECT uid, '$i', '$i', article_id FROM identity;
            INSERT INTO article_note SELECT uid, 'note of $i', article_id FROM identity;
            INSERT INTO article_note VALUES ('nobody', 'said in $i', NULL);
            INSERT INTO saved_query VALUES ('same', 'query of $i', 1), ('only $i', 'kite', 1), ('equal', 'kite', 1)"
    done
    nd merge out.db a.db b.db
    is 0
    has err 'to 1 saved query of the second all articles are new'
    grep '^newsdex: b.db:' err > left
    holds left 'newsdex: b.db: same: this saved query was not taken, because another one has the name; newsdex save gives it one of its own'
    rm out.db
    nd merge -q out.db a.db b.db
    cmp err left
    [ "$(sqlite3 out.db "SELECT group_concat(line, ';') FROM (SELECT title || ':' || group_concat(name) AS line FROM
        (SELECT * FROM article_tag ORDER BY name) JOIN article ON article.id = article_id GROUP BY title ORDER BY title)")" = \
        'A kite:Seen,a;A lantern:Seen,b' ]
    [ "$(sqlite3 out.db "SELECT title || ':' || text FROM article_note JOIN article ON article.id = article_id ORDER BY title")" = \
        'A kite:note of a
A lantern:note of b' ]
    [ "$(sqlite3 out.db "SELECT text FROM article_note WHERE uid = 'nobody'")" = 'said in a
said in b' ]
    [ "$(sqlite3 out.db "SELECT name || ':' || query || ':' || arrival_id FROM saved_query ORDER BY name")" = \
        'equal:kite:1
only a:kite:1
only b:kite:0
same:query of a:1' ]
    [ "$(sqlite3 out.db "SELECT count(*) FROM article JOIN arrival ON article.id BETWEEN first_id AND last_id")" = 2 ]
}

@test "it is a database of its own, without a past" {
    article a/1.txt 'A kite' 'The kite was seen above the pier.'
    article b/2.txt 'A lantern' 'The lantern was lit.'
    "$NEWSDEX" ingest -q --db a.db a
    "$NEWSDEX" ingest -q --db b.db b
    rm a/1.txt
    article a/3.txt 'A bell' 'The bell was rung.'
    "$NEWSDEX" ingest -q --db a.db a
    nd merge out.db a.db b.db
    is 0
    nd changes --db out.db
    [ "$(jq -r .change out | sort | uniq -c | tr -s ' \n' ' ')" = ' 1 end 2 put ' ]
    [ "$(sqlite3 out.db "SELECT value FROM state WHERE name = 'database'")" != "$(sqlite3 a.db "SELECT value FROM state WHERE name = 'database'")" ]
    nd changes --db out.db --since 1
    is 0
    [ "$(wc -l < out)" -eq 1 ]
    nd merge copy.db b.db
    is 0
    same_content copy.db b.db
}

@test "what cannot be merged is refused, and the new one is there whole or not at all" {
    article a/1.txt 'A kite' 'The kite was seen above the pier.'
    article b/2.txt 'A lantern' 'The lantern was lit.'
    "$NEWSDEX" ingest -q --db a.db a
    "$NEWSDEX" ingest -q --db b.db b
    names > files
    refused() { # message argument...
        local message=$1
        shift
        nd merge "$@"
        is "${wanted:-2}"
        has err "$message"
        rm -f out err
        names | diff files -
    }
    refused 'is there already' b.db a.db
    refused 'which databases' new.db
    refused 'No such file' new.db a.db none.db
    refused 'is the same file as' new.db a.db ./a.db
    refused 'not by --db' --db a.db new.db b.db
    refused 'cannot be written' nowhere/new.db a.db b.db
    sqlite3 b.db "UPDATE file SET reader = 1"
    refused 'read by other rules; newsdex ingest brings it up to date' new.db a.db b.db
    sqlite3 b.db "UPDATE file SET reader = (SELECT max(reader) FROM file); UPDATE state SET value = '1' WHERE name = 'analysis'"
    refused 'cut into words otherwise' new.db a.db b.db
    "$NEWSDEX" ingest -q --db b.db --force b
    sqlite3 b.db "INSERT INTO state VALUES ('unfinished', 'yes')"
    refused 'is not finished' new.db a.db b.db
    "$NEWSDEX" ingest -q --db b.db b
    exec 8< b.db
    flock 8
    wanted=75 refused 'is writing to it' new.db a.db b.db
    exec 8<&-
    (ulimit -f 100 && "$NEWSDEX" merge new.db a.db b.db 2> limited) && false
    has limited 'limit for files'
    rm limited
    names | diff files -
    nd merge new.db a.db b.db
    is 0
    nd search --db new.db -l lantern kite OR lantern
    is 0
}

@test "Ctrl-C leaves nothing behind" {
    mkdir a
    for i in $(seq 300); do
        printf 'Title %d\n\nWords of number %d, %s.\n' "$i" "$i" "$(seq -s ' ' "$i" $((i + 200)))" > "a/$i.txt"
    done
    "$NEWSDEX" ingest -q --db a.db a
    "$NEWSDEX" ingest -q --db b.db "$ROOT/seeds"
    rm -f out err
    names > files
    for delay in 0 0.005 0.02 0.05; do
        "$NEWSDEX" merge -q new.db b.db a.db &
        sleep $delay
        kill -INT $! 2> /dev/null || true
        wait $! || true
        [ ! -e new.db ] || rm -f new.db
        names | diff files -
    done
}

@test "a text whose twin is only a version of another article there keeps its copies across" {
    local text='The bridge is open again.'
    mkdir -p twins/0 twins/1 twins/2 && cd twins
    printf -- '---\ntitle: The bridge\ndate: 2020-05-05\n---\n%s\n' "$text" > 0/plain.md
    printf -- '---\ntitle: The bridge\ndate: 2020-05-06\nurl: https://news.example/bridge\n---\n%s\n' "$text" > 0/version.md
    printf -- '---\ntitle: The bridge\ndate: 2020-05-06\n---\n%s\n' "$text" > 1/other.md
    printf -- '---\ntitle: The bridge\nurl: https://news.example/bridge\n---\nThe bridge is open again, says the town.\n' > 2/fuller.md
    for i in 0 1 2; do "$NEWSDEX" ingest -q --db $i.db $i; done
    "$NEWSDEX" ingest -q --db all.db 0 1 2
    for order in '2.db 0.db 1.db' '0.db 1.db 2.db' '1.db 2.db 0.db'; do
        rm -f out.db*
        # shellcheck disable=SC2086
        nd merge out.db $order
        is 0
        same_content out.db all.db
    done
    nd copies --db out.db --format tsv
    [ "$(cut -f 3 out | grep -c equal)" -eq 1 ] || { cat out >&2 && false; }
}
