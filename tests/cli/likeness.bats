#!/usr/bin/env bats
# Where any word is enough, articles that read like the best ones are raised: by what a long text says of the query.

load helper

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    export NEWSDEX_DB=$BATS_TEST_TMPDIR/news.db
}

filler() { # name, words: of no meaning, others in every article
    for ((i = 0; i < $2; i++)); do printf '%s%03d ' "$1" "$i"; done
}

paper() { # name, head, what it says
    mkdir -p in
    { printf 'On %ss\n\n%s. ' "$1" "$2"; filler "$1" 300; printf '%s. ' "$3"; filler "$1x" 120; } > "in/$1.txt"
}

ranks() { # the names of the hits, in order
    nd search --any -l -- "$1"
    sed 's|.*/||; s|\.txt||' out | tr '\n' ' '
}

@test "a long text is compared by the passage about the query, not by its head" {
    local lobster='lobsters claws traps bait buoys' dredge='silt harbour sandbank barge survey'
    local uni='Department of Ocean Letters, University of Quay' other='Institute for Inland Waterways in Mill'
    paper best "$uni" "fishery quotas fishery quotas of $lobster"
    paper aside "$uni" "quotas $dredge in columns"
    paper topic "$other" "quotas $lobster in columns"
    paper away "$other" "tolls $dredge in columns"
    "$NEWSDEX" ingest -q in
    [ "$(ranks 'fishery quotas')" = 'best topic aside ' ]
}

@test "a short text is compared by its beginning" {
    article in/best.txt 'Lobsters' 'Fishery quotas: lobsters have claws, and traps need bait and buoys.'
    article in/topic.txt 'Claws' 'Quotas: lobsters have claws, and traps need bait and buoys in winter.'
    article in/aside.txt 'Silt' 'Quotas: the harbour has silt, and a barge makes a survey in winter.'
    "$NEWSDEX" ingest -q in
    [ "$(ranks 'fishery quotas')" = 'best topic aside ' ]
}
