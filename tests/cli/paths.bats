#!/usr/bin/env bats
# Filters by path and by address find what every path and address compared with them would, whatever came, went or changed.

load helper

# Files with and without addresses in a tree: how many, from which number on.
tree() { # folder from count
    awk -v folder="$1" -v from="$2" -v count="$3" 'BEGIN {
        split("harbour Tide quays-and-cranes été 港口 2024 2023/11 x", words, " ")
        for (i = from; i < from + count; i++) {
            name = words[i % 8 + 1] "/" words[int(i / 8) % 8 + 1] "-" i * 7919 % 99991
            path = folder "/" name ".md"
            dir = path; sub("/[^/]*$", "", dir)
            if (!made[dir]++) system("mkdir -p \"" dir "\"")
            printf "---\ntitle: Piece %d\n%s---\nText number %d of them.\n", i, \
                (i % 3 ? "url: https://www.Site" i % 17 ".example.org/" words[i % 5 + 1] "/" i * 31 % 1009 "\n" : ""), i > path
            if (i % 10 == 0) printf "" > path
            close(path)
        }
    }'
}

# Every filter against what the database says.
agree() {
    local part
    for part in harbour TIDE quays-and été 港口 2023/11 /x/ 791 .md in/ zzzz e -7; do
        nd search -c "path:\"$part\""
        [ "$(cat out)" = "$(sql "SELECT count(*) FROM articles WHERE instr(lower(path), lower('$part')) > 0")" ]
        nd search -n 5 --format ndjson "path:\"$part\""
        [ "$(jq -r .id out | sort -n | tr '\n' ' ')" = "$(sql "SELECT id FROM articles WHERE instr(lower(path), lower('$part')) > 0
            ORDER BY published_at IS NULL, published_at DESC, id LIMIT 5" | sort -n | tr '\n' ' ')" ]
    done
    for part in site3 https:// example.org/tide /x/ zzzz 31 EXAMPLE; do
        nd search -c "url:\"$part\""
        [ "$(cat out)" = "$(sql "SELECT count(*) FROM articles WHERE instr(lower(url), lower('$part')) > 0")" ]
        nd search -n 0 --format ndjson "url:\"$part\""
        [ "$(jq -r .id out | sort -n | tr '\n' ' ')" = "$(sql "SELECT id FROM articles WHERE instr(lower(url), lower('$part')) > 0
            ORDER BY id" | tr '\n' ' ')" ]
        nd search -c "url:\"$part\" path:harbour -path:tide text"
        [ "$(cat out)" = "$(sql "SELECT count(*) FROM articles WHERE instr(lower(url), lower('$part')) > 0
            AND instr(path, 'harbour') > 0 AND instr(lower(path), 'tide') = 0")" ]
    done
    nd check
    lacks err 'is not found by path'
}

@test "path: and url: agree with the paths and addresses there are" {
    tree in 1 600
    nd ingest -q in
    agree
    # Some go, some move, some get another address, others come.
    find in -name '*1.md' -delete
    mv in/harbour in/port
    find in -name '*2.md' -exec sed -i 's/example.org/example.net\/Kaikoura/' {} +
    tree in 2000 300
    nd ingest -q in
    agree
    nd search -c url:kaikoura
    [ "$(cat out)" = "$(sql "SELECT count(*) FROM articles WHERE instr(lower(url), 'kaikoura') > 0")" ]
    [ "$(cat out)" -gt 10 ]
    rm -r in
    tree in 5000 50
    nd ingest -q in
    agree
}

# Among so many that the first along the dates have enough, or nearly.
@test "path: and url: find the newest of many" {
    mkdir in
    awk 'BEGIN { for (i = 1; i <= 12000; i++)
        printf "{\"url\":\"https://%s.example/%d\",\"date\":\"20%02d-%02d-%02d\",\"title\":\"T %d\",\"text\":\"Words number %d.\"}\n", \
            (i % 40 ? "often" : i % 120 ? "seldom" : "rare"), i, i % 24, i % 12 + 1, i % 28 + 1, i, i }' > in/a.jsonl
    cp in/a.jsonl in/b.jsonl
    sed -i 's/often/other/' in/b.jsonl
    nd ingest -q in
    for part in often seldom rare .example 999 other; do
        for limit in 1 20 100 300; do
            for sort in newest oldest; do
                nd search -n $limit --sort $sort --format ndjson "url:$part"
                [ "$(jq -r .id out | tr '\n' ' ')" = "$(sql "SELECT id FROM articles WHERE instr(url, '$part') > 0
                    ORDER BY published_at $([ $sort = oldest ] || echo DESC), id LIMIT $limit" | tr '\n' ' ')" ]
            done
        done
        nd search -n 30 --format ndjson "path:b.jsonl"
        [ "$(jq -r .id out | tr '\n' ' ')" = "$(sql "SELECT id FROM articles WHERE instr(path, 'b.jsonl') > 0
            ORDER BY published_at DESC, id LIMIT 30" | tr '\n' ' ')" ]
    done
}

@test "path: and url: agree in what merge makes, and after a rebuild of what was damaged" {
    tree one/in 1 300
    tree two/in 400 300
    nd ingest -q --db one.db one/in
    nd ingest -q --db two.db two/in
    nd merge "$NEWSDEX_DB" one.db two.db
    is 0
    agree
    sql "UPDATE gram SET bits = zeroblob(64)"
    nd check
    is 1
    has err 'is not found by path: or url:; newsdex optimize --rebuild makes what they look in anew'
    nd optimize --rebuild
    agree
}

@test "path: and url: find in what was there before there was a table for them" {
    sqlite3 -bail "$NEWSDEX_DB" < "$ROOT/tests/cli/version-5.sql"
    mkdir none
    nd ingest none
    is 0
    [ "$(sql 'SELECT count(*) FROM gram')" -gt 1 ]
    sql "UPDATE gram SET bits = x''" # as the step to version 6 leaves it, where nothing else makes articles anew
    nd search -c path:/old/in/b
    holds out 4
    nd search -c url:example.org/x
    holds out 1
    nd search -c -r url:elsewhere
    holds out 1
}

@test "path: finds names composed or decomposed, in any case of any alphabet" {
    local asked
    article $'in/\303\211tude-caf\303\251.md' 'First' 'A harbour.' # one character each
    article $'in/E\314\201tude-cafe\314\201.md' 'Second' 'A ferry.' # two
    article $'in/\316\221\316\230\316\227\316\235\316\221.md' 'Third' 'A harbour.'
    article $'in/stra\303\237e.md' 'Fourth' 'A ferry.'
    nd ingest -q in
    for asked in $'path:\303\251tude 2' $'path:E\314\201TUDE 2' $'path:CAF\303\211.md 2' 'path:caf 2' \
        $'path:\316\261\316\270\316\267\316\275\316\261 1' $'path:STRA\341\272\236E 1' \
        $'harbour path:caf\303\251 1' $'ferry -path:caf\303\251 1' $'path:caf\303\251 path:in/ 4' $'path:\303\250tude 0'; do
        nd search -c "${asked% *}"
        [ "$(cat out)" = "${asked##* }" ] || { echo "$asked, not $(cat out)"; false; }
    done
}
