#!/usr/bin/env bats
# newsdex watch: files that come, change, move and go while it runs. Nothing here waits longer than it has to.

load helper

teardown() {
    [ -z "${watcher-}" ] || kill "$watcher" 2> /dev/null || true
}

# Waits up to twenty seconds for a command to succeed.
until_so() { # command...
    for _ in $(seq 200); do
        "$@" > /dev/null 2>&1 && return
        sleep 0.1
    done
    echo "never so: $*"
    cat news watch.err
    return 1
}

begin() { # option or path...
    : > news
    "$NEWSDEX" watch --delay 50 --fields title "$@" > news 2> watch.err 3>&- &
    watcher=$!
}

found() { # count query
    [ "$("$NEWSDEX" search -c "$2")" = "$1" ]
}

told() { # count pattern
    [ "$(grep -c "$2" news)" -eq "$1" ]
}

# A signal ends it at once, and cleanly.
end() { # [signal]
    local result=0
    kill -s "${1-INT}" "$watcher"
    until_so not_running
    wait "$watcher" || result=$?
    watcher=
    [ "$result" -eq 0 ]
}
not_running() {
    ! kill -0 "$watcher"
}

@test "files that come, change, move and go; hits of saved queries" {
    article in/one.txt 'Pears are ripe' 'Words about pears.'
    nd ingest in
    nd save fruit 'pears OR plums'
    nd save 'snow' snow
    begin in
    article in/two.txt 'Plums are ripe' 'Words about plums.'
    until_so told 1 '"saved":"fruit","title":"Plums are ripe"'
    article tmp/three.txt 'Snow' 'Words about snow and plums.'
    mv tmp in/deep # a folder that comes with what is in it
    until_so told 1 '"saved":"snow","title":"Snow"'
    until_so told 2 '"saved":"fruit"'
    mkdir -p in/deep/deeper/more
    article in/deep/deeper/more/four.txt 'More snow' 'Words about more snow.'
    until_so told 2 '"saved":"snow"'
    mv in/deep/deeper in/moved
    until_so found 1 'path:in/moved'
    article in/moved/more/five.txt 'Even more snow' 'Words about even more snow.'
    until_so told 3 '"saved":"snow"'
    rm in/one.txt
    until_so found 0 title:pears
    printf 'Pears again\n\nWords about pears.\n' > in/.two.txt.swp # as editors save
    mv in/.two.txt.swp in/two.txt
    until_so found 1 'title:pears path:two'
    until_so found 0 title:plums
    end
    told 2 '"saved":"fruit"' # what has changed has not come
    told 3 '"saved":"snow"'
    nd search --new-since LAST saved:snow
    is 1
    nd check
    is 0
}

@test "a file alone, also when another one takes its place; its neighbours do not count" {
    article in/one.txt 'Pears are ripe' 'Words about pears.'
    begin in/one.txt
    until_so found 1 pears
    article in/other.txt 'Plums are ripe' 'Words about plums.'
    article in/new.txt 'Grapes are ripe' 'Words about grapes.'
    mv in/new.txt in/one.txt
    until_so found 1 grapes
    end TERM
    found 0 plums
}

@test "a folder that comes later, goes and comes again" {
    begin in
    sleep 0.3
    article in/one.txt 'Pears are ripe' 'Words about pears.'
    until_so found 1 pears
    mv in out
    sleep 0.3
    article out/two.txt 'Plums are ripe' 'Words about plums.'
    mv out in
    until_so found 1 plums
    article in/three.txt 'Grapes are ripe' 'Words about grapes.'
    until_so found 1 grapes
    for i in $(seq 300); do # what is known of folders that are gone makes room
        mkdir -p "in/passing/$i/deep"
        rm -r in/passing
    done
    mkdir -p in/stays/deep
    sleep 0.2
    article in/stays/deep/last.txt 'Folders that stay' 'Words on quinces.'
    until_so found 1 quinces
    end
}

@test "--exec gets the hits; what it does not take stays new" {
    mkdir in
    nd ingest in
    nd save all words
    # shellcheck disable=SC2016 # for the shell that runs it
    begin --verbose --exec 'cat >> got; echo "$NEWSDEX_SAVED $NEWSDEX_HITS" >> got; [ ! -e fail ]' in
    until_so grep -q seconds watch.err
    : > fail
    article one.txt One 'Words come.'
    mv one.txt in/
    until_so grep -q 'stay new' watch.err
    rm fail
    article two.txt Two 'Words come.'
    mv two.txt in/
    until_so grep -qx 'all 2' got
    end
    grep -qx 'all 1' got
    [ "$(grep -c '"title":"One"' got)" -ge 2 ]
    holds news
}

@test "the database below the folder is no change; nor is what is hidden" {
    mkdir -p in/.hidden
    begin --db in/news.db --verbose in
    until_so grep -q seconds watch.err
    sleep 1
    : > in/.hidden/x
    : > in/.x
    sleep 0.5
    end
    [ "$(grep -c seconds watch.err)" -eq 1 ]
}

@test "what is passed on to ingest, and what is no option here" {
    article in/one.txt 'Pears are ripe' 'Words about pears.'
    article in/two.md 'Plums are ripe' 'Words about plums.'
    begin --exclude '*.md' -j 1 in
    until_so found 1 pears
    article in/three.md 'Snow' 'Words about plums.'
    article in/four.txt 'Grapes are ripe' 'Words about grapes.'
    until_so found 1 grapes
    end
    found 0 plums
    for options in '' '--delay 0 in' '--format csv in' '--exclude= in'; do
        status=0
        # shellcheck disable=SC2086 # several arguments
        timeout 20 "$NEWSDEX" watch $options > out 2> err || status=$?
        is 2
    done
    echo nonsense > no.db
    status=0
    timeout 20 "$NEWSDEX" watch --db no.db in > out 2> err || status=$?
    is 2
}

@test "what changes while another program writes is ingested when that is over" {
    article in/one.txt 'Pears are ripe' 'Words about pears.'
    nd ingest in
    begin in
    until_so found 1 pears
    mkfifo go
    { echo 'BEGIN IMMEDIATE;'; cat go; echo 'COMMIT;'; } | sqlite3 news.db 3>&- &
    until_so locked
    article in/two.txt 'Zebras' 'Words about zebras.'
    until_so grep -q 'locked' watch.err
    echo > go
    until_so found 1 zebras
    end
}
locked() {
    ! sqlite3 news.db 'BEGIN IMMEDIATE; ROLLBACK'
}

@test "a problem is told once, and again when it came back" {
    article in/one.txt 'Pears are ripe' 'Words about pears.'
    ln -s in in/loop
    begin in
    until_so found 1 pears
    until_so grep -q loop watch.err
    article in/two.txt 'Plums are ripe' 'Words about plums.'
    until_so found 1 plums
    article in/three.txt 'Figs are ripe' 'Words about figs.'
    until_so found 1 figs
    : > in/empty.txt
    until_so grep -q empty.txt watch.err
    [ "$(grep -c loop watch.err)" = 1 ]
    rm in/loop
    article in/four.txt 'Snow' 'Words about snow.'
    until_so found 1 snow
    ln -s in in/loop
    article in/five.txt 'Ice' 'Words about ice.'
    until_so found 1 ice
    until_so eval '[ "$(grep -c loop watch.err)" = 2 ]'
    [ "$(grep -c empty.txt watch.err)" = 1 ]
    end
}
