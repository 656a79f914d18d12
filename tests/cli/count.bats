#!/usr/bin/env bats
# newsdex count: articles by the values of a field.

load helper

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    export NEWSDEX_DB=$BATS_TEST_TMPDIR/news.db
    mkdir in
    printf -- '---\ntitle: One\ndate: 2024-01-30\ntags: [Ports, rail]\nprovider: Post\nlang: en\n---\nharbour\n' > in/a.md
    printf -- '---\ntitle: Two\ndate: 2024-03-02\ntags: [ports]\nprovider: Post\nlang: fr\n---\nharbour\n' > in/b.md
    printf -- '---\ntitle: Three\ntags: [RAIL, Ports]\nlang: en\n---\ntrains\n' > in/c.md
    "$NEWSDEX" ingest -q in
}

@test "spellings of a topic are one topic, the most frequent first" {
    nd count --by topic
    is 0
    holds out "$(printf 'Ports\t3\nRAIL\t2')"
}

@test "a query counts its matches only" {
    nd count --by topic harbour
    holds out "$(printf 'Ports\t2\nrail\t1')"
    nd count --by language lang:fr
    holds out "$(printf 'fr\t1')"
}

@test "months come in order, with those that have none, unknown dates last" {
    nd count --by month
    holds out "$(printf '2024-01\t1\n2024-02\t0\n2024-03\t1\n\t1')"
}

@test "weeks are those of ISO 8601" {
    nd count --by week title:one
    holds out "$(printf '2024-W05\t1')"
}

@test "json, csv and the limit" {
    nd count --by provider --format json
    [ "$(jq -c . out)" = '{"schema":1,"counts":[{"provider":"Post","articles":2},{"provider":null,"articles":1}]}' ]
    nd count --by topic -n 1 --format csv
    holds out "$(printf 'topic,articles\r\nPorts,3\r')"
}

@test "bars fit the width of the terminal" {
    COLUMNS=40 nd count --by topic --format text
    is 0
    has out '█'
    [ "$(wc -m < out)" -le $((2 * 41)) ]
}

@test "nothing matches: empty, valid, status 1" {
    nd count --by year zanzibar --format json
    is 1
    holds out '{"schema":1,"counts":[]}'
}

@test "an unknown field is a usage error" {
    nd count --by colour
    is 2
    nd count --by metadata.
    is 2
    nd count --by day --by week --by year
    is 2
}

@test "without a field, the number alone" {
    nd count harbour
    is 0
    holds out 2
    nd count zanzibar
    is 1
    holds out 0
    nd count --format csv
    holds out "$(printf 'articles\r\n3\r')"
}

@test "csv has its header also when nothing is there" {
    nd count --by topic --format csv zanzibar
    is 1
    holds out "$(printf 'topic,articles\r')"
    nd count --by topic --by year --share --format csv --query 'x=zanzibar type:none'
    [ "$(head -n 1 out)" = "$(printf 'topic,year,query,articles,total,share\r')" ]
    nd count --by month --by provider --format tsv --header zanzibar
    holds out "$(printf 'month\tprovider\tarticles')"
}

# Pairs of values as parse has them, and how many articles have both: pairs 'jq of first' 'jq of second' [condition]
pairs() {
    "$NEWSDEX" parse in | jq -r "select(${3-true}) | [($1) as \$a | ($2) as \$b | [\$a, \$b]] | unique[] | map(. // \"\") | @tsv" |
        sort | uniq -c | awk -v OFS='\t' '{ n = $1; sub(/^ *[0-9]+ /, ""); print $0, n }' | sort
}

@test "two fields: every pair of values that has articles, as parse has them" {
    cp -r "$ROOT/seeds/." in
    nd ingest -q in
    for field in day month year; do
        case $field in day) n=10 ;; month) n=7 ;; *) n=4 ;; esac
        nd count --by $field --by language
        pairs "(.published_at // \"\")[:$n]" .language > wanted
        sort out | diff wanted -
    done
    nd count --by provider --by month body:qwen
    pairs '.provider | .name // .domain' '(.published_at // "")[:7]' '.body | ascii_downcase | test("qwen")' > wanted
    sort out | diff wanted -
    nd count --by keyword --by language
    pairs '.keywords[]' .language > wanted
    sort out | diff wanted -
    # and summed up it is what one field gives
    nd count --by language --by type
    awk -F '\t' '{ n[$1] += $3 } END { for (l in n) print l "\t" n[l] }' out | sort > summed
    nd count --by language
    sort out | diff summed -
}

@test "by length in characters, and by a key of the metadata" {
    cp -r "$ROOT/seeds/." in
    for i in 0 1 499 500 999 1000; do
        { printf -- '---\ntitle: T%s\nfleet: F%s\n---\n' "$i" "$((i % 2))"; head -c "$i" /dev/zero | tr '\0' x; echo; } > "in/$i.md"
    done
    nd ingest -q in
    nd count --by length
    "$NEWSDEX" parse in | jq -r '.body | length | if . == 0 then "0" elif . < 500 then "1-499" elif . < 1000 then "500-999"
        elif . < 2000 then "1000-1999" elif . < 5000 then "2000-4999" else "more" end' | sort | uniq -c |
        awk -v OFS='\t' '{ print $2, $1 }' | sort -n > wanted
    diff wanted out
    nd count --by metadata.fleet
    [ "$(head -n 2 out)" = "$(printf 'F0\t3\nF1\t3')" ]
    nd count --by metadata.via.date
    "$NEWSDEX" parse in | jq -r '.metadata.via.date // ""' | sort | uniq -c | awk -v OFS='\t' '{ print $2, $1 }' > wanted
    sort out > sorted
    awk -F '\t' 'NF == 1 { $0 = "\t" $1 } NF == 2 && $2 == "" { $0 = "\t" $1 } 1' wanted | sort | diff - sorted
}

