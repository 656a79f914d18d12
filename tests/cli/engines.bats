#!/usr/bin/env bats
# schema, translate, export and changes --to ENGINE, as far as no server is needed: tests/engines has those.

load helper

some() {
    mkdir -p in
    printf -- '---\ntitle: One\nurl: https://example.org/1\ntags: [pears, "a \\"b\\" \\\\ c"]\n---\nWords about pears\\and plums.\n' > in/one.md
    printf -- '---\ntitle: Two\n---\nLe café est ouvert.\n' > in/two.md
    nd ingest in
}

@test "an engine is asked for by its name" {
    some
    nd schema
    is 2
    has err 'say for whom: --to=ENGINE'
    nd schema --to oracle
    is 2
    has err 'does not know "oracle"'
    nd translate pears
    is 2
    nd schema --to postgresql
    is 0
    has out 'CREATE TABLE IF NOT EXISTS newsdex.article'
}

@test "an engine takes the whole record" {
    some
    nd export --to postgresql --fields title
    is 2
    nd export --to postgresql --format csv
    is 2
    nd changes --to postgresql --fields title
    is 2
}

@test "what PostgreSQL loads: a transaction, with fields and words escaped" {
    some
    nd export --to postgresql
    is 0
    has out "CALL newsdex.begin_feed('whole');"
    has out '{"pears","a \\"b\\" \\\\ c"}'
    has out 'Words about pears\\and plums.'
    has out "'pears':"
    [ "$(grep -c '^COMMIT;$' out)" -eq 1 ]
    nd export --to postgresql pears
    has out "CALL newsdex.begin_feed('some');"
    [ "$(grep -c 'Words about' out)" -eq 1 ]
    nd export --to postgresql nothingofit
    is 1
    rm in/one.md
    nd changes --state
    revision=$(jq .revision out)
    nd ingest in
    nd changes --to postgresql --since "$revision"
    is 0
    has out 'COPY pg_temp.newsdex_gone (uid, revision) FROM stdin;'
    nd export --to postgresql -o feed.sql
    is 0
    has feed.sql 'COMMIT;'
}

@test "a query is a literal, whatever is in it" {
    some
    nd translate --to postgresql "cafe -plums \"le café\" a* path:o'\\ne"
    is 0
    has out "''cafe''"
    has out 'caf\u00E9'
    has out "E'o''\\\\ne'"
    [ "$(grep -c '[^ -~]' out)" -eq 0 ]
    nd translate --to postgresql --strict "path:$(printf 'caf\351')"
    is 1
    has err 'no UTF-8'
    [ ! -s out ]
    nd translate --to postgresql '&'
    has out '1 = 0'
    nd translate --to postgresql --after 2024 --lang fr
    has out "date >= E'2024'"
}

@test "what ClickHouse loads: a row of JSON for each change, the last one saying where the database is" {
    some
    nd changes --state
    revision=$(jq .revision out)
    database=$(jq -r .database out)
    nd export --to clickhouse
    is 0
    [ "$(wc -l < out)" -eq 3 ]
    jq -es 'map(select(.title == "One"))[0] | (.words | index("pears")) and (.words | length) == (.places | length) and .month == 0' out
    [ "$(tail -n 1 out | jq -r '.uid + .database')" = "$database" ]
    rm in/one.md
    nd ingest in
    nd changes --to clickhouse --since "$revision"
    [ "$(head -n 1 out | jq -r .is_deleted)" = 1 ]
    nd export --to clickhouse café
    [ "$(wc -l < out)" -eq 1 ]
    nd translate --to clickhouse "café path:o'\\\\"
    has out "caf\\xC3\\xA9'"
    has out "'o\\x27\\x5C"
    [ "$(grep -c '[^ -~]' out)" -eq 0 ]
    nd translate --to clickhouse --strict '"le café"~3'
    is 1
    has err 'near to each other'
}

