#!/usr/bin/env bash
# How well the text of an article is parted from its page, by the measure of others: scrapinghub's
# article-extraction-benchmark (181 pages of 2019 from as many sites, the whole text of each as people marked it; four
# words in a row are a unit, precision and recall are means over the pages). Prints what its evaluate.py says of all
# programs whose output lies there, with newsdex among them; nothing is written where it is checked out.
#     git clone https://github.com/scrapinghub/article-extraction-benchmark
#     tests/eval/article_bodies.sh BUILD article-extraction-benchmark
# The weights of main text are learned from other pages.
set -eu
newsdex=$PWD/$1/newsdex
source=$(realpath "$2")
work=$PWD/$1/eval/article_bodies
rm -rf "$work"
mkdir -p "$work/html" "$work/output"

for page in "$source"/html/*.html.gz; do
    gzip -dc "$page" > "$work/html/$(basename "$page" .gz)"
done
cp "$source/ground-truth.json" "$source/evaluate.py" "$work"
cp "$source"/output/*.json "$work/output"
(cd "$work/html" && find . -name '*.html' | sort | xargs "$newsdex" parse) |
    jq -s --slurpfile truth "$source/ground-truth.json" --arg version "$("$newsdex" --version | awk '{ print $2 }')" '
        (group_by(.path) | map({key: .[0].path | split("/")[-1] | rtrimstr(".html"),
                                value: map(.body // "") | join("\n\n")}) | from_entries) as $bodies
        | {version: $version, output: ($truth[0] | with_entries(.value = {articleBody: ($bodies[.key] // "")}))}' \
        > "$work/output/newsdex.json"
cd "$work"
python3 evaluate.py
