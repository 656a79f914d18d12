#!/usr/bin/env bash
# Whether a search over two databases, each of half the documents drawn at random, gives what one of all gives: the
# same hits, scores and order, for every query of every collection of a folder (docs/, queries.tsv each), with all
# words and with any.
#     tests/eval/halves.sh BUILD [FOLDER|ARCHIVE] [SEED]
set -u
newsdex=$PWD/$1/newsdex
source=${2:-../shared/corpora/ir.tar.xz}
seed=${3:-7}
work=$1/halves
worst=0
[ -e "$source" ] || { echo "halves: $source is not there; IR=FOLDER names the collections" >&2; exit 0; }
mkdir -p "$work"
if [ -f "$source" ]; then
    [ -d "$work/ir" ] || tar xJf "$source" -C "$work"
    source=$work/ir
fi
source=$(realpath "$source")

ingest() { # database list
    xargs -d '\n' "$newsdex" ingest -q --db "$1" < "$2" 2> /dev/null || true
}

ranking() { # option query database...
    local option=$1 query=$2
    shift 2
    "$newsdex" search --format tsv ${option:+"$option"} -n 1000 "$@" -- "$query" 2> /dev/null | cut -f 2-14
}

cd "$work" || exit 2
for folder in "$source"/*/; do
    [ -f "$folder/queries.tsv" ] || continue
    rm -f ./*.db ./*.db-*
    find "$folder/docs" -type f | shuf --random-source=<(yes "$seed") > all.list
    sed -n '1~2p' all.list | sort > a.list
    sed -n '2~2p' all.list | sort > b.list
    ingest a.db a.list
    ingest b.db b.list
    ingest whole.db a.list
    ingest whole.db b.list
    searches=0 found=0 differ=0
    while IFS=$'\t' read -r _ query; do
        for option in '' --any; do
            ranking "$option" "$query" --db whole.db > whole.tsv
            ranking "$option" "$query" --db a.db --db b.db > both.tsv
            searches=$((searches + 1))
            [ ! -s whole.tsv ] || found=$((found + 1))
            cmp -s whole.tsv both.tsv || { differ=$((differ + 1)); echo "    differs: $option $query"; }
        done
    done < "$folder/queries.tsv"
    [ "$differ" -eq 0 ] && [ "$found" -gt 0 ] || worst=1
    echo "$(basename "$folder"): $searches searches, $found with hits, $differ otherwise than in one database"
done
exit "$worst"
