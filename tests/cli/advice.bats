#!/usr/bin/env bats
# What search says on standard error when nothing is found, and what --explain says.

load helper

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    export NEWSDEX_DB=$BATS_TEST_TMPDIR/news.db
    article in/a.txt 'Harbour cranes go electric' 'The port has ordered nine electric cranes for its container terminal.'
    article in/b.txt 'Night trains return' 'The railway will run sleeping cars between the two capitals again.'
    "$NEWSDEX" ingest -q in
}

@test "a word in no article, and a close one" {
    nd search electirc
    is 1
    holds out
    has err 'no article has "electirc"'
    has err '"electric"'
}

@test "what --any would find" {
    nd search cranes trains
    is 1
    has err '--any would find 2'
    nd search --any cranes trains
    is 0
    [ "$(wc -l < out)" -eq 2 ]
}

@test "standard output stays clean and valid" {
    nd search --format json zzzz
    is 1
    holds out '{"schema":1,"hits":[]}'
}

@test "a found query gets no advice" {
    nd search cranes
    is 0
    holds err
}

@test "--explain says how the query was read and what a score is made of" {
    nd search --explain -l electric cranes
    is 0
    has err 'query: electric cranes'
    has err '1 article, weight'
    has err 'title 1'
    nd search --explain --any -l 'which of the cranes'
    has err 'left out as function words'
}

@test "--any raises what reads like the best hit, however many are asked for" {
    article in/k.txt 'Solar storm' 'The solar storm bent the aurora southwards and tripped relays of the power grid.'
    article in/l.txt 'A storm again' 'The storm kept every fishing vessel of the island moored behind the long pier.'
    article in/m.txt 'A storm again' 'The storm showed an aurora to cities and engineers watched relays of the grid.'
    nd ingest -q in
    nd search --any -l solar storm
    holds out $'in/k.txt\nin/m.txt\nin/l.txt'
    nd search --any -l -n 2 solar storm
    holds out $'in/k.txt\nin/m.txt'
    nd search --any --explain -l solar storm
    has err '+ likeness '
    nd search -l storm
    holds out $'in/k.txt\nin/l.txt\nin/m.txt'
}

@test "a word with an accent is not the word without it" {
    article in/c.txt 'Une tasse' 'Le thé est servi dans la grande salle du palais chaque matin.'
    nd ingest -q in
    nd search -l thé
    holds out in/c.txt
    nd search -c the
    [ "$(cat out)" -eq 3 ]
}

@test "a query without anything to search for is called that" {
    for query in $'\xff\xfe' '"!?" lang:en'; do
        nd search "$query"
        is 1
        holds err 'newsdex: nothing in the query can be searched for'
    done
    nd search 'lang:xx'
    is 1
    lacks err 'nothing in the query'
}

@test "what filters keep back" {
    nd search 'cranes lang:xx'
    is 1
    has err 'without the filters 1 would be found'
    nd search 'lang:xx'
    is 1
    has err 'no article passes the filters'
    nd search 'zeppelin lang:en'
    is 1
    has err 'no article has "zeppelin"'
    ! grep -q filters err
}

@test "a word like the one that is nowhere is one that finds something with the rest of the query" {
    for i in 1 2 3; do
        article "speech/f$i.txt" "Session $i" "Le parliement se reunit encore, seance $i."
    done
    article speech/en.txt 'Money' 'The parliament passed the budget in the end.'
    "$NEWSDEX" ingest -q speech
    nd search parliment
    is 1
    has err 'close to it is "parliement"'
    nd search parliment budget
    is 1
    has err 'close to it is "parliament"'
    nd search parliment path:en.txt
    is 1
    has err 'close to it is "parliament"'
    nd search parliment budget path:f1
    is 1
    has err 'no article has "parliment"'
    lacks err 'close to it'
}

