#!/usr/bin/env bash
# Times long queries over a mixed database beside plain FTS5, and whole searches beside the sqlite3 shell.
# usage: tests/bench/search.sh [CORPORA]
#   CORPORA holds bbc-news, ruby-news, everyday-azure and ir, unpacked, or their archives
#   (default: ../shared/corpora); NEWSDEX and ND_BUILD as in run.sh
set -eu
cd "$(dirname "$0")/../.."
build=${ND_BUILD:-$PWD/build/release}
newsdex=${NEWSDEX:-$build/newsdex}
corpora=${1:-../shared/corpora}
scratch=build/bench/search
mkdir -p "$scratch"

find_corpus() { # name: the folder, unpacked into scratch if need be
    if [ -d "$corpora/$1" ]; then
        echo "$corpora/$1"
        return
    fi
    if [ ! -d "$scratch/$1" ]; then
        for archive in "$corpora/$1"*.tar.xz; do
            [ -f "$archive" ] && tar xJf "$archive" -C "$scratch"
        done
    fi
    [ -d "$scratch/$1" ] && echo "$scratch/$1"
}

mixed=() queries=()
for name in bbc-news ruby-news everyday-azure; do
    folder=$(find_corpus "$name") && mixed+=("$folder")
done
ir=$(find_corpus ir) || {
    echo "search.sh: no relevance collections in $corpora; skipped" >&2
    exit 0
}
for name in npl cran med; do
    mixed+=("$ir/$name/docs")
done
queries=("$ir/cran/queries.tsv" "$ir/npl/queries.tsv")
rm -f "$scratch"/mixed.db*
"$newsdex" ingest -q --db "$scratch/mixed.db" "${mixed[@]}" 2> "$scratch/ingest.log" || [ $? -eq 1 ]
echo "long queries, in process, top 10:"
"$build/tests/bench/search" "$scratch/mixed.db" "${queries[@]}"
