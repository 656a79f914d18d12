#!/usr/bin/env bats
# What people add: tags, notes, saved queries, and what is new to them.

load helper

three() {
    article in/one.txt 'Pears are ripe' 'Words about pears in the garden.'
    article in/two.txt 'Plums are ripe' 'Words about plums in the garden.'
    article in/three.txt 'Snow in May' 'Words about the weather.'
    nd ingest in
    is 0
}

titles() { # query...
    nd search --fields title --sort oldest "$@"
    sort out
}

@test "tags are added and taken away, listed, and found whatever their case" {
    three
    nd tag +Read '+to do' -- garden
    is 0
    has err '2 articles, 4 tags changed'
    nd tag +read -- garden
    has err '2 articles, 0 tags changed'
    nd tag '-to do' +late -- pears
    has err '1 article, 2 tags changed'
    nd tag --format csv
    holds out "$(printf 'tag,articles,gone\r\nlate,1,0\r\nRead,2,0\r\nto do,1,0\r')"
    titles tag:READ > found
    holds found 'Pears are ripe
Plums are ripe'
    titles 'tag:"to do"' > found
    holds found 'Plums are ripe'
    titles -- 'words -tag:read' > found
    holds found 'Snow in May'
    titles --tag late > found
    holds found 'Pears are ripe'
    nd search tag:nothing
    is 1
    nd search --explain -c -- '-tag:"to do" words TAGS:late'
    has err 'query: words -tag:"to do" tag:late'
}

@test "tag --dry-run tells what would be changed, and changes nothing" {
    three
    nd tag +kept -- garden
    nd save all garden
    nd tag --export
    cp out before
    nd search -c garden
    hits=$(cat out)
    nd tag --dry-run +new -kept -- garden
    is 0
    has err "$hits article"
    has err " $((2 * hits)) tags would be changed"
    nd tag +new -n --dry-run --ids 1
    has err '1 article, 1 tag would be changed'
    nd tag --export
    cmp before out
}

@test "tag by id and uid; what is no tag, no article, or all of them is refused" {
    three
    uid=$(sql "SELECT uid FROM articles WHERE title LIKE 'Snow%'")
    nd tag +x --ids 1 "$uid"
    is 0
    has err '2 articles, 2 tags changed'
    nd tag +x --ids 99
    is 1
    for name in '+' '+ x' '+a"b' "+$(printf 'a\nb')" "+$(printf '\377')" "+$(printf 'x%.0s' $(seq 201))"; do
        nd tag "$name" -- garden
        is 2
    done
    nd tag "+$(printf 'x%.0s' $(seq 200))" -- garden
    is 0
    nd tag +x
    is 2
    nd tag garden
    is 2
    nd tag +x -- nowhere
    is 1
    nd search -c tag:x
    holds out 2
}

@test "show, search, export and the view have tags and notes; count counts them" {
    three
    nd tag +b +a -- pears
    uid=$(sql "SELECT uid FROM articles WHERE tags <> ''")
    id=$(sql "SELECT id FROM articles WHERE tags <> ''")
    nd note "$uid"
    is 1
    nd note "$uid" 'Ask the' gardener
    nd show "$uid" --format text
    has out 'tags:          a, b'
    tail -n 2 out | grep -qx 'Ask the gardener'
    nd export pears --fields tags,note
    jq -c '[.tags, .note]' out | grep -qx '\[\["a","b"\],"Ask the gardener"\]'
    nd search pears --format ndjson
    jq -c .tags out | grep -qx '\["a","b"\]'
    sql "SELECT tags || '|' || note FROM articles WHERE tags <> ''" | grep -qx 'a, b|Ask the gardener'
    nd count --by tag --format tsv
    holds out "$(printf 'a\t1\nb\t1')"
    nd count --by tag --by language --format tsv
    holds out "$(printf 'a\ten\t1\nb\ten\t1')"
    printf 'Two\nlines\n' | "$NEWSDEX" note "$id" -
    nd note "$id"
    holds out 'Two
lines'
    nd note --delete "$id"
    is 0
    nd note "$id"
    is 1
    nd note "$id" ''
    is 2
}

