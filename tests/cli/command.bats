#!/usr/bin/env bats
# What all commands have in common: help, version, options, exit statuses, the manual.

load helper

commands() {
    "$NEWSDEX" --help | sed -n 's/^  \([a-z]*\) .*/\1/p'
}

@test "no command: the overview on standard error, status 2" {
    nd
    is 2
    holds out
    has err 'usage: newsdex COMMAND'
}

@test "--help lists the commands, COMMAND --help explains each" {
    nd --help
    is 0
    holds err
    for command in ingest parse search show check; do
        has out "  $command "
        "$NEWSDEX" "$command" --help > help
        has help "usage: newsdex $command "
        has help 'Exit status'
        "$NEWSDEX" help "$command" | cmp - help
        "$NEWSDEX" "$command" -h | cmp - help
    done
    [ "$(awk '{ print length }' out help | sort -n | tail -n 1)" -le 120 ]
}

@test "--version, before and behind the command" {
    nd --version
    is 0
    grep -qE '^newsdex [0-9]+\.[0-9]+\.[0-9]+$' out
    cp out version
    nd search --version
    cmp out version
}

@test "a command that there is not" {
    nd frobnicate
    is 2
    has err 'frobnicate'
    nd --frobnicate
    is 2
}

@test "options: unknown, ambiguous, without their argument" {
    for command in $(commands); do
        nd "$command" --no-such-option
        is 2
        has err '--no-such-option'
        nd "$command" -Z
        is 2
        has err '-Z'
        nd "$command" --db
        is 2
        has err '--db'
        [ "$(wc -l < err)" -eq 1 ]
    done
}

@test "options may be shortened, stand behind arguments, and end with --" {
    article in/one.txt 'All is well' 'Nothing is wrong with this file.'
    nd ingest in --quie
    is 0
    nd search wrong --lis
    holds out in/one.txt
    nd search -l -- -wrong
    is 1
    nd search -l -- wrong
    holds out in/one.txt
}

@test "the manual has every option of every command" {
    manual=$ROOT/src/man/newsdex.1
    [ -e "$manual" ] || skip 'there is no newsdex(1) yet'
    mandoc -T utf8 "$manual" | sed 's/.\x08//g' > manual.txt
    for command in $(commands); do
        # The command's own section of the manual, or all of it.
        "$NEWSDEX" "$command" --help | grep -oE -- '--[a-z0-9-]+' | sort -u |
            while read -r option; do
                grep -qE -- "(^|[^a-z-])$option([^a-z-]|$)" manual.txt || { echo "$command $option is not in newsdex(1)"; exit 1; }
            done
    done
}

@test "the manual has no option that there is not" {
    manual=$ROOT/src/man/newsdex.1
    [ -e "$manual" ] || skip 'there is no newsdex(1) yet'
    for command in $(commands); do
        "$NEWSDEX" "$command" --help
    done > help
    sed -n 's/^\.It Fl Fl \([a-z0-9-]*\).*/--\1/p; s/^\.It Fl [a-zA-Z0-9] , Fl Fl \([a-z0-9-]*\).*/--\1/p; s/^\.It Fl [a-zA-Z0-9] Ar [^ ]* , Fl Fl \([a-z0-9-]*\).*/--\1/p' "$manual" |
        sort -u | while read -r option; do
        grep -qE -- "(^|[^a-z-])$option([^a-z-]|$)" help || { echo "newsdex(1) has $option, no command has"; exit 1; }
    done
}

@test "the manual pages are well-formed" {
    ls "$ROOT"/src/man/*.[15] > /dev/null 2>&1 || skip 'there are no manual pages yet'
    mandoc -T lint -W warning "$ROOT"/src/man/*.[15]
}
