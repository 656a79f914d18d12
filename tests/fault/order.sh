#!/usr/bin/env bash
# The database does not depend on the number of threads, nor on the order in which folders came.
set -u
cd "$(dirname "$0")" || exit 2
# shellcheck source=tests/tap.bash
. ../tap.bash
# shellcheck source=tests/fault/corpus.bash
. ./corpus.bash

make_corpus "$scratch/news" 600
cp -rp ../../seeds "$scratch/news/seeds"
"$NEWSDEX" ingest -q --db "$scratch/first.db" -j 1 "$scratch/news"
dump "$scratch/first.db" > "$scratch/expected"

same_with_jobs() {
    "$NEWSDEX" ingest -q --db "$scratch/j$1.db" -j "$1" "$scratch/news" &&
        same_dump "$scratch/j$1.db" "$scratch/expected"
}

same_in_order() { # folder...
    local folder
    rm -f "$db"
    for folder; do
        "$NEWSDEX" ingest -q --db "$db" "$scratch/news/$folder" || return 1
    done
    is_whole "$db" && same_dump "$db" "$scratch/expected"
}

# What was added and taken away again leaves no trace.
same_after_detour() {
    make_corpus "$scratch/other" 300
    rm -f "$db"
    "$NEWSDEX" ingest -q --db "$db" "$scratch/other" "$scratch/news" || return 1
    find "$scratch/other" -name '*.md' ! -name '*0.md' -delete
    "$NEWSDEX" ingest -q --db "$db" "$scratch/other" || return 1
    find "$scratch/other" -name '*.md' -exec rm {} +
    "$NEWSDEX" ingest -q --db "$db" --remove-missing "$scratch/other" || return 1
    is_whole "$db" && same_dump "$db" "$scratch/expected"
}

for jobs in 2 3 8; do
    ok "same records with $jobs threads" same_with_jobs "$jobs"
done
ok "same records folder by folder" same_in_order a b seeds
ok "same records in another order" same_in_order seeds b a
ok "same records after other folders came and went" same_after_detour
done_testing
