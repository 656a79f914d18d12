#!/usr/bin/env bash
# How good stories and related articles are, on sets of articles that people have grouped by event: each a folder with
# docs/ and clusters.tsv (cluster, path). Skipped when they are not there.
#     tests/eval/stories.sh [BUILD [FOLDER|ARCHIVE [NAME=VALUE...]]]
# NAME is a number of the grouping, see stories.c.
#
# What was tried, F1 over pairs on ecbplus (982 articles without dates, 86 events) and allsides (1,479 articles, 505
# events of a day each); where threshold and the like are not said they are those of today:
#
#     as it is                                                              .903  .820
#     first words of the text: 60, 300 instead of 120                       .885 .893   .805 .820
#     best words: 20, 40, 120 instead of 60                                 .862 .887 .903   .783 .815 .820
#     the title counts once, six times instead of three times               .884 .880   .808 .822
#     names count as other words do, 2.5 instead of 1.7                     .820 .873   .779 .799
#     numbers count as other words do, 4 instead of 2.5                     .862 .868   .810 .771
#     frequent words count less: ln(N / n), not ln(3 N / n)                 .866  .807
#     words of one article alone count whole                                .845  .804
#     a word that is said often counts often (no saturation)                .819  .772
#     likeness does not fade with time                                      .903  .457
#     it fades with exp(-days / 7) alone                                    .903  .787
#     threshold .24, .28 instead of .26                                     .874 .862   .816 .811
#     at most 1,000 postings instead of 4,000 to find what is near          .903  .820
#   with another way of grouping, each at its best threshold for both, before the rest was tuned:
#     average linkage, ln of the counts, all words, no names                .813  .793
#     cosine of the centroids                                               .708  .694
#     average linkage divided by (n m) to the power of .9                   .792  .727
#     half the mean and half the largest likeness                           .794  .750
#     articles are moved to the cluster they are likest afterwards, twice   .837  .801 instead of .846 .794
#     one after the other in order of time, cosine to the centroid, three passes  .863  .737
#   related, recall of the other articles about the event among the first ten:
#     10, 20, 40 best words without dates                                   .880 .885 .885   .836 .864 .883
#     20 best words, half as much again for the same day (as it is)         .882  .938
set -eu
cd "$(dirname "$0")/../.."
build=${1:-build/release}
source=${2:-../shared/corpora/stories.tar.xz}
shift $(($# < 2 ? $# : 2))
work=$build/eval/stories
mkdir -p "$work"
if [ ! -e "$source" ]; then
    echo "stories.sh: $source is not there; skipped" >&2
    exit 0
fi
if [ -f "$source" ]; then
    [ -d "$work/sets" ] || { mkdir -p "$work/sets.part" && tar xf "$source" -C "$work/sets.part" && mv "$work/sets.part" "$work/sets"; }
    source=$work/sets
fi

# Recall among the first ten related articles, over every fifth article that has others about its event.
related() { # database clusters
    "$build/newsdex" export --db "$1" --format '{id} {path}' | awk 'NR % 5 == 0' | while read -r id path; do
        echo "? docs/${path##*docs/}"
        "$build/newsdex" related --db "$1" --format '{path}' -n 10 "$id" 2> /dev/null | sed 's/.*docs/docs/' || true
    done | awk -v clusters="$2" '
        BEGIN { while ((getline < clusters) > 0) { of[$2] = $1; size[$1]++ } }
        $1 == "?" { wanted = of[$2]; n = size[wanted] - 1; if (n > 10) n = 10; if (n > 0) asked++; next }
        n > 0 && of[$1] == wanted { sum += 1 / n }
        END { printf "related: recall@10 %.4f of %d\n", (asked > 0 ? sum / asked : 0), asked }'
}

for folder in "$source"/*/; do
    [ -f "$folder/clusters.tsv" ] || continue
    name=$(basename "$folder")
    rm -f "$work/$name.db"*
    "$build/newsdex" ingest --quiet --db "$work/$name.db" "$folder/docs" 2> "$work/$name.log" || [ $? -eq 1 ]
    printf '%-12s stories: ' "$name"
    "$build/tests/eval/stories" "$work/$name.db" "$folder/clusters.tsv" "$@"
    printf '%-12s ' "$name"
    related "$work/$name.db" "$folder/clusters.tsv"
done
