#!/usr/bin/env bash
# Golden files: tests/golden/<folder>/<input> beside <input>.expected, what "newsdex parse" says of it: the
# record (indented by jq, its order kept), then messages and exit status if there are any. Byte for byte.
# usage: tests/golden.sh [--update]     (NEWSDEX: the program)
set -u
NEWSDEX=${NEWSDEX:-$(dirname "$0")/../newsdex}
cd "$(dirname "$0")/golden" || exit 2
# shellcheck source=tests/tap.bash
. ../tap.bash
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

inputs() {
    find . -mindepth 2 -type f ! -name '*.expected' ! -name '.*' | sed 's,^\./,,' | sort
}

# What newsdex says of one file.
parse() {
    local status=0
    "$NEWSDEX" parse "$1" > "$scratch/out" 2> "$scratch/err" || status=$?
    jq --indent 2 . "$scratch/out"
    cat "$scratch/err"
    [ $status -eq 0 ] || echo "exit status $status"
}

compare() {
    parse "$1" | diff -u "$1.expected" -
}

# Content decides, not the name: the records of copies under another name and ending differ in path and key
# only. Names that hold a date say something, so those of file-name/ are left alone.
records_of_copies() { # ending
    local name n=0
    mkdir "$scratch/copies"
    while read -r name; do
        n=$((n + 1))
        cp "$name" "$scratch/copies/$(printf 'copy%03d' $n)$1"
    done < <(inputs | grep -v '^file-name/')
    "$NEWSDEX" parse "$scratch/copies" 2> "$scratch/err" | jq -c 'del(.path, .key)' > "$scratch/records$1"
    sed 's/.*copy\([0-9]*\)[^:]*:/\1:/' "$scratch/err" >> "$scratch/records$1"
    rm -r "$scratch/copies"
}

same_records() {
    diff "$scratch/records.md" "$scratch/records$1"
}

if [ "${1-}" = --update ]; then
    inputs | while read -r name; do
        parse "$name" > "$name.expected"
    done
    exit 0
fi

while read -r name; do
    ok "golden $name" compare "$name"
done < <(inputs)
while read -r name; do
    ok "$name has its input" test -e "${name%.expected}"
done < <(find . -name '*.expected' | sort)
for ending in .md .txt .html ""; do
    records_of_copies "$ending"
done
ok "the same records from .md as from .txt" same_records .txt
ok "the same records from .md as from .html" same_records .html
ok "the same records from .md as without an ending" same_records ""
done_testing
