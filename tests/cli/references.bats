#!/usr/bin/env bats
# Articles known from others: they come with what points to them, become the file's own article when it is
# there, whichever comes first, and come back when it goes.

load helper

# who relates to whom, as "title -> title"
arrows() {
    sql -separator ' -> ' "SELECT a.title, b.title || ' (' || b.origin || ')' FROM related
        JOIN article a ON a.id = article_id JOIN article b ON b.id = related_id ORDER BY a.title, position" > arrows
}

pointing() { # file url
    printf -- '---\ntitle: Points from %s\nrelated:\n  - title: Named by %s\n    excerpt: What %s says.\n    url: %s\n---\nText.\n' \
        "$1" "$1" "$1" "$2" > "in/$1.md"
}

target() {
    printf -- '---\ntitle: The target\nurl: https://Example.org:443/target/?utm_source=feed#top\n---\nText.\n' > in/target.md
}


@test "a reference is an article with what was said of it" {
    mkdir in
    pointing one 'https://example.org/target/'
    nd ingest in
    counts '1 article' '1 reference'
    arrows
    holds arrows 'Points from one -> Named by one (reference)'
    nd search -r --format=ndjson 'url:example.org/target'
    is 0
    jq -e '.title == "Named by one" and .path == null' out
    nd search named
    is 1
    nd search -r named
    is 0
}

@test "the reference first, then the file" {
    mkdir in
    pointing one 'http://example.org/target/'
    pointing two 'https://example.org/target/?fbclid=1'
    nd ingest in
    target
    nd ingest in
    arrows
    has arrows 'Points from two -> The target (file)'
    equals_fresh in
}

@test "what only the reference brought goes when the file comes" {
    mkdir in
    cp "$ROOT/seeds/generative-ai-rules-take-effect-zh.md" in/
    nd ingest in
    [ "$(sql "SELECT count(*) FROM provider WHERE name = 'Example Policy'")" = 1 ]
    cp "$ROOT/seeds/f09f01e3eb7b62fa4390fa265ab74951.md" in/
    nd ingest in
    [ "$(sql "SELECT count(*) FROM provider WHERE name = 'Example Policy'")" = 0 ]
    equals_fresh in
}

@test "the file first, then the reference" {
    mkdir in
    target
    nd ingest in
    pointing two 'https://example.org/target/?fbclid=1'
    nd ingest in
    counts '2 articles' '0 references'
    arrows
    holds arrows 'Points from two -> The target (file)'
    equals_fresh in
}

@test "the reference comes back when the file goes" {
    mkdir in
    target
    pointing two 'https://example.org/target/'
    nd ingest in
    rm in/target.md
    nd ingest in
    counts '1 article' '1 reference'
    arrows
    holds arrows 'Points from two -> Named by two (reference)'
    nd search -r -l 'says'
    is 0
    equals_fresh in
}

@test "the reference goes with the last that points to it" {
    mkdir in
    pointing one 'https://example.org/target/'
    pointing two 'https://example.org/target/'
    nd ingest in
    counts '1 reference'
    rm in/one.md
    nd ingest in
    counts '1 reference'
    equals_fresh in
    rm in/two.md
    article in/other.txt 'Other' 'So that the folder is not empty.'
    nd ingest in
    counts '0 references'
    equals_fresh in
}

@test "the file's URL changes: who pointed to it points elsewhere" {
    mkdir in
    target
    pointing one 'https://example.org/target/'
    nd ingest in
    sed -i 's,/target/,/moved/,' in/target.md
    nd ingest in
    arrows
    holds arrows 'Points from one -> Named by one (reference)'
    equals_fresh in
    sed -i 's,/moved/,/target/,' in/target.md
    nd ingest in
    arrows
    holds arrows 'Points from one -> The target (file)'
    equals_fresh in
}

@test "two files with one URL: the first by path answers" {
    mkdir in
    target
    pointing one 'https://example.org/target/'
    nd ingest in
    sed 's/The target/An earlier copy/' in/target.md > in/a.md
    nd ingest in
    arrows
    holds arrows 'Points from one -> An earlier copy (file)'
    equals_fresh in
    rm in/a.md
    nd ingest in
    arrows
    holds arrows 'Points from one -> The target (file)'
    equals_fresh in
}

@test "keys resolve to files of that name, in any folder, and follow a rename" {
    mkdir -p in/sub
    cp "$ROOT/tests/golden/digest/english.md" in/english.md
    nd ingest in
    arrows
    has arrows 'Robots Sort the Mail -> Drones Carry Parcels (reference)'
    article in/sub/0d412f62f81da902fe946f9800cfcf61.txt 'Drones over town' 'They carry parcels. It is loud.'
    nd ingest in
    arrows
    has arrows 'Robots Sort the Mail -> Drones over town (file)'
    lacks arrows 'Robots Sort the Mail -> Robots Sort the Mail'
    equals_fresh in
    mv in/sub/0d412f62f81da902fe946f9800cfcf61.txt in/other-name.txt
    nd ingest in
    arrows
    has arrows 'Robots Sort the Mail -> Drones Carry Parcels (reference)'
    equals_fresh in
}

@test "any order of files, any split into runs: the same database" {
    mkdir in
    target
    pointing one 'https://example.org/target/'
    pointing two 'https://example.org/target'
    cp "$ROOT"/seeds/* in/
    for order in "$ROOT"/seeds/*.md; do
        rm -f news.db*
        find in -type f -print0 | sort -z | shuf -z --random-source="$order" | xargs -0 -n 3 "$NEWSDEX" ingest -q
        equals_fresh in
    done
}

@test "records that change places within a file answer and describe links in their new order" {
    mkdir in
    printf -- '---\nrelated:\n- url: https://news.example/2\n---\nThe ferry.\n' > in/note.md
    cite() { # id, address, title of what is cited
        printf '{"id": "%s", "url": "https://news.example/%s", "title": "Row %s", "text": "Row %s of all.", ' "$1" "$2" "$1" "$1"
        printf '"related": [{"url": "https://cited.example/", "title": "%s"}]}\n' "$3"
    }
    { cite 1 2 'Cited first'; cite 2 2 'Cited second'; cite 3 3 'Cited third'; } > in/rows.jsonl
    nd ingest -q in
    sleep 0.01
    { cite 3 3 'Cited third'; cite 2 2 'Cited second'; cite 1 2 'Cited first'; } > in/rows.jsonl
    nd ingest -q in
    NEWSDEX_DB=fresh.db nd ingest -q in
    dump() { sqlite3 "$1" < "$ROOT/tests/fault/dump.sql"; }
    dump fresh.db | grep -q '^link.*note.md.*rows.jsonl#2'
    dump fresh.db | grep -q '^link.*rows.jsonl.*Cited third$'
    cmp <(dump fresh.db) <(dump "$NEWSDEX_DB")
}
