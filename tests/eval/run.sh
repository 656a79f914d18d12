#!/usr/bin/env bash
# Relevance on every collection of a folder (docs/, queries.tsv, qrels.tsv each), beside plain FTS5 where
# BASELINE_FTS5.tsv in that folder has figures of it.
#     tests/eval/run.sh BUILD [FOLDER|ARCHIVE]
set -eu
build=$1
source=${2:-../shared/corpora/ir.tar.xz}
work=$build/eval
mkdir -p "$work"
if [ ! -e "$source" ]; then
    echo "eval: $source is not there; IR=FOLDER names the collections" >&2
    exit 0
fi
if [ -f "$source" ]; then
    [ -d "$work/ir" ] || tar xJf "$source" -C "$work"
    source=$work/ir
fi
printf '%-12s %8s %8s %8s   %s\n' collection MAP nDCG@10 MRR 'nDCG@10 of plain FTS5'
for folder in "$source"/*/; do
    name=$(basename "$folder")
    [ -f "$folder/queries.tsv" ] || continue
    database=$work/$name.db
    rm -f "$database" "$database"-*
    "$build/newsdex" ingest --quiet --db "$database" "$folder/docs" 2>"$work/$name.log" || [ $? -eq 1 ]
    "$build/tests/eval/eval" "$database" "$folder" | tr '\t' '\n' | awk -F= -v name="$name" '
        /^MAP/ { map = $2 } /^nDCG/ { ndcg = $2 } /^MRR/ { mrr = $2 }
        END { printf "%-12s %8s %8s %8s   ", name, map, ndcg, mrr }'
    if [ -f "$source/BASELINE_FTS5.tsv" ]; then
        awk -F'\t' -v name="$name" '$1 == name { sub(/.*=/, "", $5); printf "%s %s  ", $2, $5 }' \
            "$source/BASELINE_FTS5.tsv"
    fi
    echo
done
