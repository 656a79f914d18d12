#!/usr/bin/env bats
# newsdex stories: articles about the same event; and that nothing but the articles decides what is one.

load helper

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    export NEWSDEX_DB=$BATS_TEST_TMPDIR/news.db
    mkdir in
    dated flood-1 2024-05-02 Post 'Ostrava bridge closed by flood' 'The river Ostravice rose overnight and the old bridge in Ostrava was closed. Firefighters carried 900 sandbags to the embankment.'
    dated flood-2 2024-05-03T08:00:00Z Tribune 'Flood closes bridge in Ostrava' 'Ostrava closed its old bridge as the Ostravice rose. The embankment held, firefighters with 900 sandbags said.'
    dated flood-3 2024-05-05 Post 'Ostrava opens the bridge after the flood' 'The old bridge over the Ostravice is open again. Firefighters took the 900 sandbags from the embankment.'
    dated flood-later 2031-11-20 Tribune 'Flood closes bridge in Ostrava' 'Ostrava closed its old bridge as the Ostravice rose. The embankment held, firefighters with 900 sandbags said.'
    dated chess-1 2024-05-02 Post 'Girl of nine wins chess title' 'In the final of the championship Milena Horska, a pupil from Brno, beat the master of last year in forty moves.'
    dated chess-2 2024-05-03 Herald 'Milena Horska, 9, is champion of chess' 'The pupil from Brno won the final of the championship against the master of last year.'
    dated bread 2024-05-04 Herald 'Bakers count their loaves' 'Flour has become dear, and bakers in Brno bake fewer loaves than they used to.'
    dated pont 2024-05-03 Monde 'Le pont d’Ostrava fermé' 'À Ostrava, le vieux pont est fermé depuis que l’Ostravice a débordé.'
    nd ingest -q in
}

dated() { # name date provider title text
    printf -- '---\ntitle: "%s"\ndate: %s\nprovider: %s\n---\n%s\n' "$4" "$2" "$3" "$5" > "in/$1.md"
}

# Stories as lines of file names, whatever their ids.
names() { jq -r '[.articles[].path | sub(".*/"; "") | sub("[.]md"; "")] | join(" ")' "$@"; }

@test "articles about the same event, in order of time; a year later it is another, and so is another language" {
    nd stories --format ndjson
    is 0
    holds <(names out | sort) "$(printf 'chess-1 chess-2\nflood-1 flood-2 flood-3')"
    jq -e -s 'any(.[]; .count == 3 and .first == "2024-05-02" and .last == "2024-05-05" and .outlets == ["Post", "Tribune"] and
        .language == "en" and (.story as $lead | any(.articles[]; .uid == $lead)))' out
}

@test "the newest first, or the biggest; limits; those of one article" {
    nd stories --format ndjson -n 1
    holds <(names out) 'flood-1 flood-2 flood-3'
    dated chess-3 2024-05-06 Post 'Milena Horska is champion of chess' 'The pupil from Brno, nine years old, has won the final of the championship; the master of last year lost.'
    nd ingest -q in
    nd stories --format ndjson -n 1
    holds <(names out) 'chess-1 chess-2 chess-3'
    nd stories --format ndjson --sort biggest --least 3
    [ "$(wc -l < out)" -eq 2 ]
    nd stories --format ndjson --least 1
    [ "$(jq -s 'map(.count) | add' out)" -eq 9 ]
    nd stories --least 4
    is 1
    holds out
    has err 'no story of 4 articles'
    nd stories --sort oldest
    is 2
}

@test "a query, filters and references choose what is grouped" {
    nd stories --format ndjson Milena OR Ostravice
    [ "$(wc -l < out)" -eq 2 ]
    nd stories --format ndjson chess
    holds <(names out) 'chess-1 chess-2'
    nd stories --format ndjson --provider Post
    holds <(names out) 'flood-1 flood-3'
    nd stories --format json nowhere
    is 1
    jq -e '.stories == []' out
    nd stories --among 3
    has err 'only the newest 3 matches were grouped'
}

