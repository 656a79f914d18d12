# Loaded by every *.bats here: a scratch folder as current folder, and newsdex with its answers in files.
# shellcheck shell=bash

ROOT=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
NEWSDEX=${NEWSDEX:-$ROOT/newsdex}
export PAGER=cat # none, on terminals

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    export NEWSDEX_DB=$BATS_TEST_TMPDIR/news.db
    unset NO_COLOR XDG_DATA_HOME
}

# Runs newsdex; standard output goes to the file out, standard error to err, the exit status to $status.
nd() {
    status=0
    "$NEWSDEX" "$@" > out 2> err || status=$?
}

# The exit status of the last nd; what was printed is shown when it is another.
is() {
    [ "$status" -eq "$1" ] && return
    echo "exit status $status, not $1"
    head -n 20 out err
    return 1
}

# The whole of a file is this text; with no text, the file is empty. Line ends at the end do not count.
holds() { # file [text]
    [ "$(tr '\0' '@' < "$1")" = "${2-}" ] && return
    echo "$1 is:"
    cat "$1"
    echo "and should be:"
    echo "${2-}"
    return 1
}

# A fixed string is, or is not, somewhere in a file.
has() { # file text
    grep -qF -e "$2" "$1" && return
    echo "no \"$2\" in $1:"
    cat "$1"
    return 1
}
lacks() { # file text
    ! has "$1" "$2" > /dev/null && return
    echo "there is \"$2\" in $1:"
    cat "$1"
    return 1
}

# The line ingest ends with says so: counts "3 added"
counts() {
    local wanted
    for wanted; do
        tail -n 1 err | grep -qE "(^| )$wanted([,;:]|$)" && continue
        echo "not $wanted:"
        cat err
        return 1
    done
}

# Writes a text with a title, found by its words.
article() { # path title text
    mkdir -p "$(dirname "./$1")"
    printf '%s\n\n%s\n' "$2" "$3" > "./$1"
}

# Everything the database says, without ids, in an order that does not depend on them.
dump() { # [database]
    sqlite3 -bail "${1:-$NEWSDEX_DB}" < "$ROOT/tests/cli/dump.sql"
}

sql() {
    sqlite3 "$NEWSDEX_DB" "$@"
}

# The database is what a fresh ingest of these paths gives, and sound.
equals_fresh() { # path...
    dump > dump.now
    "$NEWSDEX" ingest -q --db fresh.db "$@" || true
    dump fresh.db > dump.fresh
    rm -f fresh.db*
    diff dump.now dump.fresh
    "$NEWSDEX" check --level=error > check.out 2> check.err || true
    holds check.err
}

# Every message has the form "newsdex: path:line:column: text" or "newsdex: text".
only_messages() {
    ! grep -v '^newsdex: ' err
}

# newsdex as a user who is not root, whom no file mode stops.
run_as_nobody() {
    if [ "$(id -u)" -ne 0 ]; then
        nd "$@"
        return
    fi
    status=0
    local nobody=(setpriv --reuid=65534 --regid=65534 --clear-groups)
    chmod 777 "$BATS_TEST_TMPDIR"
    chmod a+x "$BATS_RUN_TMPDIR" "$BATS_RUN_TMPDIR/test"
    "${nobody[@]}" "$NEWSDEX" --version > /dev/null 2>&1 || skip "nobody cannot run $NEWSDEX here"
    "${nobody[@]}" test -w "$BATS_TEST_TMPDIR" || skip "nobody cannot reach $BATS_TEST_TMPDIR"
    "${nobody[@]}" "$NEWSDEX" "$@" > out 2> err || status=$?
}
