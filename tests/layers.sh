#!/usr/bin/env bash
# The direction of includes, read from what the compiler wrote down (*.d), and headers that stand alone.
set -u
cd "$(dirname "$0")/.." || exit 2
# shellcheck source=tests/tap.bash
. tests/tap.bash
build=${ND_BUILD:-build/release}
compiler=${ND_CC:-cc -Iinclude -Isrc -I$build -D_GNU_SOURCE}

# Whose public headers (include/newsdex) a stage may see, directly or not. A stage sees the record of the one
# before it; output and cli see what the index gives; only cli sees everything.
may_see() {
    case $1 in
    base) echo base ;;
    source) echo base source ;;
    container) echo base source container document ;;
    document) echo base document ;;
    article) echo base document article ;;
    analysis) echo base analysis ;;
    query) echo base query ;;
    index) echo base source document article analysis query index ;;
    ingest) echo base source container document article analysis query index ingest ;;
    extension) echo base analysis query ;;
    output) echo base source document article query index output ;;
    engine) echo base source document article analysis query index output engine ;;
    cli) echo base source container document article query index ingest output engine cli ;;
    *) echo ;;
    esac
}

# The stage a header of include/newsdex belongs to: its own name, or base.
stage_of_header() {
    case $1 in
    source | container | document | article | analysis | query | index | ingest | output | engine) echo "$1" ;;
    inverter | several | stories | terms | copies | boilerplate | marks | words) echo index ;;
    pairs) echo source ;;
    item | field_words | header_names) echo document ;;
    report) echo output ;;
    newsdex) echo cli ;;
    *) echo base ;;
    esac
}

# What a file of a stage may include: complains about a header that is none of it.
check_arrow() { # stage header
    local name
    case $2 in
    include/newsdex/*)
        name=${2##*/}
        name=$(stage_of_header "${name%.h}")
        [[ " $(may_see "$1") " == *" $name "* ]] || echo "$1 must not see $2"
        ;;
    src/"$1"/*) ;;
    src/analysis/fts5_tokenizer.h) # the index registers it with SQLite, as the extension does
        [ "$1" = index ] || [ "$1" = extension ] || echo "$1 must not see $2"
        ;;
    src/index/search/bm25f.h) # one ranking for both
        [ "$1" = extension ] || echo "$1 must not see $2"
        ;;
    src/*) echo "$1 must not see $2, which is private" ;;
    esac
}

# Every header named in the stage's .d files, once.
check_stage() {
    local headers header complaints
    headers=$(find "$build/src/$1" "$build/extension/src/$1" -name '*.d' -exec cat {} + 2> /dev/null | tr -s ' \134' '\n' | sed -n 's/:$//; /^\(src\|include\)\/.*\.h$/p' | sort -u)
    [ -n "$headers" ] || [ "$1" = extension ] || { echo "no headers found in $build/src/$1"; return 1; }
    complaints=$(for header in $headers; do check_arrow "$1" "$header"; done)
    [ -z "$complaints" ] || { echo "$complaints"; return 1; }
}

# The rooms of the index: the connection knows no article, the full-text engine no rows, and those who write rows
# and those who search never see each other.
may_enter() {
    case $1 in
    db) echo db ;;
    fulltext) echo db fulltext ;;
    copies) echo db fulltext copies ;;
    boilerplate) echo db fulltext copies boilerplate ;;
    store) echo db fulltext copies boilerplate store ;;
    search) echo db fulltext copies search ;;
    terms) echo db fulltext search terms ;;
    *) echo db fulltext copies boilerplate store search terms ;;
    esac
}

check_rooms() {
    local room includes name complaints
    complaints=$(for room in db fulltext copies boilerplate store search terms; do
        includes=$(sed -n 's/^#include "index\/\([a-z]*\)\/.*/\1/p' src/index/$room/*.[ch] | sort -u)
        for name in $includes; do
            [[ " $(may_enter $room) " == *" $name "* ]] || echo "src/index/$room must not see src/index/$name"
        done
    done)
    [ -z "$complaints" ] || { echo "$complaints"; return 1; }
}

# The symbols of the objects that files of src were compiled to, one a line: file, type, name.
list_symbols() { # file...
    printf "$build/%s.o\\n" "${@%.c}" | xargs nm -Ag | awk -v build="$build/" '
        {
            file = substr($1, length(build) + 1)
            sub(/\.o:.*/, ".c", file)
            if ($NF ~ /^nd_/)
                print file, $(NF - 1), $NF
        }'
}

