#!/usr/bin/env bats
# Copies in reports and among typical words.

load helper

copies() {
    local text='The harbour council met on Monday to speak about the new cranes that are to come from the north next spring, and about who is to pay for the rails they need before the winter ends.'
    mkdir -p in
    for i in 1 2 3; do
        printf -- '---\ntitle: Cranes %s\nurl: https://p%s.example/a\nprovider: {name: Paper %s, domain: p%s.example}\ndate: 2024-01-0%s\n---\n%s\n' \
            "$i" "$i" "$i" "$i" "$i" "$text" > "in/$i.md"
    done
    article in/other.txt 'Cranes of another kind' 'Birds that fly south in autumn over the marshes and come back.'
    nd ingest in
    nd count cranes
    holds out 4
    nd count --collapse cranes
    holds out 2
}

@test "a report lists the first of copies and names the others; its numbers count all" {
    copies
    nd report cranes
    is 0
    [ "$(grep -c '<h3 dir' out)" -eq 2 ]
    has out '+2 copies: Paper 1, Paper 2'
    has out '2 of 2, the most relevant first; copies of an article are named below it.'
    nd report -n 1 cranes
    has out '1 of 2,'
    has out '1 article more did not fit in here'
    nd report birds
    lacks out 'copies of an article'
}

@test "terms --collapse: copies count once" {
    copies
    nd terms --no-phrases --min-articles 1 -n 0 --format csv --against birds rails
    grep -q '^rails,3,' out
    nd terms --collapse --no-phrases --min-articles 1 -n 0 --format csv --against birds rails
    grep -q '^rails,1,' out
}
