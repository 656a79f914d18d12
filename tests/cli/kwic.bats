#!/usr/bin/env bats
# newsdex kwic: every occurrence with the words around it, against scripts over what parse prints; samples.

load helper

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    export NEWSDEX_DB=$BATS_TEST_TMPDIR/news.db
    mkdir in
    article in/a.txt 'Cranes at work' 'One crane lifts. Two cranes lift, and the Crane that is old rests; no crane falls.'
    printf -- '---\ntitle: Yard\ndate: 2024-05-02\nprovider: Post\n---\nOpen models travel. The open\nmodels, open to all, stay open.\n' > in/b.md
    printf -- '---\ntitle: 港\ndate: 2023-01-01\nlang: zh\n---\n新的港口在东京港旁边，港口很大。\n' > in/c.md
}

@test "every occurrence of a word as written, counted by another program" {
    cp -r "$ROOT/seeds/." in
    nd ingest -q in
    for word in Meta Qwen models open Alibaba; do
        nd kwic "\"$word\"" --format ndjson
        "$NEWSDEX" parse in | jq -r --arg word "$word" '.body | [match("(^|[^A-Za-z0-9])" + $word + "(?![A-Za-z0-9])"; "gi")] | length' |
            awk '{ n += $1 } END { print n }' > wanted
        [ "$(jq -s length out)" -eq "$(cat wanted)" ]
        jq -e -s --arg word "$word" 'all(.[]; (.keyword | ascii_downcase) == ($word | ascii_downcase))' out
    done
}

@test "left, keyword and right are the text, word by word" {
    cp -r "$ROOT/seeds/." in
    nd ingest -q in
    nd kwic --context 5 --format ndjson Meta OR '"open models"'
    [ "$(wc -l < out)" -ge 10 ]
    # what stands there, without blanks, is in the body of that article
    "$NEWSDEX" export --fields id,body | jq -c '{(.id | tostring): (.body | gsub("\\s+"; ""))}' | jq -s add > bodies
    jq -c --slurpfile bodies bodies 'select((.left + .keyword + .right | gsub("\\s+"; "")) as $text |
        $bodies[0][.id | tostring] | contains($text) | not)' out > astray
    holds astray
}

@test "a word has its forms, a phrase its words, and what is nested counts once" {
    nd ingest -q in
    nd kwic crane --format ndjson
    [ "$(jq -r .keyword out | tr '\n' ' ')" = 'crane cranes Crane crane ' ]
    nd kwic '"open models"' --context 2
    [ "$(cut -f 1-3 out)" = "$(printf '\tOpen models\ttravel. The\ntravel. The\topen models\t, open to')" ]
    nd kwic '"open models" OR open' --context 1
    [ "$(cut -f 2 out | tr '\n' '/')" = 'Open models/open models/open/open/' ]
    nd kwic '"models open"~1' --context 1
    [ "$(wc -l < out)" -ge 2 ]
    nd kwic 'open*' --context 1 -n 3
    [ "$(wc -l < out)" -eq 3 ]
}

@test "text without blanks between words" {
    nd ingest -q in
    nd kwic 港口 --context 2 --format ndjson
    [ "$(jq -r .keyword out | tr '\n' ' ')" = '港口 港口 ' ]
    nd kwic 港 --format ndjson
    [ "$(jq -r .keyword out | tr '\n' ' ')" = '港 港 港 ' ]
    jq -e -s '.[0].left == "新的"' out
}

@test "columns, header, exit status" {
    nd ingest -q in
    nd kwic travel --format csv
    is 0
    [ "$(head -n 1 out)" = "$(printf 'left,keyword,right,id,date,provider,path,part\r')" ]
    nd kwic travel --format json
    jq -e '.lines[0] | .date == "2024-05-02" and .provider == "Post" and .part == null and .keyword == "travel"' out
    nd kwic zeppelin --format csv
    is 1
    [ "$(wc -l < out)" -eq 1 ]
    nd kwic title:yard
    is 1
    has err 'no word of the query is in the text of 1 article that matches'
    nd kwic
    is 2
    nd kwic --sort up crane
    is 2
}

@test "sorted by the words to the left, to the right, or by date" {
    nd ingest -q in
    nd kwic crane --sort right --format ndjson
    [ "$(jq -r '.right | split(" ")[0]' out | tr '\n' ' ')" = 'falls. lift, lifts. that ' ]
    nd kwic crane --sort left --format ndjson
    [ "$(jq -r '.left | split(" ")[-1]' out | tr '\n' ' ')" = 'no One the Two ' ]
    nd kwic 'open OR 港口 OR crane' --sort date --format ndjson
    [ "$(jq -r '.date // "-"' out | uniq | tr '\n' ' ')" = '2023-01-01 2024-05-02 - ' ]
    nd kwic crane --sort right -n 1 --format ndjson
    [ "$(jq -r .right out)" = falls. ]
}

