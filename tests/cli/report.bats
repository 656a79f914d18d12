#!/usr/bin/env bats
# newsdex report and count --format svg: what the page says is what the other commands say, nothing in it gets out of
# its place, and a browser shows it as it is meant.

load helper

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    export NEWSDEX_DB=$BATS_TEST_TMPDIR/news.db
    cp -r "$ROOT/seeds" .
}

# The page as text, a line each element.
text_of() { # page
    sed 's/<style>.*//; /^:root/,/<\/style>/d; s/<[^>]*>/\n/g' "$1" | sed 's/&quot;/"/g; s/&#39;/'"'"'/g; s/&lt;/</g; s/&gt;/>/g; s/&amp;/\&/g'
}

# Hostile text wherever the page shows some.
hostile() {
    local evil='</title><script>alert(1)</script><img src=x onerror=alert(2)>"'"'"'&amp;'
    printf -- '---\ntitle: %s\nauthors: [%s]\ntags: [%s]\nprovider: %s\nurl: "javascript:alert(3)"\ndate: 2024-01-02\n---\nharbour %s harbour\n' \
        "$(jq -Rn --arg t "$evil" '$t')" "$(jq -Rn --arg t "$evil" '$t')" "$(jq -Rn --arg t "$evil" '$t')" \
        "$(jq -Rn --arg t "$evil" '$t')" "$evil" > 'seeds/a"><b>.md'
    printf '{"title": "\\u202egnp.exe", "url": "https://example.org/?a=\\"><script>", "body": "harbour \\u0007 bell"}\n' > seeds/bell.jsonl
}

@test "the page says what search, count and terms say" {
    nd ingest -q seeds
    nd report Qwen --now 2026-01-02
    is 0
    cp out page
    text_of page > text
    has text '7 articles of 25'
    nd search -n 0 Qwen --fields title
    while read -r title; do has text "$title"; done < out
    nd terms Qwen --no-function-words -n 5 --format ndjson
    jq -r .term out | while read -r term; do grep -qx "$term" text; done
    nd count --by language Qwen
    while IFS=$'\t' read -r language count; do
        awk -v name="$language" '$0 == name { found = 1; next } found && /^[0-9]+$/ { print; exit }' text | grep -qx "$count"
    done < out
    has text 'newsdex report --now 2026-01-02 Qwen'
    has text "$(nd changes --state && jq -r .database out)"
}

@test "the same database, query and time give the same bytes, wherever they go" {
    nd ingest -q seeds
    nd report 'Qwen lang:en' --now 2026-01-02T03:04:05Z
    nd report 'Qwen lang:en' --now 2026-01-02T03:04:05Z -o page.html
    "$NEWSDEX" report 'Qwen lang:en' --now 2026-01-02T03:04:05Z > again
    cmp page.html again
    command=$(text_of page.html | grep '^newsdex report')
    eval "\"\$NEWSDEX\" ${command#newsdex}" > made
    cmp page.html made
    nd report --now yesterweek Qwen
    is 2
}

@test "no text gets out of its place" {
    hostile
    nd ingest -q seeds
    nd report harbour --now 2026-01-02 --title '<script>'
    is 0
    [ "$(grep -ciE '<(script|img|iframe|object|b)\b' out)" -eq 0 ]
    [ "$(grep -cE '<[^>]*(javascript:|onerror)' out)" -eq 0 ]
    [ "$(grep -oE '<[^>]* (href|src)="[^"]*"' out | grep -cvE 'href="(https?|file)://[^"<> ]*"')" -eq 0 ]
    [ "$(tr -d '\n\t' < out | LC_ALL=C grep -c "$(printf '[\001-\037]')")" -eq 0 ]
    [ "$(grep -c "$(printf '\342\200\256')" out)" -eq 0 ]
    grep -q "default-src 'none'" out
    xmllint --version > /dev/null 2>&1 || skip "xmllint is not there to parse the page"
    xmllint --html --noout out 2>&1 | grep -vE 'Tag (header|main|section|figure|svg|rect|footer|mark) invalid|^<|^ *\^' > complaints || true
    [ "$(grep -c 'error' complaints)" -eq 0 ]
}

