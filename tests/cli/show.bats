#!/usr/bin/env bats
# newsdex show: a record in full, and the file itself.

load helper

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    export NEWSDEX_DB=$BATS_TEST_TMPDIR/news.db
    mkdir in
    cp "$ROOT/tests/golden/front-matter/news-site.md" "$ROOT/tests/golden/scraped/english.txt" in/
    "$NEWSDEX" ingest -q in
    id=$(sql "SELECT id FROM articles WHERE path LIKE '%news-site.md'")
}

@test "text, in a pipe as well" {
    nd show "$id"
    is 0
    [ "$(head -n 1 out)" = 'Harbour cranes go electric' ]
    has out 'Example Harbour Post (example.org)'
    has out '2024-02-29T17:45:00Z'
    has out 'Ports, Electricity'
    has out 'Shore power for ferries'
    has out 'in/news-site.md'
    lacks out "$(printf '\033')"
}

@test "json has every field of the record" {
    nd show --format json "$id"
    is 0
    jq -e '.schema == 1 and (.articles | length) == 1' out
    jq -e '.articles[0] | .title == "Harbour cranes go electric" and .quality == 47 and .heat == -3
        and .metadata.secured == "bm90IHJlYWxseQ==;bm9uY2U=" and .provenance.title == "front-matter:title"
        and .topics == ["Ports", "Electricity"] and .images[0].width == 1200
        and (.related | length) == 1' out
}

@test "several ids, in the order given" {
    other=$(sql "SELECT id FROM articles WHERE path LIKE '%english.txt'")
    nd show --format ndjson "$other" "$id"
    [ "$(jq -r .title out | head -n 1)" = 'Library opens on Sundays' ]
    [ "$(wc -l < out)" -eq 2 ]
}

@test "a reference has no file" {
    reference=$(sql 'SELECT id FROM "references" ORDER BY id LIMIT 1')
    nd show "$reference"
    is 0
    has out reference
    nd show --original "$reference"
    is 1
    has err 'newsdex: '
    holds out
}

@test "--original is the file, byte for byte" {
    nd show --original "$id"
    is 0
    cmp out in/news-site.md
    rm in/news-site.md
    nd show --original "$id"
    is 1
    has err 'newsdex: in/news-site.md: '
}

# What lies under the name of the file now, whatever it is, is not printed, and nothing is waited for.
no_original() { # message
    status=0
    timeout 10 "$NEWSDEX" show --original "$id" > out 2> err || status=$?
    is 1
    holds out
    has err "$1"
}

@test "--original is nothing but a file, by a path without links" {
    rm in/news-site.md
    mkdir in/news-site.md
    no_original 'newsdex: in/news-site.md: a folder'
    rmdir in/news-site.md
    mkfifo in/news-site.md
    no_original 'newsdex: in/news-site.md: not a regular file'
    rm in/news-site.md
    ln -s /etc/passwd in/news-site.md
    no_original 'newsdex: in/news-site.md: a symbolic link'
    rm in/news-site.md
    mkdir elsewhere
    echo secret > elsewhere/news-site.md
    rm -r in
    ln -s elsewhere in
    no_original 'newsdex: in/news-site.md: a symbolic link'
}

@test "--original of a document from standard input is not looked for in the current folder" {
    printf 'Fog over the harbour\n\nNo ship left before noon. All waited.\n' | "$NEWSDEX" ingest -q -
    name=$(sql "SELECT path FROM file WHERE path LIKE 'stdin:%'")
    id=$(sql "SELECT id FROM file WHERE path LIKE 'stdin:%'")
    echo stranger > "$name"
    no_original "newsdex: $name: came from standard input"
}

@test "furniture is kept and shown apart" {
    nd show "$(sql "SELECT id FROM articles WHERE path LIKE '%english.txt'")"
    has out '-- furniture --'
    nd search -c 'van of books'
    is 1
}

@test "ids that are none" {
    nd show 424242
    is 1
    has err 'newsdex: '
    nd show 424242 "$id"
    is 1
    has out 'Harbour cranes'
    nd show xyz
    is 2
    nd show 99999999999999999999999
    is 2
    nd show
    is 2
}
