#!/usr/bin/env bats
# Copies: which articles are copies of which, in whatever order they came; copies, --collapse, show and its --diff.

load helper

# Words of a text of its own: number, from which, how many.
words() {
    awk -v seed="$1" -v from="${2:-1}" -v count="${3:-120}" 'BEGIN {
        for (i = from; i < from + count; i++) { n = (i * 7919 + seed * 104729) % 99991; printf "%s%s", (i > from ? " " : ""), name(n) } }
        function name(n,  s) { s = ""; do { s = s substr("bdfghklmnprstvz", n % 15 + 1, 1) substr("aeiou", n % 5 + 1, 1); n = int(n / 15) } while (n > 0); return s "n" }'
}

# An article: path, title, date or nothing, outlet, text.
piece() {
    printf -- '---\ntitle: %s\n%sprovider: %s\n---\n%s\n' "$2" "${3:+date: $3
}" "$4" "$5" > "$1"
}

dump() {
    sqlite3 "$1" < "$ROOT/tests/cli/dump.sql" | grep "^'copy'"
}

# The kind of a file's article, and the file of its lead.
kind_of() {
    sql "SELECT kind || ' ' || replace(lead_file.path, rtrim(lead_file.path, replace(lead_file.path, '/', '')), '')
        FROM copy JOIN file ON file.id = copy.article_id JOIN file AS lead_file ON lead_file.id = lead_id WHERE file.path LIKE '%/$1'"
}

reprints() {
    mkdir in
    piece in/first.md 'Harbour closed' 2024-03-01 Agency "$(words 1)"
    piece in/equal.md 'Port shut' 2024-03-02 Courier "$(words 1)"
    piece in/edited.md 'Harbour closed for weeks' 2024-03-03 Gazette "$(words 1 1 60) quite another few words here $(words 1 64 57)"
    piece in/cut.md 'Harbour closed' 2024-03-04 Herald "$(words 1 1 70)"
    piece in/contained.md 'Our coast' 2024-03-05 Weekly "$(words 1) $(words 2 1 90)"
    piece in/agency.md 'Harbour closed' 2024-03-06 Post "KOPER, March 1 (Agency) - $(words 1)"
    piece in/other.md 'Harbour closed' 2024-03-01 Agency "$(words 3)"
}

@test "equal, edited, cut and contained texts follow the first of them, whatever their headlines" {
    reprints
    nd ingest -q in
    is 0
    [ "$(kind_of first.md)" = 'lead first.md' ]
    [ "$(kind_of equal.md)" = 'equal first.md' ]
    [ "$(kind_of edited.md)" = 'edited first.md' ]
    [ "$(kind_of cut.md)" = 'cut first.md' ]
    [ "$(kind_of contained.md)" = 'contained first.md' ]
    [ "$(kind_of agency.md)" = 'edited first.md' ]
    [ -z "$(kind_of other.md)" ]
    nd copies --format tsv
    is 0
    [ "$(wc -l < out)" -eq 6 ]
    [ "$(cut -f 3 out | tr '\n' ' ')" = 'lead equal edited cut contained edited ' ]
    nd copies --format json Harbour
    jq -e '.schema == 1 and (.copies | length == 6 and .[0].kind == "lead" and .[1].similarity == 1)' out
    nd copies nothing
    is 1
    nd copies --format text
    has out '5 copies · 2024-03-01 · Agency · in/first.md'
    nd check
    is 0
}

@test "the lead is the earliest, then the fullest; what has no date comes last" {
    mkdir in
    piece in/a.md A '' One "$(words 1)"
    piece in/b.md B 2024-03-02 Two "$(words 1) and then some more words"
    piece in/c.md C 2024-03-02 Three "$(words 1)"
    piece in/d.md D 2099-01-01 Four "$(words 1)"
    nd ingest -q in
    [ "$(kind_of b.md)" = 'lead b.md' ]
    [ "$(kind_of a.md)" = 'edited b.md' ]
    [ "$(kind_of d.md)" = 'edited b.md' ]
    rm in/b.md
    nd ingest -q in
    [ "$(kind_of c.md)" = 'lead c.md' ]
    [ "$(kind_of a.md)" = 'equal c.md' ]
    rm in/c.md in/d.md
    nd ingest -q in
    [ -z "$(sql 'SELECT * FROM copy')" ]
}

