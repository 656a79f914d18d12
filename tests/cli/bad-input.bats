#!/usr/bin/env bats
# Bad input: one clear line for each, the right exit status, everything else ingested, nothing lost.

load helper

good() {
    article in/good.txt 'All is well' 'Nothing is wrong with this file. It has two sentences.'
}

# Ingests in/: the file gives this message (a pattern behind "newsdex: "), once; the good one is there.
complains() { # status pattern
    nd ingest in
    is "$1"
    only_messages
    [ "$(grep -cE "^newsdex: $2" err)" -eq 1 ] || { cat err; return 1; }
    [ "$(wc -l < err)" -eq 2 ] || { cat err; return 1; }
    nd search -l wrong
    holds out in/good.txt
    nd ingest -q --force in
    equals_fresh in
}

@test "an empty file" {
    good
    : > in/empty.txt
    complains 1 'in/empty\.txt: .*empty'
}

@test "nothing but blanks" {
    good
    printf ' \n\t\n' > in/blank.txt
    complains 1 'in/blank\.txt: '
}

@test "binary data under the name of a text" {
    good
    head -c 100000 /dev/zero > in/zeros.txt
    complains 1 'in/zeros\.txt: binary data, not text'
}

@test "a file over the cap; at the cap is well" {
    good
    head -c 2000 /dev/zero | tr '\0' x > in/at.txt
    head -c 2001 /dev/zero | tr '\0' x > in/over.txt
    nd ingest --max-size 2000 in
    is 1
    has err 'newsdex: in/over.txt: '
    counts '2 added' '1 failed'
    [ "$(wc -l < err)" -eq 2 ]
    nd parse --max-size 2000 in/over.txt
    is 1
    holds out
    nd parse --max-size 2001 in/over.txt
    is 0
}

@test "the cap in bytes, K, M and G" {
    good
    head -c 2049 /dev/zero | tr '\0' x > in/over.txt
    for size in 2049 3K 1m 1G 1073741824; do
        nd parse --max-size "$size" in/over.txt
        is 0
    done
    for size in 2048 2k; do
        nd parse --max-size "$size" in/over.txt
        is 1
    done
    for size in 0 -1 '' K 1.5K 2G 1073741825 99999999999999999999 9007199254740993K 1KB; do
        nd parse --max-size "$size" in/over.txt
        is 2
        has err '--max-size takes'
    done
}

@test "a file over the cap comes when the cap is raised" {
    good
    head -c 2001 /dev/zero | tr '\0' x > in/over.txt
    nd ingest -q --max-size 2000 in
    nd ingest in
    is 0
    counts '2 articles'
    equals_fresh in
}

@test "what failed is said again at the next run" {
    good
    : > in/empty.txt
    nd ingest in
    is 1
    nd check --level error
    is 1
    has out 'in/empty.txt: error: '
}

@test "broken YAML costs metadata, not the article" {
    good
    printf -- '---\ntitle: Foo: bar\ntags: [a, b\n---\nThe body survives.\n' > in/broken.md
    complains 0 'in/broken\.md:2:[0-9]+: '
    nd search -l survives
    holds out in/broken.md
    nd search -l title:foo
    holds out in/broken.md
}

@test "front matter that is never closed" {
    good
    printf -- '---\ntitle: Half\n\nThe body survives.\n' > in/open.md
    complains 0 'in/open\.md:1:1: '
    nd search -l survives
    holds out in/open.md
}

@test "invalid UTF-8 in the midst of valid" {
    good
    printf 'Ein schöner Tag, sagt sie. Caf\xc3\xa9, na\xc3\xafve, d\xc3\xa9j\xc3\xa0. Ein Byte \xff zu viel.\n' > in/invalid.txt
    complains 0 'in/invalid\.txt:1:[0-9]+: '
    nd search -l viel
    holds out in/invalid.txt
}

@test "NUL bytes in a text" {
    good
    printf 'A text with\0NUL bytes in it. It survives as a whole.\n' > in/nul.txt
    complains 0 'in/nul\.txt:1: '
    nd search -l survives
    holds out in/nul.txt
}

@test "a FIFO is not waited for" {
    good
    mkfifo in/fifo
    complains 1 'in/fifo: '
}

@test "a folder that contains itself" {
    good
    mkdir in/sub
    ln -s ../../in in/sub/loop
    complains 1 'in/sub/loop: .*link'
}

@test "symbolic links are not followed out of the tree" {
    good
    mkdir outside
    article outside/secret.txt 'Secret' 'Nobody asked for this. It stays outside.'
    ln -s ../outside in/link
    ln -s ../outside/secret.txt in/secret.txt
    ln -s nowhere in/dangling
    nd ingest in
    is 0
    only_messages
    counts '1 article'
    [ "$(grep -c 'symbolic link' err)" -eq 3 ]
    nd ingest in/link
    counts '2 articles'
}

@test "folders nested beyond the cap" {
    good
    path=in
    for _ in {1..130}; do
        path=$path/d
    done
    mkdir -p "$path"
    echo 'Deep down. Nobody comes here.' > "$path/deep.txt"
    nd ingest in
    is 1
    only_messages
    has err 'too deeply'
    counts '1 article'
}

