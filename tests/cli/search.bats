#!/usr/bin/env bats
# newsdex search: options, formats, exit statuses, and queries nobody thought of.

load helper

# One database for the whole file: searching changes nothing.
setup_file() {
    cd "$BATS_FILE_TMPDIR" || return
    mkdir in
    printf -- '---\ntitle: Harbour cranes\ndate: 2024-03-01\ntags: [ports, Electric Power]\ntype: report\ncategory: transport\nprovider: {name: Harbour Post, domain: harbour.example.org}\nlang: en\n---\nEleven harbour cranes run on electricity.\n' > in/cranes.md
    printf -- '---\ntitle: Shore power\ndate: 2024-01-15T10:00:00Z\ntags: [ports]\nlang: en\nrelated:\n  - title: Cranes elsewhere\n    url: https://cranes.example.net/elsewhere\n    date: 2023-05-05\n---\nTwo quays of the harbour get sockets for ships.\n' > in/power.md
    printf -- '---\ntitle: La grue du port\ndate: 2023-12-24\nlang: fr\n---\nLa grue électrique du port travaille la nuit.\n' > in/grue.md
    printf 'Ferry runs again\n\nAfter the flood the boat crosses every hour. The harbour was closed.\n' > in/ferry.txt
    printf -- '---\ntitle: "Back \\\\ and, \\"quotes\\""\ndate: 2022-01-01\nlang: en\n---\nOdd characters for formats.\n' > $'in/o\td\nd.md'
    "$NEWSDEX" ingest -q --db news.db in
}

setup() {
    cd "$BATS_FILE_TMPDIR" || return
    export NEWSDEX_DB=$BATS_FILE_TMPDIR/news.db
    unset NO_COLOR
}

@test "words are all needed; nothing found is status 1 and prints nothing" {
    nd search -l harbour cranes
    is 0
    holds out in/cranes.md
    holds err
    nd search harbour zeppelin
    is 1
    holds out
    only_messages
}

@test "the link called search is newsdex search" {
    ln -sf "$NEWSDEX" search
    [ "$(./search -l sockets)" = in/power.md ]
}

@test "phrases, -not, OR, prefix*, parentheses" {
    nd search -l '"harbour cranes"' && holds out in/cranes.md
    nd search '"cranes harbour"' && is 1
    nd search -l 'harbour -cranes -sockets' && holds out in/ferry.txt
    nd search -c 'sockets OR flood' && holds out 2
    nd search -c 'sockets | flood' && holds out 2
    nd search -l 'socke*' && holds out in/power.md
    nd search -c '(sockets OR flood) harbour' && holds out 2
    nd search -l 'title:ferry' && holds out in/ferry.txt
    nd search 'title:flood' && is 1
}

@test "case, accents and inflected forms do not matter; quoted words are as written" {
    nd search -l TRAVAILLE && holds out in/grue.md
    nd search -l 'electriques lang:fr' && holds out in/grue.md
    nd search -l 'électriques lang:fr' && holds out in/grue.md
    nd search -l crossing && holds out in/ferry.txt
    nd search '"crossing"' && is 1
    nd search '"électriques"' && is 1
    nd search -l '"électrique"' && holds out in/grue.md
}

@test "filters as options and in the query" {
    nd search -l --lang fr && holds out in/grue.md
    nd search -l lang:fr && holds out in/grue.md
    nd search -l --provider harbour.example.org && holds out in/cranes.md
    nd search -l 'provider:"Harbour Post"' && holds out in/cranes.md
    nd search -l --topic 'electric power' && holds out in/cranes.md
    nd search -l --type report && holds out in/cranes.md
    nd search -l category:transport && holds out in/cranes.md
    nd search -l --after 2024-02 && holds out in/cranes.md
    nd search -l --before 2022-06 && holds out $'in/o\td\nd.md'
    nd search -l date:2023-12..2024-01 --sort oldest && holds out "$(printf 'in/grue.md\nin/power.md')"
    nd search -l --after 2024-01-15 --before 2024-01-16 && holds out in/power.md
    nd search -l path:ferry && holds out in/ferry.txt
    nd search -l url:cranes.example.net -r && holds out https://cranes.example.net/elsewhere
    nd search --topic power && is 1
}