@test "every format: a row an article, columns also when there is none" {
    nd stories --format tsv
    [ "$(cut -f 1 out | sort | uniq -c | awk '{ print $1 }' | sort | tr '\n' ' ')" = '2 3 ' ]
    [ "$(awk -F'\t' '{ print NF }' out | sort -u)" = 12 ]
    awk -F'\t' '{ print $NF }' out | xargs ls > /dev/null
    nd stories --format csv --least 9
    holds <(tr -d '\r' < out) 'story,count,published_at,language,provider_name,provider_domain,title,url,id,uid,part,path'
    nd stories --format text --articles
    has out '2024-05-02 – 2024-05-05 · 3 articles · en · Post, Tribune'
    [ "$(grep -c '^      2024-05-0' out)" -eq 5 ]
}

@test "count --by story: the title of each, and what is in none" {
    nd count --by story --format csv
    is 0
    [ "$(tr -d '\r' < out | sed 's/.*,//' | tr '\n' ' ')" = 'articles 3 2 3 ' ]
    [ "$(sed -n 4p out | cut -c 1)" = , ]
    [ "$("$NEWSDEX" count --by story --format ndjson | jq -s 'map(.articles) | add')" -eq "$("$NEWSDEX" count --format tsv)" ]
    nd count --by story -n 1 chess
    [ "$(cut -f 2 out)" -eq 2 ]
    nd count --by story --by month
    is 2
    nd count --by story --share
    is 2
}

@test "search --collapse=story: of each story the first hit, and how many more" {
    nd search --collapse=story --format ndjson Ostravice OR Milena
    is 0
    jq -c '[(.path | sub(".*/"; "")), .story_others, .outlets]' out | sort > hits
    [ "$(wc -l < hits)" -eq 4 ]
    [ "$(grep -c ',2,' hits)" -eq 1 ]
    has hits ',1,'
    has hits '["flood-later.md",0,null]'
    # the first is the first without it
    first=$("$NEWSDEX" search --format '{id}' -n 1 Ostravice)
    nd search --collapse=story --format '{id}' -n 1 Ostravice
    holds out "$first"
    nd search --collapse=story --sort oldest --format text -n 2 Ostravice
    has out '+2 articles: Tribune, Post'
    nd search --collapse=story -n 0 -l
    [ "$(wc -l < out)" -eq 5 ]
    nd search --collapse=copies -n 0 -l
    [ "$(wc -l < out)" -ge 7 ]
    nd search --collapse=story --format csv nowhere
    is 1
    has out story_others
    nd search --collapse=chapter bridge
    is 2
    nd search -c --collapse=story bridge
    is 2
}

@test "show --story prints the story of an article" {
    id=$("$NEWSDEX" search --format '{id}' -n 1 title:opens)
    nd show --story --format ndjson "$id"
    is 0
    holds <(names out) 'flood-1 flood-2 flood-3'
    nd show --story "$("$NEWSDEX" search --format '{id}' loaves)"
    has out '1 article '
    nd show --story --fields title "$id"
    is 2
    # of a version that another one answers for, too
    for i in 1 2; do
        printf -- '---\ntitle: Ferry to Ancona\nurl: https://port.example/ferry\ndate: 2024-02-01\n---\n%.*s\n' $((i * 60)) \
            'Koper has a ferry to Ancona again, every Friday from the new terminal, says the harbour master, and back on Sunday evening.' > in/ferry-$i.md
    done
    nd ingest -q in
    for file in ferry-1 ferry-2; do
        id=$(sqlite3 "$NEWSDEX_DB" "SELECT article.id FROM article JOIN file ON file.id = file_id WHERE path LIKE '%$file.md'")
        nd show --story --format ndjson "$id"
        is 0
        names out | grep -q "$file"
    done
}

