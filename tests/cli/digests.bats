#!/usr/bin/env bats
# Newsletters, press reviews and lists of links with comments: each item is an article of its own.

load helper

# An issue with these items.
issue() { # names...
    local name
    printf '# Weekly review\n\nWhat the papers wrote.\n\n'
    for name; do
        printf '## [Story of the %s](https://%s.example/story)\n\nA ship came in with a load of %s, and went on.\n\n' \
            "$name" "$name" "$name"
    done
    printf -- '---\n\nUntil next week, said the lighthouse.\n'
}

children() {
    sql "SELECT id, part.ordinal, title FROM article JOIN part USING (id) ORDER BY part.ordinal"
}

id_of() { # name
    children | grep "Story of the $1$" | cut -d '|' -f 1
}

@test "the path of an issue and its items is printed once" {
    issue amber barley copper dates | sed 's/Until next week,/A ship again next week,/' > review.md
    nd ingest -q review.md
    [ "$("$NEWSDEX" search -l ship)" = review.md ]
    [ "$("$NEWSDEX" search -l --parts ship | sort)" = "$(printf '%s\n' review.md review.md#{1..4})" ]
}

@test "each item is found by itself, and once" {
    mkdir in
    issue amber salt rope > in/a.md
    nd ingest in
    is 0
    counts '1 file seen: 3 items of 1 issue' '1 added' '4 articles'
    nd ingest in
    counts '1 file seen: 3 items of 1 issue' '1 unchanged' '4 articles'
    nd search --format json salt
    [ "$(jq -c '.hits[] | [.title, .part, .line, .url]' out)" = '["Story of the salt","2",9,"https://salt.example/story"]' ]
    nd search -c 'load'
    holds out 3
    nd search --format json lighthouse
    [ "$(jq -r '.hits[].title' out)" = 'Weekly review' ]
    nd search -l load
    holds out in/a.md
    nd search --parts load
    [ "$(sort out)" = "$(printf 'in/a.md#1\nin/a.md#2\nin/a.md#3')" ]
    nd copies
    holds out
    nd check
    is 0
}

@test "an issue lists its articles, and they name it" {
    mkdir in
    issue amber salt rope > in/a.md
    nd ingest in
    local parent
    parent=$(sql "SELECT id FROM file")
    nd show "$parent"
    for name in amber salt rope; do
        has out "child:         $(id_of $name)  Story of the $name"
    done
    nd show "$(id_of salt)"
    has out "part of:       $parent"
    nd show --format json "$(id_of salt)"
    [ "$(jq -r '.articles[0].parent' out)" = "$(sql "SELECT uid FROM identity WHERE article_id = $parent")" ]
    nd show --format json "$parent"
    [ "$(jq -c '[.articles[0].children[].title]' out)" = '["Story of the amber","Story of the salt","Story of the rope"]' ]
    nd export --fields title,parent,children
    [ "$(jq -c 'select(.parent != null) | .title' out | wc -l)" = 3 ]
}

@test "the lines of an item are shown as they are written" {
    mkdir in
    issue amber salt rope > in/a.md
    nd ingest in
    nd show --original "$(id_of salt)"
    is 0
    [ "$(cat out)" = "$(sed -n 9,12p in/a.md)" ]
    nd show --original "$(id_of rope)"
    [ "$(cat out)" = "$(sed -n 13,16p in/a.md)" ]
    nd show --original "$(sql 'SELECT id FROM file')"
    cmp out in/a.md
    issue salt > in/a.md
    nd show --original "$(id_of salt)"
    is 1
    has err 'in/a.md: has changed since it was read; newsdex ingest reads it again'
}

@test "lines are those of the text, whatever it is written in" {
    mkdir in
    { printf '\357\273\277'; issue amber salz-ä rope | sed 's/salz-ä\.example/salz.example/; s/$/\r/'; } > in/bom.md
    issue amber salz-ä rope | sed 's/salz-ä\.example/salz.example/' | iconv -t latin1 > in/latin.md
    issue amber salz-ä rope | sed 's/salz-ä\.example/salz.example/' | iconv -t UTF-16 > in/wide.md
    issue amber salz-ä rope | sed 's/salz-ä\.example/salz.example/' | gzip > in/packed.md.gz
    nd ingest in
    for file in bom.md latin.md wide.md packed.md.gz; do
        id=$(sql "SELECT part.id FROM part JOIN file ON file.id = file_id WHERE path LIKE '%$file' AND part.ordinal = 2")
        nd show --original "$id"
        is 0
        [ "$(head -n 1 out)" = '## [Story of the salz-ä](https://salz.example/story)' ]
        [ "$(grep -c . out)" = 2 ]
    done
}

