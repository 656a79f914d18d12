#!/usr/bin/env bats
# Versions of one article: records with the same address. The fullest answers, the others are kept; what only shares an
# address with others is no version of them.

load helper

FIRST='The ferry to the island sails again from Monday, the shipping office said in the morning.'
REST='It had been laid up since the storm tore off its ramp in autumn. Islanders had to take the mail boat, which
carries eleven people and no cows. The new ramp comes from a yard on the other coast and cost twice what was planned.'

page() { # path title url text [date]
    mkdir -p "$(dirname "./$1")"
    printf -- '---\ntitle: %s\nurl: %s\n%s---\n%s\n' "$2" "$3" "${5:+date: $5$'\n'}" "$4" > "$1"
}

feed() { # path title link description [day of May 2024]
    mkdir -p "$(dirname "./$1")"
    cat > "$1" <<END
<?xml version="1.0"?><rss version="2.0"><channel><title>Island News</title><link>https://isle.example/</link>
<item><title>$2</title><link>$3</link><guid>$3</guid><pubDate>0${5:-6} May 2024 08:00:00 GMT</pubDate><description>$4</description></item>
<item><title>Rain</title><link>https://isle.example/rain</link><description>It rains today, and tomorrow.</description></item>
</channel></rss>
END
}

URL=https://isle.example/2024/ferry

# A page, the feed that names it, and what was read of the page a day later.
ferry() { # folder
    page "$1/page.md" 'Ferry sails again' "$URL" "$FIRST $REST"
    feed "$1/feed.xml" 'Ferry sails again' "$URL?utm_source=rss" "$FIRST"
    page "$1/later.md" 'Ferry sails again | Island News' "http://www.isle.example/2024/ferry/" "$FIRST $REST Gulls watched." 2024-05-06
}

# The paths of what a query finds, on a line.
finds() { # path... -- query...
    local wanted=()
    while [ "$1" != -- ]; do wanted+=("$1"); shift; done
    shift
    nd search --format tsv -n 0 "$@"
    [ "$(cut -f 9 out | sed "s,.*/in/,," | sort | xargs)" = "$(printf '%s\n' "${wanted[@]}" | sort | xargs)" ] && return
    echo "not ${wanted[*]}:"
    cat out err
    return 1
}

@test "the fullest version answers, and the others are found by their path" {
    ferry in
    nd ingest in
    is 0
    counts '2 articles' '2 other versions'
    finds later.md -- ferry
    finds later.md -- 'ferry gulls'
    finds later.md -- path:page.md
    finds later.md -- path:feed.xml ferry
    finds later.md feed.xml -- path:feed.xml
    finds feed.xml -- 'path:feed.xml -ferry'
    finds -- 'ferry -path:page.md'
    finds later.md feed.xml -- ''
    finds later.md -- path:page.md path:nowhere lang:en ferry
    nd count
    holds out 2
    nd count --by language
    has out "en"$'\t'2
    nd export --fields path
    [ "$(wc -l < out)" -eq 2 ]
    nd kwic shipping
    [ "$(wc -l < out)" -eq 1 ]
    [ "$(sql 'SELECT count(*) FROM articles')" = 2 ]
    equals_fresh in
}

@test "what answers does not depend on the order in which records come" {
    ferry all
    mkdir in
    nd ingest --db fresh in
    for order in 'page.md feed.xml later.md' 'feed.xml later.md page.md' 'later.md page.md feed.xml' 'later.md feed.xml page.md'; do
        rm -rf in news.db*
        mkdir in
        for file in $order; do
            cp "all/$file" in
            nd ingest in
            is 0
            equals_fresh in
        done
        finds later.md -- ferry
        article in/other.txt Other 'Nothing of the kind.'
        nd ingest in
        for file in $order; do
            rm "in/$file"
            nd ingest in
            equals_fresh in
        done
    done
}

@test "when the fullest goes or becomes shorter the next one answers, without being read again" {
    ferry in
    nd ingest in
    uid=$(sql "SELECT uid FROM articles WHERE path LIKE '%later.md'")
    rm in/later.md
    nd ingest in
    counts '2 unchanged' '1 removed'
    finds page.md -- ferry
    finds -- gulls
    [ "$(sql "SELECT uid FROM articles WHERE path LIKE '%page.md'")" = "$uid" ]
    page in/page.md 'Ferry sails again' "$URL" Short.
    nd ingest in
    counts '1 unchanged' '1 changed'
    finds feed.xml -- ferry
    finds feed.xml -- path:page.md
    page in/page.md 'Ferry sails again' "$URL/other" Short.
    nd ingest in
    finds feed.xml -- shipping
    finds page.md feed.xml -- 'title:ferry'
    equals_fresh in
}

