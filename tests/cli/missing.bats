#!/usr/bin/env bats
# newsdex ingest: which articles go when files cannot be found, and which stay.

load helper

some_articles() {
    mkdir -p in/sub/deep
    article in/top.txt 'Ferry runs again' 'After the flood the boat crosses every hour. It is full.'
    article in/sub/one.txt 'Harbour cranes' 'Eleven cranes run on electricity. They are new.'
    article in/sub/two.txt 'Shore power' 'Two quays get sockets. Ships like it.'
    article in/sub/deep/three.txt 'Snow in May' 'The cherries are lost. Farmers had not expected it.'
    nd ingest in
    is 0
}

@test "no more files can be open: one error that names the limit, and nothing is removed" {
    local limit
    some_articles
    mkdir in/many in/beside
    printf '[{"title":"One","body":"A text of some words."},{"title":"Two","body":"Another text of words."}]' \
        > in/many/list.json
    article in/beside/a.txt 'A text' 'It is ordinary. It has two sentences.'
    printf '{"author":"Desk"}' > in/beside/a.json
    printf 'file,title\na.txt,One\nb.txt,Two\n' > in/beside/names.csv
    (cd in && tar -cf packed.tar top.txt sub/one.txt)
    nd ingest in
    is 0
    for limit in 7 8 9 10 11 12 14 16; do
        status=0
        (ulimit -n $limit && exec "$NEWSDEX" ingest --force in) > out 2> err 3>&- || status=$?
        if [ "$status" -ne 0 ]; then
            is 2
            [ "$(wc -l < err)" -eq 1 ]
            has err "no more than $limit (ulimit -n)"
        fi
        nd ingest in
        is 0
        counts '0 added' '0 removed' '10 articles'
    done
    status=0
    (ulimit -n 5 && exec "$NEWSDEX" parse in) > out 2> err 3>&- || status=$?
    is 2
    has err 'no more than 5 (ulimit -n)'
}

@test "roots of which one's name begins with the other's: a second run changes nothing" {
    local name
    for name in a a-b a.txt 'a b' 'a!' a0 A; do
        article "$name/1.txt" "Title of $name" 'The text is ordinary. It has two sentences.'
    done
    article 'a,b' 'A file beside them' 'The text is ordinary. It has two sentences.'
    nd ingest a a-b a.txt 'a b' 'a!' a0 A 'a,b'
    counts '8 added'
    nd ingest 'a,b' A a0 'a!' 'a b' a.txt a-b a
    is 0
    counts '8 unchanged' '0 removed' '8 articles'
    rm a/1.txt
    article a/2.txt 'Another one' 'The text is ordinary. It has two sentences.'
    nd ingest a a-b
    counts '1 added' '1 unchanged' '1 removed' '8 articles'
}

@test "a named file that is gone is removed, one that was never there is a mistake" {
    some_articles
    rm in/sub/one.txt
    nd ingest in/sub/one.txt in/top.txt
    is 0
    counts '1 unchanged' '1 removed' '3 articles'
    equals_fresh in
    nd ingest in/sub/one.txt in/top.txt
    is 1
    has err 'newsdex: in/sub/one.txt: No such file'
    counts '0 removed' '1 failed'
}

@test "--files0-from removes files that are gone, whatever way they are written" {
    some_articles
    rm in/sub/one.txt
    printf 'in/sub/one.txt\0in/sub/two.txt\0' > list
    nd ingest --dry-run --files0-from=list
    counts '1 removed'
    printf './in//sub/../sub/./one.txt\0in/sub/two.txt\0' > list
    nd ingest --files0-from=list
    is 0
    counts '1 removed' '3 articles'
    equals_fresh in
}

@test "a named file that is gone together with its folder stays" {
    some_articles
    mv in/sub elsewhere
    printf 'in/sub/one.txt\0in/sub/two.txt\0' > list
    nd ingest --files0-from=list
    has err 'newsdex: in/sub: is not there; what is known of 2 files was kept (--remove-missing removes it)'
    counts '0 removed' '4 articles'
    mkdir in/sub
    nd ingest --files0-from=list
    has err 'newsdex: in/sub: is empty now; what is known of 2 files was kept (--remove-missing removes it)'
    counts '0 removed' '4 articles'
    nd ingest --files0-from=list --remove-missing
    is 0
    counts '2 removed' '2 articles'
}

@test "a given folder that is gone stays until --remove-missing" {
    some_articles
    mv in/sub elsewhere
    nd ingest in/sub
    is 1
    has err 'newsdex: in/sub: No such file'
    has err 'newsdex: in/sub: is not there; what is known of 3 files was kept'
    counts '0 removed' '1 failed' '4 articles'
    nd ingest --remove-missing in/sub
    is 0
    counts '3 removed' '1 article'
    equals_fresh in
}

