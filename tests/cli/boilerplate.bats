#!/usr/bin/env bats
# Learned boilerplate: lines that recur in the articles of one place, and what is none although it recurs.

load helper

# Sentences of words of its own: number, how many words, how many sentences.
text() {
    awk -v seed="$1" -v count="${2:-9}" -v times="${3:-6}" 'BEGIN {
        srand(seed); for (s = 0; s < times; s++) { line = ""; for (i = 0; i < count; i++) line = line (i ? " " : "") word(); printf "%s%s.", (s ? " " : ""), toupper(substr(line, 1, 1)) substr(line, 2) } }
        function word(  w, k) { w = ""; for (k = int(rand() * 3) + 2; k > 0; k--) w = w substr("bdfghklmnprstvz", int(rand() * 15) + 1, 1) substr("aeiou", int(rand() * 5) + 1, 1); return w }'
}

NOTICE="Subscribe to the harbour letter and never miss what happens at the quays again."

# An article: path, number, lines before the text, lines behind it.
page() {
    printf -- '---\ntitle: %s\nurl: https://%s/%s\n---\n\n%b%s\n\n%s\n%b' "$(text "$2" 4 1)" "${HOST:-port.example}" "$2" \
        "${3:-}" "$(text "$2")" "$(text "$2$2")" "${4:-}" > "$1"
}

pages() { # how many, lines before, lines behind
    local i
    mkdir -p in
    for i in $(seq 1 "$1"); do page "in/$(printf %03d "$i").md" "$i" "${2:-}" "${3:-}"; done
}

furniture() { # path
    sql "SELECT coalesce(furniture, 'none') FROM article JOIN file ON file.id = article.file_id WHERE path LIKE '%/$1'"
}

# All that is stored but for the numbers of rows.
state() { # database
    "$NEWSDEX" export --db "$1" 2> /dev/null | jq -cS 'del(.id, .revision, .related)' | LC_ALL=C sort
    sqlite3 "$1" "SELECT key, scope, articles, hash, text FROM line ORDER BY key; SELECT * FROM place ORDER BY scope"
}

@test "a sentence all have is cut out, kept as furniture, and not searched" {
    pages 5 "" "\n$NOTICE\n"
    nd ingest in
    is 0
    has err "cut out of 5 articles"
    nd search -c quays
    holds out 0
    [ "$(furniture 003.md)" = "$NOTICE" ]
    nd show 3 --format json
    has out '"furniture":"learned"'
    nd check
    is 0
}

@test "four articles teach nothing" {
    pages 4 "" "\n$NOTICE\n"
    nd ingest in
    nd search -c quays
    holds out 4
    nd boilerplate
    is 1
}

@test "boilerplate lists place, counts and an example" {
    pages 6 "" "\n$NOTICE\n"
    nd ingest -q in
    nd boilerplate
    is 0
    holds out "port.example	provider	$NOTICE	6	6	1	$(text 1 4 1)	$PWD/in/001.md	"
    nd boilerplate --format text
    has out "port.example · 6 articles"
    has out "      6  $NOTICE"
    nd boilerplate other.example
    is 1
}

@test "the excerpt is not what was cut" {
    pages 6 "$NOTICE\n\n" ""
    nd ingest -q in
    [ "$(sql "SELECT count(*) FROM article WHERE excerpt LIKE 'Subscribe%'")" = 0 ]
    [ "$(sql "SELECT count(*) FROM article WHERE substr(excerpt, 1, 40) = substr(body, 1, 40)")" = 6 ]
}

@test "where what was cut was the excerpt, it is the next paragraph, wrapped or not" {
    local i
    mkdir in
    for i in 1 2 3 4 5 6; do
        { printf 'Harbour %s\n\n%s\n\n' "$(text 9$i 3 1 | tr -d .)" "$NOTICE"; text $i | fold -s -w 60; printf '\n\n%s\n' "$(text $i$i)"; } > in/$i.txt
        text $i | cut -c 1-100 > wanted.$i
    done
    nd ingest -q in
    for i in 1 2 3 4 5 6; do
        [ "$(furniture $i.txt)" = "$NOTICE" ]
        sql "SELECT substr(excerpt, 1, 100) FROM article JOIN file ON file.id = article.file_id WHERE path LIKE '%/$i.txt'" | diff wanted.$i -
    done
}

