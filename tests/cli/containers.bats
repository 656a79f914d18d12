#!/usr/bin/env bats
# Files of many articles: each record is an article, known again when the file has changed.

load helper

# id,title,url,text,author of the harbour's news
table() { # numbers...
    echo id,title,url,text,author
    printf '%s\n' "$@" | sed 's|.*|&,Harbour story &,https://harbour.example/&,Ship number & came in with a load of amber.,Ines Writer &|'
}

ids() {
    sql "SELECT id, part.ordinal, title FROM article JOIN part USING (id) ORDER BY part.ordinal"
}

@test "each record is an article, with part and line beside path" {
    mkdir in
    table 1 2 3 > in/a.csv
    article in/b.txt Harbour 'One article in a file of its own.'
    nd ingest in
    is 0
    counts '2 files seen: 3 articles in 1 container' '2 added' '4 articles'
    nd search --format json 'ship number 2'
    [ "$(jq -c '.hits[] | [.title, .part, .line]' out | head -n 1)" = '["Harbour story 2","2",3]' ]
    nd search --format json one
    [ "$(jq -c '.hits[] | [.title, .part, .line]' out)" = '["Harbour",null,null]' ]
    nd check
    is 0
    equals_fresh in
}

@test "paths are printed once each, parts when they are wanted" {
    mkdir in
    table 1 2 3 > in/a.csv
    article in/b.txt Ship 'Number one.'
    nd ingest in
    nd search -l ship
    [ "$(sort out)" = "$(printf 'in/a.csv\nin/b.txt')" ]
    nd search --parts ship
    [ "$(sort out)" = "$(printf 'in/a.csv#1\nin/a.csv#2\nin/a.csv#3\nin/b.txt')" ]
}

@test "records that stay keep their ids, whatever comes before, behind or between them" {
    mkdir in
    table 1 2 3 > in/a.csv
    nd ingest in
    ids > before
    table 7 1 2 9 3 8 > in/a.csv
    nd ingest in
    counts '1 changed' '6 articles'
    for i in 1 2 3; do
        [ "$(grep "story $i$" before | cut -d '|' -f 1)" = "$(ids | grep "story $i$" | cut -d '|' -f 1)" ]
    done
    equals_fresh in
    nd show --original "$(ids | grep 'story 9$' | cut -d '|' -f 1)"
    [ "$(cat out)" = "$(table 9)" ]
}

@test "a record that changed keeps its id by its key, one that is gone is removed and its id never given again" {
    mkdir in
    table 1 2 3 > in/a.csv
    nd ingest in
    two=$(ids | grep 'story 2$' | cut -d '|' -f 1)
    last=$(sql 'SELECT max(id) FROM article')
    table 1 2 | sed 's/number 2 came/number 2 never came/' > in/a.csv
    nd ingest in
    counts '1 changed' '2 articles'
    [ "$(ids | grep 'story 2$' | cut -d '|' -f 1)" = "$two" ]
    nd search 'never came'
    is 0
    equals_fresh in
    table 1 2 4 > in/a.csv
    nd ingest in
    [ "$(ids | grep 'story 4$' | cut -d '|' -f 1)" -gt "$last" ]
    equals_fresh in
}

@test "--keep-missing keeps records that are gone from a file" {
    mkdir in
    table 1 2 3 > in/a.csv
    nd ingest in
    table 3 4 > in/a.csv
    nd ingest --keep-missing in
    counts '4 articles'
    nd check
    is 0
    nd ingest --force in
    counts '2 articles'
    equals_fresh in
}

@test "other names of columns make other articles of the same rows" {
    mkdir in
    table 1 2 > in/a.csv
    nd ingest in
    table 1 2 | sed '1s/.*/id,text,url,title,author/' > in/a.csv
    nd ingest in
    nd search --format json amber
    [ "$(jq '[.hits[].title | contains("amber")] | all' out)" = true ]
    equals_fresh in
}

@test "a file of many that moves keeps the ids of its articles; their uids follow the name where there is no url" {
    mkdir in
    table 1 2 | cut -d , -f 1,2,4 > in/a.csv
    nd ingest in
    ids > before
    mv in/a.csv in/moved.csv
    nd ingest in
    counts '1 moved' '2 articles'
    ids | diff before -
    equals_fresh in
}