# No file needs, by whatever way, one that needs it: read from the symbols of the objects.
check_circles() {
    local complaints
    complaints=$(list_symbols src/[!e]*/*.c src/*/*/*.c | awk ' # all but the extension, which is built apart
        $2 ~ /^[TDBR]$/ { home[$3] = $1 }
        $2 == "U" { wanted[++n] = $3; by[n] = $1 }
        END { for (i = 1; i <= n; i++) if (wanted[i] in home && home[wanted[i]] != by[i]) print by[i], home[wanted[i]] }' |
        sort -u | tsort 2>&1 > /dev/null | head -n 20)
    [ -z "$complaints" ] || { echo "$complaints"; return 1; }
}

# What a file of a stage may begin the names with that it exports, behind nd_: the stage, its rooms and headers, and
# the types they declare.
prefixes_of() { # stage
    local headers
    headers=$(find "src/$1" include/newsdex -name '*.h' | while read -r header; do
        case $header in
        include/*) name=${header##*/}; [ "$(stage_of_header "${name%.h}")" = "$1" ] || continue ;;
        esac
        echo "$header"
    done)
    echo "$1"
    find "src/$1" -mindepth 1 \( -type d -o -name '*.c' \) -printf '%f\n' | sed 's/\.c$//'
    for name in $headers; do basename "$name" .h; done
    # shellcheck disable=SC2086 # a list
    cat $headers | sed -n 's/^ *\(typedef \)\?\(struct\|enum\|union\) nd_\([a-z0-9_]*\).*/\3/p'
}

check_names() {
    local stage complaints
    complaints=$({
        for stage in src/[!em]*/; do
            stage=$(basename "$stage")
            prefixes_of "$stage" | sort -u | sed "s,^,src/$stage/ ,"
        done
        list_symbols src/[!em]*/*.c src/[!em]*/*/*.c
    } | awk '
        NF == 2 { sub(/s$/, "", $2); prefixes[$1] = prefixes[$1] "|" $2; next }
        $2 == "U" { next }
        {
            stage = $1
            match(stage, /^src\/[a-z]*\//)
            n = split(prefixes[substr(stage, 1, RLENGTH)] "|analyse", p, "|")
            for (i = 2; i <= n; i++)
                if (index($3, "nd_" p[i]) == 1)
                    next
            print $1 ": " $3 " does not begin with the name of its module"
        }')
    [ -z "$complaints" ] || { echo "$complaints"; return 1; }
}

# The files that src/README.md sends people to are there.
check_readme() {
    local name missing
    missing=$(grep -o '[a-z][a-z_0-9]*\.\(c\|h\|sh\|awk\|bats\|sql\)\b' src/README.md | sort -u | while read -r name; do
        [ -n "$(find src include tests -name "$name" -print -quit)" ] || echo "src/README.md: there is no $name"
    done)
    [ -z "$missing" ] || { echo "$missing"; return 1; }
}

is_refused() {
    [ -n "$(check_arrow "$1" "$2")" ]
}

# A header that a source includes before anything else is compiled alone with it.
compiles_alone() {
    case $included_first in *" $1 "*) return ;; esac
    # shellcheck disable=SC2086 # the compiler comes with its options
    printf '#include "%s"\n' "${1#include/}" | sed 's,"src/,",' | $compiler -std=c11 -Wall -Wextra -Werror -fsyntax-only -x c -
}
included_first=" $(awk 'FNR == 1 { is_found = 0 }
    /^#/ && !is_found { is_found = 1; if (sub(/^#include "/, "") && sub(/".*/, "")) print ($0 ~ /^newsdex\// ? "include/" : "src/") $0 }
' src/[!e]*/*.c src/*/*/*.c | sort -u | tr '\n' ' ')"

for stage in src/*/; do
    stage=$(basename "$stage")
    [ -z "$(find "src/$stage" -name "*.c")" ] || ok "includes of $stage point forward" check_stage "$stage"
done
ok "rooms of the index see each other in one direction" check_rooms
ok "no circle among files" check_circles
ok "src/README.md names files that exist" check_readme
ok "exported names begin with the name of a module, room or type of their stage" check_names
ok "a stage may not see a later one" is_refused source include/newsdex/index.h
ok "analysis knows no articles" is_refused analysis include/newsdex/article.h
ok "a private header stays private" is_refused cli src/index/db/statement.h
ok "the tokenizer's header is for the index only" is_refused ingest src/analysis/fts5_tokenizer.h
for header in include/newsdex/*.h src/*/*.h src/*/*/*.h; do
    ok "$header compiles alone" compiles_alone "$header"
done
done_testing
