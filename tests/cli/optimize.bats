#!/usr/bin/env bats
# newsdex optimize: space won back, nothing else changed.

load helper

@test "many small ingests are merged and nothing is lost" {
    for i in 1 2 3 4 5 6 7 8 9 10 11 12; do
        article "in/$i.txt" "Title number $i" "The harbour has crane number $i and a lighthouse by the name of $i."
        "$NEWSDEX" ingest -q in
    done
    rm in/3.txt in/4.txt
    "$NEWSDEX" ingest -q in
    dump > before
    nd optimize
    is 0
    grep -qE '^[0-9]+$' out
    dump | cmp - before
    nd search -c harbour
    holds out 10
    nd check
    is 0
}

@test "without a database, and with arguments" {
    nd optimize --db nothing/here.db
    is 2
    [ ! -e nothing ]
    nd optimize now
    is 2
}