@test "notes are found by what they say, whatever its case and language, or because there are any" {
    three
    for pair in '1:Ask the ÉDITEUR' '2:Straße 100%: спросить Ольгу'; do
        nd note "${pair%%:*}" "${pair#*:}"
    done
    for query in note:éditeur 'NOTE:"ask the"' 'note:* -note:СПРОСИТЬ' 'ripe note:ask'; do
        nd search --fields id "$query"
        holds out 1
    done
    for query in 'note:"STRASSE 100%:"' note:ольг 'note:straße weather' 'note:спросить note:nowhere' 'words -note:éditeur -path:two'; do
        nd search --fields id "$query"
        holds out 2
    done
    nd search -c 'note:*'
    holds out 2
    nd search --fields id -- '-note:*'
    holds out 3
    nd search note:nowhere
    is 1
    nd note --delete 1
    nd search -c note:éditeur
    holds out 0
    for engine in postgresql clickhouse opensearch quickwit vespa groonga solr; do
        nd translate --to "$engine" 'ripe note:ask -note:later arrival:1'
        is 0
        has err 'what notes say cannot be asked for there'
        has err 'when articles came into the database is not known there'
        nd translate --strict --to "$engine" 'note:*'
        [ "$status" != 0 ]
    done
}

@test "tags and notes stay when files are read again, change their title, move, go and come back" {
    three
    nd tag +kept -- garden
    for id in 1 2 3; do
        nd note $id 'a note'
        is 0
    done
    nd ingest --force in
    nd optimize --rebuild
    sed -i 's/^Pears/Apples and pears/' in/one.txt # another title, another uid
    mkdir in/deep
    mv in/two.txt in/deep/two.txt
    nd ingest in
    counts '1 changed' '1 moved'
    titles tag:kept > found
    holds found 'Apples and pears are ripe
Plums are ripe'
    mv in/deep .
    nd ingest in
    nd tag --format tsv
    holds out "$(printf 'kept\t1\t1')"
    mv deep/two.txt in/
    nd ingest in
    nd tag --format tsv
    holds out "$(printf 'kept\t2\t0')"
    [ "$(sql "SELECT count(*) FROM articles WHERE note = 'a note'")" = 3 ]
    nd check
    is 0
}

@test "of versions, the one that answers has the tags" {
    mkdir in
    page() { printf -- '---\ntitle: %s\nurl: https://example.org/a\ndate: %s\n---\n%s\n' "$2" "$3" "$4" > "in/$1"; }
    page a.md Short 2024-01-01 'It begins.'
    nd ingest in
    nd tag +mine --ids 1
    nd note 1 first
    page b.md Long 2024-01-01 'It begins. And then it goes on, much longer than what was there at first, to its end.'
    nd ingest in
    titles tag:mine > found
    holds found Long
    rm in/b.md
    nd ingest in
    titles tag:mine > found
    holds found Short
    nd note 1
    holds out first
}

@test "export and import: into another database, before its files are there and behind it" {
    three
    nd tag +x '+y z' -- garden
    nd note 1 "$(printf 'one\ttab\nand a \\ line')"
    nd save g 'garden tag:x'
    nd tag --export
    cp out marks
    nd --db other.db tag --import marks
    is 0
    nd --db other.db ingest -q in
    nd --db other.db tag --export
    cmp out marks
    nd --db other.db tag --import - < marks # twice is as good as once
    nd --db other.db tag --export
    cmp out marks
    nd --db other.db search -c saved:g
    holds out 2
    uid=$(head -n 1 marks | cut -f 2)
    for line in 'tag' "tag${TAB=$(printf '\t')}x${TAB}y" "tag$TAB$uid$TAB" "mark$TAB$uid${TAB}x" "query${TAB}a b${TAB}x" "note$TAB$uid$TAB"; do
        printf 'tag\t%s\tbefore\n%s\n' "$uid" "$line" > bad
        nd --db other.db tag --import bad
        is 2
        has err 'line 2'
        has err 'nothing was imported'
    done
    nd --db other.db tag --export
    cmp out marks
    nd tag --import nowhere
    is 2
}

