#!/usr/bin/env bats
# Metadata kept in a file beside a text: two files, one article.

load helper

text() {
    printf 'The harbour of Oldtown has opened again after two weeks.\n\nShips came in on Tuesday, said the mayor.\n'
}

pair() { # name of the text, name of the metadata
    mkdir -p "$(dirname "in/$1")"
    text > "in/$1"
    printf '{"headline":"Harbour opens","author":"Ann Smith","datePublished":"2024-03-05","url":"https://example.org/%s"}\n' "${3-h}" > "in/$2"
}

records() { # the fields of all records, a line each
    "$NEWSDEX" parse in 2> err | jq -r '[.path, .title, .published_at, (.authors | join(";")), .provenance.title, (.body | length)] | map(. // "-" | tostring) | join(" | ")'
}

@test "a text gets the fields of the file beside it, and the provenance names that" {
    pair a.txt a.json
    records > out
    holds out 'in/a.txt | Harbour opens | 2024-03-05 | Ann Smith | a.json:headline | 99'
    grep -q 'skipped: 1 file of metadata read with its text' err
}

@test "names that belong together" {
    local names='a.txt a.json  b.md b.md.json  c.html c.info.json  d.rst d_meta.json  e/content.html e/metadata.json  f/index.md f/article.json'
    # shellcheck disable=SC2086
    set -- $names
    while [ $# -gt 0 ]; do
        pair "$1" "$2" "$1"
        shift 2
    done
    records > out
    [ "$(wc -l < out)" -eq 6 ]
    [ "$(grep -c 'Harbour opens | 2024-03-05 | Ann Smith' out)" -eq 6 ]
}

@test "YAML, TOML and the header of a text that is elsewhere" {
    mkdir in
    for name in a b c d; do text > in/$name.md; done
    printf 'title: Vom Hafen\ndate: 2024-03-05\nauthor: [Ann Smith]\n' > in/a.yaml
    printf -- '---\ntitle: Du port\ndate: 2024-03-05\nauthor: Ann Smith\n---\n' > in/b.yml
    printf 'title = "El puerto"\ndate = 2024-03-05\nauthor = "Ann Smith"\n' > in/c.toml
    printf '.. title: Nikola\n.. slug: n\n.. date: 2024-03-05\n.. author: Ann Smith\n' > in/d.meta
    records > out
    holds out 'in/a.md | Vom Hafen | 2024-03-05 | Ann Smith | a.yaml:title | 99
in/b.md | Du port | 2024-03-05 | Ann Smith | b.yml:title | 99
in/c.md | El puerto | 2024-03-05 | Ann Smith | c.toml:title | 99
in/d.md | Nikola | 2024-03-05 | Ann Smith | d.meta:title | 99'
}

@test "a text of fields beside a text, by what stands between their names" {
    mkdir in
    for name in a b c d; do text > in/$name.txt; done
    printf 'title: Vom Hafen\nauthor: Ann Smith\ndate: 2024-03-05\n' > in/a-meta.txt
    printf 'Title: Du port\nAuthor: Ann Smith\nDate: 2024-03-05\n' > in/b_metadata.txt
    printf 'title: El puerto\nauthor: Ann Smith\ndate: 2024-03-05\n' > in/c.meta.txt
    text > in/d-meta.txt
    records > out
    holds out 'in/a.txt | Vom Hafen | 2024-03-05 | Ann Smith | a-meta.txt:title | 99
in/b.txt | Du port | 2024-03-05 | Ann Smith | b_metadata.txt:Title | 99
in/c.txt | El puerto | 2024-03-05 | Ann Smith | c.meta.txt:title | 99
in/d-meta.txt | The harbour of Oldtown has opened again after two weeks. | - |  | first-sentence | 99
in/d.txt | The harbour of Oldtown has opened again after two weeks. | - |  | first-sentence | 99'
}

@test "an element of XML beside a text is metadata, whatever is in between their names" {
    mkdir in
    for name in a b c; do text > in/$name.txt; done
    for name in a b-meta c_info; do
        printf '<?xml version="1.0"?>\n<metadata><title>Harbour opens</title><author>Ann Smith</author><date>2024-03-05</date></metadata>\n' > in/$name.xml
    done
    records > out
    holds out 'in/a.txt | Harbour opens | 2024-03-05 | Ann Smith | a.xml:title | 99
in/b.txt | Harbour opens | 2024-03-05 | Ann Smith | b-meta.xml:title | 99
in/c.txt | Harbour opens | 2024-03-05 | Ann Smith | c_info.xml:title | 99'
    printf '<data><row id="1"><x>7</x></row></data>' > in/a.xml
    printf '<feed xmlns="http://www.w3.org/2005/Atom"><title>Quay</title><entry><title>Another</title><content>Not the same at all.</content></entry></feed>' > in/b-meta.xml
    records > out
    [ "$(grep -c 'a.xml:\|b-meta.xml:' out)" -eq 0 ]
    grep -q Another out
}

@test "what the text says itself goes first" {
    pair a.md a.json
    { printf -- '---\ntitle: Its own\n---\n\n'; text; } > in/a.md
    records > out
    holds out 'in/a.md | Its own | 2024-03-05 | Ann Smith | front-matter:title | 99'
}

@test "two texts, two files of metadata, another text in it, a list, data: nothing changes" {
    pair a.txt a.json
    text > in/a.html
    pair b.txt b.json
    cp in/b.json in/b.yaml
    mkdir in/c
    text > in/c/c.txt
    printf '{"title":"Another","text":"Another text than that of the other file."}\n' > in/c/c.json
    text > in/c/d.txt
    printf '{"items":[{"title":"One","text":"One of some."},{"title":"Two","text":"Two of some."}]}\n' > in/c/d.json
    text > in/c/e.txt
    printf '{"name":"e","version":3,"series":[1,2,3]}\n' > in/c/e.json
    "$NEWSDEX" parse in 2> err | jq -r '.provenance[]' > out
    lacks out c.json
    lacks out d.json
    lacks out e.json
    lacks out a.json
    lacks out b.json
}

@test "the same text in both is kept once" {
    mkdir in
    text > in/a.txt
    jq -n --rawfile text in/a.txt '{title: "Once", text: $text}' > in/a.json
    records > out
    holds out 'in/a.txt | Once | - |  | a.json:title | 99'
}

@test "one alone, named by itself, is what it was" {
    pair a.txt a.json
    nd parse in/a.txt
    [ "$(wc -l < out)" -eq 1 ]
    lacks out a.json:headline
    nd parse in/a.json
    [ "$(wc -l < out)" -eq 1 ]
}

@test "a change of either is noticed, a touch is none, and what is gone is gone" {
    pair a.txt a.json
    pair b.txt b.json b
    nd ingest in
    counts '4 files seen' '2 added' '2 articles'
    nd ingest in
    counts '0 changed' '4 unchanged'
    touch -d 2020-01-01 in/a.json
    nd ingest in
    counts '0 changed' '4 unchanged'
    sed -i 's/Ann Smith/Eve Smith/' in/a.json # of the same size,
    touch -d 2020-01-01 in/a.json             # and time
    touch -d 2020-01-02 in/a.txt
    nd ingest in
    counts '1 changed'
    equals_fresh in
    rm in/a.json
    nd ingest in
    counts '1 changed' '1 removed'
    equals_fresh in
    rm in/b.txt
    nd ingest in
    counts '1 changed' '1 removed' '2 articles'
    equals_fresh in
}

@test "a pair that moves stays the same article" {
    pair a.txt a.json
    nd ingest in
    mkdir in/sub
    mv in/a.txt in/a.json in/sub
    nd ingest in
    counts '1 moved' '0 added'
    equals_fresh in
}

@test "what is wrong with the metadata is told with the article" {
    mkdir in
    text > in/a.txt
    printf '{\n"title": "T",\n"date": "someday"}\n' > in/a.json
    nd parse in
    has out 'a.json, line 3: '
    # What was cut or replaced when it was read, too: of a file, and of a row.
    printf '{"title": "Harb\001our", "date": "2024-03-05"}' > in/a.json
    nd parse in
    has out 'a.json, line 1: 1 control byte replaced by blanks'
    { printf '{"title": "Harbour", "a": '; printf '[%.0s' {1..99}; printf 1; printf ']%.0s' {1..99}; printf '}'; } > in/a.json
    nd parse in
    has out 'a.json, line 1: '
    rm in/a.json
    text > in/b.txt
    printf 'file,title,note\na.txt,Harbour,one\nb.txt,Fer\001ry,two\n' > in/table.csv
    nd parse in
    has out 'table.csv, line 3: 1 control byte replaced by blanks'
}

corpus() { # name of the table
    mkdir -p in/texts
    text > in/texts/a.txt
    text > in/texts/b.txt
    printf '%s\n' 'file,title,date' 'texts/a.txt,Harbour opens,2024-03-05' 'texts/b.txt,Ships come in,2024-03-06' \
        'texts/c.txt,Not there,2024-03-07' > "in/$1"
}

@test "rows of a table that name texts are their fields, the others stay" {
    corpus metadata.csv
    records > out
    holds out 'in/metadata.csv | Not there | 2024-03-07 |  | csv:title | 0
in/texts/a.txt | Harbour opens | 2024-03-05 |  | metadata.csv:title | 99
in/texts/b.txt | Ships come in | 2024-03-06 |  | metadata.csv:title | 99'
    nd parse in/metadata.csv
    [ "$(wc -l < out)" -eq 3 ]
    nd parse in/texts
    lacks out metadata.csv
}

@test "names without folder, without ending, in any column, as JSON Lines" {
    mkdir -p in/a in/b in/c/articles
    for name in a/1.txt a/2.txt b/x.md b/y.md c/articles/7.one.html c/articles/8.two.html; do
        text > "in/$name"
    done
    printf 'author,doc_id\nAnn Smith,1\nEve Smith,2\n' > in/a/docvars.csv
    printf '{"title":"X","src":"b/x.md","n":1}\n{"title":"Y","src":"b/y.md","n":2}\n' > in/b/list.jsonl
    printf 'post_id,title,type\n7.one,One,newsletter\n8.two,Two,newsletter\n' > in/c/articles.csv
    "$NEWSDEX" parse in 2> err | jq -r '[.path, .title[:9], (.authors | join(";"))] | join(" | ")' > out
    holds out 'in/a/1.txt | The harbo | Ann Smith
in/a/2.txt | The harbo | Eve Smith
in/b/x.md | X | 
in/b/y.md | Y | 
in/c/articles/7.one.html | One | 
in/c/articles/8.two.html | Two | '
    has err '3 files of metadata'
}

@test "rows with a text, two for one file, of data alone, too many tables, numbers, no header: nothing changes" {
    mkdir -p in/a in/b in/c in/d in/e in/f
    for folder in a b c d e f; do
        text > in/$folder/1.txt
        text > in/$folder/2.txt
    done
    printf 'file,title,text\n1.txt,One,Another text of it.\n2.txt,Two,And another one.\n' > in/a/t.csv
    printf 'file,title\n1.txt,One\n1.txt,Two\n2.txt,Three\n2.txt,Four\n' > in/b/t.csv
    printf 'file,label\n1.txt,5\n2.txt,7\n' > in/c/t.csv
    printf 'id\tquery\n1\tWhat did the mayor say of it?\n2\tWhich ships came in?\n' > in/e/queries.tsv
    printf '1.txt\tWhat did the mayor say of it?\n2.txt\tWhich ships came in?\n' > in/f/queries.tsv
    for name in p q r s t; do printf 'file,title\n1.txt,One\n2.txt,Two\n' > in/d/$name.csv; done
    "$NEWSDEX" parse in 2> err | jq -r '.provenance[]' > out
    lacks out .csv:
    lacks out .tsv:
}

@test "texts and rows that come and go are noticed" {
    corpus metadata.csv
    nd ingest in
    counts '3 articles'
    nd ingest in
    counts '0 changed' '3 unchanged'
    text > in/texts/c.txt
    nd ingest in
    equals_fresh in
    counts '3 articles'
    rm in/texts/a.txt
    nd ingest in
    equals_fresh in
    sed -i 's/Ships come/Boats come/' in/metadata.csv
    nd ingest in
    counts '2 changed' '1 unchanged'
    equals_fresh in
    nd ingest --exclude b.txt in
    "$NEWSDEX" ingest -q --db other.db --exclude b.txt in
    dump > one
    dump other.db > two
    diff one two
    rm in/metadata.csv
    nd ingest in
    equals_fresh in
}

@test "which column has the names depends on the files: all texts hear of one that is gone" {
    mkdir in
    for name in a b c d; do text > in/$name.txt; done
    printf 'file,title\na.txt,A\nb.txt,B\nc.txt,C\nd.txt,D\n' > in/metadata.csv
    nd ingest in
    counts '4 articles'
    rm in/b.txt in/c.txt in/d.txt
    nd ingest in
    equals_fresh in
    text > in/b.txt
    nd ingest in
    equals_fresh in
    text > in/a.html # of which "a" may be, but not "a.txt"
    sed -i 's/^a.txt/a/' in/metadata.csv
    nd ingest in
    equals_fresh in
    rm in/a.html
    nd ingest in
    equals_fresh in
}

@test "a file that is named and is no text is told" {
    corpus metadata.csv
    printf '{"title":"One","text":"One of two."}\n{"title":"Two","text":"Two of two."}\n' > in/texts/b.txt
    nd parse -v in
    has err 'is left out: it is not one text'
}

@test "more folders with tables than files may be open" {
    for i in $(seq 60); do
        mkdir -p "many/$i"
        printf 'file,title,date\na.txt,Crane %d,2024-03-05\n' "$i" > "many/$i/metadata.csv"
        printf 'Crane %d of the harbour runs on power from the quay now.\n' "$i" > "many/$i/a.txt"
    done
    (ulimit -n 40 && "$NEWSDEX" ingest -q -j2 many)
    [ "$("$NEWSDEX" search -c date:2024-03-05 Crane)" = 60 ]
    equals_fresh many
}

@test "a text and its metadata, each named itself" {
    mkdir -p named
    printf '<html><body><p>The lock at Mill End stays shut until Easter.</p></body></html>' > named/a.html
    printf '{"headline": "Lock shut", "date": "2024-03-05"}' > named/a.json
    printf '{"headline": "Alone", "text": "Nothing is beside it that was named."}' > named/b.json
    printf 'Not named at all, this one, but beside the other.\n' > named/b.md
    run "$NEWSDEX" parse named/b.json named/a.json named/a.html
    [ "$status" -eq 0 ]
    [ "$(jq -r '[.path, .title] | join("=")' <<< "$(grep '^{' <<< "$output")")" = "named/a.html=Lock shut
named/b.json=Alone" ]
    printf 'named/a.html\0named/a.json\0' | "$NEWSDEX" ingest -q --files0-from=-
    [ "$("$NEWSDEX" count)" -eq 1 ]
    printf '{"headline": "Lock open", "date": "2024-03-05"}' > named/a.json
    printf 'named/a.html\0named/a.json\0' | "$NEWSDEX" ingest -q --files0-from=-
    [ "$("$NEWSDEX" search --format '{title}' lock)" = "Lock open" ]
}

# What is in a folder, and in archives of it, is the same but for where it is.
fields() { # path
    "$NEWSDEX" parse "$1" 2> err | jq -c '[.title, .published_at, .authors, .url, .topics, .body, .excerpt, (.provenance | del(.published_at)), (.problems | map(.message))]' | sort
}

# A pair, a row of a table in the folder and one above, a text alone, one with two candidates, data of their own.
every_kind() {
    pair a/one.txt a/one.json one
    pair a/two.html a/two.html.yaml two
    printf 'headline: Harbour opens twice\nauthor: Jon Sund\ndate: 2024-03-06\n' > in/a/two.html.yaml
    pair b/alone.md b/metadata.json alone
    for name in c1 c2 c3 d1; do text | sed "s/Oldtown/$name/" > "in/$name.txt"; done
    mkdir in/deep
    mv in/d1.txt in/deep/
    printf 'filename,title,author,date\nc1.txt,First,Ann Smith,2024-01-02\nc2,Second,Jon Sund,2024-01-03\ndeep/d1.txt,Third,Ann Smith,2024-01-04\nz9.txt,Nowhere,Ann Smith,2024-01-05\n' > in/metadata.csv
    printf '{"headline":"A text of its own","articleBody":"Swans block the lock, and nobody knows for how long."}\n' > in/own.json
}

@test "texts in archives get what is kept beside them there, as in folders" {
    local archive
    every_kind
    fields in > wanted
    grep -q 'a/one\|one.json:headline' wanted
    grep -q '"Third","2024-01-04",\["Ann Smith"\]' wanted
    grep -q '"Nowhere"' wanted
    (cd in && bsdtar -cf ../all.tar -- * && bsdtar -czf ../all.tar.gz -- * && bsdtar --format zip -cf ../all.zip -- * &&
        bsdtar --format 7zip -cf ../all.7z -- * && find . -type f | LC_ALL=C sort -r | bsdtar --format zip -cf ../back.zip -T -)
    for archive in all.tar all.tar.gz all.zip all.7z back.zip; do
        fields "$archive" > found
        diff wanted found > difference || { echo "$archive" && cat difference && false; } >&2
    done
}

@test "metadata in an archive that are new are noticed, and those of texts that are none stay records" {
    every_kind
    (cd in && bsdtar --format zip -cf ../all.zip -- *)
    nd ingest --db a.db all.zip
    nd export --db a.db -- title:twice
    [ "$(jq -r .date out)" = 2024-03-06 ]
    sed -i 's/twice/again/' in/a/two.html.yaml
    sed -i 's/First/Premiere/' in/metadata.csv
    (cd in && rm ../all.zip && bsdtar --format zip -cf ../all.zip -- *)
    nd ingest --db a.db all.zip
    nd export --db a.db
    jq -r .title out | sort > titles
    grep -qx 'Harbour opens again' titles
    grep -qx Premiere titles
    [ "$(grep -c 'First\|twice' titles)" -eq 0 ]
    nd ingest --db b.db all.zip
    nd export --db b.db
    jq -r .title out | sort | diff titles -
    printf '\0\1\2\3' > in/a/one.txt
    (cd in && rm ../all.zip && bsdtar --format zip -cf ../all.zip -- *)
    nd parse all.zip
    jq -r 'select(.part == "a/one.json") | .title' out | grep -qx 'Harbour opens'
}

@test "an archive of an export of letters: a table, texts in a folder, who reads them" {
    mkdir -p in/posts
    printf 'post_id,post_date,is_published,email_sent_at,type,audience,title,subtitle,podcast_url\n7.crane,2020-02-03T10:00:00.000Z,true,,newsletter,everyone,Cranes fall,Two at once,\n8.swans,,false,,newsletter,everyone,Swans,,\n' > in/posts.csv
    echo '<p>Two cranes fell in the night, the port said.</p><p>Nobody was hurt.</p>' > in/posts/7.crane.html
    echo '<p>Swans blocked the lock for three hours.</p>' > in/posts/8.swans.html
    printf 'email,active\nann@example.org,true\n' > in/email_list.csv
    (cd in && bsdtar --format zip -cf ../export.zip -- *)
    nd parse export.zip
    [ "$(jq -r 'select(.part | test("posts/")) | [.title, .published_at, .is_published, (.body | length > 30)] | map(tostring) | join(" ")' out | sort)" = \
        "$(printf 'Cranes fall 2020-02-03T10:00:00Z true true\nSwans null false true')" ]
    [ "$(wc -l < out)" -eq 2 ] # the list of readers is data
}

@test "what is said in a film gets what is kept beside it, whatever its language" {
    mkdir in
    for film in 'Am Kai:de' 'Le port:fr' 'El faro:es-ES'; do
        printf '1\n00:00:01,000 --> 00:00:04,000\nThe ferry sails again on Monday.\n' > "in/${film%:*}.${film#*:}.srt"
        printf '{"title": "%s, the film", "upload_date": "20240305", "duration": 4}' "${film%:*}" > "in/${film%:*}.info.json"
    done
    nd parse in
    [ "$(jq -r 'select(.body != "") | "\(.title) \(.published_at)"' out | sort)" = "$(
        printf 'Am Kai, the film 2024-03-05\nLe port, the film 2024-03-05\nThe ferry sails again on Monday. null'
    )" ]
}