@test "a folder inside that is empty now keeps its articles until --remove-missing" {
    some_articles
    rm -r in/sub/deep/*
    nd ingest in
    is 0
    has err 'newsdex: in/sub/deep: is empty now; what is known of 1 file was kept (--remove-missing removes it)'
    counts '3 unchanged' '0 removed' '4 articles'
    nd ingest --remove-missing --dry-run in
    counts '1 removed'
    nd ingest --remove-missing in
    is 0
    lacks err 'kept'
    counts '1 removed' '3 articles'
    equals_fresh in
}

@test "a folder whose files have moved elsewhere in the tree has kept nothing" {
    some_articles
    mkdir in/archive
    mv in/sub/deep/three.txt in/archive/
    nd ingest in
    is 0
    lacks err 'kept'
    counts '1 moved' '0 removed'
    equals_fresh in
}

@test "a folder that was deleted goes" {
    some_articles
    rm -r in/sub/deep
    nd ingest in
    is 0
    lacks err 'kept'
    counts '1 removed' '3 articles'
    equals_fresh in
}

@test "--keep-missing and --remove-missing do not go together" {
    some_articles
    nd ingest --keep-missing --remove-missing in
    is 2
    has err '--remove-missing'
}

@test "a file that cannot be read any more keeps its article, with the problem" {
    some_articles
    [ "$(id -u)" -ne 0 ] || chmod -R a+rwX in news.db* .
    touch in/top.txt
    chmod 000 in/top.txt
    run_as_nobody ingest in
    is 1
    has err 'newsdex: in/top.txt: Permission denied'
    counts '1 failed' '0 removed' '4 articles'
    nd search -l flood
    holds out in/top.txt
    nd check --no-verify
    is 1
    holds out 'in/top.txt: error: Permission denied [unreadable]'
    run_as_nobody ingest in
    is 1
    nd check --no-verify
    [ "$(wc -l < out)" -eq 1 ]
    chmod 644 in/top.txt
    run_as_nobody ingest in
    is 0
    counts '4 unchanged' '4 articles'
    equals_fresh in
    nd check --no-verify
    holds out
}

@test "a folder whose files cannot be looked at keeps its articles" {
    some_articles
    [ "$(id -u)" -ne 0 ] || chmod -R a+rwX in news.db* .
    chmod a=r in/sub
    run_as_nobody ingest in
    chmod a=rwx in/sub
    is 1
    counts '0 removed' '4 articles'
    run_as_nobody ingest in
    is 0
    counts '4 unchanged' '4 articles'
    equals_fresh in
}

@test "an unreadable folder keeps its articles even with --remove-missing" {
    some_articles
    [ "$(id -u)" -ne 0 ] || chmod -R a+rwX in news.db* .
    chmod 000 in/sub
    run_as_nobody ingest --remove-missing in
    chmod 755 in/sub
    is 1
    has err 'newsdex: in/sub: cannot be read; what is known of 3 files was kept'
    counts '0 removed' '4 articles'
}

# Something else in place of in/sub; what is in it may be another thing than nothing.
mount_over() { # text...
    mount -t tmpfs tmpfs in/sub 2> /dev/null || skip "nothing can be mounted here"
    article in/sub/other.txt "$1" 'It was written elsewhere. Nobody knows by whom.'
}

@test "a disk below a given folder that is not mounted any more keeps its articles" {
    article in/top.txt 'Ferry runs again' 'After the flood the boat crosses every hour. It is full.'
    article in/sub/readme.txt 'Nothing is mounted here' 'It was written below. Nobody sees it else.'
    mount_over 'A stranger'
    nd ingest in
    counts '2 added'
    umount in/sub
    nd ingest in
    is 0
    has err 'newsdex: in/sub: is on another device than at the last ingest; what is known of 1 file was kept'
    counts '1 added' '0 removed' '3 articles'
    nd ingest in
    has err 'in/sub: is on another device'
    counts '0 removed' '3 articles'
    nd ingest --remove-missing in
    counts '1 removed' '2 articles'
    equals_fresh in
    nd ingest in
    lacks err 'device'
}

@test "a disk that is mounted over articles, or another one in its place, keeps them" {
    some_articles
    mount_over 'A stranger'
    nd ingest in
    umount in/sub
    has err 'newsdex: in/sub: is on another device than at the last ingest; what is known of 3 files was kept'
    counts '1 added' '0 removed' '5 articles'
    nd ingest in
    is 0
    lacks err 'device'
    counts '4 unchanged' '1 removed' '4 articles'
    equals_fresh in
}

@test "the number of a device may change from one start of the machine to the next" {
    some_articles
    [ "$(sql "SELECT count(*) FROM state WHERE name LIKE 'device:%'")" -ge 1 ]
    sql "UPDATE state SET value = '123456789' WHERE name LIKE 'device:%'"
    rm in/sub/one.txt
    nd ingest in
    is 0
    lacks err device
    counts '1 removed' '3 articles'
    [ "$(sql "SELECT count(*) FROM state WHERE name LIKE 'device:%' AND value = '123456789'")" = 0 ]
}

@test "a file that takes the place of a folder, a link, a FIFO, and back" {
    some_articles
    rm -r in/sub
    article in/sub 'A file now' 'What was a folder is a file. It is read.'
    nd ingest in
    counts '1 added' '3 removed' '2 articles'
    equals_fresh in
    rm in/sub
    mkfifo in/sub
    nd ingest in
    counts '0 removed' '1 article'
    equals_fresh in
    rm in/sub
    ln -s . in/sub
    nd ingest in
    equals_fresh in
    rm in/sub
    article in/sub/one.txt 'Harbour cranes' 'Eleven cranes run on electricity. They are new.'
    nd ingest in
    counts '1 added' '2 articles'
    equals_fresh in
}

@test "a folder that has moved, with a link left in its place: its articles keep their ids" {
    some_articles
    sql "SELECT id, title FROM articles ORDER BY id" > before
    mv in/sub elsewhere
    ln -s ../elsewhere in/sub
    nd ingest elsewhere
    counts '3 moved'
    sql "SELECT id, title FROM articles ORDER BY id" | cmp - before
}

# newsdex for which each look at a path that ends so fails: an I/O error.
blind() { # ending arguments...
    local inject=$BATS_TEST_TMPDIR/inject.so ending=$1 # a place without blanks, which LD_PRELOAD parts names at
    shift
    ln -sf "$(realpath "${ND_BUILD:-$ROOT/build/release}")/tests/fault/inject.so" "$inject"
    LD_PRELOAD=$inject "$NEWSDEX" --version > /dev/null 2>&1 || skip 'what is loaded first has to be the sanitizer'
    head -c 8 /dev/zero > "$BATS_TEST_TMPDIR/count"
    LD_PRELOAD=$inject ND_COUNT=$BATS_TEST_TMPDIR/count ND_INJECT='look 1 5 lasting' ND_PATH=$ending nd "$@"
    [ "$(od -An -tu8 count)" -gt 0 ]
}

@test "whether a file has moved cannot be told when its old name cannot be looked at" {
    some_articles
    mkdir new
    mv in/sub/one.txt in/sub/two.txt new/
    blind in/sub/one.txt ingest new
    is 1
    has err 'newsdex: new/one.txt: taken for a new file: its bytes are known by a name of which cannot be told whether it is gone'
    counts '1 added' '1 moved' '0 failed' '5 articles'
    nd ingest in new
    is 0
    counts '1 removed' '4 articles'
    equals_fresh in new
}

@test "a folder of which cannot be told whether it is gone keeps its articles" {
    some_articles
    mv in/sub elsewhere
    blind in/sub ingest --remove-missing in
    is 1
    has err 'newsdex: in/sub: cannot be read; what is known of 3 files was kept'
    counts '0 removed' '0 failed' '4 articles'
    nd ingest in
    is 0
    counts '3 removed' '1 article'
}

@test "an empty folder in which one name cannot be looked at keeps its articles" {
    some_articles
    rm in/sub/*.txt in/sub/deep/*
    blind in/sub/deep ingest in
    is 1
    has err 'newsdex: in/sub: cannot be read; what is known of 3 files was kept'
    counts '0 removed' '4 articles'
    rm -r in/sub/deep
    nd ingest --remove-missing in
    counts '3 removed' '1 article'
}

@test "a dry run does not take a database that cannot be looked at for none" {
    some_articles
    blind news.db ingest --dry-run in
    is 2
    has err 'news.db: Input/output error'
}

@test "a file that is empty now, or no text any more, keeps its articles until --remove-missing" {
    mkdir in
    printf 'Quay opens\n\nThe new quay opened on Monday, a year late.\n' > in/a.txt
    printf '{"title":"Crane sold","text":"The crane was sold to Lisbon."}\n{"title":"Fog","text":"The fog lifted."}\n' > in/b.jsonl
    nd ingest in
    counts '2 added' '3 articles'
    : > in/a.txt
    head -c 4096 /dev/zero > in/b.jsonl
    for run in 1 2; do
        nd ingest in
        is 1
        has err 'newsdex: in/a.txt: empty now; what is known of it was kept (--remove-missing removes it)'
        has err 'newsdex: in/b.jsonl: no text now; what is known of it was kept (--remove-missing removes it)'
        counts '0 removed' '2 failed' '3 articles'
    done
    printf 'Quay opens late\n\nThe new quay opened on Monday, a year late.\n' > in/a.txt
    nd ingest in
    counts '1 changed' '3 articles'
    nd ingest --remove-missing in
    counts '1 article'
    rm in/b.jsonl
    nd ingest in
    is 0
    equals_fresh in
}
