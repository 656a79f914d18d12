#!/usr/bin/env bash
# Real files of many articles, when ../shared/corpora/containers.tar.xz is there: how many articles each gives, and
# what is known of its first, middle and last. Prints the table; fails on a file of a format that is read
# (FORMATS) whose articles are not all found, and on one of any other format taken for one article in silence.
set -u
cd "$(dirname "$0")/.." || exit 2
# shellcheck source=tests/tap.bash
. tests/tap.bash
NEWSDEX=${NEWSDEX:-$PWD/newsdex}
archive=${ND_CONTAINERS:-$PWD/../shared/corpora/containers.tar.xz}
FORMATS='csv|tsv|jsonl|json|jsonfeed|ghost|rss|rdf|atom|opml|readlater|wxr|substack|lexisnexis|factiva|europresse|proquest|reuters21578|trec|maildir|eml|nitf|newsml-1|newsml-g2'
FORMATS+='|warc|ninjs|agency-xml|iptc7901'

if [ ! -e "$archive" ]; then
    echo "ok 1 # SKIP there is no ../shared/corpora/containers.tar.xz"
    echo "1..1"
    exit 0
fi
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
tar xJf "$archive" -C "$scratch" && [ -s "$scratch/facts.tsv" ] || { echo "Bail out! $archive has no facts.tsv"; exit 1; }