@test "what OpenSearch loads: actions and articles, an empty line behind each batch" {
    some
    nd changes --state
    revision=$(jq .revision out)
    nd export --to opensearch
    is 0
    [ "$(grep -c '^{"index":{"_index":"newsdex","_id":".*,"version":[0-9]*,"version_type":"external_gte"}}$' out)" -eq 2 ]
    jq -es 'map(select(.title == "Two"))[0] | .words_body == "=le|le @café|cafe =est|est =ouvert|ouvert" or .words_body' out
    jq -es 'map(select(.title == "One"))[0] | .published_at == null and (has("date") | not) and .path_keys[0] == (.path | ascii_downcase)' out
    [ "$(awk 'NF == 0' out | wc -l)" -eq 1 ]
    [ "$(tail -n 2 out | jq -s -r '.[0].index._index, .[1].revision' | tr '\n' ' ')" = "newsdex-state $revision " ]
    rm in/one.md
    nd ingest in
    nd changes --to opensearch --since "$revision"
    has out '{"delete":{"_index":"newsdex"'
    nd export --to opensearch café
    [ "$(wc -l < out)" -eq 2 ]
    nd translate --to opensearch -- '-café path:"a*b\c?"'
    jq -e '.query.bool.must_not[0].multi_match.query | startswith("@café")' out
    jq -e '.query.bool.filter[1].bool.should[0].wildcard.path_keys | startswith("*a\\*b\\\\c\\?")' out
    nd translate --to opensearch --strict '"a b c d e"~1'
    is 1
    has err 'in a row'
    nd translate --to opensearch --strict "path:$(printf 'caf\351')"
    is 1
    has err 'no UTF-8'
}

@test "what Solr loads: one object of commands, with a commit at its end" {
    some
    nd changes --state
    revision=$(jq .revision out)
    nd export --to solr
    is 0
    has out '"delete":{"query":"*:*"}'
    [ "$(grep -c '^"add":{"doc":{"uid":".*"}},$' out)" -eq 3 ]
    [ "$(tail -n 2 out | tr -d '\n')" = '"commit":{}}' ]
    jq -e ".add.doc.uid == \"state\" and .add.doc.revision == $revision" out
    rm in/one.md
    nd ingest in
    nd changes --to solr --since "$revision"
    [ "$(grep -c '^"delete":{"id":".*"},$' out)" -eq 1 ]
    nd export --to solr café
    [ "$(grep -c '^"add"' out)" -eq 1 ]
    nd translate --to solr -- '-title:café path:"a*b${c}" "x"*'
    jq -e '.query.bool.must_not[0] | startswith("words_title:\"@café|") and endswith("\"^4")' out
    jq -e '.query.bool.filter[1].bool.should[0] == "path_keys:*a\\*b\\$\\{c\\}*"' out
    nd translate --to solr --strict '"plums pears"~3'
    jq -e '.query.bool.must[0].bool.should[0].xmlparser.query | startswith("<SpanNear slop=\"3\" inOrder=\"false\">")' out
}

@test "what Groonga loads: commands, each article in the place of an older one" {
    some
    nd changes --state
    revision=$(jq .revision out)
    nd export --to groonga
    is 0
    [ "$(grep -c "^load --table Article --ifexists 'revision <= [0-9]*'$" out)" -eq 2 ]
    grep '^{' out | jq -es 'map(select(.title == "Two"))[0] | (.words_body | index("@café")) and (.pairs_body | index("le @café")) and .in_feed'
    has out "delete --table Article --filter 'in_feed == false && revision <= $revision'"
    rm in/one.md
    nd ingest in
    nd changes --to groonga --since "$revision"
    has out '"origin":"deleted"'
    lacks out in_feed
    nd translate --to groonga --strict 'path:"a&b\"'
    has out 'path_keys%20@~%20%22a%5C%5C%26b%5C%5C%5C%5C%22'
    nd translate --to groonga --strict '"one two three"'
    is 1
    has err 'pair by pair'
    nd translate --to groonga '&'
    has out '&filter=origin%20%3D%3D%20%22file%22%20%26%26%20false&'
}