@test "languages, types and categories are asked for in any case, languages with what is below them" {
    mkdir tongues
    printf -- '---\ntitle: One\nlang: zh_hant_tw\ntype: Report\ncategory: Trade\n---\nferry\n' > tongues/a.md
    printf -- '---\ntitle: Two\nlang: EN-gb\ntype: REPORT\ncategory: trade\n---\nferry\n' > tongues/b.md
    printf -- '---\ntitle: Three\nlang: enm\n---\nferry\n' > tongues/c.md
    nd ingest --db tongues.db tongues
    nd search --db tongues.db -l lang:EN && holds out tongues/b.md
    nd search --db tongues.db -l 'ferry lang:en_GB' && holds out tongues/b.md
    nd search --db tongues.db -l 'ferry lang:ZH-hant' && holds out tongues/a.md
    nd search --db tongues.db -l lang:zh && holds out tongues/a.md
    nd search --db tongues.db -c lang:e && is 1 && holds out 0
    nd search --db tongues.db -c 'ferry -lang:en' && holds out 2
    nd search --db tongues.db -c type:report && holds out 2
    nd search --db tongues.db -c 'ferry category:TRADE' && holds out 2
    nd search --db tongues.db -l 'ferry -category:trade' && holds out tongues/c.md
}

@test "without words: all articles, newest first, those without a date last" {
    nd search -l
    is 0
    holds out "$(printf 'in/cranes.md\nin/power.md\nin/grue.md\nin/o\td\nd.md\nin/ferry.txt')"
}

@test "--sort" {
    nd search -l --sort newest harbour && holds out "$(printf 'in/cranes.md\nin/power.md\nin/ferry.txt')"
    nd search -l --sort oldest harbour && holds out "$(printf 'in/power.md\nin/cranes.md\nin/ferry.txt')"
    nd search -l --sort relevance harbour && [ "$(head -n 1 out)" = in/cranes.md ]
    nd search --sort sideways harbour
    is 2
}

@test "-n limits, 0 is all; -c counts them all" {
    nd search -l -n 2 harbour && [ "$(wc -l < out)" -eq 2 ]
    nd search -l -n 0 harbour && [ "$(wc -l < out)" -eq 3 ]
    nd search -c -n 1 harbour && is 0 && holds out 3
    nd search -c zeppelin && is 1 && holds out 0
    nd search -n -1 harbour && is 2
    nd search -n many harbour && is 2
}

@test "--any is satisfied with one word" {
    nd search -c sockets flood && holds out 0
    nd search -c --any sockets flood && is 0 && holds out 2
}

@test "--any: what is counted is what is listed, in any order" {
    for query in 'port-boat' 'the boat' 'grue-cranes-zeppelin'; do
        nd search -l -n 0 --any "$query"
        listed=$(wc -l < out)
        [ "$listed" -gt 0 ]
        nd search -c --any "$query" && holds out "$listed"
        nd search -l -n 0 --any --sort oldest "$query" && [ "$(wc -l < out)" -eq "$listed" ]
    done
}

@test "more filters than SQLite takes levels of an expression" {
    filters=$(seq -f 'lang:x%04g' 1 1000)
    nd search -c "$filters lang:fr" && is 0 && holds out 1
    nd search -c "harbour ${filters//lang:/-lang:}" && is 0 && holds out 3
}

@test "-r finds references, too" {
    nd search elsewhere && is 1
    nd search -r -l elsewhere && is 0 && holds out https://cranes.example.net/elsewhere
    nd search -c -r cranes && holds out 2
}

@test "-l and -0: paths for xargs" {
    nd search -l0 harbour --sort newest
    holds out in/cranes.md@in/power.md@in/ferry.txt@
    [ "$(xargs -0 cat < out | grep -ci harbour)" -ge 3 ]
}

@test "paths are relative below the current folder, absolute elsewhere" {
    (cd in && "$NEWSDEX" search -l sockets) > out && holds out power.md
    (cd / && "$NEWSDEX" search -l sockets) > out && holds out "$BATS_FILE_TMPDIR/in/power.md"
}

@test "tsv is the default in a pipe: fifteen fields, escaped as sfeed does" {
    nd search harbour
    [ "$(awk -F '\t' '{ print NF }' out | sort -u)" = 15 ]
    nd search odd
    [ "$(cut -f 7 out)" = 'Back \\ and, "quotes"' ]
    [ "$(cut -f 9 out)" = "$BATS_FILE_TMPDIR"'/in/o\td\nd.md' ]
}

