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

@test "a mistyped command: which one may be meant" {
    for pair in serch:search searhc:search coutn:count exprot:export sho:show opt:optimize; do
        nd "${pair%:*}" x
        is 2
        holds err "newsdex: there is no command ${pair%:*}; did you mean ${pair#*:}?"
    done
    nd x
    has err 'lists them'
    nd "$(printf 'search%.0s' $(seq 100))"
    has err 'lists them'
}

@test "options for every command may stand before it" {
    article in/one.txt 'All is well' 'Nothing is wrong with this file.'
    nd --db other.db ingest -q in
    is 0
    [ -e other.db ]
    [ ! -e "$NEWSDEX_DB" ]
    nd --db=other.db --format csv search wrong --fields title
    is 0
    holds out "$(printf 'title\r\nAll is well\r')"
    nd --format json --db other.db count
    holds out '{"schema":1,"counts":[{"articles":1}]}'
    nd --db other.db serch
    has err 'did you mean search?'
    nd --db
    is 2
    nd --db other.db
    is 2
}

@test "one is one: messages agree with their numbers" {
    article in/one.txt 'All is well' 'Nothing is wrong with this file.'
    nd ingest in
    has err '1 file seen: 1 added'
    has err '; 1 article, 0 references;'
}

@test "make install puts everything in its place, and uninstall takes it away" {
    command -v make > /dev/null || skip 'there is no make'
    [ -e "$ROOT/build/release/newsdex.so" ] || skip 'newsdex.so is not built'
    make -s -C "$ROOT" -o build/release/newsdex -o build/release/newsdex.so install DESTDIR="$PWD/root" PREFIX=/usr
    (cd root/usr && find . ! -type d | sort) > files
    for file in bin/newsdex bin/search share/man/man1/newsdex.1 share/man/man1/search.1 share/man/man1/ingest.1 share/man/man5/newsdex.5 \
        lib/newsdex.so share/newsdex/record.schema.json share/bash-completion/completions/newsdex \
        share/zsh/site-functions/_newsdex share/fish/vendor_completions.d/newsdex.fish; do
        has files "./$file"
    done
    [ "$(cat root/usr/share/man/man1/search.1)" = '.so man1/newsdex.1' ]
    make -s -C "$ROOT" uninstall DESTDIR="$PWD/root" PREFIX=/usr
    [ -z "$(find root ! -type d)" ]
}

# What bash offers for the last of these words.
offered() {
    bash -c 'source "$1/src/man/newsdex.bash"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _newsdex; printf "%s\n" "${COMPREPLY[@]}"' \
        - "$ROOT" "$@" | sort | tr '\n' ' '
}

@test "completion: commands, options and their values" {
    [ "$(offered "$NEWSDEX" se)" = 'search ' ]
    [ "$(offered "$NEWSDEX" '' | wc -w)" -eq "$(commands | wc -w)" ]
    [ "$(offered "$NEWSDEX" search --re)" = '--references ' ]
    [ "$(offered "${NEWSDEX%newsdex}search" --re)" = '--references ' ]
    [ "$(offered "$NEWSDEX" count --by = mo)" = 'month ' ]
    [ "$(offered "$NEWSDEX" count --by mo)" = 'month ' ]
    [ "$(offered "$NEWSDEX" kwic --sort = '')" = 'date left right ' ] ||
        [ "$(offered "$NEWSDEX" kwic --sort =)" = 'date left right ' ]
    [ "$(offered "$NEWSDEX" --db some.db exp)" = 'export ' ]
    [ "$(offered "$NEWSDEX" export --out)" = '--output= ' ]
    [ "$(offered "$NEWSDEX" search tit)" = 'title: ' ]
    [ "$(offered "$NEWSDEX" search arr)" = 'arrival: ' ]
    [ "$(offered "$NEWSDEX" search not)" = 'note: ' ]
    [ "$(offered "$NEWSDEX" search topic)" = 'topic: topic:= ' ]
    [ "$(offered "$NEWSDEX" search nothing)" = ' ' ]
    [ "$(offered "$NEWSDEX" search tag : x)" = ' ' ] # and no word about the database that is missing
}

