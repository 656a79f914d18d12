#!/usr/bin/env bash
# Times long queries in process, over a mixed database of some 30,000 articles, beside plain FTS5 and, where there is
# one (make bench-deps), Lucene. All indexes are of one segment.
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
"$newsdex" optimize --db "$scratch/mixed.db" >> "$scratch/ingest.log" 2>&1
echo "long queries, in process, top 10:"
"$build/tests/bench/search" "$scratch/mixed.db" "${queries[@]}" | tee "$scratch/ours.txt"

jars=$(printf '%s:' /usr/share/java/lucene-core-8*.jar /usr/share/java/lucene-analyzers-common-8*.jar)
if ! command -v java > /dev/null || [[ $jars == *'*'* ]] || ! command -v sqlite3 > /dev/null; then
    echo "search.sh: no Lucene 8; make bench-deps installs it" >&2
    exit 0
fi
sqlite3 -separator $'\t' "$scratch/mixed.db" "SELECT id, replace(replace(replace(concat, char(9), ' '), char(10), ' '), char(13), ' ')
    FROM (SELECT id, coalesce(title, '') || ' ' || coalesce(CASE WHEN provenance ->> '\$.excerpt' = 'first-paragraph'
              THEN '' ELSE excerpt END, '') || ' ' || coalesce(topics, '') || ' ' || coalesce(body, '') AS concat
          FROM articles)" > "$scratch/articles.tsv"
java -Xmx1g -cp "$jars" tests/bench/Lucene.java "$scratch/articles.tsv" "${queries[@]}" > "$scratch/lucene.txt"
awk -F '\t' '/^p[59]/ && FNR == NR { split($2, part, " "); ours[$1] = part[2] }
    FNR != NR { split($2, part, " "); printf "%s\tLucene %s\tratio %.2f\n", $1, part[2], ours[$1] / part[2] }' \
    "$scratch/ours.txt" "$scratch/lucene.txt"