@test "short texts are copies when they are equal, but for the numbers of addresses" {
    mkdir in
    piece in/a.md 'In brief' 2024-03-01 One 'The bridge opens today. More at https://news.example/story?id=4711 soon.'
    piece in/b.md 'In brief' 2024-03-02 Two 'The bridge opens today. More at https://news.example/story?id=4712 soon.'
    piece in/c.md 'In brief' 2024-03-03 Three 'The bridge opens today. More at https://news.example/story?id=4711 later.'
    piece in/d.md 'Other' 2024-03-04 Four 'The bridge opens today. More at https://news.example/story?id=4711 soon.'
    piece in/e.md 'In brief' 2024-03-05 Five 'The bridge opens today 5. More at https://news.example/story?id=4711 soon.'
    nd ingest -q in
    [ "$(kind_of b.md)" = 'equal a.md' ]
    [ "$(sql 'SELECT count(*) FROM copy')" -eq 2 ]
}

@test "reports that differ in their numbers only are no copies, corrected ones are" {
    mkdir in
    report() { # file, date, number...
        local file=$1 date=$2
        shift 2
        # shellcheck disable=SC2059 # the numbers
        piece "in/$file" Markets "$date" Wire "$(printf 'Shares closed higher on %s. The main index rose by %s points to %s, while banks gained %s per cent and miners %s. Volume was %s million shares, traders said, with buyers waiting for news of rates from the central bank.' "$@")"
    }
    report a.md 2024-03-04 Monday 31 4120 1.2 0.4 512
    report b.md 2024-03-05 Tuesday 12 4132 0.7 0.9 498
    report c.md 2024-03-06 Monday 31 4120 1.2 0.4 521
    nd ingest -q in
    [ -z "$(kind_of b.md)" ]
    [ "$(kind_of c.md)" = 'edited a.md' ]
}

@test "a chain of copies of copies falls apart into clusters" {
    mkdir in
    for i in $(seq 1 60); do
        piece "in/$(printf '%03d' "$i").md" "Part $i" "2024-01-01T00:$(printf '%02d' $((i - 1))):00Z" One "$(words 1 $((i * 20)) 120)"
    done
    nd ingest -q in
    # Each member shares half of its shingles with its lead, which is the next but two in the chain at most.
    [ "$(sql "SELECT max(copies) FROM (SELECT count(*) AS copies FROM copy GROUP BY lead_id)")" -le 4 ]
    [ "$(sql "SELECT count(*) FROM copy WHERE kind = 'lead'")" -ge 15 ]
    dump "$NEWSDEX_DB" > fresh
    # The first one goes, and all that comes after it changes.
    rm in/001.md
    nd ingest -q in
    NEWSDEX_DB=other.db nd ingest -q in
    dump "$NEWSDEX_DB" > after
    cmp after <(dump other.db)
    ! cmp -s after fresh
}

@test "texts of scripts without spaces" {
    mkdir in
    text='新的港口在东京港旁边开放了，港口非常大，可以停靠许多大型船只。市长说这个工程花了十年时间，居民们都很高兴。'
    piece in/a.md 港 2024-03-01 One "$text"
    piece in/b.md 口 2024-03-02 Two "$text"'记者报道。'
    piece in/c.md 口 2024-03-02 Two '昨天晚上城里下了大雪，学校今天停课，公共汽车也不能行驶。预计明天天气会好转，孩子们都在外面玩雪，老人留在家里。'
    nd ingest -q in
    [ "$(kind_of b.md)" = 'edited a.md' ]
    [ -z "$(kind_of c.md)" ]
}