@test "dates may differ, other numbers between lines that recur" {
    local i
    mkdir in
    for i in 1 2 3 4 5 6; do
        page in/$i.md $i "Posted on $i May 202$i by the harbour desk\n\n" "\n$NOTICE\n\n$((i * 37)) comments\n\nAll rights belong to the harbour of Port and its people.\n"
    done
    nd ingest -q in
    [ "$(furniture 4.md | sed '/^$/d')" = "Posted on 4 May 2024 by the harbour desk
$NOTICE
148 comments
All rights belong to the harbour of Port and its people." ]
    [ "$(sql "SELECT count(*) FROM line WHERE text = 'Posted on … by the harbour desk'")" = 1 ]
}

@test "a line is learned whatever its number is, also where none has a zero" {
    local first i
    for first in 0 3; do
        rm -rf in "$NEWSDEX_DB"*
        mkdir in
        for i in 1 2 3 4 5 6; do
            page in/$i.md $i "" "\n$NOTICE\n\n$(((i - 1 + first) % 6)) comments\n\nAll rights belong to the harbour of Port and its people.\n"
        done
        nd ingest -q in
        [ "$(furniture 1.md | grep -c comments)" = 1 ]
        [ "$(furniture 4.md | grep -c comments)" = 1 ]
        [ "$(sql "SELECT count(*) FROM line WHERE text = '0 comments' AND articles = 6")" = 1 ]
    done
}

@test "a number that is news stays" {
    local i
    mkdir in
    for i in 1 2 3 4 5 6; do page in/$i.md $i "" "\nThe index of the harbour closed at 1${i}3${i}0 points today.\n\n$NOTICE\n"; done
    nd ingest -q in
    nd search -c 'index harbour closed points'
    holds out 6
    [ "$(furniture 4.md)" = "$NOTICE" ]
}

@test "a refrain, a label among the text, a quotation, a row and code stay" {
    local i
    mkdir in
    for i in 1 2 3 4 5 6; do
        page in/$i.md $i "" "\nWhat to do\n\n$(text 7$i)\n\nRow with me along the river tonight.\n\n$(text 8$i)\n\nRow with me along the river tonight.\n\n\"No boat shall leave the harbour at night without a lantern.\"\n\n$(text 9$i)\n\n    if harbour: print the list of all the boats in it\n\n$(text 6$i)\n"
    done
    nd ingest -q in
    [ "$(sql "SELECT count(*) FROM learned")" = 0 ]
}

@test "copies of one article teach nothing, whatever their headlines" {
    local i
    mkdir in
    for i in 1 2 3 4 5 6 7; do
        page in/$i.md $i "" ""
        printf '%s\n\n%s\n\n%s\n\n%s\n' "$(text 1)" "$(text 2)" "$(text 3)" "$(text 9$i 8 1)" > body
        { head -n 5 in/$i.md; cat body; } > all && mv all in/$i.md
    done
    nd ingest -q in
    nd boilerplate
    is 1
    nd copies --format tsv
    [ "$(wc -l < out)" = 7 ]
}

@test "the byline of somebody who wrote all of it stays" {
    local i
    mkdir in
    for i in 1 2 3 4 5 6; do
        page in/$i.md $i "By Maria Vidal of the harbour desk\n\n" "\n$NOTICE\n"
        sed -i '2i author: Maria Vidal' in/$i.md
    done
    nd ingest -q in
    [ "$(furniture 2.md)" = "$NOTICE" ]
}

@test "nothing is cut out of a text that would be left with nothing" {
    local i
    pages 8 "" "\n$NOTICE\n"
    printf -- '---\ntitle: Short\nurl: https://port.example/short\n---\n\nHere it is.\n\n%s\n' "$NOTICE" > in/short.md
    nd ingest -q in
    [ "$(furniture short.md)" = none ]
    [ "$(furniture 003.md)" = "$NOTICE" ]
}

@test "where no provider is known, a folder is a place, and so is a file of many" {
    local i
    mkdir -p a b
    for i in 1 2 3 4 5; do printf '# %s\n\n%s\n\n%s\n' "$(text $i 4 1)" "$(text $i)" "$NOTICE" > a/$i.md; done
    for i in 6 7; do printf '# %s\n\n%s\n\n%s\n' "$(text $i 4 1)" "$(text $i)" "$NOTICE" > b/$i.md; done
    for i in 11 12 13 14 15 16; do jq -nc --arg t "$(text $i 4 1)" --arg b "$(text $i)

Read more about the boats in the archive of the port." '{title: $t, text: $b}'; done > many.jsonl
    nd ingest -q a b many.jsonl
    nd search -c quays
    holds out 2
    nd search -c 'archive of the port'
    holds out 0
    nd boilerplate
    [ "$(cut -f 2 out | sort | tr '\n' ' ')" = "file folder " ]
}

@test "what is learned does not depend on order, batches, jobs and what came and went" {
    local i
    pages 40 "Posted on 3 May 2024 by the harbour desk\n\n" "\n$NOTICE\n\nShare this\n"
    for i in 7 8 9 10 11 12 13 14 15; do HOST=other.example page in/o$i.md $((500 + i)) "" "\n$NOTICE\n"; done
    nd ingest -q -j 4 --db one.db in
    mkdir later
    mv in/* later
    for i in $(find later -type f -printf '%f\n' | sort -t . -k 1.3,1.3 -k 1.2r); do
        mv "later/$i" in/
        case $i in *5.md | *8.md | 001.md) nd ingest -q -j 1 --db two.db in; is 0 ;; esac
    done
    for i in $(seq 60 130); do page "in/z$i.md" "$i" "" "\n$(text 4711 12 1)\n"; done
    nd ingest -q --db two.db in
    rm in/z*
    sed -i "s/$NOTICE/Now something else./" in/004.md
    nd ingest -q --db two.db in
    page in/004.md 4 "Posted on 3 May 2024 by the harbour desk\n\n" "\n$NOTICE\n\nShare this\n"
    nd ingest -q --db two.db in
    state one.db > one
    state two.db > two
    cmp one two
    nd check --db two.db
    is 0
}

@test "--no-learned puts everything back, and the next ingest cuts it again" {
    pages 8 "$NOTICE\n\n" "\nAll rights belong to the harbour of Port and its people.\n"
    nd ingest -q in
    state news.db > learned
    nd ingest -q --no-learned in
    [ "$(sql "SELECT count(*) FROM learned")" = 0 ]
    nd search -c quays
    holds out 8
    NEWSDEX_DB=never.db nd ingest -q --no-learned in
    state news.db > back
    state never.db > never
    cmp back never
    nd optimize --rebuild
    nd search -c quays
    holds out 8
    nd ingest -q in
    state news.db > again
    cmp learned again
    nd check
    is 0
}

@test "a version that answers no more has its text back" {
    pages 8 "" "\n$NOTICE\n"
    nd ingest -q in
    { cat in/003.md; text 77 12 8; } > in/003b.md
    nd ingest -q in
    nd ingest -q --db fresh.db in
    state news.db > one
    state fresh.db > two
    cmp one two
    [ "$(sql "SELECT count(*) FROM version")" = 1 ]
    [ "$(sql "SELECT count(*) FROM learned WHERE article_id IN (SELECT article_id FROM version)")" = 0 ]
}

@test "merge learns from all: as one ingest of all their files" {
    local i
    pages 40 "" "\n$NOTICE\n\nShare this\n"
    mkdir a b
    for i in in/*[0-4].md; do cp "$i" a/; done
    for i in in/*[5-9].md; do cp "$i" b/; done
    for i in 41 42 43 44 45 46; do page a/$i.md $i "" "\n$(text 815 12 1)\n"; done
    cp in/011.md in/014.md b/
    mkdir c
    for i in 1 2 3; do page c/$i.md "9$i" "" "\n$NOTICE\n"; done
    "$NEWSDEX" ingest -q --db a.db a
    "$NEWSDEX" ingest -q --db b.db b
    "$NEWSDEX" ingest -q --db c.db c
    [ "$(sqlite3 a.db "SELECT count(*) FROM line WHERE hash IS NOT NULL AND articles = 6")" = 1 ]
    nd merge out.db a.db b.db c.db
    is 0
    "$NEWSDEX" ingest -q --db all.db a b c
    state out.db > one
    state all.db > two
    cmp one two
    [ "$(sqlite3 all.db "SELECT count(*) FROM line WHERE hash IS NOT NULL AND articles = 6")" = 0 ]
    nd check --db out.db
    is 0
}

@test "a place has its name, whatever went of what came last" {
    local i
    for i in a b; do
        mkdir -p $i/in
        (cd $i && HOST=$i.example pages 7 "" "\nThe letter of $i comes every week to all who want to read of it.\n")
    done
    # In b.db the last one of b.example; in both, and newer in a.db, where it is of another provider.
    mkdir c
    HOST=b.example page c/1.md 91
    "$NEWSDEX" ingest -q --db b.db b c
    HOST=a.example page c/1.md 92
    touch -d '+2 seconds' c/1.md
    "$NEWSDEX" ingest -q --db a.db a c
    "$NEWSDEX" merge -q out.db a.db b.db
    [ "$("$NEWSDEX" boilerplate --db out.db | cut -f 1,2,5)" = "a.example	provider	8
b.example	provider	7" ]
    "$NEWSDEX" ingest -q --db all.db a b c
    diff <(sqlite3 out.db "SELECT * FROM place ORDER BY scope") <(sqlite3 all.db "SELECT * FROM place ORDER BY scope")
}

@test "a file of many is called by the path it has now" {
    mkdir in
    for i in 1 2 3 4 5 6 7; do
        printf '{"title": "%s", "body": "%s\\n\\n%s"}\n' "$(text $i 4 1)" "$(text $i)" "$NOTICE"
    done > in/before.jsonl
    nd ingest -q in
    nd boilerplate before.jsonl
    is 0
    mv in/before.jsonl in/after.jsonl
    nd ingest -q in
    nd boilerplate after.jsonl
    is 0
    [ "$(cut -f 1,2,4,5,8 out)" = "$PWD/in/after.jsonl	file	7	7	$PWD/in/after.jsonl" ]
    nd boilerplate before.jsonl
    is 1
}

# Of two texts of one address the one that is cut is fuller, and shorter once it is cut.
@test "the fuller version answers also where lines were cut out of it, in whatever order both came" {
    local i
    pages 6 "" "\n$NOTICE\n"
    page 003 3 "" "\nA bit more.\n"
    mkdir a b
    cp in/* a
    nd ingest -q in
    cp 003 in/later.md
    cp 003 b/later.md
    for i in 1 2 3; do
        nd ingest -q in
        is 0
        [ "$(sql "SELECT path FROM version JOIN file ON file.id = article_id")" = "$PWD/in/later.md" ]
        [ "$(furniture 003.md)" = "$NOTICE" ]
        equals_fresh in
        touch -d "+$i seconds" in/later.md in/003.md
        printf ' ' >> in/later.md
    done
    nd ingest -q --db all.db a b
    "$NEWSDEX" ingest -q --db a.db a
    "$NEWSDEX" ingest -q --db b.db b
    state all.db > all
    for i in "a.db b.db" "b.db a.db"; do
        # shellcheck disable=SC2086
        "$NEWSDEX" merge -q out.db $i
        state out.db | cmp - all
        rm out.db*
    done
}

# A database that is damaged by a statement is told of by check, in words that are in what it says.
told() { # statement, words...
    cp sound.db news.db
    sql "PRAGMA foreign_keys = 0; $1"
    shift
    nd check
    is 1
    for words; do has err "$words"; done
}

@test "check: what was cut cannot be put back, and the file is read again" {
    local damage path
    pages 6 "Posted on 3 May 2024 by the harbour desk\n\n" "\n$NOTICE\n"
    nd ingest -q in
    state news.db > sound
    cp news.db sound.db
    path=$PWD/in/003.md
    for damage in "cuts = x'00'" "cuts = x''" "cuts = CAST(cuts || x'00' AS BLOB)" "cuts = substr(cuts, 2)" \
        "cuts = substr(cuts, 1, length(cuts) - 1)" "furniture = 7" "furniture = -1" "furniture = 4711"; do
        told "UPDATE learned SET $damage WHERE article_id = 3" "article 3 cannot be put back; newsdex ingest --force $path reads it again"
        [ "$(wc -l < err)" = 1 ]
        nd ingest --no-learned in
        is 2
        has err "article 3 cannot be put back; newsdex ingest --force $path reads it again"
        [ "$(sql "SELECT count(*) FROM learned")" = 6 ]
        nd ingest -q --force "$path"
        is 0
        nd check
        is 0
        state news.db | cmp - sound
    done
    told "UPDATE learned SET cuts = x'00'" "article 1 cannot" "article 6 cannot"
    nd ingest -q --force in
    is 0
    nd check
    is 0
    state news.db | cmp - sound
    told "DELETE FROM learned WHERE article_id = 3" "article 3 was cut by what was learned, and nothing says what; newsdex ingest --force $path"
    nd ingest -q --force "$path"
    nd check
    is 0
    state news.db | cmp - sound
    told "UPDATE learned SET cuts = x'00' WHERE article_id = 3" "article 3"
    rm in/003.md
    nd ingest -q in
    is 0
    nd check
    is 0
}

@test "check: what is learned is not what the articles say, and optimize --rebuild counts it anew" {
    local damage
    pages 6 "" "\n$NOTICE\n"
    nd ingest -q in
    state news.db > sound
    cp news.db sound.db
    for damage in "UPDATE line SET articles = 9 WHERE hash IS NOT NULL" "DELETE FROM line" "UPDATE line SET hash = hash + 1" \
        "INSERT INTO line VALUES (4711, 1, 5, NULL, NULL)" "UPDATE place SET articles = 5" "UPDATE place SET articles = -6" \
        "DELETE FROM place" "UPDATE place SET name = 'other.example'" "UPDATE place SET kind = 'folder'" \
        "INSERT INTO line_log (events) VALUES (x'0701')" "DELETE FROM sketch WHERE first >= 2147483648" \
        "UPDATE sketch SET entries = substr(entries, 1, length(entries) - 4) WHERE first >= 2147483648" \
        "UPDATE sketch SET entries = CAST(entries || x'81' AS BLOB) WHERE first >= 2147483648" \
        "UPDATE sketch SET first = first + 1 WHERE first >= 2147483648" \
        "UPDATE sketch SET entries = x'' WHERE first < 2147483648"; do
        told "$damage" "optimize --rebuild"
        nd optimize --rebuild
        is 0
        nd check
        is 0
        state news.db | cmp - sound
    done
    told "UPDATE place SET articles = -6" "optimize --rebuild"
    page in/007.md 7 "" "\n$NOTICE\n"
    nd ingest -q in
    is 2
    has err "the table place counts fewer than no articles; newsdex optimize --rebuild"
}

@test "merge learns unless nothing is learned in any of them, and says so where they differ" {
    local first second third wanted
    pages 12 "" "\n$NOTICE\n"
    mkdir a b c
    cp in/00[1-4]* a && cp in/00[5-8]* b && cp in/009* in/01* c
    for i in a b c; do
        "$NEWSDEX" ingest -q --db $i-yes.db $i
        "$NEWSDEX" ingest -q --no-learned --db $i-no.db $i
    done
    "$NEWSDEX" ingest -q --db all-yes.db a b c
    "$NEWSDEX" ingest -q --no-learned --db all-no.db a b c
    while read -r first second third wanted; do
        nd merge out.db a-$first.db b-$second.db c-$third.db
        is 0
        [ "$first$second$third" = yesyesyes ] || [ $wanted = no ] || has err "not all of them were ingested with --no-learned"
        [ "$first$second$third" != yesyesyes ] && [ $wanted != no ] || lacks err "--no-learned"
        diff <(state out.db) <(state all-$wanted.db)
        [ "$(sqlite3 out.db "SELECT count(*) FROM state WHERE name = 'learning'")" = $((${#wanted} == 2)) ]
        nd check --db out.db
        is 0
        rm out.db
    done << 'END'
yes yes yes yes
no no no no
no yes yes yes
yes no no yes
no no yes yes
no yes no yes
END
}
