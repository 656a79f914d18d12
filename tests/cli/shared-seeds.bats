#!/usr/bin/env bats
# The same for the five documents in ../shared/seeds, when they are there.

load helper

seeds=$BATS_TEST_DIRNAME/../../../shared/seeds

setup_file() {
    [ -d "$seeds" ] || return 0
    "${NEWSDEX:-$BATS_TEST_DIRNAME/../../newsdex}" ingest -q --db "$BATS_FILE_TMPDIR/news.db" "$seeds"
}

setup() {
    [ -d "$seeds" ] || skip 'there is no ../shared/seeds'
    cd "$seeds" || return
    export NEWSDEX_DB=$BATS_FILE_TMPDIR/news.db
}

found() { # query... : the first letters of the files' names, in order
    local names
    names=$("$NEWSDEX" search -l "${@:1:$#-2}" | cut -c 1-3 | tr '\n' ' ')
    [ "$names" = "${!#} " ] || { echo "found $names"; return 1; }
}

field() { # file expression
    sqlite3 "$NEWSDEX_DB" "SELECT $2 FROM articles WHERE path LIKE '%/$1%'"
}

references() { # file
    sqlite3 "$NEWSDEX_DB" "SELECT count(*) FROM related JOIN articles a ON a.id = article_id
        JOIN \"references\" b ON b.id = related_id WHERE a.path LIKE '%/$1%'"
}

@test "what the five are found by" {
    found Qwen Meta : '001 002'
    found ironie : 003
    found "l'ironie" : 003
    found premiere entreprise chinoise : 003
    found --lang it Alibaba : 004
}

@test "000: front matter" {
    [ "$(field 000 shape)" = front-matter ]
    [ "$(field 000 "title <> '' AND excerpt <> '' AND url <> '' AND published_at <> ''")" = 1 ]
    [ "$(field 000 "coalesce(body, '')")" = '' ]
    [ "$(field 000 "metadata ->> 'secured' <> ''")" = 1 ]
    [ "$(references 000)" = 2 ]
    [ "$(sqlite3 "$NEWSDEX_DB" "SELECT count(*) FROM related JOIN articles a ON a.id = related.article_id
        JOIN \"references\" b ON b.id = related_id JOIN image ON image.article_id = b.id
        WHERE a.path LIKE '%/000%' AND b.excerpt <> '' AND b.published_at <> '' AND b.provider_name <> ''")" = 2 ]
}

@test "001: scraped page" {
    [ "$(field 001 title)" = 'AI race: Meta reported to use Alibaba’s Qwen for ‘Avocado’ model in likely win for China' ]
    [ "$(field 001 "provenance ->> 'title'")" = first-line ]
    field 001 excerpt | grep -q '^American tech giant Meta Platforms'
    [ "$(field 001 "body LIKE '%Related Posts%' OR body LIKE '%Leave a Reply%'")" = 0 ]
    [ "$(field 001 language)" = en ]
    [ "$(references 001)" = 2 ]
}

@test "002: digest" {
    [ "$(field 002 title)" = 'Alibaba Opens AI Model for Third-Party Developers' ]
    [ "$(field 002 url)" = https://www.cnbc.com/2023/08/03/alibaba-launches-open-sourced-ai-model-in-challenge-to-meta.html ]
    [ "$(field 002 published_at)" = 2023-08-03 ]
    [ "$(field 002 "provenance ->> 'published_at'")" = url ]
    field 002 "metadata ->> '\$.via.url'" | grep -q '/20230819$'
    [ "$(field 002 "json_array_length(metadata, '\$.tables.Signals')")" = 5 ]
    field 002 keywords | grep -q '^Alibaba, Tongyi Qianwen, .*, Meta$'
    [ "$(field 002 themes)" = 'Artificial Intelligence, Open-source Technology, Cloud Computing' ]
    [ "$(references 002)" = 5 ]
}

@test "003 and 004: untitled text" {
    for f in 003 004; do
        [ "$(field $f 'length(title) <= 120')" = 1 ]
        [ "$(field $f "provenance ->> 'title'")" = first-sentence ]
        [ "$(field $f "coalesce(published_at, '-')")" = - ]
    done
    field 003 title | grep -q '^Alibaba est devenue la première entreprise chinoise .*…$'
    [ "$(field 004 title)" = 'In mezzo a crescenti tensioni tecnologiche tra Stati Uniti e Cina, una notizia significativa ha visto la luce.' ]
    [ "$(field 003 language),$(field 004 language)" = fr,it ]
}