@test "completion: the engines, all of which --help and newsdex(7) have" {
    engines=$(offered "$NEWSDEX" schema --to = '')
    [ "$(wc -w <<< "$engines")" -ge 7 ]
    "$NEWSDEX" schema --help > help
    for engine in $engines; do
        has help "$engine"
        grep -qi "$engine" "$ROOT/src/man/newsdex.7"
        "$NEWSDEX" schema --to "$engine" > /dev/null
    done
}

@test "completion: what is in the database" {
    mkdir in
    printf -- '---\ntitle: One\nprovider: {name: Paper, domain: paper.example}\ntopics: [Open Models, Öl]\nauthor: Ada North\n---\nText.\n' > in/a.md
    nd ingest in
    nd tag +Read '+to do' --ids 1
    nd save chips x
    [ "$(offered "$NEWSDEX" search tag : r)" = 'Read ' ]
    [ "$(offered "$NEWSDEX" search - tag:r)" = ' ' ] || [ "$(offered "$NEWSDEX" search -tag : r)" = 'Read ' ]
    [ "$(offered "$NEWSDEX" search tag : t)" = '\"to\ do\" ' ]
    [ "$(offered "$NEWSDEX" tag +)" = '+Read +to\ do ' ]
    [ "$(offered "$NEWSDEX" tag -r)" = '-Read ' ]
    [ "$(offered "$NEWSDEX" search saved : '')" = 'chips ' ]
    [ "$(offered "$NEWSDEX" save ch)" = 'chips ' ]
    [ "$(offered "$NEWSDEX" search --topic = ö)" = 'Öl ' ]
    [ "$(offered "$NEWSDEX" count --provider pa)" = 'paper.example ' ]
    [ "$(offered "$NEWSDEX" count --author ada)" = 'Ada\ North ' ]
    mv "$NEWSDEX_DB" other.db
    [ "$(offered "$NEWSDEX" search --db other.db saved : c)" = 'chips ' ]
    [ "$(offered "$NEWSDEX" --db = other.db search saved : c)" = 'chips ' ]
}

@test "completion in zsh" {
    command -v zsh > /dev/null || skip 'there is no zsh'
    nd ingest "$ROOT/seeds"
    nd save chips x
    in_zsh() {
        zsh -fc 'compadd() { while [[ $1 != -- ]]; do shift; done; shift; print -rl -- "$@" }; _files() { print files }
            source $1; shift; words=("$@"); CURRENT=$#; _newsdex' - "$ROOT/src/man/newsdex.zsh" "$@" | tr '\n' ' '
    }
    [ "$(in_zsh "$NEWSDEX" se)" = 'search ' ]
    [ "$(in_zsh "$NEWSDEX" count --by=mo)" = '--by=month ' ]
    [ "$(in_zsh "$NEWSDEX" search saved:)" = 'saved:chips ' ]
    [ "$(in_zsh "$NEWSDEX" ingest see)" = 'files ' ]
}