@test "of equally long ones the earliest answers, then the first in order of path" {
    page in/a.md Title "$URL" "$FIRST"
    page in/b.md Title "$URL" "$FIRST" 2024-05-07
    page in/c.md Title "$URL" "$FIRST" 2024-05-06
    page in/d.md Title "$URL" "$FIRST" 2024-05-06
    nd ingest in
    finds c.md -- ferry
    rm in/c.md
    nd ingest in
    finds d.md -- ferry
    rm in/d.md in/b.md
    nd ingest in
    finds a.md -- ferry
}

@test "a feed that is saved every day is one article an item" {
    for day in 1 2 3 4 5; do
        feed "in/$day.xml" 'Ferry sails again' "$URL" "$FIRST" 6
    done
    feed in/6.xml 'Ferry sails again (corrected)' "$URL" "$FIRST It sails at seven, not at eight." 8
    nd ingest in
    finds 6.xml -- ferry
    finds 1.xml -- rains
    nd count
    holds out 2
    equals_fresh in
}

@test "rows of a table that name their source are articles of their own" {
    {
        echo 'title,source url,text'
        for i in $(seq 40); do
            echo "Row of number $i,https://isle.example/data/all,Words$i about thing$i and of nothing else."
        done
    } > in.csv
    mkdir in
    mv in.csv in/one.csv
    cp in/one.csv in/two.csv
    sed -i 's/Row/Line/; s/Words/Terms/' in/two.csv
    nd ingest in
    nd count
    holds out 80
    sed -i '5,$d' in/two.csv # few enough that they are looked at one by one
    sed -i '5,$d' in/one.csv
    nd ingest in
    nd count
    holds out 6
    rm in/two.csv
    cp in/one.csv in/two.csv
    nd ingest in
    nd count
    holds out 3
    equals_fresh in
}

@test "notes of a day's page, columns, numbered pages, places on a page and sites stay apart" {
    cat > notes.xml <<END
<?xml version="1.0"?><rss version="2.0"><channel><title>Notes</title>
<item><link>https://isle.example/2024/05/06.html</link><description>Good morning everybody.</description></item>
<item><link>https://isle.example/2024/05/06.html</link><description>The kettle is broken, and so is the day.</description></item>
<item><title>Word of the day</title><link>https://isle.example/word</link><guid>a</guid><pubDate>06 May 2024 08:00:00 GMT</pubDate><description>Halyard is a rope.</description></item>
<item><title>Word of the day</title><link>https://isle.example/word</link><guid>b</guid><pubDate>08 May 2024 08:00:00 GMT</pubDate><description>Bilge is the bottom.</description></item>
<item><title>List</title><link>https://isle.example/list?page=1</link><description>All about boats, first page.</description></item>
<item><title>List</title><link>https://isle.example/list?page=2</link><description>All about boats, first page.</description></item>
<item><title>Home</title><link>https://isle.example/</link><description>All the news of the island.</description></item>
<item><title>Home</title><link>https://isle.example/index.html</link><description>All the news of the island.</description></item>
</channel></rss>
END
    mkdir in
    mv notes.xml in
    page in/p1.md 'Glossary of terms' 'https://isle.example/glossary#jib' 'Jib: a sail.'
    page in/p2.md 'Glossary of terms' 'https://isle.example/glossary#rig' 'Rig: masts and all.'
    nd ingest in
    nd count
    holds out 10
    # Beside another file the day's page stays one of many things.
    page in/kettle.md Kettle https://isle.example/2024/05/06.html 'A new kettle came by ferry.'
    nd ingest in
    nd count
    holds out 11
    equals_fresh in
}

@test "texts of one address that have nothing in common are two articles" {
    page in/front1.md 'Front page' https://isle.example/front "$FIRST $REST"
    page in/front2.md 'Front page' https://isle.example/front 'Nine goats were counted on the northern hills, three more than last year and all of them white. The shepherd says he has no explanation for it, and that the counting was done by others who drink less than he does.'
    nd ingest in
    finds front1.md -- ferry
    finds front2.md -- goats
    sed -i 's/Nine goats/Ninety goats/' in/front2.md
    cp in/front2.md in/front3.md
    nd ingest in
    finds front2.md -- goats
    nd count
    holds out 2
    equals_fresh in
}

