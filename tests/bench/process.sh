#!/usr/bin/env bash
# Times whole processes: newsdex search, as it prints to a pipe, beside the sqlite3 shell with a plain FTS5 table
# (unicode61) over the same text, which prints the same columns with its own snippets.
# usage: tests/bench/process.sh [CORPORA [REPEATS]]
#   CORPORA holds everyday-azure, unpacked, or its archive (default: ../shared/corpora)
#   REPEATS of each pair, which run in turn (default: 200); NEWSDEX and ND_BUILD as in run.sh
set -eu
cd "$(dirname "$0")/../.."
build=${ND_BUILD:-$PWD/build/release}
newsdex=${NEWSDEX:-$build/newsdex}
corpora=${1:-../shared/corpora}
repeats=${2:-200}
scratch=build/bench/process
mkdir -p "$scratch"
# shellcheck source=tests/bench/corpora.bash
. tests/bench/corpora.bash

folder=$(find_corpus "$corpora" "$scratch" everyday-azure) || {
    echo "process.sh: no everyday-azure in $corpora; skipped" >&2
    exit 0
}
command -v sqlite3 > /dev/null || {
    echo "process.sh: no sqlite3; skipped" >&2
    exit 0
}
${CC:-cc} -std=c11 -O2 -D_GNU_SOURCE -o "$scratch/alternate" tests/bench/alternate.c
rm -f "$scratch"/news.db* "$scratch"/plain.db*
"$newsdex" ingest -q --db "$scratch/news.db" "$folder" 2> "$scratch/ingest.log" || [ $? -eq 1 ]

# What a person would make of it: the text, a full-text table on it, indexes for the filters.
sqlite3 "$scratch/plain.db" << EOF
ATTACH '$scratch/news.db' AS news;
CREATE TABLE text (id INTEGER PRIMARY KEY, path, url, title, excerpt, topics, body, language, published_at, provider);
INSERT INTO text
SELECT article.id, file.path, url, title,
       CASE WHEN record ->> '\$.excerpt' = 'first-paragraph' THEN NULL ELSE excerpt END,
       (SELECT group_concat(topic.name, ' ') FROM news.article_topic JOIN news.topic ON topic.id = topic_id
        WHERE article_id = article.id),
       body, language, published_at, provider.name
FROM news.article JOIN news.file ON file.id = file_id LEFT JOIN news.provider ON provider.id = provider_id
     LEFT JOIN news.provenance ON provenance.id = provenance_id;
CREATE INDEX text_language ON text (language);
CREATE INDEX text_published_at ON text (published_at);
CREATE VIRTUAL TABLE fts USING fts5 (title, excerpt, topics, body, content = 'text', content_rowid = 'id',
    tokenize = 'unicode61');
INSERT INTO fts (fts) VALUES ('rebuild');
INSERT INTO fts (fts) VALUES ('optimize');
EOF

compare() { # query of newsdex, MATCH expression, condition
    "$scratch/alternate" "$repeats" "$1" "$newsdex" search --db "$scratch/news.db" "$1" -- \
        sqlite3 -tabs "$scratch/plain.db" "SELECT text.id, fts.rank, text.published_at, text.language,
            text.provider, text.title, text.url, text.path, snippet(fts, -1, '', '', '…', 30)
            FROM fts JOIN text ON text.id = fts.rowid WHERE fts MATCH '$2' $3 ORDER BY fts.rank LIMIT 20"
}

echo "whole processes, $(sqlite3 "$scratch/plain.db" 'SELECT count(*) FROM text') articles, 20 hits with snippets," \
    "median of $repeats pairs: newsdex search, sqlite3 with FTS5 unicode61, their ratio"
for filter in '|' ' lang:en|AND language = "en"' ' after:2021|AND published_at >= "2021"' \
    ' provider:e|AND provider LIKE "%e%"' ' path:2021-0|AND path LIKE "%2021-0%"'; do
    shown=${filter%%|*} condition=${filter#*|}
    condition=${condition//\"/\'}
    compare "accuweather$shown" 'accuweather' "$condition"
    compare "kubernetes$shown" 'kubernetes' "$condition"
    compare "microsoft$shown" 'microsoft' "$condition"
    compare "cloud security$shown" 'cloud security' "$condition"
    compare "\"public preview\"$shown" '"public preview"' "$condition"
    compare "secur*$shown" 'secur*' "$condition"
done
rm -f "$scratch"/news.db* "$scratch"/plain.db*
