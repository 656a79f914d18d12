#!/usr/bin/env bats
# Articles that are dated by month or year alone.

load helper

setup_file() {
    cd "$BATS_FILE_TMPDIR" || return
    mkdir in
    printf -- '---\ntitle: A day\ndate: 2024-03-05\n---\nThe crane was painted.\n' > in/day.md
    printf -- '---\ntitle: A month\ndate: March 2024\n---\nThe crane was painted.\n' > in/month.md
    printf -- '---\ntitle: Ein Jahr\ndate: 2024\n---\nDer Kran wurde gestrichen.\n' > in/year.md
    printf -- '---\ntitle: Avril\ndate: avril 2024\n---\nLa grue fut peinte.\n' > in/next.md
    "$NEWSDEX" ingest -q --db news.db in
}

setup() {
    cd "$BATS_FILE_TMPDIR" || return
    export NEWSDEX_DB=$BATS_FILE_TMPDIR/news.db
}

found() { # QUERY PATH...
    nd search -l --sort oldest "$1"
    shift
    holds out "$(printf "%s\n" "$@")"
}

@test "a month is found by itself, by its year, and not by one of its days" {
    found date:2024-03 in/month.md in/day.md
    found date:2024 in/year.md in/month.md in/day.md in/next.md
    found 'date:"March 2024"' in/month.md in/day.md
    nd search -c date:2024-03-01
    is 1
    nd search -c date:2024-03-31
    is 1
}

@test "spans with an open end have the months and years they begin with" {
    found after:2024-03 in/month.md in/day.md in/next.md
    found after:2024-04-01 in/next.md
    found before:2024-04 in/year.md in/month.md in/day.md
    found date:2024-03..2024-04 in/month.md in/day.md in/next.md
}

@test "count --by: months count in months and years, years in years" {
    nd count --by month --format tsv
    grep -qx "2024-03	2" out
    grep -qx "2024-04	1" out
    grep -qx "	1" out
    nd count --by year --format tsv
    grep -qx "2024	4" out
}

@test "folders that are dates, and those that stand for the file in them" {
    mkdir -p blog/2024/03/05 blog/2019/11 blog/2022-06-08-orage blog/2021-01-02 wire/2024/0305 wire/2024/1399
    echo 'Die neue Linie fährt seit heute bis zum Hafen.' > blog/2024/03/05/tram.txt
    echo 'Il faro del porto non serve più.' > blog/2019/11/faro.txt
    echo "L'orage a duré deux heures." > blog/2022-06-08-orage/index.md
    echo 'The folder has the texts of a day.' > blog/2021-01-02/one.txt
    nd parse blog
    [ "$(jq -r .published_at out)" = "$(printf '2019-11\n2021-01-02\n2022-06-08\n2024-03-05')" ]
    tee wire/2024/1399/a.txt > wire/2024/0305/a.txt <<< 'The cranes of the harbour run on power now.'
    nd parse wire
    [ "$(jq -r .published_at out)" = "$(printf '2024-03-05\nnull')" ]
    for folder in 2024/March/05 2024/mar/05 '2024/03-März/05' 2024/mars 2024/notes 2024/04-March/05; do
        mkdir -p "named/$folder"
        echo 'The cranes of the harbour run on power now.' > "named/$folder/a.txt"
    done
    nd parse named/2024/March named/2024/mar named/2024/03-März named/2024/mars named/2024/notes named/2024/04-March
    [ "$(jq -r .published_at out | sort)" = "$(printf '2024-03\n2024-03-05\n2024-03-05\n2024-03-05\nnull\nnull')" ]
}

# A folder, and the day or month it says, or null.
folders() {
    cat <<'END'
2024-03-05	2024-03-05
20240305	2024-03-05
5 mars 2024	2024-03-05
2024-03	2024-03
März 2024	2024-03
2024年3月	2024-03
2024年/3月/5日	2024-03-05
year=2024/month=03/day=05	2024-03-05
year=2024/month=3	2024-03
dt=2024-03-05	2024-03-05
y2024/m03/d05	2024-03-05
2024/03/05/politics	2024-03-05
2024-03-05/sport/football	2024-03-05
2024/2024-03-05	2024-03-05
1709633460	null
20240305101112	null
2024-03-05 backup	null
2024/3/5	null
03-05-2024	null
2024-02-30	null
year=2024/month=13	null
END
}

@test "folders named by a day or month in other ways, and numbers that are none" {
    local folder day
    while IFS=$'\t' read -r folder day; do
        rm -rf in
        mkdir -p "in/$folder"
        echo 'The cranes of the harbour run on power now.' > "in/$folder/a.txt"
        nd parse in
        [ "$(jq -r .published_at out)" = "$day" ] || { echo "$folder: $(jq -r .published_at out)" >&2 && false; }
    done < <(folders)
}

# Where and when, by an agency or without one, in the first line of a text; the first line has the day of each.
datelines() {
    cat <<'END'
BERLIN, GERMANY, March 25, 2024 /24-7PressRelease/ -- The cranes run on power.
NEW YORK, March 25, 2024 (GLOBE NEWSWIRE) -- The cranes run on power.
LONDON--(BUSINESS WIRE)--March 25, 2024--The cranes run on power.
(Berlin, Germany) — March 25, 2024 — The cranes run on power.
DALLAS - March 25, 2024 (WIRE 24) - The cranes run on power.
Sydney, Australia – 25 March 2024: The cranes run on power.
Madrid, 25 de marzo de 2024.- Las grúas funcionan con electricidad.
Hamburg – 25. März 2024 – Die Kräne laufen mit Strom.
Lyon, le 25 mars 2024 — Les grues fonctionnent à l'électricité.
Москва, 25 марта 2024 г. – Краны работают от электричества.
END
}

# Sentences with a day that may as well be another.
sentences() {
    cat <<'END'
London – the city that has had no crane since March 25, 2024 – waits.
Since March 25, 2024 – and for years before – the cranes have run on oil.
The Gazette of March 25, 2024 - a Monday - says nothing about cranes.
Tickets - for all days from March 25, 2024 (Hall 2) - are sold out.
END
}

@test "where and when, before a text" {
    mkdir lines others
    datelines | split -l 1 --additional-suffix=.txt - lines/
    sentences | split -l 1 --additional-suffix=.txt - others/
    nd parse lines
    [ "$(jq -r '"\(.published_at) \(.provenance.published_at)"' out | sort | uniq -c | xargs)" = '10 2024-03-25 dateline' ]
    nd parse others
    [ "$(jq -r .published_at out | sort -u)" = null ]
}
