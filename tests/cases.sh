#!/usr/bin/env bash
# Small inputs after what people reported, when ../shared/cases is there: a folder a case, its file "want" the
# right value. Prints what does not hold; fails where that held before, as the list below says.
# usage: tests/cases.sh [--held]     (--held: the names that hold, a line each, to be put below)
set -u
cd "$(dirname "$0")/.." || exit 2
# shellcheck source=tests/tap.bash
. tests/tap.bash
NEWSDEX=${NEWSDEX:-$PWD/newsdex}
cases=${ND_CASES:-$PWD/../shared/cases}

held='
01-clipper 03-pelican-md 04-pelican-rst 05-nikola-rst 06-nikola-html-comment 07-ghost-export 08-wordpress-wxr
10-singlefile 11-trafilatura-json 12-newsplease-json 13-ccnews-jsonl 15-trafilatura-xml 16-rss 18-jsonfeed
19-nitf 21-lexisnexis 23-eml-multipart 25-mhtml 26-warc 27-csv 30-readwise-md 32-substack-export 33-dates/d01
33-dates/d02 33-dates/d03 33-dates/d04 33-dates/d05 33-dates/d06 33-dates/d07 33-dates/d08 33-dates/d09
33-dates/d10 33-dates/d11 33-dates/d12 33-dates/d13 33-dates/d14 33-dates/d15 33-dates/d16 33-dates/d17
33-dates/d18 33-dates/d19 33-dates/d20 33-dates/d21 33-dates/d22 33-dates/d23 33-dates/d24 33-dates/d25
33-dates/d26 33-dates/d27 33-dates/d28 33-dates/d29 33-dates/d30 33-dates/d31 33-dates/d32 33-dates/d33 33-dates/d34
33-dates/d35 33-dates/d36 33-dates/d37 33-dates/d38 33-dates/d39 33-dates/d40 33-dates/d41 33-dates/d42
33-dates/d43 33-dates/d44 33-dates/d45 33-dates/d46 33-dates/d47 33-dates/d48 33-dates/d49 33-dates/d50
33-dates/d51 33-dates/d52 33-dates/d53 33-dates/d54 33-dates/d55 33-dates/d56 33-dates/d57 33-dates/d58
33-dates/d59 33-dates/d60 34-pelican-md-with-markup 35-language-code-block 36-image-table 39-url-variants/u01
39-url-variants/u02 39-url-variants/u03 39-url-variants/u04 39-url-variants/u05 39-url-variants/u06
39-url-variants/u07 39-url-variants/u09 39-url-variants/u10 39-url-variants/u11 39-url-variants/u12
39-url-variants/u17 39-url-variants/u19 39-url-variants/u20 39-url-variants/u21 39-url-variants/u22
40-markup/docusaurus.md 40-markup/embed-html.md 40-markup/footnotes.md 40-markup/hexo-asset.md
40-markup/hugo-shortcode.md 40-markup/jekyll-liquid.md 40-markup/kramdown-toc.md 40-markup/mdx.mdx
40-markup/wikilinks.md 42-kramdown-ial 43-obsidian-syntax 44-mdx 45-amp-escape 47-eml-simple 49-eml-folded
50-readability-json 52-wp-rest-json 55-pocket-csv 56-netscape-bookmarks 57-reuters-sgml 59-newsletter-footer
62-hexo-no-opening 64-stacked-byline 66-jbake 67-month-only 68-url-no-provider 69-lfs-pointer
'

if [ ! -d "$cases" ]; then
    echo "ok 1 # SKIP there is no ../shared/cases"
    echo "1..1"
    exit 0
fi
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

records() { # file
    "$NEWSDEX" parse "$1" 2> /dev/null
}

say() { # name, status
    if [ "$2" -eq 0 ]; then echo "$1" >> "$scratch/holds"; else echo "$1" >> "$scratch/fails"; fi
}

# A jq expression that the one record satisfies, or a few plain words.
check_case() { # folder
    local want input
    want=$(sed 1q "$1/want")
    input=$(find "$1" -type f ! -name want | LC_ALL=C sort | sed 1q)
    case $want in
        'plain: no record') [ -z "$(records "$input")" ] ;;
        'plain: '[0-9]*) [ "$(records "$input" | wc -l)" -eq "$(tr -dc 0-9 <<< "$want")" ] ;;
        'plain: date:'*)
            "$NEWSDEX" ingest --db "$scratch/db" "$1" > /dev/null 2>&1
            want=${want#plain: }
            "$NEWSDEX" search --db "$scratch/db" "${want%% *}" > /dev/null 2>&1
            ;;
        .*) records "$input" | jq -e "$want" > /dev/null 2>&1 ;;
        *) records "$input" | jq -e "($want)" > /dev/null 2>&1 ;;
    esac
}

# A line a file: name, the date as written, the date as it is right.
check_dates() {
    local file right record date
    while IFS=$'\t' read -r file _ right; do
        record=$(records "$1/$file")
        date=$(jq -r '.published_at // ""' <<< "$record")
        if [[ $right =~ ^[0-9]{4}(-[0-9]{2})?(-[0-9]{2})?(T[0-9:]*Z?)? && $right != *report* ]]; then
            [[ $date == "${BASH_REMATCH[0]}"* ]] ||
                { [[ $right == *'or day+warning'* && -n $date && ${BASH_REMATCH[0]} == "$date"* ]] &&
                    jq -e '.problems | any(.code == "date")' <<< "$record" > /dev/null; }
        else
            # a word about it, or none of the wrong ones
            [[ -z $date || $right != *none* ]]
        fi
        say "33-dates/${file%.md}" $?
    done < "$1/want"
}

# Ways to write one address: the uid is made of it. The want file names what is to be one.
check_addresses() {
    local file uid
    uid=$(records "$1/u03.md" | jq -r .uid)
    for file in u0{1..7} u09 u10 u11 u12 u17 u19 u20 u21 u22; do
        [ "$(records "$1/$file.md" | jq -r .uid)" = "$uid" ]
        say "39-url-variants/$file" $?
    done
}

# Syntax that no reader sees.
check_markup() {
    local file
    for file in "$1"/*; do
        [ "${file##*/}" = want ] || {
            records "$file" | jq -e '[.title, .excerpt, .body] | map(. // "") | join("\n") |
                test("\\[\\[|\\[caption|\\[/caption|\\[gallery|:::|\\{/\\*|\\{%|\\{\\{|(^|\n)[-*] TOC|==|%%|\\[\\^|(^|\n)import ") | not' > /dev/null 2>&1
            say "40-markup/${file##*/}" $?
        }
    done
}

for folder in "$cases"/[0-9]*/; do
    folder=${folder%/}
    case ${folder##*/} in
        33-dates) check_dates "$folder" ;;
        39-url-variants) check_addresses "$folder" ;;
        40-markup) check_markup "$folder" ;;
        37-* | 38-* | 46-* | 60-*) ;; # several files, and words about them
        *) check_case "$folder"; say "${folder##*/}" $? ;;
    esac
done
touch "$scratch/holds" "$scratch/fails"

if [ "${1-}" = --held ]; then
    cat "$scratch/holds"
    exit 0
fi
echo "# $(wc -l < "$scratch/holds") hold, $(wc -l < "$scratch/fails") do not:"
sed 's/^/#   /' "$scratch/fails"
none_fell_back() {
    ! grep -Fx -f <(tr -s " " "\n" <<< "$held" | grep .) "$scratch/fails"
}
ok "cases that held hold" none_fell_back
done_testing
