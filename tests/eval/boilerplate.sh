#!/usr/bin/env bash
# What is learned to be boilerplate, on sites that are made: pages of 5 to 500 with a text of their own, and blocks all of
# them have: a line with the date at the beginning, a paragraph among the text, a notice, labels, a count and terms at the
# end. Besides what is none: a refrain, a label above a paragraph, a law quoted in each, a sentence a tenth of them has.
# Prints of the lines that recur how many are cut, and of all others how many. Then, of folders, how many articles lost how
# many lines.
#     tests/eval/boilerplate.sh BUILD [FOLDER...]
# What was tried for ND_BOILERPLATE_SHARE (a line is learned when one in so many articles of the place has it): of a
# newsletter (everyday-powerapps), posts about releases (ruby-news) and a manual (hugo-docs) the articles that lost
# lines and the lines learned; of what is none, on the sites, what was cut.
#     share  newsletter   posts       manual    cut wrongly
#         2  521   5        0  17     13  25    0
#         4  650   7      121  52     31  34    0
#         8  650  14      346 113     31  34    1 in 140: the sentence a tenth of the pages has
#        16  650  15      855 253     35  40    the same
# With 8 portraits of the persons of the day are learned in the newsletter, with 2 its own head is only partly.
set -eu
build=$1
shift
work=$build/eval/boilerplate
mkdir -p "$work"

# Lines that recur begin with "R ", in all but the file.
make_site() { # pages folder
    awk -v pages="$1" -v out="$2" '
        function word(  s, i) { s = ""; for (i = int(rand() * 3) + 2; i > 0; i--) s = s substr("bdfghklmnprstvz", int(rand() * 15) + 1, 1) substr("aeiou", int(rand() * 5) + 1, 1); return s }
        function words(n,  s) { s = word(); while (--n > 0) s = s " " word(); return s }
        function sentence(n,  s) { s = words(n); return toupper(substr(s, 1, 1)) substr(s, 2) "." }
        function paragraph(  s, n) { s = sentence(9); for (n = int(rand() * 4) + 1; n > 0; n--) s = s " " sentence(int(rand() * 12) + 6); return s }
        function pick(list,  n, a) { n = split(list, a, " "); return a[int(rand() * n) + 1] }
        function put(kind, text) { printf "%s\n\n", text > page; print kind "\t" i "\t" text > (out ".lines") }
        BEGIN {
            srand(pages)
            among = sentence(14); notice = sentence(16); terms = sentence(11); share = words(3); follow = words(4)
            law = "“" sentence(12) "”"; label = words(2); refrain = sentence(7); tenth = sentence(9)
            months = "January February March April May June July August September October November December"
            for (i = 1; i <= pages; i++) {
                page = sprintf("%s/%04d.md", out, i)
                printf "---\ntitle: %s\nurl: https://site%d.example/%d\n---\n\n", sentence(6), pages, i > page
                put("R", "Posted on " int(rand() * 28 + 1) " " pick(months) " " int(rand() * 20 + 2005) " by the desk")
                count = int(rand() * 6) + 5
                at = int(rand() * (count - 4)) + 2
                for (k = 1; k <= count; k++) {
                    put("O", paragraph())
                    if (k == at) put("R", among)
                    if (k == 2) put("O", refrain)
                    if (k == 3) { put("O", label); put("O", paragraph()) }
                    if (k == 4) put("O", law)
                }
                put("O", refrain)
                if (i % 10 == 3) put("O", tenth)
                put("O", paragraph())
                put("R", notice); put("R", int(rand() * 900) " comments"); put("R", share); put("R", follow); put("R", terms)
                close(page)
            }
        }'
}

measure_site() { # pages
    rm -rf "$work/site" "$work/news.db"*
    mkdir "$work/site"
    make_site "$1" "$work/site"
    "$build/newsdex" ingest --quiet --db "$work/news.db" "$work/site"
    sqlite3 -cmd '.mode tabs' "$work/news.db" "SELECT CAST(substr(path, -7, 4) AS INTEGER), replace(coalesce(furniture, ''), char(10), char(9))
        FROM article JOIN file ON file.id = article.file_id ORDER BY path" | sed 's/""/"/g; s/\t"/\t/; s/"$//' > "$work/cut"
    awk -F '\t' -v pages="$1" '
        NR == FNR { for (i = 2; i <= NF; i++) if ($i != "") cut[$1 "\t" $i] = 1; next }
        { all[$1]++; found[$1] += (($2 "\t" $3) in cut) }
        END { printf "%4d pages  of what recurs %.4f cut (%d of %d)  of all else %d of %d\n", pages, found["R"] / all["R"], found["R"], all["R"], found["O"], all["O"] }
    ' "$work/cut" "$work/site.lines"
}

for pages in 5 6 8 12 20 40 64 130 250 500; do measure_site $pages; done
for folder; do
    rm -f "$work/news.db"*
    "$build/newsdex" ingest --quiet --db "$work/news.db" "$folder" 2> "$work/log" || [ $? -eq 1 ]
    printf '%-22s ' "$(basename "$folder")"
    sqlite3 "$work/news.db" "SELECT count(*) || ' of ' || (SELECT count(*) FROM articles) || ' articles, ' ||
        (SELECT count(*) FROM line WHERE hash IS NOT NULL) || ' lines learned' FROM learned"
done