# File, number, title, date, addresses, authors, topics, provider of every record; of a list of feeds or links, of
# every one of these. What a record has beside its fields counts for what an export has instead: a slug, a login.
while IFS= read -r name; do
    "$NEWSDEX" parse -v "$scratch/$name" 2> "$scratch/messages" | jq -r --arg name "$name" '
        def login: if type == "object" then .login // "" elif type == "string" then . else "" end;
        (if $name | test("^opml/|^readlater/.*html$") then .related | to_entries[] | .value + {ordinal: (.key + 1)} else . end)
        | [$name, (.ordinal // 1), .title, .published_at,
           ([.url, .original_url, .metadata.slug?, .metadata.post_id?, .metadata["Message-ID"]?] | map(select(type == "string")) | join(" ")),
           (.authors // [] | join(";")), (.metadata["dc:creator"]? | login),
           ((.topics // []) + (.keywords // []) + [.category] | map(. // "") | join(";")),
           (if .is_published then "published" else "draft" end) + "/" + (.type // ""), .provider.name?]
        | map(. // "" | tostring | gsub("[\t\n]"; " ")) | @tsv'
    grep -qE 'only read as|binary data|convert it with' "$scratch/messages" && echo "$name" >> "$scratch/told"
done < <(cut -f 1 "$scratch/facts.tsv" | sed 1d | sort -u) > "$scratch/records"
touch "$scratch/told"

# Facts beside records; instead of topics they may have the provider. A title is right when it is the one the other
# begins with, a day when it is the same in UTC,
# authors when all who are named are in the fact and they are most of it, topics when nearly all of the fact are there.
awk -F '\t' -v formats="^($FORMATS)/" '
    function plain(s) { s = tolower(s); gsub(/&[#a-z0-9]*;|[^[:alnum:]\200-\377]|\342\200[\220-\246]/, "", s); return s }
    function bare(s) { s = tolower(s); sub(/^https?:\/\/(www\.)?/, "", s); sub(/[?#].*$/, "", s); sub(/\/$/, "", s); return s }
    function check(what, is_right) {
        all[kind, what]++; right[kind, what] += is_right; kinds[kind]
        if (!is_right && what != "articles" && ENVIRON["ND_WRONG"] != "") print "miss\t" $0 "\t" what > "/dev/stderr"
    }
    # Days since 1 March of the year 0, and back.
    function days(y, m, d) { if (m < 3) { y--; m += 12 } return 365 * y + int(y / 4) - int(y / 100) + int(y / 400) + int((153 * (m - 3) + 2) / 5) + d - 1 }
    # The day of an ISO or RFC 5322 date in UTC, as a number; -1 for others.
    function day_of(s,   m, part, time, zone, n) {
        if (s ~ /^[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]/) {
            n = days(substr(s, 1, 4) + 0, substr(s, 6, 2) + 0, substr(s, 9, 2) + 0)
            time = substr(s, 12, 5); zone = s; sub(/^.*[0-9]:[0-9][0-9](:[0-9.]*)?/, "", zone)
        } else {
            sub(/^[A-Za-z]*, */, "", s)
            if (split(s, part, / +/) < 4 || !(m = index("JanFebMarAprMayJunJulAugSepOctNovDec", part[2])) || part[3] < 1000) return -1
            m = (m + 2) / 3
            n = days(part[3] + 0, m, part[1] + 0); time = substr(part[4], 1, 5); zone = part[5]
        }
        gsub(/:/, "", zone)
        if (zone !~ /^[+-][0-9][0-9][0-9][0-9]$/) return n
        m = substr(time, 1, 2) * 60 + substr(time, 4, 2) - (substr(zone, 1, 1) "1") * (substr(zone, 2, 2) * 60 + substr(zone, 4, 2))
        return m < 0 ? n - 1 : m >= 1440 ? n + 1 : n
    }
    function has_address(list, fact,   i, n, part) {
        n = split(list, part, " ")
        for (i = 1; i <= n; i++) if (bare(part[i]) == bare(fact)) return 1
        return 0
    }
    function are_authors(list, login, fact,   i, n, part, named) {
        if (plain(login) != "" && plain(login) == plain(fact) && list != "") return 1
        n = split(list, part, ";"); gsub(/<[^<>]*@[^<>]*>/, "", fact); fact = plain(fact)
        for (i = 1; i <= n; i++) { if (index(fact, plain(part[i])) == 0) return 0; named += length(plain(part[i])) }
        return n > 0 && named * 10 >= length(fact) * 6
    }
    function are_topics(list, fact,   i, n, part, there) {
        list = plain(list); n = split(fact, part, /[,;] */)
        for (i = 1; i <= n; i++) there += index(list, plain(part[i])) > 0
        return there * 10 >= n * 9
    }
    FILENAME ~ /records$/ { count[$1]++; title[$1, $2] = $3; date[$1, $2] = $4; url[$1, $2] = $5; author[$1, $2] = $6; login[$1, $2] = $7; topics[$1, $2] = $8; state[$1, $2] = $9; provider[$1, $2] = $10; next }
    FILENAME ~ /told$/ { told[$1]; next }
    FNR == 1 || $2 == "" { next }
    {
        kind = $1; sub(/\/.*/, "", kind)
        if (!($1 in seen)) {
            seen[$1]; check("files", count[$1] == $2); check("articles", 0)
            articles[kind] += $2; found[kind] += count[$1] > $2 ? $2 : count[$1]
            if ($1 ~ formats && count[$1] != $2) print "wrong\t" $1 ": " count[$1] + 0 " of " $2
            if ($2 > 1 && count[$1] + 0 <= 1 && !($1 in told)) print "silent\t" $1
        }
        if ($4 != "") check("title", index(plain(title[$1, $3]), plain($4)) == 1 || index(plain($4), plain(title[$1, $3])) == 1 && title[$1, $3] != "")
        if (day_of($5) >= 0) check("date", day_of(date[$1, $3]) == day_of($5))
        if ($6 ~ /^((https?|urn|tag):|<.*@)/ || kind == "ghost" || kind == "substack" || kind == "maildir") check("url", has_address(url[$1, $3], $6))
        if ($7 != "") check("author", are_authors(author[$1, $3], login[$1, $3], $7))
        if ($8 != "" && kind == "ghost") check("topics", state[$1, $3] == $8)
        else if (sub(/^source: /, "", $8)) check("topics", provider[$1, $3] != "" && index(plain($8), plain(provider[$1, $3])) == 1)
        else if ($8 != "") check("topics", are_topics(topics[$1, $3], $8))
    }
    END {
        printf "#\t%-14s %9s %15s %9s %9s %9s %9s %9s\n", "format", "files", "articles", "title", "date", "url", "author", "topics"
        for (kind in kinds) printf "#\t%-14s %4d/%4d %7d/%7d %4d/%4d %4d/%4d %4d/%4d %4d/%4d %4d/%4d\n", kind,
            right[kind, "files"], all[kind, "files"], found[kind], articles[kind],
            right[kind, "title"], all[kind, "title"], right[kind, "date"], all[kind, "date"], right[kind, "url"], all[kind, "url"],
            right[kind, "author"], all[kind, "author"], right[kind, "topics"], all[kind, "topics"]
    }' "$scratch/records" "$scratch/told" "$scratch/facts.tsv" > "$scratch/table"
grep '^#' "$scratch/table" | cut -f 2- | sed 's/^/# /' | LC_ALL=C sort

# Rows about events, one row in the name of a folder's files, a list of names: no articles, and facts count lines.
# A <DOC id=…> without <DOCNO> is an article, too, which the facts leave out.
EXCEPTIONS='csv/gdelt-mentions/|csv/ag-news/classes.txt|json/telex-hu-keyed/|trec/anserini/collection1-segment1'
are_all_right() {
    ! grep "^wrong" "$scratch/table" | grep -vE "$EXCEPTIONS"
}
is_none_silent() {
    ! grep "^silent" "$scratch/table" | grep -vE "$EXCEPTIONS"
}
ok "files of formats that are read give all their articles" are_all_right
ok "no other file of many is one article without a word" is_none_silent
done_testing