@test "a file of many becomes one article, and the other way round" {
    mkdir in
    table 1 2 3 > in/a.csv
    nd ingest in
    article in/a.csv Plain 'No table any more.'
    nd ingest in
    counts '1 changed' '1 article'
    equals_fresh in
    table 1 2 > in/a.csv
    nd ingest in
    counts '2 articles'
    equals_fresh in
    rm in/a.csv
    article in/b.txt Other 'Still here.'
    nd ingest in
    counts '1 removed' '1 article'
    equals_fresh in
}

@test "the outcome does not depend on the number of threads" {
    mkdir in
    table $(seq 3000) > in/a.csv
    table $(seq 5000 5100) > in/b.csv
    for i in $(seq 40); do article "in/c$i.txt" "Story $i" "Of the ship $i."; done
    for jobs in 1 2 7; do
        nd ingest --db "$jobs.db" -j "$jobs" in
        is 0
        dump "$jobs.db" > "dump.$jobs"
        sqlite3 "$jobs.db" 'SELECT id, title FROM article ORDER BY id' >> "dump.$jobs"
    done
    cmp dump.1 dump.2
    cmp dump.1 dump.7
}

@test "an interrupted ingest of a file of many goes on from where it was" {
    mkdir in
    table $(seq 2000) > in/a.csv
    nd ingest in
    dump > before
    # As a run leaves it that was killed between two batches.
    sql "UPDATE file SET hash = zeroblob(16), mtime_ns = -1; INSERT INTO state VALUES ('unfinished', 'yes')"
    nd ingest in
    is 0
    dump | diff before -
    nd check
    is 0
}

# The sanitizers see what the workers still read when it ends.
@test "an interrupt in the middle of a file of many stops those who read its records" {
    mkdir in
    table $(seq 30000) > in/a.csv
    "$NEWSDEX" ingest -j 4 in > out 2> err &
    victim=$!
    # Until it has read some of the file.
    until awk '/^rchar/ { exit $2 < 500000 }' "/proc/$victim/io" || ! kill -0 "$victim" 2> /dev/null; do
        sleep 0.01
    done
    kill -INT "$victim" || true
    status=0
    wait "$victim" || status=$?
    [ "$status" -ne 0 ] || skip 'it was faster than the interrupt'
    [ "$status" -eq 130 ]
    has err interrupted
    nd ingest -q in
    is 0
    nd check
    is 0
    [ "$(sql 'SELECT count(*), count(DISTINCT ordinal) FROM part')" = '30000|30000' ]
    [ "$(sql 'SELECT count(*) FROM article')" = 30000 ]
}

@test "problems of records are stored with their part, follow it, and go with it" {
    mkdir in
    { table 1 2; echo '5,short'; table 3 | tail -n 1; } > in/a.csv
    nd ingest in
    nd check --format json
    [ "$(jq -c '.problems[] | [.part, .line, .code]' out)" = '["3",4,"record"]' ]
    { table 9 1 2; echo '5,short'; table 3 | tail -n 1; } > in/a.csv
    nd ingest in
    nd check --format json
    [ "$(jq -c '.problems[] | [.part, .line, .code]' out)" = '["4",5,"record"]' ]
    table 1 > in/a.csv
    nd ingest in
    nd check
    is 0
}

@test "a problem of a record's bytes has its line in the file, wherever the record moves" {
    mkdir in
    { table 1; printf '2,Second,https://harbour.example/2,"A text\nof two \1 lines.",Ines\n'; } > in/a.csv
    nd ingest in
    nd check --format json
    [ "$(jq -c '.problems[] | select(.part) | [.part, .line, .code]' out)" = '["2",4,"control-bytes"]' ]
    { table 1 3 4; tail -n 2 in/a.csv; } > moved
    mv moved in/a.csv
    nd ingest in
    nd check --format json
    [ "$(jq -c '.problems[] | select(.part) | [.part, .line, .code]' out)" = '["4",6,"control-bytes"]' ]
    equals_fresh in
}

@test "a file of many that has become binary data is told once, and its articles are gone" {
    mkdir in
    table 1 2 > in/a.csv
    nd ingest in
    { table 1 2; head -c 3000 /dev/zero | tr '\0' '\1'; } > in/a.csv
    nd ingest in
    is 1
    counts '1 failed' '0 articles'
    [ "$(grep -c 'binary data, not text' err)" = 1 ]
    nd check --format json
    [ "$(jq -c '.problems[] | [.part, .line, .code]' out)" = '[null,0,"binary"]' ]
    equals_fresh in
    nd ingest in
    counts '1 unchanged'
}