@test "shares are those of all articles in the cell, filters counting for both" {
    nd count --by language --share --format csv harbour
    holds out "$(printf 'language,articles,total,share\r\nen,1,2,0.5\r\nfr,1,1,1\r')"
    nd count --by month --share --format ndjson --lang en harbour
    [ "$(jq -c '[.month, .articles, .total, .share]' out | tr '\n' ' ')" = '["2024-01",1,1,1] [null,0,1,0] ' ]
    nd count --share trains
    holds out "$(printf '1\t3\t0.333333')"
}

@test "several queries side by side, long and wide" {
    nd count --query sea=harbour --query 'land=trains OR title:one' --by language --format csv
    holds out "$(printf 'language,query,articles\r\nen,sea,1\r\nen,land,2\r\nfr,sea,1\r\nfr,land,0\r')"
    nd count --query sea=harbour --query 'land=trains OR title:one' --by language --wide --format csv
    holds out "$(printf 'language,sea,land\r\nen,1,2\r\nfr,1,0\r')"
    nd count --query sea=harbour --query land=trains
    holds out "$(printf 'sea\t2\nland\t1')"
    nd count --query harbour
    is 2
    nd count --query a=harbour trains
    is 2
}

@test "a wide table has every month between, and shares instead of numbers" {
    nd count --by month --by language --wide --format csv
    holds out "$(printf 'month,en,fr\r\n2024-01,1,0\r\n2024-02,0,0\r\n2024-03,0,1\r\n,1,0\r')"
    nd count --by language --by provider --wide --share --format csv title:one
    holds out "$(printf 'language,Post,(none)\r\nen,1,0\r\nfr,0,\r')"
    nd count --by month --wide
    is 2
    nd count --by month --by language --wide --format text
    has out '2024-02   0   0'
}

@test "pairs of topics are those a script finds in the records, each once" {
    nd count --cooccur topic
    is 0
    holds out "$(printf 'Ports\tRAIL\t2')"
    "$NEWSDEX" ingest -q "$ROOT/seeds"
    nd count --cooccur keyword --format csv
    [ "$(head -n 1 out | tr -d "\r")" = source,target,weight ]
    nd count --cooccur keyword --format ndjson
    jq -r '[.source, .target] | map(ascii_downcase) | sort | join("|")' out | sort > found
    "$NEWSDEX" export --fields keywords | jq -r '(.keywords // []) | map(ascii_downcase) | unique as $k |
        range($k | length) as $i | range($i + 1; $k | length) as $j | [$k[$i], $k[$j]] | sort | join("|")' | sort -u > wanted
    diff wanted found
    [ "$(jq -s 'map(.weight) | . == (sort | reverse)' out)" = true ]
    nd count --cooccur author lang:fr # articles there are; references have nothing to do with it
    is 1
    [ "$(cat err)" = 'newsdex: no article of these has two authors' ]
    nd count --cooccur topic --by month
    is 2
    nd count --cooccur month
    is 2
}

@test "a graph for Gephi has the same edges, between nodes that are there" {
    "$NEWSDEX" ingest -q "$ROOT/seeds"
    nd count --cooccur keyword --format tsv -n 9
    cp out edges
    nd count --cooccur keyword --format gexf -n 9
    is 0
    ! command -v xmllint > /dev/null || xmllint --noout out
    sed -n 's/.*<node id="\([0-9]*\)" label="\([^"]*\)".*/\1\t\2/p' out > nodes
    sed -n 's/.*source="\([0-9]*\)" target="\([0-9]*\)" weight="\([0-9]*\)".*/\1\t\2\t\3/p' out |
        awk -F '\t' 'NR == FNR { name[$1] = $2; next } { print name[$1] "\t" name[$2] "\t" $3 }' nodes - > drawn
    diff edges drawn
    nd count --by topic --format gexf
    is 2
}

@test "where nothing is found, it says why" {
    nd count harboor
    is 1
    has err 'close to it is "harbour"'
    nd count --by topic harboor
    is 1
    has err 'close to it is "harbour"'
}

@test "without a query the same is counted as with one that all match" {
    for field in month year language provider topic type category; do
        nd count --by "$field" path:/
        mv out same
        nd count --by "$field"
        is 0
        cmp out same
    done
}

@test "values of an article by the thousand make no pairs, which is told" {
    jq -nc '{title: "Many", body: "A text.", tags: [range(501) | "t\(.)"]}' > many.jsonl
    jq -nc '{title: "Few", body: "Another text.", tags: [range(500) | "t\(.)"]}' >> many.jsonl
    "$NEWSDEX" ingest -q --db many.db many.jsonl
    nd count --db many.db --cooccur topic --format tsv
    is 0
    [ "$(grep -c . out)" = 124750 ]
    holds err 'newsdex: 1 article left out: more than 250000 pairs of values in one, or 4000000 in all'
    nd count --db many.db --by topic --by topic --format tsv
    holds err 'newsdex: 1 article left out: more than 250000 pairs of values in one, or 4000000 in all'
    nd count --db many.db --by topic --format tsv -n 1
    holds out "$(printf 't0\t2')"
}

@test "a field that is not known is answered with those that are" {
    article in/a.txt 'Pier' 'The pier is open again. It was shut for a week.'
    nd ingest in
    nd count --by years
    is 2
    has err '--by does not know "years"; there are topic'
    has err 'year, length'
}

@test "a saved query that is replaced is told" {
    article in/a.txt 'Pier' 'The pier is open again. It was shut for a week.'
    nd ingest in
    nd save piers pier
    lacks err replaces
    nd save piers quay
    is 0
    has err 'piers replaces the query pier'
    nd save piers quay
    lacks err replaces
}
