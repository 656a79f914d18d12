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

# What newsdex says of every input, as <input>.expected below $now. One jq for all: a string stands before the record
# of each, and no record begins like one.
now=$scratch/now
parse_all() {
    local name status
    inputs | sed "s,/[^/]*$,,; s,^,$now/," | sort -u | xargs mkdir -p
    while read -r name; do
        status=0
        printf '"%s"\n' "$name"
        "$NEWSDEX" parse "$name" 2> "$now/$name.err" || status=$?
        [ $status -eq 0 ] || echo "exit status $status" >> "$now/$name.err"
    done < <(inputs) | jq --indent 2 . | awk -v now="$now" '
        function finish(  line) {
            while ((getline line < (name ".err")) > 0)
                print line > (name ".expected")
            close(name ".err")
            close(name ".expected")
        }
        /^"/ {
            finish()
            name = now "/" substr($0, 2, length($0) - 2)
            printf "" > (name ".expected")
            next
        }
        { print > (name ".expected") }
        END { finish() }'
    find "$now" -name '*.err' -delete
}

compare() {
    local expected found
    IFS= read -rd '' expected < "$1.expected"
    IFS= read -rd '' found < "$now/$1.expected"
    [ -n "$found" ] && [ "$expected" = "$found" ] || diff -u "$1.expected" "$now/$1.expected"
}

# Content decides, not the name: the records of copies under another name and ending differ in path and key
# only. Names that hold a date say something, so those of file-name/ are left alone.
records_of_copies() { # ending
    mkdir "$scratch/copies"
    inputs | grep -v '^file-name/' | to="$scratch/copies" ending=$1 perl -MFile::Copy -lne \
        'copy($_, sprintf("%s/copy%03d%s", $ENV{to}, $., $ENV{ending})) or die "$_: $!"'
    "$NEWSDEX" parse "$scratch/copies" 2> "$scratch/err" | jq -c 'del(.path, .key)' > "$scratch/records$1"
    sed 's/.*copy\([0-9]*\)[^:]*:/\1:/' "$scratch/err" >> "$scratch/records$1"
    rm -r "$scratch/copies"
}

same_records() {
    diff "$scratch/records.md" "$scratch/records$1"
}

parse_all
if [ "${1-}" = --update ]; then
    cp -r "$now/." .
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