@test "title and excerpt are enough, copies count once, single words make no story" {
    rm -r in/*
    for i in 1 2 3; do
        printf -- '---\ntitle: Port of Koper opens terminal %d for ferries\nexcerpt: Koper has opened its terminal for ferries to Ancona.\ndate: 2024-02-0%d\n---\n' "$i" "$i" > "in/port-$i.md"
    done
    for i in $(seq 40); do
        dated "wire-$i" 2024-03-01 "Paper $i" 'Mayor of Trieste resigns' 'Giulia Cossutta has resigned as mayor of Trieste after the vote on the harbour was lost.'
        printf 'untitled' > "in/word-$i.txt"
    done
    dated wire-other 2024-03-02 Sera 'Trieste loses its mayor' 'After the vote on the harbour was lost, Giulia Cossutta has resigned. Trieste votes again in May.'
    nd ingest -q in
    nd stories --format ndjson --sort biggest
    [ "$(jq -r .count out | tr '\n' ' ')" = '41 3 ' ]
    names out | tail -n 1 | grep -qx 'port-1 port-2 port-3'
}

@test "neither order, jobs nor batches make a difference" {
    cp -r "$ROOT/seeds/." in
    NEWSDEX_DB=$PWD/at-once.db "$NEWSDEX" ingest -q -j 4 in
    for file in in/*; do echo "$file"; done | sort -r | while read -r file; do
        NEWSDEX_DB=$PWD/one-by-one.db "$NEWSDEX" ingest -q "$file"
    done
    for db in at-once one-by-one; do
        "$NEWSDEX" stories --db $db.db --format ndjson | jq -c 'del(.id) | .articles |= map(del(.id))' > $db.out
    done
    [ "$(wc -l < at-once.out)" -ge 4 ]
    cmp at-once.out one-by-one.out
    # what has come and gone leaves nothing
    dated gone 2024-05-02 Post 'Ostrava bridge closed by flood for days' 'The river Ostravice rose and the old bridge in Ostrava was closed.'
    NEWSDEX_DB=$PWD/at-once.db "$NEWSDEX" ingest -q in
    rm in/gone.md
    NEWSDEX_DB=$PWD/at-once.db "$NEWSDEX" ingest -q in
    "$NEWSDEX" stories --db at-once.db --format ndjson | jq -c 'del(.id) | .articles |= map(del(.id))' | cmp - one-by-one.out
}

@test "edits of edits, equal texts and words without end neither take long nor become one story" {
    awk 'BEGIN { srand(7)
        for (i = 0; i < 110; i++) t[i] = "w" int(rand() * 4000)
        for (n = 0; n < 3000; n++) {
            t[int(rand() * 110)] = "w" int(rand() * 4000)
            text = ""
            for (i = 0; i < 110; i++) text = text " " t[i]
            printf "{\"id\":\"c%d\",\"date\":\"2024-01-%02d\",\"title\":\"%s\",\"body\":\"%s\"}\n", n, 1 + n / 120, substr(text, 2, 40), text
        }
        for (n = 0; n < 3000; n++) printf "{\"id\":\"e%d\",\"date\":\"2022-01-01\",\"title\":\"Nothing new today in the old harbour town\",\"body\":\"Ships came and went as they do.\"}\n", n
        for (n = 0; n < 3000; n++) { text = ""; for (i = 0; i <= n % 200; i++) text = text "again "; printf "{\"id\":\"o%d\",\"title\":\"again\",\"body\":\"%s\"}\n", n, text }
    }' > chain.jsonl
    nd ingest -q --db bad.db chain.jsonl
    status=0
    timeout 60 "$NEWSDEX" stories --db bad.db --format ndjson --sort biggest > out 2> err || status=$?
    is 0
    [ "$(jq -s '.[0].count' out)" -eq 3000 ]
    jq -e -s '.[0].title == "Nothing new today in the old harbour town" and .[1].count < 1000' out
    ! jq -r .title out | grep -qx again
}
