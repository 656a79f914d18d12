#!/usr/bin/env bash
# What every command costs in a small and in a large database, and how many times: processor seconds (the least of
# three where it is below a second), megabytes of memory, and the large by the small of each.
# usage: tests/bench/sizes.sh NEWSDEX SMALL.jsonl LARGE.jsonl SCRATCH
#   The files are those of lines.pl, the small one the beginning of the large; databases in SCRATCH are used again.
set -euo pipefail
newsdex=$(realpath "$1")
small=$(realpath "$2")
large=$(realpath "$3")
scratch=$(realpath "$4")

# Processor seconds and megabytes of one run; its output goes nowhere, and 1 is a status like 0.
once() { # argument...
    local status=0 TIMEFORMAT='%3U %3S'
    { time command time -o "$scratch/memory" -f %M "$newsdex" "$@" > /dev/null 2> "$scratch/messages"; } 2> "$scratch/time" || status=$?
    if [ "$status" -gt 1 ]; then
        echo "newsdex $*: status $status: $(head -n 3 "$scratch/messages")" >&2
        return 1
    fi
    tail -q -n 1 "$scratch/time" "$scratch/memory" | paste -s -d ' ' | awk '{ printf "%.3f %.0f\n", $1 + $2, $3 / 1024 }'
}

least() { # argument...
    local best again
    best=$(once "$@")
    for _ in 1 2; do
        awk '{ exit $1 >= 1 }' <<< "$best" || break
        again=$(once "$@")
        best=$(printf '%s\n%s\n' "$best" "$again" | sort -n | head -n 1)
    done
    echo "$best"
}

row() { # how name argument... ; @ stands for the database
    local how=$1 name=$2 in_small in_large
    shift 2
    in_small=$("$how" "${@/#@/$scratch/small.db}")
    in_large=$("$how" "${@/#@/$scratch/large.db}")
    echo "$in_small $in_large" | awk -v name="$name" '{
        printf "%-46s %9.3f %6d %9.3f %6d %8.1f %6.1f\n", name, $1, $2, $3, $4, $3 / ($1 > 0 ? $1 : .001), $4 / $2 }'
}

# What is written to the database comes last, and the files that are added are the same for both.
more() { # count seed
    [ -e "$scratch/$1.jsonl" ] || head -n "$1" "$small" | sed "s/\"title\":\"/&Added $2 /" > "$scratch/$1.jsonl"
}

printf '%-46s %9s %6s %9s %6s %8s %6s\n' '' "$(wc -l < "$small")" MB "$(wc -l < "$large")" MB times times
for size in small large; do
    [ ! -e "$scratch/$size.db" ] || continue
    once ingest -q --db "$scratch/$size.db" "${!size}" > "$scratch/$size.ingest"
done
paste -d ' ' "$scratch/small.ingest" "$scratch/large.ingest" | awk '{
    printf "%-46s %9.3f %6d %9.3f %6d %8.1f %6.1f\n", "ingest of all", $1, $2, $3, $4, $3 / $1, $4 / $2 }'
stat -c '%s' "$scratch/small.db" "$scratch/large.db" | paste -s -d ' ' | awk '{
    printf "%-46s %9.0f %6s %9.0f %6s %8.1f\n", "database, MB", $1 / 1e6, "", $2 / 1e6, "", $2 / $1 }'
while IFS='|' read -r name command; do
    read -r -a words <<< "$command"
    row least "$name" "${words[@]}"
done << 'END'
search minister|search --db @ minister
search said|search --db @ said
search the|search --db @ the
search minister election|search --db @ minister election
search, a sentence of nine words|search --db @ the prime minister said the economy would grow faster
search "prime minister"|search --db @ "prime minister"
search min*|search --db @ min*
search, two near each other|search --db @ NEAR(minister tax)
search minister -election|search --db @ -- minister -election
search tony OR gordon|search --db @ tony OR gordon
search, a word that is nowhere|search --db @ zzyqx
search, a word with a letter wrong|search --db @ ministre
search title:minister|search --db @ title:minister
search date:2021-03|search --db @ date:2021-03
search minister date:2021-03|search --db @ minister date:2021-03
search minister provider:"Paper 7"|search --db @ minister provider:"Paper 7"
search topic:"topic 7"|search --db @ topic:"topic 7"
search --sort newest minister|search --db @ --sort newest minister
search minister --collapse|search --db @ --collapse minister
search -n 1000 minister|search --db @ -n 1000 minister
search -n 0 -l minister|search --db @ -n 0 -l minister
show 1000|show --db @ 1000
related 1000|related --db @ 1000
count|count --db @
count minister|count --db @ minister
count --by month|count --db @ --by month
count --by month --by provider minister|count --db @ --by month --by provider minister
kwic -n 10000 minister|kwic --db @ -n 10000 minister
terms date:2021-03|terms --db @ date:2021-03
copies|copies --db @
boilerplate|boilerplate --db @
stories date:2021-03|stories --db @ date:2021-03
report minister|report --db @ minister
export minister date:2021-03|export --db @ minister date:2021-03
export|export --db @
check|check --db @
END
more 1000 1
row once 'ingest of 1,000 more' ingest -q --db @ "$scratch/1000.jsonl"
row once 'the same once more, unchanged' ingest -q --db @ "$scratch/1000.jsonl"
more 1 2
row once 'ingest of one more' ingest -q --db @ "$scratch/1.jsonl"
row once 'tag date:2021-03' tag --db @ +march -- date:2021-03
row once 'optimize' optimize --db @
