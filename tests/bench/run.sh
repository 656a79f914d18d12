#!/usr/bin/env bash
# Times newsdex ingest beside its floors and beside whatever peers are installed, as ratios within one run.
# usage: tests/bench/run.sh [--corpora FOLDER] [--scratch FOLDER] [--repeat N] [--no-peers] [--million [--fresh]]
#        [PART...]
#   parts: yaml (front matter), text (prose), unchanged (nothing to do), many (the same articles in one file);
#          default: all of them
#   --corpora   where everyday-azure, bbc-news, ruanyf-weekly, ruby-news are unpacked (default: ../shared/corpora)
#   --scratch   where generated corpora are made, and kept for the next run (default: build/bench)
#   --repeat    how often each is timed; the best counts (default: 3)
#   --no-peers  leave other programs out: some take minutes
#   --million   also a million articles of 1 KB: the rate along the way, memory, and a picture of them; they are near
#               copies of each other, hundreds at a time
#   --fresh     with --million: each has a text of its own; and a million of another kind in one file
# NEWSDEX is the program, ND_BUILD the folder it was built in; make bench sets both.
set -eu
cd "$(dirname "$0")/../.."
build=${ND_BUILD:-$PWD/build/release}
newsdex=${NEWSDEX:-$build/newsdex}
corpora=../shared/corpora scratch=build/bench repeat=3 million='' fresh='' no_peers=''
parts=()

while [ $# -gt 0 ]; do
    case $1 in
    --corpora) corpora=$2 && shift ;;
    --scratch) scratch=$2 && shift ;;
    --repeat) repeat=$2 && shift ;;
    --million) million=1 ;;
    --fresh) fresh=fresh ;;
    --no-peers) no_peers=1 ;;
    yaml | text | unchanged | many) parts+=("$1") ;;
    *) sed -n '2,14s/^# //p' "$0" >&2 && exit 2 ;;
    esac
    shift