@test "completion in fish" {
    command -v fish > /dev/null || skip 'there is no fish'
    nd ingest "$ROOT/seeds"
    nd save chips x
    in_fish() {
        HOME=$PWD PATH=${NEWSDEX%/*}:$PATH fish -c "source '$ROOT/src/man/newsdex.fish'; complete -C '$1'" | cut -f 1 | grep -qx -e "$2" # files are there, too
    }
    in_fish 'newsdex sear' 'search'
    in_fish 'newsdex count --by=mo' '--by=month'
    in_fish 'newsdex search saved:' 'saved:chips'
    in_fish 'search --refer' '--references'
}

@test "options: unknown, ambiguous, without their argument" {
    for command in $(commands); do
        nd "$command" --no-such-option
        is 2
        has err '--no-such-option'
        if [ "$command" != tag ]; then # to which it is a tag to be taken away
            nd "$command" -Z
            is 2
            has err '-Z'
        fi
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

@test "the manual has a synopsis and a section for every command, and below it what only that command has" {
    manual=$ROOT/src/man/newsdex.1
    awk '/^\.S[hs] / { section = $2 } /^\.It .*Fl Fl / { sub(/.*Fl Fl /, ""); sub(/[^a-z0-9-].*/, ""); print section, $0 }' "$manual" > described
    for command in $(commands); do
        grep -qxF ".Cm $command" "$manual" || echo "no synopsis of $command"
        grep -qxF ".Ss $command" "$manual" || echo "no section of $command"
        "$NEWSDEX" "$command" --help | sed -n "/^For every command/q; s/^  ..  *--\([a-z0-9-]*\).*/$command \1/p" >> options
    done > missing
    awk '{ count[$2]++; line[$2] = $0 } END { for (option in count) if (count[option] == 1) print line[option] }' options > own
    [ "$(wc -l < own)" -gt 20 ]
    grep -vxFf described own >> missing || true
    holds missing
}

@test "the manual has every option of every command" {
    manual=$ROOT/src/man/newsdex.1
    mandoc -T utf8 "$manual" | sed 's/.\x08//g' > manual.txt
    for command in $(commands); do
        "$NEWSDEX" "$command" --help | grep -oE -- '--[a-z0-9-]+' | sort -u |
            while read -r option; do
                grep -qE -- "(^|[^a-z-])$option([^a-z-]|$)" manual.txt || { echo "$command $option is not in newsdex(1)"; exit 1; }
            done
    done
}

@test "the manual has no option that there is not" {
    manual=$ROOT/src/man/newsdex.1
    for command in $(commands); do
        "$NEWSDEX" "$command" --help
    done > help
    sed -n 's/^\.It Fl Fl \([a-z0-9-]*\).*/--\1/p; s/^\.It Fl [a-zA-Z0-9] , Fl Fl \([a-z0-9-]*\).*/--\1/p; s/^\.It Fl [a-zA-Z0-9] Ar [^ ]* , Fl Fl \([a-z0-9-]*\).*/--\1/p' "$manual" |
        sort -u | while read -r option; do
        grep -qE -- "(^|[^a-z-])$option([^a-z-]|$)" help || { echo "newsdex(1) has $option, no command has"; exit 1; }
    done
}

@test "an option stands in the manual below a command that has it" {
    commands | sort > names
    awk '/^\.Sh / { command = "" } /^\.Ss / { command = $2 } command != "" && /^\.It .*Fl Fl / {
        sub(/.*Fl Fl /, ""); sub(/[^a-z0-9-].*/, ""); print command, $0 }' "$ROOT/src/man/newsdex.1" | sort -u |
        while read -r command option; do
            grep -qx "$command" names || continue
            "$NEWSDEX" "$command" --help | grep -qE -- "--$option([^a-z0-9-]|$)" || echo "$command has no --$option"
        done > wrong
    holds wrong
}

@test "the manual pages are well-formed" {
    mandoc -T lint -W warning "$ROOT"/src/man/*.[157]
}

@test "a query that begins with a hyphen" {
    nd search -lang:en
    is 2
    has err 'a query that begins with - stands behind --'
    nd search -q
    is 2
    lacks err 'stands behind'
    nd check -xyz
    is 2
    lacks err 'stands behind'
}

@test "help for what is no command" {
    nd help searhc
    is 2
    has err 'there is no command searhc; did you mean search?'
}

@test "an option that is none: what it may be, and which command has it" {
    nd search --by date x
    is 2
    has err 'there is no option --by, newsdex count has it'
    nd search --l 3
    has err '--l may be --limit or --list'
    nd search --sortt newest
    has err 'there is no option --sortt; did you mean --sort?'
    nd search --no-pager=3
    has err '--no-pager takes no argument'
    nd search --lim 3 x
    lacks err 'option'
    nd search --nonsense
    is 2
    has err 'there is no option --nonsense;'
    nd search --=
    is 2
    has err 'there is no option --=;'
}
