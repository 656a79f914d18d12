#!/usr/bin/env bats
# What a terminal gets of files and their names, and what a pipe gets; cells for spreadsheets.

load helper

ESC=$'\e' RLO=$'\u202e' C1=$'\u009b' FFFD=$'\ufffd'

# On a pseudo-terminal; what it printed goes to the file terminal.
on_terminal() {
    local command
    printf -v command '%q ' "$NEWSDEX" "$@"
    script -qec "$command" /dev/null < /dev/null > terminal || true
}

is_inert() {
    local bad
    for bad in "$ESC" "$RLO" "$C1" $'\a' $'\177' $'\xff'; do
        lacks terminal "$bad" || return
    done
}

articles() {
    mkdir in
    printf -- '---\ntitle: "A %s flood \\e]0;x\\a"\ntags: ["t\\u009b %s"]\n---\n\nThe flood %s came.\n' \
        "$RLO" "$RLO" "$RLO" > "in/a${ESC}[31m${RLO}"$'\xff'.md
    nd ingest in
    is 0
}

@test "no format sends a terminal what would steer it" {
    articles
    export NO_COLOR=1
    for format in text tsv json ndjson csv; do
        on_terminal search --format "$format" flood
        has terminal flood
        is_inert
        on_terminal show --format "$format" 1
        has terminal flood
        is_inert
        on_terminal count --format "$format" --by topic
        has terminal t
        is_inert
        on_terminal check --level note --format "$format"
        has terminal control-bytes
        is_inert
    done
    on_terminal search --format csv flood
    has terminal "$FFFD"
}

@test "nor do lists of paths, records, files as they are, and messages" {
    articles
    on_terminal search -l flood
    has terminal .md
    is_inert
    on_terminal parse in
    has terminal flood
    is_inert
    on_terminal show --original 1
    has terminal flood
    is_inert
    on_terminal show "x${ESC}[31m${RLO}"
    has terminal 'neither an id'
    is_inert
    on_terminal parse "none${ESC}[31m${RLO}"
    has terminal none
    is_inert
    on_terminal search --explain "flood${ESC}[31m${RLO}"
    is_inert
}

@test "in a pipe the names of files are what they are" {
    articles
    nd search -l flood
    holds out "in/a${ESC}[31m${RLO}"$'\xff'.md
    nd search --format csv flood
    has out "/in/a${ESC}[31m${RLO}"$'\xff'.md
    nd search --format json flood
    has out "A ${RLO} flood"
}

@test "--safe-cells: text that a spreadsheet takes for a formula gets an apostrophe" {
    mkdir in
    for sign in = + - @; do
        printf -- '---\ntitle: "%sSUM(1,2)"\n---\n\nflood\n' "$sign" > "in/x$sign.md"
    done
    nd ingest in
    nd search --format csv --safe-cells flood
    is 0
    for sign in = + - @; do
        has out ",\"'${sign}SUM(1,2)\","
    done
    nd search --format csv flood
    has out ',"=SUM(1,2)",'
    lacks out "'="
    nd search --format csv --safe-cells flood
    # scores are numbers, some of them below zero
    [ "$(cut -d, -f 1,2 out | grep -c "'")" -eq 0 ]
    nd show --format csv --safe-cells 1
    has out "'"
    nd search --safe-cells flood
    is 2
    has err '--safe-cells is for --format csv'
}
