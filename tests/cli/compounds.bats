#!/usr/bin/env bats
# Compounds are found by their parts, where both parts are words of the articles.

load helper

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    export NEWSDEX_DB=$BATS_TEST_TMPDIR/news.db
}

put() { # name, language, text
    mkdir -p in
    printf -- '---\ntitle: Nr. %s\nlang: %s\n---\n%s\n' "$1" "$2" "$3" > "in/$1.md"
}

@test "German, at the end and at the beginning, with and without what joins the parts" {
    put 1 de 'Die Bundestagswahlen verschieben sich auf den Winter.'
    put 2 de 'Der Bundestag berät, die Wahl des Präsidenten steht noch aus.'
    put 3 de 'Im Wahlkampf ging es um einen Kampf gegen den Lärm.'
    put 4 de 'Die Auswahl im Laden ist klein.'
    put 5 de 'Wahllos griff er zu.'
    nd ingest -q in
    nd search -l Wahl
    is 0
    [ "$(sort out | tr '\n' ' ')" = 'in/1.md in/2.md in/3.md ' ]
    nd search -l Bundestag
    [ "$(sort out | tr '\n' ' ')" = 'in/1.md in/2.md ' ]
    nd search -l '"Wahl"'
    holds out in/2.md
    nd search --explain -l Wahl
    has err '<bundestagswahl'
    nd kwic --format tsv Wahl
    has out $'\tBundestagswahlen\t'
    nd search -l Kampf Wahl
    holds out in/3.md
}

@test "the other part has to be a word of the articles" {
    put 1 de 'Das Krankenhaus bleibt offen.'
    put 2 de 'Ein Haus am See.'
    nd ingest -q in
    nd search -l Haus
    holds out in/2.md
    put 3 de 'Die Kranken warten.'
    nd ingest -q in
    nd search -l Haus
    [ "$(sort out | tr '\n' ' ')" = 'in/1.md in/2.md ' ]
}

@test "Dutch and Swedish" {
    put 1 nl 'De belastingdienst heeft de aangiften verloren.'
    put 2 nl 'De dienst int de belasting van iedereen.'
    put 3 sv 'Regeringskrisen fortsätter i veckan.'
    put 4 sv 'En kris i landet, och regeringen tiger.'
    nd ingest -q in
    nd search -l dienst
    [ "$(sort out | tr '\n' ' ')" = 'in/1.md in/2.md ' ]
    nd search -l kris
    [ "$(sort out | tr '\n' ' ')" = 'in/3.md in/4.md ' ]
}

@test "not in languages that write the parts apart" {
    put 1 en 'The landlord raised the rent.'
    put 2 en 'The lord owned the land.'
    put 3 de 'Ein Satz, damit es auch deutsche Artikel gibt.'
    nd ingest -q in
    nd search -l land
    holds out in/2.md
}
