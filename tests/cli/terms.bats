#!/usr/bin/env bats
# newsdex terms: typical words and phrases, against a script over what parse prints.

load helper

# Forty articles of three subjects, of words that go together by a rule; some lack a date.
setup() {
    cd "$BATS_TEST_TMPDIR" || return
    export NEWSDEX_DB=$BATS_TEST_TMPDIR/news.db
    awk 'BEGIN {
        split("harbour crane cargo ship tide quay dock rope", sea)
        split("ballot vote senate mayor debate county seat turnout", town)
        split("the of and a in to was for with on", small)
        for (i = 0; i < 40; i++) {
            printf "{\"id\": \"a%d\", \"title\": \"Report %d\", ", i, i
            if (i % 9) printf "\"date\": \"2024-%02d-1%d\", ", 1 + i % 4, i % 7
            printf "\"type\": \"%s\", \"body\": \"", i % 3 ? "sea" : "town"
            for (w = 0; w < 60; w++) {
                n = (i * 7 + w * w * 3 + w * i) % 8 + 1
                printf "%s %s ", small[(i + w) % 10 + 1], i % 3 || w % 11 == 0 ? sea[n] : town[n]
                if (w % (i % 4 + 5) == 0) printf "pilot boat "
            }
            print "end.\"}"
        }
    }' > news.jsonl
}

# The counts of a word or of two in a row, by other means: WHAT SIDE -> articles and occurrences
reckon() { # text jq-condition
    "$NEWSDEX" parse news.jsonl | jq -r "select($2) | (.title + \" . \" + .body | ascii_downcase)" |
        awk -v text="$1" 'BEGIN { n = split(text, wanted, " ") } {
            gsub(/[^a-z0-9]+/, " "); m = split($0, words, " "); k = 0
            for (i = 1; i + n - 1 <= m; i++) if (words[i] == wanted[1] && (n == 1 || words[i + 1] == wanted[2])) k++
            all += m; hits += k; articles += k > 0
        } END { print articles + 0, hits + 0, all + 0 }'
}

@test "counts and G2 are those of a script over what parse prints" {
    nd ingest -q news.jsonl
    nd terms type:sea -n 0 --min-articles 1 --format ndjson
    is 0
    [ "$(wc -l < out)" -ge 10 ]
    jq -r '[.term, .articles, .occurrences, .rest_articles, .rest_occurrences, .g2, (.diff // "-"), .log_ratio] | @tsv' out > rows
    while IFS=$'\t' read -r term articles occurrences rest_articles rest_occurrences g2 diff ratio; do
        read -r a h c < <(reckon "${term,,}" '.type == "sea"')
        read -r b k d < <(reckon "${term,,}" '.type != "sea"')
        [ "$a $h $b $k" = "$articles $occurrences $rest_articles $rest_occurrences" ] || { echo "$term: $a $h $b $k"; return 1; }
        awk -v a="$h" -v b="$k" -v c="$c" -v d="$d" -v g2="$g2" -v diff="$diff" -v ratio="$ratio" '
            function part(o, e) { return o > 0 ? o * log(o / e) : 0 }
            BEGIN {
                s = (a + b) / (c + d)
                g = 2 * (part(a, c * s) + part(b, d * s) + part(c - a, c * (1 - s)) + part(d - b, d * (1 - s)))
                r = log((a / c) / ((b ? b : .5) / d)) / log(2)
                bad = (g - g2) ^ 2 > .0001 || (r - ratio) ^ 2 > .0001
                bad = bad || (b ? (diff - ((a / c) / (b / d) - 1) * 100) ^ 2 > .01 : diff != "-")
                if (bad) print g, g2, r, ratio, diff
                exit bad
            }' || { echo "$term"; return 1; }
    done < rows
    grep -q '^[a-z]* [a-z]*	' rows # a phrase or more are among them
}

@test "no word that is more frequent in the hits is missing, and each has its place" {
    nd ingest -q news.jsonl
    nd terms type:town -n 0 --min-articles 1 --no-phrases --format ndjson
    jq -r '.term | ascii_downcase' out | sort > found
    for side in 0 1; do
        "$NEWSDEX" parse news.jsonl | jq -r --argjson side $side "select((.type == \"town\") == (\$side == 0)) | .title + \" \" + .body | ascii_downcase" |
            grep -oE '[a-z0-9]+' | sort | uniq -c | awk '{ print $2, $1 }' | sort > side$side
    done
    join -a 1 -e 0 -o 0,1.2,2.2 side0 side1 | awk -v c="$(awk '{ n += $2 } END { print n }' side0)" \
        -v d="$(awk '{ n += $2 } END { print n }' side1)" '$2 / c > $3 / d { print $1 }' | sort > wanted
    diff wanted found
    [ "$(jq -s 'map(.g2) | . == (sort | reverse)' out)" = true ]
    nd terms type:town -n 3 --no-phrases --format ndjson
    [ "$(wc -l < out)" -eq 3 ]
}

@test "over months: each beside the others of the hits" {
    nd ingest -q news.jsonl
    printf '{"id": "x%d", "title": "Flood", "date": "2024-05-0%d", "body": "Flood water, flood wall."}\n' 1 1 2 2 3 3 > flood.jsonl
    nd ingest -q flood.jsonl
    nd terms --over month --format ndjson
    is 0
    [ "$(jq -r 'select(.period == "2024-05") | .term' out | head -n 1)" = Flood ]
    [ "$(jq -s 'group_by(.period) | map(length) | max' out)" -le 5 ]
    has err '5 articles without a date'
    nd terms --over month type:sea --format tsv --header
    [ "$(head -n 1 out)" = "$(printf 'period\tterm\tarticles\toccurrences\trest_articles\trest_occurrences\tg2\tdiff\tlog_ratio')" ]
    nd terms --over fortnight
    is 2
}

@test "words as people write them" {
    for i in 1 2 3; do
        printf '{"title": "N%d", "lang": "fr", "body": "L’école d’Été de Saint-Malo. Les ÉCOLES ferment, l’école d’été rouvre, une école d’été en iOS-Land."}\n' $i
        printf '{"title": "O%d", "lang": "fr", "body": "Le port de Brest est calme."}\n' $i
    done > fr.jsonl
    nd ingest -q fr.jsonl
    nd terms ecole --format ndjson --no-function-words
    jq -r .term out > terms
    grep -qx école terms
    grep -qx 'école d’été' terms
    grep -qx Saint-Malo terms
    [ -z "$(sort terms | uniq -d)" ] # as one word and as two
    grep -qx iOS terms
    [ "$(grep -cE '^(de|l|en)$' terms)" -eq 0 ]
    # sentences are not joined
    lacks terms 'Malo. Les'
}

@test "against another query, without an answer, and without a question" {
    nd ingest -q news.jsonl
    nd terms type:sea --against type:town --format json
    jq -e '.schema == 1 and (.terms | length > 5)' out
    cp out both
    nd terms type:sea --format json
    cmp out both
    nd terms type:sea --against 'ballot type:sea' --format json
    jq -e '.terms == []' out
    nd terms balot
    is 1
    has err 'close to it is "ballot"'
    nd terms
    is 2
    nd terms --over month --against type:sea
    is 2
    nd terms type:sea --min-articles 500
    is 1
    holds out
}