@test "every command that finds nothing says so" {
    local command
    for command in 'search xyzzy' 'search tag:none' 'search --collapse xyzzy' \
        'search --collapse=story xyzzy' 'export xyzzy' 'export --to postgresql xyzzy' 'kwic xyzzy' 'count xyzzy' \
        'count --by month xyzzy' 'count --by tag xyzzy' 'count --cooccur topic xyzzy' 'count --by story xyzzy' \
        'terms xyzzy' 'stories xyzzy' 'copies' 'copies xyzzy' 'report xyzzy' 'related 1' 'boilerplate' \
        'boilerplate nowhere' 'tag' 'tag --export' 'tag +a -- xyzzy' 'save' 'note 1' 'show 77' 'open 77' 'open --url 1'; do
        # shellcheck disable=SC2086 # words
        nd $command
        [ "$status" -eq 1 ] && [ -s err ] && continue
        echo "$command: status $status, and on standard error:"
        cat err
        touch silent
    done
    [ ! -e silent ]
}

@test "a query that finds nothing is explained by every command that takes one" {
    local command
    article in/a.txt 'Pier' 'The pier is open again. It was shut for a week.'
    nd ingest in
    for command in search export kwic count terms stories copies report 'tag +a --'; do
        # shellcheck disable=SC2086 # words
        nd $command xyzzy
        is 1
        has err 'no article has "xyzzy"'
    done
    nd stories pier
    has err 'no story of 2 articles'
    nd copies pier
    has err 'no article that matches has a copy'
}

@test "of very many words that no article has the first are told, and how many there are besides" {
    nd search "$(seq -f 'zzq%.0f' 500 | tr '\n' ' ')"
    is 1
    [ "$(grep -c 'no article has "zzq' err)" = 20 ]
    grep -q '^newsdex: 480 more words of the query were not looked up one by one$' err
}

@test "what a minus leaves out is told when nothing is left, and a star in path:" {
    article in/a.txt 'Pier' 'The pier is open again. It was shut for a week.'
    nd ingest in
    nd search 'pier -open'
    is 1
    has err 'without what a minus leaves out 1 would be found'
    nd search 'path:in/*.txt'
    is 1
    has err '"path:in/*.txt": a * stands for nothing there; any part of a name finds it, as path:.txt'
    nd search 'provider:*.example' 'tag:r*' 'path:a?b' 'url:a?b'
    has err '"provider:*.example": a * stands for nothing there; any part of a name finds it, as provider:.example'
    has err '"tag:r*": a * stands for nothing there; it is the whole name that is looked for'
    has err '"path:a?b": a ? stands for nothing there; any part of a name finds it'
    lacks err '"url:'
    nd search --provider '*.example'
    has err 'as provider:.example'
    nd search 'note:* lang:en -type:x'
    lacks err 'stands for nothing'
}

@test "which of several filters keeps everything back" {
    article in/a.txt 'Pier' 'The pier is open again. It was shut for a week.'
    nd ingest in
    nd search 'pier lang:en provider:none'
    is 1
    has err 'no article passes provider:none'
    has err 'without provider:none 1 would be found'
    lacks err 'passes lang:en'
    nd search 'lang:fr path:a.txt'
    is 1
    has err 'no article passes lang:fr'
    has err 'without lang:fr 1 would be found'
    nd search 'zeppelin lang:fr path:a.txt'
    lacks err 'would be found'
    lacks err 'passes'
}

@test "dates that exclude each other are told, those that do not are not" {
    article in/a.txt 'Pier' 'The pier is open again. It was shut for a week.'
    nd ingest in
    for query in 'before:2020 after:2021' 'date:2023 date:2024' 'pier date:2023 before:2023'; do
        nd search "$query"
        is 1
        has err 'no day is in all of the dates'
    done
    nd search --before 2020 --after 2021
    has err 'no day is in all of the dates'
    for query in 'after:2020 before:2021' 'date:2023 -date:2024' 'date:2023 date:2023-05' 'date:2023-05..'; do
        nd search "$query"
        lacks err 'no day'
    done
}

@test "marks without a partner are told" {
    article in/a.txt 'Pier' 'The pier is open again. It was shut for a week.'
    nd ingest in
    nd search -c '"pier is'
    has err 'a quotation mark is not closed'
    nd search -c '(pier OR mole'
    has err 'a ( is not closed'
    nd search -c 'pier) open'
    has err 'a ) that closes nothing'
    for query in '(' '""' '|'; do
        nd search -c "$query"
        is 0
        has err 'nothing in the query can be searched for'
    done
    for query in '' '*' '(pier OR mole) "is open"' 'title:"pier"' 'title:(pier)' '"pier is"~3'; do
        nd search -c "$query"
        holds err ''
    done
}
