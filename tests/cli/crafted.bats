#!/usr/bin/env bats
# Databases from strangers: made to do harm, or damaged. One clear error and status 2, soon and in little memory.

load helper

some_articles() {
    printf -- '---\ntags: [Models]\nlang: en\n---\n# Qwen\n\nText about qwen here.\n' > a.md
    printf '# Meta\n\nText about meta and qwen here, and of models.\n' > b.md
    "$NEWSDEX" ingest -q --db sound.db a.md b.md
    sqlite3 sound.db 'PRAGMA journal_mode = DELETE' > journal
}

# Runs a script of someone else on a fresh copy of the sound database.
craft() { # script
    rm -f news.db*
    cp sound.db news.db
    sqlite3 -bail news.db "PRAGMA foreign_keys = 0; $1"
}

# In a table a crafted database would have, values of any type: the schema is put back as it was.
craft_value() { # script
    craft "PRAGMA writable_schema = 1; CREATE TABLE kept AS SELECT name, sql FROM sqlite_schema;
        UPDATE sqlite_schema SET sql = replace(replace(sql, ') STRICT, WITHOUT', ') WITHOUT'), ') STRICT', ')');"
    sqlite3 -bail news.db "PRAGMA ignore_check_constraints = 1; $1"
    sqlite3 -bail news.db "PRAGMA writable_schema = 1; UPDATE sqlite_schema AS s SET sql = (SELECT kept.sql FROM kept
        WHERE kept.name = s.name) WHERE name IN (SELECT name FROM kept)"
    sqlite3 -bail news.db 'DROP TABLE kept'
}

# Within 10 seconds and 200 MB of memory.
bounded() { # arguments of newsdex
    status=0
    # The sanitizers reserve more than that.
    grep -q asan <<< "$NEWSDEX" || ulimit -v 300000
    timeout 10 "$NEWSDEX" "$@" > out 2> err || status=$?
}

# Status 2 and one line that says what is damaged.
refused() { # text arguments
    local text=$1
    shift
    (
        bounded "$@"
        is 2
        [ "$(wc -l < err)" -eq 1 ]
        has err "newsdex: "
        has err "$text"
    )
}

# The script, and what is wrong with the schema then.
refuses_schema() { # script text
    craft "$1"
    local command
    for command in 'search qwen' 'search -n 0 lang:en' 'show 1' 'count --by day' check 'ingest a.md' optimize; do
        # shellcheck disable=SC2086 # words
        refused "$2" $command
    done
}

