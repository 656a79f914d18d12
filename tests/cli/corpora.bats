#!/usr/bin/env bats
# Real input, when ../shared/corpora is there: exact figures, and the same database however it was made. Each
# archive is unpacked once, into build/corpora. The larger ones are for make check-long (ND_LONG=1).

load helper

corpora=$BATS_TEST_DIRNAME/../../../shared/corpora

unpacked() { # name
    [ -e "$corpora/$1.tar.xz" ] || skip "there is no ../shared/corpora/$1.tar.xz"
    folder=$ROOT/build/corpora/$1
    [ -d "$folder" ] && return
    mkdir -p "$ROOT/build/corpora"
    rm -rf "$folder.new"
    mkdir "$folder.new"
    tar xJf "$corpora/$1.tar.xz" -C "$folder.new"
    mv "$folder.new" "$folder"
}

long() {
    [ -n "${ND_LONG-}" ] || skip 'make check-long runs this'
}

gives() { # answer query
    local answer
    answer=$(sql "$2")
    [ "$answer" = "$1" ] || { echo "$answer, not $1: $2"; return 1; }
}

# A second run changes nothing, and one thread makes the same database as four.
is_stable() { # folder
    nd ingest -j 4 "$1"
    [ "$status" -le 1 ]
    dump > four
    nd ingest "$1"
    counts '0 added' '0 changed' '0 removed'
    nd ingest -q -j 1 --db one.db "$1"
    dump one.db | cmp - four
    nd check --code directory-loop
    [ "$status" -eq 0 ]
}

@test "everyday-powerapps" {
    unpacked everyday-powerapps
    nd ingest --no-digests "$folder"
    gives 2018 "SELECT count(*) FROM article WHERE origin = 'file'"
    gives '96|2018' "SELECT count(DISTINCT provider_id), count(provider_id) FROM article WHERE origin = 'file'"
    gives 92 "SELECT count(DISTINCT domain) FROM provider"
    gives '7|2290' "SELECT count(DISTINCT folded), count(*) FROM article_topic JOIN topic ON topic.id = topic_id WHERE role = 'topic'"
    gives 1295 'SELECT count(*) FROM image'
    gives '1883|2017-11-30T20:15:17Z|2024-04-12T18:00:50Z' "SELECT count(*), min(published_at), max(published_at)
        FROM article JOIN provenance ON provenance.id = provenance_id
        WHERE record ->> 'published_at' LIKE 'front-matter:%'"
    gives 1443 "SELECT count(*) FROM article WHERE metadata ->> 'secured' <> ''"
    # HTML bodies are readable text.
    gives 0 "SELECT count(*) FROM articles WHERE path GLOB '*_newsletters/*'
        AND (body LIKE '%<td%' OR body LIKE '%<div%' OR body LIKE '%<style%' OR body LIKE '%display:%')"
    # A newsletter is its items besides.
    export NEWSDEX_DB=$PWD/items.db
    nd ingest "$folder"
    gives '3344|650' 'SELECT count(*), count(DISTINCT file_id) FROM part'
    gives 2018 "SELECT count(*) FROM article WHERE origin = 'file' AND id NOT IN (SELECT id FROM part)"
}

@test "everyday-azure-2021" {
    unpacked everyday-azure-2021
    nd ingest "$folder"
    is 0
    counts '1919 files seen' '1919 added' '1915 articles' '4 other versions' '1133 references'
    gives 2757 "SELECT count(DISTINCT name) FROM target WHERE kind = 'url'"
    gives 1133 "SELECT count(*) FROM article WHERE origin = 'reference'"
    # An article names another once.
    gives 0 'SELECT count(*) FROM (SELECT 1 FROM link GROUP BY article_id, target_id HAVING count(*) > 1)'
}

@test "everyday-powerapps and everyday-azure-2021 are stable" {
    long
    for name in everyday-powerapps everyday-azure-2021; do
        unpacked $name
        rm -f ./*.db*
        is_stable "$folder"
    done
}

@test "futures-digests: every file has a title out of its heading" {
    long
    unpacked futures-digests
    is_stable "$folder"
    gives 0 "SELECT count(*) FROM article WHERE origin = 'file' AND (title LIKE '%\_\_%' ESCAPE '\' OR title LIKE '#%' OR title LIKE '%from (%')"
    gives 0 "SELECT count(*) FROM article WHERE origin = 'file' AND shape <> 'digest'"
}

@test "bbc-news: the first line is the title" {
    long
    unpacked bbc-news
    is_stable "$folder"
    sql "SELECT path || char(9) || title FROM articles WHERE path GLOB '*.txt' ORDER BY path" > titles
    [ "$(wc -l < titles)" -eq 2225 ]
    # shellcheck disable=SC2016 # the program is awk's
    find "$(readlink -f "$folder")" -name '*.txt' -print0 | sort -z |
        xargs -0 awk 'FNR == 1 { gsub(/[ \t\r]+/, " "); gsub(/&#163;/, "£"); sub(/ $/, ""); sub(/^ /, ""); print FILENAME "\t" $0 }' > lines
    diff titles lines
}

@test "ruanyf-weekly, rust-blog, ruby-news, hugo-docs, scraped-pages, torture: no crash, stable, sound" {
    long
    for name in ruanyf-weekly rust-blog ruby-news hugo-docs scraped-pages torture; do
        unpacked $name
        rm -f ./*.db*
        is_stable "$folder"
        gives 0 "SELECT count(*) FROM article WHERE origin = 'file' AND coalesce(title, '') = ''"
    done
}
