#!/usr/bin/env bats
# What of a query is read otherwise than it may have been meant is told on standard error.

load helper

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    export NEWSDEX_DB=$BATS_TEST_TMPDIR/news.db
    article in/a.txt 'Harbour cranes go electric' 'The port has ordered nine electric cranes for its container terminal.'
    "$NEWSDEX" ingest -q in
}

notes() { # query, number of notes
    nd search -l -- "$1"
    grep -vc 'no article\|--any would' err
}

@test "a name that is no field, and the one it was meant for" {
    nd search titel:cranes
    has err '"titel:" is no field and is looked for as words; title: is one'
    nd search 'autor:"North"'
    has err 'author: is one'
    nd search sumary:x
    has err 'summary: is one'
    nd search colour:red
    has err 'fields are title: excerpt:'
}

@test "a field without a value" {
    nd search after: 2023
    has err '"after:" is looked for as words: what it is about has to stand directly behind it'
}

@test "a field with an equals sign, NOT before anything else" {
    nd search 'author=roe'
    has err '"author=roe" is looked for as words: the field is author:'
    nd search 'NOT cranes'
    has err '"NOT" at the beginning is looked for as a word: all without a word is -word'
    [ "$(notes 'NOT GUILTY')" -eq 0 ]
    [ "$(notes 'x=y')" -eq 0 ]
}

@test "what only looks like a field is passed over" {
    for query in 12:30 http://example.org/a?b=c std::vector Lehrer:innen Kolleg:in 'Hint: cranes' 'AT&T' 'why?' cranes; do
        [ "$(notes "$query")" -eq 0 ]
    done
}

@test "dates that are none, and languages by other names" {
    nd search after:soon
    has err '"after:soon" has no date and is looked for as words'
    nd search date:2023-13 cranes
    has err '"date:2023-13" has no date'
    nd search lang:english cranes
    is 0
    has err 'lang:english is read as lang:en'
    nd search --lang english cranes
    is 0
    has err 'lang:english is read as lang:en'
    nd search lang:en cranes
    holds err
    nd search lang:klingonese cranes
    has err 'lang'
}

@test "stars, question marks and regular expressions" {
    nd search 'cra*nes'
    has err '"cra*nes" is looked for as words: a * stands for letters at the end of a word only'
    nd search '*ranes'
    has err 'a * before a word is passed over'
    nd search 'po*t'
    has err '"po*t" is looked for as words: a * stands'
    nd search 'cran?s'
    has err 'a ? stands for no letter'
    for query in '/cran.s/' 'cra.*s' '[a-z]ranes' '^cranes'; do
        nd search "$query"
        has err 'there are no regular expressions'
    done
    [ "$(notes 'Arbeiter*innen')" -eq 0 ]
    [ "$(notes 'crane*')" -eq 0 ]
}

@test "operators of other programs" {
    local query
    for query in 'cranes NEAR port' 'cranes NEAR/5 port' 'cranes W/5 port'; do
        nd search "$query"
        has err 'words near each other are "a b"~5'
    done
    for query in 'cranes ODER port' 'cranes OU port' 'краны ИЛИ порт'; do
        nd search "$query"
        has err 'AND, OR and NOT are operators'
    done
    for query in 'cranes !port' 'cranes –port'; do
        nd search "$query"
        has err 'what shall not be there is -word'
    done
    nd search 'cranes~2'
    has err '~N stands behind quotation marks only'
    nd search 'cranes^2 port'
    has err 'words have no weights'
    for query in '"cranes port"~5' 'cranes near port' 'NOUS ET VOUS' 'cranes – port' 'x^y' 'wow!'; do
        [ "$(notes "$query")" -eq 0 ]
    done
}

@test "operators in a sentence in capitals" {
    nd search --any 'CRANES AND HARBOURS OF THE WORLD'
    is 0
    has err 'AND, OR and NOT are passed over in a sentence in capitals'
    nd search 'PORTS NOT IN EUROPE'
    has err '"NOT" leaves out articles with what follows it'
    for query in 'NATO AND EU' 'NATO NOT EU' 'ports NOT in' 'CRANES AND THE PORT'; do
        [ "$(notes "$query")" -eq 0 ]
    done
}

@test "words that are nowhere together" {
    nd search '"cranes harbour"'
    is 1
    has err 'no article has "cranes harbour", all of it one behind the other'
    nd search '"port terminal"~2'
    is 1
    has err 'no article has "port terminal", all of it near each other'
    nd search nine-cranes
    is 1
    has err 'no article has "nine cranes"'
    nd search 1000
    is 1
    has err 'no article has "1000"'
}

@test "so do the other commands that take a query" {
    for command in kwic export count terms; do
        nd $command titel:cranes
        has err 'title: is one'
    done
}
