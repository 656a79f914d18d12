#!/usr/bin/env bats
# What export writes, read by other programs: as many rows, and each field of each of them byte for byte. Those that are
# not there are left out: R, DuckDB (npm's @duckdb/node-api, found as node finds it), PostgreSQL.

load helper

# The articles of seeds and some that are hard to quote, as CSV, TSV and NDJSON.
setup() {
    cd "$BATS_TEST_TMPDIR" || return
    export NEWSDEX_DB=$BATS_TEST_TMPDIR/news.db
    cp -r "$ROOT/seeds" in
    printf '{"title": "Quoted \\"twice\\", and\\\\n", "body": "line\\nline\\r\\n\\"\\t;,\\\\. \\\\N =1+1", "tags": ["a,b", "c\\"d", "é😀"]}\n' > in/hard.jsonl
    "$NEWSDEX" ingest -q in
    "$NEWSDEX" export -o all.csv
    "$NEWSDEX" export -o all.ndjson
    jq -r 'keys_unsorted[] | select(. != "schema")' all.ndjson | awk '!seen[$0]++' > columns
    rows=$(wc -l < all.ndjson)
    [ "$rows" -ge 26 ]
    # of each column the ids and values in order, text as it is and everything else as JSON, and the sum of that
    while read -r column; do
        jq -r --arg c "$column" '"\(.id):" + (.[$c] | if . == null then "" elif type == "string" then . else tojson end)' all.ndjson |
            md5sum | sed "s/ .*/ $column/"
    done < columns > wanted
}

teardown() {
    [ -z "${data-}" ] || {
        (cd / && "${as[@]}" "$bin/pg_ctl" -D "$data/db" -m immediate stop > /dev/null 2>&1) || true
        rm -rf "$data"
    }
}

@test "R reads the CSV" {
    command -v Rscript > /dev/null || skip "there is no R"
    cat > sums.R <<'R'
d <- read.csv("all.csv", colClasses = "character", na.strings = character(), check.names = FALSE, encoding = "UTF-8")
cat(nrow(d), "\n", file = "count")
for (column in names(d)) {
    f <- file("column", "wb")
    writeLines(enc2utf8(paste0(d$id, ":", d[[column]])), f, useBytes = TRUE)
    close(f)
    cat(tools::md5sum("column"), column, "\n", file = "found", append = TRUE)
}
R
    Rscript --vanilla sums.R
    [ "$(tr -d ' ' < count)" = "$rows" ]
    sed 's/ $//' found > trimmed
    diff wanted trimmed
}

@test "DuckDB reads the CSV and the NDJSON, and keeps both as Parquet" {
    command -v node > /dev/null || skip "there is no node"
    node -e 'require("@duckdb/node-api")' 2> /dev/null || skip "there is no DuckDB (npm install @duckdb/node-api)"
    cat > sums.js <<'JS'
const { DuckDBInstance } = require('@duckdb/node-api');
const crypto = require('node:crypto');
(async () => {
    const db = await (await DuckDBInstance.create(':memory:')).connect();
    await db.run(`COPY (SELECT * FROM read_csv('all.csv', header = true, all_varchar = true, quote = '"', escape = '"',
        delim = ',', max_line_size = 10000000)) TO 'all.parquet' (FORMAT parquet)`);
    const rows = (await db.runAndReadAll(`SELECT * FROM 'all.parquet' ORDER BY id::BIGINT`)).getRowObjects();
    const ndjson = (await db.runAndReadAll(`SELECT count(*) AS n, count(DISTINCT uid) AS uids FROM read_ndjson_auto('all.ndjson')`)).getRowObjects();
    for (const column of Object.keys(rows[0])) {
        const sum = crypto.createHash('md5');
        for (const row of rows) sum.update(`${row.id}:${row[column] ?? ''}\n`);
        console.log(sum.digest('hex'), column);
    }
    console.error(rows.length, Number(ndjson[0].n), Number(ndjson[0].uids));
})();
JS
    node sums.js > found 2> count
    holds count "$rows $rows $rows"
    diff wanted found
}

@test "PostgreSQL copies the CSV, and the NDJSON as jsonb" {
    bin=$(find /usr/lib/postgresql/*/bin -name initdb -printf '%h\n' 2> /dev/null | sort -V | tail -n 1)
    [ -n "$bin" ] || skip "there is no PostgreSQL"
    as=()
    if [ "$(id -u)" -eq 0 ]; then
        id postgres > /dev/null 2>&1 || skip "PostgreSQL does not run as root, and there is no user postgres"
        as=(setpriv --reuid=postgres --regid=postgres --clear-groups env HOME=/nonexistent)
    fi
    data=$(mktemp -d /tmp/newsdex-pg.XXXXXX)
    chmod 700 "$data"
    [ "$(id -u)" -ne 0 ] || chown postgres: "$data"
    (cd / && "${as[@]}" "$bin/initdb" -D "$data/db" -A trust --no-sync -E UTF8 --locale=C) > initdb.log 2>&1
    (cd / && "${as[@]}" "$bin/pg_ctl" -D "$data/db" -w -l "$data/log" -o "-k $data -c listen_addresses='' -c fsync=off" start > /dev/null 3>&-)
    ask() { (cd / && "${as[@]}" "$bin/psql" -h "$data" -d postgres -v ON_ERROR_STOP=1 -qAt "$@"); }
    ask -c "CREATE TABLE news ($(sed 's/.*/"&" text/' columns | paste -sd,))"
    ask -c "\\copy news FROM stdin WITH (FORMAT csv, HEADER)" < all.csv
    [ "$(ask -c 'SELECT count(*) FROM news')" = "$rows" ]
    while read -r column; do
        ask -c "SELECT id || ':' || coalesce(\"$column\", '') FROM news ORDER BY id::bigint" | md5sum | sed "s/ .*/ $column/"
    done < columns > found
    diff wanted found
    ask -c 'CREATE TABLE raw (line jsonb)'
    ask -c "\\copy raw FROM stdin WITH (FORMAT csv, QUOTE e'\\x01', DELIMITER e'\\x02')" < all.ndjson
    [ "$(ask -c "SELECT count(DISTINCT line ->> 'uid') FROM raw")" = "$rows" ]
    # and as what they are: a time, a day, a truth, lists
    ask -c "SELECT count(*) FROM news WHERE nullif(published_at, '')::timestamptz::date <> nullif(published_on, '')::date
        OR nullif(is_published, '')::boolean IS NULL AND is_published <> '' OR jsonb_typeof(nullif(topics, '')::jsonb) <> 'array'" > wrong
    holds wrong 0
}