@test "what has another tag or note is a change to other programs" {
    three
    nd changes
    revision=$(tail -n 1 out | jq .revision)
    nd tag +x -- pears
    nd changes --since "$revision" --fields title,tags
    jq -c 'select(.change == "put") | [.title, .tags]' out > put
    holds put '["Pears are ripe",["x"]]'
    revision=$(tail -n 1 out | jq .revision)
    nd tag +x -- pears
    nd changes --since "$revision"
    [ "$(wc -l < out)" -eq 1 ]
    nd note 3 text
    nd changes --since "$revision" --fields note
    jq -c 'select(.change == "put").note' out | grep -qx '"text"'
}

@test "saved queries stand for themselves, in others, negated, and not in a circle" {
    three
    nd save fruit 'pears OR "plums'
    nd save warm 'saved:fruit garden'
    nd save --format csv
    holds out "$(printf 'name,query\r\nfruit,"pears OR ""plums"\r\nwarm,saved:fruit garden\r')"
    nd search -c saved:warm
    holds out 2
    nd search -c 'words -saved:fruit'
    holds out 1
    nd search -c 'saved:fruit OR weather'
    holds out 3
    nd search -c '"saved:fruit"' # a quotation is one
    holds out 0
    for command in export count terms stories copies report kwic; do
        nd "$command" saved:warm
        [ "$status" -lt 2 ]
        nd "$command" saved:nowhere
        is 2
        has err 'there is no saved query nowhere'
    done
    nd search saved:fruti
    is 2
    has err 'did you mean saved:fruit?'
    for query in saved:fruit saved:warm 'x OR -(y saved:warm)'; do
        nd save fruit "$query"
        is 2
        has err 'the saved query fruit asks for itself'
    done
    sql "UPDATE saved_query SET query = 'saved:warm' WHERE name = 'fruit'"
    nd search saved:fruit
    is 2
    has err 'asks for itself'
    for name in '' 'a b' 'a(b' 'a"' "$(printf '\377')"; do
        nd save "$name" x
        is 2
    done
    nd save Überblick-2.0_a garden
    nd search -c saved:Überblick-2.0_a
    holds out 2
    nd save --delete warm
    nd save --delete warm
    is 1
}

@test "what many saved queries stand for is limited, and said" {
    three
    nd save a0 garden
    for i in $(seq 1 64); do
        nd save "a$i" "saved:a$((i - 1))"
    done
    nd search -c saved:a63
    holds out 2
    nd search -c saved:a64
    is 2
    has err 'more than 64 times'
    for name in b c; do
        nd save $name "$(for i in $(seq 900); do printf '%s%039d ' $name "$i"; done)"
    done
    nd search saved:b
    is 1
    nd search saved:b saved:c
    is 2
    has err 'longer than'
    nd save e0 '()' # comes to nothing, and is never too long
    for i in $(seq 1 8); do
        nd save "e$i" "saved:e$((i - 1)) saved:e$((i - 1))"
    done
    nd search -c saved:e8
    holds out 3
    nd search saved:e8 OR saved:e8
    is 2
    has err 'more than 1000 saved ones, one in another; ask for fewer'
}

@test "new is what came since: a time, or the last time a saved query was asked so" {
    three
    nd save all words
    nd search -c --new-since LAST saved:all
    holds out 0
    article in/four.txt 'More words' 'Words that came later.'
    sed -i 's/weather/wind/' in/three.txt
    mkdir in/deep
    mv in/two.txt in/deep/
    nd ingest in
    nd export --new-since LAST saved:all --fields title -o new.ndjson
    jq -r .title new.ndjson > found
    holds found 'More words'
    nd count --new-since LAST saved:all
    is 1
    article in/five.txt 'Last words' 'Words that came last.'
    nd ingest in
    nd search --new-since LAST 'saved:all' --format '{title}'
    holds out 'Last words'
    sql "UPDATE arrival SET arrived_at = arrived_at - 864000 WHERE id = 1"
    nd search --new-since 7d --format '{title}' words
    sort out > found
    holds found 'Last words
More words'
    nd search -c --new-since 2000-01-01T00:00:00Z words
    holds out 5
    nd search -c --new-since 2100 words
    is 1
    for value in LAST sometime; do
        nd search --new-since "$value" words
        is 2
    done
    nd search --new-since LAST 'saved:all lang:en'
    is 2
    nd search --new-since LAST saved:none
    is 2
}