@test "five megabytes at most, and what is left out is told" {
    awk 'BEGIN { for (i = 0; i < 400; i++) { printf "{\"title\": \"T%d\", \"body\": \"", i
        for (w = 0; w < 2500; w++) printf "%s%d%s ", w % 50 ? "" : "harbour ", w * 1000 + i, substr("xxxxxxxxxxxxxxxxxxxx", 1, w % 20)
        print "\"}" } }' > many.jsonl
    nd ingest -q many.jsonl
    nd report harbour -n 0 --passages 0 -o page.html
    [ "$(stat -c %s page.html)" -le 5000000 ]
    [ "$(stat -c %s page.html)" -gt 4000000 ]
    shown=$(grep -c '^<h3 dir' page.html)
    has err "the page is full with $shown articles; $((400 - shown)) are not in it"
    text_of page.html > text
    has text "$((400 - shown)) articles more did not fit"
    tail -n 1 page.html | grep -qx '</html>'
}

@test "nothing found is a page all the same" {
    nd ingest -q seeds
    nd report Nvidai -o page.html
    is 1
    has err 'close to it is "nvidia"'
    text_of page.html > text
    has text '0 articles of 25'
    nd report --format json Qwen
    is 2
}

@test "a timeline as a picture" {
    nd ingest -q seeds
    nd count --by month --format svg date:2023
    is 0
    grep -q '^<svg xmlns="http://www.w3.org/2000/svg"' out
    [ "$(grep -c '<rect' out)" -eq "$("$NEWSDEX" count --by month date:2023 | awk '$2 > 0' | wc -l)" ]
    "$NEWSDEX" count --by month date:2023 | awk '$2 > 0 { print $1 ": " $2 }' | while read -r bar; do has out "<title>$bar</title>"; done
    # heights are in proportion to the counts
    sed -n 's/.*height="\([0-9.]*\)"><title>[0-9-]*: \([0-9]*\)<.*/\1 \2/p' out |
        awk '{ r = $1 / $2; if (NR > 1 && (r - before) ^ 2 > .01) bad = 1; before = r } END { exit bad || NR == 0 }'
    ! command -v xmllint > /dev/null || xmllint --noout out
    nd count --by topic --format svg
    is 2
    nd count --format svg
    is 2
}

@test "a browser shows it: no complaints, nothing asked for, on a telephone, dark, on paper, read in order" {
    chromium=$(command -v chromium || command -v chromium-browser || command -v google-chrome) || skip "there is no Chromium"
    command -v node > /dev/null || skip "there is no node to steer Chromium with"
    hostile
    nd ingest -q seeds
    nd report 'Qwen OR harbour' -o page.html
    TMPDIR=$BATS_TEST_TMPDIR timeout 100 node "$ROOT/tests/page.mjs" "$chromium" page.html > seen.json
    jq -e '.errors == [] and (.requests | length == 1) and (.requests[0] | startswith("file:"))' seen.json
    jq -e 'all(.widths[]; .page <= .screen and .outside == 0)' seen.json
    jq -e '.widths | .phone.screen == 320 and .dark.paper != .light.paper and .print.paper == "rgb(255, 255, 255)"' seen.json
    jq -r '.order[] | select(.role == "heading") | .name' seen.json | head -n 3 > headings
    [ "$(head -n 2 headings)" = "$(printf 'Qwen OR harbour\nArticles by month')" ]
    jq -e '[.order[].role] | index("banner") < index("main") and index("main") < index("contentinfo") and
        (index("image") // index("img")) > index("main")' seen.json
    # each article is a heading of its own, in the order of the search
    nd search -n 0 'Qwen OR harbour' --format json
    jq -r '.hits[].title | gsub("\u202e"; "\ufffd")' out | head -n 3 > titles
    jq -r '.order[] | select(.role == "heading") | .name' seen.json | grep -n -F -x -f titles | cut -d : -f 2- | head -n 3 > heard
    diff titles heard
}
