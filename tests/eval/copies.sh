#!/usr/bin/env bash
# Copies that are found, beside an exact comparison of every text with every other (copies.c): of folders of articles,
# and of copies made of some of their texts: cut, with their paragraphs in another order, edited by 1 to 30 %, with
# another headline, with a line of an agency before them.
#     tests/eval/copies.sh BUILD FOLDER...
set -eu
build=$1
shift
work=$build/eval/copies
mkdir -p "$work"
[ $# -gt 0 ] || { echo "copies: no folder of articles was named" >&2; exit 0; }

# Ten copies of each of the first files of more than 1000 bytes.
make_copies() { # folder
    find -L "$1" -type f \( -name '*.txt' -o -name '*.md' \) -size +1k | LC_ALL=C sort | head -n 300 | awk -v out="$work/made" '
        function emit(kind, title, text,  name) {
            name = sprintf("%s/%04d-%s.txt", out, n, kind)
            printf "%s\n\n%s\n", title, text > name
            close(name)
        }
        function edit(share,  i, text) {
            text = ""
            for (i = 1; i <= count; i++)
                text = text (rand() < share ? sprintf("w%d", rand() * 100000) : words[i]) (i % 60 == 0 ? "\n\n" : " ")
            return text
        }
        function part(from, to,  i, text) {
            text = ""
            for (i = from; i <= to; i++) text = text words[i] (i % 60 == 0 ? "\n\n" : " ")
            return text
        }
        BEGIN { srand(7); shares[1] = .01; shares[2] = .03; shares[3] = .05; shares[4] = .1; shares[5] = .2; shares[6] = .3 }
        {
            path = $0; text = ""
            while ((getline line < path) > 0) text = text " " line
            close(path)
            gsub(/[^ -~]/, "", text)
            count = split(text, words, " ")
            if (count < 100) next
            n++
            emit("a-original", "Of the day " n, part(1, count))
            for (s = 1; s <= 6; s++) emit("edited" shares[s], "Of the day " n, edit(shares[s]))
            emit("cut", "Of the day " n, part(1, int(count * .4)))
            emit("middle", "Of the day " n, part(int(count * .3), int(count * .8)))
            half = int(count / 120) * 60
            emit("order", "Of the day " n, part(half + 1, count) "\n\n" part(1, half))
            emit("headline", "Something else " n, part(1, count))
            emit("agency", "Of the day " n, "LONDON (Agency) - " part(1, count))
        }'
}

measure() { # name folder
    rm -f "$work/news.db" "$work/news.db"-*
    "$build/newsdex" ingest --quiet --db "$work/news.db" "$2" 2> "$work/log" || [ $? -eq 1 ]
    printf '%-18s ' "$1"
    "$build/tests/eval/copies" "$work/news.db" 2> "$work/$1.missed"
}

for folder; do
    measure "$(basename "$folder")" "$folder"
    rm -rf "$work/made"
    mkdir "$work/made"
    make_copies "$folder"
    [ -z "$(ls "$work/made")" ] || measure "$(basename "$folder")-made" "$work/made"
done
