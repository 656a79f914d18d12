#!/usr/bin/env bats
# What README.md shows of the program is what it prints, on a terminal of 80 columns.

load helper

# The commands of README.md that begin with ./, each in N.command beside N.answer.
split_readme() {
    awk '/^    \$ / { close(name ".answer"); name = sprintf("%02d", ++count); command = substr($0, 7)
                      sub(/  +#.*/, "", command); print command > (name ".command"); printf "" > (name ".answer"); next }
         name != "" && (/^    / || /^$/) { print substr($0, 5) > (name ".answer"); next }
         { name = "" }' "$ROOT/README.md"
    grep -LE '^\./' ./*.command | xargs -r rm
    grep -lE '[~]/|draft\.txt' ./*.command | xargs -r rm
}

# As a terminal leaves it, without the progress that is overwritten, and whatever time it took.
on_terminal() { # command
    NO_COLOR=1 TERM=xterm script -qec "stty cols 80; $1" /dev/null < /dev/null |
        sed 's/\r*$//; s/.*\x1b\[K//; s/[0-9.]* seconds/N seconds/'
}

# Line by line; what is cut off with … in README.md may be longer, and be the last line.
agree() { # answer printed
    local wanted line last=
    exec 7< "$1" 8< "$2"
    while IFS= read -r wanted <&7; do
        IFS= read -r line <&8 || line=
        last=$wanted
        [[ $line == "$wanted" ]] || [[ $wanted == *… && $line == "${wanted% …}"* ]] || return 1
    done
    while IFS= read -r line <&8; do
        [[ -z $line || $last == *… ]] || return 1
    done
}

@test "the commands of README.md print what stands there" {
    local command answer
    cp -r "$ROOT/seeds" .
    for link in newsdex ingest search; do ln -s "$(realpath "$NEWSDEX")" "$link"; done
    mkdir bad
    printf -- '---\ntitle: Foo: bar\ndate: someday\n---\nA short text.\n' > bad/broken.md
    split_readme
    [ "$(find . -name '*.command' | wc -l)" -ge 25 ]
    for command in *.command; do
        answer=${command%.command}.answer
        sed -i -e 's/[0-9.]* seconds/N seconds/' -e :a -e '/^\n*$/{$d;N;ba' -e '}' "$answer"
        on_terminal "$(cat "$command")" > printed
        agree "$answer" printed && continue
        echo "README.md says of $(cat "$command"):"
        cat "$answer"
        echo "and this is printed:"
        cat printed
        touch differs
    done
    [ ! -e differs ]
}

@test "the columns of search that README.md lists are those it has" {
    "$NEWSDEX" ingest -q "$ROOT/seeds"
    nd search --header Qwen
    has <(tr '\n' ' ' < "$ROOT/README.md") "$(head -n 1 out | sed 's/\t/, /g')."
}
