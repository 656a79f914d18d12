#!/usr/bin/env bats
# What newsdex does not read itself goes through commands that the user names: ingest --filter, parse --filter.

load helper

# Files of an ending that nobody reads, and an archive of them. Their text is written backwards.
some_files() {
    mkdir in
    printf 'edit yb emoc senarC #\n\n.yauq eht no dednats won sah eno tsaL\n' > in/a.back
    article in/b.txt Harbour 'The harbour is as it was.'
    (cd in && tar -cf c.tar a.back b.txt)
}

titles() {
    sql "SELECT title FROM article ORDER BY id"
}

@test "a command makes the text, of files and of members of archives" {
    some_files
    nd ingest --filter 'back=rev' in
    is 0
    counts '3 added' '2 articles in 1 container'
    [ "$(titles | sort)" = "$(printf '%s\n' 'Cranes come by tide' 'Cranes come by tide' Harbour Harbour)" ]
    nd show --format json 1
    [ "$(jq -r '.articles[0].provenance.filter' out)" = rev ]
    [ "$(sql "SELECT filter FROM file ORDER BY path" | tr '\n' ' ')" = 'rev  back=rev ' ]
    nd check --level note --code filtered
    has out 'in/a.back: note: the text is made by "rev" [filtered]'
    has out 'in/c.tar#a.back: note: the text is made by "rev" [filtered]'
    nd parse --filter 'back=rev' in
    is 0
    [ "$(jq -r .title out | sort)" = "$(printf '%s\n' 'Cranes come by tide' 'Cranes come by tide' Harbour Harbour)" ]
}

@test "HTML and markdown are read as such, and the longest ending counts, whatever its case" {
    mkdir in
    echo x > in/a.page
    echo x > in/b.my.PAGE
    nd parse --filter 'page=echo "<html><head><title>Cranes</title></head><body><p>They come by <b>tide</b>.</p></body></html>"' \
        --filter '.my.page=printf "# Ships\n\nThey *leave*.\n"' in
    is 0
    [ "$(jq -r '.title + ": " + .body + " (" + .shape + ")"' out)" = "$(printf 'Cranes: They come by tide. (html)\nShips: They leave. (markdown)')" ]
}

@test "{} and \$1 are the name of the file, which no name makes a command of" {
    mkdir in
    printf 'Cranes\n\nThey come by tide.\n' > "in/it's \$(touch ran) \"; touch ran; a.x"
    for command in 'cat {}' 'cat "{}"' "cat '{}'" 'cat "$1"' 'cat'; do
        nd parse --filter "x=$command" in
        is 0
        [ "$(jq -r .title out)" = Cranes ]
    done
    [ ! -e ran ] && [ ! -e in/ran ]
    (cd in && tar -cf ../t.tar ./*)
    nd parse --filter 'x=cat {}' t.tar
    [ "$(jq -r .title out)" = Cranes ]
}

@test "a command that fails is an error of its file, with what it says; the next run tries again" {
    some_files
    nd ingest --filter 'back=echo first >&2; echo "cannot read" >&2; exit 3' in
    is 1
    has err 'newsdex: in/a.back: the filter "echo first >&2; echo "cannot read" >&2; exit 3" failed with status 3: cannot read'
    has err 'newsdex: in/c.tar#a.back: the filter'
    counts '2 articles'
    nd check
    has out 'in/a.back: error: the filter'
    has out 'in/c.tar#a.back: error: the filter'
    nd ingest --filter 'back=rev' in
    is 0
    counts '4 articles'
    nd check
    holds out
    for command in 'nosuchcommand' 'true' 'kill -9 $$' 'yes'; do
        nd parse --max-size 1M --filter "back=$command" in/a.back
        is 1
        has err "in/a.back: the filter \"$command\""
    done
}

@test "what is known of a file stays when its command fails later" {
    some_files
    nd ingest --filter 'back=rev' in
    sql "SELECT id, title, body FROM article ORDER BY id" > before
    nd ingest --filter 'back=false' in
    is 1
    counts '4 articles'
    sql "SELECT id, title, body FROM article ORDER BY id" | diff before -
    nd ingest --filter 'back=rev' in
    is 0
    sql "SELECT id, title, body FROM article ORDER BY id" | diff before -
}

@test "another command reads again what it is for, and nothing else" {
    some_files
    nd ingest --filter 'back=rev' in
    nd ingest --filter 'back=rev' in
    counts '3 unchanged'
    nd ingest in
    counts '3 unchanged' '4 articles'
    nd ingest --filter 'back=rev | tr a-z A-Z' in
    counts '2 changed' '1 unchanged' '4 articles'
    [ "$(titles | grep -c 'CRANES COME BY TIDE')" -eq 2 ]
    nd ingest --filter 'back=rev' --filter 'txt=cat' in
    counts '3 changed' '4 articles'
    [ "$(titles | grep -c 'Cranes come by tide')" -eq 2 ]
}

@test "a record can be shown as it was, converted or not" {
    some_files
    nd ingest --filter 'back=rev' in
    for id in $(sql "SELECT id FROM part ORDER BY name"); do
        nd show --original "$id"
        is 0
        name=$(sql "SELECT name FROM part WHERE id = $id")
        cmp "in/$name" out
    done
}

@test "what a command starts ends with it, and with newsdex" {
    some_files
    nd parse --filter 'back=sleep 61.2571 & sleep 61.2572 > /dev/null & rev' in/a.back
    is 0
    [ "$(jq -r .title out)" = 'Cranes come by tide' ]
    # In the foreground it is asked once; what is asked to end twice ends at once.
    timeout --foreground --preserve-status -s INT 1 "$NEWSDEX" parse --filter 'back=sleep 61.2573 | sleep 61.2574' in/a.back || status=$?
    [ "$status" -eq 130 ]
    timeout --foreground --preserve-status -s INT 1 "$NEWSDEX" ingest -q --filter 'back=sleep 61.2575 | sleep 61.2576' in || status=$?
    [ "$status" -eq 130 ]
    for _ in $(seq 50); do # what is killed takes a moment to go
        ps -eo stat,args | grep '^[^Z].*sleep 61[.]257' > running || break
        sleep 0.1
    done
    holds running
    nd ingest --filter 'back=rev' in
    is 0
    counts '4 articles'
}

@test "memory has a limit" {
    some_files
    nd parse --filter 'back=perl -e "my @a; push @a, q(x) x 10000000 while 1"' in/a.back
    is 1
    has err 'in/a.back: the filter'
}

@test "no folder names a command" {
    some_files
    printf -- '--filter\nback=rev\n' > in/.newsdex
    printf 'filter: back=rev\n' > in/newsdex.conf
    nd ingest in
    sql "SELECT count(*) FROM file WHERE filter IS NOT NULL" > out
    holds out 0
}

@test "what is no filter is a mistake" {
    for filter in rev =rev back= 'a/b=rev' "back=$(printf 'a\nb')"; do
        nd ingest --filter "$filter" .
        is 2
        has err 'is not EXT=COMMAND'
    done
}