@test "of what is new since the last time all is printed, and nothing is lost" {
    three
    nd save all words
    for i in $(seq 25); do article "in/new$i.txt" "News $i" "Words of the day, number $i."; done
    nd ingest in
    nd search --new-since LAST -n 1 saved:all
    is 2
    has err '--limit does not go with it'
    nd export --new-since LAST --sample 3 saved:all
    is 2
    nd search --new-since LAST saved:all
    [ "$(wc -l < out)" -eq 25 ]
    nd search --new-since LAST saved:all
    is 1
    holds err
    nd search -c --new-since LAST saved:all
    is 1
    holds err
}

@test "a file that gave no article comes when it gives one; what could not be printed stays new" {
    mkdir in
    : > in/empty.txt
    nd ingest in
    nd save all words
    printf 'A title\n\nAnd words.\n' > in/empty.txt
    nd ingest in
    if [ -e /dev/full ]; then
        "$NEWSDEX" search --new-since LAST saved:all > /dev/full && return 1
    fi
    nd search --new-since LAST saved:all --format '{title}'
    holds out 'A title'
    nd search --new-since LAST saved:all --format '{title}'
    is 1
}

# Notes that begin, end and lie alike, whole lines and parts of them.
TEXTS=(one 'one
two' 'two
one' two tw 'one
three' 'zero
one
two
three' $'a\n\nb' b)

note_of() { # database
    sqlite3 "$1" "SELECT text FROM article_note"
}

@test "notes are joined in one way, and joining twice changes nothing" {
    local a b uid
    article 1/pears.txt 'Pears are ripe' 'Words about pears.'
    article 2/other.txt 'Snow in May' 'Words about the weather.'
    article 2/pears.txt 'Pears are ripe' 'Words about pears.'
    "$NEWSDEX" ingest -q --db a.db 1
    "$NEWSDEX" ingest -q --db b.db 2
    uid=$(sqlite3 a.db "SELECT uid FROM identity")
    for a in "${TEXTS[@]}"; do
        for b in "${TEXTS[@]}"; do
            rm -f ab*.db* c.db*
            sqlite3 a.db "INSERT OR REPLACE INTO article_note SELECT uid, '$a', article_id FROM identity"
            sqlite3 b.db "INSERT OR REPLACE INTO article_note SELECT uid, '$b', article_id FROM identity WHERE uid = '$uid'"
            "$NEWSDEX" tag --export --db a.db > a.marks
            "$NEWSDEX" tag --export --db b.db > b.marks
            for i in a b a b; do "$NEWSDEX" tag --import $i.marks --db c.db; done
            note_of c.db > joined
            # All that was written is there, and nothing twice that is there in one piece.
            "$NEWSDEX" merge -q ab.db a.db b.db
            [ "$(sqlite3 ab.db "SELECT instr(char(10) || text || char(10), char(10) || '$a' || char(10)) > 0
                AND instr(char(10) || text || char(10), char(10) || '$b' || char(10)) > 0
                AND length(text) <= length('$a') + length('$b') + 1 AND article_id IS NOT NULL FROM article_note")" = 1 ]
            note_of ab.db | diff joined -
            "$NEWSDEX" tag --import a.marks --db ab.db
            "$NEWSDEX" tag --import b.marks --db ab.db
            note_of ab.db | diff joined -
        done
    done
    for i in a b; do
        "$NEWSDEX" merge -q ab$i.db ab.db $i.db
        note_of ab$i.db | diff joined -
    done
}

@test "notes on what is one article now are joined in the same way" {
    local a b
    page() { printf -- '---\ntitle: %s\nurl: https://example.org/%s\ndate: 2024-01-01\n---\n%s\n' "$2" "$3" "$4" > "in/$1"; }
    for a in "${TEXTS[@]}"; do
        for b in "$a" 'one' 'tw' 'two
one'; do
            rm -rf in index.db*
            mkdir in
            page a.md Short a 'It begins.'
            page b.md Long b 'It begins. And then it goes on, much longer than what was there at first, to its end.'
            "$NEWSDEX" ingest -q --db index.db in
            "$NEWSDEX" note --db index.db 1 "$a"
            "$NEWSDEX" note --db index.db 2 "$b"
            page a.md Short b 'It begins.'
            "$NEWSDEX" ingest -q --db index.db in
            [ "$(sqlite3 index.db "SELECT count(*), min(article_id), instr(char(10) || text || char(10), char(10) || '$a' || char(10)) > 0
                AND instr(char(10) || text || char(10), char(10) || '$b' || char(10)) > 0
                AND length(text) <= length('$a') + length('$b') + 1 FROM article_note")" = '1|2|1' ]
        done
    done
}

# Where every tag is; what an ingest that was interrupted leaves makes the next one look at all of them.
places() {
    sqlite3 index.db "SELECT uid, name, article_id FROM article_tag WHERE name <> 'many' ORDER BY 1, 2; SELECT uid, text, article_id FROM article_note ORDER BY 1"
}

@test "whatever comes, goes and changes, tags are where they are when all of them are looked at" {
    local step k
    RANDOM=7
    mkdir in
    for step in $(seq 24); do
        for k in 1 2 3; do
            file=in/$((RANDOM % 8)).md
            case $((RANDOM % 6)) in
            0) rm -f $file ;;
            1) [ ! -e $file ] || mv $file in/$((RANDOM % 8))moved.md ;;
            *)
                {
                    printf -- '---\ntitle: Title %d\n' $((RANDOM % 4))
                    [ $((RANDOM % 2)) = 0 ] || printf 'url: https://example.org/%d\n' $((RANDOM % 3))
                    printf -- '---\nIt begins.%s\n' "$(seq -s ' ' $((RANDOM % 40)))"
                } > $file
                ;;
            esac
        done
        "$NEWSDEX" ingest -q --remove-missing --db index.db in 2> err || [ $? -eq 1 ]
        places > some
        sqlite3 index.db "INSERT INTO state VALUES ('unfinished', 'yes')"
        "$NEWSDEX" ingest -q --db index.db in 2> err || [ $? -eq 1 ]
        places | diff some -
        # What the others had is imported by uids, of versions, too.
        "$NEWSDEX" tag --db index.db "+at$step" --ids "$(sqlite3 index.db "SELECT article_id FROM identity WHERE article_id NOT IN (SELECT article_id FROM version) ORDER BY uid LIMIT 1")"
        sqlite3 index.db "SELECT 'tag' || char(9) || uid || char(9) || 'in$step' FROM identity UNION ALL
            SELECT 'note' || char(9) || uid || char(9) || 'n$step' FROM identity" > marks
        "$NEWSDEX" tag --import marks --db index.db
        # Of many tags an ingest does not look at each.
        [ "$step" -ne 12 ] || sqlite3 index.db "WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 10000)
            INSERT INTO article_tag SELECT 'none' || n, 'many', 'many', NULL FROM number"
    done
    [ "$(sqlite3 index.db "SELECT count(*) > 20 AND count(article_id) < count(*) FROM article_tag WHERE name <> 'many'")" = 1 ]
}

@test "a number alone may be an id, and is asked about" {
    article in/a.txt 'Pier 1' 'The pier 1 is open again. It was shut for a week.'
    nd ingest in
    nd tag +x 1
    is 2
    has err 'is 1 an id? then --ids; a query of numbers stands behind --'
    nd tag +x -- 1
    is 0
    nd tag +y --ids 1
    is 0
    nd tag +z pier 1
    is 0
}