@test "of a file of many in which there is none any more the records go, or stay as those that are gone do" {
    mkdir in
    feed() {
        printf '<rss version="2.0"><channel><title>Quay</title>%s</channel></rss>\n' "$1"
    }
    feed '<item><title>Low water</title><link>https://quay.example/1</link></item>' > in/feed.xml
    table 1 2 > in/a.csv
    echo '{"articles": [{"title": "High water", "text": "It rose."}]}' > in/b.json
    nd ingest in
    counts '4 articles'
    feed '' > in/feed.xml
    table | head -n 1 > in/a.csv
    echo '{"articles": []}' > in/b.json
    nd ingest --keep-missing in
    is 0
    has err 'in/feed.xml: a feed without entries, no article'
    has err 'in/a.csv: a table with names of its columns and no row, no article'
    has err 'in/b.json: JSON whose list of articles is empty, no article'
    [ "$(sql 'SELECT count(*) FROM article')" = 4 ]
    nd ingest --force in
    is 0
    [ "$(sql 'SELECT count(*) FROM article')" = 0 ]
    equals_fresh in
    nd check --format json
    [ "$(jq -c '[.problems[] | [.code, .level]] | unique' out)" = '[["record","warning"]]' ]
}

@test "a file of many without any is told, an error where it was asked for by its name" {
    mkdir in
    echo text > in/a.txt
    table | head -n 1 > in/a.csv
    (cd in && printf '\n' > blank.txt && : > empty.txt && tar cf blank.tar blank.txt empty.txt && rm ./*.txt)
    tar cf in/b.tar in/a.csv
    nd parse in
    is 0
    has err 'in/blank.tar: a file of many articles (archive) in which there is none'
    has err 'in/b.tar: in/a.csv: a table with names of its columns and no row, no article'
    nd parse in/blank.tar
    is 1
    nd parse - < in/a.csv
    is 1
    nd ingest in/blank.tar
    is 1
    counts '1 failed'
}

@test "check shows one problem of each kind of a file of many and counts the others" {
    mkdir in
    { table $(seq 60); for i in 71 72 73 74; do echo "$i,short"; done; } > in/a.csv
    nd ingest in
    nd check
    is 1
    [ "$(grep -c 'a.csv:' out)" -eq 2 ]
    has out 'in/a.csv: 3 more of the kind record; --code record lists them'
    nd check --code record
    [ "$(wc -l < out)" -eq 4 ]
}

@test "a file of many on standard input is ingested once, however often it comes" {
    mkdir in
    nd ingest - < <(table 1 2 3)
    is 0
    counts '3 articles in 1 container' '1 added'
    ids > before
    nd ingest - < <(table 1 2 3)
    counts '3 articles in 1 container' '0 changed' '1 unchanged' '3 articles'
    ids | diff before -
    nd show --original "$(sql 'SELECT max(id) FROM article')"
    is 1
    has err 'came from standard input'
}

@test "a large file of many on standard input is put aside, not held; the limit is one of its records" {
    jq -nc 'range(6000) | {title: "Ship \(.) came in", body: ("The quay was full. " * 20)}' > many.jsonl
    nd parse --max-size 100K - < <(cat many.jsonl)
    is 0
    [ "$(wc -l < out)" -eq 6000 ]
    nd ingest --max-size 100K - < <(cat many.jsonl)
    is 0
    counts '6000 articles in 1 container' '1 added'
    nd ingest --max-size 100K - < <(cat many.jsonl)
    counts '1 unchanged'
    nd ingest --max-size 100K - < many.jsonl
    counts '1 unchanged'
    { printf 'Title of a text\n\n'; head -c 2000000 /dev/zero | tr '\0' 'a'; } > long.txt
    nd parse --max-size 100K - < <(cat long.txt)
    is 1
    has err 'larger than'
    TMPDIR=/nowhere nd parse - < <(cat long.txt)
    is 0
}

@test "authors are found by words, by author: and counted" {
    mkdir in
    table 1 2 3 > in/a.csv
    nd ingest in
    nd search ines
    [ "$(wc -l < out)" -eq 3 ]
    nd search 'author:"writer 2"'
    [ "$(wc -l < out)" -eq 1 ]
    nd search -- ship -author:INES
    is 1
    nd search --author 'writer 3' ship
    [ "$(wc -l < out)" -eq 1 ]
    nd count --by author ''
    [ "$(head -n 1 out)" = "$(printf 'Ines Writer 1\t1')" ]
    nd show --format json "$(ids | head -n 1 | cut -d '|' -f 1)"
    [ "$(jq -c '.articles[0].authors' out)" = '["Ines Writer 1"]' ]
}

@test "paths filter articles in files of many, too" {
    mkdir in
    table 1 2 > in/a.csv
    table 3 > in/b.csv
    nd ingest in
    nd search path:a.csv
    [ "$(wc -l < out)" -eq 2 ]
    nd search 'ship path:b.csv'
    [ "$(wc -l < out)" -eq 1 ]
    nd search 'ship -path:b.csv'
    [ "$(wc -l < out)" -eq 2 ]
}

@test "a dry run changes nothing and counts the same" {
    mkdir in
    table 1 2 3 > in/a.csv
    nd ingest --dry-run in
    is 0
    counts '3 articles in 1 container' '1 added'
    [ ! -e "$NEWSDEX_DB" ]
    nd ingest in
    dump > before
    table 1 2 3 4 > in/a.csv
    nd ingest --dry-run in
    counts '4 articles in 1 container' '1 changed'
    dump | diff before -
}

@test "a record without a title is called by where it stands now" {
    mkdir in
    { echo 'id,title,url,text'; for i in 1 2 3; do echo "$i,,https://harbour.example/$i,"; done; echo '4,Four,,It has a title.'; } > in/a.csv
    nd ingest in
    { echo 'id,title,url,text'; echo '4,Four,,It has a title.'; for i in 1 2 3; do echo "$i,,https://harbour.example/$i,"; done; } > in/a.csv
    nd ingest in
    is 0
    equals_fresh in
}

@test "the record of a long file is printed as it is, and nothing is said of it" {
    mkdir in
    table $(seq 2000) > in/a.csv
    nd ingest in
    nd show --original "$(ids | grep 'story 1999$' | cut -d '|' -f 1)"
    is 0
    holds err
    [ "$(cat out)" = "$(table 1999)" ]
}

# Lines of JSON about the harbour.
lines() { # numbers...
    local i
    for i; do
        printf '{"id": %d, "title": "Harbour story %d", "text": "Ship number %d came in with a load of amber."}\n' "$i" "$i" "$i"
    done
}

# Whether the next ingest looks at the records before the old end of in/$1: a line that is wrong in the database stays
# wrong where it does not.
mark_first() {
    sql "UPDATE part SET line = line + 900 WHERE ordinal = 1"
}
first_is_marked() {
    [ "$(sql "SELECT line FROM part WHERE ordinal = 1")" -gt 900 ]
    sql "UPDATE part SET line = line - 900 WHERE ordinal = 1"
}

@test "of a file that has grown only the end is read, and ids stay" {
    mkdir in
    lines 1 2 3 > in/a.jsonl
    nd ingest in
    ids > before
    for end in "$(lines 4 5)" '{"id": 6, "title": "Cut", "text": "It was in the mid' 'dle of a word."}' \
        "$(printf '\n%s' "$(lines 7)")" $'\n\n\n' 'no JSON at all' "$(printf '\n%s\n%s' "$(lines 2)" '[1, 2')"; do
        printf %s "$end" >> in/a.jsonl
        mark_first
        nd ingest in
        counts '1 changed'
        first_is_marked
        equals_fresh in
    done
    ids | head -n 3 | diff before -
    nd ingest in
    counts '1 unchanged'
}

@test "a list that goes on is told from one that has grown" {
    mkdir in
    { echo '['; lines 1 2 3 | sed 's/$/,/'; } > in/a.json
    nd ingest in
    lines 4 5 | sed 's/$/,/' >> in/a.json
    mark_first
    nd ingest in
    first_is_marked
    equals_fresh in
    echo '{}]' >> in/a.json
    nd ingest in
    lines 9 >> in/a.json
    nd ingest in
    equals_fresh in
    sed -i 's/story 2/tale 2/' in/a.json
    lines 10 >> in/a.json
    mark_first
    nd ingest in
    [ "$(sql "SELECT line FROM part WHERE ordinal = 1")" = 2 ]
    equals_fresh in
}

@test "a table that has grown: a quote that was open at the end may be closed now" {
    mkdir in
    awk 'BEGIN { print "id,title,text"
        for (i = 1; i <= 2300; i++) {
            text = ""
            for (j = 0; j < 130; j++) text = text " the cranes of the harbour stand still, and the tide comes in again"
            print i ",Harbour story " i ",\"" text ".\"" } }' > in/a.csv
    printf '2301,An open quote,"It begins here\n2302,No row of its own,and goes on\n' >> in/a.csv
    [ "$(stat -c %s in/a.csv)" -gt 17000000 ]
    nd ingest in
    counts '2302 articles in 1 container'
    printf 'to the end here."\n2303,Harbour,It is open again.\n' >> in/a.csv
    mark_first
    nd ingest in
    counts '1 changed' '2302 articles in 1 container'
    first_is_marked
    [ "$(sql "SELECT count(*) FROM article WHERE title = 'No row of its own'")" -eq 0 ]
    sql "SELECT ordinal, name, line, start, length, hex(hash), key FROM part ORDER BY ordinal" > now
    rm "$NEWSDEX_DB"
    nd ingest -q in
    sql "SELECT ordinal, name, line, start, length, hex(hash), key FROM part ORDER BY ordinal" | diff now -
}

@test "records that were kept although they are gone do not mislead what has grown" {
    mkdir in
    lines 1 2 3 4 5 > in/a.jsonl
    nd ingest in
    lines 1 2 3 > in/a.jsonl
    nd ingest --keep-missing in
    lines 6 7 >> in/a.jsonl
    nd ingest --keep-missing in
    [ "$(sql "SELECT group_concat(title) FROM (SELECT title FROM article ORDER BY title)" | grep -o '[0-9]' | tr -d '\n')" = 1234567 ]
    lines 8 >> in/a.jsonl
    nd ingest in
    equals_fresh in
}

# A feed, a mailbox and a collection of three, the second of which has more than 400 KB.
with_large() { # kind
    local large
    large=$(head -c 400000 /dev/zero | tr '\0' x | fold -w 79)
    case $1 in
    rss)
        echo '<rss version="2.0"><channel><title>Harbour</title>'
        printf '<item><title>Story %s</title><link>http://h.example/%s</link><description>%s</description></item>\n' \
            1 1 'Amber came in.' 2 2 "$large" 3 3 'Ships left.'
        echo '</channel></rss>'
        ;;
    mbox)
        printf 'From ines@h.example Thu Jan  2 10:00:00 2020\nFrom: Ines <ines@h.example>\nSubject: Story %s\nDate: Thu, 2 Jan 2020 10:00:00 +0000\nMessage-ID: <%s@h.example>\n\n%s\n\n' \
            1 1 'Amber came in.' 2 2 "$large" 3 3 'Ships left.'
        ;;
    trec) printf '<DOC>\n<DOCNO> H%s </DOCNO>\n<TITLE>Story %s</TITLE>\n<TEXT>\n%s\n</TEXT>\n</DOC>\n' \
        1 1 'Amber came in.' 2 2 "$large" 3 3 'Ships left.' ;;
    reuters) echo '<!DOCTYPE lewis SYSTEM "lewis.dtd">'
        printf '<REUTERS NEWID="%s">\n<DATE>26-FEB-1987 15:01:01.79</DATE>\n<TEXT>\n<TITLE>Story %s</TITLE>\n<BODY>%s</BODY></TEXT>\n</REUTERS>\n' \
        1 1 'Amber came in.' 2 2 "$large" 3 3 'Ships left.' ;;
    csv) printf '%s,"%s","%s"\n' id title text 1 'Story 1' 'Amber came in.' 2 'Story 2' "$large" 3 'Story 3' 'Ships left.' ;;
    jsonl) printf '{"id": %s, "title": "Story %s", "text": "%s"}\n' 1 1 'Amber came in.' 2 2 "${large//$'\n'/ }" 3 3 'Ships left.' ;;
    esac
}

@test "a record that is too large is passed over and told, and those behind it are read" {
    mkdir in
    for kind in rss mbox trec reuters csv jsonl; do
        with_large $kind > in/a.$kind
        nd parse --max-size 300K in/a.$kind
        [ "$(jq -r .title out | tr '\n' ' ')" = 'Story 1 Story 3 ' ] || { echo "$kind: $(cat out err)"; false; }
        has err 'larger than 307200 bytes, left out (--max-size raises the limit)'
    done
}

@test "a word of a few and a text in each row are a table without names" {
    for i in $(seq 1 21); do
        echo "$([ $((i % 3)) = 0 ] && echo Sport || echo Kultur);Der Verein hat am $i. Mai gesagt, dass er im Sommer einen Spieler sucht."
    done > klassen.csv
    nd parse klassen.csv
    is 0
    [ "$(jq -r '.topics[]' out | sort | uniq -c | tr -s ' ')" = ' 14 Kultur
 7 Sport' ]
}

@test "a table without a title or a text is told to have been read as a text" {
    printf '%s\t2024\tUSA\t1.9\n' 1 2 3 4 5 6 7 > events.tsv
    nd ingest events.tsv
    is 0
    nd check
    grep -F 'a table without a column that is known for a title or a text, only read as a text' out
}

@test "wide characters and other encodings, in files, archives and standard input" {
    mkdir in
    printf 'id,title,url,text\n1,Gr\303\266\303\237e am Hafen,http://h.example/1,Der Text \303\274ber den Hafen.\n2,\303\204rger,http://h.example/2,Noch ein Text.\n3,\303\226l,http://h.example/3,Ein dritter.\n' > u.csv
    for encoding in UTF-16 UTF-16LE UTF-16BE UTF-32 LATIN1; do
        iconv -f UTF-8 -t $encoding u.csv > "in/$encoding.csv"
        gzip -c "in/$encoding.csv" > "in/$encoding.csv.gz"
        for file in "in/$encoding.csv" "in/$encoding.csv.gz"; do
            for way in file input; do
                if [ $way = file ]; then nd parse "$file"; else nd parse - < "$file"; fi
                [ "$(jq -r '.title' out | tr '\n' ' ')" = 'Größe am Hafen Ärger Öl ' ]
                grep -q "^${encoding%[LB]E}\|^WINDOWS-1252" <<< "$(jq -r .encoding out)"
            done
        done
    done
    rm in/*.gz
    tar -cf a.tar in
    nd parse a.tar
    [ "$(jq -r '.title' out | sort | uniq -c | awk '{ print $1 }' | tr '\n' ' ')" = '5 5 5 ' ]
    [ "$(jq -r '.encoding' out | sort -u | wc -l)" -eq 4 ]
    nd ingest in
    [ "$(sql "SELECT encoding FROM file ORDER BY path" | tr '\n' ' ')" = 'WINDOWS-1252 UTF-16LE UTF-16BE UTF-16LE UTF-32LE ' ]
}

@test "what stands behind a list or a feed is read or told" {
    cat > arrays.json <<- 'END'
		[{"title": "The ferry", "text": "It sails again."}]
		[{"title": "The lamp", "text": "It is out."}, {"title": "The crane", "text": "It lifts."}]
		and what is no list
	END
    feed() {
        echo "<?xml version='1.0'?><rss version='2.0'><channel><title>$1</title><item><title>$1 one</title>" \
            "<description>It sails again.</description></item></channel></rss>"
    }
    { feed Harbour && feed Coast; } > two.rss
    nd ingest arrays.json two.rss && is 0
    has err 'arrays.json: 20 bytes behind the end of the list are not read'
    has err 'two.rss: behind the end of the feed is another one, of which 1 item is not read'
    has err '4 articles in 2 containers'
}

@test "a table of JSON column by column, of which the beginning shows numbers alone" {
    column() { # name, what begins a cell
        awk -v name="$1" -v cell="$2" 'BEGIN { printf "\"%s\":{", name; for (i = 0; i < 20000; i++)
            printf "%s\"%d\":%s", (i > 0 ? "," : ""), i, (cell == "" ? i : "\"" cell " " i ".\""); printf "}" }'
    }
    { printf '{' && column id '' && printf ',' && column title 'The ferry sails, day' && printf '}'; } > news.json
    { printf '{' && column open '' && printf ',' && column close '' && printf '}'; } > prices.json
    nd ingest news.json prices.json && is 0
    has err '20000 articles in 1 container'
    has err 'prices.json: JSON with a list whose members have no name known for a title or a text'
}

# Lines of JSON, the first of so many words.
long_lines() { # words
    awk -v words="$1" 'BEGIN { printf "{\"id\": 1, \"title\": \"Long\", \"text\": \""
        for (i = 0; i < words; i++) printf "word%d ", i
        print "\"}\n{\"id\": 2, \"title\": \"Short\", \"text\": \"A few words.\"}" }'
}

@test "a first line that is longer than what is looked at is one of many" {
    mkdir in
    long_lines 9000 > in/a.jsonl
    long_lines 90000 > in/b.jsonl
    gzip -k in/a.jsonl in/b.jsonl
    for file in in/*; do
        nd parse "$file"
        [ "$(jq -r .title out | tr '\n' ' ')" = 'Long Short ' ] || { echo "$file"; return 1; }
    done
    zip -q in/c.zip in/b.jsonl
    nd parse in/c.zip
    [ "$(jq -r .title out | tr '\n' ' ')" = 'Long Short ' ]
}
