# Finding corpora.
# shellcheck shell=bash

# Prints the folder of a corpus, unpacked into scratch if need be; fails when there is none.
find_corpus() { # corpora scratch name
    local archive
    if [ -d "$1/$3" ]; then
        echo "$1/$3"
        return
    fi
    if [ ! -d "$2/$3" ]; then
        for archive in "$1/$3"*.tar.xz; do
            [ -f "$archive" ] && tar xJf "$archive" -C "$2"
        done
    fi
    [ -d "$2/$3" ] && echo "$2/$3"
}
