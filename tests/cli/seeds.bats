#!/usr/bin/env bats
# The sample corpus, and what can be found in it.

load helper

setup_file() {
    "${NEWSDEX:-$BATS_TEST_DIRNAME/../../newsdex}" ingest --db "$BATS_FILE_TMPDIR/news.db" \
        "$BATS_TEST_DIRNAME/../../seeds" 2> "$BATS_FILE_TMPDIR/err"
}

setup() {
    cd "$ROOT/seeds" || return
    export NEWSDEX_DB=$BATS_FILE_TMPDIR/news.db
}

# The names found, in any order unless "first" is asked.
finds() { # query... : after --, the names
    local query=() name
    while [ "$1" != : ]; do
        query+=("$1")
        shift
    done
    shift
    "$NEWSDEX" search -l -n 0 "${query[@]}" | sort > "$BATS_TEST_TMPDIR/found"
    for name; do
        echo "$name"
    done | sort | diff - "$BATS_TEST_TMPDIR/found"
}

first() { # query... : name
    [ "$("$NEWSDEX" search -l -n 1 "${@:1:$#-2}")" = "${!#}" ]
}

# A field of the one article with that path.
field() { # file expression
    sqlite3 "$NEWSDEX_DB" "SELECT $2 FROM articles WHERE path LIKE '%/$1'"
}

@test "25 articles, 12 references, nothing wrong" {
    err=$BATS_FILE_TMPDIR/err
    grep -q '20 added' "$err"
    grep -q '8 articles in 3 containers; .*; 25 articles, 12 references' "$err"
    [ "$(wc -l < "$err")" -eq 1 ]
    "$NEWSDEX" check --level note
}

@test "Qwen Meta finds six documents, the one about both first" {
    finds Qwen Meta : meta-trains-avocado-with-qwen.txt 48e7f8957fcdbcbb81b1927dadf365db.md \
        b459b2058a6f92fa0707b29c606ae03b.md avocado-xunlian-zh.txt 2023-08-03-alibaba-opens-qwen-7b.md \
        open-models-both-ways.txt
    first Qwen Meta : meta-trains-avocado-with-qwen.txt
}

@test "words, exclusion and language" {
    finds 'Qwen -Llama lang:fr' : qwen-vl-regarde-les-images.txt
    finds '"frontier models"' :
    finds -r '"frontier models"' : https://wire.example.net/2023/07/26/frontier-model-forum/
}

@test "elision and case: l'ironie" {
    # shellcheck disable=SC1112 # the other apostrophe is meant
    for query in ironie IRONIE "l'ironie" 'l’ironie' "L'Ironie" ironies; do
        finds "$query" : qwen-vl-regarde-les-images.txt
    done
}

@test "Chinese, by any two characters that stand together" {
    finds 通义千问 : avocado-xunlian-zh.txt generative-ai-rules-take-effect-zh.md
    finds 文心一言 : generative-ai-rules-take-effect-zh.md
    finds 开源模型 : avocado-xunlian-zh.txt
}

@test "German and Italian words in another form" {
    finds Sprachmodelle : rechenchips-und-sprachmodelle.txt
    finds --lang it calcolatore : la-nuvola-di-alibaba.txt
    finds --lang it Alibaba : la-nuvola-di-alibaba.txt
}

@test "furniture is not searched" {
    finds '"Leave a Reply"' :
    finds footnotes :
    finds -r footnotes :
}

@test "front matter: every field" {
    f=2023-08-03-alibaba-opens-qwen-7b.md
    [ "$(field $f title)" = 'Alibaba opens Qwen-7B to outside developers' ]
    [ "$(field $f shape)" = front-matter ]
    [ "$(field $f published_at)" = 2023-08-03 ]
    [ "$(field $f "provenance ->> 'published_at'")" = path ]
    [ "$(field $f provider_name)" = 'Example Tech News' ]
    [ "$(field $f provider_domain)" = news.example.com ]
    [ "$(field $f topics)" = 'Open Models, Cloud Computing' ]
    [ "$(field $f quality),$(field $f heat)" = 71,12 ]
    [ "$(field $f is_published)" = 1 ]
    [ "$(field $f language)" = en ]
    field $f body | grep -q '^What was released$'
    f=llama-2-lands-on-alibaba-cloud.md
    [ "$(field $f "coalesce(body, '')")" = '' ]
    [ "$(field $f is_published)" = 0 ]
    field $f "metadata ->> 'secured'" | grep -q '^cGxhY2Vob2xk'
    [ "$(sqlite3 "$NEWSDEX_DB" "SELECT count(*), max(width) FROM image JOIN articles a ON a.id = article_id WHERE path LIKE '%/$f'")" = '2|1200' ]
}

@test "scraped page: furniture kept apart, its teasers are references" {
    f=meta-trains-avocado-with-qwen.txt
    [ "$(field $f title)" = 'Qwen among the open models behind Meta’s Avocado, report says' ]
    [ "$(field $f "provenance ->> 'title'")" = first-line ]
    field $f excerpt | grep -q '^The next large model of Meta'
    [ "$(field $f "body LIKE '%Related Posts%' OR body LIKE '%footnotes%'")" = 0 ]
    [ "$(sqlite3 "$NEWSDEX_DB" "SELECT group_concat(b.title, '|') FROM related JOIN articles a ON a.id = article_id JOIN article b ON b.id = related_id WHERE a.path LIKE '%/$f'")" = \
        'Who pays for the data centres?|A translator’s week with four chatbots' ]
}

@test "digest: the linked article, its date, lists, tables" {
    f=b459b2058a6f92fa0707b29c606ae03b.md
    [ "$(field $f title)" = 'Alibaba Cloud Lets Outside Developers Build on Qwen' ]
    [ "$(field $f url)" = https://markets.example.com/2023/08/03/alibaba-releases-two-small-models.html ]
    [ "$(field $f published_at)" = 2023-08-03 ]
    [ "$(field $f "provenance ->> 'published_at'")" = url ]
    [ "$(field $f "metadata ->> '\$.via.url'")" = https://digest.example.org/p/20230806 ]
    [ "$(field $f "json_array_length(metadata, '\$.tables.Signals')")" = 3 ]
    [ "$(field $f keywords)" = 'Alibaba Cloud, Qwen, Qwen-7B-Chat, open weights, Meta, Llama 2, licence' ]
    [ "$(field $f themes)" = 'Open Models, Cloud Computing, Competition' ]
    field f09f01e3eb7b62fa4390fa265ab74951.md "metadata ->> '\$.tables.Signals[2].Signal'" | grep -qx 'Draft | final text differ widely'
}

@test "digests point to each other, not to themselves, and to what is not there" {
    sqlite3 "$NEWSDEX_DB" "SELECT coalesce(b.path, c.title) FROM related JOIN articles a ON a.id = article_id
        LEFT JOIN articles b ON b.id = related_id LEFT JOIN \"references\" c ON c.id = related_id WHERE a.path LIKE '%/b459b2058a6f92fa0707b29c606ae03b.md'
        ORDER BY position" | sed 's,.*/,,' > "$BATS_TEST_TMPDIR/related"
    diff "$BATS_TEST_TMPDIR/related" - << 'EOT'
f09f01e3eb7b62fa4390fa265ab74951.md
0e4b2cca6443b8352e3eee857382a5d8.md
48e7f8957fcdbcbb81b1927dadf365db.md
Small Models on Ordinary Telephones
EOT
}

@test "untitled text: the first sentence, cut at a word, and the language" {
    f=la-nuvola-di-alibaba.txt
    field $f title | grep -q '^Quando nella primavera del 2023 .*…$'
    [ "$(field $f 'length(title) <= 120')" = 1 ]
    [ "$(field $f language)" = it ]
    [ "$(field $f "coalesce(published_at, '-')")" = - ]
    [ "$(field qwen-vl-regarde-les-images.txt language)" = fr ]
    [ "$(field avocado-xunlian-zh.txt language)" = zh ]
    [ "$(field rechenchips-und-sprachmodelle.txt language)" = de ]
    [ "$(field open-models-both-ways.txt title)" = 'Open models travelled in both directions across the Pacific.' ]
}
