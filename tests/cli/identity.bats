#!/usr/bin/env bats
# What an article is known by: ids, which no other article ever gets, and uids, which are the same everywhere.

load helper

# What has an identity: the articles of files, and those only known from others.
FILES='(SELECT article.id, uid, title, body, url, origin, path FROM article JOIN identity ON article_id = article.id
        JOIN file ON file.id = file_id)'
ALL="(SELECT id, uid, title, body, url, origin FROM $FILES
      UNION ALL SELECT id, uid, title, NULL, url, 'reference' FROM \"references\")"

# Articles of every kind of identity, some of which would have the same uid.
collection() { # folder
    mkdir -p "$1/a" "$1/b/c"
    printf -- '---\ntitle: Same place\nurl: https://www.example.org/x?utm_source=z\n---\nFirst copy.\n' > "$1/a/one.md"
    printf -- '---\ntitle: Same place later\nurl: https://www.example.org/x\n---\nSecond copy.\n' > "$1/b/two.md"
    cp "$1/a/one.md" "$1/b/c/one.md"
    printf -- '---\ntitle: About us\nurl: https://www.example.org/\n---\nNo page of its own.\n' > "$1/b/site.md"
    printf -- '---\ntitle: News of the day\ndate: 2024-05-06\n---\nOn Monday.\n' > "$1/a/index.md"
    printf -- '---\ntitle: News of the day\ndate: 2024-05-07\n---\nOn Tuesday.\n' > "$1/b/index.md"
    printf -- '---\ntitle: News of the day\ndate: 2024-05-07\n---\nOn Tuesday, in the evening.\n' > "$1/b/c/index.md"
    printf -- '---\ntitle: A list\nrelated:\n- title: Elsewhere\n  url: https://example.com/elsewhere\n- title: Only a title\n---\nSee there.\n' > "$1/a/list.md"
}

# uid and what the article says, which tells the articles of a collection apart.
uids() { # [database]
    sqlite3 "${1:-$NEWSDEX_DB}" "SELECT uid, title, coalesce(body, '') FROM $ALL ORDER BY uid"
}

@test "an id is never given to another article" {
    article in/1.txt One 'The first of them, about apples.'
    article in/2.txt Two 'The second of them, about pears.'
    printf -- '---\ntitle: List\nrelated:\n- title: Elsewhere\n---\nText.\n' > in/3.md
    nd ingest in
    last=$(sql "SELECT max(id) FROM $ALL")
    rm in/2.txt in/3.md
    nd ingest in
    counts '2 removed' '0 references'
    article in/0.txt Zero 'Later than all of them, about plums.'
    printf -- '---\ntitle: Other list\nrelated:\n- title: Somewhere\n---\nText.\n' > in/4.md
    nd ingest in
    is 0
    [ "$(sql "SELECT group_concat(id) FROM (SELECT id FROM articles WHERE origin = 'file' ORDER BY id)")" = 1,4,5 ]
    [ "$(sql "SELECT id > $last FROM $ALL WHERE origin = 'reference'")" = 1 ]
    nd show 2
    is 1
}

@test "every article has a uid of its own, the same in another folder, order and number of threads" {
    collection here
    nd ingest here
    is 0
    uids > first
    [ "$(wc -l < first)" -eq 10 ]
    [ "$(cut -d '|' -f 1 first | sort -u | wc -l)" -eq 10 ]
    [ "$(grep -cE '^a[0-9a-z]{20}(~[0-9]+)?\|' first)" -eq 10 ]
    mkdir there
    collection there/deeper
    nd ingest --db there.db -j 2 there
    uids there.db | diff first -
    nd ingest --db order.db here/b
    nd ingest --db order.db here/b/c/index.md here/a/list.md
    nd ingest --db order.db here
    uids order.db | diff first -
}