@test "the same clusters file by file, with threads, after detours, and as from scratch" {
    mkdir all in
    for i in $(seq 1 40); do
        piece "all/$i.md" "T $i" "$([ $((i % 3)) -eq 0 ] || echo "2024-0$((i % 4 + 1))-01")" "O$((i % 5))" "$(words $((i % 6)) $((i % 4 * 25 + 1)) $((60 + i % 7 * 10)))"
    done
    NEWSDEX_DB=fresh.db nd ingest -q all
    dump fresh.db | sed 's#/all/#/in/#g' > wanted
    [ "$(wc -l < wanted)" -ge 20 ]
    for i in $(seq 40 -1 1); do
        cp "all/$i.md" in
        [ $((i % 8)) -ne 0 ] || nd ingest -q -j "$((i % 3 + 1))" in
    done
    nd ingest -q in
    cmp wanted <(dump "$NEWSDEX_DB")
    mkdir away
    mv in/[12]*.md away
    nd ingest -q in
    mv away/* in
    nd ingest -q in
    cmp wanted <(dump "$NEWSDEX_DB")
    nd ingest -q --force in
    cmp wanted <(dump "$NEWSDEX_DB")
    nd optimize --rebuild
    is 0
    cmp wanted <(dump "$NEWSDEX_DB")
}

@test "records that change places within a file lead in their new order" {
    mkdir in
    first='11,Row 1,http://news.example/2,"A ship came into the harbour two days later than the owners of it had said it would be there. Text 2 of it.",Ann'
    second=12,${first#*,} other='13,Row 4,http://news.example/3,Nothing of the sort.,Ann'
    second=${second/Row 1/Row 2} second=${second%,*},Bea
    printf 'id,title,url,text,author\n%s\n%s\n%s\n' "$first" "$second" "$other" > in/table.csv
    nd ingest -q in
    sleep 0.01
    printf 'id,title,url,text,author\n%s\n%s\n%s\n' "$other" "$second" "$first" > in/table.csv
    nd ingest -q in
    NEWSDEX_DB=fresh.db nd ingest -q in
    [ "$(dump fresh.db | wc -l)" -eq 2 ]
    cmp <(dump fresh.db) <(dump "$NEWSDEX_DB")
}

@test "an ingest that was cut off is finished by the next one" {
    reprints
    nd ingest -q in
    dump "$NEWSDEX_DB" > wanted
    # As a database of an older version is: nothing is known of its texts.
    sql "DELETE FROM sketch; DELETE FROM copy; INSERT INTO state VALUES ('sketches', '0')"
    nd ingest -q in
    is 0
    cmp wanted <(dump "$NEWSDEX_DB")
    [ -z "$(sql "SELECT 1 FROM state WHERE name = 'sketches'")" ]
}

@test "search, count and export with copies collapsed" {
    reprints
    piece in/alone.md 'Alone' 2024-04-01 Agency "$(words 1 40 3) $(words 9)"
    nd ingest -q in
    word=$(words 1 41 1)
    nd search "$word" --format json
    [ "$(jq '.hits | length' out)" -eq 7 ]
    nd search "$word" --format json --collapse
    [ "$(jq '.hits | length' out)" -eq 2 ]
    jq -e '[.hits[] | select(.copies == 5)] | length == 1' out
    jq -e '.hits[] | select(.copies == 5) | .outlets | endswith(" …") and startswith("Agency, ") or startswith("Courier, ")' out
    nd search "$word" --collapse --sort oldest --format text
    has out '+5 copies: Courier, Gazette, Herald …'
    nd search "$word" --collapse -n 1 --sort newest --format tsv --header
    has out 'outlets'
    [ "$(wc -l < out)" -eq 2 ]
    nd search -c --collapse "$word"
    holds out 2
    nd count "$word" --collapse
    holds out 2
    nd count "$word" --collapse --by provider --format tsv
    holds out $'Agency\t2'
    nd count --query all= --query "w=$word" --collapse --format tsv --header
    is 0
    nd export --collapse "$word" --fields path --format tsv
    [ "$(wc -l < out)" -eq 2 ]
    has out first.md
    nd search --collapse --limit 0 --sort newest --format tsv
    [ "$(wc -l < out)" -eq 3 ]
}

@test "show names copies, and what differs" {
    reprints
    nd ingest -q in
    first=$(sql "SELECT id FROM file WHERE path LIKE '%/first.md'")
    edited=$(sql "SELECT id FROM file WHERE path LIKE '%/edited.md'")
    nd show "$first"
    has out 'Gazette · Harbour closed for weeks'
    nd show "$edited"
    grep -q '^copy of: .*edited 8. % · 2024-03-01 · Agency · Harbour closed$' out
    nd show "$edited" --diff "$first"
    is 0
    has out 'Harbour closed {+for weeks+}'
    has out "[-$(words 1 61 3)-] {+quite another few words here+}"
    nd show "$first" --diff "$first"
    lacks out '{+'
    nd show "$first" --diff 99999
    is 1
    other=$(sql "SELECT id FROM file WHERE path LIKE '%/other.md'")
    nd show "$first" --diff "$other"
    has out '[-'
}

@test "very many equal texts, one passage in all, one word again and again: quick, and no cluster of strangers" {
    mkdir in
    count=$([ -n "${ND_LONG-}" ] && echo 200000 || echo 3000)
    text=$(words 1)
    awk -v count="$count" -v text="$text" 'BEGIN { for (i = 1; i <= count; i++) printf "{\"id\": %d, \"title\": \"T %d\", \"text\": \"%s\"}\n", i, i, text }' > in/equal.jsonl
    awk -v common="$(words 5 1 12)" 'BEGIN { srand(1); for (i = 1; i <= 1500; i++) { printf "{\"id\": %d, \"title\": \"U %d\", \"text\": \"%s", i, i, common
        for (k = 0; k < 60; k++) printf " w%dx", int(rand() * 1000000); print "\"}" } }' > in/passage.jsonl
    awk 'BEGIN { for (i = 1; i <= 300; i++) { printf "{\"id\": %d, \"title\": \"V %d\", \"text\": \"", i, i
        for (k = 0; k < 40 + i; k++) printf "word "; print "\"}" } }' > in/word.jsonl
    start=$SECONDS
    nd ingest -q in
    is 0
    [ $((SECONDS - start)) -le $((20 + count / 1000)) ]
    [ "$(sql "SELECT count(*) FROM copy")" -eq "$count" ]
    nd copies --format text
    has out "and $((count - 21)) more"
    # The first of the equal ones goes: another leads.
    sed -i 1d in/equal.jsonl
    nd ingest -q in
    [ "$(sql "SELECT count(DISTINCT lead_id) || ' ' || count(*) FROM copy")" = "1 $((count - 1))" ]
}

@test "a passage that becomes common finds no copies any more, as if it had always been" {
    mkdir in
    awk -v common="$(words 5 1 40)" 'BEGIN { for (i = 1; i <= 700; i++) { printf "{\"id\": %d, \"title\": \"U %d\", \"date\": \"2024-01-01\", \"text\": \"%s", i, i, common
        for (k = 0; k < 12; k++) printf " w%dx%d", i % 600, k; print "\"}" } }' > in/a.jsonl
    nd ingest -q in
    [ "$(sql 'SELECT count(DISTINCT lead_id) || " " || count(*) FROM copy')" = '1 700' ]
    sed 's/"U /"X /; s/ w/ v/g; s/2024/2023/' in/a.jsonl > in/b.jsonl
    nd ingest -q in
    has err ': 600 articles consist as this one mostly of passages that more than 1024 others have'
    NEWSDEX_DB=fresh.db nd ingest -q in
    cmp <(dump "$NEWSDEX_DB") <(dump fresh.db)
    # Those that have the same words of their own are still copies.
    [ "$(sql 'SELECT count(DISTINCT lead_id) || " " || count(*) FROM copy')" = '200 400' ]
    rm in/b.jsonl
    nd ingest -q in
    [ "$(sql 'SELECT count(DISTINCT lead_id) || " " || count(*) FROM copy')" = '1 700' ]
    rm fresh.db*
    NEWSDEX_DB=fresh.db nd ingest -q in
    cmp <(dump "$NEWSDEX_DB") <(dump fresh.db)
}

@test "what goes as others come brings none of them nearer to what is left" {
    mkdir in
    # What is left shares passages with what goes; pieces of it come, some of which no key leads to.
    piece in/long.md 'All of it' '' One "$(words 3 1 900)"
    piece in/part.md 'Part of it' '' Two "$(words 3 100 300)"
    piece in/gone.md 'Part of it' '' Three "$(words 3 150 300) again"
    nd ingest -q in
    rm in/gone.md
    for i in $(seq 1 40); do
        piece "in/piece$i.md" "Piece $i" '' Four "$(words 3 $((i * 20)) 22) $(words "$((i + 10))" 1 4)"
    done
    nd ingest -q in
    NEWSDEX_DB=fresh.db nd ingest -q in
    dump fresh.db > wanted
    [ "$(wc -l < wanted)" -lt 42 ]
    dump "$NEWSDEX_DB" | diff - wanted
}

@test "show as JSON and --fields have the copies of an article, the lead first" {
    mkdir in
    piece in/a.md "The harbour" 2024-05-01 North "$(words 5)"
    piece in/b.md "The harbour" 2024-05-02 South "$(words 5)"
    piece in/c.md "Quays" 2024-05-03 West "$(words 5 1 90)"
    piece in/d.md "Another" 2024-05-03 West "$(words 9)"
    nd ingest -q in
    nd show 2 --format json
    [ "$(jq -c '.articles[0].copies | map([.id, .kind, .published_at])' out)" = '[[1,"lead","2024-05-01"],[3,"cut","2024-05-03"]]' ]
    nd export --fields id,copies
    [ "$(jq -c '[.id, (.copies | map(.id))]' out | tr '\n' ' ')" = '[1,[2,3]] [2,[1,3]] [3,[1,2]] [4,[]] ' ]
    nd search --fields id,copies --format ndjson quays
    [ "$(jq -c '.copies | length' out)" = 2 ]
}

@test "copies of texts too long to be kept in memory are found" {
    long() { # file family from
        { printf '# Book %s\n\n' "$2" && seq "$3" 300000 | awk -v family="$2" '{ printf "%s%s%s", family, $1, NR % 12 ? " " : "\n" }'; } | tr 0-9 a-j > "$1"
    }
    mkdir in
    # In the order they are looked at: those of one family never stand behind each other.
    for i in 1 2 3; do
        long "in/x$i.md" x "$((i * 1000))"
        long "in/y$i.md" y "$((i * 1000 + 500))"
    done
    nd ingest -q in
    sql "SELECT file.path, kind FROM copy JOIN file ON file.id = article_id ORDER BY path" | sed 's|.*/||' > got
    printf '%s\n' 'x1.md|lead' 'x2.md|edited' 'x3.md|edited' 'y1.md|lead' 'y2.md|edited' 'y3.md|edited' | diff - got
    nd check
}