@test "what points to an address or a file points to the version that answers" {
    page in/page.md 'Ferry sails again' "$URL" "$FIRST"
    printf -- '---\ntitle: See there\nrelated:\n- title: Ferry\n  url: %s\n---\nWords.\n' "$URL" > in/list.md
    related() { sql "SELECT path FROM related JOIN articles ON id = related_id" | sed 's,.*/,,'; }
    nd ingest in
    [ "$(related)" = page.md ]
    feed in/feed.xml 'Ferry sails again' "$URL" "$FIRST $REST"
    nd ingest in
    [ "$(related)" = feed.xml ]
    equals_fresh in
    rm in/feed.xml
    nd ingest in
    [ "$(related)" = page.md ]
    equals_fresh in
}

@test "check and optimize --rebuild know what does not answer" {
    ferry in
    nd ingest in
    nd optimize --rebuild
    is 0
    finds later.md -- ferry
    nd check
    is 0
    sql 'UPDATE version SET lead_id = 4711 WHERE article_id = 1 OR article_id IN (SELECT min(article_id) FROM version)'
    nd check
    is 1
    has err 'is a version of 4711, which does not answer for it'
    sql 'DELETE FROM version'
    nd check
    is 1
    has err 'optimize --rebuild makes it anew'
}

@test "an ingest that was killed before its end is finished by the next one" {
    ferry in
    nd ingest in
    dump > before
    sql "UPDATE identity SET uid = NULL WHERE uid LIKE '%~%'; INSERT INTO state VALUES ('unfinished', 'yes')"
    nd ingest in
    dump | diff before -
}

@test "show lists the other versions with their places, and says which one answers" {
    ferry in
    nd ingest in
    id() { # file [title]
        sql "SELECT article.id FROM article JOIN file ON file.id = file_id WHERE path LIKE '%in/$1' AND title LIKE '${2-}%'"
    }
    lead=$(id later.md)
    nd show "$lead"
    is 0
    grep -qE "^version: +$(id feed.xml Ferry)  in/feed\.xml#1$" out
    grep -qE "^version: +$(id page.md)  in/page\.md$" out
    lacks out 'version of'
    nd show "$(id page.md)"
    is 0
    has out 'Ferry sails again'
    grep -qE "^version of: +$lead  in/later\.md$" out
    grep -qE "^version: +$(id feed.xml Ferry)  in/feed\.xml#1$" out
    nd show --format json "$lead" "$(id feed.xml Ferry)" "$(id feed.xml Rain)"
    [ "$(jq -c '[.articles[] | [.version_of, (.versions | length)]]' out)" = "[[null,2],[$lead,2],[null,0]]" ]
    [ "$(jq -r '.articles[0].versions[0] | [.id, .part, (.path | sub(".*/"; ""))] | @tsv' out)" = "$(id feed.xml Ferry)"$'\t1\tfeed.xml' ]
    nd show --original "$(id page.md)"
    cmp out in/page.md
}

@test "--all-versions has them behind what answers, in search and export" {
    ferry in
    nd ingest in
    finds later.md feed.xml page.md -- --all-versions ferry
    [ "$(head -n 1 out | cut -f 9)" = "$PWD/in/later.md" ]
    finds later.md -- --all-versions -n 1 ferry
    finds later.md feed.xml page.md -- --all-versions path:page.md
    nd search --all-versions -c ''
    holds out 4
    nd search --all-versions -l ferry
    [ "$(wc -l < out)" -eq 3 ]
    nd export
    [ "$(wc -l < out)" -eq 2 ]
    lacks out version_of
    nd export --all-versions
    [ "$(jq -s 'length' out)" = 4 ]
    [ "$(jq -s '[.[] | select(.version_of == null)] | length' out)" = 2 ]
    first=$(head -n 1 out | jq .id)
    nd export --all-versions --after-id "$first" --fields id,version_of,versions
    [ "$(wc -l < out)" -eq 3 ]
    nd export --format csv --all-versions ferry
    [ "$(grep -c isle out)" -ge 3 ]
}

@test "records of one address that change places in their file are numbered anew" {
    mkdir in
    printf 'title,url,text\nSame,%s,One word.\nSame,%s,Two words.\nSame,%s,Six words.\n' "$URL" "$URL" "$URL" > in/table.csv
    nd ingest in
    printf 'title,url,text\nSame,%s,Six words.\nSame,%s,One word.\nSame,%s,Two words.\n' "$URL" "$URL" "$URL" > in/table.csv
    nd ingest in
    counts '3 articles'
    equals_fresh in
}

@test "versions that do not answer are not counted, with or without a query" {
    ferry in
    "$NEWSDEX" ingest -q in || true
    [ "$(sqlite3 "$NEWSDEX_DB" 'SELECT count(*) FROM version')" -gt 0 ]
    for field in day month language provider; do
        nd count --by "$field" path:/
        mv out same
        nd count --by "$field"
        is 0
        cmp out same
    done
}