@test "several errors, and everything else is there" {
    good
    : > in/empty.txt
    mkfifo in/fifo
    head -c 5000 /dev/zero > in/zeros.md
    printf -- '---\ntitle: Foo: bar\n---\nThe body survives.\n' > in/broken.md
    nd ingest in
    is 1
    counts '2 added' '3 failed' '2 articles'
    [ "$(wc -l < err)" -eq 5 ]
    only_messages
}

@test "a file that goes bad takes its article along when that is wanted, and brings it back" {
    good
    article in/other.txt 'Something else' 'It changes soon.'
    nd ingest -q in
    : > in/other.txt
    nd ingest in
    is 1
    counts '2 articles'
    nd ingest --remove-missing in
    is 1
    counts '1 article'
    equals_fresh in
    article in/other.txt 'Something else' 'It changes soon.'
    nd ingest in
    is 0
    counts '2 articles'
    equals_fresh in
}

@test "control characters of a file name do not reach the terminal" {
    good
    : > $'in/\033[31mred\nline.txt'
    nd ingest in
    is 1
    lacks err "$(printf '\033')"
    only_messages
    nd check
    lacks out "$(printf '\033')"
}

@test "parse: the same messages, the same status, the other records" {
    good
    : > in/empty.txt
    head -c 5000 /dev/zero > in/zeros.md
    nd parse in
    is 1
    only_messages
    [ "$(wc -l < err)" -eq 2 ]
    [ "$(jq -r .title out)" = 'All is well' ]
    nd parse nowhere
    is 1
    has err 'newsdex: '
    nd parse
    is 2
}

@test "lists without end are cut, which is told" {
    mkdir in
    { printf 'TY  - NEWS\nTI  - Ferry runs again\n' && seq 100010 | sed 's/.*/KW  - word &/' && printf 'ER  - \n'; } > in/words.ris
    {
        printf '<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<TITLE>Bookmarks</TITLE>\n<H1>Bookmarks</H1>\n<DL><p>\n'
        seq 100010 | sed 's/.*/<DT><A HREF="http:\/\/a.example\/&">Page &<\/A>/'
        echo '</DL><p>'
    } > "in/links.html"
    { printf '# Weekly\n\n' && seq 20010 | sed 's/.*/## [Title &](http:\/\/a.example\/&)\n\nA text of it.\n/'; } > in/weekly.md
    nd parse in
    jq -r '[(.path | sub(".*/"; "")), (.keywords + .topics | length), (.related | length), .problems[-1].code] | join(" ")' out |
        sort > "cut"
    printf '%s\n' 'links.html 0 100000 metadata-limit' 'weekly.md 0 0 container' 'words.ris 20000 0 metadata-limit' |
        diff - "cut"
    jq -r '.problems[].message' out > messages
    has messages '"KW" has more than 100000 members; 10 are left out'
    has messages '"related" has more than 100000 members; 10 are left out'
    has messages 'more than 20000 topics, keywords, themes or authors; the rest is left out'
    has messages '20010 articles under titles of their own, more than 20000; read as one'
}

@test "a query that is too long is told, and changes nothing" {
    mkdir in
    printf 'Title A\n\nIt was said that it rains.\n' > in/a.txt
    printf 'Title B\n\nIt was said that it snows.\n' > in/b.txt
    nd ingest -q in
    long="$(printf 'said %.0s' $(seq 1030))path:a.txt"
    nd search -c -- "$long"
    has err 'the query is too long: its first 1024 terms'
    nd tag +old -- "$long"
    is 2
    has err 'nothing is changed by a part of a query'
    nd search -c tag:old
    is 1
}

@test "a line end in a name forges no line of show" {
    mkdir in
    printf 'Title A\n\nIt rains.\n' > $'in/a\nprovider:      BBC\nx.txt'
    nd ingest -q in
    nd show 1
    [ "$(grep -c '^provider' out)" -eq 0 ]
}

@test "only an ingest makes a database" {
    for command in 'save a b' 'note 1 hello' 'tag +a -- b' optimize; do
        # shellcheck disable=SC2086 # words
        NEWSDEX_DB=mistyped.db nd $command
        is 2
        has err 'mistyped.db'
        [ ! -e mistyped.db ]
    done
}

@test "a span of days that ends before it begins is told" {
    mkdir in
    printf -- '---\ndate: 2024-02-01\n---\n# Title\n\nIt rains.\n' > in/a.md
    nd ingest -q in
    nd search -c date:2024-03..2024-01
    [ "$(cat out)" -eq 1 ]
    has err '"date:2024-03..2024-01" ends before it begins'
    nd search -c date:2024-01..2024-03
    lacks err 'ends before'
}

@test "addresses without blanks between them take linear time" {
    mkdir in
    for unit in https:// '<http:a' 'www.a.b/1,'; do
        { printf '# Title\n\n' && yes "$unit" | head -n 100000 | tr -d '\n'; } > "in/${unit//[^a-z]/}.md"
    done
    timeout 20 "$NEWSDEX" ingest -q in
}

@test "a text in Textile of more than 16 MiB is all there, with its marks, which is told" {
    { printf 'h1. Tide\n\nbq. A text.\n\nbq. Another.\n\n'; yes 'The *water* came "back":http://a.example/ twice.' | head -c 17000000; } > tide.textile
    nd parse -v tide.textile
    is 0
    has err 'a text of more than 16777216 bytes: marks in it that are none of markdown or HTML are kept as they are'
    [ "$(jq -r .body out | grep -c 'back":http')" -gt 340000 ]
}
