#!/usr/bin/env bash
# Times long queries in process, over a mixed database of some 30,000 articles, beside plain FTS5.
# usage: tests/bench/search.sh [CORPORA]
#   CORPORA holds ir and the other collections named below, unpacked, or their archives
#   (default: ../shared/corpora); NEWSDEX and ND_BUILD as in run.sh
set -eu
cd "$(dirname "$0")/../.."
build=${ND_BUILD:-$PWD/build/release}
newsdex=${NEWSDEX:-$build/newsdex}
corpora=${1:-../shared/corpora}
scratch=build/bench/search
mkdir -p "$scratch"

# shellcheck source=tests/bench/corpora.bash
. tests/bench/corpora.bash

mixed=() queries=()
for name in bbc-news ruby-news everyday-azure everyday-powerapps hugo-docs rust-blog ruanyf-weekly \
    scraped-pages torture futures-digests; do
    folder=$(find_corpus "$corpora" "$scratch" "$name") && mixed+=("$folder")
done
ir=$(find_corpus "$corpora" "$scratch" ir) || {
    echo "search.sh: no relevance collections in $corpora; skipped" >&2
    exit 0
}
for name in npl cran med adi xquad-en xquad-es xquad-th xquad-zh; do
    mixed+=("$ir/$name/docs")
done
queries=("$ir/cran/queries.tsv" "$ir/npl/queries.tsv")
rm -f "$scratch"/mixed.db*
"$newsdex" ingest -q --db "$scratch/mixed.db" "${mixed[@]}" 2> "$scratch/ingest.log" || [ $? -eq 1 ]
echo "long queries, in process, top 10:"
"$build/tests/bench/search" "$scratch/mixed.db" "${queries[@]}"