@test "what is inserted above moves the others, which stay who they are" {
    mkdir in
    issue amber salt rope > in/a.md
    nd ingest in
    local salt rope
    salt=$(id_of salt) rope=$(id_of rope)
    nd search --format json salt
    jq -r '.hits[].uid' out > before
    issue tea amber salt rope > in/a.md
    nd ingest in
    counts '1 changed' '5 articles'
    [ "$(id_of salt)" = "$salt" ]
    [ "$(id_of rope)" = "$rope" ]
    nd search --format json salt
    [ "$(jq -r '.hits[].uid' out)" = "$(cat before)" ]
    [ "$(jq -r '.hits[].line' out)" = 13 ]
    equals_fresh in
    issue tea amber salt rope | sed 's/load of salt/heap of salt/' > in/a.md
    nd ingest in
    [ "$(id_of salt)" = "$salt" ]
    nd search -c 'heap'
    holds out 1
    equals_fresh in
}

@test "only what has changed is told to those who follow" {
    mkdir in
    issue amber salt rope > in/a.md
    nd ingest in
    nd changes
    local since
    since=$(jq -r 'select(.change == "end") | .revision' out)
    issue amber salt rope tea > in/a.md
    nd ingest in
    nd changes --since "$since"
    [ "$(jq -r 'select(.change == "put") | .title' out | sort)" = "$(printf 'Story of the tea\nWeekly review')" ]
}

@test "an issue that is none any more, and a file that becomes one" {
    mkdir in
    issue amber salt rope > in/a.md
    issue amber > in/b.md
    nd ingest in
    counts '5 articles'
    issue salt > in/a.md
    issue amber rope tea > in/b.md
    nd ingest in
    counts '2 changed' '5 articles'
    nd check
    is 0
    equals_fresh in
    mv in/b.md in/c.md
    nd ingest in
    counts '1 moved' '5 articles'
    equals_fresh in
    rm in/c.md
    nd ingest in
    counts '1 removed' '1 article'
    [ "$(sql 'SELECT count(*) FROM part')" = 0 ]
    equals_fresh in
}

@test "items inherit what the issue says of itself" {
    mkdir in
    { printf -- '---\ntitle: Weekly review\ndate: 2024-05-03\ntags: [harbour]\nlang: en\n---\n'
        issue amber salt rope | tail -n +3; } > in/a.md
    nd ingest in
    nd search --format json 'salt topic:harbour after:2024-05-01 lang:en'
    [ "$(jq -c '.hits[] | [.title, .published_at, .provider_domain]' out)" = \
        '["Story of the salt","2024-05-03","salt.example"]' ]
}

@test "--no-digests leaves it one article" {
    mkdir in
    issue amber salt rope > in/a.md
    nd ingest --no-digests in
    counts '1 article'
    nd parse --no-digests in
    [ "$(wc -l < out)" = 1 ]
    nd parse in
    [ "$(wc -l < out)" = 4 ]
    [ "$(jq -r '.parent // empty' out | sort -u)" = "$(head -n 1 out | jq -r .uid)" ]
    nd ingest --force in
    counts '4 articles'
    nd ingest --force --no-digests in
    counts '1 article'
    nd check
    is 0
}

@test "a reference to the address of an item leads to it, and the article itself answers for it" {
    mkdir in
    issue amber salt rope > in/a.md
    printf -- '---\ntitle: Pointer\nrelated:\n  - title: Salt\n    url: https://salt.example/story\n---\nText of it.\n' > in/b.md
    nd ingest in
    counts '5 articles' '0 references'
    [ "$(sql "SELECT title FROM related JOIN article ON article.id = related_id")" = 'Story of the salt' ]
}

@test "items come along when databases are merged, and from standard input" {
    mkdir in
    issue amber salt rope > in/a.md
    issue tea wine oil > b.md
    nd ingest in
    NEWSDEX_DB=b.db nd ingest - < b.md
    has err '4 articles'
    nd merge all.db "$NEWSDEX_DB" b.db
    is 0
    NEWSDEX_DB=all.db nd search -c load
    holds out 6
    NEWSDEX_DB=all.db nd check
    is 0
}

# The same issues as lines of JSON, with an article between them.
lines() { # names of the second issue...
    local text
    text=$(issue amber salt rope)
    jq -cn --arg text "$text" '{id: 1, title: "Weekly review", text: $text}'
    echo '{"id": 2, "title": "Of nothing else", "text": "It rained all day."}'
    text=$(issue "$@")
    jq -cn --arg text "$text" '{id: 3, title: "Weekly review of more", text: $text}'
}

dump_of() { # database
    sqlite3 "$1" < "$ROOT/tests/fault/dump.sql"
}