@test "on a terminal keywords stand below one another, whatever the script" {
    nd ingest -q in
    COLUMNS=60 nd kwic '港口 OR crane' --format text
    is 0
    # the cells before the keyword: two for an ideograph
    python3 - << 'END' > cells || skip 'there is no python3'
import re, unicodedata
for line in open('out', encoding='utf-8'):
    at = [m.start() for m in re.finditer('港口|[Cc]rane', line)]
    print(min(abs(sum(2 if unicodedata.east_asian_width(c) in 'WF' else 1 for c in line[:i]) - 29) for i in at))
    assert sum(2 if unicodedata.east_asian_width(c) in 'WF' else 1 for c in line.rstrip('\n')) <= 60
END
    [ "$(sort -u cells)" = 0 ]
}

# Fifty articles in five months.
many() {
    for i in $(seq 50); do
        printf -- '---\ntitle: Article %s\ndate: 2024-%02d-10\n---\nharbour %s\n' "$i" $((i % 5 + 1)) "$i" > "in/n$i.md"
    done
    nd ingest -q in
}

@test "a sample is the same for the same seed, whatever else was added" {
    many
    nd export --sample 12 --seed 7 --fields uid,title harbour
    is 0
    [ "$(wc -l < out)" -eq 12 ]
    sort out > first
    nd search --sample 12 --seed 7 --fields uid,title --format ndjson harbour
    sort out | diff first -
    nd export --sample 12 --seed 8 --fields uid,title harbour
    [ "$(sort out | comm -12 first - | wc -l)" -lt 12 ]
    # other articles do not matter, nor does the order in which they came
    article in/0.txt Other 'No ship here.'
    "$NEWSDEX" ingest -q --db other.db in/0.txt
    # shellcheck disable=SC2046
    for path in $(find in -type f | sort -r); do "$NEWSDEX" ingest -q --db other.db "$path"; done
    nd export --db other.db --sample 12 --seed 7 --fields uid,title harbour
    sort out | diff first -
    # of one more article that matches at most one place is taken
    article in/more.txt More 'One more harbour.'
    nd ingest -q in
    nd export --sample 12 --seed 7 --fields uid,title harbour
    [ "$(sort out | comm -12 first - | wc -l)" -ge 11 ]
}

@test "so many of each month" {
    many
    nd export --sample 3 --seed 1 --per month --fields date harbour
    [ "$(jq -r '.date[:7]' out | sort | uniq -c | awk '{ print $1 }' | sort -u)" = 3 ]
    [ "$(wc -l < out)" -eq 15 ]
    nd export --per month harbour
    is 2
    nd search --count --sample 3 harbour
    is 2
}

@test "the sample is those with the least hash of seed and uid" {
    command -v xxhsum > /dev/null || skip 'there is no xxhsum'
    many
    nd export --fields uid harbour
    jq -r .uid out | while read -r uid; do printf '%s %s\n' "$(printf '42:%s' "$uid" | xxhsum -H3 - | awk '{ print $1 == "XXH3" ? $NF : $1 }')" "$uid"; done |
        sort | head -n 9 | cut -d ' ' -f 2 | sort > wanted
    nd export --sample 9 --seed 42 --fields uid harbour
    jq -r .uid out | sort | diff wanted -
}

@test "--sentence keeps to the sentence" {
    printf 'Old port\n\nMr. Smith saw the crane at 3.5 metres. The Crane fell! A wall\n\nCrane and quay, he said. Not more.\n' > in/d.txt
    nd ingest -q in/d.txt
    nd kwic --sentence --context 30 crane
    is 0
    cut -f 1-3 out > lines
    holds lines "$(printf 'Mr. Smith saw the\tcrane\tat 3.5 metres.\nThe\tCrane\tfell!\n\tCrane\tand quay, he said.')"
    nd kwic --sentence --context 2 'metres'
    [ "$(cut -f 1-3 out)" = "$(printf '3.5\tmetres\t.')" ]
}

@test "kwic and export say why nothing was found" {
    nd ingest -q in
    for command in kwic export; do
        nd $command cranez
        is 1
        has err 'close to it is'
        nd $command '++'
        is 1
        has err 'nothing in the query can be searched for'
    done
}