@test "copies are told apart in order of path, and close their ranks" {
    collection in
    nd ingest in
    place() { sql "SELECT substr(uid, 22) FROM $FILES WHERE path LIKE '%/in/$1'"; }
    [ "$(place a/one.md)$(place b/c/one.md)$(place b/two.md)" = '~2~3' ]
    [ "$(place a/index.md)$(place b/c/index.md)$(place b/index.md)" = '~2' ]
    cp in/a/one.md in/zero.md
    mv in/b/two.md in/a/0.md
    nd ingest in
    [ "$(place a/0.md)$(place a/one.md)$(place b/c/one.md)$(place zero.md)" = '~2~3~4' ]
    equals_fresh in
    rm -r in/a/0.md in/b/c
    nd ingest in
    [ "$(place a/one.md)$(place zero.md)$(place b/index.md)" = '~2' ]
    equals_fresh in
}

@test "records that are alike are told apart by their order, also where one of them stays in its place" {
    mkdir in
    line() { printf '{"id": %s, "title": "%s", "text": "Text %s."}\n' "$1" "$2" "$3"; }
    { line 6 One 0; line 7 Two 1; line 5 Six 2; line 5 Six 3; } > in/list.jsonl
    nd ingest in
    is 0
    { line 6 One 0; line 5 Six 3; line 5 Six 2; line 7 Two 1; } > in/list.jsonl
    nd ingest in
    is 0
    equals_fresh in
}

# A mail: path, number of its Message-ID, what is in it.
letter() {
    mkdir -p "${1%/*}"
    printf 'From: Ines <ines@h.example>\nSubject: Harbour\nDate: Thu, 2 Jan 2020 10:00:00 +0000\nMessage-ID: <%s@h.example>\n\n%s\n' \
        "$2" "$3" > "$1"
}