done
[ ${#parts[@]} -gt 0 ] || parts=(yaml text unchanged many)
mkdir -p "$scratch"
db=$scratch/bench.db

compile() { # program
    # shellcheck disable=SC2046 # several words are what is wanted
    ${CC:-cc} -std=c11 -O2 -pthread -D_GNU_SOURCE -Iinclude -Itests/bench -o "$scratch/$1" "tests/bench/$1.c" \
        tests/bench/load.c "$build/libnewsdex.a" \
        $(pkg-config --cflags --libs yaml-0.1 sqlite3 libutf8proc uchardet libxxhash) ${LDFLAGS-}
}

# Of several runs the least wall-clock time and the least processor time, COMMAND's first two fields.
best() { # command...
    for ((i = 0; i < repeat; i++)); do
        "$@"
    done | awk 'NR == 1 || $1 < wall { wall = $1 } NR == 1 || $2 < cpu { cpu = $2 } END { print wall, cpu }'
}

# Wall-clock and processor seconds of a command whose output nobody wants.
seconds() { # command...
    local TIMEFORMAT='%3R %3U %3S'
    { time "$@" > /dev/null 2>&1 || true; } 2>&1 | awk '{ print $1, $2 + $3 }'
}

drop_database() {
    rm -f "$db" "$db-wal" "$db-shm"
}

fresh_ingest() { # folder jobs
    drop_database
    seconds "$newsdex" ingest -q --db "$db" -j "$2" "$1"
}

fts5_floor() { # folder
    drop_database
    "$scratch/floor_fts5" "$1" "$db"
}

report() { # what seconds floor, the latter two with wall-clock and processor time
    echo "$2 $3" | awk -v what="$1" '{
        printf "  %-46s %9.3f s %6.2f %9.3f s %6.2f\n", what, $1, $1 / $3, $2, $2 / ($4 > 0 ? $4 : 0.001) }'
}

size_of() { # folder
    find "$1" -type f -printf '%s\n' | awk '{ n++; s += $1 } END { printf "%d files, %.1f MB", n, s / 1e6 }'
}

generate() { # source target bytes [count]
    [ -d "$2" ] || { "$scratch/vary" "$1" "$2.part" "${@:3}" && mv "$2.part" "$2"; }
}

peers() { # folder floor
    local folder=$1 floor=$2 peer=$scratch/peer
    [ -z "$no_peers" ] || return 0
    rm -rf "$peer" && mkdir -p "$peer"
    if command -v omindex > /dev/null; then
        # Without the type it asks for a converter of markdown, and skips every file when there is none.
        report "omindex" "$(seconds omindex --mime-type=md:text/plain --db "$peer/xapian" --url / "$folder")" "$floor"
    fi
    if command -v recollindex > /dev/null; then
        mkdir -p "$peer/recoll" && echo "topdirs = $folder" > "$peer/recoll/recoll.conf"
        report "recollindex" "$(seconds recollindex -c "$peer/recoll")" "$floor"
    fi
    if command -v sqlite-utils > /dev/null; then
        report "sqlite-utils insert-files, nothing parsed" \
            "$(seconds sqlite-utils insert-files "$peer/files.db" files "$folder" --text)" "$floor"
    fi
    if command -v rg > /dev/null; then
        report "rg for a word that is not there" "$(seconds rg -uuu xyzzyxyzzy "$folder")" "$floor"
    fi
    rm -rf "$peer"
}

yaml() {
    local folder=$scratch/azure4 floor
    generate "$corpora/everyday-azure" "$folder" 213000000
    echo "front matter, everyday-azure in four versions: $(size_of "$folder")"
    floor=$(best "$scratch/floor_yaml" "$folder" 1)
    report "libyaml events alone, 1 thread (floor)" "$floor" "$floor"
    report "libyaml events alone, $(nproc) threads" "$(best "$scratch/floor_yaml" "$folder" "$(nproc)")" "$floor"
    report "newsdex ingest -j1" "$(best fresh_ingest "$folder" 1)" "$floor"
    report "newsdex ingest -j$(nproc)" "$(best fresh_ingest "$folder" "$(nproc)")" "$floor"
    peers "$folder" "$floor"
}

text() {
    local folder=$scratch/text floor
    mkdir -p "$folder"
    generate "$corpora/bbc-news" "$folder/bbc" 18000000
    generate "$corpora/ruanyf-weekly" "$folder/ruanyf" 32500000
    generate "$corpora/ruby-news" "$folder/ruby" 65500000
    echo "prose in English, Chinese and others: $(size_of "$folder")"
    floor=$(best fts5_floor "$folder")
    report "FTS5 unicode61 and content, 1 thread (floor)" "$floor" "$floor"
    report "newsdex ingest -j1" "$(best fresh_ingest "$folder" 1)" "$floor"
    report "newsdex ingest -j$(nproc)" "$(best fresh_ingest "$folder" "$(nproc)")" "$floor"
    peers "$folder" "$floor"
}

# The same articles as single files and as files of many.
make_many() { # folder
    local folder=$1
    [ ! -d "$folder" ] || return 0
    rm -rf "$folder.part"
    mkdir -p "$folder.part"/{files,jsonl,csv,rss,packed}
    "$newsdex" parse "$scratch/text/bbc" | jq -c '{id: input_line_number, title, text: .body} | .url = "https://bench.example/\(.id)"' \
        > "$folder.part/jsonl/a.jsonl"
    jq -r '"---\ntitle: \(.title | @json)\nurl: \(.url)\n---\n\(.text)\n\u0001"' "$folder.part/jsonl/a.jsonl" |
        awk -v folder="$folder.part/files" 'BEGIN { RS = "\001\n" } { f = sprintf("%s/%06d.md", folder, NR); printf "%s", $0 > f; close(f) }'
    { echo id,title,url,text && jq -r '[.id, .title, .url, .text] | @csv' "$folder.part/jsonl/a.jsonl"; } > "$folder.part/csv/a.csv"
    {
        echo '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Bench</title><link>https://bench.example/</link>'
        jq -r '"<item><title>\(.title | @html)</title><link>\(.url)</link><description>\(.text | gsub("\n\n"; "</p><p>") | "<p>" + . + "</p>" | @html)</description></item>"' \
            "$folder.part/jsonl/a.jsonl"
        echo '</channel></rss>'
    } > "$folder.part/rss/a.xml"
    gzip -c "$folder.part/jsonl/a.jsonl" > "$folder.part/packed/a.jsonl.gz"
    mv "$folder.part" "$folder"
}

many() {
    local folder=$scratch/many floor jobs kind
    mkdir -p "$scratch/text"
    generate "$corpora/bbc-news" "$scratch/text/bbc" 18000000
    make_many "$folder"
    for jobs in 1 $(nproc); do
        echo "the same articles as files of their own and in one file, -j$jobs: $(size_of "$folder/files")"
        floor=$(best fresh_ingest "$folder/files" "$jobs")
        report "files with front matter (floor)" "$floor" "$floor"
        for kind in jsonl csv rss packed; do
            report "$kind" "$(best fresh_ingest "$folder/$kind" "$jobs")" "$floor"
        done
    done
    fresh_ingest "$folder/jsonl" "$(nproc)" > /dev/null
    floor=$(best seconds cat "$folder/jsonl/a.jsonl")
    report "cat a.jsonl (floor)" "$floor" "$floor"
    report "nothing has changed" "$(best again "$folder/jsonl")" "$floor"
    echo '{"id": "new", "title": "A new one", "text": "At the end."}' >> "$folder/jsonl/a.jsonl"
    report "one record appended" "$(repeat=1 best again "$folder/jsonl")" "$floor"
    sed -i '$d' "$folder/jsonl/a.jsonl"
}

list() { # folder
    find "$1" -type f -printf '%s %T@ %p\n'
}

again() { # folder
    seconds "$newsdex" ingest -q --db "$db" "$1"
}

unchanged() {
    local folder=$scratch/small floor
    generate "$corpora/ruby-news" "$folder" 400 100000
    echo "nothing has changed: $(size_of "$folder")"
    fresh_ingest "$folder" "$(nproc)" > /dev/null
    floor=$(best seconds list "$folder")
    report "find -printf '%s %T@ %p' (floor)" "$floor" "$floor"
    report "newsdex ingest" "$(best again "$folder")" "$floor"
}

# Articles committed and resident memory, once a second while a million articles are ingested.
watch_ingest() { # folder
    local pid start=$EPOCHREALTIME
    drop_database
    "$newsdex" ingest -q --db "$db" "$1" &
    pid=$!
    while [ -r "/proc/$pid/status" ] && kill -0 "$pid" 2> /dev/null; do
        printf '%s %s %s\n' "$EPOCHREALTIME" \
            "$(sqlite3 "file:$db?mode=ro" 'SELECT coalesce(max(id), 0) FROM article WHERE id < 1000000000' 2> /dev/null || echo 0)" \
            "$(awk '/VmHWM/ { print $2 }' "/proc/$pid/status" 2> /dev/null)"
        sleep 1
    done | awk -v start="$start" 'NF == 3 { printf "%.2f %d %d\n", $1 - start, $2, $3 }' > "$scratch/million.txt"
    wait "$pid"
}

# Searches among a million articles beside the same among the first hundred thousand.
compare_sizes() { # folder
    local small=$scratch/small.db words=$scratch/words.txt folders
    rm -f "$small"*
    mapfile -t folders < <(find "$1" -mindepth 1 -maxdepth 1 -type d | sort | head -n 100)
    "$newsdex" ingest -q --db "$small" "${folders[@]}"
    find "${folders[0]}" -type f | sort | head -n 200 | xargs cat | tr -cs 'a-z' '\n' | awk 'length > 3 && !seen[$0]++' > "$words"
    "$build/tests/bench/pairs" "$small" "$db" < "$words"
    rm -f "$small"*
}

one_million() {
    local folder=$scratch/million${fresh:+-$fresh}
    generate "$corpora/ruby-news" "$folder" 1000 1000000 ${fresh:+"$fresh"}
    echo "a million articles: $(size_of "$folder")"
    watch_ingest "$folder"
    awk -f tests/bench/curve.awk "$scratch/million.txt"
    awk -v svg=1 -f tests/bench/curve.awk "$scratch/million.txt" > "$scratch/million.svg"
    echo "  picture: $scratch/million.svg"
    compare_sizes "$folder"
}

million_in_one_file() {
    local file=$scratch/million.jsonl
    [ -e "$file" ] || tests/bench/lines.pl "$corpora/bbc-news" 1000000 > "$file"
    echo "a million articles in one file: $(size_of "$file")"
    watch_ingest "$file"
    awk -f tests/bench/curve.awk "$scratch/million.txt"
}

for program in floor_yaml floor_fts5 vary; do
    compile "$program"
done
echo "$(date -u +%Y-%m-%d), $(uname -m), $(nproc) processors of $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)," \
    "$(awk '/MemTotal/ { printf "%.0f GB", $2 / 1e6 }' /proc/meminfo); SQLite $(sqlite3 --version | cut -d ' ' -f 1)"
echo "best of $repeat; wall-clock seconds, how many times the floor; processor seconds, how many times the floor"
for part in "${parts[@]}"; do
    "$part"
done
[ -z "$million" ] || one_million
[ -z "$million" ] || [ -z "$fresh" ] || million_in_one_file
drop_database