@test "json, ndjson, csv" {
    nd search --format json odd
    jq -e '.schema == 1 and (.hits | length) == 1 and .hits[0].title == "Back \\ and, \"quotes\""' out
    jq -e '.hits[0] | .published_at == "2022-01-01" and .language == "en" and .url == null and (.path | endswith("/in/o\td\nd.md"))' out
    nd search --format ndjson harbour
    [ "$(jq -c 'select(.schema == 1) | .id' out | wc -l)" -eq 3 ]
    nd search --format csv odd
    has out '"Back \ and, ""quotes"""'
    [ "$(head -n 1 out)" = "$(printf 'id,score,published_at,language,provider_name,provider_domain,title,url,path,snippet,snippet_field,uid,part,line,tags\r')" ]
    nd search --format yaml odd
    is 2
    has err yaml
}

@test "the text format: title, then date, provider, language and path, then a snippet" {
    nd search --format text cranes
    is 0
    sed 1q out | grep -qE '^[0-9]+  Harbour cranes$'
    sed -n 2p out | grep -qx '    2024-03-01 · Harbour Post · en · in/cranes.md'
    sed -n 3p out | grep -q '^    .*cranes'
}

@test "an empty result is valid in its format" {
    for format in text tsv ndjson csv; do
        nd search --format $format zeppelin
        is 1
    done
    nd search --format json zeppelin
    is 1
    holds out '{"schema":1,"hits":[]}'
    nd search --format ndjson zeppelin
    holds out
    nd search --format csv zeppelin
    [ "$(wc -l < out)" -le 1 ]
}

@test "matches are marked: ** in JSON, bold on a terminal, not at all in TSV" {
    nd search --format json flood
    jq -e '.hits[0].snippet | contains("**flood**")' out
    nd search --format json électriques lang:fr
    jq -e '.hits[0].snippet | contains("**électrique**")' out
    nd search flood
    lacks out '**'
    nd search --format text --color always flood
    has out "$(printf '\033[1mflood\033[0m')"
    nd search --format text flood
    lacks out "$(printf '\033')"
    lacks out '**'
}

@test "--context sets the words of a snippet" {
    nd search --format json --context 3 flood
    [ "$(jq -r '.hits[0].snippet' out | wc -w)" -le 5 ]
}

@test "snippets: all words in one window, from the first field that has most of them" {
    mkdir long
    {
        printf -- '---\ntitle: Tollgate by night\ntags: [tollgate, lanterns]\nlang: en\n---\nThe tollgate first. '
        for ((i = 0; i < 200; i++)); do printf 'Word %d of many. ' $i; done
        printf 'At last a tollgate with wolfhounds stood there. '
        for ((i = 0; i < 200; i++)); do printf 'More of it %d. ' $i; done
    } > long/tollgate.md
    "$NEWSDEX" ingest -q --db long.db long
    nd search --db long.db --format json --context 9 wolfhounds tollgate
    [ "$(jq -r '.hits[0].snippet' out)" = "… a **tollgate** with **wolfhounds** stood there. More of it …" ]
    nd search --db long.db --format json --context 5 tollgate
    [ "$(jq -r '.hits[0].snippet' out)" = "The **tollgate** first. Word 0 …" ]
    nd search --db long.db --format json lanterns night
    [ "$(jq -r '.hits[0] | .snippet_field + ": " + .snippet' out)" = "topics: tollgate **lanterns**" ]
    nd search --db long.db --format json night
    [ "$(jq -r '.hits[0] | .snippet_field + ": " + .snippet' out)" = "title: Tollgate by **night**" ]
    nd search --db long.db --format json --context 4 lang:en
    [ "$(jq -r '.hits[0].snippet' out)" = "The tollgate first. Word …" ]
}

@test "-c with --explain says how the query was read, on standard error" {
    nd search -c --explain 'harbour -zeppelin lang:en'
    is 0
    holds out 3
    has err 'query: harbour -zeppelin lang:en'
    has err '  3 articles, weight '
    nd search -c --explain -- -harbour
    is 0
    holds out 2
    has err 'query: -harbour'
}

# On a pseudo-terminal; what it printed goes to the file terminal.
on_terminal() {
    local command
    printf -v command '%q ' "$NEWSDEX" "$@"
    script -qec "$command" /dev/null < /dev/null > terminal
}