@test "mails of one name have the uids of a fresh ingest, whichever came first" {
    for order in 'a b c d' 'd c b a' 'b d a c'; do
        rm -rf in ./*.db*
        for folder in $order; do # a and c are one mail, b and d others of that name
            case $folder in a | c) number=1 ;; b) number=2 ;; d) number=3 ;; esac
            letter "in/$folder/mail.eml" $number "What is in $folder."
            nd ingest in
            is 0
        done
        uids > found
        NEWSDEX_DB=fresh.db nd ingest in
        uids fresh.db | diff found -
        [ "$(cut -d '|' -f 1 found | grep -c '~')" -eq 1 ]
        [ "$(grep -E '~2\|' found)" = "$(grep 'in c' found)" ]
        nd parse --format ndjson in
        [ "$(jq -r '"\(.uid)|\(.title)|\(.body)"' out | sort)" = "$(sort found)" ]
        # One goes, and the other has the uid as it is; the name changes, and the uid with it.
        rm -r in/a
        mv in/b/mail.eml in/b/other.eml
        nd ingest in
        NEWSDEX_DB=less.db nd ingest in
        uids less.db | diff <(uids) -
        [ "$(uids | grep -c '~')" -eq 0 ]
    done
    letter in/a/mail.eml 1 'What is in a.'
    for half in a c; do
        NEWSDEX_DB=$half.db nd ingest "in/$half"
    done
    nd merge both.db c.db a.db
    is 0
    NEWSDEX_DB=whole.db nd ingest in/a in/c
    uids both.db | diff <(uids whole.db) -
}

@test "a uid outlives changes of the text, and of the name where there is a url" {
    collection in
    nd ingest in
    before=$(sql "SELECT uid FROM articles WHERE path LIKE '%a/index.md'")
    printf 'And more.\n' >> in/a/index.md
    nd ingest in
    [ "$(sql "SELECT uid FROM articles WHERE path LIKE '%a/index.md'")" = "$before" ]
    rm -r in/b in/a/list.md
    before=$(sql "SELECT substr(uid, 1, 21) FROM $FILES WHERE path LIKE '%a/one.md'")
    printf -- '---\ntitle: Another title\nurl: http://www.example.org/y\n---\nOther words.\n' > in/new.md
    rm in/a/one.md
    nd ingest in
    [ "$(sql "SELECT uid FROM articles WHERE path LIKE '%new.md'")" != "$before" ] # another address
    sed -i s,org/y,org/x/, in/new.md # http and the slash are none
    nd ingest in
    [ "$(sql "SELECT uid FROM articles WHERE path LIKE '%new.md'")" = "$before" ]
}

@test "an article that comes in gets the uid of the reference to it" {
    collection in
    nd ingest in
    before=$(sql "SELECT uid FROM $ALL WHERE url = 'https://example.com/elsewhere'")
    [ -n "$before" ]
    printf -- '---\ntitle: Elsewhere\nurl: https://example.com/elsewhere\n---\nHere it is.\n' > in/else.md
    nd ingest in
    [ "$(sql "SELECT uid, origin FROM $ALL WHERE url = 'https://example.com/elsewhere'")" = "$before|file" ]
    equals_fresh in
    rm in/else.md
    nd ingest in
    [ "$(sql "SELECT uid, origin FROM $ALL WHERE url = 'https://example.com/elsewhere'")" = "$before|reference" ]
    equals_fresh in
}

@test "parse, search and show tell the same uid, and show takes it" {
    collection in
    nd ingest in
    nd parse in
    jq -r '[(.uid | sub("~.*"; "")), .title] | @tsv' out | sort > parsed # which of the versions answers it does not know
    sql -separator $'\t' "SELECT substr(uid, 1, 21), title FROM $FILES" | sort | diff - parsed
    nd search --format json -n 0 -r ''
    jq -r '.hits[] | [.id, .uid] | @tsv' out | sort > found
    sql -separator $'\t' 'SELECT id, uid FROM articles UNION ALL SELECT id, uid FROM "references"' | sort | diff - found
    while read -r id uid; do
        nd show --format json "$uid"
        is 0
        [ "$(jq -r '.articles[0] | [.id, .uid] | @tsv' out)" = "$id"$'\t'"$uid" ]
    done < found
    nd show a00000000000000000000
    is 1
    has err 'no article has the uid a00000000000000000000'
    nd show apples
    is 2
    has err 'neither an id nor a uid'
}

@test "a document on standard input has one uid in parse and ingest" {
    nd parse - < <(printf 'From a pipe\n\nWith some words in it.\n')
    uid=$(jq -r .uid out)
    nd ingest - < <(printf 'From a pipe\n\nWith some words in it.\n')
    [ "$(sql 'SELECT uid FROM articles')" = "$uid" ]
}

@test "an ingest that was killed has given no uid twice, and the next one gives all of them" {
    collection in
    nd ingest in
    uids > before
    # As it is before an ingest is finished: the copies have none yet.
    sql "UPDATE identity SET uid = NULL WHERE uid LIKE '%~%'; INSERT INTO state VALUES ('unfinished', 'yes')"
    nd ingest in
    is 0
    uids | diff before -
    nd check
    is 0
}

# Pages of one site with lines that recur.
pages() { # folder
    local i
    for i in 1 2 3 4 5 6; do
        {
            printf -- '---\ntitle: Ship %d\nurl: https://port.example/%d\n---\n\n' $i $i
            awk -v n=$i 'BEGIN { for (i = 0; i < 60; i++) printf "word%d ", (n * 97 + i * i * 7) % 1000; print "ends." }'
            printf '\nSubscribe to the harbour letter and never miss what happens at the quays.\n\n%d readers liked this\n' $((6 - i))
        } > "$1/ship$i.md"
    done
}

# What the database of that version was made of: files of many are articles since version 4.
collection_of() { # version folder
    rm -rf "$2"
    collection "$2"
    [ "$1" -lt 4 ] || printf 'id,title,text\nq1,First record,Words about pears.\nq2,Second record,Words about plums.\n' > "$2/set.csv"
    [ "$1" -lt 7 ] || pages "$2"
}

# The version of the databases of today.
latest() {
    sed -n 's/.*ND_SCHEMA_VERSION = //p' "$ROOT/src/index/db/migrate.h"
}

# A database as an older newsdex left it: of that version, of which each has its file here, or 1, which is 2 without two
# indexes.
older() { # version
    sqlite3 -bail "$NEWSDEX_DB" < "$ROOT/tests/cli/version-$(($1 > 2 ? $1 : 2)).sql"
    [ "$1" != 1 ] || sql 'DROP INDEX article_type; DROP INDEX article_category; PRAGMA user_version = 1'
    sql "SELECT id, title, body FROM article ORDER BY id" > "$NEWSDEX_DB.before"
}

LINES_LEARNED="SELECT scope, articles, hash, text FROM line ORDER BY key; SELECT count(*) FROM learned; SELECT articles FROM place
               WHERE kind = 'provider' ORDER BY articles; SELECT provenance FROM articles ORDER BY provenance"

@test "a database of an older version gets the uids of a fresh ingest, and keeps its ids" {
    for version in $(seq $(($(latest) - 1))); do
        collection_of $version in
        nd ingest --db fresh$version.db in
        uids fresh$version.db > fresh
        sqlite3 fresh$version.db "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY name" > schema
        sqlite3 fresh$version.db "$LINES_LEARNED" > lines
        NEWSDEX_DB=$BATS_TEST_TMPDIR/$version.db
        older $version
        nd search --format tsv Tuesday
        is 2
        has err 'written by an older newsdex'
        mkdir -p none
        nd ingest none
        is 0
        uids | diff fresh -
        sql "SELECT id, title, body FROM article ORDER BY id" | diff "$NEWSDEX_DB.before" -
        sql "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY name" | diff schema -
        [ $version -lt 7 ] || sql "$LINES_LEARNED" | diff lines -
        nd check
        is 0
        nd search -c Tuesday
        holds out 2
    done
}

# Hits and scores of words in any column and in one.
hits() { # database
    local query
    for query in Tuesday title:Tuesday body:Tuesday title:news body:copy 'place | pears' '"Only a title"'; do
        echo "$query"
        "$NEWSDEX" search --db "$1" -r --explain --format ndjson "$query" | jq -c '[.uid, .score, .explanation]'
    done
}

@test "the full-text index of version 6 has its body in front afterwards, and finds what it found" {
    collection_of 6 in
    mkdir none
    nd ingest --db fresh.db in
    hits fresh.db > fresh
    [ "$(grep -c '^\[' fresh)" -gt 10 ]
    NEWSDEX_DB=$PWD/whole.db
    older 6
    nd ingest none
    is 0
    hits whole.db | diff fresh -
    nd check
    is 0
    NEWSDEX_DB=$PWD/damaged.db
    older 6
    sql "UPDATE article_fts_data SET block = zeroblob(30) WHERE id = (SELECT max(id) FROM article_fts_data)"
    nd ingest none
    is 0
    hits damaged.db | diff fresh -
    nd check
    is 0
}

# An object of its owner, and how that is put out of the way.
stands_in_the_way() { # version kind name statement remedy
    NEWSDEX_DB=$BATS_TEST_TMPDIR/way.db
    rm -f "$NEWSDEX_DB"*
    older "$1"
    sql "CREATE TABLE mine (x); INSERT INTO mine VALUES (7); $4"
    nd ingest none
    is 2
    has err "way.db: cannot be made version $(latest), because your $2 $3 has the name of"
    [ "$(sql 'PRAGMA user_version')" = "$1" ]
    sql "SELECT id, title, body FROM article ORDER BY id" | diff "$NEWSDEX_DB.before" -
    sql "$5"
    nd ingest none
    is 0
    nd search -c Tuesday
    holds out 2
    [ "$(sql 'SELECT x FROM mine')" = 7 ]
}

@test "views of its owner go through the step to the new version" {
    mkdir none
    for version in $(seq $(($(latest) - 1))); do
        NEWSDEX_DB=$BATS_TEST_TMPDIR/$version.db
        older $version
        sql 'CREATE VIEW mine AS SELECT id, title FROM article; CREATE VIEW flat AS SELECT path, provenance FROM articles'
        nd ingest none
        is 0
        [ "$(sql 'SELECT count(*) > 2 FROM mine')$(sql 'SELECT count(*) > 2 FROM flat')" = 11 ]
    done
}

@test "views, indexes, triggers and tables of its owner are there after the step to the new version" {
    mkdir none
    for version in $(seq $(($(latest) - 1))); do
        NEWSDEX_DB=$BATS_TEST_TMPDIR/$version.db
        older $version
        sql "CREATE INDEX by_title ON article (title COLLATE NOCASE) WHERE title IS NOT NULL;
            CREATE INDEX \"by \"\"excerpt\" ON article (excerpt); CREATE INDEX by_size ON file (size);
            CREATE VIEW later AS SELECT * FROM \"my ships\"; CREATE VIEW \"my ships\" AS SELECT id, title, excerpt FROM articles;
            CREATE VIEW broken AS SELECT x FROM what_is_not_there;
            CREATE TABLE mine (x INTEGER REFERENCES article (id), t TEXT); INSERT INTO mine SELECT min(id), 'kept' FROM article;
            CREATE INDEX mine_x ON mine (x); CREATE VIEW seen AS SELECT x FROM mine JOIN article ON id = x;
            CREATE TRIGGER mine_came AFTER INSERT ON mine BEGIN UPDATE mine SET t = (SELECT title FROM article WHERE id = new.x) WHERE x = new.x; END;
            CREATE TRIGGER seen_came INSTEAD OF INSERT ON seen BEGIN INSERT INTO mine (x) VALUES (new.x); END"
        sql "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name LIKE 'by%' OR name LIKE 'm%ne%' OR name LIKE 'seen%'
            OR name LIKE 'my%' OR name IN ('later', 'broken') ORDER BY name" > before
        [ "$(wc -l < before)" = 11 ]
        nd ingest none
        is 0
        sql "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name LIKE 'by%' OR name LIKE 'm%ne%' OR name LIKE 'seen%'
            OR name LIKE 'my%' OR name IN ('later', 'broken') ORDER BY name" | diff before -
        sql "INSERT INTO seen SELECT max(id) FROM articles"
        sql "SELECT t IS title OR t = 'kept' FROM mine JOIN article ON id = x ORDER BY x" > kept
        holds kept "1
1"
        [ "$(sql "SELECT count(*) > 2 FROM later")$(sql "SELECT t FROM mine LIMIT 1")" = 1kept ]
        nd check
        is 0
        nd search -c Tuesday
        holds out 2
    done
}

@test "what its owner made of a column that goes is told, and nothing is changed" {
    mkdir none
    for object in "index mine INDEX mine ON article (provenance)" "view mine VIEW mine AS SELECT provenance FROM article"; do
        read -r kind name sql <<< "$object"
        NEWSDEX_DB=$BATS_TEST_TMPDIR/goes.db
        rm -f "$NEWSDEX_DB"*
        older 7
        sql "CREATE $sql"
        nd ingest none
        is 2
        has err "goes.db: cannot be made version $(latest), because your $kind $name does not fit it (no such column: provenance); drop it"
        [ "$(sql 'PRAGMA user_version')$(sql "SELECT count(*) FROM sqlite_schema WHERE name = 'mine'")" = 71 ]
        sql "DROP $kind mine"
        nd ingest none
        is 0
    done
}

@test "what of its owner has a name of the new version is told, and nothing is changed" {
    mkdir none
    stands_in_the_way 5 table gram 'CREATE TABLE gram (x)' 'ALTER TABLE gram RENAME TO grams'
    stands_in_the_way 4 table Place 'CREATE TABLE Place (x)' 'ALTER TABLE Place RENAME TO places'
    stands_in_the_way 4 view copy 'CREATE VIEW copy AS SELECT x FROM mine' 'DROP VIEW copy'
    stands_in_the_way 4 index line_scope 'CREATE INDEX line_scope ON mine (x)' 'DROP INDEX line_scope'
    stands_in_the_way 2 table identity 'CREATE TABLE identity (x)' 'ALTER TABLE identity RENAME TO identities'
}

@test "a database of an older version is ingested into as any other" {
    for version in $(seq $(($(latest) - 1))); do
        collection_of $version in
        NEWSDEX_DB=$BATS_TEST_TMPDIR/$version.db
        older $version
        is_ingested_into
    done
}

# Everything is read once more, because the rules are others.
is_ingested_into() {
    local files last
    files=$(find in -type f | wc -l)
    last=$(sql "SELECT max(id) FROM article WHERE file_id IS NOT NULL")
    sql "UPDATE file SET path = replace(path, '/old/', '$BATS_TEST_TMPDIR/')"
    article in/new.txt New 'It was not there before.'
    nd ingest in
    is 0
    counts '1 added' "$files changed" '0 removed'
    nd ingest in
    counts "$((files + 1)) unchanged"
    [ "$(sql "SELECT id FROM articles WHERE title = 'New'")" -gt "$last" ]
    equals_fresh in
}
