#!/usr/bin/env bats
# newsdex parse: records without a database. What is in the records is tested in tests/golden.

load helper

@test "one record a line, in order of path, whatever the order given" {
    article in/b.txt 'Second' 'By name. It comes last.'
    article in/a/z.txt 'First' 'By name. It comes first.'
    nd parse in/b.txt in
    is 0
    holds err
    [ "$(jq -r .title out | tr '\n' ' ')" = 'First Second ' ]
    [ "$(jq -r .path out | tr '\n' ' ')" = 'in/a/z.txt in/b.txt ' ]
    [ ! -e news.db ]
}

@test "- is standard input" {
    article one.txt 'A title' 'And a text. It has two sentences.'
    "$NEWSDEX" parse - < one.txt > out
    jq -e '.path == "-" and .title == "A title"' out
    "$NEWSDEX" parse one.txt | jq 'del(.path, .uid)' > named
    jq 'del(.path, .uid)' out | cmp - named
    nd parse - < /dev/null
    is 1
}

@test "every line is JSON of schema 1, valid UTF-8 even if the path is not" {
    article $'in/no\xffutf8\n.txt' 'Odd' 'A text.'
    nd parse in "$ROOT/tests/golden"
    [ "$(wc -l < out)" -eq "$(jq -c 'select(.schema == 1)' out | wc -l)" ]
    iconv -f UTF-8 -t UTF-8 out > /dev/null
}

@test "ingest stores the records that parse prints" {
    cp -r "$ROOT/seeds" in
    nd parse in
    jq -c '[.title, .excerpt, .body, .url, .published_at, .language, .shape, .furniture]' out | sort > parsed
    nd ingest -q in
    sql "SELECT json_array(title, excerpt, coalesce(body, ''), url, published_at, language, shape, furniture)
        FROM article WHERE origin = 'file'" | jq -c . | sort > stored
    diff parsed stored
}

@test "-v prints the problems as well" {
    mkdir in
    printf -- '---\ntitle: A: b\n---\nText.\n' > in/broken.md
    nd parse in
    holds err
    nd parse -v in
    is 0
    grep -q '^newsdex: in/broken.md:2:9: ' err
}
