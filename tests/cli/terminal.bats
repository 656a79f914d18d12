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

# Everything the pager gets is marked; what it is called with stands in the file called.
pager() {
    printf '#!/bin/sh\necho "${LESS-} $*" >> %q\nsed s/^/paged:/\n' "$PWD/called" > "$PWD/page"
    chmod +x page
    export NO_COLOR=1
}

@test "what a terminal gets of search, show, count and terms goes through a pager" {
    pager
    nd ingest -q "$ROOT/seeds"
    for command in 'search Qwen' 'show 1' 'count --by language' 'terms Qwen' 'kwic Qwen' 'related 1'; do
        # shellcheck disable=SC2086 # the command and its argument
        PAGER=$PWD/page on_terminal $command
        [ "$(grep -c '^paged:' terminal)" -ge 2 ]
        [ "$(grep -vc '^paged:' terminal)" -eq 0 ]
    done
    # in the form for people, not that of pipes
    PAGER=$PWD/page on_terminal search -n 1 Qwen
    [ "$(grep -c "$(printf '\t')" terminal)" -eq 0 ]
    grep -q FRX called
    LESS=M PAGER=$PWD/page on_terminal search Qwen
    tail -n 1 called | grep -qx 'M '
}

@test "and does not, where nobody wants one, or in a pipe" {
    pager
    nd ingest -q "$ROOT/seeds"
    PAGER=$PWD/page on_terminal search --no-pager Qwen
    lacks terminal paged
    PAGER='' on_terminal search Qwen
    lacks terminal paged
    NEWSDEX_PAGER=cat PAGER=$PWD/page on_terminal search Qwen
    lacks terminal paged
    TERM=dumb PAGER=$PWD/page on_terminal search Qwen
    lacks terminal paged
    PAGER=$PWD/page on_terminal export Qwen
    lacks terminal paged
    PAGER=$PWD/page nd search Qwen
    lacks out paged
    [ ! -e called ]
}

@test "by way of a pager nothing steers the terminal either" {
    pager
    articles
    for command in 'search flood' 'show 1' 'show --original 1' 'count --by topic'; do
        # shellcheck disable=SC2086 # the command and its arguments
        PAGER=$PWD/page on_terminal $command
        has terminal paged
        is_inert
    done
    PAGER=$PWD/page on_terminal show "x${ESC}[31m${RLO}"
    is_inert
}

@test "a pager that is left early, or is not there, ends all quietly" {
    pager
    nd ingest -q "$ROOT/seeds"
    PAGER='head -n 1' on_terminal export --format csv
    PAGER='head -n 1' on_terminal search -n 0 --context 1000 lang:en
    [ "$(wc -l < terminal)" -eq 1 ]
    PAGER="$PWD/no-such-pager" on_terminal search Qwen
    has terminal no-such-pager
}

@test "text wraps at the borders of words" {
    export NO_COLOR=1 PAGER=cat COLUMNS=60
    printf '# Wide\n\nHarbour %s and a very long line of words about the harbour, 東京の港はとても大きくて船がたくさん来ます東京の港はとても大きい.\n' \
        "$(printf 'x%.0s' {1..70})" > wide.md
    nd ingest -q wide.md
    script -qec "stty cols 60; '$NEWSDEX' show 1; '$NEWSDEX' search harbour" /dev/null < /dev/null > terminal
    tr -d '\r' < terminal | sed -n '/^Harbour/,$p' > text
    # 120 bytes are 60 cells of three bytes and two cells each, and some
    [ "$(awk '!/^ *\// && length($0) > 125' text | grep -vc wide.md)" -eq 0 ]
    grep -q 'words$' text || grep -q 'the$' text || grep -q 'line$' text
    grep -qx 'x\{60\}' text
    # no word is cut that fits on a line, and nothing is lost
    sed -n '1,/来/p' text | tr -d '\n ' | grep -q 'andaverylonglineofwordsabouttheharbour,東京の港'
}

@test "open: a file at its line in an editor or pager, or its address in a browser" {
    nd ingest -q "$ROOT/seeds"
    unset VISUAL EDITOR
    id=$("$NEWSDEX" search --format ndjson -n 0 | jq -r 'select(.line > 1) | .id' | head -n 1)
    line=$("$NEWSDEX" show "$id" --format ndjson | jq .line)
    path=$("$NEWSDEX" show "$id" --format ndjson | jq -r .path)
    VISUAL='echo -n --' nd open "$id"
    [ "$(cat out)" = "-- +$line $path" ]
    EDITOR='echo edit' VISUAL='' nd open "$id"
    holds out "edit +$line $path"
    PAGER='echo page' nd open "$id"
    holds out "page +$line $path"
    url=$("$NEWSDEX" show 3 --format ndjson | jq -r .original_url)
    BROWSER='echo browse' nd open --url 3
    holds out "browse $url"
    printf -- '---\ntitle: Odd\nurl: "https://example.org/$(touch ran);`touch ran`"\n---\nodd\n' > 'odd $(touch ran)".md'
    nd ingest -q 'odd $(touch ran)".md'
    odd=$("$NEWSDEX" search Odd --format '{id}' -n 1)
    BROWSER='echo browse' nd open --url "$odd"
    EDITOR='echo edit' nd open "$odd"
    [ ! -e ran ]
    rm odd*
    EDITOR='echo edit' nd open "$odd"
    is 1
    has err 'No such file'
    nd open 99999
    is 1
    nd open
    is 2
    BROWSER='echo browse' nd open --url "$("$NEWSDEX" search '"Meta’s Avocado"' --format '{id}' -n 1)"
    is 1
}
