#!/usr/bin/env bats
# The tasks of tests/tasks/README, each with its one command.

load helper

@test "every task has the answer that its page gives" {
    cp -r "$ROOT/seeds" .
    mkdir bin
    ln -s "$(realpath "$NEWSDEX")" bin/newsdex
    export PATH=$PWD/bin:$PATH
    nd ingest -q seeds
    "$ROOT/tests/tasks/answers.sh" > page
    diff "$ROOT/tests/tasks/README" page
    [ "$(grep -c '^    \$ ' page)" -ge 20 ]
    # no question without an answer
    [ "$(grep -A1 '^    \$ ' page | grep -cx '')" -eq 0 ]
}
