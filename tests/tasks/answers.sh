#!/usr/bin/env bash
# Prints tests/tasks/README with what its commands answer now: in a folder with seeds/ ingested, newsdex in $PATH and
# $NEWSDEX_DB set. tests/tasks/answers.sh > README makes the page anew.
set -u
readme=${1:-$(dirname "$0")/README}

in_answer=
while IFS= read -r line; do
    case $line in
    '    $ '*)
        printf '%s\n' "$line"
        bash -c "${line#    \$ }" < /dev/null | sed 's/^/    /'
        in_answer=1
        ;;
    '') in_answer= && echo ;;
    *) [ -n "$in_answer" ] || printf '%s\n' "$line" ;;
    esac
done < "$readme"