@test "on a terminal: text and colours, unless NO_COLOR or --color say otherwise" {
    export TERM=xterm
    on_terminal search flood
    has terminal "$(printf '\033[1m')"
    has terminal '· in/ferry.txt'
    NO_COLOR=1 on_terminal search flood
    lacks terminal "$(printf '\033')"
    has terminal '· in/ferry.txt'
    NO_COLOR='' on_terminal search flood
    has terminal "$(printf '\033[1m')"
    NO_COLOR=1 on_terminal search --color always flood
    has terminal "$(printf '\033[1m')"
    on_terminal search --color never flood
    lacks terminal "$(printf '\033')"
    TERM=dumb on_terminal search flood
    lacks terminal "$(printf '\033')"
    on_terminal search --format tsv flood
    lacks terminal "$(printf '\033')"
    nd search --color sometimes flood
    is 2
}

@test "no query is an error" {
    local query
    while IFS= read -r query; do
        nd search -- "$query"
        [ "$status" -le 1 ] || { echo "query: $query"; is 0; }
        only_messages
    done << 'QUERIES'
AT&T
C++
don't
GPT-4
U.S.
foo:bar
"open
(x
x)
*
AND
OR
NOT
OR OR
NEAR(a b)
a AND b
-
--
-"
-(
()
""
"" OR ""
^harbour
harbour^2
{title}:harbour
title:
title:"
lang:
after:
after:never
date:..
date:2024..
date:2024-13-45
"a b"~
"a b"~x
"a b"~99999999999999999999
~5
'
''
;
\
%
_
/
../..
<b>
😀
中
中文
ไทย
e1 UNION SELECT
'; DROP TABLE article; --
QUERIES
    nd search "$(printf 'a%.0s ' {1..5000})"
    [ "$status" -le 1 ]
    nd search "$(printf '(%.0s' {1..5000})"
    [ "$status" -le 1 ]
    nd search "$(printf '\xff\xfe harbour')"
    [ "$status" -le 1 ]
    nd search ''
    is 0
}

@test "filters that make no sense are usage errors as options" {
    nd search --after never harbour
    is 2
    has err '--after'
    nd search --before 2024-13 harbour
    is 2
}

@test "no database: one line, status 2" {
    nd search --db nowhere.db harbour
    is 2
    has err 'newsdex: nowhere.db: '
    [ "$(wc -l < err)" -eq 1 ]
    [ ! -e nowhere.db ]
}

@test "searching works on a database that nobody can write to" {
    mkdir -p fixed
    cp news.db fixed/news.db
    sqlite3 fixed/news.db 'PRAGMA journal_mode = DELETE' > /dev/null
    nd ingest -q --db fixed/news.db in
    chmod 444 fixed/news.db
    chmod 555 fixed
    nd search --db fixed/news.db -l sockets
    chmod 755 fixed
    is 0
    holds out in/power.md
}

@test "paths below the working folder that begin with a dash are no options to other programs" {
    mkdir dashes
    printf 'A zebra at the crossing.\n' > dashes/-z.txt
    nd ingest --db dashes.db dashes
    cd dashes
    nd search --db ../dashes.db -l zebra && holds out ./-z.txt
    [ "$("$NEWSDEX" search --db ../dashes.db -l0 zebra | xargs -0 cat)" = 'A zebra at the crossing.' ]
}

@test "a name that is no UTF-8 is in JSON as bytes, too" {
    mkdir latin
    printf 'A zebra at the crossing.\n' > $'latin/caf\xe9.txt'
    nd ingest --db latin.db latin
    nd search --db latin.db --format ndjson zebra
    path=$(printf '%b' "$(jq -r .path_hex out | sed 's/../\\x&/g')")
    [ "$(cat "$path")" = 'A zebra at the crossing.' ]
    nd show --db latin.db --format json 1
    has out '"path_hex":"'
}

@test "a word that nobody writes in one is found as the two words it is made of" {
    mkdir parted
    echo 'The web site of the harbour shows the ships, said the White House.' > parted/a.txt
    echo 'A site for the web of cranes.' > parted/b.txt
    nd ingest --db p.db parted
    for query in website 'website harbour' whitehouse title:website 'website OR nothing'; do
        nd search --db p.db --format ndjson -- "$query"
        [ "$(jq -r .path out | xargs -n 1 basename)" = a.txt ] || { echo "$query" >&2 && cat out err >&2 && false; }
    done
    nd kwic --db p.db website
    grep -q 'web site' out
    echo 'Our website is new.' > parted/c.txt
    nd ingest --db p.db parted
    nd search --db p.db --format ndjson website
    [ "$(jq -r .path out | xargs -n 1 basename)" = c.txt ]
    run -1 "$NEWSDEX" search --db p.db websitee
}