@test "views in the place of tables, generated columns, another tokenizer: nothing of it is used" {
    some_articles
    endless='WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x'
    refuses_schema "ALTER TABLE article RENAME TO other; CREATE VIEW article AS SELECT other.* FROM other,
        ($endless FROM c)" 'is not as newsdex made it'
    refuses_schema "DROP VIEW article_text; CREATE VIEW article_text AS $endless AS id, 'qwen' AS title,
        '' AS excerpt, '' AS topics, 'qwen' AS body FROM c" 'the view article_text is not as newsdex made it'
    replace() { # object what with
        echo "PRAGMA writable_schema = 1; UPDATE sqlite_schema SET sql = replace(sql, '$2', '$3') WHERE name = '$1'"
    }
    refuses_schema "$(replace article 'language_tag TEXT GENERATED ALWAYS AS (' \
        "language_tag TEXT GENERATED ALWAYS AS (printf(''%.*c'', 200000000, ''x'') || ")" 'the table article'
    refuses_schema "$(replace article_fts "tokenize = ''newsdex''" "tokenize = ''unicode61''")" 'the table article_fts'
    refuses_schema "$(replace article_fts "content = ''article_text''" "content = ''sqlite_schema''")" article_fts
    refuses_schema 'DROP TABLE mention' 'the table mention is missing'
    refuses_schema 'DROP INDEX article_type' 'the index article_type is missing'
    refuses_schema 'DROP INDEX article_type; CREATE INDEX article_type ON article (body)' 'the index article_type'
    refuses_schema 'ALTER TABLE file RENAME COLUMN hash TO other' 'the table file'
    refuses_schema "PRAGMA writable_schema = 1; UPDATE sqlite_schema SET type = 'view', rootpage = 0, sql = 'CREATE
        VIEW article_fts_data AS $endless AS id, zeroblob(1000) AS block FROM c' WHERE name = 'article_fts_data'" \
        article_fts_data
}

@test "triggers on newsdex's tables are refused by name" {
    some_articles
    refuses_schema 'CREATE TRIGGER sly AFTER INSERT ON file BEGIN DELETE FROM article; END' \
        'the trigger sly sits on file'
    refuses_schema 'CREATE TRIGGER sly INSTEAD OF INSERT ON articles BEGIN SELECT 1; END' \
        'the trigger sly sits on articles'
}

@test "tables, views, indexes and triggers of the owner stay, and nothing minds them" {
    some_articles
    craft "CREATE TABLE note (id INTEGER PRIMARY KEY, article_id INTEGER, text TEXT, seen INTEGER);
        CREATE INDEX note_article ON note (article_id); CREATE INDEX by_title ON article (lower(title));
        CREATE VIEW noted AS SELECT articles.title, note.text FROM note JOIN articles ON articles.id = article_id;
        CREATE TRIGGER note_seen AFTER INSERT ON note BEGIN UPDATE note SET seen = 1; END; ANALYZE;
        INSERT INTO note VALUES (1, 1, 'mine', 0)"
    nd search -c qwen
    holds out 2
    nd ingest -q --force a.md b.md
    is 0
    nd check
    is 0
    nd optimize
    is 0
    [ "$(sql 'SELECT title, noted.text, seen FROM noted, note')" = 'Qwen|mine|1' ]
}

@test "a database dumped and loaded again, by sqlite3's .dump or VACUUM INTO, is the same" {
    some_articles
    sqlite3 sound.db "VACUUM INTO 'vacuumed.db'"
    nd search --db vacuumed.db -c qwen
    holds out 2
}

@test "values of a wrong type are an error that names the column" {
    some_articles
    craft_value "UPDATE article SET language = x'ff'"
    refused 'damaged: language is a blob where a text belongs' search qwen
    refused 'damaged: language' show 1
    craft_value "UPDATE article SET published_at = x'00'"
    refused 'published_at is a blob where a text belongs' search qwen
    craft_value "UPDATE file SET size = 'large'"
    refused 'size is a text where a whole number belongs' ingest a.md
    craft "UPDATE article_fts_data SET block = 'text' WHERE id > 10"
    refused 'block is a text where a blob belongs' search qwen
    craft_value "UPDATE norm SET lengths = 1.5"
    refused 'lengths is a broken number where a blob belongs' search qwen
}

@test "a version below zero is an error" {
    some_articles
    for version in -1 -5 -1000 -100000000; do
        craft "PRAGMA user_version = $version"
        refused "damaged: there is no schema $version" ingest a.md
    done
}

@test "ids far above all others cost no memory" {
    some_articles
    for id in 4294967295 999999999 1999999999; do
        craft "UPDATE article SET id = $id WHERE id = 2; INSERT INTO article_fts_docsize VALUES ($id, x'01010101')"
        for query in lang:en 'qwen lang:en' '--any qwen models' '-r qwen'; do
            # shellcheck disable=SC2086 # words
            (bounded search $query && { [ "$status" -lt 2 ] || grep -q 'not among the articles' err; })
        done
        (bounded count --by month qwen lang:en && [ "$status" -lt 2 ])
    done
}

@test "a damaged index is one error with every command, and check tells it" {
    some_articles
    craft "UPDATE article_fts_data SET block = CAST(substr(block, 1, 4) || zeroblob(length(block) - 4) AS BLOB) WHERE id > 10"
    refused 'the full-text index is damaged' search qwen
    (bounded check && is 1 && has err 'full-text index')
    craft "UPDATE article_fts_data SET block = CAST(x'00000000010202' || substr(block, 8) AS BLOB) WHERE id = 10"
    refused 'the full-text index is damaged' search qwen
}

# Refused by search and by ingest, told by check, mended by a rebuild.
mends() { # script text
    craft "$1"
    refused "$2" search qwen
    refused "$2" ingest --force a.md
    (bounded check --level error && is 1 && has err "$2" && lacks err "SQLite's own check")
    "$NEWSDEX" optimize --rebuild > won
    (bounded check --level error && is 0 && holds err)
    (bounded search -c qwen && holds out 2)
}

@test "lengths and averages of a wrong size are damage, not zeros" {
    some_articles
    mends "UPDATE norm SET lengths = x'0102'" 'the lengths of the articles from 0 on are damaged'
    mends "UPDATE article_fts_data SET block = x'0281' WHERE id = 1" 'the full-text index is damaged'
    mends "UPDATE article_fts_data SET block = CAST(block || x'00' AS BLOB) WHERE id = 1" 'the full-text index is damaged'
    craft 'DELETE FROM norm'
    refused 'the lengths of the articles from 0 on are damaged' search qwen
    (bounded check --level error && is 1 && has err 'from 0 on are missing')
}

# A fault of the segment, which FTS5's own check is not trusted with.
told() { # script text
    craft "$1"
    (bounded check --level error && is 1 && has err "$2" && has err 'optimize --rebuild' && lacks err 'agree with the articles')
}

@test "check names the page that is damaged, and what is wrong with it" {
    some_articles
    page='UPDATE article_fts_data SET block = CAST(%s AS BLOB) WHERE id > 10'
    # shellcheck disable=SC2059 # the script is the format
    damage() { printf "$page" "$1"; }
    told "$(damage 'substr(block, 1, 3)')" 'segment 1, page 1: it has no header'
    told "$(damage "x'0000ffff' || substr(block, 5)")" 'page 1: its footer begins outside of it'
    told "$(damage "x'0003' || substr(block, 3)")" 'page 1: its first article does not stand before its first term'
    told "$(damage "substr(block, 1, length(block) - 1) || x'80'")" 'page 1: its last offset is cut off'
    told "$(damage "substr(block, 1, length(block) - 1) || x'00'")" 'page 1: an offset leads out of it'
    told "$(damage "substr(block, 1, 4) || x'ff' || substr(block, 6)")" 'page 1: a term is cut off'
    told "$(damage "substr(block, 1, 5) || 'z' || substr(block, 7)")" 'page 1: a term is of no index there is'
    told 'DELETE FROM article_fts_idx' 'page 1: no key leads to it'
    told 'UPDATE article_fts_idx SET segid = 9' 'page 1: no key leads to it'
    told "INSERT INTO article_fts_idx VALUES (1, x'7a', 4)" 'page 1: a key leads to a page without a term'
    told "INSERT INTO article_fts_idx VALUES (7, x'7a', 4)" 'segment 7, page 0: there are keys of it, but no such segment'
    told 'DELETE FROM article_fts_data WHERE id > 10' 'page 1: it is missing'
    craft "UPDATE article_fts_data SET block = 'text' WHERE id > 10"
    (bounded check --level error && is 1 && has err 'block is a text where a blob belongs')
}

@test "a row of an article that is gone is told by search and export" {
    mkdir in
    printf 'Title A\n\nIt rains.\n' > in/a.txt
    printf 'Title B\n\nIt rains too.\n' > in/b.txt
    nd ingest -q in
    sqlite3 "$NEWSDEX_DB" 'PRAGMA foreign_keys = 0; DELETE FROM article WHERE id = 1'
    for command in search export; do
        nd $command rains
        is 2
        has err 'article 1 is in the index of words and not among the articles'
    done
}