@test "what Quickwit loads: articles alone, and a word on those it keeps" {
    some
    nd changes --state
    revision=$(jq .revision out)
    nd export --to quickwit
    is 0
    [ "$(wc -l < out)" -eq 2 ]
    [ ! -s err ]
    rm in/one.md
    nd ingest in
    nd changes --to quickwit --since "$revision"
    is 0
    [ ! -s out ]
    has err '1 articles came, changed or went'
    nd translate --to quickwit 'café url:a*b'
    jq -e '.query.bool.must[0].bool.should[0].bool.must[0].bool.should[0] == {term: {words_title: {value: "@café"}}}' out
    jq -e '.query.bool.filter[1].bool.should[0].wildcard.url_key.value == "*a\\*b*"' out
}

@test "what Vespa loads: operations with a condition, and text as it takes it" {
    some
    printf -- '---\ntitle: Three\nnote: "a\xef\xbf\xbe"\n---\nNo character: \xef\xb7\x90.\n' > in/three.md
    nd ingest in
    nd changes --state
    revision=$(jq .revision out)
    nd export --to vespa
    is 0
    has err 'characters that Vespa does not take became U+FFFD'
    [ "$(LC_ALL=C grep -c "$(printf '\xef\xb7\x90')" out)" -eq 0 ]
    jq -es 'map(select(.fields.title == "Three"))[0] | .put == "id:newsdex:article::" + .fields.uid and .create and (.condition | test("^article.revision <= [0-9]+$"))' out
    [ "$(tail -n 1 out | jq -r '.put, .fields.revision' | tr '\n' ' ')" = "id:newsdex:article::state $revision " ]
    rm in/one.md
    nd ingest in
    nd changes --to vespa --since "$revision"
    has out '{"remove":"id:newsdex:article::'
    nd translate --to vespa --lang fr -- '-café date:2024-03 path:"a\"'
    jq -r .yql out > yql
    has yql ' and !((((words_title contains "@café"'
    has yql '(date_number >= 20240300 and date_number < 20240400)'
    has yql 'path_keys matches "a\\\\"'
}

@test "the tables have a column for each field of a feed" {
    some
    nd schema --to postgresql
    cp out postgresql.sql
    nd schema --to clickhouse
    cp out clickhouse.sql
    nd export --to postgresql
    sed -n 's/^COPY newsdex\.article (\(.*\)) FROM.*/\1/p' out | tr -d ' ' | tr ',' '\n' > postgresql.columns
    nd export --to clickhouse
    head -n 1 out | jq -r 'keys[]' > clickhouse.columns
    nd schema --to opensearch
    jq -r '.template.mappings.properties | keys[] | "    " + . + " "' out > opensearch.sql
    nd export --to opensearch
    jq -r 'select(.uid) | keys[]' out | sort -u > opensearch.columns
    nd schema --to solr
    sed -n 's/^ *<field name="\([^"]*\)".*/    \1 /p' out > solr.sql
    nd export --to solr
    sed -n 's/^"add":{"doc":\(.*\)},$/\1/p' out | jq -r 'keys[]' | sort -u > solr.columns
    nd schema --to groonga
    sed -n 's/^column_create Article \([^ ]*\) .*/    \1 /p' out > groonga.sql
    nd export --to groonga
    grep '^{"_key".*"uid"' out | jq -r 'keys[] | select(. != "_key")' | sort -u > groonga.columns
    nd schema --to quickwit
    sed -n 's/^    - {name: \([^,]*\),.*/    \1 /p' out > quickwit.sql
    nd export --to quickwit
    jq -r 'keys[]' out | sort -u > quickwit.columns
    nd schema --to vespa
    sed -n 's/^        field \([^ ]*\) .*/    \1 /p' out > vespa.sql
    nd export --to vespa
    jq -r '.fields | keys[]' out | sort -u > vespa.columns
    for engine in postgresql clickhouse opensearch solr groonga quickwit vespa; do
        [ "$(wc -l < $engine.columns)" -gt 30 ]
        while read -r column; do
            grep -qE "^    $column " $engine.sql || { echo "$engine has no $column"; touch missing; }
        done < $engine.columns
    done
    [ ! -e missing ]
}
