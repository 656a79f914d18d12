# What the tests of engines share: servers, articles (those of $ND_ARTICLES, or seeds), and queries of every kind.
# shellcheck shell=bash
load ../cli/helper
load servers

# The database of the whole file, once.
make_database() {
    export NEWSDEX_DB=$BATS_FILE_TMPDIR/news.db
    # shellcheck disable=SC2086 # a list
    "$NEWSDEX" ingest ${ND_ARTICLES:-$ROOT/seeds} 2> /dev/null || [ $? -eq 1 ]
}

# 200 queries of every kind, a line each.
make_queries() { # file
    "$NEWSDEX" export --sample 20 --seed 5 | jq -s . | jq -r -f "$BATS_TEST_DIRNAME/queries.jq" |
        awk 'length($0) > 1 && length($0) < 200 && !seen[$0]++' | shuf --random-source=<(yes) | head -n 162 > "$1"
    cat "$BATS_TEST_DIRNAME/queries.txt" >> "$1"
}

# The uids that a search finds, sorted.
found() { # query
    "$NEWSDEX" search -n 0 --format '{uid}' -- "$1" 2> /dev/null | sort
}

# Articles that point to each other, with what needs to be escaped.
make_articles() { # count
    mkdir in
    for i in $(seq 1 "$1"); do
        printf -- '---\ntitle: Article %d\nurl: https://example.org/%d\ntags: [first, "t\\"%d\\\\"]\nmetadata: {key: "v%d"}\n---\nText number %d, and [one](https://example.org/%d).\n' \
            "$i" "$i" "$i" "$i" "$i" $((i % 50)) > "in/$i.md"
    done
}

# Sixty of them are removed, moved, changed and added.
edit_articles() { # round
    local at=0 file
    find in -name '*.md' | sort | shuf --random-source=<(yes "$1") | head -n 60 | while IFS= read -r file; do
        at=$((at + 1))
        case $((at % 4)) in
        0) rm "$file" ;;
        1) mv "$file" "${file%.md}-$1.md" ;;
        2) printf '\nA sentence of round %s.\n' "$1" >> "$file" ;;
        3) printf -- '---\ntitle: New %s %s\ntags: [round %s]\n---\nWhat was written in round %s.\n' "$1" "$at" "$1" "$1" > "in/new-$1-$at.md" ;;
        esac
    done
}

# A database of files of random bytes, and of what other languages take for signs.
make_any_text() {
    mkdir in
    for i in $(seq 1 40); do
        head -c 3000 /dev/urandom | tr -d '\000' > "in/$i.txt"
        { printf 'title: '; head -c 60 /dev/urandom | tr -d '\000\n\r'; printf '\n\n'; head -c 500 /dev/urandom | base64 -w 0 | tr 'A-P' "';\\\\\"\$%{}(),:&|!\t"; } > "in/q$i.txt"
    done
    printf -- '---\ntitle: %s\n---\n\\.\n\nCOPY x FROM stdin; DROP SCHEMA newsdex CASCADE;\n' "'); DROP SCHEMA newsdex CASCADE; --" > in/copy.md
    printf 'A path that is no UTF-8.\n' > "in/$(printf 'caf\351.txt')"
    "$NEWSDEX" ingest in 2> /dev/null || [ $? -eq 1 ]
}

# Queries of random bytes that try to be more.
make_any_queries() { # file
    for i in $(seq 1 60); do
        head -c 24 /dev/urandom | tr -d '\000\n' | sed "s/^/'\\\\ /; s/\$/';DROP SCHEMA newsdex CASCADE;--/"
        echo
    done > "$1"
    printf '%s\n' "title:\"') OR 1=1; --\"" "path:'); DROP SCHEMA newsdex;--" "topic:=\"{',\\\\\"" "author:\\' type:\\'" >> "$1"
}

# A database of articles with many words, with words that come again and again, and with ten thousand topics.
make_long_articles() {
    mkdir in
    { echo 'A long one'; echo; seq 1 40000 | sed 's/^/word/' | fmt; echo 'the very end of it'; } > in/places.txt
    { echo 'A repeated one'; echo; for i in $(seq 1 400); do echo "again and again $i it says"; done; } > in/repeats.txt
    { echo 'A stuttering one'; echo; yes again | head -n 3000 | fmt; echo 'last of all'; } > in/stutter.txt
    { echo 'Many words'; echo; seq 1 60000 | sed 's/^/xxxxxxxxxxxxxxxxxxxxxxxxxxxx/' | fmt; } > in/bytes.txt
    { printf -- '---\ntitle: Ten thousand topics\ntags:\n'; seq 1 10000 | sed 's/^/- topic /'; printf -- '---\nText.\n'; } > in/topics.md
    "$NEWSDEX" ingest in 2> /dev/null || [ $? -eq 1 ]
}

make_long_queries() {
    cat << 'END'
word1 word39999
"word16383 word16384"
"word16382 word16383 word16384 word16385"
"the very end"
"word20000 word20900"~900
"word20000 word20900"~890
"again 399 it"
"again 400"
word39999 -again
"again again again"
"last of all"
xxxxxxxxxxxxxxxxxxxxxxxxxxxx59999
xxxxxxxxxxxxxxxxxxxxxxxxxxxx3*
topic:9999
topic:="topic 10000"
"topic 9999 topic 10000"
body:word5 title:long
END
}

LUCENE_JARS=$(printf '%s:' /usr/share/java/lucene-{core,analyzers-common,queryparser,queries,sandbox}-8*.jar)

# The queries of a file, each found by Lucene as search finds it, or refused by --strict.
lucene_compare() { # engine schema feed queries [percent]
    local number=0 accepted=0 wrong=0 query
    while IFS= read -r query; do
        number=$((number + 1))
        "$NEWSDEX" translate --to "$1" --strict -- "$query" > translated 2> /dev/null || continue
        printf '%s\t' "$number"
        cat translated
    done < "$4" > translations
    [ -d "$BATS_FILE_TMPDIR/classes" ] || javac -nowarn -cp "$LUCENE_JARS" -d "$BATS_FILE_TMPDIR/classes" "$BATS_TEST_DIRNAME"/*.java
    java -cp "$BATS_FILE_TMPDIR/classes:$LUCENE_JARS" Lucene "$1" "$2" translations < "$3" > answers || return
    grep -q '^state ' answers
    number=0
    while IFS= read -r query; do
        number=$((number + 1))
        grep -q "^$number	" translations || continue
        accepted=$((accepted + 1))
        found "$query" > expected
        sed -n "s/^$number //p" answers | sort | cmp -s - expected && continue
        wrong=$((wrong + 1))
        echo "$query: $(grep -c "^$number " answers) and not $(wc -l < expected)"
    done < "$4"
    echo "# $accepted of $number queries, $wrong differ" | tee /dev/fd/3
    [ "$accepted" -ge $((number * ${5:-90} / 100)) ] && [ "$wrong" -eq 0 ]
}
