#!/usr/bin/env bats
# Metadata kept in a file beside a text: two files, one article.

load helper

text() {
    printf 'The harbour of Oldtown has opened again after two weeks.\n\nShips came in on Tuesday, said the mayor.\n'
}

pair() { # name of the text, name of the metadata
    mkdir -p "$(dirname "in/$1")"
    text > "in/$1"
    printf '{"headline":"Harbour opens","author":"Ann Smith","datePublished":"2024-03-05","url":"https://example.org/%s"}\n' "${3-h}" > "in/$2"
}

records() { # the fields of all records, a line each
    "$NEWSDEX" parse in 2> err | jq -r '[.path, .title, .published_at, (.authors | join(";")), .provenance.title, (.body | length)] | map(. // "-" | tostring) | join(" | ")'
}

@test "a text gets the fields of the file beside it, and the provenance names that" {
    pair a.txt a.json
    records > out
    holds out 'in/a.txt | Harbour opens | 2024-03-05 | Ann Smith | a.json:headline | 99'
    grep -q 'skipped: 1 file of metadata read with its text' err
}

@test "names that belong together" {
    local names='a.txt a.json  b.md b.md.json  c.html c.info.json  d.rst d_meta.json  e/content.html e/metadata.json  f/index.md f/article.json'
    # shellcheck disable=SC2086
    set -- $names
    while [ $# -gt 0 ]; do
        pair "$1" "$2" "$1"
        shift 2
    done
    records > out
    [ "$(wc -l < out)" -eq 6 ]
    [ "$(grep -c 'Harbour opens | 2024-03-05 | Ann Smith' out)" -eq 6 ]
}

@test "YAML, TOML and the header of a text that is elsewhere" {
    mkdir in
    for name in a b c d; do text > in/$name.md; done
    printf 'title: Vom Hafen\ndate: 2024-03-05\nauthor: [Ann Smith]\n' > in/a.yaml
    printf -- '---\ntitle: Du port\ndate: 2024-03-05\nauthor: Ann Smith\n---\n' > in/b.yml
    printf 'title = "El puerto"\ndate = 2024-03-05\nauthor = "Ann Smith"\n' > in/c.toml
    printf '.. title: Nikola\n.. slug: n\n.. date: 2024-03-05\n.. author: Ann Smith\n' > in/d.meta
    records > out
    holds out 'in/a.md | Vom Hafen | 2024-03-05 | Ann Smith | a.yaml:title | 99
in/b.md | Du port | 2024-03-05 | Ann Smith | b.yml:title | 99
in/c.md | El puerto | 2024-03-05 | Ann Smith | c.toml:title | 99
in/d.md | Nikola | 2024-03-05 | Ann Smith | d.meta:title | 99'
}

@test "what the text says itself goes first" {
    pair a.md a.json
    { printf -- '---\ntitle: Its own\n---\n\n'; text; } > in/a.md
    records > out
    holds out 'in/a.md | Its own | 2024-03-05 | Ann Smith | front-matter:title | 99'
}

@test "two texts, two files of metadata, another text in it, a list, data: nothing changes" {
    pair a.txt a.json
    text > in/a.html
    pair b.txt b.json
    cp in/b.json in/b.yaml
    mkdir in/c
    text > in/c/c.txt
    printf '{"title":"Another","text":"Another text than that of the other file."}\n' > in/c/c.json
    text > in/c/d.txt
    printf '{"items":[{"title":"One","text":"One of some."},{"title":"Two","text":"Two of some."}]}\n' > in/c/d.json
    text > in/c/e.txt
    printf '{"name":"e","version":3,"series":[1,2,3]}\n' > in/c/e.json
    "$NEWSDEX" parse in 2> err | jq -r '.provenance[]' > out
    lacks out c.json
    lacks out d.json
    lacks out e.json
    lacks out a.json
    lacks out b.json
}

@test "the same text in both is kept once" {
    mkdir in
    text > in/a.txt
    jq -n --rawfile text in/a.txt '{title: "Once", text: $text}' > in/a.json
    records > out
    holds out 'in/a.txt | Once | - |  | a.json:title | 99'
}

@test "each alone, named by itself, is what it was" {
    pair a.txt a.json
    nd parse in/a.txt in/a.json
    [ "$(wc -l < out)" -eq 2 ]
    lacks out a.json:headline
}

@test "a change of either is noticed, a touch is none, and what is gone is gone" {
    pair a.txt a.json
    pair b.txt b.json b
    nd ingest in
    counts '4 files seen' '2 added' '2 articles'
    nd ingest in
    counts '0 changed' '4 unchanged'
    touch -d 2020-01-01 in/a.json
    nd ingest in
    counts '0 changed' '4 unchanged'
    sed -i 's/Ann Smith/Eve Smith/' in/a.json # of the same size,
    touch -d 2020-01-01 in/a.json             # and time
    touch -d 2020-01-02 in/a.txt
    nd ingest in
    counts '1 changed'
    equals_fresh in
    rm in/a.json
    nd ingest in
    counts '1 changed' '1 removed'
    equals_fresh in
    rm in/b.txt
    nd ingest in
    counts '1 changed' '1 removed' '2 articles'
    equals_fresh in
}

@test "a pair that moves stays the same article" {
    pair a.txt a.json
    nd ingest in
    mkdir in/sub
    mv in/a.txt in/a.json in/sub
    nd ingest in
    counts '1 moved' '0 added'
    equals_fresh in
}

@test "what is wrong with the metadata is told with the article" {
    mkdir in
    text > in/a.txt
    printf '{\n"title": "T",\n"date": "someday"}\n' > in/a.json
    nd parse in
    has out 'a.json, line 3: '
}
