#!/usr/bin/env bats
# Several databases searched at once: what is found, and in which order, is what one of all the files would say.

load helper

# Articles of random words, some frequent and some rare, in several languages, with dates and topics, ties and
# versions of one address among them: those of number % 3 = N go to N.
make_articles() { # count
    awk -v count="$1" '
    function word() {
        return words[int(rand() * rand() * n) + 1]
    }
    BEGIN {
        srand(11)
        n = split("harbour crane ferry quay ships port tide sailor Wahl Bundestagswahl Wahlkampf Kampf Hafen " \
                  "Hafenarbeiter Arbeiter Schiff élection élections électorale marins ports port 港口 起重机 船舶 " \
                  "wi-fi wifi 10,000 10000 café cafe resume résumé lantern lanterns tollgate night", words, " ")
        split("en de fr zh", languages, " ")
        for (i = 1; i <= count; i++) {
            file = sprintf("%d/%03d.md", i % 3, i)
            printf "---\ntitle: %s %s %s\nlang: %s\n", word(), word(), word(), languages[i % 4 + 1] > file
            if (i % 5) printf "date: 202%d-%02d-%02d\n", i % 4, i % 12 + 1, i % 28 + 1 > file
            printf "tags: [%s, tag%d]\n", words[i % 7 + 1], i % 3 > file
            if (i % 30 == 0 || i % 30 == 3) printf "url: https://news.example.org/%d\n", int(i / 30) > file
            printf "---\n" > file
            for (k = 0; k < 5 + int(rand() * 80); k++) printf "%s ", word() > file
            print "" > file
            close(file)
        }
    }'
}

setup_file() {
    cd "$BATS_FILE_TMPDIR" || return
    mkdir 0 1 2
    make_articles 240
    for i in 0 1 2; do
        "$NEWSDEX" ingest -q --db $i.db $i
        "$NEWSDEX" ingest -q --db all.db $i
    done
}

setup() {
    cd "$BATS_FILE_TMPDIR" || return
    unset NEWSDEX_DB NO_COLOR
    several=(--db 0.db --db 1.db --db 2.db)
}

# A command says the same of the three and of the one: but for ids and what tells of the database.
agree() { # command argument...
    local command=$1
    shift
    "$NEWSDEX" "$command" --db all.db "$@" > one 2> one.err || [ $? -eq 1 ]
    "$NEWSDEX" "$command" "${several[@]}" "$@" > all 2> all.err || [ $? -eq 1 ]
    cut -f "${columns:-1-}" one > one.cut
    cut -f "${columns:-1-}" all > all.cut
    diff one.cut all.cut && diff one.err all.err && return
    echo "of $command $*"
    return 1
}

@test "hits, scores, snippets and their order are those of one database of all" {
    columns=2-14
    for query in harbour 'harbour crane' '"crane ferry"' 'Wahl' 'port*' 'wifi cafe' 'ferry -crane' 'tide OR night' \
        '"ferry quay"~4' 'élection port' '港口' '港口起重机' 'title:harbour ferry' '-harbour' '' 'topic:ferry' '10000' \
        'lanterns marins Kampf' 'zeppelin' 'harbor'; do
        for options in '' --any '--any -n 100' '--sort newest -n 70' '--sort oldest' '--lang de' '--topic tag1' \
            '--after 2021-03 --any' '--any path:1/' '--sample 9 --any' '-n 0' '--all-versions'; do
            # shellcheck disable=SC2086
            agree search $options -- "$query"
        done
    done
}

@test "numbers, values and lines are those of one database of all" {
    agree search -c harbour
    agree count crane
    for by in topic language day month year provider type author; do
        agree count --by $by --any 'harbour ferry'
        agree count --by $by
    done
    agree count --by language --by year port
    agree count --by month --query a=harbour --query b=ferry
    columns=1-3,5-8 agree kwic 'harbour "ferry quay"'
    columns=1-3,5-8 agree kwic --sort left crane
    agree export --fields uid,title,date,topics,body --any 'harbour ferry'
}

@test "a hit is named by its database and id, or by its uid" {
    nd search "${several[@]}" --format text -n 40 --any 'tide sailor'
    is 0
    grep -qE '^2:[0-9]+  ' out
    grep -qE '^3:[0-9]+  ' out
    nd search "${several[@]}" --format ndjson -n 40 --any 'tide sailor'
    jq -r 'select(.database == "2.db") | "\(.id) \(.uid) \(.title)"' out | head -n 1 > hit
    read -r id uid title < hit
    nd show "${several[@]}" --fields title --format tsv "3:$id" "$uid"
    is 0
    holds out "$title
$title"
    nd show --db 1.db --fields title --format tsv "$id"
    lacks out "$title"
    nd show "${several[@]}" "$id"
    is 2
    has err 'of which database?'
    nd show "${several[@]}" "4:$id"
    is 2
    nd export "${several[@]}" --any 'tide sailor'
    [ "$(jq -r .database out | sort -u | tr '\n' ' ')" = '0.db 1.db 2.db ' ]
    nd kwic "${several[@]}" --format csv tide
    has out '2.db'
    nd kwic "${several[@]}" --format text tide
    grep -qE '^2:[0-9]+ ' out
}

@test "what cannot be asked of several is one error" {
    for command in 'related 1' 'stories' 'terms port' 'report port' 'copies' 'changes' 'check' 'optimize' 'ingest 0' 'open 1'; do
        # shellcheck disable=SC2086
        nd $command "${several[@]}"
        is 2
        has err 'takes one --db; newsdex merge makes one database of several'
        [ "$(wc -l < err)" -eq 1 ]
    done
    nd search "${several[@]}" --collapse port
    is 2
    nd search "${several[@]}" --collapse=story port
    is 2
    nd count "${several[@]}" --by story port
    is 2
    has err '--by story takes one --db'
    nd search "${several[@]}" saved:none
    is 2
    has err 'saved: takes one --db'
    nd export "${several[@]}" --after-id 3
    is 2
    nd search --db 0.db --db ./0.db port
    is 2
    has err 'is the same file as'
    nd search --db 0.db --db none.db port
    is 2
    has err none.db
    nd search --db 0.db --db '' port
    is 2
}

@test "databases change while they are searched together" {
    mkdir -p more
    cp 0.db grown.db
    printf 'Tide of zeppelins\n\nZeppelins at the quay.\n' > more/z.txt
    "$NEWSDEX" ingest -q --db grown.db more
    nd search --db grown.db --db 1.db --format ndjson zeppelins
    [ "$(jq -r .database out)" = grown.db ]
    nd search --db 1.db --db grown.db --format ndjson zeppelins
    [ "$(jq -r .database out)" = grown.db ]
    nd show --db 1.db --db grown.db --format tsv --fields title "2:$(jq -r .id out)"
    holds out 'Tide of zeppelins'
}

@test "a fulltext index of another form is told" {
    cp 1.db other.db
    sqlite3 other.db "UPDATE article_fts_config SET v = 5 WHERE k = 'version'"
    nd search --db 0.db --db other.db port
    is 2
    has err 'optimize --rebuild'
}