@test "items of issues in a file of many are articles, and keep their ids when it is edited" {
    mkdir in
    lines tin oil tea > in/a.jsonl
    nd ingest in
    counts '3 articles in 1 container' '6 items of 2 issues' '9 articles'
    nd ingest in
    counts '3 articles in 1 container' '6 items of 2 issues' '1 unchanged' '9 articles'
    nd search --parts oil
    [ "$(cut -f 1 out)" = 'in/a.jsonl#3/2' ]
    nd show --format json "$(id_of oil)"
    [ "$(jq -r '.articles[0] | "\(.part) \(.ordinal) \(.shape)"' out)" = '3/2 2 child' ]
    local oil amber
    oil=$(id_of oil) amber=$(id_of amber)
    { echo '{"id": 9, "title": "In front", "text": "A new one."}' && lines oil tea wine; } > in/a.jsonl
    nd ingest in
    counts '4 articles in 1 container' '6 items of 2 issues' '10 articles'
    [ "$(id_of oil)" = "$oil" ]
    [ "$(id_of amber)" = "$amber" ]
    [ "$(sql "SELECT part FROM articles WHERE id = $amber")" = 2/1 ]
    [ -z "$(id_of tin)" ]
    nd check
    is 0
    nd ingest -q --db fresh.db in
    diff <(dump_of "$NEWSDEX_DB") <(dump_of fresh.db)
    echo '{"id": 10, "title": "Behind", "text": "A last one."}' >> in/a.jsonl
    nd ingest in
    counts '5 articles in 1 container' '6 items of 2 issues' '11 articles'
}

@test "an issue in an archive or a mailbox is cut as the file is" {
    mkdir in
    issue amber salt rope > review.md
    zip -q in/a.zip review.md
    nd ingest in
    counts '1 article in 1 container' '3 items of 1 issue' '4 articles'
    nd search -l --parts load
    [ "$(sort out)" = "$(printf 'in/a.zip#review.md/%s\n' 1 2 3)" ]
    nd parse review.md
    jq -c '[.title, .url, .published_at, .body]' out > file
    nd parse in/a.zip
    jq -c '[.title, .url, .published_at, .body]' out | cmp - file
    nd show --original "$(id_of salt)"
    cmp out review.md
    nd copies
    holds out
    nd ingest --force --no-digests in
    counts '1 article in 1 container' '1 article'
    nd check
    is 0
    { echo 'From a@b.example Mon Jan  1 00:00:00 2024' && cat "$ROOT/tests/golden/issue/letter.eml" && echo &&
        echo 'From a@b.example Mon Jan  2 00:00:00 2024' && printf 'Subject: Other\n\nA mail of few words.\n'; } > in/b.mbox
    nd ingest in/b.mbox
    counts '2 articles in 1 container' '3 items of 1 issue'
}

# A line of JSON whose text is an issue of some items.
issue_line() { # id names...
    local id=$1
    shift
    jq -cn --arg text "$(issue "$@")" --arg id "$id" \
        '{id: $id, title: "Review \($id)", url: "https://review.example/\($id)", text: $text}'
}

is_as_fresh() {
    nd check --level error
    is 0
    rm -f fresh.db
    "$NEWSDEX" ingest -q --db fresh.db in
    diff <(dump_of "$NEWSDEX_DB") <(dump_of fresh.db)
}

@test "items go with their record, also where another has its number" {
    mkdir in
    issue_line 1 amber salt rope > a
    issue_line 3 barley tea fish > c
    issue_line 7 oil wine cloth > d
    cat a c > in/a.jsonl
    nd ingest -q in
    cat d c > in/a.jsonl
    nd ingest --keep-missing in
    counts '3 articles in 1 container' '9 items of 3 issues'
    nd ingest in
    counts '3 articles in 1 container' '9 items of 3 issues'
    nd show --format json "$(sql "SELECT id FROM article WHERE title = 'Review 7'")"
    [ "$(jq -c '[.articles[0].children[].title]' out)" = '["Story of the oil","Story of the wine","Story of the cloth"]' ]
    nd show --format json "$(id_of amber)"
    [ "$(jq -r '.articles[0].parent' out)" = "$(sql "SELECT uid FROM articles WHERE title = 'Review 1'")" ]
    cat a c > in/a.jsonl
    nd ingest -q in
    is_as_fresh
    cat d c > in/a.jsonl
    nd ingest -q --keep-missing in
    { cat d && echo '{"id": 9, "title": "Plain", "text": "Plain words."}'; } > in/a.jsonl
    nd ingest -q in
    is_as_fresh
}

@test "of an item and an article with one address the same has the uid as in a fresh ingest" {
    mkdir in
    issue_line 1 amber salt rope > a
    echo '{"id": 2, "title": "Amber", "url": "https://amber.example/story", "text": "A ship with amber."}' > b
    cat a b > in/a.jsonl
    nd ingest -q in
    { cat b && sed 's/What the papers wrote/What papers wrote/' a; } > in/a.jsonl
    nd ingest -q in
    is_as_fresh
}

@test "a filter that fails leaves a member of an archive and its items as they are" {
    mkdir in
    issue amber salt rope > review.xyz
    zip -q in/a.zip review.xyz
    printf '#!/bin/sh\ncat "$1"\n' > convert
    chmod +x convert
    nd ingest -q --filter 'xyz=./convert {}' in
    dump_of "$NEWSDEX_DB" | grep ^article > before
    printf '#!/bin/sh\nexit 3\n' > convert
    nd ingest --force --filter 'xyz=./convert {}' in
    counts '1 article in 1 container' '3 items of 1 issue' '4 articles'
    dump_of "$NEWSDEX_DB" | grep ^article | diff before -
}
