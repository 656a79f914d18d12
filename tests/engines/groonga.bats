#!/usr/bin/env bats
# export, changes, schema and translate --to groonga, with databases of Groonga's own.

load helper

setup_file() {
    make_database
    groonga_make "$BATS_FILE_TMPDIR/all"
    "$NEWSDEX" export --to groonga | groonga_load "$BATS_FILE_TMPDIR/all"
}

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    export NEWSDEX_DB=$BATS_FILE_TMPDIR/news.db
}

groonga_make() { # folder
    mkdir -p "$1"
    "$NEWSDEX" schema --to groonga > "$1/schema"
    groonga -n "$1/db" < "$1/schema" | groonga_worked
}

# Every command has to say that it did what it was asked for.
groonga_worked() {
    ! grep -v '^\[\[0,' || return 1
}

groonga_load() { # folder
    groonga "$1/db" | groonga_worked
}

# As lucene_compare.
compare() { # folder queries [percent]
    local number=0 accepted=0 wrong=0 query
    while IFS= read -r query; do
        number=$((number + 1))
        "$NEWSDEX" translate --to groonga --strict -- "$query" 2> /dev/null || continue
        echo "$number" >> numbers
    done < "$2" > translations
    groonga "$1/db" < translations > answers
    groonga_worked < answers
    [ "$(wc -l < answers)" -eq "$(wc -l < translations)" ]
    number=0
    while IFS= read -r query; do
        number=$((number + 1))
        grep -qx "$number" numbers || continue
        accepted=$((accepted + 1))
        found "$query" > expected
        sed -n "${accepted}p" answers | jq -r '.[1][0][2:][][0]' | sort | cmp -s - expected && continue
        wrong=$((wrong + 1))
        echo "$query: $(sed -n "${accepted}p" answers | jq '.[1][0][0][0]') and not $(wc -l < expected)"
    done < "$2"
    rm -f numbers
    echo "# $accepted of $number queries, $wrong differ" | tee /dev/fd/3
    [ "$accepted" -ge $((number * ${3:-80} / 100)) ] && [ "$wrong" -eq 0 ]
}

# Every field; what is not known is empty there.
agree() { # folder
    local texts='uid origin path path_hex part part_hex shape encoding url original_url title excerpt body furniture published_at
        published_on date language provider_name provider_domain category type note'
    local rest='id line ordinal quality heat is_published topics keywords themes authors tags images related metadata provenance problems'
    "$NEWSDEX" export | jq -c --arg texts "$texts" --arg rest "$rest" '. as $a | [($texts | split("\\s+"; "")[] | $a[.] // ""),
        ($rest | split(" ")[] | if . == "is_published" then ($a[.] // false) elif IN("images", "related", "metadata", "provenance", "problems")
        then ($a[.] | tojson) else ($a[.] // 0) end)]' | sort > ours
    echo "select Article --filter 'origin != \"deleted\"' --limit -1 --output_columns '$(echo $texts $rest | tr ' ' ,)'" |
        groonga "$1/db" | jq -c '.[1][0][2:][] | .[-5:] |= map(fromjson | tojson)' | sort | cmp - ours
}

@test "the same articles as search" {
    make_queries queries
    compare "$BATS_FILE_TMPDIR/all" queries
}

@test "what is more than that is said, and is not less" {
    make_queries queries
    grep -F '"' queries > phrases
    while IFS= read -r query; do
        "$NEWSDEX" translate --to groonga -- "$query" 2> /dev/null > translated
        groonga "$BATS_FILE_TMPDIR/all/db" < translated | jq -r '.[1][0][2:][][0]' | sort > answer
        found "$query" | comm -23 - answer > missing
        [ ! -s missing ]
    done < phrases
}

@test "every field is there" {
    agree "$BATS_FILE_TMPDIR/all"
}

@test "what changes is followed, twice or in part without harm" {
    export NEWSDEX_DB=$PWD/own.db
    make_articles 300
    "$NEWSDEX" ingest in 2> /dev/null
    groonga_make own
    "$NEWSDEX" export --to groonga > whole
    groonga_load own < whole
    agree own
    for round in $(seq 1 7); do
        revision=$(echo 'select State --output_columns revision' | groonga own/db | jq '.[1][0][2][0]')
        edit_articles "$round"
        "$NEWSDEX" ingest in 2> /dev/null
        "$NEWSDEX" tag "+round $round" -- "title:$((round * 7))" 2> /dev/null || [ $? -eq 1 ]
        "$NEWSDEX" changes --to groonga --since "$revision" > "feed.$round"
        head -c $(($(wc -c < "feed.$round") * 2 / 3)) "feed.$round" | groonga own/db > /dev/null || true
        [ "$(echo 'select State --output_columns revision' | groonga own/db | jq '.[1][0][2][0]')" = "$revision" ]
        groonga_load own < "feed.$round"
        groonga_load own < "feed.$round"
        [ "$round" -lt 3 ] || groonga_load own < "feed.$((round - 1))" # an older one once more
        agree own
    done
    "$NEWSDEX" export --to groonga 'title:new' | groonga_load own # what is there already
    groonga_load own < whole # all of it, but older
    agree own
    echo "load --table Article
[{\"_key\":\"stray\",\"origin\":\"file\",\"title\":\"stray\"}]" | groonga_load own
    "$NEWSDEX" export --to groonga | groonga_load own # what is not in it goes
    agree own
}

@test "any text comes back as it went, and no query is more than a query" {
    export NEWSDEX_DB=$PWD/own.db
    make_any_text
    groonga_make own
    "$NEWSDEX" export --to groonga | groonga_load own
    agree own
    make_any_queries queries
    compare own queries 30
}

@test "what is very long or very much" {
    export NEWSDEX_DB=$PWD/own.db
    printf -- '---\ntitle: Long address\nurl: https://example.org/%s\n---\nText.\n' "$(seq -s / 1 3000)" > address.md
    make_long_articles
    "$NEWSDEX" ingest address.md 2> /dev/null
    groonga_make own
    "$NEWSDEX" export --to groonga 2> notes | groonga_load own
    grep -q 'url_key: longer than 4095 bytes' notes
    agree own
    make_long_queries | grep -v '^"word\|^"again again' > queries
    compare own queries 30
}
