#!/usr/bin/env bats
# newsdex related: what reads like an article of the index, or like a text on standard input.

load helper

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    export NEWSDEX_DB=$BATS_TEST_TMPDIR/news.db
    mkdir in
    dated in/flood-1.md 'Ostrava bridge closed by flood' 2024-05-02 'The river Ostravice rose overnight and the old bridge in Ostrava was closed. Firefighters carried sandbags to the embankment.'
    dated in/flood-2.md 'Flood closes bridge in Ostrava' 2024-05-03 'Ostrava closed its old bridge as the Ostravice rose. The embankment held, firefighters said.'
    dated in/flood-9.md 'Flood closes bridge in Ostrava again' 2031-11-20 'Ostrava closed its old bridge as the Ostravice rose. The embankment held, firefighters said.'
    dated in/chess.md 'Girl of nine wins chess title' 2024-05-02 'In the final of the national championship a pupil from Brno beat the master of last year in forty moves.'
    dated in/bread.md 'Bakers count their loaves' 2024-05-04 'Flour has become dear, and bakers in Brno bake fewer loaves than they used to.'
    dated in/pont.md 'Le pont d’Ostrava fermé' 2024-05-03 'À Ostrava, le vieux pont est fermé depuis que l’Ostravice a débordé.'
    cp in/flood-1.md in/flood-1-again.md
    nd ingest -q in
}

dated() { # file title date text
    printf -- '---\ntitle: %s\ndate: %s\n---\n%s\n' "$2" "$3" "$4" > "$1"
}

# The id of a file.
id_of() { "$NEWSDEX" export --format '{id} {path}' | awk -v path="$1" '$2 ~ path { print $1; exit }'; }

@test "the same event comes first, the nearer date before the far one; no article itself, no equal text" {
    nd related -l "$(id_of in/flood-1.md)"
    is 0
    [ "$(sed 1,2!d out | xargs -n 1 basename | tr '\n' ' ')" = 'flood-2.md flood-9.md ' ]
    lacks out flood-1
    lacks out chess.md
    # as asked from the other end of time
    nd related -l -n 1 --after 2024 "$(id_of in/flood-9.md)"
    lacks out flood-9
    has out flood-
}

@test "an article has an id and a uid, hits the columns of search" {
    id=$(id_of in/flood-1.md)
    nd related --format ndjson "$id"
    mv out by-id
    nd related --format ndjson "$("$NEWSDEX" show --format '{uid}' "$id")"
    cmp out by-id
    nd search --format json Ostrava
    jq -c '.hits[0] | keys' out > wanted
    nd related --format json "$id"
    jq -e --slurpfile wanted wanted '.schema == 1 and (.hits | length) >= 2 and all(.hits[]; keys == $wanted[0])' out
    jq -e '[.hits[].score] | . == (sort | reverse)' out
    nd related --fields title,provider_domain -n 1 "$id"
    holds out "$(printf 'Flood closes bridge in Ostrava\t')"
}

@test "filters are those of search" {
    id=$(id_of in/flood-1.md)
    nd related --lang fr --format '{title}' "$id"
    holds out 'Le pont d’Ostrava fermé'
    nd related --before 2025 --after 2024-05-03 --lang en -l "$id"
    [ "$(wc -l < out)" -eq 1 ]
    has out flood-2.md
}

@test "a text on standard input: have we had this?" {
    status=0
    printf 'Old bridge in Ostrava closed\n\nThe Ostravice has flooded the embankment.\n' | "$NEWSDEX" related -l - > out 2> err || status=$?
    is 0
    [ "$(wc -l < out)" -ge 3 ]
    has out flood-1.md
    # what is there word by word is told, of all that comes first
    "$NEWSDEX" related -n 2 -l - < in/flood-1.md > out
    [ "$(xargs -n 1 basename < out | sort | tr '\n' ' ')" = 'flood-1-again.md flood-1.md ' ]
    # front matter is read: the date decides between two that say the same
    sed 's/^title: .*/title: Bridge in Ostrava/; s/^date: .*/date: 2031-11-21/' in/flood-2.md |
        "$NEWSDEX" related -n 1 -l - > out
    has out flood-9.md
}

@test "nothing that reads like it, nothing to read, and nothing of that id" {
    printf 'Quasar zymurgy\n\nXylophone.\n' | "$NEWSDEX" related --format json - > out 2> err || status=$?
    is 1
    jq -e '.hits == []' out
    has err 'nothing reads like it'
    status=0
    "$NEWSDEX" related - < /dev/null > out 2> err || status=$?
    is 1
    holds out
    [ -s err ]
    status=0
    printf 'title,text\na,b\nc,d\n' | "$NEWSDEX" related - > out 2> err || status=$?
    is 1
    has err 'holds many articles'
    nd related 999999
    is 1
    has err 'no article'
    nd related
    is 2
    nd related 1 2
    is 2
    nd related bridge
    is 2
}

@test "--explain says which words were looked for, and what the date has added" {
    nd related --explain -n 1 "$(id_of in/flood-1.md)"
    has err 'query: '
    has err Ostravice
    has err ' + date '
    lacks err ' OR the OR '
}

@test "articles without text are compared by title and excerpt, and words of Chinese by their pairs" {
    printf -- '---\ntitle: Ostrava rebuilds its bridge\nexcerpt: A year after the flood the Ostravice is crossed again.\ndate: 2025-04-01\n---\n' > in/short.md
    printf -- '---\ntitle: 东京港口扩建\nlang: zh\n---\n东京港的新港口今年开放。\n' > in/zh-1.md
    printf -- '---\ntitle: 新港口今年开放\nlang: zh\n---\n东京宣布新港口将于今年开放。\n' > in/zh-2.md
    printf -- '---\ntitle: 面包涨价\nlang: zh\n---\n面粉越来越贵。\n' > in/zh-3.md
    nd ingest -q in
    nd related -l -n 3 "$(id_of in/short.md)"
    has out flood-
    nd related -l "$(id_of in/zh-1.md)"
    has out zh-2.md
    lacks out zh-3.md
}
